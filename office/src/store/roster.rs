//! Which rows of officers and sessions hold.
//!
//! Each row carries a MAC under the desk key, so the intake, which can write these tables too, can
//! make none. It could put an older row back, though: of an officer who was removed, with the
//! password or the count of wrong tries of last week, or of a session that ended. So the *roster*, one
//! row with a MAC of its own, lists which version of which officer holds and which sessions are open,
//! and its *generation* grows with every change. A whole older roster is found out by the
//! generation, which the head outside the database keeps too.
//!
//! A row that does not hold does not exist for whoever asks. It is said in the log, by `office
//! doctor` and by a metric.

use std::collections::BTreeMap;

use base16ct::lower;
use payung_model::units::Timestamp;
use serde::{Deserialize, Serialize};

use super::error::StoreError;
use super::guard::{Guard, KeyedTransaction};
use super::roster_rows::{OfficerRow, SessionRow};
use super::sql::{Row, Sql, TransactionLock, bytes_of, values};

const ROSTER: &str = "payung/office/roster/1";

/// Whether the roster itself can be believed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RosterState {
    /// It is the newest one.
    #[default]
    Sound,
    /// No process with the key came yet, as in an office of an earlier version.
    NotYet,
    /// There is none, and there was one.
    Missing,
    /// Its MAC does not hold.
    Forged,
    /// It is an older one.
    RolledBack,
}

/// What a look at all rows of officers and sessions found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RosterReport {
    /// The roster itself. Unless it is sound, nobody can sign in.
    pub state: RosterState,
    /// Officers whose rows hold, those who left among them.
    pub officers: u64,
    /// Names of officers whose rows somebody else wrote, or put back.
    pub forged_officers: Vec<String>,
    /// Names of officers whose rows are gone.
    pub missing_officers: Vec<String>,
    /// Sessions whose rows hold.
    pub sessions: u64,
    /// Sessions that somebody else wrote, or put back.
    pub forged_sessions: u64,
}

impl RosterReport {
    /// True when every row holds and none is gone.
    pub fn is_sound(&self) -> bool {
        self.wrong() == 0
    }

    /// How many things are wrong.
    pub fn wrong(&self) -> u64 {
        u64::from(!matches!(
            self.state,
            RosterState::Sound | RosterState::NotYet
        )) + self.forged_officers.len() as u64
            + self.missing_officers.len() as u64
            + self.forged_sessions
    }
}

#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RosterBody {
    /// The version that holds, by name.
    officers: BTreeMap<String, i64>,
    /// When each open session began, by the hash of its token in hex.
    sessions: BTreeMap<String, i64>,
}

impl RosterBody {
    fn lists(&self, officer: &OfficerRow) -> bool {
        self.officers.get(&officer.name) == Some(&officer.version)
    }

    fn lists_session(&self, session: &SessionRow) -> bool {
        self.sessions
            .get(&lower::encode_string(&session.token_hash))
            == Some(&session.began_at.millis())
    }
}

/// The columns of the roster begin at `place`; NULL when there is none.
fn read_roster(
    row: Option<&Row>,
    place: usize,
    guard: &Guard,
    floor: i64,
) -> Result<(RosterState, i64, RosterBody), StoreError> {
    // An office that never had a roster may begin one. After the first one a missing roster means
    // that somebody removed it.
    let state = if floor == 0 {
        RosterState::NotYet
    } else {
        RosterState::Missing
    };
    let missing = (state, 0, RosterBody::default());
    let Some(row) = row else { return Ok(missing) };
    let Some(generation) = row.opt_int(place)? else {
        return Ok(missing);
    };
    let (body, mac) = (row.text(place + 1)?, row.bytes(place + 2)?);
    let forged = (RosterState::Forged, 0, RosterBody::default());
    if !guard
        .key
        .holds(ROSTER, &bytes_of(values![generation, &body]), &mac)
    {
        return Ok(forged);
    }
    let Ok(body) = serde_json::from_str(&body) else {
        return Ok(forged);
    };
    // An older roster has a good MAC. Only its generation tells it from the newest one.
    if generation < floor {
        return Ok((RosterState::RolledBack, generation, body));
    }
    // The process remembers the generation, so that a roster that is put back while it runs is
    // found out without the file of the head.
    guard.saw(generation);
    Ok((RosterState::Sound, generation, body))
}

