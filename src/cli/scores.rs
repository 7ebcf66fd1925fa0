//! `scores recompute`: ranks anew from the votes.

use std::io::IsTerminal as _;
use std::process::ExitCode;

use diesel::prelude::*;
use indicatif::ProgressBar;

use crate::config::Config;
use crate::db::Database;
use crate::db::schema::boards;
use crate::error::{Error, Result};
use crate::ids::BoardId;
use crate::jobs::{Progress, Step};
use crate::ranking::shift::recompute_step;
use crate::time::Clock;

/// What to do with scores.
#[derive(Debug, clap::Subcommand)]
pub enum Act {
    /// Compute counters and ranks of every idea anew from its votes, a hundred ideas at a time, while the site serves.
    ///
    /// Nothing is wrong without it: votes keep their ranks in step. It is for after a repair by hand, or for peace of mind.
    Recompute(Args),
}

/// Options of `scores recompute`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// One board only, by its name in addresses.
    #[arg(long, value_name = "SLUG")]
    pub board: Option<String>,
}

/// Does it.
pub async fn run(config: Config, act: Act) -> Result<ExitCode> {
    let Act::Recompute(args) = act;
    let db = super::open_site(&config, Clock::system().now()).await?;
    let done = recompute(&db, args.board).await?;
    println!("Recomputed {done} ideas.");
    Ok(ExitCode::SUCCESS)
}

/// Recomputes one board or all, and gives how many ideas that were.
pub async fn recompute(db: &Database, board: Option<String>) -> Result<i64> {
    let board = match board {
        None => None,
        Some(slug) => Some(find(db, slug).await?),
    };
    let bar = if std::io::stderr().is_terminal() { ProgressBar::new(0) } else { ProgressBar::hidden() };
    let mut progress = Progress::default();
    loop {
        let step = db.write(move |db| recompute_step(db, board, progress)).await?;
        let (Step::More(next) | Step::Done(next)) = step;
        bar.set_length(u64::try_from(next.total.unwrap_or(0)).unwrap_or(0));
        bar.set_position(u64::try_from(next.done).unwrap_or(0));
        progress = next;
        if matches!(step, Step::Done(_)) {
            bar.finish_and_clear();
            return Ok(progress.done);
        }
    }
}

async fn find(db: &Database, slug: String) -> Result<BoardId> {
    let name = slug.clone();
    let found: Option<BoardId> = db
        .read(move |db| {
            Ok(boards::table.filter(boards::slug.eq(name)).select(boards::id).first(db).optional()?)
        })
        .await?;
    found.ok_or_else(|| Error::internal(format!("there is no board {slug}")))
}
