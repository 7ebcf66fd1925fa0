//! What a panel says together: mean and spread of every criterion and of the whole, and an order that shows as level what
//! its uncertainty does not tell apart.
//!
//! The overall mean of an idea is the mean of its people's own weighted means, and their standard deviation is its
//! spread. Its uncertainty is the standard error of that mean, √(s²/n), with s² = (Σ(xᵢ − x̄)² + 1)/n: as if one more
//! person had been found who differs by a point, since two or three people who happen to agree know less than they seem to.

use std::collections::BTreeMap;

use super::{Criterion, Score};
use crate::ids::{CriterionId, IdeaId, PersonId};

/// About so many ratings of an idea are enough. One number that is wrong by as much as the scale allows, 4 points, moves
/// the mean of 20 by 4/20, a fifth of a point, which is less than people differ anyway; another 20 would halve that and
/// double the work.
pub const ENOUGH: usize = 20;
/// A spread from here on is marked as disagreement, in points.
const DISAGREEMENT: f64 = 1.2;

/// What was given on one criterion.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// The mean.
    pub mean: f64,
    /// The standard deviation; none for a single number.
    pub spread: Option<f64>,
    /// How often each of 1 to 5 was given.
    pub counts: [usize; 5],
}

impl Mark {
    fn of(scores: &[f64], counts: [usize; 5]) -> Option<Self> {
        let (mean, squares) = moments(scores)?;
        Some(Self { mean, spread: deviation(squares, scores.len()), counts })
    }

    /// Whether those who gave it disagree.
    pub fn is_disputed(&self) -> bool {
        is_disputed(self.spread)
    }
}

/// What was given on all criteria together.
#[derive(Debug, Clone, PartialEq)]
pub struct Overall {
    /// The mean of the people's weighted means.
    pub mean: f64,
    /// Their standard deviation; none for a single person.
    pub spread: Option<f64>,
    /// The standard error of the mean.
    pub uncertainty: f64,
    /// People who gave a rating.
    pub people: usize,
    /// The numbers that they gave.
    pub ratings: usize,
}

impl Overall {
    /// Whether those who gave it disagree.
    pub fn is_disputed(&self) -> bool {
        is_disputed(self.spread)
    }

    /// Whether there are about as many ratings as it takes.
    pub fn is_enough(&self) -> bool {
        self.ratings >= ENOUGH
    }
}

/// An idea in the order of the panel.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// The idea.
    pub idea: IdeaId,
    /// Its place, from 1; the same for all that are level.
    pub place: usize,
    /// Whether others have the same place.
    pub is_tied: bool,
    /// All criteria together; none when nobody has given anything.
    pub overall: Option<Overall>,
    /// Each criterion, in order.
    pub marks: Vec<Option<Mark>>,
}

/// The ideas by overall mean, those without any last. An idea is level with the first of a place when their means differ
/// by no more than their uncertainties together would make them.
pub fn standings(criteria: &[Criterion], ideas: &[IdeaId], scores: &[Score]) -> Vec<Standing> {
    let mut all: Vec<Standing> = ideas.iter().map(|idea| standing(criteria, *idea, scores)).collect();
    let mean = |own: &Standing| own.overall.as_ref().map_or(f64::NEG_INFINITY, |overall| overall.mean);
    all.sort_by(|a, b| mean(b).total_cmp(&mean(a)));
    let mut leader: Option<(usize, Option<Overall>)> = None;
    for (index, own) in all.iter_mut().enumerate() {
        own.place = match &leader {
            Some((place, first)) if is_level(first.as_ref(), own.overall.as_ref()) => *place,
            _ => {
                leader = Some((index + 1, own.overall.clone()));
                index + 1
            }
        };
    }
    let places: Vec<usize> = all.iter().map(|own| own.place).collect();
    for own in &mut all {
        own.is_tied = places.iter().filter(|place| **place == own.place).count() > 1;
    }
    all
}

