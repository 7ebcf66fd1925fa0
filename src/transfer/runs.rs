//! Imports that ran, for the administration.

use diesel::prelude::*;

use crate::db::Db;
use crate::db::schema::imports;
use crate::error::Result;
use crate::ids::ImportId;
use crate::time::Timestamp;

/// One run of an import.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = imports)]
pub struct Run {
    /// Its id, by which it can be undone.
    pub id: ImportId,
    /// The format of its files.
    pub format: String,
    /// Where the rows came from.
    pub source: String,
    /// The names of its files.
    pub files: String,
    /// How many rows of each kind went in, as JSON.
    pub counts: String,
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended; never, if it was cut off.
    pub finished_at: Option<Timestamp>,
    /// When it was undone.
    pub undone_at: Option<Timestamp>,
}

/// The latest runs, newest first.
pub fn list(db: &mut Db, limit: i64) -> Result<Vec<Run>> {
    Ok(imports::table.order(imports::id.desc()).limit(limit).select(Run::as_select()).load(db)?)
}
