//! Errors as pages: in the layout, in the reader's language, with a way on.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{LOCATION, RETRY_AFTER};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{FromRequest as _, HttpMessage as _, HttpRequest, HttpResponse};
use askama::Template;
use tracing_actix_web::RequestId;

use super::page::{Html, Layout};
use crate::error::Error;
use crate::http::guard::{GuardError, Visitor};
use crate::http::typed::{Typed, TypedField};
use crate::text::words::Words;
use crate::time::Timestamp;

/// What handlers of pages return.
pub type Result<T = HttpResponse> = std::result::Result<T, GuardError>;

/// What was sent too often, to be sent again.
#[derive(Template)]
#[template(path = "errors/too_many.html")]
struct TooManyPage {
    layout: Layout,
    wait: String,
    action: String,
    is_multipart: bool,
    fields: Vec<TypedField>,
    files: Vec<TypedField>,
}

#[derive(Template)]
#[template(path = "errors/error.html")]
struct ErrorPage {
    layout: Layout,
    code: u16,
    title: String,
    text: String,
    request_id: Option<String>,
}

/// Middleware. Turns errors into pages; whoever must sign in first is led there and back.
pub async fn render(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> std::result::Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let response = next.call(request).await?.map_into_boxed_body();
    let code = response.status();
    let is_error = response.response().error().is_some() || (code.is_client_error() && is_bare(&response));
    if !is_error {
        return Ok(response);
    }
    let (request, response) = response.into_parts();
    let page = page(&request, code, response.error().and_then(|error| error.as_error::<GuardError>())).await;
    Ok(ServiceResponse::new(request, page))
}

/// Whether an answer is actix's own empty one, as for an unknown path or a wrong method.
fn is_bare(response: &ServiceResponse<BoxBody>) -> bool {
    matches!(
        response.response().body().size(),
        actix_web::body::BodySize::None | actix_web::body::BodySize::Sized(0)
    )
}

async fn page(request: &HttpRequest, code: StatusCode, error: Option<&GuardError>) -> HttpResponse {
    let cause = error.map(|guard| &guard.0);
    if code.is_server_error() {
        tracing::error!(cause = %cause.map_or_else(|| code.to_string(), ToString::to_string), "request failed");
    }
    let id = request_id(request, code);
    let Ok(visitor) = Visitor::extract(request).await else { return bare(code, id) };
    if matches!(cause, Some(Error::SignInNeeded)) {
        return to_sign_in(request, &visitor);
    }
    if let Some(Error::TooMany(seconds)) = cause {
        return too_many(request, &visitor, *seconds);
    }
    Html(error_page(&visitor, code, cause, id)).with_status(code)
}

/// What was typed, in a form that sends it to where it was sent.
fn too_many(request: &HttpRequest, visitor: &Visitor, seconds: u64) -> HttpResponse {
    let typed = request.extensions().get::<Typed>().cloned().unwrap_or_default();
    // The visitor's path leaves out the query where that is a secret.
    let is_own = visitor.path.split('?').next() == Some(request.path());
    let minutes = i64::try_from(seconds.div_ceil(60)).unwrap_or(i64::MAX);
    let wait = match i64::try_from(seconds).unwrap_or(i64::MAX) {
        seconds if seconds <= 90 => visitor.words.count("limit-wait-seconds", seconds),
        _ => visitor.words.count("limit-wait-minutes", minutes),
    };
    let page = Html(TooManyPage {
        layout: Layout::new(visitor),
        wait,
        action: if is_own { visitor.path.clone() } else { request.path().to_owned() },
        is_multipart: typed.is_multipart(),
        fields: typed.fields(),
        files: typed.files(),
    });
    let mut answer = page.with_status(StatusCode::TOO_MANY_REQUESTS);
    answer.headers_mut().insert(RETRY_AFTER, seconds.into());
    answer
}

/// What the log calls this request; shown where the log has more to tell than the page.
fn request_id(request: &HttpRequest, code: StatusCode) -> Option<String> {
    let extensions = request.extensions();
    let id = extensions.get::<RequestId>().filter(|_| code.is_server_error());
    id.map(ToString::to_string)
}

/// The answer when not even a page can be made, because the database does not answer.
fn bare(code: StatusCode, id: Option<String>) -> HttpResponse {
    HttpResponse::build(code)
        .content_type("text/plain; charset=utf-8")
        .body(format!("{code}\n{}\n", id.unwrap_or_default()))
}

fn to_sign_in(request: &HttpRequest, visitor: &Visitor) -> HttpResponse {
    let back = if request.method() == Method::GET { visitor.path.as_str() } else { "/" };
    let to = visitor.state.links.sign_in(back);
    HttpResponse::SeeOther().insert_header((LOCATION, to)).finish()
}

fn error_page(
    visitor: &Visitor,
    code: StatusCode,
    cause: Option<&Error>,
    request_id: Option<String>,
) -> ErrorPage {
    let words = visitor.words;
    let known = [400, 403, 404, 405, 409, 410, 413, 422, 429, 503];
    let number = match code.as_u16() {
        number if known.contains(&number) => number,
        _ if code.is_client_error() => 400,
        _ => 500,
    };
    let text = match cause {
        Some(Error::Forbidden(key) | Error::Conflict(key)) => words.get(key),
        Some(Error::Banned { reason, until, is_board }) => banned(&words, reason, *until, *is_board),
        Some(Error::Claimed { by, until }) => {
            words.two("error-claimed", "name", by, "until", words.date_time(*until))
        }
        Some(Error::Invalid(errors)) => {
            errors.0.iter().map(|error| words.field_error(error)).collect::<Vec<_>>().join(" ")
        }
        _ => words.get(&format!("error-{number}-text")),
    };
    ErrorPage {
        layout: Layout::new(visitor),
        code: code.as_u16(),
        title: words.get(&format!("error-{number}-title")),
        text,
        request_id,
    }
}

/// Why and until when somebody is banned.
fn banned(words: &Words, reason: &str, until: Option<Timestamp>, is_board: bool) -> String {
    let (for_good, for_now) = if is_board {
        ("error-banned-board", "error-banned-board-until")
    } else {
        ("error-banned", "error-banned-until")
    };
    match until {
        Some(until) => words.two(for_now, "until", words.date_time(until), "reason", reason),
        None => words.one(for_good, "reason", reason),
    }
}
