//! Pages of ideas.

pub mod aside;
mod asked;
mod author_only;
pub mod card;
pub mod edit;
mod fields;
pub mod filters;
pub mod follow;
pub mod for_you;
pub mod history;
pub mod invitation;
pub mod kano;
pub mod links;
pub mod list;
pub mod merged;
pub mod new;
pub mod outcome;
mod place;
pub mod show;
pub mod similar;
mod standing;
mod timeline;
pub mod veil;
pub mod vote;
pub mod vote_box;
pub mod voters;
pub mod why;
