//! Reading what the desk and the teams did: for pages, mails and webhooks.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::answer::Response;
use super::routes::{self as feature, AskedOf, Card, Route, RouteState, Step, StepKind};
use super::teams::{self, Team};
use crate::db::Db;
use crate::db::schema::{ideas, responses, route_steps, routes};
use crate::error::{Error, Result};
use crate::ideas::Idea;
use crate::ids::{IdeaId, PersonId, ResponseId, RouteId, RouteStepId, TeamId};
use crate::merges;
use crate::people::Person;
use crate::time::Timestamp;

/// How many responses of one idea a page shows.
const RESPONSES_SHOWN: i64 = 50;

/// A response.
pub fn find_response(db: &mut Db, id: ResponseId) -> Result<Response> {
    responses::table.find(id).select(Response::as_select()).first(db).optional()?.ok_or(Error::NotFound)
}

/// The responses to an idea, newest first, at most fifty.
pub fn responses_of(db: &mut Db, idea: IdeaId) -> Result<Vec<Response>> {
    responses_of_any(db, &[idea])
}

/// The responses to these ideas, newest first, at most fifty.
pub fn responses_of_any(db: &mut Db, ids: &[IdeaId]) -> Result<Vec<Response>> {
    Ok(responses::table
        .filter(responses::idea_id.eq_any(ids))
        .order(responses::id.desc())
        .limit(RESPONSES_SHOWN)
        .select(Response::as_select())
        .load(db)?)
}

/// The id of the latest response to each of some ideas that have one.
pub fn last_responses(db: &mut Db, ideas: &[IdeaId]) -> Result<HashMap<IdeaId, ResponseId>> {
    let rows: Vec<(IdeaId, Option<ResponseId>)> = responses::table
        .filter(responses::idea_id.eq_any(ideas))
        .group_by(responses::idea_id)
        .select((responses::idea_id, diesel::dsl::max(responses::id)))
        .load(db)?;
    Ok(rows.into_iter().filter_map(|(idea, last)| Some((idea, last?))).collect())
}

/// The latest response to an idea.
pub fn last_response(db: &mut Db, idea: IdeaId) -> Result<Option<Response>> {
    Ok(responses::table
        .filter(responses::idea_id.eq(idea))
        .order(responses::id.desc())
        .select(Response::as_select())
        .first(db)
        .optional()?)
}

/// A route.
pub fn find_route(db: &mut Db, id: RouteId) -> Result<Route> {
    routes::table.find(id).select(Route::as_select()).first(db).optional()?.ok_or(Error::NotFound)
}

/// The route between an idea and a team, whatever its state.
pub fn route_between(db: &mut Db, idea: IdeaId, team: TeamId) -> Result<Option<Route>> {
    let found = routes::table.filter(routes::idea_id.eq(idea)).filter(routes::team_id.eq(team));
    Ok(found.select(Route::as_select()).first(db).optional()?)
}

/// The routes of an idea, newest first, with what was last said about each.
pub fn routes_of(db: &mut Db, idea: IdeaId) -> Result<(Vec<Card>, HashMap<RouteId, Step>)> {
    routes_of_any(db, &[idea])
}

/// The routes of these ideas, likewise.
pub fn routes_of_any(db: &mut Db, ids: &[IdeaId]) -> Result<(Vec<Card>, HashMap<RouteId, Step>)> {
    feature::of_ideas(db, ids)
}

/// The teams that ideas were sent to, with the state of each route; one query for a page.
pub fn teams_of(db: &mut Db, ids: &[IdeaId]) -> Result<HashMap<IdeaId, Vec<(TeamId, RouteState)>>> {
    let rows: Vec<(IdeaId, TeamId, RouteState)> = routes::table
        .filter(routes::idea_id.eq_any(ids))
        .order(routes::id)
        .select((routes::idea_id, routes::team_id, routes::state))
        .load(db)?;
    let mut found: HashMap<IdeaId, Vec<(TeamId, RouteState)>> = HashMap::new();
    for (idea, team, state) in rows {
        found.entry(idea).or_default().push((team, state));
    }
    Ok(found)
}

/// Everything that happened to a route, oldest first.
pub fn steps_of(db: &mut Db, route: RouteId) -> Result<Vec<Step>> {
    Ok(route_steps::table
        .filter(route_steps::route_id.eq(route))
        .order(route_steps::id)
        .select(Step::as_select())
        .load(db)?)
}

