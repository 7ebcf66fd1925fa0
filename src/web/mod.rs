//! Pages. This is the site map: every route, grouped by screen.

pub mod account;
pub mod errors;
pub mod help;
pub mod ideas;
pub mod open_graph;
pub mod page;
pub mod unsubscribe;

use actix_web::web::{ServiceConfig, get, post, resource};

pub use errors::Result;

/// Every page of the site, below its prefix.
pub fn routes(site: &mut ServiceConfig) {
    reading(site);
    mails(site);
    voting(site);
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
    site.route("/ideas/{idea}", get().to(ideas::show::page));
}

fn voting(site: &mut ServiceConfig) {
    site.service(resource("/ideas/{idea}/vote").route(post().to(ideas::vote::act)));
}
