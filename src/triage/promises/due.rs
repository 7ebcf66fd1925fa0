//! By when an idea that waits is to be answered.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::db::Db;
use crate::db::schema::promises;
use crate::error::Result;
use crate::ideas::Idea;
use crate::ids::IdeaId;
use crate::settings::Settings;
use crate::time::{DAY, Timestamp};
use crate::triage::desk;

/// By when an answer is promised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// The last moment.
    pub at: Timestamp,
    /// Whether that is over and nobody has answered.
    pub is_late: bool,
}

/// The moments by which these ideas are promised a first answer by their boards.
pub fn of_ideas(db: &mut Db, ids: &[IdeaId]) -> Result<HashMap<IdeaId, Timestamp>> {
    let made = promises::table.filter(promises::idea_id.eq_any(ids));
    let due: Vec<(IdeaId, Timestamp)> = made.select((promises::idea_id, promises::due_at)).load(db)?;
    Ok(due.into_iter().collect())
}

/// By when an idea that waits is promised an answer: by what its board promised about it, or else by the site's promise of
/// so many days; nothing when neither promises any, and for an idea that needs no answer any more.
pub fn due(idea: &Idea, own: Option<Timestamp>, settings: &Settings, now: Timestamp) -> Option<Due> {
    let days = i64::from(settings.site.promise_days);
    let sites = (days > 0).then(|| idea.created_at.plus(days * DAY));
    let at = own.or(sites).filter(|_| desk::is_waiting(idea))?;
    Some(Due { at, is_late: at <= now })
}
