//! What people type: cleaning it, reading it as Markdown, folding it for search, showing it.
//! Everything takes any string whatever, in time linear in its length, and never panics.

pub mod agent;
pub mod avatar;
pub mod clean;
pub mod diff;
mod events;
pub mod fold;
pub mod highlight;
mod inline;
pub mod markdown;
pub mod mentions;
pub mod qr;
pub mod query;
pub mod slug;
pub mod words;

#[cfg(test)]
mod hostile;