/// Fails unless the roster can be believed, and logs why.
fn sound(state: RosterState) -> Result<(), StoreError> {
    let what = match state {
        RosterState::Sound => return Ok(()),
        RosterState::NotYet | RosterState::Missing => "the list of who may sign in is gone",
        RosterState::Forged => "somebody else wrote the list of who may sign in",
        RosterState::RolledBack => "an older list of who may sign in was put back",
    };
    tracing::error!(what, "nobody can sign in");
    Err(StoreError::Forged(what))
}

/// The roster in a transaction that changes it.
pub(super) struct OpenRoster<'a> {
    sql: &'a dyn Sql,
    keyed: &'a KeyedTransaction<'a>,
    generation: i64,
    body: RosterBody,
}

impl<'a> OpenRoster<'a> {
    /// Locks and reads it.
    pub(super) fn open(sql: &'a dyn Sql) -> Result<Self, StoreError> {
        let keyed = sql.keyed().ok_or(StoreError::NoKeys)?;
        sql.lock(TransactionLock::Roster)?;
        // The lock comes first: between a look without it and the lock, another process may have
        // written the next generation.
        let floor = keyed.guard.floor()?.generation;
        let row = sql.first("SELECT generation, body, mac FROM roster WHERE id = 1", &[])?;
        let (state, generation, body) = read_roster(row.as_ref(), 0, keyed.guard, floor)?;
        sound(state)?;
        Ok(Self {
            sql,
            keyed,
            generation,
            body,
        })
    }

    /// An officer whose row holds.
    pub(super) fn officer(&self, name: &str) -> Result<Option<OfficerRow>, StoreError> {
        let row = self.sql.first(
            "SELECT name, role, password, failed, wait_until, added_at, removed_at, totp, totp_step, recovery, version, mac
                FROM officers WHERE name = ?1",
            values![name],
        )?;
        let Some(row) = row else { return Ok(None) };
        let Some((officer, mac)) = readable(OfficerRow::read(&row, 0))? else {
            return Ok(None);
        };
        Ok(
            officer_holds(&self.body, &officer, mac.as_deref(), self.keyed.guard)
                .then_some(officer),
        )
    }

    /// True when there is a row of that name, whether or not it holds.
    pub(super) fn is_taken(&self, name: &str) -> Result<bool, StoreError> {
        let row = self
            .sql
            .first("SELECT 1 FROM officers WHERE name = ?1", values![name])?;
        Ok(row.is_some())
    }

