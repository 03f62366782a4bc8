//! The units of work of [`Officers`].

use payung_model::units::Timestamp;
use subtle::ConstantTimeEq;

use super::audit::{self, AuditEntry};
use super::error::StoreError;
use super::officers::{
    NewSecondFactor, Officer, Officers, OpenSession, Role, SecondFactor, SecondProof, SignIn,
    SignedIn, wait_after,
};
use super::roster::{self, OpenRoster, RosterReport};
use super::roster_rows::{OfficerRow, SessionRow};
use super::sql::{Database, Engine, Sql};

/// Bytes of a token's hash that name a session.
const SESSION_ID: usize = 8;
/// Bytes of a recovery code's hash.
const HASH: usize = 32;

impl<E: Engine> Officers for Database<E> {
    fn add_officer(
        &self,
        name: &str,
        role: Role,
        password: &str,
        entry: &AuditEntry<'_>,
    ) -> Result<bool, StoreError> {
        self.engine.write(|sql| {
            let mut roster = OpenRoster::open(sql)?;
            // A name in the log means one person for ever, so the name of an officer who left, or
            // whose row does not hold, is taken too.
            if roster.is_taken(name)? {
                return Ok(false);
            }
            roster.put(&OfficerRow::new(name, role.as_str(), password, entry.at))?;
            roster.save()?;
            audit::add(sql, entry)?;
            Ok(true)
        })
    }

    fn set_password(
        &self,
        name: &str,
        password: &str,
        entry: &AuditEntry<'_>,
    ) -> Result<bool, StoreError> {
        self.change(name, entry, true, |officer| {
            password.clone_into(&mut officer.password);
            (officer.failed, officer.wait_until) = (0, Timestamp::default());
        })
    }

    fn set_role(&self, name: &str, role: Role, entry: &AuditEntry<'_>) -> Result<bool, StoreError> {
        self.change(name, entry, false, |officer| {
            // The sessions go on: each request reads the role anew.
            role.as_str().clone_into(&mut officer.role);
        })
    }

    fn set_second_factor(
        &self,
        name: &str,
        factor: Option<&NewSecondFactor>,
        entry: &AuditEntry<'_>,
    ) -> Result<bool, StoreError> {
        self.change(name, entry, true, |officer| introduce(officer, factor))
    }

    fn remove_officer(&self, name: &str, entry: &AuditEntry<'_>) -> Result<bool, StoreError> {
        self.change(name, entry, true, |officer| {
            // Without the hash nobody can try passwords of officers who left against a stolen
            // database.
            officer.password.clear();
            introduce(officer, None);
            officer.removed_at = Some(entry.at);
        })
    }

    fn officers(&self) -> Result<Vec<Officer>, StoreError> {
        let (officers, ..) = self.all()?;
        let officer = |row: OfficerRow| {
            Ok(Officer {
                role: read_role(&row.role)?,
                added_at: row.added_at,
                removed: row.removed_at.is_some(),
                second_factor: row.totp.is_some(),
                name: row.name,
            })
        };
        officers.into_iter().map(officer).collect()
    }

    fn begin_try(&self, name: &str, now: Timestamp) -> Result<Option<String>, StoreError> {
        self.engine.write(|sql| {
            let mut roster = OpenRoster::open(sql)?;
            let Some(mut officer) = active(&roster, name)? else {
                return Ok(None);
            };
            // A try during the wait is not counted, or a stranger could keep an officer out for
            // ever.
            if officer.wait_until > now {
                return Ok(None);
            }
            officer.failed = officer.failed.saturating_add(1);
            officer.wait_until = now.plus(wait_after(officer.failed));
            roster.put(&officer)?;
            roster.save()?;
            Ok(Some(officer.password))
        })
    }

    fn password(&self, name: &str) -> Result<Option<String>, StoreError> {
        self.engine
            // Read under the roster's lock: row and roster must be of one moment, or a row that was
            // just written would seem to be forged.
            .write(|sql| Ok(active(&OpenRoster::open(sql)?, name)?.map(|officer| officer.password)))
    }

    fn second_factor(&self, name: &str) -> Result<Option<SecondFactor>, StoreError> {
        self.engine.write(|sql| {
            let Some(officer) = active(&OpenRoster::open(sql)?, name)? else {
                return Ok(None);
            };
            Ok(Some(SecondFactor {
                role: read_role(&officer.role)?,
                sealed: officer.totp,
                recovery_left: officer.recovery.len() / HASH,
            }))
        })
    }

