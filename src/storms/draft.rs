//! A session and its answer, as typed and parsed.

use chrono_tz::Tz;

use super::Storm;
use crate::boards::Catalog;
use crate::calls::{Period, moment_field};
use crate::error::{FieldErrors, Result};
use crate::ids::BoardId;
use crate::text::clean;
use crate::time::Timestamp;

/// Most characters of a question.
const QUESTION_MAX: usize = 160;
/// Most characters of rules, summary and answer.
const TEXT_MAX: usize = 10_000;

/// The form of a session, every field as typed.
#[derive(Debug, Clone, Default)]
pub struct StormInput {
    /// What is asked.
    pub question: String,
    /// The board's number.
    pub board: String,
    /// Markdown.
    pub rules: String,
    /// Date and time in the site's zone.
    pub starts: String,
    /// The same.
    pub ends: String,
}

impl StormInput {
    /// A stored session as its form shows it.
    pub fn of(storm: &Storm, zone: Tz) -> Self {
        Self {
            question: storm.question.clone(),
            board: storm.board_id.to_string(),
            rules: storm.rules.clone(),
            starts: moment_field(storm.starts_at, zone),
            ends: moment_field(storm.ends_at, zone),
        }
    }
}

/// A parsed session.
#[derive(Debug, Clone)]
pub struct StormDraft {
    pub(super) question: String,
    pub(super) board: BoardId,
    pub(super) rules: String,
    pub(super) period: Period,
    pub(super) seen: Option<Timestamp>,
}

impl StormDraft {
    /// The same, refused when the session was changed since this moment.
    #[must_use]
    pub fn seen(self, seen: Option<Timestamp>) -> Self {
        Self { seen, ..self }
    }

    /// Parses the form. `zone` is the site's; `fixed` is the board of a session that is published, which stays its board
    /// also when it is archived.
    pub fn parse(input: &StormInput, catalog: &Catalog, fixed: Option<BoardId>, zone: Tz) -> Result<Self> {
        let mut errors = FieldErrors::default();
        let question = clean::single_line(&input.question).unwrap_or_default();
        if clean::is_invisible(&question) || clean::char_count(&question) > QUESTION_MAX {
            errors.add_with("question", "error-storm-question", &[("limit", 160)]);
        }
        let board = input.board.parse::<BoardId>().ok();
        let is_open = |id: &BoardId| catalog.board(*id).is_ok_and(|board| board.archived_at.is_none());
        let board = board.filter(|id| Some(*id) == fixed || is_open(id));
        if board.is_none() {
            errors.add("board", "error-choice");
        }
        let rules = text(&input.rules, "rules", &mut errors);
        let period = Period::parse(&input.starts, &input.ends, zone, &mut errors);
        match (board, period) {
            (Some(board), Some(period)) => errors.or(Self { question, board, rules, period, seen: None }),
            _ => Err(crate::error::Error::Invalid(errors)),
        }
    }
}

/// Summary and answer.
#[derive(Debug, Clone)]
pub struct AnswerDraft {
    pub(super) summary: String,
    pub(super) answer: String,
    pub(super) publishes: bool,
    pub(super) seen: Option<Timestamp>,
}

impl AnswerDraft {
    /// The same, refused when the session was changed since this moment.
    #[must_use]
    pub fn seen(self, seen: Option<Timestamp>) -> Self {
        Self { seen, ..self }
    }

    /// Parses the form. What is published says something.
    pub fn parse(summary: &str, answer: &str, publishes: bool) -> Result<Self> {
        let mut errors = FieldErrors::default();
        let summary = text(summary, "summary", &mut errors);
        let answer = text(answer, "answer", &mut errors);
        if errors.is_empty() && publishes && clean::is_invisible(&answer) {
            errors.add("answer", "error-storm-answer-empty");
        }
        errors.or(Self { summary, answer, publishes, seen: None })
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
