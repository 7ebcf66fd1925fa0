//! Copies of an SQLite database, consistent while it is written to.

use std::path::Path;

use diesel::prelude::*;
use diesel::sql_types::Text;

use super::Db;
use crate::error::{Error, Result};

/// Writes a copy of an SQLite database, as of one moment, to a file that is not there yet.
///
/// # Errors
/// When the file is there, or the database is not SQLite.
pub fn copy(db: &mut Db, to: &Path) -> Result<()> {
    let Db::Sqlite(conn) = db else {
        return Err(Error::internal("this database is not SQLite"));
    };
    if to.exists() {
        return Err(Error::internal(format!("{} is there already", to.display())));
    }
    let path = to.to_str().ok_or_else(|| Error::internal("the file's name is no UTF-8"))?;
    diesel::sql_query("VACUUM INTO ?").bind::<Text, _>(path).execute(conn)?;
    Ok(())
}

/// Whether an SQLite database is whole: its pages, and the rows that its foreign keys lead to.
///
/// # Errors
/// What is broken, in SQLite's words.
pub fn check(db: &mut Db) -> Result<()> {
    #[derive(QueryableByName)]
    struct Verdict {
        #[diesel(sql_type = Text)]
        verdict: String,
    }
    let Db::Sqlite(conn) = db else { return Ok(()) };
    let pages: Vec<Verdict> =
        diesel::sql_query("SELECT quick_check AS verdict FROM pragma_quick_check").load(conn)?;
    let keys: Vec<Verdict> = diesel::sql_query(
        "SELECT \"table\" || ' row ' || coalesce(rowid, '?') || ' leads to no row of ' || parent AS verdict \
         FROM pragma_foreign_key_check LIMIT 100",
    )
    .load(conn)?;
    let broken: Vec<String> =
        pages.into_iter().chain(keys).map(|row| row.verdict).filter(|verdict| verdict != "ok").collect();
    if broken.is_empty() { Ok(()) } else { Err(Error::internal(broken.join("; "))) }
}
