//! Where merged ideas went. Nothing of a merged idea is moved: its votes, follows and comments stay its own rows, and
//! what the merge added elsewhere is listed beside it.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;
use diesel::sql_types::BigInt;

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

/// Whether the merge of an idea into another was undone at this moment.
pub fn was_undone(db: &mut Db, idea: IdeaId, into: IdeaId, at: Timestamp) -> Result<bool> {
    let found: Option<MergeId> = merges::table
        .filter(merges::idea_id.eq(idea))
        .filter(merges::into_idea.eq(into))
        .filter(merges::undone_at.eq(Some(at)))
        .select(merges::id)
        .first(db)
        .optional()?;
    Ok(found.is_some())
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

/// Whether an idea of a query on `ideas` stands somewhere, in SQL: it is shown, or part of one that is and not hidden
/// itself. What teams do about a merged idea goes on.
pub const STANDS: &str = "(ideas.shown > 0 OR (ideas.shown = -1 AND ideas.state = 'visible' AND EXISTS (\
    WITH RECURSIVE way(idea_id) AS (SELECT m.into_idea FROM merges m WHERE m.idea_id = ideas.id \
    AND m.undone_at IS NULL UNION SELECT m.into_idea FROM way JOIN merges m ON m.idea_id = way.idea_id \
    AND m.undone_at IS NULL) SELECT 1 FROM way JOIN ideas h ON h.id = way.idea_id WHERE h.shown > 0)))";

/// Who sees an idea, like `shown`: a merged one is seen by those who saw it before and see the idea that it is part of.
pub fn seen_by(db: &mut Db, idea: IdeaId) -> Result<i32> {
    let (shown, state, audience): (i32, String, Audience) = ideas::table
        .inner_join(boards::table)
        .filter(ideas::id.eq(idea))
        .select((ideas::shown, ideas::state, boards::audience))
        .first(db)
        .optional()?
        .ok_or(Error::NotFound)?;
    if shown != SHOWN {
        return Ok(shown);
    }
    let home = home(db, idea)?;
    let there: i32 = ideas::table.find(home).select(ideas::shown).first(db)?;
    Ok(if state == "visible" { there.min(audience.shown()).max(0) } else { 0 })
}

/// An idea and those that are part of it and that staff may know of.
pub fn with_parts(db: &mut Db, idea: IdeaId) -> Result<Vec<IdeaId>> {
    let parts = seen_in(db, idea, true)?;
    Ok(std::iter::once(idea).chain(parts.iter().map(|merge| merge.idea_id)).collect())
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

#[derive(QueryableByName)]
struct Pair {
    #[diesel(sql_type = BigInt)]
    one: i64,
    #[diesel(sql_type = BigInt)]
    other: i64,
}

fn listed(ids: &[IdeaId]) -> String {
    ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// Where those of these ideas that are merged are now, at the ends of their chains; one query.
pub fn homes(db: &mut Db, ids: &[IdeaId]) -> Result<HashMap<IdeaId, IdeaId>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<Pair> = diesel::sql_query(format!(
        "WITH RECURSIVE way(one, other) AS (SELECT idea_id, into_idea FROM merges WHERE undone_at IS NULL AND \
         idea_id IN ({}) UNION SELECT way.one, m.into_idea FROM way JOIN merges m ON m.idea_id = way.other \
         AND m.undone_at IS NULL) SELECT one, other FROM way WHERE NOT EXISTS (SELECT 1 FROM merges m \
         WHERE m.idea_id = way.other AND m.undone_at IS NULL)",
        listed(ids)
    ))
    .load(db)?;
    Ok(rows.into_iter().map(|row| (IdeaId::new(row.one), IdeaId::new(row.other))).collect())
}

/// Comments that these ideas show besides their own: visible ones of the ideas that are part of them and that their
/// readers may know of. Ideas without any are not in it. One query for a whole page.
pub fn comments_brought(db: &mut Db, ids: &[IdeaId], is_staff: bool) -> Result<HashMap<IdeaId, i64>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let audiences = if is_staff { "" } else { " AND b.audience = 'public'" };
    let rows: Vec<Pair> = diesel::sql_query(format!(
        "WITH RECURSIVE part(one, idea_id) AS (SELECT into_idea, idea_id FROM merges WHERE undone_at IS NULL AND \
         into_idea IN ({}) UNION SELECT part.one, m.idea_id FROM part JOIN merges m ON m.into_idea = part.idea_id \
         AND m.undone_at IS NULL) SELECT part.one, CAST(SUM(i.comment_count) AS BIGINT) AS other FROM part \
         JOIN ideas i ON i.id = part.idea_id JOIN boards b ON b.id = i.board_id WHERE i.state = 'visible'{audiences} \
         GROUP BY part.one",
        listed(ids)
    ))
    .load(db)?;
    Ok(rows.into_iter().map(|row| (IdeaId::new(row.one), row.other)).collect())
}

/// Those of these merged ideas that somebody reads who sees ideas from `least` on: they saw it before it was merged, and
/// see the idea that it is part of.
pub fn readable(db: &mut Db, ids: &[IdeaId], least: i32) -> Result<HashSet<IdeaId>> {
    let homes = homes(db, ids)?;
    let own: Vec<(IdeaId, Audience)> = ideas::table
        .inner_join(boards::table)
        .filter(ideas::id.eq_any(ids))
        .filter(ideas::state.eq("visible"))
        .select((ideas::id, boards::audience))
        .load(db)?;
    let shown: HashSet<IdeaId> = ideas::table
        .filter(ideas::id.eq_any(homes.values().copied().collect::<Vec<_>>()))
        .filter(ideas::shown.ge(least))
        .select(ideas::id)
        .load::<IdeaId>(db)?
        .into_iter()
        .collect();
    let may = |(id, audience): &(IdeaId, Audience)| {
        audience.shown() >= least && homes.get(id).is_some_and(|home| shown.contains(home))
    };
    Ok(own.iter().filter(|row| may(row)).map(|row| row.0).collect())
}
