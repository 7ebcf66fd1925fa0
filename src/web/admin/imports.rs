//! Imports that ran: from what, how many rows, whether they were undone. They are run on the command line.

use askama::Template;
use serde_json::Value;

use crate::http::guard::Admin;
use crate::text::words::Words;
use crate::time::Timestamp;
use crate::transfer::runs::{self, Run};
use crate::web::errors::Result;
use crate::web::page::{Html, Layout};

/// How many are listed, the latest first.
const SIZE: i64 = 100;

#[derive(Template)]
#[template(path = "admin/imports.html")]
struct ImportsPage {
    layout: Layout,
    runs: Vec<RunLine>,
}

struct RunLine {
    id: String,
    format: String,
    source: String,
    files: String,
    counts: String,
    refused: Option<String>,
    started: Timestamp,
    state: String,
    pill: &'static str,
}

impl RunLine {
    fn new(words: &Words, run: Run) -> Self {
        let (key, pill) = match (run.undone_at, run.finished_at) {
            (Some(_), _) => ("import-undone", "closed"),
            (None, Some(_)) => ("import-done", "done"),
            (None, None) => ("import-unfinished", "alert"),
        };
        Self {
            id: run.id.to_string(),
            counts: counts(words, &run.counts, &["created", "updated"]),
            refused: Some(counts(words, &run.counts, &["refused"]))
                .filter(|list| !list.is_empty())
                .map(|list| words.one("imports-refused", "list", list)),
            files: files(&run.files),
            format: run.format,
            source: run.source,
            started: run.started_at,
            state: words.get(key),
            pill,
        }
    }
}

/// How many lines came to one of these ends, by kind: "1,158 ideas, 2,421 comments".
fn counts(words: &Words, stored: &str, ends: &[&str]) -> String {
    let Ok(Value::Object(counts)) = serde_json::from_str(stored) else { return String::new() };
    let number = |counts: &Value, end: &str| counts.get(end).and_then(Value::as_i64).unwrap_or_default();
    let line = |(kind, counts): (&String, &Value)| {
        let count: i64 = ends.iter().map(|end| number(counts, end)).sum();
        (count > 0).then(|| words.count(&format!("import-count-{kind}"), count))
    };
    counts.iter().filter_map(line).collect::<Vec<_>>().join(", ")
}

/// The names of the files, which are stored as a list in JSON or one a line.
fn files(stored: &str) -> String {
    match serde_json::from_str::<Vec<String>>(stored) {
        Ok(names) => names.join(", "),
        Err(_) => stored.lines().collect::<Vec<_>>().join(", "),
    }
}

/// The latest imports.
pub async fn list(who: Admin) -> Result<Html<impl Template>> {
    let found = who.state.db.read(|db| runs::list(db, SIZE)).await?;
    let layout = Layout::new(&who.visitor);
    let runs = found.into_iter().map(|run| RunLine::new(&layout.words, run)).collect();
    Ok(Html(ImportsPage { layout, runs }))
}
