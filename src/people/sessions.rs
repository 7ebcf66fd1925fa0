//! Where somebody is signed in, and ending it.

use diesel::prelude::*;

use crate::db::Db;
use crate::db::schema::sessions;
use crate::error::{Error, Result};
use crate::ids::{PersonId, SessionId};
use crate::site::token_hash;
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

/// Takes a session out of its key, so that it goes on under another: whoever holds `ticket` gives it one. Nobody holds the old
/// key's session any more, and one that was ended meanwhile stays ended.
///
/// # Errors
/// `SignInNeeded` when it is not there any more.
pub fn set_aside(db: &mut Db, person: PersonId, key_hash: &str, ticket: &str) -> Result<()> {
    let own = sessions::table.filter(sessions::key_hash.eq(key_hash)).filter(sessions::person_id.eq(person));
    let moved = diesel::update(own).set(sessions::key_hash.eq(token_hash(ticket))).execute(db)?;
    if moved == 1 { Ok(()) } else { Err(Error::SignInNeeded) }
}
