//! Trying a token: what would happen, check by check. Nobody is signed in, and the token is not used up.

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, HeaderValue};
use actix_web::web::Path;
use askama::Template;

use super::connections::token_address;
use super::provider_trial;
use crate::http::guard::Admin;
use crate::identities::{
    self, AccountPlan, Check, CheckKind, Checked, Claims, Connection, Plan, Reason, RolePlan, Who, token,
};
use crate::ids::ConnectionId;
use crate::text::words::Words;
use crate::web::desk::fields::Fields;
use crate::web::errors::Result;
use crate::web::page::{Html, Layout};

/// One line of the result.
struct Line {
    what: String,
    /// What the token says there.
    said: String,
    /// What comes of it, or why it fails; empty where there is nothing to add.
    outcome: String,
    is_right: bool,
}

#[derive(Template)]
#[template(path = "admin/connection_trial.html")]
struct TrialPage {
    layout: Layout,
    connection: Connection,
    address: String,
    lines: Vec<Line>,
    /// The sentence on top, and whether the token would sign somebody in.
    verdict: Option<(String, bool)>,
}

/// The form.
pub async fn page(who: Admin, id: Path<ConnectionId>) -> Result {
    let id = *id;
    let connection = who.state.db.read(move |db| identities::find(db, id)).await?;
    if connection.is_openid() {
        return Ok(provider_trial::page(&who, connection));
    }
    Ok(Html(TrialPage::new(&who, connection, Vec::new(), None)).with_status(StatusCode::OK))
}

/// What would become of a token.
pub async fn attempt(who: Admin, id: Path<ConnectionId>, fields: Fields) -> Result {
    let (id, given, now) = (*id, fields.get("token").trim().to_owned(), who.now);
    let connection = who.state.db.read(move |db| identities::find(db, id)).await?;
    if connection.is_openid() {
        return provider_trial::attempt(&who, connection).await;
    }
    let found = who.state.db.read(move |db| {
        let checked = identities::check(&connection, &given, now);
        let was_used = token::was_used(db, id, &checked)?;
        let plan = checked.claims.as_ref().map(|claims| Plan::make(db, &connection, claims)).transpose()?;
        Ok((connection, checked, was_used, plan))
    });
    let (connection, checked, was_used, plan) = found.await?;
    let words = who.words;
    let mut lines: Vec<Line> = checked.checks.iter().map(|check| check_line(&words, check)).collect();
    if checked.checks.iter().any(|check| check.kind == CheckKind::Id && check.failed.is_none()) {
        lines.push(used_line(&words, was_used));
    }
    let used = was_used.then_some(Reason::Reused);
    let failed = checked.refusal().map(|(reason, _)| reason).or(used);
    let failed = failed.or(plan.as_ref().and_then(|plan| plan.refusal));
    if let (Some(claims), Some(plan)) = (&checked.claims, &plan) {
        lines.extend(person_lines(&words, claims, plan));
    }
    let verdict = verdict(&words, &checked, failed);
    let mut answer = Html(TrialPage::new(&who, connection, lines, Some(verdict))).with_status(StatusCode::OK);
    answer.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(answer)
}

impl TrialPage {
    fn new(who: &Admin, connection: Connection, lines: Vec<Line>, verdict: Option<(String, bool)>) -> Self {
        let address = token_address(&who.state.links);
        Self { layout: Layout::new(&who.visitor), connection, address, lines, verdict }
    }
}

fn verdict(words: &Words, checked: &Checked, failed: Option<Reason>) -> (String, bool) {
    match (failed, checked.claims.is_some()) {
        (None, true) => (words.get("token-trial-in"), true),
        (reason, _) => {
            let why = words.get(reason.unwrap_or(Reason::Malformed).word());
            (words.one("token-trial-out", "reason", why), false)
        }
    }
}

fn check_line(words: &Words, check: &Check) -> Line {
    Line {
        what: words.get(check.kind.word()),
        said: check.said.clone(),
        outcome: check.failed.map_or_else(String::new, |reason| words.get(reason.word())),
        is_right: check.failed.is_none(),
    }
}

fn used_line(words: &Words, was_used: bool) -> Line {
    let key = if was_used { Reason::Reused.word() } else { "token-trial-fresh" };
    Line {
        what: words.get("token-trial-used"),
        said: String::new(),
        outcome: words.get(key),
        is_right: !was_used,
    }
}

fn person_lines(words: &Words, claims: &Claims, plan: &Plan) -> [Line; 4] {
    let refusal = |reason: Reason| (plan.refusal == Some(reason)).then(|| words.get(reason.word()));
    let line = |what: &str, said: String, refused: Option<String>, outcome: String| Line {
        what: words.get(what),
        said,
        is_right: refused.is_none(),
        outcome: refused.unwrap_or(outcome),
    };
    let said = claims.email.clone().or_else(|| claims.other_email.clone()).unwrap_or_default();
    let email = match (&claims.email, &claims.other_email) {
        (Some(_), _) => String::new(),
        (None, Some(_)) => words.get("token-trial-email-not-verified"),
        (None, None) => words.get("token-trial-email-none"),
    };
    let (account_said, account) = account_outcome(words, plan);
    let role_said = match &claims.role {
        identities::RoleClaim::Some(role) => role.to_string(),
        identities::RoleClaim::Unknown(text) => text.clone(),
        identities::RoleClaim::None => String::new(),
    };
    [
        line("token-trial-email", said, refusal(Reason::Domain), email),
        line(
            "token-trial-person",
            claims.name.clone().unwrap_or_default(),
            refusal(Reason::Staff),
            person_outcome(words, plan),
        ),
        line("token-trial-role", role_said, refusal(Reason::Role), role_outcome(words, plan)),
        line("token-trial-account", account_said, None, account),
    ]
}

fn person_outcome(words: &Words, plan: &Plan) -> String {
    match &plan.who {
        Who::Known(person) => words.one("token-trial-known", "name", person.label(words)),
        Who::ByEmail(person) => words.one("token-trial-by-email", "name", person.label(words)),
        Who::New => words.get("token-trial-new"),
    }
}

fn role_outcome(words: &Words, plan: &Plan) -> String {
    match &plan.role {
        RolePlan::Stays(role) => words.one("token-trial-role-stays", "role", words.get(role.word())),
        RolePlan::Ignored(role, _) => words.one("token-trial-role-ignored", "role", words.get(role.word())),
        RolePlan::Changes(from, to) => {
            words.two("token-trial-role-changes", "from", words.get(from.word()), "to", words.get(to.word()))
        }
    }
}

fn account_outcome(words: &Words, plan: &Plan) -> (String, String) {
    match &plan.account {
        AccountPlan::Silent => (String::new(), words.get("token-trial-account-silent")),
        AccountPlan::Unreadable => (String::new(), words.get("token-trial-account-unreadable")),
        AccountPlan::Staff => (String::new(), words.get("token-trial-account-of-staff")),
        AccountPlan::Kept => (String::new(), words.get("token-trial-account-kept")),
        AccountPlan::Stays(account) => (account.name.clone(), words.get("token-trial-account-stays")),
        AccountPlan::Joins(account) => (account.name.clone(), words.get("token-trial-account-joins")),
        AccountPlan::Makes(name) => (name.clone(), words.get("token-trial-account-makes")),
        AccountPlan::Unknown(name) => (name.clone(), words.get("token-trial-account-unknown")),
    }
}
