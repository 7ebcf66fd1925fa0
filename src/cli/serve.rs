//! `serve`: the site, with a worker inside.

use std::net::SocketAddr;

use actix_web::dev::{Server, ServerHandle};
use actix_web::web::{self, Data};
use actix_web::{App, HttpServer};
use tokio::sync::watch;

use super::signals::Signals;
use crate::config::Config;
use crate::db::Database;
use crate::error::{Error, Result};
use crate::http::state::State;
use crate::http::{ops, showings};
use crate::mail::Sender;
use crate::time::Clock;
use crate::{server, worker};

/// Options of `serve`.
#[derive(Debug, Default, clap::Args)]
pub struct Args {
    /// Address and port to serve at, as in 0.0.0.0:8080.
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
    /// Leave sending mails, calling webhooks and running rules to `groundswell work`.
    #[arg(long)]
    no_worker: bool,
}

impl Args {
    /// Options of the command line win over everything else.
    fn apply(self, config: &mut Config) {
        if let Some(listen) = self.listen {
            config.listen = listen;
        }
        config.worker &= !self.no_worker;
    }
}

/// Migrates, prints the set-up link when there is nobody yet, and serves until told to stop.
pub async fn run(mut config: Config, args: Args) -> Result<()> {
    args.apply(&mut config);
    let db = Database::open(&config.database_url, config.database_connections)?;
    db.migrate().await?;
    let state = State::new(db, Clock::system(), config).await?;
    announce_setup(&state).await?;
    listen(state).await
}

async fn announce_setup(state: &State) -> Result<()> {
    if state.settings().await?.site.is_set_up() {
        return Ok(());
    }
    let token = state.db.write(crate::site::renew_setup_token).await?;
    let link = state.links.absolute(&state.links.to(&format!("/setup?token={token}")));
    tracing::warn!("this site is not set up yet; set it up at {link}");
    Ok(())
}

/// Serves a site until SIGTERM or SIGINT; then finishes the requests in flight, and the work in hand.
pub async fn listen(state: State) -> Result<()> {
    // What cannot be used is said before anybody is answered.
    Sender::new(&state.config)?;
    let signals = Signals::listen()?;
    let numbers = numbers(&state)?;
    let site = site(&state).await?;
    let (stop, stopping) = watch::channel(false);
    let showings = actix_web::rt::spawn(showings::keep_storing(state.clone(), stopping.clone()));
    let work = state.config.worker.then(|| actix_web::rt::spawn(worker::run(state.clone(), stopping)));
    actix_web::rt::spawn(stop_on_signal(signals, site.handle()));
    let served = site.await.map_err(Error::internal);
    stop.send_replace(true);
    if let Some(work) = work {
        work.await.map_err(Error::internal)??;
    }
    showings.await.map_err(Error::internal)?;
    if let Some(numbers) = numbers {
        numbers.stop(false).await;
    }
    served
}

async fn site(state: &State) -> Result<Server> {
    let settings = state.settings().await?;
    let (address, threads) = (state.config.listen, state.config.threads);
    let (shared, patience) = (state.clone(), state.config.shutdown_seconds);
    let mut http = HttpServer::new(move || server::app(&shared, &settings))
        .worker_max_blocking_threads(4)
        .shutdown_timeout(patience)
        .disable_signals();
    if threads > 0 {
        http = http.workers(threads);
    }
    let bound = http.bind(address).map_err(|cause| Error::internal(format!("{address}: {cause}")))?;
    for address in bound.addrs() {
        tracing::info!("listening on {address}, serving {}", state.config.base_url);
    }
    Ok(bound.run())
}

/// The first signal ends the site gently, a second one at once.
async fn stop_on_signal(mut signals: Signals, site: ServerHandle) {
    signals.next().await;
    tracing::info!("stopping: requests in flight are finished");
    let gently = site.stop(true);
    tokio::pin!(gently);
    tokio::select! {
        () = &mut gently => {}
        () = signals.next() => site.stop(false).await,
    }
}

/// Serves `/metrics` on an address of its own, when one is set.
pub(super) fn numbers(state: &State) -> Result<Option<ServerHandle>> {
    let Some(address) = state.config.metrics_listen else { return Ok(None) };
    let (state, recorder) = (Data::new(state.clone()), Data::new(ops::start_metrics()?));
    let app = move || {
        App::new()
            .app_data(state.clone())
            .app_data(recorder.clone())
            .route("/metrics", web::get().to(ops::metrics))
            .route("/healthz", web::get().to(ops::healthz))
            .route("/readyz", web::get().to(ops::readyz))
    };
    let bound = HttpServer::new(app)
        .workers(1)
        .disable_signals()
        .bind(address)
        .map_err(|cause| Error::internal(format!("metrics_listen {address}: {cause}")))?;
    for address in bound.addrs() {
        tracing::info!("metrics at http://{address}/metrics");
    }
    let server = bound.run();
    let handle = server.handle();
    actix_web::rt::spawn(server);
    Ok(Some(handle))
}
