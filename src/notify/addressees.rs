//! Who is to hear of something, and which of them do.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::news::{News, What};
use super::notice;
use crate::db::Db;
use crate::db::schema::{follows, ideas, people, team_members};
use crate::error::Result;
use crate::ideas::Viewer;
use crate::ids::{IdeaId, PersonId, TeamId};
use crate::invitations;
use crate::mail;
use crate::people::mail_choices::{self, MailKind};
use crate::people::{Person, Power, Role, powers, queries};
use crate::settings::Settings;
use crate::text::mentions;
use crate::time::Timestamp;

/// Most people that one text tells by mentioning them.
const MENTIONS_MAX: usize = 20;
/// Most managers that one question to the desk is sent to.
const DESK_MAX: i64 = 50;

/// Somebody who may be told, and why: the most specific reason first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Addressee {
    pub person: PersonId,
    pub kinds: Vec<MailKind>,
}

/// Everybody whom the news concerns by name: mentioned, answered to, of the team.
pub(super) fn direct(db: &mut Db, news: &News) -> Result<Vec<Addressee>> {
    let mut reasons: Vec<(PersonId, MailKind)> = Vec::new();
    match &news.what {
        What::Posted => reasons.extend(mentioned(db, news)?),
        What::Commented { parent_author, .. } => {
            reasons.extend(mentioned(db, news)?);
            reasons.extend(parent_author.map(|person| (person, MailKind::Reply)));
        }
        What::TakenUp { comment_author, .. } => reasons.push((*comment_author, MailKind::Extension)),
        What::Routed { team, .. } => {
            let members = members(db, team.id)?;
            let to = if team.address.is_some() { members } else { or_desk(db, news, members)? };
            reasons.extend(to.into_iter().map(|person| (person, MailKind::Routed)));
        }
        What::Returned { of: Some(person), .. } => reasons.push((*person, MailKind::Returned)),
        What::Returned { of: None, .. } => {
            reasons.extend(managers(db)?.into_iter().map(|person| (person, MailKind::Returned)));
        }
        What::Asked { of: Some(person), .. } => reasons.push((*person, MailKind::Question)),
        What::Asked { of: None, .. } => {
            reasons.extend(managers(db)?.into_iter().map(|person| (person, MailKind::Question)));
        }
        What::QuestionAnswered { asker: Some(asker), .. } => reasons.push((*asker, MailKind::Question)),
        What::QuestionAnswered { team, asker: None } => {
            reasons.extend(members(db, team.id)?.into_iter().map(|person| (person, MailKind::Question)));
        }
        What::Merged { from, .. } => reasons.push((author_of(db, *from)?, MailKind::Merged)),
        What::Unmerged { .. } => reasons.push((news.idea.author_id, MailKind::Merged)),
        What::RuleFound { person, team, .. } => {
            let mut to: Vec<PersonId> = person.iter().copied().collect();
            if let Some(team) = team {
                to.extend(members(db, team.id)?);
            }
            let is_read = team.as_ref().is_some_and(|team| team.address.is_some());
            let to = if is_read { to } else { or_desk(db, news, to)? };
            reasons.extend(to.into_iter().map(|person| (person, MailKind::RuleFound)));
        }
        What::DueSoon { to: Some(person), .. } => reasons.push((*person, MailKind::DueSoon)),
        What::DueSoon { team, .. } => {
            let members = members(db, team.id)?;
            let to = or_desk(db, news, members)?;
            reasons.extend(to.into_iter().map(|person| (person, MailKind::DueSoon)));
        }
        What::Escalated { person, other, .. } => {
            let to = match (person, other) {
                (Some(person), _) => vec![*person],
                (None, Some(other)) => members(db, *other)?,
                (None, None) => Vec::new(),
            };
            let to = or_desk(db, news, to)?;
            reasons.extend(to.into_iter().map(|person| (person, MailKind::Escalated)));
        }
        What::Answered { private: Some((author, _)), .. } => reasons.push((*author, MailKind::Answered)),
        What::Answered { .. } | What::StatusChanged | What::Invited { .. } => {}
    }
    let own = follows_too(db, news, &reasons)?;
    reasons.extend(own);
    Ok(gather(reasons))
}

