//! What the processes of one office share while they run: which processes there are, which of them
//! writes which photo, which officer reads which registration, and which devices wait after wrong
//! passwords.
//!
//! A process *attends* for a short time, and says so again while it lives. Its claims end with that
//! time, so nobody has to clean up after a process that died. None of this is copied to another
//! database or into a backup.

use std::collections::BTreeSet;
use std::time::Duration;

use payung_model::sealed::RegistrationId;
use payung_model::units::Timestamp;

use super::error::StoreError;
use super::officers::wait_after;
use super::sql::{Database, Engine, Pending, Row, Sql, TransactionLock, values};
use crate::photo_store::PhotoName;

/// Wrong tries of a device are forgotten this long after its wait has ended.
const FORGOTTEN: Duration = Duration::from_secs(24 * 60 * 60);

/// A running process of the intake, named by 16 random bytes.
pub type ProcessId = [u8; 16];

/// Which upload a process wants to write, and until when it attends.
#[derive(Clone, Copy, Debug)]
pub struct UploadClaim {
    /// The photo.
    pub photo: PhotoName,
    /// Who claims it.
    pub process: ProcessId,
    /// A number that this process gives to no other claim, so that giving back an older claim
    /// leaves this one alone.
    pub number: u32,
    /// By the office's clock.
    pub now: Timestamp,
    /// The process attends until then, unless it said so already.
    pub until: Timestamp,
}

/// A claim as it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeldUpload {
    /// The photo.
    pub photo: PhotoName,
    /// The number of the claim.
    pub number: u32,
    /// True when another process wants the photo.
    pub asked: bool,
}

/// What processes of the intake share.
pub trait UploadSharing {
    /// True when processes on several machines may use this database at once. Otherwise they share
    /// a data folder, whose files can be locked, and nothing here has to be asked.
    fn is_shared(&self) -> bool;

    /// Says that this process is there until `until`. How many are there, with this one.
    fn attend(&self, process: ProcessId, now: Timestamp, until: Timestamp) -> Pending<u32>;

    /// This process ends, and all of its claims.
    fn leave(&self, process: ProcessId) -> Pending<()>;

    /// Claims an upload. False while another process has it and attends.
    fn claim_upload(&self, claim: UploadClaim) -> Pending<bool>;

    /// Gives a claim back. A newer one of the same process stays.
    fn give_upload_back(&self, photo: PhotoName, process: ProcessId, number: u32) -> Pending<()>;

    /// Asks whoever writes the upload to stop. False when nobody does.
    fn ask_for_upload(&self, photo: PhotoName, now: Timestamp) -> Pending<bool>;

    /// What this process has claimed.
    fn held_uploads(&self, process: ProcessId) -> Pending<Vec<HeldUpload>>;
}

/// What processes of the officers' web share.
pub trait DeskSharing {
    /// Counts a try from a known device as a wrong one before it is looked at. False while the
    /// device waits; such a try is not counted.
    fn begin_device_try(&self, device: &[u8; 16], now: Timestamp) -> Result<bool, StoreError>;

    /// Forgets what was wrong after the right password.
    fn forget_device_tries(&self, device: &[u8; 16]) -> Result<(), StoreError>;

    /// Claims a registration for an officer who reads it. When somebody else has it, nothing
    /// changes, and the other's name is returned.
    fn claim_reading(
        &self,
        id: RegistrationId,
        officer: &str,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<String>, StoreError>;

    /// All registrations that somebody else reads.
    fn read_by_others(
        &self,
        officer: &str,
        now: Timestamp,
    ) -> Result<BTreeSet<RegistrationId>, StoreError>;

    /// The officer leaves it for later, and reads it no more.
    fn skip(&self, id: RegistrationId, officer: &str, now: Timestamp) -> Result<(), StoreError>;

    /// What the officer left for later since then, the one that was left longest ago first. What was
    /// left before is forgotten.
    fn skipped_since(
        &self,
        officer: &str,
        since: Timestamp,
    ) -> Result<Vec<RegistrationId>, StoreError>;
}

impl<E: Engine> UploadSharing for Database<E> {
    fn is_shared(&self) -> bool {
        self.engine.is_shared()
    }

