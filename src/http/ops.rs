//! What those who run the site ask it: whether the process lives, whether it can serve, and its numbers for Prometheus.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error as ActixError, HttpMessage as _, HttpResponse};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tracing_actix_web::{RequestId, RootSpanBuilder};

use super::state::State;
use crate::error::{Error, Result};

/// Upper ends of the histogram of request durations, in seconds.
const DURATIONS: [f64; 11] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 2.5, 10.0];

/// Migrations are not undone while a site runs, so that they are in place is asked once.
static MIGRATED: AtomicBool = AtomicBool::new(false);

/// `/healthz`: the process answers.
pub async fn healthz() -> HttpResponse {
    plain(StatusCode::OK, "ok\n")
}

/// `/readyz`: the database answers, and has the schema of this binary.
pub async fn readyz(state: Data<State>) -> HttpResponse {
    match readiness(&state).await {
        Ok(()) => plain(StatusCode::OK, "ready\n"),
        Err(cause) => {
            tracing::warn!(%cause, "not ready");
            plain(StatusCode::SERVICE_UNAVAILABLE, "not ready\n")
        }
    }
}

async fn readiness(state: &State) -> Result<()> {
    state.db.read(|db| crate::db::execute(db, "SELECT 1").map(drop)).await?;
    if MIGRATED.load(Ordering::Relaxed) {
        return Ok(());
    }
    if !state.db.is_migrated().await? {
        return Err(Error::internal("migrations are pending"));
    }
    MIGRATED.store(true, Ordering::Relaxed);
    Ok(())
}

fn plain(status: StatusCode, text: &'static str) -> HttpResponse {
    HttpResponse::build(status)
        .insert_header((CONTENT_TYPE, "text/plain; charset=utf-8"))
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(text)
}

/// Starts to count. Without this nothing is counted and nothing is paid for it.
pub fn start_metrics() -> Result<PrometheusHandle> {
    PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_seconds".into()), &DURATIONS)
        .map_err(Error::internal)?
        .install_recorder()
        .map_err(Error::internal)
}

/// `/metrics`: everything counted so far, and how long the queues are at this moment.
pub async fn metrics(state: Data<State>, handle: Data<PrometheusHandle>) -> HttpResponse {
    if let Err(cause) = measure(&state).await {
        tracing::warn!(%cause, "the queues could not be measured");
    }
    handle.run_upkeep();
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8"))
        .body(handle.render())
}

async fn measure(state: &State) -> Result<()> {
    let (connections, idle) = state.db.pool_state();
    metrics::gauge!("groundswell_db_connections").set(f64::from(connections));
    metrics::gauge!("groundswell_db_connections_idle").set(f64::from(idle));
    for depth in state.db.read(crate::queue::depths).await? {
        let labels = [("queue", depth.queue), ("state", depth.state)];
        metrics::gauge!("groundswell_queue_depth", &labels).set(f64::from(depth.rows));
    }
    Ok(())
}

/// Middleware. Counts and times every request by route, method and status.
pub async fn observe(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> std::result::Result<ServiceResponse<impl MessageBody>, ActixError> {
    let begun = Instant::now();
    let route = route(&request);
    let method = method(request.method());
    let response = next.call(request).await?;
    let status = response.status().as_u16().to_string();
    metrics::counter!("groundswell_requests_total", "route" => route.clone(), "method" => method, "status" => status)
        .increment(1);
    metrics::histogram!("groundswell_request_duration_seconds", "route" => route, "method" => method)
        .record(begun.elapsed());
    Ok(response)
}

/// Middleware. Wakes the worker after whatever may have changed something.
pub async fn wake_worker(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> std::result::Result<ServiceResponse<impl MessageBody>, ActixError> {
    let is_write = !request.method().is_safe();
    let response = next.call(request).await?;
    let state = response.request().app_data::<Data<State>>();
    if let (true, false, Some(state)) = (is_write, response.status().is_client_error(), state) {
        state.wake_worker();
    }
    Ok(response)
}

/// The pattern of a request's route: paths themselves hold ids and tokens.
fn route(request: &ServiceRequest) -> String {
    request.match_pattern().unwrap_or_else(|| "unmatched".into())
}

/// Anybody can make methods up; a label must not.
fn method(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "other",
    }
}

/// What a log line says of the request that it belongs to: no address, no path, nothing of a person.
pub struct RequestSpan;

impl RootSpanBuilder for RequestSpan {
    fn on_request_start(request: &ServiceRequest) -> tracing::Span {
        let id = request.extensions().get::<RequestId>().map(ToString::to_string).unwrap_or_default();
        tracing::info_span!(
            "request",
            request_id = id,
            method = method(request.method()),
            route = route(request),
            status = tracing::field::Empty
        )
    }

    fn on_request_end<B: MessageBody>(
        span: tracing::Span,
        outcome: &std::result::Result<ServiceResponse<B>, ActixError>,
    ) {
        let status = match outcome {
            Ok(response) => response.status(),
            Err(error) => error.as_response_error().status_code(),
        };
        span.record("status", status.as_u16());
        span.in_scope(|| tracing::debug!("answered"));
    }
}
