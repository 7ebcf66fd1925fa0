//! The desk and the teams: reviewing, deciding, routing, and what teams do with what they are sent.

pub mod account;
pub mod accounts;
pub mod ages;
pub mod answer;
pub mod answer_help;
pub mod bulk;
pub mod calendar;
pub mod capture;
pub mod clock_line;
pub mod columns;
pub mod deliveries;
pub mod export;
pub mod factors;
pub mod fields;
pub mod idea;
pub mod inbox;
pub mod labels;
pub mod lenses;
pub mod likenesses;
pub mod listing;
pub mod meantime;
pub mod merge;
pub mod need;
pub mod panel;
pub mod panel_marks;
pub mod panel_offer;
pub mod panel_rate;
pub mod panels;
pub mod promises;
pub mod question;
pub mod replies;
pub mod returned;
pub mod review;
pub mod round;
pub mod rounds;
pub mod route;
pub mod rule_trial;
mod rule_words;
pub mod rules;
pub mod rules_form;
pub mod rules_map;
pub mod segments;
pub mod send;
pub mod split;
pub mod storm;
pub mod storms;
pub mod teams;
pub mod terms;
pub mod there;
pub mod work;

use actix_web::middleware::from_fn;
use actix_web::web::{ServiceConfig, get, post, resource};

use crate::http::guard::{self, Manager};
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
    customers(site);
    capturing(site);
    factors_and_lenses(site);
    working_time(site);
    calling(site);
    polling(site);
    reply_templates(site);
    evaluating(site);
}

fn capturing(site: &mut ServiceConfig) {
    site.service(resource("/desk/capture").route(get().to(capture::page)).route(post().to(capture::act)));
    site.service(
        resource("/desk/ideas/{idea}/split").route(get().to(split::page)).route(post().to(split::act)),
    );
}

fn working_time(site: &mut ServiceConfig) {
    site.service(resource("/desk/promises").route(get().to(promises::page)));
    site.service(
        resource("/desk/calendar").route(get().to(calendar::site_page)).route(post().to(calendar::save_site)),
    );
    site.service(
        resource("/desk/teams/{team}/calendar")
            .route(get().to(calendar::team_page))
            .route(post().to(calendar::save_team)),
    );
    site.service(resource("/desk/teams/{team}/calendar/leave").route(post().to(calendar::leave)));
    site.service(
        resource("/desk/teams/{team}/clock").route(get().to(terms::page)).route(post().to(terms::save)),
    );
}

fn calling(site: &mut ServiceConfig) {
    site.service(resource("/desk/storms").route(get().to(storms::list)));
    site.service(
        resource("/desk/storms/new").route(get().to(storms::new_page)).route(post().to(storms::create)),
    );
    site.service(resource("/desk/storms/{storm}").route(get().to(storm::page)));
    site.service(
        resource("/desk/storms/{storm}/edit")
            .route(get().to(storms::edit_page))
            .route(post().to(storms::update)),
    );
    site.service(resource("/desk/storms/{storm}/publish").route(post().to(storm::publish)));
    site.service(resource("/desk/storms/{storm}/extend").route(post().to(storm::extend)));
    site.service(
        resource("/desk/storms/{storm}/close").route(get().to(storm::confirm)).route(post().to(storm::close)),
    );
    site.service(
        resource("/desk/storms/{storm}/discard")
            .route(get().to(storm::confirm))
            .route(post().to(storm::discard)),
    );
    site.service(resource("/desk/storms/{storm}/answer").route(post().to(storm::answer)));
    site.service(resource("/desk/storms/{storm}/ideas").route(post().to(storm::add_idea)));
    site.service(resource("/desk/storms/{storm}/ideas/{idea}/remove").route(post().to(storm::remove_idea)));
}

fn polling(site: &mut ServiceConfig) {
    site.service(resource("/desk/rounds").route(get().to(rounds::list)));
    site.service(
        resource("/desk/rounds/new").route(get().to(rounds::new_page)).route(post().to(rounds::create)),
    );
    site.service(resource("/desk/rounds/{round}").route(get().to(round::page)));
    site.service(
        resource("/desk/rounds/{round}/edit")
            .route(get().to(rounds::edit_page))
            .route(post().to(rounds::update)),
    );
    site.service(resource("/desk/rounds/{round}/publish").route(post().to(round::publish)));
    site.service(
        resource("/desk/rounds/{round}/close").route(get().to(round::confirm)).route(post().to(round::close)),
    );
    site.service(
        resource("/desk/rounds/{round}/discard")
            .route(get().to(round::confirm))
            .route(post().to(round::discard)),
    );
    site.service(resource("/desk/rounds/{round}/report").route(post().to(round::report)));
    site.service(resource("/desk/rounds/{round}/ideas").route(post().to(round::add_idea)));
    site.service(resource("/desk/rounds/{round}/ideas/{idea}/remove").route(post().to(round::remove_idea)));
}

