//! What those who run a panel do with it: each act is recorded in its history, in the transaction that does it.

use diesel::prelude::*;
use serde_json::{Value, json};

use super::draft::CriterionDraft;
use super::{Criterion, PEOPLE, Panel, PanelDraft, policy, queries};
use crate::db::Db;
use crate::db::schema::{
    panel_acts, panel_criteria, panel_ideas, panel_people, panel_ratings, panel_scores, panels, people,
};
use crate::db::witness;
use crate::error::{Error, Result};
use crate::history::{ActAudience, ActKind, NewAct};
use crate::ideas::queries as ideas;
use crate::ids::{CriterionId, IdeaId, PanelId, PersonId};
use crate::outbox::{self, Event};
use crate::people::{Person, Role, queries as directory};
use crate::time::{DAY, Timestamp};

/// How long a deleted panel can be restored, in microseconds.
pub const KEPT: i64 = 30 * DAY;

/// Makes a panel and asks its people. The same form sent twice makes one.
///
/// # Errors
/// Field errors on `ideas` for what is not to be seen, and on `people` for whoever is no member of staff.
pub fn create(db: &mut Db, actor: &Person, draft: &PanelDraft, now: Timestamp) -> Result<PanelId> {
    policy::may_run(actor)?;
    directory::lock(db, actor.id)?;
    if let Some(there) = find_made(db, actor.id, draft)? {
        return Ok(there);
    }
    let found = resolve(db, actor, &draft.ideas, &[])?;
    refuse_others(db, &draft.people)?;
    let values = (
        (panels::title.eq(&draft.title), panels::introduction.eq(&draft.introduction)),
        (panels::closes_at.eq(draft.closes_at), panels::created_by.eq(actor.id)),
        (panels::created_at.eq(now), panels::updated_at.eq(now)),
        panels::form_key.eq(draft.form_key.as_deref()),
    );
    let id: PanelId =
        diesel::insert_into(panels::table).values(values).returning(panels::id).get_result(db)?;
    witness::made("panel", id.raw());
    record(db, id, (ActKind::PanelMade, Some(actor.id)), Value::Null, now)?;
    write_criteria(db, id, &draft.criteria)?;
    list_ideas(db, actor, id, (&[], &found), now)?;
    ask(db, actor, id, (&[], &draft.people), now)?;
    Ok(id)
}

fn find_made(db: &mut Db, by: PersonId, draft: &PanelDraft) -> Result<Option<PanelId>> {
    let Some(key) = &draft.form_key else { return Ok(None) };
    let same = panels::table.filter(panels::created_by.eq(by)).filter(panels::form_key.eq(key));
    Ok(same.select(panels::id).first(db).optional()?)
}

/// Changes a panel that is open. Its criteria stay as they are once anything was rated, and so do ideas and people for
/// whom something was given, and whoever is no member of staff any more.
///
/// # Errors
/// `Conflict` when it is closed, or somebody changed it since the form was made; field errors for what can no longer be changed.
pub fn update(db: &mut Db, actor: &Person, id: PanelId, draft: &PanelDraft, now: Timestamp) -> Result<()> {
    let panel = start(db, actor, id)?;
    if !panel.is_open(now) {
        return Err(Error::Conflict("error-panel-over"));
    }
    if draft.seen.is_some_and(|seen| seen != panel.updated_at) {
        return Err(Error::Conflict("error-form-changed"));
    }
    let (before, people_before) = (queries::idea_ids(db, id)?, queries::people(db, id)?);
    let found = resolve(db, actor, &draft.ideas, &before)?;
    let people = with_those_who_left(db, &people_before, &draft.people)?;
    let new: Vec<PersonId> =
        people.iter().filter(|person| !people_before.contains(person)).copied().collect();
    refuse_others(db, &new)?;
    change_criteria(db, id, &draft.criteria)?;
    drop_ideas(db, actor, id, (&before, &found), now)?;
    drop_people(db, id, &people_before, &people)?;
    list_ideas(db, actor, id, (&before, &found), now)?;
    ask(db, actor, id, (&people_before, &people), now)?;
    diesel::update(panels::table.find(id))
        .set((
            panels::title.eq(&draft.title),
            panels::introduction.eq(&draft.introduction),
            panels::closes_at.eq(draft.closes_at),
            panels::updated_at.eq(now),
        ))
        .execute(db)?;
    record(db, id, (ActKind::PanelChanged, Some(actor.id)), json!({ "title": panel.title }), now)
}

