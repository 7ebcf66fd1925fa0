//! The files of an archive: of every table with rows of somebody one as JSON and one to read, and a page that lists them. Rows
//! go straight from the database to the disk, so that nothing grows with what somebody has written.

use std::fs::File;
use std::io::{Seek as _, SeekFrom, Write};

use diesel::connection::DefaultLoadingMode;
use diesel::pg::PgRowByRowLoadingMode;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use serde_json::{Map, Value};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::tables::{self, Datum, Kind, Owner, Table};
use crate::db::Db;
use crate::error::{Error, Result};
use crate::people::Person;
use crate::settings::Settings;
use crate::text::words::Words;
use crate::time::Timestamp;

const STYLE: &str = "body{max-width:60em;margin:2em auto;padding:0 1em;font:16px/1.5 system-ui,sans-serif}\
    dl{display:grid;grid-template-columns:minmax(8em,16em) 1fr;gap:.25em 1em;padding:1em 0;margin:0;border-top:1px solid #8888}\
    dt{opacity:.75}dd{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}";

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    line: String,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// A table as somebody's archive has it.
struct Part {
    table: &'static Table,
    columns: Vec<(&'static str, Kind)>,
    count: i64,
}

impl Part {
    /// What of a table goes into archives: what tells about people, and what rows are known by; never a secret, nor the hashes
    /// beside votes, which would tell whose votes come from one place.
    fn of(table: &'static Table) -> Self {
        let is_known_by = |name: &str| name == "id" || name.ends_with("_id");
        let taken = |(kind, name): &(Kind, &'static str)| match kind {
            Kind::About(Datum::Signal) | Kind::Secret => false,
            Kind::About(_) => true,
            Kind::Technical => is_known_by(name),
        };
        let columns = table.columns().filter(taken).map(|(kind, name)| (name, kind)).collect();
        Self { table, columns, count: 0 }
    }

    /// The condition for rows of somebody: their number is `$1`, their address `$2`.
    fn condition(&self) -> String {
        let own = |owner: &Owner| match owner {
            Owner::Person(column) => format!("t.{column} = $1"),
            Owner::Address(column) => format!("t.{column} = $2"),
        };
        let own: Vec<String> = self.table.of.iter().map(own).collect();
        // Both values are always given, and SQLite counts them as they come.
        format!("$1 > 0 AND $2 <> ' ' AND ({})", own.join(" OR "))
    }

    fn sql(&self, db: &Db) -> String {
        let make = if matches!(db, Db::Postgres(_)) { "json_build_object" } else { "json_object" };
        let pairs: Vec<String> = self.columns.iter().map(|(name, _)| format!("'{name}', t.{name}")).collect();
        let order = if self.columns.iter().any(|(name, _)| *name == "id") { " ORDER BY t.id" } else { "" };
        let (pairs, condition) = (pairs.join(", "), self.condition());
        format!(
            "SELECT CAST({make}({pairs}) AS TEXT) AS line FROM {} t WHERE {condition}{order}",
            self.table.name
        )
    }

    fn count(&mut self, db: &mut Db, person: &Person) -> Result<()> {
        let sql = format!("SELECT COUNT(*) AS count FROM {} t WHERE {}", self.table.name, self.condition());
        let found: Vec<Count> = diesel::sql_query(sql)
            .bind::<BigInt, _>(person.id.raw())
            .bind::<Text, _>(person.email.as_deref().unwrap_or(""))
            .load(db)?;
        self.count = found.first().map_or(0, |found| found.count);
        Ok(())
    }

