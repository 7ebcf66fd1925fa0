//! The desk: responses, teams, rules, routes, webhooks.

use crate::db::Db;
use crate::error::Result;
use crate::outbox::{Event, Recorded};
use crate::settings::Settings;

/// Acts on an event, inside the transaction that marks it as handled. The event's id makes the keys of what follows,
/// so that handling it again adds nothing.
pub fn on_event(_db: &mut Db, _recorded: &Recorded, _event: &Event, _settings: &Settings) -> Result<()> {
    Ok(())
}