/// Ends a panel before its time.
///
/// # Errors
/// `Conflict` when it is over.
pub fn close(db: &mut Db, actor: &Person, id: PanelId, now: Timestamp) -> Result<()> {
    let panel = start(db, actor, id)?;
    if !panel.is_open(now) {
        return Err(Error::Conflict("error-panel-over"));
    }
    set_end(db, id, (now, Some(actor.id)), now)?;
    let detail = json!({ "from": panel.closes_at, "to": now });
    record(db, id, (ActKind::PanelEnded, Some(actor.id)), detail, now)
}

/// Opens a panel that is over, until a later moment. Its people hear of it when it is over again.
///
/// # Errors
/// A field error on `closes` when that is not later than now; `Conflict` when it is open.
pub fn reopen(
    db: &mut Db,
    actor: &Person,
    id: PanelId,
    closes_at: Option<Timestamp>,
    now: Timestamp,
) -> Result<()> {
    let panel = start(db, actor, id)?;
    if panel.is_open(now) {
        return Err(Error::Conflict("error-panel-open"));
    }
    let closes_at = closes_at.ok_or_else(|| Error::field("closes", "error-call-moment"))?;
    if closes_at <= now {
        return Err(Error::field("closes", "error-panel-past"));
    }
    if closes_at.since(now) > 366 * DAY {
        return Err(Error::field("closes", "error-call-long"));
    }
    set_end(db, id, (closes_at, None), now)?;
    record(db, id, (ActKind::PanelReopened, Some(actor.id)), json!({ "to": closes_at }), now)
}

fn set_end(
    db: &mut Db,
    id: PanelId,
    (closes_at, by): (Timestamp, Option<PersonId>),
    now: Timestamp,
) -> Result<()> {
    diesel::update(panels::table.find(id))
        .set((
            panels::closes_at.eq(closes_at),
            panels::closed_by.eq(by),
            panels::told_at.eq(None::<Timestamp>),
            panels::updated_at.eq(now),
        ))
        .execute(db)?;
    Ok(())
}

/// Deletes a panel with everything that was said in it. It can be restored for [`KEPT`].
pub fn delete(db: &mut Db, actor: &Person, id: PanelId, now: Timestamp) -> Result<()> {
    start(db, actor, id)?;
    diesel::update(panels::table.find(id)).set(panels::deleted_at.eq(Some(now))).execute(db)?;
    record(db, id, (ActKind::PanelDeleted, Some(actor.id)), Value::Null, now)
}

/// Restores a deleted panel as it was. Restoring it twice changes nothing.
pub fn restore(db: &mut Db, actor: &Person, id: PanelId, now: Timestamp) -> Result<()> {
    policy::may_run(actor)?;
    if queries::lock(db, id)?.deleted_at.is_none() {
        return Ok(());
    }
    diesel::update(panels::table.find(id)).set(panels::deleted_at.eq(None::<Timestamp>)).execute(db)?;
    record(db, id, (ActKind::PanelRestored, Some(actor.id)), Value::Null, now)
}

/// The panel, locked, for somebody who may run it.
fn start(db: &mut Db, actor: &Person, id: PanelId) -> Result<Panel> {
    policy::may_run(actor)?;
    let panel = queries::lock(db, id)?;
    if panel.deleted_at.is_some() { Err(Error::NotFound) } else { Ok(panel) }
}

/// The ideas that these numbers lead to now, each once; those that are in the panel already stay as they are.
fn resolve(db: &mut Db, actor: &Person, typed: &[IdeaId], before: &[IdeaId]) -> Result<Vec<IdeaId>> {
    let mut found = Vec::new();
    for (entry, id) in (1_i64..).zip(typed) {
        let id = if before.contains(id) { *id } else { home(db, actor, *id, entry)? };
        if !found.contains(&id) {
            found.push(id);
        }
    }
    Ok(found)
}

fn home(db: &mut Db, actor: &Person, id: IdeaId, entry: i64) -> Result<IdeaId> {
    let refused = || {
        let mut errors = crate::error::FieldErrors::default();
        errors.add_with("ideas", "error-panel-idea", &[("entry", entry)]);
        Error::Invalid(errors)
    };
    match ideas::find_home(db, id, actor.into()) {
        Ok(idea) if idea.shown > 0 => Ok(idea.id),
        Ok(_) | Err(Error::NotFound) => Err(refused()),
        Err(error) => Err(error),
    }
}

