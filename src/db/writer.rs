//! SQLite's one writer: a thread that takes what has queued, runs each closure in a savepoint, and commits once.
//! Nobody is answered before the commit, so an acknowledged write is on the disk.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};

use diesel::SqliteConnection;
use diesel::connection::{AnsiTransactionManager, TransactionManager};
use tokio::sync::oneshot;

use super::{Db, savepoint};
use crate::error::{Error, Result};

/// How many writes may wait; one more is told to come back.
const QUEUE: usize = 4096;
/// How many writes share one commit at the most.
const BATCH: usize = 256;

type Ansi = AnsiTransactionManager;

/// The sending end of the writer's queue.
#[derive(Clone)]
pub(super) struct Writer(SyncSender<Box<dyn Work>>);

/// One closure on its way through the writer.
pub(super) struct Task<T, F> {
    act: F,
    done: Option<Result<T>>,
    answer: oneshot::Sender<Result<T>>,
}

trait Work: Send {
    fn run(&mut self, db: &mut Db);
    fn answer(self: Box<Self>, committed: Result<()>);
}

impl<T, F> Task<T, F> {
    pub(super) fn new(act: F, answer: oneshot::Sender<Result<T>>) -> Self {
        Self { act, done: None, answer }
    }
}

impl<T: Send, F: Fn(&mut Db) -> Result<T> + Send> Work for Task<T, F> {
    fn run(&mut self, db: &mut Db) {
        self.done = Some(savepoint(db, |db| {
            catch_unwind(AssertUnwindSafe(|| (self.act)(db)))
                .unwrap_or_else(|_| Err(Error::internal("a write panicked")))
        }));
    }

    fn answer(self: Box<Self>, committed: Result<()>) {
        let done = self.done.unwrap_or_else(|| Err(Error::internal("a write did not run")));
        // Whoever asked may have gone away; the write stands all the same.
        let _ = self.answer.send(committed.and(done));
    }
}

impl Writer {
    /// Starts the thread on a connection of its own.
    pub(super) fn start(db: Db) -> Result<Self> {
        let (queue, tasks) = sync_channel(QUEUE);
        std::thread::Builder::new()
            .name("db-writer".into())
            .spawn(move || serve(db, &tasks))
            .map_err(Error::internal)?;
        Ok(Self(queue))
    }

    /// Queues a write, or says that the queue is full.
    pub(super) fn queue<T: Send + 'static, F>(&self, task: Task<T, F>) -> Result<()>
    where
        F: Fn(&mut Db) -> Result<T> + Send + 'static,
    {
        self.0.try_send(Box::new(task)).map_err(|refused| match refused {
            TrySendError::Full(_) => Error::Busy,
            TrySendError::Disconnected(_) => Error::internal("the writer stopped"),
        })
    }
}

fn serve(mut db: Db, tasks: &Receiver<Box<dyn Work>>) {
    while let Ok(first) = tasks.recv() {
        let mut batch = Vec::with_capacity(BATCH);
        batch.push(first);
        batch.extend(tasks.try_iter().take(BATCH - 1));
        let committed = run_batch(&mut db, &mut batch);
        for task in batch {
            task.answer(
                committed
                    .as_ref()
                    .copied()
                    .map_err(|cause| Error::internal(format!("commit failed: {cause}"))),
            );
        }
    }
}

fn run_batch(db: &mut Db, batch: &mut [Box<dyn Work>]) -> Result<(), diesel::result::Error> {
    Ansi::begin_transaction_sql(sqlite(db)?, "BEGIN IMMEDIATE")?;
    for task in batch {
        task.run(db);
    }
    Ansi::commit_transaction(sqlite(db)?)
}

fn sqlite(db: &mut Db) -> Result<&mut SqliteConnection, diesel::result::Error> {
    match db {
        Db::Sqlite(conn) => Ok(conn),
        Db::Postgres(_) => Err(diesel::result::Error::BrokenTransactionManager),
    }
}
