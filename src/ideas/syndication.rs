//! What feeds and the sitemap read: whole texts of few ideas, and the addresses of all, in ranges of their numbers.

use diesel::dsl::{max, sql};
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::{PostState, Viewer};
use crate::db::Db;
use crate::db::schema::{comments, ideas, responses};
use crate::error::Result;
use crate::ids::{BoardId, CategoryId, CommentId, IdeaId, PersonId, ResponseId, StatusId};
use crate::time::Timestamp;

/// Entries of a feed.
pub const ENTRIES: usize = 30;
/// Numbers of ideas that one part of the sitemap spans: what the protocol allows.
pub const SPAN: i64 = 50_000;

/// An idea with its text.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = ideas)]
pub struct FeedIdea {
    /// Its number.
    pub id: IdeaId,
    /// Its board.
    pub board_id: BoardId,
    /// Its category.
    pub category_id: Option<CategoryId>,
    /// Who posted it.
    pub author_id: PersonId,
    /// Its title.
    pub title: String,
    /// Its text, rendered and sanitised.
    pub body_html: String,
    /// When it was posted.
    pub created_at: Timestamp,
    /// When its text was last edited.
    pub edited_at: Option<Timestamp>,
}

/// A response with its text.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = responses)]
pub struct FeedResponse {
    /// Its id.
    pub id: ResponseId,
    /// The idea.
    pub idea_id: IdeaId,
    /// Who answered.
    pub author_id: PersonId,
    /// The status that it set or left.
    pub status_id: StatusId,
    /// Its text, rendered and sanitised.
    pub body_html: String,
    /// When.
    pub created_at: Timestamp,
    /// When it was last edited.
    pub edited_at: Option<Timestamp>,
}

/// A comment with its text.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = comments)]
pub struct FeedComment {
    /// Its id.
    pub id: CommentId,
    /// Who wrote it.
    pub author_id: PersonId,
    /// Its text, rendered and sanitised.
    pub body_html: String,
    /// When.
    pub created_at: Timestamp,
    /// When it was last edited.
    pub edited_at: Option<Timestamp>,
}

/// These ideas, in this order.
pub fn ideas(db: &mut Db, ids: &[IdeaId]) -> Result<Vec<FeedIdea>> {
    let mut found: Vec<FeedIdea> =
        ideas::table.filter(ideas::id.eq_any(ids)).select(FeedIdea::as_select()).load(db)?;
    found.sort_by_key(|idea| ids.iter().position(|id| *id == idea.id));
    Ok(found)
}

/// The latest response to each of these ideas, latest first.
pub fn latest_responses(db: &mut Db, ids: &[IdeaId]) -> Result<Vec<FeedResponse>> {
    let latest: Vec<Option<ResponseId>> = responses::table
        .filter(responses::idea_id.eq_any(ids))
        .group_by(responses::idea_id)
        .select(max(responses::id))
        .load(db)?;
    let latest: Vec<ResponseId> = latest.into_iter().flatten().collect();
    Ok(responses::table
        .filter(responses::id.eq_any(latest))
        .order((responses::created_at.desc(), responses::id.desc()))
        .select(FeedResponse::as_select())
        .load(db)?)
}

/// The last responses to an idea, latest first.
pub fn responses(db: &mut Db, idea: IdeaId, limit: i64) -> Result<Vec<FeedResponse>> {
    Ok(responses::table
        .filter(responses::idea_id.eq(idea))
        .order(responses::id.desc())
        .limit(limit)
        .select(FeedResponse::as_select())
        .load(db)?)
}

/// The last comments on an idea that everybody sees, latest first.
pub fn comments(db: &mut Db, idea: IdeaId, limit: i64) -> Result<Vec<FeedComment>> {
    Ok(comments::table
        .filter(comments::idea_id.eq(idea))
        .filter(comments::state.eq(PostState::Visible))
        .filter(comments::deleted_at.is_null())
        .order(comments::id.desc())
        .limit(limit)
        .select(FeedComment::as_select())
        .load(db)?)
}

/// How many parts the sitemap has.
pub fn sitemap_parts(db: &mut Db) -> Result<i64> {
    let last: Option<IdeaId> = ideas::table.select(max(ideas::id)).first(db)?;
    Ok(last.map_or(0, |last| (last.raw() + SPAN - 1) / SPAN))
}

/// The ideas of a part, counted from 1, that everybody sees: number, title, when something last happened.
pub fn sitemap_part(db: &mut Db, part: i64) -> Result<Vec<(IdeaId, String, Timestamp)>> {
    let last = part.saturating_mul(SPAN);
    let within = ideas::id.gt(IdeaId::new(last.saturating_sub(SPAN))).and(ideas::id.le(IdeaId::new(last)));
    Ok(ideas::table
        .filter(within)
        .filter(sql::<Bool>("ideas.shown > 0"))
        .filter(ideas::shown.ge(Viewer::NOBODY.least_shown()))
        .order(ideas::id)
        .select((ideas::id, ideas::title, ideas::active_at))
        .load(db)?)
}
