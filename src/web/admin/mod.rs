//! The administration: the site itself, boards with statuses and categories, tags, people, mails, imports.

pub mod audit;
pub mod boards;
pub mod categories;
pub mod connection_trial;
pub mod connections;
pub mod imports;
pub mod logo;
pub mod look;
pub mod mail;
pub mod overview;
pub mod people;
pub mod promise;
pub mod provider;
pub mod provider_trial;
pub mod reasons;
pub mod roles;
pub mod security;
pub mod see_as;
pub mod statuses;
pub mod tags;
pub mod theme;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use serde::Deserialize;

use super::form::FormErrors;
use super::page::{Html, Layout, see_other};
use crate::error::Error;
use crate::http::guard::Admin;
use crate::triage::rules::Rule;
use crate::web::errors::Result;

/// Makes what was changed hold from now on, and tells of it on the next page.
async fn done(who: &Admin, key: &str, to: &str) -> Result {
    who.state.reload().await?;
    who.state.work.notify_one();
    who.session.flash(key);
    Ok(see_other(&who.state.links.to(to)))
}

/// The form of a button that moves something up or down.
#[derive(Debug, Deserialize)]
pub struct StepForm {
    step: String,
}

/// A page that asks before something is destroyed.
#[derive(Template)]
#[template(path = "admin/confirm.html")]
struct ConfirmPage {
    layout: Layout,
    title: String,
    lead: String,
    action: String,
    button: String,
    back: String,
}

/// A page that says which rules stand in the way of deleting something.
#[derive(Template)]
#[template(path = "admin/ruled.html")]
struct RuledPage {
    layout: Layout,
    title: String,
    /// Name and address of each rule.
    rules: Vec<(String, String)>,
    back: String,
}

impl RuledPage {
    fn new(layout: Layout, name: &str, rules: &[Rule], back: String) -> Self {
        let link = |rule: &Rule| layout.links.to(&format!("/desk/rules/{}", rule.id));
        Self {
            title: layout.words.one("admin-delete-title", "name", name),
            rules: rules.iter().map(|rule| (rule.name.clone(), link(rule))).collect(),
            back,
            layout,
        }
    }
}

/// A page with a name to give, and a box for what only staff sees.
#[derive(Template)]
#[template(path = "admin/name.html")]
struct NamePage {
    layout: Layout,
    form: FormErrors,
    title: String,
    action: String,
    back: String,
    name: String,
    max: usize,
    /// Whether only staff sees it, where that can be said.
    is_staff_only: Option<bool>,
    /// Where it is deleted, once it is there.
    delete: Option<String>,
}

/// The form behind a `NamePage`.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct NameForm {
    #[serde(default)]
    name: String,
    staff_only: Option<String>,
}

/// The page again, with what is wrong; errors that are no field's go on.
fn refused<T: Template>(
    error: Error,
    who: &Admin,
    page: impl FnOnce(FormErrors) -> T,
) -> Result<HttpResponse> {
    let form = FormErrors::from_error(error, &who.words)?;
    Ok(Html(page(form)).with_status(StatusCode::UNPROCESSABLE_ENTITY))
}