/// Refuses people who are not staff.
fn refuse_others(db: &mut Db, ids: &[PersonId]) -> Result<()> {
    let staff: i64 = people::table
        .filter(people::id.eq_any(ids))
        .filter(people::role.ne(Role::Customer))
        .filter(people::former_at.is_null())
        .count()
        .get_result(db)?;
    if usize::try_from(staff) == Ok(ids.len()) {
        Ok(())
    } else {
        Err(Error::field("people", "error-panel-not-staff"))
    }
}

/// Who was chosen, with those of the panel who are no members of staff any more: they rated, and cannot be chosen.
fn with_those_who_left(db: &mut Db, before: &[PersonId], chosen: &[PersonId]) -> Result<Vec<PersonId>> {
    let left: Vec<PersonId> = people::table
        .filter(people::id.eq_any(before))
        .filter(people::id.ne_all(chosen))
        .filter(people::role.eq(Role::Customer).or(people::former_at.is_not_null()))
        .select(people::id)
        .load(db)?;
    let all: Vec<PersonId> = chosen.iter().copied().chain(left).collect();
    if PEOPLE.contains(&all.len()) { Ok(all) } else { Err(Error::field("people", "error-panel-people")) }
}

fn write_criteria(db: &mut Db, id: PanelId, criteria: &[CriterionDraft]) -> Result<()> {
    for (position, own) in (1_i32..).zip(criteria) {
        let values = (
            (panel_criteria::panel_id.eq(id), panel_criteria::position.eq(position)),
            (panel_criteria::name.eq(&own.name), panel_criteria::weight.eq(own.weight)),
            (panel_criteria::low.eq(&own.low), panel_criteria::high.eq(&own.high)),
        );
        diesel::insert_into(panel_criteria::table).values(values).execute(db)?;
    }
    Ok(())
}

fn change_criteria(db: &mut Db, id: PanelId, criteria: &[CriterionDraft]) -> Result<()> {
    let before: Vec<CriterionDraft> = queries::criteria(db, id)?.into_iter().map(as_draft).collect();
    if before == criteria {
        return Ok(());
    }
    let rated: i64 = panel_ratings::table.filter(panel_ratings::panel_id.eq(id)).count().get_result(db)?;
    if rated > 0 {
        return Err(Error::field("criteria", "error-panel-criteria-fixed"));
    }
    diesel::delete(panel_criteria::table.filter(panel_criteria::panel_id.eq(id))).execute(db)?;
    write_criteria(db, id, criteria)
}

fn as_draft(own: Criterion) -> CriterionDraft {
    CriterionDraft { name: own.name, low: own.low, high: own.high, weight: own.weight }
}

/// Takes off the list what is no longer on it, with the drafts about it.
fn drop_ideas(
    db: &mut Db,
    actor: &Person,
    id: PanelId,
    (before, after): (&[IdeaId], &[IdeaId]),
    now: Timestamp,
) -> Result<()> {
    let gone: Vec<IdeaId> = before.iter().filter(|idea| !after.contains(idea)).copied().collect();
    if gone.is_empty() {
        return Ok(());
    }
    let about = panel_ratings::panel_id.eq(id).and(panel_ratings::idea_id.eq_any(&gone));
    let given: i64 = panel_ratings::table
        .filter(about)
        .filter(panel_ratings::given_at.is_not_null())
        .count()
        .get_result(db)?;
    if given > 0 {
        return Err(Error::field("ideas", "error-panel-idea-rated"));
    }
    let criteria = criterion_ids(db, id)?;
    let numbers = panel_scores::criterion_id.eq_any(criteria).and(panel_scores::idea_id.eq_any(&gone));
    diesel::delete(panel_scores::table.filter(numbers)).execute(db)?;
    let about = panel_ratings::panel_id.eq(id).and(panel_ratings::idea_id.eq_any(&gone));
    diesel::delete(panel_ratings::table.filter(about)).execute(db)?;
    let listed = panel_ideas::panel_id.eq(id).and(panel_ideas::idea_id.eq_any(&gone));
    diesel::delete(panel_ideas::table.filter(listed)).execute(db)?;
    for idea in gone {
        record_idea(db, id, (ActKind::PanelRemoved, actor.id), idea, now)?;
    }
    Ok(())
}

