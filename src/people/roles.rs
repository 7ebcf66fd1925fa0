//! Changing what somebody may do.

use diesel::prelude::*;
use serde_json::{Value, json};

use super::{Power, Role, powers, queries, sessions};
use crate::accounts::membership;
use crate::db::Db;
use crate::db::schema::{
    clocks, panel_criteria, panel_people, panel_ratings, panel_scores, people, routes, team_members,
    team_terms,
};
use crate::error::{Error, Result};
use crate::history::{ActAudience, ActKind, NewAct};
use crate::ids::{CriterionId, IdeaId, PanelId, PersonId};
use crate::time::Timestamp;

/// Gives somebody a role. Their sessions end, so that nothing goes on under the old one, and the public log tells of it.
/// `actor` is none when it is done on the command line.
///
/// # Errors
/// `NotFound` for nobody and for former members, `Conflict` when nobody would administer the site any more.
pub fn change(
    db: &mut Db,
    actor: impl Into<Option<PersonId>>,
    person: PersonId,
    role: Role,
    now: Timestamp,
) -> Result<()> {
    change_for(db, actor.into(), person, role, json!({}), now)
}

/// The same because a sign-in through a connection said so: the public log names the connection.
///
/// # Errors
/// As [`change`].
pub fn change_by_claim(
    db: &mut Db,
    connection: &str,
    person: PersonId,
    role: Role,
    now: Timestamp,
) -> Result<()> {
    change_for(db, None, person, role, json!({ "connection": connection }), now)
}

fn change_for(
    db: &mut Db,
    actor: Option<PersonId>,
    person: PersonId,
    role: Role,
    mut detail: Value,
    now: Timestamp,
) -> Result<()> {
    let others = lock_administrators(db)?.into_iter().any(|id| id != person);
    let before = queries::find(db, person)?.filter(|person| person.former_at.is_none());
    let before = before.ok_or(Error::NotFound)?.role;
    if before == role {
        return Ok(());
    }
    if before == Role::Administrator && !others {
        return Err(Error::Conflict("error-last-administrator"));
    }
    diesel::update(people::table.find(person)).set(people::role.eq(role)).execute(db)?;
    sessions::end_all(db, person)?;
    if role.is_staff() {
        membership::leave(db, person)?;
        forget_escalations(db)?;
    } else {
        leave_teams(db, person)?;
        leave_panels(db, person)?;
    }
    if let Some(detail) = detail.as_object_mut() {
        detail.insert("from".into(), json!(before));
        detail.insert("to".into(), json!(role));
    }
    NewAct::new(ActKind::RoleChanged, ActAudience::Log, actor)
        .person(person)
        .detail(detail)
        .record(db, now)?;
    Ok(())
}

/// What is overdue stays with nobody who neither runs the desk any more nor is in the team: such a route is the desk's
/// again, and the team's terms name nobody.
pub(super) fn forget_escalations(db: &mut Db) -> Result<()> {
    let with = powers::roles_with(db, Power::Desk)?;
    let without = Role::ALL.iter().filter(|role| !with.contains(role)).map(|role| format!("'{role}'"));
    let without: Vec<String> = without.collect();
    let of_them = format!("IN (SELECT id FROM people WHERE role IN ({}))", without.join(", "));
    crate::db::execute(
        db,
        &format!(
            "UPDATE clocks SET escalated_person = NULL WHERE escalated_person {of_them} AND NOT EXISTS (SELECT 1 \
             FROM team_members m JOIN routes r ON r.team_id = m.team_id WHERE r.id = clocks.route_id \
             AND m.person_id = clocks.escalated_person)"
        ),
    )?;
    crate::db::execute(
        db,
        &format!(
            "UPDATE team_terms SET escalate_person = NULL WHERE escalate_person {of_them} AND NOT EXISTS (SELECT 1 \
             FROM team_members m WHERE m.team_id = team_terms.team_id AND m.person_id = team_terms.escalate_person)"
        ),
    )?;
    Ok(())
}

/// Refuses to let the last administrator go.
pub(super) fn refuse_last_administrator(db: &mut Db, person: PersonId) -> Result<()> {
    let administrators = lock_administrators(db)?;
    if administrators == [person] { Err(Error::Conflict("error-last-administrator")) } else { Ok(()) }
}

/// Takes somebody out of their teams and off the routes they were to see to.
pub(super) fn leave_teams(db: &mut Db, person: PersonId) -> Result<()> {
    diesel::delete(team_members::table.filter(team_members::person_id.eq(person))).execute(db)?;
    diesel::update(routes::table.filter(routes::assignee_id.eq(person)))
        .set(routes::assignee_id.eq(None::<PersonId>))
        .execute(db)?;
    diesel::update(team_terms::table.filter(team_terms::escalate_person.eq(person)))
        .set(team_terms::escalate_person.eq(None::<PersonId>))
        .execute(db)?;
    diesel::update(clocks::table.filter(clocks::escalated_person.eq(person)))
        .set(clocks::escalated_person.eq(None::<PersonId>))
        .execute(db)?;
    Ok(())
}

/// Takes somebody out of the panels in which they gave nothing, and drops their drafts in all; what they gave stays.
pub(super) fn leave_panels(db: &mut Db, person: PersonId) -> Result<()> {
    let drafts: Vec<(PanelId, IdeaId)> = panel_ratings::table
        .filter(panel_ratings::person_id.eq(person))
        .filter(panel_ratings::given_at.is_null())
        .select((panel_ratings::panel_id, panel_ratings::idea_id))
        .load(db)?;
    for (panel, idea) in drafts {
        let own = panel_criteria::table.filter(panel_criteria::panel_id.eq(panel));
        let criteria: Vec<CriterionId> = own.select(panel_criteria::id).load(db)?;
        let numbers = panel_scores::criterion_id.eq_any(criteria).and(panel_scores::idea_id.eq(idea));
        diesel::delete(panel_scores::table.filter(numbers).filter(panel_scores::person_id.eq(person)))
            .execute(db)?;
        diesel::delete(panel_ratings::table.find((panel, idea, person))).execute(db)?;
    }
    let given = panel_ratings::table
        .filter(panel_ratings::person_id.eq(person))
        .filter(panel_ratings::given_at.is_not_null())
        .select(panel_ratings::panel_id);
    diesel::delete(
        panel_people::table
            .filter(panel_people::person_id.eq(person))
            .filter(panel_people::panel_id.ne_all(given)),
    )
    .execute(db)?;
    Ok(())
}

/// Who administers the site; nobody else changes that until the transaction ends.
fn lock_administrators(db: &mut Db) -> Result<Vec<PersonId>> {
    let administrators = people::table
        .filter(people::role.eq(Role::Administrator))
        .filter(people::leaving_at.is_null())
        .order(people::id);
    if let Db::Postgres(c) = db {
        return Ok(administrators.select(people::id).for_update().load(c)?);
    }
    Ok(administrators.select(people::id).load(db)?)
}
