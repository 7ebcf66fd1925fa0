//! Finding panels and what belongs to them.

use std::collections::HashMap;

use diesel::dsl::count_star;
use diesel::prelude::*;

use super::{Criterion, KEPT, Panel, Rating, Score};
use crate::db::Db;
use crate::db::page::Page;
use crate::db::schema::{
    acts, ideas, panel_acts, panel_criteria, panel_ideas, panel_people, panel_ratings, panel_scores, panels,
};
use crate::error::{Error, Result};
use crate::history::Act;
use crate::ideas::Viewer;
use crate::ids::{CriterionId, IdeaId, PanelId, PersonId};
use crate::merges;
use crate::storms::ideas::{Merged, went};
use crate::time::Timestamp;

/// Panels on one page.
pub const PAGE: usize = 30;
/// Panels that wait for somebody and are named to them.
const WAITING_MAX: i64 = 20;
/// Deleted panels that are offered to be restored.
const DELETED_MAX: i64 = 20;
/// Acts of a history that are shown.
const ACTS: i64 = 100;
/// Panels that an idea's page on the desk lists.
const OF_IDEA: i64 = 20;

/// A panel, whoever asks; not found once it is deleted.
pub fn find(db: &mut Db, id: PanelId) -> Result<Panel> {
    let found = find_any(db, id)?;
    if found.deleted_at.is_none() { Ok(found) } else { Err(Error::NotFound) }
}

/// The same, deleted or not.
pub fn find_any(db: &mut Db, id: PanelId) -> Result<Panel> {
    panels::table.find(id).select(Panel::as_select()).first(db).optional()?.ok_or(Error::NotFound)
}

/// A panel, deleted or not, locked on PostgreSQL until the transaction ends, so that whoever changes it or rates in it
/// waits; SQLite has one writer.
pub(super) fn lock(db: &mut Db, id: PanelId) -> Result<Panel> {
    if let Db::Postgres(c) = db {
        panels::table.find(id).select(panels::id).for_update().first::<PanelId>(c).optional()?;
    }
    find_any(db, id)
}

/// What its ideas are rated against, in order.
pub fn criteria(db: &mut Db, id: PanelId) -> Result<Vec<Criterion>> {
    Ok(panel_criteria::table
        .filter(panel_criteria::panel_id.eq(id))
        .order((panel_criteria::position, panel_criteria::id))
        .select(Criterion::as_select())
        .load(db)?)
}

/// Who rates.
pub fn people(db: &mut Db, id: PanelId) -> Result<Vec<PersonId>> {
    Ok(panel_people::table
        .filter(panel_people::panel_id.eq(id))
        .order(panel_people::person_id)
        .select(panel_people::person_id)
        .load(db)?)
}

/// The numbers of its ideas, in the order of the shortlist.
pub fn idea_ids(db: &mut Db, id: PanelId) -> Result<Vec<IdeaId>> {
    Ok(panel_ideas::table
        .filter(panel_ideas::panel_id.eq(id))
        .order((panel_ideas::position, panel_ideas::idea_id))
        .select(panel_ideas::idea_id)
        .load(db)?)
}

/// An idea of a panel as a reader may know of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shortlisted {
    /// Its number.
    pub idea: IdeaId,
    /// Its title; none for whoever may not see it.
    pub title: Option<String>,
    /// Whether it can be rated: it is to be seen, and stands for itself.
    pub is_open: bool,
    /// Where it went, when it was merged.
    pub merged: Option<Merged>,
}

/// The ideas of a panel, in the order of the shortlist: two queries, and one for each length of a chain of merges.
pub fn shortlist(db: &mut Db, id: PanelId, viewer: Viewer) -> Result<Vec<Shortlisted>> {
    let rows: Vec<(IdeaId, String, i32, PersonId)> = panel_ideas::table
        .inner_join(ideas::table)
        .filter(panel_ideas::panel_id.eq(id))
        .order((panel_ideas::position, panel_ideas::idea_id))
        .select((ideas::id, ideas::title, ideas::shown, ideas::author_id))
        .load(db)?;
    let gone = rows.iter().filter(|row| row.2 == merges::SHOWN).map(|row| (row.0, row.1.clone())).collect();
    let mut merged: HashMap<IdeaId, Merged> =
        went(db, gone, viewer)?.into_iter().map(|one| (one.idea, one)).collect();
    Ok(rows
        .into_iter()
        .map(|(idea, title, shown, author)| {
            let merged = merged.remove(&idea);
            let is_known = merged.is_some() || viewer.sees(shown, author);
            Shortlisted { idea, title: is_known.then_some(title), is_open: shown > 0, merged }
        })
        .collect())
}

/// What was said of the ideas of a panel, drafts included, those first that were given first.
pub fn ratings(db: &mut Db, id: PanelId) -> Result<Vec<Rating>> {
    Ok(panel_ratings::table
        .filter(panel_ratings::panel_id.eq(id))
        .order((panel_ratings::given_at, panel_ratings::person_id, panel_ratings::idea_id))
        .select(Rating::as_select())
        .load(db)?)
}

/// The numbers of a panel, drafts included.
pub fn scores(db: &mut Db, criteria: &[Criterion]) -> Result<Vec<Score>> {
    let ids: Vec<CriterionId> = criteria.iter().map(|own| own.id).collect();
    Ok(panel_scores::table
        .filter(panel_scores::criterion_id.eq_any(ids))
        .order((panel_scores::idea_id, panel_scores::person_id, panel_scores::criterion_id))
        .select(Score::as_select())
        .load(db)?)
}

/// How far a panel is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Ideas that can be rated.
    pub ideas: i64,
    /// People who rate.
    pub people: i64,
    /// What they gave for these ideas.
    pub given: i64,
}