fn reply_templates(site: &mut ServiceConfig) {
    site.service(resource("/desk/replies").route(get().to(replies::list)));
    site.service(
        resource("/desk/replies/new").route(get().to(replies::new_page)).route(post().to(replies::create)),
    );
    site.service(
        resource("/desk/replies/{template}")
            .route(get().to(replies::edit_page))
            .route(post().to(replies::update)),
    );
    site.service(
        resource("/desk/replies/{template}/delete")
            .route(get().to(replies::confirm_delete))
            .route(post().to(replies::delete)),
    );
}

fn evaluating(site: &mut ServiceConfig) {
    site.service(resource("/desk/panels").route(get().to(panels::list)));
    site.service(
        resource("/desk/panels/new").route(get().to(panels::new_page)).route(post().to(panels::create)),
    );
    site.service(resource("/desk/panels/{panel}").route(get().to(panel::page)));
    site.service(
        resource("/desk/panels/{panel}/edit")
            .route(get().to(panels::edit_page))
            .route(post().to(panels::update)),
    );
    site.service(
        resource("/desk/panels/{panel}/ideas/{idea}")
            .route(get().to(panel_rate::page))
            .route(post().to(panel_rate::act)),
    );
    site.service(
        resource("/desk/panels/{panel}/close").route(get().to(panel::confirm)).route(post().to(panel::close)),
    );
    site.service(resource("/desk/panels/{panel}/reopen").route(post().to(panel::reopen)));
    site.service(
        resource("/desk/panels/{panel}/delete")
            .route(get().to(panel::confirm))
            .route(post().to(panel::delete)),
    );
    site.service(resource("/desk/panels/{panel}/restore").route(post().to(panel::restore)));
}

fn customers(site: &mut ServiceConfig) {
    site.service(resource("/desk/accounts").route(get().to(accounts::list)));
    site.service(
        resource("/desk/accounts/new").route(get().to(accounts::new_page)).route(post().to(accounts::create)),
    );
    site.service(resource("/desk/accounts/{account}").route(get().to(account::page)));
    site.service(
        resource("/desk/accounts/{account}/edit")
            .route(get().to(accounts::edit_page))
            .route(post().to(accounts::update)),
    );
    site.service(resource("/desk/accounts/{account}/people").route(post().to(account::add_person)));
    site.service(
        resource("/desk/accounts/{account}/people/{person}/remove").route(post().to(account::remove_person)),
    );
    site.service(resource("/desk/segments").route(get().to(segments::list)));
    site.service(
        resource("/desk/segments/new").route(get().to(segments::new_page)).route(post().to(segments::create)),
    );
    site.service(
        resource("/desk/segments/{segment}")
            .route(get().to(segments::edit_page))
            .route(post().to(segments::update)),
    );
    site.service(
        resource("/desk/segments/{segment}/delete")
            .route(get().to(segments::confirm_delete))
            .route(post().to(segments::delete)),
    );
}

fn factors_and_lenses(site: &mut ServiceConfig) {
    site.service(resource("/desk/ideas/{idea}/factors").route(get().to(factors::page)));
    site.service(resource("/desk/ideas/{idea}/factors/{factor}").route(post().to(factors::set)));
    site.service(resource("/desk/lenses").route(get().to(lenses::list)));
    site.service(
        resource("/desk/lenses/new").route(get().to(lenses::new_page)).route(post().to(lenses::create)),
    );
    site.service(
        resource("/desk/lenses/{lens}").route(get().to(lenses::edit_page)).route(post().to(lenses::update)),
    );
    site.service(resource("/desk/lenses/{lens}/copy").route(post().to(lenses::copy)));
    site.service(resource("/desk/lenses/{lens}/refresh").route(post().to(lenses::refresh)));
    site.service(
        resource("/desk/lenses/{lens}/delete")
            .route(get().to(lenses::confirm_delete))
            .route(post().to(lenses::delete)),
    );
    site.service(resource("/desk/columns").route(post().to(columns::save)));
    site.service(
        resource("/desk/export.csv").route(get().to(export::csv)).wrap(from_fn(guard::fresh::<Manager>)),
    );
    site.service(
        resource("/desk/export.xlsx").route(get().to(export::xlsx)).wrap(from_fn(guard::fresh::<Manager>)),
    );
    site.service(resource("/desk/exports").route(get().to(export::list)));
    site.service(resource("/desk/factors/{what}/undo").route(post().to(factors::undo)));
}

