//! Asking somebody new for their name; they may leave it for later.

use actix_web::http::StatusCode;
use actix_web::web::Form;
use actix_web::{HttpRequest, Responder as _};
use askama::Template;
use serde::Deserialize;

use super::enter;
use crate::error::FieldErrors;
use crate::http::guard::SignedIn;
use crate::people::profile::{introduce, parse_name};
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout};

#[derive(Template)]
#[template(path = "account/welcome.html")]
struct WelcomePage {
    layout: Layout,
    form: FormErrors,
    name: String,
}

/// The form with the name.
#[derive(Debug, Deserialize)]
pub struct WelcomeForm {
    name: String,
    skip: Option<String>,
}

/// The page that asks for the name.
pub async fn page(request: HttpRequest, who: SignedIn) -> Result {
    let name = who.person.name.clone();
    let page = WelcomePage { layout: Layout::new(&who), form: FormErrors::default(), name };
    Ok(Html(page).respond_to(&request))
}

/// Stores the name, or leaves it for later, and leads on.
pub async fn act(who: SignedIn, form: Form<WelcomeForm>) -> Result {
    if form.skip.is_some() {
        return enter::after_welcome(&who);
    }
    let mut errors = FieldErrors::default();
    let name = parse_name(&form.name, "name", &mut errors);
    if !errors.is_empty() {
        let form_errors = FormErrors::new(&errors, &who.words);
        let page = WelcomePage { layout: Layout::new(&who), form: form_errors, name: form.into_inner().name };
        return Ok(Html(page).with_status(StatusCode::UNPROCESSABLE_ENTITY));
    }
    let person = who.person.clone();
    who.state.db.write(move |db| introduce(db, &person, &name)).await?;
    enter::after_welcome(&who)
}
