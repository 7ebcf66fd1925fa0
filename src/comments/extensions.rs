//! Extensions: comments taken up into the idea, with credit to whoever wrote them.

use diesel::prelude::*;

use super::{Comment, policy, queries};
use crate::db::Db;
use crate::db::schema::{comments, extensions};
use crate::error::Result;
use crate::history::{ActAudience, ActKind, NewAct};
use crate::ideas::{self, PostState};
use crate::ids::{CommentId, IdeaId, PersonId};
use crate::outbox::{self, Event};
use crate::people::Person;
use crate::time::Timestamp;

/// A comment that was taken up.
#[derive(Debug, Clone)]
pub struct Extension {
    /// The comment.
    pub comment: Comment,
    /// Who took it up.
    pub taken_up_by: PersonId,
    /// When.
    pub taken_up_at: Timestamp,
}

/// Takes a comment up into the idea. One that is taken up already stays as it is.
pub fn take_up(db: &mut Db, actor: &Person, id: CommentId, now: Timestamp) -> Result<Comment> {
    let comment = lock(db, actor, id)?;
    if is_taken_up(db, id)? {
        return Ok(comment);
    }
    let values = (
        extensions::comment_id.eq(id),
        extensions::idea_id.eq(comment.idea_id),
        extensions::taken_up_by.eq(actor.id),
        extensions::created_at.eq(now),
    );
    diesel::insert_into(extensions::table).values(values).execute(db)?;
    record(db, ActKind::ExtensionTakenUp, &comment, actor.id, now)?;
    let event = Event::ExtensionTakenUp { idea: comment.idea_id, comment: id, by: actor.id };
    outbox::record(db, &event, now)?;
    Ok(comment)
}

/// Lets an extension go; the comment stays what it was.
pub fn release(db: &mut Db, actor: &Person, id: CommentId, now: Timestamp) -> Result<Comment> {
    let comment = lock(db, actor, id)?;
    forget(db, &comment, actor.id, now)?;
    Ok(comment)
}

/// The extension of a comment that goes, if it was one. The idea's row must be locked.
pub(super) fn forget(db: &mut Db, comment: &Comment, actor: PersonId, now: Timestamp) -> Result<()> {
    if diesel::delete(extensions::table.find(comment.id)).execute(db)? > 0 {
        record(db, ActKind::ExtensionReleased, comment, actor, now)?;
    }
    Ok(())
}

fn lock(db: &mut Db, actor: &Person, id: CommentId) -> Result<Comment> {
    let idea = queries::find(db, id)?.idea_id;
    let idea = ideas::queries::lock(db, idea)?;
    let comment = queries::find(db, id)?;
    policy::may_take_up(actor, &idea, &comment)?;
    Ok(comment)
}

fn is_taken_up(db: &mut Db, id: CommentId) -> Result<bool> {
    let found = extensions::table.find(id).select(extensions::comment_id);
    Ok(found.first::<CommentId>(db).optional()?.is_some())
}

fn record(db: &mut Db, kind: ActKind, comment: &Comment, actor: PersonId, now: Timestamp) -> Result<()> {
    let act = NewAct::new(kind, ActAudience::Public, Some(actor));
    act.idea(comment.idea_id).comment(comment.id).person(comment.author_id).record(db, now)?;
    Ok(())
}

/// The extensions of an idea, in the order they were taken up; those whose comments are hidden are left out.
pub fn of_idea(db: &mut Db, idea: IdeaId) -> Result<Vec<Extension>> {
    let rows: Vec<(Comment, PersonId, Timestamp)> = extensions::table
        .inner_join(comments::table)
        .filter(extensions::idea_id.eq(idea))
        .filter(comments::state.eq(PostState::Visible))
        .filter(comments::deleted_at.is_null())
        .order((extensions::created_at, extensions::comment_id))
        .limit(100)
        .select((Comment::as_select(), extensions::taken_up_by, extensions::created_at))
        .load(db)?;
    let extension = |(comment, taken_up_by, taken_up_at)| Extension { comment, taken_up_by, taken_up_at };
    Ok(rows.into_iter().map(extension).collect())
}
