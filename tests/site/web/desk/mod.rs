//! The desk and the teams.

mod accounts;
mod answer;
mod backlog;
mod belonging;
mod bulk;
mod capture;
mod clocks;
mod factors;
mod filed;
mod inbox;
mod kano;
mod lenses;
mod likenesses;
mod listing;
mod merge;
mod merge_told;
mod merge_undone;
mod panels;
mod panels_late;
mod merge_work;
mod plans;
mod promises;
mod races;
mod replies;
mod review;
mod rounds;
mod rounds_late;
mod routes;
mod rules;
mod rules_care;
mod rules_map;
mod storms;
mod storms_late;
mod story;
mod teams;
mod teamwork;

use crate::support::Page;

/// The value of a field in a form of the page.
pub fn field(page: &Page, name: &str) -> String {
    page.attributes(&format!("[name={name}]"), "value").into_iter().next().unwrap_or_default()
}
