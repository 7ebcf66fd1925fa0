//! Proposals as they are kept: storing what was found, and reading it for the console.

use std::collections::HashSet;

use diesel::prelude::*;

use super::crowd::LEAST;
use super::facts::Facts;
use super::seen::{CrowdKind, Found};
use crate::db::Db;
use crate::db::page::Page;
use crate::db::schema::{crowd_votes, crowds, ideas, vote_words, votes};
use crate::error::{Error, Result};
use crate::ids::{CrowdId, IdeaId, PersonId};
use crate::ranking::store::VoteState;
use crate::text_enum;
use crate::time::{DAY, HOUR, Timestamp};

/// New votes that join a crowd which was looked at before, before they are a proposal of their own.
const JOINING: usize = 3;
/// Rows that one statement stores or asks for.
const CHUNK: usize = 500;

text_enum! {
    /// What became of a proposal.
    pub enum CrowdState {
        /// Nobody has decided.
        Open = "open",
        /// Its votes are held.
        Held = "held",
        /// They count again.
        Released = "released",
        /// They are void.
        Void = "void",
        /// Somebody looked and left them as they are.
        Dismissed = "dismissed",
    }
}

impl CrowdState {
    /// The key of its name in `locales/`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "crowd-state-open",
            Self::Held => "crowd-state-held",
            Self::Released => "crowd-state-released",
            Self::Void => "crowd-state-void",
            Self::Dismissed => "crowd-state-dismissed",
        }
    }
}

/// A proposal.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = crowds)]
pub struct Crowd {
    /// Its id.
    pub id: CrowdId,
    /// What its votes have in common.
    pub kind: CrowdKind,
    /// The idea that they are on; none for a ring.
    pub idea_id: Option<IdeaId>,
    /// What became of it.
    pub state: CrowdState,
    facts: String,
    /// Its votes when it was found.
    pub vote_count: i64,
    /// When it was found, or grew last.
    pub found_at: Timestamp,
    /// When somebody decided last.
    pub decided_at: Option<Timestamp>,
}

impl Crowd {
    /// The numbers behind it.
    pub fn facts(&self) -> Facts {
        serde_json::from_str(&self.facts).unwrap_or_default()
    }
}

/// Stores what was found, unless all of it was looked at before. An open proposal about the same grows. Gives the proposal.
pub fn propose(db: &mut Db, found: &Found, now: Timestamp) -> Result<Option<CrowdId>> {
    let decided = decided_votes(db, &found.votes)?;
    let fresh: Vec<(IdeaId, PersonId)> =
        found.votes.iter().copied().filter(|vote| !decided.contains(vote)).collect();
    let least = if decided.is_empty() { LEAST } else { JOINING };
    if fresh.len() < least {
        return Ok(None);
    }
    let idea = if found.kind == CrowdKind::Ring { None } else { fresh.first().map(|vote| vote.0) };
    let facts = serde_json::to_string(&found.facts).map_err(Error::internal)?;
    let count = i64::try_from(fresh.len()).map_err(Error::internal)?;
    let values = (
        crowds::kind.eq(found.kind),
        crowds::idea_id.eq(idea),
        crowds::state.eq(CrowdState::Open),
        crowds::facts.eq(facts),
        crowds::vote_count.eq(count),
    );
    let id = match open_about(db, idea, &fresh)? {
        Some((id, before)) => {
            if before == count {
                return Ok(Some(id));
            }
            diesel::delete(crowd_votes::table.filter(crowd_votes::crowd_id.eq(id))).execute(db)?;
            diesel::update(crowds::table.find(id)).set((values, crowds::found_at.eq(now))).execute(db)?;
            id
        }
        None => diesel::insert_into(crowds::table)
            .values((values, crowds::found_at.eq(now)))
            .returning(crowds::id)
            .get_result(db)?,
    };
    for some in fresh.chunks(CHUNK) {
        crate::db::execute(
            db,
            &format!(
                "INSERT INTO crowd_votes (crowd_id, idea_id, person_id, cast_at) SELECT {id}, v.idea_id, v.person_id, \
                 v.cast_at FROM (VALUES {}) w JOIN votes v ON v.idea_id = w.column1 AND v.person_id = w.column2",
                listed(some)
            ),
        )?;
    }
    Ok(Some(id))
}

