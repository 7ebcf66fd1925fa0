//! The desk's list as a file: what the filters, the order and the columns show, every page of it as of one moment, a few
//! hundred ideas in memory at a time. A value that a spreadsheet would take for a formula is a text there.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom, Write};
use std::sync::Arc;

use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use actix_web::web::{Bytes, block};
use actix_web::{HttpResponse, HttpResponseBuilder};
use askama::Template;
use futures_util::stream::{self, Stream};
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use super::columns::{self, Held};
use super::fields::{Fields, QueryFields};
use super::listing::{self, Listing, Reader, Row};
use super::review::query_of;
use crate::db::Db;
use crate::error::{Error, Result as Outcome};
use crate::http::guard::Manager;
use crate::ids::{DeskExportId, PersonId};
use crate::links::Links;
use crate::people::Person;
use crate::triage::exports::{self, DeskExport, ExportFormat};
use crate::triage::lenses::store;
use crate::web::errors::Result;
use crate::web::page::{Html, Layout};

/// Ideas that are in memory at once.
const BATCH: usize = 500;
/// Bytes of a file that are in memory at once when it is sent.
const PIECE: usize = 65_536;
/// Rows that a sheet has room for, less the head.
const ROWS_MAX: u32 = 1_048_575;

/// Everything that a file is made of.
struct Source {
    listing: Listing,
    reader: Reader,
    links: Arc<Links>,
}

impl Source {
    /// The names of the columns: those of the idea itself, those that were chosen, and what stands beside these on the
    /// screen.
    fn head(&self) -> Vec<String> {
        let fixed = [
            "column-number",
            "desk-col-idea",
            "desk-status",
            "desk-board",
            "desk-routes",
            "column-address",
            "column-asking",
            "column-asking-value",
            "column-asking-names",
        ];
        let (words, by_lens) = (&self.reader.words, self.listing.by_lens.is_some());
        let chosen = self.listing.columns.iter().map(|column| words.get(columns::word(*column)));
        let beside =
            self.listing.columns.iter().flat_map(|column| columns::heads_beside(words, *column, by_lens));
        let tied = std::iter::once(words.get("column-tied"));
        fixed.iter().map(|key| words.get(key)).chain(chosen).chain(beside).chain(tied).collect()
    }

    /// The last line, where the list is not all there is.
    fn last(&self) -> Option<Vec<Held>> {
        let cut = self.listing.cut(&self.reader.words);
        let blank = self.head().into_iter().skip(1).map(|_| Held::Text(String::new()));
        (!cut.is_empty()).then(|| std::iter::once(Held::Text(cut)).chain(blank).collect())
    }

    fn cells(&self, row: Row) -> Vec<Held> {
        let words = &self.reader.words;
        let teams: Vec<String> =
            row.teams.iter().map(|(team, state)| format!("{team}: {}", words.get(state))).collect();
        let address = self.links.absolute(&self.links.desk_idea(row.id));
        let own = [row.id.to_string(), row.title, row.status, row.place, teams.join(", "), address];
        let names: Vec<String> = row.asking.into_iter().map(|(_, name)| name).collect();
        let asking = [columns::number(row.accounts), Held::Text(row.value), Held::Text(names.join(", "))];
        let tied = Held::Text(if row.is_tied { words.get("desk-tied") } else { String::new() });
        let told = row.cells.into_iter().map(|cell| cell.held).chain(row.beside);
        own.into_iter().map(Held::Text).chain(asking).chain(told).chain(std::iter::once(tied)).collect()
    }

    /// The next rows behind a cursor, and where the rest begins.
    fn next(&self, db: &mut Db, after: Option<&str>) -> Outcome<(Vec<Vec<Held>>, Option<String>)> {
        let batch = listing::batch(db, &self.listing, after, BATCH, self.reader.now)?;
        let rows = listing::rows(&self.reader, &self.listing, &batch);
        Ok((rows.into_iter().map(|row| self.cells(row)).collect(), batch.page.next))
    }
}

/// Whether a spreadsheet would take a text for something to carry out.
fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// A text as a cell of a CSV file: the quote makes it a text.
pub(in crate::web) fn defused(text: String) -> String {
    if is_formula(&text) { format!("'{text}") } else { text }
}

