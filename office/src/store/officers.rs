//! Who may sign in to the officers' web, and who is signed in: see `web/`.
//!
//! The database holds passwords as argon2id hashes and session tokens as SHA-256, so neither can be
//! read back. The name of an officer who left is never given again, so that a name in the audit log
//! always means the same person.

use std::str::FromStr;
use std::time::Duration;

use payung_model::units::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;

use super::StoreError;

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

/// Adds an officer. False when the name is or was in use.
pub fn add_officer(
    sql: &Connection,
    name: &str,
    role: Role,
    password: &str,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let added = sql.execute(
        "INSERT OR IGNORE INTO officers (name, role, password, added_at) VALUES (?1, ?2, ?3, ?4)",
        params![name, role.as_str(), password, at.millis()],
    )?;
    Ok(added == 1)
}

/// Sets another password hash (argon2id, PHC format) and ends all sessions. False when no officer
/// has that name.
pub fn set_password(sql: &Connection, name: &str, password: &str) -> Result<bool, StoreError> {
    let set = sql.execute(
        "UPDATE officers SET password = ?2, failed = 0, wait_until = 0 WHERE name = ?1 AND removed_at IS NULL",
        params![name, password],
    )?;
    end_sessions_of(sql, name)?;
    Ok(set == 1)
}

/// Sets another role, which holds from the next request on. False when no officer has that name.
pub fn set_role(sql: &Connection, name: &str, role: Role) -> Result<bool, StoreError> {
    let set = sql.execute(
        "UPDATE officers SET role = ?2 WHERE name = ?1 AND removed_at IS NULL",
        params![name, role.as_str()],
    )?;
    Ok(set == 1)
}

/// Removes an officer: sessions end, and the password hash is deleted. False when no officer has
/// that name.
pub fn remove_officer(sql: &Connection, name: &str, at: Timestamp) -> Result<bool, StoreError> {
    let removed = sql.execute(
        "UPDATE officers SET password = '', removed_at = ?2 WHERE name = ?1 AND removed_at IS NULL",
        params![name, at.millis()],
    )?;
    end_sessions_of(sql, name)?;
    Ok(removed == 1)
}

/// All officers by name, those who left among them.
pub fn officers(sql: &Connection) -> Result<Vec<Officer>, StoreError> {
    let mut query = sql.prepare("SELECT name, role, added_at, removed_at IS NOT NULL FROM officers ORDER BY name")?;
    let mut rows = query.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(Officer {
            name: row.get(0)?,
            role: read_role(&row.get::<_, String>(1)?)?,
            added_at: Timestamp::from_millis(row.get(2)?).unwrap_or_default(),
            removed: row.get(3)?,
        });
    }
    Ok(found)
}

