//! Pages. This is the site map: every route, grouped by screen.

pub mod account;
pub mod choice;
pub mod errors;
pub mod feeds;
pub mod form;
pub mod help;
pub mod ideas;
pub mod moderation;
pub mod open_graph;
pub mod page;
pub mod people;
pub mod search;
pub mod setup;
pub mod sitemap;
pub mod unsubscribe;
mod zones;

use actix_web::web::{ServiceConfig, get, post, resource};

pub use errors::Result;

/// Every page of the site, below its prefix.
pub fn routes(site: &mut ServiceConfig) {
    reading(site);
    finding(site);
    feeding(site);
    mails(site);
    voting(site);
    setting_up(site);
    signing_in(site);
    moderating(site);
    about_people(site);
    settings(site);
}

fn mails(site: &mut ServiceConfig) {
    site.service(
        resource("/unsubscribe/{token}")
            .route(get().to(unsubscribe::page))
            .route(post().to(unsubscribe::act)),
    );
}

fn reading(site: &mut ServiceConfig) {
    site.route("/", get().to(ideas::list::page));
    site.route("/boards/{board}", get().to(ideas::list::board));
    site.route("/help", get().to(help::page));
    // Before the idea's own, which takes any name.
    site.route("/ideas/similar", get().to(ideas::similar::page));
    site.route("/ideas/{idea}", get().to(ideas::show::page));
}

fn voting(site: &mut ServiceConfig) {
    site.service(resource("/ideas/{idea}/vote").route(post().to(ideas::vote::act)));
}

fn setting_up(site: &mut ServiceConfig) {
    site.service(resource("/setup").route(get().to(setup::page)).route(post().to(setup::act)));
}

fn signing_in(site: &mut ServiceConfig) {
    use account::{code, demo, language, link, signin, signout, welcome};
    site.service(resource("/signin").route(get().to(signin::page)).route(post().to(signin::act)));
    site.service(resource("/signin/code").route(get().to(code::page)).route(post().to(code::act)));
    site.service(resource("/signin/link/{link}").route(get().to(link::page)).route(post().to(link::act)));
    site.service(resource("/demo/signin/{role}").route(get().to(demo::page)).route(post().to(demo::act)));
    site.service(resource("/welcome").route(get().to(welcome::page)).route(post().to(welcome::act)));
    site.service(resource("/signout").route(post().to(signout::act)));
    site.service(resource("/language").route(post().to(language::act)));
}

fn moderating(site: &mut ServiceConfig) {
    use moderation::{bans, log, posts, queue, report, undo};
    let post_act = |act: &str| resource(format!("/{{kind:ideas|comments}}/{{id}}/{act}"));
    let comments_act = |act: &str| resource(format!("/{{kind:ideas}}/{{id}}/{act}"));
    site.service(post_act("report").route(get().to(report::page)).route(post().to(report::send)));
    site.service(post_act("reported").route(get().to(report::thanks)));
    site.service(post_act("hide").route(get().to(posts::hide_page)).route(post().to(posts::hide)));
    site.service(post_act("restore").route(post().to(posts::restore)));
    site.service(post_act("approve").route(post().to(posts::approve)));
    site.service(post_act("dismiss").route(post().to(posts::dismiss)));
    site.service(comments_act("lock").route(post().to(posts::lock)));
    site.service(comments_act("unlock").route(post().to(posts::unlock)));
    site.service(resource("/moderation").route(get().to(queue::page)));
    site.service(resource("/moderation/undo/{act}").route(post().to(undo::act)));
    site.service(resource("/moderation/bans").route(get().to(bans::list)));
    site.service(resource("/moderation/log").route(get().to(log::page)));
    site.service(resource("/people/{person}/ban").route(get().to(bans::form)).route(post().to(bans::ban)));
    site.service(resource("/people/{person}/ban/lift").route(post().to(bans::lift)));
}

fn finding(site: &mut ServiceConfig) {
    site.route("/search", get().to(search::page));
}

fn feeding(site: &mut ServiceConfig) {
    site.route("/feeds/site.atom", get().to(feeds::site));
    site.route("/feeds/boards/{board}.atom", get().to(feeds::board));
    site.route("/feeds/ideas/{idea}.atom", get().to(feeds::idea));
    site.route("/sitemap.xml", get().to(sitemap::index));
    site.route("/sitemaps/{part}.xml", get().to(sitemap::part));
    site.route("/robots.txt", get().to(sitemap::robots));
}

fn about_people(site: &mut ServiceConfig) {
    site.route("/me", get().to(people::me::page));
    site.route("/people/{person}", get().to(people::show::page));
}

fn settings(site: &mut ServiceConfig) {
    use account::settings::{data, leave, notifications, profile, sessions};
    site.service(resource("/settings").route(get().to(profile::page)).route(post().to(profile::act)));
    site.service(
        resource("/settings/notifications")
            .route(get().to(notifications::page))
            .route(post().to(notifications::act)),
    );
    site.route("/settings/sessions", get().to(sessions::page));
    site.service(resource("/settings/sessions/end-all").route(post().to(sessions::end_all)));
    site.service(resource("/settings/sessions/{session}/end").route(post().to(sessions::end)));
    site.route("/settings/data", get().to(data::page));
    site.route("/settings/data.json", get().to(data::download));
    site.route("/settings/data/{kind}", get().to(data::list));
    site.service(resource("/settings/delete").route(get().to(leave::page)).route(post().to(leave::act)));
}
