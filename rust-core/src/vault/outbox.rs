//! What waits to go, and the few of many registrations that the synchronizer looks for: nothing here needs the data key.

use payung_model::sealed::{Digest, RegistrationId};
use payung_model::units::Timestamp;
use rusqlite::{OptionalExtension, params};

use super::records::{id_column, time_column};
use super::{OutboxRow, Page, Store, VaultError};

/// States in which the synchronizer tries. A parked registration keeps its outbox row and waits for something to change.
const GOES: &str = "registration.state IN ('ready', 'sending')";

/// The problem of what waits for another network; [`Store::held`] counts by it.
pub const WAIT_WIFI: &str = "wait-wifi";

/// RegistrationQuery registrations are looked for.
#[derive(Clone, Copy, Debug)]
pub enum RegistrationQuery {
    /// Of which something has to go, and may be tried at that time: photos of those whose record the office has, and the
    /// record of the others.
    Due { now: Timestamp, recorded: bool },
    /// A withdrawal that the office has not confirmed.
    Withdrawing,
    /// The office may still say something about them. What is parked counts too, since an answer may have been spoilt on
    /// the way.
    MayHaveNews,
    /// Parked for something that newer rules or a newer app may mend.
    Mendable,
}

/// Why it was parked, when newer rules may help: the office did not know those it was sealed under.
pub const MENDED_BY_RULES: &str = "park-newer";

impl RegistrationQuery {
    fn condition(self) -> &'static str {
        match self {
            Self::Due { recorded: false, .. } => {
                "state IN ('ready', 'sending') AND withdraw_wanted = 0
                    AND EXISTS (SELECT 1 FROM outbox WHERE outbox.registration = registration.id AND next_try <= ?3
                        AND recorded = 0)"
            }
            Self::Due { recorded: true, .. } => {
                "state IN ('ready', 'sending') AND withdraw_wanted = 0
                    AND EXISTS (SELECT 1 FROM outbox WHERE outbox.registration = registration.id AND next_try <= ?3
                        AND recorded = 1)"
            }
            Self::Withdrawing => "withdraw_wanted = 1",
            Self::MayHaveNews => "withdraw_wanted = 0 AND state IN ('received', 'needs_correction', 'parked')",
            Self::Mendable => {
                "withdraw_wanted = 0 AND state = 'parked'
                    AND EXISTS (SELECT 1 FROM outbox WHERE outbox.registration = registration.id
                        AND problem IN ('park-newer', 'park-malformed', 'park-too-large'))"
            }
        }
    }
}

impl Store {
    /// At most `limit` of those, the oldest first: those newer than `after`. However many there are, few are in memory.
    pub fn registrations_matching(
        &self,
        which: RegistrationQuery,
        after: Option<RegistrationId>,
        limit: u32,
    ) -> Result<Vec<RegistrationId>, VaultError> {
        let now = if let RegistrationQuery::Due { now, .. } = which { now.millis() } else { 0 };
        self.read(|connection| {
            // `?3` is named by each, so that each takes the same three values.
            let mut some = connection.prepare_cached(&format!(
                "SELECT id FROM registration WHERE (?1 IS NULL OR id > ?1) AND ?3 >= 0 AND {} ORDER BY id LIMIT ?2",
                which.condition()
            ))?;
            let rows = some.query_map(params![after.map(|id| *id.bytes()), limit, now], |row| id_column(row, "id"))?;
            Ok(Page::of(rows)?.rows)
        })
    }

    /// What waits to go of that registration, if something does.
    pub fn outbox(&self, id: RegistrationId) -> Result<Option<OutboxRow>, VaultError> {
        self.read(|connection| {
            let mut one = connection.prepare_cached("SELECT * FROM outbox WHERE registration = ?1")?;
            let row = one.query_row([id.bytes()], |row| {
                Ok(OutboxRow {
                    revision: row.get("revision")?,
                    envelope: row.get("envelope")?,
                    attempts: row.get("attempts")?,
                    next_try: time_column(row, "next_try")?,
                    problem: row.get("problem")?,
                    recorded: row.get("recorded")?,
                    over_metered: row.get("over_metered")?,
                    sealed_at: time_column(row, "sealed_at")?,
                    sealed_by: row.get("sealed_by")?,
                })
            });
            Ok(row.optional()?)
        })
    }

