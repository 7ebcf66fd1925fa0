//! Boards with their statuses and categories, and the site's tags: where ideas live and what they can be called.

mod catalog;
mod create;
mod model;
mod statuses;

pub use catalog::{Catalog, catalog};
pub use create::{BoardDraft, create};
pub use model::{Audience, Board, Category, Premoderation, Tag, Voting};
pub use statuses::{DEFAULT_STATUSES, Status, StatusKind};