fn csv_line<W: Write>(cells: Vec<Held>, out: &mut csv::Writer<W>) -> Outcome<()> {
    let texts = cells.into_iter().map(|cell| match cell {
        Held::Number(number) => number.to_string(),
        Held::Text(text) => defused(text),
    });
    out.write_record(texts).map_err(Error::internal)
}

async fn source(who: &Manager, fields: &Fields) -> Outcome<(Arc<Source>, String)> {
    let first = fields.get("list") == "first-time";
    let query = if first { "list=first-time".to_owned() } else { query_of(fields) };
    let (reader, links, fields) = (Reader::new(who), Arc::clone(&who.state.links), fields.clone());
    let find = move |db: &mut Db| {
        let listing = Listing::find(db, &fields, first, &reader)?;
        Ok(Arc::new(Source { listing, reader, links }))
    };
    Ok((who.state.db.read(find).await?, query))
}

async fn begin(who: &Manager, format: ExportFormat, query: String) -> Outcome<DeskExportId> {
    let (person, now) = (who.person.id, who.now);
    who.state.db.write(move |db| exports::begin(db, person, format, &query, now)).await
}

fn file(who: &Manager, content_type: &'static str, ending: &str) -> HttpResponseBuilder {
    let day = who.now.to_chrono().with_timezone(&who.words.zone).format("%Y-%m-%d");
    let mut response = HttpResponse::Ok();
    response
        .content_type(content_type)
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"ideas-{day}.{ending}\"")))
        .insert_header((CACHE_CONTROL, "private, no-store"));
    response
}

/// The list as values with commas between them.
pub async fn csv(who: Manager, query: QueryFields) -> Result {
    taken(&who, &query.0, ExportFormat::Csv, "text/csv; charset=utf-8", "csv", lines).await
}

/// The list as a workbook.
pub async fn xlsx(who: Manager, query: QueryFields) -> Result {
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    taken(&who, &query.0, ExportFormat::Xlsx, kind, "xlsx", workbook).await
}

/// Writes the list as of one moment to disk and sends it from there: whoever reads slowly keeps no connection.
async fn taken(
    who: &Manager,
    fields: &Fields,
    format: ExportFormat,
    kind: &'static str,
    ending: &str,
    write: fn(&mut Db, &Source) -> Outcome<(File, i64)>,
) -> Result {
    let (source, query) = source(who, fields).await?;
    let export = begin(who, format, query).await?;
    let (written, rows) = who.state.db.snapshot(move |db| write(db, &source)).await?;
    who.state.db.write(move |db| exports::end(db, export, rows)).await?;
    Ok(file(who, kind, ending).streaming(pieces(written)))
}

/// From its beginning again, for whoever reads it.
pub(in crate::web) fn rewound(mut file: File) -> Outcome<File> {
    file.seek(SeekFrom::Start(0)).map_err(Error::internal)?;
    Ok(file)
}

