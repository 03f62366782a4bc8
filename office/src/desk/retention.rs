//! How long the office keeps registrations: days by state, from `retention.json` in the data
//! folder. Without the file nothing is erased.
//!
//! `{"source": "who decided it, and where it is written", "days": {"accepted": 365, "refused":
//! 90}}`

use std::collections::BTreeMap;
use std::path::Path;

use payung_model::content::Content;
use payung_model::journey::OfficeState;
use payung_model::sealed::{Bundle, RegistrationId};
use payung_model::typed::{is_visible, without_bom};
use payung_model::units::{Month, Timestamp, Zone};
use serde::Deserialize;

use super::EraseRequest;
use crate::failure::Failure;
use crate::opener::{Flag, content_of};
use crate::purposes::UPDATE;
use crate::store::{ExpectedStanding, RegistrationRow, Store};

const DAY: i64 = 86_400_000;
/// Rows that are read from the database at once.
const PAGE: u32 = 500;
/// An office at work writes into its audit log more often than this. When the clock is further from
/// the last row, the clock may be wrong, and a wrong clock must not erase anything.
const QUIET_DAYS: i64 = 31;

/// The rules of retention.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retention {
    /// Who decided it, and where it is written.
    pub source: String,
    /// Full days without a change and without a paid month, by state.
    pub days: Vec<(OfficeState, u32)>,
    /// Full days without a change of what was received and does not open (`seal_broken`). Strangers
    /// can send such things, and nobody can ever read them, so age alone may end them.
    pub broken: Option<u32>,
}

/// One registration that is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueRegistration {
    /// The registration.
    pub id: RegistrationId,
    /// Its state.
    pub state: OfficeState,
    /// Its last revision.
    pub revision: u32,
    /// When its state last changed.
    pub changed_at: Timestamp,
    /// The last month that was credited to its member.
    pub last_month: Option<Month>,
    /// Since when nothing happened: its state last changed then, or the last paid month was over.
    pub since: Timestamp,
    /// The days that the rule allows.
    pub days: u32,
    /// The word of the rule in `retention.json`.
    pub rule: &'static str,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RetentionDocument {
    source: String,
    days: BTreeMap<String, u32>,
}

impl Retention {
    /// Reads the rules; none when there is no file.
    pub fn read(file: &Path) -> Result<Option<Self>, Failure> {
        let text = match std::fs::read(file) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        Self::parse(&text)
            .map(Some)
            .map_err(|what| Failure::Input(format!("{}: {what}", file.display())))
    }

    fn parse(text: &[u8]) -> Result<Self, String> {
        let document: RetentionDocument =
            serde_json::from_slice(without_bom(text)).map_err(|error| error.to_string())?;
        if !is_visible(&document.source) {
            return Err("source: say who decided these days, and where it is written".into());
        }
        let (mut days, mut broken) = (Vec::new(), None);
        for (word, count) in document.days {
            if word == Flag::SealBroken.word() && count > 0 {
                broken = Some(count);
                continue;
            }
            let state: OfficeState = word
                .parse()
                .map_err(|_| format!("days: {word:?} is no state"))?;
            if state == OfficeState::Received {
                return Err(
                    "days: what is received waits for the office, and age is no decision".into(),
                );
            }
            if count == 0 {
                return Err(format!("days: {word}: at least 1"));
            }
            days.push((state, count));
        }
        Ok(Self {
            source: document.source,
            days,
            broken,
        })
    }

    /// Registrations with which nothing happened for as long as the rules say, the oldest first. A
    /// member whose cover holds or may still go on is in none of them, nor who has a bill that can be
    /// paid, an arrangement, or money that pays nothing yet.
    pub fn due(&self, store: &Store, now: Timestamp) -> Result<Vec<DueRegistration>, Failure> {
        let mut due = Vec::new();
        let mut cover = CoverInForce::at(store, now);
        for (state, days) in &self.days {
            let old = |since: Timestamp| {
                now.millis().saturating_sub(since.millis()) >= i64::from(*days) * DAY
            };
            let mut after = None;
            loop {
                let page = store.page(Some(*state), after, PAGE)?;
                // The list is ordered by that time: after the first that is too young all are.
                let count = page.iter().take_while(|row| old(row.changed_at)).count();
                for row in &page[..count] {
                    // Nothing moves that time after the decision, so it is not the last activity of
                    // who pays each month.
                    let Some(last) = cover.last_use(row.id)? else {
                        continue;
                    };
                    if changes_what_is_kept(store, row)? {
                        continue;
                    }
                    let over = last.over.unwrap_or_default();
                    let since = row.changed_at.max(over);
                    if old(since) {
                        due.push(DueRegistration {
                            id: row.id,
                            state: *state,
                            revision: row.revision,
                            changed_at: row.changed_at,
                            last_month: last.month,
                            since,
                            days: *days,
                            rule: state.as_str(),
                        });
                    }
                }
                match page.last() {
                    Some(last) if count == PAGE as usize => after = Some(last.key()),
                    _ => break,
                }
            }
        }
        if let Some(days) = self.broken {
            due.extend(broken(store, days, now)?);
        }
        due.sort_by_key(|due| (due.since, due.id));
        Ok(due)
    }
}

/// Is it a change that was accepted, of a registration that is here? Bills are reckoned from both.
fn changes_what_is_kept(store: &Store, row: &RegistrationRow) -> Result<bool, Failure> {
    if row.state != OfficeState::Accepted {
        return Ok(false);
    }
    let index = store.index_row(row.id, row.revision)?;
    let index = index.filter(|index| index.purpose.as_deref() == Some(UPDATE));
    let Some(changed) = index.and_then(|index| index.completes) else {
        return Ok(false);
    };
    Ok(store.status(changed)?.is_some())
}

