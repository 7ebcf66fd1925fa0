//! What a trial foretells of mails and questions, so that nobody writes to thousands by one click without knowing.

use std::collections::HashSet;

use diesel::prelude::*;

use super::actions::Actions;
use super::trial::Trial;
use crate::db::Db;
use crate::db::schema::{bans, ideas, people, teams};
use crate::error::Result;
use crate::ids::{IdeaId, PersonId, TeamId};
use crate::people::{Power, powers};
use crate::time::Timestamp;
use crate::triage::teams as team_rows;

/// How many ideas are asked about at a time.
const CHUNK: usize = 500;
/// As many managers hear at the most of what reaches nobody else.
const DESK_MAX: i64 = 50;

/// What a rule would write.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Letters {
    /// Mails to teams and to those who are told: so many at the most, since some do not want them.
    pub mails: i64,
    /// Authors' ideas about which their author is asked.
    pub questions: i64,
}

/// Counts what a trial comes to.
pub(super) fn foretold(db: &mut Db, actions: &Actions, trial: &Trial, now: Timestamp) -> Result<Letters> {
    let mut letters = Letters::default();
    for load in trial.loads.iter().filter(|load| load.added > 0) {
        letters.mails += load.added * readers(db, &[], Some(load.team))?;
    }
    if actions.person.is_some() || actions.team.is_some() {
        let acts = i64::try_from(trial.acts()).unwrap_or(i64::MAX);
        let people: Vec<PersonId> = actions.person.into_iter().collect();
        letters.mails += acts * readers(db, &people, actions.team)?;
    }
    if !actions.question.is_empty() {
        let sent: Vec<IdeaId> =
            trial.hits.iter().filter(|hit| hit.team.is_some()).map(|hit| hit.id).collect();
        for part in sent.chunks(CHUNK) {
            letters.questions += askable(db, part, now)?;
        }
    }
    Ok(letters)
}

/// How many addresses hear of one idea: these people, the team's members, its own address; or else the desk.
fn readers(db: &mut Db, people: &[PersonId], team: Option<TeamId>) -> Result<i64> {
    let mut found: HashSet<String> = crate::people::queries::by_ids(db, people)?
        .into_iter()
        .filter(|person| person.role.is_staff() && person.is_here())
        .filter_map(|person| person.email)
        .collect();
    if let Some(team) = team {
        found.extend(team_rows::members(db, team)?.into_iter().filter_map(|member| member.email));
        let address: Option<Option<String>> =
            teams::table.find(team).select(teams::address).first(db).optional()?;
        found.extend(address.flatten().map(|address| address.to_lowercase()));
    }
    match i64::try_from(found.len()).unwrap_or(i64::MAX) {
        0 => desk(db),
        count => Ok(count),
    }
}

fn desk(db: &mut Db) -> Result<i64> {
    let roles = powers::roles_with(db, Power::Route)?;
    let own = people::table.filter(people::role.eq_any(roles)).filter(people::former_at.is_null());
    let count: i64 = own.filter(people::email.is_not_null()).count().get_result(db)?;
    Ok(count.min(DESK_MAX))
}

/// How many of these ideas have an author whom a question reaches, and who may answer it.
fn askable(db: &mut Db, ids: &[IdeaId], now: Timestamp) -> Result<i64> {
    let banned = bans::table
        .filter(bans::lifted_at.is_null())
        .filter(bans::ends_at.is_null().or(bans::ends_at.gt(now)))
        .select(bans::person_id);
    let reached = people::table
        .filter(people::email.is_not_null())
        .filter(people::former_at.is_null())
        .filter(people::id.ne_all(banned))
        .select(people::id);
    let own = ideas::table.filter(ideas::id.eq_any(ids)).filter(ideas::author_id.eq_any(reached));
    Ok(own.count().get_result(db)?)
}
