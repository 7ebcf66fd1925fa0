//! Moving landmarks before heats reach the ends of what numbers hold, and computing ranks anew.

use diesel::dsl::{min, sql};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Double};

use super::landmark::{HalfLife, Landmark, Shift, shift_due};
use super::store;
use crate::db::Db;
use crate::db::schema::{boards, ideas, site};
use crate::error::Result;
use crate::ids::{BoardId, IdeaId};
use crate::jobs::{self, Job, Progress, Step};
use crate::time::Timestamp;

/// How many ideas one step of a recomputation takes.
const CHUNK: i64 = 100;

/// A list with a landmark of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum List {
    Board(BoardId),
    Site,
}

/// Moves the landmark of every list that needs it; gives how many were moved.
pub fn check_all(db: &mut Db, now: Timestamp) -> Result<usize> {
    let ids: Vec<BoardId> = boards::table.order(boards::id).select(boards::id).load(db)?;
    let lists = std::iter::once(List::Site).chain(ids.into_iter().map(List::Board));
    let mut moved = 0;
    for list in lists {
        moved += usize::from(settle(db, list, now)?);
    }
    Ok(moved)
}

/// Shifts one list as often as it takes. Older votes than numbers could tell apart get their heat back from the rows.
fn settle(db: &mut Db, list: List, now: Timestamp) -> Result<bool> {
    let mut is_moved = false;
    while let Some((shift, to)) = due(db, list, now)? {
        apply(db, list, shift, to)?;
        is_moved = true;
        if shift.half_lives() < 0 {
            let board = match list {
                List::Board(id) => Some(id),
                List::Site => None,
            };
            let key = format!("recompute:{list:?}:{}", to.time().micros());
            jobs::enqueue(db, &key, &Job::RecomputeRanks { board }, now)?;
        }
    }
    Ok(is_moved)
}

fn due(db: &mut Db, list: List, now: Timestamp) -> Result<Option<(Shift, Landmark)>> {
    let visible = ideas::table.filter(sql::<Bool>("shown > 0")).select(min(ideas::created_at));
    let (landmark, days, oldest): (Timestamp, i32, Option<Timestamp>) = match list {
        List::Board(id) => {
            let row = boards::table.find(id).select((boards::landmark, boards::half_life_days)).first(db)?;
            let (landmark, days): (Timestamp, i32) = row;
            (landmark, days, visible.filter(ideas::board_id.eq(id)).first(db)?)
        }
        List::Site => {
            let row = site::table.find(1).select((site::landmark, site::half_life_days)).first(db)?;
            let (landmark, days): (Timestamp, i32) = row;
            (landmark, days, visible.first(db)?)
        }
    };
    let half_life = u16::try_from(days).ok().and_then(HalfLife::from_days).unwrap_or(HalfLife::DEFAULT);
    let landmark = Landmark::at(landmark);
    let shift = shift_due(landmark, half_life, oldest.unwrap_or(now), now);
    Ok(shift.map(|shift| (shift, landmark.shifted(shift, half_life))))
}

/// Shifts all heats of a list and its landmark in one transaction, so that nobody ever sees two landmarks in one order.
fn apply(db: &mut Db, list: List, shift: Shift, to: Landmark) -> Result<()> {
    keep_new_ideas_waiting(db, list)?;
    // PostgreSQL refuses a product that underflows, so what would become too small becomes zero before it is one.
    let factor = 2_f64.powi(-shift.half_lives());
    let least = 2_f64.powi(shift.half_lives().saturating_sub(1_022));
    match list {
        List::Board(id) => {
            diesel::sql_query(
                "UPDATE ideas SET heat = CASE WHEN abs(heat) < $1 THEN 0.0 ELSE heat * $2 END WHERE board_id = $3",
            )
            .bind::<Double, _>(least)
            .bind::<Double, _>(factor)
            .bind::<BigInt, _>(id.raw())
            .execute(db)?;
            diesel::update(boards::table.find(id)).set(boards::landmark.eq(to.time())).execute(db)?;
        }
        List::Site => {
            diesel::sql_query(
                "UPDATE ideas SET site_heat = CASE WHEN abs(site_heat) < $1 THEN 0.0 ELSE site_heat * $2 END",
            )
            .bind::<Double, _>(least)
            .bind::<Double, _>(factor)
            .execute(db)?;
            diesel::update(site::table.find(1)).set(site::landmark.eq(to.time())).execute(db)?;
        }
    }
    Ok(())
}

/// On PostgreSQL an idea being posted holds its board's row for its foreign key: taking that row waits for ideas whose
/// first vote was counted from the old landmark, and makes later ones wait. Votes wait for their idea's row.
fn keep_new_ideas_waiting(db: &mut Db, list: List) -> Result<()> {
    if let Db::Postgres(c) = db {
        let rows = boards::table.order(boards::id).select(boards::id).for_update();
        match list {
            List::Board(id) => rows.filter(boards::id.eq(id)).load::<BoardId>(c)?,
            List::Site => rows.load::<BoardId>(c)?,
        };
    }
    Ok(())
}

/// One step of computing the ranks of a board's ideas, or of all, anew from their votes.
pub fn recompute_step(db: &mut Db, board: Option<BoardId>, before: Progress) -> Result<Step> {
    let total = match (before.total, board) {
        (Some(total), _) => total,
        (None, Some(board)) => ideas::table.filter(ideas::board_id.eq(board)).count().get_result(db)?,
        (None, None) => ideas::table.count().get_result(db)?,
    };
    let mut next = ideas::table
        .filter(ideas::id.gt(IdeaId::new(before.after)))
        .order(ideas::id)
        .limit(CHUNK)
        .select(ideas::id)
        .into_boxed();
    if let Some(board) = board {
        next = next.filter(ideas::board_id.eq(board));
    }
    let ids: Vec<IdeaId> = next.load(db)?;
    store::refresh_all(db, &ids)?;
    let done = before.done.saturating_add(i64::try_from(ids.len()).unwrap_or(0));
    Ok(match ids.last() {
        Some(last) => Step::More(Progress { after: last.raw(), done, total: Some(total) }),
        None => Step::Done(Progress { done, total: Some(total), ..before }),
    })
}
