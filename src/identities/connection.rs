//! The rows, and finding them.

use diesel::prelude::*;

use crate::db::Db;
use crate::db::schema::{signin_connections, signin_identities};
use crate::error::{Error, Result};
use crate::ids::{ConnectionId, PersonId};
use crate::people::Role;
use crate::text_enum;
use crate::time::Timestamp;

/// Connections that the sign-in page offers.
const OFFERED: i64 = 10;
/// Connections that the list shows; a site has one or two.
const LISTED: i64 = 200;

text_enum! {
    /// How tokens are signed. A connection has one, and tokens do not choose.
    pub enum Algorithm {
        /// With a secret that both sides know.
        Hs256 = "HS256",
        /// With an RSA key, whose public half lies here.
        Rs256 = "RS256",
        /// With an Ed25519 key, whose public half lies here.
        EdDsa = "EdDSA",
    }
}

impl Algorithm {
    /// The key of what it is called in forms.
    pub fn word(self) -> &'static str {
        match self {
            Self::Hs256 => "connection-hs256",
            Self::Rs256 => "connection-rs256",
            Self::EdDsa => "connection-eddsa",
        }
    }

    /// Whether the key is a secret that both sides know.
    pub fn is_secret(self) -> bool {
        self == Self::Hs256
    }
}

/// Where people are signed in already, and who signs them in here.
#[derive(Clone, Queryable, Selectable, Identifiable)]
#[diesel(table_name = signin_connections)]
pub struct Connection {
    /// Its id.
    pub id: ConnectionId,
    /// What people know it as.
    pub name: String,
    /// How its tokens are signed.
    pub algorithm: Algorithm,
    pub(super) key: String,
    /// When the key was set.
    pub key_at: Timestamp,
    /// The `iss` of its tokens: which connection a token belongs to.
    pub issuer: String,
    /// The `aud` of its tokens.
    pub audience: String,
    /// Where visitors are sent to sign in there.
    pub login_url: Option<String>,
    /// The claim that holds the address; empty for none.
    pub email_claim: String,
    /// The claim that holds the name.
    pub name_claim: String,
    /// The claim that holds the account.
    pub account_claim: String,
    /// The claim that holds the role.
    pub role_claim: String,
    /// Mail domains that may come in, one a line; empty for any.
    pub domains: String,
    roles: String,
    /// Whether an account that is not known is made.
    pub makes_accounts: bool,
    /// Whether plan, segment and value follow the claims.
    pub updates_accounts: bool,
    /// How far the clocks of both sides may be apart, in seconds.
    pub skew_seconds: i32,
    /// How long a token may live at the most, in seconds.
    pub life_seconds: i32,
    /// Whether anybody can sign in by it now.
    pub is_on: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// Without the key, which must not get into a log.
impl std::fmt::Debug for Connection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Connection").field("id", &self.id).field("name", &self.name).finish_non_exhaustive()
    }
}

impl Connection {
    /// Whether people of this role may come in by it, and whether its claims may give the role. Customers always.
    pub fn lets_in(&self, role: Role) -> bool {
        role == Role::Customer || self.roles.split_whitespace().any(|name| name == role.as_str())
    }

    /// Whether an address may come in. With a list of domains, nobody without an address may.
    pub fn takes(&self, email: Option<&str>) -> bool {
        let domain = email.and_then(crate::accounts::domain_of);
        self.domains.is_empty() || self.domains.lines().any(|own| Some(own) == domain)
    }

    /// The address that leads to its sign-in and from there back to `return_to`.
    pub fn way_in(&self, return_to: &str) -> Option<String> {
        let mut url = url::Url::parse(self.login_url.as_deref()?).ok()?;
        url.query_pairs_mut().append_pair("return", return_to);
        Some(url.into())
    }
}

/// A connection.
pub fn find(db: &mut Db, id: ConnectionId) -> Result<Connection> {
    let row = signin_connections::table.find(id).select(Connection::as_select());
    row.first(db).optional()?.ok_or(Error::NotFound)
}

/// The connection of an issuer, whether or not it is switched on.
pub fn by_issuer(db: &mut Db, issuer: &str) -> Result<Option<Connection>> {
    let rows = signin_connections::table.filter(signin_connections::issuer.eq(issuer));
    Ok(rows.select(Connection::as_select()).first(db).optional()?)
}

/// All connections, by name.
pub fn list(db: &mut Db) -> Result<Vec<Connection>> {
    let rows = signin_connections::table.order((signin_connections::name, signin_connections::id));
    Ok(rows.limit(LISTED).select(Connection::as_select()).load(db)?)
}

/// Those that visitors can be sent to.
pub fn open_ways(db: &mut Db) -> Result<Vec<Connection>> {
    let open = signin_connections::login_url.is_not_null().and(signin_connections::is_on.eq(true));
    let rows = signin_connections::table.filter(open);
    let rows = rows.order((signin_connections::name, signin_connections::id)).limit(OFFERED);
    Ok(rows.select(Connection::as_select()).load(db)?)
}

/// By which connections somebody has signed in.
#[derive(Debug, Clone)]
pub struct Known {
    /// What the connection is called.
    pub name: String,
    /// What the person is called there.
    pub subject: String,
    /// Since when.
    pub since: Timestamp,
    /// When they last came in that way.
    pub used_at: Timestamp,
}

/// By which connections somebody has signed in, by name.
pub fn known_of(db: &mut Db, person: PersonId) -> Result<Vec<Known>> {
    let rows: Vec<(String, String, Timestamp, Timestamp)> = signin_identities::table
        .inner_join(signin_connections::table)
        .filter(signin_identities::person_id.eq(person))
        .order((signin_connections::name, signin_identities::created_at))
        .select((
            signin_connections::name,
            signin_identities::subject,
            signin_identities::created_at,
            signin_identities::used_at,
        ))
        .load(db)?;
    let known = |(name, subject, since, used_at)| Known { name, subject, since, used_at };
    Ok(rows.into_iter().map(known).collect())
}
