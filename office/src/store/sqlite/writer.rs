//! Group commit: many requests, one fsync.
//!
//! One thread owns the write connection. It takes the jobs that wait (at most [`MOST`]), runs them
//! in one transaction, commits, and only then lets them answer. While the disk syncs, the next
//! batch gathers.
//!
//! A job that fails must undo its own changes and no others. A savepoint around each job would do
//! that, but it costs a copy of every page that the job changes, and jobs rarely fail. So a batch
//! first runs without savepoints. If a job fails, the whole batch is undone and runs once more,
//! each job in a savepoint of its own.
//!
//! The thread does not wait for more jobs than there are. Waiting a moment was tried: batches
//! became larger, but no more records were written per second on a quick disk, and fewer on a slow
//! one.

use rusqlite::{Connection, TransactionBehavior};
use tokio::sync::{mpsc, oneshot};

use crate::store::error::StoreError;
use crate::store::sql::Sql;

/// Jobs in one transaction, at most. It bounds how long the first job waits.
const MOST: usize = 512;
/// Jobs that may wait in the queue. When it is full, a request waits before it can add its own.
const QUEUE: usize = 2048;
/// Pages of the log (4 KiB each) after which it is written back into the database: four times
/// SQLite's default. Ids come in random order, so many records change the same page, and each page
/// is written back only once.
const LOG_PAGES: u32 = 4000;

/// Why a transaction was not committed. All its jobs get this answer.
#[derive(Clone)]
enum Uncommitted {
    Full,
    Else(String),
}

/// What one request does in a transaction.
trait Job: Send {
    /// Does the work and keeps its result for [`Job::answer`]. It may be called again after the
    /// batch was undone. False when the work failed.
    fn run(&mut self, sql: &dyn Sql) -> bool;
    /// Gives the result to the request, after the commit succeeded or failed.
    fn answer(self: Box<Self>, committed: Result<(), Uncommitted>);
}

struct WriteRequest<T, W> {
    work: W,
    result: Result<T, StoreError>,
    answer: oneshot::Sender<Result<T, StoreError>>,
}

impl<T: Send, W: FnMut(&dyn Sql) -> Result<T, StoreError> + Send> Job for WriteRequest<T, W> {
    fn run(&mut self, sql: &dyn Sql) -> bool {
        self.result = (self.work)(sql);
        self.result.is_ok()
    }

    fn answer(self: Box<Self>, committed: Result<(), Uncommitted>) {
        // The request may have ended because its connection was cut; its work stays done.
        let _ = self
            .answer
            .send(committed.map_err(StoreError::from).and(self.result));
    }
}

type Batch = Vec<Box<dyn Job>>;

/// Hands jobs to the writing thread. Clones share the thread, which ends when the last clone is
/// dropped.
#[derive(Clone)]
pub struct Writer {
    queue: mpsc::Sender<Box<dyn Job>>,
}

impl Writer {
    /// Starts the thread. Joining it after the last [`Writer`] is dropped proves that everything
    /// was written.
    pub fn start(
        connection: Connection,
    ) -> Result<(Self, std::thread::JoinHandle<()>), StoreError> {
        connection.pragma_update(None, "wal_autocheckpoint", LOG_PAGES)?;
        let (queue, waiting) = mpsc::channel(QUEUE);
        let thread = std::thread::Builder::new()
            .name("writer".into())
            .spawn(move || write(connection, waiting))?;
        Ok((Self { queue }, thread))
    }

    /// Runs `work` in the next transaction and answers after the commit. An error of `work` undoes
    /// only its own changes.
    ///
    /// `work` may run twice, after the changes of its first run were undone. So it must change
    /// nothing but the database.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnMut(&dyn Sql) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (answer, answered) = oneshot::channel();
        let job = Box::new(WriteRequest {
            work,
            result: Err(StoreError::Closed),
            answer,
        });
        self.queue.send(job).await.map_err(|_| StoreError::Closed)?;
        answered.await.map_err(|_| StoreError::Closed)?
    }
}