/// Votes as SQL writes them.
pub(super) fn listed(votes: &[(IdeaId, PersonId)]) -> String {
    votes.iter().map(|(idea, person)| format!("({idea}, {person})")).collect::<Vec<_>>().join(", ")
}

/// Those of these votes that are in a proposal which somebody decided about.
fn decided_votes(db: &mut Db, votes: &[(IdeaId, PersonId)]) -> Result<HashSet<(IdeaId, PersonId)>> {
    let mut ids: Vec<IdeaId> = votes.iter().map(|vote| vote.0).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut found = HashSet::new();
    for ids in ids.chunks(CHUNK) {
        let rows: Vec<(IdeaId, PersonId)> = crowd_votes::table
            .inner_join(crowds::table.on(crowds::id.eq(crowd_votes::crowd_id)))
            .filter(crowd_votes::idea_id.eq_any(ids))
            .filter(crowds::state.ne(CrowdState::Open))
            .select((crowd_votes::idea_id, crowd_votes::person_id))
            .load(db)?;
        found.extend(rows);
    }
    Ok(found)
}

/// The open proposal about the same: on the same idea, or a ring with the first of these votes. With its number of votes.
fn open_about(
    db: &mut Db,
    idea: Option<IdeaId>,
    votes: &[(IdeaId, PersonId)],
) -> Result<Option<(CrowdId, i64)>> {
    let open = crowds::table.filter(crowds::state.eq(CrowdState::Open));
    if idea.is_some() {
        let own = open.filter(crowds::idea_id.eq(idea)).order(crowds::id);
        return Ok(own.select((crowds::id, crowds::vote_count)).first(db).optional()?);
    }
    let Some((idea, person)) = votes.first().copied() else { return Ok(None) };
    Ok(crowd_votes::table
        .inner_join(crowds::table.on(crowds::id.eq(crowd_votes::crowd_id)))
        .filter(crowd_votes::idea_id.eq(idea))
        .filter(crowd_votes::person_id.eq(person))
        .filter(crowds::state.eq(CrowdState::Open))
        .filter(crowds::idea_id.is_null())
        .select((crowds::id, crowds::vote_count))
        .first(db)
        .optional()?)
}

/// A proposal.
///
/// # Errors
/// `NotFound` when there is none.
pub fn find(db: &mut Db, id: CrowdId) -> Result<Crowd> {
    crowds::table.find(id).select(Crowd::as_select()).first(db).optional()?.ok_or(Error::NotFound)
}

/// A page of the proposals in one of these states, the latest first.
pub fn list(db: &mut Db, states: &[CrowdState], after: Option<CrowdId>, size: usize) -> Result<Page<Crowd>> {
    let limit = i64::try_from(size).unwrap_or(i64::MAX).saturating_add(1);
    let mut query = crowds::table
        .filter(crowds::state.eq_any(states.to_vec()))
        .order(crowds::id.desc())
        .limit(limit)
        .select(Crowd::as_select())
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(crowds::id.lt(after));
    }
    Ok(Page::cut(query.load(db)?, size, |crowd| crowd.id.to_string()))
}

/// How many proposals wait for a decision.
pub fn count_open(db: &mut Db) -> Result<i64> {
    Ok(crowds::table.filter(crowds::state.eq(CrowdState::Open)).count().get_result(db)?)
}

/// A vote of a proposal as it is now.
#[derive(Debug, Clone, Queryable)]
pub struct CrowdVote {
    /// The idea.
    pub idea: IdeaId,
    /// Its title.
    pub title: String,
    /// Who cast it.
    pub person: PersonId,
    /// +1, −1, or 0 when it was withdrawn meanwhile.
    pub value: i16,
    /// Whether it counts.
    pub state: VoteState,
    /// When it was cast.
    pub cast_at: Timestamp,
    /// What its owner says.
    pub line: Option<String>,
}

