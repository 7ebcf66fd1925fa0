//! Changing a board, with what follows from it for the ideas on it: who sees them and how they trend.

use diesel::prelude::*;
use serde_json::json;

use super::create::{BoardDraft, refuse_taken};
use super::{Audience, Board};
use crate::db::Db;
use crate::db::schema::{boards, ideas};
use crate::error::{Error, Result};
use crate::history::{ActAudience, ActKind, NewAct};
use crate::ids::{BoardId, PersonId};
use crate::jobs::{self, Job};
use crate::outbox::{self, Event};
use crate::site;
use crate::time::Timestamp;

/// One place up or down in an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Towards the first.
    Up,
    /// Towards the last.
    Down,
}

impl Step {
    /// From a form: `up` or `down`.
    pub fn parse(text: &str) -> Result<Self> {
        match text {
            "up" => Ok(Self::Up),
            "down" => Ok(Self::Down),
            _ => Err(Error::field("step", "error-choice")),
        }
    }

    /// The ids with this one moved; as they were when it is the first or last already.
    pub(super) fn applied<T: Copy + PartialEq>(self, ids: &[T], moved: T) -> Vec<T> {
        let mut ids = ids.to_vec();
        let Some(at) = ids.iter().position(|id| *id == moved) else { return ids };
        let to = match self {
            Self::Up => at.saturating_sub(1),
            Self::Down => (at + 1).min(ids.len().saturating_sub(1)),
        };
        ids.swap(at, to);
        ids
    }
}

/// A board, whether archived or not.
pub fn find(db: &mut Db, id: BoardId) -> Result<Board> {
    boards::table.find(id).select(Board::as_select()).first(db).optional()?.ok_or(Error::NotFound)
}

/// Stores a changed board. A new audience is that of its ideas at once; a new half-life is in the public log, counts
/// from now, and reaches the ideas by a job.
pub fn save(db: &mut Db, actor: PersonId, id: BoardId, draft: &BoardDraft, now: Timestamp) -> Result<Board> {
    let mut board = find(db, id)?;
    refuse_taken(db, &draft.slug, Some(id))?;
    let before = board.clone();
    let (audience, half_life) = (board.audience, board.half_life_days);
    board.name.clone_from(&draft.name);
    board.slug.clone_from(&draft.slug);
    board.description.clone_from(&draft.description);
    board.audience = draft.audience;
    board.voting = draft.voting;
    board.premoderation = draft.premoderation;
    board.half_life_days = draft.half_life_days;
    board.counts = draft.counts;
    board.counts_days = draft.counts_days;
    board.explore_every = draft.explore_every;
    record_scale(db, actor, (&before, &board), now)?;
    if half_life != board.half_life_days {
        board.landmark = now;
        half_life_changed(db, actor, &board, half_life, now)?;
    }
    // The board first: whoever restores one of its ideas waits for it, see [`lock_audience`].
    diesel::update(boards::table.find(id)).set(&board).execute(db)?;
    if audience != board.audience {
        follow_audience(db, id, board.audience)?;
        outbox::record(db, &Event::BoardChanged { board: id }, now)?;
    }
    site::touch(db, now)?;
    Ok(board)
}

/// Who sees a board, held until the transaction ends, so that an idea that becomes visible now follows a change of it.
pub fn lock_audience(db: &mut Db, id: BoardId) -> Result<Audience> {
    if let Db::Postgres(c) = db {
        boards::table.find(id).select(boards::id).for_update().first::<BoardId>(c).optional()?;
    }
    Ok(find(db, id)?.audience)
}

/// What else moves the scale of a board is in the public log, too.
fn record_scale(db: &mut Db, actor: PersonId, (from, to): (&Board, &Board), now: Timestamp) -> Result<()> {
    let counts = |board: &Board| json!({ "counts": board.counts, "days": board.counts_days });
    let changes = [
        (ActKind::VotingChanged, json!(from.voting), json!(to.voting)),
        (ActKind::CountsChanged, counts(from), counts(to)),
        (ActKind::ExplorationChanged, json!(from.explore_every), json!(to.explore_every)),
    ];
    for (kind, from, to_value) in changes {
        if from != to_value {
            NewAct::new(kind, ActAudience::Log, Some(actor))
                .board(to.id)
                .detail(json!({ "from": from, "to": to_value }))
                .record(db, now)?;
        }
    }
    Ok(())
}

fn half_life_changed(db: &mut Db, actor: PersonId, board: &Board, from: i32, now: Timestamp) -> Result<()> {
    NewAct::new(ActKind::HalfLifeChanged, ActAudience::Log, Some(actor))
        .board(board.id)
        .detail(json!({ "from": from, "to": board.half_life_days }))
        .record(db, now)?;
    let key = format!("recompute:{}:{}", board.id, now.micros());
    jobs::enqueue(db, &key, &Job::RecomputeRanks { board: Some(board.id) }, now).map(drop)
}

/// Ideas that anybody sees are seen by whom the board is for.
fn follow_audience(db: &mut Db, board: BoardId, audience: Audience) -> Result<()> {
    diesel::update(ideas::table.filter(ideas::board_id.eq(board)).filter(ideas::shown.gt(0)))
        .set(ideas::shown.eq(audience.shown()))
        .execute(db)?;
    Ok(())
}

/// Closes a board for new ideas and takes it out of the navigation, or opens it again. Its ideas stay.
pub fn set_archived(db: &mut Db, id: BoardId, is_archived: bool, now: Timestamp) -> Result<()> {
    let at = is_archived.then_some(now);
    let changed = diesel::update(boards::table.find(id)).set(boards::archived_at.eq(at)).execute(db)?;
    if changed == 0 { Err(Error::NotFound) } else { site::touch(db, now) }
}

/// Moves a board one place among the boards.
pub fn shift(db: &mut Db, id: BoardId, step: Step, now: Timestamp) -> Result<()> {
    let ids: Vec<BoardId> =
        boards::table.order((boards::position, boards::id)).select(boards::id).load(db)?;
    for (position, board) in (1_i32..).zip(step.applied(&ids, id)) {
        diesel::update(boards::table.find(board)).set(boards::position.eq(position)).execute(db)?;
    }
    site::touch(db, now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_moves_one_place_and_stops_at_the_ends() {
        assert_eq!(Step::Up.applied(&[1, 2, 3], 3), [1, 3, 2]);
        assert_eq!(Step::Down.applied(&[1, 2, 3], 1), [2, 1, 3]);
        assert_eq!(Step::Up.applied(&[1, 2, 3], 1), [1, 2, 3]);
        assert_eq!(Step::Down.applied(&[1, 2, 3], 3), [1, 2, 3]);
        assert_eq!(Step::Down.applied(&[1, 2, 3], 4), [1, 2, 3]);
    }
}
