//! Pages. This is the site map: every route, grouped by screen.

pub mod account;
pub mod admin;
pub mod calls;
pub mod choice;
pub mod comments;
pub mod desk;
pub mod errors;
pub mod feeds;
pub mod form;
pub mod help;
pub mod ideas;
pub mod moderation;
pub mod open_graph;
pub mod page;
pub mod people;
pub mod privacy;
pub mod rounds;
pub mod search;
pub mod setup;
pub mod sitemap;
pub mod stamp;
pub mod storms;
pub mod unsubscribe;
pub mod who;
pub mod work;
mod zones;

use actix_web::middleware::from_fn;
use actix_web::web::{ServiceConfig, get, post, resource};

use crate::http::guard::{self, Admin, SignedIn};

pub use errors::Result;

/// Every page of the site, below its prefix.
pub fn routes(site: &mut ServiceConfig) {
    reading(site);
    finding(site);
    feeding(site);
    mails(site);
    ideas(site);
    commenting(site);
    desk::routes(site);
    calling(site);
    setting_up(site);
    signing_in(site);
    connecting(site);
    moderating(site);
    about_people(site);
    settings(site);
    administering(site);
    auditing(site);
}

fn mails(site: &mut ServiceConfig) {
    site.service(resource("/admin/work").route(get().to(work::page)));
    site.service(resource("/admin/work/{what}/{id}/again").route(post().to(work::again)));
    site.service(
        resource("/unsubscribe/{token}")
            .route(get().to(unsubscribe::page))
            .route(post().to(unsubscribe::act)),
    );
}

fn reading(site: &mut ServiceConfig) {
    site.service(resource("/").route(get().to(ideas::list::page)));
    site.service(resource("/boards/{board}").route(get().to(ideas::list::board)));
    site.service(resource("/for-you").route(get().to(ideas::for_you::page)));
    site.service(resource("/help").route(get().to(help::page)));
    site.service(resource("/privacy").route(get().to(privacy::page)));
}

fn ideas(site: &mut ServiceConfig) {
    use ideas::{
        edit, follow, history, invitation, kano, links, merged, new, outcome, show, similar, vote, voters,
    };
    site.service(resource("/ideas").route(post().to(new::act)));
    site.service(resource("/ideas/new").route(get().to(new::page)));
    // Before the idea's own, which takes any name.
    site.service(resource("/ideas/similar").route(get().to(similar::page)));
    site.service(resource("/ideas/{idea}").route(get().to(show::page)));
    site.service(resource("/ideas/{idea}/vote").route(post().to(vote::act)));
    site.service(resource("/ideas/{idea}/follow").route(post().to(follow::act)));
    site.service(resource("/ideas/{idea}/voters").route(get().to(voters::page)));
    site.service(resource("/ideas/{idea}/edit").route(get().to(edit::page)).route(post().to(edit::act)));
    site.service(resource("/ideas/{idea}/history").route(get().to(history::page)));
    site.service(resource("/ideas/{idea}/outcome").route(post().to(outcome::act)));
    site.service(resource("/ideas/{idea}/kano").route(post().to(kano::act)));
    site.service(resource("/ideas/{idea}/invitation").route(post().to(invitation::act)));
    site.service(resource("/ideas/{idea}/merged").route(get().to(merged::page)));
    site.service(resource("/ideas/{idea}/links").route(post().to(links::act)));
    site.service(resource("/ideas/{idea}/links/{link}/remove").route(post().to(links::remove)));
}

fn calling(site: &mut ServiceConfig) {
    site.service(resource("/storms").route(get().to(storms::list::page)));
    site.service(resource("/storms/{storm}").route(get().to(storms::show::page)));
    site.service(resource("/rounds").route(get().to(rounds::list::page)));
    site.service(resource("/rounds/{round}").route(get().to(rounds::show::page)));
    site.service(resource("/rounds/{round}/ballot").route(post().to(rounds::show::cast)));
    site.service(resource("/feeds/storms/{storm}.atom").route(get().to(feeds::storm)));
}

