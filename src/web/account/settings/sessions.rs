//! Where somebody is signed in.

use actix_web::web::Path;
use actix_web::{HttpRequest, Responder as _};
use askama::Template;

use crate::http::guard::SignedIn;
use crate::http::session::key_hash;
use crate::identities::{self, Known};
use crate::ids::SessionId;
use crate::people::sessions::{self, SignedInBrowser};
use crate::text::agent;
use crate::text::words::Words;
use crate::time::Timestamp;
use crate::web::errors::Result;
use crate::web::page::{Html, Layout, see_other};

struct SessionRow {
    id: SessionId,
    name: String,
    icon: &'static str,
    is_this: bool,
    since: Timestamp,
    seen: Timestamp,
}

#[derive(Template)]
#[template(path = "account/settings/sessions.html")]
struct SessionsPage {
    layout: Layout,
    sessions: Vec<SessionRow>,
    email: String,
    /// Other sites that sign the person in here.
    known: Vec<Known>,
}

/// The list; the session of the request is marked.
pub async fn page(request: HttpRequest, who: SignedIn) -> Result {
    let (id, now) = (who.person.id, who.now);
    let found = who.state.db.read(move |db| Ok((sessions::of(db, id, now)?, identities::known_of(db, id)?)));
    let (found, known) = found.await?;
    let own = key_hash(&request);
    let email = who.person.email.clone().unwrap_or_default();
    let sessions = found.into_iter().map(|browser| row(&browser, own.as_deref(), &who.words)).collect();
    Ok(Html(SessionsPage { layout: Layout::new(&who), sessions, email, known }).respond_to(&request))
}

fn row(browser: &SignedInBrowser, own: Option<&str>, words: &Words) -> SessionRow {
    SessionRow {
        id: browser.id,
        name: name(&browser.agent, words),
        icon: if agent::is_phone(&browser.agent) { "smartphone" } else { "monitor" },
        is_this: own == Some(browser.key_hash.as_str()),
        since: browser.created_at,
        seen: browser.seen_at,
    }
}

fn name(agent: &str, words: &Words) -> String {
    match (agent::browser(agent), agent::system(agent)) {
        (Some(browser), Some(system)) => words.two("session-name", "browser", browser, "system", system),
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) => words.get("session-unknown"),
    }
}

/// Ends one session.
pub async fn end(who: SignedIn, session: Path<SessionId>) -> Result {
    let (id, session) = (who.person.id, session.into_inner());
    who.state.db.write(move |db| sessions::end(db, id, session)).await?;
    who.session.flash("flash-session-ended");
    Ok(see_other(&who.state.links.to("/settings/sessions")))
}

/// Ends all sessions, this one included.
pub async fn end_all(who: SignedIn) -> Result {
    let id = who.person.id;
    who.state.db.write(move |db| sessions::end_all(db, id)).await?;
    who.session.sign_out();
    who.session.flash_and_clear("flash-signed-out-everywhere", "*");
    Ok(see_other(&who.state.links.to("/")))
}
