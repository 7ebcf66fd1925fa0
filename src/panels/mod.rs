//! Evaluation panels: a shortlist of ideas that a few named members of staff rate against a few criteria, each without
//! knowing what the others say. What they say together is for those who decide.

mod draft;
mod model;
pub mod policy;
pub mod queries;
mod rate;
pub mod result;
mod save;
mod tell;

pub use draft::{
    CriterionInput, HIGHS, LOWS, NAMES, PanelDraft, PanelInput, RatingDraft, RatingInput, SCORES, WEIGHTS,
    parse_list,
};
pub use model::{Criterion, Panel, Rating, Score};
pub use rate::rate;
pub use save::{KEPT, close, create, delete, reopen, restore, update};
pub use tell::tell_due;

/// Fewest and most criteria of a panel.
pub const CRITERIA: std::ops::RangeInclusive<usize> = 3..=5;
/// Fewest and most people of a panel.
pub const PEOPLE: std::ops::RangeInclusive<usize> = 2..=12;
/// Most ideas of a panel.
pub const IDEAS_MAX: usize = 30;
