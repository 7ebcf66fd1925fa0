//! Routes: ideas sent to teams, and what becomes of them there. Each is a small state machine whose every step is a row.

mod estimate;
mod inbox;
mod load;
mod model;
mod moves;
mod send;
mod work;

pub use estimate::{Confidence, Estimate, estimate, estimates_of};
pub use inbox::{Back, Card, Inbox, InboxFilter, OPEN_SHOWN, Returned, homes_of, inbox, returned};
pub(super) use inbox::{count_returned, of_ideas};
pub use load::{AGES, Load, loads};
pub use model::{AskedOf, Move, Route, RouteState, Side, Step, StepKind};
pub use moves::{WORDS_MAX, assign, has_left, move_on, reassign, set_due, settle, withdraw};
pub(super) use moves::{ask_by_rule, assign_by_rule, end_questions_to};
pub(super) use send::add_step;
pub use send::{Held, SendDraft, send, send_by_rule};
pub use work::{
    ITEMS_MAX, WorkDraft, WorkItem, add_work, may_work_on, remove_work, retitle_work, work_of, work_url,
};
