//! Everything that is stored about somebody: lists for the page, and all of it at once as JSON.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Text;
use serde_json::{Value, json};

use super::{Person, Role, held_records, mail_choices};
use crate::accounts::{self, Account, JoinedBy, membership};
use crate::db::Db;
use crate::db::page::Page;
use crate::db::schema::{
    acts, appeals, audit_log, ballot_points, ballots, bans, captures, comments, desk_columns, desk_exports,
    factor_overrides, follows, ideas, invitations, kano_answers, lenses, mails, moderation_messages, notes,
    outcomes, private_lines, reports, responses, revisions, rounds, seen_as, sessions, signin_connections,
    signin_identities, team_members, teams, votes,
};
use crate::error::Result;
use crate::text_enum;
use crate::time::Timestamp;

/// Rows on one page.
pub const PAGE: usize = 50;
/// [`PAGE`] and one more, which shows that there are more.
const FETCH: i64 = 51;

text_enum! {
    /// Lists beside those of `/me`.
    pub enum RecordKind {
        /// Mails that went to their address.
        Mails = "mails",
        /// Edits of ideas.
        Edits = "edits",
        /// Reports they made.
        Reports = "reports",
        /// What they did that history or the log tells of.
        Acts = "acts",
        /// Vote rounds in which they gave points.
        Rounds = "rounds",
        /// Bans of theirs.
        Bans = "bans",
        /// When administrators saw the site as they do.
        Looks = "looks",
    }
}

impl RecordKind {
    /// The key of its name in `locales/`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Mails => "data-mails",
            Self::Edits => "data-edits",
            Self::Reports => "data-reports",
            Self::Acts => "data-acts",
            Self::Rounds => "data-rounds",
            Self::Bans => "data-bans",
            Self::Looks => "data-looks",
        }
    }
}

/// One row: its id, when, and what.
pub type Record = (i64, Timestamp, String);

/// A page of one list, newest first.
pub fn page(db: &mut Db, person: &Person, kind: RecordKind, after: Option<&str>) -> Result<Page<Record>> {
    let before: i64 = after.and_then(|id| id.parse().ok()).unwrap_or(i64::MAX);
    let rows: Vec<Record> = match kind {
        RecordKind::Mails => mails::table
            .filter(mails::recipient.nullable().eq(person.email.as_deref()))
            .filter(mails::id.lt(before))
            .order(mails::id.desc())
            .limit(FETCH)
            .select((mails::id, mails::created_at, mails::subject))
            .load(db)?,
        RecordKind::Edits => revisions::table
            .filter(revisions::editor_id.eq(person.id))
            .filter(revisions::id.lt(before))
            .order(revisions::id.desc())
            .limit(FETCH)
            .select((revisions::id, revisions::created_at, revisions::title))
            .load(db)?,
        RecordKind::Reports => reports::table
            .filter(reports::reporter_id.eq(person.id))
            .filter(reports::id.lt(before))
            .order(reports::id.desc())
            .limit(FETCH)
            .select((reports::id, reports::created_at, reports::reason))
            .load(db)?,
        RecordKind::Acts => acts::table
            .filter(acts::actor_id.eq(person.id))
            .filter(acts::id.lt(before))
            .order(acts::id.desc())
            .limit(FETCH)
            .select((acts::id, acts::created_at, acts::kind))
            .load(db)?,
        RecordKind::Rounds => ballots::table
            .inner_join(rounds::table)
            .filter(ballots::person_id.eq(person.id))
            .filter(ballots::round_id.lt(before))
            .order(ballots::round_id.desc())
            .limit(FETCH)
            .select((ballots::round_id, ballots::changed_at, rounds::title))
            .load(db)?,
        RecordKind::Bans => bans::table
            .filter(bans::person_id.eq(person.id))
            .filter(bans::id.lt(before))
            .order(bans::id.desc())
            .limit(FETCH)
            .select((bans::id, bans::created_at, bans::reason))
            .load(db)?,
        RecordKind::Looks => seen_as::table
            .filter(seen_as::person_id.eq(person.id))
            .filter(seen_as::id.lt(before))
            .order(seen_as::id.desc())
            .limit(FETCH)
            .select((seen_as::id, seen_as::began_at, sql::<Text>("'administrator'")))
            .load(db)?,
    };
    Ok(Page::cut(rows, PAGE, |row| row.0.to_string()))
}

