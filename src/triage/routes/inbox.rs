//! What a team has before it, and what came back to the desk. Routes of hidden ideas are on neither list.

use std::collections::HashMap;

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool};

use super::{Estimate, Route, RouteState, Step, StepKind, WorkItem, estimates_of, work_of};
use crate::db::Db;
use crate::db::page::Page;
use crate::db::schema::{ideas, route_steps, routes, rules, teams};
use crate::error::{Error, Result};
use crate::ids::{IdeaId, PersonId, RouteId, RouteStepId, RuleId, TeamId};
use crate::merges;
use crate::time::Timestamp;

/// How many open routes a page of an inbox shows.
pub const OPEN_SHOWN: usize = 100;
/// When a route is due, and last of all if it has no day; as the index of inboxes has it.
const DUE: &str = "COALESCE(routes.due_at, 9223372036854775807)";
/// How many closed routes an inbox shows.
const CLOSED_SHOWN: i64 = 20;
/// How many routes the list of what came back shows for each reason.
const RETURNED_SHOWN: i64 = 100;

/// A route with what its card says.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = routes)]
pub struct Card {
    /// The route.
    #[diesel(embed)]
    pub route: Route,
    /// The idea's title.
    #[diesel(select_expression = ideas::title)]
    pub title: String,
    /// Who posted the idea.
    #[diesel(select_expression = ideas::author_id)]
    pub author_id: PersonId,
    /// Its counted promotions.
    #[diesel(select_expression = ideas::promotions)]
    pub promotions: i64,
    /// When the company last answered it.
    #[diesel(select_expression = ideas::answered_at)]
    pub answered_at: Option<Timestamp>,
    /// The team's name.
    #[diesel(select_expression = teams::name)]
    pub team: String,
}

/// Which routes of a team are asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct InboxFilter {
    /// Those of this member.
    pub assignee: Option<PersonId>,
    /// Those that nobody sees to.
    pub unassigned: bool,
    /// Those that are overdue as of this moment.
    pub overdue_at: Option<Timestamp>,
}

/// A team's inbox.
#[derive(Debug, Clone)]
pub struct Inbox {
    /// A page of the open routes, those due first, first.
    pub open: Page<Card>,
    /// The last twenty that were closed; on the first page only.
    pub closed: Vec<Card>,
    /// Overdue routes of other teams that were escalated to this one; on the first page of the whole inbox only.
    pub escalated: Vec<Card>,
    /// What was last said about each route: question, answer, reason, report.
    pub said: HashMap<RouteId, Step>,
    /// Names of the rules that sent them.
    pub rules: HashMap<RuleId, String>,
    /// What the team expects them to cost.
    pub estimates: HashMap<RouteId, Estimate>,
    /// Addresses in the team's tracker.
    pub work: HashMap<RouteId, Vec<WorkItem>>,
}

/// The inbox of a team, from its beginning or behind the last open route of the page before.
pub fn inbox(db: &mut Db, team: TeamId, filter: InboxFilter, after: Option<&str>) -> Result<Inbox> {
    let open = open_cards(db, team, filter, after)?;
    let is_first = after.is_none();
    let closed =
        if is_first && filter.overdue_at.is_none() { closed_cards(db, team, filter)? } else { Vec::new() };
    let is_whole = filter.assignee.is_none() && !filter.unassigned && filter.overdue_at.is_none();
    let escalated = if is_first && is_whole { escalated_cards(db, team)? } else { Vec::new() };
    let all: Vec<&Route> =
        open.items.iter().chain(&closed).chain(&escalated).map(|card| &card.route).collect();
    let ids: Vec<RouteId> = all.iter().map(|route| route.id).collect();
    let said = last_said(db, &ids)?;
    let rules = rule_names(db, &all)?;
    let (estimates, work) = (estimates_of(db, &ids)?, work_of(db, &ids)?);
    Ok(Inbox { open, closed, escalated, said, rules, estimates, work })
}

