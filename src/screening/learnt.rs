//! What moderators' own decisions teach: in how many texts that stand, and in how many that were turned down as spam, each
//! word stood. How much a text is like either is put together as Robinson does (Linux Journal 107, 2003), with Fisher's way of
//! joining what the single words say.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use diesel::prelude::*;
use diesel::sql_types::{Integer, Text as SqlText};

use super::{Place, Saw, Setting};
use crate::db::Db;
use crate::db::schema::{comments, ideas, lesson_words, lessons};
use crate::error::{Error, Result};
use crate::ids::LessonId;
use crate::text::fold;
use crate::time::Timestamp;

/// Most different words that are looked at and learnt of one text: its first.
const WORDS: usize = 200;
/// Most characters of such a word.
const LONGEST: usize = 40;
/// How many words decide: those that tell most.
const TELLING: usize = 30;
/// How many of them an explanation names.
const NAMED: usize = 8;
/// How far from one half a word must lie to tell anything.
const DEAF: f64 = 0.1;
/// How many texts weigh as much as knowing nothing of a word.
const DOUBT: f64 = 1.0;
/// The word that counts the decisions themselves; no text holds it.
const ALL: &str = "";
/// Place of the percentage from which a text is held.
const PERCENT: usize = 0;
/// Place of the decisions of either kind without which nothing is held.
const DECISIONS: usize = 1;

/// What was learnt says of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opinion {
    /// How much it is like spam: 0 not at all, 50 no idea, 100 wholly.
    pub percent: i64,
    /// The words that speak most for spam, as typed, each with how much, in percent.
    pub words: Vec<(String, i64)>,
}

/// In how many texts something stood.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Counts {
    ham: i32,
    spam: i32,
}

/// The different words of a text as they are counted, each with how it was typed first.
fn words_of(title: &str, body: &str) -> BTreeMap<String, String> {
    let mut words = BTreeMap::new();
    let joined = format!("{title}\n{body}");
    for token in fold::tokens(&joined) {
        if words.len() == WORDS {
            break;
        }
        let length = token.word.chars().count();
        if token.dense || (3..=LONGEST).contains(&length) {
            let stem = fold::stem(&token.word, fold::Language::default());
            words.entry(stem).or_insert(token.word);
        }
    }
    words
}

/// How much a word speaks for spam, between 0 and 1: nearer to one half the less is known of it.
fn spamminess(word: Counts, all: Counts) -> f64 {
    let share = |count: i32, of: i32| f64::from(count.max(0)) / f64::from(of.max(1));
    let (bad, good) = (share(word.spam, all.spam), share(word.ham, all.ham));
    let known = f64::from(word.spam.max(0)) + f64::from(word.ham.max(0));
    let plain = if known > 0.0 { bad / (bad + good) } else { 0.5 };
    (DOUBT * 0.5 + known * plain) / (DOUBT + known)
}

/// The chance that chi squared with `2 * half` degrees of freedom is at least `2 * m`.
fn chi_squared_above(m: f64, half: usize) -> f64 {
    let mut term = (-m).exp();
    let mut sum = term;
    for step in 1..half {
        term *= m / f64::from(u32::try_from(step).unwrap_or(u32::MAX));
        sum += term;
    }
    sum.min(1.0)
}

/// What all words together say, between 0 and 1.
fn joined(words: &[f64]) -> f64 {
    let sum = |of: fn(f64) -> f64| -> f64 { words.iter().map(|own| -of(*own).ln()).sum() };
    let spam = chi_squared_above(sum(|own| own), words.len());
    let ham = chi_squared_above(sum(|own| 1.0 - own), words.len());
    f64::midpoint(1.0, spam - ham)
}

fn percent(share: f64) -> i64 {
    // Rounded down, so that nothing is called certain that is not.
    (0..=100_i32).rev().find(|whole| f64::from(*whole) <= share * 100.0 + 1e-9).map_or(0, i64::from)
}