/// How many rows each list has.
pub fn counts(db: &mut Db, person: &Person) -> Result<Vec<(RecordKind, i64)>> {
    let mut counts = Vec::new();
    for kind in RecordKind::ALL {
        let count: i64 = match kind {
            RecordKind::Mails => mails::table
                .filter(mails::recipient.nullable().eq(person.email.as_deref()))
                .count()
                .get_result(db)?,
            RecordKind::Edits => {
                revisions::table.filter(revisions::editor_id.eq(person.id)).count().get_result(db)?
            }
            RecordKind::Reports => {
                reports::table.filter(reports::reporter_id.eq(person.id)).count().get_result(db)?
            }
            RecordKind::Acts => acts::table.filter(acts::actor_id.eq(person.id)).count().get_result(db)?,
            RecordKind::Rounds => {
                ballots::table.filter(ballots::person_id.eq(person.id)).count().get_result(db)?
            }
            RecordKind::Bans => bans::table.filter(bans::person_id.eq(person.id)).count().get_result(db)?,
            RecordKind::Looks => {
                seen_as::table.filter(seen_as::person_id.eq(person.id)).count().get_result(db)?
            }
        };
        counts.push((*kind, count));
    }
    Ok(counts)
}

/// The teams somebody belongs to.
pub fn teams_of(db: &mut Db, person: &Person) -> Result<Vec<String>> {
    Ok(team_members::table
        .inner_join(teams::table)
        .filter(team_members::person_id.eq(person.id))
        .order(teams::name)
        .select(teams::name)
        .load(db)?)
}

/// The account that somebody belongs to, as far as it is stored.
#[derive(Debug, Clone)]
pub struct OwnAccount {
    /// The account.
    pub account: Account,
    /// Its mail domains.
    pub domains: Vec<String>,
    /// How they came to belong to it.
    pub by: JoinedBy,
    /// The name of who looks after it.
    pub owner: Option<String>,
}

/// The account that somebody belongs to. Nobody else's account can be asked for.
pub fn account_of(db: &mut Db, person: &Person) -> Result<Option<OwnAccount>> {
    let Some((id, by)) = membership::of(db, person.id)? else { return Ok(None) };
    let account = accounts::queries::find(db, id)?;
    let owner = match account.owner_id {
        Some(owner) => super::queries::find(db, owner)?.map(|owner| owner.name),
        None => None,
    };
    Ok(Some(OwnAccount { domains: accounts::queries::domains_of(db, id)?, account, by, owner }))
}

fn own_account(db: &mut Db, person: &Person) -> Result<Option<Value>> {
    let own = account_of(db, person)?;
    Ok(own.map(|own| {
        json!({
            "name": own.account.name,
            "joined_by": own.by,
            "domains": own.domains,
            "plan": own.account.plan,
            "segment": own.account.segment,
            "value_a_month": money(own.account.value()),
            "health": own.account.health,
            "looked_after_by": own.owner,
        })
    }))
}

fn money(value: Option<accounts::Money>) -> Option<Value> {
    value.map(|value| json!({ "amount": value.plain(), "currency": value.currency }))
}

/// All of it, for the person to take along. Times are RFC 3339 in UTC.
pub fn export(db: &mut Db, person: &Person, now: Timestamp) -> Result<Value> {
    Ok(json!({
        "exported_at": now.to_rfc3339(),
        "profile": profile(person),
        "teams": teams_of(db, person)?,
        "account": own_account(db, person)?,
        "sessions": sessions_of(db, person)?,
        "signs_in_through": connections(db, person)?,
        "second_step": super::two_step::record(db, person.id, now)?,
        "mail_choices": choices(db, person)?,
        "ideas": own_ideas(db, person)?,
        "comments": own_comments(db, person)?,
        "votes": own_votes(db, person)?,
        "votes_looked_at": super::review_records::of(db, person.id)?,
        "follows": own_follows(db, person)?,
        "filed_for_me": filed_for(db, person)?,
        "invitations": own_invitations(db, person)?,
        "outcomes": own_outcomes(db, person)?,
        "points_in_vote_rounds": own_points(db, person)?,
        "said_to_them_alone": private_lines_to(db, person)?,
        "how_i_would_feel": own_kano(db, person)?,
        "written_as_staff": as_staff(db, person)?,
        "mails": own_mails(db, person)?,
        "told_by_moderators": told_by_moderators(db, person)?,
        "appeals": own_appeals(db, person)?,
        "held_for_a_moderator": held_records::of(db, person.id)?,
        "others": others(db, person)?,
    }))
}

