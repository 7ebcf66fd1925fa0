//! Mails on their way out: rows in the transaction of what they tell of, sent by the worker, kept when there is no
//! mail server.

pub mod archive;
mod claim;
pub mod secret;
mod send;

use diesel::prelude::*;

use crate::db::Db;
use crate::db::schema::mails;
use crate::each;
use crate::error::{Error, Result};
use crate::ids::{CommentId, IdeaId, MailId, PersonId};
use crate::text_enum;
use crate::time::Timestamp;

pub use claim::{Outgoing, claim, is_due, reclaim, record, release, withhold};
pub use send::{AT_ONCE, Outcome, Sender};

text_enum! {
    /// Where a mail stands.
    pub enum MailState {
        /// It waits for the worker.
        Waiting = "waiting",
        /// A worker is sending it.
        Claimed = "claimed",
        /// The mail server took it.
        Sent = "sent",
        /// There is no mail server; it can be read at `/admin/mail`.
        Kept = "kept",
        /// What it tells of was hidden before it went, or its reader left.
        Withheld = "withheld",
        /// It was given up.
        Failed = "failed",
    }
}

/// A mail to be sent.
#[derive(Debug, Clone, Default)]
pub struct NewMail {
    /// Whoever enqueues the same key twice sends one mail.
    pub key: String,
    /// To whom, when it is a person of the site.
    pub person: Option<PersonId>,
    /// The idea it tells of; if that is hidden before the mail goes, the mail does not go.
    pub idea: Option<IdeaId>,
    /// The comment it tells of, likewise.
    pub comment: Option<CommentId>,
    /// What it is about, by the name of its template.
    pub kind: &'static str,
    /// The address.
    pub recipient: String,
    /// The subject, one line.
    pub subject: String,
    /// The text that reads well alone.
    pub text: String,
    /// The same as HTML.
    pub html: String,
    /// Further header fields, `List-Unsubscribe` and the like: name and value, in ASCII.
    pub headers: Vec<(String, String)>,
}

/// Enqueues a mail inside the transaction of what it tells of; says whether its key is new.
pub fn enqueue(db: &mut Db, mail: &NewMail, now: Timestamp) -> Result<bool> {
    let values = (
        mails::key.eq(&mail.key),
        (mails::person_id.eq(mail.person), mails::idea_id.eq(mail.idea), mails::comment_id.eq(mail.comment)),
        mails::kind.eq(mail.kind),
        mails::recipient.eq(&mail.recipient),
        mails::subject.eq(&mail.subject),
        mails::body_text.eq(&mail.text),
        mails::body_html.eq(&mail.html),
        mails::headers.eq(serde_json::to_string(&mail.headers).map_err(Error::internal)?),
        mails::state.eq(MailState::Waiting),
        mails::attempts.eq(0),
        mails::next_at.eq(now),
        mails::created_at.eq(now),
    );
    let insert = diesel::insert_into(mails::table).values(values);
    Ok(each!(db, |c| insert.on_conflict(mails::key).do_nothing().execute(c))? > 0)
}

/// Which of these keys have a mail already; one query.
pub fn known_keys(db: &mut Db, keys: &[String]) -> Result<Vec<String>> {
    Ok(mails::table.filter(mails::key.eq_any(keys)).select(mails::key).load(db)?)
}

/// A mail that could not be sent, for those who look into it.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = mails)]
pub struct Troubled {
    /// Its id.
    pub id: MailId,
    /// What it tells of.
    pub kind: String,
    /// The address.
    pub recipient: String,
    /// Whether it waits or was given up.
    pub state: MailState,
    /// How often it was tried.
    pub attempts: i32,
    /// When it is tried again, while it waits.
    pub next_at: Timestamp,
    /// What the mail server said.
    pub error: Option<String>,
}

/// Mails that were given up, newest first, and then those that wait after a failure.
pub fn troubled(db: &mut Db, limit: i64) -> Result<Vec<Troubled>> {
    use diesel::dsl::sql;
    use diesel::sql_types::Bool;
    let failed = mails::table.filter(mails::state.eq(MailState::Failed)).order(mails::id.desc());
    let mut all: Vec<Troubled> = failed.limit(limit).select(Troubled::as_select()).load(db)?;
    let waiting = mails::table.filter(sql::<Bool>("state = 'waiting'")).filter(mails::attempts.gt(0));
    let waiting = waiting.order((mails::next_at, mails::id)).limit(limit);
    all.extend(waiting.select(Troubled::as_select()).load::<Troubled>(db)?);
    Ok(all)
}

/// Lets a mail that was given up be tried again at once.
///
/// # Errors
/// `NotFound` when there is no such mail that failed or waits.
pub fn try_again(db: &mut Db, id: MailId, now: Timestamp) -> Result<()> {
    let stopped = mails::table.find(id).filter(mails::state.eq_any([MailState::Failed, MailState::Waiting]));
    let changed = diesel::update(stopped)
        .set((mails::state.eq(MailState::Waiting), mails::next_at.eq(now), mails::attempts.eq(0)))
        .execute(db)?;
    if changed == 0 { Err(Error::NotFound) } else { Ok(()) }
}
