//! Finding accounts and their people.

use std::collections::HashMap;

use diesel::prelude::*;

use super::conditions::Query;
use super::draft::name_key;
use super::{Account, Conditions, JoinedBy};
use crate::db::Db;
use crate::db::page::Page;
use crate::db::schema::{account_domains, accounts, people};
use crate::error::{Error, Result};
use crate::ids::{AccountId, PersonId};

/// Accounts on one page.
pub const PAGE: usize = 50;
/// People of an account that its page lists.
pub const PEOPLE_SHOWN: i64 = 200;
/// Accounts that a typed beginning finds.
const FOUND_MAX: i64 = 500;
/// Accounts that one query asks for by their ids.
const CHUNK: usize = 500;
/// Accounts that one set of conditions gives at the most.
const AMONG_MAX: i64 = 10_000;

/// An account.
pub fn find(db: &mut Db, id: AccountId) -> Result<Account> {
    accounts::table.find(id).select(Account::as_select()).first(db).optional()?.ok_or(Error::NotFound)
}

/// Accounts by their ids.
pub fn by_ids(db: &mut Db, ids: &[AccountId]) -> Result<Vec<Account>> {
    let mut found = Vec::new();
    for ids in ids.chunks(CHUNK) {
        found.extend(accounts::table.filter(accounts::id.eq_any(ids)).select(Account::as_select()).load(db)?);
    }
    Ok(found)
}

/// The account of this name, whatever its capitals.
pub fn id_by_name(db: &mut Db, name: &str) -> Result<Option<AccountId>> {
    let named = accounts::table.filter(accounts::name_key.eq(name_key(name)));
    Ok(named.select(accounts::id).first(db).optional()?)
}

/// Whether an account, other than the one that is left out, has this segment label.
pub fn has_segment(db: &mut Db, label: &str, but: Option<AccountId>) -> Result<bool> {
    let but = but.unwrap_or(AccountId::new(0));
    let same = accounts::table.filter(accounts::segment.eq(label)).filter(accounts::id.ne(but));
    Ok(same.select(accounts::id).first::<AccountId>(db).optional()?.is_some())
}

/// The account that a domain belongs to.
pub fn id_by_domain(db: &mut Db, domain: &str) -> Result<Option<AccountId>> {
    Ok(account_domains::table.find(domain).select(account_domains::account_id).first(db).optional()?)
}

/// The domains of an account, by name.
pub fn domains_of(db: &mut Db, account: AccountId) -> Result<Vec<String>> {
    Ok(account_domains::table
        .filter(account_domains::account_id.eq(account))
        .order(account_domains::domain)
        .select(account_domains::domain)
        .load(db)?)
}

fn all() -> Query {
    accounts::table.into_boxed()
}

/// One page of the accounts whose name or one of whose domains begins as typed, and that meet the conditions; by name.
/// `after` is the cursor of the page before: the last name of it.
pub fn list(db: &mut Db, typed: &str, conditions: &Conditions, after: Option<&str>) -> Result<Page<Account>> {
    let mut query = conditions.narrow(all());
    if !typed.trim().is_empty() {
        query = query.filter(accounts::id.eq_any(beginning(db, typed)?));
    }
    if let Some(after) = after {
        query = query.filter(accounts::name_key.gt(after.to_owned()));
    }
    let wanted = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let rows = query.order(accounts::name_key).limit(wanted).select(Account::as_select()).load(db)?;
    Ok(Page::cut(rows, PAGE, |account: &Account| account.name_key.clone()))
}

/// The accounts whose name or one of whose domains begins so: two walks along indexes.
fn beginning(db: &mut Db, typed: &str) -> Result<Vec<AccountId>> {
    let key = name_key(typed);
    let domain = key.trim_start_matches('@').to_owned();
    let end = |prefix: &str| format!("{prefix}{}", char::MAX);
    let mut found: Vec<AccountId> = accounts::table
        .filter(accounts::name_key.between(key.clone(), end(&key)))
        .order(accounts::name_key)
        .limit(FOUND_MAX)
        .select(accounts::id)
        .load(db)?;
    let by_domain: Vec<AccountId> = account_domains::table
        .filter(account_domains::domain.between(domain.clone(), end(&domain)))
        .order(account_domains::domain)
        .limit(FOUND_MAX)
        .select(account_domains::account_id)
        .load(db)?;
    found.extend(by_domain);
    Ok(found)
}

/// The accounts that meet the conditions.
pub fn ids_meeting(db: &mut Db, conditions: &Conditions) -> Result<Vec<AccountId>> {
    Ok(conditions.narrow(all()).limit(AMONG_MAX).select(accounts::id).load(db)?)
}

/// How many accounts meet the conditions, and how many people belong to those.
pub fn size(db: &mut Db, conditions: &Conditions) -> Result<(i64, i64)> {
    let count = conditions.narrow(all()).select(diesel::dsl::count_star()).first(db)?;
    let ids: Vec<Option<AccountId>> = ids_meeting(db, conditions)?.into_iter().map(Some).collect();
    let people =
        people::table.filter(people::account_id.eq_any(ids)).select(diesel::dsl::count_star()).first(db)?;
    Ok((count, people))
}

/// How many people each of these accounts has, in one query.
pub fn people_counts(db: &mut Db, ids: &[AccountId]) -> Result<HashMap<AccountId, i64>> {
    let ids: Vec<Option<AccountId>> = ids.iter().copied().map(Some).collect();
    let rows: Vec<(Option<AccountId>, i64)> = people::table
        .filter(people::account_id.eq_any(ids))
        .group_by(people::account_id)
        .select((people::account_id, diesel::dsl::count_star()))
        .load(db)?;
    Ok(rows.into_iter().filter_map(|(account, count)| Some((account?, count))).collect())
}

/// The people of an account with how they came to it, those who joined the site first before the others.
pub fn people_of(db: &mut Db, account: AccountId) -> Result<Vec<(PersonId, JoinedBy)>> {
    let rows: Vec<(PersonId, Option<JoinedBy>)> = people::table
        .filter(people::account_id.eq(Some(account)))
        .order(people::id)
        .limit(PEOPLE_SHOWN)
        .select((people::id, people::account_by))
        .load(db)?;
    Ok(rows.into_iter().map(|(person, by)| (person, by.unwrap_or(JoinedBy::Desk))).collect())
}

/// Somebody who is no former member, by handle (with or without `@`) or mail address.
pub fn person_by(db: &mut Db, typed: &str) -> Result<Option<PersonId>> {
    let wanted = typed.trim().to_lowercase();
    let handle = wanted.trim_start_matches('@');
    Ok(people::table
        .filter(people::handle.eq(handle).or(people::email.eq(Some(wanted.as_str()))))
        .filter(people::former_at.is_null())
        .select(people::id)
        .first(db)
        .optional()?)
}
