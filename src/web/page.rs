//! What every page is made of: the layout's values, and the answer that a template renders into.

use std::sync::Arc;

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, Responder};
use askama::Template;

use crate::boards::Catalog;
use crate::http::assets;
use crate::http::guard::Visitor;
use crate::http::session::Flash;
use crate::ids::PersonId;
use crate::links::Links;
use crate::people::{Person, Role, Theme};
use crate::settings::Settings;
use crate::text::words::Words;
use crate::time::Timestamp;

/// A page: a template, rendered when it is answered.
pub struct Html<T>(pub T);

impl<T: Template> Html<T> {
    /// The page under another status than 200.
    pub fn with_status(self, status: StatusCode) -> HttpResponse {
        match self.0.render() {
            Ok(html) => HttpResponse::build(status)
                .insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"))
                .insert_header((header::CACHE_CONTROL, "private, no-cache"))
                .body(html),
            Err(cause) => {
                tracing::error!(%cause, "a template failed");
                HttpResponse::InternalServerError().finish()
            }
        }
    }
}

impl<T: Template> Responder for Html<T> {
    type Body = actix_web::body::BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        self.with_status(StatusCode::OK)
    }
}

/// Sends the browser on with a GET, after a POST that went well.
pub fn see_other(to: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, to)).finish()
}

/// The person in the header.
pub struct Me {
    /// Their id.
    pub id: PersonId,
    /// What they are called.
    pub name: String,
    /// What they may do.
    pub role: Role,
}

/// What the frame around every page shows.
pub struct Layout {
    /// Words, numbers, dates.
    pub words: Words,
    /// Addresses.
    pub links: Arc<Links>,
    /// Who is signed in.
    pub me: Option<Me>,
    /// A message from the page before.
    pub flash: Option<Flash>,
    /// Light or dark.
    pub theme: Theme,
    /// Path and query of this page.
    pub path: String,
    /// When the request came.
    pub now: Timestamp,
    settings: Arc<Settings>,
}

impl Layout {
    /// The layout for a visitor; takes the message that waits for them.
    pub fn new(visitor: &Visitor) -> Self {
        let me = visitor.person.as_ref();
        Self {
            words: visitor.words,
            links: Arc::clone(&visitor.state.links),
            me: me.map(|person| Me { id: person.id, name: person.label(&visitor.words), role: person.role }),
            flash: visitor.session.take_flash(),
            theme: me.map_or(Theme::Auto, |person: &Person| person.theme),
            path: visitor.path.clone(),
            now: visitor.now,
            settings: Arc::clone(&visitor.settings),
        }
    }

    /// The site's name; before the set-up, the product's.
    pub fn site_name(&self) -> &str {
        let name = self.settings.site.name.as_str();
        if name.is_empty() { "Groundswell" } else { name }
    }

    /// The site's settings.
    pub fn site(&self) -> &crate::site::Site {
        &self.settings.site
    }

    /// Boards, statuses, categories, tags.
    pub fn catalog(&self) -> &Catalog {
        &self.settings.catalog
    }

    /// Whether the reader is staff.
    pub fn is_staff(&self) -> bool {
        self.me.as_ref().is_some_and(|me| me.role.is_staff())
    }

    /// The address of an asset.
    pub fn asset(&self, name: &str) -> String {
        self.links.to(&assets::path(name))
    }

    /// The address of the site's colours, which changes with them.
    pub fn theme_css(&self) -> String {
        self.links.to(&format!("/theme.css?v={}", self.settings.site.version))
    }
}
