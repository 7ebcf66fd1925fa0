//! `import`: what other systems gave away, into this site.

use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use chrono_tz::Tz;
use diesel::prelude::*;
use indicatif::{ProgressBar, ProgressStyle};

use crate::config::Config;
use crate::db::schema::imports;
use crate::db::{Database, Db};
use crate::error::{Error, Result};
use crate::ids::ImportId;
use crate::links::Links;
use crate::text_enum;
use crate::time::{Clock, Timestamp};
use crate::transfer::{self, Counts, Dates, IdeaScaleOptions, Import, Progress, Report, Sheet, Source};

text_enum! {
    /// What files are written in.
    pub enum Format {
        /// The neutral format.
        Ndjson = "ndjson",
        /// IdeaScale's CSV.
        IdeaScaleCsv = "ideascale-csv",
        /// Accounts, one a line.
        AccountsCsv = "accounts-csv",
        /// Who belongs to which account, one a line.
        PeopleCsv = "people-csv",
    }
}

impl Format {
    /// What the lines are, in the formats about customer organisations.
    fn sheet(self) -> Option<Sheet> {
        match self {
            Self::AccountsCsv => Some(Sheet::Accounts),
            Self::PeopleCsv => Some(Sheet::People),
            Self::Ndjson | Self::IdeaScaleCsv => None,
        }
    }
}

/// Options of `import`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What the files are written in: `ndjson` (one JSON object a line, see docs/import.md), `ideascale-csv`
    /// (IdeaScale's exports of ideas and of comments, in any order), `accounts-csv` (customer organisations) or
    /// `people-csv` (who belongs to which account).
    #[arg(long, value_name = "FORMAT", default_value = "ndjson")]
    pub format: Format,
    /// The files. Lines may refer to lines of any of them, and of earlier imports.
    #[arg(value_name = "FILE", required_unless_present_any = ["undo", "list"])]
    pub files: Vec<PathBuf>,
    /// Say what would happen, line by line where something would be refused, and leave everything as it is.
    #[arg(long)]
    pub dry_run: bool,
    /// Take an import back, by the number it printed. Refused once anything was built on what it made, or edited.
    #[arg(long, value_name = "ID", conflicts_with_all = ["files", "dry_run"])]
    pub undo: Option<ImportId>,
    /// List the imports there have been.
    #[arg(long, conflicts_with_all = ["files", "dry_run", "undo"])]
    pub list: bool,
    /// Time zone of dates that name none, as in Europe/Madrid.
    #[arg(long, value_name = "ZONE", default_value = "UTC")]
    pub time_zone: Tz,
    /// With ideascale-csv: the board that the ideas go to, by its name in addresses; made if there is none.
    #[arg(long, value_name = "SLUG", default_value = "ideascale")]
    pub board: String,
    /// With ideascale-csv: the name of the system they come from. The same name at a second import updates.
    #[arg(long, value_name = "NAME", default_value = "ideascale")]
    pub source: String,
}

/// Imports, undoes or lists. Ends with 0 when everything went in, with 2 when lines were refused and the rest went in.
pub async fn run(config: Config, args: Args) -> Result<ExitCode> {
    let clock = Clock::system();
    let db = super::open_or_make(&config, clock.now()).await?;
    if args.list {
        return list(&db).await;
    }
    if let Some(id) = args.undo {
        return undo(&db, id, clock.now()).await;
    }
    if let Some(sheet) = args.format.sheet() {
        return customers(&db, sheet, &args, clock.now()).await;
    }
    let (id, report) = import(&db, &config, &args, clock.now(), progress()).await?;
    print!("{report}");
    if args.dry_run {
        println!("Nothing was changed: this was a dry run.");
    } else {
        println!(
            "This was import {id}; `groundswell import --undo {id}` takes it back while nothing builds on it."
        );
    }
    Ok(if report.refused.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(2) })
}

/// Imports as the options say.
pub async fn import(
    db: &Database,
    config: &Config,
    args: &Args,
    now: Timestamp,
    progress: Box<dyn Progress>,
) -> Result<(ImportId, Report)> {
    let dates = Dates { zone: args.time_zone, now };
    let source = match args.format {
        Format::Ndjson => Source::ndjson(args.files.clone(), dates)?,
        Format::IdeaScaleCsv => {
            let options = IdeaScaleOptions { board: args.board.clone(), source: args.source.clone() };
            Source::ideascale(args.files.clone(), dates, &options)?
        }
        Format::AccountsCsv | Format::PeopleCsv => {
            return Err(Error::internal("accounts and their people are imported by `customers`"));
        }
    };
    let import = Import {
        source: Arc::new(source),
        format: args.format.to_string(),
        links: Arc::new(Links::new(&config.base()?)),
        now,
    };
    transfer::run(db, import, args.dry_run, progress).await
}

/// Accounts and their people are brought up to date, which nothing takes back but another file.
async fn customers(db: &Database, sheet: Sheet, args: &Args, now: Timestamp) -> Result<ExitCode> {
    let report = transfer::customers(db, sheet, &args.files, args.dry_run, now).await?;
    print!("{report}");
    if args.dry_run {
        println!("Nothing was changed: this was a dry run.");
    }
    Ok(if report.counts().refused == 0 { ExitCode::SUCCESS } else { ExitCode::from(2) })
}

async fn undo(db: &Database, id: ImportId, now: Timestamp) -> Result<ExitCode> {
    let removed = db.write(move |db| transfer::undo(db, id, now)).await?;
    for (kind, count) in removed {
        println!("{:<10} {count:>9} removed", kind.as_str());
    }
    println!("Import {id} is undone.");
    Ok(ExitCode::SUCCESS)
}

async fn list(db: &Database) -> Result<ExitCode> {
    type Row = (ImportId, String, String, String, Timestamp, Option<Timestamp>, Option<Timestamp>);
    let rows: Vec<Row> = db
        .read(|db: &mut Db| {
            Ok(imports::table
                .order(imports::id)
                .select((
                    imports::id,
                    imports::format,
                    imports::files,
                    imports::counts,
                    imports::started_at,
                    imports::finished_at,
                    imports::undone_at,
                ))
                .load(db)?)
        })
        .await?;
    for (id, format, files, counts, started, finished, undone) in rows {
        let counts: std::collections::BTreeMap<String, Counts> =
            serde_json::from_str(&counts).map_err(Error::internal)?;
        let made: u64 = counts.values().map(|counts| counts.created).sum();
        let refused: u64 = counts.values().map(|counts| counts.refused).sum();
        let state = match (finished, undone) {
            (_, Some(_)) => "undone",
            (Some(_), None) => "done",
            (None, None) => "cut short",
        };
        println!(
            "{id:>4}  {}  {format}  {made} new, {refused} refused  {state}  {files}",
            started.to_rfc3339()
        );
    }
    Ok(ExitCode::SUCCESS)
}

/// A bar on a terminal, nothing elsewhere.
fn progress() -> Box<dyn Progress> {
    if !std::io::stderr().is_terminal() {
        return Box::new(());
    }
    let style = ProgressStyle::with_template("{wide_bar} {pos}/{len} lines, {eta} left");
    let bar = ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    Box::new(Bar(bar))
}

struct Bar(ProgressBar);

impl Progress for Bar {
    fn total(&mut self, lines: u64) {
        self.0.set_length(lines);
    }

    fn advance(&mut self, lines: u64) {
        self.0.inc(lines);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
