//! Rows with every column that their table has by now, for tests of what must not change.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use groundswell::db::Db;
use groundswell::error::Result;

/// A row as JSON, with a number that it is known by.
#[derive(QueryableByName)]
pub struct Whole {
    #[diesel(sql_type = BigInt)]
    pub number: i64,
    #[diesel(sql_type = Text)]
    pub whole: String,
}

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    name: String,
}

/// The rows of a table `t` for which `of` holds, known by `key`, without some columns.
pub fn whole_rows(db: &mut Db, table: &str, key: &str, of: &str, without: &[&str]) -> Result<Vec<Whole>> {
    let json = if matches!(db, Db::Postgres(_)) {
        let dropped: String = without.iter().map(|name| format!(" - '{name}'")).collect();
        format!("CAST((to_jsonb(t){dropped}) AS TEXT)")
    } else {
        let columns: Vec<Column> =
            diesel::sql_query(format!("SELECT name FROM pragma_table_info('{table}')")).load(db)?;
        let kept = columns.iter().filter(|column| !without.contains(&column.name.as_str()));
        let pairs: Vec<String> = kept.map(|column| format!("'{0}', t.{0}", column.name)).collect();
        format!("json_object({})", pairs.join(", "))
    };
    let sql = format!("SELECT CAST({key} AS BIGINT) AS number, {json} AS whole FROM {table} t WHERE {of}");
    Ok(diesel::sql_query(sql).load(db)?)
}
