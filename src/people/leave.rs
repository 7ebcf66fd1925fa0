//! Deleting an account: posts stay under "former member", votes go or stay by choice, everything else about the person goes.

use diesel::prelude::*;

use super::{Person, Role, Theme, roles, sessions, two_step};
use crate::accounts::demand;
use crate::ballots;
use crate::captures;
use crate::db::Db;
use crate::db::schema::{
    appeals, desk_columns, follows, ideas, kano_answers, lenses, mail_choices, mails, moderation_claims,
    moderation_messages, outcomes, people, private_lines, seen_as, sign_ins, signin_identities, signin_links,
    vote_signals, vote_words, votes,
};
use crate::error::Result;
use crate::ids::{AccountId, IdeaId, PersonId};
use crate::outbox::{self, Event};
use crate::ranking::store::{Ranked, VoteState};
use crate::time::Timestamp;

/// How many votes are taken back together.
pub const VOTES_AT_ONCE: i64 = 100;

/// What becomes of a leaver's votes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeaversVotes {
    /// They stay counted, nobody's.
    Stay,
    /// They are taken back.
    Go,
}

/// Deletes the account.
///
/// # Errors
/// `Conflict` when nobody would administer the site any more.
pub fn leave(db: &mut Db, person: &Person, leavers: LeaversVotes, now: Timestamp) -> Result<()> {
    if person.role == Role::Administrator && person.leaving_at.is_none() {
        roles::refuse_last_administrator(db, person.id)?;
    }
    if leavers == LeaversVotes::Go {
        while take_votes_back(db, person.id, VOTES_AT_ONCE)? > 0 {}
        ballots::take_back(db, person.id, now)?;
    }
    unfollow_all(db, person.id)?;
    captures::forget_person(db, person.id, now)?;
    diesel::delete(outcomes::table.filter(outcomes::person_id.eq(person.id))).execute(db)?;
    diesel::delete(kano_answers::table.filter(kano_answers::person_id.eq(person.id))).execute(db)?;
    diesel::delete(vote_signals::table.filter(vote_signals::person_id.eq(person.id))).execute(db)?;
    diesel::delete(vote_words::table.filter(vote_words::person_id.eq(person.id))).execute(db)?;
    roles::leave_teams(db, person.id)?;
    roles::leave_panels(db, person.id)?;
    sessions::end_all(db, person.id)?;
    two_step::forget(db, person.id)?;
    diesel::delete(mail_choices::table.filter(mail_choices::person_id.eq(person.id))).execute(db)?;
    diesel::delete(signin_identities::table.filter(signin_identities::person_id.eq(person.id)))
        .execute(db)?;
    diesel::delete(seen_as::table.filter(seen_as::person_id.eq(person.id))).execute(db)?;
    diesel::delete(private_lines::table.filter(private_lines::person_id.eq(person.id))).execute(db)?;
    if let Some(email) = &person.email {
        diesel::delete(mails::table.filter(mails::recipient.eq(email))).execute(db)?;
        diesel::delete(sign_ins::table.filter(sign_ins::email.eq(email))).execute(db)?;
        diesel::delete(signin_links::table.filter(signin_links::email.eq(email))).execute(db)?;
    }
    diesel::delete(moderation_messages::table.filter(moderation_messages::person_id.eq(person.id)))
        .execute(db)?;
    diesel::delete(appeals::table.filter(appeals::person_id.eq(person.id))).execute(db)?;
    diesel::delete(moderation_claims::table.filter(moderation_claims::person_id.eq(person.id)))
        .execute(db)?;
    erase(db, person.id, now)?;
    outbox::record(db, &Event::PersonLeft { person: person.id }, now).map(drop)
}

/// Withdraws up to so many votes, one idea at a time, in the order of ideas, so that two who leave at once do not wait for
/// each other. Gives how many there were.
pub fn take_votes_back(db: &mut Db, person: PersonId, limit: i64) -> Result<usize> {
    let rows: Vec<IdeaId> = votes::table
        .filter(votes::person_id.eq(person))
        .order(votes::idea_id)
        .limit(limit)
        .select(votes::idea_id)
        .load(db)?;
    for idea in rows.iter().copied() {
        let mut ranked = Ranked::lock(db, idea)?;
        let row = votes::table.find((idea, person));
        let found: Option<(i16, VoteState, Timestamp, Option<AccountId>)> = row
            .select((votes::value, votes::state, votes::cast_at, votes::account_id))
            .first(db)
            .optional()?;
        let Some((value, state, at, account)) = found else { continue };
        diesel::delete(row).execute(db)?;
        match state {
            VoteState::Counted if value != 0 => ranked.remove(value, at),
            VoteState::Held if value != 0 => ranked.ranks.held_count -= 1,
            _ => {}
        }
        if let Some(account) = account {
            demand::refresh(db, idea, account)?;
            ranked.ask_accounts(db)?;
        }
        ranked.save(db)?;
    }
    Ok(rows.len())
}

/// A former member hears of nothing. The counters fall before the rows go, in one statement each.
fn unfollow_all(db: &mut Db, person: PersonId) -> Result<()> {
    let followed = follows::table
        .filter(follows::person_id.eq(person))
        .filter(follows::is_on.eq(true))
        .select(follows::idea_id);
    diesel::update(ideas::table.filter(ideas::id.eq_any(followed)))
        .set(ideas::follower_count.eq(ideas::follower_count - 1))
        .execute(db)?;
    diesel::delete(follows::table.filter(follows::person_id.eq(person))).execute(db)?;
    Ok(())
}

fn erase(db: &mut Db, person: PersonId, now: Timestamp) -> Result<()> {
    diesel::delete(desk_columns::table.find(person)).execute(db)?;
    // Others go on looking through those that are shared.
    let own = lenses::table.filter(lenses::owner_id.eq(person)).filter(lenses::is_shared.eq(false));
    diesel::delete(own).execute(db)?;
    diesel::update(people::table.find(person))
        .set((
            (people::handle.eq(format!("former-{person}")), people::name.eq("")),
            (people::email.eq(None::<String>), people::about.eq("")),
            (people::role.eq(Role::Customer), people::theme.eq(Theme::Auto)),
            (people::language.eq(None::<String>), people::time_zone.eq(None::<String>)),
            (people::seen_at.eq(None::<Timestamp>), people::former_at.eq(Some(now))),
            (people::account_id.eq(None::<AccountId>), people::account_by.eq(None::<String>)),
            people::leaving_at.eq(None::<Timestamp>),
        ))
        .execute(db)?;
    Ok(())
}
