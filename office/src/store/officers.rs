//! Who may sign in to the officers' web, and who is signed in: see `web/`.
//!
//! The database holds passwords as argon2id hashes and session tokens as SHA-256, so neither can be
//! read back. The name of an officer who left is never given again, so that a name in the audit log
//! always means the same person.

use std::str::FromStr;
use std::time::Duration;

use payung_model::units::Timestamp;
use serde::Serialize;

use super::audit::{self, AuditEntry};
use super::error::StoreError;
use super::sql::{Database, Engine, Sql, values};

/// What an officer may do. Each role may also do what the roles before it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Sees the queue and registrations.
    Reader,
    /// Also accepts, corrects and refuses.
    Decider,
    /// Also sees the audit log.
    Admin,
}

/// One officer, without the password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Officer {
    /// The name in the audit log.
    pub name: String,
    /// What the officer may do.
    pub role: Role,
    /// Milliseconds since 1970.
    pub added_at: Timestamp,
    /// True when the officer may not sign in any more.
    pub removed: bool,
}

/// Somebody who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// Name.
    pub officer: String,
    /// The role as it is now, which may differ from the one at sign-in.
    pub role: Role,
    /// When the session began.
    pub began_at: Timestamp,
    /// When the session was last used, to the minute.
    pub used_at: Timestamp,
}

/// Wrong passwords in a row that cost no waiting, because everybody mistypes sometimes.
const FREE_TRIES: u32 = 3;
/// The first wait; each further wrong password doubles it.
const FIRST_WAIT: Duration = Duration::from_secs(5);
/// The longest wait.
const LONGEST_WAIT: Duration = Duration::from_secs(15 * 60);

/// How long a name is closed after so many wrong passwords in a row.
pub fn wait_after(failed: u32) -> Duration {
    match failed.checked_sub(FREE_TRIES) {
        None | Some(0) => Duration::ZERO,
        Some(over) => FIRST_WAIT.saturating_mul(1 << (over - 1).min(16)).min(LONGEST_WAIT),
    }
}

/// A sign-in with the right password.
pub struct SignIn<'a> {
    /// The officer.
    pub name: &'a str,
    /// SHA-256 of the new session's token.
    pub token_hash: &'a [u8; 32],
    /// By the office's clock.
    pub now: Timestamp,
    /// Sessions that began before are removed.
    pub oldest: Timestamp,
    /// The session that this browser had: it ends.
    pub before: Option<[u8; 32]>,
}

