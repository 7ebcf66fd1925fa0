//! What rules saw in posts, kept beside them: for the moderator who decides, and to tell how often a rule was wrong.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use serde::{Deserialize, Serialize};

use super::{Place, Rule, Sign};
use crate::db::Db;
use crate::db::schema::{ideas, screening_findings as rows};
use crate::error::{Error, Result};
use crate::ids::{CommentId, FindingId, IdeaId};
use crate::time::{DAY, Timestamp};

/// How many weeks the counts go back.
pub const WEEKS: usize = 12;
/// A week in microseconds.
const WEEK: i64 = 7 * DAY;

/// What a rule saw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the variants are those of the rules, the fields what their sentences name")]
pub enum Saw {
    /// So many links to other sites, on these hosts.
    Links { count: usize, hosts: Vec<String> },
    /// So many posts, this one among them, in so many hours.
    Rate { count: usize, hours: i32 },
    /// Another post, and how alike they are.
    Alike { idea: IdeaId, comment: Option<CommentId>, percent: i64 },
    /// These entries of the lists.
    Words { words: Vec<String> },
    /// What tells that no person filled the form in, and after how many seconds it came.
    Form { sign: Sign, seconds: i64 },
    /// How much the text is like spam, and the words that say so, each with how much.
    Learnt { percent: i64, words: Vec<(String, i64)> },
}

impl Saw {
    /// Which rule saw it.
    pub fn rule(&self) -> Rule {
        match self {
            Self::Links { .. } => Rule::Links,
            Self::Rate { .. } => Rule::Rate,
            Self::Alike { .. } => Rule::Alike,
            Self::Words { .. } => Rule::Words,
            Self::Form { .. } => Rule::Form,
            Self::Learnt { .. } => Rule::Learnt,
        }
    }
}

/// What a rule saw in a post.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The post.
    pub place: Place,
    /// What was seen.
    pub saw: Saw,
    /// When.
    pub at: Timestamp,
    /// Whether the post was approved all the same; none until it is decided.
    pub is_overturned: Option<bool>,
    /// The title of the idea.
    pub title: String,
}

type Row = (IdeaId, Option<CommentId>, String, Timestamp, Option<bool>, String);

fn finding((idea, comment, saw, at, is_overturned, title): Row) -> Option<Finding> {
    let saw = serde_json::from_str(&saw).ok()?;
    Some(Finding { place: Place { idea, comment }, saw, at, is_overturned, title })
}

/// Findings with the titles of their ideas.
macro_rules! told {
    ($rows:expr) => {
        $rows.inner_join(ideas::table.on(ideas::id.eq(rows::idea_id))).select((
            rows::idea_id,
            rows::comment_id,
            rows::saw,
            rows::created_at,
            rows::is_overturned,
            ideas::title,
        ))
    };
}

/// What rules saw in these posts and no moderator has decided about, oldest first; at most two queries.
pub fn waiting(db: &mut Db, of: &[Place]) -> Result<Vec<Finding>> {
    let undecided = || rows::table.filter(rows::decided_at.is_null()).order(rows::id);
    let (on_ideas, on_comments): (Vec<Place>, Vec<Place>) =
        of.iter().partition(|place| place.comment.is_none());
    let ids = |places: &[Place]| -> Vec<IdeaId> { places.iter().map(|place| place.idea).collect() };
    let mut found: Vec<Row> = Vec::new();
    if !on_ideas.is_empty() {
        let own = undecided().filter(rows::idea_id.eq_any(ids(&on_ideas))).filter(rows::comment_id.is_null());
        found.extend(told!(own).load::<Row>(db)?);
    }
    if !on_comments.is_empty() {
        let comments: Vec<CommentId> = on_comments.iter().filter_map(|place| place.comment).collect();
        // Naming the ideas, too, lets the index find the comments.
        let own = undecided().filter(rows::idea_id.eq_any(ids(&on_comments)));
        found.extend(told!(own.filter(rows::comment_id.eq_any(comments))).load::<Row>(db)?);
    }
    Ok(found.into_iter().filter_map(finding).collect())
}

/// What rules saw last, newest first.
pub fn latest(db: &mut Db, most: i64) -> Result<Vec<Finding>> {
    let found: Vec<Row> = told!(rows::table.order(rows::id.desc()).limit(most)).load(db)?;
    Ok(found.into_iter().filter_map(finding).collect())
}

/// What a rule did in a week.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Week {
    /// Posts that it held.
    pub hits: i64,
    /// Those of them that a moderator has decided about.
    pub decided: i64,
    /// Those of these that were approved.
    pub overturned: i64,
}

