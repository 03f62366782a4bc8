//! Group commit: many requests, one fsync.
//!
//! One thread owns the write connection. It takes whatever waits (up to [`MOST`]), runs all of it in one transaction,
//! commits, and only then lets the pieces answer. While the disk syncs the next batch gathers.
//!
//! A piece that fails must undo its own changes and nobody else's. A savepoint around each would do that, and cost every piece
//! a copy of each page it changes; failing is rare. So a batch runs without them first; if a piece of it fails, all of it
//! is undone and run once more, each piece in a savepoint.
//!
//! It does not wait for more than waits already. A batch once waited a moment for those just answered, who ask again together:
//! larger batches, and no more records a second on a quick disk, fewer on a slow one, where others gather while it syncs anyway.

use rusqlite::{Connection, TransactionBehavior};
use tokio::sync::{mpsc, oneshot};

use super::{Store, StoreError};

/// Pieces of work in one transaction, at most: bounds how long the first one waits.
const MOST: usize = 512;
/// Pieces that may wait before a request waits to hand in its own.
const QUEUE: usize = 2048;
/// Pages of the log (4 KiB each) after which it is written back. Four times SQLite's own number: ids come in no order, and a
/// page that many records change is written back once.
const LOG_PAGES: u32 = 4000;

/// Why nothing of a transaction was kept; told to everybody who had a part in it.
#[derive(Clone)]
enum Uncommitted {
    Full,
    Else(String),
}

/// A request's part of a transaction.
trait Piece: Send {
    /// Does the work and keeps its result for [`Piece::answer`]. It may be asked again after all was undone. False: it failed.
    fn run(&mut self, sql: &Connection) -> bool;
    /// Tells who asked, once the transaction was committed or was not.
    fn answer(self: Box<Self>, committed: Result<(), Uncommitted>);
}

struct WriteRequest<T, W> {
    work: W,
    result: Result<T, StoreError>,
    answer: oneshot::Sender<Result<T, StoreError>>,
}

impl<T: Send, W: FnMut(&Connection) -> Result<T, StoreError> + Send> Piece for WriteRequest<T, W> {
    fn run(&mut self, sql: &Connection) -> bool {
        self.result = (self.work)(sql);
        self.result.is_ok()
    }

    fn answer(self: Box<Self>, committed: Result<(), Uncommitted>) {
        // Who asked may be gone (its connection was cut); the work is done all the same.
        let _ = self.answer.send(committed.map_err(StoreError::from).and(self.result));
    }
}

type Batch = Vec<Box<dyn Piece>>;

/// Hands work to the writing thread. Clones share the thread, which ends when the last clone is gone.
#[derive(Clone)]
pub struct Writer {
    queue: mpsc::Sender<Box<dyn Piece>>,
}

impl Writer {
    /// Starts the thread. Join it after the last [`Writer`] is dropped to know that all is written.
    pub fn start(store: Store) -> Result<(Self, std::thread::JoinHandle<()>), StoreError> {
        store.connection.pragma_update(None, "wal_autocheckpoint", LOG_PAGES)?;
        let (queue, waiting) = mpsc::channel(QUEUE);
        let thread = std::thread::Builder::new().name("writer".into()).spawn(move || write(store, waiting))?;
        Ok((Self { queue }, thread))
    }

    /// Runs `work` in the next transaction; answers after its commit. An error of `work` undoes only its own changes.
    ///
    /// It may run twice, the first time's changes undone: it changes nothing but the database.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnMut(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (answer, answered) = oneshot::channel();
        let piece = Box::new(WriteRequest { work, result: Err(StoreError::Closed), answer });
        self.queue.send(piece).await.map_err(|_| StoreError::Closed)?;
        answered.await.map_err(|_| StoreError::Closed)?
    }
}

fn write(mut store: Store, mut waiting: mpsc::Receiver<Box<dyn Piece>>) {
    let mut batch = Batch::with_capacity(MOST);
    while waiting.blocking_recv_many(&mut batch, MOST) > 0 {
        let committed = commit(&mut store, &mut batch);
        if let Err(error) = committed.clone().map_err(StoreError::from) {
            tracing::error!(%error, "a transaction was not committed");
        }
        for piece in batch.drain(..) {
            piece.answer(committed.clone());
        }
    }
}

fn commit(store: &mut Store, batch: &mut Batch) -> Result<(), Uncommitted> {
    let transaction = store.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if batch.iter_mut().all(|piece| piece.run(&transaction)) {
        return Ok(transaction.commit()?);
    }
    // Undone when it is dropped.
    drop(transaction);
    let transaction = store.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for piece in batch {
        in_savepoint(&transaction, piece.as_mut())?;
    }
    Ok(transaction.commit()?)
}

fn in_savepoint(sql: &Connection, piece: &mut dyn Piece) -> Result<(), Uncommitted> {
    sql.prepare_cached("SAVEPOINT work")?.execute([])?;
    if !piece.run(sql) {
        sql.prepare_cached("ROLLBACK TO work")?.execute([])?;
    }
    sql.prepare_cached("RELEASE work")?.execute([])?;
    Ok(())
}

impl From<rusqlite::Error> for Uncommitted {
    fn from(error: rusqlite::Error) -> Self {
        match error.into() {
            StoreError::Full => Self::Full,
            other => Self::Else(other.to_string()),
        }
    }
}

impl From<Uncommitted> for StoreError {
    fn from(why: Uncommitted) -> Self {
        match why {
            Uncommitted::Full => Self::Full,
            Uncommitted::Else(words) => Self::NotCommitted(words),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn add(sql: &Connection, value: i64) -> Result<(), StoreError> {
        sql.execute("INSERT INTO audit (at, officer, action, detail) VALUES (?1, 'o', 'a', '')", [value])?;
        Ok(())
    }

    fn count(dir: &std::path::Path) -> i64 {
        let store = Store::open(dir).unwrap();
        store.connection().query_row("SELECT count(*) FROM audit", [], |row| row.get(0)).unwrap()
    }

    #[tokio::test]
    async fn what_was_answered_is_there_for_another_connection() {
        let dir = tempfile::tempdir().unwrap();
        let (writer, thread) = Writer::start(Store::open(dir.path()).unwrap()).unwrap();
        writer.run(|sql| add(sql, 1)).await.unwrap();
        assert_eq!(count(dir.path()), 1);
        drop(writer);
        thread.join().unwrap();
    }

    #[tokio::test]
    async fn work_that_fails_undoes_itself_and_nothing_else() {
        let dir = tempfile::tempdir().unwrap();
        let (writer, _thread) = Writer::start(Store::open(dir.path()).unwrap()).unwrap();
        let tasks: Vec<_> = (0..200_i64)
            .map(|n| {
                let writer = writer.clone();
                tokio::spawn(async move {
                    let failed = n % 3 == 0;
                    let result = writer
                        .run(move |sql| {
                            add(sql, n)?;
                            if failed { Err(StoreError::Damaged("on purpose")) } else { Ok(()) }
                        })
                        .await;
                    assert_eq!(result.is_err(), failed);
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
        assert_eq!(count(dir.path()), (0..200).map(|n: i64| i64::from(n % 3 != 0)).sum::<i64>());
    }
}
