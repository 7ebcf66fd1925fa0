//! Reading the log: newest first, narrowed along an index.

use diesel::prelude::*;
use diesel::sql_types::Text;

use super::Entry;
use crate::db::Db;
use crate::db::page::Page;
use crate::db::schema::audit_log;
use crate::error::Result;
use crate::ids::{AuditId, PersonId};
use crate::time::Timestamp;

/// What the log is narrowed to.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Acts of this person.
    pub actor: Option<PersonId>,
    /// This act; empty for any.
    pub act: String,
    /// Acts on things of this kind; empty for any.
    pub object: String,
    /// The one with this number.
    pub object_id: Option<i64>,
    /// From this moment on.
    pub since: Option<Timestamp>,
    /// Before this moment.
    pub until: Option<Timestamp>,
}

/// A page of the log behind a cursor, newest first.
pub fn list(db: &mut Db, filter: &Filter, after: Option<&str>, size: usize) -> Result<Page<Entry>> {
    let limit = i64::try_from(size).unwrap_or(i64::MAX).saturating_add(1);
    let order = (audit_log::created_at.desc(), audit_log::id.desc());
    let mut query = audit_log::table.order(order).limit(limit).select(Entry::as_select()).into_boxed();
    if let Some(actor) = filter.actor {
        query = query.filter(audit_log::actor_id.eq(actor));
    }
    if !filter.act.is_empty() {
        query = query.filter(audit_log::act.eq(filter.act.clone()));
    }
    if !filter.object.is_empty() {
        query = query.filter(audit_log::object.eq(filter.object.clone()));
        if let Some(id) = filter.object_id {
            query = query.filter(audit_log::object_id.eq(id));
        }
    }
    if let Some(since) = filter.since {
        query = query.filter(audit_log::created_at.ge(since));
    }
    if let Some(until) = filter.until {
        query = query.filter(audit_log::created_at.lt(until));
    }
    if let Some((at, id)) = after.and_then(cursor) {
        let behind = audit_log::created_at.lt(at).or(audit_log::id.lt(id));
        query = query.filter(audit_log::created_at.le(at)).filter(behind);
    }
    let rows = query.load::<Entry>(db)?;
    Ok(Page::cut(rows, size, |entry| format!("{}-{}", entry.created_at.micros(), entry.id)))
}

fn cursor(text: &str) -> Option<(Timestamp, AuditId)> {
    let (at, id) = text.rsplit_once('-')?;
    Some((Timestamp::from_micros(at.parse().ok()?), id.parse().ok()?))
}

/// The acts that the log tells of, in order.
pub fn acts(db: &mut Db) -> Result<Vec<String>> {
    different(db, "act")
}

/// The kinds of things that the log tells of, in order.
pub fn objects(db: &mut Db) -> Result<Vec<String>> {
    Ok(different(db, "object")?.into_iter().filter(|object| !object.is_empty()).collect())
}

#[derive(QueryableByName)]
struct Value {
    #[diesel(sql_type = Text)]
    value: String,
}

/// The different values of a column, each found by a step along its index.
fn different(db: &mut Db, column: &'static str) -> Result<Vec<String>> {
    let sql = format!(
        "WITH RECURSIVE found (value) AS (SELECT MIN({column}) FROM audit_log UNION ALL \
         SELECT (SELECT MIN({column}) FROM audit_log WHERE {column} > found.value) FROM found WHERE found.value IS NOT NULL) \
         SELECT value FROM found WHERE value IS NOT NULL"
    );
    let rows: Vec<Value> = diesel::sql_query(sql).load(db)?;
    Ok(rows.into_iter().map(|row| row.value).collect())
}