/// Those of the people named who follow the idea besides: if they do not want to hear of the first, perhaps of the other.
fn follows_too(
    db: &mut Db,
    news: &News,
    reasons: &[(PersonId, MailKind)],
) -> Result<Vec<(PersonId, MailKind)>> {
    if reasons.is_empty() || news.followers_hear().is_empty() {
        return Ok(Vec::new());
    }
    let named: Vec<PersonId> = reasons.iter().map(|(person, _)| *person).collect();
    let following: Vec<PersonId> = follows::table
        .filter(follows::idea_id.eq(news.idea.id))
        .filter(follows::person_id.eq_any(&named))
        .filter(follows::is_on.eq(true))
        .filter(follows::created_at.le(news.at))
        .select(follows::person_id)
        .load(db)?;
    let kinds = news.followers_hear();
    Ok(following.into_iter().flat_map(|person| kinds.iter().map(move |kind| (person, *kind))).collect())
}

/// One addressee per person, their reasons in the order in which they came.
fn gather(reasons: Vec<(PersonId, MailKind)>) -> Vec<Addressee> {
    let mut all: Vec<Addressee> = Vec::new();
    for (person, kind) in reasons {
        match all.iter_mut().find(|addressee| addressee.person == person) {
            Some(known) => known.kinds.push(kind),
            None => all.push(Addressee { person, kinds: vec![kind] }),
        }
    }
    all
}

fn mentioned(db: &mut Db, news: &News) -> Result<Vec<(PersonId, MailKind)>> {
    let handles: Vec<String> = mentions::find(&news.source).into_iter().take(MENTIONS_MAX).collect();
    if handles.is_empty() {
        return Ok(Vec::new());
    }
    let found = queries::by_handles(db, &handles)?;
    Ok(found.into_iter().map(|person| (person.id, MailKind::Mention)).collect())
}

fn author_of(db: &mut Db, idea: IdeaId) -> Result<PersonId> {
    Ok(ideas::table.find(idea).select(ideas::author_id).first(db)?)
}

fn members(db: &mut Db, team: TeamId) -> Result<Vec<PersonId>> {
    Ok(team_members::table
        .filter(team_members::team_id.eq(team))
        .order(team_members::person_id)
        .select(team_members::person_id)
        .load(db)?)
}

/// These people, if one of them can be told at all; else whoever runs the desk, since nothing goes to nobody.
fn or_desk(db: &mut Db, news: &News, people: Vec<PersonId>) -> Result<Vec<PersonId>> {
    let found = queries::by_ids(db, &people)?;
    if found.iter().any(|person| may_hear(person, news)) { Ok(people) } else { managers(db) }
}

fn managers(db: &mut Db) -> Result<Vec<PersonId>> {
    let roles = powers::roles_with(db, Power::Route)?;
    let mut found: Vec<PersonId> = Vec::new();
    // Whose work it is hears first, however many others may.
    for role in [Role::ProductManager, Role::Administrator, Role::Moderator, Role::TeamMember] {
        let left = DESK_MAX - i64::try_from(found.len()).unwrap_or(DESK_MAX);
        if roles.contains(&role) && left > 0 {
            let own = people::table.filter(people::role.eq(role)).filter(people::former_at.is_null());
            let own = own.filter(people::email.is_not_null()).order(people::id).limit(left);
            found.extend(own.select(people::id).load::<PersonId>(db)?);
        }
    }
    Ok(found)
}

/// The next followers of the idea after a person, in order of their ids. Whoever began to follow later knew already.
pub(super) fn followers(db: &mut Db, news: &News, after: i64, limit: i64) -> Result<Vec<Addressee>> {
    let ids: Vec<PersonId> = match news.merged() {
        None if matches!(news.what, What::Invited { .. }) => {
            invitations::invited(db, news.idea.id, PersonId::new(after), limit)?
        }
        Some(merged) => voters_and_followers(db, (merged, news.at), after, limit)?,
        None => follows::table
            .filter(follows::idea_id.eq(news.idea.id))
            .filter(follows::person_id.gt(PersonId::new(after)))
            .filter(follows::is_on.eq(true))
            .filter(follows::created_at.le(news.at))
            .order(follows::person_id)
            .limit(limit)
            .select(follows::person_id)
            .load(db)?,
    };
    let kinds = news.followers_hear();
    Ok(ids.into_iter().map(|person| Addressee { person, kinds: kinds.to_vec() }).collect())
}

