//! Ranking: pure functions, one file per rule, and the store that keeps their results in indexed columns.

pub mod heat;
pub mod impact;
pub mod store;
pub mod wilson;
