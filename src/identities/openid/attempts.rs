//! Sign-ins on their way to a provider and back. Each is good once, for ten minutes, in the browser that began it.

use diesel::prelude::*;

use crate::db::Db;
use crate::db::schema::signin_attempts;
use crate::error::Result;
use crate::ids::ConnectionId;
use crate::site::{Site, token_hash};
use crate::time::{MINUTE, Timestamp};

/// How long somebody may take at the provider.
const LIFETIME: i64 = 10 * MINUTE;

/// A sign-in that somebody has come back from.
#[derive(Debug, Clone)]
pub struct Attempt {
    /// At which provider.
    pub connection: ConnectionId,
    /// Where to go afterwards: a path of this site.
    pub return_to: String,
}

/// Nonce and PKCE verifier of a state. Nobody without the site's key can make them, so that they need not be stored.
#[derive(Debug, Clone)]
pub struct Secrets {
    pub(super) nonce: String,
    pub(super) verifier: String,
}

/// Nonce and PKCE verifier of a state.
pub fn secrets(site: &Site, state: &str) -> Result<Secrets> {
    Ok(Secrets {
        nonce: site.keyed_hash(&format!("openid nonce {state}"))?,
        verifier: site.keyed_hash(&format!("openid verifier {state}"))?,
    })
}

/// Remembers that this browser is sent to a provider with this state.
pub fn begin(
    db: &mut Db,
    connection: ConnectionId,
    (state, browser): (&str, &str),
    return_to: &str,
    now: Timestamp,
) -> Result<()> {
    let values = (
        signin_attempts::state_hash.eq(token_hash(state)),
        signin_attempts::connection_id.eq(connection),
        signin_attempts::browser_hash.eq(token_hash(browser)),
        signin_attempts::return_to.eq(return_to),
        signin_attempts::expires_at.eq(now.plus(LIFETIME)),
    );
    diesel::insert_into(signin_attempts::table).values(values).execute(db)?;
    Ok(())
}

/// The sign-in of a state, which is over with this; of two at the same moment only one gets it. None for a state that this
/// browser did not begin with, or too long ago.
pub fn take(db: &mut Db, state: &str, browser: &str, now: Timestamp) -> Result<Option<Attempt>> {
    let own = signin_attempts::table.find(token_hash(state));
    let taken: Option<(ConnectionId, String)> = diesel::delete(
        own.filter(signin_attempts::browser_hash.eq(token_hash(browser)))
            .filter(signin_attempts::expires_at.gt(now)),
    )
    .returning((signin_attempts::connection_id, signin_attempts::return_to))
    .get_result(db)
    .optional()?;
    Ok(taken.map(|(connection, return_to)| Attempt { connection, return_to }))
}
