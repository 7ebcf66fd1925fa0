//! Who may comment, edit, delete and take up. The same predicate decides the button and the act.

use super::Comment;
use crate::error::{Error, Result};
use crate::ideas::{Idea, PostState, Viewer};
use crate::people::Person;
use crate::time::{HOUR, Timestamp};

/// How long authors may edit and delete their comments.
pub const OWN_FOR: i64 = HOUR;

/// Why an idea takes no comments from anybody, as the key of a message.
pub fn refusal(idea: &Idea) -> Option<&'static str> {
    if idea.shown <= 0 {
        Some("error-comment-idea-hidden")
    } else if idea.is_locked {
        Some("error-comment-locked")
    } else {
        None
    }
}

/// Whether somebody may comment on an idea. Bans are refused where the commenting happens.
///
/// # Errors
/// `NotFound` when they may not see the idea, `Forbidden` with the reason otherwise.
pub fn may_comment(person: &Person, idea: &Idea) -> Result<()> {
    crate::ideas::policy::may_see(person.into(), idea)?;
    refusal(idea).map_or(Ok(()), |reason| Err(Error::Forbidden(reason)))
}

/// Whether somebody may reply to this comment.
pub fn may_reply(comment: &Comment) -> Result<()> {
    if comment.is_shown() { Ok(()) } else { Err(Error::Forbidden("error-comment-parent")) }
}

/// Whether somebody sees a comment on an idea they see.
pub fn may_see(viewer: Viewer, comment: &Comment) -> Result<()> {
    if comment.is_seen_by(viewer) { Ok(()) } else { Err(Error::NotFound) }
}

/// Whether somebody may still change or delete a comment: its author, for an hour, unless a moderator hid it.
pub fn may_change(person: &Person, comment: &Comment, now: Timestamp) -> Result<()> {
    may_see(person.into(), comment)?;
    if person.id != comment.author_id {
        Err(Error::Forbidden("error-comment-not-yours"))
    } else if comment.state == PostState::Hidden {
        Err(Error::Forbidden("error-comment-hidden"))
    } else if now.since(comment.created_at) > OWN_FOR {
        Err(Error::Forbidden("error-comment-too-late"))
    } else {
        Ok(())
    }
}

/// Whether somebody may take a comment up into the idea, or let it go again: staff and the idea's author.
pub fn may_take_up(person: &Person, idea: &Idea, comment: &Comment) -> Result<()> {
    crate::ideas::policy::may_see(person.into(), idea)?;
    may_see(person.into(), comment)?;
    if !person.role.is_staff() && person.id != idea.author_id {
        Err(Error::Forbidden("error-extension-not-yours"))
    } else if !comment.is_shown() || idea.shown <= 0 || comment.idea_id != idea.id {
        Err(Error::Forbidden("error-extension-hidden"))
    } else {
        Ok(())
    }
}
