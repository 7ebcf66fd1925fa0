//! Two databases with one code: the connection, the pool, and the one door for writes.
//! What differs between SQLite and PostgreSQL is said here, in `search/`, and in two-arm matches of a feature's queries.

pub mod backup;
mod connection;
mod open;
pub mod page;
pub mod schema;
pub mod stored;
pub mod witness;
mod writer;

use std::sync::Arc;

use diesel::r2d2::Pool;
use diesel::{Connection, RunQueryDsl};
use tokio::sync::oneshot;

use crate::error::{Error, Result};
pub use connection::Db;
pub use open::{Manager, Role, Target};
use writer::{Task, Writer};

/// Why no connection could be had from the pool.
pub type PoolError = diesel::r2d2::PoolError;

impl From<PoolError> for Error {
    fn from(cause: PoolError) -> Self {
        Self::internal(format!("no database connection: {cause}"))
    }
}

/// Writes one expression for both arms of a [`Db`]: what diesel cannot express through the enum itself
/// (multi-row insert, `on_conflict`, `for_update`, window functions) passes through here.
#[macro_export]
macro_rules! each {
    ($db:expr, |$conn:ident| $body:expr) => {
        match $db {
            $crate::db::Db::Postgres($conn) => $body,
            $crate::db::Db::Sqlite($conn) => $body,
        }
    };
}

/// The database of a site: cheap to clone, shared by all threads.
#[derive(Clone)]
pub struct Database {
    readers: Pool<Manager>,
    door: Door,
    target: Arc<Target>,
}

#[derive(Clone)]
enum Door {
    /// SQLite has one writer: closures queue for it and share its commits.
    One(Writer),
    /// PostgreSQL takes as many as there are connections, each in its own transaction.
    Many,
}

/// How often a PostgreSQL transaction is tried again after a deadlock or serialization failure.
const TRIES: u64 = 8;

impl Database {
    /// Opens the database at `url` (see [`crate::config::Config::database_url`]) without touching its schema.
    /// Blocks while it connects.
    pub fn open(url: &str, connections: u32) -> Result<Self> {
        let target = Target::parse(url);
        target.prepare()?;
        let door = match &target {
            Target::Sqlite(_) => Door::One(Writer::start(target.connect(Role::Write)?)?),
            Target::Postgres(_) => Door::Many,
        };
        let role = if matches!(door, Door::One(_)) { Role::Read } else { Role::Write };
        let readers = Pool::builder()
            .max_size(connections.max(1))
            .min_idle(Some(1))
            .test_on_check_out(matches!(door, Door::Many))
            .connection_timeout(std::time::Duration::from_secs(10))
            .build(Manager::new(target.clone(), role))?;
        Ok(Self { readers, door, target: Arc::new(target) })
    }

    /// Whether this is the embedded SQLite.
    pub fn is_sqlite(&self) -> bool {
        matches!(*self.target, Target::Sqlite(_))
    }

    /// Where the data is.
    pub fn target(&self) -> &Target {
        &self.target
    }

    /// Runs `f` on a connection that only reads, off the async threads.
    pub async fn read<T, F>(&self, f: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Db) -> Result<T> + Send + 'static,
    {
        let readers = self.readers.clone();
        tokio::task::spawn_blocking(move || f(&mut *readers.get()?)).await.map_err(Error::internal)?
    }

    /// Runs `f` in a transaction: all of it is committed, or none. On an error nothing stays.
    /// `f` may run again when PostgreSQL asks for it, so it must not act outside the database.
    pub async fn write<T, F>(&self, f: F) -> Result<T>
    where
        T: Send + 'static,
        F: Fn(&mut Db) -> Result<T> + Send + 'static,
    {
        let witness = witness::present();
        let watching = witness.clone();
        let done = self.write_unwatched(move |db| witness::watched(watching.as_ref(), db, &f)).await?;
        if let Some(witness) = witness {
            witness.committed();
        }
        Ok(done)
    }

