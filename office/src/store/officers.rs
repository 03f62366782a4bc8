//! Who may sign in to the officers' web, and who is signed in: see `web/`.
//!
//! The database holds passwords as argon2id hashes and session tokens as SHA-256, so neither can be
//! read back. Rows carry a MAC, so that nobody makes one without the office's keys (`store/roster.rs`). The name of an officer who left is never given again, so that a name in the audit log
//! always means the same person.

use std::str::FromStr;
use std::time::Duration;

use payung_model::units::Timestamp;
use serde::Serialize;

use super::audit::AuditEntry;
use super::error::StoreError;
use super::roster::RosterReport;

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
    /// True when a code is asked for beside the password.
    pub second_factor: bool,
}

/// Somebody who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// Name.
    pub officer: String,
    /// The role as it is now, which may differ from the one at sign-in.
    pub role: Role,
    /// True when this officer has a second factor. Then it was proved when the session began, because
    /// another one ends all sessions.
    pub second_factor: bool,
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
        Some(over) => FIRST_WAIT
            .saturating_mul(1 << (over - 1).min(16))
            .min(LONGEST_WAIT),
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
    /// Which browser on which system, in words.
    pub device: &'a str,
    /// What was proved beside the password.
    pub second: SecondProof<'a>,
}

/// What somebody proved beside the password. It is judged in the transaction that begins the
/// session, so that nothing is taken twice.
#[derive(Clone, Copy, Debug)]
pub enum SecondProof<'a> {
    /// Nothing; enough for an officer without a second factor.
    None,
    /// A code of this time step.
    Code(i64),
    /// A recovery code, by its hash.
    Recovery(&'a [u8; 32]),
    /// The first code of a second factor that is introduced with it.
    New(&'a NewSecondFactor),
}

/// A second factor to keep.
#[derive(Clone, Debug)]
pub struct NewSecondFactor {
    /// The TOTP secret, sealed under the desk key.
    pub sealed: Vec<u8>,
    /// The step whose code was shown; 0 when none was.
    pub step: i64,
    /// Hashes of the recovery codes.
    pub recovery: Vec<[u8; 32]>,
}

/// What is kept of an officer's second factor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecondFactor {
    /// What the officer may do, which says whether a second factor is asked for.
    pub role: Role,
    /// The TOTP secret, sealed under the desk key; none when there is none yet.
    pub sealed: Option<Vec<u8>>,
    /// Recovery codes that were not used.
    pub recovery_left: usize,
}

/// An open session, as it may be shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OpenSession {
    /// The beginning of the token's hash, by which the session is ended.
    pub id: String,
    /// The name.
    pub officer: String,
    /// When it began.
    pub began_at: Timestamp,
    /// When it was last used, to the minute.
    pub used_at: Timestamp,
    /// Which browser on which system, in words.
    pub device: Option<String>,
}

/// Officers and their sessions. All of it needs the desk key, and a process without it is told so:
/// rows that do not hold under that key do not exist here (`store/roster.rs`).
pub trait Officers {
    /// Adds an officer. False when the name is or was in use. What changes an officer writes its
    /// audit row in the same transaction, here and below.
    fn add_officer(
        &self,
        name: &str,
        role: Role,
        password: &str,
        entry: &AuditEntry<'_>,
    ) -> Result<bool, StoreError>;

    /// Sets another password hash (argon2id, PHC format) and ends all sessions. False when no
    /// officer has that name.
    fn set_password(
        &self,
        name: &str,
        password: &str,
        entry: &AuditEntry<'_>,
    ) -> Result<bool, StoreError>;

