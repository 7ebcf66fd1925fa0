//! Telling once that a round began or is over. Whether it is follows from its times, also from those that somebody has just
//! moved: each row is asked again as it is marked.

use diesel::prelude::*;
use serde_json::Value;

use super::{Round, save};
use crate::db::Db;
use crate::db::schema::rounds;
use crate::error::Result;
use crate::history::ActKind;
use crate::outbox::{self, Event};
use crate::time::Timestamp;

/// Rounds that one look tells of.
const AT_ONCE: i64 = 100;

/// Records what is due; gives how much. However many workers try, and whenever, each is recorded once.
pub fn tell_due(db: &mut Db, now: Timestamp) -> Result<usize> {
    let begins = rounds::opened_at.is_null().and(rounds::starts_at.le(now));
    let due: Vec<Round> = rounds::table
        .filter(rounds::closed_at.is_null())
        .filter(rounds::is_published.eq(true))
        .filter(begins.or(rounds::ends_at.le(now)))
        .order((rounds::ends_at, rounds::id))
        .limit(AT_ONCE)
        .select(Round::as_select())
        .load(db)?;
    let mut told = 0;
    for round in due {
        let row = rounds::table.find(round.id);
        if round.opened_at.is_none() {
            let mine =
                diesel::update(row.filter(rounds::opened_at.is_null()).filter(rounds::starts_at.le(now)));
            if mine.set(rounds::opened_at.eq(Some(now))).execute(db)? == 1 {
                save::record(db, &round, (ActKind::RoundOpened, None), Value::Null, now)?;
                outbox::record(db, &Event::RoundOpened { round: round.id }, now)?;
                told += 1;
            }
        }
        if round.ends_at <= now {
            let mine =
                diesel::update(row.filter(rounds::closed_at.is_null()).filter(rounds::ends_at.le(now)));
            if mine.set(rounds::closed_at.eq(Some(now))).execute(db)? == 1 {
                save::record(db, &round, (ActKind::RoundClosed, None), Value::Null, now)?;
                outbox::record(db, &Event::RoundClosed { round: round.id }, now)?;
                told += 1;
            }
        }
    }
    Ok(told)
}