/// The last month that was credited to a member, and when it was over.
#[derive(Default)]
struct LastUse {
    month: Option<Month>,
    over: Option<Timestamp>,
}

/// Whose cover holds or may still go on, by the rules in force.
struct CoverInForce<'a> {
    store: &'a Store,
    now: Timestamp,
    /// Read when the first registration with a paid month is met.
    rules: Option<Content>,
}

impl<'a> CoverInForce<'a> {
    fn at(store: &'a Store, now: Timestamp) -> Self {
        Self {
            store,
            now,
            rules: None,
        }
    }

    /// The last month that was credited to the member behind a registration; none while the member uses what is kept.
    fn last_use(&mut self, id: RegistrationId) -> Result<Option<LastUse>, Failure> {
        let used = self.store.member_use(id)?;
        if used.bound {
            return Ok(None);
        }
        let Some(last) = used.last_month else {
            return Ok(Some(LastUse::default()));
        };
        if last >= self.oldest_in_force()? {
            return Ok(None);
        }
        // The next one begins when it is over.
        let next = last.next().map(Month::first_day);
        let over = next.and_then(|day| Zone::Wib.first_moment(day));
        let over = over.ok_or_else(|| Failure::Input(format!("month {last} has no end")))?;
        Ok(Some(LastUse {
            month: Some(last),
            over: Some(over),
        }))
    }

    fn oldest_in_force(&mut self) -> Result<Month, Failure> {
        if self.rules.is_none() {
            let newest = self.store.bundle_for(Bundle::ENGINE)?;
            let sequence = newest.map_or(0, |bundle| bundle.sequence);
            self.rules = content_of(self.store, sequence)?;
        }
        let rules = self.rules.as_ref().ok_or_else(|| {
            Failure::Input(
                "the rules in force cannot be read, so nobody can say whose cover still holds: sign a bundle first"
                    .into(),
            )
        })?;
        Ok(rules.cover.oldest_last_month(self.now.date()))
    }
}

/// What was received, does not open, and has been unchanged for so many days.
fn broken(store: &Store, days: u32, now: Timestamp) -> Result<Vec<DueRegistration>, Failure> {
    let latest = now.millis().saturating_sub(i64::from(days) * DAY);
    let (mut due, mut after) = (Vec::new(), None);
    loop {
        let page = store.broken_since(latest, after, PAGE)?;
        due.extend(page.iter().map(|row| DueRegistration {
            id: row.id,
            state: row.state,
            revision: row.revision,
            changed_at: row.changed_at,
            last_month: None,
            since: row.changed_at,
            days,
            rule: Flag::SealBroken.word(),
        }));
        match page.last() {
            Some(last) if page.len() == PAGE as usize => after = Some(last.id),
            _ => return Ok(due),
        }
    }
}

/// Checks the clock against the audit log: the last row must be near, and there must be no large
/// gap between the rows before it. A clock that leapt writes rows with its own dates, so the gap is
/// looked for over twice the time. The error tells both dates.
pub fn clock_is_plausible(store: &Store, now: Timestamp) -> Result<(), Failure> {
    let Some(last) = store.last_audited()? else {
        return Ok(());
    };
    let quiet = QUIET_DAYS * DAY;
    let from = Timestamp::from_millis((now.millis() - 2 * quiet).max(0)).unwrap_or_default();
    let far = (now.millis() - last.millis()).abs() > quiet;
    if far || store.longest_silence(from)? > quiet {
        return Err(Failure::Input(format!(
            "the clock says {now}, and between that and the rows of the audit log (the last of {last}) more than \
             {QUIET_DAYS} days are missing: if the clock is right, add --clock-is-right"
        )));
    }
    Ok(())
}

impl DueRegistration {
    /// The request to erase it if it still stands as it did, with the rule as its reason.
    pub fn erasing(&self, now: Timestamp) -> EraseRequest {
        let why = format!("retention: {} for {} days", self.rule, self.days);
        let expected = ExpectedStanding {
            state: self.state,
            revision: self.revision,
            changed_at: self.changed_at,
            last_month: self.last_month,
        };
        EraseRequest {
            id: self.id,
            why,
            at: now,
            expected: Some(expected),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_name_their_source_and_only_states_that_age_may_end() {
        let read = |text: &str| Retention::parse(text.as_bytes());
        let rules = read(r#"{"source":"CONTOH","days":{"accepted":365,"withdrawn":7}}"#).unwrap();
        assert!(rules.days.contains(&(OfficeState::Withdrawn, 7)) && rules.broken.is_none());
        let rules = read(r#"{"source":"CONTOH","days":{"seal_broken":30}}"#).unwrap();
        assert_eq!((rules.days.len(), rules.broken), (0, Some(30)));
        for wrong in [
            r#"{"source":" ","days":{}}"#,
            r#"{"days":{}}"#,
            r#"{"source":"CONTOH","days":{"received":30}}"#,
            r#"{"source":"CONTOH","days":{"nobody":30}}"#,
            r#"{"source":"CONTOH","days":{"accepted":0}}"#,
            r#"{"source":"CONTOH","days":{"seal_broken":0}}"#,
            r#"{"source":"CONTOH","days":{"key_missing":30}}"#,
            r#"{"source":"CONTOH","days":{"accepted":-1}}"#,
        ] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