    fn attend(&self, process: ProcessId, now: Timestamp, until: Timestamp) -> Pending<u32> {
        self.engine.write_soon(move |sql| {
            attend(sql, &process, until)?;
            // What the dead had claimed goes with them.
            sql.execute(
                "DELETE FROM upload_claims WHERE NOT EXISTS (
                    SELECT 1 FROM processes WHERE processes.process = upload_claims.process AND until > ?1)",
                values![now],
            )?;
            sql.execute("DELETE FROM processes WHERE until <= ?1", values![now])?;
            sql.one("SELECT count(*) FROM processes", &[])?.small(0)
        })
    }

    fn leave(&self, process: ProcessId) -> Pending<()> {
        self.engine.write_soon(move |sql| {
            sql.execute(
                "DELETE FROM upload_claims WHERE process = ?1",
                values![&process],
            )?;
            sql.execute(
                "DELETE FROM processes WHERE process = ?1",
                values![&process],
            )?;
            Ok(())
        })
    }

    fn claim_upload(&self, claim: UploadClaim) -> Pending<bool> {
        self.engine.write_soon(move |sql| claim_upload(sql, &claim))
    }

    fn give_upload_back(
        &self,
        (id, digest): PhotoName,
        process: ProcessId,
        number: u32,
    ) -> Pending<()> {
        self.engine.write_soon(move |sql| {
            sql.execute(
                "DELETE FROM upload_claims WHERE id = ?1 AND digest = ?2 AND process = ?3 AND number = ?4",
                values![&id, &digest, &process, number],
            )
            .map(|_| ())
        })
    }

    fn ask_for_upload(&self, (id, digest): PhotoName, now: Timestamp) -> Pending<bool> {
        self.engine.write_soon(move |sql| {
            let asked = sql.execute(
                "UPDATE upload_claims SET asked = 1 WHERE id = ?1 AND digest = ?2 AND EXISTS (
                    SELECT 1 FROM processes WHERE processes.process = upload_claims.process AND until > ?3)",
                values![&id, &digest, now],
            )?;
            Ok(asked > 0)
        })
    }

    fn held_uploads(&self, process: ProcessId) -> Pending<Vec<HeldUpload>> {
        self.engine.read_soon(move |sql| {
            let rows = sql.query(
                "SELECT id, digest, number, asked FROM upload_claims WHERE process = ?1",
                values![&process],
            )?;
            let held = |row: &Row| {
                Ok(HeldUpload {
                    photo: (row.id(0)?, row.digest(1)?),
                    number: row.small(2)?,
                    asked: row.is_true(3)?,
                })
            };
            rows.iter().map(held).collect()
        })
    }
}

fn attend(sql: &dyn Sql, process: &ProcessId, until: Timestamp) -> Result<(), StoreError> {
    sql.execute(
        "INSERT INTO processes (process, until) VALUES (?1, ?2)
            ON CONFLICT (process) DO UPDATE SET until = excluded.until",
        values![process, until],
    )
    .map(|_| ())
}

fn claim_upload(sql: &dyn Sql, claim: &UploadClaim) -> Result<bool, StoreError> {
    let &UploadClaim {
        photo: (ref id, ref digest),
        ref process,
        number,
        now,
        until,
    } = claim;
    // A process that claims before its first beat, or after the database had forgotten it, attends
    // by the claim itself.
    let attends = sql.first(
        "SELECT 1 FROM processes WHERE process = ?1 AND until > ?2",
        values![process, now],
    )?;
    if attends.is_none() {
        attend(sql, process, until)?;
    }
    sql.execute(
        "DELETE FROM upload_claims WHERE id = ?1 AND digest = ?2 AND NOT EXISTS (
            SELECT 1 FROM processes WHERE processes.process = upload_claims.process AND until > ?3)",
        values![id, digest, now],
    )?;
    // One statement, so that of two processes that come at the same time one is refused. What this
    // process did not manage to give back is its own.
    let claimed = sql.execute(
        "INSERT INTO upload_claims (id, digest, process, number, asked) VALUES (?1, ?2, ?3, ?4, 0)
            ON CONFLICT (id, digest) DO UPDATE SET number = excluded.number, asked = 0
            WHERE upload_claims.process = excluded.process",
        values![id, digest, process, number],
    )?;
    Ok(claimed > 0)
}

