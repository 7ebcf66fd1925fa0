//! A panel and a rating, as typed and parsed.

use chrono_tz::Tz;

use super::{CRITERIA, Criterion, IDEAS_MAX, PEOPLE, Panel};
use crate::calls::{moment, moment_field};
use crate::error::{Error, FieldErrors, Result};
use crate::ideas::links::parse_target;
use crate::ideas::posted_key;
use crate::ids::{CriterionId, IdeaId, PersonId};
use crate::text::clean;
use crate::time::{DAY, Timestamp};

/// Most characters of a title.
const TITLE_MAX: i64 = 120;
/// Most characters of an introduction.
const TEXT_MAX: i64 = 5_000;
/// Most characters of a criterion's name.
const NAME_MAX: i64 = 60;
/// Most characters of what 1 and 5 mean.
const MEANING_MAX: i64 = 120;
/// Most characters of a comment.
const COMMENT_MAX: i64 = 2_000;
/// How long a panel may be open, in microseconds.
const LONGEST: i64 = 366 * DAY;
/// The largest weight.
const WEIGHT_MAX: i32 = 3;

/// The fields of the criteria, one of each for every criterion.
pub const NAMES: [&str; 5] = ["criterion_1", "criterion_2", "criterion_3", "criterion_4", "criterion_5"];
/// What 1 means.
pub const LOWS: [&str; 5] = ["low_1", "low_2", "low_3", "low_4", "low_5"];
/// What 5 means.
pub const HIGHS: [&str; 5] = ["high_1", "high_2", "high_3", "high_4", "high_5"];
/// The weights.
pub const WEIGHTS: [&str; 5] = ["weight_1", "weight_2", "weight_3", "weight_4", "weight_5"];
/// The fields of a rating's numbers, in the order of the criteria.
pub const SCORES: [&str; 5] = ["score_1", "score_2", "score_3", "score_4", "score_5"];

/// A criterion as typed.
#[derive(Debug, Clone, Default)]
pub struct CriterionInput {
    /// What it is called.
    pub name: String,
    /// What 1 means.
    pub low: String,
    /// What 5 means.
    pub high: String,
    /// How often it counts.
    pub weight: String,
}

impl CriterionInput {
    fn is_blank(&self) -> bool {
        [&self.name, &self.low, &self.high].iter().all(|text| clean::is_invisible(text))
    }
}

impl From<&Criterion> for CriterionInput {
    fn from(own: &Criterion) -> Self {
        Self {
            name: own.name.clone(),
            low: own.low.clone(),
            high: own.high.clone(),
            weight: own.weight.to_string(),
        }
    }
}

/// The form of a panel, every field as typed.
#[derive(Debug, Clone, Default)]
pub struct PanelInput {
    /// What it is about.
    pub title: String,
    /// Markdown.
    pub introduction: String,
    /// Numbers or addresses of ideas.
    pub ideas: String,
    /// Ids of its people.
    pub people: Vec<String>,
    /// What is rated.
    pub criteria: Vec<CriterionInput>,
    /// Date and time in the site's zone.
    pub closes: String,
    /// The random key of the form of a new panel.
    pub form_key: String,
}

impl PanelInput {
    /// A stored panel as its form shows it. `ideas` are written out by the caller.
    pub fn of(panel: &Panel, ideas: String, people: &[PersonId], criteria: &[Criterion], zone: Tz) -> Self {
        Self {
            title: panel.title.clone(),
            introduction: panel.introduction.clone(),
            ideas,
            people: people.iter().map(ToString::to_string).collect(),
            criteria: criteria.iter().map(CriterionInput::from).collect(),
            closes: moment_field(panel.closes_at, zone),
            form_key: String::new(),
        }
    }
}

/// A parsed criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CriterionDraft {
    pub(super) name: String,
    pub(super) low: String,
    pub(super) high: String,
    pub(super) weight: i32,
}

/// A parsed panel.
#[derive(Debug, Clone)]
pub struct PanelDraft {
    pub(super) title: String,
    pub(super) introduction: String,
    pub(super) ideas: Vec<IdeaId>,
    pub(super) people: Vec<PersonId>,
    pub(super) criteria: Vec<CriterionDraft>,
    pub(super) closes_at: Timestamp,
    pub(super) form_key: Option<String>,
    pub(super) seen: Option<Timestamp>,
}

impl PanelDraft {
    /// The same, refused when the panel was changed since this moment.
    #[must_use]
    pub fn seen(self, seen: Option<Timestamp>) -> Self {
        Self { seen, ..self }
    }

    /// Parses the form. `zone` is the site's.
    pub fn parse(input: &PanelInput, zone: Tz, now: Timestamp) -> Result<Self> {
        let mut errors = FieldErrors::default();
        let title = line(&input.title, TITLE_MAX, ("title", "error-panel-title"), &mut errors);
        let introduction = text(&input.introduction, TEXT_MAX, "introduction", &mut errors);
        let ideas = ideas(&input.ideas, &mut errors);
        let people = people(&input.people, &mut errors);
        let criteria = criteria(&input.criteria, &mut errors);
        let closes_at = moment(&input.closes, zone);
        match closes_at {
            None => errors.add("closes", "error-call-moment"),
            Some(at) if at <= now => errors.add("closes", "error-panel-past"),
            Some(at) if at.since(now) > LONGEST => errors.add("closes", "error-call-long"),
            Some(_) => {}
        }
        let Some(closes_at) = closes_at else { return Err(Error::Invalid(errors)) };
        let form_key = posted_key(&input.form_key, &[&title]);
        errors.or(Self { title, introduction, ideas, people, criteria, closes_at, form_key, seen: None })
    }
}

