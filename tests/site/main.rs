//! The tests of the whole site: their tree mirrors the addresses.

mod cli;
mod support;
mod web;
mod worker;
