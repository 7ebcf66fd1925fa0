//! `export`: everything that an import takes, in the neutral format.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use super::import::Format;
use crate::config::Config;
use crate::error::{Error, Result};
use crate::time::Clock;
use crate::transfer;

/// Options of `export`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to write: `ndjson`, one JSON object a line, as docs/import.md tells.
    #[arg(long, value_name = "FORMAT", default_value = "ndjson", value_parser = ndjson)]
    pub format: Format,
    /// The file to write; it must not be there yet. Standard output, unless set.
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

fn ndjson(text: &str) -> Result<Format, String> {
    match text.parse()? {
        Format::Ndjson => Ok(Format::Ndjson),
        Format::IdeaScaleCsv | Format::AccountsCsv | Format::PeopleCsv => {
            Err("only `ndjson` can be written".into())
        }
    }
}

/// Writes people with their e-mail addresses, boards, ideas, comments, votes, responses, links and follows, as of one
/// moment. What it leaves out (sessions, mails, routes, notes, reports, history) a backup keeps.
pub async fn run(config: Config, args: Args) -> Result<ExitCode> {
    let db = super::open_site(&config, Clock::system().now()).await?;
    let output = args.output.clone();
    let counts = db
        .snapshot(move |db| {
            let mut out: Box<dyn Write> = match &output {
                Some(path) => {
                    let file = File::create_new(path)
                        .map_err(|cause| Error::internal(format!("{}: {cause}", path.display())))?;
                    Box::new(BufWriter::new(file))
                }
                None => Box::new(BufWriter::new(std::io::stdout())),
            };
            let counts = transfer::export(db, &mut *out)?;
            out.flush().map_err(Error::internal)?;
            Ok(counts)
        })
        .await?;
    for (kind, count) in counts {
        eprintln!("{:<10} {count:>9}", kind.as_str());
    }
    Ok(ExitCode::SUCCESS)
}
