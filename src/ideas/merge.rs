//! Merging an idea into another, and undoing it. The merged idea keeps all its rows; its voters and followers are
//! copied to the target, once each, and what was copied is listed, so that undoing takes out exactly that.

use std::collections::HashSet;

use diesel::prelude::*;
use diesel::sql_types::BigInt;
use serde_json::json;

use super::{Idea, policy, queries, shown};
use crate::accounts::demand;
use crate::boards::{Voting, edit};
use crate::db::Db;
use crate::db::schema::{boards, follows, ideas, merges};
use crate::error::{Error, Result};
use crate::history::{ActAudience, ActKind, NewAct};
use crate::ids::{BoardId, IdeaId, MergeId, PersonId};
use crate::merges::{self as places, Merge};
use crate::outbox::{self, Event};
use crate::people::Person;
use crate::ranking::store::{self, Ranked};
use crate::time::Timestamp;

/// People that one statement copies or takes out.
const CHUNK: usize = 500;

/// What a merge would do, for those who are about to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, QueryableByName)]
pub struct Union {
    /// Voters who come to the target.
    #[diesel(sql_type = BigInt)]
    pub coming: i64,
    /// Voters of both, who count once.
    #[diesel(sql_type = BigInt)]
    pub shared: i64,
    /// Counted promotions of the target afterwards.
    #[diesel(sql_type = BigInt)]
    pub promotions: i64,
    /// Counted demotions of the target afterwards.
    #[diesel(sql_type = BigInt)]
    pub demotions: i64,
}

/// What is copied with a merge: a table, the list of what was copied, and how both are read.
#[derive(Debug, Clone, Copy)]
struct Copied {
    table: &'static str,
    list: &'static str,
    /// Columns that the list repeats; what still equals them was not touched since.
    same: &'static [&'static str],
    /// Columns and values of a copy.
    columns: (&'static str, &'static str),
    /// What of the idea's rows is copied.
    which: &'static str,
}

const VOTES: Copied = Copied {
    table: "votes",
    list: "merge_votes",
    same: &["value", "cast_at"],
    columns: (
        "value, state, is_author, cast_at, import_id, account_id, value_minor, currency, is_captured, \
         asked_at, confirmed_at, is_resting",
        "s.value, s.state, FALSE, s.cast_at, s.import_id, s.account_id, s.value_minor, s.currency, \
         s.is_captured, s.asked_at, s.confirmed_at, s.is_resting",
    ),
    // What is held or void comes along as such, also after it was withdrawn: a merge is no way around it.
    which: "(s.value <> 0 OR s.state <> 'counted')",
};

/// On a board that takes promotions only, demotions stay where they are.
const PROMOTIONS: Copied =
    Copied { which: "(s.value > 0 OR (s.value = 0 AND s.state <> 'counted'))", ..VOTES };

const FOLLOWS: Copied = Copied {
    table: "follows",
    list: "merge_follows",
    same: &["created_at"],
    columns: ("is_on, created_at, import_id", "s.is_on, s.created_at, s.import_id"),
    which: "s.is_on",
};

/// What merging these two would do. The caller has asked whether both may be seen.
pub fn preview(db: &mut Db, idea: &Idea, into: &Idea) -> Result<Union> {
    let votes = votes_for(db, into.id)?;
    let (from, to) = (idea.id, into.id);
    let here = format!("EXISTS (SELECT 1 FROM votes t WHERE t.idea_id = {to} AND t.person_id = s.person_id)");
    let sum = |what: &str| format!("CAST(COALESCE(SUM(CASE WHEN {what} THEN 1 ELSE 0 END), 0) AS BIGINT)");
    let found: Union = diesel::sql_query(format!(
        "SELECT {} AS coming, {} AS shared, {} AS promotions, {} AS demotions FROM votes s \
         WHERE s.idea_id = {from} AND s.value <> 0 AND s.state <> 'void' AND {}",
        sum(&format!("NOT {here}")),
        sum(&here),
        sum(&format!("NOT {here} AND s.state = 'counted' AND s.value > 0")),
        sum(&format!("NOT {here} AND s.state = 'counted' AND s.value < 0")),
        votes.which,
    ))
    .get_result(db)?;
    Ok(Union {
        promotions: into.ranks.promotions + found.promotions,
        demotions: into.ranks.demotions + found.demotions,
        ..found
    })
}

