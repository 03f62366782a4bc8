//! Copies and checks of the file that no other database has.

use std::path::Path;

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::schema;
use crate::files;
use crate::store::error::StoreError;
use crate::store::sql::{Inspection, MaintenanceLock};

/// Looks at the file. `whole` also compares indexes with their tables.
pub(super) fn inspect(sql: &Connection, whole: bool) -> Result<Inspection, StoreError> {
    let check = if whole {
        "PRAGMA integrity_check(1)"
    } else {
        "PRAGMA quick_check(1)"
    };
    let verdict: String = sql.query_row(check, [], |row| row.get(0))?;
    let (version, known) = (schema::version(sql)?, schema::known_version());
    // Comparing the schema runs all migrations in memory, which is too slow for a look before each
    // start.
    let stranger = if whole {
        schema::stranger(sql, version)?
    } else {
        None
    };
    Ok(Inspection {
        version,
        known,
        sound: verdict == "ok",
        stranger,
    })
}

/// Copies the database as it is at one moment, while others go on writing. `VACUUM INTO` copies
/// live rows only, so no page of an erased registration is in the copy.
pub(super) fn snapshot(connection: &Connection, to: &Path) -> Result<(), StoreError> {
    // The file exists with mode 0600 before SQLite writes into it: made by SQLite, it would be
    // readable for as long as the copy takes.
    files::touch_private(to)?;
    connection.execute("VACUUM INTO ?1", [to.to_string_lossy()])?;
    std::fs::File::open(to)?.sync_all()?;
    Ok(())
}

/// Writes the write-ahead log back into the database and cuts it to length zero, so that no old
/// page stays in it. False when another connection was reading or writing all the time; the caller
/// then tries again later.
pub(super) fn empty_log(connection: &Connection) -> Result<bool, StoreError> {
    let busy: i64 =
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    Ok(busy == 0)
}

/// A lock on a file, which ends with its process.
struct FileLock {
    _file: std::fs::File,
}

impl MaintenanceLock for FileLock {}

/// Waits for the lock of that data folder.
pub(super) fn maintenance(dir: &Path) -> Result<Box<dyn MaintenanceLock>, StoreError> {
    Ok(Box::new(FileLock {
        _file: files::lock(&dir.join(".maintenance"))?,
    }))
}

pub(super) fn maintenance_now(dir: &Path) -> Result<Option<Box<dyn MaintenanceLock>>, StoreError> {
    let file = files::lock_now(&dir.join(".maintenance"))?;
    Ok(file.map(|file| Box::new(FileLock { _file: file }) as Box<dyn MaintenanceLock>))
}

/// After the office was moved elsewhere, nothing is written here any more.
const CLOSE: &str = "
CREATE TRIGGER IF NOT EXISTS moved_insert BEFORE INSERT ON registrations
    BEGIN SELECT RAISE(ABORT, 'this office was moved to another database'); END;
CREATE TRIGGER IF NOT EXISTS moved_update BEFORE UPDATE ON registrations
    BEGIN SELECT RAISE(ABORT, 'this office was moved to another database'); END;
CREATE TRIGGER IF NOT EXISTS moved_delete BEFORE DELETE ON registrations
    BEGIN SELECT RAISE(ABORT, 'this office was moved to another database'); END;
CREATE TRIGGER IF NOT EXISTS moved_audit BEFORE INSERT ON audit
    BEGIN SELECT RAISE(ABORT, 'this office was moved to another database'); END;
CREATE TRIGGER IF NOT EXISTS moved_bills BEFORE INSERT ON bills
    BEGIN SELECT RAISE(ABORT, 'this office was moved to another database'); END;
CREATE TRIGGER IF NOT EXISTS moved_bills_update BEFORE UPDATE ON bills
    BEGIN SELECT RAISE(ABORT, 'this office was moved to another database'); END;
CREATE TRIGGER IF NOT EXISTS moved_payments BEFORE INSERT ON payments
    BEGIN SELECT RAISE(ABORT, 'this office was moved to another database'); END;
CREATE TRIGGER IF NOT EXISTS moved_entries BEFORE INSERT ON entries
    BEGIN SELECT RAISE(ABORT, 'this office was moved to another database'); END;
";

const REOPEN: &str = "
DROP TRIGGER IF EXISTS moved_insert; DROP TRIGGER IF EXISTS moved_update; DROP TRIGGER IF EXISTS moved_delete;
DROP TRIGGER IF EXISTS moved_audit; DROP TRIGGER IF EXISTS moved_bills; DROP TRIGGER IF EXISTS moved_bills_update;
DROP TRIGGER IF EXISTS moved_payments; DROP TRIGGER IF EXISTS moved_entries;
";

pub(super) fn close(connection: &mut Connection) -> Result<bool, StoreError> {
    if is_closed(connection)? {
        return Ok(false);
    }
    in_transaction(connection, CLOSE)?;
    Ok(true)
}

pub(super) fn reopen(connection: &mut Connection) -> Result<(), StoreError> {
    in_transaction(connection, REOPEN)
}

fn in_transaction(connection: &mut Connection, statements: &str) -> Result<(), StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.execute_batch(statements)?;
    Ok(transaction.commit()?)
}

/// True when the office in that file was moved away.
pub fn was_moved(file: &Path) -> Result<bool, StoreError> {
    let sql = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    is_closed(&sql)
}

/// Writes the log back into the file, so that the file alone is the whole office.
pub fn write_back_log(file: &Path) -> Result<(), StoreError> {
    let sql = Connection::open(file)?;
    // By `pragma_query` it would be refused: a pragma with brackets is no name.
    Ok(sql.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?)
}

fn is_closed(sql: &Connection) -> Result<bool, StoreError> {
    Ok(sql
        .prepare("SELECT 1 FROM sqlite_schema WHERE type = 'trigger' AND name = 'moved_insert'")?
        .exists([])?)
}