fn commenting(site: &mut ServiceConfig) {
    use comments::{delete, edit, extension, mentions, post as write};
    site.service(resource("/ideas/{idea}/comments").route(post().to(write::act)));
    site.service(resource("/comments/{comment}").route(get().to(edit::place)));
    site.service(
        resource("/comments/{comment}/edit").route(get().to(edit::page)).route(post().to(edit::act)),
    );
    site.service(
        resource("/comments/{comment}/delete").route(get().to(delete::page)).route(post().to(delete::act)),
    );
    site.service(resource("/comments/{comment}/extension").route(post().to(extension::act)));
    site.service(resource("/mentions").route(get().to(mentions::list)));
}

fn setting_up(site: &mut ServiceConfig) {
    site.service(resource("/setup").route(get().to(setup::page)).route(post().to(setup::act)));
}

fn signing_in(site: &mut ServiceConfig) {
    use account::{code, demo, language, leaving, link, proof, second_step, signin, signout, welcome};
    site.service(resource("/signin").route(get().to(signin::page)).route(post().to(signin::act)));
    site.service(resource("/signin/code").route(get().to(code::page)).route(post().to(code::act)));
    site.service(resource("/signin/link/{link}").route(get().to(link::page)).route(post().to(link::act)));
    site.service(
        resource("/signin/two-step").route(get().to(second_step::page)).route(post().to(second_step::act)),
    );
    site.service(resource("/proof").route(get().to(proof::page)).route(post().to(proof::act)));
    site.service(resource("/proof/mail").route(post().to(proof::send)));
    site.service(resource("/demo/signin/{role}").route(get().to(demo::page)).route(post().to(demo::act)));
    site.service(resource("/welcome").route(get().to(welcome::page)).route(post().to(welcome::act)));
    site.service(resource("/leaving").route(get().to(leaving::page)).route(post().to(leaving::act)));
    site.service(resource("/signout").route(post().to(signout::act)));
    site.service(resource("/signed-out").route(get().to(signout::page)));
    site.service(resource("/language").route(post().to(language::act)));
}

/// Other sites that sign people in here, and where they send them.
fn connecting(site: &mut ServiceConfig) {
    use account::{openid, token};
    use admin::{connection_trial as trial, connections, provider};
    site.service(resource("/sign-in/token").route(get().to(token::page)).route(post().to(token::act)));
    // Before those of one connection, which begin alike.
    site.service(resource("/sign-in/openid/callback").route(get().to(openid::callback)));
    site.service(resource("/sign-in/openid/{connection}").route(get().to(openid::start)));
    site.service(
        resource("/admin/sign-in/openid")
            .route(post().to(provider::create))
            .wrap(from_fn(guard::fresh::<Admin>)),
    );
    site.service(resource("/admin/sign-in/openid/new").route(get().to(provider::new)));
    site.service(
        resource("/admin/sign-in")
            .route(get().to(connections::list))
            .route(post().to(connections::create))
            .wrap(from_fn(guard::fresh::<Admin>)),
    );
    site.service(resource("/admin/sign-in/new").route(get().to(connections::new)));
    site.service(
        resource("/admin/sign-in/{connection}")
            .route(get().to(connections::page))
            .route(post().to(connections::save))
            .wrap(from_fn(guard::fresh::<Admin>)),
    );
    site.service(
        resource("/admin/sign-in/{connection}/key")
            .route(post().to(connections::replace_key))
            .wrap(from_fn(guard::fresh::<Admin>)),
    );
    site.service(
        resource("/admin/sign-in/{connection}/switch")
            .route(post().to(connections::switch))
            .wrap(from_fn(guard::fresh::<Admin>)),
    );
    site.service(
        resource("/admin/sign-in/{connection}/delete")
            .route(get().to(connections::delete_page))
            .route(post().to(connections::delete))
            .wrap(from_fn(guard::fresh::<Admin>)),
    );
    site.service(
        resource("/admin/sign-in/{connection}/try")
            .route(get().to(trial::page))
            .route(post().to(trial::attempt)),
    );
}

