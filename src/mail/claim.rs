//! Mails in a worker's hands: claimed, sent or tried again, and given back when the worker stops.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::secret::is_secret;
use super::{MailState, Outcome};
use crate::db::Db;
use crate::db::schema::mails;
use crate::error::{Error, Result};
use crate::ids::{CommentId, IdeaId, MailId, PersonId};
use crate::queue::{LEASE, backoff, excerpt};
use crate::time::{HOUR, Timestamp};

/// How often a mail is tried before it is given up: with [`LONGEST`], a little more than two days.
const TRIES: i32 = 16;
/// The longest time between two tries.
const LONGEST: i64 = 6 * HOUR;

/// A mail being sent.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = mails)]
pub struct Outgoing {
    /// Its id.
    pub id: MailId,
    /// To whom, when it is a person of the site.
    pub person_id: Option<PersonId>,
    /// The idea it tells of.
    pub idea_id: Option<IdeaId>,
    /// The comment it tells of.
    pub comment_id: Option<CommentId>,
    /// What it is about.
    pub kind: String,
    /// The address.
    pub recipient: String,
    /// The subject.
    pub subject: String,
    /// The text.
    pub body_text: String,
    /// The same as HTML.
    pub body_html: String,
    headers: String,
    attempts: i32,
    /// When it was written.
    pub created_at: Timestamp,
}

impl Outgoing {
    /// Further header fields: name and value.
    pub fn headers(&self) -> Result<Vec<(String, String)>> {
        serde_json::from_str(&self.headers).map_err(Error::internal)
    }
}

/// Whether a mail waits to be sent by now.
pub fn is_due(db: &mut Db, now: Timestamp) -> Result<bool> {
    let due: Option<MailId> = mails::table
        .filter(sql::<Bool>("state = 'waiting'"))
        .filter(mails::next_at.le(now))
        .select(mails::id)
        .first(db)
        .optional()?;
    Ok(due.is_some())
}

/// Claims up to `limit` mails that are due, oldest first. Several workers never get the same.
pub fn claim(db: &mut Db, claimant: &str, limit: i64, now: Timestamp) -> Result<Vec<Outgoing>> {
    let due = mails::table
        .filter(sql::<Bool>("state = 'waiting'"))
        .filter(mails::next_at.le(now))
        .order((mails::next_at, mails::id))
        .limit(limit)
        .select(mails::id);
    let ids: Vec<MailId> = match db {
        Db::Postgres(c) => due.for_update().skip_locked().load(c)?,
        Db::Sqlite(c) => due.load(c)?,
    };
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    diesel::update(mails::table.filter(mails::id.eq_any(&ids)))
        .set((
            mails::state.eq(MailState::Claimed),
            mails::claimed_by.eq(Some(claimant)),
            mails::claimed_at.eq(Some(now)),
        ))
        .execute(db)?;
    Ok(mails::table.filter(mails::id.eq_any(&ids)).order(mails::id).select(Outgoing::as_select()).load(db)?)
}

/// Records what became of a mail, unless somebody else has claimed it in between.
pub fn record(
    db: &mut Db,
    mail: &Outgoing,
    claimant: &str,
    outcome: &Outcome,
    now: Timestamp,
) -> Result<MailState> {
    let attempts = mail.attempts.saturating_add(1);
    let (state, error) = match outcome {
        Outcome::Sent => (MailState::Sent, None),
        Outcome::Kept => (MailState::Kept, None),
        Outcome::Never(cause) => (MailState::Failed, Some(excerpt(cause))),
        Outcome::Later(cause) if attempts >= TRIES => (MailState::Failed, Some(excerpt(cause))),
        Outcome::Later(cause) => (MailState::Waiting, Some(excerpt(cause))),
    };
    diesel::update(mails::table.find(mail.id).filter(mails::claimed_by.eq(claimant)))
        .set((
            mails::state.eq(state),
            mails::attempts.eq(attempts),
            mails::next_at.eq(now.plus(backoff(attempts, LONGEST))),
            mails::claimed_by.eq(None::<String>),
            mails::claimed_at.eq(None::<Timestamp>),
            mails::error.eq(error),
            mails::sent_at.eq((state == MailState::Sent).then_some(now)),
        ))
        .execute(db)?;
    if state == MailState::Sent && is_secret(&mail.kind) {
        diesel::update(mails::table.find(mail.id))
            .set((mails::body_text.eq(""), mails::body_html.eq("")))
            .execute(db)?;
    }
    Ok(state)
}

/// Takes mails out of the queue for good that must not go any more.
pub fn withhold(db: &mut Db, ids: &[MailId]) -> Result<usize> {
    Ok(diesel::update(mails::table.filter(mails::id.eq_any(ids)))
        .set((mails::state.eq(MailState::Withheld), mails::claimed_by.eq(None::<String>)))
        .execute(db)?)
}

/// Gives back everything that a worker has claimed, when it stops.
pub fn release(db: &mut Db, claimant: &str) -> Result<usize> {
    let mine = mails::table
        .filter(sql::<Bool>("state = 'claimed'"))
        .filter(mails::claimed_by.eq(claimant.to_owned()));
    Ok(diesel::update(mine)
        .set((
            mails::state.eq(MailState::Waiting),
            mails::claimed_by.eq(None::<String>),
            mails::claimed_at.eq(None::<Timestamp>),
        ))
        .execute(db)?)
}

/// Takes back what a worker claimed that has not been heard of since. If it had reached the mail server, it is sent
/// again as the same message, under the same `Message-ID`.
pub fn reclaim(db: &mut Db, now: Timestamp) -> Result<usize> {
    let lost = mails::table
        .filter(sql::<Bool>("state = 'claimed'"))
        .filter(mails::claimed_at.lt(Some(now.minus(LEASE))));
    Ok(diesel::update(lost)
        .set((
            mails::state.eq(MailState::Waiting),
            mails::attempts.eq(mails::attempts + 1),
            mails::claimed_by.eq(None::<String>),
            mails::claimed_at.eq(None::<Timestamp>),
        ))
        .execute(db)?)
}
