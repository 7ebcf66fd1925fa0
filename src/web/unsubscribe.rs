//! The page behind the link in a mail that ends its kind. It works without signing in, and mail programs can do it
//! alone with one POST (RFC 8058).

use actix_web::HttpResponse;
use actix_web::web::{Bytes, Path};
use askama::Template;

use super::page::{Html, Layout};
use crate::error::Error;
use crate::http::guard::Visitor;
use crate::notify::Subscription;
use crate::people::mail_choices;
use crate::web::errors::Result;

#[derive(Template)]
#[template(path = "unsubscribe.html")]
struct UnsubscribePage {
    layout: Layout,
    /// The address that the form posts to.
    act: String,
    /// What the mails tell of, in words.
    kind: String,
    standing: Standing,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    Asked,
    Off,
    On,
}

/// Asks first: programs that look into mails follow every link.
pub async fn page(visitor: Visitor, token: Path<String>) -> Result {
    let subscription = find(&visitor, &token)?;
    Ok(show(&visitor, &token, subscription, Standing::Asked))
}

/// Ends the kind of mails, or takes that back.
pub async fn act(visitor: Visitor, token: Path<String>, form: Bytes) -> Result {
    let subscription = find(&visitor, &token)?;
    // Mail programs send `List-Unsubscribe=One-Click` in one of two encodings; only our own button says more.
    let is_wanted = form.as_ref() == b"again=1";
    visitor
        .state
        .db
        .write(move |db| mail_choices::choose(db, subscription.person, subscription.kind, is_wanted))
        .await?;
    Ok(show(&visitor, &token, subscription, if is_wanted { Standing::On } else { Standing::Off }))
}

fn find(visitor: &Visitor, token: &str) -> crate::error::Result<Subscription> {
    Subscription::parse(token, &visitor.settings.site.key()).ok_or(Error::NotFound)
}

fn show(visitor: &Visitor, token: &str, subscription: Subscription, standing: Standing) -> HttpResponse {
    let page = UnsubscribePage {
        layout: Layout::new(visitor),
        act: visitor.state.links.unsubscribe(token),
        kind: visitor.words.get(subscription.kind.word()),
        standing,
    };
    Html(page).with_status(actix_web::http::StatusCode::OK)
}
