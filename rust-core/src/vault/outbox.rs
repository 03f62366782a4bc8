//! The registrations that are still to be sent, and the queries by which the synchronizer finds the
//! ones that it has to work on. Nothing here needs the data key.

use std::time::Duration;

#[cfg(test)]
use payung_model::journey::State;
use payung_model::sealed::{Digest, RegistrationId};
use payung_model::units::Timestamp;
use rusqlite::{OptionalExtension, params};

#[cfg(test)]
use super::Planted;
use super::records::{id_column, problem_column, state_column, time_column};
use super::{Applied, OutboxRow, Page, Store, VaultError};
use crate::problem::ProblemCode;

/// The states in which the synchronizer sends. A parked registration keeps its outbox row, but is
/// not sent until newer rules, a newer app or a person changes that.
const GOES: &str = "registration.state IN ('ready', 'sending')";
/// An accepted registration is asked about once in this time ([`RegistrationQuery::MayHaveNews`]).
const A_DAY: Duration = Duration::from_secs(86_400);

/// No delay of the synchronizer is longer. A next try that lies further ahead was noted by a clock
/// that was ahead, perhaps by years, and is due at once.
pub const LONGEST_DELAY: Duration = Duration::from_secs(95_100);

/// The registrations that the synchronizer looks for.
#[derive(Clone, Copy, Debug)]
pub enum RegistrationQuery {
    /// Registrations that have something to send, and whose next try is not after `now`, or so far
    /// after it that a wrong clock noted it ([`LONGEST_DELAY`]). With `recorded` these are the ones whose record the office has, so that photos are to be sent;
    /// without it the ones whose record is to be sent.
    Due { now: Timestamp, recorded: bool },
    /// Registrations with a withdrawal that the office has not confirmed.
    Withdrawing,
    /// Registrations about which the office may still have news at `now`. Parked ones count too,
    /// because a middlebox may have changed the answer that parked them. Of accepted ones there may
    /// be bills and receipts: while one waits for a payment always, and for a day after something
    /// changed of what was asked for about it (the office then writes to the one it is about); else
    /// once a day. A time of asking that lies ahead was noted by a wrong clock.
    MayHaveNews { now: Timestamp },
    /// Parked registrations that newer rules or a newer app may mend.
    Mendable,
}

/// The problem of a parked registration that newer rules may mend: the office did not know the
/// rules it was sealed under.
pub const MENDED_BY_RULES: ProblemCode = ProblemCode::OfficeOlder;

impl RegistrationQuery {
    fn condition(self) -> &'static str {
        match self {
            Self::Due { recorded: false, .. } => {
                "state IN ('ready', 'sending') AND withdraw_wanted = 0
                    AND EXISTS (SELECT 1 FROM outbox WHERE outbox.registration = registration.id AND recorded = 0
                        AND (next_try <= ?3 OR next_try > ?4))"
            }
            Self::Due { recorded: true, .. } => {
                "state IN ('ready', 'sending') AND withdraw_wanted = 0
                    AND EXISTS (SELECT 1 FROM outbox WHERE outbox.registration = registration.id AND recorded = 1
                        AND (next_try <= ?3 OR next_try > ?4))"
            }
            Self::Withdrawing => "withdraw_wanted = 1",
            Self::MayHaveNews { .. } => {
                "withdraw_wanted = 0 AND access_ended = 0 AND (state IN ('received', 'needs_correction', 'parked')
                    OR state = 'accepted' AND (watched_until >= ?3 OR asked_at <= ?3 - 86400000 OR asked_at > ?3
                    OR EXISTS (SELECT 1 FROM registration AS about WHERE about.completes = registration.id
                        AND about.changed_at BETWEEN ?3 - 86400000 AND ?3)))"
            }
            Self::Mendable => {
                "withdraw_wanted = 0 AND state = 'parked'
                    AND EXISTS (SELECT 1 FROM outbox WHERE outbox.registration = registration.id
                        AND problem IN ('park-newer', 'park-malformed', 'park-too-large'))"
            }
        }
    }
}

