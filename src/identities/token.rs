//! Tokens (RFC 7519), check by check. Trying a token and signing in by it ask the same checks; the first that fails decides.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use diesel::prelude::*;
use serde_json::Value;

use super::claims::{ID_MAX, told};
use super::{Claims, Connection, Reason, keys};
use crate::db::schema::signin_tokens;
use crate::db::{Db, savepoint};
use crate::error::Result;
use crate::ids::ConnectionId;
use crate::site::token_hash;
use crate::time::{SECOND, Timestamp};

/// Most bytes of a token. Addresses that are longer are cut by proxies.
pub const TOKEN_MAX: usize = 8_192;
/// The last second that a claim may name: year 9999.
const LAST_SECOND: f64 = 253_402_300_799.0;

/// What is checked of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckKind {
    /// Three parts, each of them readable.
    Shape,
    /// `iss`.
    Issuer,
    /// Whether the connection is switched on.
    On,
    /// `alg`, and no `crit`.
    Algorithm,
    /// The signature.
    Signature,
    /// `aud`.
    Audience,
    /// `sub`.
    Subject,
    /// `exp`.
    Expiry,
    /// `nbf`.
    NotBefore,
    /// `iat`.
    IssuedAt,
    /// From `iat` to `exp`.
    Life,
    /// `jti`.
    Id,
}

impl CheckKind {
    /// The key of its name in `locales/`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Shape => "check-shape",
            Self::Issuer => "check-issuer",
            Self::On => "check-on",
            Self::Algorithm => "check-algorithm",
            Self::Signature => "check-signature",
            Self::Audience => "check-audience",
            Self::Subject => "check-subject",
            Self::Expiry => "check-expiry",
            Self::NotBefore => "check-not-before",
            Self::IssuedAt => "check-issued-at",
            Self::Life => "check-life",
            Self::Id => "check-id",
        }
    }
}

/// How one check went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What was checked.
    pub kind: CheckKind,
    /// Why it failed, if it did.
    pub failed: Option<Reason>,
    /// What the token says there; nothing of a person but the subject, which no refusal keeps.
    pub said: String,
}

/// A token that has been looked at.
#[derive(Debug, Clone)]
pub struct Checked {
    /// Every check that could be made, in the order in which they count.
    pub checks: Vec<Check>,
    /// What it says of the person: only when the signature is right.
    pub claims: Option<Claims>,
    id: Option<String>,
    ends_at: Timestamp,
}

impl Checked {
    /// The first check that failed, if any.
    pub fn refusal(&self) -> Option<(Reason, &str)> {
        self.checks.iter().find_map(|check| Some((check.failed?, check.said.as_str())))
    }

    /// The claims of a token that failed no check.
    pub fn accepted(&self) -> Option<&Claims> {
        self.claims.as_ref().filter(|_| self.refusal().is_none())
    }
}

/// Header and claims as they stand there. Nobody has vouched for them.
fn peek(token: &str) -> Option<(Value, Value)> {
    if token.len() > TOKEN_MAX {
        return None;
    }
    let mut parts = token.split('.');
    let mut part = || -> Option<Value> {
        let bytes = URL_SAFE_NO_PAD.decode(parts.next()?).ok()?;
        serde_json::from_slice(&bytes).ok().filter(Value::is_object)
    };
    let (header, claims) = (part()?, part()?);
    let is_whole = parts.next().is_some() && parts.next().is_none();
    is_whole.then_some((header, claims))
}

/// The issuer that a token names: which connection is to check it.
pub fn issuer_of(token: &str) -> Option<String> {
    let (_, claims) = peek(token)?;
    claims.get("iss")?.as_str().map(str::to_owned)
}

/// Checks a token for a connection, in the order in which refusals count. Does not ask whether it was used before.
pub fn check(connection: &Connection, token: &str, now: Timestamp) -> Checked {
    let Some((header, peeked)) = peek(token) else {
        let shape = Check { kind: CheckKind::Shape, failed: Some(Reason::Malformed), said: String::new() };
        return Checked { checks: vec![shape], claims: None, id: None, ends_at: now };
    };
    let signed = keys::signed_claims(connection, token);
    let is_signed = signed.is_some();
    // Claims that nobody signed are still told of to administrators who try a token, and lead to nobody.
    let claims = signed.unwrap_or(peeked);
    let mut checks = vec![
        passed(CheckKind::Shape, String::new()),
        issuer(connection, &claims),
        of(CheckKind::On, connection.is_on, Reason::Off, String::new()),
        algorithm(connection, &header),
        of(CheckKind::Signature, is_signed, Reason::Signature, String::new()),
        audience(connection, &claims),
        subject(&claims),
    ];
    let times = Times::read(&claims);
    checks.extend(times.checks(connection, now));
    let id = claims.get("jti").and_then(Value::as_str).filter(|id| is_id(id));
    checks.push(of(CheckKind::Id, id.is_some(), Reason::NoId, id.map(told).unwrap_or_default()));
    let subject = claims.get("sub").and_then(Value::as_str).filter(|_| is_signed);
    let skew = i64::from(connection.skew_seconds) * SECOND;
    Checked {
        claims: subject.map(|subject| Claims::read(connection, subject, &claims)),
        id: id.map(str::to_owned),
        ends_at: times.ends.map_or(now, |ends| moment(ends).plus(skew)),
        checks,
    }
}

fn passed(kind: CheckKind, said: String) -> Check {
    Check { kind, failed: None, said }
}

fn of(kind: CheckKind, is_right: bool, reason: Reason, said: String) -> Check {
    Check { kind, failed: (!is_right).then_some(reason), said }
}