fn standing(criteria: &[Criterion], idea: IdeaId, scores: &[Score]) -> Standing {
    let own: Vec<Score> = scores.iter().filter(|score| score.idea_id == idea).copied().collect();
    Standing {
        idea,
        place: 0,
        is_tied: false,
        overall: overall(criteria, &own),
        marks: criteria.iter().map(|criterion| mark(criterion.id, &own)).collect(),
    }
}

/// What these people gave on a criterion.
fn mark(criterion: CriterionId, scores: &[Score]) -> Option<Mark> {
    let mut counts = [0; 5];
    let mut numbers = Vec::new();
    for score in scores.iter().filter(|score| score.criterion_id == criterion) {
        numbers.push(f64::from(score.score));
        let place = usize::try_from(score.score.saturating_sub(1)).unwrap_or(usize::MAX);
        if let Some(count) = counts.get_mut(place) {
            *count += 1;
        }
    }
    Mark::of(&numbers, counts)
}

fn overall(criteria: &[Criterion], scores: &[Score]) -> Option<Overall> {
    let mut people: BTreeMap<PersonId, (f64, f64)> = BTreeMap::new();
    for score in scores {
        let weight =
            criteria.iter().find(|own| own.id == score.criterion_id).map(|own| f64::from(own.weight));
        let Some(weight) = weight else { continue };
        let entry = people.entry(score.person_id).or_default();
        entry.0 += weight * f64::from(score.score);
        entry.1 += weight;
    }
    let means: Vec<f64> = people.values().map(|(sum, weights)| sum / weights).collect();
    let (mean, squares) = moments(&means)?;
    let count = number(means.len());
    Some(Overall {
        mean,
        spread: deviation(squares, means.len()),
        uncertainty: (squares + 1.0).sqrt() / count,
        people: means.len(),
        ratings: scores.len(),
    })
}

/// The mean, and the sum of the squares of what differs from it.
fn moments(numbers: &[f64]) -> Option<(f64, f64)> {
    if numbers.is_empty() {
        return None;
    }
    let mean = numbers.iter().sum::<f64>() / number(numbers.len());
    Some((mean, numbers.iter().map(|own| (own - mean).powi(2)).sum()))
}

fn deviation(squares: f64, count: usize) -> Option<f64> {
    (count > 1).then(|| (squares / (number(count) - 1.0)).sqrt())
}

fn is_disputed(spread: Option<f64>) -> bool {
    spread.is_some_and(|spread| spread >= DISAGREEMENT)
}

fn is_level(a: Option<&Overall>, b: Option<&Overall>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => (a.mean - b.mean).abs() <= a.uncertainty.hypot(b.uncertainty),
        (None, None) => true,
        _ => false,
    }
}

