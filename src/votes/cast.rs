//! Casting a vote: find what is voted on, ask the policy, store the row, keep the ranks in step, record the event.

use diesel::prelude::*;

use super::policy::{self, Votable};
use crate::accounts::{Snapshot, demand};
use crate::captures;
use crate::db::Db;
use crate::db::schema::{boards, ideas, votes};
use crate::error::{Error, Result};
use crate::follows;
use crate::ids::{AccountId, IdeaId, PersonId};
use crate::invitations;
use crate::merges;
use crate::outbox::{self, Event};
use crate::people::Person;
use crate::ranking::store::{Ranked, Ranks, VoteState};
use crate::time::Timestamp;

/// Which way a vote goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VoteValue {
    /// For the idea: +1.
    Promote,
    /// Against it: −1.
    Demote,
}

impl VoteValue {
    /// +1 or −1, as stored.
    pub fn sign(self) -> i16 {
        match self {
            Self::Promote => 1,
            Self::Demote => -1,
        }
    }

    /// From the stored number.
    pub fn from_sign(sign: i16) -> Option<Self> {
        match sign {
            1 => Some(Self::Promote),
            -1 => Some(Self::Demote),
            _ => None,
        }
    }
}

/// What a voter wants to be true afterwards. It sets and never toggles, so sending it twice changes nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ballot(pub Option<VoteValue>);

impl Ballot {
    /// From a form: `up`, `down` or `none`.
    pub fn parse(text: &str) -> Result<Self> {
        match text {
            "up" => Ok(Self(Some(VoteValue::Promote))),
            "down" => Ok(Self(Some(VoteValue::Demote))),
            "none" => Ok(Self(None)),
            _ => Err(Error::field("vote", "error-vote-value")),
        }
    }
}

/// How things stand after a vote.
#[derive(Debug, Clone)]
pub struct Standing {
    /// The idea that the vote counts at: the one it was cast on, or the one that this was merged into.
    pub idea: IdeaId,
    /// The voter's own vote.
    pub own: Option<VoteValue>,
    /// The idea's counters and ranks.
    pub ranks: Ranks,
}

/// A vote as it lies in the table.
#[derive(Debug, Clone, Copy, Queryable)]
struct Row {
    value: i16,
    state: VoteState,
    cast_at: Timestamp,
    account: Option<AccountId>,
    is_captured: bool,
}

/// Who votes on what, and what their account was worth when they did.
struct Voting<'v> {
    idea: IdeaId,
    person: PersonId,
    is_author: bool,
    /// Whether staff files it for them.
    is_captured: bool,
    snapshot: Option<&'v Snapshot>,
    now: Timestamp,
}

/// Sets, changes or withdraws somebody's vote. The vote keeps their account and its value as of now, whatever becomes
/// of them.
///
/// # Errors
/// `NotFound` when the voter may not see the idea, `Forbidden` with the reason when they may not vote on it.
pub fn cast(db: &mut Db, voter: &Person, idea: IdeaId, ballot: Ballot, now: Timestamp) -> Result<Standing> {
    let (mut ranked, votable) = lock(db, idea)?;
    let idea = ranked.idea();
    policy::may_vote(db, voter, &votable, ballot, now)?;
    let before = find_row(db, idea, voter.id)?;
    let sign = ballot.0.map_or(0, VoteValue::sign);
    if before.is_some_and(|row| row.is_captured) && sign != 0 {
        captures::confirm_by_voting(db, idea, voter.id, now)?;
    }
    if before.map_or(0, |row| row.value) == sign {
        return Ok(Standing { idea, own: ballot.0, ranks: ranked.ranks });
    }
    if let Some(row) = before {
        take_back(&mut ranked, row.value, row.state, row.cast_at);
    }
    let state = before.map_or(VoteState::Counted, |row| row.state);
    let snapshot = demand::snapshot(db, voter.id)?;
    let is_author = voter.id == votable.author_id;
    let voting =
        Voting { idea, person: voter.id, is_author, is_captured: false, snapshot: snapshot.as_ref(), now };
    voting.store(db, ballot, before.map(|row| row.state))?;
    voting.refresh_demand(db, &mut ranked, before.and_then(|row| row.account))?;
    if let Some(value) = ballot.0 {
        invitations::settle(db, idea, voter.id, value == VoteValue::Promote, now)?;
        put_in(&mut ranked, value.sign(), state, now);
        if voter.follows_on_vote {
            follows::follow_along(db, idea, voter.id, now)?;
        }
    }
    let ranks = ranked.save(db)?;
    outbox::record(db, &Event::VoteCast { idea, by: voter.id }, now)?;
    Ok(Standing { idea, own: ballot.0, ranks })
}

/// Files a promotion for somebody who said so elsewhere. Whoever promoted the idea already has one vote as before. They
/// follow nothing by it. Gives the idea that it counts at.
///
/// # Errors
/// `NotFound` when they may not see the idea, `Forbidden` with the reason when they may not vote on it or are against it.
pub fn capture(db: &mut Db, voter: &Person, idea: IdeaId, now: Timestamp) -> Result<IdeaId> {
    let (mut ranked, votable) = lock(db, idea)?;
    let idea = ranked.idea();
    let ballot = Ballot(Some(VoteValue::Promote));
    policy::may_vote(db, voter, &votable, ballot, now)?;
    let before = find_row(db, idea, voter.id)?;
    match before.map_or(0, |row| row.value) {
        0 => {}
        1 => return Ok(idea),
        _ => return Err(Error::Forbidden("error-capture-against")),
    }
    let state = before.map_or(VoteState::Counted, |row| row.state);
    let snapshot = demand::snapshot(db, voter.id)?;
    let voting = Voting {
        idea,
        person: voter.id,
        is_author: voter.id == votable.author_id,
        is_captured: true,
        snapshot: snapshot.as_ref(),
        now,
    };
    voting.store(db, ballot, before.map(|row| row.state))?;
    voting.refresh_demand(db, &mut ranked, before.and_then(|row| row.account))?;
    put_in(&mut ranked, VoteValue::Promote.sign(), state, now);
    ranked.save(db)?;
    outbox::record(db, &Event::VoteCast { idea, by: voter.id }, now)?;
    Ok(idea)
}