fn profile(person: &Person) -> Value {
    json!({
        "id": person.id,
        "name": person.name,
        "handle": person.handle,
        "email": person.email,
        "role": person.role,
        "about": person.about,
        "language": person.language,
        "time_zone": person.time_zone,
        "theme": person.theme,
        "follows_on_vote": person.follows_on_vote,
        "follows_on_comment": person.follows_on_comment,
        "keys_on_the_desk": !person.keys_off,
        "brought_by_an_import": person.is_imported,
        "joined_at": person.created_at.to_rfc3339(),
        "last_seen_at": person.seen_at.map(Timestamp::to_rfc3339),
    })
}

fn sessions_of(db: &mut Db, person: &Person) -> Result<Vec<Value>> {
    let rows: Vec<(String, Timestamp, Timestamp, Timestamp)> = sessions::table
        .filter(sessions::person_id.eq(person.id))
        .order(sessions::id)
        .select((sessions::agent, sessions::created_at, sessions::seen_at, sessions::expires_at))
        .load(db)?;
    let session = |(agent, since, seen, ends): (String, Timestamp, Timestamp, Timestamp)| {
        json!({
            "browser": agent,
            "since": since.to_rfc3339(),
            "last_used_at": seen.to_rfc3339(),
            "ends_at": ends.to_rfc3339(),
        })
    };
    Ok(rows.into_iter().map(session).collect())
}

/// What other sites know the person as, and since when they come in that way.
fn connections(db: &mut Db, person: &Person) -> Result<Vec<Value>> {
    let rows: Vec<(String, String, Timestamp, Timestamp, Option<Role>)> = signin_identities::table
        .inner_join(signin_connections::table)
        .filter(signin_identities::person_id.eq(person.id))
        .order((signin_identities::connection_id, signin_identities::subject))
        .select((
            signin_connections::name,
            signin_identities::subject,
            signin_identities::created_at,
            signin_identities::used_at,
            signin_identities::gave_role,
        ))
        .load(db)?;
    let own = |(name, subject, since, used, gave): (String, String, Timestamp, Timestamp, Option<Role>)| json!({ "name": name, "known_there_as": subject, "since": since.to_rfc3339(), "last_used_at": used.to_rfc3339(), "role_given": gave });
    Ok(rows.into_iter().map(own).collect())
}

fn choices(db: &mut Db, person: &Person) -> Result<Value> {
    let choices = mail_choices::of(db, person.id)?;
    Ok(choices.into_iter().map(|(kind, wanted)| (kind.to_string(), Value::Bool(wanted))).collect())
}

fn own_ideas(db: &mut Db, person: &Person) -> Result<Vec<Value>> {
    let rows: Vec<(i64, String, String, String, Option<String>, Timestamp)> = ideas::table
        .filter(ideas::author_id.eq(person.id))
        .order(ideas::id)
        .select((ideas::id, ideas::title, ideas::body, ideas::state, ideas::state_reason, ideas::created_at))
        .load(db)?;
    let idea = |(id, title, body, state, reason, at): (
        i64,
        String,
        String,
        String,
        Option<String>,
        Timestamp,
    )| {
        json!({ "id": id, "title": title, "body": body, "state": state, "state_reason": reason, "at": at.to_rfc3339() })
    };
    Ok(rows.into_iter().map(idea).collect())
}

