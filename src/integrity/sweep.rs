//! Looking at new votes: every few minutes at the ideas that got some, and once a day for rings. What a step reads is
//! bounded, however many votes there are.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable, SmallInt};

use super::act;
use super::crowd::{self, Usual};
use super::found;
use super::rings;
use super::seen::{Cast, Found};
use super::signals::KEPT;
use crate::db::Db;
use crate::db::schema::{vote_signals, vote_sweeps};
use crate::error::Result;
use crate::ids::{IdeaId, PersonId};
use crate::jobs::{Progress, Step};
use crate::site;
use crate::time::{DAY, Timestamp};

/// Ideas that one step looks at.
const IDEAS: i64 = 5;
/// The latest votes of an idea that are looked at.
pub const OF_IDEA: i64 = 2_000;
/// How far back, in microseconds.
pub const WINDOW: i64 = 14 * DAY;
/// The latest votes of the site that say what is usual.
pub const USUAL: i64 = 5_000;
/// The latest votes of the site among which rings are looked for.
pub const RINGS: i64 = 20_000;

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    idea: IdeaId,
    #[diesel(sql_type = BigInt)]
    author: PersonId,
    #[diesel(sql_type = BigInt)]
    person: PersonId,
    #[diesel(sql_type = BigInt)]
    at: Timestamp,
    #[diesel(sql_type = Nullable<BigInt>)]
    network: Option<i64>,
    #[diesel(sql_type = Nullable<BigInt>)]
    agent: Option<i64>,
    #[diesel(sql_type = BigInt)]
    age: i64,
    #[diesel(sql_type = Bool)]
    has_account: bool,
    #[diesel(sql_type = SmallInt)]
    value: i16,
}

impl From<Row> for Cast {
    fn from(row: Row) -> Self {
        Self {
            idea: row.idea,
            author: row.author,
            person: row.person,
            at: row.at,
            network: row.network,
            agent: row.agent,
            age: row.age,
            has_account: row.has_account,
            is_promotion: row.value > 0,
        }
    }
}

/// The latest votes with signals, of an idea or of all.
fn casts(
    db: &mut Db,
    idea: Option<IdeaId>,
    (after, until): (Timestamp, Timestamp),
    limit: i64,
) -> Result<Vec<Cast>> {
    let only = idea.map_or_else(String::new, |idea| format!("s.idea_id = {idea} AND "));
    let (after, until) = (after.micros(), until.micros());
    let rows: Vec<Row> = diesel::sql_query(format!(
        "SELECT s.idea_id AS idea, i.author_id AS author, s.person_id AS person, s.cast_at AS at, s.network, s.agent, \
         s.account_age AS age, v.account_id IS NOT NULL AS has_account, v.value FROM vote_signals s \
         JOIN votes v ON v.idea_id = s.idea_id AND v.person_id = s.person_id JOIN ideas i ON i.id = s.idea_id \
         WHERE {only}s.cast_at > {after} AND s.cast_at <= {until} AND v.value <> 0 \
         ORDER BY s.cast_at DESC LIMIT {limit}"
    ))
    .load(db)?;
    Ok(rows.into_iter().map(Cast::from).collect())
}

/// Up to when votes have been looked at.
fn looked_until(db: &mut Db) -> Result<Timestamp> {
    Ok(vote_sweeps::table.find(1).select(vote_sweeps::until).first(db).optional()?.unwrap_or_default())
}

fn keep_until(db: &mut Db, until: Timestamp) -> Result<()> {
    let changed = diesel::update(vote_sweeps::table.find(1)).set(vote_sweeps::until.eq(until)).execute(db)?;
    if changed == 0 {
        let values = (vote_sweeps::id.eq(1), vote_sweeps::until.eq(until));
        diesel::insert_into(vote_sweeps::table).values(values).execute(db)?;
    }
    Ok(())
}

/// Whether there are votes that nobody has looked at.
pub fn is_due(db: &mut Db, now: Timestamp) -> Result<bool> {
    let since = looked_until(db)?;
    let new: Option<IdeaId> = vote_signals::table
        .filter(vote_signals::cast_at.gt(since))
        .filter(vote_signals::cast_at.le(now))
        .select(vote_signals::idea_id)
        .first(db)
        .optional()?;
    Ok(new.is_some())
}

/// Looks at a few of the ideas that got votes up to `until`, and proposes what stands out.
pub fn step(db: &mut Db, until: Timestamp, progress: Progress, now: Timestamp) -> Result<Step> {
    let since = looked_until(db)?.max(until.minus(KEPT));
    let ideas: Vec<IdeaId> = vote_signals::table
        .filter(vote_signals::cast_at.gt(since))
        .filter(vote_signals::cast_at.le(until))
        // A sum, so that SQLite goes by the moments, which are few, and not by the ideas, which are all.
        .filter(diesel::dsl::sql::<Bool>(&format!("idea_id + 0 > {}", progress.after)))
        .select(vote_signals::idea_id)
        .distinct()
        .order(vote_signals::idea_id)
        .limit(IDEAS)
        .load(db)?;
    let Some(last) = ideas.last().copied() else {
        keep_until(db, until.max(since))?;
        return Ok(Step::Done(progress));
    };
    let period = (until.minus(WINDOW), until);
    let usual = Usual::of(&casts(db, None, period, USUAL)?);
    for idea in &ideas {
        let own = casts(db, Some(*idea), period, OF_IDEA)?;
        if own.len() >= crowd::LEAST {
            propose(db, &crowd::find(&own, &usual), now)?;
        }
    }
    let done = progress.done.saturating_add(i64::try_from(ideas.len()).unwrap_or(0));
    Ok(Step::More(Progress { after: last.raw(), done, total: None }))
}

/// Looks for rings among the latest votes of the site.
pub fn find_rings(db: &mut Db, now: Timestamp) -> Result<()> {
    let votes = casts(db, None, (now.minus(KEPT), now), RINGS)?;
    propose(db, &rings::find(&votes), now)
}

/// Keeps the proposals; carries them out where the site says so.
fn propose(db: &mut Db, all: &[Found], now: Timestamp) -> Result<()> {
    let at_once = !all.is_empty() && site::find(db)?.holds_at_once;
    for proposal in all {
        if let Some(crowd) = found::propose(db, proposal, now)?.filter(|_| at_once) {
            act::hold_by_site(db, crowd, now)?;
        }
    }
    Ok(())
}
