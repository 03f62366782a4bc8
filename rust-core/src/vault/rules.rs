//! The rules that offices signed: for each root of trust one row, with all that has to change together.
//!
//! Keys, root and bundle are written in one transaction. Two statements would leave, after a kill in between, a bundle
//! that the keys beside it do not verify. Each root has a row of its own, because offices count their sequences
//! separately: another office's lower number is no older bundle.

use payung_model::units::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::records::time_column;
use super::{Store, VaultError};

/// What one root of trust led to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RulesRow {
    /// The bundle keys of the trust file, 32 bytes each, in its order.
    pub root: Vec<u8>,
    /// The keys that may sign the next bundle, 32 bytes each.
    pub keys: Vec<u8>,
    /// The bundle's sequence.
    pub sequence: u64,
    /// The bundle, signed as it came.
    pub bytes: Vec<u8>,
    /// The latest time before which this office has certainly signed something; see `api/clock.rs`.
    pub floor: Timestamp,
}

impl Store {
    /// The row of that root; without a root the one that was written last.
    pub fn rules(&self, root: Option<&[u8]>) -> Result<Option<RulesRow>, VaultError> {
        self.read(|connection| match root {
            Some(root) => of_root(connection, root),
            None => {
                let mut last = connection.prepare_cached("SELECT * FROM rules ORDER BY rowid DESC LIMIT 1")?;
                Ok(last.query_row([], rules_row).optional()?)
            }
        })
    }

    /// Keeps a bundle with its keys and floor. A bundle that is not newer than the kept one of its root changes nothing,
    /// and a floor never sinks.
    pub fn set_rules(&self, row: &RulesRow) -> Result<(), VaultError> {
        self.write(|transaction| {
            let kept = of_root(transaction, &row.root)?;
            if kept.as_ref().is_some_and(|kept| kept.sequence >= row.sequence) {
                return Ok(());
            }
            let floor = kept.map_or(row.floor, |kept| kept.floor.max(row.floor));
            // REPLACE gives the row a new rowid, so that the one written last is known.
            transaction.execute(
                "INSERT OR REPLACE INTO rules (root, keys, sequence, bytes, floor) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![row.root, row.keys, row.sequence.cast_signed(), row.bytes, floor.millis()],
            )?;
            Ok(())
        })
    }
}

fn of_root(connection: &Connection, root: &[u8]) -> Result<Option<RulesRow>, VaultError> {
    let mut one = connection.prepare_cached("SELECT * FROM rules WHERE root = ?1")?;
    Ok(one.query_row([root], rules_row).optional()?)
}

fn rules_row(row: &Row<'_>) -> rusqlite::Result<RulesRow> {
    Ok(RulesRow {
        root: row.get("root")?,
        keys: row.get("keys")?,
        sequence: row.get::<_, i64>("sequence")?.cast_unsigned(),
        bytes: row.get("bytes")?,
        floor: time_column(row, "floor")?,
    })
}
