//! Mails on their way out: rows in the transaction of what they tell of, sent by the worker, kept when there is no
//! mail server.

use diesel::prelude::*;

use crate::db::Db;
use crate::db::schema::mails;
use crate::error::{Error, Result};
use crate::ids::{MailId, PersonId};
use crate::text_enum;
use crate::time::Timestamp;

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
        /// It was given up.
        Failed = "failed",
    }
}

/// A mail to be sent.
#[derive(Debug, Clone)]
pub struct NewMail {
    /// Whoever enqueues the same key twice sends one mail.
    pub key: String,
    /// To whom, when it is a person of the site.
    pub person: Option<PersonId>,
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
    /// Further header fields, `List-Unsubscribe` and the like: name and value.
    pub headers: Vec<(String, String)>,
}

/// Enqueues a mail inside the transaction of what it tells of. `None` when its key is there already.
pub fn enqueue(db: &mut Db, mail: &NewMail, now: Timestamp) -> Result<Option<MailId>> {
    let there: Option<MailId> =
        mails::table.filter(mails::key.eq(&mail.key)).select(mails::id).first(db).optional()?;
    if there.is_some() {
        return Ok(None);
    }
    let values = (
        mails::key.eq(&mail.key),
        mails::person_id.eq(mail.person),
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
    Ok(Some(diesel::insert_into(mails::table).values(values).returning(mails::id).get_result(db)?))
}