fn moderating(site: &mut ServiceConfig) {
    use moderation::{bans, decision, log, posts, queue, report, screening, undo};
    let post_act = |act: &str| resource(format!("/{{kind:ideas|comments}}/{{id}}/{act}"));
    let comments_act = |act: &str| resource(format!("/{{kind:ideas}}/{{id}}/{act}"));
    site.service(post_act("report").route(get().to(report::page)).route(post().to(report::send)));
    site.service(post_act("reported").route(get().to(report::thanks)));
    site.service(post_act("hide").route(get().to(posts::hide_page)).route(post().to(posts::hide)));
    site.service(post_act("restore").route(post().to(posts::restore)));
    site.service(post_act("approve").route(post().to(posts::approve)));
    site.service(post_act("dismiss").route(post().to(posts::dismiss)));
    site.service(post_act("decision").route(get().to(decision::page)));
    site.service(post_act("appeal").route(post().to(decision::appeal)));
    site.service(resource("/me/decisions").route(get().to(decision::list)));
    site.service(comments_act("lock").route(post().to(posts::lock)));
    site.service(comments_act("unlock").route(post().to(posts::unlock)));
    site.service(resource("/moderation").route(get().to(queue::page)));
    site.service(resource("/moderation/undo/{act}").route(post().to(undo::act)));
    site.service(resource("/moderation/bans").route(get().to(bans::list)));
    site.service(resource("/moderation/log").route(get().to(log::page)));
    site.service(
        resource("/moderation/screening")
            .route(get().to(screening::page))
            .route(post().to(screening::attempt)),
    );
    site.service(resource("/moderation/screening/rules/{rule}").route(post().to(screening::save_rule)));
    site.service(resource("/moderation/screening/words/{language}").route(post().to(screening::save_words)));
    site.service(resource("/people/{person}/ban").route(get().to(bans::form)).route(post().to(bans::ban)));
    reviewing(site);
    site.service(resource("/people/{person}/ban/lift").route(post().to(bans::lift)));
    queueing(site);
}

/// What moderators do with entries of the queue, one by one and several at once.
fn queueing(site: &mut ServiceConfig) {
    use moderation::{bulk, item, sweeps};
    site.service(
        resource("/moderation/items/{item}").route(get().to(item::page)).route(post().to(item::decide)),
    );
    site.service(resource("/moderation/items/{item}/claim").route(post().to(item::take)));
    site.service(resource("/moderation/items/{item}/give-back").route(post().to(item::give_back)));
    site.service(resource("/moderation/bulk").route(post().to(bulk::preview)));
    site.service(resource("/moderation/bulk/apply").route(post().to(bulk::apply)));
    site.service(resource("/moderation/bulk/done").route(get().to(bulk::done)));
    site.service(resource("/moderation/sweeps").route(get().to(sweeps::list)));
    site.service(resource("/moderation/sweeps/{sweep}").route(get().to(sweeps::show)));
    site.service(resource("/moderation/sweeps/{sweep}/undo").route(post().to(sweeps::undo)));
    site.service(
        resource("/people/{person}/sweep").route(get().to(sweeps::form)).route(post().to(sweeps::begin)),
    );
}

/// Votes that are looked at.
fn reviewing(site: &mut ServiceConfig) {
    use moderation::{crowd, vote_report, votes};
    site.service(resource("/moderation/votes").route(get().to(votes::page)));
    site.service(
        resource("/moderation/votes/settings")
            .route(post().to(votes::save))
            .wrap(from_fn(guard::fresh::<Admin>)),
    );
    site.service(resource("/moderation/votes/report").route(get().to(vote_report::page)));
    site.service(resource("/moderation/votes/report.csv").route(get().to(vote_report::csv)));
    site.service(resource("/moderation/votes/acts/{act}/undo").route(post().to(crowd::undo)));
    site.service(
        resource("/moderation/votes/{crowd}").route(get().to(crowd::page)).route(post().to(crowd::decide)),
    );
}

fn finding(site: &mut ServiceConfig) {
    site.service(resource("/search").route(get().to(search::page)));
}

fn feeding(site: &mut ServiceConfig) {
    site.service(resource("/feeds/site.atom").route(get().to(feeds::site)));
    site.service(resource("/feeds/boards/{board}.atom").route(get().to(feeds::board)));
    site.service(resource("/feeds/ideas/{idea}.atom").route(get().to(feeds::idea)));
    site.service(resource("/sitemap.xml").route(get().to(sitemap::index)));
    site.service(resource("/sitemaps/{part}.xml").route(get().to(sitemap::part)));
    site.service(resource("/robots.txt").route(get().to(sitemap::robots)));
}

