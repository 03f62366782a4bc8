//! The rows of officers and sessions, with their MACs.

use payung_model::units::Timestamp;

use super::error::StoreError;
use super::guard::{Guard, KeyedTransaction};
use super::sql::{Row, Sql, bytes_of, values};

const OFFICER: &str = "payung/office/officer/1";
const SESSION: &str = "payung/office/session/1";

/// All of an officer's row.
#[derive(Clone, Debug)]
pub(super) struct OfficerRow {
    pub name: String,
    pub role: String,
    pub password: String,
    pub failed: u32,
    pub wait_until: Timestamp,
    pub added_at: Timestamp,
    pub removed_at: Option<Timestamp>,
    pub totp: Option<Vec<u8>>,
    pub totp_step: i64,
    pub recovery: Vec<u8>,
    pub version: i64,
}

/// All of a session's row.
#[derive(Clone, Debug)]
pub(super) struct SessionRow {
    pub token_hash: [u8; 32],
    pub officer: String,
    pub began_at: Timestamp,
    pub used_at: Timestamp,
    pub word: Option<String>,
    pub device: Option<String>,
}

impl OfficerRow {
    /// An officer who is new.
    pub(super) fn new(name: &str, role: &str, password: &str, at: Timestamp) -> Self {
        Self {
            name: name.to_owned(),
            role: role.to_owned(),
            password: password.to_owned(),
            failed: 0,
            wait_until: Timestamp::default(),
            added_at: at,
            removed_at: None,
            totp: None,
            totp_step: 0,
            recovery: Vec::new(),
            version: 0,
        }
    }

    /// From twelve columns that begin at `place`, with the MAC behind them.
    pub(super) fn read(row: &Row, place: usize) -> Result<(Self, Option<Vec<u8>>), StoreError> {
        let read = Self {
            name: row.text(place)?,
            role: row.text(place + 1)?,
            password: row.text(place + 2)?,
            failed: row.small(place + 3)?,
            wait_until: row.time(place + 4)?,
            added_at: row.time(place + 5)?,
            removed_at: row.opt_time(place + 6)?,
            totp: row.opt_bytes(place + 7)?,
            totp_step: row.int(place + 8)?,
            recovery: row.bytes(place + 9)?,
            version: row.int(place + 10)?,
        };
        Ok((read, row.opt_bytes(place + 11)?))
    }

    fn bytes(&self) -> Vec<u8> {
        bytes_of(values![
            &self.name,
            &self.role,
            &self.password,
            self.failed,
            self.wait_until,
            self.added_at,
            self.removed_at,
            self.totp.as_ref(),
            self.totp_step,
            &self.recovery,
            self.version
        ])
    }

    /// The MAC of the row.
    pub(super) fn mac(&self, guard: &Guard) -> [u8; 32] {
        guard.key.mac(OFFICER, &self.bytes())
    }

    /// True when it is the MAC of the row.
    pub(super) fn has(&self, mac: Option<&[u8]>, guard: &Guard) -> bool {
        mac.is_some_and(|mac| guard.key.holds(OFFICER, &self.bytes(), mac))
    }
}

impl SessionRow {
    /// From six columns that begin at `place`, with the MAC behind them.
    pub(super) fn read(row: &Row, place: usize) -> Result<(Self, Option<Vec<u8>>), StoreError> {
        let read = Self {
            token_hash: row
                .opt_hash(place)?
                .ok_or(StoreError::Damaged("a token hash"))?,
            officer: row.text(place + 1)?,
            began_at: row.time(place + 2)?,
            used_at: row.time(place + 3)?,
            word: row.opt_text(place + 4)?,
            device: row.opt_text(place + 5)?,
        };
        Ok((read, row.opt_bytes(place + 6)?))
    }

    fn bytes(&self) -> Vec<u8> {
        bytes_of(values![
            &self.token_hash,
            &self.officer,
            self.began_at,
            self.used_at,
            self.word.as_ref(),
            self.device.as_ref()
        ])
    }

    /// The MAC of the row.
    pub(super) fn mac(&self, guard: &Guard) -> [u8; 32] {
        guard.key.mac(SESSION, &self.bytes())
    }

    /// True when it is the MAC of the row.
    pub(super) fn has(&self, mac: Option<&[u8]>, guard: &Guard) -> bool {
        mac.is_some_and(|mac| guard.key.holds(SESSION, &self.bytes(), mac))
    }

    /// Writes the row anew, with all that may change in it.
    pub(super) fn update(
        &self,
        sql: &dyn Sql,
        keyed: &KeyedTransaction<'_>,
    ) -> Result<(), StoreError> {
        let mac = self.mac(keyed.guard);
        // All of it at once: of two writers at the same time the last one's row stands, whole.
        sql.execute(
            "UPDATE sessions SET used_at = ?2, word = ?3, mac = ?4 WHERE token_hash = ?1",
            values![&self.token_hash, self.used_at, self.word.as_ref(), &mac],
        )?;
        Ok(())
    }
}
