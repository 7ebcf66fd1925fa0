//! Making and changing accounts, with their domains: whoever is there already joins by a job.

use diesel::prelude::*;

use super::{Account, AccountDraft, queries};
use crate::db::schema::{account_domains, accounts, people};
use crate::db::witness;
use crate::db::{Db, savepoint};
use crate::error::{Error, FieldErrors, Result};
use crate::ids::{AccountId, PersonId};
use crate::jobs::{self, Job};
use crate::time::Timestamp;

/// Makes an account.
///
/// # Errors
/// `Invalid` when name or a domain is taken, or the owner is no member of staff.
pub fn create(db: &mut Db, draft: &AccountDraft, now: Timestamp) -> Result<Account> {
    let owner = check(db, draft, None)?;
    let made = savepoint(db, |db| {
        let id: AccountId = diesel::insert_into(accounts::table)
            .values((columns(draft, owner, now), accounts::created_at.eq(now)))
            .returning(accounts::id)
            .get_result(db)?;
        witness::made("account", id.raw());
        set_domains(db, id, &draft.domains, now)?;
        if !queries::has_segment(db, &draft.segment, Some(id))? {
            score_anew(db, now)?;
        }
        queries::find(db, id)
    });
    made.map_err(taken_meanwhile)
}

/// Somebody else took the name, or a domain, since it was looked up.
fn taken_meanwhile(error: Error) -> Error {
    if error.is_unique_violation() { Error::field("name", "error-account-name-taken") } else { error }
}

/// Changes an account; votes that were cast keep the value that they were cast with. Says whether anything changed.
///
/// # Errors
/// `NotFound`, and as [`create`].
pub fn update(db: &mut Db, id: AccountId, draft: &AccountDraft, now: Timestamp) -> Result<bool> {
    let before = queries::find(db, id)?;
    let owner = check(db, draft, Some(id))?;
    let is_same = before.name == draft.name
        && (before.plan.as_str(), before.segment.as_str()) == (draft.plan.as_str(), draft.segment.as_str())
        && (before.value(), before.health, before.owner_id) == (draft.value.clone(), draft.health, owner);
    let changed = savepoint(db, |db| {
        let has_same_domains = !set_domains(db, id, &draft.domains, now)?;
        if is_same && has_same_domains {
            return Ok(false);
        }
        diesel::update(accounts::table.find(id)).set(columns(draft, owner, now)).execute(db)?;
        if before.segment != draft.segment {
            score_anew(db, now)?;
        }
        Ok(true)
    });
    changed.map_err(taken_meanwhile)
}

/// What a sign-in may say of an account; what it does not say stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms {
    /// What it has bought.
    pub plan: Option<String>,
    /// Which kind of customer it is.
    pub segment: Option<String>,
    /// What it pays a month.
    pub value: Option<super::Money>,
}

/// Changes what an account has and pays, and nothing else of it; votes that were cast keep the value that they were cast
/// with. Says whether anything changed.
pub fn set_terms(db: &mut Db, id: AccountId, terms: &Terms, now: Timestamp) -> Result<bool> {
    let before = queries::find(db, id)?;
    let plan = terms.plan.as_deref().unwrap_or(&before.plan);
    let segment = terms.segment.as_deref().unwrap_or(&before.segment);
    let value = terms.value.clone().or_else(|| before.value());
    if (plan, segment) == (before.plan.as_str(), before.segment.as_str()) && value == before.value() {
        return Ok(false);
    }
    diesel::update(accounts::table.find(id))
        .set((
            (accounts::plan.eq(plan), accounts::segment.eq(segment)),
            accounts::value_minor.eq(value.as_ref().map(|value| value.minor)),
            accounts::currency.eq(value.as_ref().map(|value| value.currency.as_str())),
            accounts::updated_at.eq(now),
        ))
        .execute(db)?;
    if before.segment != segment {
        score_anew(db, now)?;
    }
    Ok(true)
}

/// Refuses a form that was made before the last change of an account; nobody else changes it until the transaction ends.
///
/// # Errors
/// `NotFound`, and `Conflict` when somebody was quicker.
pub fn refuse_outdated(db: &mut Db, id: AccountId, seen: Option<Timestamp>) -> Result<()> {
    if let Db::Postgres(c) = db {
        accounts::table.find(id).select(accounts::id).for_update().first::<AccountId>(c).optional()?;
    }
    let at = queries::find(db, id)?.updated_at;
    if seen.is_some_and(|seen| seen != at) { Err(Error::Conflict("error-form-outdated")) } else { Ok(()) }
}

