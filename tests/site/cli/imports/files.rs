//! Real data and files made from it: the small converters are the tests' own.

use std::fmt::Write as _;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use diesel::prelude::*;
use groundswell::cli::import::{self, Args, Format};
use groundswell::cli::{doctor, import as command};
use groundswell::db::Db;
use groundswell::db::schema::{events, mails};
use groundswell::ids::ImportId;
use groundswell::transfer::Report;
use serde_json::Value;

use crate::support::Site;

/// The folder of real data; without it these tests cannot say anything.
pub fn data(path: &str) -> PathBuf {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(path);
    assert!(
        file.exists(),
        "{} is not there: these tests import real data, which is kept beside the repository",
        file.display()
    );
    file
}

/// The text of a gzipped file.
pub fn gunzip(path: &str) -> String {
    let mut text = String::new();
    flate2::read::GzDecoder::new(std::fs::File::open(data(path)).unwrap()).read_to_string(&mut text).unwrap();
    text
}

/// The objects of a gzipped file with one a line.
pub fn objects(path: &str) -> Vec<Value> {
    gunzip(path).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// A file of lines, kept until the test ends.
pub struct Lines {
    folder: tempfile::TempDir,
    text: String,
}

impl Lines {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), text: String::new() }
    }

    pub fn push(&mut self, line: &Value) {
        writeln!(self.text, "{line}").unwrap();
    }

    pub fn raw(&mut self, line: &str) {
        writeln!(self.text, "{line}").unwrap();
    }

    pub fn write(&self) -> PathBuf {
        let path = self.folder.path().join("lines.ndjson");
        std::fs::write(&path, &self.text).unwrap();
        path
    }
}

pub fn args(files: Vec<PathBuf>) -> Args {
    Args {
        format: Format::Ndjson,
        files,
        dry_run: false,
        undo: None,
        list: false,
        time_zone: chrono_tz::UTC,
        board: "ideascale".into(),
        source: "ideascale".into(),
    }
}

/// Imports as the command does.
pub async fn import_with(site: &Site, args: &Args) -> (ImportId, Report) {
    let state = &site.state;
    command::import(&state.db, &state.config, args, site.now(), Box::new(())).await.unwrap()
}

/// Imports a file of the neutral format.
pub async fn import(site: &Site, file: PathBuf) -> (ImportId, Report) {
    import_with(site, &args(vec![file])).await
}

/// What must hold after every import: everything counts as its rows, and nobody hears of it.
pub async fn assert_quiet_and_sound(site: &Site) {
    let waiting: (i64, i64) = site
        .read(|db: &mut Db| {
            let events = events::table.filter(events::handled_at.is_null()).count().get_result(db)?;
            Ok((events, mails::table.count().get_result(db)?))
        })
        .await;
    assert_eq!(waiting, (0, 0), "an import tells nobody");
    let found = doctor::examine(&site.state.db).await.unwrap();
    assert!(
        found.is_empty(),
        "{}",
        found.iter().take(5).map(ToString::to_string).collect::<Vec<_>>().join("\n")
    );
}

/// Panics with the first refusals, if there are any.
pub fn assert_all_in(report: &Report) {
    let refused: Vec<String> = report.refused.iter().take(5).map(|found| report.line(found)).collect();
    assert!(refused.is_empty(), "{} refused: {refused:#?}", report.refused.len());
}

#[allow(unused_imports, reason = "so that files name the command and its helper alike")]
pub use import::Args as ImportArgs;
