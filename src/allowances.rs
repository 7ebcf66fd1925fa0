//! How often something may be done in a stretch of time, counted in the database, so that all instances count together.

use diesel::prelude::*;

use crate::db::Db;
use crate::db::schema::allowances;
use crate::each;
use crate::error::{Error, Result};
use crate::time::{HOUR, SECOND, Timestamp};

/// Takes one of `limit` uses of `key` in the present window of `window` microseconds, a day at the most.
/// The key must not hold anything private: addresses go in as keyed hashes.
///
/// # Errors
/// `TooMany` with the seconds until the next window when all are used.
pub fn take(db: &mut Db, key: &str, limit: i32, window: i64, now: Timestamp) -> Result<()> {
    let start = now.minus(now.micros().rem_euclid(window));
    let first = (allowances::key.eq(key), allowances::window_start.eq(start), allowances::used.eq(1));
    let used: i32 = each!(db, |c| diesel::insert_into(allowances::table)
        .values(first)
        .on_conflict((allowances::key, allowances::window_start))
        .do_update()
        .set(allowances::used.eq(allowances::used + 1))
        .returning(allowances::used)
        .get_result(c))?;
    if used <= limit {
        return Ok(());
    }
    let left = start.plus(window).since(now) / SECOND + 1;
    Err(Error::TooMany(u64::try_from(left).unwrap_or(1)))
}

/// Rows that the counter of a busy site is spread over, so that those who act at once do not wait for one row.
const SPREAD: u32 = 16;
/// From which limit on a counter is spread.
const SPREAD_FROM: u32 = 1600;

/// How often something may be done in an hour, counted by all instances together; 0 for as often as one likes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shared {
    /// From one network.
    pub network: u32,
    /// On the whole site.
    pub site: u32,
}

/// Takes one of the present hour's uses of `act` from a network, known by a keyed hash, and from the site.
///
/// # Errors
/// `TooMany` with the seconds until the next hour when either are used up.
pub fn take_shared(db: &mut Db, act: &str, network: &str, most: Shared, now: Timestamp) -> Result<()> {
    let count = |most: u32| i32::try_from(most).unwrap_or(i32::MAX);
    if most.network > 0 {
        take(db, &format!("{act}-network:{network}"), count(most.network), HOUR, now)?;
    }
    if most.site >= SPREAD_FROM {
        let row = rand::random_range(0..SPREAD);
        take(db, &format!("{act}-site:{row}"), count(most.site / SPREAD), HOUR, now)?;
    } else if most.site > 0 {
        take(db, &format!("{act}-site:all"), count(most.site), HOUR, now)?;
    }
    Ok(())
}
