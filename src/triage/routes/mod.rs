//! Routes: ideas sent to teams, and what becomes of them there. Each is a small state machine whose every step is a row.

mod inbox;
mod model;
mod moves;
mod send;

pub(super) use inbox::of_idea;
pub use inbox::{Card, Inbox, InboxFilter, inbox, returned};
pub use model::{AskedOf, Move, Route, RouteState, Side, Step, StepKind};
pub use moves::{WORDS_MAX, assign, move_on, reassign, set_due};
pub(super) use send::add_step;
pub use send::{SendDraft, send, send_by_rule};
