//! What is looked at, and what is found: plain values, so that the same code runs in the worker and without a database.

use crate::ids::{IdeaId, PersonId};
use crate::text_enum;
use crate::time::{DAY, Timestamp};

use super::facts::Facts;

/// An account younger than this when it voted counts as new, in microseconds.
pub const FRESH: i64 = 3 * DAY;
/// Most votes in one proposal, so that acting on it is one transaction of bounded size.
pub const VOTES_MAX: usize = 2_000;

text_enum! {
    /// What votes have in common.
    pub enum CrowdKind {
        /// New accounts, many of them behind the same networks.
        Network = "network",
        /// Many accounts with one network and one browser within minutes.
        Machine = "machine",
        /// A burst of new accounts with the same browsers.
        Browser = "browser",
        /// People who keep promoting one another's ideas.
        Ring = "ring",
    }
}

impl CrowdKind {
    /// The key of its name in `locales/`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Network => "crowd-kind-network",
            Self::Machine => "crowd-kind-machine",
            Self::Browser => "crowd-kind-browser",
            Self::Ring => "crowd-kind-ring",
        }
    }
}

/// A vote with its signals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cast {
    /// The idea.
    pub idea: IdeaId,
    /// Whose idea it is.
    pub author: PersonId,
    /// Who voted.
    pub person: PersonId,
    /// When.
    pub at: Timestamp,
    /// Keyed hash of the network.
    pub network: Option<i64>,
    /// Keyed hash of the browser's name.
    pub agent: Option<i64>,
    /// How old the account was, in microseconds.
    pub age: i64,
    /// Whether the voter belongs to a customer account. Colleagues share a network, and the desk counts them as one.
    pub has_account: bool,
    /// Whether it is for the idea.
    pub is_promotion: bool,
}

impl Cast {
    /// Whether the account was new.
    pub fn is_fresh(&self) -> bool {
        self.age < FRESH
    }

    /// Which vote it is.
    pub fn key(&self) -> (IdeaId, PersonId) {
        (self.idea, self.person)
    }
}

/// A proposal: these votes belong together, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// What they have in common above all.
    pub kind: CrowdKind,
    /// The votes, in order.
    pub votes: Vec<(IdeaId, PersonId)>,
    /// The numbers behind it.
    pub facts: Facts,
}
