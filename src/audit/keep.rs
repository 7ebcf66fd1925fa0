//! How long the log is kept. The database itself refuses to remove anything younger.

use diesel::prelude::*;
use serde_json::json;

use super::NewEntry;
use crate::db::Db;
use crate::db::schema::{audit_log, audit_terms, seen_as};
use crate::db::witness::{self, Mark};
use crate::error::{Error, Result};
use crate::ids::{AuditId, SeenAsId};
use crate::time::{DAY, Timestamp};

/// The fewest days that the log is kept; the table refuses fewer.
pub const DAYS_MIN: i32 = 30;
/// The most days that the log is kept: ten years.
pub const DAYS_MAX: i32 = 3653;

/// For how many days it is kept until administrators say otherwise.
pub const DAYS_USUAL: i64 = 730;

/// For how many days the log is kept.
pub fn days(db: &mut Db) -> Result<i32> {
    Ok(audit_terms::table.find(1).select(audit_terms::days).first(db)?)
}

/// Parses what was typed.
///
/// # Errors
/// `Invalid` for anything but a number of days within the bounds.
pub fn parse_days(typed: &str) -> Result<i32> {
    let days = typed.trim().parse().ok().filter(|days| (DAYS_MIN..=DAYS_MAX).contains(days));
    days.ok_or_else(|| Error::field("days", "error-audit-days"))
}

/// Keeps the log for so many days from now on.
pub fn set_days(db: &mut Db, to: i32) -> Result<()> {
    let from = days(db)?;
    diesel::update(audit_terms::table.find(1)).set(audit_terms::days.eq(to)).execute(db)?;
    let detail = json!({ "from": from, "to": to });
    witness::mark(|| Mark { what: "audit_days", object: "site", id: None, detail });
    Ok(())
}

/// Removes some of what is older than the log is kept, and says so in it; gives how many rows went.
pub fn purge(db: &mut Db, now: Timestamp, most: i64) -> Result<usize> {
    let before = now.minus(i64::from(days(db)?) * DAY);
    let looks: Vec<SeenAsId> = seen_as::table
        .filter(seen_as::began_at.lt(before))
        .order(seen_as::began_at)
        .limit(most)
        .select(seen_as::id)
        .load(db)?;
    diesel::delete(seen_as::table.filter(seen_as::id.eq_any(&looks))).execute(db)?;
    let old: Vec<AuditId> = audit_log::table
        .filter(audit_log::created_at.lt(before))
        .order((audit_log::created_at, audit_log::id))
        .limit(most)
        .select(audit_log::id)
        .load(db)?;
    if old.is_empty() {
        return Ok(looks.len());
    }
    // First, since the database counts the days back from the newest row.
    let entry = NewEntry {
        actor: None,
        act: "audit/purged",
        object: ("", None),
        before: json!({}),
        after: json!({ "rows": old.len(), "until": before.to_rfc3339() }),
        request_id: "",
    };
    entry.record(db, now)?;
    diesel::delete(audit_log::table.filter(audit_log::id.eq_any(&old))).execute(db)?;
    Ok(old.len().max(looks.len()))
}
