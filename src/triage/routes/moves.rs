//! Moving a route on. Each move locks the route, asks the policy and the table, and leaves a step, an act and an event.

use diesel::prelude::*;
use serde_json::json;

use super::model::state_after;
use super::send::{add_step, send_on};
use super::{AskedOf, Move, Route, RouteState, SendDraft, Side, Step, StepKind};
use crate::db::Db;
use crate::db::schema::{ideas, route_steps, routes};
use crate::error::{Error, Result};
use crate::history::{ActAudience, ActKind, NewAct};
use crate::ids::{IdeaId, PersonId, RouteId, RouteStepId, TeamId};
use crate::merges;
use crate::outbox::{self, Event};
use crate::people::{self, Person, bans};
use crate::ranking::store::Ranked;
use crate::text::clean;
use crate::time::Timestamp;
use crate::triage::{clocks, policy, queries, teams};

/// Most characters in what is said with a move.
pub const WORDS_MAX: usize = 2_000;

/// Makes a move. Making one that has been made already is a conflict, and says so.
///
/// # Errors
/// `NotFound` when the route is not theirs to see, `Conflict` when the state does not allow the move, `Banned` for an author
/// who is.
pub fn move_on(
    db: &mut Db,
    actor: &Person,
    route: RouteId,
    act: Move,
    words: &str,
    now: Timestamp,
) -> Result<Route> {
    let route = lock(db, route)?;
    let idea = crate::ideas::queries::find(db, route.idea_id)?;
    let own = clocks::within_reach(db, actor, &route)?;
    if !policy::may_move(actor, &own, &route, idea.author_id, act) {
        let sees = policy::may_see_inbox(actor, &own, route.team_id);
        return Err(if sees { Error::Forbidden("error-role") } else { Error::NotFound });
    }
    refuse_hidden(db, route.idea_id)?;
    if act.side(route.asked_of) == Side::Author {
        bans::refuse_banned_on(db, actor.id, idea.board_id, now)?;
    }
    if !act.from().contains(&route.state) {
        return Err(Error::Conflict("error-route-moved"));
    }
    if !policy::may_ask_author(has_left(db, idea.author_id)?, act) {
        return Err(Error::Conflict("error-author-left"));
    }
    let words = parse_words(words, act)?;
    if was_just_said(db, actor, route.id, act, &words)? {
        return Ok(route);
    }
    let (state, asked_of) = after(db, &route, act)?;
    diesel::update(routes::table.find(route.id))
        .set((routes::state.eq(state), routes::asked_of.eq(asked_of), routes::updated_at.eq(now)))
        .execute(db)?;
    take_over(db, actor, &route, act, &own)?;
    tell(db, actor, &route, (act.step(), &words), state, now)?;
    queries::find_route(db, route.id)
}

fn parse_words(typed: &str, act: Move) -> Result<String> {
    match act.wants_words() {
        None if clean::is_invisible(typed) => Ok(String::new()),
        missing => {
            crate::triage::plain_text(typed, WORDS_MAX, "words", missing.unwrap_or("error-note-empty"))
        }
    }
}

/// Whether somebody has deleted their account.
pub fn has_left(db: &mut Db, person: PersonId) -> Result<bool> {
    Ok(people::queries::find(db, person)?.is_none_or(|person| person.former_at.is_some()))
}

/// Whether the last step says this already: a form that was sent twice tells everybody once.
fn was_just_said(db: &mut Db, actor: &Person, route: RouteId, act: Move, words: &str) -> Result<bool> {
    if !matches!(act, Move::Report | Move::Publish) {
        return Ok(false);
    }
    let last: Option<Step> = route_steps::table
        .filter(route_steps::route_id.eq(route))
        .order(route_steps::id.desc())
        .select(Step::as_select())
        .first(db)
        .optional()?;
    Ok(last.is_some_and(|step| {
        step.kind == act.step() && step.person_id == Some(actor.id) && step.body == words
    }))
}

fn after(db: &mut Db, route: &Route, act: Move) -> Result<(RouteState, Option<AskedOf>)> {
    Ok(match act {
        Move::Accept => (RouteState::Accepted, None),
        Move::AskDesk => (RouteState::Asked, Some(AskedOf::Desk)),
        Move::AskAuthor => (RouteState::Asked, Some(AskedOf::Author)),
        Move::Answer => (state_after(&kinds(db, route.id)?), None),
        Move::Start => (RouteState::InWork, None),
        Move::Report | Move::Publish => (route.state, None),
        Move::Finish => (RouteState::Done, None),
        Move::Decline => (RouteState::Declined, None),
        Move::Reopen => (RouteState::New, None),
        Move::TakeBack => (RouteState::Closed, None),
    })
}

fn kinds(db: &mut Db, route: RouteId) -> Result<Vec<StepKind>> {
    Ok(route_steps::table
        .filter(route_steps::route_id.eq(route))
        .order(route_steps::id)
        .select(route_steps::kind)
        .load(db)?)
}

