//! `doctor`: counts every counter against its rows, checks every stored rank against a recomputation, and looks for rows
//! that lead nowhere; repairs when asked to.

mod checks;
mod repair;

use std::process::ExitCode;

use crate::config::Config;
use crate::db::Database;
use crate::error::Result;
use crate::time::Clock;

pub use checks::Complaint;

/// Options of `doctor`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Put right what is wrong: counters and ranks follow from the rows, the search index from the texts.
    #[arg(long)]
    pub repair: bool,
}

/// Examines, prints what is wrong, and repairs when asked to. Ends with 1 when something is wrong and stays so.
pub async fn run(config: Config, args: Args) -> Result<ExitCode> {
    let db = super::open_site(&config, Clock::system().now()).await?;
    let found = examine(&db).await?;
    for complaint in &found {
        println!("{complaint}");
    }
    if found.is_empty() {
        println!("Everything is as it should be.");
        return Ok(ExitCode::SUCCESS);
    }
    if !args.repair {
        println!(
            "{} wrong; `groundswell doctor --repair` puts right what follows from other rows.",
            found.len()
        );
        return Ok(ExitCode::FAILURE);
    }
    mend(&db, &found).await?;
    let left = examine(&db).await?;
    for complaint in &left {
        println!("still {complaint}");
    }
    println!("{} repaired, {} left.", found.len().saturating_sub(left.len()), left.len());
    Ok(if left.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Everything that is wrong, as of one moment, while the site goes on serving.
pub async fn examine(db: &Database) -> Result<Vec<Complaint>> {
    db.snapshot(checks::all).await
}

/// Puts right what can be.
pub async fn mend(db: &Database, complaints: &[Complaint]) -> Result<()> {
    repair::all(db, complaints).await
}
