//! The form of a rule, parsed.

use super::{Actions, Conditions, Plan};
use crate::accounts::{Money, parse_currency};
use crate::boards::{Catalog, StatusKind};
use crate::error::{FieldErrors, Result};
use crate::ids::{LensId, PersonId, RuleId, SegmentId, TagId, TeamId};
use crate::text::clean;

/// Most characters in a rule's name.
const NAME_MAX: usize = 80;
/// Most words or phrases in one rule.
const WORDS_MAX: usize = 50;
/// Most characters in one word or phrase.
const WORD_MAX: usize = 60;
/// The furthest place in Trending that a rule may ask for.
pub const TRENDING_MAX: i64 = 100;
/// Most characters in a question to the author.
const QUESTION_MAX: usize = 2_000;
/// Most working days until a route is due.
const DUE_MAX: i32 = 365;
/// Most days without an answer that a rule may ask for.
const WAITING_MAX: i64 = 3_650;
/// The largest threshold.
const COUNT_MAX: i64 = 1_000_000;

/// The form as it came, every field as typed.
#[derive(Debug, Clone, Default)]
pub struct RuleInput<'a> {
    /// The name.
    pub name: &'a str,
    /// The team's id; empty to send to none.
    pub team: &'a str,
    /// Ids of further teams, of which the least loaded gets the idea.
    pub others: &'a [String],
    /// Working days until it is due.
    pub due_days: &'a str,
    /// Ids of boards.
    pub boards: &'a [String],
    /// Ids of categories.
    pub categories: &'a [String],
    /// Ids of tags.
    pub tags: &'a [String],
    /// Kinds of statuses.
    pub kinds: &'a [String],
    /// Words and phrases, one a line or with commas.
    pub words: &'a str,
    /// Least net votes; empty for any.
    pub votes: &'a str,
    /// Least people; empty for any.
    pub people: &'a str,
    /// Furthest place in Trending; empty for any.
    pub trending: &'a str,
    /// Ids of segments.
    pub segments: &'a [String],
    /// Ids of lenses.
    pub lenses: &'a [String],
    /// Least value a month of the accounts that ask; empty for any.
    pub value: &'a str,
    /// The currency of `value`.
    pub currency: &'a str,
    /// Least impact; empty for any.
    pub impact: &'a str,
    /// Least days without an answer; empty for any.
    pub waiting: &'a str,
    /// Id of whoever is to see to it; empty for nobody.
    pub owner: &'a str,
    /// What the author is asked; empty for nothing.
    pub question: &'a str,
    /// Id of a tag to add; empty for none.
    pub add_tag: &'a str,
    /// Id of a person who is told; empty for nobody.
    pub tell_person: &'a str,
    /// Id of a team that is told; empty for none.
    pub tell_team: &'a str,
    /// What there is to choose from besides teams.
    pub known: Known<'a>,
}

/// Segments, lenses and members of staff that a rule may name.
#[derive(Debug, Clone, Copy, Default)]
pub struct Known<'a> {
    /// Segments.
    pub segments: &'a [SegmentId],
    /// Lenses that are shared.
    pub lenses: &'a [LensId],
    /// Members of staff.
    pub staff: &'a [PersonId],
}

/// A parsed rule.
#[derive(Debug, Clone)]
pub struct RuleDraft {
    pub(super) name: String,
    pub(super) team: TeamId,
    pub(super) due_days: i32,
    pub(super) conditions: Conditions,
    pub(super) actions: Actions,
}

impl RuleDraft {
    /// Parses the form; every field that cannot be taken says why. `teams` are those that take routes.
    pub fn parse(input: &RuleInput<'_>, catalog: &Catalog, teams: &[TeamId]) -> Result<Self> {
        let mut errors = FieldErrors::default();
        let name = clean::single_line(input.name).unwrap_or_default();
        if clean::is_invisible(&name) || clean::char_count(&name) > NAME_MAX {
            errors.add_with("name", "error-rule-name", &[("limit", 80)]);
        }
        let sends = !input.team.trim().is_empty();
        let team = input.team.parse::<TeamId>().ok().filter(|team| teams.contains(team));
        let actions = parse_actions(input, sends, catalog, teams, &mut errors);
        if (sends && team.is_none()) || actions.is_empty() {
            errors.add("team", "error-rule-team");
        }
        let due_days = input.due_days.trim().parse::<i32>().ok().filter(|days| (1..=DUE_MAX).contains(days));
        if due_days.is_none() {
            errors.add_with("due_days", "error-rule-due", &[("limit", 365)]);
        }
        let conditions = parse_conditions(input, catalog, &mut errors);
        if conditions.is_empty() && errors.is_empty() {
            errors.add("boards", "error-rule-empty");
        }
        // A rule that sends to no team is stored under one all the same: the column wants it.
        let team = team.or(teams.first().copied());
        if team.is_none() && errors.is_empty() {
            errors.add("team", "error-rule-team");
        }
        let team = team.unwrap_or(TeamId::new(0));
        errors.or(Self { name, team, due_days: due_days.unwrap_or(1), conditions, actions })
    }

    /// All that it asks and does, to be tried; `rule` is the one that it would change.
    pub fn plan(&self, rule: Option<RuleId>) -> Plan {
        let (conditions, actions) = (self.conditions.clone(), self.actions.clone());
        Plan { rule, team: self.team, conditions, actions }
    }
}