/// The hash that a password may be compared with now. The attempt counts as a wrong one before it
/// is compared, so that many attempts at the same time do not avoid the waiting. None when there is
/// no such officer or the wait is not over; such an attempt is not counted, because otherwise a
/// stranger could keep an officer out for ever.
pub fn begin_try(sql: &Connection, name: &str, now: Timestamp) -> Result<Option<String>, StoreError> {
    let mut query = sql.prepare_cached(
        "SELECT password, failed FROM officers WHERE name = ?1 AND removed_at IS NULL AND wait_until <= ?2",
    )?;
    let found = query.query_row(params![name, now.millis()], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let Some((password, failed)) = found else { return Ok(None) };
    let failed = u32::saturating_add(failed, 1);
    sql.prepare_cached("UPDATE officers SET failed = ?2, wait_until = ?3 WHERE name = ?1")?.execute(params![
        name,
        failed,
        now.plus(wait_after(failed)).millis()
    ])?;
    Ok(Some(password))
}

/// The hash of an officer's password, without counting a try. None when no officer has that name.
pub fn password(sql: &Connection, name: &str) -> Result<Option<String>, StoreError> {
    let mut query = sql.prepare_cached("SELECT password FROM officers WHERE name = ?1 AND removed_at IS NULL")?;
    Ok(query.query_row([name], |row| row.get(0)).optional()?)
}

/// Begins a session after the right password. Wrong attempts are forgotten, and sessions that began
/// before `oldest` are removed.
pub fn begin_session(
    sql: &Connection,
    name: &str,
    token_hash: &[u8; 32],
    now: Timestamp,
    oldest: Timestamp,
) -> Result<(), StoreError> {
    sql.execute("UPDATE officers SET failed = 0, wait_until = 0 WHERE name = ?1", [name])?;
    sql.execute("DELETE FROM sessions WHERE began_at < ?1", [oldest.millis()])?;
    sql.execute(
        "INSERT INTO sessions (token_hash, officer, began_at, used_at) VALUES (?1, ?2, ?3, ?3)",
        params![token_hash, name, now.millis()],
    )?;
    Ok(())
}

/// The session with that token hash. The caller judges whether it has expired.
pub fn session(sql: &Connection, token_hash: &[u8; 32]) -> Result<Option<SignedIn>, StoreError> {
    let mut query = sql.prepare_cached(
        "SELECT officer, role, began_at, used_at FROM sessions JOIN officers ON name = officer
            WHERE token_hash = ?1 AND removed_at IS NULL",
    )?;
    let found = query
        .query_row([token_hash], |row| Ok((row.get(0)?, row.get::<_, String>(1)?, row.get(2)?, row.get(3)?)))
        .optional()?;
    let Some((officer, role, began_at, used_at)) = found else { return Ok(None) };
    let time = |millis| Timestamp::from_millis(millis).map_err(|_| StoreError::Damaged("session"));
    Ok(Some(SignedIn { officer, role: read_role(&role)?, began_at: time(began_at)?, used_at: time(used_at)? }))
}

/// Notes that a session was used.
pub fn touch_session(sql: &Connection, token_hash: &[u8; 32], now: Timestamp) -> Result<(), StoreError> {
    sql.prepare_cached("UPDATE sessions SET used_at = ?2 WHERE token_hash = ?1")?
        .execute(params![token_hash, now.millis()])?;
    Ok(())
}

/// Leaves a notice that the next page of this session shows first. It holds nothing personal.
pub fn leave_word(sql: &Connection, token_hash: &[u8; 32], word: &str) -> Result<(), StoreError> {
    sql.prepare_cached("UPDATE sessions SET word = ?2 WHERE token_hash = ?1")?.execute(params![token_hash, word])?;
    Ok(())
}

/// Takes that notice, so that it is shown only once.
pub fn take_word(sql: &Connection, token_hash: &[u8; 32]) -> Result<Option<String>, StoreError> {
    let mut query = sql.prepare_cached("SELECT word FROM sessions WHERE token_hash = ?1 AND word IS NOT NULL")?;
    let word = query.query_row([token_hash], |row| row.get(0)).optional()?;
    if word.is_some() {
        sql.prepare_cached("UPDATE sessions SET word = NULL WHERE token_hash = ?1")?.execute([token_hash])?;
    }
    Ok(word)
}

/// Ends a session.
pub fn end_session(sql: &Connection, token_hash: &[u8; 32]) -> Result<(), StoreError> {
    sql.execute("DELETE FROM sessions WHERE token_hash = ?1", [token_hash])?;
    Ok(())
}

fn end_sessions_of(sql: &Connection, name: &str) -> Result<(), StoreError> {
    sql.execute("DELETE FROM sessions WHERE officer = ?1", [name])?;
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
    use super::super::Store;
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_millis(1_795_399_200_000 + seconds * 1000).unwrap()
    }

    fn with_officer() -> (tempfile::TempDir, Store) {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        assert!(add_officer(store.connection(), "sari", Role::Reader, "hash", at(0)).unwrap());
        (dir, store)
    }

    #[test]
    fn waiting_begins_after_three_wrong_tries_doubles_and_ends_at_a_quarter_of_an_hour() {
        let seconds: Vec<u64> = (0..=12).map(|failed| wait_after(failed).as_secs()).collect();
        assert_eq!(seconds, [0, 0, 0, 0, 5, 10, 20, 40, 80, 160, 320, 640, 900]);
        assert_eq!(wait_after(u32::MAX).as_secs(), 900);
    }

    #[test]
    fn a_try_counts_before_anybody_looked_and_one_made_too_early_does_not() {
        let (_dir, store) = with_officer();
        let sql = store.connection();
        for _ in 0..4 {
            assert_eq!(begin_try(sql, "sari", at(0)).unwrap().as_deref(), Some("hash"));
        }
        for _ in 0..50 {
            assert_eq!(begin_try(sql, "sari", at(4)).unwrap(), None);
        }
        assert_eq!(begin_try(sql, "sari", at(5)).unwrap().as_deref(), Some("hash"), "early tries made it no longer");
        assert_eq!(begin_try(sql, "sari", at(14)).unwrap(), None, "the fifth costs ten seconds");
        assert_eq!(begin_try(sql, "nobody", at(5)).unwrap(), None);
    }

    #[test]
    fn a_right_password_makes_the_wrong_ones_forgotten() {
        let (_dir, store) = with_officer();
        let sql = store.connection();
        for _ in 0..4 {
            begin_try(sql, "sari", at(0)).unwrap();
        }
        begin_session(sql, "sari", &[1; 32], at(0), at(0)).unwrap();
        assert!(begin_try(sql, "sari", at(0)).unwrap().is_some());
    }

    #[test]
    fn who_left_has_no_session_no_hash_and_keeps_the_name() {
        let (_dir, store) = with_officer();
        let sql = store.connection();
        begin_session(sql, "sari", &[1; 32], at(0), at(0)).unwrap();
        assert_eq!(session(sql, &[1; 32]).unwrap().unwrap().officer, "sari");
        assert!(remove_officer(sql, "sari", at(1)).unwrap());
        assert_eq!(session(sql, &[1; 32]).unwrap(), None);
        assert_eq!(begin_try(sql, "sari", at(1)).unwrap(), None);
        assert!(!add_officer(sql, "sari", Role::Admin, "other", at(2)).unwrap());
        assert!(!set_password(sql, "sari", "other").unwrap() && !set_role(sql, "sari", Role::Admin).unwrap());
        assert!(officers(sql).unwrap()[0].removed);
    }

    #[test]
    fn another_role_counts_at_once_and_another_password_ends_sessions() {
        let (_dir, store) = with_officer();
        let sql = store.connection();
        begin_session(sql, "sari", &[1; 32], at(0), at(0)).unwrap();
        assert!(set_role(sql, "sari", Role::Decider).unwrap());
        assert_eq!(session(sql, &[1; 32]).unwrap().unwrap().role, Role::Decider);
        assert!(set_password(sql, "sari", "other").unwrap());
        assert_eq!(session(sql, &[1; 32]).unwrap(), None);
    }

    #[test]
    fn a_word_is_said_once() {
        let (_dir, store) = with_officer();
        let sql = store.connection();
        begin_session(sql, "sari", &[1; 32], at(0), at(0)).unwrap();
        leave_word(sql, &[1; 32], "accepted 7K2M-94QX").unwrap();
        assert_eq!(take_word(sql, &[1; 32]).unwrap().as_deref(), Some("accepted 7K2M-94QX"));
        assert_eq!(take_word(sql, &[1; 32]).unwrap(), None);
    }

    #[test]
    fn old_sessions_are_removed_when_a_new_one_begins() {
        let (_dir, store) = with_officer();
        let sql = store.connection();
        begin_session(sql, "sari", &[1; 32], at(0), at(-100)).unwrap();
        begin_session(sql, "sari", &[2; 32], at(200), at(100)).unwrap();
        assert_eq!(session(sql, &[1; 32]).unwrap(), None);
        assert!(session(sql, &[2; 32]).unwrap().is_some());
    }
}
