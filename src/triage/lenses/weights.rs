//! How a lens weighs accounts, and the score that follows.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use crate::accounts::Health;
use crate::ids::{AccountId, SegmentId};
use crate::money::Money;
use crate::ranking::impact::Impact;
use crate::text_enum;

text_enum! {
    /// What a lens counts as reach.
    pub enum ReachBy {
        /// Distinct people whose promotion counts.
        People = "people",
        /// Distinct accounts that ask and weigh something.
        Accounts = "accounts",
    }
}

/// How much accounts count. An account that several of these name has the product of their weights; one that none
/// names has the weight of the others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Weights {
    /// Accounts of this segment.
    pub segment: Option<SegmentId>,
    /// Their weight.
    pub of_segment: f64,
    /// Accounts with this plan.
    pub plan: Option<String>,
    /// Their weight.
    pub of_plan: f64,
    /// The weight of accounts at risk, or about to leave; 1 names none.
    pub at_risk: f64,
    /// The weight of all others.
    pub others: f64,
}

impl Default for Weights {
    fn default() -> Self {
        Self { segment: None, of_segment: 1.0, plan: None, of_plan: 1.0, at_risk: 1.0, others: 1.0 }
    }
}

/// An account behind an idea, as its weight depends on it.
#[derive(Debug, Clone)]
pub struct Asker {
    /// The account.
    pub account: AccountId,
    /// Its plan.
    pub plan: String,
    /// How things stand with it.
    pub health: Option<Health>,
    /// What it paid a month when its latest vote was cast.
    pub value: Option<Money>,
}

impl Weights {
    /// How much an account counts; `segment` is who is in the segment.
    pub fn of(&self, asker: &Asker, segment: &HashSet<AccountId>) -> f64 {
        let in_segment = self.segment.is_some() && segment.contains(&asker.account);
        let on_plan = self.plan.as_ref().is_some_and(|plan| *plan == asker.plan);
        let is_risky = self.weighs_risk() && matches!(asker.health, Some(Health::AtRisk | Health::Critical));
        let named = [(in_segment, self.of_segment), (on_plan, self.of_plan), (is_risky, self.at_risk)];
        if named.iter().any(|(is_named, _)| *is_named) {
            named.iter().filter(|(is_named, _)| *is_named).map(|(_, weight)| weight).product()
        } else {
            self.others
        }
    }

    /// Whether accounts at risk have a weight of their own.
    pub fn weighs_risk(&self) -> bool {
        (self.at_risk - 1.0).abs() > f64::EPSILON
    }

    /// Whether this is how the impact weighs them anyway.
    pub fn are_usual(&self) -> bool {
        *self == Self::default()
    }
}

/// The score of an idea: its impact, with reach and value as the lens sees them. What was set by hand stands.
pub fn score(
    weights: &Weights,
    reach_by: ReachBy,
    impact: &Impact,
    askers: &[Asker],
    segment: &HashSet<AccountId>,
) -> f64 {
    let mut factors = impact.factors;
    let weighed = || askers.iter().map(|asker| (asker, weights.of(asker, segment)));
    if impact.set.value.is_none() {
        let points = |asker: &Asker| asker.value.as_ref().map_or(0.0, Money::points);
        factors.value = 1.0 + weighed().map(|(asker, weight)| weight * points(asker)).sum::<f64>();
    }
    if reach_by == ReachBy::Accounts && impact.set.reach.is_none() {
        let count = weighed().filter(|(_, weight)| *weight > 0.0).count();
        factors.reach = u32::try_from(count).map_or(f64::MAX, f64::from);
    }
    factors.score()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ranking::asked::Asked;
    use crate::ranking::impact::{Facts, Overrides, impact};
    use crate::ranking::top::Tally;

    fn asker(id: i64, plan: &str, health: Option<Health>, value: &str) -> Asker {
        Asker { account: AccountId::new(id), plan: plan.into(), health, value: Money::parse(value, "EUR") }
    }

    fn found(set: Overrides) -> Impact {
        let tally = Tally { promotions: 10, ..Tally::default() };
        impact(&Facts { tally, held: 0, effort: None, asked: Asked::default(), set })
    }

    #[test]
    fn the_usual_weights_give_the_usual_value() {
        let askers = [asker(1, "Pro", None, "2000"), asker(2, "", None, "500")];
        let usual = score(
            &Weights::default(),
            ReachBy::People,
            &found(Overrides::default()),
            &askers,
            &HashSet::new(),
        );
        let base = found(Overrides::default()).score;
        assert!((usual - base * 3.5).abs() < 1e-9, "{usual}");
    }

    #[test]
    fn weights_multiply_where_several_name_an_account() {
        let weights = Weights {
            segment: Some(SegmentId::new(1)),
            of_segment: 3.0,
            plan: Some("Pro".into()),
            of_plan: 2.0,
            at_risk: 5.0,
            others: 0.5,
        };
        let segment: HashSet<AccountId> = [AccountId::new(1)].into();
        let of = |asker: &Asker| weights.of(asker, &segment);
        for (asker, expected) in [
            (asker(1, "", None, "1"), 3.0),
            (asker(1, "Pro", None, "1"), 6.0),
            (asker(2, "Pro", Some(Health::Critical), "1"), 10.0),
            (asker(2, "", Some(Health::Good), "1"), 0.5),
        ] {
            assert!((of(&asker) - expected).abs() < 1e-12, "{asker:?}");
        }
    }

    #[test]
    fn reach_by_accounts_counts_those_that_weigh_something_and_hands_have_the_last_word() {
        let weights = Weights { plan: Some("Pro".into()), others: 0.0, ..Weights::default() };
        let askers = [asker(1, "Pro", None, "1000"), asker(2, "", None, "9000")];
        let base = found(Overrides::default());
        let by_accounts = score(&weights, ReachBy::Accounts, &base, &askers, &HashSet::new());
        assert!((by_accounts - base.score / 10.0 * 2.0).abs() < 1e-9, "{by_accounts}");
        let set = Overrides { reach: Some(10.0), value: Some(1.0), ..Overrides::default() };
        let by_hand = score(&weights, ReachBy::Accounts, &found(set), &askers, &HashSet::new());
        assert!((by_hand - base.score).abs() < 1e-9, "{by_hand}");
    }
}