fn own_comments(db: &mut Db, person: &Person) -> Result<Vec<Value>> {
    let rows: Vec<(i64, i64, String, String, Timestamp, Option<Timestamp>)> = comments::table
        .filter(comments::author_id.eq(person.id))
        .order(comments::id)
        .select((
            comments::id,
            comments::idea_id,
            comments::body,
            comments::state,
            comments::created_at,
            comments::deleted_at,
        ))
        .load(db)?;
    let comment =
        |(id, idea, body, state, at, deleted): (i64, i64, String, String, Timestamp, Option<Timestamp>)| {
            json!({
                "id": id,
                "idea": idea,
                "body": body,
                "state": state,
                "at": at.to_rfc3339(),
                "deleted_at": deleted.map(Timestamp::to_rfc3339),
            })
        };
    Ok(rows.into_iter().map(comment).collect())
}

fn own_votes(db: &mut Db, person: &Person) -> Result<Vec<Value>> {
    type Row = (i64, i16, Timestamp, Option<i64>, Option<String>, Option<Timestamp>);
    let rows: Vec<Row> = votes::table
        .filter(votes::person_id.eq(person.id))
        .order((votes::cast_at, votes::idea_id))
        .select((
            votes::idea_id,
            votes::value,
            votes::cast_at,
            votes::value_minor,
            votes::currency,
            votes::confirmed_at,
        ))
        .load(db)?;
    let vote = |(idea, value, at, minor, currency, confirmed): Row| {
        let worth = money(accounts::Money::stored(minor, currency));
        let confirmed = confirmed.map(Timestamp::to_rfc3339);
        json!({ "idea": idea, "vote": value, "at": at.to_rfc3339(), "value_of_account_a_month": worth, "still_needed_at": confirmed })
    };
    Ok(rows.into_iter().map(vote).collect())
}

fn own_follows(db: &mut Db, person: &Person) -> Result<Vec<Value>> {
    let rows: Vec<(i64, bool, Timestamp)> = follows::table
        .filter(follows::person_id.eq(person.id))
        .order((follows::created_at, follows::idea_id))
        .select((follows::idea_id, follows::is_on, follows::created_at))
        .load(db)?;
    Ok(rows
        .into_iter()
        .map(|(idea, is_on, at)| json!({ "idea": idea, "follows": is_on, "at": at.to_rfc3339() }))
        .collect())
}

fn filed_for(db: &mut Db, person: &Person) -> Result<Vec<Value>> {
    type Row = (i64, bool, String, Option<String>, String, Timestamp);
    let rows: Vec<Row> = captures::table
        .filter(captures::person_id.eq(person.id))
        .order(captures::id)
        .select((
            captures::idea_id,
            captures::is_idea,
            captures::words,
            captures::source_url,
            captures::state,
            captures::created_at,
        ))
        .load(db)?;
    let filed = |(idea, is_idea, words, source, state, at): Row| {
        let what = if is_idea { "idea" } else { "vote" };
        json!({ "idea": idea, "what": what, "words": words, "conversation": source, "state": state, "at": at.to_rfc3339() })
    };
    Ok(rows.into_iter().map(filed).collect())
}

fn own_invitations(db: &mut Db, person: &Person) -> Result<Vec<Value>> {
    let rows: Vec<(i64, i64, String, Timestamp)> = invitations::table
        .filter(invitations::person_id.eq(person.id))
        .order(invitations::idea_id)
        .select((invitations::idea_id, invitations::from_idea, invitations::state, invitations::created_at))
        .load(db)?;
    let invited = |(idea, from, state, at): (i64, i64, String, Timestamp)| json!({ "idea": idea, "part_of": from, "state": state, "at": at.to_rfc3339() });
    Ok(rows.into_iter().map(invited).collect())
}

fn own_outcomes(db: &mut Db, person: &Person) -> Result<Vec<Value>> {
    let rows: Vec<(i64, String, String, Timestamp)> = outcomes::table
        .filter(outcomes::person_id.eq(person.id))
        .order(outcomes::idea_id)
        .select((outcomes::idea_id, outcomes::value, outcomes::line, outcomes::updated_at))
        .load(db)?;
    let said = |(idea, helped, line, at): (i64, String, String, Timestamp)| json!({ "idea": idea, "helped": helped, "line": line, "at": at.to_rfc3339() });
    Ok(rows.into_iter().map(said).collect())
}

