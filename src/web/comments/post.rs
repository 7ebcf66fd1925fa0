//! Posting a comment or a reply.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::web::{Form, Path};
use serde_json::json;

use super::form::{CommentFormPage, Typed, draft_key};
use crate::comments::{Comment, CommentDraft, policy, post};
use crate::error::Error;
use crate::http::guard::Visitor;
use crate::ideas::{Idea, PostState, queries};
use crate::ids::IdeaId;
use crate::people::drafts::{self, DraftKind};
use crate::people::limits::{self, Limited};
use crate::text::slug;
use crate::web::account::keep_draft;
use crate::web::errors::Result;
use crate::web::page::see_other;
use crate::web::stamp;

/// Posts what was typed, or shows how it will look. Whoever is not signed in finds it again afterwards.
pub async fn act(visitor: Visitor, part: Path<String>, form: Form<Typed>) -> Result {
    let id = slug::number(&part).map(IdeaId::new).ok_or(Error::NotFound)?;
    let (typed, viewer) = (form.into_inner(), visitor.viewer());
    let idea = visitor.state.db.read(move |db| queries::find_home(db, id, viewer)).await?;
    let id = idea.id;
    if typed.preview.is_some() {
        return CommentFormPage::new(&visitor, &idea, typed).previewed(&visitor).await;
    }
    if let Some(reason) = policy::refusal(&idea) {
        return Err(Error::Forbidden(reason).into());
    }
    let draft = match CommentDraft::parse(&typed.input()) {
        Ok(draft) => draft.from_form(stamp::filled(&visitor, &typed.stamp, &typed.trap)),
        Err(error) => return CommentFormPage::new(&visitor, &idea, typed).refused(error, &visitor),
    };
    let Some(author) = visitor.person.clone() else {
        let payload = json!({ "body": typed.body, "parent": typed.parent, "stamp": typed.stamp });
        return Ok(keep_draft(&visitor, DraftKind::Comment, Some(id), payload).await?);
    };
    let (settings, now, kept) = (Arc::clone(&visitor.settings), visitor.now, typed.draft.clone());
    let write = move |db: &mut crate::db::Db| {
        limits::take(db, &author, Limited::Comment, now)?;
        drafts::remove(db, &kept)?;
        post::post(db, &author, id, &draft, &settings, now)
    };
    let comment = visitor.state.db.write(write).await?;
    visitor.state.work.notify_one();
    Ok(arrived(&visitor, &idea, &comment, &typed))
}

fn arrived(visitor: &Visitor, idea: &Idea, comment: &Comment, typed: &Typed) -> HttpResponse {
    let mut name = format!("idea-{}", idea.id);
    if !typed.parent.is_empty() {
        name = format!("{name}-reply-{}", typed.parent);
    }
    let drafts = format!("{} p0-{name}", draft_key(visitor, &name));
    let key =
        if comment.state == PostState::Pending { "comment-flash-pending" } else { "comment-flash-posted" };
    visitor.session.flash_and_clear(key, &drafts);
    see_other(&visitor.state.links.comment(idea.id, &idea.title, comment.id))
}