/// Officers and their sessions.
pub trait Officers {
    /// Adds an officer. False when the name is or was in use. What changes an officer writes its audit
    /// row in the same transaction, here and below.
    fn add_officer(&self, name: &str, role: Role, password: &str, entry: &AuditEntry<'_>) -> Result<bool, StoreError>;

    /// Sets another password hash (argon2id, PHC format) and ends all sessions. False when no officer
    /// has that name.
    fn set_password(&self, name: &str, password: &str, entry: &AuditEntry<'_>) -> Result<bool, StoreError>;

    /// Sets another role, which holds from the next request on. False when no officer has that name.
    fn set_role(&self, name: &str, role: Role, entry: &AuditEntry<'_>) -> Result<bool, StoreError>;

    /// Removes an officer: sessions end, and the password hash is deleted. False when no officer has
    /// that name.
    fn remove_officer(&self, name: &str, entry: &AuditEntry<'_>) -> Result<bool, StoreError>;

    /// All officers by name, those who left among them.
    fn officers(&self) -> Result<Vec<Officer>, StoreError>;

    /// The hash that a password may be compared with now. The attempt counts as a wrong one before it
    /// is compared, so that many attempts at the same time do not avoid the waiting. None when there
    /// is no such officer or the wait is not over; such an attempt is not counted, because otherwise a
    /// stranger could keep an officer out for ever.
    fn begin_try(&self, name: &str, now: Timestamp) -> Result<Option<String>, StoreError>;

    /// The hash of an officer's password, without counting a try. None when no officer has that name.
    fn password(&self, name: &str) -> Result<Option<String>, StoreError>;

    /// Begins a session after the right password. Wrong attempts are forgotten.
    fn sign_in(&self, sign_in: &SignIn<'_>) -> Result<(), StoreError>;

    /// Ends a session, and writes who signed out.
    fn sign_out(&self, token_hash: &[u8; 32], entry: &AuditEntry<'_>) -> Result<(), StoreError>;

    /// The session with that token hash. The caller judges whether it has expired.
    fn session(&self, token_hash: &[u8; 32]) -> Result<Option<SignedIn>, StoreError>;

    /// Notes that a session was used.
    fn touch_session(&self, token_hash: &[u8; 32], now: Timestamp) -> Result<(), StoreError>;

    /// Ends a session that expired.
    fn end_session(&self, token_hash: &[u8; 32]) -> Result<(), StoreError>;

    /// Ends all sessions: after a restore nobody is signed in.
    fn end_all_sessions(&self) -> Result<(), StoreError>;

    /// Leaves a notice that the next page of this session shows first. It holds nothing personal.
    fn leave_word(&self, token_hash: &[u8; 32], word: &str) -> Result<(), StoreError>;

    /// Takes that notice, so that it is shown only once.
    fn take_word(&self, token_hash: &[u8; 32]) -> Result<Option<String>, StoreError>;
}

impl<E: Engine> Officers for Database<E> {
    fn add_officer(&self, name: &str, role: Role, password: &str, entry: &AuditEntry<'_>) -> Result<bool, StoreError> {
        self.engine.write(|sql| {
            let added = sql.execute(
                "INSERT INTO officers (name, role, password, added_at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
                values![name, role.as_str(), password, entry.at],
            )?;
            audited(sql, added, entry)
        })
    }

    fn set_password(&self, name: &str, password: &str, entry: &AuditEntry<'_>) -> Result<bool, StoreError> {
        self.engine.write(|sql| {
            let set = sql.execute(
                "UPDATE officers SET password = ?2, failed = 0, wait_until = 0
                    WHERE name = ?1 AND removed_at IS NULL",
                values![name, password],
            )?;
            end_sessions_of(sql, name)?;
            audited(sql, set, entry)
        })
    }

    fn set_role(&self, name: &str, role: Role, entry: &AuditEntry<'_>) -> Result<bool, StoreError> {
        self.engine.write(|sql| {
            let set = sql.execute(
                "UPDATE officers SET role = ?2 WHERE name = ?1 AND removed_at IS NULL",
                values![name, role.as_str()],
            )?;
            audited(sql, set, entry)
        })
    }

    fn remove_officer(&self, name: &str, entry: &AuditEntry<'_>) -> Result<bool, StoreError> {
        self.engine.write(|sql| {
            let removed = sql.execute(
                "UPDATE officers SET password = '', removed_at = ?2 WHERE name = ?1 AND removed_at IS NULL",
                values![name, entry.at],
            )?;
            end_sessions_of(sql, name)?;
            audited(sql, removed, entry)
        })
    }

    fn officers(&self) -> Result<Vec<Officer>, StoreError> {
        let rows = self
            .engine
            .read(|sql| sql.query("SELECT name, role, added_at, removed_at FROM officers ORDER BY name", &[]))?;
        let officer = |row: &super::sql::Row| {
            Ok(Officer {
                name: row.text(0)?,
                role: read_role(&row.text(1)?)?,
                added_at: row.time(2)?,
                removed: row.opt_int(3)?.is_some(),
            })
        };
        rows.iter().map(officer).collect()
    }

    fn begin_try(&self, name: &str, now: Timestamp) -> Result<Option<String>, StoreError> {
        self.engine.write(|sql| {
            let found = sql.first(
                "SELECT password, failed, wait_until FROM officers WHERE name = ?1 AND removed_at IS NULL",
                values![name],
            )?;
            let Some(row) = found else { return Ok(None) };
            let failed = row.small(1)?.saturating_add(1);
            // The row may have changed since it was read: then this attempt is one too many.
            let counted = sql.execute(
                "UPDATE officers SET failed = ?2, wait_until = ?3
                    WHERE name = ?1 AND removed_at IS NULL AND failed = ?2 - 1 AND wait_until <= ?4",
                values![name, failed, now.plus(wait_after(failed)), now],
            )?;
            Ok(if counted == 1 { Some(row.text(0)?) } else { None })
        })
    }

    fn password(&self, name: &str) -> Result<Option<String>, StoreError> {
        let found = self.engine.read(|sql| {
            sql.first("SELECT password FROM officers WHERE name = ?1 AND removed_at IS NULL", values![name])
        })?;
        found.map(|row| row.text(0)).transpose()
    }

    fn sign_in(&self, sign_in: &SignIn<'_>) -> Result<(), StoreError> {
        let &SignIn { name, token_hash, now, oldest, before } = sign_in;
        self.engine.write(|sql| {
            sql.execute("UPDATE officers SET failed = 0, wait_until = 0 WHERE name = ?1", values![name])?;
            sql.execute("DELETE FROM sessions WHERE began_at < ?1", values![oldest])?;
            if let Some(before) = &before {
                end_session(sql, before)?;
            }
            sql.execute(
                "INSERT INTO sessions (token_hash, officer, began_at, used_at) VALUES (?1, ?2, ?3, ?3)",
                values![token_hash, name, now],
            )?;
            audit::add(sql, &AuditEntry { at: now, officer: name, action: "sign in", id: None, detail: "" })
        })
    }

    fn sign_out(&self, token_hash: &[u8; 32], entry: &AuditEntry<'_>) -> Result<(), StoreError> {
        self.engine.write(|sql| {
            end_session(sql, token_hash)?;
            audit::add(sql, entry)
        })
    }

    fn session(&self, token_hash: &[u8; 32]) -> Result<Option<SignedIn>, StoreError> {
        let found = self.engine.read(|sql| {
            sql.first(
                "SELECT officer, role, began_at, used_at FROM sessions JOIN officers ON name = officer
                    WHERE token_hash = ?1 AND removed_at IS NULL",
                values![token_hash],
            )
        })?;
        let Some(row) = found else { return Ok(None) };
        Ok(Some(SignedIn {
            officer: row.text(0)?,
            role: read_role(&row.text(1)?)?,
            began_at: row.time(2)?,
            used_at: row.time(3)?,
        }))
    }

    fn touch_session(&self, token_hash: &[u8; 32], now: Timestamp) -> Result<(), StoreError> {
        self.engine.write(|sql| {
            sql.execute("UPDATE sessions SET used_at = ?2 WHERE token_hash = ?1", values![token_hash, now])?;
            Ok(())
        })
    }

    fn end_session(&self, token_hash: &[u8; 32]) -> Result<(), StoreError> {
        self.engine.write(|sql| end_session(sql, token_hash))
    }

    fn end_all_sessions(&self) -> Result<(), StoreError> {
        self.engine.write(|sql| sql.execute("DELETE FROM sessions", &[]).map(drop))
    }

    fn leave_word(&self, token_hash: &[u8; 32], word: &str) -> Result<(), StoreError> {
        self.engine.write(|sql| {
            sql.execute("UPDATE sessions SET word = ?2 WHERE token_hash = ?1", values![token_hash, word])?;
            Ok(())
        })
    }

    fn take_word(&self, token_hash: &[u8; 32]) -> Result<Option<String>, StoreError> {
        let word = self.engine.read(|sql| {
            sql.first("SELECT word FROM sessions WHERE token_hash = ?1 AND word IS NOT NULL", values![token_hash])
        })?;
        let Some(row) = word else { return Ok(None) };
        self.engine.write(|sql| {
            sql.execute("UPDATE sessions SET word = NULL WHERE token_hash = ?1", values![token_hash])?;
            Ok(())
        })?;
        row.opt_text(0)
    }
}

/// Writes the audit row if the change was made; tells whether it was.
fn audited(sql: &dyn Sql, changed: u64, entry: &AuditEntry<'_>) -> Result<bool, StoreError> {
    if changed == 1 {
        audit::add(sql, entry)?;
    }
    Ok(changed == 1)
}

fn end_session(sql: &dyn Sql, token_hash: &[u8; 32]) -> Result<(), StoreError> {
    sql.execute("DELETE FROM sessions WHERE token_hash = ?1", values![token_hash])?;
    Ok(())
}

fn end_sessions_of(sql: &dyn Sql, name: &str) -> Result<(), StoreError> {
    sql.execute("DELETE FROM sessions WHERE officer = ?1", values![name])?;
    Ok(())
}

fn read_role(word: &str) -> Result<Role, StoreError> {
    word.parse().map_err(|_| StoreError::Damaged("role"))
}

impl Role {
    /// All roles, the one that may do least first.
    pub const ALL: [Self; 3] = [Self::Reader, Self::Decider, Self::Admin];

    /// The name of the role in the database and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reader => "reader",
            Self::Decider => "decider",
            Self::Admin => "admin",
        }
    }
}

impl FromStr for Role {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|role| role.as_str() == word).ok_or_else(|| "reader, decider or admin".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_begins_after_three_wrong_tries_doubles_and_ends_at_a_quarter_of_an_hour() {
        let seconds: Vec<u64> = (0..=12).map(|failed| wait_after(failed).as_secs()).collect();
        assert_eq!(seconds, [0, 0, 0, 0, 5, 10, 20, 40, 80, 160, 320, 640, 900]);
        assert_eq!(wait_after(u32::MAX).as_secs(), 900);
    }
}
