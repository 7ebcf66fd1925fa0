//! Storm sessions: a question that the company asks, open for a fixed time, with the ideas posted in it and an answer at
//! the end. Its ideas are ordinary ideas of its board.

mod draft;
pub mod ideas;
mod model;
pub mod policy;
pub mod queries;
mod save;
mod tell;

pub use draft::{AnswerDraft, StormDraft, StormInput};
pub use model::Storm;
pub use save::{answer, close, create, discard, extend, publish, update};
pub use tell::tell_due;
