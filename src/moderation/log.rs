//! The public log of acts: what was done, to what, for which kind of reason, by which role. No names, no notes.

use std::collections::HashMap;

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::Reason;
use crate::db::Db;
use crate::db::page::Page;
use crate::db::schema::{acts, ideas, people};
use crate::error::Result;
use crate::history::{Act, ActKind};
use crate::ideas::Viewer;
use crate::ids::{ActId, IdeaId, PersonId};
use crate::people::Role;

/// The kinds that the log can be narrowed to.
pub const KINDS: [ActKind; 27] = [
    ActKind::Hidden,
    ActKind::Restored,
    ActKind::Rejected,
    ActKind::Locked,
    ActKind::Unlocked,
    ActKind::Banned,
    ActKind::BanLifted,
    ActKind::Swept,
    ActKind::SweepUndone,
    ActKind::AppealGranted,
    ActKind::AppealRefused,
    ActKind::HalfLifeChanged,
    ActKind::VotingChanged,
    ActKind::CountsChanged,
    ActKind::ExplorationChanged,
    ActKind::VotesHeld,
    ActKind::VotesReleased,
    ActKind::VotesVoided,
    ActKind::HoldingChanged,
    ActKind::Merged,
    ActKind::Unmerged,
    ActKind::StormExtended,
    ActKind::StormEnded,
    ActKind::RoundEnded,
    ActKind::PowersChanged,
    ActKind::SignInChanged,
    ActKind::Imported,
];

/// What the log is narrowed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Narrowed {
    /// One kind of act.
    To(ActKind),
    /// Every hand on the scale: whatever moves ideas on lists but the votes themselves.
    Scale,
}

impl Narrowed {
    /// What the scale is called in addresses.
    pub const SCALE: &str = "scale";

    /// From an address; none for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        if text == Self::SCALE { Some(Self::Scale) } else { ActKind::parse(text).map(Self::To) }
    }

    /// For an address.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Scale => Self::SCALE,
            Self::To(kind) => kind.as_str(),
        }
    }
}

/// As the index `acts_scale` has it.
const SCALE: &str = "kind IN ('half_life_changed', 'voting_changed', 'counts_changed', 'exploration_changed', 'votes_held', \
     'votes_released', 'votes_voided', 'merged', 'unmerged', 'imported')";

/// One line of the log.
#[derive(Debug, Clone)]
pub struct LogLine {
    /// The act.
    pub act: Act,
    /// The title of the idea, for those who may see the idea.
    pub title: Option<String>,
    /// The kind of reason.
    pub reason: Option<Reason>,
    /// The role of whoever did it; none when the site itself did.
    pub role: Option<Role>,
}

/// A page of the log, newest first.
pub fn list(
    db: &mut Db,
    viewer: Viewer,
    narrowed: Option<Narrowed>,
    after: Option<ActId>,
    size: usize,
) -> Result<Page<LogLine>> {
    let limit = i64::try_from(size).unwrap_or(i64::MAX).saturating_add(1);
    // Written out, not bound, so that both databases see that the partial index holds what is asked for.
    let mut query = acts::table
        .filter(sql::<Bool>("audience = 'log'"))
        .order(acts::id.desc())
        .limit(limit)
        .select(Act::as_select())
        .into_boxed();
    match narrowed {
        Some(Narrowed::To(kind)) => query = query.filter(acts::kind.eq(kind)),
        Some(Narrowed::Scale) => query = query.filter(sql::<Bool>(SCALE)),
        None => {}
    }
    if let Some(after) = after {
        query = query.filter(acts::id.lt(after));
    }
    let page = Page::cut(query.load::<Act>(db)?, size, |act| act.id.to_string());
    let titles = titles(db, viewer, &page.items)?;
    let roles = roles(db, &page.items)?;
    Ok(page.map(|act| LogLine {
        title: act.idea_id.and_then(|id| titles.get(&id).cloned()),
        reason: act.detail().get("reason").and_then(|reason| Reason::parse(reason.as_str()?)),
        role: act.actor_id.and_then(|id| roles.get(&id).copied()),
        act,
    }))
}

/// Titles of the ideas that the viewer may find on lists.
fn titles(db: &mut Db, viewer: Viewer, acts: &[Act]) -> Result<HashMap<IdeaId, String>> {
    let ids: Vec<IdeaId> = acts.iter().filter_map(|act| act.idea_id).collect();
    Ok(ideas::table
        .filter(ideas::id.eq_any(ids))
        .filter(ideas::shown.ge(viewer.least_shown()))
        .select((ideas::id, ideas::title))
        .load::<(IdeaId, String)>(db)?
        .into_iter()
        .collect())
}

fn roles(db: &mut Db, acts: &[Act]) -> Result<HashMap<PersonId, Role>> {
    let ids: Vec<PersonId> = acts.iter().filter_map(|act| act.actor_id).collect();
    Ok(people::table
        .filter(people::id.eq_any(ids))
        .select((people::id, people::role))
        .load::<(PersonId, Role)>(db)?
        .into_iter()
        .collect())
}
