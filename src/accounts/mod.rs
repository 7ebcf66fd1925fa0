//! Customer organisations: who belongs to them, what they pay, and which ideas the votes of their people ask for.
//! What an account was worth when a vote was cast stays with the vote.

pub mod conditions;
pub mod demand;
mod domain;
mod draft;
pub mod membership;
mod met;
mod model;
pub mod queries;
mod save;
pub mod segments;

pub use crate::money::{Money, parse_currency};
pub use conditions::{Conditions, ConditionsInput};
pub use demand::{Demand, Snapshot};
pub use domain::{DomainError, domain_of, parse_domain};
pub use draft::{AccountDraft, AccountInput};
pub use membership::JoinedBy;
pub use model::{Account, Health};

pub use save::{Terms, create, refuse_outdated, set_terms, update};
