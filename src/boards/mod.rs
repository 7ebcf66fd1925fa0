//! Boards with their statuses and categories, and the site's tags: where ideas live and what they can be called.

mod catalog;
pub mod categories;
mod counts;
mod create;
pub mod edit;
mod model;
pub mod promises;
pub mod statuses;
pub mod tags;

pub use catalog::{Catalog, catalog};
pub use counts::{Counts, Veil};
pub use create::{BoardDraft, BoardInput, EXPLORE_EVERY, create};
pub use edit::Step;
pub use model::{Audience, Board, Category, Premoderation, Tag, Voting};
pub use promises::BoardPromise;
pub use statuses::{DEFAULT_STATUSES, Status, StatusKind};
