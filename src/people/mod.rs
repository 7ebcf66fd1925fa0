//! People: who they are, what their role lets them do, how they come to be.

pub mod bans;
pub mod create;
pub mod drafts;
pub mod limits;
pub mod mail_choices;
mod model;
pub mod queries;
pub mod rendering;

pub use model::{Person, Role, Theme, label};
