//! The ideas of a session: posted in it by anybody, or put into it by staff.

use std::collections::HashMap;

use diesel::dsl::{count, count_star};
use diesel::prelude::*;

use super::{Storm, policy, queries, save};
use crate::boards::Catalog;
use crate::db::Db;
use crate::db::page::Page;
use crate::db::schema::{ideas, storm_ideas, storms};
use crate::each;
use crate::error::{Error, Result};
use crate::history::ActKind;
use crate::ideas::{Idea, Viewer};
use crate::ids::{BoardId, IdeaId, PersonId, StormId};
use crate::merges;
use crate::people::Person;
use crate::time::Timestamp;

/// Ideas on one page.
pub const PAGE: usize = 30;
/// Merged ideas that the page lists.
const MERGED_MAX: i64 = 100;
/// Sessions that an idea's page lists.
const STORMS_MAX: i64 = 20;

/// Links an idea that was just posted with the session in which it was. Doing it again changes nothing.
///
/// # Errors
/// A field error on `storm` when the session takes no ideas now.
pub fn post(db: &mut Db, id: StormId, idea: &Idea, now: Timestamp) -> Result<()> {
    let storm = queries::lock(db, id)?;
    if idea.board_id != storm.board_id {
        return Err(Error::field("board", "error-choice"));
    }
    policy::takes_ideas(&storm, now)?;
    insert(db, &storm, idea.id, (true, idea.author_id), now).map(drop)
}

/// Puts an idea that is there already into a session. One that is in it stays; a merged one stands for what it is part
/// of now. Gives the idea.
///
/// # Errors
/// A field error on `idea` when it is not to be seen by everybody who sees the session.
pub fn add(
    db: &mut Db,
    actor: &Person,
    id: StormId,
    idea: IdeaId,
    catalog: &Catalog,
    now: Timestamp,
) -> Result<IdeaId> {
    policy::may_run(actor)?;
    let storm = queries::lock(db, id)?;
    let found = crate::ideas::queries::find_home(db, idea, actor.into()).map_err(|error| match error {
        Error::NotFound => Error::field("idea", "error-link-target"),
        other => other,
    })?;
    policy::may_hold(&found, &storm, catalog)?;
    if insert(db, &storm, found.id, (false, actor.id), now)? {
        save::record_idea(db, &storm, (ActKind::StormAdded, actor.id), found.id, catalog, now)?;
    }
    Ok(found.id)
}

/// Takes an idea out of a session; it stays on its board.
pub fn remove(
    db: &mut Db,
    actor: &Person,
    (id, idea): (StormId, IdeaId),
    catalog: &Catalog,
    now: Timestamp,
) -> Result<()> {
    policy::may_run(actor)?;
    let storm = queries::lock(db, id)?;
    if diesel::delete(storm_ideas::table.find((id, idea))).execute(db)? == 0 {
        return Err(Error::NotFound);
    }
    save::record_idea(db, &storm, (ActKind::StormRemoved, actor.id), idea, catalog, now)
}

/// Says whether it is new.
fn insert(
    db: &mut Db,
    storm: &Storm,
    idea: IdeaId,
    (is_posted, by): (bool, PersonId),
    now: Timestamp,
) -> Result<bool> {
    let values = (
        storm_ideas::storm_id.eq(storm.id),
        storm_ideas::idea_id.eq(idea),
        storm_ideas::is_posted.eq(is_posted),
        storm_ideas::added_by.eq(by),
        storm_ideas::added_at.eq(now),
    );
    let new = each!(db, |c| diesel::insert_into(storm_ideas::table)
        .values(values)
        .on_conflict_do_nothing()
        .execute(c))?;
    Ok(new == 1)
}

/// The ideas of a session that the viewer finds on lists, most net votes first. `after` is the cursor of the page before:
/// the last idea of it and nothing of its votes, which a board may hide. It reads the ideas of the session, however many
/// there are on the site.
pub fn ranked(db: &mut Db, id: StormId, viewer: Viewer, after: Option<&str>) -> Result<Page<IdeaId>> {
    let last: Option<(i64, IdeaId)> = match after.and_then(|after| after.parse::<IdeaId>().ok()) {
        Some(last) => ideas::table.find(last).select((ideas::net, ideas::id)).first(db).optional()?,
        None => None,
    };
    let mut query = storm_ideas::table
        .inner_join(ideas::table)
        .filter(storm_ideas::storm_id.eq(id))
        .filter(ideas::shown.ge(viewer.least_shown()))
        .order((ideas::net.desc(), ideas::id.desc()))
        .limit(i64::try_from(PAGE + 1).unwrap_or(i64::MAX))
        .select(ideas::id)
        .into_boxed();
    if let Some((net, last)) = last {
        query = query.filter(ideas::net.lt(net).or(ideas::net.eq(net).and(ideas::id.lt(last))));
    }
    Ok(Page::cut(query.load::<IdeaId>(db)?, PAGE, ToString::to_string))
}

