//! People: who they are, what their role lets them do, how they come to be.

pub mod bans;
pub mod create;
pub mod departures;
pub mod directory;
pub mod drafts;
pub mod email;
pub mod leave;
pub mod limits;
pub mod mail_choices;
mod held_records;
mod model;
mod panel_records;
pub mod posts;
pub mod powers;
pub mod profile;
pub mod proof;
pub mod queries;
pub mod records;
mod review_records;
pub mod rendering;
pub mod roles;
pub mod sessions;
pub mod sign_in;
pub mod two_step;

pub use model::{Person, Role, Theme, label};
pub use powers::{Power, Powers};
