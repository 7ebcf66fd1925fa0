//! The link from the mail. Looking at it uses nothing up, since mail scanners look, too; the button signs in.

use actix_web::http::StatusCode;
use actix_web::web::Path;
use actix_web::{HttpRequest, Responder as _};
use askama::Template;

use super::enter;
use crate::http::guard::Visitor;
use crate::people::sign_in;
use crate::web::errors::Result;
use crate::web::page::{Html, Layout};

#[derive(Template)]
#[template(path = "account/link.html")]
struct LinkPage {
    layout: Layout,
    /// The address that is signed in; none when the link no longer holds.
    email: Option<String>,
    action: String,
}

/// The page with the button.
pub async fn page(request: HttpRequest, visitor: Visitor, link: Path<String>) -> Result {
    let action = visitor.state.links.to(&format!("/signin/link/{link}"));
    let now = visitor.now;
    let asked = visitor.state.db.read(move |db| sign_in::find_by_link(db, &link, now)).await?;
    match asked {
        Some(asked) => {
            let page = LinkPage { layout: Layout::new(&visitor), email: Some(asked.email), action };
            Ok(Html(page).respond_to(&request))
        }
        None => Ok(gone(&visitor)),
    }
}

/// Signs in, in whichever browser the link was opened.
pub async fn act(visitor: Visitor, link: Path<String>) -> Result {
    let (language, now, origin) = (visitor.words.language, visitor.now, visitor.origin());
    let kept = visitor.session.kept(enter::LINK);
    let entered = visitor.state.db.write(move |db| match sign_in::use_link(db, &link, now)? {
        Some(proof) => enter::arrive(db, (&proof, kept.as_deref()), language, &origin, now).map(Some),
        None => Ok(None),
    });
    match entered.await? {
        Some(entered) => enter::go(&visitor, &entered),
        None => Ok(gone(&visitor)),
    }
}

fn gone(visitor: &Visitor) -> actix_web::HttpResponse {
    let page = LinkPage { layout: Layout::new(visitor), email: None, action: String::new() };
    Html(page).with_status(StatusCode::GONE)
}
