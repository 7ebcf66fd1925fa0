//! What a rule does with an idea that fits: once, all of it in one transaction.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Rule;
use crate::calendars;
use crate::db::Db;
use crate::db::schema::{idea_tags, people, routes, rule_acts, teams};
use crate::error::Result;
use crate::history::{ActAudience, ActKind, NewAct};
use crate::ideas::Idea;
use crate::ids::{IdeaId, PersonId, RouteId, RuleId, TagId, TeamId};
use crate::outbox::{self, Event};
use crate::people::Role;
use crate::ranking::store::Ranked;
use crate::settings::Settings;
use crate::time::Timestamp;
use crate::triage::routes::{self as route_rows, RouteState, send_by_rule};
use crate::triage::teams as team_rows;

/// What a rule does, stored as JSON. What is empty is not done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Actions {
    /// Whether it sends at all; if not, the rule's team means nothing.
    pub sends: bool,
    /// Teams besides the rule's own: of all, the one with the fewest open routes gets the idea.
    pub others: Vec<TeamId>,
    /// Who is to see to it, if they are a member of the team that gets it.
    pub owner: Option<PersonId>,
    /// What the author is asked, in the team's name.
    pub question: String,
    /// A tag that is added.
    pub tag: Option<TagId>,
    /// Somebody who is told.
    pub person: Option<PersonId>,
    /// A team that is told.
    pub team: Option<TeamId>,
}

impl Default for Actions {
    fn default() -> Self {
        Self {
            sends: true,
            others: Vec::new(),
            owner: None,
            question: String::new(),
            tag: None,
            person: None,
            team: None,
        }
    }
}

impl Actions {
    /// Whether it does nothing.
    pub fn is_empty(&self) -> bool {
        !self.sends && self.tag.is_none() && self.person.is_none() && self.team.is_none()
    }

    /// Whether it only sends.
    pub(super) fn only_sends(&self) -> bool {
        self.sends && self.tag.is_none() && self.person.is_none() && self.team.is_none()
    }

    /// Whether there is anything to do with an idea that one of its teams has or had, or that one of them would take.
    pub(super) fn does_anything(&self, is_served: bool, is_taken: bool) -> bool {
        if is_served { !self.only_sends() } else { !self.sends || is_taken }
    }

    /// The teams that it may send to.
    pub fn targets(&self, first: TeamId) -> Vec<TeamId> {
        if !self.sends {
            return Vec::new();
        }
        std::iter::once(first).chain(self.others.iter().copied()).collect()
    }
}

/// Those of some ideas that a rule has acted on.
pub(super) fn acted_on(db: &mut Db, rule: RuleId, ideas: &[IdeaId]) -> Result<Vec<IdeaId>> {
    Ok(rule_acts::table
        .filter(rule_acts::rule_id.eq(rule))
        .filter(rule_acts::idea_id.eq_any(ideas))
        .select(rule_acts::idea_id)
        .load(db)?)
}

/// The rules that have acted on an idea.
pub(super) fn acted(db: &mut Db, idea: IdeaId) -> Result<Vec<RuleId>> {
    Ok(rule_acts::table.filter(rule_acts::idea_id.eq(idea)).select(rule_acts::rule_id).load(db)?)
}

/// The teams that have or had an idea.
pub(super) fn served(db: &mut Db, idea: IdeaId) -> Result<Vec<TeamId>> {
    Ok(routes::table.filter(routes::idea_id.eq(idea)).select(routes::team_id).load(db)?)
}

/// Does what a rule says. Nothing is done, and nothing remembered, when a team of a rule that only sends has or had the
/// idea, or when all teams of a rule that sends take nothing at present.
pub(super) fn act(db: &mut Db, rule: &Rule, idea: &Idea, settings: &Settings, now: Timestamp) -> Result<()> {
    let actions = rule.actions()?;
    let targets = actions.targets(rule.team_id);
    // Another instance may send the idea at this moment: from here on it waits.
    Ranked::lock(db, idea.id)?;
    let served = served(db, idea.id)?;
    let is_served = targets.iter().any(|team| served.contains(team));
    let open = takers(db, &targets)?;
    if !actions.does_anything(is_served, !open.is_empty()) || !remember(db, rule.id, idea.id, now)? {
        return Ok(());
    }
    if let Some(team) = least_loaded(db, &open)?.filter(|_| !is_served) {
        let due = calendars::of_team(db, team)?.close_after(now, rule.due_days);
        if let Some(route) = send_by_rule(db, idea.id, (rule.id, team), due, now)? {
            hand_on(db, route, team, &actions, now)?;
        }
    }
    if let Some(tag) = actions.tag {
        add_tag(db, idea, tag, settings, now)?;
    }
    if actions.tag.is_some() || actions.person.is_some() || actions.team.is_some() {
        let (name, person, team) = (rule.name.clone(), actions.person, actions.team);
        outbox::record(db, &Event::RuleActed { rule: rule.id, idea: idea.id, name, person, team }, now)?;
    }
    Ok(())
}

