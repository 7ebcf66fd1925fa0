//! What every answer carries: the status of an error, and headers that keep browsers safe.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web;

use super::state::State;
use crate::error::Error;
use crate::links::is_secret;

/// What pages may load: only from this site, nothing inline.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const PERMISSIONS: &str = "camera=(), geolocation=(), microphone=(), browsing-topics=()";

/// The status that an error is answered with.
pub fn status(error: &Error) -> StatusCode {
    match error {
        Error::NotFound => StatusCode::NOT_FOUND,
        Error::Gone => StatusCode::GONE,
        Error::Forbidden(_) | Error::Banned { .. } => StatusCode::FORBIDDEN,
        Error::SignInNeeded => StatusCode::UNAUTHORIZED,
        Error::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Error::Conflict(_) | Error::Claimed { .. } => StatusCode::CONFLICT,
        Error::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
        Error::Busy => StatusCode::SERVICE_UNAVAILABLE,
        Error::Database(diesel::result::Error::NotFound) => StatusCode::NOT_FOUND,
        Error::Database(_) | Error::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// Middleware. The headers of every answer, unless the handler set its own. Images may come from the hosts that the
/// settings name now.
pub async fn secure(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let state = request.app_data::<web::Data<State>>().cloned();
    let mut response = next.call(request).await?;
    let settings = match &state {
        Some(state) => state.settings().await.ok(),
        None => None,
    };
    let hosts = settings.map(|settings| settings.site.image_host_list()).unwrap_or_default();
    let is_https = state.is_some_and(|state| state.config.is_https());
    let is_secret = response.request().match_pattern().is_some_and(|own| is_secret(&own));
    let headers = response.headers_mut();
    if is_secret {
        headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    let mut add = |name: HeaderName, value: HeaderValue| {
        if !headers.contains_key(&name) {
            headers.insert(name, value);
        }
    };
    add(header::CONTENT_SECURITY_POLICY, policy(&hosts));
    add(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    add(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    add(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    add(HeaderName::from_static("permissions-policy"), HeaderValue::from_static(PERMISSIONS));
    add(HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin"));
    if is_https {
        add(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    Ok(response)
}

/// The policy with the hosts whose images may appear in posts.
fn policy(image_hosts: &[String]) -> HeaderValue {
    let images: String = image_hosts.iter().map(|host| format!(" https://{host}")).collect();
    let policy = CONTENT_SECURITY_POLICY.replace("data:", &format!("data:{images}"));
    HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static(CONTENT_SECURITY_POLICY))
}
