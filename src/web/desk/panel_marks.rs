//! What a panel says, as its pages show it: numbers, and small pictures of them with the same in words.

use crate::ids::PersonId;
use crate::panels::result::{Mark, Overall};
use crate::panels::{Criterion, Rating, Score};
use crate::text::words::Words;

/// Where a number of the scale lies in the picture of the overall mean, which is 120 wide.
fn place(number: f64) -> f64 {
    6.0 + (number.clamp(1.0, 5.0) - 1.0) * 27.0
}

/// The overall mean with its uncertainty.
#[derive(Debug, Clone, Default)]
pub struct OverallView {
    /// The mean.
    pub mean: String,
    /// The standard deviation of its people; empty for a single one.
    pub spread: String,
    /// The standard error of the mean.
    pub uncertainty: String,
    /// Where the picture has the mean, and where its uncertainty begins and ends.
    pub at: String,
    /// The beginning.
    pub from: String,
    /// The end.
    pub to: String,
    /// How many gave a rating.
    pub people: usize,
    /// The numbers that they gave.
    pub ratings: usize,
    /// Whether that is about enough.
    pub is_enough: bool,
    /// Whether they disagree.
    pub is_disputed: bool,
}

impl OverallView {
    /// As a reader writes numbers.
    pub fn new(own: &Overall, words: &Words) -> Self {
        let point = |number: f64| format!("{:.1}", place(number));
        Self {
            mean: words.decimal(own.mean, 1),
            spread: own.spread.map(|spread| words.decimal(spread, 1)).unwrap_or_default(),
            uncertainty: words.decimal(own.uncertainty, 1),
            at: point(own.mean),
            from: point(own.mean - own.uncertainty),
            to: point(own.mean + own.uncertainty),
            people: own.people,
            ratings: own.ratings,
            is_enough: own.is_enough(),
            is_disputed: own.is_disputed(),
        }
    }
}

/// A bar of the picture of a criterion, which is 60 wide and 24 high.
#[derive(Debug, Clone)]
pub struct Bar {
    /// Where it begins.
    pub x: usize,
    /// Its upper end.
    pub y: usize,
    /// Its height.
    pub height: usize,
}

/// What was given on one criterion.
#[derive(Debug, Clone)]
pub struct MarkView {
    /// The criterion.
    pub name: String,
    /// The mean; empty when nobody gave a number.
    pub mean: String,
    /// The standard deviation; empty for a single number.
    pub spread: String,
    /// Whether those who gave one disagree.
    pub is_disputed: bool,
    /// How often each of 1 to 5 was given, as bars.
    pub bars: Vec<Bar>,
    /// The same in words.
    pub said: String,
}

impl MarkView {
    /// A criterion with what was given on it.
    pub fn new(criterion: &Criterion, mark: Option<&Mark>, words: &Words) -> Self {
        let counts = mark.map_or([0; 5], |own| own.counts);
        let most = counts.iter().copied().max().unwrap_or(0).max(1);
        let bar = |(index, count): (usize, &usize)| {
            let height = (22 * count / most).max(1);
            Bar { x: 12 * index + 1, y: 24 - height, height }
        };
        let said = (1_usize..).zip(&counts).map(|(score, count)| format!("{score}: {count}"));
        Self {
            name: criterion.name.clone(),
            mean: mark.map(|own| words.decimal(own.mean, 1)).unwrap_or_default(),
            spread: mark
                .and_then(|own| own.spread)
                .map(|spread| words.decimal(spread, 1))
                .unwrap_or_default(),
            is_disputed: mark.is_some_and(Mark::is_disputed),
            bars: counts.iter().enumerate().map(bar).collect(),
            said: said.collect::<Vec<_>>().join(", "),
        }
    }
}

/// What somebody gave for an idea.
#[derive(Debug, Clone)]
pub struct SaidView {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Their numbers, in the order of the criteria.
    pub scores: String,
    /// Their words.
    pub comment: String,
    /// Whether they changed it after they had given it.
    pub is_revised: bool,
}

impl SaidView {
    /// A rating with its numbers.
    pub fn new(rating: &Rating, name: String, criteria: &[Criterion], scores: &[Score]) -> Self {
        let number = |own: &Criterion| {
            let found = scores.iter().find(|score| {
                score.criterion_id == own.id
                    && score.idea_id == rating.idea_id
                    && score.person_id == rating.person_id
            });
            let number = found.map_or_else(|| "–".to_owned(), |score| score.score.to_string());
            format!("{} {number}", own.name)
        };
        Self {
            person: rating.person_id,
            name,
            scores: criteria.iter().map(number).collect::<Vec<_>>().join(", "),
            comment: rating.comment.clone(),
            is_revised: rating.revised_at.is_some(),
        }
    }
}