/// A text of one line that is there.
fn line(
    typed: &str,
    limit: i64,
    (field, key): (&'static str, &'static str),
    errors: &mut FieldErrors,
) -> String {
    let line = clean::single_line(typed).unwrap_or_default();
    if clean::is_invisible(&line) || count(&line) > limit {
        errors.add_with(field, key, &[("limit", limit)]);
    }
    line
}

fn count(text: &str) -> i64 {
    i64::try_from(clean::char_count(text)).unwrap_or(i64::MAX)
}

/// A text of several lines, which may be empty.
fn text(typed: &str, limit: i64, field: &'static str, errors: &mut FieldErrors) -> String {
    let Ok(text) = clean::multi_line(typed) else {
        errors.add(field, "error-control-characters");
        return String::new();
    };
    let text = text.trim().to_owned();
    let count = count(&text);
    if count > limit {
        errors.add_with(field, "error-too-long", &[("limit", limit), ("count", count)]);
    }
    text
}

/// The entries of a list of ideas as typed: between white space, commas and semicolons.
pub fn parse_list(typed: &str) -> impl Iterator<Item = Result<IdeaId>> + '_ {
    typed
        .split(|c: char| c.is_whitespace() || c == ',' || c == ';')
        .filter(|part| !part.is_empty())
        .map(parse_target)
}

fn ideas(typed: &str, errors: &mut FieldErrors) -> Vec<IdeaId> {
    let mut found = Vec::new();
    for (entry, id) in (1_i64..).zip(parse_list(typed)) {
        match id {
            Ok(id) if !found.contains(&id) => found.push(id),
            Ok(_) => {}
            Err(_) => {
                errors.add_with("ideas", "error-panel-idea", &[("entry", entry)]);
                return Vec::new();
            }
        }
    }
    if found.is_empty() {
        errors.add("ideas", "error-panel-no-ideas");
    } else if found.len() > IDEAS_MAX {
        errors.add_with("ideas", "error-panel-many-ideas", &[("limit", 30)]);
    }
    found
}

fn people(typed: &[String], errors: &mut FieldErrors) -> Vec<PersonId> {
    let mut found: Vec<PersonId> = typed.iter().filter_map(|id| id.parse().ok()).collect();
    found.sort_unstable();
    found.dedup();
    if !PEOPLE.contains(&found.len()) {
        errors.add("people", "error-panel-people");
    }
    found
}

fn criteria(typed: &[CriterionInput], errors: &mut FieldErrors) -> Vec<CriterionDraft> {
    let mut found = Vec::new();
    let fields = NAMES.into_iter().zip(LOWS).zip(HIGHS).zip(WEIGHTS);
    for (own, (((name, low), high), weight)) in typed.iter().zip(fields) {
        if own.is_blank() {
            continue;
        }
        let number = own.weight.parse().ok().filter(|number| (1..=WEIGHT_MAX).contains(number));
        if number.is_none() {
            errors.add(weight, "error-choice");
        }
        found.push(CriterionDraft {
            name: line(&own.name, NAME_MAX, (name, "error-panel-criterion"), errors),
            low: line(&own.low, MEANING_MAX, (low, "error-panel-low"), errors),
            high: line(&own.high, MEANING_MAX, (high, "error-panel-high"), errors),
            weight: number.unwrap_or(1),
        });
    }
    if !CRITERIA.contains(&found.len()) {
        errors.add("criteria", "error-panel-criteria");
    }
    found
}

/// A rating as typed: the numbers in the order of the criteria.
#[derive(Debug, Clone, Default)]
pub struct RatingInput {
    /// 1 to 5, or empty.
    pub scores: Vec<String>,
    /// Plain text.
    pub comment: String,
}

/// A parsed rating.
#[derive(Debug, Clone)]
pub struct RatingDraft {
    pub(super) scores: Vec<(CriterionId, i32)>,
    pub(super) comment: String,
    pub(super) gives: bool,
}

impl RatingDraft {
    /// Parses the form. What is given has a number for every criterion; a draft may have gaps.
    pub fn parse(input: &RatingInput, criteria: &[Criterion], gives: bool) -> Result<Self> {
        let mut errors = FieldErrors::default();
        let mut scores = Vec::new();
        for ((criterion, field), typed) in criteria.iter().zip(SCORES).zip(padded(&input.scores)) {
            match typed.parse::<i32>() {
                Ok(score) if (1..=5).contains(&score) => scores.push((criterion.id, score)),
                _ if typed.is_empty() && !gives => {}
                _ => errors.add(field, "error-panel-score"),
            }
        }
        let comment = text(&input.comment, COMMENT_MAX, "comment", &mut errors);
        errors.or(Self { scores, comment, gives })
    }
}

fn padded(typed: &[String]) -> impl Iterator<Item = &str> {
    typed.iter().map(String::as_str).chain(std::iter::repeat(""))
}
