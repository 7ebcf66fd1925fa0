//! Handing events to the features that act on them: in order, each in a savepoint of its own, so that one that fails is
//! set aside and tried again later while the others go on.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use crate::db::schema::events;
use crate::db::{self, Db};
use crate::error::{Error, Result};
use crate::http::state::State;
use crate::outbox::{self, Event, Recorded};
use crate::settings::Settings;
use crate::time::Timestamp;
use crate::{notify, search, triage};

/// How many events one transaction takes: few, so that votes do not wait long for it.
const BATCH: i64 = 32;

/// Hands out what waits; gives how many events were dealt with, failed ones included.
pub(super) async fn hand_out(state: &State) -> Result<usize> {
    let now = state.now();
    if !state.db.read(move |db| outbox::is_due(db, now)).await? {
        return Ok(0);
    }
    let links = Arc::clone(&state.links);
    let kinds = state
        .db
        .write(move |db| {
            if !is_alone(db)? {
                return Ok(Vec::new());
            }
            let settings = Settings::load(db, &links)?;
            hand_out_batch(db, &settings, now)
        })
        .await?;
    for kind in &kinds {
        metrics::counter!("groundswell_events_total", "kind" => *kind).increment(1);
    }
    Ok(kinds.len())
}

/// Whether no other worker hands out events at this moment, which would mix up their order. SQLite has one writer;
/// on PostgreSQL the lock ends with the transaction.
fn is_alone(db: &mut Db) -> Result<bool> {
    match db {
        Db::Sqlite(_) => Ok(true),
        Db::Postgres(c) => {
            Ok(diesel::select(sql::<Bool>("pg_try_advisory_xact_lock(7365120448)")).get_result(c)?)
        }
    }
}

fn hand_out_batch(db: &mut Db, settings: &Settings, now: Timestamp) -> Result<Vec<&'static str>> {
    let waiting: Vec<Recorded> = events::table
        .filter(events::handled_at.is_null())
        .filter(events::next_at.le(now))
        .order((events::next_at, events::id))
        .limit(BATCH)
        .select(Recorded::as_select())
        .load(db)?;
    waiting.iter().map(|recorded| hand_over(db, recorded, settings, now)).collect()
}

/// Hands one event over and marks it as handled, or sets it aside. Gives its kind.
fn hand_over(db: &mut Db, recorded: &Recorded, settings: &Settings, now: Timestamp) -> Result<&'static str> {
    let done = db::savepoint(db, |db| {
        let event = recorded.event()?;
        catch_unwind(AssertUnwindSafe(|| act_on(db, recorded, &event, settings)))
            .unwrap_or_else(|_| Err(Error::internal("handling the event panicked")))?;
        outbox::mark_handled(db, recorded.id, now)?;
        Ok(event.kind())
    });
    match done {
        Err(cause) if db::is_transient(&cause) => Err(cause),
        Err(cause) => {
            tracing::error!(%cause, event = %recorded.id, "an event could not be handled; it is tried again later");
            outbox::set_aside(db, recorded, &cause, now)?;
            Ok("failed")
        }
        Ok(kind) => Ok(kind),
    }
}

fn act_on(db: &mut Db, recorded: &Recorded, event: &Event, settings: &Settings) -> Result<()> {
    search::on_event(db, recorded, event, settings)?;
    triage::on_event(db, recorded, event, settings)?;
    notify::on_event(db, recorded, event, settings)
}
