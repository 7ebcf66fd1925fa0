//! Sending an idea to a team. There is one route per idea and team: sending again opens it again.

use diesel::prelude::*;
use serde_json::json;

use super::moves::refuse_hidden;
use super::{Route, StepKind};
use crate::db::Db;
use crate::db::schema::{route_steps, routes};
use crate::error::{Error, Result};
use crate::history::{ActAudience, ActKind, NewAct};
use crate::ids::{IdeaId, PersonId, RouteId, RouteStepId, RuleId, TeamId};
use crate::outbox::{self, Event};
use crate::people::Person;
use crate::ranking::store::Ranked;
use crate::text::clean;
use crate::time::Timestamp;
use crate::triage::{clocks, policy, queries, teams};

use super::RouteState;

/// Which teams have the idea before the eyes of whoever sends it: if it is no longer so, they hear of it before
/// anything changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held(String);

impl Held {
    /// The routes of an idea as they stand; those that are closed do not matter.
    pub fn of(routes: impl IntoIterator<Item = (RouteId, RouteState)>) -> Self {
        let open = routes.into_iter().filter(|(_, state)| state.is_open());
        let mut ids: Vec<RouteId> = open.map(|(id, _)| id).collect();
        ids.sort_unstable();
        let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
        Self(if ids.is_empty() { "none".to_owned() } else { ids.join(".") })
    }

