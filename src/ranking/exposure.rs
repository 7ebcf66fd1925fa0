//! How often ideas were shown: counted in memory, weighted by place, and what that says about how well their worth is known.
//!
//! The rate of promotions per showing is a share, so what is known of it is a Beta distribution. Before an idea was shown it is
//! the board's own: mean the board's usual rate, weight [`PRIOR`] showings. Every showing makes it narrower. Its width as a part
//! of the width before the first showing is the idea's `spread`: 1 for an idea nobody has seen, towards 0 as people see it.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use rand::Rng;

use crate::ids::{IdeaId, PersonId};

/// How many showings the board's usual rate counts for.
pub const PRIOR: f64 = 10.0;
/// The usual rate of a board of which nothing is known: one promotion in so many showings is 20.
pub const USUAL_RATE: f64 = 0.05;
/// Ideas whose spread is at least this are worth a look: at the usual rate those shown fewer than about 110 times.
pub const WIDE: f64 = 0.3;
/// So many of those that may be hoped most of are drawn from.
pub const CHOICE: usize = 60;
/// So many showings replace about two thirds of what was thought of a board's rate before.
const RATE_MEMORY: f64 = 1_000.0;

/// How likely a reader is to have looked at the idea at a place of a page, from 1: 1/log₂(1 + place), the discount of
/// Järvelin and Kekäläinen, "Cumulated Gain-Based Evaluation of IR Techniques", ACM TOIS 20 (2002).
pub fn weight(place: u32) -> f64 {
    1.0 / (1.0 + f64::from(place.max(1))).log2()
}

/// What is known of the rate of an idea: a Beta distribution.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Knowledge {
    mean: f64,
    deviation: f64,
    /// The deviation before the first showing.
    widest: f64,
}

impl Knowledge {
    /// Of an idea on a board with this usual rate, after `shown` weighted showings and `promotions`. Whoever voted has seen
    /// it, so it was shown at least as often.
    pub fn new(rate: f64, shown: f64, promotions: f64) -> Self {
        let rate = rate.clamp(0.001, 0.5);
        let promotions = promotions.max(0.0);
        let shown = shown.max(promotions);
        let deviation = |a: f64, b: f64| (a * b / ((a + b) * (a + b) * (a + b + 1.0))).sqrt();
        let (alpha, beta) = (rate * PRIOR + promotions, (1.0 - rate) * PRIOR + shown - promotions);
        Self {
            mean: alpha / (alpha + beta),
            deviation: deviation(alpha, beta),
            widest: deviation(rate * PRIOR, (1.0 - rate) * PRIOR),
        }
    }

    /// Its width as a part of the width before the first showing, 0 to 1. A few early promotions widen it for a while;
    /// nothing is less known than what nobody has seen.
    pub fn spread(self) -> f64 {
        (self.deviation / self.widest).min(1.0)
    }

    /// How good it may be, within reason: two deviations above its mean.
    pub fn hope(self) -> f64 {
        self.mean + 2.0 * self.deviation
    }

    /// Whether it is known little enough to be shown for that.
    pub fn is_worth_a_look(self) -> bool {
        self.spread() >= WIDE
    }

    /// A rate that it may have, drawn with the weight of what is known (Thompson 1933): whoever shows what draws highest
    /// shows what may be good, and soon leaves what is not. Drawn from the normal distribution of the same mean and width.
    pub fn draw(self, chance: &mut impl Rng) -> f64 {
        // Box and Muller, 1958.
        let (radius, angle): (f64, f64) = (1.0 - chance.random::<f64>(), chance.random());
        let normal = (-2.0 * radius.ln()).sqrt() * (std::f64::consts::TAU * angle).cos();
        self.mean + self.deviation * normal
    }
}

/// A board's usual rate after a batch of showings whose ideas have had `promotions` in `shown` showings.
pub fn usual_rate(before: f64, promotions: f64, shown: f64, batch: f64) -> f64 {
    if shown <= 0.0 {
        return before;
    }
    let share = batch / (batch + RATE_MEMORY);
    (before + (promotions / shown - before) * share).clamp(0.001, 0.5)
}

/// Showings since the last flush, of this instance. Cheap to clone; all clones count into the same.
#[derive(Debug, Clone, Default)]
pub struct Exposures(Arc<Mutex<Counted>>);

#[derive(Debug, Default)]
struct Counted {
    shown: HashMap<IdeaId, f64>,
    /// Who has seen what since the last flush: whoever turns a page back and forth counts once.
    seen: HashSet<(PersonId, IdeaId)>,
}

/// So many pairs are kept at most; beyond them an instance counts nothing until the next flush.
const MOST: usize = 200_000;

