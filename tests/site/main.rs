//! The tests of the whole site: their tree mirrors the addresses.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::as_conversions,
    clippy::too_many_lines,
    clippy::needless_pass_by_value,
    reason = "a test fails by panicking, and tells a story as long as it is"
)]

mod cli;
mod support;
mod web;
mod worker;
