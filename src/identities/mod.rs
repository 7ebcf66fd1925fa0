//! Signing in through somebody else's word. A connection says whose word counts and what for; `token` makes verified
//! `Claims` of a signed token, `openid` fetches them from a provider, and `arrive` makes a person, an account and a role of
//! claims, wherever they came from.

pub mod arrive;
mod claims;
mod connection;
mod draft;
mod keys;
pub mod openid;
pub mod plan;
pub mod refusals;
pub mod save;
pub mod token;

pub use arrive::arrive;
pub use claims::{AccountClaim, Claims, RoleClaim};
pub use connection::{Algorithm, Connection, Known, by_issuer, find, known_of, list, open_ways};
pub use draft::{ConnectionDraft, ConnectionInput, KeyDraft};
pub use plan::{AccountPlan, Plan, RolePlan, Who};
pub use refusals::{Reason, Refusal};
pub use token::{Check, CheckKind, Checked, check, use_up};

use diesel::prelude::*;

use crate::db::Db;
use crate::db::schema::{signin_refusals, signin_tokens};
use crate::error::Result;
use crate::time::{DAY, Timestamp};

/// How long refused tokens are told of.
pub const REFUSALS: i64 = 14 * DAY;

/// Forgets used tokens that would be refused as expired by now, sign-ins that were not finished, and old refusals.
pub fn tidy(db: &mut Db, now: Timestamp) -> Result<()> {
    diesel::delete(signin_tokens::table.filter(signin_tokens::expires_at.lt(now))).execute(db)?;
    openid::tidy(db, now)?;
    let old = signin_refusals::created_at.lt(now.minus(REFUSALS));
    diesel::delete(signin_refusals::table.filter(old)).execute(db)?;
    Ok(())
}