/// The latest step that changed where one of these routes stands.
pub fn last_move(db: &mut Db, ids: &[RouteId]) -> Result<Option<Step>> {
    Ok(route_steps::table
        .filter(route_steps::route_id.eq_any(ids))
        .filter(route_steps::kind.eq_any(StepKind::MOVES))
        .order(route_steps::id.desc())
        .select(Step::as_select())
        .first(db)
        .optional()?)
}

/// Those of these steps that tell everybody how it goes.
pub fn published(db: &mut Db, ids: &[RouteStepId]) -> Result<Vec<Step>> {
    Ok(route_steps::table
        .filter(route_steps::id.eq_any(ids))
        .filter(route_steps::kind.eq(StepKind::Published))
        .select(Step::as_select())
        .load(db)?)
}

/// What a mail or webhook about a route tells.
#[derive(Debug, Clone)]
pub struct RouteNews {
    /// The route as it stands now.
    pub route: Route,
    /// The idea; look at `shown` before telling anybody.
    pub idea: Idea,
    /// The team.
    pub team: Team,
    /// Its members.
    pub members: Vec<Person>,
    /// The step that the event speaks of.
    pub step: Option<Step>,
}

/// Everything to tell of [`crate::outbox::Event::Routed`] and `RouteMoved`. `None` when the route is gone.
pub fn route_news(db: &mut Db, route: RouteId, step: i64) -> Result<Option<RouteNews>> {
    let found = routes::table.find(route).select(Route::as_select()).first(db).optional()?;
    let Some(route) = found else { return Ok(None) };
    let idea = crate::ideas::queries::find(db, route.idea_id)?;
    let team = teams::find(db, route.team_id)?;
    let members = teams::members(db, route.team_id)?;
    let step = route_steps::table.find(RouteStepId::new(step)).select(Step::as_select()).first(db);
    Ok(Some(RouteNews { step: step.optional()?, route, idea, team, members }))
}

/// A question of a team that waits for the author of an idea.
#[derive(Debug, Clone)]
pub struct Question {
    /// The route it was asked on.
    pub route: RouteId,
    /// The name of the team that asks.
    pub team: String,
    /// The question, in plain text.
    pub text: String,
    /// When it was asked.
    pub asked_at: Timestamp,
}

/// The questions that wait for this person on this idea and on those that are part of it, as far as they are its author
/// or theirs.
pub fn questions_for(db: &mut Db, idea: IdeaId, person: PersonId) -> Result<Vec<Question>> {
    use crate::db::schema::teams as team;
    let here = merges::with_parts(db, idea)?;
    let asked: Vec<(RouteId, String)> = routes::table
        .inner_join(ideas::table)
        .inner_join(team::table)
        .filter(routes::idea_id.eq_any(here))
        .filter(ideas::author_id.eq(person))
        .filter(diesel::dsl::sql::<Bool>(merges::STANDS))
        .filter(routes::asked_of.eq(Some(AskedOf::Author)))
        .order(routes::id)
        .select((routes::id, team::name))
        .load(db)?;
    let ids: Vec<RouteId> = asked.iter().map(|(route, _)| *route).collect();
    let steps: Vec<Step> = route_steps::table
        .filter(route_steps::route_id.eq_any(ids))
        .filter(route_steps::kind.eq(StepKind::AskedAuthor))
        .order(route_steps::id)
        .select(Step::as_select())
        .load(db)?;
    let mut last: HashMap<RouteId, Step> = steps.into_iter().map(|step| (step.route_id, step)).collect();
    Ok(asked
        .into_iter()
        .filter_map(|(route, team)| {
            let step = last.remove(&route)?;
            Some(Question { route, team, text: step.body, asked_at: step.created_at })
        })
        .collect())
}

/// Open routes that are overdue, those longest overdue first, with their ideas' titles and teams; for mails to managers.
/// Routes of hidden ideas are not among them.
pub fn overdue(db: &mut Db, now: Timestamp, limit: i64) -> Result<Vec<Card>> {
    use crate::db::schema::teams as team;
    Ok(routes::table
        .inner_join(ideas::table)
        .inner_join(team::table)
        .filter(diesel::dsl::sql::<Bool>(RouteState::IS_OPEN))
        .filter(routes::due_at.lt(Some(now)))
        .filter(diesel::dsl::sql::<Bool>(merges::STANDS))
        .order((routes::due_at, routes::id))
        .limit(limit)
        .select(Card::as_select())
        .load(db)?)
}