/// The idea that somebody wants to merge another into: where what they named is now.
///
/// # Errors
/// A field error on `into` when there is no such idea, or it is the same one; `Forbidden` with the reason when the two
/// cannot be merged.
pub fn find_target(db: &mut Db, actor: &Person, idea: &Idea, into: IdeaId) -> Result<Idea> {
    policy::may_merge(actor)?;
    let absent = |error| {
        if matches!(error, Error::NotFound) { Error::field("into", "error-link-target") } else { error }
    };
    let target = queries::find_home(db, into, actor.into()).map_err(absent)?;
    if target.id == idea.id {
        return Err(Error::field("into", "error-merge-itself"));
    }
    policy::may_merge_into(idea, &target)?;
    Ok(target)
}

/// Merges an idea into another, or into what that one is part of. Gives the target.
///
/// # Errors
/// As [`find_target`]; `Conflict` when somebody merged one of them in the meantime.
pub fn merge(db: &mut Db, actor: &Person, idea: IdeaId, into: IdeaId, now: Timestamp) -> Result<IdeaId> {
    policy::may_merge(actor)?;
    let to = places::home(db, into)?;
    Ranked::lock_all(db, &[idea, to])?;
    let source = queries::find(db, idea)?;
    if source.shown == places::SHOWN {
        return Err(Error::Conflict("error-merge-already"));
    }
    policy::may_see(actor.into(), &source)?;
    let target = find_target(db, actor, &source, to)?;
    if target.id != to {
        return Err(Error::Conflict("error-merge-already"));
    }
    let merge = join(db, actor.id, (idea, to), now)?;
    record(db, ActKind::Merged, actor.id, &merge, now)?;
    outbox::record(db, &Event::IdeaMerged { idea, into: to, by: actor.id }, now)?;
    Ok(to)
}

/// Merges ideas that were merged elsewhere before they came here: nothing is told to anybody. Gives the merge.
///
/// # Errors
/// `Conflict` when the idea is part of another already, a field error when the target is part of it, `Forbidden` when
/// the two cannot be merged.
pub fn bring_in(db: &mut Db, by: PersonId, (idea, into): (IdeaId, IdeaId), at: Timestamp) -> Result<MergeId> {
    let to = places::home(db, into)?;
    Ranked::lock_all(db, &[idea, to])?;
    let (source, target) = (queries::find(db, idea)?, queries::find(db, to)?);
    if source.shown == places::SHOWN {
        return Err(Error::Conflict("error-merge-already"));
    }
    if to == idea {
        return Err(Error::field("into", "error-merge-itself"));
    }
    policy::may_merge_into(&source, &target)?;
    Ok(join(db, by, (idea, to), at)?.id)
}

/// Makes one part of the other; both are locked.
fn join(db: &mut Db, by: PersonId, (idea, to): (IdeaId, IdeaId), now: Timestamp) -> Result<Merge> {
    let merge = insert(db, by, idea, to, now)?;
    let votes = votes_for(db, to)?;
    bring(db, votes, &merge, None)?;
    bring(db, FOLLOWS, &merge, None)?;
    diesel::update(ideas::table.find(idea)).set(ideas::shown.eq(places::SHOWN)).execute(db)?;
    recount(db, to)?;
    Ok(merge)
}

/// Undoes the merge of an idea: it stands for itself again, with every row that it had; what the merge brought to the
/// target goes from there, and what people did there since stays. Gives the idea that it was part of.
///
/// # Errors
/// `Conflict` when it is not merged, or not any more.
pub fn unmerge(db: &mut Db, actor: &Person, idea: IdeaId, now: Timestamp) -> Result<IdeaId> {
    policy::may_merge(actor)?;
    let merge = part(db, idea, actor.id, now)?;
    record(db, ActKind::Unmerged, actor.id, &merge, now)?;
    outbox::record(db, &Event::IdeaUnmerged { idea, from: merge.into_idea, by: actor.id }, now)?;
    Ok(merge.into_idea)
}

/// Takes an idea out of the one that it is part of. Gives the merge that was.
///
/// # Errors
/// `Conflict` when it is not merged, or not any more.
pub fn part(db: &mut Db, idea: IdeaId, by: PersonId, now: Timestamp) -> Result<Merge> {
    let mut touched = places::chain(db, idea)?;
    touched.push(idea);
    Ranked::lock_all(db, &touched)?;
    let merge = places::of(db, idea)?.ok_or(Error::Conflict("error-unmerge-gone"))?;
    touched.pop();
    if places::chain(db, idea)? != touched {
        return Err(Error::Conflict("error-unmerge-gone"));
    }
    diesel::update(merges::table.find(merge.id))
        .set((merges::undone_by.eq(Some(by)), merges::undone_at.eq(Some(now))))
        .execute(db)?;
    let votes = votes_for(db, merge.into_idea)?;
    take_out(db, votes, &merge, None)?;
    take_out(db, FOLLOWS, &merge, None)?;
    let source = queries::find(db, idea)?;
    let audience = edit::lock_audience(db, source.board_id)?;
    diesel::update(ideas::table.find(idea))
        .set(ideas::shown.eq(shown(source.state, audience)))
        .execute(db)?;
    for place in &touched {
        recount(db, *place)?;
    }
    Ok(merge)
}

