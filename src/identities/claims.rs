//! What a verified token says of a person. Nothing of it is trusted beyond what the connection's rules let it do.

use serde_json::{Map, Value};

use super::Connection;
use crate::accounts::{AccountDraft, AccountInput};
use crate::error::FieldErrors;
use crate::people::Role;
use crate::people::email::parse_email;
use crate::people::profile::parse_name;
use crate::text::clean;

/// Most bytes of a subject, and of an account's id: as OpenID Connect has it.
pub(super) const ID_MAX: usize = 255;
/// Most characters of what is told of a claim that cannot be read.
const TOLD_MAX: usize = 60;

/// What somebody who is trusted says of a person.
#[derive(Debug, Clone)]
pub struct Claims {
    /// Who it is, there: never anybody else's.
    pub subject: String,
    /// Their address, parsed; none when it was said not to be verified.
    pub email: Option<String>,
    /// An address that was said not to be verified, or that is none.
    pub other_email: Option<String>,
    /// An address that an OpenID provider does not call verified and that its owner may prove instead.
    pub unproven_email: Option<String>,
    /// Their name, parsed.
    pub name: Option<String>,
    /// Their customer organisation.
    pub account: AccountClaim,
    /// Their role.
    pub role: RoleClaim,
}

/// What is said of somebody's customer organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccountClaim {
    /// Nothing.
    None,
    /// Something that cannot be read.
    Unreadable,
    /// An account.
    Some {
        /// Its id there, which stays when it is renamed.
        id: Option<String>,
        /// Its name with what it has and pays; without a name, only the rest counts.
        draft: Box<AccountDraft>,
        /// Whether it was named.
        is_named: bool,
    },
}

/// What is said of somebody's role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RoleClaim {
    /// Nothing.
    None,
    /// No role of this site.
    Unknown(String),
    /// A role.
    Some(Role),
}

impl Claims {
    /// Reads the claims of a subject by the names that the connection has for them.
    pub fn read(connection: &Connection, subject: &str, claims: &Value) -> Self {
        let get =
            |name: &str| find(claims.as_object()?, name).filter(|value| !name.is_empty() && !value.is_null());
        let typed = get(&connection.email_claim).and_then(Value::as_str);
        let mut errors = FieldErrors::default();
        let email = typed.map(|typed| parse_email(typed, &mut errors)).filter(|email| !email.is_empty());
        let flag = claims.get("email_verified");
        // The company's own product may leave it out; a provider has to say it.
        let is_verified = if connection.is_openid() {
            // It speaks of `email`, and of no claim that stands in for it.
            connection.email_claim == "email" && is_true(flag)
        } else {
            !is_false(flag)
        };
        let may_prove = connection.is_openid() && !connection.needs_verified && !is_verified;
        Self {
            subject: subject.to_owned(),
            other_email: typed.filter(|_| email.is_none() || !is_verified).map(told),
            unproven_email: email.clone().filter(|_| may_prove),
            email: email.filter(|_| is_verified),
            name: get(&connection.name_claim).and_then(Value::as_str).and_then(name),
            account: get(&connection.account_claim).map_or(AccountClaim::None, account),
            role: get(&connection.role_claim).map_or(RoleClaim::None, |value| role(connection, value)),
        }
    }

    /// The address that was named, proved or not.
    pub fn any_email(&self) -> Option<&str> {
        self.email.as_deref().or(self.unproven_email.as_deref())
    }
}

/// A claim by its name, or by its way through objects: `realm_access.roles`.
pub(super) fn find<'a>(claims: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    let walk = || {
        let (first, rest) = name.split_once('.')?;
        rest.split('.').try_fold(claims.get(first)?, |value, part| value.get(part))
    };
    claims.get(name).or_else(walk)
}

/// `false`, also as the text that some issuers make of it.
fn is_false(value: Option<&Value>) -> bool {
    match value {
        Some(Value::Bool(is_so)) => !is_so,
        Some(Value::String(text)) => text != "true",
        Some(Value::Number(number)) => number.as_i64() != Some(1),
        _ => false,
    }
}

/// `true`, also as the text that some providers make of it.
fn is_true(value: Option<&Value>) -> bool {
    matches!(value, Some(Value::Bool(_) | Value::String(_) | Value::Number(_))) && !is_false(value)
}

/// As much of a text as can be told on a line.
pub(super) fn told(text: &str) -> String {
    let plain: String = text.chars().filter(|c| !c.is_control()).take(TOLD_MAX).collect();
    clean::single_line(&plain).unwrap_or_default()
}

fn name(typed: &str) -> Option<String> {
    let mut errors = FieldErrors::default();
    let name = parse_name(typed, "name", &mut errors);
    errors.is_empty().then_some(name)
}

