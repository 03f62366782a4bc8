//! Photos that are still to be removed, because the rows of their registration are gone.
//!
//! Rows go in a transaction, and photos lie on disks and in a bucket, so one comes after the other.
//! Rows go first: a photo without its row is noise (ADR 7), and a row without its photo would be a
//! fault. What is between the two is written down in the transaction that removes the rows. So a
//! kill, or a bucket that does not answer, leaves nothing for ever: any process of the office
//! finishes it ([`super::Store::finish_removals`]).

use payung_model::sealed::RegistrationId;

use super::error::StoreError;
use super::sql::{Database, Engine, Sql, values};

/// Registrations whose photos are still to be removed.
pub trait Removals {
    /// At most `most` of them after `after`, by their ids. The rows of each are gone.
    fn removals(
        &self,
        after: Option<RegistrationId>,
        most: u32,
    ) -> Result<Vec<RegistrationId>, StoreError>;

    /// The photos of one are gone from everywhere. The caller has the maintenance lock.
    fn removed(&self, id: RegistrationId) -> Result<(), StoreError>;
}

impl<E: Engine> Removals for Database<E> {
    fn removals(
        &self,
        after: Option<RegistrationId>,
        most: u32,
    ) -> Result<Vec<RegistrationId>, StoreError> {
        let after = after.map_or_else(Vec::new, |id| id.bytes().to_vec());
        let rows = self.engine.read(|sql| {
            sql.query(
                "SELECT id FROM removals WHERE id > ?1 ORDER BY id LIMIT ?2",
                values![&after, most],
            )
        })?;
        rows.iter().map(|row| row.id(0)).collect()
    }

    fn removed(&self, id: RegistrationId) -> Result<(), StoreError> {
        self.engine.write(|sql| {
            sql.execute("DELETE FROM removals WHERE id = ?1", values![&id])
                .map(|_| ())
        })
    }
}

/// Writes down that the photos of a registration are to be removed, in the transaction in which
/// nothing names them any more.
pub(super) fn leave(sql: &dyn Sql, id: RegistrationId) -> Result<(), StoreError> {
    sql.execute(
        "INSERT INTO removals (id) VALUES (?1) ON CONFLICT DO NOTHING",
        values![&id],
    )
    .map(|_| ())
}

/// True while photos of it are still to be removed. Nothing new of it may be kept until then: its
/// photos would go with the old ones.
pub(super) fn is_leaving(sql: &dyn Sql, id: RegistrationId) -> Result<bool, StoreError> {
    let found = sql.first("SELECT 1 FROM removals WHERE id = ?1", values![&id])?;
    Ok(found.is_some())
}
