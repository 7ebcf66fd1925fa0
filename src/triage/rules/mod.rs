//! Rules: which ideas go to which team by themselves. They are asked in their order, on events, and never send an idea
//! to the same team twice.

mod conditions;
mod draft;
pub mod run;
mod store;
mod trial;

pub use conditions::{Conditions, Named, Subject};
pub use draft::{RuleDraft, RuleInput, TRENDING_MAX};
pub use store::{
    Rule, Sent, Shift, create, delete, find, list, naming, refuse_named, sent_counts, set_on, shift, update,
};
pub use trial::{TRIAL_DAYS, TRIAL_IDEAS, Trial, TrialHit, trial};
