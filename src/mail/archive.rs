//! Mails as administrators read them: a list, one mail, and sending again what was given up or kept.

use diesel::prelude::*;

use super::MailState;
use super::secret::is_secret;
use crate::db::Db;
use crate::db::page::Page;
use crate::db::schema::mails;
use crate::error::{Error, Result};
use crate::ids::MailId;
use crate::time::Timestamp;

/// A mail, sent or not.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = mails)]
pub struct Mail {
    /// Its id.
    pub id: MailId,
    /// What it is about, by the name of its template.
    pub kind: String,
    /// The address.
    pub recipient: String,
    /// The subject.
    pub subject: String,
    /// The text.
    pub body_text: String,
    /// The same as HTML.
    pub body_html: String,
    /// Further header fields, as JSON.
    pub headers: String,
    /// Where it stands.
    pub state: MailState,
    /// How often sending was tried.
    pub attempts: i32,
    /// What the mail server said last.
    pub error: Option<String>,
    /// When it was written.
    pub created_at: Timestamp,
    /// When the mail server took it.
    pub sent_at: Option<Timestamp>,
}

impl Mail {
    /// Further header fields: name and value.
    pub fn header_list(&self) -> Vec<(String, String)> {
        serde_json::from_str(&self.headers).unwrap_or_default()
    }

    /// Whether its text opens something, and is shown to nobody.
    pub fn is_secret(&self) -> bool {
        is_secret(&self.kind)
    }

    /// Whether it may be sent again: not without a text.
    pub fn may_resend(&self) -> bool {
        matches!(self.state, MailState::Failed | MailState::Kept)
            && !(self.is_secret() && self.body_text.is_empty())
    }
}

/// A mail in a list.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = mails)]
pub struct MailLine {
    /// Its id.
    pub id: MailId,
    /// The address.
    pub recipient: String,
    /// The subject.
    pub subject: String,
    /// Where it stands.
    pub state: MailState,
    /// When it was written.
    pub created_at: Timestamp,
}

/// A page of mails, newest first, of one state or all.
pub fn list(
    db: &mut Db,
    state: Option<MailState>,
    after: Option<MailId>,
    size: usize,
) -> Result<Page<MailLine>> {
    let limit = i64::try_from(size).unwrap_or(i64::MAX).saturating_add(1);
    let mut query =
        mails::table.order(mails::id.desc()).limit(limit).select(MailLine::as_select()).into_boxed();
    if let Some(state) = state {
        query = query.filter(mails::state.eq(state));
    }
    if let Some(after) = after {
        query = query.filter(mails::id.lt(after));
    }
    Ok(Page::cut(query.load(db)?, size, |mail| mail.id.to_string()))
}

/// One mail.
pub fn find(db: &mut Db, id: MailId) -> Result<Mail> {
    mails::table.find(id).select(Mail::as_select()).first(db).optional()?.ok_or(Error::NotFound)
}

/// Puts a mail that was given up or kept back in line.
///
/// # Errors
/// `Conflict` when it was sent already or is on its way.
pub fn resend(db: &mut Db, id: MailId, now: Timestamp) -> Result<()> {
    if !find(db, id)?.may_resend() {
        return Err(Error::Conflict("error-mail-sent"));
    }
    diesel::update(mails::table.find(id))
        .set((
            mails::state.eq(MailState::Waiting),
            mails::attempts.eq(0),
            mails::next_at.eq(now),
            mails::claimed_by.eq(None::<String>),
            mails::claimed_at.eq(None::<Timestamp>),
            mails::error.eq(None::<String>),
        ))
        .execute(db)?;
    Ok(())
}
