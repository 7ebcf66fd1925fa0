//! A round as typed and parsed.

use chrono_tz::Tz;

use super::Round;
use crate::boards::Audience;
use crate::calls::{Period, moment_field};
use crate::error::{Error, FieldErrors, Result};
use crate::text::clean;
use crate::time::Timestamp;

/// Most characters of a title.
const TITLE_MAX: usize = 120;
/// Most characters of intro and report.
const TEXT_MAX: usize = 10_000;
/// Most points of a person.
const BUDGET_MAX: i32 = 1_000;

/// The form of a round, every field as typed.
#[derive(Debug, Clone, Default)]
pub struct RoundInput {
    /// The title.
    pub title: String,
    /// Markdown.
    pub intro: String,
    /// The name of an [`Audience`].
    pub audience: String,
    /// Points of each person.
    pub budget: String,
    /// Most points for one idea; empty for no limit.
    pub cap: String,
    /// Date and time in the site's zone.
    pub starts: String,
    /// The same.
    pub ends: String,
}

impl RoundInput {
    /// A stored round as its form shows it.
    pub fn of(round: &Round, zone: Tz) -> Self {
        Self {
            title: round.title.clone(),
            intro: round.intro.clone(),
            audience: round.audience.to_string(),
            budget: round.budget.to_string(),
            cap: round.cap.map(|cap| cap.to_string()).unwrap_or_default(),
            starts: moment_field(round.starts_at, zone),
            ends: moment_field(round.ends_at, zone),
        }
    }
}

/// A parsed round.
#[derive(Debug, Clone)]
pub struct RoundDraft {
    pub(super) title: String,
    pub(super) intro: String,
    pub(super) audience: Audience,
    pub(super) budget: i32,
    pub(super) cap: Option<i32>,
    pub(super) period: Period,
    pub(super) seen: Option<Timestamp>,
}

impl RoundDraft {
    /// The same, refused when the round was changed since this moment.
    #[must_use]
    pub fn seen(self, seen: Option<Timestamp>) -> Self {
        Self { seen, ..self }
    }

    /// Parses the form. `zone` is the site's.
    pub fn parse(input: &RoundInput, zone: Tz) -> Result<Self> {
        let mut errors = FieldErrors::default();
        let title = clean::single_line(&input.title).unwrap_or_default();
        if clean::is_invisible(&title) || clean::char_count(&title) > TITLE_MAX {
            errors.add_with("title", "error-round-title", &[("limit", 120)]);
        }
        let intro = text(&input.intro, "intro", &mut errors);
        let audience = Audience::parse(&input.audience);
        if audience.is_none() {
            errors.add("audience", "error-choice");
        }
        let whole = |typed: &str| typed.trim().parse::<i32>().ok().filter(|n| (1..=BUDGET_MAX).contains(n));
        let budget = whole(&input.budget);
        if budget.is_none() {
            errors.add_with("budget", "error-round-budget", &[("limit", 1000)]);
        }
        let cap = whole(&input.cap);
        if cap.is_none() && !input.cap.trim().is_empty() {
            errors.add_with("cap", "error-round-budget", &[("limit", 1000)]);
        }
        let period = Period::parse(&input.starts, &input.ends, zone, &mut errors);
        match (audience, budget, period) {
            (Some(audience), Some(budget), Some(period)) => {
                errors.or(Self { title, intro, audience, budget, cap, period, seen: None })
            }
            _ => Err(Error::Invalid(errors)),
        }
    }
}

/// What the company makes of a result, parsed.
#[derive(Debug, Clone)]
pub struct ReportDraft {
    pub(super) text: String,
    pub(super) publishes: bool,
    pub(super) seen: Option<Timestamp>,
}

impl ReportDraft {
    /// Parses the form. What is published says something. It is refused when the round was changed since `seen`.
    pub fn parse(typed: &str, publishes: bool, seen: Option<Timestamp>) -> Result<Self> {
        let mut errors = FieldErrors::default();
        let text = text(typed, "report", &mut errors);
        if errors.is_empty() && publishes && clean::is_invisible(&text) {
            errors.add("report", "error-round-report-empty");
        }
        errors.or(Self { text, publishes, seen })
    }
}

/// A text of several lines, which may be empty.
fn text(typed: &str, field: &'static str, errors: &mut FieldErrors) -> String {
    let Ok(text) = clean::multi_line(typed) else {
        errors.add(field, "error-control-characters");
        return String::new();
    };
    let text = text.trim().to_owned();
    let count = clean::char_count(&text);
    if count > TEXT_MAX {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        errors.add_with(field, "error-too-long", &[("limit", 10_000), ("count", count)]);
    }
    text
}
