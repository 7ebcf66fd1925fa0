//! Turning votes from one state into another: which rows an act is about, listed beside it, and what follows for counters.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::found::listed;
use crate::accounts::demand;
use crate::db::Db;
use crate::db::schema::{crowd_act_votes, merges};
use crate::error::{Error, Result};
use crate::ids::{CrowdActId, CrowdId, IdeaId, PersonId};
use crate::merges as places;
use crate::ranking::store::{self, Ranked, VoteState};

/// Ideas that one query asks for.
const CHUNK: usize = 500;

/// The ideas that an act touches: those of the votes, and what is one with them over merges.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Touched {
    /// All of them, in order.
    pub(super) ideas: Vec<IdeaId>,
    /// Ideas that are one, for those that are not alone.
    families: BTreeMap<IdeaId, Vec<IdeaId>>,
}

/// The ideas of a proposal, with their ranks locked.
///
/// # Errors
/// `Conflict` when ideas were merged just now.
pub(super) fn lock(db: &mut Db, crowd: CrowdId) -> Result<Touched> {
    let touched = touched(db, crowd)?;
    Ranked::lock_all(db, &touched.ideas)?;
    if self::touched(db, crowd)? == touched { Ok(touched) } else { Err(Error::Conflict("error-crowd-moved")) }
}

/// The votes of a proposal, and those that acts on it turned with them: a merge that is undone takes the former away.
fn own(crowd: CrowdId) -> String {
    format!(
        "SELECT idea_id, person_id FROM crowd_votes WHERE crowd_id = {crowd} UNION SELECT e.idea_id, e.person_id \
         FROM crowd_acts a JOIN crowd_act_votes e ON e.act_id = a.id WHERE a.crowd_id = {crowd}"
    )
}

fn touched(db: &mut Db, crowd: CrowdId) -> Result<Touched> {
    let rows: Vec<Moved> =
        diesel::sql_query(format!("SELECT DISTINCT idea_id AS idea FROM ({}) own ORDER BY idea", own(crowd)))
            .load(db)?;
    let own: Vec<IdeaId> = rows.into_iter().map(|row| row.idea).collect();
    let mut families: BTreeMap<IdeaId, Vec<IdeaId>> = BTreeMap::new();
    for idea in merged(db, &own)? {
        let home = places::home(db, idea)?;
        if let std::collections::btree_map::Entry::Vacant(family) = families.entry(home) {
            let mut all: Vec<IdeaId> =
                places::all_into(db, home)?.into_iter().map(|merge| merge.idea_id).collect();
            all.push(home);
            all.sort_unstable();
            family.insert(all);
        }
    }
    let mut ideas: Vec<IdeaId> = own.into_iter().chain(families.values().flatten().copied()).collect();
    ideas.sort_unstable();
    ideas.dedup();
    Ok(Touched { ideas, families })
}

