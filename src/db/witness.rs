//! Whoever watches the writes of a request: inside each transaction they are asked before it does anything, and told at its
//! end what was done in it. A request without a witness pays nothing.

use std::cell::RefCell;
use std::future::Future;
use std::sync::Arc;

use serde_json::Value;

use super::Db;
use crate::error::Result;

/// Something that was done in a transaction, as whoever did it tells of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// What was done, in a word.
    pub what: &'static str,
    /// What kind of thing it was done to.
    pub object: &'static str,
    /// Its id.
    pub id: Option<i64>,
    /// What else there is to tell; never secrets.
    pub detail: Value,
}

/// Watches the transactions of one request.
pub trait Witness: Send + Sync {
    /// Notes how things stand before a transaction does anything.
    ///
    /// # Errors
    /// Any of the database's; nothing is done then.
    fn before(&self, db: &mut Db) -> Result<Value>;

    /// Is told at the end of a transaction what was noted before and what was done.
    ///
    /// # Errors
    /// Any of the database's; everything that was done is taken back then.
    fn after(&self, db: &mut Db, before: Value, marks: Vec<Mark>) -> Result<()>;

    /// Is told that the transaction stands.
    fn committed(&self);
}

tokio::task_local! {
    static WITNESS: Arc<dyn Witness>;
}

thread_local! {
    /// What was done so far in the watched transaction that runs on this thread.
    static MARKS: RefCell<Option<Vec<Mark>>> = const { RefCell::new(None) };
}

/// Runs a future, all of whose writes are watched.
pub async fn watching<F: Future>(witness: Arc<dyn Witness>, future: F) -> F::Output {
    WITNESS.scope(witness, future).await
}

/// Tells the witness of the present transaction, if there is one, of something that was done.
pub fn mark(mark: impl FnOnce() -> Mark) {
    MARKS.with_borrow_mut(|marks| {
        if let Some(marks) = marks {
            marks.push(mark());
        }
    });
}

/// Tells the witness that something was made.
pub fn made(object: &'static str, id: i64) {
    mark(|| Mark { what: "made", object, id: Some(id), detail: Value::Null });
}

/// The witness of the present request.
pub(super) fn present() -> Option<Arc<dyn Witness>> {
    WITNESS.try_with(Arc::clone).ok()
}

/// Runs `f` before the eyes of a witness.
pub(super) fn watched<T>(
    witness: Option<&Arc<dyn Witness>>,
    db: &mut Db,
    f: &impl Fn(&mut Db) -> Result<T>,
) -> Result<T> {
    let Some(witness) = witness else { return f(db) };
    let before = witness.before(db)?;
    MARKS.set(Some(Vec::new()));
    let done = f(db);
    let marks = MARKS.take().unwrap_or_default();
    let done = done?;
    witness.after(db, before, marks)?;
    Ok(done)
}
