//! Where the site itself repeats what somebody is called or wrote: mails to others, deliveries to webhooks, the log. Names give
//! way to an ellipsis; what tells of posts that go, goes.

use std::collections::HashSet;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};
use serde_json::Value;

use crate::db::Db;
use crate::db::schema::{comments, ideas};
use crate::error::Result;
use crate::ids::{CommentId, IdeaId};
use crate::people::Person;
use crate::people::departures::{Departure, Phase};
use crate::time::Timestamp;

/// What stands where a name was.
const GONE: &str = "…";
/// Rows that are looked through in one step.
const CHUNK: i64 = 300;

/// A table with copies.
struct Place {
    table: &'static str,
    /// Its texts, five at the most.
    texts: &'static [&'static str],
    /// What says which idea and which comment a row tells of, as SQL.
    about: (&'static str, &'static str),
}

const NOTHING: &str = "CAST(NULL AS BIGINT)";
const MAILS: Place = Place {
    table: "mails",
    texts: &["subject", "body_text", "body_html", "error"],
    about: ("idea_id", "comment_id"),
};
const DELIVERIES: Place = Place {
    table: "deliveries",
    texts: &["payload", "response_excerpt", "error"],
    about: (NOTHING, NOTHING),
};
const ACTS: Place = Place { table: "acts", texts: &["detail"], about: (NOTHING, NOTHING) };
/// What moderators wrote when they decided about votes.
const CROWDS: Place = Place { table: "crowd_acts", texts: &["note"], about: (NOTHING, NOTHING) };
const REFUSALS: Place = Place { table: "signin_refusals", texts: &["detail"], about: (NOTHING, NOTHING) };

fn place(phase: Phase) -> Option<&'static Place> {
    match phase {
        Phase::Mails => Some(&MAILS),
        Phase::Deliveries => Some(&DELIVERIES),
        Phase::Acts => Some(&ACTS),
        Phase::Refusals => Some(&REFUSALS),
        Phase::Votes | Phase::Comments | Phase::Ideas | Phase::Rest => None,
    }
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    id: i64,
    #[diesel(sql_type = BigInt)]
    at: i64,
    #[diesel(sql_type = Nullable<BigInt>)]
    idea: Option<i64>,
    #[diesel(sql_type = Nullable<BigInt>)]
    comment: Option<i64>,
    #[diesel(sql_type = Text)]
    a: String,
    #[diesel(sql_type = Text)]
    b: String,
    #[diesel(sql_type = Text)]
    c: String,
    #[diesel(sql_type = Text)]
    d: String,
}

impl Row {
    fn texts(&self) -> [&str; 4] {
        [&self.a, &self.b, &self.c, &self.d]
    }
}

impl Place {
    /// The next rows behind `from`, upwards, or before it, downwards.
    fn rows(&self, db: &mut Db, from: i64, upwards: bool) -> Result<Vec<Row>> {
        let column = |at: usize| {
            self.texts.get(at).map_or_else(|| "''".to_owned(), |name| format!("COALESCE({name}, '')"))
        };
        let (compare, order) = if upwards { (">", "ASC") } else { ("<", "DESC") };
        let sql = format!(
            "SELECT id, created_at AS at, {} AS idea, {} AS comment, {} AS a, {} AS b, {} AS c, {} AS d FROM {} \
             WHERE id {compare} $1 ORDER BY id {order} LIMIT {CHUNK}",
            self.about.0,
            self.about.1,
            column(0),
            column(1),
            column(2),
            column(3),
            self.table,
        );
        Ok(diesel::sql_query(sql).bind::<BigInt, _>(from).load(db)?)
    }
}

/// What somebody is known by in texts, and which posts are to go.
pub(super) struct Needles {
    words: Vec<String>,
    posts_of: Option<Person>,
}

impl Needles {
    /// Name, handle and address of somebody; with their posts, the titles of their ideas.
    pub(super) fn of(db: &mut Db, person: &Person, departure: &Departure) -> Result<Self> {
        let mut plain: Vec<String> = person.email.iter().cloned().collect();
        plain.push(format!("@{}", person.handle));
        plain.push(person.name.clone());
        // Ideas that are gone already are called what others are called, too.
        if departure.posts_go && departure.phase != Phase::Rest {
            let titles = ideas::table.filter(ideas::author_id.eq(person.id)).select(ideas::title);
            plain.extend(titles.load::<String>(db)?);
        }
        let mut words: Vec<String> = plain.iter().flat_map(|word| spellings(word)).collect();
        words.retain(|word| word.chars().count() > 1);
        // The longest first, so that no part of one is left over.
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        words.dedup();
        Ok(Self { words, posts_of: departure.posts_go.then(|| person.clone()) })
    }

    /// The text without them, if any of them is in it.
    pub(super) fn redact(&self, text: &str) -> Option<String> {
        let mut changed: Option<String> = None;
        for word in &self.words {
            let now = changed.as_deref().unwrap_or(text);
            if let Some(less) = without(now, word) {
                changed = Some(less);
            }
        }
        changed
    }
}

/// A word as plain text, in HTML and in JSON.
fn spellings(word: &str) -> [String; 3] {
    let html: String = word
        .chars()
        .map(|c| {
            if matches!(c, '&' | '<' | '>' | '"' | '\'') {
                format!("&#{};", u32::from(c))
            } else {
                c.to_string()
            }
        })
        .collect();
    let json = Value::from(word).to_string();
    let json = json.strip_prefix('"').and_then(|json| json.strip_suffix('"')).unwrap_or(word).to_owned();
    [word.to_owned(), html, json]
}