    async fn write_unwatched<T, F>(&self, f: F) -> Result<T>
    where
        T: Send + 'static,
        F: Fn(&mut Db) -> Result<T> + Send + 'static,
    {
        match &self.door {
            Door::One(writer) => {
                let (answer, result) = oneshot::channel();
                writer.queue(Task::new(f, answer))?;
                result.await.map_err(|_| Error::internal("the writer stopped"))?
            }
            Door::Many => {
                let pool = self.readers.clone();
                tokio::task::spawn_blocking(move || write_with_retry(&mut *pool.get()?, &f))
                    .await
                    .map_err(Error::internal)?
            }
        }
    }

    /// Runs `f` on a connection of its own that sees the data as of one moment, however long it reads; writers go on.
    pub async fn snapshot<T, F>(&self, f: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Db) -> Result<T> + Send + 'static,
    {
        let target = Arc::clone(&self.target);
        let work = move || {
            savepoint(&mut target.connect(Role::Read)?, |db| {
                if matches!(db, Db::Postgres(_)) {
                    execute(db, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")?;
                }
                f(db)
            })
        };
        tokio::task::spawn_blocking(work).await.map_err(Error::internal)?
    }

    /// Brings the schema up to date. Safe to call from several instances at once.
    pub async fn migrate(&self) -> Result<Vec<String>> {
        let target = Arc::clone(&self.target);
        tokio::task::spawn_blocking(move || open::migrate(&target)).await.map_err(Error::internal)?
    }

    /// Undoes every migration and with them all data; for the tests of migrations.
    pub async fn revert_all(&self) -> Result<()> {
        let target = Arc::clone(&self.target);
        tokio::task::spawn_blocking(move || open::revert_all(&target)).await.map_err(Error::internal)?
    }

    /// Whether all migrations of this binary have run.
    pub async fn is_migrated(&self) -> Result<bool> {
        let target = Arc::clone(&self.target);
        tokio::task::spawn_blocking(move || open::is_migrated(&target)).await.map_err(Error::internal)?
    }

    /// Connections in the pool, and how many of them are idle.
    pub fn pool_state(&self) -> (u32, u32) {
        let state = self.readers.state();
        (state.connections, state.idle_connections)
    }

    /// A connection of one's own, for backup and for tools that read for long.
    pub fn connect(&self) -> Result<Db> {
        self.target.connect(Role::Write)
    }
}

#[allow(clippy::disallowed_methods, reason = "this is the door")]
fn write_with_retry<T>(db: &mut Db, f: &impl Fn(&mut Db) -> Result<T>) -> Result<T> {
    let mut tries: u64 = 0;
    loop {
        tries += 1;
        match db.transaction(|db| f(db)) {
            Err(error) if tries < TRIES && is_transient(&error) => {
                std::thread::sleep(std::time::Duration::from_millis(rand::random_range(1..20 * tries)));
            }
            done => return done,
        }
    }
}

/// Runs `f` inside the present transaction so that its failure, a unique violation for instance,
/// takes back only what `f` did.
#[allow(clippy::disallowed_methods, reason = "a savepoint within the door")]
pub fn savepoint<T>(db: &mut Db, f: impl FnOnce(&mut Db) -> Result<T>) -> Result<T> {
    db.transaction(f)
}

/// Whether PostgreSQL asks for the whole transaction to be tried again. Whoever catches errors of parts of a
/// transaction hands these on.
pub fn is_transient(error: &Error) -> bool {
    use diesel::result::{DatabaseErrorKind::SerializationFailure, Error as E};
    match error {
        Error::Database(E::DatabaseError(SerializationFailure, _)) => true,
        Error::Database(E::DatabaseError(_, info)) => info.message().contains("deadlock detected"),
        _ => false,
    }
}

/// Runs plain SQL that takes no values, on either database.
pub fn execute(db: &mut Db, sql: &str) -> Result<usize> {
    Ok(diesel::sql_query(sql).execute(db)?)
}