impl Store {
    /// At most `limit` registrations of a query, the oldest first, starting after `after`. The
    /// limit keeps memory the same for twenty registrations and for a thousand.
    pub fn registrations_matching(
        &self,
        which: RegistrationQuery,
        after: Option<RegistrationId>,
        limit: u32,
    ) -> Result<Vec<RegistrationId>, VaultError> {
        let now = match which {
            RegistrationQuery::Due { now, .. } | RegistrationQuery::MayHaveNews { now } => now,
            RegistrationQuery::Withdrawing | RegistrationQuery::Mendable => Timestamp::default(),
        };
        let (now, latest) = (now.millis(), now.plus(LONGEST_DELAY).millis());
        self.read(|connection| {
            // Not every query needs `?3` and `?4`. All mention them, because SQLite refuses a value
            // that no one mentions.
            let mut some = connection.prepare_cached(&format!(
                "SELECT id FROM registration
                 WHERE (?1 IS NULL OR id > ?1) AND ?3 >= 0 AND ?4 >= 0 AND {} ORDER BY id LIMIT ?2",
                which.condition()
            ))?;
            let after = after.map(|id| *id.bytes());
            let page = Page::first(limit, |limit| {
                let rows = some.query_map(params![after, limit, now, latest], |row| {
                    id_column(row, "id")
                })?;
                Page::of(rows)
            })?;
            Ok(page.rows)
        })
    }

    /// Notes that the office was asked about an accepted registration and answered.
    pub fn set_asked(&self, id: RegistrationId, now: Timestamp) -> Result<(), VaultError> {
        let statement =
            "UPDATE registration SET asked_at = ?2 WHERE id = ?1 AND state = 'accepted'";
        self.read(|connection| {
            connection
                .prepare_cached(statement)?
                .execute(params![id.bytes(), now.millis()])?;
            Ok(())
        })
    }

    /// Makes the next run ask about every accepted registration, because a person wants to know now.
    /// That holds until the office has answered about each.
    pub fn ask_about_all(&self) -> Result<(), VaultError> {
        let statement =
            "UPDATE registration SET asked_at = 0 WHERE state = 'accepted' AND asked_at <> 0";
        self.read(|connection| {
            connection.prepare_cached(statement)?.execute([])?;
            Ok(())
        })
    }

    /// The outbox row of a registration, if it has one.
    pub fn outbox(&self, id: RegistrationId) -> Result<Option<OutboxRow>, VaultError> {
        self.read(|connection| {
            let mut one =
                connection.prepare_cached("SELECT * FROM outbox WHERE registration = ?1")?;
            let row = one.query_row([id.bytes()], |row| {
                Ok(OutboxRow {
                    revision: row.get("revision")?,
                    envelope: row.get("envelope")?,
                    attempts: row.get("attempts")?,
                    next_try: time_column(row, "next_try")?,
                    problem: problem_column(row)?,
                    recorded: row.get("recorded")?,
                    over_metered: row.get("over_metered")?,
                    sealed_at: time_column(row, "sealed_at")?,
                    sealed_by: row.get("sealed_by")?,
                })
            });
            Ok(row.optional()?)
        })
    }