/// The text with an ellipsis wherever the word stood by itself.
fn without(text: &str, word: &str) -> Option<String> {
    let mut less = String::new();
    let mut rest = text;
    let mut is_found = false;
    while let Some((before, after)) = rest.split_once(word) {
        let touches = before.chars().next_back().or_else(|| less.chars().next_back());
        let stands = !touches.is_some_and(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric);
        is_found |= stands;
        less.push_str(before);
        less.push_str(if stands { GONE } else { word });
        rest = after;
    }
    less.push_str(rest);
    is_found.then_some(less)
}

/// Looks through the next rows behind `after`; gives the last of them, or nothing when all are done.
pub(super) fn step(db: &mut Db, phase: Phase, needles: &Needles, after: i64) -> Result<Option<(i64, usize)>> {
    let Some(place) = place(phase) else { return Ok(None) };
    let rows = place.rows(db, after, true)?;
    clean(db, place, needles, &rows)?;
    Ok(rows.last().map(|row| (row.id, rows.len())))
}

/// Looks through everything that was written since, and through the few notes of moderators; the newest rows come first.
pub(super) fn since(db: &mut Db, needles: &Needles, begun: Timestamp) -> Result<()> {
    let begun = begun.micros();
    for (place, begun) in
        [(&MAILS, begun), (&DELIVERIES, begun), (&ACTS, begun), (&REFUSALS, begun), (&CROWDS, 0)]
    {
        let mut before = i64::MAX;
        loop {
            let mut rows = place.rows(db, before, false)?;
            let Some(last) = rows.last() else { break };
            before = last.id;
            let is_over = last.at < begun;
            rows.retain(|row| row.at >= begun);
            clean(db, place, needles, &rows)?;
            if is_over {
                break;
            }
        }
    }
    Ok(())
}

fn clean(db: &mut Db, place: &Place, needles: &Needles, rows: &[Row]) -> Result<()> {
    let gone = telling_of(db, place, needles, rows)?;
    for row in rows {
        if gone.contains(&row.id) {
            let sql = format!("DELETE FROM {} WHERE id = $1", place.table);
            diesel::sql_query(sql).bind::<BigInt, _>(row.id).execute(db)?;
            continue;
        }
        for (name, text) in place.texts.iter().zip(row.texts()) {
            let Some(less) = needles.redact(text) else { continue };
            let sql = format!("UPDATE {} SET {name} = $1 WHERE id = $2", place.table);
            diesel::sql_query(sql).bind::<Text, _>(less).bind::<BigInt, _>(row.id).execute(db)?;
        }
    }
    Ok(())
}

/// Those of these rows that tell of posts that go.
fn telling_of(db: &mut Db, place: &Place, needles: &Needles, rows: &[Row]) -> Result<HashSet<i64>> {
    let Some(person) = &needles.posts_of else { return Ok(HashSet::new()) };
    let idea = |row: &Row| row.idea.or_else(|| idea_of(place, row));
    let asked: Vec<IdeaId> = rows.iter().filter_map(idea).map(IdeaId::new).collect();
    let own_ideas: HashSet<i64> = ideas::table
        .filter(ideas::id.eq_any(&asked))
        .filter(ideas::author_id.eq(person.id))
        .select(ideas::id)
        .load::<IdeaId>(db)?
        .into_iter()
        .map(IdeaId::raw)
        .collect();
    let asked: Vec<CommentId> = rows.iter().filter_map(|row| row.comment).map(CommentId::new).collect();
    let own_comments: HashSet<i64> = comments::table
        .filter(comments::id.eq_any(&asked))
        .filter(comments::author_id.eq(person.id))
        .select(comments::id)
        .load::<CommentId>(db)?
        .into_iter()
        .map(CommentId::raw)
        .collect();
    let is_own = |row: &&Row| {
        idea(row).is_some_and(|id| own_ideas.contains(&id))
            || row.comment.is_some_and(|id| own_comments.contains(&id))
    };
    Ok(rows.iter().filter(is_own).map(|row| row.id).collect())
}

/// Deliveries say which idea they tell of in what they carry.
fn idea_of(place: &Place, row: &Row) -> Option<i64> {
    let carried: Value =
        if place.table == "deliveries" { serde_json::from_str(&row.a).ok()? } else { return None };
    carried.pointer("/data/idea/id")?.as_i64()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needles(words: &[&str]) -> Needles {
        Needles { words: words.iter().map(|word| (*word).to_owned()).collect(), posts_of: None }
    }

    #[test]
    fn a_name_gives_way_where_it_stands_by_itself() {
        let found = needles(&["Will"]);
        for (text, expected) in [
            ("Will wrote: yes", Some("… wrote: yes")),
            ("by Will", Some("by …")),
            ("\u{2068}Will\u{2069}, Willa and Will.", Some("\u{2068}…\u{2069}, Willa and ….")),
            ("Willa and Goodwill", None),
            ("WillWill", None),
            ("", None),
        ] {
            assert_eq!(found.redact(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn names_are_found_as_html_and_json_write_them() {
        let words = spellings("O'Neil \"Ann\" & Söhne");
        let found = Needles { words: words.to_vec(), posts_of: None };
        for text in ["<b>O&#39;Neil &#34;Ann&#34; &#38; Söhne</b>", r#"{"name":"O'Neil \"Ann\" & Söhne"}"#]
        {
            let less = found.redact(text).unwrap();
            assert!(!less.contains("Neil") && less.contains('…'), "{less}");
        }
    }
}