fn about_people(site: &mut ServiceConfig) {
    site.service(resource("/me").route(get().to(people::me::page)));
    site.service(resource("/me/waiting").route(get().to(people::waiting::page)));
    site.service(resource("/me/waiting/{capture}").route(post().to(people::waiting::decide)));
    site.service(resource("/me/held").route(get().to(people::held::page)));
    site.service(resource("/me/held/{idea}").route(post().to(people::held::write)));
    site.service(resource("/me/needed/{idea}").route(post().to(people::needed::answer)));
    site.service(resource("/people/{person}").route(get().to(people::show::page)));
}

fn settings(site: &mut ServiceConfig) {
    use account::settings::{archive, data, leave, notifications, profile, sessions, two_step};
    site.service(resource("/settings").route(get().to(profile::page)).route(post().to(profile::act)));
    site.service(
        resource("/settings/notifications")
            .route(get().to(notifications::page))
            .route(post().to(notifications::act)),
    );
    site.service(resource("/settings/sessions").route(get().to(sessions::page)));
    site.service(resource("/settings/sessions/end-all").route(post().to(sessions::end_all)));
    site.service(resource("/settings/sessions/{session}/end").route(post().to(sessions::end)));
    site.service(resource("/settings/data").route(get().to(data::page)));
    site.service(resource("/settings/data.json").route(get().to(data::download)));
    site.service(
        resource("/settings/data/archive")
            .route(post().to(archive::ask))
            .wrap(from_fn(guard::fresh::<SignedIn>)),
    );
    site.service(resource("/settings/data/archive/{token}").route(get().to(archive::fetch)));
    site.service(resource("/settings/data/{kind}").route(get().to(data::list)));
    site.service(
        resource("/settings/delete")
            .route(get().to(leave::page))
            .route(post().to(leave::act))
            .wrap(from_fn(guard::fresh::<SignedIn>)),
    );
    site.service(resource("/settings/two-step").route(get().to(two_step::page)));
    site.service(
        resource("/settings/two-step/begin")
            .route(post().to(two_step::begin))
            .wrap(from_fn(guard::fresh::<SignedIn>)),
    );
    site.service(
        resource("/settings/two-step/confirm")
            .route(post().to(two_step::confirm))
            .wrap(from_fn(guard::fresh::<SignedIn>)),
    );
    site.service(
        resource("/settings/two-step/codes")
            .route(post().to(two_step::renew))
            .wrap(from_fn(guard::fresh::<SignedIn>)),
    );
    site.service(
        resource("/settings/two-step/off")
            .route(post().to(two_step::turn_off))
            .wrap(from_fn(guard::fresh::<SignedIn>)),
    );
}

fn administering(site: &mut ServiceConfig) {
    use admin::{imports, logo, look, mail, overview, reasons, theme};
    site.service(resource("/theme.css").route(get().to(theme::style_sheet)));
    site.service(resource("/logo.png").route(get().to(theme::logo)));
    site.service(resource("/admin").route(get().to(overview::page)));
    site.service(resource("/admin/look").route(get().to(look::page)).route(post().to(look::save)));
    site.service(resource("/admin/look/logo").route(post().to(logo::upload)));
    site.service(resource("/admin/look/logo/remove").route(post().to(logo::remove)));
    site.service(resource("/admin/reasons").route(get().to(reasons::list)));
    site.service(
        resource("/admin/reasons/new").route(get().to(reasons::new)).route(post().to(reasons::create)),
    );
    site.service(
        resource("/admin/reasons/{reason}").route(get().to(reasons::page)).route(post().to(reasons::update)),
    );
    site.service(resource("/admin/mail").route(get().to(mail::list)));
    site.service(resource("/admin/mail/{mail}").route(get().to(mail::page)));
    site.service(resource("/admin/mail/{mail}/resend").route(post().to(mail::resend)));
    site.service(resource("/admin/imports").route(get().to(imports::list)));
    administering_people(site);
    administering_boards(site);
}

