//! Finding comments, and the pages that an idea shows of them.

use std::collections::HashSet;

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool};

use super::{Comment, policy};
use crate::db::Db;
use crate::db::page::Page;
use crate::db::schema::comments;
use crate::error::{Error, Result};
use crate::ideas::{PostState, Viewer};
use crate::ids::{CommentId, IdeaId, PersonId};

/// Comments and replies on one page.
pub const PAGE: usize = 50;

/// A comment with its replies, as far as the page reaches.
#[derive(Debug, Clone)]
pub struct Thread {
    /// The comment that begins it.
    pub first: Comment,
    /// Its replies on this page, in order.
    pub replies: Vec<Comment>,
}

/// Where a page of comments begins: behind a comment, in the order of threads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    thread: CommentId,
    comment: CommentId,
}

impl Cursor {
    /// From an address: `12.57`.
    pub fn parse(text: &str) -> Option<Self> {
        let (thread, comment) = text.split_once('.')?;
        Some(Self { thread: thread.parse().ok()?, comment: comment.parse().ok()? })
    }

    /// Just before the thread that a comment belongs to.
    pub fn before_thread_of(comment: &Comment) -> Self {
        Self { thread: comment.thread(), comment: CommentId::new(0) }
    }

    fn behind(comment: &Comment) -> String {
        format!("{}.{}", comment.thread(), comment.id)
    }
}

/// A comment by its number, whoever asks.
pub fn find(db: &mut Db, id: CommentId) -> Result<Comment> {
    comments::table.find(id).select(Comment::as_select()).first(db).optional()?.ok_or(Error::NotFound)
}

/// A comment with its idea; not found for those who must not see either.
pub fn find_visible(db: &mut Db, id: CommentId, viewer: Viewer) -> Result<(crate::ideas::Idea, Comment)> {
    let comment = find(db, id)?;
    let idea = crate::ideas::queries::find_home(db, comment.idea_id, viewer)?;
    policy::may_see(viewer, &comment)?;
    Ok((idea, comment))
}

/// Whether a comment has replies that somebody sees.
pub fn visible_replies(db: &mut Db, id: CommentId) -> Result<i64> {
    Ok(comments::table
        .filter(comments::parent_id.eq(id))
        .filter(comments::state.eq(PostState::Visible))
        .filter(comments::deleted_at.is_null())
        .count()
        .get_result(db)?)
}

/// A page of an idea's comments, the oldest threads first, each with its replies: two queries. Comments that the viewer
/// must not read are there only where replies need them; the page shows a stub. Threads of `merged` ideas stand among
/// the idea's own, in the order in which they were begun.
pub fn list(
    db: &mut Db,
    idea: IdeaId,
    merged: &[IdeaId],
    viewer: Viewer,
    after: Option<Cursor>,
) -> Result<Page<Thread>> {
    // One idea is a stretch of the index; several are sorted.
    let query = comments::table.into_boxed();
    let query = if merged.is_empty() {
        query.filter(comments::idea_id.eq(idea))
    } else {
        query.filter(comments::idea_id.eq_any(merged.iter().copied().chain([idea]).collect::<Vec<_>>()))
    };
    let mut query = query
        .filter(comments::deleted_at.is_null())
        .order((sql::<BigInt>("COALESCE(comments.parent_id, comments.id)"), comments::id))
        .limit(i64::try_from(PAGE).unwrap_or(i64::MAX).saturating_add(1))
        .select(Comment::as_select());
    if !viewer.is_moderator {
        let own = viewer.id.unwrap_or(PersonId::new(0));
        query = query.filter(comments::state.eq(PostState::Visible).or(comments::author_id.eq(own)));
    }
    if let Some(after) = after {
        query = query.filter(
            sql::<Bool>("(COALESCE(comments.parent_id, comments.id), comments.id) > (")
                .bind::<BigInt, _>(after.thread)
                .sql(", ")
                .bind::<BigInt, _>(after.comment)
                .sql(")"),
        );
    }
    let page = Page::cut(query.load(db)?, PAGE, Cursor::behind);
    let parents = missing_parents(db, &page.items)?;
    Ok(Page { items: threads(page.items, &parents), next: page.next })
}

/// The beginnings of threads that the rows themselves do not have: deleted or hidden ones, and the one that the page
/// before ended in.
fn missing_parents(db: &mut Db, rows: &[Comment]) -> Result<Vec<Comment>> {
    let here: HashSet<CommentId> = rows.iter().map(|row| row.id).collect();
    let missing: HashSet<CommentId> =
        rows.iter().filter_map(|row| row.parent_id).filter(|parent| !here.contains(parent)).collect();
    let missing = Vec::from_iter(missing);
    Ok(comments::table.filter(comments::id.eq_any(missing)).select(Comment::as_select()).load(db)?)
}

fn threads(rows: Vec<Comment>, parents: &[Comment]) -> Vec<Thread> {
    let mut threads: Vec<Thread> = Vec::new();
    for row in rows {
        let Some(parent) = row.parent_id else {
            threads.push(Thread { first: row, replies: Vec::new() });
            continue;
        };
        let is_open = threads.last().is_some_and(|thread| thread.first.id == parent);
        if !is_open && let Some(first) = parents.iter().find(|first| first.id == parent) {
            threads.push(Thread { first: first.clone(), replies: Vec::new() });
        }
        if let Some(thread) = threads.last_mut() {
            thread.replies.push(row);
        }
    }
    threads
}

/// The comments with these numbers that the viewer may read, in no order; one query.
pub fn by_ids(db: &mut Db, ids: &[CommentId], viewer: Viewer) -> Result<Vec<Comment>> {
    let rows: Vec<Comment> =
        comments::table.filter(comments::id.eq_any(ids)).select(Comment::as_select()).load(db)?;
    Ok(rows.into_iter().filter(|comment| comment.is_seen_by(viewer)).collect())
}
