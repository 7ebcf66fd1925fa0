//! How an import left the rows that people edit without a trace in the history: its tags, its boards with their statuses
//! and categories, its people. Undoing compares.

use std::collections::BTreeSet;

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::origins::MATCHED;
use super::record::Kind;
use crate::boards::{Board, Category, Status, Tag};
use crate::db::Db;
use crate::db::schema::{boards, categories, origins, people, statuses, tags};
use crate::error::{Error, Result};
use crate::ids::{ImportId, PersonId};
use crate::people::Person;
use crate::time::Timestamp;

/// People that are in memory at once.
const CHUNK: i64 = 1_000;

/// How rows are, in short.
#[derive(Debug, Serialize, Deserialize)]
struct Left {
    /// Tag by tag, since one may be deleted.
    tags: BTreeSet<String>,
    boards: String,
    people: String,
}

impl Left {
    fn now(db: &mut Db, import: ImportId) -> Result<Self> {
        Ok(Self {
            tags: tags_now(db, import)?,
            boards: boards_now(db, import)?,
            people: people_now(db, import)?,
        })
    }
}

/// How an import's rows are now, to be kept at its end.
pub fn left_as(db: &mut Db, import: ImportId) -> Result<String> {
    serde_json::to_string(&Left::now(db, import)?).map_err(Error::internal)
}

/// Which of an import's rows are not as it left them.
pub fn changed(db: &mut Db, import: ImportId, left_as: &str) -> Result<Option<&'static str>> {
    let before: Left = serde_json::from_str(left_as).map_err(Error::internal)?;
    let now = Left::now(db, import)?;
    let changes = [
        ("boards, or of their statuses and categories,", now.boards != before.boards),
        ("people", now.people != before.people),
        ("tags", !now.tags.is_subset(&before.tags)),
    ];
    Ok(changes.into_iter().find(|(_, is_changed)| *is_changed).map(|(what, _)| what))
}

fn short(text: &str) -> String {
    hex::encode(Sha256::digest(text)).chars().take(32).collect()
}

/// The ids of the rows of a kind that an import made.
macro_rules! made {
    ($kind:expr, $import:expr) => {
        origins::table
            .filter(origins::import_id.eq($import))
            .filter(origins::kind.eq($kind.as_str()))
            .filter(origins::digest.ne(MATCHED))
            .select(origins::row_id)
    };
}

fn tags_now(db: &mut Db, import: ImportId) -> Result<BTreeSet<String>> {
    let rows: Vec<Tag> =
        tags::table.filter(tags::id.eq_any(made!(Kind::Tag, import))).select(Tag::as_select()).load(db)?;
    Ok(rows.iter().map(|row| short(&format!("{row:?}"))).collect())
}

fn boards_now(db: &mut Db, import: ImportId) -> Result<String> {
    let mut rows: Vec<Board> = boards::table
        .filter(boards::id.eq_any(made!(Kind::Board, import)))
        .order(boards::id)
        .select(Board::as_select())
        .load(db)?;
    for row in &mut rows {
        // What moves by itself, or because of other boards.
        (row.landmark, row.position) = (Timestamp::default(), 0);
    }
    let statuses: Vec<Status> = statuses::table
        .filter(statuses::board_id.eq_any(made!(Kind::Board, import)))
        .order(statuses::id)
        .select(Status::as_select())
        .load(db)?;
    let categories: Vec<Category> = categories::table
        .filter(categories::board_id.eq_any(made!(Kind::Board, import)))
        .order(categories::id)
        .select(Category::as_select())
        .load(db)?;
    Ok(short(&format!("{rows:?}{statuses:?}{categories:?}")))
}

fn people_now(db: &mut Db, import: ImportId) -> Result<String> {
    let mut digest = Sha256::new();
    let mut after = PersonId::new(i64::MIN);
    loop {
        let rows: Vec<Person> = people::table
            .filter(people::id.eq_any(made!(Kind::Person, import)))
            .filter(people::id.gt(after))
            .order(people::id)
            .limit(CHUNK)
            .select(Person::as_select())
            .load(db)?;
        let Some(last) = rows.last() else { return Ok(hex::encode(digest.finalize())) };
        after = last.id;
        digest.update(format!("{rows:?}"));
    }
}
