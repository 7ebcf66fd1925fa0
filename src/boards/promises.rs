//! Boards that promise a first answer within so many working days.

use diesel::prelude::*;

use crate::db::Db;
use crate::db::schema::board_promises;
use crate::error::{Error, Result};
use crate::ids::{BoardId, TeamId};
use crate::site;
use crate::time::Timestamp;

/// Most working days of a promise.
pub const DAYS_MAX: i32 = 90;

/// What a board promises.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = board_promises)]
pub struct BoardPromise {
    /// The board.
    pub board_id: BoardId,
    /// Working days until the first answer.
    pub days: i32,
    /// Whose calendar counts them; none for the site's.
    pub team_id: Option<TeamId>,
    /// Since when it promises anything.
    pub since: Timestamp,
}

/// All promises.
pub(super) fn list(db: &mut Db) -> Result<Vec<BoardPromise>> {
    Ok(board_promises::table.order(board_promises::board_id).select(BoardPromise::as_select()).load(db)?)
}

/// The days that were typed; none for no promise.
pub fn parse_days(typed: &str) -> Result<Option<i32>> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let days = typed.parse().ok().filter(|days| (1..=DAYS_MAX).contains(days));
    days.map(Some).ok_or_else(|| Error::field("days", "error-board-promise"))
}

/// Lets a board promise an answer, or no longer. What was promised about ideas that are there stays.
pub fn set(
    db: &mut Db,
    board: BoardId,
    days: Option<i32>,
    team: Option<TeamId>,
    now: Timestamp,
) -> Result<()> {
    let row = board_promises::table.find(board);
    let Some(days) = days else {
        diesel::delete(row).execute(db)?;
        return site::touch(db, now);
    };
    let values = (board_promises::days.eq(days), board_promises::team_id.eq(team));
    if diesel::update(row).set(values).execute(db)? == 0 {
        let keys = (board_promises::board_id.eq(board), board_promises::since.eq(now));
        diesel::insert_into(board_promises::table).values((keys, values)).execute(db)?;
    }
    site::touch(db, now)
}
