//! Typing the code from the mail.

use actix_web::http::StatusCode;
use actix_web::web::Form;
use actix_web::{HttpRequest, Responder as _};
use askama::Template;
use serde::Deserialize;

use super::enter::{self, Entered};
use super::signin;
use crate::allowances;
use crate::error::FieldErrors;
use crate::http::guard::Visitor;
use crate::people::sign_in::{self, Asked, CodeAnswer};
use crate::time::HOUR;
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout};

/// How many codes may be typed from one network in an hour.
const TRIES_PER_NETWORK: i32 = 200;

#[derive(Template)]
#[template(path = "account/code.html")]
struct CodePage {
    layout: Layout,
    form: FormErrors,
    email: String,
    return_to: String,
    is_over: bool,
}

/// The form with the code.
#[derive(Debug, Deserialize)]
pub struct CodeForm {
    code: String,
}

enum Outcome {
    In(Box<Entered>),
    Out(CodeAnswer),
}

/// The page that asks for the code; it needs the browser that asked for the mail.
pub async fn page(request: HttpRequest, visitor: Visitor) -> Result {
    match asked(&request, &visitor).await? {
        Some(asked) if visitor.person.is_none() => {
            Ok(Html(build(&visitor, asked, FormErrors::default(), false)).respond_to(&request))
        }
        _ => Ok(signin::again(&visitor)),
    }
}

async fn asked(request: &HttpRequest, visitor: &Visitor) -> Result<Option<Asked>> {
    let Some(browser) = signin::browser_of(request) else { return Ok(None) };
    Ok(visitor.state.db.read(move |db| sign_in::find_by_browser(db, &browser)).await?)
}

fn build(visitor: &Visitor, asked: Asked, form: FormErrors, is_over: bool) -> CodePage {
    let return_to = asked.return_to.unwrap_or_default();
    CodePage { layout: Layout::new(visitor), form, email: asked.email, return_to, is_over }
}

/// Signs in with the code; a wrong one says how many tries are left.
pub async fn act(request: HttpRequest, visitor: Visitor, form: Form<CodeForm>) -> Result {
    let Some(browser) = signin::browser_of(&request) else { return Ok(signin::again(&visitor)) };
    let (by_network, network) = (visitor.address_key("signin-code")?, visitor.network_key()?);
    let most = visitor.state.limits.codes;
    let (code, language, now) = (form.into_inner().code, visitor.words.language, visitor.now);
    let (link, origin) = (visitor.session.kept(enter::LINK), visitor.origin());
    let tried = visitor.state.db.write(move |db| {
        allowances::take_shared(db, "signin-code", &network, most, now)?;
        allowances::take(db, &by_network, TRIES_PER_NETWORK, HOUR, now)?;
        match sign_in::try_code(db, &browser, &code, now)? {
            CodeAnswer::Right(proof) => {
                let entered = enter::arrive(db, (&proof, link.as_deref()), language, &origin, now)?;
                Ok(Outcome::In(Box::new(entered)))
            }
            other => Ok(Outcome::Out(other)),
        }
    });
    match tried.await? {
        Outcome::In(entered) => enter::go(&visitor, &entered),
        Outcome::Out(answer) => refuse(&request, &visitor, &answer).await,
    }
}

async fn refuse(request: &HttpRequest, visitor: &Visitor, answer: &CodeAnswer) -> Result {
    let Some(asked) = asked(request, visitor).await? else { return Ok(signin::again(visitor)) };
    let mut errors = FieldErrors::default();
    match answer {
        CodeAnswer::Wrong(left) => {
            errors.add_with("code", "error-code-wrong", &[("count", i64::from(*left))]);
        }
        _ => errors.add("code", "error-code-over"),
    }
    let is_over = !matches!(answer, CodeAnswer::Wrong(_));
    let page = build(visitor, asked, FormErrors::new(&errors, &visitor.words), is_over);
    Ok(Html(page).with_status(StatusCode::UNPROCESSABLE_ENTITY))
}
