//! Asking the rules whenever something happened to an idea.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::conditions::Text;
use super::store::list_on;
use super::{Conditions, Rule, Subject, actions};
use crate::accounts::demand::{self, Behind};
use crate::accounts::{queries as accounts, segments};
use crate::boards::StatusKind;
use crate::db::Db;
use crate::db::schema::{ideas, routes};
use crate::error::Result;
use crate::ideas::Idea;
use crate::ids::{AccountId, BoardId, IdeaId, TeamId};
use crate::jobs::{Progress, Step};
use crate::outbox::{Event, Recorded};
use crate::settings::Settings;
use crate::time::{DAY, Timestamp};

/// How many ideas one step of the daily job asks about.
const ASKED_AT_ONCE: i64 = 200;

/// Asks the rules after an event that can make one fit. Of rules for the same team the first that fits sends; a team that
/// has or had the idea is not sent it again, and no rule acts on an idea twice.
pub fn on_event(db: &mut Db, recorded: &Recorded, event: &Event, settings: &Settings) -> Result<()> {
    match event {
        Event::IdeaPosted { idea }
        | Event::IdeaEdited { idea, .. }
        | Event::IdeaVisibilityChanged { idea }
        | Event::VoteCast { idea, .. }
        | Event::RuleActed { idea, .. }
        | Event::Answered { idea, .. }
        | Event::StatusChanged { idea, .. } => {
            let rules = list_on(db)?;
            ask(db, &rules, *idea, settings, recorded.created_at)
        }
        _ => Ok(()),
    }
}

/// One step of asking the rules about ideas that wait for an answer: time alone can make one fit, and so can a change of
/// the accounts that ask.
pub fn ask_about_waiting(db: &mut Db, before: Progress, settings: &Settings, now: Timestamp) -> Result<Step> {
    let rules = list_on(db)?;
    let mut timed = Vec::new();
    for rule in rules {
        let conditions = rule.conditions()?;
        if conditions.waiting.is_some() || conditions.wants_customers() {
            timed.push(rule);
        }
    }
    if timed.is_empty() {
        return Ok(Step::Done(before));
    }
    let waiting: Vec<IdeaId> = ideas::table
        .filter(ideas::id.gt(IdeaId::new(before.after)))
        .filter(ideas::shown.gt(0))
        .filter(ideas::answered_at.is_null())
        .filter(ideas::status_kind.eq(StatusKind::Open))
        .order(ideas::id)
        .limit(ASKED_AT_ONCE)
        .select(ideas::id)
        .load(db)?;
    for idea in &waiting {
        ask(db, &timed, *idea, settings, now)?;
    }
    let done = before.done.saturating_add(i64::try_from(waiting.len()).unwrap_or(0));
    Ok(match waiting.last() {
        Some(last) => Step::More(Progress { after: last.raw(), done, ..before }),
        None => Step::Done(Progress { done, ..before }),
    })
}

fn ask(db: &mut Db, rules: &[Rule], idea: IdeaId, settings: &Settings, now: Timestamp) -> Result<()> {
    if rules.is_empty() {
        return Ok(());
    }
    let acted = actions::acted(db, idea)?;
    let open: Vec<&Rule> = rules.iter().filter(|rule| !acted.contains(&rule.id)).collect();
    if open.is_empty() {
        return Ok(());
    }
    let found = ideas::table.find(idea).select(Idea::as_select()).first(db).optional()?;
    let Some(idea) = found.filter(|idea| idea.shown > 0) else { return Ok(()) };
    let mut served: Vec<TeamId> =
        routes::table.filter(routes::idea_id.eq(idea.id)).select(routes::team_id).load(db)?;
    let subject = subject(db, &idea, now)?;
    for rule in open {
        let actions = rule.actions()?;
        let is_served = actions.targets(rule.team_id).iter().any(|team| served.contains(team));
        if is_served && actions.only_sends() {
            continue;
        }
        if fits(db, &rule.conditions()?, &subject)? {
            actions::act(db, rule, &idea, &mut served, settings, now)?;
        }
    }
    Ok(())
}

fn subject(db: &mut Db, idea: &Idea, now: Timestamp) -> Result<Subject> {
    let tags = crate::ideas::queries::tags_of(db, &[idea.id])?.into_iter().map(|(_, tag)| tag).collect();
    let waits = idea.answered_at.is_none() && idea.status_kind == StatusKind::Open;
    Ok(Subject {
        id: idea.id,
        board: idea.board_id,
        category: idea.category_id,
        tags,
        kind: idea.status_kind,
        text: Text::new(&idea.title, &idea.body),
        net: idea.ranks.net,
        people: idea.ranks.promotions + idea.ranks.demotions,
        impact: idea.ranks.impact,
        waiting: waits.then(|| now.since(idea.created_at) / DAY),
    })
}

fn fits(db: &mut Db, conditions: &Conditions, subject: &Subject) -> Result<bool> {
    if !conditions.hold_for(subject) {
        return Ok(false);
    }
    if conditions.wants_customers() {
        let members = members(db, conditions)?;
        let behind = behind(db, &[subject.id])?.remove(&subject.id).unwrap_or_default();
        if !conditions.hold_for_accounts(&members, &behind) {
            return Ok(false);
        }
    }
    match conditions.trending {
        Some(places) => Ok(first_in_trending(db, subject.board, places)?.contains(&subject.id)),
        None => Ok(true),
    }
}

/// The accounts in any of the segments that a rule names.
pub(super) fn members(db: &mut Db, conditions: &Conditions) -> Result<Vec<AccountId>> {
    let mut found = Vec::new();
    for segment in segments::list(db)?.iter().filter(|own| conditions.segments.contains(&own.id)) {
        found.extend(accounts::ids_meeting(db, &segment.conditions()?)?);
    }
    Ok(found)
}

/// The accounts behind these ideas, with what they pay.
pub(super) fn behind(db: &mut Db, ideas: &[IdeaId]) -> Result<HashMap<IdeaId, Vec<(AccountId, Behind)>>> {
    let mut found: HashMap<IdeaId, Vec<(AccountId, Behind)>> = HashMap::new();
    for ((idea, account), behind) in demand::stored(db, ideas)? {
        found.entry(idea).or_default().push((account, behind));
    }
    Ok(found)
}

/// The first `places` in Trending on a board: that many entries of its index.
pub(super) fn first_in_trending(db: &mut Db, board: BoardId, places: i64) -> Result<Vec<IdeaId>> {
    Ok(ideas::table
        .filter(ideas::board_id.eq(board))
        // Written out, as the index is on these.
        .filter(diesel::dsl::sql::<Bool>("ideas.shown > 0"))
        .order((ideas::heat.desc(), ideas::id.desc()))
        .limit(places.min(super::TRENDING_MAX))
        .select(ideas::id)
        .load(db)?)
}