    /// Writes an officer's row, as its next version.
    pub(super) fn put(&mut self, officer: &OfficerRow) -> Result<(), StoreError> {
        let officer = OfficerRow {
            version: officer.version.saturating_add(1),
            ..officer.clone()
        };
        let mac = officer.mac(self.keyed.guard);
        self.sql.execute(
            "INSERT INTO officers (name, role, password, failed, wait_until, added_at, removed_at, totp, totp_step,
                    recovery, version, mac) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
                ON CONFLICT (name) DO UPDATE SET role = ?2, password = ?3, failed = ?4, wait_until = ?5, added_at = ?6,
                    removed_at = ?7, totp = ?8, totp_step = ?9, recovery = ?10, version = ?11, mac = ?12",
            values![
                &officer.name,
                &officer.role,
                &officer.password,
                officer.failed,
                officer.wait_until,
                officer.added_at,
                officer.removed_at,
                officer.totp.as_ref(),
                officer.totp_step,
                &officer.recovery,
                officer.version,
                &mac
            ],
        )?;
        self.body.officers.insert(officer.name, officer.version);
        Ok(())
    }

    /// Adds a session.
    pub(super) fn put_session(&mut self, session: &SessionRow) -> Result<(), StoreError> {
        let mac = session.mac(self.keyed.guard);
        self.sql.execute(
            "INSERT INTO sessions (token_hash, officer, began_at, used_at, word, device, mac)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            values![
                &session.token_hash,
                &session.officer,
                session.began_at,
                session.used_at,
                session.word.as_ref(),
                session.device.as_ref(),
                &mac
            ],
        )?;
        self.body.sessions.insert(
            lower::encode_string(&session.token_hash),
            session.began_at.millis(),
        );
        Ok(())
    }

    /// Ends a session. True when it was open.
    pub(super) fn end(&mut self, token_hash: &[u8; 32]) -> Result<bool, StoreError> {
        self.sql.execute(
            "DELETE FROM sessions WHERE token_hash = ?1",
            values![token_hash],
        )?;
        let listed = self.body.sessions.remove(&lower::encode_string(token_hash));
        Ok(listed.is_some())
    }

    /// Ends all sessions of an officer; how many were open.
    pub(super) fn end_all_of(&mut self, name: &str) -> Result<u64, StoreError> {
        let rows = self.sql.query(
            "SELECT token_hash FROM sessions WHERE officer = ?1",
            values![name],
        )?;
        let mut ended = 0;
        for row in &rows {
            let hash = row
                .opt_hash(0)?
                .ok_or(StoreError::Damaged("a token hash"))?;
            ended += u64::from(self.end(&hash)?);
        }
        Ok(ended)
    }

    /// Ends every session.
    pub(super) fn end_all(&mut self) -> Result<(), StoreError> {
        self.sql.execute("DELETE FROM sessions", &[])?;
        self.body.sessions.clear();
        Ok(())
    }

    /// Removes sessions that began before.
    pub(super) fn forget_before(&mut self, oldest: Timestamp) -> Result<(), StoreError> {
        self.sql
            .execute("DELETE FROM sessions WHERE began_at < ?1", values![oldest])?;
        self.body
            .sessions
            .retain(|_, began| *began >= oldest.millis());
        Ok(())
    }

    /// Writes the roster, as its next generation.
    pub(super) fn save(self) -> Result<(), StoreError> {
        let generation = self.generation.saturating_add(1);
        let body = serde_json::to_string(&self.body).map_err(|_| StoreError::Damaged("roster"))?;
        let mac = self
            .keyed
            .guard
            .key
            .mac(ROSTER, &bytes_of(values![generation, &body]));
        self.sql.execute(
            "INSERT INTO roster (id, generation, body, mac) VALUES (1, ?1, ?2, ?3)
                ON CONFLICT (id) DO UPDATE SET generation = ?1, body = ?2, mac = ?3",
            values![generation, &body, &mac],
        )?;
        self.keyed.wrote_generation(generation);
        Ok(())
    }
}

/// A row with values that this program never writes is one that does not hold.
fn readable<T>(read: Result<T, StoreError>) -> Result<Option<T>, StoreError> {
    match read {
        Err(StoreError::Damaged(what)) => {
            tracing::error!(what, "a row of an officer or session does not hold");
            Ok(None)
        }
        read => read.map(Some),
    }
}

/// True when the row holds; otherwise it is said.
fn officer_holds(
    body: &RosterBody,
    officer: &OfficerRow,
    mac: Option<&[u8]>,
    guard: &Guard,
) -> bool {
    let holds = officer.has(mac, guard) && body.lists(officer);
    if !holds {
        let name = officer.name.as_str();
        tracing::error!(name, "the row of an officer does not hold");
    }
    holds
}

