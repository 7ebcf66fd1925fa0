//! People: who they are, what their role lets them do, how they come to be.

pub mod bans;
pub mod create;
pub mod drafts;
pub mod email;
pub mod limits;
pub mod mail_choices;
mod model;
pub mod profile;
pub mod queries;
pub mod rendering;
pub mod sign_in;

pub use model::{Person, Role, Theme, label};
