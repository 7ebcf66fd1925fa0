//! Who belongs to which account: by a verified mail domain, by a claim at sign-in, by an import, or by hand. What was set
//! by hand or import is not changed by a domain or claim, and neither is that somebody was taken out. Staff belong to none.

use diesel::prelude::*;

use super::{domain_of, queries};
use crate::db::Db;
use crate::db::schema::people;
use crate::error::{Error, Result};
use crate::ids::{AccountId, PersonId};
use crate::jobs::{Progress, Step};
use crate::text_enum;
use crate::time::Timestamp;

/// People that one step of the job looks at.
const CHUNK: i64 = 500;

text_enum! {
    /// How somebody came to belong to an account.
    pub enum JoinedBy {
        /// They read mail at one of its domains.
        Domain = "domain",
        /// Where they are signed in already said so.
        Claim = "claim",
        /// A file said so.
        Import = "import",
        /// Somebody at the desk said so.
        Desk = "desk",
    }
}

impl JoinedBy {
    /// The key of its name in `locales/`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Domain => "account-by-domain",
            Self::Claim => "account-by-claim",
            Self::Import => "account-by-import",
            Self::Desk => "account-by-desk",
        }
    }
}

/// The role of those who may belong to an account, as stored: whoever works for the company asks for nothing as a customer.
const CUSTOMER: &str = "customer";

/// Whether somebody may belong to an account.
pub fn may_belong(db: &mut Db, person: PersonId) -> Result<bool> {
    let customer = people::table.find(person).filter(people::role.eq(CUSTOMER));
    Ok(customer.select(people::id).first::<PersonId>(db).optional()?.is_some())
}

/// Makes somebody belong to an account, or by hand to none. Says whether that is new. Votes that were cast stay as they
/// were.
///
/// # Errors
/// A field error on `person` for staff.
pub fn set(db: &mut Db, person: PersonId, account: Option<(AccountId, JoinedBy)>) -> Result<bool> {
    let Some((account, by)) = account else { return take_out(db, person, JoinedBy::Desk) };
    let before: Option<AccountId> = people::table.find(person).select(people::account_id).first(db)?;
    if before == Some(account) {
        return Ok(false);
    }
    if !may_belong(db, person)? {
        return Err(Error::field("person", "error-account-staff"));
    }
    diesel::update(people::table.find(person))
        .set((people::account_id.eq(Some(account)), people::account_by.eq(Some(by))))
        .execute(db)?;
    Ok(true)
}

/// Makes somebody belong to no account. Says whether they did. Who did it stays, so that no domain puts them back.
pub fn take_out(db: &mut Db, person: PersonId, by: JoinedBy) -> Result<bool> {
    let member = people::table.find(person).filter(people::account_id.is_not_null());
    let taken = diesel::update(member)
        .set((people::account_id.eq(None::<AccountId>), people::account_by.eq(Some(by))))
        .execute(db)?;
    Ok(taken > 0)
}

/// Takes somebody out of this account by hand; says whether they were in it.
pub fn take_out_of(db: &mut Db, person: PersonId, account: AccountId) -> Result<bool> {
    let member = people::table.find(person).filter(people::account_id.eq(Some(account)));
    let taken = diesel::update(member)
        .set((people::account_id.eq(None::<AccountId>), people::account_by.eq(Some(JoinedBy::Desk))))
        .execute(db)?;
    Ok(taken > 0)
}

/// Somebody works for the company now, and belongs to no account. Should they be a customer again, their domain decides.
pub fn leave(db: &mut Db, person: PersonId) -> Result<()> {
    diesel::update(people::table.find(person))
        .set((people::account_id.eq(None::<AccountId>), people::account_by.eq(None::<JoinedBy>)))
        .execute(db)?;
    Ok(())
}

/// Makes a customer belong to the account of the domain at which they have just proven to read mail, unless they belong to
/// one already, or were taken out of one.
pub fn join_by_mail(db: &mut Db, person: PersonId, email: &str) -> Result<()> {
    let Some(account) =
        domain_of(email).map(|domain| queries::id_by_domain(db, domain)).transpose()?.flatten()
    else {
        return Ok(());
    };
    let free = people::account_id.is_null().and(people::account_by.is_null());
    diesel::update(people::table.find(person).filter(free).filter(people::role.eq(CUSTOMER)))
        .set((people::account_id.eq(Some(account)), people::account_by.eq(Some(JoinedBy::Domain))))
        .execute(db)?;
    Ok(())
}

type Candidate = (PersonId, Option<String>, Option<Timestamp>, Option<AccountId>);

/// Whether a claim at sign-in may make somebody belong to an account: customers who belong to none without having been taken
/// out of one, or who came to theirs by a domain or a claim.
pub fn may_claim(db: &mut Db, person: PersonId) -> Result<bool> {
    let own = people::account_by;
    let free = own.is_null().or(own.eq(Some(JoinedBy::Domain))).or(own.eq(Some(JoinedBy::Claim)));
    let customer = people::table.find(person).filter(people::role.eq(CUSTOMER)).filter(free);
    Ok(customer.select(people::id).first::<PersonId>(db).optional()?.is_some())
}

/// Makes somebody belong to the account that a claim at sign-in named, where [`may_claim`] lets it. Votes that were cast
/// stay as they were.
pub fn join_by_claim(db: &mut Db, person: PersonId, account: AccountId) -> Result<()> {
    if may_claim(db, person)? {
        set(db, person, Some((account, JoinedBy::Claim)))?;
    }
    Ok(())
}

/// One step along all people: customers who have signed in with an address of the domain, and belong to no account without
/// having been taken out of one, join the account that has the domain by now.
pub fn join_step(db: &mut Db, domain: &str, before: Progress) -> Result<Step> {
    let Some(account) = queries::id_by_domain(db, domain)? else { return Ok(Step::Done(before)) };
    let rows: Vec<Candidate> = people::table
        .filter(people::id.gt(PersonId::new(before.after)))
        .order(people::id)
        .limit(CHUNK)
        .select((people::id, people::email, people::seen_at, people::account_id))
        .load(db)?;
    let Some(last) = rows.last().map(|row| row.0) else { return Ok(Step::Done(before)) };
    let joins = |row: &&Candidate| {
        row.1.as_deref().and_then(domain_of) == Some(domain) && row.2.is_some() && row.3.is_none()
    };
    let joining: Vec<PersonId> = rows.iter().filter(joins).map(|row| row.0).collect();
    let free = people::account_id.is_null().and(people::account_by.is_null());
    let joining = people::table.filter(people::id.eq_any(&joining)).filter(free);
    let joined = diesel::update(joining.filter(people::role.eq(CUSTOMER)))
        .set((people::account_id.eq(Some(account)), people::account_by.eq(Some(JoinedBy::Domain))))
        .execute(db)?;
    let count = i64::try_from(joined).unwrap_or(i64::MAX);
    Ok(Step::More(Progress { after: last.raw(), done: before.done.saturating_add(count), ..before }))
}

/// How somebody belongs to an account, if they do.
pub fn of(db: &mut Db, person: PersonId) -> Result<Option<(AccountId, JoinedBy)>> {
    let row: (Option<AccountId>, Option<JoinedBy>) =
        people::table.find(person).select((people::account_id, people::account_by)).first(db)?;
    Ok(row.0.map(|account| (account, row.1.unwrap_or(JoinedBy::Desk))))
}