fn session_holds(
    body: &RosterBody,
    session: &SessionRow,
    mac: Option<&[u8]>,
    guard: &Guard,
) -> bool {
    let holds = session.has(mac, guard) && body.lists_session(session);
    if !holds {
        let name = session.officer.as_str();
        tracing::error!(name, "the row of a session does not hold");
    }
    holds
}

/// A session and its officer, both of whose rows hold. It is read by one statement, so that all of
/// it is of one moment.
pub(super) fn session(
    sql: &dyn Sql,
    token_hash: &[u8; 32],
) -> Result<Option<(SessionRow, OfficerRow)>, StoreError> {
    let keyed = sql.keyed().ok_or(StoreError::NoKeys)?;
    // Before the rows: what is written meanwhile is only further.
    let floor = keyed.guard.floor()?.generation;
    let found = sql.first(
        "SELECT token_hash, officer, began_at, used_at, word, device, sessions.mac,
                name, role, password, failed, wait_until, added_at, removed_at, totp, totp_step, recovery, version, officers.mac,
                generation, body, roster.mac
            FROM sessions JOIN officers ON name = officer LEFT JOIN roster ON roster.id = 1
            WHERE token_hash = ?1",
        values![token_hash],
    )?;
    let Some(row) = found else { return Ok(None) };
    let (state, _, body) = read_roster(Some(&row), 19, keyed.guard, floor)?;
    sound(state)?;
    let read = (
        readable(SessionRow::read(&row, 0))?,
        readable(OfficerRow::read(&row, 7))?,
    );
    let (Some((session, session_mac)), Some((officer, officer_mac))) = read else {
        return Ok(None);
    };
    let holds = session_holds(&body, &session, session_mac.as_deref(), keyed.guard)
        && officer_holds(&body, &officer, officer_mac.as_deref(), keyed.guard);
    Ok(holds.then_some((session, officer)))
}

/// All rows, and which of them hold.
struct Census {
    report: RosterReport,
    generation: i64,
    body: RosterBody,
    officers: Vec<OfficerRow>,
    sessions: Vec<SessionRow>,
    /// Names of officers whose rows do not hold.
    forged: Vec<String>,
}

/// Looks at all rows. It must be called in one transaction, with a floor that was read before.
fn census(sql: &dyn Sql, guard: &Guard, floor: i64) -> Result<Census, StoreError> {
    let row = sql.first("SELECT generation, body, mac FROM roster WHERE id = 1", &[])?;
    let (state, generation, body) = read_roster(row.as_ref(), 0, guard, floor)?;
    // Without a list that can be believed only the MACs are left to judge by.
    let listed = !matches!(state, RosterState::Missing | RosterState::Forged);
    let mut found = Census {
        report: RosterReport {
            state,
            ..RosterReport::default()
        },
        generation,
        body,
        officers: Vec::new(),
        sessions: Vec::new(),
        forged: Vec::new(),
    };
    if state == RosterState::NotYet {
        return Ok(found);
    }
    let rows = sql.query(
        "SELECT name, role, password, failed, wait_until, added_at, removed_at, totp, totp_step, recovery, version, mac
            FROM officers ORDER BY name",
        &[],
    )?;
    for row in &rows {
        let Some((officer, mac)) = readable(OfficerRow::read(row, 0))? else {
            found.forged.push(row.text(0)?);
            continue;
        };
        let has = officer.has(mac.as_deref(), guard);
        if has && (!listed || found.body.lists(&officer)) {
            found.officers.push(officer);
        } else {
            found.forged.push(officer.name);
        }
    }
    let rows = sql.query(
        "SELECT token_hash, officer, began_at, used_at, word, device, mac FROM sessions ORDER BY began_at, token_hash",
        &[],
    )?;
    for row in &rows {
        let Some((session, mac)) = readable(SessionRow::read(row, 0))? else {
            found.report.forged_sessions += 1;
            continue;
        };
        if session.has(mac.as_deref(), guard) && found.body.lists_session(&session) {
            found.sessions.push(session);
        } else {
            found.report.forged_sessions += 1;
        }
    }
    let there = |name: &String| {
        found.officers.iter().any(|officer| officer.name == *name) || found.forged.contains(name)
    };
    // A row that was removed keeps its officer out, and nothing but the roster tells that it was
    // there.
    let gone: Vec<String> = found
        .body
        .officers
        .keys()
        .filter(|name| !there(name))
        .cloned()
        .collect();
    found.report.missing_officers = gone;
    found.report.officers = found.officers.len() as u64;
    found.report.sessions = found.sessions.len() as u64;
    found.report.forged_officers.clone_from(&found.forged);
    Ok(found)
}

