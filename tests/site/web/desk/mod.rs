//! The desk and the teams.

mod accounts;
mod answer;
mod bulk;
mod likenesses;
mod merge;
mod permissions;
mod review;
mod routes;
mod rules;
mod storms;
mod story;
mod teams;

use crate::support::Page;

/// The value of a field in a form of the page.
pub fn field(page: &Page, name: &str) -> String {
    page.attributes(&format!("[name={name}]"), "value").into_iter().next().unwrap_or_default()
}
