//! What is stored about people: what each column is for and how long it stays, the archive that people take along, and
//! leaving for good.

pub mod archive;
mod copies;
pub mod erase;
mod files;
mod mails;
pub mod replay;
pub mod tables;

pub use erase::enqueue_due;