/// The officers whose rows hold, by name, and what a look at all rows found. It must be called in
/// one moment.
pub(super) fn all(
    sql: &dyn Sql,
    floor: i64,
) -> Result<(Vec<OfficerRow>, Vec<SessionRow>, RosterReport), StoreError> {
    let keyed = sql.keyed().ok_or(StoreError::NoKeys)?;
    let found = census(sql, keyed.guard, floor)?;
    Ok((found.officers, found.sessions, found.report))
}

/// The lower bound of the roster's generation. It is read before [`all`].
pub(super) fn floor(sql: &dyn Sql) -> Result<i64, StoreError> {
    let keyed = sql.keyed().ok_or(StoreError::NoKeys)?;
    Ok(keyed.guard.floor()?.generation)
}

/// Makes the first roster of an office that has none yet: every officer who is there holds from now
/// on, and signs in anew. Returns their names; none when there is a roster, or was one.
pub(super) fn begin(sql: &dyn Sql) -> Result<Option<Vec<String>>, StoreError> {
    let keyed = sql.keyed().ok_or(StoreError::NoKeys)?;
    sql.lock(TransactionLock::Roster)?;
    let there = sql.first("SELECT 1 FROM roster WHERE id = 1", &[])?;
    // Whoever removed the roster must not get a new one made from rows of their own, so the head is
    // asked too.
    if there.is_some() || keyed.guard.floor()?.generation > 0 {
        return Ok(None);
    }
    let rows = sql.query(
        "SELECT name, role, password, failed, wait_until, added_at, removed_at, totp, totp_step, recovery, version, mac
            FROM officers ORDER BY name",
        &[],
    )?;
    let mut roster = OpenRoster {
        sql,
        keyed,
        generation: 0,
        body: RosterBody::default(),
    };
    roster.end_all()?;
    let mut names = Vec::new();
    for row in &rows {
        let (officer, _) = OfficerRow::read(row, 0)?;
        roster.put(&officer)?;
        names.push(officer.name);
    }
    roster.save()?;
    Ok(Some(names))
}

/// Removes every row that does not hold, ends all sessions, and lists what is left as what holds.
pub(super) fn repair(sql: &dyn Sql) -> Result<RosterReport, StoreError> {
    let keyed = sql.keyed().ok_or(StoreError::NoKeys)?;
    sql.lock(TransactionLock::Roster)?;
    // A head that cannot be read must not keep an operator from repairing the rest.
    let floor = keyed.guard.floor().unwrap_or_default().generation;
    let found = census(sql, keyed.guard, floor)?;
    let mut roster = OpenRoster {
        sql,
        keyed,
        // The next generation has to be above what the head says, or the repaired roster would
        // count as one that was put back.
        generation: found.generation.max(floor),
        body: RosterBody::default(),
    };
    roster.end_all()?;
    for name in &found.forged {
        sql.execute("DELETE FROM officers WHERE name = ?1", values![name])?;
    }
    for officer in &found.officers {
        roster.put(officer)?;
    }
    roster.save()?;
    Ok(found.report)
}

/// True when there is a roster.
pub(super) fn is_there(sql: &dyn Sql) -> Result<bool, StoreError> {
    Ok(sql
        .first("SELECT 1 FROM roster WHERE id = 1", &[])?
        .is_some())
}
