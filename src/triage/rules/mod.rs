//! Rules: which ideas go to which team by themselves. They are asked in their order, on events, and act on an idea
//! once.

mod actions;
mod conditions;
mod draft;
mod letters;
mod map;
pub mod run;
mod store;
mod trial;

pub use actions::{Actions, loads, remember_routes, staff};
pub use conditions::{Conditions, Named, Subject};
pub use draft::{Known, RuleDraft, RuleInput, TRENDING_MAX};
pub use letters::Letters;
pub use map::{Map, Meeting, Overlap, map};
pub use store::{
    Rule, Sent, Shift, create, delete, find, find_as_seen, following, list, naming, naming_through_lenses,
    refuse_followed, refuse_named, sent_counts, set_on, shift, update,
};
pub use trial::{Load, Period, Plan, TRIAL_DAYS, TRIAL_IDEAS, Trial, TrialHit, trial};