fn open_cards(db: &mut Db, team: TeamId, filter: InboxFilter, after: Option<&str>) -> Result<Page<Card>> {
    let mut query = routes::table
        .inner_join(ideas::table)
        .inner_join(teams::table)
        .filter(routes::team_id.eq(team))
        .filter(sql::<Bool>(RouteState::IS_OPEN))
        .filter(sql::<Bool>(merges::STANDS))
        .order((sql::<BigInt>(DUE), routes::id))
        .limit(i64::try_from(OPEN_SHOWN).unwrap_or(i64::MAX).saturating_add(1))
        .select(Card::as_select())
        .into_boxed();
    if let Some(person) = filter.assignee {
        query = query.filter(routes::assignee_id.eq(Some(person)));
    }
    if filter.unassigned {
        query = query.filter(routes::assignee_id.is_null());
    }
    if let Some(now) = filter.overdue_at {
        query = query.filter(routes::due_at.lt(Some(now)));
    }
    if let Some((due, id)) = after.map(cursor).transpose()? {
        // The first of the two bounds where the index is read from.
        query =
            query.filter(sql::<BigInt>(DUE).ge(due)).filter(sql::<BigInt>(DUE).gt(due).or(routes::id.gt(id)));
    }
    Ok(Page::cut(query.load(db)?, OPEN_SHOWN, |card: &Card| {
        format!("{}_{}", card.route.due_at.map_or(i64::MAX, Timestamp::micros), card.route.id)
    }))
}

fn cursor(text: &str) -> Result<(i64, RouteId)> {
    let parts = text.split_once('_');
    let parsed = parts.and_then(|(due, id)| Some((due.parse().ok()?, id.parse().ok()?)));
    parsed.ok_or_else(|| Error::field("after", "error-cursor"))
}

fn escalated_cards(db: &mut Db, team: TeamId) -> Result<Vec<Card>> {
    let ids = crate::triage::clocks::escalated_to(db, team)?;
    Ok(routes::table
        .inner_join(ideas::table)
        .inner_join(teams::table)
        .filter(routes::id.eq_any(ids))
        .filter(sql::<Bool>(merges::STANDS))
        .order((routes::due_at, routes::id))
        .select(Card::as_select())
        .load(db)?)
}

fn closed_cards(db: &mut Db, team: TeamId, filter: InboxFilter) -> Result<Vec<Card>> {
    let mut query = routes::table
        .inner_join(ideas::table)
        .inner_join(teams::table)
        .filter(routes::team_id.eq(team))
        // Written out, as the index is on these.
        .filter(sql::<Bool>("routes.state IN ('declined', 'done', 'closed')"))
        .filter(sql::<Bool>(merges::STANDS))
        .order((routes::updated_at.desc(), routes::id.desc()))
        .limit(CLOSED_SHOWN)
        .select(Card::as_select())
        .into_boxed();
    if let Some(person) = filter.assignee {
        query = query.filter(routes::assignee_id.eq(Some(person)));
    }
    Ok(query.load(db)?)
}

/// Why a route is back at the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Back {
    /// The team asks the desk.
    Question,
    /// The team did its part, and the company has neither answered since nor ended the matter.
    Done,
    /// The team declined, and the company has not answered since.
    Declined,
}

impl Back {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Question, Self::Done, Self::Declined];

    /// Written out, as the indexes are on these.
    fn condition(self) -> &'static str {
        match self {
            Self::Question => {
                "((routes.state = 'declined' OR routes.asked_of = 'desk') AND routes.asked_of = 'desk')"
            }
            Self::Done => {
                "(routes.state = 'done' AND (routes.settled_at IS NULL OR routes.settled_at < routes.updated_at) \
                 AND (ideas.answered_at IS NULL OR ideas.answered_at < routes.updated_at) \
                 AND ideas.status_kind NOT IN ('done', 'closed'))"
            }
            Self::Declined => {
                "((routes.state = 'declined' OR routes.asked_of = 'desk') AND routes.state = 'declined' \
                 AND (ideas.answered_at IS NULL OR ideas.answered_at <= routes.updated_at))"
            }
        }
    }
}

/// What is back at the desk for one reason: those that wait longest, first; at most a hundred, with what was said.
#[derive(Debug, Clone, Default)]
pub struct Returned {
    /// The routes.
    pub cards: Vec<Card>,
    /// What was last said about each.
    pub said: HashMap<RouteId, Step>,
    /// Whether there are more than these.
    pub is_cut: bool,
}

