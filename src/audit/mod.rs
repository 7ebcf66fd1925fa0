//! What members of staff did, for administrators: one row for each act, written in the transaction of the act by whoever
//! watches it, kept unchanged for as long as the site says; and looking at the site as a customer sees it.

mod keep;
mod list;
mod place;
pub mod see_as;
mod snapshot;
mod watch;

pub use keep::{DAYS_MAX, DAYS_MIN, DAYS_USUAL, days, parse_days, purge, set_days};
pub use list::{Filter, acts, list, objects};
pub use place::Place;
pub use watch::Watcher;

use diesel::prelude::*;
use serde_json::Value;

use crate::db::Db;
use crate::db::schema::audit_log;
use crate::error::Result;
use crate::ids::{AuditId, PersonId};
use crate::people::Role;
use crate::time::Timestamp;

/// A row of the log.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = audit_log)]
pub struct Entry {
    /// Its id.
    pub id: AuditId,
    /// Who did it; none when the site itself did.
    pub actor_id: Option<PersonId>,
    /// Their role at that time; empty for the site.
    pub role: String,
    /// Where it was done, with `*` for what it was done to.
    pub act: String,
    /// What kind of thing it was done to; empty for none.
    pub object: String,
    /// Its id.
    pub object_id: Option<i64>,
    /// What it was like before, as far as it changed: JSON.
    pub before: String,
    /// What it was like afterwards, and what else there is to tell: JSON.
    pub after: String,
    /// What the logs of the process call the request.
    pub request_id: String,
    /// When.
    pub created_at: Timestamp,
}

impl Entry {
    /// The acts of histories and the public log that it came to, by their stored names.
    pub fn told(&self) -> Vec<String> {
        let after: Value = serde_json::from_str(&self.after).unwrap_or(Value::Null);
        let acts = after.get("acts").and_then(Value::as_array).into_iter().flatten();
        let mut told: Vec<String> =
            acts.filter_map(|act| Some(act.get("what")?.as_str()?.to_owned())).collect();
        told.dedup();
        told
    }
}

/// A row about to be written.
#[derive(Debug, Clone)]
struct NewEntry<'e> {
    actor: Option<(PersonId, Role)>,
    act: &'e str,
    object: (&'e str, Option<i64>),
    before: Value,
    after: Value,
    request_id: &'e str,
}

impl NewEntry<'_> {
    fn record(self, db: &mut Db, now: Timestamp) -> Result<()> {
        let values = (
            audit_log::actor_id.eq(self.actor.map(|(id, _)| id)),
            audit_log::role.eq(self.actor.map_or("", |(_, role)| role.as_str())),
            audit_log::act.eq(self.act),
            audit_log::object.eq(self.object.0),
            audit_log::object_id.eq(self.object.1),
            audit_log::before.eq(self.before.to_string()),
            audit_log::after.eq(self.after.to_string()),
            audit_log::request_id.eq(self.request_id),
            audit_log::created_at.eq(now),
        );
        diesel::insert_into(audit_log::table).values(values).execute(db)?;
        Ok(())
    }
}
