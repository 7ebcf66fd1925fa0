//! Comparing the ideas that are there already, step by step: those that were posted before anybody looked for duplicates, and
//! those that an import brought. Doing it again adds nothing.

use diesel::prelude::*;

use super::{likenesses, policy};
use crate::boards::StatusKind;
use crate::db::Db;
use crate::db::schema::ideas;
use crate::error::Result;
use crate::ids::{IdeaId, ImportId};
use crate::jobs::{self, Job, Listed, Progress, Step};
use crate::people::Person;
use crate::time::Timestamp;

/// Ideas that one step compares: few, since whoever wants to write waits for it on SQLite.
const COMPARED_AT_ONCE: i64 = 10;
/// What names the comparison that the desk starts; there is one at a time.
const KEY: &str = "compare_ideas";

/// Has all open ideas compared with older ones. Says whether that begins now: it does not while it is under way.
///
/// # Errors
/// `Forbidden` for those who must not merge.
pub fn start(db: &mut Db, person: &Person, now: Timestamp) -> Result<bool> {
    policy::may_merge(person)?;
    if running(db)?.is_some() {
        return Ok(false);
    }
    jobs::enqueue_anew(db, KEY, &Job::CompareIdeas, now)
}

/// The same once an import is in: what it brought lies among what was there.
pub fn start_after_import(db: &mut Db, import: ImportId, now: Timestamp) -> Result<()> {
    jobs::enqueue(db, &format!("{KEY}:{import}"), &Job::CompareIdeas, now).map(drop)
}

/// The comparison that waits or is under way, if there is one.
pub fn running(db: &mut Db) -> Result<Option<Listed>> {
    jobs::find_open(db, &Job::CompareIdeas)
}

/// The last comparison that the desk started and that came to its end, as long as it is remembered.
pub fn last_done(db: &mut Db) -> Result<Option<Listed>> {
    Ok(jobs::find(db, KEY)?.filter(|job| job.done_at.is_some()))
}

/// One step, in the order of the ideas' ids; an idea that comes meanwhile is met at the end.
pub fn step(db: &mut Db, before: Progress, now: Timestamp) -> Result<Step> {
    let open = || ideas::table.filter(ideas::shown.gt(0)).filter(ideas::status_kind.eq(StatusKind::Open));
    let total = match before.total {
        Some(total) => total,
        None => open().count().get_result(db)?,
    };
    let next: Vec<IdeaId> = open()
        .filter(ideas::id.gt(IdeaId::new(before.after)))
        .order(ideas::id)
        .limit(COMPARED_AT_ONCE)
        .select(ideas::id)
        .load(db)?;
    for idea in &next {
        likenesses::suggest(db, *idea, now)?;
    }
    let done = before.done.saturating_add(i64::try_from(next.len()).unwrap_or(0));
    Ok(match next.last() {
        Some(last) => Step::More(Progress { after: last.raw(), done, total: Some(total.max(done)) }),
        None => Step::Done(Progress { done, total: Some(done), ..before }),
    })
}
