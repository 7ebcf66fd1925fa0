//! Kano's two questions, asked of ideas that the desk shortlists: how people would feel if the idea were there, and if it
//! were not. One pair of answers per person and idea, changeable; what they make of the idea is for the desk.

pub mod evaluate;

use std::collections::{BTreeMap, HashMap};

use diesel::dsl::count_star;
use diesel::prelude::*;

use crate::accounts::segments::{self, Segment};
use crate::accounts::{Account, membership, queries as customers};
use crate::db::Db;
use crate::db::schema::{boards, ideas, kano_answers, shortlisted};
use crate::error::{Error, FieldErrors, Result};
use crate::ids::{AccountId, IdeaId, PersonId};
use crate::people::Person;
use crate::time::Timestamp;
use crate::votes::policy::{Votable, may_vote};
use crate::votes::{Ballot, VoteValue};

pub use evaluate::{Feeling, Kind, LEAST, Lead, Tally, evaluate};

/// A parsed form.
#[derive(Debug, Clone, Copy)]
pub struct KanoDraft {
    functional: Feeling,
    dysfunctional: Feeling,
}

impl KanoDraft {
    /// Parses both answers.
    pub fn parse(functional: &str, dysfunctional: &str) -> Result<Self> {
        match (Feeling::parse(functional), Feeling::parse(dysfunctional)) {
            (Some(functional), Some(dysfunctional)) => Ok(Self { functional, dysfunctional }),
            _ => Err(Error::Invalid(FieldErrors::one("kano", "error-choice"))),
        }
    }
}

/// Whether the desk has shortlisted an idea.
pub fn is_shortlisted(db: &mut Db, idea: IdeaId) -> Result<bool> {
    let found: Option<IdeaId> =
        shortlisted::table.find(idea).select(shortlisted::idea_id).first(db).optional()?;
    Ok(found.is_some())
}

/// Whether somebody is asked about an idea: it is shortlisted, and they may vote on it.
pub fn is_asked(db: &mut Db, person: &Person, idea: IdeaId, now: Timestamp) -> Result<bool> {
    match may_answer(db, person, idea, now) {
        Ok(()) => Ok(true),
        Err(Error::Forbidden(_) | Error::Banned { .. } | Error::NotFound) => Ok(false),
        Err(other) => Err(other),
    }
}

/// # Errors
/// `NotFound` when they do not see the idea, `Forbidden` with the reason when they are not asked.
fn may_answer(db: &mut Db, person: &Person, idea: IdeaId, now: Timestamp) -> Result<()> {
    let votable: Option<Votable> = ideas::table
        .inner_join(boards::table)
        .filter(ideas::id.eq(idea))
        .select(Votable::as_select())
        .first(db)
        .optional()?;
    let votable = votable.ok_or(Error::NotFound)?;
    may_vote(db, person, &votable, Ballot(Some(VoteValue::Promote)), now)?;
    if is_shortlisted(db, idea)? { Ok(()) } else { Err(Error::Forbidden("error-kano-not-asked")) }
}

/// Keeps both answers, or changes them. They keep the person's account as of now.
///
/// # Errors
/// `NotFound` when they do not see the idea, `Forbidden` with the reason when they are not asked.
pub fn answer(db: &mut Db, person: &Person, idea: IdeaId, draft: KanoDraft, now: Timestamp) -> Result<()> {
    may_answer(db, person, idea, now)?;
    let account = membership::of(db, person.id)?.map(|(account, _)| account);
    // Whoever answers twice at the same moment waits for themselves.
    crate::people::queries::lock(db, person.id)?;
    let said = (
        kano_answers::functional.eq(draft.functional),
        kano_answers::dysfunctional.eq(draft.dysfunctional),
        kano_answers::account_id.eq(account),
        kano_answers::updated_at.eq(now),
    );
    if diesel::update(kano_answers::table.find((idea, person.id))).set(said).execute(db)? == 0 {
        let keys = (
            kano_answers::idea_id.eq(idea),
            kano_answers::person_id.eq(person.id),
            kano_answers::created_at.eq(now),
        );
        diesel::insert_into(kano_answers::table).values((keys, said)).execute(db)?;
    }
    Ok(())
}

/// Takes back what somebody answered.
pub fn take_back(db: &mut Db, person: PersonId, idea: IdeaId) -> Result<()> {
    diesel::delete(kano_answers::table.find((idea, person))).execute(db)?;
    Ok(())
}

/// What somebody answered: if it were there, and if it were not.
pub fn own(db: &mut Db, person: PersonId, idea: IdeaId) -> Result<Option<(Feeling, Feeling)>> {
    Ok(kano_answers::table
        .find((idea, person))
        .select((kano_answers::functional, kano_answers::dysfunctional))
        .first(db)
        .optional()?)
}

/// What an idea is to whom.
#[derive(Debug, Clone, Default)]
pub struct Results {
    /// To everybody who answered.
    pub all: Tally,
    /// To each segment of which anybody answered, by name. Segments may share accounts.
    pub segments: Vec<(String, Tally)>,
    /// To those whose account is in no segment, or who have none.
    pub elsewhere: Tally,
}

/// What an idea is to whom: three queries, each bounded by the answers to this idea and the segments of the site.
pub fn results(db: &mut Db, idea: IdeaId) -> Result<Results> {
    let rows: Vec<(Feeling, Feeling, Option<AccountId>, i64)> = kano_answers::table
        .filter(kano_answers::idea_id.eq(idea))
        .group_by((kano_answers::functional, kano_answers::dysfunctional, kano_answers::account_id))
        .select((
            kano_answers::functional,
            kano_answers::dysfunctional,
            kano_answers::account_id,
            count_star(),
        ))
        .load(db)?;
    if rows.is_empty() {
        return Ok(Results::default());
    }
    let mut by_account: HashMap<Option<AccountId>, Tally> = HashMap::new();
    let mut all = Tally::default();
    for (functional, dysfunctional, account, count) in rows {
        let kind = evaluate(functional, dysfunctional);
        all.add(kind, count);
        by_account.entry(account).or_default().add(kind, count);
    }
    let ids: Vec<AccountId> = by_account.keys().flatten().copied().collect();
    let (accounts, segments) = (customers::by_ids(db, &ids)?, segments::list(db)?);
    split(all, &by_account, &accounts, &segments)
}

fn split(
    all: Tally,
    by_account: &HashMap<Option<AccountId>, Tally>,
    accounts: &[Account],
    segments: &[Segment],
) -> Result<Results> {
    let mut found: BTreeMap<&str, Tally> = BTreeMap::new();
    let mut elsewhere: HashMap<Option<AccountId>, Tally> = by_account.clone();
    for segment in segments {
        let conditions = segment.conditions()?;
        for account in accounts.iter().filter(|account| conditions.are_met_by(account)) {
            if let Some(tally) = by_account.get(&Some(account.id)) {
                found.entry(&segment.name).or_default().join(tally);
                elsewhere.remove(&Some(account.id));
            }
        }
    }
    let mut rest = Tally::default();
    elsewhere.values().for_each(|tally| rest.join(tally));
    let segments = found.into_iter().map(|(name, tally)| (name.to_owned(), tally)).collect();
    Ok(Results { all, segments, elsewhere: rest })
}
