//! What is moderated: an idea or a comment, seen as one thing.

use diesel::prelude::*;

use crate::db::Db;
use crate::db::schema::{comments, ideas};
use crate::error::{Error, Result};
use crate::ideas::{PostState, Viewer};
use crate::ids::{BoardId, CommentId, IdeaId, PersonId};
use crate::merges;
use crate::screening::Place;
use crate::text::markdown::SafeHtml;
use crate::time::Timestamp;

/// An idea or a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// An idea.
    Idea(IdeaId),
    /// A comment or reply.
    Comment(CommentId),
}

impl Target {
    /// The comment, if it is one.
    pub fn comment(self) -> Option<CommentId> {
        match self {
            Self::Idea(_) => None,
            Self::Comment(id) => Some(id),
        }
    }
}

/// An idea or a comment as moderation sees it.
#[derive(Debug, Clone)]
pub struct Post {
    /// What it is.
    pub target: Target,
    /// The idea: itself, or the one it is a comment on.
    pub idea: IdeaId,
    /// The idea's title.
    pub title: String,
    /// The post's own text, rendered.
    pub html: SafeHtml,
    /// Who wrote it.
    pub author: PersonId,
    /// Whose idea it is.
    pub idea_author: PersonId,
    /// The idea's board.
    pub board: BoardId,
    /// Where moderation stands.
    pub state: PostState,
    /// Who sees the idea: 2 everybody, 1 staff, 0 its author and moderators.
    pub shown: i32,
    /// Whether the idea's comments are locked.
    pub is_locked: bool,
    /// Whether its author deleted it.
    pub is_deleted: bool,
    /// When it was posted.
    pub created_at: Timestamp,
    /// When its text was last edited.
    pub edited_at: Option<Timestamp>,
}

type IdeaRow =
    (IdeaId, String, String, PersonId, BoardId, PostState, i32, bool, Timestamp, Option<Timestamp>);
type CommentRow = (
    (CommentId, String, PersonId, PostState, Timestamp, Option<Timestamp>, Option<Timestamp>),
    (IdeaId, String, PersonId, BoardId, i32, bool),
);

impl From<IdeaRow> for Post {
    fn from(row: IdeaRow) -> Self {
        let (id, title, html, author, board, state, shown, is_locked, created_at, edited_at) = row;
        Self {
            target: Target::Idea(id),
            idea: id,
            title,
            html: SafeHtml::from_stored(html),
            author,
            idea_author: author,
            board,
            state,
            shown,
            is_locked,
            is_deleted: false,
            created_at,
            edited_at,
        }
    }
}

impl From<CommentRow> for Post {
    fn from(row: CommentRow) -> Self {
        let ((id, html, author, state, created_at, edited_at, deleted_at), idea) = row;
        let (idea, title, idea_author, board, shown, is_locked) = idea;
        Self {
            target: Target::Comment(id),
            idea,
            title,
            html: SafeHtml::from_stored(html),
            author,
            idea_author,
            board,
            state,
            shown,
            is_locked,
            is_deleted: deleted_at.is_some(),
            created_at,
            edited_at,
        }
    }
}

/// Comments of a merged idea are read where it went.
fn shown_at_home(db: &mut Db, idea: IdeaId) -> Result<i32> {
    let home = merges::home(db, idea)?;
    Ok(ideas::table.find(home).select(ideas::shown).first(db)?)
}

impl Post {
    /// A post, whoever asks.
    pub fn find(db: &mut Db, target: Target) -> Result<Self> {
        let found = match target {
            Target::Idea(id) => Self::by_ids(db, &[id], &[])?,
            Target::Comment(id) => Self::by_ids(db, &[], &[id])?,
        };
        found.into_iter().next().ok_or(Error::NotFound)
    }

    /// A post for a change of its state or its reports: on PostgreSQL its idea's row stays locked until the
    /// transaction ends, on SQLite there is one writer.
    pub fn lock(db: &mut Db, target: Target) -> Result<Self> {
        let post = Self::find(db, target)?;
        if let Db::Postgres(c) = db {
            ideas::table.find(post.idea).select(ideas::id).for_update().first::<IdeaId>(c)?;
            return Self::find(db, target);
        }
        Ok(post)
    }

    /// Posts by their ids, in no order; at most two queries.
    pub fn by_ids(db: &mut Db, idea_ids: &[IdeaId], comment_ids: &[CommentId]) -> Result<Vec<Self>> {
        let mut posts = Vec::new();
        if !idea_ids.is_empty() {
            let rows = ideas::table.filter(ideas::id.eq_any(idea_ids)).select((
                ideas::id,
                ideas::title,
                ideas::body_html,
                ideas::author_id,
                ideas::board_id,
                ideas::state,
                ideas::shown,
                ideas::is_locked,
                ideas::created_at,
                ideas::edited_at,
            ));
            posts.extend(rows.load::<IdeaRow>(db)?.into_iter().map(Self::from));
        }
        if !comment_ids.is_empty() {
            let rows = comments::table.inner_join(ideas::table).filter(comments::id.eq_any(comment_ids));
            let columns = (
                (
                    comments::id,
                    comments::body_html,
                    comments::author_id,
                    comments::state,
                    comments::created_at,
                    comments::edited_at,
                    comments::deleted_at,
                ),
                (ideas::id, ideas::title, ideas::author_id, ideas::board_id, ideas::shown, ideas::is_locked),
            );
            posts.extend(rows.select(columns).load::<CommentRow>(db)?.into_iter().map(Self::from));
        }
        for post in
            posts.iter_mut().filter(|post| post.shown == merges::SHOWN && post.target.comment().is_some())
        {
            post.shown = shown_at_home(db, post.idea)?;
        }
        Ok(posts)
    }

    /// Why it is hidden, as its author reads it.
    pub fn reason(&self, db: &mut Db) -> Result<Option<String>> {
        Ok(match self.target {
            Target::Idea(id) => ideas::table.find(id).select(ideas::state_reason).first(db)?,
            Target::Comment(id) => comments::table.find(id).select(comments::state_reason).first(db)?,
        })
    }

    /// The post as the screening knows it.
    pub fn place(&self) -> Place {
        Place { idea: self.idea, comment: self.target.comment() }
    }

    /// Whether somebody sees the idea that this is or that it is a comment on.
    pub fn idea_is_seen_by(&self, viewer: Viewer) -> bool {
        viewer.sees(self.shown, self.idea_author)
    }

    /// Whether the post itself can be read where it stands.
    pub fn is_seen_by(&self, viewer: Viewer) -> bool {
        let own = self.state == PostState::Visible || viewer.is_moderator || viewer.id == Some(self.author);
        own && !self.is_deleted && self.idea_is_seen_by(viewer)
    }
}
