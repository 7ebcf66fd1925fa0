//! Finding sessions.

use diesel::prelude::*;

use super::{Storm, policy};
use crate::boards::Catalog;
use crate::db::Db;
use crate::db::page::Page;
use crate::db::schema::{acts, storm_acts, storms};
use crate::error::{Error, Result};
use crate::history::Act;
use crate::ids::{BoardId, StormId};
use crate::people::Person;
use crate::time::Timestamp;

/// Sessions on one page.
pub const PAGE: usize = 30;
/// Acts of a history that are shown.
const ACTS: i64 = 200;

/// A session, whoever asks.
pub fn find(db: &mut Db, id: StormId) -> Result<Storm> {
    storms::table.find(id).select(Storm::as_select()).first(db).optional()?.ok_or(Error::NotFound)
}

/// A session; not found for those who must not see it.
pub fn find_visible(db: &mut Db, id: StormId, person: Option<&Person>, catalog: &Catalog) -> Result<Storm> {
    let storm = find(db, id)?;
    policy::may_see(person, &storm, catalog)?;
    Ok(storm)
}

/// The same, locked on PostgreSQL until the transaction ends, so that whoever changes it waits; SQLite has one writer.
pub(super) fn lock(db: &mut Db, id: StormId) -> Result<Storm> {
    if let Db::Postgres(c) = db {
        storms::table.find(id).select(storms::id).for_update().first::<StormId>(c).optional()?;
    }
    find(db, id)
}

/// Published sessions of the boards that somebody sees, the last to end first. `after` is the cursor of the page before.
pub fn published(db: &mut Db, is_staff: bool, catalog: &Catalog, after: Option<&str>) -> Result<Page<Storm>> {
    let open = catalog.boards.iter().filter(|board| board.is_open_to(is_staff));
    let boards: Vec<BoardId> = open.map(|board| board.id).collect();
    let mut query = storms::table
        .filter(storms::is_published.eq(true))
        .filter(storms::board_id.eq_any(boards))
        .order((storms::ends_at.desc(), storms::id.desc()))
        .limit(limit())
        .select(Storm::as_select())
        .into_boxed();
    if let Some((ends, id)) = after.and_then(cursor) {
        query = query.filter(storms::ends_at.lt(ends).or(storms::ends_at.eq(ends).and(storms::id.lt(id))));
    }
    Ok(Page::cut(query.load(db)?, PAGE, |storm: &Storm| format!("{}-{}", storm.ends_at.micros(), storm.id)))
}

fn cursor(text: &str) -> Option<(Timestamp, StormId)> {
    let (ends, id) = text.split_once('-')?;
    Some((Timestamp::from_micros(ends.parse().ok()?), id.parse().ok()?))
}

fn limit() -> i64 {
    i64::try_from(PAGE + 1).unwrap_or(i64::MAX)
}

/// All sessions, the newest first, for those who run them. `after` is the last one of the page before.
pub fn all(db: &mut Db, after: Option<StormId>) -> Result<Page<Storm>> {
    let before = after.unwrap_or(StormId::new(i64::MAX));
    let rows = storms::table
        .filter(storms::id.lt(before))
        .order(storms::id.desc())
        .limit(limit())
        .select(Storm::as_select())
        .load(db)?;
    Ok(Page::cut(rows, PAGE, |storm: &Storm| storm.id.to_string()))
}

/// What was done with a session, the latest first.
pub fn history(db: &mut Db, id: StormId) -> Result<Vec<Act>> {
    Ok(storm_acts::table
        .inner_join(acts::table)
        .filter(storm_acts::storm_id.eq(id))
        .order(storm_acts::act_id.desc())
        .limit(ACTS)
        .select(Act::as_select())
        .load(db)?)
}
