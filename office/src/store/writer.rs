//! Group commit: many requests, one fsync.
//!
//! One thread owns the write connection. It takes whatever waits (up to [`MOST`]), runs each piece of work in a savepoint
//! of one transaction, commits, and only then lets the pieces answer. While the disk syncs the next batch gathers.
//!
//! Those just answered ask again together, a moment after the next batch was taken: without waiting for them, every
//! second fsync would be spent on the one who was first. So a batch that is smaller than the last one waits a little
//! ([`TURNS`] × [`TURN`]); one who is alone never does.

use std::time::Duration;

use rusqlite::{Connection, TransactionBehavior};
use tokio::sync::{mpsc, oneshot};

use super::{Store, StoreError};

/// Pieces of work in one transaction, at most: bounds how long the first one waits.
const MOST: usize = 512;
/// How often, at most, a batch looks whether it has become as large as the last one.
const TURNS: usize = 10;
/// How long it waits each time: an fsync takes at least as long as a few of these.
const TURN: Duration = Duration::from_micros(100);
/// Pieces that may wait before a request waits to hand in its own.
const QUEUE: usize = 2048;

/// Why nothing of a transaction was kept; told to everybody who had a part in it.
#[derive(Clone)]
enum Uncommitted {
    Full,
    Else(String),
}

type Answer = Box<dyn FnOnce(Result<(), Uncommitted>) + Send>;
type Work = Box<dyn FnOnce(&Connection) -> Answer + Send>;

/// Hands work to the writing thread. Clones share the thread, which ends when the last clone is gone.
#[derive(Clone)]
pub struct Writer {
    queue: mpsc::Sender<Work>,
}

impl Writer {
    /// Starts the thread. Join it after the last [`Writer`] is dropped to know that all is written.
    pub fn start(store: Store) -> Result<(Self, std::thread::JoinHandle<()>), StoreError> {
        let (queue, waiting) = mpsc::channel(QUEUE);
        let thread = std::thread::Builder::new().name("writer".into()).spawn(move || write(store, waiting))?;
        Ok((Self { queue }, thread))
    }

    /// Runs `work` in the next transaction; answers after its commit. An error of `work` undoes only its own changes.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (answer, answered) = oneshot::channel();
        let work: Work = Box::new(move |connection| {
            let result = in_savepoint(connection, work);
            Box::new(move |committed| {
                // Who asked may be gone (its connection was cut); the work is done all the same.
                let _ = answer.send(committed.map_err(StoreError::from).and(result));
            })
        });
        self.queue.send(work).await.map_err(|_| StoreError::Closed)?;
        answered.await.map_err(|_| StoreError::Closed)?
    }
}

fn write(mut store: Store, mut waiting: mpsc::Receiver<Work>) {
    let mut batch = Vec::with_capacity(MOST);
    let mut usual = 0;
    while waiting.blocking_recv_many(&mut batch, MOST) > 0 {
        gather(&mut waiting, &mut batch, usual);
        usual = batch.len();
        let mut answers = Vec::with_capacity(batch.len());
        let committed = commit(&mut store, batch.drain(..), &mut answers);
        if let Err(error) = committed.clone().map_err(StoreError::from) {
            tracing::error!(%error, "a transaction was not committed");
        }
        for answer in answers {
            answer(committed.clone());
        }
    }
}

/// Waits a little for as many as came the last time.
fn gather(waiting: &mut mpsc::Receiver<Work>, batch: &mut Vec<Work>, usual: usize) {
    for _ in 0..TURNS {
        while batch.len() < MOST
            && let Ok(work) = waiting.try_recv()
        {
            batch.push(work);
        }
        if batch.len() >= usual {
            return;
        }
        std::thread::sleep(TURN);
    }
}

fn commit(store: &mut Store, batch: impl Iterator<Item = Work>, answers: &mut Vec<Answer>) -> Result<(), Uncommitted> {
    let transaction = store.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for work in batch {
        answers.push(work(&transaction));
    }
    Ok(transaction.commit()?)
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

fn in_savepoint<T>(
    connection: &Connection,
    work: impl FnOnce(&Connection) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    connection.prepare_cached("SAVEPOINT work")?.execute([])?;
    let result = work(connection);
    if result.is_err() {
        connection.prepare_cached("ROLLBACK TO work")?.execute([])?;
    }
    connection.prepare_cached("RELEASE work")?.execute([])?;
    result
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