#[derive(QueryableByName)]
struct WeekRow {
    #[diesel(sql_type = Text)]
    rule: Rule,
    #[diesel(sql_type = BigInt)]
    week: i64,
    #[diesel(sql_type = BigInt)]
    hits: i64,
    #[diesel(sql_type = BigInt)]
    decided: i64,
    #[diesel(sql_type = BigInt)]
    overturned: i64,
}

/// What each rule did in each of the last weeks, the oldest first. An index holds all that is counted.
pub fn weeks(db: &mut Db, now: Timestamp) -> Result<HashMap<Rule, [Week; WEEKS]>> {
    let since = now.plus(1).minus(i64::try_from(WEEKS).unwrap_or(0) * WEEK);
    let counted: Vec<WeekRow> = diesel::sql_query(
        "SELECT rule, (created_at - $1) / $2 AS week, COUNT(*) AS hits, COUNT(is_overturned) AS decided, \
         SUM(CASE WHEN is_overturned THEN 1 ELSE 0 END) AS overturned \
         FROM screening_findings WHERE created_at >= $1 GROUP BY rule, 2",
    )
    .bind::<BigInt, _>(since)
    .bind::<BigInt, _>(WEEK)
    .load(db)?;
    let mut weeks: HashMap<Rule, [Week; WEEKS]> = HashMap::new();
    for row in counted {
        let own = weeks.entry(row.rule).or_default();
        if let Some(week) = usize::try_from(row.week).ok().and_then(|week| own.get_mut(week)) {
            *week = Week { hits: row.hits, decided: row.decided, overturned: row.overturned };
        }
    }
    Ok(weeks)
}

/// Findings of one post.
macro_rules! of_post {
    ($rows:expr, $place:expr) => {{
        let own = $rows.filter(rows::idea_id.eq($place.idea)).select(rows::id).into_boxed();
        match $place.comment {
            Some(comment) => own.filter(rows::comment_id.eq(comment)),
            None => own.filter(rows::comment_id.is_null()),
        }
    }};
}

/// Keeps what a rule saw in a post. What the same rule saw in it and nobody has decided about gives way.
pub(super) fn keep(db: &mut Db, place: Place, saw: &Saw, now: Timestamp) -> Result<()> {
    let text = serde_json::to_string(saw).map_err(Error::internal)?;
    let waiting = rows::table.filter(rows::decided_at.is_null()).filter(rows::rule.eq(saw.rule().as_str()));
    let waiting: Option<FindingId> = of_post!(waiting, place).first(db).optional()?;
    if let Some(id) = waiting {
        diesel::update(rows::table.find(id)).set(rows::saw.eq(text)).execute(db)?;
        return Ok(());
    }
    let values = (
        rows::idea_id.eq(place.idea),
        rows::comment_id.eq(place.comment),
        rows::rule.eq(saw.rule().as_str()),
        rows::saw.eq(text),
        rows::created_at.eq(now),
    );
    diesel::insert_into(rows::table).values(values).execute(db)?;
    Ok(())
}

fn set(db: &mut Db, ids: Vec<FindingId>, decided: Option<(Timestamp, bool)>) -> Result<()> {
    let values = (
        rows::decided_at.eq(decided.map(|(at, _)| at)),
        rows::is_overturned.eq(decided.map(|(_, is_overturned)| is_overturned)),
    );
    diesel::update(rows::table.filter(rows::id.eq_any(ids))).set(values).execute(db)?;
    Ok(())
}

/// A moderator decided about a post.
pub(super) fn decide(db: &mut Db, place: Place, is_overturned: bool, now: Timestamp) -> Result<()> {
    let ids = of_post!(rows::table.filter(rows::decided_at.is_null()), place).load(db)?;
    set(db, ids, Some((now, is_overturned)))
}

/// What was decided at this moment was not.
pub(super) fn wait_again(db: &mut Db, place: Place, at: Timestamp) -> Result<()> {
    let ids = of_post!(rows::table.filter(rows::decided_at.eq(Some(at))), place).load(db)?;
    set(db, ids, None)
}

/// A post that had been turned down is let through after all.
pub(super) fn overturn(db: &mut Db, place: Place, now: Timestamp) -> Result<()> {
    let ids = of_post!(rows::table.filter(rows::is_overturned.eq(Some(false))), place).load(db)?;
    set(db, ids, Some((now, true)))
}

/// The text is gone; what was seen in it goes, too.
pub(super) fn forget(db: &mut Db, place: Place) -> Result<()> {
    let ids: Vec<FindingId> = of_post!(rows::table, place).load(db)?;
    diesel::delete(rows::table.filter(rows::id.eq_any(ids))).execute(db)?;
    Ok(())
}
