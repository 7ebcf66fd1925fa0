//! Working time: which hours of which days somebody works, in whose time zone, and on which holidays not.
//! The arithmetic is pure; daylight-saving changes are in it, since hours are those of the wall clock.

mod hours;
mod import;
mod store;
mod time;

pub use hours::{DAYS, Hours, Span};
pub use import::{HOLIDAYS_MAX, Holiday, as_text, merged};
pub use store::{CalendarDraft, CalendarInput, Stored, leave_own, load, of_team, save, stored};
pub use time::Calendar;