impl Exposures {
    /// Counts ideas that somebody was shown, each with its place on the page, from 1. Only people who are signed in are counted: they
    /// are who could vote, and robots and passers-by are no part of a rate of votes.
    pub fn count(&self, person: PersonId, ideas: impl IntoIterator<Item = (u32, IdeaId)>) {
        let mut counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (place, idea) in ideas {
            if counted.seen.len() < MOST && counted.seen.insert((person, idea)) {
                *counted.shown.entry(idea).or_default() += weight(place);
            }
        }
    }

    /// Takes what was counted so far, in the order of the ideas.
    pub fn take(&self) -> Vec<(IdeaId, f64)> {
        let counted = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        let mut shown: Vec<(IdeaId, f64)> = counted.shown.into_iter().collect();
        shown.sort_unstable_by_key(|(idea, _)| *idea);
        shown
    }

    /// Puts back what could not be stored.
    pub fn put_back(&self, shown: Vec<(IdeaId, f64)>) {
        let mut counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (idea, weight) in shown {
            *counted.shown.entry(idea).or_default() += weight;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rand::SeedableRng as _;

    #[test]
    fn higher_places_weigh_more() {
        assert!((weight(1) - 1.0).abs() < 1e-12 && (weight(3) - 0.5).abs() < 1e-12);
        assert!((1..100).all(|place| weight(place) > weight(place + 1)));
        assert!((weight(0) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn what_nobody_has_seen_is_widest_and_what_many_have_is_narrow() {
        let spread = |shown, promotions| Knowledge::new(0.05, shown, promotions).spread();
        assert!((spread(0.0, 0.0) - 1.0).abs() < 1e-12);
        assert!(spread(60.0, 3.0) > WIDE);
        assert!(spread(150.0, 7.0) < WIDE);
        assert!(spread(0.0, 400.0) < WIDE / 2.0, "whoever voted has seen it");
    }

    #[test]
    fn what_may_be_good_is_drawn_more_often_than_what_is_known_to_be_usual() {
        let mut chance = rand::rngs::StdRng::seed_from_u64(7);
        let (good, usual) = (Knowledge::new(0.05, 40.0, 6.0), Knowledge::new(0.05, 40.0, 2.0));
        assert!(good.hope() > Knowledge::new(0.05, 0.0, 0.0).hope());
        assert!(Knowledge::new(0.05, 0.0, 0.0).hope() > usual.hope());
        let wins = (0..1_000).filter(|_| good.draw(&mut chance) > usual.draw(&mut chance)).count();
        assert!((900..1_000).contains(&wins), "{wins}");
        let mean: f64 = (0..10_000).map(|_| usual.draw(&mut chance)).sum::<f64>() / 10_000.0;
        assert!((mean - 0.05).abs() < 0.002, "{mean}");
    }

    #[test]
    fn a_person_counts_once_between_two_flushes() {
        let (exposures, ann, ben) = (Exposures::default(), PersonId::new(1), PersonId::new(2));
        let ideas = [(1, IdeaId::new(7)), (2, IdeaId::new(3))];
        exposures.count(ann, ideas);
        exposures.clone().count(ann, ideas);
        exposures.count(ben, [ideas[0]]);
        let taken = exposures.take();
        assert_eq!(taken.iter().map(|(idea, _)| idea.raw()).collect::<Vec<_>>(), [3, 7]);
        assert!((taken[1].1 - 2.0).abs() < 1e-12 && (taken[0].1 - weight(2)).abs() < 1e-12);
        assert!(exposures.take().is_empty());
        exposures.put_back(taken.clone());
        assert_eq!(exposures.take(), taken);
    }

    proptest! {
        #[test]
        fn showing_an_idea_more_makes_it_better_known(
            rate in 0.001..0.5_f64,
            shown in 0.0..10_000.0_f64,
            more in 1.0..10_000.0_f64,
            share in 0.0..1.0_f64,
        ) {
            let spread = |shown, promotions| Knowledge::new(rate, shown, promotions).spread();
            let width = spread(shown, 0.0);
            prop_assert!((0.0..=1.0).contains(&width));
            prop_assert!(spread(shown + more, 0.0) <= width);
            prop_assert!((0.0..=1.0).contains(&spread(shown, shown * share)));
        }

        #[test]
        fn a_boards_rate_stays_a_share_between_what_it_was_and_what_came(
            before in 0.001..0.5_f64,
            promotions in 0.0..100.0_f64,
            shown in 0.0..1_000.0_f64,
            batch in 0.0..1e6_f64,
        ) {
            let rate = usual_rate(before, promotions, shown, batch);
            prop_assert!((0.001..=0.5).contains(&rate));
        }
    }
}