/// What is back at the desk for this reason.
pub fn returned(db: &mut Db, back: Back) -> Result<Returned> {
    let mut cards: Vec<Card> = routes::table
        .inner_join(ideas::table)
        .inner_join(teams::table)
        .filter(sql::<Bool>(back.condition()))
        .filter(sql::<Bool>(merges::STANDS))
        .order((routes::updated_at, routes::id))
        .limit(RETURNED_SHOWN + 1)
        .select(Card::as_select())
        .load(db)?;
    let is_cut = i64::try_from(cards.len()).is_ok_and(|len| len > RETURNED_SHOWN);
    if is_cut {
        cards.pop();
    }
    let said = last_said(db, &cards.iter().map(|card| card.route.id).collect::<Vec<_>>())?;
    Ok(Returned { cards, said, is_cut })
}

/// How much is back at the desk; of each reason, up to so many are counted.
pub(in crate::triage) fn count_returned(db: &mut Db, most: i64) -> Result<usize> {
    let mut count = 0;
    for back in Back::ALL {
        let found: Vec<RouteId> = routes::table
            .inner_join(ideas::table)
            .filter(sql::<Bool>(back.condition()))
            .filter(sql::<Bool>(merges::STANDS))
            .limit(most)
            .select(routes::id)
            .load(db)?;
        count += found.len();
    }
    Ok(count)
}

/// What the ideas of these cards that were merged are part of now, and its title.
pub fn homes_of<'c>(
    db: &mut Db,
    cards: impl Iterator<Item = &'c Card>,
) -> Result<HashMap<IdeaId, (IdeaId, String)>> {
    let homes = merges::homes(db, &cards.map(|card| card.route.idea_id).collect::<Vec<_>>())?;
    let ids: Vec<IdeaId> = homes.values().copied().collect();
    let titles: HashMap<IdeaId, String> = ideas::table
        .filter(ideas::id.eq_any(ids))
        .select((ideas::id, ideas::title))
        .load::<(IdeaId, String)>(db)?
        .into_iter()
        .collect();
    let named = |(idea, home): (IdeaId, IdeaId)| Some((idea, (home, titles.get(&home)?.clone())));
    Ok(homes.into_iter().filter_map(named).collect())
}

/// The routes of these ideas, newest first, with what was last said about each.
pub(in crate::triage) fn of_ideas(
    db: &mut Db,
    ids: &[IdeaId],
) -> Result<(Vec<Card>, HashMap<RouteId, Step>)> {
    let cards: Vec<Card> = routes::table
        .inner_join(ideas::table)
        .inner_join(teams::table)
        .filter(routes::idea_id.eq_any(ids))
        .order(routes::id.desc())
        .select(Card::as_select())
        .load(db)?;
    let said = last_said(db, &cards.iter().map(|card| card.route.id).collect::<Vec<_>>())?;
    Ok((cards, said))
}

/// What was last said about each of these routes, however much was said before: two queries.
fn last_said(db: &mut Db, ids: &[RouteId]) -> Result<HashMap<RouteId, Step>> {
    let telling = [
        StepKind::AskedDesk,
        StepKind::AskedAuthor,
        StepKind::Answered,
        StepKind::Reported,
        StepKind::Published,
        StepKind::Declined,
        StepKind::Finished,
    ];
    let last: Vec<Option<RouteStepId>> = route_steps::table
        .filter(route_steps::route_id.eq_any(ids))
        .filter(route_steps::kind.eq_any(telling))
        .filter(route_steps::body.ne(""))
        .group_by(route_steps::route_id)
        .select(diesel::dsl::max(route_steps::id))
        .load(db)?;
    let steps: Vec<Step> = route_steps::table
        .filter(route_steps::id.eq_any(last.into_iter().flatten()))
        .select(Step::as_select())
        .load(db)?;
    Ok(steps.into_iter().map(|step| (step.route_id, step)).collect())
}

fn rule_names(db: &mut Db, routes: &[&Route]) -> Result<HashMap<RuleId, String>> {
    let ids: Vec<RuleId> = routes.iter().filter_map(|route| route.rule_id).collect();
    let names: Vec<(RuleId, String)> =
        rules::table.filter(rules::id.eq_any(ids)).select((rules::id, rules::name)).load(db)?;
    Ok(names.into_iter().collect())
}
