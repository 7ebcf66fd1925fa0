//! Deleting one's own comment, after a page that asks.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Path;
use askama::Template;

use super::edit::find;
use crate::comments::{edit, policy, queries};
use crate::http::guard::SignedIn;
use crate::ids::CommentId;
use crate::web::errors::Result;
use crate::web::page::{Html, Layout, see_other};

#[derive(Template)]
#[template(path = "comments/delete.html")]
struct DeletePage {
    layout: Layout,
    html: String,
    replies: i64,
    action: String,
    back: String,
}

/// Asks.
pub async fn page(who: SignedIn, id: Path<CommentId>) -> Result {
    let (idea, comment) = find(&who, *id).await?;
    policy::may_change(&who.person, &comment, who.now)?;
    let id = *id;
    let replies = who.state.db.read(move |db| queries::visible_replies(db, id)).await?;
    let page = DeletePage {
        html: comment.body_html,
        replies,
        action: who.state.links.comment_act(id, "delete"),
        back: who.state.links.comment(idea.id, &idea.title, id),
        layout: Layout::new(&who),
    };
    Ok(Html(page).with_status(StatusCode::OK))
}

/// Deletes.
pub async fn act(who: SignedIn, id: Path<CommentId>) -> Result<HttpResponse> {
    let (idea, _) = find(&who, *id).await?;
    let (person, now, id) = (who.person.clone(), who.now, *id);
    who.state.db.write(move |db| edit::delete(db, &person, id, now)).await?;
    who.session.flash("comment-flash-deleted");
    Ok(see_other(&format!("{}#comments", who.state.links.idea(idea.id, &idea.title))))
}