fn administering_people(site: &mut ServiceConfig) {
    use admin::{people, roles, security};
    site.service(
        resource("/admin/people")
            .route(get().to(people::list))
            .route(post().to(people::add))
            .wrap(from_fn(guard::fresh::<Admin>)),
    );
    site.service(resource("/admin/people/new").route(get().to(people::new)));
    site.service(resource("/admin/people/{person}").route(get().to(people::page)));
    site.service(
        resource("/admin/people/{person}/role")
            .route(post().to(people::change_role))
            .wrap(from_fn(guard::fresh::<Admin>)),
    );
    site.service(
        resource("/admin/people/{person}/two-step")
            .route(post().to(people::reset_second_step))
            .wrap(from_fn(guard::fresh::<Admin>)),
    );
    site.service(
        resource("/admin/roles")
            .route(get().to(roles::page))
            .route(post().to(roles::save))
            .wrap(from_fn(guard::fresh::<Admin>)),
    );
    site.service(
        resource("/admin/security")
            .route(get().to(security::page))
            .route(post().to(security::save))
            .wrap(from_fn(guard::fresh::<Admin>)),
    );
}

fn auditing(site: &mut ServiceConfig) {
    use admin::{audit, see_as};
    site.service(resource("/admin/audit").route(get().to(audit::page)));
    site.service(
        resource("/admin/audit.csv").route(get().to(audit::csv)).wrap(from_fn(guard::fresh::<Admin>)),
    );
    site.service(
        resource("/admin/audit/retention").route(post().to(audit::keep)).wrap(from_fn(guard::fresh::<Admin>)),
    );
    site.service(
        resource("/admin/people/{person}/see-as")
            .route(post().to(see_as::begin))
            .wrap(from_fn(guard::fresh::<Admin>)),
    );
    site.service(resource("/see-as/end").route(post().to(see_as::end)));
}

fn administering_boards(site: &mut ServiceConfig) {
    use admin::{boards, categories, promise, statuses, tags};
    site.service(
        resource("/admin/boards/{board}/promise")
            .route(get().to(promise::page))
            .route(post().to(promise::save)),
    );
    site.service(resource("/admin/boards").route(get().to(boards::list)).route(post().to(boards::create)));
    site.service(resource("/admin/boards/new").route(get().to(boards::new)));
    site.service(
        resource("/admin/boards/{board}").route(get().to(boards::page)).route(post().to(boards::save)),
    );
    site.service(resource("/admin/boards/{board}/move").route(post().to(boards::shift)));
    site.service(
        resource("/admin/boards/{board}/archive")
            .route(get().to(boards::archive_page))
            .route(post().to(boards::archive)),
    );
    site.service(resource("/admin/boards/{board}/unarchive").route(post().to(boards::unarchive)));
    site.service(resource("/admin/boards/{board}/statuses").route(post().to(statuses::add)));
    site.service(resource("/admin/boards/{board}/statuses/new").route(get().to(statuses::new)));
    site.service(resource("/admin/boards/{board}/categories").route(post().to(categories::add)));
    site.service(resource("/admin/boards/{board}/categories/new").route(get().to(categories::new)));
    site.service(resource("/admin/tags").route(get().to(tags::list)).route(post().to(tags::add)));
    site.service(resource("/admin/tags/new").route(get().to(tags::new)));
    site.service(
        resource("/admin/statuses/{status}").route(get().to(statuses::page)).route(post().to(statuses::save)),
    );
    site.service(
        resource("/admin/statuses/{status}/delete")
            .route(get().to(statuses::delete_page))
            .route(post().to(statuses::delete)),
    );
    site.service(
        resource("/admin/categories/{category}")
            .route(get().to(categories::page))
            .route(post().to(categories::save)),
    );
    site.service(
        resource("/admin/categories/{category}/delete")
            .route(get().to(categories::delete_page))
            .route(post().to(categories::delete)),
    );
    site.service(resource("/admin/tags/{tag}").route(get().to(tags::page)).route(post().to(tags::save)));
    site.service(
        resource("/admin/tags/{tag}/delete")
            .route(get().to(tags::delete_page))
            .route(post().to(tags::delete)),
    );
    site.service(resource("/admin/statuses/{status}/move").route(post().to(statuses::shift)));
    site.service(resource("/admin/categories/{category}/move").route(post().to(categories::shift)));
}
