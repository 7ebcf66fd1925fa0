//! Addresses that somebody proves by a code before a provider's word counts for them: once, in the browser that came from
//! there.

use diesel::prelude::*;

use crate::db::Db;
use crate::db::schema::{signin_identities, signin_links};
use crate::error::{Error, Result};
use crate::identities::arrive::remember;
use crate::identities::{Claims, find};
use crate::ids::{ConnectionId, PersonId};
use crate::people::{Person, sign_in};
use crate::site::{random_token, token_hash};
use crate::time::Timestamp;

/// Keeps whom a provider named until the address is proved. Gives the key, which stays in the browser's session.
pub fn keep(
    db: &mut Db,
    connection: ConnectionId,
    claims: &Claims,
    email: &str,
    now: Timestamp,
) -> Result<String> {
    let key = random_token();
    let values = (
        signin_links::key_hash.eq(token_hash(&key)),
        signin_links::connection_id.eq(connection),
        signin_links::subject.eq(&claims.subject),
        signin_links::email.eq(email),
        signin_links::expires_at.eq(now.plus(sign_in::LIFETIME)),
    );
    diesel::insert_into(signin_links::table).values(values).execute(db)?;
    Ok(key)
}

/// From now on the provider's word is enough for somebody who has just proved their address by a code. Gives whether it is:
/// not when they proved another address, took too long, or may not come in that way.
pub fn confirm(db: &mut Db, key: &str, person: &Person, now: Timestamp) -> Result<bool> {
    let kept: Option<(ConnectionId, String, String, Timestamp)> =
        diesel::delete(signin_links::table.find(token_hash(key)))
            .returning((
                signin_links::connection_id,
                signin_links::subject,
                signin_links::email,
                signin_links::expires_at,
            ))
            .get_result(db)
            .optional()?;
    let Some((connection, subject, email, ends)) = kept else { return Ok(false) };
    if ends <= now || person.email.as_deref() != Some(email.as_str()) {
        return Ok(false);
    }
    let connection = match find(db, connection) {
        Ok(connection) if connection.is_on && connection.lets_in(person.role) => connection.id,
        Ok(_) | Err(Error::NotFound) => return Ok(false),
        Err(other) => return Err(other),
    };
    let row = signin_identities::table.find((connection, &subject)).select(signin_identities::person_id);
    match row.first::<PersonId>(db).optional()? {
        // Somebody else's by now; a subject is one person for good.
        Some(other) if other != person.id => Ok(false),
        _ => remember(db, connection, &subject, person.id, now).map(|()| true),
    }
}
