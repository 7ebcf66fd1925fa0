//! A database for one test: an SQLite file in a temporary folder, or, when `TEST_DATABASE_URL` is set,
//! a PostgreSQL database copied from one that is migrated once.

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use groundswell::db::{Database, Db, Role, Target};

/// The database, removed when the test is over.
pub struct Scratch {
    pub url: String,
    clean_up: CleanUp,
}

enum CleanUp {
    Folder(#[allow(dead_code, reason = "dropping it removes the folder")] tempfile::TempDir),
    Drop { server: String, name: String },
}

impl Scratch {
    pub async fn new() -> Self {
        match std::env::var("TEST_DATABASE_URL") {
            Ok(server) if !server.is_empty() => Self::postgres(server).await,
            _ => Self::sqlite().await,
        }
    }

    async fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = folder.path().join("test.db").to_string_lossy().into_owned();
        Database::open(&url, 1).unwrap().migrate().await.unwrap();
        Self { url, clean_up: CleanUp::Folder(folder) }
    }

    async fn postgres(server: String) -> Self {
        let template = format!("groundswell_template_{}", migrations_fingerprint());
        make_template(&server, &template).await;
        let name = format!("groundswell_test_{}_{:x}", std::process::id(), rand::random::<u64>());
        run(&server, &format!("CREATE DATABASE {name} TEMPLATE {template}"));
        let url = with_database(&server, &name);
        Self { url, clean_up: CleanUp::Drop { server, name } }
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if let CleanUp::Drop { server, name } = &self.clean_up {
            run(server, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}

/// Changes with the migrations, so that a template of older ones is not used.
fn migrations_fingerprint() -> String {
    use std::hash::{DefaultHasher, Hash as _, Hasher as _};
    let mut hasher = DefaultHasher::new();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations/postgres");
    let mut names: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    for name in names {
        std::fs::read(name.join("up.sql")).unwrap().hash(&mut hasher);
    }
    format!("{:x}", hasher.finish())
}

async fn make_template(server: &str, template: &str) {
    let Db::Postgres(mut conn) = connect(server) else { panic!("TEST_DATABASE_URL is not PostgreSQL") };
    conn.batch_execute("SELECT pg_advisory_lock(90210)").unwrap();
    let there = diesel::sql_query("SELECT 1 AS one FROM pg_database WHERE datname = $1 AND datistemplate")
        .bind::<diesel::sql_types::Text, _>(template)
        .execute(&mut conn)
        .unwrap();
    if there == 0 {
        conn.batch_execute(&format!("DROP DATABASE IF EXISTS {template} WITH (FORCE)")).unwrap();
        conn.batch_execute(&format!("CREATE DATABASE {template}")).unwrap();
        let db = Database::open(&with_database(server, template), 1).unwrap();
        db.migrate().await.unwrap();
        drop(db);
        conn.batch_execute(&format!("ALTER DATABASE {template} WITH is_template true")).unwrap();
    }
    conn.batch_execute("SELECT pg_advisory_unlock(90210)").unwrap();
}

fn with_database(server: &str, name: &str) -> String {
    let mut url = url::Url::parse(server).unwrap();
    url.set_path(name);
    url.to_string()
}

fn connect(url: &str) -> Db {
    Target::parse(url).connect(Role::Write).unwrap()
}

fn run(server: &str, sql: &str) {
    let Db::Postgres(mut conn) = connect(server) else { panic!("TEST_DATABASE_URL is not PostgreSQL") };
    conn.batch_execute(sql).unwrap();
}