/// Whoever of the team accepts or starts what nobody sees to, sees to it.
fn take_over(db: &mut Db, actor: &Person, route: &Route, act: Move, own: &[TeamId]) -> Result<()> {
    let takes = matches!(act, Move::Accept | Move::Start);
    if takes && route.assignee_id.is_none() && own.contains(&route.team_id) {
        diesel::update(routes::table.find(route.id))
            .set(routes::assignee_id.eq(Some(actor.id)))
            .execute(db)?;
    }
    Ok(())
}

/// Gives a route to a member of its team, or to nobody.
pub fn assign(
    db: &mut Db,
    actor: &Person,
    route: RouteId,
    to: Option<PersonId>,
    now: Timestamp,
) -> Result<()> {
    let route = lock_for_team(db, actor, route)?;
    // Whoever sees to it since it was escalated to them may be of no team, or of another.
    if route.assignee_id == to {
        return Ok(());
    }
    let members = teams::members(db, route.team_id)?;
    let chosen = to.map(|id| members.iter().find(|member| member.id == id));
    let name = match chosen {
        Some(None) => return Err(Error::field("assignee", "error-assignee")),
        Some(Some(member)) => member.name.clone(),
        None => String::new(),
    };
    diesel::update(routes::table.find(route.id))
        .set((routes::assignee_id.eq(to), routes::updated_at.eq(now)))
        .execute(db)?;
    tell(db, actor, &route, (StepKind::Assigned, &name), route.state, now)
}

/// Gives a route to a member of its team because a rule says so.
pub(in crate::triage) fn assign_by_rule(
    db: &mut Db,
    route: RouteId,
    (to, name): (PersonId, &str),
    now: Timestamp,
) -> Result<()> {
    diesel::update(routes::table.find(route)).set(routes::assignee_id.eq(Some(to))).execute(db)?;
    add_step(db, route, None, StepKind::Assigned, name, now).map(drop)
}

/// Asks the author because a rule says so, if a question reaches them and they may answer it. The rule has just sent the
/// route.
pub(in crate::triage) fn ask_by_rule(db: &mut Db, route: RouteId, words: &str, now: Timestamp) -> Result<()> {
    let idea = queries::find_route(db, route)?.idea_id;
    let idea = crate::ideas::queries::find(db, idea)?;
    let author = people::queries::find(db, idea.author_id)?;
    let is_reached = author.filter(|author| author.is_here() && author.email.is_some());
    let Some(author) = is_reached else { return Ok(()) };
    if bans::active_on(db, author.id, idea.board_id, now)?.is_some() {
        return Ok(());
    }
    diesel::update(routes::table.find(route))
        .set((routes::state.eq(RouteState::Asked), routes::asked_of.eq(Some(AskedOf::Author))))
        .execute(db)?;
    let step = add_step(db, route, None, StepKind::AskedAuthor, words, now)?;
    outbox::record(db, &Event::RuleAsked { route, step: step.raw() }, now)?;
    clocks::follow(db, route, StepKind::AskedAuthor, now)
}

/// Moves the day by which a route is due.
pub fn set_due(
    db: &mut Db,
    actor: &Person,
    route: RouteId,
    due_at: Option<Timestamp>,
    now: Timestamp,
) -> Result<()> {
    let route = lock_for_team(db, actor, route)?;
    // Nothing is due while the clock is paused; what is left on it is cleared all the same.
    let was_left = due_at.is_none() && clocks::forget_left(db, route.id)?;
    if route.due_at == due_at && !was_left {
        return Ok(());
    }
    diesel::update(routes::table.find(route.id))
        .set((routes::due_at.eq(due_at), routes::updated_at.eq(now)))
        .execute(db)?;
    let day = due_at.map_or_else(String::new, Timestamp::to_rfc3339);
    tell(db, actor, &route, (StepKind::DueChanged, &day), route.state, now)
}

/// Makes a report that everybody could read one of the team again; it is gone from the idea's page at once.
pub fn withdraw(
    db: &mut Db,
    actor: &Person,
    route: RouteId,
    step: RouteStepId,
    now: Timestamp,
) -> Result<()> {
    let route = lock(db, route)?;
    let own = clocks::within_reach(db, actor, &route)?;
    policy::must_work_for(actor, &own, route.team_id)?;
    let published = route_steps::table
        .find(step)
        .filter(route_steps::route_id.eq(route.id))
        .filter(route_steps::kind.eq(StepKind::Published));
    let changed = diesel::update(published).set(route_steps::kind.eq(StepKind::Reported)).execute(db)?;
    if changed == 0 {
        return Err(Error::Conflict("error-route-moved"));
    }
    diesel::update(routes::table.find(route.id)).set(routes::updated_at.eq(now)).execute(db)?;
    Ok(())
}