fn insert(db: &mut Db, by: PersonId, idea: IdeaId, into: IdeaId, now: Timestamp) -> Result<Merge> {
    let values = (
        merges::idea_id.eq(idea),
        merges::into_idea.eq(into),
        merges::merged_by.eq(by),
        merges::created_at.eq(now),
    );
    let id: MergeId =
        diesel::insert_into(merges::table).values(values).returning(merges::id).get_result(db)?;
    Ok(Merge { id, idea_id: idea, into_idea: into, merged_by: by, created_at: now })
}

fn votes_for(db: &mut Db, into: IdeaId) -> Result<Copied> {
    let voting: Voting =
        ideas::table.inner_join(boards::table).filter(ideas::id.eq(into)).select(boards::voting).first(db)?;
    Ok(if voting == Voting::UpOnly { PROMOTIONS } else { VOTES })
}

#[derive(QueryableByName)]
struct Somebody {
    #[diesel(sql_type = BigInt)]
    person: i64,
}

fn people(db: &mut Db, sql: &str, among: Option<&HashSet<i64>>) -> Result<Vec<i64>> {
    let rows: Vec<Somebody> = diesel::sql_query(sql).load(db)?;
    let wanted = |person: &i64| among.is_none_or(|among| among.contains(person));
    Ok(rows.into_iter().map(|row| row.person).filter(wanted).collect())
}

/// Copies what the target lacks, of everybody or of some, and lists it.
fn bring(db: &mut Db, what: Copied, merge: &Merge, among: Option<&HashSet<i64>>) -> Result<()> {
    let Copied { table, list, same, columns, which } = what;
    let (id, from, to) = (merge.id, merge.idea_id, merge.into_idea);
    let lacking = people(
        db,
        &format!(
            "SELECT s.person_id AS person FROM {table} s WHERE s.idea_id = {from} AND {which} \
             AND NOT EXISTS (SELECT 1 FROM {table} t WHERE t.idea_id = {to} AND t.person_id = s.person_id) \
             AND NOT EXISTS (SELECT 1 FROM {list} m WHERE m.merge_id = {id} AND m.person_id = s.person_id)"
        ),
        among,
    )?;
    for some in lacking.chunks(CHUNK) {
        let those = format!("FROM {table} s WHERE s.idea_id = {from} AND s.person_id IN ({})", listed(some));
        let repeated = same.iter().map(|column| format!("s.{column}")).collect::<Vec<_>>().join(", ");
        crate::db::execute(
            db,
            &format!(
                "INSERT INTO {list} (merge_id, person_id, {}) SELECT {id}, s.person_id, {repeated} {those}",
                same.join(", ")
            ),
        )?;
        crate::db::execute(
            db,
            &format!(
                "INSERT INTO {table} (idea_id, person_id, {}) SELECT {to}, s.person_id, {} {those}",
                columns.0, columns.1
            ),
        )?;
    }
    Ok(())
}

/// Takes what a merge brought out of its target, of everybody or of some, unless they changed it since. Somebody who
/// is part of the target over another merge as well comes back over that one. Where the target itself was merged on,
/// the same happens there.
fn take_out(db: &mut Db, what: Copied, merge: &Merge, among: Option<&HashSet<i64>>) -> Result<()> {
    let Copied { table, list, same, .. } = what;
    let (id, to) = (merge.id, merge.into_idea);
    let as_brought = same.iter().map(|column| format!("t.{column} = m.{column}")).collect::<Vec<_>>();
    let on = if table == "follows" { "t.is_on AND " } else { "" };
    let brought = people(
        db,
        &format!(
            "SELECT t.person_id AS person FROM {list} m JOIN {table} t ON t.idea_id = {to} \
             AND t.person_id = m.person_id WHERE m.merge_id = {id} AND {on}{}",
            as_brought.join(" AND ")
        ),
        among,
    )?;
    for some in brought.chunks(CHUNK) {
        let some = listed(some);
        crate::db::execute(
            db,
            &format!("DELETE FROM {table} WHERE idea_id = {to} AND person_id IN ({some})"),
        )?;
        crate::db::execute(
            db,
            &format!("DELETE FROM {list} WHERE merge_id = {id} AND person_id IN ({some})"),
        )?;
    }
    let gone: HashSet<i64> = brought.into_iter().collect();
    if gone.is_empty() {
        return Ok(());
    }
    for other in places::into(db, to)? {
        bring(db, what, &other, Some(&gone))?;
    }
    match places::of(db, to)? {
        Some(onward) => {
            let what = if table == VOTES.table { votes_for(db, onward.into_idea)? } else { what };
            take_out(db, what, &onward, Some(&gone))
        }
        None => Ok(()),
    }
}