fn number(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::INFINITY, f64::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn criteria(weights: &[i32]) -> Vec<Criterion> {
        let criterion = |(id, weight): (i64, &i32)| Criterion {
            id: CriterionId::new(id),
            name: String::new(),
            low: String::new(),
            high: String::new(),
            weight: *weight,
        };
        (1..).zip(weights).map(criterion).collect()
    }

    /// What one person after the other gave an idea, on each criterion.
    fn given(idea: i64, people: &[&[i32]]) -> Vec<Score> {
        let by = |(person, numbers): (i64, &&[i32])| {
            let score = move |(criterion, score): (i64, &i32)| Score {
                criterion_id: CriterionId::new(criterion),
                idea_id: IdeaId::new(idea),
                person_id: PersonId::new(person),
                score: *score,
            };
            (1..).zip(numbers.iter()).map(score).collect::<Vec<_>>()
        };
        (1..).zip(people).flat_map(by).collect()
    }

    fn near(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-9
    }

    #[test]
    fn weights_count_and_the_spread_is_of_people() {
        let scores = given(1, &[&[5, 1, 1], &[3, 3, 3], &[4, 2, 3]]);
        let all = standings(&criteria(&[2, 1, 1]), &[IdeaId::new(1)], &scores);
        let own = &all[0];
        let overall = own.overall.as_ref().unwrap();
        // The people's own means are 3, 3 and 3.25.
        assert!(near(overall.mean, 37.0 / 12.0));
        assert!(near(overall.spread.unwrap(), (1.0_f64 / 48.0).sqrt()));
        assert!(near(overall.uncertainty, (1.0_f64 / 24.0 + 1.0).sqrt() / 3.0));
        assert_eq!((overall.people, overall.ratings, overall.is_enough()), (3, 9, false));
        let first = own.marks[0].as_ref().unwrap();
        assert!(near(first.mean, 4.0) && near(first.spread.unwrap(), 1.0));
        assert_eq!(first.counts, [0, 0, 1, 1, 1]);
        assert!(!first.is_disputed());
    }

    #[test]
    fn disagreement_is_a_wide_spread_and_one_number_has_none() {
        let marks = |numbers: &[&[i32]]| {
            standings(&criteria(&[1]), &[IdeaId::new(1)], &given(1, numbers))
                .remove(0)
                .marks
                .remove(0)
                .unwrap()
        };
        assert!(marks(&[&[1], &[5], &[5]]).is_disputed());
        assert!(marks(&[&[2], &[4]]).is_disputed());
        assert!(!marks(&[&[3], &[4], &[4]]).is_disputed());
        assert_eq!(marks(&[&[5]]).spread, None);
    }

    #[test]
    fn ideas_that_uncertainty_does_not_tell_apart_share_a_place() {
        let ideas: Vec<IdeaId> = (1..=4).map(IdeaId::new).collect();
        let mut scores = given(1, &[&[4], &[4], &[5], &[4]]);
        scores.extend(given(2, &[&[4], &[4], &[4], &[4]]));
        scores.extend(given(3, &[&[1], &[2], &[1], &[1]]));
        let all = standings(&criteria(&[1]), &ideas, &scores);
        let places: Vec<_> = all.iter().map(|own| (own.idea.raw(), own.place, own.is_tied)).collect();
        assert_eq!(places, [(1, 1, true), (2, 1, true), (3, 3, false), (4, 4, false)]);
        assert_eq!(all[3].overall, None);
    }

    proptest! {
        #[test]
        fn means_stay_on_the_scale_and_more_people_are_less_uncertain(numbers in prop::collection::vec(1..=5_i32, 1..12)) {
            let people: Vec<Vec<i32>> = numbers.iter().map(|own| vec![*own]).collect();
            let rows: Vec<&[i32]> = people.iter().map(Vec::as_slice).collect();
            let one = standings(&criteria(&[1]), &[IdeaId::new(1)], &given(1, &rows)).remove(0).overall.unwrap();
            prop_assert!((1.0..=5.0).contains(&one.mean));
            let twice: Vec<&[i32]> = rows.iter().chain(&rows).copied().collect();
            let two = standings(&criteria(&[1]), &[IdeaId::new(1)], &given(1, &twice)).remove(0).overall.unwrap();
            prop_assert!(near(one.mean, two.mean) && two.uncertainty < one.uncertainty);
        }

        #[test]
        fn places_never_go_down_the_list(means in prop::collection::vec(prop::collection::vec(1..=5_i32, 1..6), 1..8)) {
            let mut scores = Vec::new();
            for (idea, numbers) in (1_i64..).zip(&means) {
                let rows: Vec<Vec<i32>> = numbers.iter().map(|own| vec![*own]).collect();
                scores.extend(given(idea, &rows.iter().map(Vec::as_slice).collect::<Vec<_>>()));
            }
            let ideas: Vec<IdeaId> = (1_i64..).zip(&means).map(|(id, _)| IdeaId::new(id)).collect();
            let all = standings(&criteria(&[1]), &ideas, &scores);
            prop_assert!(all.windows(2).all(|pair| pair[0].place <= pair[1].place));
            prop_assert_eq!(all.first().map(|own| own.place), Some(1));
        }
    }
}
