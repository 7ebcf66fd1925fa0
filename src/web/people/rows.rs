//! Rows of somebody's ideas and comments, as `/me` and people's own pages show them.

use std::collections::HashMap;

use crate::boards::StatusKind;
use crate::db::Db;
use crate::error::Result;
use crate::http::guard::Visitor;
use crate::ideas::Viewer;
use crate::ids::IdeaId;
use crate::merges;
use crate::people::posts::{CommentLine, IdeaLine};
use crate::text::markdown;
use crate::time::Timestamp;
use crate::votes::{self, VoteValue};
use crate::web::ideas::vote_box::VoteBox;

/// Characters of a comment in a list.
const EXCERPT: usize = 240;

/// An idea. What the reader may no longer see is told as such, and nothing of it.
pub struct IdeaRow {
    /// None when the reader may not see the idea.
    pub seen: Option<SeenIdea>,
    /// Title and address of an own idea that was merged into another.
    pub merged: Option<(String, String)>,
    /// The reader's own vote, when the list is of votes.
    pub voted: Option<VoteValue>,
    /// What the list is ordered by: when it was posted, voted on or followed.
    pub at: Timestamp,
}

/// An idea that the reader sees.
pub struct SeenIdea {
    /// The vote box.
    pub vote: VoteBox,
    /// Its address.
    pub link: String,
    /// Its title.
    pub title: String,
    /// The name of its status.
    pub status: String,
    /// What the status means; the class of its pill.
    pub kind: StatusKind,
    /// When the company last answered.
    pub answered_at: Option<Timestamp>,
    /// Visible comments.
    pub comments: i64,
    /// Whether only its author and moderators see it, and why.
    pub hidden: Option<String>,
}

/// A comment.
pub struct CommentRow {
    /// Address and title of the idea; none when the reader may not see it.
    pub idea: Option<(String, String)>,
    /// Its beginning, without markup.
    pub excerpt: String,
    /// When it was posted.
    pub at: Timestamp,
    /// Why it was hidden, when it was.
    pub hidden: Option<String>,
}

/// What rows show of ideas besides the ideas.
#[derive(Default)]
pub struct Beside {
    votes: HashMap<IdeaId, VoteValue>,
    comments: HashMap<IdeaId, i64>,
}

impl Beside {
    /// The reader's own votes on these ideas, and comments of what is part of them: two queries.
    pub fn load(db: &mut Db, reader: Viewer, ideas: &[IdeaId]) -> Result<Self> {
        let votes = match reader.id {
            Some(reader) => votes::queries::own(db, reader, ideas)?,
            None => HashMap::new(),
        };
        Ok(Self { votes, comments: merges::comments_brought(db, ideas, reader.is_staff)? })
    }
}

/// A row for a reader.
pub fn idea_row(
    visitor: &Visitor,
    line: IdeaLine,
    beside: &Beside,
    voted: Option<VoteValue>,
    at: Timestamp,
) -> Result<IdeaRow> {
    let is_own = visitor.viewer().id == Some(line.author_id);
    if line.shown == merges::SHOWN && is_own {
        let link = visitor.state.links.idea_act(line.id, "merged");
        return Ok(IdeaRow { seen: None, merged: Some((line.title, link)), voted, at });
    }
    if !visitor.viewer().sees(line.shown, line.author_id) {
        return Ok(IdeaRow { seen: None, merged: None, voted, at });
    }
    let catalog = &visitor.settings.catalog;
    let board = catalog.board(line.board_id)?;
    let own = beside.votes.get(&line.id).copied();
    let seen = SeenIdea {
        vote: VoteBox::new(
            visitor,
            (line.id, &line.title),
            (board, line.status_kind, line.created_at),
            &line.ranks,
            own,
        ),
        link: visitor.state.links.idea(line.id, &line.title),
        status: catalog.status(line.status_id)?.label(&visitor.words),
        title: line.title,
        kind: line.status_kind,
        answered_at: line.answered_at,
        comments: line.comment_count + beside.comments.get(&line.id).copied().unwrap_or(0),
        hidden: (line.shown == 0).then(|| line.state_reason.unwrap_or_default()),
    };
    Ok(IdeaRow { seen: Some(seen), merged: None, voted, at })
}

/// A row for a reader.
pub fn comment_row(visitor: &Visitor, line: CommentLine) -> CommentRow {
    let links = &visitor.state.links;
    // The reader wrote on it when it stood for itself; the link leads to where it is now.
    let sees = visitor.viewer().sees(line.shown, line.idea_author) || line.shown == merges::SHOWN;
    let link = match line.shown {
        merges::SHOWN => links.to(&format!("/comments/{}", line.id)),
        _ => links.comment(line.idea_id, &line.title, line.id),
    };
    CommentRow {
        idea: sees.then_some((link, line.title)),
        excerpt: markdown::plain(&line.body, EXCERPT),
        at: line.created_at,
        hidden: line.state_reason,
    }
}
