//! What somebody posted, voted on and follows, a page at a time.

use diesel::prelude::*;

use crate::boards::StatusKind;
use crate::db::Db;
use crate::db::page::Page;
use crate::db::schema::{comments, follows, ideas, votes};
use crate::error::Result;
use crate::ids::{BoardId, CommentId, IdeaId, PersonId, StatusId};
use crate::merges;
use crate::ranking::store::Ranks;
use crate::time::Timestamp;

/// Rows on one page.
pub const PAGE: usize = 20;
/// [`PAGE`] and one more, which shows that there are more.
const FETCH: i64 = 21;

/// An idea in a list of somebody's.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = ideas)]
pub struct IdeaLine {
    /// Its number.
    pub id: IdeaId,
    /// Its title.
    pub title: String,
    /// Its board.
    pub board_id: BoardId,
    /// Its author.
    pub author_id: PersonId,
    /// Its status.
    pub status_id: StatusId,
    /// What the status means.
    pub status_kind: StatusKind,
    /// Who sees it.
    pub shown: i32,
    /// Why it was hidden or turned down.
    pub state_reason: Option<String>,
    /// When it was posted.
    pub created_at: Timestamp,
    /// When the company last answered.
    pub answered_at: Option<Timestamp>,
    /// Visible comments.
    pub comment_count: i64,
    /// Counters and ranks.
    #[diesel(embed)]
    pub ranks: Ranks,
}

/// A comment in a list of somebody's.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = comments)]
pub struct CommentLine {
    /// Its id.
    pub id: CommentId,
    /// The idea.
    pub idea_id: IdeaId,
    /// The idea's title.
    #[diesel(select_expression = ideas::title)]
    pub title: String,
    /// Who sees the idea.
    #[diesel(select_expression = ideas::shown)]
    pub shown: i32,
    /// The idea's author.
    #[diesel(select_expression = ideas::author_id)]
    pub idea_author: PersonId,
    /// The text, in Markdown.
    pub body: String,
    /// Why it was hidden or turned down.
    pub state_reason: Option<String>,
    /// When it was posted.
    pub created_at: Timestamp,
}

/// What is stored as the state of a post that everybody may see.
const VISIBLE: &str = "visible";

/// Where a page begins: behind the row with this sort value and id.
fn behind(cursor: Option<&str>) -> Option<(Timestamp, i64)> {
    let (at, id) = cursor?.split_once('-')?;
    Some((Timestamp::from_micros(at.parse().ok()?), id.parse().ok()?))
}

fn cursor(at: Timestamp, id: i64) -> String {
    format!("{}-{id}", at.micros())
}

/// Somebody's ideas, newest first: to themselves all, to others those that are shown to them.
pub fn ideas_of(
    db: &mut Db,
    author: PersonId,
    least_shown: Option<i32>,
    after: Option<&str>,
) -> Result<Page<IdeaLine>> {
    let mut query = ideas::table
        .filter(ideas::author_id.eq(author))
        .filter(ideas::shown.ge(least_shown.unwrap_or(merges::SHOWN)))
        .order((ideas::created_at.desc(), ideas::id.desc()))
        .limit(FETCH)
        .select(IdeaLine::as_select())
        .into_boxed();
    if let Some((at, id)) = behind(after) {
        let id = IdeaId::new(id);
        query = query.filter(ideas::created_at.lt(at).or(ideas::created_at.eq(at).and(ideas::id.lt(id))));
    }
    Ok(Page::cut(query.load(db)?, PAGE, |line| cursor(line.created_at, line.id.raw())))
}

/// The ideas that somebody voted on, and how, the last vote first. A vote on a merged idea is told where it counts.
pub fn voted_by(
    db: &mut Db,
    person: PersonId,
    after: Option<&str>,
) -> Result<Page<(IdeaLine, i16, Timestamp)>> {
    let mut query = votes::table
        .inner_join(ideas::table)
        .filter(votes::person_id.eq(person))
        .filter(votes::value.ne(0))
        .filter(ideas::shown.gt(merges::SHOWN))
        .order((votes::cast_at.desc(), votes::idea_id.desc()))
        .limit(FETCH)
        .select((IdeaLine::as_select(), votes::value, votes::cast_at))
        .into_boxed();
    if let Some((at, id)) = behind(after) {
        let id = IdeaId::new(id);
        query = query.filter(votes::cast_at.lt(at).or(votes::cast_at.eq(at).and(votes::idea_id.lt(id))));
    }
    Ok(Page::cut(query.load(db)?, PAGE, |(line, _, at)| cursor(*at, line.id.raw())))
}

