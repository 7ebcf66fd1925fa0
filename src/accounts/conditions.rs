//! Conditions on accounts: what segments are made of, and what the list of accounts is filtered by.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Health, Money, parse_currency};
use crate::db::Db;
use crate::db::schema::accounts;
use crate::error::FieldErrors;
use crate::ids::PersonId;
use crate::text::clean;

/// Most plans or segment labels that one segment names.
const LABELS_MAX: usize = 50;

pub(super) type Query = accounts::BoxedQuery<'static, <Db as diesel::Connection>::Backend>;

/// Conditions that an account meets all of. Those that are empty are met by every account.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Conditions {
    /// One of these plans.
    pub plans: Vec<String>,
    /// One of these segment labels.
    pub labels: Vec<String>,
    /// A value in this currency.
    pub currency: Option<String>,
    /// A value of at least so much, in minor units.
    pub least: Option<i64>,
    /// A value of at most so much, in minor units.
    pub most: Option<i64>,
    /// One of these healths.
    pub healths: Vec<Health>,
    /// This owner.
    pub owner: Option<PersonId>,
}

/// Conditions as typed.
#[derive(Debug, Clone, Default)]
pub struct ConditionsInput {
    /// Plans, one a line or with commas between them.
    pub plans: String,
    /// Segment labels, alike.
    pub labels: String,
    /// A currency; wanted when there is an amount.
    pub currency: String,
    /// The least amount a month.
    pub least: String,
    /// The greatest amount a month.
    pub most: String,
    /// Names of healths.
    pub healths: Vec<String>,
    /// Somebody's id; empty for anybody.
    pub owner: String,
}

impl Conditions {
    /// Parses what was typed, and adds to `errors` what is wrong.
    pub fn parse(input: &ConditionsInput, errors: &mut FieldErrors) -> Self {
        let currency = parse_currency(&input.currency);
        let has_range = !input.least.trim().is_empty() || !input.most.trim().is_empty();
        if currency.is_none() && (has_range || !input.currency.trim().is_empty()) {
            errors.add("currency", "error-account-currency");
        }
        let code = currency.as_deref().unwrap_or("EUR");
        let least = amount(&input.least, code, "least", errors);
        let most = amount(&input.most, code, "most", errors);
        if let (Some(least), Some(most)) = (least, most)
            && least > most
        {
            errors.add("most", "error-segment-range");
        }
        Self {
            plans: lines(&input.plans, "plans", errors),
            labels: lines(&input.labels, "labels", errors),
            currency,
            least,
            most,
            healths: input.healths.iter().filter_map(|name| Health::parse(name)).collect(),
            owner: input.owner.parse().ok(),
        }
    }

    /// Whether every account meets them.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The accounts of a query that meet them.
    pub(super) fn narrow(&self, mut query: Query) -> Query {
        if !self.plans.is_empty() {
            query = query.filter(accounts::plan.eq_any(self.plans.clone()));
        }
        if !self.labels.is_empty() {
            query = query.filter(accounts::segment.eq_any(self.labels.clone()));
        }
        if let Some(currency) = &self.currency {
            query = query.filter(accounts::currency.eq(Some(currency.clone())));
        }
        if let Some(least) = self.least {
            query = query.filter(accounts::value_minor.ge(Some(least)));
        }
        if let Some(most) = self.most {
            query = query.filter(accounts::value_minor.le(Some(most)));
        }
        if !self.healths.is_empty() {
            let healths: Vec<Option<Health>> = self.healths.iter().copied().map(Some).collect();
            query = query.filter(accounts::health.eq_any(healths));
        }
        if let Some(owner) = self.owner {
            query = query.filter(accounts::owner_id.eq(Some(owner)));
        }
        query
    }
}

fn amount(typed: &str, currency: &str, field: &'static str, errors: &mut FieldErrors) -> Option<i64> {
    if typed.trim().is_empty() {
        return None;
    }
    let money = Money::parse(typed, currency);
    if money.is_none() {
        errors.add(field, "error-account-value");
    }
    money.map(|money| money.minor)
}

fn lines(typed: &str, field: &'static str, errors: &mut FieldErrors) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for part in typed.split(['\n', '\r', ',']) {
        let label = clean::single_line(part).unwrap_or_default();
        if !label.is_empty() && !found.contains(&label) {
            found.push(label);
        }
    }
    if found.len() > LABELS_MAX {
        errors.add_with(field, "error-segment-many", &[("limit", 50)]);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_survive_being_stored() {
        let input = ConditionsInput {
            plans: "Pro\r\nTeam, Pro".into(),
            currency: "eur".into(),
            least: "100".into(),
            most: "2000,50".into(),
            healths: vec!["at_risk".into(), "unheard-of".into()],
            ..ConditionsInput::default()
        };
        let mut errors = FieldErrors::default();
        let conditions = Conditions::parse(&input, &mut errors);
        assert!(errors.is_empty());
        assert_eq!(conditions.plans, ["Pro", "Team"]);
        assert_eq!((conditions.least, conditions.most), (Some(10_000), Some(200_050)));
        assert_eq!(conditions.healths, [Health::AtRisk]);
        let stored = serde_json::to_string(&conditions).unwrap();
        assert_eq!(serde_json::from_str::<Conditions>(&stored).unwrap(), conditions);
    }

    #[test]
    fn an_amount_wants_a_currency_and_a_range_its_order() {
        let typed = |currency: &str, least: &str, most: &str| {
            let mut errors = FieldErrors::default();
            let input = ConditionsInput {
                currency: currency.into(),
                least: least.into(),
                most: most.into(),
                ..ConditionsInput::default()
            };
            Conditions::parse(&input, &mut errors);
            errors.0.iter().map(|error| error.field).collect::<Vec<_>>()
        };
        assert_eq!(typed("", "5", ""), ["currency"]);
        assert_eq!(typed("EUR", "5", "4"), ["most"]);
        assert_eq!(typed("EUR", "x", "1.234"), ["least", "most"]);
        assert!(typed("EUR", "", "").is_empty());
    }
}
