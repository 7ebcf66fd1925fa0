//! Reporting a post. Nobody is ever told who reported, moderators included.

use diesel::prelude::*;

use super::{Post, Reason, Remark, Target, policy};
use crate::db::Db;
use crate::db::schema::reports;
use crate::error::Result;
use crate::ids::{CommentId, IdeaId, PersonId, ReportId};
use crate::people::{Person, bans};
use crate::text_enum;
use crate::time::Timestamp;

text_enum! {
    /// What became of a report.
    pub enum Decision {
        /// The post was hidden.
        Hidden = "hidden",
        /// The post stays.
        Dismissed = "dismissed",
    }
}

/// Reports a post. Reporting again what is already waiting for a moderator changes nothing.
///
/// # Errors
/// `NotFound` when the reporter may not see the post, `Forbidden` when it is their own or they are banned.
pub fn report(db: &mut Db, reporter: &Person, target: Target, remark: &Remark, now: Timestamp) -> Result<()> {
    let post = Post::lock(db, target)?;
    policy::may_report(reporter, &post)?;
    bans::refuse_banned_on(db, reporter.id, post.board, now)?;
    if is_waiting(db, reporter.id, &post)? {
        return Ok(());
    }
    let values = (
        reports::idea_id.eq(post.idea),
        reports::comment_id.eq(target.comment()),
        reports::reporter_id.eq(reporter.id),
        reports::reason.eq(remark.reason()),
        reports::note.eq(remark.note()),
        reports::created_at.eq(now),
    );
    diesel::insert_into(reports::table).values(values).execute(db)?;
    Ok(())
}

/// Whether somebody's report of this post waits for a moderator.
pub fn is_waiting(db: &mut Db, reporter: PersonId, post: &Post) -> Result<bool> {
    let mut query = reports::table
        .filter(reports::idea_id.eq(post.idea))
        .filter(reports::reporter_id.eq(reporter))
        .filter(reports::decided_at.is_null())
        .select(reports::id)
        .into_boxed();
    query = match post.target.comment() {
        Some(comment) => query.filter(reports::comment_id.eq(comment)),
        None => query.filter(reports::comment_id.is_null()),
    };
    Ok(query.first::<ReportId>(db).optional()?.is_some())
}

/// Decides all waiting reports of a post. Gives how many there were.
pub(super) fn decide(
    db: &mut Db,
    moderator: PersonId,
    post: &Post,
    decision: Decision,
    now: Timestamp,
) -> Result<usize> {
    let waiting = waiting_of(db, post)?;
    let decided = (
        reports::decided_at.eq(Some(now)),
        reports::decided_by.eq(Some(moderator)),
        reports::decision.eq(Some(decision)),
    );
    diesel::update(reports::table.filter(reports::id.eq_any(&waiting))).set(decided).execute(db)?;
    Ok(waiting.len())
}

/// Whether any report of a post waits for a moderator.
pub(super) fn is_any_waiting(db: &mut Db, post: &Post) -> Result<bool> {
    Ok(!waiting_of(db, post)?.is_empty())
}

fn waiting_of(db: &mut Db, post: &Post) -> Result<Vec<ReportId>> {
    let query = reports::table
        .filter(reports::idea_id.eq(post.idea))
        .filter(reports::decided_at.is_null())
        .select(reports::id)
        .into_boxed();
    let query = match post.target.comment() {
        Some(comment) => query.filter(reports::comment_id.eq(comment)),
        None => query.filter(reports::comment_id.is_null()),
    };
    Ok(query.load(db)?)
}

/// Makes reports wait again that were decided at `decided_at` by this moderator.
pub(super) fn reopen(db: &mut Db, moderator: PersonId, post: &Post, decided_at: Timestamp) -> Result<()> {
    let query = reports::table
        .filter(reports::idea_id.eq(post.idea))
        .filter(reports::decided_at.eq(decided_at))
        .filter(reports::decided_by.eq(moderator))
        .select((reports::id, reports::comment_id));
    let found: Vec<(ReportId, Option<CommentId>)> = query.load(db)?;
    let ids: Vec<ReportId> = found
        .into_iter()
        .filter(|(_, comment)| *comment == post.target.comment())
        .map(|(id, _)| id)
        .collect();
    let waiting = (
        reports::decided_at.eq(None::<Timestamp>),
        reports::decided_by.eq(None::<PersonId>),
        reports::decision.eq(None::<Decision>),
    );
    diesel::update(reports::table.filter(reports::id.eq_any(ids))).set(waiting).execute(db)?;
    Ok(())
}

/// A waiting report, without who made it.
#[derive(Debug, Clone)]
pub struct Complaint {
    /// The post.
    pub target: Target,
    /// The reason.
    pub reason: Reason,
    /// What else the reporter wrote.
    pub note: String,
    /// When.
    pub at: Timestamp,
}

/// Waiting reports of posts on these ideas, oldest first; one query.
pub(super) fn of_ideas(db: &mut Db, ideas: &[IdeaId]) -> Result<Vec<Complaint>> {
    let rows: Vec<(IdeaId, Option<CommentId>, Reason, String, Timestamp)> = reports::table
        .filter(reports::idea_id.eq_any(ideas))
        .filter(reports::decided_at.is_null())
        .order(reports::id)
        .select((reports::idea_id, reports::comment_id, reports::reason, reports::note, reports::created_at))
        .load(db)?;
    Ok(rows
        .into_iter()
        .map(|(idea, comment, reason, note, at)| Complaint {
            target: comment.map_or(Target::Idea(idea), Target::Comment),
            reason,
            note,
            at,
        })
        .collect())
}
