//! Where somebody is signed in, and ending it.

use diesel::prelude::*;

use crate::db::Db;
use crate::db::schema::sessions;
use crate::error::{Error, Result};
use crate::ids::{PersonId, SessionId};
use crate::time::Timestamp;

/// A browser that somebody is signed in with.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = sessions)]
pub struct SignedInBrowser {
    /// Its id.
    pub id: SessionId,
    /// Hash of its key.
    pub key_hash: String,
    /// What the browser calls itself.
    pub agent: String,
    /// Since when.
    pub created_at: Timestamp,
    /// When it was last used, to the hour or so.
    pub seen_at: Timestamp,
}

/// The browsers that somebody is signed in with, the last used first.
pub fn of(db: &mut Db, person: PersonId, now: Timestamp) -> Result<Vec<SignedInBrowser>> {
    Ok(sessions::table
        .filter(sessions::person_id.eq(person))
        .filter(sessions::expires_at.gt(now))
        .order((sessions::seen_at.desc(), sessions::id.desc()))
        .select(SignedInBrowser::as_select())
        .load(db)?)
}

/// Ends one session of somebody; other people's are not found.
pub fn end(db: &mut Db, person: PersonId, id: SessionId) -> Result<()> {
    let ended =
        diesel::delete(sessions::table.find(id).filter(sessions::person_id.eq(person))).execute(db)?;
    if ended == 0 { Err(Error::NotFound) } else { Ok(()) }
}

/// Ends every session of somebody.
pub fn end_all(db: &mut Db, person: PersonId) -> Result<usize> {
    Ok(diesel::delete(sessions::table.filter(sessions::person_id.eq(person))).execute(db)?)
}
