//! Opening connections: which database an address names, its pragmas, its migrations.

use std::path::{Path, PathBuf};

use diesel::connection::SimpleConnection;
use diesel::r2d2::{ManageConnection, R2D2Connection};
use diesel::{Connection, PgConnection, SqliteConnection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::Db;
use crate::each;
use crate::error::{Error, Result};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// Any number, the same in every instance: whoever holds this advisory lock migrates.
const MIGRATION_LOCK: i64 = 7_365_120_447;

/// The database that an address names.
#[derive(Debug, Clone)]
pub enum Target {
    /// A file.
    Sqlite(PathBuf),
    /// A `postgres://` address.
    Postgres(String),
}

/// What a connection may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Nothing but read; SQLite enforces it.
    Read,
    /// Everything.
    Write,
}

impl Target {
    /// Reads an address: `postgres://…` or `postgresql://…`, else a path with or without `sqlite:` before it.
    pub fn parse(url: &str) -> Self {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Self::Postgres(url.to_owned());
        }
        let path = url.strip_prefix("sqlite:").unwrap_or(url);
        Self::Sqlite(PathBuf::from(path.strip_prefix("//").unwrap_or(path)))
    }

    /// Makes the folder of an SQLite file.
    pub(super) fn prepare(&self) -> Result<()> {
        let Self::Sqlite(path) = self else { return Ok(()) };
        let Some(folder) = path.parent().filter(|folder| *folder != Path::new("")) else { return Ok(()) };
        std::fs::create_dir_all(folder)
            .map_err(|cause| Error::internal(format!("{}: {cause}", folder.display())))
    }

    /// A new connection with everything set on it.
    pub fn connect(&self, role: Role) -> Result<Db> {
        self.try_connect(role).map_err(|cause| Error::internal(format!("cannot open the database: {cause}")))
    }

    fn try_connect(&self, role: Role) -> Result<Db, diesel::r2d2::Error> {
        use diesel::r2d2::Error::{ConnectionError, QueryError};
        match self {
            Self::Postgres(url) => {
                let mut conn = PgConnection::establish(url).map_err(ConnectionError)?;
                // Compiling a query takes longer than any query of ours should.
                conn.batch_execute("SET jit = off").map_err(QueryError)?;
                Ok(Db::Postgres(conn))
            }
            Self::Sqlite(path) => {
                let mut conn =
                    SqliteConnection::establish(&path.to_string_lossy()).map_err(ConnectionError)?;
                conn.batch_execute(pragmas(role)).map_err(QueryError)?;
                Ok(Db::Sqlite(conn))
            }
        }
    }
}

/// `busy_timeout` comes first, so that the others wait for a lock instead of failing.
fn pragmas(role: Role) -> &'static str {
    match role {
        Role::Write => {
            "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
             PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16384;"
        }
        Role::Read => {
            "PRAGMA busy_timeout = 10000; PRAGMA query_only = ON; PRAGMA temp_store = MEMORY; \
             PRAGMA cache_size = -8192; PRAGMA mmap_size = 268435456;"
        }
    }
}

/// Makes pool connections. Diesel's own manager hides why a connection to one of several databases failed.
#[derive(Debug)]
pub struct Manager {
    target: Target,
    role: Role,
}

impl Manager {
    pub(super) fn new(target: Target, role: Role) -> Self {
        Self { target, role }
    }
}

impl ManageConnection for Manager {
    type Connection = Db;
    type Error = diesel::r2d2::Error;

    fn connect(&self) -> Result<Db, Self::Error> {
        self.target.try_connect(self.role)
    }

    fn is_valid(&self, db: &mut Db) -> Result<(), Self::Error> {
        each!(db, |c| c.ping()).map_err(diesel::r2d2::Error::QueryError)
    }

    fn has_broken(&self, db: &mut Db) -> bool {
        each!(db, |c| c.is_broken())
    }
}

pub(super) fn migrate(target: &Target) -> Result<Vec<String>> {
    let failed = |cause| Error::internal(format!("migration failed: {cause}"));
    match &mut target.connect(Role::Write)? {
        // In one transaction that begins by waiting for other writers, so that two that start at once do not both migrate.
        Db::Sqlite(c) => c.immediate_transaction(|c| {
            let done = c.run_pending_migrations(SQLITE).map_err(failed)?;
            Ok(done.iter().map(ToString::to_string).collect())
        }),
        Db::Postgres(c) => {
            c.batch_execute(&format!("SELECT pg_advisory_lock({MIGRATION_LOCK})"))?;
            let done =
                c.run_pending_migrations(POSTGRES).map_err(failed)?.iter().map(ToString::to_string).collect();
            c.batch_execute(&format!("SELECT pg_advisory_unlock({MIGRATION_LOCK})"))?;
            Ok(done)
        }
    }
}

pub(super) fn revert_all(target: &Target) -> Result<()> {
    let failed = |cause| Error::internal(format!("reverting failed: {cause}"));
    match &mut target.connect(Role::Write)? {
        Db::Sqlite(c) => c.revert_all_migrations(SQLITE).map(drop).map_err(failed),
        Db::Postgres(c) => c.revert_all_migrations(POSTGRES).map(drop).map_err(failed),
    }
}

pub(super) fn is_migrated(target: &Target) -> Result<bool> {
    match &mut target.connect(Role::Write)? {
        Db::Sqlite(c) => c.has_pending_migration(SQLITE).map(|pending| !pending).map_err(Error::internal),
        Db::Postgres(c) => c.has_pending_migration(POSTGRES).map(|pending| !pending).map_err(Error::internal),
    }
}