impl Progress {
    /// What they would have given if all had given everything.
    pub fn of(self) -> i64 {
        self.ideas.saturating_mul(self.people)
    }
}

/// How far these panels are: three queries.
pub fn progress(db: &mut Db, ids: &[PanelId]) -> Result<HashMap<PanelId, Progress>> {
    let mut found: HashMap<PanelId, Progress> = HashMap::new();
    for (id, count) in open_ideas(db, ids)? {
        found.entry(id).or_default().ideas = count;
    }
    let people: Vec<(PanelId, i64)> = panel_people::table
        .filter(panel_people::panel_id.eq_any(ids))
        .group_by(panel_people::panel_id)
        .select((panel_people::panel_id, count_star()))
        .load(db)?;
    for (id, count) in people {
        found.entry(id).or_default().people = count;
    }
    let given: Vec<(PanelId, i64)> = panel_ratings::table
        .inner_join(ideas::table)
        .filter(panel_ratings::panel_id.eq_any(ids))
        .filter(panel_ratings::given_at.is_not_null())
        .filter(ideas::shown.gt(0))
        .group_by(panel_ratings::panel_id)
        .select((panel_ratings::panel_id, count_star()))
        .load(db)?;
    for (id, count) in given {
        found.entry(id).or_default().given = count;
    }
    Ok(found)
}

fn open_ideas(db: &mut Db, ids: &[PanelId]) -> Result<Vec<(PanelId, i64)>> {
    Ok(panel_ideas::table
        .inner_join(ideas::table)
        .filter(panel_ideas::panel_id.eq_any(ids))
        .filter(ideas::shown.gt(0))
        .group_by(panel_ideas::panel_id)
        .select((panel_ideas::panel_id, count_star()))
        .load(db)?)
}

/// Panels, the newest first: all, or those in which somebody rates. `after` is the last one of the page before.
pub fn list(db: &mut Db, of: Option<PersonId>, after: Option<PanelId>) -> Result<Page<Panel>> {
    let mut query = panels::table
        .filter(panels::deleted_at.is_null())
        .filter(panels::id.lt(after.unwrap_or(PanelId::new(i64::MAX))))
        .order(panels::id.desc())
        .limit(i64::try_from(PAGE + 1).unwrap_or(i64::MAX))
        .select(Panel::as_select())
        .into_boxed();
    if let Some(person) = of {
        let own =
            panel_people::table.filter(panel_people::person_id.eq(person)).select(panel_people::panel_id);
        query = query.filter(panels::id.eq_any(own));
    }
    Ok(Page::cut(query.load(db)?, PAGE, |panel: &Panel| panel.id.to_string()))
}

/// Panels that were deleted and can be restored, the latest first.
pub fn deleted(db: &mut Db, now: Timestamp) -> Result<Vec<Panel>> {
    Ok(panels::table
        .filter(panels::deleted_at.gt(Some(now.minus(KEPT))))
        .order((panels::deleted_at.desc(), panels::id.desc()))
        .limit(DELETED_MAX)
        .select(Panel::as_select())
        .load(db)?)
}

/// A panel that waits for somebody.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// The panel.
    pub panel: Panel,
    /// What they have given.
    pub given: i64,
    /// How many ideas there are to rate.
    pub of: i64,
}

/// The open panels in which somebody has not given everything yet, the next to close first; three queries.
pub fn waiting(db: &mut Db, person: PersonId, now: Timestamp) -> Result<Vec<Waiting>> {
    let open: Vec<Panel> = panel_people::table
        .inner_join(panels::table)
        .filter(panel_people::person_id.eq(person))
        .filter(panels::deleted_at.is_null())
        .filter(panels::closes_at.gt(now))
        .order((panels::closes_at, panels::id))
        .limit(WAITING_MAX)
        .select(Panel::as_select())
        .load(db)?;
    if open.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<PanelId> = open.iter().map(|panel| panel.id).collect();
    let of: HashMap<PanelId, i64> = open_ideas(db, &ids)?.into_iter().collect();
    let given: HashMap<PanelId, i64> = panel_ratings::table
        .inner_join(ideas::table)
        .filter(panel_ratings::panel_id.eq_any(&ids))
        .filter(panel_ratings::person_id.eq(person))
        .filter(panel_ratings::given_at.is_not_null())
        .filter(ideas::shown.gt(0))
        .group_by(panel_ratings::panel_id)
        .select((panel_ratings::panel_id, count_star()))
        .load::<(PanelId, i64)>(db)?
        .into_iter()
        .collect();
    let count = |map: &HashMap<PanelId, i64>, id| map.get(&id).copied().unwrap_or_default();
    Ok(open
        .into_iter()
        .map(|panel| Waiting { given: count(&given, panel.id), of: count(&of, panel.id), panel })
        .filter(|own| own.given < own.of)
        .collect())
}

/// The panels that an idea is in, the latest first.
pub fn of_idea(db: &mut Db, idea: IdeaId) -> Result<Vec<Panel>> {
    Ok(panel_ideas::table
        .inner_join(panels::table)
        .filter(panel_ideas::idea_id.eq(idea))
        .filter(panels::deleted_at.is_null())
        .order(panels::id.desc())
        .limit(OF_IDEA)
        .select(Panel::as_select())
        .load(db)?)
}

/// What was done with a panel, the latest first.
pub fn history(db: &mut Db, id: PanelId) -> Result<Vec<Act>> {
    Ok(panel_acts::table
        .inner_join(acts::table)
        .filter(panel_acts::panel_id.eq(id))
        .order(panel_acts::act_id.desc())
        .limit(ACTS)
        .select(Act::as_select())
        .load(db)?)
}