/// The newest ideas of a session that everybody sees.
pub fn newest(db: &mut Db, id: StormId, limit: usize) -> Result<Vec<IdeaId>> {
    Ok(storm_ideas::table
        .inner_join(ideas::table)
        .filter(storm_ideas::storm_id.eq(id))
        .filter(ideas::shown.ge(Viewer::NOBODY.least_shown()))
        .order((ideas::created_at.desc(), ideas::id.desc()))
        .limit(i64::try_from(limit).unwrap_or(i64::MAX))
        .select(ideas::id)
        .load(db)?)
}

/// How much there is in a session, as far as the viewer finds it on lists.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Size {
    /// Ideas.
    pub ideas: i64,
    /// People who posted them.
    pub people: i64,
}

/// The sizes of these sessions, in one query.
pub fn sizes(db: &mut Db, ids: &[StormId], viewer: Viewer) -> Result<HashMap<StormId, Size>> {
    let rows: Vec<(StormId, i64, i64)> = storm_ideas::table
        .inner_join(ideas::table)
        .filter(storm_ideas::storm_id.eq_any(ids))
        .filter(ideas::shown.ge(viewer.least_shown()))
        .group_by(storm_ideas::storm_id)
        .select((storm_ideas::storm_id, count_star(), count(ideas::author_id).aggregate_distinct()))
        .load(db)?;
    Ok(rows.into_iter().map(|(id, ideas, people)| (id, Size { ideas, people })).collect())
}

/// An idea that was merged since, and where it went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The idea.
    pub idea: IdeaId,
    /// Its title.
    pub title: String,
    /// What it is part of now.
    pub home: IdeaId,
    /// The title of that.
    pub home_title: String,
}

/// Where the merged ideas of a session went, as far as the viewer may know of both ends.
pub fn merged(db: &mut Db, id: StormId, viewer: Viewer, catalog: &Catalog) -> Result<Vec<Merged>> {
    let rows: Vec<(IdeaId, String, BoardId)> = storm_ideas::table
        .inner_join(ideas::table)
        .filter(storm_ideas::storm_id.eq(id))
        .filter(ideas::shown.eq(merges::SHOWN))
        .filter(ideas::state.eq("visible"))
        .order(ideas::id)
        .limit(MERGED_MAX)
        .select((ideas::id, ideas::title, ideas::board_id))
        .load(db)?;
    let open = |board: BoardId| catalog.board(board).is_ok_and(|board| board.is_open_to(viewer.is_staff));
    let known: Vec<(IdeaId, String)> =
        rows.into_iter().filter(|(_, _, board)| open(*board)).map(|(idea, title, _)| (idea, title)).collect();
    went(db, known, viewer)
}

/// The ideas that these merged ones are part of now, as far as the viewer sees those on lists: one query, and one for
/// each length of chain.
pub fn went(db: &mut Db, known: Vec<(IdeaId, String)>, viewer: Viewer) -> Result<Vec<Merged>> {
    if known.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<IdeaId> = known.iter().map(|(idea, _)| *idea).collect();
    let homes = merges::homes(db, &ids)?;
    let titles: HashMap<IdeaId, String> = ideas::table
        .filter(ideas::id.eq_any(homes.values().copied().collect::<Vec<_>>()))
        .filter(ideas::shown.ge(viewer.least_shown()))
        .select((ideas::id, ideas::title))
        .load::<(IdeaId, String)>(db)?
        .into_iter()
        .collect();
    let merged = known.into_iter().filter_map(|(idea, title)| {
        let home = *homes.get(&idea)?;
        let home_title = titles.get(&home)?.clone();
        Some(Merged { idea, title, home, home_title })
    });
    Ok(merged.collect())
}

/// The sessions that an idea is in, as far as somebody may see them, the latest first.
pub fn storms_of(
    db: &mut Db,
    idea: IdeaId,
    person: Option<&Person>,
    catalog: &Catalog,
) -> Result<Vec<Storm>> {
    let rows: Vec<Storm> = storm_ideas::table
        .inner_join(storms::table)
        .filter(storm_ideas::idea_id.eq(idea))
        .order(storms::id.desc())
        .limit(STORMS_MAX)
        .select(Storm::as_select())
        .load(db)?;
    Ok(rows.into_iter().filter(|storm| policy::may_see(person, storm, catalog).is_ok()).collect())
}
