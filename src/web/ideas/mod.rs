//! Pages of ideas.

pub mod list;
pub mod show;
pub mod vote;
pub mod vote_box;
