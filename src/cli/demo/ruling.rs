//! The rules of the demo, and what they did so far.

use diesel::prelude::*;
use serde::Deserialize;

use super::schema::Rule;
use super::stage::Stage;
use crate::accounts::segments;
use crate::boards::Catalog;
use crate::db::Db;
use crate::db::schema::lenses;
use crate::error::{Error, Result};
use crate::ids::{LensId, PersonId, RuleId, SegmentId, TeamId};
use crate::jobs::{Progress, Step};
use crate::settings::Settings;
use crate::time::Timestamp;
use crate::triage::rules::{self, Known, RuleDraft, RuleInput};

/// What a rule asks and does besides place, words, votes and its team.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct More {
    /// Whether it waits to be tried.
    pub off: bool,
    /// Whether it sends to no team.
    pub sends_nothing: bool,
    /// The name of a segment.
    pub segment: String,
    /// The name of a shared lens.
    pub lens: String,
    pub waiting_days: Option<i64>,
    pub impact: Option<i64>,
    /// Slugs of teams among which the least loaded gets the idea.
    pub others: Vec<String>,
    /// Handle of who sees to it.
    pub owner: String,
    pub question: String,
    /// Slug of a tag that is added.
    pub tag: String,
    /// Handle of a person who is told.
    pub tell: String,
}

/// Makes a rule, and switches it on unless it waits to be tried.
pub fn add(db: &mut Db, rule: &Rule, catalog: &Catalog, stage: &Stage, now: Timestamp) -> Result<RuleId> {
    let board = rule.board.as_deref().map(|slug| catalog.visible_board(slug, true)).transpose()?;
    let categories = catalog.categories.iter().filter(|category| {
        board.is_none_or(|board| board.id == category.board_id) && rule.categories.contains(&category.slug)
    });
    let tags = catalog.tags.iter().filter(|tag| rule.tags.contains(&tag.slug));
    let (more, known) = (&rule.more, Names::of(db, &rule.more, stage)?);
    let added = catalog.tags.iter().find(|tag| tag.slug == more.tag);
    let others = more.others.iter().map(|slug| Ok(stage.team(slug)?.to_string()));
    let team = stage.team(&rule.team)?.to_string();
    let input = RuleInput {
        name: &rule.name,
        team: if more.sends_nothing { "" } else { &team },
        others: &others.collect::<Result<Vec<_>>>()?,
        due_days: &rule.due_days.to_string(),
        boards: &text(board.map(|board| board.id)),
        categories: &text(categories.map(|category| category.id)),
        tags: &text(tags.map(|tag| tag.id)),
        kinds: &text(&rule.status_kinds),
        words: &rule.words.join(", "),
        votes: &number(rule.min_votes),
        people: &number(rule.min_people),
        segments: &text(&known.segments),
        lenses: &text(&known.lenses),
        waiting: &number(more.waiting_days),
        impact: &number(more.impact),
        owner: &known.person(&more.owner)?,
        question: &more.question,
        add_tag: &added.map(|tag| tag.id.to_string()).unwrap_or_default(),
        tell_person: &known.person(&more.tell)?,
        known: Known { segments: &known.segments, lenses: &known.lenses, staff: &known.staff() },
        ..RuleInput::default()
    };
    let teams: Vec<TeamId> = stage.teams().collect();
    let made = rules::create(db, &RuleDraft::parse(&input, catalog, &teams)?, now)?;
    rules::set_on(db, made.id, !more.off, now)?;
    Ok(made.id)
}

/// Does what rules do by the day, as the worker would have done.
pub fn replay(db: &mut Db, settings: &Settings, now: Timestamp) -> Result<()> {
    rules::remember_routes(db)?;
    let mut progress = Progress::default();
    while let Step::More(next) = rules::run::ask_by_the_day(db, progress, settings, now)? {
        progress = next;
    }
    Ok(())
}

fn number(number: Option<i64>) -> String {
    number.map_or_else(String::new, |number| number.to_string())
}

fn text<T: ToString>(ids: impl IntoIterator<Item = T>) -> Vec<String> {
    ids.into_iter().map(|id| id.to_string()).collect()
}

/// What a rule calls by name.
struct Names {
    segments: Vec<SegmentId>,
    lenses: Vec<LensId>,
    people: Vec<(String, PersonId)>,
}

impl Names {
    fn of(db: &mut Db, more: &More, stage: &Stage) -> Result<Self> {
        let own = segments::list(db)?.into_iter().filter(|own| own.name == more.segment);
        let shared = lenses::table.filter(lenses::is_shared.eq(true)).filter(lenses::name.eq(&more.lens));
        Ok(Self {
            segments: own.map(|own| own.id).collect(),
            lenses: shared.select(lenses::id).load(db)?,
            people: stage.people().map(|person| (person.handle.clone(), person.id)).collect(),
        })
    }

    fn person(&self, handle: &str) -> Result<String> {
        if handle.is_empty() {
            return Ok(String::new());
        }
        let found = self.people.iter().find(|(own, _)| own == handle);
        let missing = || Error::internal(format!("the demo has no person {handle}"));
        Ok(found.ok_or_else(missing)?.1.to_string())
    }

    fn staff(&self) -> Vec<PersonId> {
        self.people.iter().map(|(_, id)| *id).collect()
    }
}