    fn sign_in(&self, sign_in: &SignIn<'_>) -> Result<bool, StoreError> {
        let &SignIn {
            name,
            token_hash,
            now,
            oldest,
            before,
            device,
            second,
        } = sign_in;
        self.engine.write(|sql| {
            let mut roster = OpenRoster::open(sql)?;
            let Some(mut officer) = active(&roster, name)? else {
                return Ok(false);
            };
            let Some(with) = prove(&mut officer, second) else {
                return Ok(false);
            };
            (officer.failed, officer.wait_until) = (0, Timestamp::default());
            roster.put(&officer)?;
            // Sessions that nobody signed out of end here, so that the roster does not grow for
            // ever.
            roster.forget_before(oldest)?;
            if let Some(before) = &before {
                // Whoever signs in anew in the same browser has one session and not two.
                roster.end(before)?;
            }
            roster.put_session(&SessionRow {
                token_hash: *token_hash,
                officer: name.to_owned(),
                began_at: now,
                used_at: now,
                word: None,
                device: (!device.is_empty()).then(|| device.to_owned()),
            })?;
            roster.save()?;
            let entry = |action, detail| AuditEntry {
                at: now,
                officer: name,
                action,
                id: None,
                detail,
            };
            if let SecondProof::New(_) = second {
                audit::add(sql, &entry("second factor", name))?;
            }
            audit::add(sql, &entry("sign in", with))?;
            Ok(true)
        })
    }

    fn sign_out(&self, token_hash: &[u8; 32], entry: &AuditEntry<'_>) -> Result<(), StoreError> {
        self.engine.write(|sql| {
            let mut roster = OpenRoster::open(sql)?;
            roster.end(token_hash)?;
            roster.save()?;
            audit::add(sql, entry)
        })
    }

    fn session(&self, token_hash: &[u8; 32]) -> Result<Option<SignedIn>, StoreError> {
        let found = self.engine.read(|sql| roster::session(sql, token_hash))?;
        let Some((session, officer)) = found else {
            return Ok(None);
        };
        if officer.removed_at.is_some() {
            return Ok(None);
        }
        Ok(Some(SignedIn {
            role: read_role(&officer.role)?,
            second_factor: officer.totp.is_some(),
            officer: officer.name,
            began_at: session.began_at,
            used_at: session.used_at,
        }))
    }

    fn sessions(&self) -> Result<Vec<OpenSession>, StoreError> {
        let (_, sessions, _) = self.all()?;
        let open = |session: SessionRow| OpenSession {
            id: session_id(&session.token_hash),
            officer: session.officer,
            began_at: session.began_at,
            used_at: session.used_at,
            device: session.device,
        };
        Ok(sessions.into_iter().map(open).collect())
    }

    fn end_session_by_id(
        &self,
        id: &str,
        of: Option<&str>,
        entry: &AuditEntry<'_>,
    ) -> Result<bool, StoreError> {
        let (_, sessions, _) = self.all()?;
        let Some(session) = sessions.into_iter().find(|session| {
            session_id(&session.token_hash) == id && of.is_none_or(|name| session.officer == name)
        }) else {
            return Ok(false);
        };
        self.engine.write(|sql| {
            let mut roster = OpenRoster::open(sql)?;
            let ended = roster.end(&session.token_hash)?;
            roster.save()?;
            // Another process may have ended it since the list was read. Only the one that ended it
            // writes that down.
            if ended {
                audit::add(sql, entry)?;
            }
            Ok(ended)
        })
    }

    fn end_sessions_of(&self, name: &str, entry: &AuditEntry<'_>) -> Result<u64, StoreError> {
        self.engine.write(|sql| {
            let mut roster = OpenRoster::open(sql)?;
            let ended = roster.end_all_of(name)?;
            roster.save()?;
            audit::add(sql, entry)?;
            Ok(ended)
        })
    }

    fn touch_session(&self, token_hash: &[u8; 32], now: Timestamp) -> Result<(), StoreError> {
        self.change_session(token_hash, |session| session.used_at = now)
            .map(drop)
    }

    fn end_session(&self, token_hash: &[u8; 32]) -> Result<(), StoreError> {
        self.engine.write(|sql| {
            let mut roster = OpenRoster::open(sql)?;
            roster.end(token_hash)?;
            roster.save()
        })
    }

    fn end_all_sessions(&self) -> Result<(), StoreError> {
        // The roster may go on listing them: a session needs a row too.
        self.engine
            .write(|sql| sql.execute("DELETE FROM sessions", &[]).map(drop))
    }

    fn leave_word(&self, token_hash: &[u8; 32], word: &str) -> Result<(), StoreError> {
        self.change_session(token_hash, |session| session.word = Some(word.to_owned()))
            .map(drop)
    }

    fn take_word(&self, token_hash: &[u8; 32]) -> Result<Option<String>, StoreError> {
        let found = self.engine.read(|sql| roster::session(sql, token_hash))?;
        let word = found.and_then(|(session, _)| session.word);
        if word.is_some() {
            self.change_session(token_hash, |session| session.word = None)?;
        }
        Ok(word)
    }

    fn leave_out_officers(&self) -> Result<Vec<String>, StoreError> {
        self.engine.write(|sql| {
            // With a roster the MACs say who is an officer, and a process with the key judges that.
            if roster::is_there(sql)? {
                return Ok(Vec::new());
            }
            let rows = sql.query("SELECT name FROM officers ORDER BY name", &[])?;
            sql.execute("DELETE FROM sessions", &[])?;
            sql.execute("DELETE FROM officers", &[])?;
            rows.iter().map(|row| row.text(0)).collect()
        })
    }