fn judge(words: &BTreeMap<String, String>, known: &HashMap<String, Counts>, all: Counts) -> Opinion {
    let mut telling: Vec<(f64, &str)> = words
        .iter()
        .filter_map(|(stem, typed)| Some((spamminess(*known.get(stem)?, all), typed.as_str())))
        .filter(|(own, _)| (own - 0.5).abs() >= DEAF)
        .collect();
    telling.sort_by(|one, other| {
        let far = |own: f64| (own - 0.5).abs();
        far(other.0).total_cmp(&far(one.0)).then_with(|| one.1.cmp(other.1))
    });
    telling.truncate(TELLING);
    let shares: Vec<f64> = telling.iter().map(|(own, _)| *own).collect();
    let for_spam = telling.iter().filter(|(own, _)| *own > 0.5).take(NAMED);
    Opinion {
        percent: if shares.is_empty() { 50 } else { percent(joined(&shares)) },
        words: for_spam.map(|(own, typed)| ((*typed).to_owned(), percent(*own))).collect(),
    }
}

fn load<'a>(db: &mut Db, words: impl Iterator<Item = &'a str>) -> Result<HashMap<String, Counts>> {
    let wanted: Vec<&str> = words.collect();
    let rows: Vec<(String, i32, i32)> = lesson_words::table
        .filter(lesson_words::word.eq_any(wanted))
        .select((lesson_words::word, lesson_words::ham, lesson_words::spam))
        .load(db)?;
    Ok(rows.into_iter().map(|(word, ham, spam)| (word, Counts { ham, spam })).collect())
}

/// What was learnt says of a text; nothing before there were enough decisions of either kind.
pub(super) fn opinion(db: &mut Db, setting: &Setting, title: &str, body: &str) -> Result<Option<Opinion>> {
    let words = words_of(title, body);
    let known = load(db, words.keys().map(String::as_str).chain([ALL]))?;
    let all = known.get(ALL).copied().unwrap_or_default();
    let least = setting.number(DECISIONS);
    if all.ham < least || all.spam < least {
        return Ok(None);
    }
    Ok(Some(judge(&words, &known, all)))
}

/// From how many decisions was learnt: those that let posts stand, and those that turned them down as spam.
pub fn decisions(db: &mut Db) -> Result<(i32, i32)> {
    let all = load(db, [ALL].into_iter())?.get(ALL).copied().unwrap_or_default();
    Ok((all.ham, all.spam))
}

/// What the rule sees in an opinion.
pub(super) fn seen(setting: &Setting, opinion: Opinion) -> Option<Saw> {
    let is_held = opinion.percent >= i64::from(setting.number(PERCENT));
    is_held.then_some(Saw::Learnt { percent: opinion.percent, words: opinion.words })
}

/// Learns from a decision about a post, as long as the rule is on; a text that is gone teaches nothing.
pub(super) fn learn(db: &mut Db, place: Place, is_spam: bool, now: Timestamp) -> Result<()> {
    if !super::Rules::load(db)?.of(super::Rule::Learnt).is_on {
        return Ok(());
    }
    let (title, body) = text_of(db, place)?;
    let words: BTreeSet<String> = words_of(&title, &body).into_keys().collect();
    if words.is_empty() {
        return Ok(());
    }
    let words = words.into_iter().collect::<Vec<_>>();
    count(db, &words, is_spam, 1)?;
    let values = (
        lessons::idea_id.eq(place.idea),
        lessons::comment_id.eq(place.comment),
        lessons::is_spam.eq(is_spam),
        lessons::words.eq(words.join(" ")),
        lessons::created_at.eq(now),
    );
    diesel::insert_into(lessons::table).values(values).execute(db)?;
    Ok(())
}

