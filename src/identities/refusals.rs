//! Why tokens were refused: the last of each connection, for administrators.

use diesel::prelude::*;

use crate::db::Db;
use crate::db::schema::signin_refusals;
use crate::error::Result;
use crate::ids::{ConnectionId, RefusalId};
use crate::text_enum;
use crate::time::Timestamp;

/// Refusals of a connection that are kept, and of tokens that belong to none.
const KEPT: i64 = 50;

text_enum! {
    /// Why a token signs nobody in.
    pub enum Reason {
        /// It is no token.
        Malformed = "malformed",
        /// No connection has its issuer.
        UnknownIssuer = "unknown_issuer",
        /// Its issuer is another than the connection's.
        Issuer = "issuer",
        /// The connection is switched off.
        Off = "off",
        /// It names another algorithm than the connection's.
        Algorithm = "algorithm",
        /// It demands an extension of the standard that this site does not know.
        Critical = "critical",
        /// Its signature is not the connection's.
        Signature = "signature",
        /// It is for somebody else.
        Audience = "audience",
        /// It names nobody.
        NoSubject = "no_subject",
        /// It never ends.
        NoExpiry = "no_expiry",
        /// It has ended.
        Expired = "expired",
        /// Its time has not begun.
        NotYet = "not_yet",
        /// It was made in the future.
        FromFuture = "from_future",
        /// It lives for too long.
        TooLong = "too_long",
        /// It has no id of its own.
        NoId = "no_id",
        /// It was used before.
        Reused = "reused",
        /// Mail addresses like this one may not come in.
        Domain = "domain",
        /// It claims a role that the connection may not give.
        Role = "role",
        /// It is for somebody whose role may not come in by the connection.
        Staff = "staff",
        /// The provider turned the person away, or they turned back.
        Provider = "provider",
        /// The provider did not answer, or not as OpenID Connect has it.
        Unreachable = "unreachable",
        /// The provider did not take the code that it had sent the person with.
        Exchange = "exchange",
        /// It was begun elsewhere, is over, or took too long.
        State = "state",
        /// The provider's answer belongs to another sign-in.
        Nonce = "nonce",
        /// The provider's two tokens do not belong together.
        Hash = "hash",
        /// The provider does not say that the address is verified.
        Unverified = "unverified",
        /// The address has to be proved first.
        Proof = "proof",
    }
}

impl Reason {
    /// The key of the sentence that tells administrators.
    pub fn word(self) -> &'static str {
        match self {
            Self::Malformed => "refusal-malformed",
            Self::UnknownIssuer => "refusal-unknown-issuer",
            Self::Issuer => "refusal-issuer",
            Self::Off => "refusal-off",
            Self::Algorithm => "refusal-algorithm",
            Self::Critical => "refusal-critical",
            Self::Signature => "refusal-signature",
            Self::Audience => "refusal-audience",
            Self::NoSubject => "refusal-no-subject",
            Self::NoExpiry => "refusal-no-expiry",
            Self::Expired => "refusal-expired",
            Self::NotYet => "refusal-not-yet",
            Self::FromFuture => "refusal-from-future",
            Self::TooLong => "refusal-too-long",
            Self::NoId => "refusal-no-id",
            Self::Reused => "refusal-reused",
            Self::Domain => "refusal-domain",
            Self::Role => "refusal-role",
            Self::Staff => "refusal-staff",
            Self::Provider => "refusal-provider",
            Self::Unreachable => "refusal-unreachable",
            Self::Exchange => "refusal-exchange",
            Self::State => "refusal-state",
            Self::Nonce => "refusal-nonce",
            Self::Hash => "refusal-hash",
            Self::Unverified => "refusal-unverified",
            Self::Proof => "refusal-proof",
        }
    }

    /// The key of what the person themselves reads. It helps with what they can do something about, and tells nothing of
    /// how tokens are checked.
    pub fn public_word(self) -> &'static str {
        match self {
            Self::Expired | Self::Reused | Self::State => "token-refused-stale",
            Self::Provider => "openid-refused-provider",
            Self::Unreachable => "openid-refused-unreachable",
            Self::Unverified => "openid-refused-unverified",
            Self::Domain | Self::Role | Self::Staff => "token-refused-person",
            _ => "token-refused-text",
        }
    }
}

/// A token that was refused.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = signin_refusals)]
pub struct Refusal {
    /// Its id.
    pub id: RefusalId,
    /// Why.
    pub reason: Reason,
    /// What it said instead: an algorithm, an audience, a moment. Nothing of a person.
    pub detail: String,
    /// When.
    pub created_at: Timestamp,
}

/// Writes a refusal down, and forgets all but the last of the connection.
pub fn record(
    db: &mut Db,
    connection: Option<ConnectionId>,
    reason: Reason,
    detail: &str,
    now: Timestamp,
) -> Result<()> {
    let values = (
        signin_refusals::connection_id.eq(connection),
        signin_refusals::reason.eq(reason),
        signin_refusals::detail.eq(detail),
        signin_refusals::created_at.eq(now),
    );
    diesel::insert_into(signin_refusals::table).values(values).execute(db)?;
    let kept: Vec<RefusalId> = list(db, connection, KEPT)?.into_iter().map(|own| own.id).collect();
    let Some(oldest) = kept.last() else { return Ok(()) };
    let old = signin_refusals::table.filter(signin_refusals::id.lt(oldest));
    match connection {
        Some(id) => diesel::delete(old.filter(signin_refusals::connection_id.eq(id))).execute(db)?,
        None => diesel::delete(old.filter(signin_refusals::connection_id.is_null())).execute(db)?,
    };
    Ok(())
}

/// The last refusals of a connection, or of tokens that belong to none; newest first.
pub fn list(db: &mut Db, connection: Option<ConnectionId>, most: i64) -> Result<Vec<Refusal>> {
    let rows = signin_refusals::table
        .order(signin_refusals::id.desc())
        .limit(most)
        .select(Refusal::as_select())
        .into_boxed();
    Ok(match connection {
        Some(id) => rows.filter(signin_refusals::connection_id.eq(id)).load(db)?,
        None => rows.filter(signin_refusals::connection_id.is_null()).load(db)?,
    })
}
