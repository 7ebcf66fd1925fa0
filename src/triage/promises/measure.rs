//! How each board keeps its promise: over the promises of the last 90 days that were kept or fell due, and all that are
//! broken and wait still, however old. Those count as long as they have waited, so that silence makes no figure better.

use std::collections::HashMap;

use diesel::prelude::*;

use super::keep::team_of;
use crate::calendars;
use crate::db::Db;
use crate::db::schema::{ideas, promise_figures, promises};
use crate::error::Result;
use crate::ids::BoardId;
use crate::time::{DAY, Timestamp};

/// How many days back is measured.
pub const DAYS: i64 = 90;

/// How a board keeps its promise.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = promise_figures)]
pub struct Figures {
    /// The board.
    pub board_id: BoardId,
    /// Promises that were kept or fell due.
    pub settled: i64,
    /// Those kept in time.
    pub in_time: i64,
    /// Working days in which half of the ideas were answered.
    pub median_days: Option<i32>,
    /// Working days in which nine of ten were.
    pub ninetieth_days: Option<i32>,
    /// Ideas that wait although their promise is broken, however old.
    pub broken: i64,
    /// When this was measured.
    pub measured_at: Timestamp,
}

impl Figures {
    /// The share that was kept in time, in whole percent, rounded down; none when nothing was settled.
    pub fn percent(&self) -> Option<i64> {
        (self.in_time * 100).checked_div(self.settled)
    }
}

/// How a board keeps its promise, as last measured.
pub fn of_board(db: &mut Db, board: BoardId) -> Result<Option<Figures>> {
    Ok(promise_figures::table.find(board).select(Figures::as_select()).first(db).optional()?)
}

/// How all boards keep theirs, as last measured.
pub fn figures(db: &mut Db) -> Result<Vec<Figures>> {
    let all = promise_figures::table.order(promise_figures::board_id);
    Ok(all.select(Figures::as_select()).load(db)?)
}

/// Measures a few boards.
pub fn measure(db: &mut Db, boards: &[BoardId], now: Timestamp) -> Result<()> {
    let broken: HashMap<BoardId, i64> = promises::table
        .inner_join(ideas::table)
        .filter(promises::answered_at.is_null())
        .filter(promises::due_at.lt(now))
        .filter(ideas::shown.gt(0))
        .group_by(promises::board_id)
        .select((promises::board_id, diesel::dsl::count_star()))
        .load(db)?
        .into_iter()
        .collect();
    for board in boards {
        let found = of(db, *board, broken.get(board).copied().unwrap_or(0), now)?;
        store(db, &found)?;
    }
    Ok(())
}

fn of(db: &mut Db, board: BoardId, broken: i64, now: Timestamp) -> Result<Figures> {
    type Row = (Timestamp, Timestamp, Option<Timestamp>, Option<i32>);
    let rows: Vec<Row> = promises::table
        .inner_join(ideas::table)
        .filter(promises::board_id.eq(board))
        .filter(promises::settles_at.ge(now.minus(DAYS * DAY)).or(promises::answered_at.is_null()))
        .filter(promises::settles_at.lt(now))
        .filter(ideas::shown.gt(0))
        .select((promises::made_at, promises::due_at, promises::answered_at, promises::waited_days))
        .load(db)?;
    let team = team_of(db, board)?;
    let calendar = calendars::load(db, team)?;
    let in_time = rows.iter().filter(|(_, due, answered, _)| answered.is_some_and(|at| at <= *due)).count();
    let waited = |(made, _, _, waited): &Row| waited.unwrap_or_else(|| calendar.working_days(*made, now));
    let mut days: Vec<i32> = rows.iter().map(waited).collect();
    days.sort_unstable();
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    Ok(Figures {
        board_id: board,
        settled: number(rows.len()),
        in_time: number(in_time),
        median_days: rank(&days, 50),
        ninetieth_days: rank(&days, 90),
        broken,
        measured_at: now,
    })
}

/// The smallest value that so many percent are not above (nearest rank).
fn rank(sorted: &[i32], percent: usize) -> Option<i32> {
    let place = (sorted.len() * percent).div_ceil(100);
    sorted.get(place.checked_sub(1)?).copied()
}

fn store(db: &mut Db, found: &Figures) -> Result<()> {
    let values = (
        promise_figures::settled.eq(found.settled),
        promise_figures::in_time.eq(found.in_time),
        promise_figures::median_days.eq(found.median_days),
        promise_figures::ninetieth_days.eq(found.ninetieth_days),
        promise_figures::broken.eq(found.broken),
        promise_figures::measured_at.eq(found.measured_at),
    );
    let row = promise_figures::table.find(found.board_id);
    if diesel::update(row).set(values).execute(db)? == 0 {
        let key = promise_figures::board_id.eq(found.board_id);
        diesel::insert_into(promise_figures::table).values((key, values)).execute(db)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::rank;

    #[test]
    fn ranks_are_values_that_were_seen() {
        assert_eq!(rank(&[], 50), None);
        assert_eq!((rank(&[7], 50), rank(&[7], 90)), (Some(7), Some(7)));
        let ten = [0, 1, 1, 2, 2, 3, 4, 5, 9, 30];
        assert_eq!((rank(&ten, 50), rank(&ten, 90)), (Some(2), Some(9)));
        assert_eq!(rank(&ten, 100), Some(30));
    }
}
