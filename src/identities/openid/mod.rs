//! Signing in at an OpenID provider: it is discovered, people are sent there with a state that is good once, and what it
//! says of them is fetched and checked.

mod attempts;
mod exchange;
mod proof;
mod provider;

pub use attempts::{Attempt, Secrets, begin, secrets, take};
pub use exchange::{Arrived, Way, fetch, way_there};
pub use proof::{confirm, keep};
pub use provider::{Finding, Provider, Providers, look_over};

use diesel::prelude::*;

use super::Reason;
use crate::db::Db;
use crate::db::schema::{signin_attempts, signin_links};
use crate::error::Result;
use crate::time::Timestamp;

/// Most characters that are told of what went wrong at a provider.
const TOLD_MAX: usize = 300;

/// Why a provider could not say who somebody is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// Why nobody is signed in.
    pub reason: Reason,
    /// What happened there, for administrators; nothing of a person.
    pub detail: String,
}

impl Trouble {
    /// Trouble with what happened at the provider, cut to what can be told.
    pub fn new(reason: Reason, detail: impl std::fmt::Display) -> Self {
        let detail = detail.to_string();
        let plain = detail.chars().map(|c| if c.is_control() { ' ' } else { c });
        Self { reason, detail: plain.take(TOLD_MAX).collect() }
    }
}

/// Forgets sign-ins that were not finished in time, and addresses that were not proved.
pub(super) fn tidy(db: &mut Db, now: Timestamp) -> Result<()> {
    diesel::delete(signin_attempts::table.filter(signin_attempts::expires_at.lt(now))).execute(db)?;
    diesel::delete(signin_links::table.filter(signin_links::expires_at.lt(now))).execute(db)?;
    Ok(())
}
