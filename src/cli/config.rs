//! `config`: what can be set, and what is.

use std::path::Path;

use crate::config::Config;
use crate::error::Result;

/// Options of `config`.
#[derive(Debug, clap::Subcommand)]
pub enum Act {
    /// Print the configuration as a TOML file: every option with its help, its value and where that came from.
    /// Passwords are masked.
    Print {
        /// Print the README's table instead: every option with its default.
        #[arg(long)]
        markdown: bool,
    },
}

/// Carries it out.
pub fn run(config: &Config, file: Option<&Path>, act: &Act) -> Result<()> {
    match act {
        Act::Print { markdown: true } => print!("{}", Config::markdown()?),
        Act::Print { markdown: false } => print!("{}", config.to_toml(file)?),
    }
    Ok(())
}
