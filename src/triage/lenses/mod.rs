//! Lenses: saved ways to look at the desk — filters, columns, and a weighting of accounts — that belong to somebody and
//! may be shared.
//!
//! A lens that weighs accounts in its own way has an order of its own, kept in `lens_scores`: a job computes it when the
//! lens is saved and every hour, and the list says as of when. So that no list computes a score, and no vote waits for
//! one: a vote moves the impact at once, and a lens's order with the next hour. There are at most [`draft::LENSES_MAX`]
//! lenses with scores.

pub mod draft;
pub mod filters;
pub mod scores;
pub mod store;
pub mod weights;

pub use draft::{LensDraft, LensInput};
pub use store::Lens;
pub use weights::{ReachBy, Weights};
