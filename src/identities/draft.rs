//! A connection as typed, and parsed.

use url::Url;

use super::{Algorithm, Connection, keys};
use crate::accounts::{DomainError, parse_domain};
use crate::error::{Error, FieldErrors, Result};
use crate::people::Role;
use crate::site::random_token;
use crate::text::clean;

/// Most characters of a name.
const NAME_MAX: usize = 60;
/// Most characters of issuer, audience and address.
const TEXT_MAX: usize = 200;
/// Most characters of the name of a claim.
const CLAIM_MAX: usize = 100;
/// Most lines of what stands for which role.
const ROLES_MAX: usize = 100;
/// Most domains.
const DOMAINS_MAX: usize = 100;
/// Seconds that clocks may be apart.
const SKEW: std::ops::RangeInclusive<i32> = 0..=300;
/// Minutes that a token may live.
const LIFE: std::ops::RangeInclusive<i32> = 1..=60;

/// The form, every field as typed.
#[derive(Debug, Clone, Default)]
pub struct ConnectionInput {
    /// What people know it as.
    pub name: String,
    /// The `iss` of its tokens.
    pub issuer: String,
    /// The `aud` of its tokens.
    pub audience: String,
    /// Where visitors are sent; empty for nowhere.
    pub login_url: String,
    /// The claim with the address; empty for none, as with the others.
    pub email_claim: String,
    /// The claim with the name.
    pub name_claim: String,
    /// The claim with the account.
    pub account_claim: String,
    /// The claim with the role.
    pub role_claim: String,
    /// Mail domains that may come in, one a line; empty for any.
    pub domains: String,
    /// Names of the roles that were ticked.
    pub roles: Vec<String>,
    /// Whether an account that is not known is made.
    pub makes_accounts: bool,
    /// Whether plan, segment and value follow the claims.
    pub updates_accounts: bool,
    /// Seconds that clocks may be apart.
    pub skew: String,
    /// Minutes that a token may live.
    pub life: String,
    /// What an OpenID provider is asked for.
    pub scopes: String,
    /// What stands for which role, `value = role` a line.
    pub role_map: String,
    /// Whether only people with a verified address come in.
    pub needs_verified: bool,
    /// Whether a verified address leads to whoever has it here.
    pub links_by_mail: bool,
}

impl ConnectionInput {
    /// What a new connection begins with.
    pub fn fresh(audience: String) -> Self {
        Self {
            audience,
            email_claim: "email".into(),
            name_claim: "name".into(),
            account_claim: "account".into(),
            role_claim: "role".into(),
            skew: "60".into(),
            life: "10".into(),
            ..Self::default()
        }
    }

    /// What a new OpenID provider begins with.
    pub fn fresh_openid() -> Self {
        Self {
            email_claim: "email".into(),
            name_claim: "name".into(),
            scopes: "email profile".into(),
            skew: "60".into(),
            needs_verified: true,
            ..Self::default()
        }
    }

    /// A stored connection as its form shows it.
    pub fn of(connection: &Connection) -> Self {
        let roles = Role::ALL.iter().filter(|role| role.is_staff() && connection.lets_in(**role));
        Self {
            name: connection.name.clone(),
            issuer: connection.issuer.clone(),
            audience: connection.audience.clone(),
            login_url: connection.login_url.clone().unwrap_or_default(),
            email_claim: connection.email_claim.clone(),
            name_claim: connection.name_claim.clone(),
            account_claim: connection.account_claim.clone(),
            role_claim: connection.role_claim.clone(),
            domains: connection.domains.clone(),
            roles: roles.map(ToString::to_string).collect(),
            makes_accounts: connection.makes_accounts,
            updates_accounts: connection.updates_accounts,
            skew: connection.skew_seconds.to_string(),
            life: (connection.life_seconds / 60).to_string(),
            scopes: connection.scopes.clone(),
            role_map: connection.role_map.clone(),
            needs_verified: connection.needs_verified,
            links_by_mail: connection.links_by_mail,
        }
    }
}

/// A parsed connection, without its key.
#[derive(Debug, Clone)]
pub struct ConnectionDraft {
    pub(super) name: String,
    pub(super) issuer: String,
    pub(super) audience: String,
    pub(super) login_url: Option<String>,
    pub(super) claims: [String; 4],
    pub(super) domains: String,
    pub(super) roles: String,
    pub(super) makes_accounts: bool,
    pub(super) updates_accounts: bool,
    pub(super) skew_seconds: i32,
    pub(super) life_seconds: i32,
    pub(super) scopes: String,
    pub(super) role_map: String,
    pub(super) needs_verified: bool,
    pub(super) links_by_mail: bool,
}

