//! Setting, pausing and resuming clocks as routes move on. What an event led to is read from the route as it stands, so
//! that events that come late or twice change nothing.

use diesel::prelude::*;

use super::model::{self, Clock};
use super::{of_routes, terms};
use crate::calendars::{self, Calendar};
use crate::db::Db;
use crate::db::schema::{clocks, routes};
use crate::error::Result;
use crate::ids::{IdeaId, PersonId, RouteId, TeamId};
use crate::outbox::{Event, Recorded};
use crate::ranking::store::Ranked;
use crate::time::Timestamp;
use crate::triage::routes::{AskedOf, Route, RouteState};
use crate::triage::teams;

/// Follows what happens to routes and to the ideas they are of.
pub fn on_event(db: &mut Db, recorded: &Recorded, event: &Event) -> Result<()> {
    match *event {
        Event::Routed { route, .. } => follow(db, route, true, recorded.created_at),
        Event::RouteMoved { route, .. } | Event::RuleAsked { route, .. } => {
            follow(db, route, false, recorded.created_at)
        }
        Event::IdeaVisibilityChanged { idea } | Event::IdeaUnmerged { idea, .. } => {
            wake(db, idea, recorded.created_at)
        }
        _ => Ok(()),
    }
}

fn follow(db: &mut Db, route: RouteId, is_sent: bool, at: Timestamp) -> Result<()> {
    let found: Option<IdeaId> = routes::table.find(route).select(routes::idea_id).first(db).optional()?;
    let Some(idea) = found else { return Ok(()) };
    Ranked::lock(db, idea)?;
    let mut route: Route = routes::table.find(route).select(Route::as_select()).first(db)?;
    let mut clock = model::find_or_make(db, route.id)?;
    let terms = terms::find(db, route.team_id)?;
    let calendar = calendars::of_team(db, route.team_id)?;
    if is_sent && route.due_at.is_none() && clock.paused_at.is_none() {
        let due = terms.due_days.map(|days| calendar.close_after(at, days));
        set_due(db, &mut route, due)?;
    }
    let waits = route.state == RouteState::Asked && route.asked_of == Some(AskedOf::Author);
    match clock.paused_at {
        None if waits && terms.pauses => pause(db, &mut route, &mut clock, &calendar, at)?,
        Some(_) if !waits => resume(db, &mut route, &mut clock, &calendar, at)?,
        // Somebody moved the due date meanwhile: so much is left now.
        Some(since) => keep_paused(db, &mut route, &mut clock, &calendar, since)?,
        None => {}
    }
    clock.next_at = Some(at);
    model::save(db, &clock)
}

fn set_due(db: &mut Db, route: &mut Route, due: Option<Timestamp>) -> Result<()> {
    route.due_at = due;
    diesel::update(routes::table.find(route.id)).set(routes::due_at.eq(due)).execute(db)?;
    Ok(())
}

/// What is overdue stays so: a question does not make up for it.
fn pause(
    db: &mut Db,
    route: &mut Route,
    clock: &mut Clock,
    calendar: &Calendar,
    at: Timestamp,
) -> Result<()> {
    clock.paused_at = Some(at);
    keep_paused(db, route, clock, calendar, at)
}

fn keep_paused(
    db: &mut Db,
    route: &mut Route,
    clock: &mut Clock,
    calendar: &Calendar,
    since: Timestamp,
) -> Result<()> {
    if let Some(due) = route.due_at.filter(|due| *due > since) {
        clock.left_micros = Some(calendar.between(since, due));
        set_due(db, route, None)?;
    }
    Ok(())
}

fn resume(
    db: &mut Db,
    route: &mut Route,
    clock: &mut Clock,
    calendar: &Calendar,
    at: Timestamp,
) -> Result<()> {
    clock.paused_at = None;
    if let Some(left) = clock.left_micros.take().filter(|_| route.due_at.is_none()) {
        set_due(db, route, Some(calendar.plus(at, left)))?;
    }
    Ok(())
}

/// Clocks of an idea that may be seen again are looked at again.
fn wake(db: &mut Db, idea: IdeaId, at: Timestamp) -> Result<()> {
    let own = routes::table.filter(routes::idea_id.eq(idea)).select(routes::id);
    diesel::update(clocks::table.filter(clocks::route_id.eq_any(own)))
        .set(clocks::next_at.eq(Some(at)))
        .execute(db)?;
    Ok(())
}

/// The teams whose routes somebody may work on, as far as this route goes: their own, and the route's when it was
/// escalated to them or to one of their teams.
pub fn within_reach(db: &mut Db, person: PersonId, route: &Route) -> Result<Vec<TeamId>> {
    let mut own = teams::ids_of(db, person)?;
    if let Some(clock) = of_routes(db, &[route.id])?.remove(&route.id) {
        let is_theirs = clock.escalated_person == Some(person)
            || clock.escalated_team.is_some_and(|team| own.contains(&team));
        if is_theirs && !own.contains(&route.team_id) {
            own.push(route.team_id);
        }
    }
    Ok(own)
}
