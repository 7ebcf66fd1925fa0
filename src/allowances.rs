//! How often something may be done in a stretch of time, counted in the database, so that all instances count together.

use diesel::prelude::*;

use crate::db::Db;
use crate::db::schema::allowances;
use crate::each;
use crate::error::{Error, Result};
use crate::time::{SECOND, Timestamp};

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
