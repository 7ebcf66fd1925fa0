//! The command line.

pub mod demo;
mod serve;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::Config;
use crate::error::Result;

/// A community idea-voting platform: post, vote, rank, route, answer.
#[derive(Debug, Parser)]
#[command(name = "groundswell", version, about, propagate_version = true)]
struct Cli {
    /// Configuration file (TOML). Options in the environment win over it.
    #[arg(long, short, global = true, value_name = "FILE", env = "GROUNDSWELL_CONFIG")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the site.
    Serve(serve::Args),
    /// Bring the database's schema up to date.
    Migrate,
    /// Show Groundswell with a believable company in it: makes a database, serves it, prints a sign-in link per role.
    ///
    /// The database is made once and kept on later runs. Nothing is sent to anybody: mails can be read at /admin/mail.
    Demo(demo::Args),
}

/// Runs the command that the process was called with.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("groundswell: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> Result<()> {
    let config = Config::load(cli.config.as_deref())?;
    start_log(&config);
    actix_web::rt::System::new().block_on(async move {
        match cli.command {
            Command::Serve(args) => serve::run(config, args).await,
            Command::Migrate => migrate(&config).await,
            Command::Demo(args) => demo::run(config, args).await,
        }
    })
}

fn start_log(config: &Config) {
    use tracing_subscriber::EnvFilter;
    let filter = EnvFilter::try_new(&config.log).unwrap_or_else(|_| EnvFilter::new("info"));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match config.log_format {
        crate::config::LogFormat::Text => builder.init(),
        crate::config::LogFormat::Json => builder.json().init(),
    }
}

async fn migrate(config: &Config) -> Result<()> {
    let db = crate::db::Database::open(&config.database_url, 1)?;
    let done = db.migrate().await?;
    if done.is_empty() {
        println!("The schema is up to date.");
    }
    for name in done {
        println!("{name}");
    }
    Ok(())
}
