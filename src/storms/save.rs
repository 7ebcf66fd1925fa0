//! What those who run a session do with it: each act is recorded in its history, in the transaction that does it.

use diesel::prelude::*;
use serde_json::{Value, json};

use super::{AnswerDraft, Storm, StormDraft, policy, queries};
use crate::boards::{Audience, Catalog};
use crate::calls::{Period, Phase};
use crate::db::Db;
use crate::db::schema::{storm_acts, storms};
use crate::db::witness;
use crate::error::{Error, FieldErrors, Result};
use crate::history::{ActAudience, ActKind, NewAct};
use crate::ids::{IdeaId, PersonId, StormId};
use crate::outbox::{self, Event};
use crate::people::Person;
use crate::time::Timestamp;

/// Makes a session, as a draft.
pub fn create(
    db: &mut Db,
    actor: &Person,
    draft: &StormDraft,
    catalog: &Catalog,
    now: Timestamp,
) -> Result<Storm> {
    policy::may_run(actor)?;
    let values = (
        (storms::board_id.eq(draft.board), storms::question.eq(&draft.question)),
        (storms::rules.eq(&draft.rules), storms::is_published.eq(false)),
        (storms::starts_at.eq(draft.period.starts_at), storms::ends_at.eq(draft.period.ends_at)),
        (storms::summary.eq(""), storms::answer.eq("")),
        (storms::created_by.eq(actor.id), storms::created_at.eq(now), storms::updated_at.eq(now)),
    );
    let id: StormId =
        diesel::insert_into(storms::table).values(values).returning(storms::id).get_result(db)?;
    witness::made("storm", id.raw());
    let storm = queries::find(db, id)?;
    record(db, &storm, (ActKind::StormMade, Some(actor.id)), Value::Null, catalog, now)?;
    Ok(storm)
}

/// Changes a session: all of it while it is a draft, question, rules and times until it begins, then question and rules.
/// Says whether anything changed.
///
/// # Errors
/// `Conflict` when it is over, or somebody changed it since the form was made; field errors for times that have passed.
pub fn update(
    db: &mut Db,
    actor: &Person,
    id: StormId,
    draft: &StormDraft,
    catalog: &Catalog,
    now: Timestamp,
) -> Result<bool> {
    let before = start(db, actor, id)?;
    let phase = before.phase(now);
    if phase == Phase::Closed {
        return Err(Error::Conflict("error-storm-over"));
    }
    if draft.seen.is_some_and(|seen| seen != before.updated_at) {
        return Err(Error::Conflict("error-form-changed"));
    }
    let board = if phase == Phase::Draft { draft.board } else { before.board_id };
    let period = if phase == Phase::Open { before.period() } else { draft.period };
    if phase == Phase::Planned {
        period.refuse_past(before.period(), now)?;
    }
    let same = before.question == draft.question && before.rules == draft.rules;
    if same && board == before.board_id && period == before.period() {
        return Ok(false);
    }
    diesel::update(storms::table.find(id))
        .set((
            storms::question.eq(&draft.question),
            storms::rules.eq(&draft.rules),
            storms::board_id.eq(board),
            storms::starts_at.eq(period.starts_at),
            storms::ends_at.eq(period.ends_at),
            storms::updated_at.eq(now),
        ))
        .execute(db)?;
    let detail = json!({ "question": before.question });
    record(db, &before, (ActKind::StormChanged, Some(actor.id)), detail, catalog, now)?;
    Ok(true)
}

/// Publishes a draft.
///
/// # Errors
/// A field error on `ends` when its time is over already; `Conflict` when it is published.
pub fn publish(db: &mut Db, actor: &Person, id: StormId, catalog: &Catalog, now: Timestamp) -> Result<()> {
    let storm = start(db, actor, id)?;
    if storm.is_published {
        return Err(Error::Conflict("error-storm-published"));
    }
    if storm.ends_at <= now {
        return Err(Error::Conflict("error-storm-past"));
    }
    diesel::update(storms::table.find(id))
        .set((storms::is_published.eq(true), storms::updated_at.eq(now)))
        .execute(db)?;
    record(db, &storm, (ActKind::StormPublished, Some(actor.id)), Value::Null, catalog, now)
}

/// Lets a session go on until a later moment.
///
/// # Errors
/// A field error on `ends` when that is not later; `Conflict` when it is over.
pub fn extend(
    db: &mut Db,
    actor: &Person,
    id: StormId,
    ends_at: Option<Timestamp>,
    catalog: &Catalog,
    now: Timestamp,
) -> Result<()> {
    let storm = start(db, actor, id)?;
    refuse_over(&storm, now)?;
    let ends_at = ends_at.ok_or_else(|| Error::field("ends", "error-call-moment"))?;
    if ends_at <= storm.ends_at {
        return Err(Error::field("ends", "error-call-later"));
    }
    let period = Period { ends_at, ..storm.period() };
    if !period.is_short_enough() {
        return Err(Error::Invalid(FieldErrors::one("ends", "error-call-long")));
    }
    move_end(db, &storm, (ActKind::StormExtended, actor.id), ends_at, catalog, now)
}

