//! The tests of the whole site: their tree mirrors the addresses.

mod support;
mod web;