/// Where a page of votes begins: behind this one.
pub type VoteCursor = (Timestamp, IdeaId, PersonId);

/// The votes of a proposal, the earliest first.
pub fn votes_of(
    db: &mut Db,
    crowd: CrowdId,
    after: Option<VoteCursor>,
    limit: i64,
) -> Result<Vec<CrowdVote>> {
    let words =
        vote_words::idea_id.eq(crowd_votes::idea_id).and(vote_words::person_id.eq(crowd_votes::person_id));
    let own = votes::idea_id.eq(crowd_votes::idea_id).and(votes::person_id.eq(crowd_votes::person_id));
    let mut query = crowd_votes::table
        .inner_join(votes::table.on(own))
        .inner_join(ideas::table.on(ideas::id.eq(crowd_votes::idea_id)))
        .left_join(vote_words::table.on(words))
        .filter(crowd_votes::crowd_id.eq(crowd))
        .order((crowd_votes::cast_at, crowd_votes::idea_id, crowd_votes::person_id))
        .limit(limit)
        .select((
            crowd_votes::idea_id,
            ideas::title,
            crowd_votes::person_id,
            votes::value,
            votes::state,
            crowd_votes::cast_at,
            vote_words::line.nullable(),
        ))
        .into_boxed();
    if let Some((at, idea, person)) = after {
        let later = crowd_votes::cast_at.gt(at);
        let beside = crowd_votes::cast_at.eq(at).and(crowd_votes::idea_id.gt(idea));
        let next = crowd_votes::cast_at
            .eq(at)
            .and(crowd_votes::idea_id.eq(idea))
            .and(crowd_votes::person_id.gt(person));
        query = query.filter(later.or(beside).or(next));
    }
    Ok(query.load(db)?)
}

/// Votes on a line of time.
#[derive(Debug, Clone, Default)]
pub struct Moments {
    /// Where the line begins and ends.
    pub from: Timestamp,
    /// Its end.
    pub to: Timestamp,
    /// The proposal's votes, in order.
    pub own: Vec<Timestamp>,
    /// The other votes on its idea meanwhile, in order.
    pub others: Vec<Timestamp>,
}

/// The moments of a proposal's votes, and of the other votes on its idea about then. Both are bounded.
pub fn moments(db: &mut Db, crowd: &Crowd, limit: i64) -> Result<Moments> {
    let rows: Vec<(Timestamp, PersonId)> = crowd_votes::table
        .filter(crowd_votes::crowd_id.eq(crowd.id))
        .order((crowd_votes::cast_at, crowd_votes::idea_id, crowd_votes::person_id))
        .limit(limit)
        .select((crowd_votes::cast_at, crowd_votes::person_id))
        .load(db)?;
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return Ok(Moments::default()) };
    let around = (last.0.since(first.0) / 2).clamp(3 * HOUR, 3 * DAY);
    let (from, to) = (first.0.minus(around), last.0.plus(around));
    let own: Vec<Timestamp> = rows.iter().map(|vote| vote.0).collect();
    let Some(idea) = crowd.idea_id else { return Ok(Moments { from, to, own, others: Vec::new() }) };
    let all: Vec<(Timestamp, PersonId)> = votes::table
        .filter(votes::idea_id.eq(idea))
        .filter(votes::value.ne(0_i16))
        .filter(votes::cast_at.ge(from))
        .filter(votes::cast_at.le(to))
        .order((votes::cast_at, votes::person_id))
        .limit(limit)
        .select((votes::cast_at, votes::person_id))
        .load(db)?;
    let members: HashSet<PersonId> = rows.iter().map(|vote| vote.1).collect();
    let others = all.into_iter().filter(|vote| !members.contains(&vote.1)).map(|vote| vote.0).collect();
    Ok(Moments { from, to, own, others })
}
