//! What an administrator who sees the site as a customer may not do: anything but look, and not everywhere.

use actix_session::SessionExt as _;
use actix_web::Error as ActixError;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;

use super::guard::{GuardError, Visitor};
use super::session::Session;
use crate::error::Error;

/// Where a look ends.
pub const END: &str = "/see-as/end";
/// Settings that may be looked at; the others hold somebody's data, sessions and ways to sign in.
const OPEN_SETTINGS: [&str; 2] = ["/settings", "/settings/notifications"];
/// Where people prove who they are, and take back that they leave.
const CLOSED: [&str; 2] = ["/proof", "/leaving"];

/// Middleware. Whoever only looks does nothing; when the look is over, so is what was about to be done in it.
pub async fn read_only(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, ActixError> {
    let session = Session::new(request.get_session());
    if session.seen().is_none() {
        return Ok(next.call(request).await?.map_into_boxed_body());
    }
    let visitor = match request.extract::<Visitor>().await {
        Ok(visitor) => visitor,
        Err(error) => return Ok(request.error_response(error)),
    };
    if let Some(reason) = refusal(&request, &visitor) {
        return Ok(request.error_response(GuardError(Error::Forbidden(reason))));
    }
    Ok(next.call(request).await?.map_into_boxed_body())
}

/// Why this is not done, as the key of a message.
fn refusal(request: &ServiceRequest, visitor: &Visitor) -> Option<&'static str> {
    let path = request.path().strip_prefix(visitor.state.links.prefix()).unwrap_or_default();
    if path == END {
        return None;
    }
    let is_safe = request.method().is_safe();
    if visitor.seen.is_none() {
        visitor.session.end_seeing();
        if is_safe {
            visitor.session.flash_error("flash-see-as-over");
            return None;
        }
        return Some("error-see-as-over");
    }
    let is_closed =
        (path.starts_with("/settings") && !OPEN_SETTINGS.contains(&path)) || CLOSED.contains(&path);
    match (is_safe, is_closed) {
        (false, _) => Some("error-see-as-act"),
        (true, true) => Some("error-see-as-closed"),
        (true, false) => None,
    }
}