    /// Back from a form.
    pub fn from_form(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// For a form.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What is sent to which team.
#[derive(Debug, Clone)]
pub struct SendDraft {
    team: TeamId,
    note: String,
    due_at: Option<Timestamp>,
    held: Option<Held>,
}

impl SendDraft {
    /// Parses what was typed; `due_at` is the end of the day by which it is due.
    pub fn parse(team: TeamId, note: &str, due_at: Option<Timestamp>) -> Result<Self> {
        let note = if clean::is_invisible(note) {
            String::new()
        } else {
            crate::triage::plain_text(note, super::WORDS_MAX, "route_note", "error-note-empty")?
        };
        Ok(Self { team, note, due_at, held: None })
    }

    /// The same, refused if other teams have the idea than it was seen.
    #[must_use]
    pub fn if_still(mut self, held: Held) -> Self {
        self.held = Some(held);
        self
    }
}

/// Sends an idea to a team, or opens a closed route to it again.
///
/// # Errors
/// `Conflict` when the team has it already or somebody sent it elsewhere in the meantime, `Forbidden` when the idea is hidden or the team takes nothing.
pub fn send(db: &mut Db, by: &Person, idea: IdeaId, draft: &SendDraft, now: Timestamp) -> Result<RouteId> {
    policy::may_route(by)?;
    refuse_unfit(db, idea)?;
    send_on(db, by, idea, draft, now)
}

/// The same for whoever may hand the idea over, also a merged one: its routes stay its own.
pub(super) fn send_on(
    db: &mut Db,
    by: &Person,
    idea: IdeaId,
    draft: &SendDraft,
    now: Timestamp,
) -> Result<RouteId> {
    Ranked::lock(db, idea)?;
    refuse_hidden(db, idea)?;
    refuse_archived(db, draft.team)?;
    match queries::route_between(db, idea, draft.team)? {
        Some(route) if route.state.is_open() => Err(Error::Conflict("error-route-there")),
        _ if !is_as_seen(db, idea, draft)? => Err(Error::Conflict("error-route-meantime")),
        Some(route) => send_again(db, by.id, &route, draft, now),
        None => insert(db, idea, draft, (Some(by.id), None), now),
    }
}

fn is_as_seen(db: &mut Db, idea: IdeaId, draft: &SendDraft) -> Result<bool> {
    let Some(seen) = &draft.held else { return Ok(true) };
    let routes = routes::table.filter(routes::idea_id.eq(idea));
    let now: Vec<(RouteId, RouteState)> = routes.select((routes::id, routes::state)).load(db)?;
    Ok(*seen == Held::of(now))
}

/// Sends an idea to a team because a rule says so. Whatever was sent to that team before is not sent again.
pub fn send_by_rule(
    db: &mut Db,
    idea: IdeaId,
    (rule, team): (RuleId, TeamId),
    due_at: Timestamp,
    now: Timestamp,
) -> Result<Option<RouteId>> {
    refuse_unfit(db, idea)?;
    refuse_archived(db, team)?;
    if queries::route_between(db, idea, team)?.is_some() {
        return Ok(None);
    }
    let draft = SendDraft { team, note: String::new(), due_at: Some(due_at), held: None };
    insert(db, idea, &draft, (None, Some(rule)), now).map(Some)
}

/// Locks the idea, so that nobody else sends it to the same team at the same time.
fn refuse_unfit(db: &mut Db, idea: IdeaId) -> Result<()> {
    Ranked::lock(db, idea)?;
    policy::may_be_worked_on(&crate::ideas::queries::find(db, idea)?)
}

fn refuse_archived(db: &mut Db, team: TeamId) -> Result<()> {
    match teams::find(db, team)?.archived_at {
        Some(_) => Err(Error::Forbidden("error-team-archived")),
        None => Ok(()),
    }
}

fn insert(
    db: &mut Db,
    idea: IdeaId,
    draft: &SendDraft,
    (by, rule): (Option<PersonId>, Option<RuleId>),
    now: Timestamp,
) -> Result<RouteId> {
    let values = (
        routes::idea_id.eq(idea),
        routes::team_id.eq(draft.team),
        routes::rule_id.eq(rule),
        routes::sent_by.eq(by),
        routes::state.eq(RouteState::New),
        routes::note.eq(&draft.note),
        routes::due_at.eq(draft.due_at),
        routes::created_at.eq(now),
        routes::updated_at.eq(now),
    );
    let id: RouteId =
        diesel::insert_into(routes::table).values(values).returning(routes::id).get_result(db)?;
    tell(db, id, idea, (by, draft), StepKind::Sent, now)
}

fn send_again(
    db: &mut Db,
    by: PersonId,
    route: &Route,
    draft: &SendDraft,
    now: Timestamp,
) -> Result<RouteId> {
    diesel::update(routes::table.find(route.id))
        .set((
            routes::state.eq(RouteState::New),
            routes::asked_of.eq(None::<super::AskedOf>),
            routes::sent_by.eq(Some(by)),
            routes::note.eq(&draft.note),
            routes::due_at.eq(draft.due_at),
            routes::updated_at.eq(now),
        ))
        .execute(db)?;
    tell(db, route.id, route.idea_id, (Some(by), draft), StepKind::SentAgain, now)
}

fn tell(
    db: &mut Db,
    route: RouteId,
    idea: IdeaId,
    (by, draft): (Option<PersonId>, &SendDraft),
    kind: StepKind,
    now: Timestamp,
) -> Result<RouteId> {
    let step = add_step(db, route, by, kind, &draft.note, now)?;
    NewAct::new(ActKind::Routed, ActAudience::Staff, by)
        .idea(idea)
        .detail(json!({ "team": draft.team, "route": route }))
        .record(db, now)?;
    outbox::record(db, &Event::Routed { route, step: step.raw() }, now)?;
    clocks::follow(db, route, kind, now)?;
    Ok(route)
}

/// Writes down what happened to a route.
pub(in crate::triage) fn add_step(
    db: &mut Db,
    route: RouteId,
    by: Option<PersonId>,
    kind: StepKind,
    body: &str,
    now: Timestamp,
) -> Result<RouteStepId> {
    let values = (
        route_steps::route_id.eq(route),
        route_steps::person_id.eq(by),
        route_steps::kind.eq(kind),
        route_steps::body.eq(body),
        route_steps::created_at.eq(now),
    );
    Ok(diesel::insert_into(route_steps::table).values(values).returning(route_steps::id).get_result(db)?)
}
