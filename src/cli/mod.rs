//! The command line.

mod config;
pub mod demo;
mod healthcheck;
mod people;
mod serve;
mod signals;
mod work;

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
    /// Add people, change their roles, list them.
    #[command(subcommand)]
    People(people::Command),
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
