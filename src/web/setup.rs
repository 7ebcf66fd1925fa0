//! The set-up of an empty site, behind the one-time link in the log; until then every page leads here.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::middleware::Next;
use actix_web::web::{self, Form, Query};
use actix_web::{HttpRequest, Responder as _};
use askama::Template;
use serde::Deserialize;

use crate::error::Error;
use crate::http::guard::{GuardError, Visitor};
use crate::http::state::State;
use crate::setup::{SetupDraft, SetupInput, check_token, complete};
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout, see_other};
use crate::web::zones::{self, ZoneGroup};

#[derive(Template)]
#[template(path = "setup/form.html")]
struct SetupPage {
    layout: Layout,
    errors: FormErrors,
    typed: SetupForm,
    zones: &'static [ZoneGroup],
}

#[derive(Template)]
#[template(path = "setup/waiting.html")]
struct WaitingPage {
    layout: Layout,
}

/// The token in the link.
#[derive(Debug, Deserialize)]
pub struct Token {
    token: Option<String>,
}

/// The form.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SetupForm {
    token: String,
    email: String,
    name: String,
    site_name: String,
    board: String,
    language: String,
    time_zone: String,
}

impl SetupForm {
    fn input(&self) -> SetupInput<'_> {
        SetupInput {
            email: &self.email,
            name: &self.name,
            site_name: &self.site_name,
            board: &self.board,
            language: &self.language,
            time_zone: &self.time_zone,
        }
    }
}

/// Paths that answer before the set-up.
const OPEN: [&str; 6] = ["/setup", "/language", "/healthz", "/readyz", "/theme.css", "/logo.png"];

/// Middleware. Until the site is set up, pages lead to the one that says so.
pub async fn gate(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> std::result::Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let state = request.app_data::<web::Data<State>>().map(|state| State::clone(state));
    let state = state.ok_or_else(|| GuardError(Error::internal("no state")))?;
    let settings = state.settings().await.map_err(GuardError)?;
    let is_open = OPEN.iter().any(|path| request.path() == state.links.to(path));
    if settings.site.is_set_up() || is_open {
        return Ok(next.call(request).await?.map_into_boxed_body());
    }
    Ok(request.into_response(see_other(&state.links.to("/setup"))))
}

/// The form, for whoever has the link; a page that tells where the link is, for anybody else.
pub async fn page(request: HttpRequest, visitor: Visitor, token: Query<Token>) -> Result {
    let stored = visitor.settings.site.setup_token_hash.as_deref();
    let Some(token) = token.into_inner().token else {
        stored.ok_or(Error::Gone)?;
        return Ok(
            Html(WaitingPage { layout: Layout::new(&visitor) }).with_status(StatusCode::SERVICE_UNAVAILABLE)
        );
    };
    check_token(stored, &token)?;
    let language = visitor.words.language.as_str().to_owned();
    let typed = SetupForm { token, language, time_zone: "UTC".into(), ..SetupForm::default() };
    Ok(Html(build(&visitor, typed, FormErrors::default())).respond_to(&request))
}

fn build(visitor: &Visitor, typed: SetupForm, errors: FormErrors) -> SetupPage {
    SetupPage { layout: Layout::new(visitor), errors, typed, zones: zones::groups() }
}

/// Sets the site up and signs its administrator in.
pub async fn act(visitor: Visitor, form: Form<SetupForm>) -> Result {
    check_token(visitor.settings.site.setup_token_hash.as_deref(), &form.token)?;
    let draft = match SetupDraft::parse(&form.input()) {
        Ok(draft) => draft,
        Err(error) => {
            let errors = FormErrors::from_error(error, &visitor.words)?;
            let page = build(&visitor, form.into_inner(), errors);
            return Ok(Html(page).with_status(StatusCode::UNPROCESSABLE_ENTITY));
        }
    };
    let (token, now) = (form.into_inner().token, visitor.now);
    let person = visitor.state.db.write(move |db| complete(db, &token, &draft, now)).await?;
    visitor.state.reload().await?;
    visitor.session.sign_in(person.id, &visitor.agent)?;
    visitor.session.prove(now)?;
    visitor.session.flash("flash-set-up");
    Ok(see_other(&visitor.state.links.to("/")))
}
