//! What every page is made of: the layout's values, and the answer that a template renders into.

use std::borrow::Borrow;
use std::sync::Arc;

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, Responder};
use askama::Template;
use askama::filters::Safe;

use crate::boards::{Board, Catalog};
use crate::http::assets;
use crate::http::guard::Visitor;
use crate::http::session::Flash;
use crate::ids::{BoardId, PersonId};
use crate::links::Links;
use crate::people::bans::Ban;
use crate::people::{Person, Power, Powers, Role, Theme};
use crate::settings::Settings;
use crate::text::avatar;
use crate::text::words::Words;
use crate::time::Timestamp;
use crate::web::calls::Banner;

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
    /// What they are to the site.
    pub role: Role,
    powers: Powers,
    /// Whether single letters act on the desk.
    pub has_keys: bool,
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
    /// The ban that keeps the reader from posting, if any.
    pub ban: Option<Ban>,
    board_bans: Vec<Ban>,
    /// Whether something waits for the reader at `/me/waiting`.
    pub has_waiting: bool,
    /// As whom an administrator sees the site, and until when; none for everybody who is themselves.
    pub seeing: Option<(String, String)>,
    /// Light or dark.
    pub theme: Theme,
    /// Path and query of this page.
    pub path: String,
    /// When the request came.
    pub now: Timestamp,
    board: Option<BoardId>,
    settings: Arc<Settings>,
}

impl Layout {
    /// The layout for a visitor; takes the message that waits for them.
    pub fn new(visitor: &Visitor) -> Self {
        let me = visitor.person.as_ref();
        Self {
            words: visitor.words,
            links: Arc::clone(&visitor.state.links),
            me: me.map(|person| Me {
                id: person.id,
                name: person.label(&visitor.words),
                role: person.role,
                powers: person.powers.clone(),
                has_keys: !person.keys_off,
            }),
            flash: visitor.session.take_flash(),
            ban: visitor.ban.clone(),
            board_bans: visitor.board_bans.clone(),
            has_waiting: visitor.has_waiting,
            seeing: visitor
                .seen
                .as_ref()
                .map(|seen| (seen.person.label(&visitor.words), visitor.words.date_time(seen.until))),
            theme: me.map_or(Theme::Auto, |person: &Person| person.theme),
            path: visitor.path.clone(),
            now: visitor.now,
            board: None,
            settings: Arc::clone(&visitor.settings),
        }
    }

    /// The same on a page about something of a board, which tells of what the board calls people to.
    #[must_use]
    pub fn about(mut self, board: BoardId) -> Self {
        self.board = Some(board);
        self
    }

