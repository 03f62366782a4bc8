//! The rules that offices signed. Each root of trust has one row, which holds everything that has
//! to change together.
//!
//! Keys, root and bundle are written in one transaction. With two, a kill in between would leave a
//! bundle that the keys beside it do not verify. Each root has a row of its own because offices
//! number their bundles separately: a lower number from another office does not mean an older
//! bundle.

use payung_model::units::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::records::time_column;
use super::{Store, VaultError};

/// The newest rules under one root of trust.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RulesRow {
    /// The bundle keys of the trust file, 32 bytes each, in its order.
    pub root: Vec<u8>,
    /// The keys that may sign the next bundle, 32 bytes each.
    pub keys: Vec<u8>,
    /// The bundle's sequence.
    pub sequence: u64,
    /// The signed bundle as it came.
    pub bytes: Vec<u8>,
    /// A time that has certainly passed, because this office signed something then; see
    /// `api/clock.rs`.
    pub floor: Timestamp,
}

impl Store {
    /// The row of that root. Without a root it is the row that was written last.
    pub fn rules(&self, root: Option<&[u8]>) -> Result<Option<RulesRow>, VaultError> {
        self.read(|connection| {
            if let Some(root) = root {
                return of_root(connection, root);
            }
            let mut last =
                connection.prepare_cached("SELECT * FROM rules ORDER BY rowid DESC LIMIT 1")?;
            Ok(last.query_row([], rules_row).optional()?)
        })
    }

    /// Keeps a bundle with its keys and floor. A bundle that is not newer than the kept one of its
    /// root changes nothing, and a floor never sinks. `sequence_of` reads the sequence out of the kept
    /// bundle, which counts more than the one beside it, because either may be damaged; none when the
    /// bundle cannot be read any more.
    pub fn set_rules(
        &self,
        row: &RulesRow,
        sequence_of: impl Fn(&RulesRow) -> Option<u64>,
    ) -> Result<(), VaultError> {
        self.write(|transaction| {
            let kept = match of_root(transaction, &row.root) {
                // A damaged row is as good as none.
                Err(VaultError::Unreadable(_)) => None,
                kept => kept?,
            };
            // Reading a bundle takes time, so it is read only when it might stay.
            let stays = |kept: &RulesRow| {
                kept.sequence >= row.sequence
                    && sequence_of(kept).is_some_and(|sequence| sequence >= row.sequence)
            };
            if kept.as_ref().is_some_and(stays) {
                return Ok(());
            }
            let floor = kept.map_or(row.floor, |kept| kept.floor.max(row.floor));
            // REPLACE gives the row a new rowid. The highest rowid then tells which row was written
            // last.
            transaction.execute(
                "INSERT OR REPLACE INTO rules (root, keys, sequence, bytes, floor) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![
                    row.root,
                    row.keys,
                    row.sequence.cast_signed(),
                    row.bytes,
                    floor.millis()
                ],
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