    /// Digest, length in bytes, and whether the office has it.
    pub fn outbox_photos(&self, id: RegistrationId) -> Result<Vec<(Digest, u32, bool)>, VaultError> {
        self.read(|connection| {
            let mut all =
                connection.prepare_cached("SELECT digest, length, sent FROM outbox_photo WHERE registration = ?1")?;
            let rows = all.query_map([id.bytes()], |row| Ok((Digest(row.get(0)?), row.get(1)?, row.get(2)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    pub fn set_photo_sent(&self, id: RegistrationId, digest: Digest) -> Result<(), VaultError> {
        let statement = "UPDATE outbox_photo SET sent = TRUE WHERE registration = ?1 AND digest = ?2";
        self.change(statement, params![id.bytes(), digest.0])
    }

    /// The office has the record of that revision, or has lost it.
    pub fn set_recorded(&self, id: RegistrationId, revision: u32, recorded: bool) -> Result<(), VaultError> {
        let statement = "UPDATE outbox SET recorded = ?3 WHERE registration = ?1 AND revision = ?2";
        self.change(statement, params![id.bytes(), revision, recorded])
    }

    /// Its photos may go over metered networks from now on, tried again at `now` if that is what they waited for.
    pub fn allow_metered(&self, id: RegistrationId, now: Timestamp) -> Result<(), VaultError> {
        self.change(
            "UPDATE outbox SET over_metered = 1, next_try = iif(problem = 'wait-wifi', min(next_try, ?2), next_try)
             WHERE registration = ?1",
            params![id.bytes(), now.millis()],
        )
    }

    /// The same for all that waits to go; how many there are.
    pub fn allow_all_metered(&self, now: Timestamp) -> Result<usize, VaultError> {
        self.read(|connection| {
            let statement = format!(
                "UPDATE outbox SET over_metered = 1, next_try = iif(problem = 'wait-wifi', min(next_try, ?1), next_try)
                 WHERE over_metered = 0
                    AND EXISTS (SELECT 1 FROM registration WHERE registration.id = outbox.registration AND {GOES})"
            );
            Ok(connection.prepare_cached(&statement)?.execute([now.millis()])?)
        })
    }

    /// What waited for another network is due: it is there.
    pub fn release_held(&self, now: Timestamp) -> Result<(), VaultError> {
        // Asked by each run: nothing is written when nothing waits for it.
        self.read(|connection| {
            let statement = "UPDATE outbox SET next_try = ?1 WHERE problem = 'wait-wifi' AND next_try > ?1";
            connection.prepare_cached(statement)?.execute([now.millis()])?;
            Ok(())
        })
    }

    /// How many registrations' photos wait for another network, and how many bytes these have altogether.
    pub fn held(&self) -> Result<(u32, u64), VaultError> {
        self.read(|connection| {
            let mut count = connection.prepare_cached(&format!(
                "SELECT count(DISTINCT outbox.registration), coalesce(sum(length), 0) FROM outbox
                 JOIN registration ON registration.id = outbox.registration
                 JOIN outbox_photo ON outbox_photo.registration = outbox.registration AND NOT sent
                 WHERE problem = 'wait-wifi' AND over_metered = 0 AND withdraw_wanted = 0 AND {GOES}"
            ))?;
            let (count, bytes) = count.query_row([], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?)))?;
            Ok((count, bytes.cast_unsigned()))
        })
    }

    /// There is another network, so what the last one was in the way of is due: at the latest at that time.
    pub fn end_delays_of_the_line(&self, now: Timestamp) -> Result<(), VaultError> {
        self.read(|connection| {
            let statement = "UPDATE outbox SET next_try = ?1 WHERE next_try > ?1 AND problem IN
                ('wait-offline', 'wait-unreachable', 'wait-timeout', 'wait-cut', 'wait-portal', 'wait-proxy', 'wait-tls',
                 'wait-name', 'wait-clock', 'wait-expired')";
            connection.prepare_cached(statement)?.execute([now.millis()])?;
            Ok(())
        })
    }

    /// A person wants that registration sent now, or all of them. What waits for another network goes on waiting.
    pub fn end_delays(&self, id: Option<RegistrationId>, now: Timestamp) -> Result<(), VaultError> {
        self.read(|connection| {
            let statement = "UPDATE outbox SET next_try = ?2 WHERE (?1 IS NULL OR registration = ?1) AND next_try > ?2
                AND problem IS NOT 'wait-wifi'";
            connection.prepare_cached(statement)?.execute(params![id.map(|id| *id.bytes()), now.millis()])?;
            Ok(())
        })
    }

    /// After a failed try.
    pub fn delay(
        &self,
        id: RegistrationId,
        attempts: u32,
        next_try: Timestamp,
        problem: &str,
    ) -> Result<(), VaultError> {
        let statement = "UPDATE outbox SET attempts = ?2, next_try = ?3, problem = ?4 WHERE registration = ?1";
        self.change(statement, params![id.bytes(), attempts, next_try.millis(), problem])
    }

    /// How many wait.
    pub fn waiting(&self) -> Result<u32, VaultError> {
        self.read(|connection| {
            let mut count = connection.prepare_cached(&format!(
                "SELECT count(*) FROM outbox
                 JOIN registration ON registration.id = outbox.registration WHERE {GOES}"
            ))?;
            Ok(count.query_row([], |row| row.get(0))?)
        })
    }

    /// The earliest next try, of those whose record the office has, or of the others. What waits for the data key has none:
    /// it goes when the key is open again.
    pub fn next_try(&self, recorded: bool) -> Result<Option<Timestamp>, VaultError> {
        self.read(|connection| {
            let mut earliest = connection.prepare_cached(&format!(
                "SELECT min(next_try) FROM outbox
                 JOIN registration ON registration.id = outbox.registration
                 WHERE {GOES} AND withdraw_wanted = 0 AND recorded = ?1 AND problem IS NOT 'wait-locked'"
            ))?;
            let next: Option<i64> = earliest.query_row([recorded], |row| row.get(0))?;
            Ok(next.and_then(|millis| Timestamp::from_millis(millis).ok()))
        })
    }

    /// How many are parked.
    pub fn parked(&self) -> Result<u32, VaultError> {
        self.read(|connection| {
            let mut count = connection.prepare_cached("SELECT count(*) FROM registration WHERE state = 'parked'")?;
            Ok(count.query_row([], |row| row.get(0))?)
        })
    }
}