    /// Hands over every row, one at a time.
    fn each(
        &self,
        db: &mut Db,
        person: &Person,
        mut take: impl FnMut(&Map<String, Value>) -> Result<()>,
    ) -> Result<()> {
        let (sql, id) = (self.sql(db), person.id.raw());
        let email = person.email.clone().unwrap_or_default();
        let mut hand = |row: Row| {
            let value: Value = serde_json::from_str(&row.line).map_err(Error::internal)?;
            let row = value.as_object().map(readable).unwrap_or_default();
            take(&row)
        };
        match db {
            Db::Postgres(c) => {
                let query = diesel::sql_query(sql).bind::<BigInt, _>(id).bind::<Text, _>(email);
                for row in query.load_iter::<Row, PgRowByRowLoadingMode>(c)? {
                    hand(row?)?;
                }
            }
            Db::Sqlite(c) => {
                let query = diesel::sql_query(sql).bind::<BigInt, _>(id).bind::<Text, _>(email);
                for row in query.load_iter::<Row, DefaultLoadingMode>(c)? {
                    hand(row?)?;
                }
            }
        }
        Ok(())
    }
}

/// Moments as RFC 3339, and yes or no as such on both databases.
fn readable(row: &Map<String, Value>) -> Map<String, Value> {
    let value = |name: &str, value: &Value| match value.as_i64() {
        Some(micros) if name.ends_with("_at") => Value::from(Timestamp::from_micros(micros).to_rfc3339()),
        Some(flag) if is_flag(name) => Value::Bool(flag != 0),
        _ => value.clone(),
    };
    row.iter().map(|(name, own)| (name.clone(), value(name, own))).collect()
}

fn is_flag(name: &str) -> bool {
    name.starts_with("is_") || name.starts_with("follows_") || name.ends_with("_go") || name == "keys_off"
}

/// Writes the archive of somebody, in the language that they read, to a file that is gone when it is closed.
pub(super) fn write(db: &mut Db, person: &Person, settings: &Settings, now: Timestamp) -> Result<File> {
    let words =
        Words::new(person.language.unwrap_or(settings.site.language), person.zone(settings.site.zone()));
    let mut zip = ZipWriter::new(tempfile::tempfile().map_err(Error::internal)?);
    let mut parts = Vec::new();
    for table in tables::all().filter(|table| !table.of.is_empty()) {
        let mut part = Part::of(table);
        part.count(db, person)?;
        if part.count == 0 {
            continue;
        }
        begin(&mut zip, &format!("{}.json", table.name))?;
        write_json(db, &part, person, &mut zip)?;
        begin(&mut zip, &format!("{}.html", table.name))?;
        write_page(db, &part, person, &mut zip, (&words, settings))?;
        parts.push(part);
    }
    begin(&mut zip, "index.html")?;
    write_index(&parts, &mut zip, &words, settings, now)?;
    let mut file = zip.finish().map_err(Error::internal)?;
    file.seek(SeekFrom::Start(0)).map_err(Error::internal)?;
    Ok(file)
}

fn begin(zip: &mut ZipWriter<File>, name: &str) -> Result<()> {
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    zip.start_file(name, options).map_err(Error::internal)
}

fn put(out: &mut impl Write, text: &str) -> Result<()> {
    out.write_all(text.as_bytes()).map_err(Error::internal)
}

fn write_json(db: &mut Db, part: &Part, person: &Person, out: &mut impl Write) -> Result<()> {
    put(out, "[")?;
    let mut is_first = true;
    part.each(db, person, |row| {
        put(out, if is_first { "\n" } else { ",\n" })?;
        is_first = false;
        put(out, &serde_json::to_string(row).map_err(Error::internal)?)
    })?;
    put(out, "\n]\n")
}

fn write_page(
    db: &mut Db,
    part: &Part,
    person: &Person,
    out: &mut impl Write,
    (words, settings): (&Words, &Settings),
) -> Result<()> {
    let title = format!("{}: {}", words.get(part.table.purpose.title()), spoken(part.table.name));
    put(out, &head(words, &title))?;
    let back = escape(&words.get("archive-back"));
    put(out, &format!("<p><a href=\"index.html\">{back}</a></p>\n"))?;
    let names: Vec<(&str, String)> =
        part.columns.iter().map(|(name, kind)| (*name, named(name, *kind, words))).collect();
    part.each(db, person, |row| {
        put(out, "<dl>\n")?;
        for (name, shown) in &names {
            let Some(value) = row.get(*name).filter(|value| !value.is_null()) else { continue };
            put(out, &format!("<dt>{shown}</dt><dd>{}</dd>\n", cell(name, value, settings)))?;
        }
        put(out, "</dl>\n")
    })?;
    put(out, "</body></html>\n")
}

/// What a column is called: what it tells, and its name in the JSON beside.
fn named(name: &str, kind: Kind, words: &Words) -> String {
    match kind {
        Kind::About(datum) => {
            format!("{} <small>({})</small>", escape(&words.get(datum.word())), escape(&spoken(name)))
        }
        Kind::Technical | Kind::Secret => escape(&spoken(name)),
    }
}

fn cell(name: &str, value: &Value, settings: &Settings) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    if name == "idea_id" {
        let links = &settings.links;
        let place = links.absolute(&links.to(&format!("/ideas/{text}")));
        return format!("<a href=\"{}\">{}</a>", escape(&place), escape(&text));
    }
    escape(&text)
}

fn write_index(
    parts: &[Part],
    out: &mut impl Write,
    words: &Words,
    settings: &Settings,
    now: Timestamp,
) -> Result<()> {
    put(out, &head(words, &words.one("archive-title", "site", settings.site.name.clone())))?;
    let made = words.one("archive-made", "date", words.date_time(now));
    put(out, &format!("<p>{}</p>\n<ul>\n", escape(&made)))?;
    for part in parts {
        let (name, title) = (part.table.name, words.get(part.table.purpose.title()));
        let shown = escape(&format!("{title}: {}", spoken(name)));
        let count = escape(&words.number(part.count));
        let line = format!(
            "<li><a href=\"{name}.html\">{shown}</a> ({count}) · <a href=\"{name}.json\">JSON</a></li>\n"
        );
        put(out, &line)?;
    }
    put(out, "</ul>\n</body></html>\n")
}

fn head(words: &Words, title: &str) -> String {
    let (language, title) = (words.language, escape(title));
    format!(
        "<!doctype html>\n<html lang=\"{language}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\">\
         <title>{title}</title><style>{STYLE}</style></head><body>\n<h1>{title}</h1>\n"
    )
}

fn spoken(name: &str) -> String {
    name.replace('_', " ")
}

fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}