impl ConnectionDraft {
    /// Parses the form.
    pub fn parse(input: &ConnectionInput) -> Result<Self> {
        let mut errors = FieldErrors::default();
        let name = line(&input.name, "name", ("error-connection-name", NAME_MAX), &mut errors);
        let issuer = line(&input.issuer, "issuer", ("error-connection-text", TEXT_MAX), &mut errors);
        let audience = line(&input.audience, "audience", ("error-connection-text", TEXT_MAX), &mut errors);
        let login_url = login_url(&input.login_url, &mut errors);
        let domains = domains(&input.domains, &mut errors);
        let mut claim = |typed: &str, field| claim(typed, field, &mut errors);
        let claims = [
            claim(&input.email_claim, "email_claim"),
            claim(&input.name_claim, "name_claim"),
            claim(&input.account_claim, "account_claim"),
            claim(&input.role_claim, "role_claim"),
        ];
        let roles = Role::ALL.iter().filter(|role| role.is_staff());
        let roles: Vec<&str> = roles
            .map(|role| role.as_str())
            .filter(|own| input.roles.iter().any(|role| role == own))
            .collect();
        let skew_seconds = number(&input.skew, SKEW, ("skew", "error-connection-skew"), &mut errors);
        let life = number(&input.life, LIFE, ("life", "error-connection-life"), &mut errors);
        errors.or(Self {
            name,
            issuer,
            audience,
            login_url,
            claims,
            domains,
            roles: roles.join(" "),
            makes_accounts: input.makes_accounts,
            updates_accounts: input.updates_accounts,
            skew_seconds,
            life_seconds: life * 60,
            scopes: String::new(),
            role_map: String::new(),
            needs_verified: false,
            links_by_mail: true,
        })
    }

    /// Parses the form of an OpenID provider, which has no address of its own to sign in at: discovery names it.
    pub fn parse_openid(input: &ConnectionInput) -> Result<Self> {
        let mut errors = FieldErrors::default();
        let shared = ConnectionInput { login_url: String::new(), life: "10".into(), ..input.clone() };
        if address(&input.issuer).is_none() {
            errors.add("issuer", "error-openid-issuer");
        }
        let scopes = scopes(&input.scopes, &mut errors);
        let role_map = role_map(&input.role_map, &mut errors);
        match Self::parse(&shared) {
            Ok(draft) => errors.or(Self {
                scopes,
                role_map,
                needs_verified: input.needs_verified,
                links_by_mail: input.links_by_mail,
                ..draft
            }),
            Err(Error::Invalid(mut all)) => {
                errors.0.retain(|own| all.of(own.field).is_none());
                all.0.extend(errors.0);
                Err(Error::Invalid(all))
            }
            Err(other) => Err(other),
        }
    }
}

/// Names of scopes, each once. `openid` itself is always asked for.
fn scopes(typed: &str, errors: &mut FieldErrors) -> String {
    let mut scopes: Vec<&str> = Vec::new();
    for scope in typed.split([' ', ',', '\t', '\r', '\n']).filter(|own| !own.is_empty() && *own != "openid") {
        // RFC 6749, 3.3.
        if !scope.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '"' | '\\')) {
            errors.add("scopes", "error-openid-scopes");
            break;
        }
        if !scopes.contains(&scope) {
            scopes.push(scope);
        }
    }
    let scopes = scopes.join(" ");
    if scopes.len() > TEXT_MAX {
        errors.add_with("scopes", "error-too-long", &[("limit", 200)]);
    }
    scopes
}

fn is_line(value: &str) -> bool {
    !value.is_empty() && clean::single_line(value).is_ok() && clean::char_count(value) <= TEXT_MAX
}

/// Lines of `value = role`; what is empty on the left or no role on the right is told by its place.
fn role_map(typed: &str, errors: &mut FieldErrors) -> String {
    let mut lines = Vec::new();
    let typed = typed.lines().map(str::trim).filter(|line| !line.is_empty());
    for (place, line) in (1_i64..).zip(typed) {
        let parts = line.rsplit_once('=').map(|(value, role)| (value.trim(), Role::parse(role.trim())));
        match parts {
            Some((value, Some(role))) if is_line(value) => {
                lines.push(format!("{value}={role}"));
            }
            _ => {
                errors.add_with("role_map", "error-openid-role-map", &[("place", place)]);
                break;
            }
        }
    }
    if lines.len() > ROLES_MAX {
        errors.add_with("role_map", "error-openid-role-map-many", &[("limit", 100)]);
    }
    lines.join("\n")
}

