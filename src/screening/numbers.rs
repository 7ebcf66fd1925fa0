//! The numbers that rules are set by, with their limits.

use super::Rule;

/// A number that a rule is set by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number {
    /// What it is called in forms.
    pub field: &'static str,
    /// The key of its name in `locales/`.
    pub word: &'static str,
    /// The least that it may be.
    pub least: i32,
    /// The most.
    pub most: i32,
    /// What it is until somebody sets it.
    pub usual: i32,
}

const fn number(field: &'static str, word: &'static str, (least, usual, most): (i32, i32, i32)) -> Number {
    Number { field, word, least, most, usual }
}

const LINKS: [Number; 2] = [
    number("links_count", "screening-links-count", (1, 1, 20)),
    number("links_posts", "screening-links-posts", (1, 2, 50)),
];
const RATE: [Number; 3] = [
    number("rate_posts", "screening-rate-posts", (1, 5, 100)),
    number("rate_hours", "screening-rate-hours", (1, 1, 72)),
    number("rate_days", "screening-rate-days", (1, 7, 365)),
];
const ALIKE: [Number; 3] = [
    number("alike_percent", "screening-alike-percent", (50, 60, 100)),
    number("alike_days", "screening-alike-days", (1, 30, 365)),
    number("alike_words", "screening-alike-words", (5, 10, 100)),
];
const FORM: [Number; 1] = [number("form_seconds", "screening-form-seconds", (1, 3, 60))];
const LEARNT: [Number; 2] = [
    number("learnt_percent", "screening-learnt-percent", (60, 95, 100)),
    number("learnt_decisions", "screening-learnt-decisions", (5, 25, 1_000)),
];

impl Rule {
    /// The numbers that it is set by, in the order in which they are stored.
    pub fn numbers(self) -> &'static [Number] {
        match self {
            Self::Links => &LINKS,
            Self::Rate => &RATE,
            Self::Alike => &ALIKE,
            Self::Words => &[],
            Self::Form => &FORM,
            Self::Learnt => &LEARNT,
        }
    }
}
