//! The tables, by version (`migrations/*.sql`). All migrations run in one IMMEDIATE transaction. A
//! released migration is never changed.

use rusqlite::{Connection, TransactionBehavior};

use crate::store::error::StoreError;

/// Migrations in order. `user_version` counts how many ran.
const MIGRATIONS: &[&str] = &[
    include_str!("migrations/01-registrations.sql"),
    include_str!("migrations/02-purposes.sql"),
    include_str!("migrations/03-officers.sql"),
    include_str!("migrations/04-receipts.sql"),
    include_str!("migrations/05-sequences.sql"),
    include_str!("migrations/06-inbox.sql"),
    include_str!("migrations/07-gaps.sql"),
    include_str!("migrations/08-work.sql"),
    include_str!("migrations/09-casework.sql"),
    include_str!("migrations/10-money.sql"),
    include_str!("migrations/11-keyed.sql"),
    include_str!("migrations/12-sharing.sql"),
    include_str!("migrations/13-cards.sql"),
    include_str!("migrations/14-payers.sql"),
    include_str!("migrations/15-recoveries.sql"),
    include_str!("migrations/16-reissues.sql"),
    include_str!("migrations/17-referrals.sql"),
    include_str!("migrations/18-unfinished.sql"),
    include_str!("migrations/19-twins.sql"),
    include_str!("migrations/20-queues.sql"),
    include_str!("migrations/21-sponsors.sql"),
    include_str!("migrations/22-removals.sql"),
    include_str!("migrations/23-refunds.sql"),
    include_str!("migrations/24-sums.sql"),
    include_str!("migrations/25-rounds.sql"),
    include_str!("migrations/26-unread.sql"),
    include_str!("migrations/27-skipped.sql"),
    include_str!("migrations/28-struck-off.sql"),
];

/// Migrates the file to this program's version. A newer file is refused.
pub fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let known = known_version();
    if version(connection)? == known {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // The version is read again inside the transaction, because another process may have migrated
    // meanwhile.
    let found = version(&transaction)?;
    if found > known {
        return Err(StoreError::Newer { found, known });
    }
    let done = usize::try_from(found).map_err(|_| StoreError::Damaged("user_version"))?;
    for migration in &MIGRATIONS[done..] {
        transaction.execute_batch(migration)?;
    }
    transaction.pragma_update(None, "user_version", known)?;
    transaction.commit()?;
    Ok(())
}

/// A trigger, view, table or index that this program's migrations do not make, by its kind and
/// name: whoever could write the file may have left one, and it would run inside every office that
/// opens it.
pub(super) fn stranger(
    connection: &Connection,
    version: i64,
) -> Result<Option<String>, StoreError> {
    // A file of an older version is compared with the schema of its own version, because it was not
    // migrated yet.
    let made = Connection::open_in_memory()?;
    let count = usize::try_from(version).unwrap_or(0).min(MIGRATIONS.len());
    for migration in &MIGRATIONS[..count] {
        made.execute_batch(migration)?;
    }
    let expected = parts(&made)?;
    Ok(parts(connection)?
        .into_iter()
        .find(|part| !expected.contains(part))
        .map(|(kind, name, _)| format!("{kind} {name}")))
}

/// Kind, name and, of what runs by itself, the text.
fn parts(connection: &Connection) -> Result<Vec<(String, String, Option<String>)>, StoreError> {
    let mut query = connection.prepare(
        "SELECT type, name, CASE WHEN type IN ('trigger', 'view') THEN sql END FROM sqlite_schema",
    )?;
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The schema version that this program writes.
pub fn known_version() -> i64 {
    i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX)
}

pub(super) fn version(connection: &Connection) -> Result<i64, StoreError> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

#[cfg(test)]
mod tests {
    use super::super::{FILE, Sqlite};
    use super::*;

    fn newest() -> i64 {
        i64::try_from(MIGRATIONS.len()).unwrap()
    }

    fn file(dir: &std::path::Path) -> Connection {
        Connection::open(dir.join(FILE)).unwrap()
    }

    #[test]
    fn a_database_of_a_newer_office_is_refused_and_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        drop(Sqlite::open(dir.path()).unwrap());
        file(dir.path())
            .pragma_update(None, "user_version", 99)
            .unwrap();
        assert!(
            matches!(Sqlite::open(dir.path()), Err(StoreError::Newer { found: 99, known }) if known == newest())
        );
    }

    #[test]
    fn opening_twice_migrates_once() {
        let dir = tempfile::tempdir().unwrap();
        drop(Sqlite::open(dir.path()).unwrap());
        drop(Sqlite::open(dir.path()).unwrap());
        assert_eq!(version(&file(dir.path())).unwrap(), newest());
    }

    #[test]
    fn a_database_of_version_1_comes_up_with_everything_in_it() {
        let dir = tempfile::tempdir().unwrap();
        let old = Connection::open(dir.path().join(FILE)).unwrap();
        old.execute_batch(include_str!("../../../tests/fixtures/version-1.sql"))
            .unwrap();
        assert_eq!(version(&old).unwrap(), 1);
        drop(old);
        drop(Sqlite::open(dir.path()).unwrap());
        let sql = &file(dir.path());
        assert_eq!(version(sql).unwrap(), newest());
        let text = |query: &str| {
            sql.query_row(query, [], |row| row.get::<_, String>(0))
                .expect(query)
        };
        assert_eq!(
            text("SELECT group_concat(state ORDER BY id) FROM registrations"),
            "received,receiving,refused",
            "what was there stays"
        );
        assert_eq!(
            text(
                "SELECT group_concat(purpose || ' ' || name_masked) FROM opened WHERE completes IS NULL"
            ),
            "register S••• C•••,register S••• C•••"
        );
        assert_eq!(text("SELECT count(*) || '' FROM records"), "3");
        assert_eq!(
            text(
                "SELECT count(*) || '' FROM opened JOIN registrations USING (id) WHERE opened.receipt = registrations.receipt"
            ),
            text("SELECT count(*) || '' FROM opened"),
            "what was opened is found by its receipt"
        );
        assert_eq!(
            text("SELECT count(*) || '' FROM office_keys WHERE retired_at IS NULL"),
            "1"
        );
        assert_eq!(text("SELECT count(*) || '' FROM erased"), "0");
        assert_eq!(text("PRAGMA integrity_check"), "ok");
        assert!(
            sql.execute("DELETE FROM audit", []).is_err(),
            "the log still only grows"
        );
    }

    #[test]
    fn the_audit_log_can_neither_be_changed_nor_shortened() {
        let dir = tempfile::tempdir().unwrap();
        drop(Sqlite::open(dir.path()).unwrap());
        let sql = &file(dir.path());
        sql.execute(
            "INSERT INTO audit (at, officer, action, detail) VALUES (0, 'o', 'show', '')",
            [],
        )
        .unwrap();
        assert!(sql.execute("UPDATE audit SET officer = 'x'", []).is_err());
        assert!(sql.execute("DELETE FROM audit", []).is_err());
    }
}
