//! Deleting one's account.

use std::sync::Arc;

use actix_web::web::Form;
use actix_web::{HttpRequest, Responder as _};
use askama::Template;
use serde::Deserialize;

use crate::error::{Error, Result as CrateResult};
use crate::http::guard::SignedIn;
use crate::http::kept_form;
use crate::people::departures::Wishes;
use crate::people::posts::{self, Summary};
use crate::privacy::erase;
use crate::web::errors::Result;
use crate::web::page::{Html, Layout, see_other};

#[derive(Template)]
#[template(path = "account/settings/leave.html")]
struct LeavePage {
    layout: Layout,
    summary: Summary,
    /// Whether the posts and the votes are to go, as chosen before a proof was asked for.
    posts_go: bool,
    votes_go: bool,
}

/// What becomes of posts and votes.
#[derive(Debug, Deserialize)]
pub struct LeaveForm {
    #[serde(default = "stay")]
    posts: String,
    votes: String,
}

fn stay() -> String {
    "stay".to_owned()
}

/// Whether something goes.
fn goes(choice: &str, field: &'static str, error: &'static str) -> CrateResult<bool> {
    match choice {
        "stay" => Ok(false),
        "go" => Ok(true),
        _ => Err(Error::field(field, error)),
    }
}

/// The page that asks whether it is meant.
pub async fn page(request: HttpRequest, who: SignedIn) -> Result {
    let id = who.person.id;
    let summary = who.state.db.read(move |db| posts::summary(db, id)).await?;
    let kept = kept_form::take(&who.session, &who.path);
    let chosen = |pair: &str| kept.as_deref().is_some_and(|body| body.split('&').any(|own| own == pair));
    let (posts_go, votes_go) = (chosen("posts=go"), chosen("votes=go"));
    Ok(Html(LeavePage { layout: Layout::new(&who), summary, posts_go, votes_go }).respond_to(&request))
}

/// Closes the account, to be deleted in a week.
pub async fn act(who: SignedIn, form: Form<LeaveForm>) -> Result {
    let wishes = Wishes {
        posts_go: goes(&form.posts, "posts", "error-leave-posts")?,
        votes_go: goes(&form.votes, "votes", "error-leave-votes")?,
    };
    let (person, settings, now) = (who.person.clone(), Arc::clone(&who.settings), who.now);
    who.state.db.write(move |db| erase::ask(db, &person, wishes, &settings, now)).await?;
    who.session.sign_out();
    who.session.flash_and_clear("flash-left", "*");
    Ok(see_other(&who.state.links.to("/")))
}
