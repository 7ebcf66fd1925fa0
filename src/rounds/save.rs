//! What those who run a round do with it: each act is recorded in its history, in the transaction that does it.

use diesel::prelude::*;
use serde_json::{Value, json};

use super::{IDEAS_MAX, IDEAS_MIN, ReportDraft, Round, RoundDraft, policy, queries};
use crate::ballots;
use crate::boards::Audience;
use crate::calls::Phase;
use crate::db::Db;
use crate::db::schema::{round_acts, round_ideas, rounds};
use crate::db::witness;
use crate::error::{Error, Result};
use crate::history::{ActAudience, ActKind, NewAct};
use crate::ids::{IdeaId, PersonId, RoundId};
use crate::outbox::{self, Event};
use crate::people::Person;
use crate::time::Timestamp;

/// Makes a round, as a draft.
pub fn create(db: &mut Db, actor: &Person, draft: &RoundDraft, now: Timestamp) -> Result<Round> {
    policy::may_run(actor)?;
    let values = (
        (rounds::title.eq(&draft.title), rounds::intro.eq(&draft.intro), rounds::audience.eq(draft.audience)),
        (rounds::budget.eq(draft.budget), rounds::cap.eq(draft.cap), rounds::is_published.eq(false)),
        (rounds::starts_at.eq(draft.period.starts_at), rounds::ends_at.eq(draft.period.ends_at)),
        (rounds::people.eq(0_i64), rounds::report.eq("")),
        (rounds::created_by.eq(actor.id), rounds::created_at.eq(now), rounds::updated_at.eq(now)),
    );
    let id: RoundId =
        diesel::insert_into(rounds::table).values(values).returning(rounds::id).get_result(db)?;
    witness::made("round", id.raw());
    let round = queries::find(db, id)?;
    record(db, &round, (ActKind::RoundMade, Some(actor.id)), Value::Null, now)?;
    Ok(round)
}

/// Changes a round: all of it until it opens; then title, intro and, to a later moment, its end.
///
/// # Errors
/// `Conflict` when it is over, or somebody changed it since the form was made; field errors for what is fixed, and for
/// times of a published one that have passed.
pub fn update(db: &mut Db, actor: &Person, id: RoundId, draft: &RoundDraft, now: Timestamp) -> Result<()> {
    let before = start(db, actor, id)?;
    let phase = before.phase(now);
    if phase == Phase::Closed {
        return Err(Error::Conflict("error-round-closed"));
    }
    refuse_outdated(&before, draft.seen, "error-form-changed")?;
    match phase {
        Phase::Planned => draft.period.refuse_past(before.period(), now)?,
        Phase::Open if draft.period.ends_at < before.ends_at => {
            return Err(Error::field("ends", "error-call-later"));
        }
        Phase::Draft | Phase::Open | Phase::Closed => {}
    }
    let row = rounds::table.find(id);
    diesel::update(row)
        .set((
            rounds::title.eq(&draft.title),
            rounds::intro.eq(&draft.intro),
            rounds::ends_at.eq(draft.period.ends_at),
            rounds::updated_at.eq(now),
        ))
        .execute(db)?;
    if phase != Phase::Open {
        let audience = if before.is_published { before.audience } else { draft.audience };
        diesel::update(row)
            .set((
                rounds::audience.eq(audience),
                rounds::budget.eq(draft.budget),
                rounds::cap.eq(draft.cap),
                rounds::starts_at.eq(draft.period.starts_at),
            ))
            .execute(db)?;
    }
    let detail = json!({ "title": before.title });
    record(db, &before, (ActKind::RoundChanged, Some(actor.id)), detail, now)
}

/// Publishes a draft with its short list.
///
/// # Errors
/// `Conflict` when the list is too short, an idea is not for the round's audience, or its time is over.
pub fn publish(db: &mut Db, actor: &Person, id: RoundId, now: Timestamp) -> Result<()> {
    let round = start(db, actor, id)?;
    if round.is_published {
        return Err(Error::Conflict("error-round-published"));
    }
    if round.ends_at <= now {
        return Err(Error::Conflict("error-round-past"));
    }
    let ids: Vec<IdeaId> =
        round_ideas::table.filter(round_ideas::round_id.eq(id)).select(round_ideas::idea_id).load(db)?;
    if ids.len() < IDEAS_MIN {
        return Err(Error::Conflict("error-round-short"));
    }
    for idea in ids {
        let found = crate::ideas::queries::find(db, idea)?;
        policy::may_hold(&found, &round).map_err(|_| Error::Conflict("error-round-not-for-all"))?;
    }
    diesel::update(rounds::table.find(id))
        .set((rounds::is_published.eq(true), rounds::updated_at.eq(now)))
        .execute(db)?;
    record(db, &round, (ActKind::RoundPublished, Some(actor.id)), Value::Null, now)
}

/// Ends a round before its time.
pub fn close(db: &mut Db, actor: &Person, id: RoundId, now: Timestamp) -> Result<()> {
    let round = start(db, actor, id)?;
    match round.phase(now) {
        Phase::Planned | Phase::Open => {}
        Phase::Closed => return Err(Error::Conflict("error-round-closed")),
        Phase::Draft => return Err(Error::Conflict("error-round-draft")),
    }
    diesel::update(rounds::table.find(id))
        .set((
            rounds::starts_at.eq(round.starts_at.min(now)),
            rounds::ends_at.eq(now),
            rounds::updated_at.eq(now),
        ))
        .execute(db)?;
    let detail = json!({ "from": round.ends_at, "to": now });
    record(db, &round, (ActKind::RoundEnded, Some(actor.id)), detail, now)
}