/// Takes what a team is done with off the list of what is back at the desk; the route stays as it is.
///
/// # Errors
/// `Conflict` when the team is not done with it.
pub fn settle(db: &mut Db, actor: &Person, route: RouteId, now: Timestamp) -> Result<()> {
    policy::may_route(actor)?;
    let route = lock(db, route)?;
    if route.state != RouteState::Done {
        return Err(Error::Conflict("error-route-moved"));
    }
    diesel::update(routes::table.find(route.id)).set(routes::settled_at.eq(Some(now))).execute(db)?;
    Ok(())
}

/// Hands an idea over: closes this team's route and sends the idea to another team, due on the same day, or in the working
/// time that was left while it was paused. Members of the team may, and whoever routes.
pub fn reassign(
    db: &mut Db,
    actor: &Person,
    route: RouteId,
    to: TeamId,
    words: &str,
    now: Timestamp,
) -> Result<RouteId> {
    let route = lock(db, route)?;
    let own = clocks::within_reach(db, actor, &route)?;
    policy::must_work_for(actor, &own, route.team_id)?;
    if route.team_id == to {
        return Err(Error::field("team", "error-route-same-team"));
    }
    if route.state == RouteState::Done || route.state == RouteState::Closed {
        return Err(Error::Conflict("error-route-moved"));
    }
    let due = clocks::due_at_another(db, &route, to, now)?;
    let draft = SendDraft::parse(to, words, due)?;
    diesel::update(routes::table.find(route.id))
        .set((
            routes::state.eq(RouteState::Closed),
            routes::asked_of.eq(None::<AskedOf>),
            routes::updated_at.eq(now),
        ))
        .execute(db)?;
    let name = teams::find(db, to)?.name;
    tell(db, actor, &route, (StepKind::Reassigned, &name), RouteState::Closed, now)?;
    send_on(db, actor, route.idea_id, &draft, now)
}

/// Locks a route that the team has something to do with, for whoever does its work.
pub(super) fn lock_for_team(db: &mut Db, actor: &Person, route: RouteId) -> Result<Route> {
    let route = lock(db, route)?;
    let own = clocks::within_reach(db, actor, &route)?;
    policy::must_work_for(actor, &own, route.team_id)?;
    refuse_hidden(db, route.idea_id)?;
    if route.state.is_open() { Ok(route) } else { Err(Error::Conflict("error-route-moved")) }
}

/// Refuses what nobody sees. With a merged idea teams go on: it is seen as part of another.
pub(super) fn refuse_hidden(db: &mut Db, idea: IdeaId) -> Result<()> {
    if merges::seen_by(db, idea)? > 0 { Ok(()) } else { Err(Error::Forbidden("error-desk-hidden")) }
}

/// The idea's lock is the route's: whoever moves one of its routes waits for whoever does something else to it.
fn lock(db: &mut Db, route: RouteId) -> Result<Route> {
    let idea = queries::find_route(db, route)?.idea_id;
    Ranked::lock(db, idea)?;
    queries::find_route(db, route)
}

/// Leaves a step, an act and an event.
pub(super) fn tell(
    db: &mut Db,
    actor: &Person,
    route: &Route,
    (kind, words): (StepKind, &str),
    state: RouteState,
    now: Timestamp,
) -> Result<()> {
    let step = add_step(db, route.id, Some(actor.id), kind, words, now)?;
    let (act, audience) = match kind {
        StepKind::Published => (ActKind::Progress, ActAudience::Public),
        _ => (ActKind::RouteMoved, ActAudience::Staff),
    };
    NewAct::new(act, audience, Some(actor.id))
        .idea(route.idea_id)
        .detail(
            json!({ "team": route.team_id, "route": route.id, "state": state, "step": kind, "said": step }),
        )
        .record(db, now)?;
    outbox::record(db, &Event::RouteMoved { route: route.id, step: step.raw(), by: actor.id }, now)?;
    clocks::follow(db, route.id, kind, now)
}

/// Ends the questions that wait for somebody who has left: each route is where it was when the team asked.
pub(in crate::triage) fn end_questions_to(db: &mut Db, author: PersonId, now: Timestamp) -> Result<()> {
    let waiting: Vec<RouteId> = routes::table
        .inner_join(ideas::table)
        .filter(routes::asked_of.eq(Some(AskedOf::Author)))
        .filter(ideas::author_id.eq(author))
        .order((routes::idea_id, routes::id))
        .select(routes::id)
        .load(db)?;
    for route in waiting {
        let route = lock(db, route)?;
        if !route.waits_for_author() {
            continue;
        }
        let state = state_after(&kinds(db, route.id)?);
        diesel::update(routes::table.find(route.id))
            .set((routes::state.eq(state), routes::asked_of.eq(None::<AskedOf>), routes::updated_at.eq(now)))
            .execute(db)?;
        add_step(db, route.id, None, StepKind::AuthorLeft, "", now)?;
        clocks::follow(db, route.id, StepKind::AuthorLeft, now)?;
    }
    Ok(())
}
