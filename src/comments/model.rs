//! The row.

use diesel::prelude::*;

use crate::db::schema::comments;
use crate::ideas::{PostState, Viewer};
use crate::ids::{CommentId, IdeaId, PersonId};
use crate::time::Timestamp;

/// A comment, or a reply to one.
#[derive(Debug, Clone, Queryable, Selectable, Identifiable)]
#[diesel(table_name = comments)]
pub struct Comment {
    /// Its id.
    pub id: CommentId,
    /// The idea it is about.
    pub idea_id: IdeaId,
    /// The comment it answers; there is one level of replies.
    pub parent_id: Option<CommentId>,
    /// Who wrote it.
    pub author_id: PersonId,
    /// The text in Markdown, as typed; empty once deleted.
    pub body: String,
    /// The text rendered and sanitised.
    pub body_html: String,
    /// Where moderation stands.
    pub state: PostState,
    /// Why it was hidden or turned down.
    pub state_reason: Option<String>,
    /// When it was posted.
    pub created_at: Timestamp,
    /// When it was last edited.
    pub edited_at: Option<Timestamp>,
    /// When its author deleted it.
    pub deleted_at: Option<Timestamp>,
}

impl Comment {
    /// Whether everybody who sees the idea sees it; only such comments are counted.
    pub fn is_shown(&self) -> bool {
        self.state == PostState::Visible && self.deleted_at.is_none()
    }

    /// Whether this viewer sees its text, given that they see the idea.
    pub fn is_seen_by(&self, viewer: Viewer) -> bool {
        self.is_shown()
            || (self.deleted_at.is_none() && (viewer.is_moderator || viewer.id == Some(self.author_id)))
    }

    /// The comment that begins its thread: its parent, or itself.
    pub fn thread(&self) -> CommentId {
        self.parent_id.unwrap_or(self.id)
    }
}
