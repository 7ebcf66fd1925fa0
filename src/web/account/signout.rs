//! Signing out.

use actix_web::{HttpRequest, Responder as _};
use askama::Template;
use serde::{Deserialize, Serialize};

use super::enter::OUT;
use crate::error::Error;
use crate::http::guard::Visitor;
use crate::web::errors::Result;
use crate::web::page::{Html, Layout, see_other};

/// A provider that may go on knowing somebody, and where it signs them out.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Elsewhere {
    pub(super) name: String,
    pub(super) url: String,
}

#[derive(Template)]
#[template(path = "account/signed_out.html")]
struct SignedOutPage {
    layout: Layout,
    elsewhere: Option<Elsewhere>,
}

/// Ends the session. What is kept on the device goes, too, since others may use it. Whoever came by a provider may sign out
/// there next.
pub async fn act(visitor: Visitor) -> Result {
    let elsewhere = visitor.session.kept(OUT);
    visitor.session.sign_out();
    visitor.session.flash_and_clear("flash-signed-out", "*");
    let Some(elsewhere) = elsewhere else { return Ok(see_other(&visitor.state.links.to("/"))) };
    visitor.session.keep(OUT, &elsewhere)?;
    Ok(see_other(&visitor.state.links.to("/signed-out")))
}

/// Where somebody is signed out here, and may do so at the provider as well; and where that sends them back.
pub async fn page(request: HttpRequest, visitor: Visitor) -> Result {
    if visitor.person.is_some() {
        return Ok(see_other(&visitor.state.links.to("/")));
    }
    let kept = visitor.session.kept(OUT);
    visitor.session.forget(OUT);
    let elsewhere = kept.map(|json| serde_json::from_str(&json)).transpose().map_err(Error::internal)?;
    Ok(Html(SignedOutPage { layout: Layout::new(&visitor), elsewhere }).respond_to(&request))
}
