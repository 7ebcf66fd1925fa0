//! The form of a rule, parsed.

use super::Conditions;
use crate::boards::{Catalog, StatusKind};
use crate::error::{FieldErrors, Result};
use crate::ids::TeamId;
use crate::text::clean;

/// Most characters in a rule's name.
const NAME_MAX: usize = 80;
/// Most words or phrases in one rule.
const WORDS_MAX: usize = 50;
/// Most characters in one word or phrase.
const WORD_MAX: usize = 60;
/// The furthest place in Trending that a rule may ask for.
pub const TRENDING_MAX: i64 = 100;
/// Most days until a route is due.
const DUE_MAX: i32 = 365;
/// The largest threshold.
const COUNT_MAX: i64 = 1_000_000;

/// The form as it came, every field as typed.
#[derive(Debug, Clone, Default)]
pub struct RuleInput<'a> {
    /// The name.
    pub name: &'a str,
    /// The team's id.
    pub team: &'a str,
    /// Days until it is due.
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
}

/// A parsed rule.
#[derive(Debug, Clone)]
pub struct RuleDraft {
    pub(super) name: String,
    pub(super) team: TeamId,
    pub(super) due_days: i32,
    pub(super) conditions: Conditions,
}

impl RuleDraft {
    /// Parses the form; every field that cannot be taken says why. `teams` are those that take routes.
    pub fn parse(input: &RuleInput<'_>, catalog: &Catalog, teams: &[TeamId]) -> Result<Self> {
        let mut errors = FieldErrors::default();
        let name = clean::single_line(input.name).unwrap_or_default();
        if clean::is_invisible(&name) || clean::char_count(&name) > NAME_MAX {
            errors.add_with("name", "error-rule-name", &[("limit", 80)]);
        }
        let team = input.team.parse::<TeamId>().ok().filter(|team| teams.contains(team));
        if team.is_none() {
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
        let team = team.unwrap_or(TeamId::new(0));
        errors.or(Self { name, team, due_days: due_days.unwrap_or(1), conditions })
    }

    /// What it asks of an idea.
    pub fn conditions(&self) -> &Conditions {
        &self.conditions
    }

    /// The team it sends to.
    pub fn team(&self) -> TeamId {
        self.team
    }
}

fn parse_conditions(input: &RuleInput<'_>, catalog: &Catalog, errors: &mut FieldErrors) -> Conditions {
    Conditions {
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