/// The lines on disk, in a file that is gone when it is closed.
fn lines(db: &mut Db, source: &Source) -> Outcome<(File, i64)> {
    let mut file = tempfile::tempfile().map_err(Error::internal)?;
    // The mark tells spreadsheets that the text is UTF-8.
    file.write_all("\u{feff}".as_bytes()).map_err(Error::internal)?;
    let mut out = csv::Writer::from_writer(file);
    csv_line(source.head().into_iter().map(Held::Text).collect(), &mut out)?;
    let (mut count, mut after) = (0_i64, None);
    loop {
        let (rows, next) = source.next(db, after.as_deref())?;
        count = count.saturating_add(i64::try_from(rows.len()).unwrap_or(i64::MAX));
        rows.into_iter().try_for_each(|cells| csv_line(cells, &mut out))?;
        match next {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    source.last().into_iter().try_for_each(|cells| csv_line(cells, &mut out))?;
    let file = out.into_inner().map_err(Error::internal)?;
    Ok((rewound(file)?, count))
}

/// A workbook on disk, in a file that is gone when it is closed: what is in memory does not grow with the rows.
fn workbook(db: &mut Db, source: &Source) -> Outcome<(File, i64)> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet_with_constant_memory().map_err(Error::internal)?;
    let (bold, text) = (Format::new().set_bold(), Format::new().set_quote_prefix());
    let written =
        |done: std::result::Result<&mut Worksheet, XlsxError>| done.map(drop).map_err(Error::internal);
    written(sheet.set_column_width(1, 48))?;
    written(sheet.set_freeze_panes(1, 2))?;
    for (column, name) in (0_u16..).zip(source.head()) {
        written(sheet.write_string_with_format(0, column, name, &bold))?;
    }
    let (mut line, mut after) = (0_u32, None);
    loop {
        let (rows, next) = source.next(db, after.as_deref())?;
        for cells in rows {
            if line == ROWS_MAX {
                return Err(Error::Conflict("error-export-rows"));
            }
            line += 1;
            for (column, cell) in (0_u16..).zip(cells) {
                written(match cell {
                    Held::Number(number) => sheet.write_number(line, column, number),
                    Held::Text(own) if own.is_empty() => continue,
                    Held::Text(own) if is_formula(&own) => {
                        sheet.write_string_with_format(line, column, own, &text)
                    }
                    Held::Text(own) => sheet.write_string(line, column, own),
                })?;
            }
        }
        match next {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    if let Some(Held::Text(cut)) = source.last().and_then(|cells| cells.into_iter().next()) {
        written(sheet.write_string(line.saturating_add(1), 0, cut))?;
    }
    let mut file = tempfile::tempfile().map_err(Error::internal)?;
    book.save_to_writer(&mut file).map_err(Error::internal)?;
    Ok((rewound(file)?, i64::from(line)))
}

/// A file, a piece at a time, read off the async threads.
pub(in crate::web) fn pieces(file: File) -> impl Stream<Item = std::result::Result<Bytes, Error>> {
    stream::try_unfold(file, |mut file| async move {
        let read = move || {
            let mut piece = Vec::with_capacity(PIECE);
            let most = u64::try_from(PIECE).unwrap_or(u64::MAX);
            let count = (&mut file).take(most).read_to_end(&mut piece)?;
            Ok::<_, std::io::Error>((piece, count, file))
        };
        let (piece, count, file) = block(read).await.map_err(Error::internal)?.map_err(Error::internal)?;
        Ok((count > 0).then(|| (Bytes::from(piece), file)))
    })
}

/// Who took what, the latest first.
#[derive(Template)]
#[template(path = "desk/exports.html")]
pub struct ExportsPage {
    layout: Layout,
    /// Each with whose it is, and whether the reader may look through the lens that it was taken with.
    rows: Vec<(DeskExport, String, bool)>,
}

/// Shows who took what.
pub async fn list(who: Manager) -> Result<Html<ExportsPage>> {
    let reader = who.person.id;
    let load = move |db: &mut Db| {
        let rows = exports::list(db)?;
        let ids: Vec<PersonId> = rows.iter().map(|row| row.person_id).collect();
        Ok((rows, crate::people::queries::by_ids(db, &ids)?, store::list(db, reader)?))
    };
    let (rows, people, lenses) = who.state.db.read(load).await?;
    let name = |id: PersonId| {
        let known = people.iter().find(|person| person.id == id);
        known.map_or_else(|| who.words.get("person-former"), |person: &Person| person.label(&who.words))
    };
    let is_open = |query: &str| {
        let lens = url::form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "lens");
        lens.is_none_or(|(_, id)| lenses.iter().any(|own| own.id.to_string() == id))
    };
    let rows = rows.into_iter().map(|row| (row.clone(), name(row.person_id), is_open(&row.query))).collect();
    Ok(Html(ExportsPage { layout: Layout::new(&who), rows }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_carry_out_is_a_text() {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"] {
            assert_eq!(defused(text.into()), format!("'{text}"));
        }
        for text in ["", "1=1", "Überall", " =1"] {
            assert_eq!(defused(text.into()), text);
        }
    }

    #[test]
    fn numbers_are_numbers_and_texts_with_commas_stay_one() {
        let mut out = csv::Writer::from_writer(Vec::new());
        csv_line(vec![Held::Number(-2.5), Held::Text("a, \"b\"".into())], &mut out).unwrap();
        assert_eq!(String::from_utf8(out.into_inner().unwrap()).unwrap(), "-2.5,\"a, \"\"b\"\"\"\n");
    }
}
