//! `work`: a worker alone.

use tokio::sync::watch;

use super::serve;
use super::signals::Signals;
use crate::config::Config;
use crate::db::Database;
use crate::error::{Error, Result};
use crate::http::state::State;
use crate::time::Clock;
use crate::worker;

/// Options of `work`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Do what is due now, and end.
    #[arg(long)]
    once: bool,
}

/// Works until told to stop. The schema must be up to date: `serve` and `migrate` see to that.
pub async fn run(config: Config, args: Args) -> Result<()> {
    let db = Database::open(&config.database_url, config.database_connections)?;
    if !db.is_migrated().await? {
        return Err(Error::internal("the database's schema is not up to date: run `groundswell migrate`"));
    }
    let state = State::new(db, Clock::system(), config).await?;
    if args.once {
        let done = worker::drain(&state).await?;
        tracing::info!(done, "nothing more is due");
        return Ok(());
    }
    let mut signals = Signals::listen()?;
    let numbers = serve::numbers(&state)?;
    let (stop, stopping) = watch::channel(false);
    let work = actix_web::rt::spawn(worker::run(state, stopping));
    tracing::info!("working");
    signals.next().await;
    tracing::info!("stopping");
    stop.send_replace(true);
    let worked = work.await.map_err(Error::internal)?;
    if let Some(numbers) = numbers {
        numbers.stop(false).await;
    }
    worked
}
