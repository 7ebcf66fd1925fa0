//! Storm sessions as everybody sees them: the list, and the page of one.

pub mod list;
pub mod show;