    fn begin_roster(&self, now: Timestamp) -> Result<(), StoreError> {
        let is_needed = |sql: &dyn Sql| Ok(sql.keyed().is_some() && !roster::is_there(sql)?);
        if !self.engine.read(is_needed)? {
            return Ok(());
        }
        self.engine.write(|sql| {
            let names = roster::begin(sql)?.unwrap_or_default();
            if names.is_empty() {
                return Ok(());
            }
            let detail = names.join(" ");
            tracing::warn!(officers = detail, "from now on these officers hold");
            audit::add(
                sql,
                &AuditEntry {
                    at: now,
                    officer: "office",
                    action: "officers hold",
                    id: None,
                    detail: &detail,
                },
            )
        })
    }

    fn check_roster(&self) -> Result<RosterReport, StoreError> {
        self.all().map(|(.., report)| report)
    }

    fn repair_roster(&self, entry: &AuditEntry<'_>) -> Result<RosterReport, StoreError> {
        self.engine.write(|sql| {
            let report = roster::repair(sql)?;
            let mut detail = entry.detail.to_owned();
            for name in &report.forged_officers {
                detail.push_str(" removed ");
                detail.push_str(name);
            }
            for name in &report.missing_officers {
                detail.push_str(" missing ");
                detail.push_str(name);
            }
            audit::add(
                sql,
                &AuditEntry {
                    detail: detail.trim_start(),
                    ..*entry
                },
            )?;
            Ok(report)
        })
    }
}

impl<E: Engine> Database<E> {
    /// All rows that hold, as they are at one moment.
    fn all(&self) -> Result<(Vec<OfficerRow>, Vec<SessionRow>, RosterReport), StoreError> {
        // Before the moment: what is written meanwhile is only further.
        let floor = self.engine.read(roster::floor)?;
        self.engine.read_moment(|sql| roster::all(sql, floor))
    }

    /// Changes an officer who did not leave, and writes it down. False when there is none.
    fn change(
        &self,
        name: &str,
        entry: &AuditEntry<'_>,
        signs_out: bool,
        change: impl Fn(&mut OfficerRow),
    ) -> Result<bool, StoreError> {
        self.engine.write(|sql| {
            let mut roster = OpenRoster::open(sql)?;
            let Some(mut officer) = active(&roster, name)? else {
                return Ok(false);
            };
            change(&mut officer);
            roster.put(&officer)?;
            if signs_out {
                roster.end_all_of(name)?;
            }
            roster.save()?;
            audit::add(sql, entry)?;
            Ok(true)
        })
    }

    /// Changes what may change in a session whose row holds. False when there is none.
    fn change_session(
        &self,
        token_hash: &[u8; 32],
        change: impl Fn(&mut SessionRow),
    ) -> Result<bool, StoreError> {
        self.engine.write(|sql| {
            let keyed = sql.keyed().ok_or(StoreError::NoKeys)?;
            let Some((mut session, _)) = roster::session(sql, token_hash)? else {
                return Ok(false);
            };
            change(&mut session);
            session.update(sql, keyed)?;
            Ok(true)
        })
    }
}

/// An officer whose row holds and who did not leave.
fn active(roster: &OpenRoster<'_>, name: &str) -> Result<Option<OfficerRow>, StoreError> {
    let officer = roster.officer(name)?;
    Ok(officer.filter(|officer| officer.removed_at.is_none()))
}

fn introduce(officer: &mut OfficerRow, factor: Option<&NewSecondFactor>) {
    officer.totp = factor.map(|factor| factor.sealed.clone());
    officer.totp_step = factor.map_or(0, |factor| factor.step);
    officer.recovery = factor.map_or_else(Vec::new, |factor| factor.recovery.concat());
}

/// Judges what was proved beside the password, and notes that it was used. None when it does not
/// hold; otherwise what the audit log says of it.
fn prove(officer: &mut OfficerRow, second: SecondProof<'_>) -> Option<&'static str> {
    match (second, officer.totp.is_some()) {
        (SecondProof::None, false) => Some(""),
        // A code is good once: its step must be after the last one that was taken, so that nobody
        // who read it over a shoulder uses it again.
        (SecondProof::Code(step), true) if step > officer.totp_step => {
            officer.totp_step = step;
            Some("with code")
        }
        (SecondProof::Recovery(hash), true) => {
            let place = officer
                .recovery
                .chunks_exact(HASH)
                // Each recovery code is removed with its use, in the transaction that signs in: two
                // tries at once cannot both use it.
                .position(|kept| bool::from(kept.ct_eq(hash)))?;
            officer.recovery.drain(place * HASH..(place + 1) * HASH);
            Some("with recovery code")
        }
        (SecondProof::New(factor), false) => {
            introduce(officer, Some(factor));
            Some("with code")
        }
        _ => None,
    }
}

fn session_id(token_hash: &[u8; 32]) -> String {
    let (id, _) = token_hash.split_at(SESSION_ID);
    base16ct::lower::encode_string(id)
}

fn read_role(word: &str) -> Result<Role, StoreError> {
    word.parse().map_err(|_| StoreError::Damaged("role"))
}