fn own_points(db: &mut Db, person: &Person) -> Result<Vec<Value>> {
    let rows: Vec<(i64, i64, i32)> = ballot_points::table
        .filter(ballot_points::person_id.eq(person.id))
        .order((ballot_points::round_id, ballot_points::idea_id))
        .select((ballot_points::round_id, ballot_points::idea_id, ballot_points::points))
        .load(db)?;
    Ok(rows
        .into_iter()
        .map(|(round, idea, points)| json!({ "round": round, "idea": idea, "points": points }))
        .collect())
}

fn private_lines_to(db: &mut Db, person: &Person) -> Result<Vec<Value>> {
    let rows: Vec<(i64, String, Timestamp)> = private_lines::table
        .filter(private_lines::person_id.eq(person.id))
        .order(private_lines::response_id)
        .select((private_lines::response_id, private_lines::body, private_lines::created_at))
        .load(db)?;
    let line = |(response, body, at): (i64, String, Timestamp)| json!({ "response": response, "body": body, "at": at.to_rfc3339() });
    Ok(rows.into_iter().map(line).collect())
}

fn told_by_moderators(db: &mut Db, person: &Person) -> Result<Vec<Value>> {
    type Row = (Option<i64>, Option<i64>, String, String, Timestamp);
    let rows: Vec<Row> = moderation_messages::table
        .filter(moderation_messages::person_id.eq(person.id))
        .order(moderation_messages::id)
        .select((
            moderation_messages::idea_id,
            moderation_messages::comment_id,
            moderation_messages::kind,
            moderation_messages::body,
            moderation_messages::created_at,
        ))
        .load(db)?;
    let told = |(idea, comment, what, body, at): Row| json!({ "idea": idea, "comment": comment, "what": what, "body": body, "at": at.to_rfc3339() });
    Ok(rows.into_iter().map(told).collect())
}

fn own_appeals(db: &mut Db, person: &Person) -> Result<Vec<Value>> {
    type Row = (i64, Option<i64>, String, Timestamp, Option<String>, Option<String>);
    let rows: Vec<Row> = appeals::table
        .filter(appeals::person_id.eq(person.id))
        .order(appeals::id)
        .select((
            appeals::idea_id,
            appeals::comment_id,
            appeals::body,
            appeals::created_at,
            appeals::outcome,
            appeals::answer,
        ))
        .load(db)?;
    let own = |(idea, comment, body, at, outcome, answer): Row| json!({ "idea": idea, "comment": comment, "body": body, "at": at.to_rfc3339(), "outcome": outcome, "answer": answer });
    Ok(rows.into_iter().map(own).collect())
}

fn own_kano(db: &mut Db, person: &Person) -> Result<Vec<Value>> {
    let rows: Vec<(i64, String, String, Timestamp)> = kano_answers::table
        .filter(kano_answers::person_id.eq(person.id))
        .order(kano_answers::idea_id)
        .select((
            kano_answers::idea_id,
            kano_answers::functional,
            kano_answers::dysfunctional,
            kano_answers::updated_at,
        ))
        .load(db)?;
    let said = |(idea, with, without, at): (i64, String, String, Timestamp)| json!({ "idea": idea, "if_it_were_there": with, "if_it_were_not": without, "at": at.to_rfc3339() });
    Ok(rows.into_iter().map(said).collect())
}

