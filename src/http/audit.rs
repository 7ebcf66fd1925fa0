//! Has every act of a member of staff watched, so that none is carried out without a row in the log of them.

use std::sync::Arc;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::{Error as ActixError, HttpMessage as _, web};
use tracing_actix_web::RequestId;

use super::guard::Visitor;
use super::state::State;
use crate::audit::{Place, Watcher};
use crate::db::witness;

/// Middleware. Whatever a member of staff changes with the request is told to the log in the same transaction.
pub async fn watch(
    mut request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, ActixError> {
    let Some(place) = place(&request) else { return next.call(request).await };
    // Whoever cannot be made out is refused by the handler, which asks again.
    let Ok(visitor) = request.extract::<Visitor>().await else { return next.call(request).await };
    let Some(actor) = visitor.actor().filter(|person| person.role.is_staff()) else {
        return next.call(request).await;
    };
    let id = request.extensions().get::<RequestId>().map(ToString::to_string).unwrap_or_default();
    let watcher = Watcher::new((actor.id, actor.role), place, id, visitor.now);
    witness::watching(Arc::new(watcher), next.call(request)).await
}

/// Where the request acts. Of those that only look, the ones that take a file along count.
fn place(request: &ServiceRequest) -> Option<Place> {
    let prefix = request.app_data::<web::Data<State>>()?.links.prefix().to_owned();
    let pattern = request.match_pattern()?;
    let pattern = pattern.strip_prefix(&prefix)?;
    let takes_a_file = [".csv", ".xlsx"].iter().any(|ending| pattern.ends_with(ending));
    if request.method().is_safe() && !takes_a_file {
        return None;
    }
    Place::of(pattern, request.path().strip_prefix(&prefix)?)
}
