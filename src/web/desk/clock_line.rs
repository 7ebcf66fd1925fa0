//! What a clock says in one line: paused since when with how much left, escalated to whom.

use crate::ids::{PersonId, TeamId};
use crate::text::words::Words;
use crate::time::{HOUR, MINUTE};
use crate::triage::clocks::Clock;

/// The line; empty when there is nothing to say besides the due date.
#[derive(Debug, Clone, Default)]
pub struct ClockLine {
    /// Since when it stands still, as a sentence.
    pub paused: String,
    /// How much working time is left, when it is paused.
    pub left: String,
    /// To whom it was escalated and when, as a sentence.
    pub escalated: String,
}

impl ClockLine {
    /// For a clock, if there is one; names come from the caller.
    pub fn new(
        words: &Words,
        clock: Option<&Clock>,
        person: impl Fn(PersonId) -> String,
        team: impl Fn(TeamId) -> String,
    ) -> Self {
        let Some(clock) = clock else { return Self::default() };
        let to = clock.escalated_person.map(person).or(clock.escalated_team.map(team)).unwrap_or_default();
        let to = if to.is_empty() { words.get("clock-desk") } else { to };
        Self {
            paused: clock
                .paused_at
                .map(|at| words.one("clock-paused", "date", words.date_time(at)))
                .unwrap_or_default(),
            left: clock.left_micros.map(|micros| left(words, micros)).unwrap_or_default(),
            escalated: clock
                .escalated_at
                .map(|at| words.two("clock-escalated", "name", to, "date", words.date(at)))
                .unwrap_or_default(),
        }
    }
}

fn left(words: &Words, micros: i64) -> String {
    if micros < 2 * HOUR {
        words.count("clock-left-minutes", micros / MINUTE)
    } else {
        words.count("clock-left-hours", micros / HOUR)
    }
}