/// Remembers that a rule acts on an idea; `false` when it has already.
fn remember(db: &mut Db, rule: RuleId, idea: IdeaId, now: Timestamp) -> Result<bool> {
    let values = (rule_acts::rule_id.eq(rule), rule_acts::idea_id.eq(idea), rule_acts::created_at.eq(now));
    let insert = diesel::insert_into(rule_acts::table).values(values);
    Ok(crate::each!(db, |c| insert
        .on_conflict((rule_acts::rule_id, rule_acts::idea_id))
        .do_nothing()
        .execute(c))?
        > 0)
}

/// Those of these teams that take routes.
pub(super) fn takers(db: &mut Db, teams: &[TeamId]) -> Result<Vec<TeamId>> {
    let open: Vec<TeamId> = teams::table
        .filter(teams::id.eq_any(teams))
        .filter(teams::archived_at.is_null())
        .select(teams::id)
        .load(db)?;
    Ok(teams.iter().copied().filter(|team| open.contains(team)).collect())
}

/// How many open routes each of these teams has, in their order.
pub fn loads(db: &mut Db, teams: &[TeamId]) -> Result<Vec<(TeamId, i64)>> {
    let counted: Vec<(TeamId, i64)> = routes::table
        .filter(routes::team_id.eq_any(teams))
        .filter(routes::state.eq_any(RouteState::OPEN))
        .group_by(routes::team_id)
        .select((routes::team_id, diesel::dsl::count_star()))
        .load(db)?;
    let count = |team: TeamId| counted.iter().find(|(own, _)| *own == team).map_or(0, |(_, count)| *count);
    Ok(teams.iter().map(|team| (*team, count(*team))).collect())
}

/// The first of those with the fewest open routes.
fn least_loaded(db: &mut Db, teams: &[TeamId]) -> Result<Option<TeamId>> {
    Ok(match teams {
        [] => None,
        [only] => Some(*only),
        several => loads(db, several)?.into_iter().min_by_key(|(_, load)| *load).map(|(team, _)| team),
    })
}

/// Gives what was sent to whoever is to see to it, and asks the author.
fn hand_on(db: &mut Db, route: RouteId, team: TeamId, actions: &Actions, now: Timestamp) -> Result<()> {
    if let Some(owner) = actions.owner {
        let members = team_rows::members(db, team)?;
        if let Some(member) = members.iter().find(|member| member.id == owner) {
            route_rows::assign_by_rule(db, route, (member.id, &member.name), now)?;
        }
    }
    if !actions.question.is_empty() {
        route_rows::ask_by_rule(db, route, &actions.question, now)?;
    }
    Ok(())
}

fn add_tag(db: &mut Db, idea: &Idea, tag: TagId, settings: &Settings, now: Timestamp) -> Result<()> {
    let Some(known) = settings.catalog.tag(tag) else { return Ok(()) };
    let audience = if known.is_staff_only { ActAudience::Staff } else { ActAudience::Public };
    let insert = diesel::insert_into(idea_tags::table)
        .values((idea_tags::idea_id.eq(idea.id), idea_tags::tag_id.eq(tag)));
    let is_new = crate::each!(db, |c| insert
        .on_conflict((idea_tags::idea_id, idea_tags::tag_id))
        .do_nothing()
        .execute(c))?
        > 0;
    if is_new {
        NewAct::new(ActKind::TagsChanged, audience, None)
            .idea(idea.id)
            .detail(json!({ "added": [tag], "removed": [] }))
            .record(db, now)?;
    }
    Ok(())
}

/// Who can be told or given things: members of staff, by name.
pub fn staff(db: &mut Db) -> Result<Vec<(PersonId, String)>> {
    Ok(people::table
        .filter(people::former_at.is_null())
        .filter(people::role.ne(Role::Customer))
        .order((people::name, people::id))
        .limit(500)
        .select((people::id, people::name))
        .load(db)?)
}

/// Remembers what rules have sent without being asked here: what came from an import or was played for the demo.
pub fn remember_routes(db: &mut Db) -> Result<()> {
    crate::db::execute(
        db,
        "INSERT INTO rule_acts (rule_id, idea_id, created_at) SELECT r.rule_id, r.idea_id, r.created_at FROM routes r \
         WHERE r.rule_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM rule_acts a WHERE a.rule_id = r.rule_id \
         AND a.idea_id = r.idea_id) AND NOT EXISTS (SELECT 1 FROM routes o WHERE o.rule_id = r.rule_id \
         AND o.idea_id = r.idea_id AND o.id < r.id)",
    )?;
    Ok(())
}
