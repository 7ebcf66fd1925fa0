//! What was done about votes in a period.

use diesel::dsl::{count_star, sql};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable};

use super::act::{CrowdAct, Decision};
use crate::db::Db;
use crate::db::page::Page;
use crate::db::schema::{crowd_acts, crowds};
use crate::error::Result;
use crate::ids::CrowdActId;
use crate::time::Timestamp;

/// A stretch of time: from the first moment to before the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first moment.
    pub since: Timestamp,
    /// The moment after its last.
    pub until: Timestamp,
}

/// The sums of a period. Acts that were taken back do not count.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sums {
    /// Proposals that were made.
    pub proposals: i64,
    /// For each decision: how many, and how many votes they changed.
    pub decisions: Vec<(Decision, i64, i64)>,
    /// Acts that were taken back.
    pub undone: i64,
}

/// The sums of a period.
pub fn sums(db: &mut Db, period: Period) -> Result<Sums> {
    let proposals = crowds::table
        .filter(crowds::found_at.ge(period.since))
        .filter(crowds::found_at.lt(period.until))
        .count()
        .get_result(db)?;
    let acts = || {
        crowd_acts::table
            .filter(crowd_acts::created_at.ge(period.since))
            .filter(crowd_acts::created_at.lt(period.until))
    };
    let rows: Vec<(Decision, i64, Option<i64>)> = acts()
        .filter(crowd_acts::undone_at.is_null())
        .group_by(crowd_acts::decision)
        .select((
            crowd_acts::decision,
            count_star(),
            sql::<Nullable<BigInt>>("CAST(sum(crowd_acts.vote_count) AS BIGINT)"),
        ))
        .load(db)?;
    let undone = acts().filter(crowd_acts::undone_at.is_not_null()).count().get_result(db)?;
    let of = |wanted: &Decision| {
        let found = rows.iter().find(|(own, _, _)| own == wanted);
        (*wanted, found.map_or(0, |row| row.1), found.and_then(|row| row.2).unwrap_or(0))
    };
    Ok(Sums { proposals, decisions: Decision::ALL.iter().map(of).collect(), undone })
}

/// The acts of a period, the latest first.
pub fn acts(db: &mut Db, period: Period, after: Option<CrowdActId>, size: usize) -> Result<Page<CrowdAct>> {
    let limit = i64::try_from(size).unwrap_or(i64::MAX).saturating_add(1);
    let mut query = crowd_acts::table
        .filter(crowd_acts::created_at.ge(period.since))
        .filter(crowd_acts::created_at.lt(period.until))
        .order((crowd_acts::created_at.desc(), crowd_acts::id.desc()))
        .limit(limit)
        .select(CrowdAct::as_select())
        .into_boxed();
    if let Some(after) = after {
        // Acts are numbered in the order of their moments.
        query = query.filter(crowd_acts::id.lt(after));
    }
    Ok(Page::cut(query.load(db)?, size, |act| act.id.to_string()))
}
