//! Removal of what has served its time, a thousand rows of a table per step.

use diesel::prelude::*;

use crate::audit;
use crate::db::Db;
use crate::db::schema::{
    allowances, data_exports, deliveries, drafts, events, jobs, mails, panels, sessions, sign_ins,
};
use crate::error::Result;
use crate::identities;
use crate::ids::{DataExportId, DeliveryId, DraftId, EventId, JobId, MailId, PanelId, SessionId, SignInId};
use crate::integrity::signals;
use crate::jobs::{JobState, Progress, Step};
use crate::mail::MailState;
use crate::mail::secret::ARCHIVE_HOLDS;
use crate::panels::KEPT as PANELS_KEPT;
use crate::people::drafts as drafts_of_visitors;
use crate::privacy::archive;
use crate::screening;
use crate::time::{DAY, Timestamp};

/// How many rows of each table one step removes.
const CHUNK: usize = 1_000;
/// How long handled events, finished jobs and sent mails stay, for whoever looks into what happened.
const HANDLED: i64 = 30 * DAY;
/// How long mails that were not sent, and deliveries, stay.
const KEPT: i64 = 90 * DAY;
/// How long past its end a sign-in stays, since limits count them.
const SIGN_INS: i64 = 7 * DAY;
/// How long it is known that somebody took their data along.
const ARCHIVES: i64 = 30 * DAY;
/// How long counters of limited acts stay; no window is longer.
const ALLOWANCES: i64 = 31 * DAY;

/// Tables whose rows go by themselves, and after how many days at the most: what the page about privacy promises.
pub const ENFORCED: [(&str, i64); 21] = [
    // Unless `session_idle_days` says otherwise.
    ("sessions", 60),
    ("sign_ins", SIGN_INS / DAY),
    ("drafts", drafts_of_visitors::LIFETIME / DAY),
    ("allowances", ALLOWANCES / DAY),
    ("signin_tokens", 1),
    ("signin_attempts", 1),
    ("signin_links", 1),
    ("vote_keys", signals::KEY_LIFE / DAY),
    ("vote_signals", signals::KEPT / DAY),
    ("screening_findings", screening::KEPT / DAY),
    ("lessons", screening::KEPT / DAY),
    // Unless administrators have it kept shorter or longer.
    ("audit_log", audit::DAYS_USUAL),
    ("seen_as", audit::DAYS_USUAL),
    ("signin_refusals", identities::REFUSALS / DAY),
    ("events", HANDLED / DAY),
    ("jobs", HANDLED / DAY),
    ("mails", KEPT / DAY),
    ("deliveries", KEPT / DAY),
    ("panels", PANELS_KEPT / DAY),
    ("data_exports", ARCHIVES / DAY),
    ("data_export_parts", ARCHIVE_HOLDS / DAY),
];

/// Removes one chunk of every table.
pub(super) fn step(db: &mut Db, before: Progress, now: Timestamp) -> Result<Step> {
    let removed = [
        people_of_the_past(db, now)?,
        handled_events(db, now.minus(HANDLED))?,
        finished_jobs(db, now.minus(HANDLED))?,
        old_mails(db, now)?,
        old_deliveries(db, now.minus(KEPT))?,
        deleted_panels(db, now.minus(PANELS_KEPT))?,
        audit::purge(db, now, i64::try_from(CHUNK).unwrap_or(i64::MAX))?,
        screening::tidy(db, now)?,
        signals::tidy(db, now)?,
        old_archives(db, now)?,
    ];
    let sum: usize = removed.iter().sum();
    let progress = Progress { done: before.done.saturating_add(i64::try_from(sum).unwrap_or(0)), ..before };
    let is_full = removed.iter().any(|count| *count >= CHUNK);
    Ok(if is_full { Step::More(progress) } else { Step::Done(progress) })
}

macro_rules! remove {
    ($db:ident, $table:ident, $id:ty, $wanted:expr) => {{
        let ids: Vec<$id> = $table::table
            .filter($wanted)
            .order($table::id)
            .limit(i64::try_from(CHUNK).unwrap_or(i64::MAX))
            .select($table::id)
            .load($db)?;
        if !ids.is_empty() {
            diesel::delete($table::table.filter($table::id.eq_any(&ids))).execute($db)?;
        }
        ids.len()
    }};
}

/// Sessions, sign-ins, drafts and counters; the largest count of them.
fn people_of_the_past(db: &mut Db, now: Timestamp) -> Result<usize> {
    let sessions = remove!(db, sessions, SessionId, sessions::expires_at.lt(now));
    let sign_ins = remove!(db, sign_ins, SignInId, sign_ins::expires_at.lt(now.minus(SIGN_INS)));
    let drafts = remove!(db, drafts, DraftId, drafts::created_at.lt(now.minus(drafts_of_visitors::LIFETIME)));
    identities::tidy(db, now)?;
    diesel::delete(allowances::table.filter(allowances::window_start.lt(now.minus(ALLOWANCES))))
        .execute(db)?;
    Ok(sessions.max(sign_ins).max(drafts))
}

fn handled_events(db: &mut Db, before: Timestamp) -> Result<usize> {
    Ok(remove!(db, events, EventId, events::handled_at.lt(Some(before))))
}

fn finished_jobs(db: &mut Db, before: Timestamp) -> Result<usize> {
    let finished = jobs::state.eq(JobState::Done).and(jobs::done_at.lt(Some(before)));
    Ok(remove!(db, jobs, JobId, finished))
}

fn old_mails(db: &mut Db, now: Timestamp) -> Result<usize> {
    let sent = mails::state.eq(MailState::Sent).and(mails::created_at.lt(now.minus(HANDLED)));
    let kept = mails::state
        .eq_any([MailState::Kept, MailState::Withheld, MailState::Failed])
        .and(mails::created_at.lt(now.minus(KEPT)));
    let sent = remove!(db, mails, MailId, sent);
    Ok(sent.max(remove!(db, mails, MailId, kept)))
}

fn old_deliveries(db: &mut Db, before: Timestamp) -> Result<usize> {
    Ok(remove!(db, deliveries, DeliveryId, deliveries::done_at.lt(Some(before))))
}

/// The files of archives that nobody can have any more, and then the archives.
fn old_archives(db: &mut Db, now: Timestamp) -> Result<usize> {
    while archive::expire(db, now)? > 0 {}
    Ok(remove!(db, data_exports, DataExportId, data_exports::asked_at.lt(now.minus(ARCHIVES))))
}

/// Panels that can no longer be restored, with everything that was said in them.
fn deleted_panels(db: &mut Db, before: Timestamp) -> Result<usize> {
    Ok(remove!(db, panels, PanelId, panels::deleted_at.lt(Some(before))))
}
