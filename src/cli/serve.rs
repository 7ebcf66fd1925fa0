//! `serve`: the site.

use actix_web::HttpServer;

use crate::config::Config;
use crate::db::Database;
use crate::error::{Error, Result};
use crate::http::state::State;
use crate::server;
use crate::time::Clock;

/// Options of `serve`.
#[derive(Debug, Default, clap::Args)]
pub struct Args {}

/// Migrates, prints the set-up link when there is nobody yet, and serves until told to stop.
pub async fn run(config: Config, _: Args) -> Result<()> {
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
    tracing::warn!("nobody administers this site yet; set it up at {link}");
    Ok(())
}

async fn listen(state: State) -> Result<()> {
    let settings = state.settings().await?;
    let (address, threads) = (state.config.listen, state.config.threads);
    let stop = state.config.shutdown_seconds;
    let shared = state.clone();
    let mut http = HttpServer::new(move || server::app(&shared, &settings))
        .worker_max_blocking_threads(4)
        .shutdown_timeout(stop);
    if threads > 0 {
        http = http.workers(threads);
    }
    tracing::info!("listening on {address}, serving {}", state.config.base_url);
    http.bind(address)
        .map_err(|cause| Error::internal(format!("{address}: {cause}")))?
        .run()
        .await
        .map_err(Error::internal)
}