fn listed(people: &[i64]) -> String {
    people.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// Counters and ranks as they follow from the rows.
fn recount(db: &mut Db, idea: IdeaId) -> Result<()> {
    demand::recount(db, &[idea])?;
    store::refresh(db, idea)?;
    let followers: i64 = follows::table
        .filter(follows::idea_id.eq(idea))
        .filter(follows::is_on.eq(true))
        .count()
        .get_result(db)?;
    diesel::update(ideas::table.find(idea)).set(ideas::follower_count.eq(followers)).execute(db)?;
    Ok(())
}

/// Both ideas tell of it, and so does the public log, since it moves votes: once, with the target.
fn record(db: &mut Db, act: ActKind, by: PersonId, merge: &Merge, now: Timestamp) -> Result<()> {
    let ends = [
        (merge.idea_id, merge.into_idea, true, ActAudience::Public),
        (merge.into_idea, merge.idea_id, false, ActAudience::Log),
    ];
    for (here, there, is_outgoing, audience) in ends {
        NewAct::new(act, audience, Some(by))
            .idea(here)
            .detail(json!({ "to": there, "outgoing": is_outgoing }))
            .record(db, now)?;
    }
    Ok(())
}

/// A merged idea, as the page of the idea that it is part of shows it.
#[derive(Debug, Clone, Queryable)]
pub struct MergedIdea {
    /// Its number.
    pub id: IdeaId,
    /// Its title.
    pub title: String,
    /// Who posted it.
    pub author_id: PersonId,
    /// When.
    pub created_at: Timestamp,
    /// The promotions that it had.
    pub promotions: i64,
    /// Its comments.
    pub comment_count: i64,
    /// Its board.
    pub board_id: BoardId,
    /// When the company last answered it.
    pub answered_at: Option<Timestamp>,
}

/// The ideas that are part of this one and that its readers may know of, in the order in which they were merged, each
/// with its merge. One query when there are none.
pub fn merged_ideas(db: &mut Db, idea: IdeaId, is_staff: bool) -> Result<Vec<(Merge, MergedIdea)>> {
    let seen = places::seen_in(db, idea, is_staff)?;
    let ids: Vec<IdeaId> = seen.iter().map(|merge| merge.idea_id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<MergedIdea> = ideas::table
        .filter(ideas::id.eq_any(&ids))
        .select((
            ideas::id,
            ideas::title,
            ideas::author_id,
            ideas::created_at,
            ideas::promotions,
            ideas::comment_count,
            ideas::board_id,
            ideas::answered_at,
        ))
        .load(db)?;
    let own = |merge: &Merge| rows.iter().find(|row| row.id == merge.idea_id).cloned();
    Ok(seen.into_iter().filter_map(|merge| Some((merge, own(&merge)?))).collect())
}

/// A merged idea for those who may read it: whoever sees the idea that it is part of, if it was theirs to see before.
/// Gives it with its merge and that idea; nothing when it is not merged.
///
/// # Errors
/// `NotFound` when the reader must not see it.
pub fn find_merged(db: &mut Db, id: IdeaId, viewer: super::Viewer) -> Result<Option<(Merge, Idea, Idea)>> {
    let Some(merge) = places::of(db, id)? else { return Ok(None) };
    let home = queries::find_home(db, id, viewer)?;
    if !places::seen_in(db, home.id, viewer.is_staff)?.contains(&merge) {
        return Err(Error::NotFound);
    }
    Ok(Some((merge, queries::find(db, id)?, home)))
}

/// Titles of those of these ideas that are merged and that the viewer saw before they were.
pub fn titles(db: &mut Db, ids: &[IdeaId], is_staff: bool) -> Result<Vec<(IdeaId, String)>> {
    let rows: Vec<(IdeaId, String, super::PostState, crate::boards::Audience)> = ideas::table
        .inner_join(boards::table)
        .filter(ideas::id.eq_any(ids))
        .filter(ideas::shown.eq(places::SHOWN))
        .select((ideas::id, ideas::title, ideas::state, boards::audience))
        .load(db)?;
    let least = if is_staff { 1 } else { 2 };
    let seen = rows.into_iter().filter(|(_, _, state, audience)| shown(*state, *audience) >= least);
    Ok(seen.map(|(id, title, _, _)| (id, title)).collect())
}
