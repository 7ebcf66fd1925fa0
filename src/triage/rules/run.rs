//! Asking the rules whenever something happened to an idea.

use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::conditions::Text;
use super::store::list_on;
use super::{Conditions, Subject};
use crate::db::Db;
use crate::db::schema::{ideas, routes, teams};
use crate::error::Result;
use crate::ideas::Idea;
use crate::ids::{BoardId, IdeaId, TeamId};
use crate::outbox::{Event, Recorded};
use crate::settings::Settings;
use crate::time::{DAY, Timestamp};
use crate::triage::routes::send_by_rule;

/// Asks the rules after an event that can make one fit. The first rule that fits sends to its team;
/// a team that has or had the idea is not sent it again.
pub fn on_event(db: &mut Db, recorded: &Recorded, event: &Event, _settings: &Settings) -> Result<()> {
    match event {
        Event::IdeaPosted { idea }
        | Event::IdeaEdited { idea, .. }
        | Event::IdeaVisibilityChanged { idea }
        | Event::VoteCast { idea, .. }
        | Event::Answered { idea, .. }
        | Event::StatusChanged { idea, .. } => ask(db, *idea, recorded.created_at),
        _ => Ok(()),
    }
}

fn ask(db: &mut Db, idea: IdeaId, now: Timestamp) -> Result<()> {
    let rules = list_on(db)?;
    if rules.is_empty() {
        return Ok(());
    }
    let found = ideas::table.find(idea).select(Idea::as_select()).first(db).optional()?;
    let Some(idea) = found.filter(|idea| idea.shown > 0) else { return Ok(()) };
    let mut served: Vec<TeamId> =
        routes::table.filter(routes::idea_id.eq(idea.id)).select(routes::team_id).load(db)?;
    served.extend(archived(db)?);
    if rules.iter().all(|rule| served.contains(&rule.team_id)) {
        return Ok(());
    }
    let subject = subject(db, &idea)?;
    for rule in &rules {
        if !served.contains(&rule.team_id) && fits(db, &rule.conditions()?, &subject)? {
            let due = now.plus(i64::from(rule.due_days).saturating_mul(DAY));
            send_by_rule(db, idea.id, (rule.id, rule.team_id), due, now)?;
            served.push(rule.team_id);
        }
    }
    Ok(())
}

fn archived(db: &mut Db) -> Result<Vec<TeamId>> {
    Ok(teams::table.filter(teams::archived_at.is_not_null()).select(teams::id).load(db)?)
}

fn subject(db: &mut Db, idea: &Idea) -> Result<Subject> {
    let tags = crate::ideas::queries::tags_of(db, &[idea.id])?.into_iter().map(|(_, tag)| tag).collect();
    Ok(Subject {
        id: idea.id,
        board: idea.board_id,
        category: idea.category_id,
        tags,
        kind: idea.status_kind,
        text: Text::new(&idea.title, &idea.body),
        net: idea.ranks.net,
        people: idea.ranks.promotions + idea.ranks.demotions,
    })
}

fn fits(db: &mut Db, conditions: &Conditions, subject: &Subject) -> Result<bool> {
    if !conditions.hold_for(subject) {
        return Ok(false);
    }
    match conditions.trending {
        Some(places) => Ok(first_in_trending(db, subject.board, places)?.contains(&subject.id)),
        None => Ok(true),
    }
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