/// The ideas that somebody follows, the last followed first.
pub fn followed_by(
    db: &mut Db,
    person: PersonId,
    after: Option<&str>,
) -> Result<Page<(IdeaLine, Timestamp)>> {
    let mut query = follows::table
        .inner_join(ideas::table)
        .filter(follows::person_id.eq(person))
        .filter(follows::is_on.eq(true))
        .filter(ideas::shown.gt(merges::SHOWN))
        .order((follows::created_at.desc(), follows::idea_id.desc()))
        .limit(FETCH)
        .select((IdeaLine::as_select(), follows::created_at))
        .into_boxed();
    if let Some((at, id)) = behind(after) {
        let id = IdeaId::new(id);
        query = query
            .filter(follows::created_at.lt(at).or(follows::created_at.eq(at).and(follows::idea_id.lt(id))));
    }
    Ok(Page::cut(query.load(db)?, PAGE, |(line, at)| cursor(*at, line.id.raw())))
}

/// Somebody's comments, newest first: to themselves all that they did not delete, to others those that are visible on
/// ideas that are shown to them.
pub fn comments_of(
    db: &mut Db,
    author: PersonId,
    least_shown: Option<i32>,
    after: Option<&str>,
) -> Result<Page<CommentLine>> {
    let mut query = comments::table
        .inner_join(ideas::table)
        .filter(comments::author_id.eq(author))
        .filter(comments::deleted_at.is_null())
        .order(comments::id.desc())
        .limit(FETCH)
        .select(CommentLine::as_select())
        .into_boxed();
    if let Some(least) = least_shown {
        let seen = ideas::shown.ge(least).or(ideas::shown.eq(merges::SHOWN));
        query = query.filter(comments::state.eq(VISIBLE)).filter(seen);
    }
    if let Some((_, id)) = behind(after) {
        query = query.filter(comments::id.lt(CommentId::new(id)));
    }
    let mut page = Page::cut(query.load(db)?, PAGE, |line| cursor(line.created_at, line.id.raw()));
    if let Some(least) = least_shown {
        keep_readable(db, &mut page.items, least)?;
    }
    Ok(page)
}

/// What was written on an idea that is part of another is read there, by those who see both.
fn keep_readable(db: &mut Db, lines: &mut Vec<CommentLine>, least: i32) -> Result<()> {
    let merged: Vec<IdeaId> =
        lines.iter().filter(|line| line.shown == merges::SHOWN).map(|line| line.idea_id).collect();
    if merged.is_empty() {
        return Ok(());
    }
    let readable = merges::readable(db, &merged, least)?;
    lines.retain(|line| line.shown != merges::SHOWN || readable.contains(&line.idea_id));
    Ok(())
}

/// Whether anything was ever posted under somebody's name.
pub fn has_posted(db: &mut Db, person: PersonId) -> Result<bool> {
    let idea: Option<IdeaId> =
        ideas::table.filter(ideas::author_id.eq(person)).select(ideas::id).first(db).optional()?;
    if idea.is_some() {
        return Ok(true);
    }
    let comment: Option<CommentId> =
        comments::table.filter(comments::author_id.eq(person)).select(comments::id).first(db).optional()?;
    Ok(comment.is_some())
}

/// What became of what somebody asked and voted for.
#[derive(Debug, Clone, Default)]
pub struct Summary {
    /// Their ideas.
    pub ideas: i64,
    /// Their ideas that have an answer.
    pub answered: i64,
    /// Their votes.
    pub votes: i64,
    /// Their comments.
    pub comments: i64,
    /// Ideas they follow.
    pub follows: i64,
    /// Ideas they promoted that are there now.
    pub delivered: i64,
    /// Ideas they promoted that are planned or in work.
    pub underway: i64,
    /// Ideas they promoted that will not come.
    pub closed: i64,
}

/// Counts it; each count reads the person's own rows alone.
pub fn summary(db: &mut Db, person: PersonId) -> Result<Summary> {
    let own = ideas::table.filter(ideas::author_id.eq(person));
    let promoted: Vec<(StatusKind, i64)> = votes::table
        .inner_join(ideas::table)
        .filter(votes::person_id.eq(person))
        .filter(votes::value.eq(1_i16))
        .filter(ideas::shown.gt(merges::SHOWN))
        .group_by(ideas::status_kind)
        .select((ideas::status_kind, diesel::dsl::count_star()))
        .load(db)?;
    let of_kind = |kind: StatusKind| promoted.iter().find(|(k, _)| *k == kind).map_or(0, |(_, count)| *count);
    Ok(Summary {
        ideas: own.count().get_result(db)?,
        answered: own.filter(ideas::answered_at.is_not_null()).count().get_result(db)?,
        votes: votes::table
            .inner_join(ideas::table)
            .filter(votes::person_id.eq(person))
            .filter(votes::value.ne(0))
            .filter(ideas::shown.gt(merges::SHOWN))
            .count()
            .get_result(db)?,
        comments: comments::table
            .filter(comments::author_id.eq(person))
            .filter(comments::deleted_at.is_null())
            .count()
            .get_result(db)?,
        follows: follows::table
            .inner_join(ideas::table)
            .filter(follows::person_id.eq(person))
            .filter(follows::is_on.eq(true))
            .filter(ideas::shown.gt(merges::SHOWN))
            .count()
            .get_result(db)?,
        delivered: of_kind(StatusKind::Done),
        underway: of_kind(StatusKind::Active),
        closed: of_kind(StatusKind::Closed),
    })
}
