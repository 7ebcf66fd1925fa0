//! Misspelt words: words that occur are kept beside themselves less one character. A typed word less one character
//! meets what it was meant to be when they differ by one or two letters, or by two that changed places.

use std::collections::BTreeSet;

use diesel::prelude::*;

use crate::db::Db;
use crate::db::schema::search_spellings;
use crate::each;
use crate::error::Result;

/// Lengths of words that are learnt, in characters: short ones are near too many others, long ones are no words.
const LENGTHS: std::ops::RangeInclusive<usize> = 4..=24;
/// Words learnt per statement.
const CHUNK: usize = 400;
/// Candidates that are looked at for one misspelt word.
const CANDIDATES: i64 = 200;

/// Remembers words that occur.
pub(super) fn learn<'w>(db: &mut Db, words: impl Iterator<Item = &'w String>) -> Result<()> {
    let words: BTreeSet<&str> = words.map(String::as_str).filter(|word| is_learnt(word)).collect();
    let words: Vec<&str> = words.into_iter().collect();
    for chunk in words.chunks(CHUNK) {
        let known: BTreeSet<String> = search_spellings::table
            .filter(search_spellings::part.eq_any(chunk))
            .filter(search_spellings::part.eq(search_spellings::word))
            .select(search_spellings::word)
            .load::<String>(db)?
            .into_iter()
            .collect();
        let new = chunk.iter().filter(|word| !known.contains(**word));
        let rows: Vec<(String, &str)> =
            new.flat_map(|word| parts(word).into_iter().map(move |part| (part, *word))).collect();
        insert(db, &rows)?;
    }
    Ok(())
}

/// Forgets those words of these texts that no document holds any more.
pub(super) fn unlearn(db: &mut Db, words: &BTreeSet<String>) -> Result<()> {
    for word in words.iter().filter(|word| is_learnt(word)) {
        if !is_held(db, word)? {
            diesel::delete(search_spellings::table.filter(search_spellings::part.eq_any(parts(word))))
                .filter(search_spellings::word.eq(word))
                .execute(db)?;
        }
    }
    Ok(())
}

/// Whether the index holds the word. It has letters only, so nothing needs escaping.
fn is_held(db: &mut Db, word: &str) -> Result<bool> {
    let (statement, wanted) = match db {
        Db::Postgres(_) => {
            ("SELECT 1 FROM search_text WHERE document @@ $1::tsquery LIMIT 1", format!("'={word}'"))
        }
        Db::Sqlite(_) => (
            "SELECT 1 FROM search_text WHERE search_text MATCH $1 LIMIT 1",
            format!("{{title_words body_words responses_words comments_words}} : \"{word}\""),
        ),
    };
    let counted = format!("SELECT COUNT(*) AS found FROM ({statement}) AS one");
    let found: Vec<Held> = diesel::sql_query(counted).bind::<diesel::sql_types::Text, _>(wanted).load(db)?;
    Ok(found.first().is_some_and(|held| held.found > 0))
}

#[derive(QueryableByName)]
struct Held {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    found: i64,
}

fn insert(db: &mut Db, rows: &[(String, &str)]) -> Result<()> {
    for chunk in rows.chunks(CHUNK) {
        let values: Vec<_> = chunk
            .iter()
            .map(|(part, word)| (search_spellings::part.eq(part), search_spellings::word.eq(*word)))
            .collect();
        each!(db, |c| diesel::insert_into(search_spellings::table)
            .values(&values)
            .on_conflict_do_nothing()
            .execute(c))?;
    }
    Ok(())
}

/// Words that occur and may have been meant, nearest first, at most `limit`; never the word itself.
pub(super) fn corrections(db: &mut Db, word: &str, limit: usize) -> Result<Vec<String>> {
    if !is_learnt(word) {
        return Ok(Vec::new());
    }
    let found: Vec<String> = search_spellings::table
        .filter(search_spellings::part.eq_any(parts(word)))
        .order((search_spellings::part, search_spellings::word))
        .limit(CANDIDATES)
        .select(search_spellings::word)
        .load(db)?;
    let mut near: Vec<(usize, String)> = found
        .into_iter()
        .filter(|found| found != word)
        .map(|found| (distance(word, &found), found))
        .filter(|(distance, _)| *distance <= 2)
        .collect();
    near.sort_unstable();
    near.dedup();
    Ok(near.into_iter().take(limit).map(|(_, word)| word).collect())
}

fn is_learnt(word: &str) -> bool {
    LENGTHS.contains(&word.chars().count()) && word.chars().all(char::is_alphabetic)
}

/// The word, and the word less each of its characters.
fn parts(word: &str) -> Vec<String> {
    let mut parts = BTreeSet::from([word.to_owned()]);
    for (left_out, _) in word.char_indices() {
        parts.insert(word.char_indices().filter(|(at, _)| *at != left_out).map(|(_, c)| c).collect());
    }
    parts.into_iter().collect()
}

/// How many letters to add, drop, change, or swap with their neighbour (Damerau 1964, each stretch at most once).
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows: [Vec<usize>; 3] = [Vec::new(), (0..=b.len()).collect(), Vec::new()];
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let cost = usize::from(x != y);
            let at = |row: &[usize], place: usize| row.get(place).copied().unwrap_or(usize::MAX - 1);
            let mut least = (at(&rows[1], j) + cost).min(at(&rows[1], j + 1) + 1).min(at(&row, j) + 1);
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x);
            if swapped {
                least = least.min(at(&rows[0], j - 1) + 1);
            }
            row.push(least);
        }
        rows.rotate_left(1);
        rows[1] = row;
    }
    rows[1].last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_count_swaps_once() {
        for (a, b, expected) in [
            ("battery", "battery", 0),
            ("baterry", "battery", 2),
            ("batery", "battery", 1),
            ("abttery", "battery", 1),
            ("", "abc", 3),
            ("notifcation", "notification", 1),
        ] {
            assert_eq!((distance(a, b), distance(b, a)), (expected, expected), "{a} {b}");
        }
    }

    #[test]
    fn near_words_share_a_part() {
        for (typed, meant) in
            [("baterry", "battery"), ("batery", "battery"), ("abttery", "battery"), ("jakcet", "jacket")]
        {
            let (typed, meant) = (parts(typed), parts(meant));
            assert!(typed.iter().any(|part| meant.contains(part)), "{typed:?} {meant:?}");
        }
    }
}