    /// The photos of a registration: digest, length in bytes, and whether the office has all of it.
    pub fn outbox_photos(
        &self,
        id: RegistrationId,
    ) -> Result<Vec<(Digest, u32, bool)>, VaultError> {
        self.read(|connection| {
            let mut all = connection.prepare_cached(
                "SELECT digest, length, sent FROM outbox_photo WHERE registration = ?1",
            )?;
            let rows = all.query_map([id.bytes()], |row| {
                Ok((Digest(row.get(0)?), row.get(1)?, row.get(2)?))
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Whether bytes of a photo may leave: its registration still waits to be sent, names it, and
    /// nobody wants to withdraw it.
    pub fn photo_may_leave(
        &self,
        id: RegistrationId,
        digest: Digest,
    ) -> Result<Applied, VaultError> {
        #[cfg(test)]
        if self.has_planted(Planted::PhotosLeaveAnyway) {
            return Ok(Applied::Changed(State::Sending));
        }
        self.read(|connection| {
            let mut one = connection.prepare_cached(&format!(
                "SELECT state FROM registration JOIN outbox_photo ON registration = id
                 WHERE id = ?1 AND digest = ?2 AND withdraw_wanted = 0 AND {GOES}"
            ))?;
            let state = one
                .query_row(params![id.bytes(), digest.0], |row| {
                    state_column(row, "state")
                })
                .optional()?;
            Ok(state.map_or(Applied::Stale, Applied::Changed))
        })
    }

    /// Whether any answer of the office was about this registration: it has the record, has received
    /// everything, or has written to it.
    pub fn office_has_named(&self, id: RegistrationId) -> Result<bool, VaultError> {
        self.read(|connection| {
            let mut named = connection.prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM outbox WHERE registration = ?1 AND recorded = 1)
                    OR EXISTS (SELECT 1 FROM inbox WHERE registration = ?1)
                    OR EXISTS (SELECT 1 FROM event WHERE registration = ?1
                        AND state NOT IN ('ready', 'sending', 'parked'))",
            )?;
            Ok(named.query_row([id.bytes()], |row| row.get(0))?)
        })
    }

    pub fn set_photo_sent(&self, id: RegistrationId, digest: Digest) -> Result<(), VaultError> {
        let statement =
            "UPDATE outbox_photo SET sent = TRUE WHERE registration = ?1 AND digest = ?2";
        self.change(statement, params![id.bytes(), digest.0])
    }

    /// Notes that the office has the record of that revision, or that it has lost the record.
    pub fn set_recorded(
        &self,
        id: RegistrationId,
        revision: u32,
        recorded: bool,
    ) -> Result<(), VaultError> {
        let statement = "UPDATE outbox SET recorded = ?3 WHERE registration = ?1 AND revision = ?2";
        self.change(statement, params![id.bytes(), revision, recorded])
    }

    /// Allows the registration's photos to be sent over metered networks. If they were delayed for
    /// Wi-Fi, they are due `now`.
    pub fn allow_metered(&self, id: RegistrationId, now: Timestamp) -> Result<(), VaultError> {
        self.change(
            "UPDATE outbox SET over_metered = 1, next_try = iif(problem = 'wait-wifi', min(next_try, ?2), next_try)
             WHERE registration = ?1",
            params![id.bytes(), now.millis()],
        )
    }

    /// Allows the photos of all registrations that are to be sent to go over metered networks.
    /// Returns how many registrations were changed.
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

    /// Makes photos that were delayed for Wi-Fi due, because the network is not metered now.
    pub fn end_delays_for_wifi(&self, now: Timestamp) -> Result<(), VaultError> {
        // Every run calls this. The condition on `next_try` keeps it from writing when no row has
        // to change.
        self.read(|connection| {
            let statement =
                "UPDATE outbox SET next_try = ?1 WHERE problem = 'wait-wifi' AND next_try > ?1";
            connection
                .prepare_cached(statement)?
                .execute([now.millis()])?;
            Ok(())
        })
    }

    /// How many registrations' photos are delayed for Wi-Fi, and how many bytes these photos have
    /// altogether.
    pub fn delayed_for_wifi(&self) -> Result<(u32, u64), VaultError> {
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

    /// Makes everything due that failed because of the last network, since another network may let
    /// it pass.
    pub fn end_delays_of_the_line(&self, now: Timestamp) -> Result<(), VaultError> {
        self.read(|connection| {
            let statement = "UPDATE outbox SET next_try = ?1 WHERE next_try > ?1 AND problem IN
                ('wait-offline', 'wait-unreachable', 'wait-timeout', 'wait-cut', 'wait-portal', 'wait-proxy', 'wait-tls',
                 'wait-name', 'wait-clock', 'wait-expired')";
            connection.prepare_cached(statement)?.execute([now.millis()])?;
            Ok(())
        })
    }

    /// Makes one registration due, or all of them, because a person wants it sent now. Photos that
    /// are delayed for Wi-Fi stay delayed: [`Store::allow_metered`] ends that.
    pub fn end_delays(&self, id: Option<RegistrationId>, now: Timestamp) -> Result<(), VaultError> {
        self.read(|connection| {
            let statement = "UPDATE outbox SET next_try = ?2 WHERE (?1 IS NULL OR registration = ?1) AND next_try > ?2
                AND problem IS NOT 'wait-wifi'";
            connection
                .prepare_cached(statement)?
                .execute(params![id.map(|id| *id.bytes()), now.millis()])?;
            Ok(())
        })
    }

    /// Notes a failed try: how many there were, when the next one is due, and what was in the way.
    pub fn delay(
        &self,
        id: RegistrationId,
        attempts: u32,
        next_try: Timestamp,
        problem: ProblemCode,
    ) -> Result<(), VaultError> {
        let statement =
            "UPDATE outbox SET attempts = ?2, next_try = ?3, problem = ?4 WHERE registration = ?1";
        self.change(
            statement,
            params![id.bytes(), attempts, next_try.millis(), problem.text_id()],
        )
    }

    /// How many registrations are to be sent.
    pub fn waiting(&self) -> Result<u32, VaultError> {
        self.read(|connection| {
            let mut count = connection.prepare_cached(&format!(
                "SELECT count(*) FROM outbox
                 JOIN registration ON registration.id = outbox.registration WHERE {GOES}"
            ))?;
            Ok(count.query_row([], |row| row.get(0))?)
        })
    }

    /// The earliest next try among registrations whose record the office has (`recorded`), or among
    /// the others; `now` for one that a wrong clock noted. Those that need the data key are left out:
    /// they are sent as soon as the key is open again.
    pub fn next_try(
        &self,
        recorded: bool,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, VaultError> {
        self.read(|connection| {
            let mut earliest = connection.prepare_cached(&format!(
                "SELECT min(iif(next_try > ?3, ?2, next_try)) FROM outbox
                 JOIN registration ON registration.id = outbox.registration
                 WHERE {GOES} AND withdraw_wanted = 0 AND recorded = ?1 AND problem IS NOT 'wait-locked'"
            ))?;
            let latest = now.plus(LONGEST_DELAY);
            let next: Option<i64> = earliest
                .query_row(params![recorded, now.millis(), latest.millis()], |row| {
                    row.get(0)
                })?;
            Ok(next.and_then(|millis| Timestamp::from_millis(millis).ok()))
        })
    }

    /// Whether a registration, a withdrawal or what belongs to a recovery code waits to go. What is
    /// parked does not.
    pub fn anything_to_send(&self) -> Result<bool, VaultError> {
        if !self.parcels_to_send(None, 1)?.is_empty() {
            return Ok(true);
        }
        self.read(|connection| {
            let mut any = connection.prepare_cached(&format!(
                "SELECT EXISTS (SELECT 1 FROM registration WHERE withdraw_wanted = 1)
                    OR EXISTS (SELECT 1 FROM outbox
                        JOIN registration ON registration.id = outbox.registration WHERE {GOES})"
            ))?;
            Ok(any.query_row([], |row| row.get(0))?)
        })
    }

    /// When the office may be asked for news next: now while one registration may have some, or a day
    /// after the last question about an accepted one. None when nothing can come any more.
    pub fn next_question(&self, now: Timestamp) -> Result<Option<Timestamp>, VaultError> {
        let news = RegistrationQuery::MayHaveNews { now };
        if !self.registrations_matching(news, None, 1)?.is_empty() {
            return Ok(Some(now));
        }
        self.read(|connection| {
            let mut earliest = connection.prepare_cached(
                "SELECT min(asked_at) FROM registration WHERE state = 'accepted' AND withdraw_wanted = 0",
            )?;
            let asked: Option<i64> = earliest.query_row([], |row| row.get(0))?;
            let asked = asked.and_then(|millis| Timestamp::from_millis(millis).ok());
            Ok(asked.map(|asked| asked.plus(A_DAY)))
        })
    }

    /// How many registrations are parked.
    pub fn parked(&self) -> Result<u32, VaultError> {
        self.read(|connection| {
            let mut count = connection
                .prepare_cached("SELECT count(*) FROM registration WHERE state = 'parked'")?;
            Ok(count.query_row([], |row| row.get(0))?)
        })
    }
}
