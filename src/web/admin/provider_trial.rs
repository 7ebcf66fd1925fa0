//! Trying an OpenID provider: it is discovered as it would be for a sign-in, and what was found is told in plain words.
//! Nobody is sent there.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use crate::http::guard::Admin;
use crate::identities::Connection;
use crate::identities::openid::{Finding, look_over};
use crate::web::account::openid::callback_address;
use crate::web::errors::Result;
use crate::web::page::{Html, Layout};

#[derive(Template)]
#[template(path = "admin/provider_trial.html")]
struct TrialPage {
    layout: Layout,
    connection: Connection,
    /// Where the provider sends people back.
    address: String,
    findings: Vec<Finding>,
    /// What went wrong, if the provider could not be discovered.
    trouble: Option<String>,
}

impl TrialPage {
    fn new(who: &Admin, connection: Connection, findings: Vec<Finding>, trouble: Option<String>) -> Self {
        let address = callback_address(&who.state.links);
        Self { layout: Layout::new(&who.visitor), connection, address, findings, trouble }
    }

    /// Whether everything that a sign-in needs was found.
    fn is_right(&self) -> bool {
        self.trouble.is_none() && self.findings.iter().all(|own| own.is_right)
    }
}

/// The page with the button.
pub(super) fn page(who: &Admin, connection: Connection) -> HttpResponse {
    Html(TrialPage::new(who, connection, Vec::new(), None)).with_status(StatusCode::OK)
}

/// Discovers the provider and tells of it.
pub(super) async fn attempt(who: &Admin, connection: Connection) -> Result {
    let found = who.state.providers.discover(&connection, who.now).await;
    let page = match found {
        Ok(provider) => {
            let findings = look_over(&connection, &provider);
            TrialPage::new(who, connection, findings, None)
        }
        Err(trouble) => TrialPage::new(who, connection, Vec::new(), Some(trouble.detail)),
    };
    Ok(Html(page).with_status(StatusCode::OK))
}
