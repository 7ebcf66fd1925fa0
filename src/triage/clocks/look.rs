//! Looking at clocks whose time has come: reminding, escalating, and saying when to look again.

use diesel::prelude::*;
use serde_json::json;

use super::model::{self, Clock};
use super::terms::{self, Terms};
use crate::calendars::{self, Calendar};
use crate::db::Db;
use crate::db::schema::{clocks, people, routes, team_members, teams};
use crate::error::Result;
use crate::history::{ActAudience, ActKind, NewAct};
use crate::ids::{IdeaId, PersonId, RouteId};
use crate::merges;
use crate::outbox::{self, Event};
use crate::people::{Power, Role, powers};
use crate::ranking::store::Ranked;
use crate::time::{HOUR, Timestamp};
use crate::triage::routes::{Route, StepKind, add_step};

/// Whether a clock waits to be looked at by now.
pub fn is_due(db: &mut Db, now: Timestamp) -> Result<bool> {
    Ok(next(db, now)?.is_some())
}

fn next(db: &mut Db, now: Timestamp) -> Result<Option<RouteId>> {
    Ok(clocks::table
        .filter(clocks::next_at.is_not_null())
        .filter(clocks::next_at.le(Some(now)))
        .order((clocks::next_at, clocks::route_id))
        .select(clocks::route_id)
        .first(db)
        .optional()?)
}

/// Looks at the clock that has waited longest. Gives whether there was one. Whoever looks at the same at the same time
/// waits for the idea's lock, and then sees that it is done.
pub fn look_at_next(db: &mut Db, now: Timestamp) -> Result<bool> {
    let Some(route) = next(db, now)? else { return Ok(false) };
    let idea: IdeaId = routes::table.find(route).select(routes::idea_id).first(db)?;
    Ranked::lock(db, idea)?;
    let route: Route = routes::table.find(route).select(Route::as_select()).first(db)?;
    let Some(mut clock) = model::lock(db, route.id)? else { return Ok(true) };
    if clock.next_at.is_some_and(|at| at <= now) {
        look(db, &route, &mut clock, now)?;
        model::save(db, &clock)?;
    }
    Ok(true)
}

fn look(db: &mut Db, route: &Route, clock: &mut Clock, now: Timestamp) -> Result<()> {
    clock.next_at = None;
    let terms = terms::find(db, route.team_id)?;
    let is_paused = clock.paused_at.is_some() || (terms.pauses && route.waits_for_author());
    if !route.state.is_open() || is_paused || merges::seen_by(db, route.idea_id)? <= 0 {
        return Ok(());
    }
    if clock.due_at != route.due_at {
        clock.set_anew(route.due_at);
    }
    let Some(due) = route.due_at else { return Ok(()) };
    let calendar = calendars::of_team(db, route.team_id)?;
    let remind = terms.remind_hours.map(|hours| calendar.minus(due, i64::from(hours) * HOUR));
    let escalate = escalation(&terms, &calendar, due);
    if clock.reminded_at.is_none() && remind.is_some_and(|at| at <= now) && now < due {
        remind_team(db, route, clock, now)?;
    }
    if clock.escalated_at.is_none() && escalate.is_some_and(|at| at <= now) {
        hand_up(db, route, clock, &terms, now)?;
    }
    let is_ahead = |at: &Timestamp| *at > now;
    let remind = remind.filter(|_| clock.reminded_at.is_none()).filter(is_ahead);
    let escalate = escalate.filter(|_| clock.escalated_at.is_none()).filter(is_ahead);
    clock.next_at = remind.into_iter().chain(escalate).min();
    Ok(())
}

fn escalation(terms: &Terms, calendar: &Calendar, due: Timestamp) -> Option<Timestamp> {
    terms.escalate_hours.map(|hours| calendar.plus(due, i64::from(hours) * HOUR))
}

fn remind_team(db: &mut Db, route: &Route, clock: &mut Clock, now: Timestamp) -> Result<()> {
    clock.reminded_at = Some(now);
    let step = add_step(db, route.id, None, StepKind::Reminded, "", now)?;
    outbox::record(db, &Event::RouteDueSoon { route: route.id, step: step.raw() }, now)?;
    Ok(())
}

/// To the person or the team of the terms; to the desk when neither is there any more.
fn hand_up(db: &mut Db, route: &Route, clock: &mut Clock, terms: &Terms, now: Timestamp) -> Result<()> {
    clock.escalated_at = Some(now);
    let person = match terms.escalate_person {
        Some(person) => still_there(db, person, route)?,
        None => None,
    };
    let team = match terms.escalate_team {
        Some(team) => teams::table
            .find(team)
            .filter(teams::archived_at.is_null())
            .select((teams::id, teams::name))
            .first(db)
            .optional()?,
        None => None,
    };
    clock.escalated_person = person.as_ref().map(|(id, _)| *id);
    clock.escalated_team = team.as_ref().map(|(id, _)| *id);
    let name = person.map(|(_, name)| name).or(team.map(|(_, name)| name)).unwrap_or_default();
    let step = add_step(db, route.id, None, StepKind::Escalated, &name, now)?;
    NewAct::new(ActKind::RouteMoved, ActAudience::Staff, None)
        .idea(route.idea_id)
        .detail(json!({
            "team": route.team_id, "route": route.id, "state": route.state, "step": StepKind::Escalated
        }))
        .record(db, now)?;
    outbox::record(db, &Event::RouteEscalated { route: route.id, step: step.raw() }, now)?;
    Ok(())
}

/// Somebody who can still read the route: runs the desk, or is a member of its team.
fn still_there(db: &mut Db, person: PersonId, route: &Route) -> Result<Option<(PersonId, String)>> {
    let roles = powers::roles_with(db, Power::Desk)?;
    let members =
        team_members::table.filter(team_members::team_id.eq(route.team_id)).select(team_members::person_id);
    Ok(people::table
        .find(person)
        .filter(people::former_at.is_null())
        .filter(people::leaving_at.is_null())
        .filter(
            people::role.eq_any(roles).or(people::id.eq_any(members).and(people::role.ne(Role::Customer))),
        )
        .select((people::id, people::name))
        .first(db)
        .optional()?)
}