/// Lets people go who have given nothing, with their drafts.
fn drop_people(db: &mut Db, id: PanelId, before: &[PersonId], after: &[PersonId]) -> Result<()> {
    let gone: Vec<PersonId> = before.iter().filter(|person| !after.contains(person)).copied().collect();
    if gone.is_empty() {
        return Ok(());
    }
    let theirs = panel_ratings::panel_id.eq(id).and(panel_ratings::person_id.eq_any(&gone));
    let given: i64 = panel_ratings::table
        .filter(theirs)
        .filter(panel_ratings::given_at.is_not_null())
        .count()
        .get_result(db)?;
    if given > 0 {
        return Err(Error::field("people", "error-panel-person-rated"));
    }
    let criteria = criterion_ids(db, id)?;
    let numbers = panel_scores::criterion_id.eq_any(criteria).and(panel_scores::person_id.eq_any(&gone));
    diesel::delete(panel_scores::table.filter(numbers)).execute(db)?;
    let theirs = panel_ratings::panel_id.eq(id).and(panel_ratings::person_id.eq_any(&gone));
    diesel::delete(panel_ratings::table.filter(theirs)).execute(db)?;
    let listed = panel_people::panel_id.eq(id).and(panel_people::person_id.eq_any(&gone));
    diesel::delete(panel_people::table.filter(listed)).execute(db)?;
    Ok(())
}

fn criterion_ids(db: &mut Db, id: PanelId) -> Result<Vec<CriterionId>> {
    let own = panel_criteria::table.filter(panel_criteria::panel_id.eq(id));
    Ok(own.select(panel_criteria::id).load(db)?)
}

/// Puts on the list what is new on it, and all of it in order.
fn list_ideas(
    db: &mut Db,
    actor: &Person,
    id: PanelId,
    (before, after): (&[IdeaId], &[IdeaId]),
    now: Timestamp,
) -> Result<()> {
    for (position, idea) in (1_i32..).zip(after) {
        if before.contains(idea) {
            diesel::update(panel_ideas::table.find((id, idea)))
                .set(panel_ideas::position.eq(position))
                .execute(db)?;
            continue;
        }
        let values =
            (panel_ideas::panel_id.eq(id), panel_ideas::idea_id.eq(idea), panel_ideas::position.eq(position));
        diesel::insert_into(panel_ideas::table).values(values).execute(db)?;
        record_idea(db, id, (ActKind::PanelAdded, actor.id), *idea, now)?;
    }
    Ok(())
}

/// Asks those who were not asked before.
fn ask(
    db: &mut Db,
    actor: &Person,
    id: PanelId,
    (before, after): (&[PersonId], &[PersonId]),
    now: Timestamp,
) -> Result<()> {
    for person in after.iter().filter(|person| !before.contains(person)) {
        let values = (
            panel_people::panel_id.eq(id),
            panel_people::person_id.eq(person),
            panel_people::asked_at.eq(now),
        );
        diesel::insert_into(panel_people::table).values(values).execute(db)?;
        outbox::record(db, &Event::PanelAsked { panel: id, person: *person, by: actor.id }, now)?;
    }
    Ok(())
}

/// Records an act in the history of a panel.
pub(super) fn record(
    db: &mut Db,
    id: PanelId,
    (kind, actor): (ActKind, Option<PersonId>),
    detail: Value,
    now: Timestamp,
) -> Result<()> {
    keep(db, id, NewAct::new(kind, ActAudience::Staff, actor).detail(detail), now)
}

/// The same for what was done with one of its ideas, which the idea's history tells staff of.
fn record_idea(
    db: &mut Db,
    id: PanelId,
    (kind, actor): (ActKind, PersonId),
    idea: IdeaId,
    now: Timestamp,
) -> Result<()> {
    let act = NewAct::new(kind, ActAudience::Staff, Some(actor)).idea(idea).detail(json!({ "panel": id }));
    keep(db, id, act, now)
}

fn keep(db: &mut Db, panel: PanelId, act: NewAct, now: Timestamp) -> Result<()> {
    let act = act.record(db, now)?;
    let values = (panel_acts::panel_id.eq(panel), panel_acts::act_id.eq(act));
    diesel::insert_into(panel_acts::table).values(values).execute(db)?;
    Ok(())
}