/// Ends a session before its time. One that has not begun begins and ends at once.
///
/// # Errors
/// `Conflict` when it is over, or a draft.
pub fn close(db: &mut Db, actor: &Person, id: StormId, catalog: &Catalog, now: Timestamp) -> Result<()> {
    let storm = start(db, actor, id)?;
    refuse_over(&storm, now)?;
    move_end(db, &storm, (ActKind::StormEnded, actor.id), now, catalog, now)
}

fn refuse_over(storm: &Storm, now: Timestamp) -> Result<()> {
    match storm.phase(now) {
        Phase::Planned | Phase::Open => Ok(()),
        Phase::Closed => Err(Error::Conflict("error-storm-over")),
        Phase::Draft => Err(Error::Conflict("error-storm-draft")),
    }
}

fn move_end(
    db: &mut Db,
    storm: &Storm,
    (kind, actor): (ActKind, PersonId),
    ends_at: Timestamp,
    catalog: &Catalog,
    now: Timestamp,
) -> Result<()> {
    let starts_at = storm.starts_at.min(ends_at);
    diesel::update(storms::table.find(storm.id))
        .set((storms::starts_at.eq(starts_at), storms::ends_at.eq(ends_at), storms::updated_at.eq(now)))
        .execute(db)?;
    let detail = json!({ "from": storm.ends_at, "to": ends_at });
    record(db, storm, (kind, Some(actor)), detail, catalog, now)
}

/// Keeps summary and answer, and publishes them when the draft says so. What is published stays so.
///
/// # Errors
/// `Conflict` when it is to be published and the session is not over, or somebody changed it since the form was made.
pub fn answer(
    db: &mut Db,
    actor: &Person,
    id: StormId,
    draft: &AnswerDraft,
    catalog: &Catalog,
    now: Timestamp,
) -> Result<()> {
    let storm = start(db, actor, id)?;
    if draft.seen.is_some_and(|seen| seen != storm.updated_at) {
        return Err(Error::Conflict("error-storm-changed"));
    }
    if draft.publishes && storm.phase(now) != Phase::Closed {
        return Err(Error::Conflict("error-storm-runs"));
    }
    let is_public = draft.publishes || storm.answered_at.is_some();
    if is_public && draft.answer.is_empty() {
        return Err(Error::field("answer", "error-storm-answer-empty"));
    }
    let texts = (storms::summary.eq(&draft.summary), storms::answer.eq(&draft.answer));
    let row = storms::table.find(id);
    diesel::update(row).set((texts, storms::updated_at.eq(now))).execute(db)?;
    if !is_public {
        return Ok(());
    }
    let at = storm.answered_at.unwrap_or(now);
    diesel::update(row)
        .set((storms::answered_at.eq(Some(at)), storms::answered_by.eq(Some(actor.id))))
        .execute(db)?;
    if storm.answered_at.is_none() {
        outbox::record(db, &Event::StormAnswered { storm: id }, now)?;
    }
    let detail = json!({ "summary": storm.summary, "answer": storm.answer });
    record(db, &storm, (ActKind::StormAnswered, Some(actor.id)), detail, catalog, now)
}

/// Deletes a draft.
///
/// # Errors
/// `Conflict` when it is published.
pub fn discard(db: &mut Db, actor: &Person, id: StormId) -> Result<()> {
    let storm = start(db, actor, id)?;
    if storm.is_published {
        return Err(Error::Conflict("error-storm-published"));
    }
    diesel::delete(storms::table.find(id)).execute(db)?;
    Ok(())
}

/// The session, locked, for somebody who may run it.
fn start(db: &mut Db, actor: &Person, id: StormId) -> Result<Storm> {
    policy::may_run(actor)?;
    queries::lock(db, id)
}

/// Records an act in the history of a session. The public log tells of those that move its end.
pub(super) fn record(
    db: &mut Db,
    storm: &Storm,
    (kind, actor): (ActKind, Option<PersonId>),
    detail: Value,
    catalog: &Catalog,
    now: Timestamp,
) -> Result<()> {
    let audience = match kind {
        ActKind::StormExtended | ActKind::StormEnded if is_public(storm, catalog)? => ActAudience::Log,
        _ => ActAudience::Staff,
    };
    let act = NewAct::new(kind, audience, actor).board(storm.board_id).detail(detail);
    keep(db, storm.id, act, now)
}

/// Whether everybody may know of a session.
fn is_public(storm: &Storm, catalog: &Catalog) -> Result<bool> {
    Ok(storm.is_published && catalog.board(storm.board_id)?.audience == Audience::Public)
}

/// The same for what was done with one of its ideas, which its readers may know of where everybody knows of the session.
pub(super) fn record_idea(
    db: &mut Db,
    storm: &Storm,
    (kind, actor): (ActKind, PersonId),
    idea: IdeaId,
    catalog: &Catalog,
    now: Timestamp,
) -> Result<()> {
    let audience = if is_public(storm, catalog)? { ActAudience::Public } else { ActAudience::Staff };
    let detail = json!({ "storm": storm.id });
    keep(db, storm.id, NewAct::new(kind, audience, Some(actor)).idea(idea).detail(detail), now)
}

fn keep(db: &mut Db, storm: StormId, act: NewAct, now: Timestamp) -> Result<()> {
    let act = act.record(db, now)?;
    let values = (storm_acts::storm_id.eq(storm), storm_acts::act_id.eq(act));
    diesel::insert_into(storm_acts::table).values(values).execute(db)?;
    Ok(())
}