/// The idea that a vote on this one counts at. Whoever waited for a merge to end finds where the idea went.
fn lock(db: &mut Db, idea: IdeaId) -> Result<(Ranked, Votable)> {
    let ranked = Ranked::lock(db, idea)?;
    let votable = find_votable(db, idea)?;
    if votable.shown != merges::SHOWN {
        return Ok((ranked, votable));
    }
    let home = merges::home(db, idea)?;
    if home == idea {
        return Err(Error::NotFound);
    }
    lock(db, home)
}

/// The author's own vote on an idea just posted: counted, and marked as such. No event: the idea's own tells of it.
pub fn cast_as_author(db: &mut Db, author: PersonId, idea: IdeaId, now: Timestamp) -> Result<()> {
    let mut ranked = Ranked::lock(db, idea)?;
    let snapshot = demand::snapshot(db, author)?;
    let voting = Voting {
        idea,
        person: author,
        is_author: true,
        is_captured: false,
        snapshot: snapshot.as_ref(),
        now,
    };
    voting.insert(db, VoteValue::Promote)?;
    voting.refresh_demand(db, &mut ranked, None)?;
    // Also for an author without an account: that no segment asks for it yet is a factor of the impact.
    ranked.ask_accounts(db)?;
    ranked.add(VoteValue::Promote.sign(), now);
    ranked.save(db)?;
    Ok(())
}

/// A held vote that is changed stays held, and a void one void.
fn take_back(ranked: &mut Ranked, value: i16, state: VoteState, at: Timestamp) {
    match state {
        VoteState::Counted => ranked.remove(value, at),
        VoteState::Held if value != 0 => ranked.ranks.held_count -= 1,
        VoteState::Held | VoteState::Void => {}
    }
}

fn put_in(ranked: &mut Ranked, value: i16, state: VoteState, at: Timestamp) {
    match state {
        VoteState::Counted => ranked.add(value, at),
        VoteState::Held => ranked.ranks.held_count += 1,
        VoteState::Void => {}
    }
}

fn find_votable(db: &mut Db, idea: IdeaId) -> Result<Votable> {
    ideas::table
        .inner_join(boards::table)
        .filter(ideas::id.eq(idea))
        .select(Votable::as_select())
        .first(db)
        .optional()?
        .ok_or(Error::NotFound)
}

fn find_row(db: &mut Db, idea: IdeaId, person: PersonId) -> Result<Option<Row>> {
    Ok(votes::table
        .find((idea, person))
        .select((votes::value, votes::state, votes::cast_at, votes::account_id, votes::is_captured))
        .first(db)
        .optional()?)
}

impl Voting<'_> {
    /// A counted vote that is withdrawn goes; one under review stays, as 0, so that voting again is no way around it.
    fn store(&self, db: &mut Db, ballot: Ballot, before: Option<VoteState>) -> Result<()> {
        let row = votes::table.find((self.idea, self.person));
        match (ballot.0, before) {
            (Some(value), None) => self.insert(db, value),
            (None, Some(VoteState::Counted)) => {
                diesel::delete(row).execute(db)?;
                Ok(())
            }
            (value, _) => {
                let sign = value.map_or(0, VoteValue::sign);
                let (account, minor, currency) = Snapshot::columns(self.snapshot);
                diesel::update(row)
                    .set((
                        votes::value.eq(sign),
                        votes::cast_at.eq(self.now),
                        votes::account_id.eq(account),
                        votes::value_minor.eq(minor),
                        votes::currency.eq(currency),
                        votes::is_captured.eq(self.is_captured),
                        // Another vote than the one that was asked about.
                        votes::asked_at.eq(None::<Timestamp>),
                        votes::confirmed_at.eq(None::<Timestamp>),
                        votes::is_resting.eq(false),
                    ))
                    .execute(db)?;
                Ok(())
            }
        }
    }

    fn insert(&self, db: &mut Db, value: VoteValue) -> Result<()> {
        let (account, minor, currency) = Snapshot::columns(self.snapshot);
        let values = (
            votes::idea_id.eq(self.idea),
            votes::person_id.eq(self.person),
            votes::value.eq(value.sign()),
            votes::state.eq(VoteState::Counted),
            votes::is_author.eq(self.is_author),
            votes::cast_at.eq(self.now),
            votes::account_id.eq(account),
            votes::value_minor.eq(minor),
            votes::currency.eq(currency),
            votes::is_captured.eq(self.is_captured),
        );
        diesel::insert_into(votes::table).values(values).execute(db)?;
        Ok(())
    }

    /// For the account of the vote as it was and as it is now.
    fn refresh_demand(&self, db: &mut Db, ranked: &mut Ranked, before: Option<AccountId>) -> Result<()> {
        let now = self.snapshot.map(|own| own.account);
        if let Some(account) = now {
            demand::refresh(db, self.idea, account)?;
        }
        if let Some(account) = before.filter(|account| now != Some(*account)) {
            demand::refresh(db, self.idea, account)?;
        }
        if now.or(before).is_some() { ranked.ask_accounts(db) } else { Ok(()) }
    }
}
