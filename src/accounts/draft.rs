//! An account as typed or as a line of a file says, and parsed.

use super::{Account, Health, Money, parse_currency, parse_domain};
use crate::error::{FieldErrors, Result};
use crate::text::clean;

/// Most characters of an account's name.
const NAME_MAX: usize = 100;
/// Most characters of a plan or segment.
const LABEL_MAX: usize = 60;
/// Most domains of one account.
const DOMAINS_MAX: usize = 50;

/// The form of an account, every field as typed.
#[derive(Debug, Clone, Default)]
pub struct AccountInput {
    /// The name.
    pub name: String,
    /// What it has bought; empty for unknown.
    pub plan: String,
    /// Which kind of customer it is; empty for unknown.
    pub segment: String,
    /// What it pays a month; empty for unknown.
    pub value: String,
    /// The currency of that.
    pub currency: String,
    /// The name of a [`Health`]; empty for unknown.
    pub health: String,
    /// Handle or mail address of a member of staff; empty for nobody.
    pub owner: String,
    /// Mail domains, one a line, or with commas, semicolons or spaces between them.
    pub domains: String,
}

impl AccountInput {
    /// A stored account as its form shows it.
    pub fn of(account: &Account, owner: Option<String>, domains: &[String]) -> Self {
        let value = account.value();
        Self {
            name: account.name.clone(),
            plan: account.plan.clone(),
            segment: account.segment.clone(),
            value: value.as_ref().map(Money::plain).unwrap_or_default(),
            currency: value.map(|value| value.currency).unwrap_or_default(),
            health: account.health.map_or("", Health::as_str).to_owned(),
            owner: owner.unwrap_or_default(),
            domains: domains.join("\n"),
        }
    }
}

/// A parsed account; its owner is looked up when it is saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountDraft {
    pub(super) name: String,
    pub(super) name_key: String,
    pub(super) plan: String,
    pub(super) segment: String,
    pub(super) value: Option<Money>,
    pub(super) health: Option<Health>,
    pub(super) owner: String,
    pub(super) domains: Vec<String>,
}

impl AccountDraft {
    /// What it has and pays.
    pub fn terms(&self) -> super::Terms {
        let said = |text: &String| (!text.is_empty()).then(|| text.clone());
        super::Terms { plan: said(&self.plan), segment: said(&self.segment), value: self.value.clone() }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Parses the form.
    pub fn parse(input: &AccountInput) -> Result<Self> {
        let mut errors = FieldErrors::default();
        let name = clean::single_line(&input.name).unwrap_or_default();
        if clean::is_invisible(&name) || clean::char_count(&name) > NAME_MAX {
            errors.add_with("name", "error-account-name", &[("limit", 100)]);
        }
        let plan = label(&input.plan, "plan", &mut errors);
        let segment = label(&input.segment, "segment", &mut errors);
        let value = value(input, &mut errors);
        let health = Health::parse(input.health.trim());
        if health.is_none() && !input.health.trim().is_empty() {
            errors.add("health", "error-account-health");
        }
        let domains = domains(&input.domains, &mut errors);
        let owner = input.owner.trim().to_lowercase();
        errors.or(Self { name_key: name_key(&name), name, plan, segment, value, health, owner, domains })
    }
}

/// A name as accounts are told apart by.
pub(super) fn name_key(name: &str) -> String {
    clean::single_line(name).unwrap_or_default().to_lowercase()
}

fn label(typed: &str, field: &'static str, errors: &mut FieldErrors) -> String {
    let Ok(label) = clean::single_line(typed) else {
        errors.add(field, "error-control-characters");
        return String::new();
    };
    if clean::char_count(&label) > LABEL_MAX {
        errors.add_with(field, "error-too-long", &[("limit", 60)]);
    }
    label
}

/// What it pays. A currency without an amount says nothing and is dropped.
fn value(input: &AccountInput, errors: &mut FieldErrors) -> Option<Money> {
    if input.value.trim().is_empty() {
        return None;
    }
    let Some(currency) = parse_currency(&input.currency) else {
        errors.add("currency", "error-account-currency");
        return None;
    };
    let value = Money::parse(&input.value, &currency);
    if value.is_none() {
        errors.add("value", "error-account-value");
    }
    value
}

/// The domains, each once. An error names the place of the domain that it is about.
fn domains(typed: &str, errors: &mut FieldErrors) -> Vec<String> {
    let mut domains = Vec::new();
    let parts = typed.split([',', ';', ' ', '\t', '\r', '\n']).filter(|part| !part.is_empty());
    for (place, part) in (1_i64..).zip(parts) {
        match parse_domain(part) {
            Ok(domain) if domains.contains(&domain) => {}
            Ok(domain) => domains.push(domain),
            Err(wrong) => {
                errors.add_with("domains", wrong.key(), &[("place", place)]);
                break;
            }
        }
    }
    if domains.len() > DOMAINS_MAX {
        errors.add_with("domains", "error-account-domains-many", &[("limit", 50)]);
    }
    domains
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;

    fn input() -> AccountInput {
        AccountInput { name: " Northwind ".into(), ..AccountInput::default() }
    }

    fn wrong(input: &AccountInput) -> Vec<&'static str> {
        match AccountDraft::parse(input) {
            Err(Error::Invalid(errors)) => errors.0.iter().map(|error| error.field).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_name_is_enough() {
        let draft = AccountDraft::parse(&input()).unwrap();
        assert_eq!((draft.name.as_str(), draft.name_key.as_str()), ("Northwind", "northwind"));
        assert_eq!((draft.value, draft.health, draft.domains.len()), (None, None, 0));
    }

    #[test]
    fn every_field_says_what_is_wrong_with_it() {
        let bad = AccountInput {
            name: "\u{200B}".into(),
            plan: "p".repeat(61),
            segment: "a\u{0}b".into(),
            value: "much".into(),
            currency: "EUR".into(),
            health: "fine".into(),
            owner: String::new(),
            domains: "example.org gmail.com".into(),
        };
        assert_eq!(wrong(&bad), ["name", "plan", "segment", "value", "health", "domains"]);
        assert_eq!(wrong(&AccountInput { value: "12".into(), ..input() }), ["currency"]);
    }

    #[test]
    fn domains_are_kept_once_each() {
        let typed = AccountInput { domains: "Example.org, b.example\r\n@example.org;".into(), ..input() };
        assert_eq!(AccountDraft::parse(&typed).unwrap().domains, ["example.org", "b.example"]);
    }
}
