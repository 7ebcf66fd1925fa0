//! Asking the rules whenever something happened to an idea.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::conditions::Text;
use super::store::{self, list_on};
use super::{Actions, Conditions, Period, Rule, Subject, actions};
use crate::accounts::demand::{self, Behind};
use crate::accounts::{queries as accounts, segments};
use crate::boards::StatusKind;
use crate::db::Db;
use crate::db::schema::ideas;
use crate::error::Result;
use crate::ideas::Idea;
use crate::ids::{AccountId, BoardId, IdeaId, RuleId};
use crate::jobs::{self, Job, Progress, Step};
use crate::outbox::{Event, Recorded};
use crate::settings::Settings;
use crate::time::{DAY, Timestamp};
use crate::triage::desk::DeskFilter;
use crate::triage::lenses;

/// How many ideas one step of the daily job asks about.
const ASKED_AT_ONCE: i64 = 200;

/// Asks the rules after an event that can make one fit. Of rules for the same team the first that fits sends; a team that
/// has or had the idea is not sent it again, and no rule acts on an idea twice.
pub fn on_event(db: &mut Db, recorded: &Recorded, event: &Event, settings: &Settings) -> Result<()> {
    match event {
        Event::IdeaPosted { idea }
        | Event::IdeaEdited { idea, .. }
        | Event::IdeaVisibilityChanged { idea }
        | Event::VoteCast { idea, .. }
        | Event::RuleActed { idea, .. }
        | Event::Answered { idea, .. }
        | Event::StatusChanged { idea, .. }
        // The votes that came along count where it went.
        | Event::IdeaMerged { into: idea, .. } => ask_about(db, &[*idea], settings, recorded.created_at),
        Event::IdeaUnmerged { idea, from, .. } => ask_about(db, &[*idea, *from], settings, recorded.created_at),
        _ => Ok(()),
    }
}

fn ask_about(db: &mut Db, ideas: &[IdeaId], settings: &Settings, now: Timestamp) -> Result<()> {
    let mut questions = questions(list_on(db)?);
    for idea in ideas {
        ask(db, &mut questions, *idea, settings, now)?;
    }
    Ok(())
}

/// One step of asking the rules about ideas of the kinds that they ask for: time alone can make one fit, and so can a change
/// of the accounts that ask, of a factor, of a lens, of a kind of status, or of another idea in Trending.
pub fn ask_by_the_day(db: &mut Db, before: Progress, settings: &Settings, now: Timestamp) -> Result<Step> {
    let mut timed = questions(list_on(db)?);
    timed.retain(|question| question.conditions.can_fit_by_itself());
    if timed.is_empty() {
        return Ok(Step::Done(before));
    }
    let kinds: Vec<StatusKind> =
        timed.iter().flat_map(|question| question.conditions.kinds().iter().copied()).collect();
    let waiting: Vec<IdeaId> = ideas::table
        .filter(ideas::id.gt(IdeaId::new(before.after)))
        .filter(ideas::shown.gt(0))
        .filter(ideas::status_kind.eq_any(kinds))
        .order(ideas::id)
        .limit(ASKED_AT_ONCE)
        .select(ideas::id)
        .load(db)?;
    ask_each(db, &mut timed, &waiting, before, settings, now)
}

/// One step of asking one rule about the ideas that were posted in a period, in the order of their ids. A rule that was
/// switched off meanwhile does nothing.
pub fn ask_one(
    db: &mut Db,
    (rule, period): (RuleId, Period),
    before: Progress,
    settings: &Settings,
    now: Timestamp,
) -> Result<Step> {
    let mut asked = questions(list_on(db)?);
    asked.retain(|question| question.rule.id == rule);
    if asked.is_empty() {
        return Ok(Step::Done(before));
    }
    let posted: Vec<IdeaId> = ideas::table
        .filter(ideas::id.gt(IdeaId::new(before.after)))
        .filter(ideas::shown.gt(0))
        .filter(ideas::created_at.ge(period.since))
        .filter(ideas::created_at.lt(period.until))
        .order(ideas::id)
        .limit(ASKED_AT_ONCE)
        .select(ideas::id)
        .load(db)?;
    ask_each(db, &mut asked, &posted, before, settings, now)
}

/// Has a rule that somebody saw as of `seen`, and that is switched on by this, asked about the ideas of a period.
///
/// # Errors
/// `NotFound`, and `Conflict` when the rule was changed meanwhile: nobody knows what it would do now.
pub fn enqueue(
    db: &mut Db,
    rule: RuleId,
    seen: Option<Timestamp>,
    period: Period,
    now: Timestamp,
) -> Result<()> {
    store::find_as_seen(db, rule, seen)?;
    store::set_on(db, rule, true, now)?;
    let job = Job::RunRule { rule, since: period.since, until: period.until };
    jobs::enqueue(db, &format!("run_rule:{rule}:{}", now.micros()), &job, now).map(drop)
}

fn ask_each(
    db: &mut Db,
    questions: &mut [Question],
    ideas: &[IdeaId],
    before: Progress,
    settings: &Settings,
    now: Timestamp,
) -> Result<Step> {
    for idea in ideas {
        ask(db, questions, *idea, settings, now)?;
    }
    let done = before.done.saturating_add(i64::try_from(ideas.len()).unwrap_or(0));
    Ok(match ideas.last() {
        Some(last) => Step::More(Progress { after: last.raw(), done, ..before }),
        None => Step::Done(Progress { done, ..before }),
    })
}

/// A rule with what it asks, and what was looked up for that; all ideas of a step are asked about with the same.
struct Question {
    rule: Rule,
    conditions: Conditions,
    actions: Actions,
    known: Option<(HashSet<AccountId>, Vec<DeskFilter>)>,
}

