//! Trying a rule before it is switched on: which ideas of a period it would have acted on, and what that means for the
//! load of each team.
//! They are judged as they stand now, votes and place in Trending included, since the past is not kept.

use std::collections::{HashMap, HashSet};

use chrono::Days;
use chrono_tz::Tz;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::actions::{self, Actions, loads};
use super::conditions::Text;
use super::letters::{self, Letters};
use super::run::{self, first_in_trending};
use super::{Conditions, Subject};
use crate::boards::StatusKind;
use crate::db::Db;
use crate::db::schema::{ideas, routes};
use crate::error::Result;
use crate::ids::{AccountId, BoardId, CategoryId, IdeaId, RuleId, TagId, TeamId};
use crate::settings::Settings;
use crate::time::{DAY, Timestamp, start_of_day};
use crate::triage::desk::DeskFilter;
use crate::triage::lenses;

/// How many days back a trial looks unless asked otherwise.
pub const TRIAL_DAYS: u64 = 90;
/// How many ideas a trial judges at the most, the newest first.
pub const TRIAL_IDEAS: usize = 5_000;
/// How many it reads at a time, since texts are long.
const CHUNK: usize = 500;

/// What is tried: all that a rule asks and does.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The rule, unless it is a new one: what it has acted on already it leaves alone.
    pub rule: Option<RuleId>,
    /// The first of its teams.
    pub team: TeamId,
    /// What it asks.
    pub conditions: Conditions,
    /// What it does.
    pub actions: Actions,
}

/// What a rule would do.
#[derive(Debug, Clone, Default)]
pub struct Trial {
    /// The ideas, newest first.
    pub hits: Vec<TrialHit>,
    /// How many ideas were judged.
    pub judged: usize,
    /// Whether there were more ideas in those days than are judged.
    pub is_cut: bool,
    /// What each team would get.
    pub loads: Vec<Load>,
    /// What would be written to people.
    pub letters: Letters,
}

/// The load of a team, now and with what a rule would send it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Load {
    /// The team.
    pub team: TeamId,
    /// Open routes now.
    pub open: i64,
    /// Routes that the rule would add.
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
    /// The last 90 days, today being the last: whole days of a zone.
    pub fn usual(now: Timestamp, zone: Tz) -> Self {
        let today = now.to_chrono().with_timezone(&zone).date_naive();
        let first = today - Days::new(TRIAL_DAYS - 1);
        Self { since: start_of_day(first, zone), until: start_of_day(today + Days::new(1), zone) }
    }

    /// How many days it has; those on which clocks change count like others.
    pub fn days(&self) -> i64 {
        (self.until.since(self.since) + DAY / 2) / DAY
    }
}

impl Trial {
    /// How many of them one of the teams has or had anyway.
    pub fn routed_already(&self) -> usize {
        self.hits.iter().filter(|hit| hit.is_routed).count()
    }

    /// With how many of them the rule would do anything.
    pub fn acts(&self) -> usize {
        self.hits.iter().filter(|hit| hit.is_acted_on).count()
    }
}

/// An idea that fits.
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
    /// Whether the rule has acted on it before.
    pub was_acted_on: bool,
    /// Whether the rule would do anything with it.
    pub is_acted_on: bool,
    /// The team that would get it.
    pub team: Option<TeamId>,
}

impl TrialHit {
    fn new(id: IdeaId, title: String, created_at: Timestamp) -> Self {
        Self { id, title, created_at, is_routed: false, was_acted_on: false, is_acted_on: false, team: None }
    }
}

#[derive(Queryable)]
struct Row {
    id: IdeaId,
    title: String,
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

/// Tries a plan against the visible ideas that were posted in a period, as they stand now. Each idea goes, in the order of
/// their ids, to the team that has the fewest open routes by then.
pub fn trial(db: &mut Db, plan: &Plan, period: Period, settings: &Settings, now: Timestamp) -> Result<Trial> {
    let mut trial = Trial::default();
    let conditions = &plan.conditions;
    let mut judge = Judge {
        conditions,
        members: run::members(db, conditions)?,
        filters: run::filters(db, conditions, settings)?,
        trending: HashMap::new(),
        now,
    };
    let mut before = (period.until, IdeaId::new(0));
    loop {
        let rows = chunk(db, before, period.since)?;
        let Some(last) = rows.last() else { break };
        if trial.judged >= TRIAL_IDEAS {
            trial.is_cut = true;
            break;
        }
        before = (last.created_at, last.id);
        let is_last = rows.len() < CHUNK;
        trial.judged += rows.len();
        judge.judge(db, rows, &mut trial.hits)?;
        if is_last {
            break;
        }
    }
    let targets = plan.actions.targets(plan.team);
    mark_past(db, plan.rule, &targets, &mut trial.hits)?;
    let open = actions::takers(db, &targets)?;
    trial.loads = loads(db, &open)?.into_iter().map(|(team, open)| Load { team, open, added: 0 }).collect();
    spread(&plan.actions, &mut trial);
    trial.letters = letters::foretold(db, &plan.actions, &trial, now)?;
    Ok(trial)
}

/// Says what would be done with each idea: routes go, one after the other, to the first team of those with the fewest.
fn spread(actions: &Actions, trial: &mut Trial) {
    let is_taken = !trial.loads.is_empty();
    let mut hits: Vec<&mut TrialHit> = trial.hits.iter_mut().filter(|hit| !hit.was_acted_on).collect();
    hits.sort_by_key(|hit| hit.id);
    for hit in hits {
        hit.is_acted_on = actions.does_anything(hit.is_routed, is_taken);
        let least = trial.loads.iter_mut().min_by_key(|load| load.open + load.added);
        if let Some(least) = least.filter(|_| hit.is_acted_on && !hit.is_routed) {
            least.added += 1;
            hit.team = Some(least.team);
        }
    }
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
    members: HashSet<AccountId>,
    filters: Vec<DeskFilter>,
    trending: HashMap<BoardId, Vec<IdeaId>>,
    now: Timestamp,
}

impl Judge<'_> {
    /// What costs least is asked first, and the rest only of what is left.
    fn judge(&mut self, db: &mut Db, mut rows: Vec<Row>, hits: &mut Vec<TrialHit>) -> Result<()> {
        let conditions = self.conditions;
        let mut tags = self.tags(db, &rows)?;
        rows.retain(|row| conditions.hold_for(&self.subject(row, tags.remove(&row.id).unwrap_or_default())));
        if !conditions.words.is_empty() {
            let bodies = bodies(db, &ids(&rows))?;
            rows.retain(|row| {
                let body = bodies.get(&row.id).map_or("", String::as_str);
                conditions.hold_for_text(&Text::new(&row.title, body))
            });
        }
        if conditions.wants_customers() {
            let behind = run::behind(db, &ids(&rows))?;
            rows.retain(|row| {
                let own = behind.get(&row.id).map(Vec::as_slice).unwrap_or_default();
                conditions.hold_for_accounts(&self.members, own)
            });
        }
        if !conditions.lenses.is_empty() {
            let passing = lenses::filters::passing(db, &self.filters, &ids(&rows))?;
            rows.retain(|row| passing.contains(&row.id));
        }
        for row in rows {
            if is_trending(db, conditions, &row, &mut self.trending)? {
                hits.push(TrialHit::new(row.id, row.title, row.created_at));
            }
        }
        Ok(())
    }

