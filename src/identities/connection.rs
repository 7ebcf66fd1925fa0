//! The rows, and finding them.

use diesel::prelude::*;

use crate::db::Db;
use crate::db::schema::{signin_connections, signin_identities};
use crate::error::{Error, Result};
use crate::ids::{ConnectionId, PersonId};
use crate::links::Links;
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
        /// With the keys that an OpenID provider publishes. Nobody brings tokens; they are fetched there.
        OpenId = "OpenID",
    }
}

impl Algorithm {
    /// Those of tokens that another site sends people with.
    pub const OF_TOKENS: [Self; 3] = [Self::Hs256, Self::Rs256, Self::EdDsa];

    /// The key of what it is called in forms.
    pub fn word(self) -> &'static str {
        match self {
            Self::Hs256 => "connection-hs256",
            Self::Rs256 => "connection-rs256",
            Self::EdDsa => "connection-eddsa",
            Self::OpenId => "connection-openid",
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
    /// What an OpenID provider is asked for beside who it is, with a space between them.
    pub scopes: String,
    /// What stands in the role claim and which role it gives, one `value=role` a line.
    pub role_map: String,
    /// Whether only people with an address that the provider calls verified come in.
    pub needs_verified: bool,
    /// Whether a verified address leads to whoever has it here, without a code by mail.
    pub links_by_mail: bool,
}

/// Without the key, which must not get into a log.
impl std::fmt::Debug for Connection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Connection").field("id", &self.id).field("name", &self.name).finish_non_exhaustive()
    }
}

impl Connection {
    /// Whether it is an OpenID provider, and no other site that sends tokens.
    pub fn is_openid(&self) -> bool {
        self.algorithm == Algorithm::OpenId
    }

    /// Whether it has a key at all: an OpenID provider may know this site by its address alone.
    pub fn has_key(&self) -> bool {
        !self.key.is_empty()
    }

    /// The role that a value of the role claim stands for: by its own name, unless there is a list of values.
    pub(super) fn role_of(&self, value: &str) -> Option<Role> {
        if self.role_map.is_empty() {
            return Role::parse(value);
        }
        let lines = self.role_map.lines().filter_map(|line| line.rsplit_once('='));
        lines.filter(|(own, _)| *own == value).filter_map(|(_, role)| Role::parse(role)).max()
    }

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
    pub fn way_in(&self, links: &Links, return_to: &str) -> Option<String> {
        if self.is_openid() {
            return Some(links.openid(self.id, return_to));
        }
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

/// The connection that an issuer's tokens belong to, whether or not it is switched on. Nobody brings those of OpenID providers.
pub fn by_issuer(db: &mut Db, issuer: &str) -> Result<Option<Connection>> {
    let rows = signin_connections::table.filter(signin_connections::issuer.eq(issuer));
    let rows = rows.filter(signin_connections::algorithm.ne(Algorithm::OpenId));
    Ok(rows.select(Connection::as_select()).first(db).optional()?)
}

/// All connections, by name.
pub fn list(db: &mut Db) -> Result<Vec<Connection>> {
    let rows = signin_connections::table.order((signin_connections::name, signin_connections::id));
    Ok(rows.limit(LISTED).select(Connection::as_select()).load(db)?)
}

/// Those that visitors can be sent to.
pub fn open_ways(db: &mut Db) -> Result<Vec<Connection>> {
    let has_way = signin_connections::login_url.is_not_null();
    let has_way = has_way.or(signin_connections::algorithm.eq(Algorithm::OpenId));
    let rows = signin_connections::table.filter(has_way.and(signin_connections::is_on.eq(true)));
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
