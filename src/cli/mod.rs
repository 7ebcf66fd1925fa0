//! The command line.

pub mod backup;
mod config;
pub mod demo;
pub mod doctor;
pub mod export;
mod healthcheck;
mod people;
pub mod import;
pub mod scores;
mod serve;
mod signals;
mod work;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::Config;
use crate::db::Database;
use crate::error::{Error, Result};
use crate::time::Timestamp;

/// A community idea-voting platform: post, vote, rank, route, answer.
#[derive(Debug, Parser)]
#[command(name = "groundswell", version, about, propagate_version = true)]
struct Cli {
    /// Configuration file (TOML). Options in the environment win over it.
    #[arg(long, short, global = true, value_name = "FILE", env = "GROUNDSWELL_CONFIG")]
    config: Option<PathBuf>,
    /// Where the data is: a path, or postgres://…. Wins over the environment and the file.
    #[arg(long, global = true, value_name = "URL")]
    database: Option<String>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the site, and do its work: mails, webhooks, rules. Brings the database's schema up to date first.
    Serve(serve::Args),
    /// Do the work of a site without serving it, beside any number of `serve --no-worker`.
    Work(work::Args),
    /// Bring the database's schema up to date, and say what was done.
    Migrate,
    /// Show Groundswell with a believable company in it: makes a database, serves it, prints a sign-in link per role.
    ///
    /// The database is made once and kept on later runs. Nothing is sent to anybody: mails can be read at /admin/mail.
    Demo(demo::Args),
    /// Add people, change their roles, list them, let them in, forget them again after a restore.
    #[command(subcommand)]
    People(people::Command),
    /// Bring in people, boards, ideas, votes, comments and answers from another system. Nobody is sent anything.
    ///
    /// Lines that cannot be taken are named with file, line and field; the rest goes in. Importing the same files again
    /// updates instead of doubling. Ends with 0 when everything went in, with 2 when lines were refused.
    Import(import::Args),
    /// Write people, boards, ideas, votes, comments and answers to a file that `import` reads.
    ///
    /// It holds people's e-mail addresses: keep it as safe as the site itself.
    Export(export::Args),
    /// Write a copy of everything to a file, while the site goes on serving.
    Backup(backup::BackupArgs),
    /// Put a backup where the site's data is to be. Nothing that is there is overwritten.
    Restore(backup::RestoreArgs),
    /// Check that counters equal the rows they count and ranks the votes they follow from.
    ///
    /// Prints what is wrong; ends with 0 when nothing is, or everything was repaired.
    Doctor(doctor::Args),
    /// Compute the ranks of all ideas, or of one board, from their votes.
    #[command(subcommand)]
    Scores(scores::Act),
    /// Ask a running site whether it can serve; ends with 0 if it can.
    Healthcheck(healthcheck::Args),
    /// Show what can be set, and what is.
    #[command(subcommand)]
    Config(config::Act),
}

/// Runs the command that the process was called with.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("groundswell: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> Result<ExitCode> {
    let mut config = Config::load(cli.config.as_deref())?;
    if let Some(database) = cli.database {
        config.database_url = database;
    }
    start_log(&config);
    // Whoever makes TLS connections needs a provider; a second call finds one in place, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    actix_web::rt::System::new().block_on(async move {
        match cli.command {
            Command::Serve(args) => serve::run(config, args).await,
            Command::Work(args) => work::run(config, args).await,
            Command::Migrate => migrate(&config).await,
            Command::Demo(args) => demo::run(config, args).await,
            Command::People(command) => people::run(&config, command).await,
            Command::Healthcheck(args) => healthcheck::run(&config, args).await,
            Command::Config(act) => config::run(&config, cli.config.as_deref(), &act),
            Command::Import(args) => return import::run(config, args).await,
            Command::Export(args) => return export::run(config, args).await,
            Command::Backup(args) => return backup::backup(config, args).await,
            Command::Restore(args) => return backup::restore(config, args).await,
            Command::Doctor(args) => return doctor::run(config, args).await,
            Command::Scores(act) => return scores::run(config, act).await,
        }
        .map(|()| ExitCode::SUCCESS)
    })
}

fn start_log(config: &Config) {
    use tracing_subscriber::EnvFilter;
    let filter = EnvFilter::try_new(&config.log).unwrap_or_else(|_| EnvFilter::new("info"));
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        // Whoever read the log may be gone; telling of it on the same stream would end the process.
        .log_internal_errors(false);
    match config.log_format {
        crate::config::LogFormat::Text => builder.init(),
        crate::config::LogFormat::Json => builder.json().init(),
    }
}

/// The database of a site that is there already, with its schema up to date.
async fn open_site(config: &Config, now: Timestamp) -> Result<Database> {
    if let Some(path) = config.sqlite_path().filter(|path| !path.exists()) {
        return Err(Error::internal(format!(
            "there is no database at {}: `serve` makes one",
            path.display()
        )));
    }
    open_or_make(config, now).await
}

/// The same, made if it is not there.
async fn open_or_make(config: &Config, now: Timestamp) -> Result<Database> {
    let db = Database::open(&config.database_url, config.database_connections)?;
    db.migrate().await?;
    db.write(move |db| crate::site::find_or_create(db, now)).await?;
    Ok(db)
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
