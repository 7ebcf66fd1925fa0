//! Commands.

mod demo;
mod people;
