//! The desk's order: impact = reach × value × confidence ÷ effort, every factor shown.
//! Votes are demand, not quality: the score says where to look first, and its factors why.
//!
//! - reach: the distinct people whose promotion counts. Totals brought along have no people.
//! - value: 1 until accounts carry values.
//! - confidence: the Wilson lower bound of promotions (few votes or many demotions lower it) × the share of votes that
//!   are counted rather than held.
//! - effort: S 1, M 2, L 4, XL 8; unknown counts as M.
//!
//! Momentum (votes of the last days) stands beside the score and is no part of it: a score that changes by itself with
//! the hour could not be an indexed column that `doctor` proves.

use super::top::Tally;
use super::wilson;
use crate::text_enum;

text_enum! {
    /// How much work the team expects.
    pub enum Effort {
        /// Days.
        Small = "s",
        /// Weeks.
        Medium = "m",
        /// Months.
        Large = "l",
        /// Quarters.
        ExtraLarge = "xl",
    }
}

/// What the score is divided by; an effort that nobody has estimated counts as medium.
pub fn divisor(effort: Option<Effort>) -> f64 {
    match effort {
        Some(Effort::Small) => 1.0,
        Some(Effort::Medium) | None => 2.0,
        Some(Effort::Large) => 4.0,
        Some(Effort::ExtraLarge) => 8.0,
    }
}

/// What is known about an idea.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Facts {
    /// Its counted votes.
    pub tally: Tally,
    /// Held votes.
    pub held: u32,
    /// The team's estimate.
    pub effort: Option<Effort>,
}

/// A score and everything that it is made of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Impact {
    /// The product.
    pub score: f64,
    /// How far off the score may be, up or down, for want of votes.
    pub uncertainty: f64,
    /// Distinct people whose promotion counts.
    pub reach: f64,
    /// Value per person; 1 for now.
    pub value: f64,
    /// 0 to 1.
    pub confidence: f64,
    /// The band as the team gave it.
    pub effort: Option<Effort>,
    /// Counted votes, up and down, with those brought along.
    pub counted: u32,
    /// Distinct people with a counted vote.
    pub people: u32,
    /// Held votes.
    pub held: u32,
}

impl Impact {
    /// Whether the scores differ by less than their uncertainty: such ideas are shown as a tie.
    pub fn ties_with(&self, other: &Self) -> bool {
        (self.score - other.score).abs() < self.uncertainty.max(other.uncertainty)
    }
}

/// Scores an idea.
pub fn impact(facts: &Facts) -> Impact {
    let (promotions, demotions) = (facts.tally.all_promotions(), facts.tally.all_demotions());
    let counted = promotions.saturating_add(demotions);
    let (low, high) = wilson::interval(promotions, demotions);
    let unheld = share(f64::from(counted), f64::from(counted) + f64::from(facts.held));
    let (reach, value) = (f64::from(facts.tally.promotions), 1.0);
    let weight = reach * value / divisor(facts.effort);
    Impact {
        score: weight * low * unheld,
        uncertainty: weight * (high - low) * unheld / 2.0,
        reach,
        value,
        confidence: low * unheld,
        effort: facts.effort,
        counted,
        people: facts.tally.promotions.saturating_add(facts.tally.demotions),
        held: facts.held,
    }
}

/// A part of a whole, 0 to 1; 0 if the whole is not positive.
fn share(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { (part / whole).clamp(0.0, 1.0) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn facts(promotions: u32, demotions: u32) -> Facts {
        Facts { tally: Tally { promotions, demotions, ..Tally::default() }, held: 0, effort: None }
    }

    fn near(a: f64, b: f64) -> bool {
        (a - b).abs() < 5e-4
    }

    #[test]
    fn the_score_is_the_product_of_what_is_shown() {
        let found = impact(&Facts { held: 10, effort: Some(Effort::Large), ..facts(40, 0) });
        assert!(near(found.confidence, 0.9124 * 0.8), "{}", found.confidence);
        assert!(near(found.score, 40.0 * 1.0 * found.confidence / 4.0), "{}", found.score);
        assert_eq!((found.counted, found.people, found.held), (40, 40, 10));
    }

    #[test]
    fn every_factor_moves_the_score_its_way() {
        let base = impact(&facts(20, 2));
        let score = |facts| impact(&facts).score;
        assert!(score(facts(21, 2)) > base.score);
        assert!(score(facts(20, 3)) < base.score);
        assert!(score(Facts { held: 5, ..facts(20, 2) }) < base.score);
        assert!(score(Facts { effort: Some(Effort::Small), ..facts(20, 2) }) > base.score);
        assert!(near(score(Facts { effort: Some(Effort::Medium), ..facts(20, 2) }), base.score));
    }

    #[test]
    fn totals_without_people_reach_nobody() {
        let tally = Tally { brought_promotions: 400, ..Tally::default() };
        assert_eq!(impact(&Facts { tally, held: 0, effort: None }).score.to_bits(), 0_f64.to_bits());
    }

    #[test]
    fn scores_within_their_uncertainty_tie() {
        let close = (impact(&facts(5, 0)), impact(&facts(6, 0)));
        assert!(close.0.ties_with(&close.1) && close.1.ties_with(&close.0));
        assert!(!impact(&facts(5, 0)).ties_with(&impact(&facts(60, 0))));
    }

    proptest! {
        #[test]
        fn every_number_is_one(up in 0..u32::MAX, down in 0..u32::MAX, held in 0..u32::MAX) {
            let tally = Tally { promotions: up, demotions: down, brought_promotions: down, brought_demotions: up };
            let found = impact(&Facts { tally, held, effort: Some(Effort::Small) });
            prop_assert!(found.score.is_finite() && found.score >= 0.0 && found.uncertainty >= 0.0);
            prop_assert!((0.0..=1.0).contains(&found.confidence));
        }
    }
}
