//! Migrations go up, down and up again on both databases, and make the same tables in both.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[path = "site/support/database.rs"]
mod database;

use std::collections::{BTreeMap, BTreeSet};

use database::Scratch;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};
use groundswell::db::{Database, Db, Role, Target};

/// A column: its kind of type, and whether it may be empty.
type Columns = BTreeMap<String, (String, bool)>;

/// What a database holds: columns by table, and its indexes by name with what they are on.
#[derive(Debug, PartialEq, Eq)]
struct Schema {
    tables: BTreeMap<String, Columns>,
    indexes: BTreeMap<String, String>,
}

#[derive(QueryableByName)]
struct ColumnRow {
    #[diesel(sql_type = Text)]
    tab: String,
    #[diesel(sql_type = Text)]
    col: String,
    #[diesel(sql_type = Text)]
    typ: String,
    #[diesel(sql_type = Bool)]
    nullable: bool,
}

#[derive(QueryableByName)]
struct IndexRow {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    definition: String,
}

const SQLITE_COLUMNS: &str = "SELECT m.name AS tab, c.name AS col, c.type AS typ, c.\"notnull\" = 0 AS nullable \
    FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";
const POSTGRES_COLUMNS: &str = "SELECT table_name::text AS tab, column_name::text AS col, data_type::text AS typ, \
    is_nullable = 'YES' AS nullable FROM information_schema.columns WHERE table_schema = 'public'";
const SQLITE_INDEXES: &str =
    "SELECT name, sql AS definition FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL";
const POSTGRES_INDEXES: &str = "SELECT i.indexname::text AS name, i.indexdef::text AS definition FROM pg_indexes i \
    WHERE i.schemaname = 'public' AND i.indexname !~ '_(pkey|key)$'";

/// What both databases keep the same values in.
fn kind(typ: &str) -> String {
    match typ.to_uppercase().as_str() {
        "BIGINT" => "whole number",
        // SQLite's row ids; and whole numbers that fit in 32 bits. Ids are told apart below.
        "INTEGER" => "integer",
        "SMALLINT" => "small",
        "TEXT" => "text",
        "BOOLEAN" => "boolean",
        "DOUBLE" | "DOUBLE PRECISION" => "real",
        "BLOB" | "BYTEA" => "bytes",
        other => return other.to_owned(),
    }
    .to_owned()
}

fn is_own_to_one(table: &str) -> bool {
    // What search keeps is each database's own; so is what diesel notes.
    table.starts_with("search") || table.starts_with("__diesel")
}

fn columns(rows: Vec<ColumnRow>) -> BTreeMap<String, Columns> {
    let mut tables: BTreeMap<String, Columns> = BTreeMap::new();
    for row in rows.into_iter().filter(|row| !is_own_to_one(&row.tab)) {
        let kind = if row.col == "id" { "id".to_owned() } else { kind(&row.typ) };
        tables.entry(row.tab).or_default().insert(row.col, (kind, row.nullable));
    }
    tables
}

/// The table and the columns of an index, and whether it is unique or partial.
fn shape(definition: &str) -> String {
    let upper = definition.split_whitespace().collect::<Vec<_>>().join(" ");
    let unique = if upper.contains("UNIQUE INDEX") { "unique " } else { "" };
    let on = upper
        .split_once(" ON ")
        .map_or("", |(_, rest)| rest)
        .replace("public.", "")
        .replace(" USING btree", "");
    // PostgreSQL writes a number beyond 32 bits as a text.
    let on = on.replace("::bigint", "").replace('\'', "");
    let (on, partial) = on.split_once(" WHERE ").map_or((on.as_str(), ""), |(on, _)| (on, " partial"));
    format!("{unique}{}{partial}", on.replace(" (", "(").replace('"', ""))
}

fn schema(url: &str) -> Schema {
    let (columns_sql, indexes_sql) = match Target::parse(url) {
        Target::Sqlite(_) => (SQLITE_COLUMNS, SQLITE_INDEXES),
        Target::Postgres(_) => (POSTGRES_COLUMNS, POSTGRES_INDEXES),
    };
    let mut db = Target::parse(url).connect(Role::Write).unwrap();
    let (rows, indexes): (Vec<ColumnRow>, Vec<IndexRow>) = match &mut db {
        Db::Sqlite(c) => {
            (diesel::sql_query(columns_sql).load(c).unwrap(), diesel::sql_query(indexes_sql).load(c).unwrap())
        }
        Db::Postgres(c) => {
            (diesel::sql_query(columns_sql).load(c).unwrap(), diesel::sql_query(indexes_sql).load(c).unwrap())
        }
    };
    let indexes = indexes.into_iter().map(|row| (row.name, shape(&row.definition)));
    // Prefixes are served by an index of their own on PostgreSQL, where the order of text is a language's.
    let indexes = indexes.filter(|(name, _)| !name.ends_with("_prefix"));
    let indexes = indexes.filter(|(_, shape)| !is_own_to_one(shape.trim_start_matches("unique ")));
    Schema { tables: columns(rows), indexes: indexes.collect() }
}