fn as_staff(db: &mut Db, person: &Person) -> Result<Value> {
    let answers: Vec<(i64, String, Timestamp)> = responses::table
        .filter(responses::author_id.eq(person.id))
        .order(responses::id)
        .select((responses::idea_id, responses::body, responses::created_at))
        .load(db)?;
    let own_notes: Vec<(i64, String, Timestamp)> = notes::table
        .filter(notes::author_id.eq(person.id))
        .order(notes::id)
        .select((notes::idea_id, notes::body, notes::created_at))
        .load(db)?;
    let by_hand: Vec<(i64, String, Timestamp)> = factor_overrides::table
        .filter(factor_overrides::person_id.eq(person.id))
        .order(factor_overrides::id)
        .select((factor_overrides::idea_id, factor_overrides::note, factor_overrides::created_at))
        .load(db)?;
    let written = |(idea, body, at): (i64, String, Timestamp)| json!({ "idea": idea, "body": body, "at": at.to_rfc3339() });
    Ok(json!({
        "responses": answers.into_iter().map(written).collect::<Vec<_>>(),
        "notes": own_notes.into_iter().map(written).collect::<Vec<_>>(),
        "factors_set_by_hand": by_hand.into_iter().map(written).collect::<Vec<_>>(),
        "columns_of_the_desk": columns_of(db, person)?,
        "lists_downloaded": lists_downloaded(db, person)?,
        "lenses": own_lenses(db, person)?,
        "acts_in_the_audit_log": in_audit_log(db, person)?,
        "panels": super::panel_records::of(db, person.id)?,
    }))
}

/// Where and when; what was changed belongs to others.
fn in_audit_log(db: &mut Db, person: &Person) -> Result<Vec<Value>> {
    let rows: Vec<(String, Timestamp)> = audit_log::table
        .filter(audit_log::actor_id.eq(person.id))
        .order((audit_log::created_at, audit_log::id))
        .select((audit_log::act, audit_log::created_at))
        .load(db)?;
    Ok(rows.into_iter().map(|(act, at)| json!({ "act": act, "at": at.to_rfc3339() })).collect())
}

fn columns_of(db: &mut Db, person: &Person) -> Result<Option<String>> {
    let own = desk_columns::table.find(person.id).select(desk_columns::names);
    Ok(own.first(db).optional()?)
}

fn own_lenses(db: &mut Db, person: &Person) -> Result<Vec<Value>> {
    let rows: Vec<(String, String, bool)> = lenses::table
        .filter(lenses::owner_id.eq(person.id))
        .order(lenses::id)
        .select((lenses::name, lenses::query, lenses::is_shared))
        .load(db)?;
    let lens = |(name, query, shared): (String, String, bool)| json!({ "name": name, "filters": query, "shared": shared });
    Ok(rows.into_iter().map(lens).collect())
}

fn lists_downloaded(db: &mut Db, person: &Person) -> Result<Vec<Value>> {
    let rows: Vec<(String, String, Timestamp)> = desk_exports::table
        .filter(desk_exports::person_id.eq(person.id))
        .order(desk_exports::id)
        .select((desk_exports::format, desk_exports::query, desk_exports::created_at))
        .load(db)?;
    let list = |(format, query, at): (String, String, Timestamp)| json!({ "format": format, "query": query, "at": at.to_rfc3339() });
    Ok(rows.into_iter().map(list).collect())
}

/// Subjects only: the text of a mail that signs in must not be had from within a session.
fn own_mails(db: &mut Db, person: &Person) -> Result<Vec<Value>> {
    let rows: Vec<(String, String, String, Timestamp)> = mails::table
        .filter(mails::recipient.nullable().eq(person.email.as_deref()))
        .order(mails::id)
        .select((mails::kind, mails::subject, mails::state, mails::created_at))
        .load(db)?;
    let mail = |(kind, subject, state, at): (String, String, String, Timestamp)| json!({ "kind": kind, "subject": subject, "state": state, "at": at.to_rfc3339() });
    Ok(rows.into_iter().map(mail).collect())
}

/// The lists of [`page`] but mails, whole.
fn others(db: &mut Db, person: &Person) -> Result<Value> {
    let mut lists = serde_json::Map::new();
    for kind in RecordKind::ALL.iter().filter(|kind| **kind != RecordKind::Mails) {
        let mut rows = Vec::new();
        let mut after = None;
        loop {
            let part = page(db, person, *kind, after.as_deref())?;
            rows.extend(
                part.items.into_iter().map(|(_, at, what)| json!({ "what": what, "at": at.to_rfc3339() })),
            );
            after = part.next;
            if after.is_none() {
                break;
            }
        }
        lists.insert(kind.to_string(), Value::Array(rows));
    }
    Ok(Value::Object(lists))
}
