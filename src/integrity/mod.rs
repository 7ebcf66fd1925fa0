//! Whether votes are what they look like: signals kept beside votes for a while, crowds and rings found among them, and
//! what moderators do about those. Nothing here acts by itself unless the site says so.

pub mod act;
pub mod chance;
pub mod crowd;
pub mod facts;
pub mod found;
pub mod plea;
pub mod policy;
pub mod report;
pub mod rings;
pub mod seen;
pub mod signals;
pub mod sweep;
mod turn;

pub use act::{Decision, DecisionDraft, VoteReason};
pub use found::{Crowd, CrowdState};
pub use seen::{Cast, CrowdKind, Found};
