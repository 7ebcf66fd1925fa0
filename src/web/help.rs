//! How ideas are answered and ranked, what is kept about whom: the page behind "How ideas are answered".

use askama::Template;

use super::page::{Html, Layout};
use crate::http::guard::Visitor;

#[derive(Template)]
#[template(path = "help.html")]
struct HelpPage {
    layout: Layout,
    promise_days: i32,
    half_life_days: i32,
}

/// Shows it.
pub async fn page(visitor: Visitor) -> impl actix_web::Responder {
    let site = &visitor.settings.site;
    Html(HelpPage {
        promise_days: site.promise_days,
        half_life_days: site.half_life_days,
        layout: Layout::new(&visitor),
    })
}
