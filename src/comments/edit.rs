//! Editing and deleting one's own comment, within an hour.

use diesel::prelude::*;

use super::{Comment, CommentDraft, count, extensions, policy, queries};
use crate::db::Db;
use crate::db::schema::comments;
use crate::error::Result;
use crate::history::{ActAudience, ActKind, NewAct};
use crate::ideas::submit::first_state;
use crate::ideas::{self, Idea, PostState};
use crate::ids::{CommentId, IdeaId, PersonId};
use crate::outbox::{self, Event};
use crate::people::{Person, bans};
use crate::screening::{self, Place, Text};
use crate::settings::Settings;
use crate::time::Timestamp;

/// A comment and its idea, for somebody who is about to change the comment.
fn lock(db: &mut Db, person: &Person, id: CommentId, now: Timestamp) -> Result<(Idea, Comment)> {
    let idea = queries::find(db, id)?.idea_id;
    let idea = ideas::queries::lock(db, idea)?;
    ideas::queries::find_home(db, idea.id, person.into())?;
    let comment = queries::find(db, id)?;
    policy::may_change(person, &comment, now)?;
    Ok((idea, comment))
}

/// Stores another text. The same text again changes nothing. It waits for a moderator if a new comment would.
pub fn edit(
    db: &mut Db,
    editor: &Person,
    id: CommentId,
    draft: &CommentDraft,
    settings: &Settings,
    now: Timestamp,
) -> Result<Comment> {
    let (idea, before) = lock(db, editor, id, now)?;
    bans::refuse_banned_on(db, editor.id, idea.board_id, now)?;
    if before.body == draft.body {
        return Ok(before);
    }
    let body = settings.renderer.render(db, &draft.body)?;
    let home = settings.links.origin();
    let old = Text { title: "", body: &before.body, html: &before.body_html, home };
    let new = Text { title: "", body: &draft.body, html: body.html.as_str(), home };
    let place = Place::comment(before.idea_id, id);
    let screened = screening::screen_edit(db, editor, (place, &old), &new, now)?;
    diesel::update(comments::table.find(id))
        .set((
            comments::body.eq(&draft.body),
            comments::body_html.eq(body.html.as_str()),
            comments::render_version.eq(body.version),
            comments::edited_at.eq(now),
        ))
        .execute(db)?;
    let board = settings.catalog.board(idea.board_id)?;
    let waits = screened.holds() || first_state(db, editor, board)? == PostState::Pending;
    screened.keep(db, place, now)?;
    if before.is_shown() && waits {
        hold(db, editor, &before, now)?;
    } else if before.is_shown() {
        outbox::record(db, &Event::CommentEdited { idea: before.idea_id, comment: id }, now)?;
    }
    queries::find(db, id)
}

/// The new text waits for a moderator, and the comment is not counted until then.
fn hold(db: &mut Db, editor: &Person, comment: &Comment, now: Timestamp) -> Result<()> {
    diesel::update(comments::table.find(comment.id))
        .set(comments::state.eq(PostState::Pending))
        .execute(db)?;
    count::add(db, comment.idea_id, -1)?;
    let held = NewAct::new(ActKind::EditHeld, ActAudience::Staff, Some(editor.id));
    held.idea(comment.idea_id).comment(comment.id).record(db, now)?;
    let gone = Event::CommentVisibilityChanged { idea: comment.idea_id, comment: comment.id };
    outbox::record(db, &gone, now).map(drop)
}

/// Deletes the text for good. Where there are replies, the page says that a comment was here.
pub fn delete(db: &mut Db, author: &Person, id: CommentId, now: Timestamp) -> Result<Comment> {
    let (_, before) = lock(db, author, id, now)?;
    diesel::update(comments::table.find(id))
        .set((comments::deleted_at.eq(now), comments::body.eq(""), comments::body_html.eq("")))
        .execute(db)?;
    screening::forget(db, Place::comment(before.idea_id, id))?;
    if before.is_shown() {
        count::add(db, before.idea_id, -1)?;
        extensions::forget(db, &before, author.id, now)?;
        let gone = Event::CommentVisibilityChanged { idea: before.idea_id, comment: id };
        outbox::record(db, &gone, now)?;
    }
    Ok(before)
}

/// Deletes the next comments of somebody who leaves, behind `after`. Gives their numbers, each with its idea and the text that
/// was there.
pub fn forget(
    db: &mut Db,
    author: PersonId,
    after: CommentId,
    limit: i64,
    now: Timestamp,
) -> Result<Vec<(CommentId, IdeaId, String)>> {
    let ids: Vec<CommentId> = comments::table
        .filter(comments::author_id.eq(author))
        .filter(comments::id.gt(after))
        .order(comments::id)
        .limit(limit)
        .select(comments::id)
        .load(db)?;
    let mut gone = Vec::new();
    for id in ids {
        let idea = queries::find(db, id)?.idea_id;
        ideas::queries::lock(db, idea)?;
        let before = queries::find(db, id)?;
        let values = (
            comments::deleted_at.eq(Some(before.deleted_at.unwrap_or(now))),
            comments::body.eq(""),
            comments::body_html.eq(""),
            comments::state_reason.eq(None::<String>),
            comments::form_key.eq(None::<String>),
        );
        diesel::update(comments::table.find(id)).set(values).execute(db)?;
        if before.is_shown() {
            count::add(db, idea, -1)?;
            extensions::forget(db, &before, author, now)?;
        }
        gone.push((id, idea, before.body));
    }
    Ok(gone)
}
