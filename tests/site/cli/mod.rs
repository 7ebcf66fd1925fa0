//! Commands.

mod demo;
