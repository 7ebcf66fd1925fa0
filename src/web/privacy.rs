//! What is stored, what for and for how long: the page about privacy, made from the table that every column is in.

use std::collections::BTreeSet;

use askama::Template;

use super::page::{Html, Layout};
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

/// Shows it.
pub async fn page(visitor: Visitor) -> impl actix_web::Responder {
    let words = visitor.words;
    let purposes = Purpose::ALL.into_iter().map(|purpose| section(purpose, &words)).collect();
    Html(PrivacyPage { layout: Layout::new(&visitor), purposes })
}

fn section(purpose: Purpose, words: &Words) -> Section {
    let own: Vec<&Table> = tables::all().filter(|table| table.purpose == purpose).collect();
    let mut stored: BTreeSet<(Datum, Retention)> = BTreeSet::new();
    for table in &own {
        for (kind, _) in table.columns() {
            if let Kind::About(datum) = kind {
                stored.insert((datum, table.kept));
            }
        }
    }
    let rows =
        stored.into_iter().map(|(datum, kept)| (words.get(datum.word()), stays(kept, words))).collect();
    let line = |table: &&Table| {
        let columns: Vec<&str> = table.columns().map(|(_, name)| name).collect();
        (table.name, columns.join(", "), stays(table.kept, words))
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
