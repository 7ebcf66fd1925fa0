//! The row, its states, and who sees it.

use diesel::prelude::*;

use crate::boards::{Audience, StatusKind};
use crate::db::schema::ideas;
use crate::ids::{BoardId, CategoryId, IdeaId, PersonId, StatusId};
use crate::people::Person;
use crate::ranking::impact::{Effort, Impact, Overrides, impact};
use crate::ranking::store::Ranks;
use crate::text_enum;
use crate::time::Timestamp;

text_enum! {
    /// Where moderation stands with an idea or a comment.
    pub enum PostState {
        /// Everybody who sees the board sees it.
        Visible = "visible",
        /// It waits for a moderator.
        Pending = "pending",
        /// A moderator hid it, for a reason that its author sees.
        Hidden = "hidden",
    }
}

/// An idea.
#[derive(Debug, Clone, Queryable, Selectable, Identifiable)]
#[diesel(table_name = ideas)]
pub struct Idea {
    /// Its number.
    pub id: IdeaId,
    /// Its board.
    pub board_id: BoardId,
    /// Its category.
    pub category_id: Option<CategoryId>,
    /// Who posted it.
    pub author_id: PersonId,
    /// Its title, as typed.
    pub title: String,
    /// Its text in Markdown, as typed.
    pub body: String,
    /// The text rendered and sanitised.
    pub body_html: String,
    /// Its status.
    pub status_id: StatusId,
    /// What the status means.
    pub status_kind: StatusKind,
    /// When the status was set.
    pub status_at: Timestamp,
    /// What it would cost, as far as anybody said.
    pub effort: Option<Effort>,
    /// Where moderation stands.
    pub state: PostState,
    /// Why it was hidden or turned down.
    pub state_reason: Option<String>,
    /// Who sees it: 2 everybody, 1 staff, 0 its author and moderators.
    pub shown: i32,
    /// Whether comments are locked.
    pub is_locked: bool,
    /// Whether it was its author's first.
    pub is_first_by_author: bool,
    /// When it was posted.
    pub created_at: Timestamp,
    /// When its text was last edited.
    pub edited_at: Option<Timestamp>,
    /// When the company last answered.
    pub answered_at: Option<Timestamp>,
    /// When something last happened to it.
    pub active_at: Timestamp,
    /// Visible comments and replies.
    pub comment_count: i64,
    /// People who follow it.
    pub follower_count: i64,
    /// Where totals without voters were brought from.
    pub brought_from: Option<String>,
    /// Counters and ranks.
    #[diesel(embed)]
    pub ranks: Ranks,
    /// Factors of the impact that were set by hand.
    #[diesel(embed)]
    pub set: Overrides,
}

impl Idea {
    /// Its impact with all factors, out of what is stored.
    pub fn impact(&self) -> Impact {
        impact(&self.ranks.facts(self.effort, self.set))
    }
}

/// Who looks: decides what is visible.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Viewer {
    /// Who they are, when signed in.
    pub id: Option<PersonId>,
    /// Whether they are staff.
    pub is_staff: bool,
    /// Whether they are moderators.
    pub is_moderator: bool,
}

impl Viewer {
    /// Somebody who is not signed in.
    pub const NOBODY: Self = Self { id: None, is_staff: false, is_moderator: false };

    /// The least [`shown`] that this viewer sees on lists.
    pub fn least_shown(self) -> i32 {
        if self.is_staff { 1 } else { 2 }
    }

    /// Whether this viewer sees a post of this author with this [`shown`].
    pub fn sees(self, shown: i32, author: PersonId) -> bool {
        shown >= self.least_shown() || (shown == 0 && (self.is_moderator || self.id == Some(author)))
    }
}

impl From<&Person> for Viewer {
    fn from(person: &Person) -> Self {
        Self {
            id: Some(person.id),
            is_staff: person.role.is_staff(),
            is_moderator: person.role.is_moderator(),
        }
    }
}

impl From<Option<&Person>> for Viewer {
    fn from(person: Option<&Person>) -> Self {
        person.map_or(Self::NOBODY, Self::from)
    }
}

/// Who sees a post, out of its state and its board's audience: 2 everybody, 1 staff, 0 its author and moderators.
pub fn shown(state: PostState, audience: Audience) -> i32 {
    match state {
        PostState::Visible => audience.shown(),
        PostState::Pending | PostState::Hidden => 0,
    }
}
