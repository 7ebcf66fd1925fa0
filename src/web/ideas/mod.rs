//! Pages of ideas.

pub mod aside;
pub mod card;
pub mod filters;
pub mod list;
pub mod show;
pub mod similar;
pub mod vote;
pub mod vote_box;
pub mod why;
