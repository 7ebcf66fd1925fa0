//! What is stored about people, and what becomes of it.

mod archive;
mod departure;
mod erased;
mod page;
mod secrets;