/// How far a wish is spread over segments is a factor of its impact, so that a label that comes, goes or changes is a
/// new score for many ideas.
fn score_anew(db: &mut Db, now: Timestamp) -> Result<()> {
    let key = format!("recompute_ranks:segments:{}", now.micros());
    jobs::enqueue(db, &key, &Job::RecomputeRanks { board: None }, now).map(drop)
}

type Columns<'d> = (
    (diesel::dsl::Eq<accounts::name, &'d str>, diesel::dsl::Eq<accounts::name_key, &'d str>),
    (diesel::dsl::Eq<accounts::plan, &'d str>, diesel::dsl::Eq<accounts::segment, &'d str>),
    (
        diesel::dsl::Eq<accounts::value_minor, Option<i64>>,
        diesel::dsl::Eq<accounts::currency, Option<&'d str>>,
    ),
    diesel::dsl::Eq<accounts::health, Option<super::Health>>,
    diesel::dsl::Eq<accounts::owner_id, Option<PersonId>>,
    diesel::dsl::Eq<accounts::updated_at, Timestamp>,
);

fn columns(draft: &AccountDraft, owner: Option<PersonId>, now: Timestamp) -> Columns<'_> {
    let value = draft.value.as_ref();
    (
        (accounts::name.eq(draft.name.as_str()), accounts::name_key.eq(draft.name_key.as_str())),
        (accounts::plan.eq(draft.plan.as_str()), accounts::segment.eq(draft.segment.as_str())),
        (
            accounts::value_minor.eq(value.map(|value| value.minor)),
            accounts::currency.eq(value.map(|value| value.currency.as_str())),
        ),
        accounts::health.eq(draft.health),
        accounts::owner_id.eq(owner),
        accounts::updated_at.eq(now),
    )
}

/// Everything that only the database knows to be wrong; gives the owner.
fn check(db: &mut Db, draft: &AccountDraft, own: Option<AccountId>) -> Result<Option<PersonId>> {
    let mut errors = FieldErrors::default();
    let holder = queries::id_by_name(db, &draft.name)?;
    if holder.is_some() && holder != own {
        errors.add("name", "error-account-name-taken");
    }
    let taken: Vec<(String, AccountId)> = account_domains::table
        .filter(account_domains::domain.eq_any(&draft.domains))
        .select((account_domains::domain, account_domains::account_id))
        .load(db)?;
    let is_taken = |domain: &String| taken.iter().any(|(name, of)| name == domain && own != Some(*of));
    if let Some((place, _)) = (1_i64..).zip(&draft.domains).find(|(_, domain)| is_taken(domain)) {
        errors.add_with("domains", "error-account-domain-taken", &[("place", place)]);
    }
    let owner = find_owner(db, &draft.owner)?;
    if owner.is_none() && !draft.owner.is_empty() {
        errors.add("owner", "error-account-owner");
    }
    errors.or(owner)
}

/// A member of staff by handle, with or without `@`, or by mail address.
fn find_owner(db: &mut Db, typed: &str) -> Result<Option<PersonId>> {
    if typed.is_empty() {
        return Ok(None);
    }
    Ok(people::table
        .filter(people::handle.eq(typed.trim_start_matches('@')).or(people::email.eq(Some(typed))))
        .filter(people::former_at.is_null())
        .filter(people::role.ne("customer"))
        .select(people::id)
        .first(db)
        .optional()?)
}

/// Gives an account these domains and no others; says whether it had others. People stay when a domain goes.
fn set_domains(db: &mut Db, id: AccountId, domains: &[String], now: Timestamp) -> Result<bool> {
    let before = queries::domains_of(db, id)?;
    let gone: Vec<&String> = before.iter().filter(|domain| !domains.contains(domain)).collect();
    diesel::delete(account_domains::table.filter(account_domains::domain.eq_any(gone.clone())))
        .execute(db)?;
    let new: Vec<&String> = domains.iter().filter(|domain| !before.contains(domain)).collect();
    for domain in &new {
        let values = (
            account_domains::domain.eq(domain.as_str()),
            account_domains::account_id.eq(id),
            account_domains::created_at.eq(now),
        );
        diesel::insert_into(account_domains::table).values(values).execute(db)?;
        let job = Job::JoinAccount { domain: (*domain).clone() };
        jobs::enqueue(db, &format!("join_account:{domain}:{}", now.micros()), &job, now)?;
    }
    Ok(!gone.is_empty() || !new.is_empty())
}
