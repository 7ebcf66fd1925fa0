//! The rules: which there are, whether each is on, and by which numbers.

use diesel::prelude::*;
use serde_json::json;

use crate::db::Db;
use crate::db::schema::screening_rules;
use crate::error::{Error, FieldErrors, Result};
use crate::history::{ActAudience, ActKind, NewAct};
use crate::people::Person;
use crate::text_enum;
use crate::time::Timestamp;

text_enum! {
    /// A rule that holds posts.
    pub enum Rule {
        /// Links in the first posts of somebody.
        Links = "links",
        /// Many posts of a new account in a short time.
        Rate = "rate",
        /// A text near-identical to one posted lately.
        Alike = "alike",
        /// Words of the lists.
        Words = "words",
        /// A form that was filled in as no person would.
        Form = "form",
        /// Words as in what moderators turned down as spam.
        Learnt = "learnt",
    }
}

impl Rule {
    /// The key of its name in `locales/`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Links => "screening-links",
            Self::Rate => "screening-rate",
            Self::Alike => "screening-alike",
            Self::Words => "screening-words",
            Self::Form => "screening-form",
            Self::Learnt => "screening-learnt",
        }
    }

    /// The key of what it holds.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Links => "screening-links-hint",
            Self::Rate => "screening-rate-hint",
            Self::Alike => "screening-alike-hint",
            Self::Words => "screening-words-hint",
            Self::Form => "screening-form-hint",
            Self::Learnt => "screening-learnt-hint",
        }
    }
}

/// How a rule is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// The rule.
    pub rule: Rule,
    /// Whether it holds posts.
    pub is_on: bool,
    numbers: Vec<i32>,
}

impl Setting {
    /// The usual numbers, where those stored are missing or out of their limits.
    fn new(rule: Rule, is_on: bool, stored: &str) -> Self {
        let mut stored = stored.split_whitespace().map(|number| number.parse::<i32>().ok());
        let numbers = rule.numbers().iter().map(|number| {
            let own = stored.next().flatten().filter(|own| (number.least..=number.most).contains(own));
            own.unwrap_or(number.usual)
        });
        Self { rule, is_on, numbers: numbers.collect() }
    }

    /// A number by its place in the rule's list.
    pub fn number(&self, place: usize) -> i32 {
        self.numbers.get(place).copied().unwrap_or_default()
    }

    fn stored(&self) -> String {
        self.numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    }
}

/// How all rules are set.
#[derive(Debug, Clone)]
pub struct Rules(Vec<Setting>);

impl Rules {
    /// Reads it.
    pub fn load(db: &mut Db) -> Result<Self> {
        let rows: Vec<(String, bool, String)> = screening_rules::table
            .select((screening_rules::rule, screening_rules::is_on, screening_rules::numbers))
            .load(db)?;
        let setting = |rule: &Rule| match rows.iter().find(|(name, ..)| name == rule.as_str()) {
            Some((_, is_on, numbers)) => Setting::new(*rule, *is_on, numbers),
            None => Setting::new(*rule, false, ""),
        };
        Ok(Self(Rule::ALL.iter().map(setting).collect()))
    }

    /// One of them.
    pub fn of(&self, rule: Rule) -> Setting {
        let own = self.0.iter().find(|setting| setting.rule == rule);
        own.cloned().unwrap_or_else(|| Setting::new(rule, false, ""))
    }

    /// All, in their order.
    pub fn all(&self) -> &[Setting] {
        &self.0
    }
}

/// A parsed setting of a rule.
#[derive(Debug, Clone)]
pub struct RuleDraft(Setting);

impl RuleDraft {
    /// Parses what was typed for each number of a rule, in their order.
    ///
    /// # Errors
    /// `Invalid` at each number that is none, or out of its limits.
    pub fn parse(rule: Rule, is_on: bool, typed: &[&str]) -> Result<Self> {
        let mut errors = FieldErrors::default();
        let mut numbers = Vec::new();
        for (place, number) in rule.numbers().iter().enumerate() {
            let own = typed.get(place).and_then(|typed| typed.trim().parse::<i32>().ok());
            match own.filter(|own| (number.least..=number.most).contains(own)) {
                Some(own) => numbers.push(own),
                None => {
                    let limits = [("least", number.least.into()), ("most", number.most.into())];
                    errors.add_with(number.field, "error-screening-number", &limits);
                }
            }
        }
        errors.or(Self(Setting { rule, is_on, numbers }))
    }
}

/// Refuses whoever may not change rules and lists.
pub fn may_change(person: &Person) -> Result<()> {
    if person.role.is_admin() { Ok(()) } else { Err(Error::Forbidden("error-role")) }
}

/// Stores how a rule is set. Nothing happens when it is set so already.
pub fn save(db: &mut Db, actor: &Person, draft: &RuleDraft, now: Timestamp) -> Result<()> {
    may_change(actor)?;
    let before = Rules::load(db)?.of(draft.0.rule);
    if before == draft.0 {
        return Ok(());
    }
    store(db, &draft.0)?;
    let told = |setting: &Setting| json!({ "on": setting.is_on, "numbers": setting.stored() });
    let detail = json!({ "rule": draft.0.rule, "from": told(&before), "to": told(&draft.0) });
    record(db, actor, detail, now)
}

/// What was changed is for staff: a public list of limits would tell how to stay below them.
pub(super) fn record(db: &mut Db, actor: &Person, detail: serde_json::Value, now: Timestamp) -> Result<()> {
    let act = NewAct::new(ActKind::ScreeningChanged, ActAudience::Staff, Some(actor.id));
    act.detail(detail).record(db, now)?;
    Ok(())
}

fn store(db: &mut Db, setting: &Setting) -> Result<()> {
    let values = (screening_rules::is_on.eq(setting.is_on), screening_rules::numbers.eq(setting.stored()));
    let own = screening_rules::table.find(setting.rule.as_str());
    if diesel::update(own).set(values.clone()).execute(db)? == 0 {
        let row = (screening_rules::rule.eq(setting.rule.as_str()), values);
        diesel::insert_into(screening_rules::table).values(row).execute(db)?;
    }
    Ok(())
}

/// Switches rules on as they usually are: a new site begins with all of them.
pub fn switch_on(db: &mut Db, rules: &[Rule]) -> Result<()> {
    rules.iter().try_for_each(|rule| store(db, &Setting::new(*rule, true, "")))
}

/// A rule that is on as it usually is.
#[cfg(test)]
pub(super) fn usual(rule: Rule) -> Setting {
    Setting::new(rule, true, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_numbers_that_make_no_sense_are_as_usual() {
        let usual: Vec<i32> = Rule::Rate.numbers().iter().map(|number| number.usual).collect();
        for stored in ["", "x", "0 0 0", "9999999 -1 x"] {
            assert_eq!(Setting::new(Rule::Rate, true, stored).numbers, usual, "{stored}");
        }
        let own = Setting::new(Rule::Rate, true, "2 3 4");
        assert_eq!(own.numbers, [2, 3, 4]);
        assert_eq!(Setting::new(Rule::Rate, true, &own.stored()), own);
    }

    #[test]
    fn each_number_beyond_its_limits_is_told_at_its_field() {
        let fields: Vec<&str> = match RuleDraft::parse(Rule::Alike, true, &["101", "30", "none"]) {
            Err(Error::Invalid(errors)) => errors.0.iter().map(|error| error.field).collect(),
            _ => Vec::new(),
        };
        assert_eq!(fields, ["alike_percent", "alike_words"]);
        assert!(RuleDraft::parse(Rule::Words, true, &[]).is_ok());
    }
}
