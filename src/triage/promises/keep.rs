//! Making promises and keeping them, as events tell.

use diesel::prelude::*;

use crate::boards::{BoardPromise, StatusKind};
use crate::calendars;
use crate::db::Db;
use crate::db::schema::{board_promises, ideas, promises};
use crate::error::Result;
use crate::ids::{BoardId, IdeaId, TeamId};
use crate::outbox::{Event, Recorded};
use crate::settings::Settings;
use crate::time::Timestamp;

/// What was promised about an idea.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = promises)]
pub struct Promise {
    /// The idea.
    pub idea_id: IdeaId,
    /// Working days in which it was to be answered.
    pub days: i32,
    /// When it was made.
    pub made_at: Timestamp,
    /// The end of the last of these days.
    pub due_at: Timestamp,
    /// When the company first answered.
    pub answered_at: Option<Timestamp>,
    /// Working days until then.
    pub waited_days: Option<i32>,
}

impl Promise {
    /// Whether it was not kept, or is not by now.
    pub fn is_broken(&self, now: Timestamp) -> bool {
        self.answered_at.unwrap_or(now) > self.due_at
    }
}

/// What was promised about an idea, if anything was.
pub fn of_idea(db: &mut Db, idea: IdeaId) -> Result<Option<Promise>> {
    Ok(promises::table.find(idea).select(Promise::as_select()).first(db).optional()?)
}

/// Follows what happens to ideas.
pub fn on_event(db: &mut Db, recorded: &Recorded, event: &Event, settings: &Settings) -> Result<()> {
    let at = recorded.created_at;
    match *event {
        Event::IdeaPosted { idea } => make(db, idea, settings, at),
        Event::IdeaEdited { idea, .. } => follow_board(db, idea),
        Event::Answered { idea, .. } => keep(db, idea, at),
        Event::StatusChanged { idea, .. } => keep_if_ended(db, idea, at),
        _ => Ok(()),
    }
}

fn make(db: &mut Db, idea: IdeaId, settings: &Settings, at: Timestamp) -> Result<()> {
    let found: Option<(BoardId, bool)> = ideas::table
        .find(idea)
        .filter(ideas::shown.gt(0))
        .select((ideas::board_id, ideas::is_first_by_author))
        .first(db)
        .optional()?;
    let Some((board, is_first)) = found else { return Ok(()) };
    let promise = settings.catalog.promise(board).filter(|promise| promise.since <= at);
    match promise {
        Some(promise) if of_idea(db, idea)?.is_none() => insert(db, idea, promise, is_first, at),
        _ => Ok(()),
    }
}

fn insert(db: &mut Db, idea: IdeaId, promise: &BoardPromise, is_first: bool, at: Timestamp) -> Result<()> {
    let due = calendars::load(db, promise.team_id)?.end_after(at, promise.days);
    let values = (
        promises::idea_id.eq(idea),
        promises::board_id.eq(promise.board_id),
        promises::days.eq(promise.days),
        promises::turn.eq(i32::from(!is_first)),
        promises::made_at.eq(at),
        promises::due_at.eq(due),
        promises::settles_at.eq(due),
    );
    diesel::insert_into(promises::table).values(values).execute(db)?;
    Ok(())
}

/// An idea that moved is counted where it is.
fn follow_board(db: &mut Db, idea: IdeaId) -> Result<()> {
    let board: Option<BoardId> = ideas::table.find(idea).select(ideas::board_id).first(db).optional()?;
    if let Some(board) = board {
        let moved = promises::table.find(idea).filter(promises::board_id.ne(board));
        diesel::update(moved).set(promises::board_id.eq(board)).execute(db)?;
    }
    Ok(())
}

/// A status alone is no answer, unless it ends the matter: the author is told of it.
fn keep_if_ended(db: &mut Db, idea: IdeaId, at: Timestamp) -> Result<()> {
    let kind: Option<StatusKind> = ideas::table.find(idea).select(ideas::status_kind).first(db).optional()?;
    match kind {
        Some(StatusKind::Done | StatusKind::Closed) => keep(db, idea, at),
        _ => Ok(()),
    }
}

fn keep(db: &mut Db, idea: IdeaId, at: Timestamp) -> Result<()> {
    let waiting = promises::table.find(idea).filter(promises::answered_at.is_null());
    let found: Option<(BoardId, Timestamp, Timestamp)> =
        waiting.select((promises::board_id, promises::made_at, promises::due_at)).first(db).optional()?;
    let Some((board, made, due)) = found else { return Ok(()) };
    let team = team_of(db, board)?;
    let waited = calendars::load(db, team)?.working_days(made, at);
    diesel::update(promises::table.find(idea))
        .set((
            promises::answered_at.eq(Some(at)),
            promises::waited_days.eq(Some(waited)),
            promises::settles_at.eq(at.min(due)),
        ))
        .execute(db)?;
    Ok(())
}

/// Whose calendar a board counts by.
pub(super) fn team_of(db: &mut Db, board: BoardId) -> Result<Option<TeamId>> {
    let found: Option<Option<TeamId>> =
        board_promises::table.find(board).select(board_promises::team_id).first(db).optional()?;
    Ok(found.flatten())
}
