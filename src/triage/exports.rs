//! Who took what off the desk as a file: recorded before the first row goes, and how many rows it were once the last has.

use diesel::prelude::*;

use crate::db::Db;
use crate::db::schema::desk_exports;
use crate::error::Result;
use crate::ids::{DeskExportId, PersonId};
use crate::text_enum;
use crate::time::Timestamp;

/// How many exports the page shows.
const SHOWN: i64 = 100;

text_enum! {
    /// What a file is written in.
    pub enum ExportFormat {
        /// Values with commas between them.
        Csv = "csv",
        /// A workbook.
        Xlsx = "xlsx",
    }
}

/// An export.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = desk_exports)]
pub struct DeskExport {
    /// Its id.
    pub id: DeskExportId,
    /// Who asked for it.
    pub person_id: PersonId,
    /// What it was written in.
    pub format: ExportFormat,
    /// The filters, order and lens, as in the address of the list.
    pub query: String,
    /// How many ideas; none while it goes on, or when it broke off.
    pub row_count: Option<i64>,
    /// When it was asked for.
    pub created_at: Timestamp,
}

/// Records that somebody asks for a file.
pub fn begin(
    db: &mut Db,
    person: PersonId,
    format: ExportFormat,
    query: &str,
    now: Timestamp,
) -> Result<DeskExportId> {
    let values = (
        desk_exports::person_id.eq(person),
        desk_exports::format.eq(format),
        desk_exports::query.eq(query),
        desk_exports::created_at.eq(now),
    );
    let insert = diesel::insert_into(desk_exports::table).values(values);
    Ok(insert.returning(desk_exports::id).get_result(db)?)
}

/// Records how many ideas went.
pub fn end(db: &mut Db, export: DeskExportId, rows: i64) -> Result<()> {
    let row = desk_exports::table.find(export);
    diesel::update(row).set(desk_exports::row_count.eq(Some(rows))).execute(db)?;
    Ok(())
}

/// The latest hundred, newest first.
pub fn list(db: &mut Db) -> Result<Vec<DeskExport>> {
    let rows = desk_exports::table.order(desk_exports::id.desc()).limit(SHOWN);
    Ok(rows.select(DeskExport::as_select()).load(db)?)
}