fn line(
    typed: &str,
    field: &'static str,
    (key, max): (&'static str, usize),
    errors: &mut FieldErrors,
) -> String {
    let text = clean::single_line(typed).unwrap_or_default();
    if clean::is_invisible(&text) || clean::char_count(&text) > max {
        errors.add_with(field, key, &[("limit", i64::try_from(max).unwrap_or(i64::MAX))]);
    }
    text
}

fn claim(typed: &str, field: &'static str, errors: &mut FieldErrors) -> String {
    let Ok(text) = clean::single_line(typed) else {
        errors.add(field, "error-control-characters");
        return String::new();
    };
    if clean::char_count(&text) > CLAIM_MAX {
        errors.add_with(field, "error-too-long", &[("limit", 100)]);
    }
    text
}

/// An address that a browser can be sent to. Without TLS only this machine: whoever listens would be signed in, too.
fn login_url(typed: &str, errors: &mut FieldErrors) -> Option<String> {
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    let url = address(typed);
    if url.is_none() {
        errors.add("login_url", "error-connection-url");
    }
    url.map(String::from)
}

fn address(typed: &str) -> Option<Url> {
    Url::parse(typed.trim()).ok().filter(|url| is_safe(url) && typed.len() <= TEXT_MAX)
}

/// Whether nobody on the way listens, and no password is in it.
pub(super) fn is_safe(url: &Url) -> bool {
    let is_here = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    let is_safe = url.scheme() == "https" || (url.scheme() == "http" && is_here);
    is_safe && url.username().is_empty() && url.password().is_none()
}

/// Domains, each once. Those of public providers may come in here: they belong to no account by that.
fn domains(typed: &str, errors: &mut FieldErrors) -> String {
    let mut domains: Vec<String> = Vec::new();
    let parts = typed.split([',', ';', ' ', '\t', '\r', '\n']).filter(|part| !part.is_empty());
    for (place, part) in (1_i64..).zip(parts) {
        let domain = match parse_domain(part) {
            Ok(domain) => domain,
            Err(DomainError::Public) => {
                part.trim_start_matches('@').trim_end_matches('.').to_ascii_lowercase()
            }
            Err(DomainError::Malformed) => {
                errors.add_with("domains", "error-account-domain", &[("place", place)]);
                break;
            }
        };
        if !domains.contains(&domain) {
            domains.push(domain);
        }
    }
    if domains.len() > DOMAINS_MAX {
        errors.add_with("domains", "error-account-domains-many", &[("limit", 100)]);
    }
    domains.join("\n")
}

fn number(
    typed: &str,
    range: std::ops::RangeInclusive<i32>,
    (field, key): (&'static str, &'static str),
    errors: &mut FieldErrors,
) -> i32 {
    match typed.trim().parse::<i32>() {
        Ok(number) if range.contains(&number) => number,
        _ => {
            errors.add_with(field, key, &[("from", (*range.start()).into()), ("to", (*range.end()).into())]);
            *range.start()
        }
    }
}

/// A key as typed, and parsed. It has no `Debug`, so that it gets into no log.
#[derive(Clone)]
pub struct KeyDraft {
    pub(super) algorithm: Algorithm,
    pub(super) key: String,
    /// Whether the site made it up: then it is shown once.
    pub is_made: bool,
}

impl KeyDraft {
    /// Parses a key for an algorithm; without one a secret is made up. The client secret of an OpenID provider may be none.
    pub fn parse(algorithm: Algorithm, typed: &str) -> Result<Self> {
        let typed = typed.trim();
        if typed.is_empty() && algorithm.is_secret() {
            return Ok(Self { algorithm, key: random_token(), is_made: true });
        }
        let mut errors = FieldErrors::default();
        let key = clean::multi_line(typed).unwrap_or_default();
        if let Some(wrong) = keys::wrong_with(algorithm, &key) {
            errors.add("key", wrong);
        }
        errors.or(Self { algorithm, key, is_made: false })
    }

    /// The same where a key is replaced: a provider's secret by another one, never by none.
    pub fn parse_anew(algorithm: Algorithm, typed: &str) -> Result<Self> {
        if algorithm == Algorithm::OpenId && typed.trim().is_empty() {
            return Err(Error::field("key", "error-openid-secret-none"));
        }
        Self::parse(algorithm, typed)
    }

    /// The same, with the algorithm as typed.
    pub fn parse_both(algorithm: &str, typed: &str) -> Result<Self> {
        match Algorithm::parse(algorithm).filter(|own| Algorithm::OF_TOKENS.contains(own)) {
            Some(algorithm) => Self::parse(algorithm, typed),
            None => Err(Error::field("algorithm", "error-choice")),
        }
    }

    /// A secret that was made up, to be shown now and never again.
    pub fn secret(&self) -> Option<&str> {
        self.is_made.then_some(self.key.as_str())
    }
}
