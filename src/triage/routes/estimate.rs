//! Estimates: what a team expects an idea to cost, and how sure it is.

use std::collections::HashMap;

use diesel::prelude::*;

use super::StepKind;
use super::moves::{lock_for_team, tell};
use crate::db::Db;
use crate::db::schema::route_estimates;
use crate::error::Result;
use crate::ids::{PersonId, RouteId};
use crate::people::Person;
use crate::ranking::impact::Effort;
use crate::text_enum;
use crate::time::Timestamp;

text_enum! {
    /// How sure a team is of its estimate.
    pub enum Confidence {
        /// A guess.
        Low = "low",
        /// Fairly sure.
        Medium = "medium",
        /// Sure.
        High = "high",
    }
}

impl Confidence {
    /// The key of its name in `locales/`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Low => "confidence-low",
            Self::Medium => "confidence-medium",
            Self::High => "confidence-high",
        }
    }
}

/// The estimate that stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = route_estimates)]
pub struct Estimate {
    /// The route.
    pub route_id: RouteId,
    /// The band.
    pub effort: Effort,
    /// How sure the team is.
    pub confidence: Confidence,
    /// Who said it.
    pub person_id: PersonId,
    /// When.
    pub created_at: Timestamp,
}

/// Says what the idea is expected to cost. The same again changes nothing.
///
/// # Errors
/// `NotFound` when the route is not theirs to see, `Conflict` when the team has nothing to do with it any more.
pub fn estimate(
    db: &mut Db,
    actor: &Person,
    route: RouteId,
    (effort, confidence): (Effort, Confidence),
    now: Timestamp,
) -> Result<()> {
    let route = lock_for_team(db, actor, route)?;
    let before = estimates_of(db, &[route.id])?.remove(&route.id);
    if before.is_some_and(|own| (own.effort, own.confidence) == (effort, confidence)) {
        return Ok(());
    }
    diesel::delete(route_estimates::table.find(route.id)).execute(db)?;
    diesel::insert_into(route_estimates::table)
        .values((
            route_estimates::route_id.eq(route.id),
            route_estimates::effort.eq(effort),
            route_estimates::confidence.eq(confidence),
            route_estimates::person_id.eq(actor.id),
            route_estimates::created_at.eq(now),
        ))
        .execute(db)?;
    tell(db, actor, &route, (StepKind::Estimated, &format!("{effort} {confidence}")), route.state, now)
}

/// The estimates of these routes; one query.
pub fn estimates_of(db: &mut Db, routes: &[RouteId]) -> Result<HashMap<RouteId, Estimate>> {
    let rows: Vec<Estimate> = route_estimates::table
        .filter(route_estimates::route_id.eq_any(routes))
        .select(Estimate::as_select())
        .load(db)?;
    Ok(rows.into_iter().map(|own| (own.route_id, own)).collect())
}