impl<E: Engine> DeskSharing for Database<E> {
    fn begin_device_try(&self, device: &[u8; 16], now: Timestamp) -> Result<bool, StoreError> {
        self.engine.write(|sql| {
            // Tries at the same time count one by one.
            sql.lock(TransactionLock::Roster)?;
            sql.execute(
                "DELETE FROM device_tries WHERE until <= ?1",
                values![earlier(now)],
            )?;
            let found = sql.first(
                "SELECT failed, until FROM device_tries WHERE device = ?1",
                values![device],
            )?;
            let (failed, until) = match found {
                Some(row) => (row.small(0)?, row.time(1)?),
                None => (0, Timestamp::default()),
            };
            if until > now {
                return Ok(false);
            }
            // The try counts before the password is compared, as in `begin_try`: many at once do
            // not get round the wait.
            let failed = failed.saturating_add(1);
            sql.execute(
                "INSERT INTO device_tries (device, failed, until) VALUES (?1, ?2, ?3)
                    ON CONFLICT (device) DO UPDATE SET failed = excluded.failed, until = excluded.until",
                values![device, failed, now.plus(wait_after(failed))],
            )?;
            Ok(true)
        })
    }

    fn forget_device_tries(&self, device: &[u8; 16]) -> Result<(), StoreError> {
        self.engine.write(|sql| {
            sql.execute(
                "DELETE FROM device_tries WHERE device = ?1",
                values![device],
            )
            .map(|_| ())
        })
    }

    fn claim_reading(
        &self,
        id: RegistrationId,
        officer: &str,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<String>, StoreError> {
        self.engine.write(|sql| {
            sql.lock(TransactionLock::Registration(id))?;
            let other = sql.first(
                "SELECT officer FROM reading WHERE id = ?1 AND officer <> ?2 AND until > ?3",
                values![&id, officer, now],
            )?;
            if let Some(other) = other {
                return other.text(0).map(Some);
            }
            sql.execute(
                "INSERT INTO reading (id, officer, until) VALUES (?1, ?2, ?3)
                    ON CONFLICT (id) DO UPDATE SET officer = excluded.officer, until = excluded.until",
                values![&id, officer, until],
            )?;
            Ok(None)
        })
    }

    fn read_by_others(
        &self,
        officer: &str,
        now: Timestamp,
    ) -> Result<BTreeSet<RegistrationId>, StoreError> {
        self.engine.write(|sql| {
            sql.execute("DELETE FROM reading WHERE until <= ?1", values![now])?;
            let rows = sql.query(
                "SELECT id FROM reading WHERE officer <> ?1",
                values![officer],
            )?;
            rows.iter().map(|row| row.id(0)).collect()
        })
    }

    fn skip(&self, id: RegistrationId, officer: &str, now: Timestamp) -> Result<(), StoreError> {
        self.engine.write(|sql| {
            sql.execute(
                "DELETE FROM reading WHERE id = ?1 AND officer = ?2",
                values![&id, officer],
            )?;
            sql.execute(
                "INSERT INTO skipped (officer, id, at) VALUES (?1, ?2, ?3)
                    ON CONFLICT (officer, id) DO UPDATE SET at = excluded.at",
                values![officer, &id, now],
            )
            .map(|_| ())
        })
    }

    fn skipped_since(
        &self,
        officer: &str,
        since: Timestamp,
    ) -> Result<Vec<RegistrationId>, StoreError> {
        self.engine.write(|sql| {
            sql.execute("DELETE FROM skipped WHERE at < ?1", values![since])?;
            let rows = sql.query(
                "SELECT id FROM skipped WHERE officer = ?1 ORDER BY at, id",
                values![officer],
            )?;
            rows.iter().map(|row| row.id(0)).collect()
        })
    }
}

fn earlier(now: Timestamp) -> Timestamp {
    crate::clock::earlier(now, FORGOTTEN.as_secs() * 1000)
}
