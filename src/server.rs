//! Builds the actix application: state, middleware in order, what is mounted where.

use actix_session::SessionMiddleware;
use actix_session::config::{CookieContentSecurity, PersistentSession, TtlExtensionPolicy};
use actix_web::body::MessageBody;
use actix_web::cookie::{Key, SameSite, time::Duration};
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::{Compress, from_fn};
use actix_web::{App, web};
use sha2::{Digest as _, Sha512};

use crate::http::session::{DatabaseStore, Limits, cookie_name};
use crate::http::state::State;
use crate::http::{assets, audit, csrf, head, headers, limit, ops, plain, see_as, typed};
use crate::settings::Settings;
use crate::site::Site;
use crate::time::SECOND;
use crate::web as pages;

/// Longest body of a form, in bytes: 20,000 characters of any script, percent-encoded, with room to spare.
const FORM_LIMIT: usize = 512 * 1024;

/// The whole application for a state.
pub fn app(
    state: &State,
    settings: &Settings,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody + use<>>,
        Error = actix_web::Error,
        InitError = (),
    > + use<>,
> {
    let prefix = state.links.prefix().to_owned();
    let site = web::scope("")
        .wrap(from_fn(audit::watch))
        .wrap(from_fn(pages::account::settings::two_step::gate))
        .wrap(from_fn(see_as::read_only))
        .wrap(from_fn(pages::setup::gate))
        .wrap(from_fn(limit::posts))
        .wrap(from_fn(typed::keep))
        .wrap(from_fn(csrf::refuse_cross_site))
        .wrap(from_fn(pages::errors::render))
        .wrap(sessions(state, settings))
        .configure(pages::routes);
    App::new()
        .app_data(web::Data::new(state.clone()))
        .app_data(web::FormConfig::default().limit(FORM_LIMIT))
        .app_data(web::PayloadConfig::new(FORM_LIMIT))
        .wrap(from_fn(head::as_get))
        .wrap(from_fn(plain::path))
        .wrap(from_fn(headers::secure))
        .wrap(Compress::default())
        .wrap(from_fn(ops::wake_worker))
        .wrap(from_fn(ops::observe))
        .wrap(tracing_actix_web::TracingLogger::<ops::RequestSpan>::new())
        .configure(|root| probes(root, &prefix))
        .service(
            web::scope(&prefix)
                .service(web::resource("/static/{name:.*}").route(web::get().to(assets::serve)))
                .service(site),
        )
}

/// The probes answer at the root of the port, where those who watch a process look, and below the site's own path,
/// where those look who come through a proxy.
fn probes(root: &mut web::ServiceConfig, prefix: &str) {
    let mut prefixes = vec![""];
    if !prefix.is_empty() {
        prefixes.push(prefix);
    }
    for prefix in prefixes {
        root.service(web::resource(format!("{prefix}/healthz")).route(web::get().to(ops::healthz)));
        root.service(web::resource(format!("{prefix}/readyz")).route(web::get().to(ops::readyz)));
    }
}

/// The key that signs session cookies.
pub fn session_key(site: &Site) -> Key {
    Key::from(&Sha512::digest(site.key()))
}

fn sessions(state: &State, settings: &Settings) -> SessionMiddleware<DatabaseStore> {
    let key = session_key(&settings.site);
    let path = if state.links.prefix().is_empty() { "/".to_owned() } else { state.links.prefix().to_owned() };
    let limits = Limits::of(&state.config);
    let store = DatabaseStore::new(state.db.clone(), state.clock.clone(), limits);
    SessionMiddleware::builder(store, key)
        .cookie_name(cookie_name(&state.config, &state.links).into())
        .cookie_path(path)
        .cookie_secure(state.config.is_https())
        .cookie_http_only(true)
        .cookie_same_site(SameSite::Lax)
        .cookie_content_security(CookieContentSecurity::Signed)
        .session_lifecycle(
            PersistentSession::default()
                .session_ttl(Duration::seconds(limits.longest() / SECOND))
                .session_ttl_extension_policy(TtlExtensionPolicy::OnStateChanges),
        )
        .build()
}
