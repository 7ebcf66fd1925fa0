//! Clocks of routes: due dates in working time, reminders before them, escalation after them, and pauses while a question
//! waits for the author. The worker keeps them; every look at a clock locks its idea, so that each consequence comes once.

mod model;
mod keep;
mod look;
mod terms;

pub use keep::{on_event, within_reach};
pub use look::{is_due, look_at_next};
pub use model::{Clock, escalated_to, of_routes};
pub use terms::{HOURS_MAX, Terms, TermsDraft, TermsInput, candidates, find, look_again, save};
