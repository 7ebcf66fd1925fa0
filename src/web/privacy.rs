//! What is stored, what for and for how long: the page about privacy, made from the table that every column is in.

use std::collections::BTreeSet;

use actix_web::http::StatusCode;
use askama::Template;

use super::errors::Result;
use super::page::{Html, Layout};
use crate::audit;
use crate::http::guard::Visitor;
use crate::privacy::tables::{self, Datum, Kind, Purpose, Retention, Table};
use crate::text::words::Words;

#[derive(Template)]
#[template(path = "privacy.html")]
struct PrivacyPage {
    layout: Layout,
    purposes: Vec<Section>,
}

/// One purpose.
struct Section {
    purpose: Purpose,
    /// What is stored about people for it, each with how long.
    rows: Vec<(String, String)>,
    /// Every column by its name, with its table and how long it stays.
    tables: Vec<(&'static str, String, String)>,
}

/// How many days rows stay of which the site says itself for how long.
#[derive(Clone, Copy)]
struct Terms {
    sessions: i64,
    audit: i64,
}

impl Terms {
    fn kept(self, table: &Table) -> Retention {
        match table.name {
            "sessions" => Retention::Days(self.sessions),
            "audit_log" | "seen_as" => Retention::Days(self.audit),
            _ => table.kept,
        }
    }
}

/// Shows it.
pub async fn page(visitor: Visitor) -> Result {
    let words = visitor.words;
    let config = &visitor.state.config;
    // Those of staff are told in hours.
    let idle = config.session_idle_days.max(config.staff_session_idle_hours.div_ceil(24));
    let audit = i64::from(visitor.state.db.read(audit::days).await?);
    let terms = Terms { sessions: i64::from(idle), audit };
    let purposes = Purpose::ALL.into_iter().map(|purpose| section(purpose, terms, &words)).collect();
    Ok(Html(PrivacyPage { layout: Layout::new(&visitor), purposes }).with_status(StatusCode::OK))
}

fn section(purpose: Purpose, terms: Terms, words: &Words) -> Section {
    let own: Vec<&Table> = tables::all().filter(|table| table.purpose == purpose).collect();
    let mut stored: BTreeSet<(Datum, Retention)> = BTreeSet::new();
    for table in &own {
        for (kind, _) in table.columns() {
            if let Kind::About(datum) = kind {
                stored.insert((datum, terms.kept(table)));
            }
        }
    }
    let rows =
        stored.into_iter().map(|(datum, kept)| (words.get(datum.word()), stays(kept, words))).collect();
    let line = |table: &&Table| {
        let columns: Vec<&str> = table.columns().map(|(_, name)| name).collect();
        (table.name, columns.join(", "), stays(terms.kept(table), words))
    };
    Section { purpose, rows, tables: own.iter().map(line).collect() }
}

/// How long, in words.
fn stays(kept: Retention, words: &Words) -> String {
    match kept {
        Retention::Days(days) => words.count("privacy-kept-days", days),
        Retention::Account => words.get("privacy-kept-account"),
        Retention::Post => words.get("privacy-kept-post"),
        Retention::Site => words.get("privacy-kept-site"),
    }
}