    /// Bans of the reader from single boards, with the names of the boards: all in their settings, elsewhere that of the board
    /// that the page is about.
    pub fn board_bans(&self) -> Vec<(String, &Ban)> {
        let is_told =
            |ban: &&Ban| self.is_under("/settings") || (ban.board_id.is_some() && ban.board_id == self.board);
        let told = self.board_bans.iter().filter(is_told);
        let named = |ban: &'_ Ban| {
            ban.board_id.and_then(|id| self.catalog().board(id).ok()).map(|own| own.name.clone())
        };
        told.map(|ban| (named(ban).unwrap_or_default(), ban)).collect()
    }

    /// What people are called to: everything on the front page, on pages of a board what concerns it.
    pub fn banners(&self) -> Vec<Banner> {
        let is_front = self.is_at("/");
        let listed = self.boards().into_iter().find(|board| self.is_at(format!("/boards/{}", board.slug)));
        let board = self.board.or(listed.map(|board| board.id));
        if !is_front && board.is_none() {
            return Vec::new();
        }
        let open = self.settings.calls.iter().filter(|call| call.is_open(self.now));
        open.filter_map(|call| Banner::new(self, call, board)).collect()
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

    /// The reader's number, 0 for whoever is not signed in: what keys of drafts on their device begin with.
    pub fn me_id(&self) -> i64 {
        self.me.as_ref().map_or(0, |me| me.id.raw())
    }

    /// Whether the reader is staff.
    pub fn is_staff(&self) -> bool {
        self.me.as_ref().is_some_and(|me| me.role.is_staff())
    }

    /// Whether the reader may do this on the desk.
    pub fn may(&self, power: Power) -> bool {
        self.me.as_ref().is_some_and(|me| me.powers.allow(me.role, power))
    }

    /// Whether the reader sees the desk.
    pub fn may_see_desk(&self) -> bool {
        self.may(Power::Desk)
    }

    /// Whether the reader may move scores.
    pub fn may_score(&self) -> bool {
        self.may(Power::Score)
    }

    /// Whether the reader may do anything with many ideas at once.
    pub fn may_act_on_many(&self) -> bool {
        [Power::Answer, Power::Route, Power::Edit, Power::Score, Power::Call].iter().any(|own| self.may(*own))
    }

    /// Whether the reader may answer ideas.
    pub fn may_answer(&self) -> bool {
        self.may(Power::Answer)
    }

    /// Whether the reader may send ideas to teams.
    pub fn may_route(&self) -> bool {
        self.may(Power::Route)
    }

    /// Whether the reader may merge and split ideas.
    pub fn may_merge(&self) -> bool {
        self.may(Power::Merge)
    }

    /// Whether the reader may change the ideas of others.
    pub fn may_edit(&self) -> bool {
        self.may(Power::Edit)
    }

    /// Whether the reader may file ideas and votes for customers.
    pub fn may_capture(&self) -> bool {
        self.may(Power::Capture)
    }

    /// Whether the reader may run storm sessions, vote rounds and evaluation panels.
    pub fn may_call(&self) -> bool {
        self.may(Power::Call)
    }

    /// Whether single letters act on the desk; the reader may have turned them off (WCAG 2.1.4).
    pub fn has_keys(&self) -> bool {
        self.me.as_ref().is_some_and(|me| me.has_keys)
    }

    /// The boards in the navigation.
    pub fn boards(&self) -> Vec<&Board> {
        self.settings.catalog.boards_open_to(self.is_staff()).collect()
    }

    /// Whether this page is the one at `path`, which begins with a slash.
    pub fn is_at(&self, path: impl AsRef<str>) -> bool {
        self.path.split('?').next() == Some(self.links.to(path.as_ref()).as_str())
    }

    /// Whether this page is at `path` or below it.
    pub fn is_under(&self, path: &str) -> bool {
        let own = self.path.split('?').next().unwrap_or_default();
        own.strip_prefix(&self.links.to(path)).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// The sign-in page, which leads back here.
    pub fn sign_in_link(&self) -> String {
        self.links.sign_in(&self.path)
    }

    /// The site's logo.
    pub fn logo(&self) -> String {
        self.links.to(&format!("/logo.png?v={}", self.settings.site.version))
    }

    /// An icon of the sprite: decoration, the words stand beside it.
    pub fn icon(&self, name: &str) -> Safe<String> {
        self.icon_with(name, "icon")
    }

    /// An icon with other classes than `icon` alone.
    pub fn icon_with(&self, name: &str, class: &str) -> Safe<String> {
        let sprite = sprite(&self.links);
        Safe(format!(r##"<svg class="{class}" aria-hidden="true"><use href="{sprite}#{name}"/></svg>"##))
    }

    /// Somebody's face, drawn from their id. `class` is empty or `small`.
    pub fn face(&self, person: impl Borrow<PersonId>, class: &str) -> Safe<String> {
        Safe(avatar::svg(&person.borrow().to_string(), class))
    }

    /// The face of former members, the same for all.
    pub fn no_face(&self, class: &str) -> Safe<String> {
        Safe(avatar::svg("former", class))
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

/// The address of the icons' sprite.
pub fn sprite(links: &Links) -> String {
    links.to(&assets::path("icons/sprite.svg"))
}
