//! Connections to the file, and the transactions on them.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OpenFlags, ToSql, TransactionBehavior};
use tokio::sync::Semaphore;

use super::writer::Writer;
use super::{schema, upkeep};
use crate::files;
use crate::store::error::StoreError;
use crate::store::sql::{
    Cell, Engine, Inspection, MaintenanceLock, Pending, Row, Sql, TransactionLock, Value,
    count_statement,
};

/// Connections at the same time, beside the writing thread's: each may hold 16 MiB of pages.
const MOST: usize = 8;
/// Requests that may read at the same time. The others wait without holding a thread.
const READERS: usize = MOST;

/// The name of the file in the data folder.
pub const FILE: &str = "office.db";

/// Which file, and how it is opened.
enum Mode {
    InFolder,
    At(PathBuf),
    ReadOnly(PathBuf),
}

/// The database in one data folder.
pub struct Sqlite {
    dir: PathBuf,
    mode: Mode,
    pool: Mutex<Pool>,
    returned: Condvar,
    readers: Arc<Semaphore>,
    writer: OnceLock<Writer>,
}

#[derive(Default)]
struct Pool {
    idle: Vec<Connection>,
    taken: usize,
}

impl Sqlite {
    /// Opens (or makes) the database in `dir` and brings its schema up to date.
    pub fn open(dir: &Path) -> Result<Self, StoreError> {
        Self::over(dir.to_path_buf(), Mode::InFolder)
    }

    /// Opens (or makes) the database in a file of that name.
    pub fn at(file: &Path) -> Result<Self, StoreError> {
        Self::over(files::folder_of(file), Mode::At(file.to_path_buf()))
    }

    /// Makes one durable file of the database, without a log beside it.
    pub fn finish(self) -> Result<(), StoreError> {
        self.with(|connection| {
            let mode: String =
                // A copy must be one file that can be moved alone: bytes in a write-ahead log
                // beside it would be left behind.
                connection.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get(0))?;
            if mode == "delete" {
                Ok(())
            } else {
                Err(StoreError::Damaged("the log of a copy stays"))
            }
        })?;
        if let Mode::At(file) = &self.mode {
            std::fs::File::open(file)?.sync_all()?;
        }
        Ok(())
    }

    /// Opens a file for reading only: it is neither made nor migrated.
    pub fn read_only(file: &Path) -> Result<Self, StoreError> {
        Self::over(files::folder_of(file), Mode::ReadOnly(file.to_path_buf()))
    }

    fn over(dir: PathBuf, mode: Mode) -> Result<Self, StoreError> {
        let engine = Self {
            dir,
            mode,
            pool: Mutex::default(),
            returned: Condvar::new(),
            readers: Arc::new(Semaphore::new(READERS)),
            writer: OnceLock::new(),
        };
        engine.with(|_| Ok(()))?;
        Ok(engine)
    }

    fn connect(&self) -> Result<Connection, StoreError> {
        match &self.mode {
            Mode::InFolder => connect(&self.dir.join(FILE)),
            Mode::At(file) => connect(file),
            Mode::ReadOnly(file) => connect_read_only(file),
        }
    }

    /// Runs something on a connection of the pool. A connection on which it panicked is not used
    /// again.
    fn with<T>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut taken = Taken {
            engine: self,
            connection: None,
        };
        let idle = {
            let mut pool = self.pool.lock().unwrap_or_else(PoisonError::into_inner);
            while pool.taken >= MOST {
                pool = self
                    .returned
                    // A caller here is a command or a blocking thread, so it may wait without a
                    // limit: each connection comes back after one unit of work.
                    .wait(pool)
                    .unwrap_or_else(PoisonError::into_inner);
            }
            pool.taken += 1;
            pool.idle.pop()
        };
        let mut connection = idle.map_or_else(|| self.connect(), Ok)?;
        // The connection goes back to `taken` only after the work: a panic in between drops it,
        // with whatever transaction was open on it.
        let done = work(&mut connection);
        taken.connection = Some(connection);
        done
    }
}

/// A place in the pool. Dropping it gives the place back, and the connection if it is sound.
struct Taken<'a> {
    engine: &'a Sqlite,
    connection: Option<Connection>,
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        let mut pool = self
            .engine
            .pool
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        pool.taken -= 1;
        pool.idle.extend(self.connection.take());
        self.engine.returned.notify_one();
    }
}

impl Engine for Sqlite {
    fn read<T>(
        &self,
        mut work: impl FnMut(&dyn Sql) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.with(|connection| work(&*connection))
    }

    fn read_moment<T>(
        &self,
        mut work: impl FnMut(&dyn Sql) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.with(|connection| {
            let transaction =
                // In WAL mode a reader sees the file as it was at its first statement, and blocks
                // no writer.
                connection.transaction_with_behavior(TransactionBehavior::Deferred)?;
            work(&*transaction)
        })
    }

    fn write<T>(
        &self,
        mut work: impl FnMut(&dyn Sql) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.with(|connection| {
            let transaction =
                // The transaction takes the write lock at once. One that first reads and then wants
                // to write fails without waiting when another process wrote in between.
                connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let done = work(&*transaction)?;
            transaction.commit()?;
            Ok(done)
        })
    }

