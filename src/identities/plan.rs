//! What claims would make of a person, decided in one place: for the trial, which only tells, and for the sign-in, which does
//! it.

use diesel::prelude::*;

use super::{AccountClaim, Claims, Connection, Reason, RoleClaim};
use crate::accounts::{Account, membership, queries as accounts};
use crate::db::Db;
use crate::db::schema::{signin_accounts, signin_identities};
use crate::error::Result;
use crate::ids::{AccountId, PersonId};
use crate::people::{Person, Role, queries};

/// Whom the claims are about.
#[derive(Debug, Clone)]
pub enum Who {
    /// Somebody who came in this way before.
    Known(Person),
    /// Somebody with the same address.
    ByEmail(Person),
    /// Nobody yet.
    New,
}

impl Who {
    /// The person, if there is one.
    pub fn person(&self) -> Option<&Person> {
        match self {
            Self::Known(person) | Self::ByEmail(person) => Some(person),
            Self::New => None,
        }
    }
}

/// What becomes of their role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RolePlan {
    /// It stays what it is.
    Stays(Role),
    /// The same; what is claimed is no role of this site.
    Ignored(Role, String),
    /// It changes.
    Changes(Role, Role),
}

/// What becomes of their account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccountPlan {
    /// Nothing is said of it.
    Silent,
    /// What is said cannot be read.
    Unreadable,
    /// Staff belong to none.
    Staff,
    /// Somebody at the desk, or a file, decided on it.
    Kept,
    /// They belong to it already.
    Stays(Account),
    /// They join it.
    Joins(Account),
    /// It is made, and they join it.
    Makes(String),
    /// There is none, and none is made.
    Unknown(String),
}

/// What claims would make of a person.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Whom they are about.
    pub who: Who,
    /// What becomes of the role.
    pub role: RolePlan,
    /// What becomes of the account.
    pub account: AccountPlan,
    /// Why nobody is signed in, if so.
    pub refusal: Option<Reason>,
}

impl Plan {
    /// What the claims of a connection would make of a person.
    pub fn make(db: &mut Db, connection: &Connection, claims: &Claims) -> Result<Self> {
        let (who, gave) = who(db, connection, claims)?;
        let before = who.person().map_or(Role::Customer, |person| person.role);
        // What a provider's claim gave goes with the claim; what somebody here gave stays.
        let is_withdrawn =
            gave == Some(before) && before.is_staff() && !matches!(claims.role, RoleClaim::Some(_));
        let (role, after) = match &claims.role {
            RoleClaim::Some(role) if *role != before => (RolePlan::Changes(before, *role), *role),
            _ if is_withdrawn => (RolePlan::Changes(before, Role::Customer), Role::Customer),
            RoleClaim::Unknown(text) => (RolePlan::Ignored(before, text.clone()), before),
            _ => (RolePlan::Stays(before), before),
        };
        let refusal = if connection.needs_verified && claims.email.is_none() {
            Some(Reason::Unverified)
        } else if !connection.takes(claims.any_email()) {
            Some(Reason::Domain)
        } else if !connection.lets_in(before) {
            Some(Reason::Staff)
        } else if !connection.lets_in(after) {
            Some(Reason::Role)
        } else if connection.is_openid() && needs_proof(connection, claims, &who) {
            Some(Reason::Proof)
        } else {
            None
        };
        let account = account(db, connection, claims, &who, after)?;
        Ok(Self { who, role, account, refusal })
    }
}

/// Whether the address has to be proved by a code first. Whoever came this way before has been through it.
fn needs_proof(connection: &Connection, claims: &Claims, who: &Who) -> bool {
    match who {
        Who::Known(_) => false,
        Who::ByEmail(_) => !connection.links_by_mail,
        Who::New => claims.unproven_email.is_some(),
    }
}

/// Whom the claims are about, and the role that those of the connection gave them last.
fn who(db: &mut Db, connection: &Connection, claims: &Claims) -> Result<(Who, Option<Role>)> {
    let row = signin_identities::table.find((connection.id, &claims.subject));
    let row = row.select((signin_identities::person_id, signin_identities::gave_role));
    let known: Option<(PersonId, Option<Role>)> = row.first(db).optional()?;
    if let Some((id, gave)) = known {
        let person = queries::find(db, id)?.filter(|person| person.former_at.is_none());
        return Ok((person.map_or(Who::New, Who::Known), gave));
    }
    let Some(email) = &claims.email else { return Ok((Who::New, None)) };
    Ok((queries::find_by_email(db, email)?.map_or(Who::New, Who::ByEmail), None))
}

fn account(
    db: &mut Db,
    connection: &Connection,
    claims: &Claims,
    who: &Who,
    role: Role,
) -> Result<AccountPlan> {
    let (id, draft, is_named) = match &claims.account {
        AccountClaim::None => return Ok(AccountPlan::Silent),
        AccountClaim::Unreadable => return Ok(AccountPlan::Unreadable),
        AccountClaim::Some { id, draft, is_named } => (id.as_deref(), draft, *is_named),
    };
    if role.is_staff() {
        return Ok(AccountPlan::Staff);
    }
    let found = find(db, connection, id, is_named.then(|| draft.name()))?;
    if let Some(person) = who.person().filter(|person| !person.role.is_staff()) {
        let own = membership::of(db, person.id)?.map(|(account, _)| account);
        if let Some(account) = found.as_ref().filter(|account| own == Some(account.id)) {
            return Ok(AccountPlan::Stays(account.clone()));
        }
        if !membership::may_claim(db, person.id)? {
            return Ok(AccountPlan::Kept);
        }
    }
    let name = draft.name().to_owned();
    Ok(match found {
        Some(account) => AccountPlan::Joins(account),
        // A name that is another organisation's there is taken here.
        None if connection.makes_accounts && is_named && accounts::id_by_name(db, &name)?.is_none() => {
            AccountPlan::Makes(name)
        }
        None => AccountPlan::Unknown(name),
    })
}

/// The account of an id that the connection has named before, else of the name, unless the name belongs to another id.
fn find(
    db: &mut Db,
    connection: &Connection,
    id: Option<&str>,
    name: Option<&str>,
) -> Result<Option<Account>> {
    if let Some(id) = id {
        let row = signin_accounts::table.find((connection.id, id)).select(signin_accounts::account_id);
        if let Some(account) = row.first::<AccountId>(db).optional()? {
            return accounts::find(db, account).map(Some);
        }
    }
    let named = name.map(|name| accounts::id_by_name(db, name)).transpose()?.flatten();
    let Some(account) = named else { return Ok(None) };
    let own = signin_accounts::table.filter(signin_accounts::connection_id.eq(connection.id));
    let own = own.filter(signin_accounts::account_id.eq(account)).select(signin_accounts::external_id);
    let is_anothers = id.is_some() && own.first::<String>(db).optional()?.is_some();
    if is_anothers { Ok(None) } else { accounts::find(db, account).map(Some) }
}