/// Those of these ideas that are merged, or that others were merged into.
fn merged(db: &mut Db, ideas: &[IdeaId]) -> Result<Vec<IdeaId>> {
    let mut found = Vec::new();
    for ids in ideas.chunks(CHUNK) {
        let standing = || merges::table.filter(merges::undone_at.is_null());
        let away: Vec<IdeaId> =
            standing().filter(merges::idea_id.eq_any(ids)).select(merges::idea_id).load(db)?;
        let into: Vec<IdeaId> =
            standing().filter(merges::into_idea.eq_any(ids)).select(merges::into_idea).load(db)?;
        found.extend(away.into_iter().chain(into));
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

fn states(from: &[VoteState]) -> String {
    from.iter().map(|state| format!("'{state}'")).collect::<Vec<_>>().join(", ")
}

/// Whether no other proposal holds a vote or made it void, in SQL.
fn is_free(vote: &str, crowd: CrowdId) -> String {
    format!(
        "NOT EXISTS (SELECT 1 FROM crowd_votes x JOIN crowds k ON k.id = x.crowd_id WHERE x.idea_id = {vote}.idea_id \
         AND x.person_id = {vote}.person_id AND k.id <> {crowd} AND k.state IN ('held', 'void'))"
    )
}

/// Lists the votes of a proposal, or some of them, that are in one of these states. When all are to count again, those
/// stay that another proposal holds.
pub(super) fn list_votes(
    db: &mut Db,
    (crowd, act): (CrowdId, CrowdActId),
    only: Option<&[(IdeaId, PersonId)]>,
    (from, to): (&[VoteState], VoteState),
) -> Result<()> {
    let which = match only {
        Some(only) => format!(" AND (c.idea_id, c.person_id) IN (VALUES {})", listed(only)),
        None if to == VoteState::Counted => format!(" AND {}", is_free("c", crowd)),
        None => String::new(),
    };
    crate::db::execute(
        db,
        &format!(
            "INSERT INTO crowd_act_votes (act_id, idea_id, person_id, state) SELECT {act}, v.idea_id, v.person_id, v.state \
             FROM ({}) c JOIN votes v ON v.idea_id = c.idea_id AND v.person_id = c.person_id \
             WHERE v.state IN ({}){which}",
            own(crowd),
            states(from)
        ),
    )?;
    Ok(())
}

/// Lists the votes of the same people on ideas that are one with these. When votes are to count again (`same_only`), just
/// those that are the same vote, or that earlier acts on the proposal turned with it: others were not its doing.
pub(super) fn list_copies(
    db: &mut Db,
    (crowd, act): (CrowdId, CrowdActId),
    touched: &Touched,
    from: &[VoteState],
    same_only: bool,
) -> Result<()> {
    let same = if same_only {
        format!(
            "AND {} AND ((s.value = o.value AND s.cast_at = o.cast_at) OR EXISTS (SELECT 1 FROM crowd_acts a \
         JOIN crowd_acts b ON b.crowd_id = a.crowd_id JOIN crowd_act_votes e ON e.act_id = b.id \
         WHERE a.id = t.act_id AND e.idea_id = s.idea_id AND e.person_id = s.person_id)) ",
            is_free("s", crowd)
        )
    } else {
        String::new()
    };
    for family in touched.families.values() {
        let ids = family.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        crate::db::execute(
            db,
            &format!(
                "INSERT INTO crowd_act_votes (act_id, idea_id, person_id, state) \
                 SELECT {act}, s.idea_id, s.person_id, MIN({}) FROM crowd_act_votes t \
                 JOIN votes o ON o.idea_id = t.idea_id AND o.person_id = t.person_id \
                 JOIN votes s ON s.person_id = t.person_id AND s.idea_id IN ({ids}) AND s.idea_id <> t.idea_id \
                 WHERE t.act_id = {act} AND t.idea_id IN ({ids}) AND s.state IN ({}) {same}\
                 AND NOT EXISTS (SELECT 1 FROM crowd_act_votes u WHERE u.act_id = {act} \
                 AND u.idea_id = s.idea_id AND u.person_id = s.person_id) GROUP BY s.idea_id, s.person_id",
                // A copy that a merge made since the act becomes what the vote was of which it is a copy.
                if same_only {
                    "CASE WHEN s.state = o.state THEN t.state ELSE s.state END"
                } else {
                    "s.state"
                },
                states(from)
            ),
        )?;
    }
    Ok(())
}

/// How many votes an act is about.
pub(super) fn count(db: &mut Db, act: CrowdActId) -> Result<i64> {
    Ok(crowd_act_votes::table.filter(crowd_act_votes::act_id.eq(act)).count().get_result(db)?)
}

#[derive(QueryableByName)]
struct Moved {
    #[diesel(sql_type = BigInt)]
    idea: IdeaId,
}

/// The ideas that an act is about, those with the most votes first; in the order of their numbers.
pub(super) fn most_moved(db: &mut Db, act: CrowdActId, limit: usize) -> Result<Vec<IdeaId>> {
    let rows: Vec<Moved> = diesel::sql_query(format!(
        "SELECT idea_id AS idea FROM crowd_act_votes WHERE act_id = {act} GROUP BY idea_id \
         ORDER BY count(*) DESC, idea_id LIMIT {limit}"
    ))
    .load(db)?;
    let mut ideas: Vec<IdeaId> = rows.into_iter().map(|row| row.idea).collect();
    ideas.sort_unstable();
    Ok(ideas)
}

/// Turns the listed votes.
pub(super) fn apply(db: &mut Db, act: CrowdActId, to: VoteState) -> Result<()> {
    crate::db::execute(
        db,
        &format!(
            "UPDATE votes SET state = '{to}' WHERE (idea_id, person_id) IN (SELECT idea_id, person_id \
             FROM crowd_act_votes WHERE act_id = {act})"
        ),
    )?;
    Ok(())
}

#[derive(QueryableByName)]
struct Back {
    #[diesel(sql_type = Text)]
    state: VoteState,
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// Turns those of the listed votes back that still are what the act made of them. Gives how many became what.
pub(super) fn restore(
    db: &mut Db,
    (crowd, act): (CrowdId, CrowdActId),
    made: VoteState,
) -> Result<Vec<(VoteState, i64)>> {
    // What another proposal holds meanwhile stays held.
    let free = format!("(t.state <> 'counted' OR {})", is_free("t", crowd));
    let rows: Vec<Back> = diesel::sql_query(format!(
        "SELECT t.state, count(*) AS count FROM crowd_act_votes t JOIN votes v ON v.idea_id = t.idea_id \
         AND v.person_id = t.person_id WHERE t.act_id = {act} AND v.state = '{made}' AND t.state <> '{made}' \
         AND {free} GROUP BY t.state ORDER BY t.state"
    ))
    .load(db)?;
    for row in &rows {
        let state = row.state;
        crate::db::execute(
            db,
            &format!(
                "UPDATE votes SET state = '{state}' WHERE state = '{made}' AND (idea_id, person_id) IN \
                 (SELECT t.idea_id, t.person_id FROM crowd_act_votes t WHERE t.act_id = {act} AND t.state = '{state}' \
                 AND {free})"
            ),
        )?;
    }
    Ok(rows.into_iter().map(|row| (row.state, row.count)).collect())
}

/// Counters and ranks as they follow from the rows.
pub(super) fn recount(db: &mut Db, ideas: &[IdeaId]) -> Result<()> {
    demand::recount(db, ideas)?;
    store::refresh_all(db, ideas)
}