async fn migrated_sqlite() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let url = folder.path().join("test.db").to_string_lossy().into_owned();
    Database::open(&url, 1).unwrap().migrate().await.unwrap();
    (folder, url)
}

#[actix_web::test]
async fn migrations_go_up_down_and_up_again() {
    let scratch = Scratch::new().await;
    let db = Database::open(&scratch.url, 1).unwrap();
    assert!(db.is_migrated().await.unwrap());
    let before = schema(&scratch.url);
    assert!(before.tables.len() > 30, "{:?}", before.tables.keys());
    assert!(db.migrate().await.unwrap().is_empty(), "a second time there is nothing to do");

    db.revert_all().await.unwrap();
    assert!(!db.is_migrated().await.unwrap());
    let left = schema(&scratch.url);
    assert_eq!((left.tables.keys().collect::<Vec<_>>(), left.indexes.len()), (vec![], 0));

    assert!(!db.migrate().await.unwrap().is_empty());
    assert_eq!(schema(&scratch.url), before);
}

#[actix_web::test]
async fn two_that_migrate_at_once_do_not_disturb_each_other() {
    let scratch = Scratch::new().await;
    let db = Database::open(&scratch.url, 1).unwrap();
    db.revert_all().await.unwrap();
    let (one, two) = (Database::open(&scratch.url, 1).unwrap(), Database::open(&scratch.url, 1).unwrap());
    let (first, second) = tokio::join!(one.migrate(), two.migrate());
    let (first, second) = (first.unwrap(), second.unwrap());
    assert!(first.is_empty() != second.is_empty(), "{first:?} {second:?}");
}

/// Runs where `TEST_DATABASE_URL` is set: there the other database is a PostgreSQL.
#[actix_web::test]
async fn both_databases_have_the_same_tables() {
    let (_folder, sqlite) = migrated_sqlite().await;
    let other = Scratch::new().await;
    let (a, b) = (schema(&sqlite), schema(&other.url));
    let names = |schema: &Schema| schema.tables.keys().cloned().collect::<BTreeSet<_>>();
    assert_eq!(names(&a), names(&b));
    for (table, columns) in &a.tables {
        assert_eq!(columns, &b.tables[table], "{table}");
    }
    let names = |schema: &Schema| schema.indexes.keys().cloned().collect::<BTreeSet<_>>();
    assert_eq!(names(&a), names(&b));
    for (index, shape) in &a.indexes {
        assert_eq!(shape, &b.indexes[index], "{index}");
    }
}

/// `schema.rs` is what every query is checked against, so it must say what the migrations made.
#[actix_web::test]
async fn the_tables_of_the_code_are_those_of_the_migrations() {
    let (_folder, url) = migrated_sqlite().await;
    let migrated = schema(&url).tables;
    let source: String = std::iter::once("src/db/schema.rs".into())
        .chain(std::fs::read_dir("src/db/schema").unwrap().map(|file| file.unwrap().path()))
        .map(|file: std::path::PathBuf| std::fs::read_to_string(file).unwrap())
        .collect();
    let mut written: BTreeMap<String, Columns> = BTreeMap::new();
    for block in source.split("diesel::table! {").skip(1) {
        let block = block.split("\n}").next().unwrap();
        let mut lines =
            block.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let table = lines.next().unwrap().split(' ').next().unwrap().to_owned();
        if is_own_to_one(&table) {
            continue;
        }
        let columns =
            lines.filter_map(|line| line.trim_end_matches(',').split_once(" -> ")).map(|(name, typ)| {
                let inner = typ.strip_prefix("Nullable<").and_then(|rest| rest.strip_suffix('>'));
                let kind = match inner.unwrap_or(typ) {
                    _ if name == "id" => "id",
                    "BigInt" => "whole number",
                    "Integer" => "integer",
                    "SmallInt" => "small",
                    "Text" => "text",
                    "Bool" => "boolean",
                    "Double" => "real",
                    "Binary" => "bytes",
                    other => other,
                };
                (name.to_owned(), (kind.to_owned(), inner.is_some()))
            });
        written.insert(table, columns.collect());
    }
    assert_eq!(written.keys().collect::<Vec<_>>(), migrated.keys().collect::<Vec<_>>());
    for (table, columns) in &written {
        assert_eq!(columns, &migrated[table], "{table}");
    }
}