/// The role of a claim. Providers name several groups or roles at once, of which the highest counts.
fn role(connection: &Connection, value: &Value) -> RoleClaim {
    let named = match value {
        Value::Array(all) if connection.is_openid() => {
            all.iter().filter_map(Value::as_str).filter_map(|own| connection.role_of(own)).max()
        }
        other => other.as_str().and_then(|own| connection.role_of(own)),
    };
    match named {
        Some(role) => RoleClaim::Some(role),
        None => RoleClaim::Unknown(told(value.as_str().unwrap_or(&value.to_string()))),
    }
}

/// A text or a number as text.
fn text(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(text) => Some(text.clone()).filter(|text| !text.trim().is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A name, or an object with an id, a name and what the account has and pays.
fn account(value: &Value) -> AccountClaim {
    let get = |name: &str| text(value.get(name));
    let (id, name) = match value {
        Value::String(_) => (None, text(Some(value))),
        Value::Object(_) => (get("id"), get("name")),
        _ => return AccountClaim::Unreadable,
    };
    if id.as_ref().is_some_and(|id| id.len() > ID_MAX) {
        return AccountClaim::Unreadable;
    }
    let Some(title) = name.clone().or_else(|| id.clone()) else { return AccountClaim::Unreadable };
    let bare = AccountInput { name: title, ..AccountInput::default() };
    let full = AccountInput {
        plan: get("plan").unwrap_or_default(),
        segment: get("segment").unwrap_or_default(),
        value: get("value").unwrap_or_default(),
        currency: get("currency").unwrap_or_default(),
        ..bare.clone()
    };
    // A plan that is too long, or an amount that is none, is no reason to leave somebody without their account.
    match AccountDraft::parse(&full).or_else(|_| AccountDraft::parse(&bare)) {
        Ok(draft) => AccountClaim::Some { id, draft: Box::new(draft), is_named: name.is_some() },
        Err(_) => AccountClaim::Unreadable,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn names(value: &Value) -> (Option<String>, String, bool) {
        match account(value) {
            AccountClaim::Some { id, draft, is_named } => (id, draft.name().to_owned(), is_named),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_account_is_a_name_or_an_object() {
        assert_eq!(names(&json!(" Northwind ")), (None, "Northwind".into(), true));
        assert_eq!(
            names(&json!({ "id": 7, "name": "Northwind" })),
            (Some("7".into()), "Northwind".into(), true)
        );
        assert_eq!(names(&json!({ "id": "a" })), (Some("a".into()), "a".into(), false));
        for odd in [
            json!(1),
            json!([]),
            json!({}),
            json!(""),
            json!({ "name": "\u{200B}" }),
            json!({ "id": "x".repeat(300) }),
        ] {
            assert_eq!(account(&odd), AccountClaim::Unreadable, "{odd}");
        }
    }

    #[test]
    fn what_an_account_pays_is_read_when_it_can_be() {
        let terms = |value: Value| match account(&value) {
            AccountClaim::Some { draft, .. } => draft.terms(),
            other => panic!("{other:?}"),
        };
        let full = terms(
            json!({ "name": "A", "plan": "Pro", "segment": "Schools", "value": 1200.5, "currency": "eur" }),
        );
        assert_eq!((full.plan.as_deref(), full.segment.as_deref()), (Some("Pro"), Some("Schools")));
        assert_eq!(full.value.map(|value| (value.minor, value.currency)), Some((120_050, "EUR".into())));
        assert_eq!(
            terms(json!({ "name": "A", "plan": "Pro", "value": "much", "currency": "EUR" })),
            Default::default()
        );
    }

    #[test]
    fn a_claim_is_found_by_its_name_or_its_way() {
        let claims = json!({ "a.b": 1, "a": { "b": 2, "c": { "d": 3 } }, "list": [4] });
        let found = |name: &str| find(claims.as_object().unwrap(), name);
        assert_eq!(found("a.b"), Some(&json!(1)));
        assert_eq!(found("a.c.d"), Some(&json!(3)));
        for none in ["a.x", "list.0", "b", "a.", ""] {
            assert_eq!(found(none), None, "{none}");
        }
    }

    #[test]
    fn only_a_plain_yes_is_no_unverified_address() {
        for (value, expected) in [
            (json!(true), false),
            (json!("true"), false),
            (json!(false), true),
            (json!("false"), true),
            (json!(0), true),
        ] {
            assert_eq!(is_false(Some(&value)), expected, "{value}");
            assert_eq!(is_true(Some(&value)), !expected, "{value}");
        }
        assert!(
            !is_false(None) && !is_true(None) && !is_true(Some(&Value::Null)) && !is_true(Some(&json!([])))
        );
    }
}
