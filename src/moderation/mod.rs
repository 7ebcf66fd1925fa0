//! Moderation: reports, one queue, hiding and restoring, approval, locks, bans, and the public log of acts.

pub mod bans;
pub mod log;
mod model;
pub mod policy;
pub mod queue;
mod remark;
pub mod report;
pub mod undo;
pub mod visibility;

pub use model::{Post, Target};
pub use remark::{NOTE_MAX, Reason, Remark};