/// What is chosen from a list; nothing when nothing is, an error when it is not on the list.
fn parse_choice<T: std::str::FromStr + Copy>(
    typed: &str,
    is_there: impl Fn(T) -> bool,
    field: &'static str,
    errors: &mut FieldErrors,
) -> Option<T> {
    if typed.trim().is_empty() {
        return None;
    }
    let found = typed.parse().ok().filter(|id| is_there(*id));
    if found.is_none() {
        errors.add(field, "error-rule-gone");
    }
    found
}

fn parse_actions(
    input: &RuleInput<'_>,
    sends: bool,
    catalog: &Catalog,
    teams: &[TeamId],
    errors: &mut FieldErrors,
) -> Actions {
    let is_staff = |id: PersonId| input.known.staff.contains(&id);
    let question = clean::multi_line(input.question).unwrap_or_default().trim().to_owned();
    if clean::char_count(&question) > QUESTION_MAX {
        errors.add_with("question", "error-rule-question", &[("limit", 2_000)]);
    }
    let owner = parse_choice(input.owner, is_staff, "owner", errors);
    let question = if clean::is_invisible(&question) { String::new() } else { question };
    if !sends && (owner.is_some() || !question.is_empty()) {
        errors.add("team", "error-rule-needs-team");
    }
    Actions {
        sends,
        others: parse_ids(input.others, |id: TeamId| teams.contains(&id), "team", errors),
        owner,
        question,
        tag: parse_choice(input.add_tag, |id: TagId| catalog.tag(id).is_some(), "add_tag", errors),
        person: parse_choice(input.tell_person, is_staff, "tell_person", errors),
        team: parse_choice(input.tell_team, |id: TeamId| teams.contains(&id), "tell_team", errors),
    }
}

/// An amount with its currency; both or neither.
fn parse_value(input: &RuleInput<'_>, errors: &mut FieldErrors) -> (Option<i64>, Option<String>) {
    if input.value.trim().is_empty() {
        return (None, None);
    }
    let currency = parse_currency(input.currency);
    match currency.and_then(|currency| Money::parse(input.value, &currency)) {
        Some(money) => (Some(money.minor), Some(money.currency)),
        None => {
            errors.add("value", "error-rule-value");
            (None, None)
        }
    }
}

fn parse_conditions(input: &RuleInput<'_>, catalog: &Catalog, errors: &mut FieldErrors) -> Conditions {
    let (value, currency) = parse_value(input, errors);
    let is_segment = |id: SegmentId| input.known.segments.contains(&id);
    Conditions {
        segments: parse_ids(input.segments, is_segment, "segments", errors),
        lenses: parse_ids(input.lenses, |id| input.known.lenses.contains(&id), "lenses", errors),
        value,
        currency,
        impact: parse_count(input.impact, COUNT_MAX, "impact", errors),
        waiting: parse_count(input.waiting, WAITING_MAX, "waiting", errors),
        boards: parse_ids(input.boards, |id| catalog.board(id).is_ok(), "boards", errors),
        categories: parse_ids(input.categories, |id| catalog.category(id).is_some(), "categories", errors),
        tags: parse_ids(input.tags, |id| catalog.tag(id).is_some(), "tags", errors),
        kinds: input.kinds.iter().filter_map(|kind| StatusKind::parse(kind)).collect(),
        words: parse_words(input.words, errors),
        votes: parse_count(input.votes, COUNT_MAX, "votes", errors),
        people: parse_count(input.people, COUNT_MAX, "people", errors),
        trending: parse_count(input.trending, TRENDING_MAX, "trending", errors),
    }
}

/// What is not there any more is refused, not left out: without it the rule would ask for less.
fn parse_ids<T: std::str::FromStr + PartialEq + Copy>(
    typed: &[String],
    is_there: impl Fn(T) -> bool,
    field: &'static str,
    errors: &mut FieldErrors,
) -> Vec<T> {
    let mut found: Vec<T> = Vec::new();
    for typed in typed {
        match typed.parse().ok().filter(|id| is_there(*id)) {
            Some(id) if !found.contains(&id) => found.push(id),
            Some(_) => {}
            None => {
                errors.add(field, "error-rule-gone");
                return found;
            }
        }
    }
    found
}

fn parse_words(typed: &str, errors: &mut FieldErrors) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for part in typed.split(['\n', '\r', ',']) {
        let Ok(word) = clean::single_line(part) else {
            errors.add("words", "error-control-characters");
            return words;
        };
        if !clean::is_invisible(&word) && !words.contains(&word) {
            words.push(word);
        }
    }
    if words.len() > WORDS_MAX || words.iter().any(|word| clean::char_count(word) > WORD_MAX) {
        errors.add_with("words", "error-rule-words", &[("limit", 50), ("length", 60)]);
    } else if words.iter().any(|word| crate::text::fold::terms(word).is_empty()) {
        errors.add("words", "error-rule-words-none");
    }
    words
}

fn parse_count(typed: &str, most: i64, field: &'static str, errors: &mut FieldErrors) -> Option<i64> {
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    let count = typed.parse::<i64>().ok().filter(|count| (1..=most).contains(count));
    if count.is_none() {
        errors.add_with(field, "error-rule-count", &[("limit", most)]);
    }
    count
}
