//! How ideas are ordered: pure functions, one file per rule, and the store that keeps their results in indexed columns.
//! No list computes a score.

pub mod asked;
pub mod explain;
pub mod exposure;
pub mod heat;
pub mod impact;
pub mod landmark;
pub mod shift;
pub mod standing;
pub mod store;
pub mod tie;
pub mod top;
pub mod wilson;

#[cfg(test)]
mod heat_model;
