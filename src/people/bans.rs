//! Bans: who may read but not post, vote or comment, until when, and why.

use diesel::prelude::*;

use crate::db::Db;
use crate::db::schema::bans;
use crate::error::{Error, Result};
use crate::ids::{BanId, PersonId};
use crate::time::Timestamp;

/// A ban in force.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = bans)]
pub struct Ban {
    /// Its id.
    pub id: BanId,
    /// The reason, which the person sees.
    pub reason: String,
    /// When it ends; never, if none.
    pub ends_at: Option<Timestamp>,
}

/// The ban that is in force for somebody, if any.
pub fn active(db: &mut Db, person: PersonId, now: Timestamp) -> Result<Option<Ban>> {
    Ok(bans::table
        .filter(bans::person_id.eq(person))
        .filter(bans::lifted_at.is_null())
        .filter(bans::ends_at.is_null().or(bans::ends_at.gt(now)))
        .order(bans::id.desc())
        .select(Ban::as_select())
        .first(db)
        .optional()?)
}

/// Refuses whoever is banned, and says why and until when.
pub fn refuse_banned(db: &mut Db, person: PersonId, now: Timestamp) -> Result<()> {
    match active(db, person, now)? {
        Some(ban) => Err(Error::Banned { reason: ban.reason, until: ban.ends_at }),
        None => Ok(()),
    }
}