/// A rule whose row cannot be read is passed over, so that it does not keep the others from being asked.
fn questions(rules: Vec<Rule>) -> Vec<Question> {
    let mut found = Vec::with_capacity(rules.len());
    for rule in rules {
        match (rule.conditions(), rule.actions()) {
            (Ok(conditions), Ok(actions)) => {
                found.push(Question { rule, conditions, actions, known: None });
            }
            (Err(error), _) | (_, Err(error)) => {
                tracing::error!(rule = %rule.id, cause = ?error, "a rule cannot be read, and is not asked");
            }
        }
    }
    found
}

fn ask(
    db: &mut Db,
    questions: &mut [Question],
    idea: IdeaId,
    settings: &Settings,
    now: Timestamp,
) -> Result<()> {
    if questions.is_empty() {
        return Ok(());
    }
    let acted = actions::acted(db, idea)?;
    if questions.iter().all(|question| acted.contains(&question.rule.id)) {
        return Ok(());
    }
    let found = ideas::table.find(idea).select(Idea::as_select()).first(db).optional()?;
    let Some(idea) = found.filter(|idea| idea.shown > 0) else { return Ok(()) };
    let subject = subject(db, &idea, now)?;
    // Folding title and body costs; unless anything looks for words there is no need.
    let has_words = questions.iter().any(|question| !question.conditions.words.is_empty());
    let text = if has_words { Text::new(&idea.title, &idea.body) } else { Text::new("", "") };
    let served = actions::served(db, idea.id)?;
    for question in questions.iter_mut().filter(|question| !acted.contains(&question.rule.id)) {
        let mut targets = question.actions.targets(question.rule.team_id).into_iter();
        let is_served = targets.any(|team| served.contains(&team));
        if question.actions.does_anything(is_served, true) && question.fits(db, &subject, &text, settings)? {
            actions::act(db, &question.rule, &idea, settings, now)?;
        }
    }
    Ok(())
}

fn subject(db: &mut Db, idea: &Idea, now: Timestamp) -> Result<Subject> {
    let tags = crate::ideas::queries::tags_of(db, &[idea.id])?.into_iter().map(|(_, tag)| tag).collect();
    let waits = idea.answered_at.is_none() && idea.status_kind == StatusKind::Open;
    Ok(Subject {
        id: idea.id,
        board: idea.board_id,
        category: idea.category_id,
        tags,
        kind: idea.status_kind,
        net: idea.ranks.net,
        people: idea.ranks.promotions + idea.ranks.demotions,
        impact: idea.ranks.impact,
        waiting: waits.then(|| now.since(idea.created_at) / DAY),
    })
}

impl Question {
    fn fits(&mut self, db: &mut Db, subject: &Subject, text: &Text, settings: &Settings) -> Result<bool> {
        let Self { conditions, known, .. } = self;
        if !conditions.hold_for(subject) || !conditions.hold_for_text(text) {
            return Ok(false);
        }
        if known.is_none() {
            *known = Some((members(db, conditions)?, filters(db, conditions, settings)?));
        }
        let Some((members, filters)) = known else { return Ok(false) };
        if conditions.wants_customers() {
            let behind = behind(db, &[subject.id])?.remove(&subject.id).unwrap_or_default();
            if !conditions.hold_for_accounts(members, &behind) {
                return Ok(false);
            }
        }
        if !conditions.lenses.is_empty() && lenses::filters::passing(db, filters, &[subject.id])?.is_empty() {
            return Ok(false);
        }
        match conditions.trending {
            Some(places) => Ok(first_in_trending(db, subject.board, places)?.contains(&subject.id)),
            None => Ok(true),
        }
    }
}

/// The filters of the lenses that a rule names, as far as they are shared.
pub(super) fn filters(db: &mut Db, conditions: &Conditions, settings: &Settings) -> Result<Vec<DeskFilter>> {
    let mut found = Vec::new();
    if conditions.lenses.is_empty() {
        return Ok(found);
    }
    for lens in lenses::store::shared_among(db, &conditions.lenses)? {
        found.extend(lenses::filters::of_lens(db, &lens, settings)?);
    }
    Ok(found)
}

/// The accounts in any of the segments that a rule names.
pub(super) fn members(db: &mut Db, conditions: &Conditions) -> Result<HashSet<AccountId>> {
    let mut found = HashSet::new();
    if conditions.segments.is_empty() {
        return Ok(found);
    }
    for segment in segments::list(db)?.iter().filter(|own| conditions.segments.contains(&own.id)) {
        found.extend(accounts::ids_meeting(db, &segment.conditions()?)?);
    }
    Ok(found)
}

/// The accounts behind these ideas, with what they pay.
pub(super) fn behind(db: &mut Db, ideas: &[IdeaId]) -> Result<HashMap<IdeaId, Vec<(AccountId, Behind)>>> {
    let mut found: HashMap<IdeaId, Vec<(AccountId, Behind)>> = HashMap::new();
    for ((idea, account), behind) in demand::stored(db, ideas)? {
        found.entry(idea).or_default().push((account, behind));
    }
    Ok(found)
}

/// The first `places` in Trending on a board: that many entries of its index.
pub(super) fn first_in_trending(db: &mut Db, board: BoardId, places: i64) -> Result<Vec<IdeaId>> {
    Ok(ideas::table
        .filter(ideas::board_id.eq(board))
        // Written out, as the index is on these.
        .filter(diesel::dsl::sql::<Bool>("ideas.shown > 0"))
        .order((ideas::heat.desc(), ideas::id.desc()))
        .limit(places.min(super::TRENDING_MAX))
        .select(ideas::id)
        .load(db)?)
}
