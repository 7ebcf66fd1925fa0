//! Conditions held against an account that is at hand: the same as in SQL.

use super::{Account, Conditions};

impl Conditions {
    /// Whether an account meets all of them.
    pub fn are_met_by(&self, account: &Account) -> bool {
        let value = account.value();
        let minor = value.as_ref().map(|value| value.minor);
        let among = |labels: &[String], label: &String| labels.is_empty() || labels.contains(label);
        among(&self.plans, &account.plan)
            && among(&self.labels, &account.segment)
            && self
                .currency
                .as_ref()
                .is_none_or(|wanted| value.as_ref().is_some_and(|value| &value.currency == wanted))
            && self.least.is_none_or(|least| minor.is_some_and(|minor| minor >= least))
            && self.most.is_none_or(|most| minor.is_some_and(|minor| minor <= most))
            && (self.healths.is_empty() || account.health.is_some_and(|own| self.healths.contains(&own)))
            && self.owner.is_none_or(|owner| account.owner_id == Some(owner))
    }
}