pub(super) fn is_id(text: &str) -> bool {
    !text.trim().is_empty() && text.len() <= ID_MAX && !text.contains('\0')
}

/// What stands at a claim, for people to read.
fn said(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => told(text),
        Some(other) => told(&other.to_string()),
    }
}

fn issuer(connection: &Connection, claims: &Value) -> Check {
    let own = claims.get("iss");
    let is_right = own.and_then(Value::as_str) == Some(connection.issuer.as_str());
    of(CheckKind::Issuer, is_right, Reason::Issuer, said(own))
}

/// The algorithm has to be the connection's to the letter; extensions that a token calls critical must be understood
/// (RFC 7515, 4.1.11), and none is.
fn algorithm(connection: &Connection, header: &Value) -> Check {
    let own = header.get("alg");
    if header.get("crit").is_some() {
        return of(CheckKind::Algorithm, false, Reason::Critical, said(header.get("crit")));
    }
    let is_right = own.and_then(Value::as_str) == Some(connection.algorithm.as_str());
    of(CheckKind::Algorithm, is_right, Reason::Algorithm, said(own))
}

fn audience(connection: &Connection, claims: &Value) -> Check {
    let own = claims.get("aud");
    let is_mine = |value: &Value| value.as_str() == Some(connection.audience.as_str());
    let is_right = match own {
        Some(Value::Array(all)) => all.iter().any(is_mine),
        Some(one) => is_mine(one),
        None => false,
    };
    of(CheckKind::Audience, is_right, Reason::Audience, said(own))
}

fn subject(claims: &Value) -> Check {
    let own = claims.get("sub");
    let is_right = own.and_then(Value::as_str).is_some_and(is_id);
    // Whose token it was is kept nowhere.
    of(CheckKind::Subject, is_right, Reason::NoSubject, if is_right { said(own) } else { String::new() })
}

/// The moments of a token, in seconds. A claim that is there and no moment is worse than none.
struct Times {
    ends: Option<f64>,
    begins: Result<Option<f64>, ()>,
    made: Result<Option<f64>, ()>,
}

impl Times {
    fn read(claims: &Value) -> Self {
        let read = |name: &str| match claims.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => match value.as_f64() {
                Some(seconds) if (0.0..=LAST_SECOND).contains(&seconds) => Ok(Some(seconds)),
                _ => Err(()),
            },
        };
        Self { ends: read("exp").ok().flatten(), begins: read("nbf"), made: read("iat") }
    }

    fn checks(&self, connection: &Connection, now: Timestamp) -> [Check; 4] {
        let skew = i64::from(connection.skew_seconds) * SECOND;
        let life = i64::from(connection.life_seconds) * SECOND;
        let told = |seconds: Option<f64>| seconds.map_or_else(String::new, |own| moment(own).to_rfc3339());
        let is_past = |own: &Result<Option<f64>, ()>| {
            own.is_ok_and(|own| own.is_none_or(|own| moment(own) <= now.plus(skew)))
        };
        let shown = |own: &Result<Option<f64>, ()>| told(own.ok().flatten());
        let expiry = match self.ends {
            None => Some(Reason::NoExpiry),
            Some(ends) if now >= moment(ends).plus(skew) => Some(Reason::Expired),
            Some(_) => None,
        };
        // Without a beginning of its own it is taken to have begun now, so that nothing outlives the limit.
        let begun =
            self.made.ok().flatten().or(self.begins.ok().flatten()).map_or(now, moment).min(now.plus(skew));
        let lives = self.ends.map_or(0, |ends| moment(ends).since(begun));
        [
            Check { kind: CheckKind::Expiry, failed: expiry, said: told(self.ends) },
            of(CheckKind::NotBefore, is_past(&self.begins), Reason::NotYet, shown(&self.begins)),
            of(CheckKind::IssuedAt, is_past(&self.made), Reason::FromFuture, shown(&self.made)),
            of(CheckKind::Life, lives <= life, Reason::TooLong, format!("{} s", lives / SECOND)),
        ]
    }
}

/// A moment of a claim, to the second.
fn moment(seconds: f64) -> Timestamp {
    // Checked to lie between 1970 and 9999 when it was read.
    let text = format!("{:.0}", seconds.floor());
    Timestamp::from_micros(text.parse::<i64>().unwrap_or(0).saturating_mul(SECOND))
}

/// Whether a token was used before.
pub fn was_used(db: &mut Db, connection: ConnectionId, checked: &Checked) -> Result<bool> {
    let Some(id) = &checked.id else { return Ok(false) };
    let row = signin_tokens::table.find((connection, token_hash(id)));
    Ok(row.select(signin_tokens::expires_at).first::<Timestamp>(db).optional()?.is_some())
}

/// Uses a token up; says whether it was fresh. Of two at the same moment only one is.
pub fn use_up(db: &mut Db, connection: ConnectionId, checked: &Checked) -> Result<bool> {
    let Some(id) = &checked.id else { return Ok(false) };
    let values = (
        signin_tokens::connection_id.eq(connection),
        signin_tokens::id_hash.eq(token_hash(id)),
        signin_tokens::expires_at.eq(checked.ends_at),
    );
    let stored = savepoint(db, |db| {
        Ok(diesel::insert_into(signin_tokens::table).values(values).execute(db).map(drop)?)
    });
    match stored {
        Ok(()) => Ok(true),
        Err(error) if error.is_unique_violation() => Ok(false),
        Err(error) => Err(error),
    }
}
