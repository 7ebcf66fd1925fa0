//! Trying a rule before it is switched on: which ideas of a period it would have acted on, and what that means for the
//! load of each team.
//! They are judged as they stand now, votes and place in Trending included, since the past is not kept.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::actions::loads;
use super::conditions::Text;
use super::run::{self, first_in_trending};
use super::{Conditions, Subject};
use crate::boards::StatusKind;
use crate::db::Db;
use crate::db::schema::{ideas, routes};
use crate::error::Result;
use crate::ids::{AccountId, BoardId, CategoryId, IdeaId, TagId, TeamId};
use crate::time::{DAY, Timestamp};

/// How many days back a trial looks unless asked otherwise.
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
    /// What each team would have got.
    pub loads: Vec<Load>,
}

/// The load of a team, now and with what a rule would have sent it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Load {
    /// The team.
    pub team: TeamId,
    /// Open routes now.
    pub open: i64,
    /// Routes that the rule would have added.
    pub added: i64,
}

/// From when to when ideas were posted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first moment.
    pub since: Timestamp,
    /// The moment after the last.
    pub until: Timestamp,
}

impl Period {
    /// The last 90 days.
    pub fn until_now(now: Timestamp) -> Self {
        Self { since: now.minus(TRIAL_DAYS * DAY), until: now.plus(1) }
    }
}

impl Trial {
    /// How many of them one of the teams has or had anyway.
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
    /// Whether one of the teams has or had it anyway.
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
    impact: f64,
    answered_at: Option<Timestamp>,
    created_at: Timestamp,
}

/// Tries conditions against the visible ideas that were posted in a period, as they stand now. `teams` are those that the
/// rule may send to; each idea goes to the one that has the fewest open routes by then.
pub fn trial(
    db: &mut Db,
    conditions: &Conditions,
    teams: &[TeamId],
    period: Period,
    now: Timestamp,
) -> Result<Trial> {
    let mut trial = Trial::default();
    let mut judge =
        Judge { conditions, members: run::members(db, conditions)?, trending: HashMap::new(), now };
    let mut before = (period.until, IdeaId::new(0));
    while trial.judged < TRIAL_IDEAS {
        let rows = chunk(db, before, period.since)?;
        let Some(last) = rows.last() else { break };
        before = (last.created_at, last.id);
        let is_last = rows.len() < CHUNK;
        trial.judged += rows.len();
        judge.judge(db, rows, &mut trial.hits)?;
        if is_last {
            break;
        }
        trial.is_cut = trial.judged >= TRIAL_IDEAS;
    }
    mark_routed(db, teams, &mut trial.hits)?;
    trial.loads = spread(loads(db, teams)?, trial.hits.iter().filter(|hit| !hit.is_routed).count());
    Ok(trial)
}

/// Gives so many routes, one after the other, to the first of those with the fewest.
fn spread(present: Vec<(TeamId, i64)>, count: usize) -> Vec<Load> {
    let mut loads: Vec<Load> =
        present.into_iter().map(|(team, open)| Load { team, open, added: 0 }).collect();
    for _ in 0..count {
        if let Some(least) = loads.iter_mut().min_by_key(|load| load.open + load.added) {
            least.added += 1;
        }
    }
    loads
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
            ideas::impact,
            ideas::answered_at,
            ideas::created_at,
        ))
        .load(db)?)
}

/// What judges ideas: the conditions, and what was looked up for them.
struct Judge<'a> {
    conditions: &'a Conditions,
    members: Vec<AccountId>,
    trending: HashMap<BoardId, Vec<IdeaId>>,
    now: Timestamp,
}

impl Judge<'_> {
    fn judge(&mut self, db: &mut Db, rows: Vec<Row>, hits: &mut Vec<TrialHit>) -> Result<()> {
        let ids: Vec<IdeaId> = rows.iter().map(|row| row.id).collect();
        let mut tags: HashMap<IdeaId, Vec<TagId>> = HashMap::new();
        for (idea, tag) in crate::ideas::queries::tags_of(db, &ids)? {
            tags.entry(idea).or_default().push(tag);
        }
        let asks = self.conditions.wants_customers();
        let behind = if asks { run::behind(db, &ids)? } else { HashMap::new() };
        for row in rows {
            let subject = self.subject(&row, tags.remove(&row.id).unwrap_or_default());
            let own = behind.get(&row.id).map(Vec::as_slice).unwrap_or_default();
            let holds = self.conditions.hold_for(&subject)
                && (!asks || self.conditions.hold_for_accounts(&self.members, own));
            if holds && is_trending(db, self.conditions, &subject, &mut self.trending)? {
                let (id, title, created_at) = (row.id, row.title, row.created_at);
                hits.push(TrialHit { id, title, created_at, is_routed: false });
            }
        }
        Ok(())
    }

    fn subject(&self, row: &Row, tags: Vec<TagId>) -> Subject {
        // Folding is what costs; without words to look for there is no need.
        let body = if self.conditions.words.is_empty() { "" } else { row.body.as_str() };
        let waits = row.answered_at.is_none() && row.kind == StatusKind::Open;
        Subject {
            id: row.id,
            board: row.board,
            category: row.category,
            tags,
            kind: row.kind,
            text: Text::new(&row.title, body),
            net: row.net,
            people: row.promotions + row.demotions,
            impact: row.impact,
            waiting: waits.then(|| self.now.since(row.created_at) / DAY),
        }
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

fn mark_routed(db: &mut Db, teams: &[TeamId], hits: &mut [TrialHit]) -> Result<()> {
    let ids: Vec<IdeaId> = hits.iter().map(|hit| hit.id).collect();
    for part in ids.chunks(CHUNK) {
        let routed: Vec<IdeaId> = routes::table
            .filter(routes::team_id.eq_any(teams))
            .filter(routes::idea_id.eq_any(part))
            .select(routes::idea_id)
            .load(db)?;
        for hit in hits.iter_mut() {
            hit.is_routed |= routed.contains(&hit.id);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sent_goes_to_the_least_loaded() {
        let team = TeamId::new;
        let loads = spread(vec![(team(1), 3), (team(2), 0), (team(3), 1)], 5);
        let added: Vec<i64> = loads.iter().map(|load| load.added).collect();
        assert_eq!(added, [0, 3, 2]);
        assert!(spread(Vec::new(), 5).is_empty());
    }
}
