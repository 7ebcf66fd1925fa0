//! The row and its closed set.

use diesel::prelude::*;

use super::Money;
use crate::db::schema::accounts;
use crate::ids::{AccountId, PersonId};
use crate::text_enum;
use crate::time::Timestamp;

text_enum! {
    /// How the company sees its relation to the account.
    pub enum Health {
        /// Nothing to worry about.
        Good = "good",
        /// It may leave.
        AtRisk = "at_risk",
        /// It is about to.
        Critical = "critical",
    }
}

impl Health {
    /// The key of its name in `locales/`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Good => "health-good",
            Self::AtRisk => "health-at-risk",
            Self::Critical => "health-critical",
        }
    }
}

/// A customer organisation.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Identifiable)]
#[diesel(table_name = accounts)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// Its name, unlike any other's but for capitals.
    pub name: String,
    /// The name in lower case: what lists are sorted and searched by.
    pub name_key: String,
    /// What it has bought; may be empty.
    pub plan: String,
    /// Which kind of customer it is; may be empty.
    pub segment: String,
    value_minor: Option<i64>,
    currency: Option<String>,
    /// How things stand, when somebody has said so.
    pub health: Option<Health>,
    /// Who at the company looks after it.
    pub owner_id: Option<PersonId>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

impl Account {
    /// What it pays a month, when that is known.
    pub fn value(&self) -> Option<Money> {
        Money::stored(self.value_minor, self.currency.clone())
    }
}
