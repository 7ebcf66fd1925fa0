//! Clocks of routes: due dates in working time, reminders before them, escalation after them, and pauses while a question
//! waits for the author. Moves set, pause and resume them in their transaction; the worker reminds and escalates. Every look
//! at a clock locks its idea, so that each consequence comes once.

mod model;
mod keep;
mod look;
mod terms;

pub(in crate::triage) use keep::{due_at_another, follow, forget_left};
pub use keep::{on_event, within_reach};
pub use look::{is_due, look_at_next};
pub use model::{Clock, escalated_to, of_routes};
pub use terms::{HOURS_MAX, Terms, TermsDraft, TermsInput, candidates, find, look_again, save};
