//! What a site says of itself beside its lists: how soon it answers, how much is on its boards, what came of it.
//! Counts stop at a bound and are kept for a minute by the pages, so that no visit pays for the size of the site.

use std::collections::HashMap;

use diesel::dsl::{min, sql};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool};

use super::super::Viewer;
use crate::boards::Catalog;
use crate::db::Db;
use crate::db::schema::{ideas, responses};
use crate::error::Result;
use crate::ids::{BoardId, IdeaId};
use crate::time::{DAY, Timestamp};

/// Counts stop here; one more is shown as "more than".
pub const COUNT_MAX: i64 = 10_000;
/// Answers that the median is taken of, the latest ones.
const ANSWERS: i64 = 500;
/// Delivered ideas that are shown.
const DELIVERED: i64 = 3;

/// Ideas on a board that are neither done nor closed.
#[derive(Debug, Clone)]
pub struct BoardCount {
    /// The board.
    pub board: BoardId,
    /// How many, at most one more than [`COUNT_MAX`].
    pub open: i64,
}

/// An idea that was delivered.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = ideas)]
pub struct Delivered {
    /// Its number.
    pub id: IdeaId,
    /// Its title.
    pub title: String,
    /// When.
    pub status_at: Timestamp,
    /// How many people asked for it.
    pub promotions: i64,
    /// Its board.
    pub board_id: BoardId,
    /// When it was posted.
    pub created_at: Timestamp,
}

/// What is said beside the lists.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Half of the latest answers came within so many days, begun ones whole; none without answers.
    pub median_days: Option<i64>,
    /// Open ideas without an answer, at most one more than [`COUNT_MAX`].
    pub waiting: i64,
    /// Boards of the navigation, in order.
    pub boards: Vec<BoardCount>,
    /// The latest deliveries.
    pub delivered: Vec<Delivered>,
}

impl Facts {
    /// Reads them, as a customer or a member of staff may know them.
    pub fn load(db: &mut Db, catalog: &Catalog, viewer: Viewer) -> Result<Self> {
        let boards: Vec<BoardId> = catalog.boards_open_to(viewer.is_staff).map(|board| board.id).collect();
        Ok(Self {
            median_days: median_days(db, viewer)?,
            waiting: waiting(db, viewer)?,
            boards: open_counts(db, &boards)?,
            delivered: delivered(db, viewer)?,
        })
    }

    /// How many open ideas a board has.
    pub fn open_on(&self, board: BoardId) -> i64 {
        self.boards.iter().find(|count| count.board == board).map_or(0, |count| count.open)
    }
}

fn median_days(db: &mut Db, viewer: Viewer) -> Result<Option<i64>> {
    let answered: HashMap<IdeaId, Timestamp> = ideas::table
        .filter(sql::<Bool>("ideas.shown > 0"))
        .filter(ideas::shown.ge(viewer.least_shown()))
        .filter(ideas::answered_at.is_not_null())
        .order((ideas::answered_at.desc(), ideas::id.desc()))
        .limit(ANSWERS)
        .select((ideas::id, ideas::created_at))
        .load::<(IdeaId, Timestamp)>(db)?
        .into_iter()
        .collect();
    let ids: Vec<IdeaId> = answered.keys().copied().collect();
    let first: Vec<(IdeaId, Option<Timestamp>)> = responses::table
        .filter(responses::idea_id.eq_any(&ids))
        .group_by(responses::idea_id)
        .select((responses::idea_id, min(responses::created_at)))
        .load(db)?;
    let mut days: Vec<i64> = first
        .into_iter()
        .filter_map(|(idea, at)| Some(at?.since(*answered.get(&idea)?).max(1)))
        .map(|micros| micros / DAY + i64::from(micros % DAY > 0))
        .collect();
    days.sort_unstable();
    Ok(days.get((days.len().max(1) - 1) / 2).copied())
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    board_id: BoardId,
    #[diesel(sql_type = BigInt)]
    found: i64,
}

fn waiting(db: &mut Db, viewer: Viewer) -> Result<i64> {
    let statement = format!(
        "SELECT CAST(0 AS BIGINT) AS board_id, COUNT(*) AS found FROM (SELECT 1 AS one FROM ideas WHERE shown > 0 \
         AND shown >= {} AND answered_at IS NULL AND status_kind = 'open' LIMIT {}) AS waiting",
        viewer.least_shown(),
        COUNT_MAX + 1
    );
    let found: Vec<Count> = diesel::sql_query(statement).load(db)?;
    Ok(found.first().map_or(0, |count| count.found))
}

/// Whoever sees a board sees all of it but what is in moderation, so `shown > 0` is all that has to be asked.
fn open_counts(db: &mut Db, boards: &[BoardId]) -> Result<Vec<BoardCount>> {
    let parts: Vec<String> = boards
        .iter()
        .map(|board| {
            format!(
                "SELECT CAST({board} AS BIGINT) AS board_id, (SELECT COUNT(*) FROM (SELECT 1 AS one FROM ideas \
                 WHERE board_id = {board} AND shown > 0 AND status_kind IN ('open', 'active') LIMIT {}) AS standing) \
                 AS found",
                COUNT_MAX + 1
            )
        })
        .collect();
    if parts.is_empty() {
        return Ok(Vec::new());
    }
    let found: Vec<Count> = diesel::sql_query(parts.join(" UNION ALL ")).load(db)?;
    Ok(found.into_iter().map(|count| BoardCount { board: count.board_id, open: count.found }).collect())
}

fn delivered(db: &mut Db, viewer: Viewer) -> Result<Vec<Delivered>> {
    Ok(ideas::table
        .filter(sql::<Bool>("ideas.shown > 0 AND ideas.status_kind = 'done'"))
        .filter(ideas::shown.ge(viewer.least_shown()))
        .order((ideas::status_at.desc(), ideas::id.desc()))
        .limit(DELIVERED)
        .select(Delivered::as_select())
        .load(db)?)
}
