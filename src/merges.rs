//! Where merged ideas went. Nothing of a merged idea is moved: its votes, follows and comments stay its own rows, and
//! what the merge added elsewhere is listed beside it.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;

use crate::boards::Audience;
use crate::db::Db;
use crate::db::schema::{boards, ideas, merges};
use crate::error::{Error, Result};
use crate::ids::{IdeaId, MergeId, PersonId};
use crate::time::Timestamp;

/// The `shown` of a merged idea: it is on no list, and its address leads to the idea that it was merged into.
pub const SHOWN: i32 = -1;
/// How many merges may follow each other; more are a circle, which nothing makes.
const CHAIN_MAX: usize = 64;

/// An idea merged into another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = merges)]
pub struct Merge {
    /// Its id.
    pub id: MergeId,
    /// The idea that went.
    pub idea_id: IdeaId,
    /// Where it went.
    pub into_idea: IdeaId,
    /// Who merged it.
    pub merged_by: PersonId,
    /// When.
    pub created_at: Timestamp,
}

/// The merge of an idea that stands, if it is merged.
pub fn of(db: &mut Db, idea: IdeaId) -> Result<Option<Merge>> {
    Ok(merges::table
        .filter(merges::idea_id.eq(idea))
        .filter(merges::undone_at.is_null())
        .select(Merge::as_select())
        .first(db)
        .optional()?)
}

/// The ideas along the merges of one, nearest first: where it went, where that went, and so on.
pub fn chain(db: &mut Db, idea: IdeaId) -> Result<Vec<IdeaId>> {
    let mut chain = Vec::new();
    let mut at = idea;
    while let Some(merge) = of(db, at)? {
        if chain.len() >= CHAIN_MAX {
            return Err(Error::internal("merges go round in a circle"));
        }
        at = merge.into_idea;
        chain.push(at);
    }
    Ok(chain)
}

/// The idea that this one is part of now: itself, unless it was merged.
pub fn home(db: &mut Db, idea: IdeaId) -> Result<IdeaId> {
    Ok(chain(db, idea)?.last().copied().unwrap_or(idea))
}

/// Where each of these merged ideas is part of now; those that are not merged are not in it. One query for each length
/// of chain.
pub fn homes(db: &mut Db, ids: &[IdeaId]) -> Result<HashMap<IdeaId, IdeaId>> {
    let mut homes: HashMap<IdeaId, IdeaId> = HashMap::new();
    let mut next: Vec<IdeaId> = ids.to_vec();
    for _ in 0..CHAIN_MAX {
        let rows: Vec<(IdeaId, IdeaId)> = merges::table
            .filter(merges::idea_id.eq_any(&next))
            .filter(merges::undone_at.is_null())
            .select((merges::idea_id, merges::into_idea))
            .load(db)?;
        if rows.is_empty() {
            return Ok(homes);
        }
        next = rows.iter().map(|(_, into)| *into).collect();
        let step: HashMap<IdeaId, IdeaId> = rows.into_iter().collect();
        for home in homes.values_mut() {
            *home = step.get(home).copied().unwrap_or(*home);
        }
        for id in ids {
            if let Some(into) = step.get(id) {
                homes.entry(*id).or_insert(*into);
            }
        }
    }
    Err(Error::internal("merges go round in a circle"))
}

/// The merges into an idea that stand, the oldest first, without those further up.
pub fn into(db: &mut Db, idea: IdeaId) -> Result<Vec<Merge>> {
    into_any(db, &[idea])
}

fn into_any(db: &mut Db, ids: &[IdeaId]) -> Result<Vec<Merge>> {
    Ok(merges::table
        .filter(merges::into_idea.eq_any(ids))
        .filter(merges::undone_at.is_null())
        .order(merges::id)
        .select(Merge::as_select())
        .load(db)?)
}

/// All merges whose ideas are part of this one now, also over others: one query for each length of chain.
pub fn all_into(db: &mut Db, idea: IdeaId) -> Result<Vec<Merge>> {
    let mut all: Vec<Merge> = Vec::new();
    let mut next = vec![idea];
    for _ in 0..CHAIN_MAX {
        let found = into_any(db, &next)?;
        if found.is_empty() {
            return Ok(all);
        }
        next = found.iter().map(|merge| merge.idea_id).collect();
        all.extend(found);
    }
    Err(Error::internal("merges go round in a circle"))
}

/// Those of these ideas that are merged.
pub fn merged_among(db: &mut Db, ids: &[IdeaId]) -> Result<HashSet<IdeaId>> {
    let rows: Vec<IdeaId> = merges::table
        .filter(merges::idea_id.eq_any(ids))
        .filter(merges::undone_at.is_null())
        .select(merges::idea_id)
        .load(db)?;
    Ok(rows.into_iter().collect())
}

/// The ideas that are part of this one now and that its readers may know of: visible ones, on boards that everybody
/// sees, or that staff sees when the reader is staff.
pub fn seen_in(db: &mut Db, idea: IdeaId, is_staff: bool) -> Result<Vec<Merge>> {
    let all = all_into(db, idea)?;
    if all.is_empty() {
        return Ok(all);
    }
    let ids: Vec<IdeaId> = all.iter().map(|merge| merge.idea_id).collect();
    let rows: Vec<(IdeaId, Audience)> = ideas::table
        .inner_join(boards::table)
        .filter(ideas::id.eq_any(&ids))
        .filter(ideas::state.eq("visible"))
        .select((ideas::id, boards::audience))
        .load(db)?;
    let seen: HashMap<IdeaId, Audience> = rows.into_iter().collect();
    let least = if is_staff { 1 } else { 2 };
    let may = |merge: &Merge| seen.get(&merge.idea_id).is_some_and(|audience| audience.shown() >= least);
    Ok(all.into_iter().filter(may).collect())
}
