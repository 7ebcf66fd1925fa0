//! The desk's order: impact = reach × value × confidence ÷ effort, every factor shown, and set by hand where somebody
//! knows better. Votes are demand, not quality: the score says where to look first, and its factors why.
//!
//! - reach: the distinct people whose promotion counts. Totals brought along have no people.
//! - value: 1 and the points of the accounts that ask for it, as of their votes; see [`super::asked`].
//! - confidence: the Wilson lower bound of promotions (few votes or many demotions lower it) × the share of votes that
//!   are counted rather than held × how far the wish is spread over segments.
//! - effort: S 1, M 2, L 4, XL 8; unknown counts as M.
//!
//! Momentum (votes of the last days) stands beside the score and is no part of it: a score that changes by itself with
//! the hour could not be an indexed column that `doctor` proves.

use diesel::prelude::*;

use super::asked::Asked;
use super::top::Tally;
use super::wilson;
use crate::db::schema::ideas;
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

/// Factors that somebody set by hand; those that are not set follow from the rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Queryable, Selectable)]
#[diesel(table_name = ideas)]
pub struct Overrides {
    /// People.
    #[diesel(column_name = reach_set)]
    pub reach: Option<f64>,
    /// A multiple.
    #[diesel(column_name = value_set)]
    pub value: Option<f64>,
    /// 0 to 1.
    #[diesel(column_name = confidence_set)]
    pub confidence: Option<f64>,
    /// What the score is divided by.
    #[diesel(column_name = effort_set)]
    pub effort: Option<f64>,
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
    /// What accounts make of it.
    pub asked: Asked,
    /// What was set by hand.
    pub set: Overrides,
}

/// The factors of a score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Factors {
    /// Distinct people whose promotion counts.
    pub reach: f64,
    /// 1 and the points of the accounts.
    pub value: f64,
    /// 0 to 1.
    pub confidence: f64,
    /// What the product of the others is divided by.
    pub effort: f64,
}

impl Factors {
    /// The score.
    pub fn score(&self) -> f64 {
        self.reach * self.value * self.confidence / self.effort
    }
}

/// A score and everything that it is made of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Impact {
    /// The product.
    pub score: f64,
    /// How far off the score may be, up or down, for want of votes; nothing when the confidence was set by hand.
    pub uncertainty: f64,
    /// The factors as they count.
    pub factors: Factors,
    /// The factors as they follow from the rows.
    pub computed: Factors,
    /// What was set by hand.
    pub set: Overrides,
    /// What accounts make of it.
    pub asked: Asked,
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
    /// Whether the scores differ by no more than their uncertainty: such ideas are shown as a tie.
    pub fn ties_with(&self, other: &Self) -> bool {
        (self.score - other.score).abs() <= self.uncertainty.max(other.uncertainty)
    }
}

/// Scores an idea.
pub fn impact(facts: &Facts) -> Impact {
    let (promotions, demotions) = (facts.tally.all_promotions(), facts.tally.all_demotions());
    let counted = promotions.saturating_add(demotions);
    let (low, high) = wilson::interval(promotions, demotions);
    let unheld = share(f64::from(counted), f64::from(counted) + f64::from(facts.held));
    let sure = unheld * facts.asked.spread;
    let computed = Factors {
        reach: f64::from(facts.tally.promotions),
        value: facts.asked.value,
        confidence: low * sure,
        effort: divisor(facts.effort),
    };
    let factors = Factors {
        reach: facts.set.reach.unwrap_or(computed.reach),
        value: facts.set.value.unwrap_or(computed.value),
        confidence: facts.set.confidence.unwrap_or(computed.confidence),
        effort: facts.set.effort.unwrap_or(computed.effort),
    };
    let doubt = if facts.set.confidence.is_some() { 0.0 } else { (high - low) * sure / 2.0 };
    Impact {
        score: factors.score(),
        uncertainty: factors.reach * factors.value * doubt / factors.effort,
        factors,
        computed,
        set: facts.set,
        asked: facts.asked,
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

    fn of(tally: Tally) -> Facts {
        let (asked, set) = (Asked::default(), Overrides::default());
        Facts { tally, held: 0, effort: None, asked, set }
    }

    fn facts(promotions: u32, demotions: u32) -> Facts {
        of(Tally { promotions, demotions, ..Tally::default() })
    }

    fn near(a: f64, b: f64) -> bool {
        (a - b).abs() < 5e-4
    }

    #[test]
    fn the_score_is_the_product_of_what_is_shown() {
        let found = impact(&Facts { held: 10, effort: Some(Effort::Large), ..facts(40, 0) });
        let confidence = found.factors.confidence;
        assert!(near(confidence, 0.9124 * 0.8), "{confidence}");
        assert!(near(found.score, 40.0 * 1.0 * confidence / 4.0), "{}", found.score);
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
    fn accounts_raise_the_value_and_their_spread_the_confidence() {
        let base = impact(&facts(20, 2)).score;
        let asked = Asked { accounts: 3, value: 5.0, spread: 0.8 };
        let found = impact(&Facts { asked, ..facts(20, 2) });
        assert!(near(found.score, base * 5.0 * 0.8), "{}", found.score);
    }

    #[test]
    fn what_is_set_by_hand_counts_instead_and_what_follows_from_the_rows_stays_known() {
        let base = impact(&facts(20, 2));
        let set = Overrides { reach: Some(10.0), value: Some(3.0), confidence: Some(0.5), effort: Some(8.0) };
        let found = impact(&Facts { set, ..facts(20, 2) });
        assert!(near(found.score, 10.0 * 3.0 * 0.5 / 8.0), "{}", found.score);
        assert_eq!(found.computed, base.computed);
        assert_eq!(found.uncertainty.to_bits(), 0_f64.to_bits());
        let value = Overrides { value: Some(2.0), ..Overrides::default() };
        assert!(near(impact(&Facts { set: value, ..facts(20, 2) }).score, base.score * 2.0));
    }

    #[test]
    fn totals_without_people_reach_nobody() {
        let tally = Tally { brought_promotions: 400, ..Tally::default() };
        assert_eq!(impact(&of(tally)).score.to_bits(), 0_f64.to_bits());
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
            let found = impact(&Facts { held, effort: Some(Effort::Small), ..of(tally) });
            prop_assert!(found.score.is_finite() && found.score >= 0.0 && found.uncertainty >= 0.0);
            prop_assert!((0.0..=1.0).contains(&found.factors.confidence));
        }
    }
}
