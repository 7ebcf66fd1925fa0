//! Trying a rule before it is switched on: which ideas of the last 90 days it would have sent.
//! They are judged as they stand now, votes and place in Trending included, since the past is not kept.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::conditions::Text;
use super::run::first_in_trending;
use super::{Conditions, Subject};
use crate::boards::StatusKind;
use crate::db::Db;
use crate::db::schema::{ideas, routes};
use crate::error::Result;
use crate::ids::{BoardId, CategoryId, IdeaId, TagId, TeamId};
use crate::time::{DAY, Timestamp};

/// How many days back a trial looks.
pub const TRIAL_DAYS: i64 = 90;
/// How many ideas a trial judges at the most, the newest first.
pub const TRIAL_IDEAS: usize = 5_000;
/// How many it reads at a time, since texts are long.
const CHUNK: usize = 500;

/// What a rule would have sent.
#[derive(Debug, Clone, Default)]
pub struct Trial {
    /// The ideas, newest first.
    pub hits: Vec<TrialHit>,
    /// How many ideas were judged.
    pub judged: usize,
    /// Whether there were more ideas in those days than are judged.
    pub is_cut: bool,
}

impl Trial {
    /// How many of them the team has or had anyway.
    pub fn routed_already(&self) -> usize {
        self.hits.iter().filter(|hit| hit.is_routed).count()
    }
}

/// An idea that a rule would have sent.
#[derive(Debug, Clone)]
pub struct TrialHit {
    /// The idea.
    pub id: IdeaId,
    /// Its title.
    pub title: String,
    /// When it was posted.
    pub created_at: Timestamp,
    /// Whether the team has or had it anyway.
    pub is_routed: bool,
}

#[derive(Queryable)]
struct Row {
    id: IdeaId,
    title: String,
    body: String,
    board: BoardId,
    category: Option<CategoryId>,
    kind: StatusKind,
    net: i64,
    promotions: i64,
    demotions: i64,
    created_at: Timestamp,
}

/// Tries conditions against the visible ideas of the last 90 days, as they stand now.
pub fn trial(db: &mut Db, conditions: &Conditions, team: TeamId, now: Timestamp) -> Result<Trial> {
    let mut trial = Trial::default();
    let mut trending: HashMap<BoardId, Vec<IdeaId>> = HashMap::new();
    let mut before = (now.plus(1), IdeaId::new(i64::MAX));
    while trial.judged < TRIAL_IDEAS {
        let rows = chunk(db, before, now.minus(TRIAL_DAYS * DAY))?;
        let Some(last) = rows.last() else { break };
        before = (last.created_at, last.id);
        let is_last = rows.len() < CHUNK;
        trial.judged += rows.len();
        judge(db, rows, conditions, &mut trending, &mut trial.hits)?;
        if is_last {
            break;
        }
        trial.is_cut = trial.judged >= TRIAL_IDEAS;
    }
    mark_routed(db, team, &mut trial.hits)?;
    Ok(trial)
}

fn chunk(db: &mut Db, before: (Timestamp, IdeaId), since: Timestamp) -> Result<Vec<Row>> {
    let (at, id) = before;
    Ok(ideas::table
        // Written out, as the index is on these.
        .filter(diesel::dsl::sql::<Bool>("ideas.shown > 0"))
        .filter(ideas::created_at.ge(since))
        .filter(ideas::created_at.le(at))
        .filter(ideas::created_at.lt(at).or(ideas::id.lt(id)))
        .order((ideas::created_at.desc(), ideas::id.desc()))
        .limit(i64::try_from(CHUNK).unwrap_or(i64::MAX))
        .select((
            ideas::id,
            ideas::title,
            ideas::body,
            ideas::board_id,
            ideas::category_id,
            ideas::status_kind,
            ideas::net,
            ideas::promotions,
            ideas::demotions,
            ideas::created_at,
        ))
        .load(db)?)
}

fn judge(
    db: &mut Db,
    rows: Vec<Row>,
    conditions: &Conditions,
    trending: &mut HashMap<BoardId, Vec<IdeaId>>,
    hits: &mut Vec<TrialHit>,
) -> Result<()> {
    let ids: Vec<IdeaId> = rows.iter().map(|row| row.id).collect();
    let mut tags: HashMap<IdeaId, Vec<TagId>> = HashMap::new();
    for (idea, tag) in crate::ideas::queries::tags_of(db, &ids)? {
        tags.entry(idea).or_default().push(tag);
    }
    for row in rows {
        let subject = subject(&row, tags.remove(&row.id).unwrap_or_default(), conditions);
        if conditions.hold_for(&subject) && is_trending(db, conditions, &subject, trending)? {
            let (id, title, created_at) = (row.id, row.title, row.created_at);
            hits.push(TrialHit { id, title, created_at, is_routed: false });
        }
    }
    Ok(())
}

fn subject(row: &Row, tags: Vec<TagId>, conditions: &Conditions) -> Subject {
    // Folding is what costs; without words to look for there is no need.
    let body = if conditions.words.is_empty() { "" } else { row.body.as_str() };
    Subject {
        id: row.id,
        board: row.board,
        category: row.category,
        tags,
        kind: row.kind,
        text: Text::new(&row.title, body),
        net: row.net,
        people: row.promotions + row.demotions,
    }
}

/// One query for each board that has an idea to ask about.
fn is_trending(
    db: &mut Db,
    conditions: &Conditions,
    subject: &Subject,
    known: &mut HashMap<BoardId, Vec<IdeaId>>,
) -> Result<bool> {
    let Some(places) = conditions.trending else { return Ok(true) };
    if let Some(first) = known.get(&subject.board) {
        return Ok(first.contains(&subject.id));
    }
    let first = first_in_trending(db, subject.board, places)?;
    let found = first.contains(&subject.id);
    known.insert(subject.board, first);
    Ok(found)
}

fn mark_routed(db: &mut Db, team: TeamId, hits: &mut [TrialHit]) -> Result<()> {
    let ids: Vec<IdeaId> = hits.iter().map(|hit| hit.id).collect();
    for part in ids.chunks(CHUNK) {
        let routed: Vec<IdeaId> = routes::table
            .filter(routes::team_id.eq(team))
            .filter(routes::idea_id.eq_any(part))
            .select(routes::idea_id)
            .load(db)?;
        for hit in hits.iter_mut() {
            hit.is_routed |= routed.contains(&hit.id);
        }
    }
    Ok(())
}
