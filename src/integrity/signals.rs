//! What is kept beside a vote: keyed hashes of the network and of the browser's name, and how old the account was. The key
//! is thrown away when the next one is made, so that nobody can try out networks until a hash fits; the hashes go after
//! thirty days.

use std::net::IpAddr;

use diesel::prelude::*;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::db::Db;
use crate::db::schema::{people, vote_keys, vote_signals, votes};
use crate::error::{Error, Result};
use crate::ids::{IdeaId, PersonId};
use crate::site::random_token;
use crate::time::{DAY, Timestamp};

/// How long signals are kept.
pub const KEPT: i64 = 30 * DAY;
/// How long a key is used. Hashes of different keys cannot be compared.
pub const KEY_LIFE: i64 = 15 * DAY;
/// Characters of a browser's name that are looked at.
const AGENT_MAX: usize = 400;
/// Rows that one step removes.
const CHUNK: i64 = 1_000;

/// Where a vote came from, for the length of a request. It is hashed at once and never stored.
#[derive(Clone, Default)]
pub struct Origin {
    /// The client's address, as far as trusted proxies say.
    pub address: Option<IpAddr>,
    /// What the browser calls itself.
    pub agent: String,
}

/// The network of an address: its first 24 bits, or 48 of a long one.
fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => {
            let [a, b, c, _] = address.octets();
            format!("{a}.{b}.{c}")
        }
        IpAddr::V6(address) => {
            let [a, b, c, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}")
        }
    }
}

fn hash(secret: &str, kind: &str, what: &str) -> Result<i64> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).map_err(Error::internal)?;
    mac.update(kind.as_bytes());
    mac.update(&[0]);
    mac.update(what.as_bytes());
    let bytes = mac.finalize().into_bytes();
    let mut first = [0_u8; 8];
    for (to, from) in first.iter_mut().zip(bytes) {
        *to = from;
    }
    Ok(i64::from_be_bytes(first))
}

/// The present key; a new one when the last is too old.
fn key(db: &mut Db, now: Timestamp) -> Result<String> {
    let found: Option<(String, Timestamp)> =
        vote_keys::table.find(1).select((vote_keys::secret, vote_keys::created_at)).first(db).optional()?;
    match found {
        Some((secret, since)) if now.since(since) < KEY_LIFE => Ok(secret),
        _ => renew(db, now),
    }
}

/// Two that make a key at once agree on the one that is stored.
fn renew(db: &mut Db, now: Timestamp) -> Result<String> {
    let secret = random_token();
    let values = (vote_keys::id.eq(1), vote_keys::secret.eq(&secret), vote_keys::created_at.eq(now));
    let insert = diesel::insert_into(vote_keys::table).values(values);
    crate::each!(db, |c| insert.on_conflict(vote_keys::id).do_nothing().execute(c))?;
    let old = vote_keys::table.find(1).filter(vote_keys::created_at.le(now.minus(KEY_LIFE)));
    diesel::update(old).set((vote_keys::secret.eq(&secret), vote_keys::created_at.eq(now))).execute(db)?;
    Ok(vote_keys::table.find(1).select(vote_keys::secret).first(db)?)
}

/// Keeps the signals of a vote that was cast now, in the transaction that casts it. A vote that was withdrawn has none.
pub fn record(
    db: &mut Db,
    (idea, person): (IdeaId, PersonId),
    origin: &Origin,
    now: Timestamp,
) -> Result<()> {
    let row = vote_signals::table.find((idea, person));
    diesel::delete(row).execute(db)?;
    let value: Option<i16> = votes::table.find((idea, person)).select(votes::value).first(db).optional()?;
    if value.unwrap_or(0) == 0 {
        return Ok(());
    }
    let secret = key(db, now)?;
    let network = origin.address.map(|address| hash(&secret, "network", &network(address))).transpose()?;
    let agent: String = origin.agent.chars().take(AGENT_MAX).collect();
    let agent = if agent.is_empty() { None } else { Some(hash(&secret, "agent", &agent)?) };
    let joined: Timestamp = people::table.find(person).select(people::created_at).first(db)?;
    let values = (
        vote_signals::idea_id.eq(idea),
        vote_signals::person_id.eq(person),
        vote_signals::network.eq(network),
        vote_signals::agent.eq(agent),
        vote_signals::account_age.eq(now.since(joined).max(0)),
        vote_signals::cast_at.eq(now),
    );
    diesel::insert_into(vote_signals::table).values(values).execute(db)?;
    Ok(())
}

/// Removes signals that have served their time, a bounded number at once; gives how many. Also throws away a key that
/// nobody has used for so long.
pub fn tidy(db: &mut Db, now: Timestamp) -> Result<usize> {
    let key = vote_keys::table.filter(vote_keys::created_at.le(now.minus(KEY_LIFE)));
    diesel::delete(key).execute(db)?;
    let old: Vec<(IdeaId, PersonId)> = vote_signals::table
        .filter(vote_signals::cast_at.lt(now.minus(KEPT)))
        .order((vote_signals::cast_at, vote_signals::idea_id))
        .limit(CHUNK)
        .select((vote_signals::idea_id, vote_signals::person_id))
        .load(db)?;
    if old.is_empty() {
        return Ok(0);
    }
    let listed: Vec<String> = old.iter().map(|(idea, person)| format!("({idea}, {person})")).collect();
    crate::db::execute(
        db,
        // A bare list of pairs makes SQLite read the whole table.
        &format!(
            "DELETE FROM vote_signals WHERE (idea_id, person_id) IN \
             (SELECT w.column1, w.column2 FROM (VALUES {}) w)",
            listed.join(", ")
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_share_a_network_and_others_do_not() {
        let of = |text: &str| network(text.parse().unwrap());
        assert_eq!(of("203.0.113.7"), of("203.0.113.250"));
        assert_ne!(of("203.0.113.7"), of("203.0.114.7"));
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:ffff::9"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:2:2::1"));
        assert_eq!(of("::ffff:203.0.113.7"), of("203.0.113.9"));
    }

    #[test]
    fn a_hash_is_tied_to_its_key_and_its_kind() {
        let of = |secret, kind| hash(secret, kind, "203.0.113").unwrap();
        assert_eq!(of("a", "network"), of("a", "network"));
        assert_ne!(of("a", "network"), of("b", "network"));
        assert_ne!(of("a", "network"), of("a", "agent"));
    }
}
