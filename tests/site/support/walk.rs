//! A walk over everything that a database holds, whatever its tables and columns are called.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use groundswell::db::Db;
use groundswell::error::Result;

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    tab: String,
    #[diesel(sql_type = Text)]
    col: String,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

const SQLITE: &str = "SELECT m.name AS tab, c.name AS col FROM sqlite_master m JOIN pragma_table_info(m.name) c \
    WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY m.name, c.cid";
const POSTGRES: &str = "SELECT table_name::text AS tab, column_name::text AS col FROM information_schema.columns \
    WHERE table_schema = 'public' ORDER BY table_name, ordinal_position";

/// Every column with its table, but what diesel notes and the inner tables of the full text index.
pub fn columns(db: &mut Db) -> Result<Vec<(String, String)>> {
    let rows: Vec<Column> = match db {
        Db::Sqlite(c) => diesel::sql_query(SQLITE).load(c)?,
        Db::Postgres(c) => diesel::sql_query(POSTGRES).load(c)?,
    };
    let is_own = |tab: &str| !tab.starts_with("__diesel") && !tab.starts_with("search_text_");
    Ok(rows.into_iter().filter(|row| is_own(&row.tab)).map(|row| (row.tab, row.col)).collect())
}

/// The columns in which a text stands somewhere, in whatever case, as `table.column`.
pub fn columns_with(db: &mut Db, text: &str) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for (tab, col) in columns(db)? {
        // The index of SQLite keeps no texts, only where words stand; it is asked by searching.
        if tab == "search_text" && matches!(db, Db::Sqlite(_)) {
            continue;
        }
        let sql = format!(
            "SELECT COUNT(*) AS n FROM \"{tab}\" WHERE LOWER(CAST(\"{col}\" AS TEXT)) LIKE '%' || LOWER($1) || '%'"
        );
        let rows: Vec<Count> = diesel::sql_query(sql).bind::<Text, _>(text).load(db)?;
        if rows[0].n > 0 {
            found.push(format!("{tab}.{col}"));
        }
    }
    Ok(found)
}
