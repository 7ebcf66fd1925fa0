//! The desk and the teams: reviewing, deciding, routing, and what teams do with what they are sent.

pub mod answer;
pub mod bulk;
pub mod deliveries;
pub mod fields;
pub mod idea;
pub mod inbox;
pub mod labels;
pub mod question;
pub mod returned;
pub mod review;
pub mod route;
pub mod rules;
pub mod rules_form;
pub mod teams;

use actix_web::web::{ServiceConfig, get, post};

use crate::text::words::Words;
use crate::triage::desk::{COUNT_MAX, Counts};

/// The tabs on top of the desk's pages.
#[derive(Debug, Clone, Copy)]
pub struct Tabs {
    /// The path of the present tab.
    pub current: &'static str,
    /// The numbers in the tabs.
    pub counts: Counts,
}

impl Tabs {
    /// A number in a tab; what was not counted to its end has a plus.
    pub fn tally(&self, count: &usize, words: &Words) -> String {
        let shown = words.number(i64::try_from(*count.min(&COUNT_MAX)).unwrap_or(i64::MAX));
        if *count > COUNT_MAX { format!("{shown}+") } else { shown }
    }
}

/// Every page of the desk, the teams, and the author's answer to a team's question.
pub fn routes(site: &mut ServiceConfig) {
    reviewing(site);
    teams_and_routes(site);
    rules_and_deliveries(site);
}

fn reviewing(site: &mut ServiceConfig) {
    site.route("/desk", get().to(review::page))
        .route("/desk/first-time", get().to(review::first_time))
        .route("/desk/returned", get().to(returned::page))
        .route("/desk/bulk", post().to(bulk::confirm))
        .route("/desk/bulk/apply", post().to(bulk::apply))
        .route("/desk/bulk/done", get().to(bulk::done))
        .route("/desk/ideas/{idea}", get().to(idea::page))
        .route("/desk/ideas/{idea}/answer", post().to(answer::act))
        .route("/desk/ideas/{idea}/notes", post().to(idea::add_note))
        .route("/desk/ideas/{idea}/routes", post().to(idea::send))
        .route("/desk/notes/{note}/delete", post().to(idea::delete_note))
        .route("/desk/responses/{response}", get().to(answer::edit_page))
        .route("/desk/responses/{response}", post().to(answer::edit));
}

fn teams_and_routes(site: &mut ServiceConfig) {
    site.route("/desk/teams", get().to(teams::list))
        .route("/desk/teams/new", get().to(teams::new_page))
        .route("/desk/teams/new", post().to(teams::create))
        .route("/desk/teams/{team}", get().to(inbox::page))
        .route("/desk/teams/{team}/edit", get().to(teams::edit_page))
        .route("/desk/teams/{team}/edit", post().to(teams::update))
        .route("/desk/teams/{team}/members", post().to(teams::add_member))
        .route("/desk/teams/{team}/members/{person}/remove", post().to(teams::remove_member))
        .route("/desk/teams/{team}/secret", post().to(teams::rotate_secret))
        .route("/desk/teams/{team}/test", post().to(teams::test_webhook))
        .route("/desk/teams/{team}/{act:archive|restore}", post().to(teams::set_archived))
        .route("/desk/routes/{route}", get().to(route::page))
        .route("/desk/routes/{route}/assign", post().to(route::assign))
        .route("/desk/routes/{route}/due", post().to(route::set_due))
        .route("/desk/routes/{route}/reassign", post().to(route::reassign))
        .route("/desk/routes/{route}/{act}", post().to(route::act))
        .route("/ideas/{idea}/questions/{route}", get().to(question::page))
        .route("/ideas/{idea}/questions/{route}", post().to(question::answer));
}

fn rules_and_deliveries(site: &mut ServiceConfig) {
    site.route("/desk/rules", get().to(rules::list))
        .route("/desk/rules/new", get().to(rules_form::new_page))
        .route("/desk/rules/new", post().to(rules_form::create))
        .route("/desk/rules/{rule}", get().to(rules_form::edit_page))
        .route("/desk/rules/{rule}", post().to(rules_form::update))
        .route("/desk/rules/{rule}/try", get().to(rules::try_it))
        .route("/desk/rules/{rule}/delete", get().to(rules::confirm_delete))
        .route("/desk/rules/{rule}/{act}", post().to(rules::act))
        .route("/desk/deliveries", get().to(deliveries::list))
        .route("/desk/deliveries/{delivery}", get().to(deliveries::page))
        .route("/desk/deliveries/{delivery}/again", post().to(deliveries::again));
}
