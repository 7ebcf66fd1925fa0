//! Telling once that a session began or is over. Whether it is follows from its times, also from those that somebody has
//! just moved: each row is asked again as it is marked. What is recorded here is for those who are to hear of it.

use diesel::prelude::*;
use serde_json::Value;

use super::{Storm, save};
use crate::boards::Catalog;
use crate::db::Db;
use crate::db::schema::storms;
use crate::error::Result;
use crate::history::ActKind;
use crate::outbox::{self, Event};
use crate::time::Timestamp;

/// Sessions that one round tells of.
const AT_ONCE: i64 = 100;

/// Records what is due; gives how much. However many workers try, and whenever, each is recorded once.
pub fn tell_due(db: &mut Db, catalog: &Catalog, now: Timestamp) -> Result<usize> {
    let mut told = 0;
    for storm in due(db, now)? {
        let row = storms::table.find(storm.id);
        if storm.opened_at.is_none() {
            let mine =
                diesel::update(row.filter(storms::opened_at.is_null()).filter(storms::starts_at.le(now)));
            if mine.set(storms::opened_at.eq(Some(now))).execute(db)? == 1 {
                save::record(db, &storm, (ActKind::StormOpened, None), Value::Null, catalog, now)?;
                outbox::record(db, &Event::StormOpened { storm: storm.id }, now)?;
                told += 1;
            }
        }
        if storm.ends_at <= now {
            let mine =
                diesel::update(row.filter(storms::closed_at.is_null()).filter(storms::ends_at.le(now)));
            if mine.set(storms::closed_at.eq(Some(now))).execute(db)? == 1 {
                save::record(db, &storm, (ActKind::StormClosed, None), Value::Null, catalog, now)?;
                outbox::record(db, &Event::StormClosed { storm: storm.id }, now)?;
                told += 1;
            }
        }
    }
    Ok(told)
}

fn due(db: &mut Db, now: Timestamp) -> Result<Vec<Storm>> {
    let begins = storms::opened_at.is_null().and(storms::starts_at.le(now));
    Ok(storms::table
        .filter(storms::closed_at.is_null())
        .filter(storms::is_published.eq(true))
        .filter(begins.or(storms::ends_at.le(now)))
        .order((storms::ends_at, storms::id))
        .limit(AT_ONCE)
        .select(Storm::as_select())
        .load(db)?)
}
