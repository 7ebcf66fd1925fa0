//! Vote rounds: a short list of feasible ideas over which people spread a fixed budget of points until it closes. What
//! they gave stays sealed until then, and never changes the ideas' votes.

mod cast;
mod draft;
mod model;
pub mod policy;
pub mod queries;
mod save;
mod tell;

pub use cast::{Ballot, cast};
pub use draft::{ReportDraft, RoundDraft, RoundInput};
pub use model::{IDEAS_MAX, IDEAS_MIN, Round};
pub use save::{add, close, create, discard, publish, remove, report, update};
pub use tell::tell_due;