fn reviewing(site: &mut ServiceConfig) {
    site.service(resource("/desk").route(get().to(review::page)));
    site.service(resource("/desk/first-time").route(get().to(review::first_time)));
    site.service(resource("/desk/returned").route(get().to(returned::page)));
    site.service(resource("/desk/bulk").route(post().to(bulk::confirm)));
    site.service(resource("/desk/bulk/apply").route(post().to(bulk::apply)));
    site.service(resource("/desk/bulk/done").route(get().to(bulk::done)));
    site.service(resource("/desk/ideas/{idea}").route(get().to(idea::page)));
    site.service(resource("/desk/ideas/{idea}/answer").route(post().to(answer::act)));
    site.service(resource("/desk/ideas/{idea}/notes").route(post().to(idea::add_note)));
    site.service(resource("/desk/ideas/{idea}/routes").route(post().to(send::act)));
    site.service(
        resource("/desk/ideas/{idea}/merge").route(get().to(merge::page)).route(post().to(merge::act)),
    );
    site.service(resource("/desk/ideas/{idea}/shortlist").route(post().to(need::set_shortlisted)));
    site.service(resource("/desk/ideas/{idea}/unmerge").route(post().to(merge::undo)));
    site.service(
        resource("/desk/duplicates").route(get().to(likenesses::page)).route(post().to(likenesses::compare)),
    );
    site.service(resource("/desk/duplicates/{pair}").route(post().to(likenesses::decide)));
    site.service(resource("/desk/notes/{note}/delete").route(post().to(idea::delete_note)));
    site.service(
        resource("/desk/responses/{response}")
            .route(get().to(answer::edit_page))
            .route(post().to(answer::edit)),
    );
}

fn teams_and_routes(site: &mut ServiceConfig) {
    site.service(resource("/desk/teams").route(get().to(teams::list)));
    site.service(
        resource("/desk/teams/new").route(get().to(teams::new_page)).route(post().to(teams::create)),
    );
    site.service(resource("/desk/teams/{team}").route(get().to(inbox::page)));
    site.service(
        resource("/desk/teams/{team}/edit").route(get().to(teams::edit_page)).route(post().to(teams::update)),
    );
    site.service(resource("/desk/teams/{team}/members").route(post().to(teams::add_member)));
    site.service(
        resource("/desk/teams/{team}/members/{person}/remove").route(post().to(teams::remove_member)),
    );
    site.service(resource("/desk/teams/{team}/secret").route(post().to(teams::rotate_secret)));
    site.service(resource("/desk/teams/{team}/test").route(post().to(teams::test_webhook)));
    site.service(resource("/desk/teams/{team}/{act:archive|restore}").route(post().to(teams::set_archived)));
    site.service(resource("/desk/routes/{route}").route(get().to(route::page)));
    site.service(resource("/desk/routes/{route}/assign").route(post().to(route::assign)));
    site.service(resource("/desk/routes/{route}/due").route(post().to(route::set_due)));
    site.service(resource("/desk/routes/{route}/reassign").route(post().to(route::reassign)));
    site.service(resource("/desk/routes/{route}/settle").route(post().to(returned::settle)));
    site.service(resource("/desk/routes/{route}/estimate").route(post().to(work::estimate)));
    site.service(resource("/desk/routes/{route}/work").route(post().to(work::add)));
    site.service(resource("/desk/routes/{route}/work/{item}").route(post().to(work::change)));
    site.service(resource("/desk/routes/{route}/work/{item}/remove").route(post().to(work::remove)));
    site.service(resource("/desk/routes/{route}/steps/{step}/withdraw").route(post().to(work::withdraw)));
    site.service(resource("/desk/routes/{route}/{act}").route(post().to(route::act)));
    site.service(
        resource("/ideas/{idea}/questions/{route}")
            .route(get().to(question::page))
            .route(post().to(question::answer)),
    );
}

fn rules_and_deliveries(site: &mut ServiceConfig) {
    site.service(resource("/desk/rules").route(get().to(rules::list)));
    site.service(resource("/desk/rules/map").route(get().to(rules_map::page)));
    site.service(
        resource("/desk/rules/new")
            .route(get().to(rules_form::new_page))
            .route(post().to(rules_form::create)),
    );
    site.service(
        resource("/desk/rules/{rule}")
            .route(get().to(rules_form::edit_page))
            .route(post().to(rules_form::update)),
    );
    site.service(resource("/desk/rules/{rule}/run").route(post().to(rule_trial::run)));
    site.service(resource("/desk/rules/{rule}/try").route(get().to(rule_trial::try_it)));
    site.service(
        resource("/desk/rules/{rule}/delete")
            .route(get().to(rules::confirm_delete))
            .route(post().to(rules::delete)),
    );
    site.service(resource("/desk/rules/{rule}/{act:on|off|up|down}").route(post().to(rules::act)));
    site.service(resource("/desk/deliveries").route(get().to(deliveries::list)));
    site.service(resource("/desk/deliveries/{delivery}").route(get().to(deliveries::page)));
    site.service(resource("/desk/deliveries/{delivery}/again").route(post().to(deliveries::again)));
}