/// Keeps what the company makes of the result, and publishes it when asked to. What is published stays so; those who gave
/// points hear of it when it first is.
///
/// # Errors
/// `Conflict` when it is to be published and the round is not over, or somebody changed it since the form was made.
pub fn report(db: &mut Db, actor: &Person, id: RoundId, draft: &ReportDraft, now: Timestamp) -> Result<()> {
    let round = start(db, actor, id)?;
    refuse_outdated(&round, draft.seen, "error-round-changed")?;
    if draft.publishes && !policy::shows_results(&round, now) {
        return Err(Error::Conflict("error-round-runs"));
    }
    let is_public = draft.publishes || round.reported_at.is_some();
    if is_public && crate::text::clean::is_invisible(&draft.text) {
        return Err(Error::field("report", "error-round-report-empty"));
    }
    let row = rounds::table.find(id);
    diesel::update(row).set((rounds::report.eq(&draft.text), rounds::updated_at.eq(now))).execute(db)?;
    if !is_public {
        return Ok(());
    }
    let at = round.reported_at.unwrap_or(now);
    diesel::update(row)
        .set((rounds::reported_at.eq(Some(at)), rounds::reported_by.eq(Some(actor.id))))
        .execute(db)?;
    if round.reported_at.is_none() {
        outbox::record(db, &Event::RoundReported { round: id }, now)?;
    }
    record(db, &round, (ActKind::RoundReported, Some(actor.id)), json!({ "before": round.report }), now)
}

fn refuse_outdated(round: &Round, seen: Option<Timestamp>, key: &'static str) -> Result<()> {
    if seen.is_some_and(|seen| seen != round.updated_at) { Err(Error::Conflict(key)) } else { Ok(()) }
}

/// Deletes a draft.
pub fn discard(db: &mut Db, actor: &Person, id: RoundId) -> Result<()> {
    if start(db, actor, id)?.is_published {
        return Err(Error::Conflict("error-round-published"));
    }
    diesel::delete(rounds::table.find(id)).execute(db)?;
    Ok(())
}

/// Puts an idea on the short list. A merged one stands for what it is part of now.
pub fn add(db: &mut Db, actor: &Person, id: RoundId, idea: IdeaId, now: Timestamp) -> Result<()> {
    let round = start(db, actor, id)?;
    policy::may_change_list(&round, now)?;
    let found = crate::ideas::queries::find_home(db, idea, actor.into()).map_err(|error| match error {
        Error::NotFound => Error::field("idea", "error-link-target"),
        other => other,
    })?;
    policy::may_hold(&found, &round)?;
    let there: Vec<IdeaId> =
        round_ideas::table.filter(round_ideas::round_id.eq(id)).select(round_ideas::idea_id).load(db)?;
    if there.contains(&found.id) {
        return Err(Error::field("idea", "error-round-idea-twice"));
    }
    if there.len() >= IDEAS_MAX {
        return Err(Error::field("idea", "error-round-full"));
    }
    let values = (
        round_ideas::round_id.eq(id),
        round_ideas::idea_id.eq(found.id),
        round_ideas::points.eq(0_i64),
        round_ideas::people.eq(0_i64),
    );
    diesel::insert_into(round_ideas::table).values(values).execute(db)?;
    record(db, &round, (ActKind::RoundAdded, Some(actor.id)), json!({ "idea": found.id }), now)
}

/// Takes an idea off the short list; a published round keeps two.
pub fn remove(db: &mut Db, actor: &Person, id: RoundId, idea: IdeaId, now: Timestamp) -> Result<()> {
    let round = start(db, actor, id)?;
    policy::may_change_list(&round, now)?;
    let there: i64 = round_ideas::table.filter(round_ideas::round_id.eq(id)).count().get_result(db)?;
    if round.is_published && usize::try_from(there).is_ok_and(|there| there <= IDEAS_MIN) {
        return Err(Error::Conflict("error-round-short"));
    }
    if diesel::delete(round_ideas::table.find((id, idea))).execute(db)? == 0 {
        return Err(Error::NotFound);
    }
    record(db, &round, (ActKind::RoundRemoved, Some(actor.id)), json!({ "idea": idea }), now)
}

/// The round, locked, for somebody who may run it.
fn start(db: &mut Db, actor: &Person, id: RoundId) -> Result<Round> {
    policy::may_run(actor)?;
    ballots::lock(db, id)?;
    queries::find(db, id)
}

/// Records an act in the history of a round. The public log tells of one that ends it early.
pub(super) fn record(
    db: &mut Db,
    round: &Round,
    (kind, actor): (ActKind, Option<PersonId>),
    detail: Value,
    now: Timestamp,
) -> Result<()> {
    let is_public = round.audience == Audience::Public && round.is_published;
    let audience = match kind {
        ActKind::RoundEnded if is_public => ActAudience::Log,
        _ => ActAudience::Staff,
    };
    let act = NewAct::new(kind, audience, actor).detail(detail).record(db, now)?;
    let values = (round_acts::round_id.eq(round.id), round_acts::act_id.eq(act));
    diesel::insert_into(round_acts::table).values(values).execute(db)?;
    Ok(())
}
