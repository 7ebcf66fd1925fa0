//! Changing one's own comment, and the address that every comment has.

use std::sync::Arc;

use actix_web::web::{Form, Path};

use super::form::{CommentFormPage, Typed, draft_key};
use crate::comments::{Comment, CommentDraft, edit, policy, queries};
use crate::http::guard::{SignedIn, Visitor};
use crate::ideas::{Idea, PostState};
use crate::ids::CommentId;
use crate::web::errors::Result;
use crate::web::page::see_other;

/// Leads to a comment's place on its idea's page.
pub async fn place(visitor: Visitor, id: Path<CommentId>) -> Result {
    let (idea, comment) = find(&visitor, *id).await?;
    Ok(see_other(&visitor.state.links.comment(idea.id, &idea.title, comment.id)))
}

pub(super) async fn find(visitor: &Visitor, id: CommentId) -> Result<(Idea, Comment)> {
    let viewer = visitor.viewer();
    Ok(visitor.state.db.read(move |db| queries::find_visible(db, id, viewer)).await?)
}

/// The form with the text as it is.
pub async fn page(who: SignedIn, id: Path<CommentId>) -> Result {
    let (idea, comment) = find(&who, *id).await?;
    policy::may_change(&who.person, &comment, who.now)?;
    Ok(CommentFormPage::edit(&who, &idea, &comment, Typed::from_comment(&comment)).shown())
}

/// Stores another text, or shows how it will look.
pub async fn act(who: SignedIn, id: Path<CommentId>, form: Form<Typed>) -> Result {
    let (idea, comment) = find(&who, *id).await?;
    policy::may_change(&who.person, &comment, who.now)?;
    let typed = form.into_inner();
    if typed.preview.is_some() {
        return CommentFormPage::edit(&who, &idea, &comment, typed).previewed(&who).await;
    }
    let draft = match CommentDraft::parse(&typed.input()) {
        Ok(draft) => draft,
        Err(error) => return CommentFormPage::edit(&who, &idea, &comment, typed).refused(error, &who),
    };
    let (person, settings, now, id) = (who.person.clone(), Arc::clone(&who.settings), who.now, *id);
    let after = who.state.db.write(move |db| edit::edit(db, &person, id, &draft, &settings, now)).await?;
    let waits = after.state == PostState::Pending;
    let flash = if waits { "comment-flash-edit-pending" } else { "comment-flash-edited" };
    who.state.work.notify_one();
    who.session.flash_and_clear(flash, &draft_key(&who, &format!("comment-{id}")));
    Ok(see_other(&who.state.links.comment(idea.id, &idea.title, id)))
}
