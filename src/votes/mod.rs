//! Votes: one per person and idea, set rather than toggled, and never lost once acknowledged.

pub mod cast;
pub mod filed;
pub mod policy;
pub mod queries;

pub use cast::{Ballot, Standing, VoteValue, cast, cast_as_author};