    fn tags(&self, db: &mut Db, rows: &[Row]) -> Result<HashMap<IdeaId, Vec<TagId>>> {
        let mut tags: HashMap<IdeaId, Vec<TagId>> = HashMap::new();
        if !self.conditions.tags.is_empty() {
            for (idea, tag) in crate::ideas::queries::tags_of(db, &ids(rows))? {
                tags.entry(idea).or_default().push(tag);
            }
        }
        Ok(tags)
    }

    fn subject(&self, row: &Row, tags: Vec<TagId>) -> Subject {
        let waits = row.answered_at.is_none() && row.kind == StatusKind::Open;
        Subject {
            id: row.id,
            board: row.board,
            category: row.category,
            tags,
            kind: row.kind,
            net: row.net,
            people: row.promotions + row.demotions,
            impact: row.impact,
            waiting: waits.then(|| self.now.since(row.created_at) / DAY),
        }
    }
}

fn ids(rows: &[Row]) -> Vec<IdeaId> {
    rows.iter().map(|row| row.id).collect()
}

fn bodies(db: &mut Db, ids: &[IdeaId]) -> Result<HashMap<IdeaId, String>> {
    let found = ideas::table.filter(ideas::id.eq_any(ids)).select((ideas::id, ideas::body));
    Ok(found.load::<(IdeaId, String)>(db)?.into_iter().collect())
}

/// One query for each board that has an idea to ask about.
fn is_trending(
    db: &mut Db,
    conditions: &Conditions,
    row: &Row,
    known: &mut HashMap<BoardId, Vec<IdeaId>>,
) -> Result<bool> {
    let Some(places) = conditions.trending else { return Ok(true) };
    if let Some(first) = known.get(&row.board) {
        return Ok(first.contains(&row.id));
    }
    let first = first_in_trending(db, row.board, places)?;
    let found = first.contains(&row.id);
    known.insert(row.board, first);
    Ok(found)
}

fn mark_past(db: &mut Db, rule: Option<RuleId>, teams: &[TeamId], hits: &mut [TrialHit]) -> Result<()> {
    for part in hits.chunks_mut(CHUNK) {
        let ids: Vec<IdeaId> = part.iter().map(|hit| hit.id).collect();
        let routed: HashSet<IdeaId> = routes::table
            .filter(routes::team_id.eq_any(teams))
            .filter(routes::idea_id.eq_any(&ids))
            .select(routes::idea_id)
            .load(db)?
            .into_iter()
            .collect();
        let acted: HashSet<IdeaId> = match rule {
            Some(rule) => actions::acted_on(db, rule, &ids)?.into_iter().collect(),
            None => HashSet::new(),
        };
        for hit in part {
            hit.is_routed = routed.contains(&hit.id);
            hit.was_acted_on = acted.contains(&hit.id);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sent_goes_to_the_least_loaded() {
        let load = |team, open| Load { team: TeamId::new(team), open, added: 0 };
        let hit = |id| TrialHit::new(IdeaId::new(id), String::new(), Timestamp::from_micros(0));
        let mut trial = Trial {
            // Newest first; the last was sent, the first acted on.
            hits: (1..=7).rev().map(hit).collect(),
            loads: vec![load(1, 3), load(2, 0), load(3, 1)],
            ..Trial::default()
        };
        trial.hits[0].was_acted_on = true;
        trial.hits[6].is_routed = true;
        spread(&Actions::default(), &mut trial);
        let added: Vec<i64> = trial.loads.iter().map(|load| load.added).collect();
        assert_eq!(added, [0, 3, 2]);
        let teams: Vec<Option<i64>> = trial.hits.iter().map(|hit| hit.team.map(TeamId::raw)).collect();
        assert_eq!(teams, [None, Some(3), Some(2), Some(3), Some(2), Some(2), None]);
        assert_eq!(trial.acts(), 5);

        // With no team to take them, nothing is done.
        let mut none = Trial { hits: vec![hit(1)], ..Trial::default() };
        spread(&Actions::default(), &mut none);
        assert_eq!((none.acts(), none.hits[0].team), (0, None));
    }
}