#[derive(QueryableByName)]
struct Somebody {
    #[diesel(sql_type = BigInt)]
    person_id: PersonId,
}

/// The next of those who voted on an idea by then or follow it, without those who chose not to hear of it.
fn voters_and_followers(
    db: &mut Db,
    (idea, by): (IdeaId, Timestamp),
    after: i64,
    limit: i64,
) -> Result<Vec<PersonId>> {
    let by = by.micros();
    let rows: Vec<Somebody> = diesel::sql_query(format!(
        "SELECT p.person_id FROM (SELECT person_id FROM votes WHERE idea_id = {idea} AND value <> 0 AND NOT is_captured \
         AND state <> 'void' AND cast_at <= {by} AND person_id > {after} UNION SELECT person_id FROM follows \
         WHERE idea_id = {idea} AND is_on AND created_at <= {by} AND person_id > {after}) p \
         WHERE NOT EXISTS (SELECT 1 FROM follows f WHERE f.idea_id = {idea} AND f.person_id = p.person_id AND NOT f.is_on) \
         ORDER BY p.person_id LIMIT {limit}"
    ))
    .load(db)?;
    Ok(rows.into_iter().map(|row| row.person_id).collect())
}

/// Those who do hear, each with the reason that gives the mail: not who acted, not who left, not who may not see the
/// idea, not who has been told of this event, and of no kind that they do not want.
pub(super) fn readers(db: &mut Db, news: &News, addressees: &[Addressee]) -> Result<Vec<(Person, MailKind)>> {
    let ids: Vec<PersonId> = addressees.iter().map(|addressee| addressee.person).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let unwanted = mail_choices::unwanted(db, &ids)?;
    let keys: Vec<String> = ids.iter().map(|id| notice::key(news, *id)).collect();
    let told: HashSet<String> = mail::known_keys(db, &keys)?.into_iter().collect();
    let mut people: HashMap<PersonId, Person> =
        queries::by_ids(db, &ids)?.into_iter().map(|person| (person.id, person)).collect();
    let actor = news.actor.as_ref().map(|actor| actor.id);
    let mut readers = Vec::new();
    for addressee in addressees {
        let Some(person) = people.remove(&addressee.person) else { continue };
        let is_told = told.contains(&notice::key(news, person.id));
        if Some(person.id) == actor || is_told || !may_hear(&person, news) {
            continue;
        }
        let kind = addressee
            .kinds
            .iter()
            .find(|kind| kind.concerns(&person) && !unwanted.contains(&(person.id, **kind)));
        readers.extend(kind.map(|kind| (person, *kind)));
    }
    Ok(readers)
}

/// Whether somebody can be told: they have an address, are still here, and see the idea on lists. What team and desk
/// ask each other is for staff.
fn may_hear(person: &Person, news: &News) -> bool {
    let is_internal = matches!(
        news.what,
        What::Asked { is_author: false, .. }
            | What::QuestionAnswered { .. }
            | What::Returned { .. }
            | What::Routed { .. }
            | What::DueSoon { .. }
            | What::Escalated { .. }
            | What::RuleFound { .. }
    );
    let sees = news.idea.shown >= Viewer::from(person).least_shown();
    sees && (person.role.is_staff() || !is_internal) && person.is_here() && person.email.is_some()
}

/// Writes to a team's own address, unless a member has the same.
pub(super) fn tell_team(db: &mut Db, news: &News, settings: &Settings) -> Result<()> {
    let team = match &news.what {
        What::Routed { team, .. } | What::RuleFound { team: Some(team), .. } => team,
        _ => return Ok(()),
    };
    let Some(address) = team.address.as_deref().filter(|address| !address.is_empty()) else { return Ok(()) };
    let member: Option<PersonId> = team_members::table
        .inner_join(people::table)
        .filter(team_members::team_id.eq(team.id))
        .filter(people::email.eq(address.to_lowercase()))
        .select(people::id)
        .first(db)
        .optional()?;
    if member.is_none() {
        mail::enqueue(db, &notice::to_team(news, team, address, settings)?, news.at)?;
    }
    Ok(())
}
