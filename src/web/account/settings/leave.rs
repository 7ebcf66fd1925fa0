//! Deleting one's account.

use actix_web::web::Form;
use actix_web::{HttpRequest, Responder as _};
use askama::Template;
use serde::Deserialize;

use crate::error::Error;
use crate::http::guard::SignedIn;
use crate::http::kept_form;
use crate::people::leave::{LeaversVotes, leave};
use crate::people::posts::{self, Summary};
use crate::web::errors::Result;
use crate::web::page::{Html, Layout, see_other};

#[derive(Template)]
#[template(path = "account/settings/leave.html")]
struct LeavePage {
    layout: Layout,
    summary: Summary,
    /// Whether the votes are to go, as chosen before a proof was asked for.
    votes_go: bool,
}

/// What becomes of the votes.
#[derive(Debug, Deserialize)]
pub struct LeaveForm {
    votes: String,
}

/// The page that asks whether it is meant.
pub async fn page(request: HttpRequest, who: SignedIn) -> Result {
    let id = who.person.id;
    let summary = who.state.db.read(move |db| posts::summary(db, id)).await?;
    let kept = kept_form::take(&who.session, &who.path);
    let votes_go = kept.is_some_and(|body| body == "votes=go");
    Ok(Html(LeavePage { layout: Layout::new(&who), summary, votes_go }).respond_to(&request))
}

/// Deletes the account.
pub async fn act(who: SignedIn, form: Form<LeaveForm>) -> Result {
    let leavers = match form.votes.as_str() {
        "stay" => LeaversVotes::Stay,
        "go" => LeaversVotes::Go,
        _ => return Err(Error::field("votes", "error-leave-votes").into()),
    };
    let (person, now) = (who.person.clone(), who.now);
    who.state.db.write(move |db| leave(db, &person, leavers, now)).await?;
    who.session.sign_out();
    who.session.flash_and_clear("flash-left", "*");
    Ok(see_other(&who.state.links.to("/")))
}
