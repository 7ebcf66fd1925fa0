//! What may wait in the moderators' queue, as one kind of thing: a post, or an appeal.

use super::{Post, Target};
use crate::db::Db;
use crate::error::Result;
use crate::ids::{AppealId, CommentId, IdeaId};
use crate::text_enum;

use super::appeals;

text_enum! {
    /// The kinds of what may wait, as they are stored and stand in addresses.
    pub enum ItemKind {
        /// An idea.
        Idea = "idea",
        /// A comment.
        Comment = "comment",
        /// An appeal.
        Appeal = "appeal",
    }
}

/// Something that may wait for a moderator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Item {
    /// A post that was reported, or that waits for approval.
    Post(Target),
    /// An author's appeal.
    Appeal(AppealId),
}

impl Item {
    /// From an address or a form: `idea-42`.
    pub fn parse(text: &str) -> Option<Self> {
        let (kind, id) = text.split_once('-')?;
        Some(Self::new(ItemKind::parse(kind)?, id.parse().ok()?))
    }

    /// Out of its stored parts.
    pub(super) fn new(kind: ItemKind, id: i64) -> Self {
        match kind {
            ItemKind::Idea => Self::Post(Target::Idea(IdeaId::new(id))),
            ItemKind::Comment => Self::Post(Target::Comment(CommentId::new(id))),
            ItemKind::Appeal => Self::Appeal(AppealId::new(id)),
        }
    }

    /// Its stored parts.
    pub(super) fn parts(self) -> (ItemKind, i64) {
        match self {
            Self::Post(Target::Idea(id)) => (ItemKind::Idea, id.raw()),
            Self::Post(Target::Comment(id)) => (ItemKind::Comment, id.raw()),
            Self::Appeal(id) => (ItemKind::Appeal, id.raw()),
        }
    }

    /// The post that it is about, locked until the transaction ends.
    pub(super) fn lock(self, db: &mut Db) -> Result<Post> {
        let target = match self {
            Self::Post(target) => target,
            Self::Appeal(id) => appeals::find(db, id)?.target(),
        };
        Post::lock(db, target)
    }
}

impl std::fmt::Display for Item {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (kind, id) = self.parts();
        write!(f, "{kind}-{id}")
    }
}