fn write(mut connection: Connection, mut waiting: mpsc::Receiver<Box<dyn Job>>) {
    let mut batch = Batch::with_capacity(MOST);
    while waiting.blocking_recv_many(&mut batch, MOST) > 0 {
        // No job is answered before this returns: an answer promises that the record survives a
        // power cut.
        let committed = commit(&mut connection, &mut batch);
        if let Err(error) = committed.clone().map_err(StoreError::from) {
            tracing::error!(%error, "a transaction was not committed");
        }
        for job in batch.drain(..) {
            job.answer(committed.clone());
        }
    }
}

fn commit(connection: &mut Connection, batch: &mut Batch) -> Result<(), Uncommitted> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if batch.iter_mut().all(|job| job.run(&*transaction)) {
        return Ok(transaction.commit()?);
    }
    // Dropping the transaction without a commit undoes it.
    drop(transaction);
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for job in batch {
        // An error here is one of the database, not of a job, so it ends the whole batch.
        in_savepoint(&*transaction, job.as_mut())?;
    }
    Ok(transaction.commit()?)
}

fn in_savepoint(sql: &dyn Sql, job: &mut dyn Job) -> Result<(), Uncommitted> {
    sql.execute("SAVEPOINT work", &[])?;
    if !job.run(sql) {
        sql.execute("ROLLBACK TO work", &[])?;
    }
    sql.execute("RELEASE work", &[])?;
    Ok(())
}

impl From<StoreError> for Uncommitted {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Full => Self::Full,
            other => Self::Else(other.to_string()),
        }
    }
}

impl From<rusqlite::Error> for Uncommitted {
    fn from(error: rusqlite::Error) -> Self {
        StoreError::from(error).into()
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
    use super::super::{FILE, schema};
    use super::*;
    use crate::store::sql::values;

    fn opened(dir: &std::path::Path) -> Connection {
        let mut connection = Connection::open(dir.join(FILE)).unwrap();
        connection
            .pragma_update(None, "journal_mode", "WAL")
            .unwrap();
        schema::migrate(&mut connection).unwrap();
        connection
    }

    fn add(sql: &dyn Sql, value: i64) -> Result<(), StoreError> {
        sql.execute(
            "INSERT INTO bundle_sequence (least) VALUES (?1)",
            values![value],
        )?;
        Ok(())
    }

    fn count(dir: &std::path::Path) -> i64 {
        opened(dir)
            .query_row("SELECT count(*) FROM bundle_sequence", [], |row| row.get(0))
            .unwrap()
    }

    #[tokio::test]
    async fn what_was_answered_is_there_for_another_connection() {
        let dir = tempfile::tempdir().unwrap();
        let (writer, thread) = Writer::start(opened(dir.path())).unwrap();
        writer.run(|sql| add(sql, 1)).await.unwrap();
        assert_eq!(count(dir.path()), 1);
        drop(writer);
        thread.join().unwrap();
    }

    #[tokio::test]
    async fn work_that_fails_undoes_itself_and_nothing_else() {
        let dir = tempfile::tempdir().unwrap();
        let (writer, _thread) = Writer::start(opened(dir.path())).unwrap();
        let tasks: Vec<_> = (1..=200_i64)
            .map(|n| {
                let writer = writer.clone();
                tokio::spawn(async move {
                    let failed = n % 3 == 0;
                    let result = writer
                        .run(move |sql| {
                            add(sql, n)?;
                            if failed {
                                Err(StoreError::Damaged("on purpose"))
                            } else {
                                Ok(())
                            }
                        })
                        .await;
                    assert_eq!(result.is_err(), failed);
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
        assert_eq!(
            count(dir.path()),
            (1..=200).map(|n: i64| i64::from(n % 3 != 0)).sum::<i64>()
        );
    }
}
