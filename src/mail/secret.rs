//! Mails whose text opens something. Nobody but their reader sees it: it is not shown to administrators, and it is wiped
//! when the mail server has taken the mail, or when what it opens has ended.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::MailState;
use crate::db::Db;
use crate::db::schema::mails;
use crate::error::Result;
use crate::ids::MailId;
use crate::time::{DAY, MINUTE, Timestamp};

/// How long a code to sign in holds, and the link beside it.
pub const SIGN_IN_HOLDS: i64 = 15 * MINUTE;
/// How long a code holds that proves anew who somebody is.
pub const PROOF_HOLDS: i64 = 15 * MINUTE;
/// How long the link to an archive holds.
pub const ARCHIVE_HOLDS: i64 = 7 * DAY;

/// The kinds of such mails, and how long what they say opens anything. An index names them, too.
const SECRET: [(&str, i64); 3] =
    [("sign_in", SIGN_IN_HOLDS), ("proof", PROOF_HOLDS), ("data_ready", ARCHIVE_HOLDS)];
/// How many texts are wiped at once.
const CHUNK: i64 = 500;

/// Whether the text of mails of this kind opens something.
pub fn is_secret(kind: &str) -> bool {
    SECRET.iter().any(|(secret, _)| *secret == kind)
}

/// Wipes texts that open nothing any more. Mails that still wait with one are not sent; what is being sent is left for later.
pub fn wipe(db: &mut Db, now: Timestamp) -> Result<usize> {
    let mut wiped = 0;
    for (kind, holds) in SECRET {
        let ids: Vec<MailId> = mails::table
            .filter(sql::<Bool>("kind IN ('sign_in', 'proof', 'data_ready') AND body_text <> ''"))
            .filter(mails::created_at.lt(now.minus(holds)))
            .filter(mails::kind.eq(kind))
            .filter(mails::state.ne(MailState::Claimed))
            .order((mails::created_at, mails::id))
            .limit(CHUNK)
            .select(mails::id)
            .load(db)?;
        if ids.is_empty() {
            continue;
        }
        let waiting = mails::table.filter(mails::id.eq_any(&ids)).filter(mails::state.eq(MailState::Waiting));
        diesel::update(waiting).set(mails::state.eq(MailState::Withheld)).execute(db)?;
        let over = mails::table.filter(mails::id.eq_any(&ids));
        wiped += diesel::update(over).set((mails::body_text.eq(""), mails::body_html.eq(""))).execute(db)?;
    }
    Ok(wiped)
}