    fn read_soon<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnMut(&dyn Sql) -> Result<T, StoreError> + Send + 'static,
    ) -> Pending<T> {
        let engine = self.clone();
        Box::pin(async move {
            // The permit is taken before a thread is: requests beyond the limit wait as futures, so
            // they cannot use up the threads on which disk and bucket are waited for.
            let turn = engine
                .readers
                .clone()
                .acquire_owned()
                .await
                .map_err(|_| StoreError::Closed)?;
            let read = tokio::task::spawn_blocking(move || {
                let _turn = turn;
                engine.read(work)
            });
            read.await.map_err(|_| StoreError::Closed)?
        })
    }

    fn write_soon<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnMut(&dyn Sql) -> Result<T, StoreError> + Send + 'static,
    ) -> Pending<T> {
        let writer = self.writer.get().cloned();
        Box::pin(async move {
            match writer {
                Some(writer) => writer.run(work).await,
                None => Err(StoreError::Closed),
            }
        })
    }

    fn is_shared(&self) -> bool {
        false
    }

    fn start_writer(&self) -> Result<Option<std::thread::JoinHandle<()>>, StoreError> {
        let (writer, thread) = Writer::start(self.connect()?)?;
        self.writer.set(writer).map_err(|_| StoreError::Closed)?;
        Ok(Some(thread))
    }

    fn inspect(&self, whole: bool) -> Result<Inspection, StoreError> {
        self.with(|connection| upkeep::inspect(connection, whole))
    }

    fn snapshot(&self, to: &Path) -> Result<bool, StoreError> {
        self.with(|connection| upkeep::snapshot(connection, to))?;
        Ok(true)
    }

    fn scrub(&self) -> Result<bool, StoreError> {
        self.with(|connection| upkeep::empty_log(connection))
    }

    fn maintenance(&self) -> Result<Box<dyn MaintenanceLock>, StoreError> {
        upkeep::maintenance(&self.dir)
    }

    fn maintenance_now(&self) -> Result<Option<Box<dyn MaintenanceLock>>, StoreError> {
        upkeep::maintenance_now(&self.dir)
    }

    fn close(&self) -> Result<bool, StoreError> {
        self.with(upkeep::close)
    }

    fn reopen(&self) -> Result<(), StoreError> {
        self.with(upkeep::reopen)
    }
}

impl Sql for Connection {
    fn query(&self, statement: &'static str, values: &[Value<'_>]) -> Result<Vec<Row>, StoreError> {
        count_statement();
        let mut query = self.prepare_cached(statement)?;
        let columns = query.column_count();
        let mut rows = query.query(rusqlite::params_from_iter(values))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let cells = (0..columns).map(|place| cell(row.get_ref(place)?));
            found.push(Row(cells.collect::<Result<_, StoreError>>()?));
        }
        Ok(found)
    }

    fn execute(&self, statement: &'static str, values: &[Value<'_>]) -> Result<u64, StoreError> {
        count_statement();
        Ok(self
            .prepare_cached(statement)?
            .execute(rusqlite::params_from_iter(values))? as u64)
    }

    // Write transactions take SQLite's one write lock when they begin, so they already run one
    // after the other.
    fn lock(&self, _: TransactionLock) -> Result<(), StoreError> {
        Ok(())
    }

    fn lock_records(&self) -> Result<(), StoreError> {
        Ok(())
    }

    fn due_work(&self) -> &'static str {
        "SELECT id, revision, work_tries FROM registrations
            WHERE work_at IS NOT NULL AND work_after <= ?1 ORDER BY work_after, work_at LIMIT ?2"
    }
}

fn cell(value: ValueRef<'_>) -> Result<Cell, StoreError> {
    Ok(match value {
        ValueRef::Null => Cell::Null,
        ValueRef::Integer(number) => Cell::Int(number),
        ValueRef::Text(text) => Cell::Text(
            std::str::from_utf8(text)
                .map_err(|_| StoreError::Damaged("a text"))?
                .to_owned(),
        ),
        ValueRef::Blob(bytes) => Cell::Bytes(bytes.to_vec()),
        // No statement of this program writes a fraction, so one was put there by somebody else.
        ValueRef::Real(_) => return Err(StoreError::Damaged("a fraction")),
    })
}

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(number) => ValueRef::Integer(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

/// One connection to the file, which is made if it is not there.
fn connect(path: &Path) -> Result<Connection, StoreError> {
    files::private_folder(&files::folder_of(path))?;
    files::touch_private(path)?;
    let mut connection = Connection::open(path)?;
    // Other processes (the desk, the opener) hold the write lock for milliseconds only.
    connection.busy_timeout(Duration::from_secs(10))?;
    harden(&connection)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // With WAL, only `FULL` syncs the log at each commit: without it, a power cut could take back
    // what a phone was told is kept.
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    // Erasing promises that the envelope is gone, so freed pages are overwritten with zeros (ADR
    // 7).
    connection.pragma_update(None, "secure_delete", true)?;
    // Sorted rows would otherwise pass through a temporary file, which no erasure reaches.
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    // Ids come in random order, so nearly every look-up reads another page: 16 MiB of pages
    // stay in memory.
    connection.pragma_update(None, "cache_size", -16_384)?;
    connection.set_prepared_statement_cache_capacity(96);
    schema::migrate(&mut connection)?;
    Ok(connection)
}

/// Opens a file for reading only: it is neither made nor migrated.
fn connect_read_only(path: &Path) -> Result<Connection, StoreError> {
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    harden(&connection)?;
    Ok(connection)
}

/// A file that somebody else could write may hold triggers and views of theirs: these may call no
/// function that reaches outside, and may not write into the schema.
fn harden(connection: &Connection) -> Result<(), StoreError> {
    use rusqlite::config::DbConfig;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    Ok(())
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DiskFull) => Self::Full,
            _ => Self::Sql(error.to_string()),
        }
    }
}
