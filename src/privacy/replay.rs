//! Backups know people who were erased later. The list of who was erased is kept apart from backups, as hashes that only this
//! site can make; after a restore it is read again, and whoever is on it is erased again.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::db::Db;
use crate::db::schema::{forgotten, people};
use crate::each;
use crate::error::{Error, Result};
use crate::ids::PersonId;
use crate::people::departures::{self, Departure, Wishes};
use crate::people::{Person, queries};
use crate::site::Site;
use crate::time::Timestamp;

/// People that are looked at together.
const CHUNK: i64 = 500;

/// A person as the list knows them. The moment of joining tells them from whoever gets the same number after a restore.
fn key(site: &Site, id: PersonId, joined: Timestamp) -> Result<String> {
    site.keyed_hash(&format!("forgotten:{id}:{}", joined.micros()))
}

/// Puts somebody on the list.
pub(super) fn remember(
    db: &mut Db,
    person: &Person,
    departure: &Departure,
    site: &Site,
    now: Timestamp,
) -> Result<()> {
    let values = (
        forgotten::key_hash.eq(key(site, person.id, person.created_at)?),
        forgotten::posts_go.eq(departure.posts_go),
        forgotten::votes_go.eq(departure.votes_go),
        forgotten::forgotten_at.eq(now),
    );
    let insert = diesel::insert_into(forgotten::table).values(values);
    each!(db, |c| insert.on_conflict_do_nothing().execute(c))?;
    Ok(())
}

/// The list, a line each, as [`parse`] reads it.
pub fn list(db: &mut Db) -> Result<Vec<String>> {
    let rows: Vec<(String, bool, bool)> = forgotten::table
        .order(forgotten::key_hash)
        .select((forgotten::key_hash, forgotten::posts_go, forgotten::votes_go))
        .load(db)?;
    let word = |goes| if goes { "go" } else { "stay" };
    Ok(rows.into_iter().map(|(key, posts, votes)| format!("{key} {} {}", word(posts), word(votes))).collect())
}

/// Reads a list.
///
/// # Errors
/// When a line is none of it.
pub fn parse(text: &str) -> Result<HashMap<String, Wishes>> {
    let mut wanted = HashMap::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let parts: Vec<&str> = line.split_whitespace().collect();
        let [key, posts @ ("go" | "stay"), votes @ ("go" | "stay")] = parts.as_slice() else {
            return Err(Error::internal(format!("`{line}` is no line of such a list")));
        };
        let wishes = Wishes { posts_go: *posts == "go", votes_go: *votes == "go" };
        wanted.insert((*key).to_owned(), wishes);
    }
    Ok(wanted)
}

/// Closes the accounts of the next people behind `after` that are on the list, to be erased as soon as the worker looks.
/// Gives the last one looked at, none at the end, and how many were closed.
pub fn replay(
    db: &mut Db,
    list: &HashMap<String, Wishes>,
    site: &Site,
    after: PersonId,
    now: Timestamp,
) -> Result<(Option<PersonId>, usize)> {
    let chunk: Vec<(PersonId, Timestamp)> = people::table
        .filter(people::id.gt(after))
        .order(people::id)
        .limit(CHUNK)
        .select((people::id, people::created_at))
        .load(db)?;
    let mut closed = 0;
    for (id, joined) in &chunk {
        if let Some(wishes) = list.get(&key(site, *id, *joined)?) {
            queries::lock(db, *id)?;
            closed += usize::from(departures::ask_again(db, *id, *wishes, now)?);
        }
    }
    Ok((chunk.last().map(|(id, _)| *id), closed))
}
