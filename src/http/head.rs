//! HEAD, which every page, feed and file answers as it answers GET, without the body.

use actix_web::HttpMessage as _;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::middleware::Next;

/// Marks a request that was a HEAD, for what a mere look must not use up.
#[derive(Debug, Clone, Copy)]
pub struct WasHead;

/// Middleware. Handlers see a GET; the server leaves the body out, as it knows what was asked.
pub async fn as_get(
    mut request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    if request.method() == Method::HEAD {
        request.head_mut().method = Method::GET;
        request.extensions_mut().insert(WasHead);
    }
    next.call(request).await
}
