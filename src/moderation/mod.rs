//! Moderation: reports, one queue with its claims, hiding and restoring, approval, appeals, locks, bans, sweeps, and the public
//! log of acts.

pub mod appeals;
pub mod bans;
pub mod bulk;
pub mod claims;
mod item;
pub mod log;
pub mod messages;
mod model;
pub mod policy;
pub mod queue;
pub mod reasons;
mod remark;
pub mod report;
pub mod sweep;
pub mod undo;
pub mod visibility;

pub use item::Item;
pub use model::{Post, Target};
pub use reasons::StoredReason;
pub use remark::{NOTE_MAX, Reason, Remark};
