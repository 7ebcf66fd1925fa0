//! Which events go to whom, which jobs exist, what recurs when. [`run_one`] does one round, for tests.

use diesel::prelude::*;

use crate::db::Db;
use crate::db::schema::events;
use crate::error::Result;
use crate::http::state::State;
use crate::outbox::{Event, Recorded};
use crate::settings::Settings;
use crate::time::Timestamp;
use crate::{notify, search, triage};

/// How many events one round takes.
const BATCH: i64 = 64;

/// Does one round of everything that is due. Gives how much was done; 0 means idle.
pub async fn run_one(state: &State) -> Result<usize> {
    let settings = state.settings().await?;
    let now = state.now();
    state.db.write(move |db| hand_out(db, &settings, now)).await
}

/// Hands waiting events to the features that act on them, in order, and marks them as handled.
fn hand_out(db: &mut Db, settings: &Settings, now: Timestamp) -> Result<usize> {
    let waiting: Vec<Recorded> = events::table
        .filter(events::handled_at.is_null())
        .filter(events::next_at.le(now))
        .order((events::next_at, events::id))
        .limit(BATCH)
        .select(Recorded::as_select())
        .load(db)?;
    for recorded in &waiting {
        act_on(db, recorded, &recorded.event()?, settings)?;
        diesel::update(events::table.find(recorded.id)).set(events::handled_at.eq(Some(now))).execute(db)?;
    }
    Ok(waiting.len())
}

fn act_on(db: &mut Db, recorded: &Recorded, event: &Event, settings: &Settings) -> Result<()> {
    search::on_event(db, recorded, event, settings)?;
    triage::on_event(db, recorded, event, settings)?;
    notify::on_event(db, recorded, event, settings)
}