    /// Sets another role, which holds from the next request on. Whoever has no second factor and comes
    /// into a role that asks for one signs in anew: see `web/session.rs`. False when no officer has that
    /// name.
    fn set_role(&self, name: &str, role: Role, entry: &AuditEntry<'_>) -> Result<bool, StoreError>;

    /// Sets another second factor, or none, and ends all sessions. False when no officer has that
    /// name.
    fn set_second_factor(
        &self,
        name: &str,
        factor: Option<&NewSecondFactor>,
        entry: &AuditEntry<'_>,
    ) -> Result<bool, StoreError>;

    /// Removes an officer: sessions end, and the password hash is deleted. False when no officer
    /// has that name.
    fn remove_officer(&self, name: &str, entry: &AuditEntry<'_>) -> Result<bool, StoreError>;

    /// All officers by name, those who left among them.
    fn officers(&self) -> Result<Vec<Officer>, StoreError>;

    /// The hash that a password may be compared with now. The attempt counts as a wrong one before
    /// it is compared, so that many attempts at the same time do not avoid the waiting. None when
    /// there is no such officer or the wait is not over; such an attempt is not counted, because
    /// otherwise a stranger could keep an officer out for ever.
    fn begin_try(&self, name: &str, now: Timestamp) -> Result<Option<String>, StoreError>;

    /// The hash of an officer's password, without counting a try. None when no officer has that
    /// name.
    fn password(&self, name: &str) -> Result<Option<String>, StoreError>;

    /// What is kept of an officer's second factor. None when no officer has that name.
    fn second_factor(&self, name: &str) -> Result<Option<SecondFactor>, StoreError>;

    /// Begins a session after the right password. Wrong attempts are forgotten. False when the
    /// second proof does not hold: a code or recovery code that was used before, one that is asked
    /// for and missing, or a new factor where there is one.
    fn sign_in(&self, sign_in: &SignIn<'_>) -> Result<bool, StoreError>;

    /// Ends a session, and writes who signed out.
    fn sign_out(&self, token_hash: &[u8; 32], entry: &AuditEntry<'_>) -> Result<(), StoreError>;

    /// The session with that token hash. The caller judges whether it has expired.
    fn session(&self, token_hash: &[u8; 32]) -> Result<Option<SignedIn>, StoreError>;

    /// All open sessions, the one that began first in front.
    fn sessions(&self) -> Result<Vec<OpenSession>, StoreError>;

    /// Ends the session with that id; with a name, only if it is that officer's. False when there
    /// is none.
    fn end_session_by_id(
        &self,
        id: &str,
        of: Option<&str>,
        entry: &AuditEntry<'_>,
    ) -> Result<bool, StoreError>;

    /// Ends all sessions of an officer; how many there were.
    fn end_sessions_of(&self, name: &str, entry: &AuditEntry<'_>) -> Result<u64, StoreError>;

    /// Notes that a session was used.
    fn touch_session(&self, token_hash: &[u8; 32], now: Timestamp) -> Result<(), StoreError>;

    /// Ends a session that expired.
    fn end_session(&self, token_hash: &[u8; 32]) -> Result<(), StoreError>;

    /// Ends all sessions: after a restore nobody is signed in. It needs no key.
    fn end_all_sessions(&self) -> Result<(), StoreError>;

    /// Leaves a notice that the next page of this session shows first. It holds nothing personal.
    fn leave_word(&self, token_hash: &[u8; 32], word: &str) -> Result<(), StoreError>;

    /// Takes that notice, so that it is shown only once.
    fn take_word(&self, token_hash: &[u8; 32]) -> Result<Option<String>, StoreError>;

    /// Removes all officers if nothing says which of them hold (there is no roster), and returns their
    /// names: of a database that came from elsewhere nobody knows who wrote them. It needs no key.
    fn leave_out_officers(&self) -> Result<Vec<String>, StoreError>;

    /// Makes the first roster, if there never was one. Officers who are there already hold from
    /// then on, and that is written into the audit log. Nothing in a process without the key.
    fn begin_roster(&self, now: Timestamp) -> Result<(), StoreError>;

    /// Looks whether every row of officers and sessions holds.
    fn check_roster(&self) -> Result<RosterReport, StoreError>;

    /// Removes the rows that do not hold, and ends all sessions. What was wrong is returned, and
    /// written behind the entry's detail.
    fn repair_roster(&self, entry: &AuditEntry<'_>) -> Result<RosterReport, StoreError>;
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
        Self::ALL
            .into_iter()
            .find(|role| role.as_str() == word)
            .ok_or_else(|| "reader, decider or admin".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_begins_after_three_wrong_tries_doubles_and_ends_at_a_quarter_of_an_hour() {
        let seconds: Vec<u64> = (0..=12)
            .map(|failed| wait_after(failed).as_secs())
            .collect();
        assert_eq!(seconds, [0, 0, 0, 0, 5, 10, 20, 40, 80, 160, 320, 640, 900]);
        assert_eq!(wait_after(u32::MAX).as_secs(), 900);
    }
}
