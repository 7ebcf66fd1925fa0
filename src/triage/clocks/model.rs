//! The row, and reading it.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::db::Db;
use crate::db::schema::{clocks, routes};
use crate::error::Result;
use crate::ids::{PersonId, RouteId, TeamId};
use crate::time::Timestamp;
use crate::triage::routes::RouteState;

/// Most routes of other teams that an inbox shows.
const ESCALATED_SHOWN: i64 = 50;

/// The clock of a route.
#[derive(Debug, Clone, Queryable, Selectable, Identifiable, AsChangeset)]
#[diesel(table_name = clocks, primary_key(route_id), treat_none_as_null = true)]
pub struct Clock {
    /// The route.
    pub route_id: RouteId,
    /// The due date that it was last set by.
    pub due_at: Option<Timestamp>,
    /// Since when it stands still.
    pub paused_at: Option<Timestamp>,
    /// Working time left when it was paused, in microseconds.
    pub left_micros: Option<i64>,
    /// When it reminded.
    pub reminded_at: Option<Timestamp>,
    /// When it escalated.
    pub escalated_at: Option<Timestamp>,
    /// To whom.
    pub escalated_person: Option<PersonId>,
    /// To which team.
    pub escalated_team: Option<TeamId>,
    /// When the worker looks at it again.
    pub next_at: Option<Timestamp>,
}

impl Clock {
    /// A due date is reminded of, and escalated, anew; without one nothing is.
    pub(super) fn set_anew(&mut self, due: Option<Timestamp>) {
        self.due_at = due;
        self.reminded_at = None;
        self.escalated_at = None;
        self.escalated_person = None;
        self.escalated_team = None;
    }
}

/// A route's clock, if it has one.
pub(super) fn find(db: &mut Db, route: RouteId) -> Result<Option<Clock>> {
    Ok(clocks::table.find(route).select(Clock::as_select()).first(db).optional()?)
}

/// The same, locked on PostgreSQL until the transaction ends. Whoever stores it has read it so, before what it follows
/// from: else a wake-up that comes in between would be written over.
pub(super) fn lock(db: &mut Db, route: RouteId) -> Result<Option<Clock>> {
    if let Db::Postgres(c) = db {
        clocks::table.find(route).select(clocks::route_id).for_update().first::<RouteId>(c).optional()?;
    }
    find(db, route)
}

/// A route's clock, locked, and made if need be. The caller has locked the idea.
pub(super) fn find_or_make(db: &mut Db, route: RouteId) -> Result<Clock> {
    if let Some(found) = lock(db, route)? {
        return Ok(found);
    }
    diesel::insert_into(clocks::table).values(clocks::route_id.eq(route)).execute(db)?;
    Ok(clocks::table.find(route).select(Clock::as_select()).first(db)?)
}

/// Stores a clock.
pub(super) fn save(db: &mut Db, clock: &Clock) -> Result<()> {
    diesel::update(clocks::table.find(clock.route_id)).set(clock).execute(db)?;
    Ok(())
}

/// The clocks of the routes of a page; one query.
pub fn of_routes(db: &mut Db, routes: &[RouteId]) -> Result<HashMap<RouteId, Clock>> {
    let found: Vec<Clock> =
        clocks::table.filter(clocks::route_id.eq_any(routes)).select(Clock::as_select()).load(db)?;
    Ok(found.into_iter().map(|clock| (clock.route_id, clock)).collect())
}

/// The open routes of other teams that were escalated to this one, the latest fifty.
pub fn escalated_to(db: &mut Db, team: TeamId) -> Result<Vec<RouteId>> {
    Ok(clocks::table
        .inner_join(routes::table)
        .filter(clocks::escalated_team.eq(Some(team)))
        .filter(routes::state.eq_any(RouteState::OPEN))
        .order(clocks::route_id.desc())
        .limit(ESCALATED_SHOWN)
        .select(clocks::route_id)
        .load(db)?)
}