fn text_of(db: &mut Db, place: Place) -> Result<(String, String)> {
    let found: Option<(String, String)> = match place.comment {
        None => ideas::table.find(place.idea).select((ideas::title, ideas::body)).first(db).optional()?,
        Some(comment) => {
            let body: Option<String> =
                comments::table.find(comment).select(comments::body).first(db).optional()?;
            body.map(|body| (String::new(), body))
        }
    };
    found.ok_or(Error::NotFound)
}

/// Counts these words, and one decision, up or down; words that nothing counts any more are gone.
fn count(db: &mut Db, words: &[String], is_spam: bool, by: i32) -> Result<()> {
    let all: BTreeSet<&str> = words.iter().map(String::as_str).chain([ALL]).collect();
    let list = serde_json::to_string(&all).map_err(Error::internal)?;
    let (ham, spam) = if is_spam { (0, by) } else { (by, 0) };
    let rows = match db {
        Db::Postgres(_) => "json_array_elements_text(CAST($1 AS json)) AS listed (value)",
        Db::Sqlite(_) => "json_each($1)",
    };
    // In one order, so that two decisions at once wait for each other and never in a circle. SQLite numbers placeholders as
    // they appear, so the list comes first.
    let add = format!(
        "WITH each_word AS (SELECT value FROM {rows}) \
         INSERT INTO lesson_words (word, ham, spam) SELECT each_word.value, $2, $3 FROM each_word WHERE true \
         ORDER BY each_word.value ON CONFLICT (word) DO UPDATE SET ham = lesson_words.ham + excluded.ham, \
         spam = lesson_words.spam + excluded.spam"
    );
    diesel::sql_query(add)
        .bind::<SqlText, _>(&list)
        .bind::<Integer, _>(ham)
        .bind::<Integer, _>(spam)
        .execute(db)?;
    if by < 0 {
        let gone = lesson_words::ham.le(0).and(lesson_words::spam.le(0));
        let own = lesson_words::table.filter(lesson_words::word.eq_any(all)).filter(gone);
        diesel::delete(own).execute(db)?;
    }
    Ok(())
}

type Taught = (LessonId, bool, String, Timestamp);

/// What decisions about a post taught, the last first.
fn taught(db: &mut Db, place: Place) -> Result<Vec<Taught>> {
    let rows = lessons::table
        .filter(lessons::idea_id.eq(place.idea))
        .order(lessons::id.desc())
        .select((lessons::id, lessons::is_spam, lessons::words, lessons::created_at))
        .into_boxed();
    Ok(match place.comment {
        Some(comment) => rows.filter(lessons::comment_id.eq(comment)).load(db)?,
        None => rows.filter(lessons::comment_id.is_null()).load(db)?,
    })
}

fn unlearn(db: &mut Db, (id, is_spam, words, _): &Taught) -> Result<()> {
    let words: Vec<String> = words.split(' ').map(str::to_owned).collect();
    count(db, &words, *is_spam, -1)?;
    diesel::delete(lessons::table.find(id)).execute(db)?;
    Ok(())
}

/// Unlearns what the decision of this moment taught.
pub(super) fn unlearn_at(db: &mut Db, place: Place, at: Timestamp) -> Result<()> {
    let own = taught(db, place)?.into_iter().find(|(.., own)| *own == at);
    own.map_or(Ok(()), |own| unlearn(db, &own))
}

/// Unlearns that a post was spam.
pub(super) fn unlearn_spam(db: &mut Db, place: Place) -> Result<()> {
    let own = taught(db, place)?.into_iter().find(|(_, is_spam, ..)| *is_spam);
    own.map_or(Ok(()), |own| unlearn(db, &own))
}

/// Forgets which words a post had; what it taught stays counted.
pub(super) fn forget(db: &mut Db, place: Place) -> Result<()> {
    let ids: Vec<LessonId> = taught(db, place)?.into_iter().map(|(id, ..)| id).collect();
    diesel::delete(lessons::table.filter(lessons::id.eq_any(ids))).execute(db)?;
    Ok(())
}

#[cfg(test)]
#[path = "learnt_tests.rs"]
mod tests;
