//! Vote rounds as everybody sees them: the list, and the page of one with its ballot or its results.

pub mod list;
pub mod show;
