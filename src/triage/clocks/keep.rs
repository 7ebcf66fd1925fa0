//! Setting, pausing and resuming clocks as routes move on, in the transaction of the move, so that no pause is lost when
//! the worker is down. Events only wake clocks: those that come late or twice change nothing.

use diesel::prelude::*;

use super::model::{self, Clock};
use super::{of_routes, terms};
use crate::calendars::{self, Calendar};
use crate::db::Db;
use crate::db::schema::{clocks, routes};
use crate::error::Result;
use crate::ids::{IdeaId, RouteId, TeamId};
use crate::merges;
use crate::outbox::{Event, Recorded};
use crate::people::{Person, Power};
use crate::ranking::store::Ranked;
use crate::time::Timestamp;
use crate::triage::routes::{Route, StepKind};
use crate::triage::teams;

/// Follows what happens to routes and to the ideas they are of.
pub fn on_event(db: &mut Db, recorded: &Recorded, event: &Event) -> Result<()> {
    match *event {
        Event::Routed { route, .. } => look_soon(db, route, StepKind::Sent, recorded.created_at),
        Event::RouteMoved { route, .. } | Event::RuleAsked { route, .. } => {
            look_soon(db, route, StepKind::Answered, recorded.created_at)
        }
        Event::IdeaVisibilityChanged { idea } | Event::IdeaUnmerged { idea, .. } => {
            wake(db, idea, recorded.created_at)
        }
        _ => Ok(()),
    }
}

/// Lets the worker look at a route's clock. A route that was moved before moves kept clocks gets its clock here.
fn look_soon(db: &mut Db, route: RouteId, step: StepKind, at: Timestamp) -> Result<()> {
    let found: Option<IdeaId> = routes::table.find(route).select(routes::idea_id).first(db).optional()?;
    let Some(idea) = found else { return Ok(()) };
    // The idea before the clock, as moves lock them, so that none waits for the other.
    Ranked::lock(db, idea)?;
    let own = clocks::table.find(route);
    if diesel::update(own).set(clocks::next_at.eq(Some(at))).execute(db)? == 1 {
        return Ok(());
    }
    follow(db, route, step, at)
}

/// Follows a step of a route, whose idea the caller has locked and whose row says already what the step led to.
pub(in crate::triage) fn follow(db: &mut Db, route: RouteId, step: StepKind, at: Timestamp) -> Result<()> {
    let mut route: Route = routes::table.find(route).select(Route::as_select()).first(db)?;
    let mut clock = model::find_or_make(db, route.id)?;
    let terms = terms::find(db, route.team_id)?;
    let calendar = calendars::of_team(db, route.team_id)?;
    let is_sent = matches!(step, StepKind::Sent | StepKind::SentAgain);
    if is_sent {
        (clock.paused_at, clock.left_micros) = (None, None);
    }
    if is_sent && route.due_at.is_none() {
        let due = terms.due_days.map(|days| calendar.close_after(at, days));
        set_due(db, &mut route, due)?;
    }
    let waits = route.waits_for_author();
    match clock.paused_at {
        None if waits && terms.pauses => pause(db, &mut route, &mut clock, &calendar, at)?,
        Some(_) if !waits => resume(db, &mut route, &mut clock, &calendar, at)?,
        // Somebody moved the due date meanwhile: so much is left now.
        Some(_) => keep_paused(db, &mut route, &mut clock, &calendar, at)?,
        None => {}
    }
    let is_anew = is_sent || step == StepKind::Reopened;
    if is_anew || (clock.paused_at.is_none() && route.due_at.is_none()) {
        clock.set_anew(route.due_at);
    }
    clock.next_at = Some(at);
    model::save(db, &clock)
}

/// Nothing is due any more once a paused clock runs again. Gives whether there was anything left on it.
pub(in crate::triage) fn forget_left(db: &mut Db, route: RouteId) -> Result<bool> {
    let left = clocks::table.find(route).filter(clocks::left_micros.is_not_null());
    Ok(diesel::update(left).set(clocks::left_micros.eq(None::<i64>)).execute(db)? == 1)
}

/// When a route that another team takes over is due there: on the same day, or when the working time has passed that was
/// left on its paused clock.
pub(in crate::triage) fn due_at_another(
    db: &mut Db,
    route: &Route,
    team: TeamId,
    now: Timestamp,
) -> Result<Option<Timestamp>> {
    let left = model::find(db, route.id)?.filter(|clock| clock.paused_at.is_some());
    Ok(match (route.due_at, left.and_then(|clock| clock.left_micros)) {
        (None, Some(left)) => Some(calendars::of_team(db, team)?.plus(now, left)),
        (due, _) => due,
    })
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
    (clock.paused_at, clock.left_micros) = (Some(at), None);
    keep_paused(db, route, clock, calendar, at)
}

fn keep_paused(
    db: &mut Db,
    route: &mut Route,
    clock: &mut Clock,
    calendar: &Calendar,
    at: Timestamp,
) -> Result<()> {
    if let Some(due) = route.due_at.filter(|due| *due > at) {
        clock.left_micros = Some(calendar.between(at, due));
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

/// Clocks of an idea that may be seen again are looked at again, and with them those of the ideas that are part of it.
fn wake(db: &mut Db, idea: IdeaId, at: Timestamp) -> Result<()> {
    Ranked::lock(db, idea)?;
    let mut here = vec![idea];
    here.extend(merges::all_into(db, idea)?.iter().map(|merge| merge.idea_id));
    let own = routes::table.filter(routes::idea_id.eq_any(here)).select(routes::id);
    diesel::update(clocks::table.filter(clocks::route_id.eq_any(own)))
        .set(clocks::next_at.eq(Some(at)))
        .execute(db)?;
    Ok(())
}

/// The teams whose routes somebody may work on, as far as this route goes: their own, and the route's when it was
/// escalated to them, as long as they run the desk, or to one of their teams.
pub fn within_reach(db: &mut Db, person: &Person, route: &Route) -> Result<Vec<TeamId>> {
    let mut own = teams::ids_of(db, person.id)?;
    if let Some(clock) = of_routes(db, &[route.id])?.remove(&route.id) {
        let is_handed_up = clock.escalated_person == Some(person.id) && person.may(Power::Desk);
        let is_theirs = is_handed_up || clock.escalated_team.is_some_and(|team| own.contains(&team));
        if is_theirs && !own.contains(&route.team_id) {
            own.push(route.team_id);
        }
    }
    Ok(own)
}
