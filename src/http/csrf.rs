//! Refusing what other sites make browsers send: by `Sec-Fetch-Site`, else by `Origin`. No tokens, so pages stay plain.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::middleware::Next;
use actix_web::{Error as ActixError, web};

use super::guard::GuardError;
use super::state::State;
use crate::error::Error;
use crate::links::TOKEN_SIGN_IN;

/// Middleware. Requests that change nothing pass; others must come from this site, or from no browser at all.
pub async fn refuse_cross_site(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, ActixError> {
    if is_safe(request.method()) || is_same_site(&request) || is_open(&request) {
        return Ok(next.call(request).await?.map_into_boxed_body());
    }
    Ok(request.error_response(GuardError(Error::Forbidden("error-cross-site"))))
}

fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// Where other sites are meant to send people: nothing is done there for whoever is signed in already, and a token that
/// nobody else can make is asked for.
fn is_open(request: &ServiceRequest) -> bool {
    let own = request.app_data::<web::Data<State>>().map(|state| state.links.to(TOKEN_SIGN_IN));
    own.as_deref() == Some(request.path())
}

fn is_same_site(request: &ServiceRequest) -> bool {
    let header = |name: &str| request.headers().get(name).map(|value| value.to_str().unwrap_or("?"));
    if let Some(site) = header("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    let Some(origin) = header("origin") else { return true };
    request.app_data::<web::Data<State>>().is_some_and(|state| origin == state.links.origin())
}
