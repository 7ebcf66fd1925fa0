//! Does what a [`Plan`] says: the person, made or taken over, with role and account.

use diesel::prelude::*;

use super::{AccountClaim, AccountPlan, Claims, Connection, Plan, Reason, RoleClaim, RolePlan, Who};
use crate::accounts::{self, membership};
use crate::db::schema::{people, signin_accounts, signin_identities};
use crate::db::{Db, savepoint};
use crate::error::{Error, Result};
use crate::ids::{AccountId, ConnectionId, PersonId};
use crate::people::create::{NewPerson, create};
use crate::people::{Person, Role, profile, queries, roles, sign_in};
use crate::text::words::Language;
use crate::time::Timestamp;

/// How often it is begun anew when somebody else made the same person or account at the same moment.
const TRIES: usize = 3;

/// The person of verified claims, or why nobody comes in. Whoever is new becomes a customer who reads in `language`, as
/// after a sign-in by mail. Somebody who comes twice at the same moment for the first time is one person.
pub fn arrive(
    db: &mut Db,
    connection: &Connection,
    claims: &Claims,
    language: Language,
    now: Timestamp,
) -> Result<std::result::Result<Person, Reason>> {
    for _ in 1..TRIES {
        match savepoint(db, |db| once(db, connection, claims, language, now)) {
            Err(error) if error.is_unique_violation() || is_taken(&error) => {}
            Err(Error::Conflict("error-last-administrator")) => return Ok(Err(Reason::Role)),
            other => return other,
        }
    }
    savepoint(db, |db| once(db, connection, claims, language, now))
}

/// Somebody else made the account in this moment.
fn is_taken(error: &Error) -> bool {
    matches!(error, Error::Invalid(errors) if errors.of("name").is_some())
}

fn once(
    db: &mut Db,
    connection: &Connection,
    claims: &Claims,
    language: Language,
    now: Timestamp,
) -> Result<std::result::Result<Person, Reason>> {
    let plan = Plan::make(db, connection, claims)?;
    if let Some(reason) = plan.refusal {
        return Ok(Err(reason));
    }
    let person = match &plan.who {
        Who::Known(person) | Who::ByEmail(person) => person.clone(),
        Who::New => join(db, claims, language, now)?,
    };
    remember(db, connection.id, &claims.subject, person.id, now)?;
    note_role(db, connection, claims)?;
    complete(db, &person, claims)?;
    if let RolePlan::Changes(_, role) = plan.role {
        roles::change_by_claim(db, &connection.name, person.id, role, now)?;
    }
    belong(db, connection, claims, person.id, &plan.account, now)?;
    sign_in::settle_in(db, person.id, claims.email.as_deref(), now)?;
    queries::find(db, person.id)?.map(Ok).ok_or(Error::NotFound)
}

fn join(db: &mut Db, claims: &Claims, language: Language, now: Timestamp) -> Result<Person> {
    let new = NewPerson {
        name: claims.name.as_deref().unwrap_or(""),
        email: claims.email.as_deref(),
        role: Role::Customer,
        handle: None,
        is_imported: false,
    };
    let person = create(db, &new, now)?;
    diesel::update(people::table.find(person.id)).set(people::language.eq(Some(language))).execute(db)?;
    Ok(person)
}

/// From now on the subject is this person.
pub(super) fn remember(
    db: &mut Db,
    connection: ConnectionId,
    subject: &str,
    person: PersonId,
    now: Timestamp,
) -> Result<()> {
    let own = signin_identities::table.find((connection, subject));
    let seen = diesel::update(own)
        .set((signin_identities::used_at.eq(now), signin_identities::person_id.eq(person)))
        .execute(db)?;
    if seen == 0 {
        let values = (
            signin_identities::connection_id.eq(connection),
            signin_identities::subject.eq(subject),
            signin_identities::person_id.eq(person),
            signin_identities::created_at.eq(now),
            signin_identities::used_at.eq(now),
        );
        diesel::insert_into(signin_identities::table).values(values).execute(db)?;
    }
    Ok(())
}

/// Which role of staff a provider's claim gives, so that it goes when the claim goes.
fn note_role(db: &mut Db, connection: &Connection, claims: &Claims) -> Result<()> {
    if !connection.is_openid() {
        return Ok(());
    }
    let gave = match &claims.role {
        RoleClaim::Some(role) if role.is_staff() => Some(*role),
        _ => None,
    };
    diesel::update(signin_identities::table.find((connection.id, &claims.subject)))
        .set(signin_identities::gave_role.eq(gave))
        .execute(db)?;
    Ok(())
}

/// Name and address of somebody who has none yet. What people have is theirs and stays.
fn complete(db: &mut Db, person: &Person, claims: &Claims) -> Result<()> {
    if let Some(name) = claims.name.as_deref().filter(|_| person.name.is_empty()) {
        profile::introduce(db, person, name)?;
    }
    let Some(email) = claims.email.as_deref().filter(|_| person.email.is_none()) else { return Ok(()) };
    if queries::find_by_email(db, email)?.is_none() {
        diesel::update(people::table.find(person.id)).set(people::email.eq(Some(email))).execute(db)?;
    }
    Ok(())
}

fn belong(
    db: &mut Db,
    connection: &Connection,
    claims: &Claims,
    person: PersonId,
    plan: &AccountPlan,
    now: Timestamp,
) -> Result<()> {
    let AccountClaim::Some { id, draft, .. } = &claims.account else { return Ok(()) };
    let account = match plan {
        AccountPlan::Stays(account) | AccountPlan::Joins(account) => {
            if connection.updates_accounts {
                accounts::set_terms(db, account.id, &draft.terms(), now)?;
            }
            account.id
        }
        AccountPlan::Makes(_) => accounts::create(db, draft, now)?.id,
        AccountPlan::Silent
        | AccountPlan::Unreadable
        | AccountPlan::Staff
        | AccountPlan::Kept
        | AccountPlan::Unknown(_) => return Ok(()),
    };
    membership::join_by_claim(db, person, account)?;
    match id {
        Some(id) => remember_account(db, connection, id, account),
        None => Ok(()),
    }
}

/// From now on the id is this account, whatever it is called.
fn remember_account(db: &mut Db, connection: &Connection, id: &str, account: AccountId) -> Result<()> {
    let own = signin_accounts::table.find((connection.id, id)).select(signin_accounts::account_id);
    if own.first::<AccountId>(db).optional()?.is_some() {
        return Ok(());
    }
    let values = (
        signin_accounts::connection_id.eq(connection.id),
        signin_accounts::external_id.eq(id),
        signin_accounts::account_id.eq(account),
    );
    diesel::insert_into(signin_accounts::table).values(values).execute(db)?;
    Ok(())
}
