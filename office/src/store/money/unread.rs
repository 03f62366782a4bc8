//! Reports of payments that cannot be read.
//!
//! Somebody may have paid, so none is forgotten; and none keeps others waiting, so they are kept
//! here, with the reason, and are asked for again. An officer who knows what a report is may strike
//! it off: it stays here with who did it, when and why, and is asked for no more.

use std::fmt;
use std::str::FromStr;

use payung_model::sealed::Digest;
use payung_model::units::Timestamp;

use crate::store::audit::{self, AuditEntry};
use crate::store::error::StoreError;
use crate::store::sql::{Database, Engine, Row, Sql, TransactionLock, signed, values};

/// The same report without a place is looked for so many places before and after. The acquirer's
/// answers overlap by less, and begin somewhere else each time.
const NEAR: i64 = 200;
/// Letters of a mark.
const MARK: usize = 16;

/// By what a report without a place is known again: a digest of what came.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReportMark(String);

impl ReportMark {
    /// The mark of those bytes, when an answer has them for the `nth` time.
    pub fn of(bytes: &[u8], nth: usize) -> Self {
        let mut all = bytes.to_vec();
        if nth > 0 {
            all.extend_from_slice(&nth.to_be_bytes());
        }
        let mut text = base16ct::lower::encode_string(&Digest::of(&all).0);
        text.truncate(MARK);
        Self(text)
    }
}

/// Which report: its place among the acquirer's reports. Of one that has none, the place of the
/// report before it, and its mark. As text it is `17`, or `17-3fa9c01b2d4e5f60`.
///
/// ```
/// use payung_office::store::money::ReportKey;
///
/// let report: ReportKey = "17".parse()?;
/// assert_eq!((report.sequence, report.mark.is_none()), (17, true));
/// let without_a_place: ReportKey = "17-3fa9c01b2d4e5f60".parse()?;
/// assert!(without_a_place > report);
/// assert!("-1".parse::<ReportKey>().is_err());
/// # Ok::<(), &'static str>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReportKey {
    /// Its place, or that of the report before it.
    pub sequence: u64,
    /// None when it has a place.
    pub mark: Option<ReportMark>,
}

impl ReportKey {
    /// A report at that place.
    pub fn at(sequence: u64) -> Self {
        Self {
            sequence,
            mark: None,
        }
    }

    fn mark(&self) -> &str {
        self.mark.as_ref().map_or("", |mark| mark.0.as_str())
    }

    /// Within how many places it is the same report.
    fn near(&self) -> i64 {
        self.mark.as_ref().map_or(0, |_| NEAR)
    }
}

impl fmt::Display for ReportKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.mark {
            None => write!(f, "{}", self.sequence),
            Some(ReportMark(mark)) => write!(f, "{}-{mark}", self.sequence),
        }
    }
}

impl FromStr for ReportKey {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const WRONG: &str = "that is no report: `office money unread` names them";
        let (place, mark) = match text.split_once('-') {
            Some((place, mark)) => (place, Some(mark)),
            None => (text, None),
        };
        let is_mark = |mark: &str| {
            mark.len() == MARK
                && mark
                    .bytes()
                    .all(|sign| matches!(sign, b'0'..=b'9' | b'a'..=b'f'))
        };
        if !place.bytes().all(|sign| sign.is_ascii_digit()) || mark.is_some_and(|it| !is_mark(it)) {
            return Err(WRONG);
        }
        let sequence = place.parse().map_err(|_| WRONG)?;
        i64::try_from(sequence).map_err(|_| WRONG)?;
        Ok(Self {
            sequence,
            mark: mark.map(|mark| ReportMark(mark.to_owned())),
        })
    }
}

/// A report that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadReport {
    /// Which one.
    pub key: ReportKey,
    /// When it was found.
    pub noted_at: Timestamp,
    /// What is wrong with it, as the last try found it; nothing that came with it.
    pub reason: String,
    /// How often it was asked for again.
    pub tries: u32,
    /// None while it is asked for again.
    pub struck_off: Option<StruckOff>,
}

/// Who struck a report off, when and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StruckOff {
    /// When.
    pub at: Timestamp,
    /// The officer.
    pub officer: String,
    /// Why. It says nothing personal.
    pub why: String,
}

/// Which reports are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnreadFilter {
    /// Those that are asked for again.
    Waiting,
    /// Those that were struck off.
    StruckOff,
}

/// Reports that cannot be read.
pub trait UnreadReports {
    /// Notes one, once; whether it is new.
    fn note_unread(
        &self,
        report: &ReportKey,
        reason: &str,
        at: Timestamp,
        again: Timestamp,
    ) -> Result<bool, StoreError>;

    /// At most `most` that are to be asked for again now, by their places.
    fn unread_due(&self, now: Timestamp, most: u32) -> Result<Vec<UnreadReport>, StoreError>;

    /// It still cannot be read, and is asked for again at that time.
    fn set_unread_aside(
        &self,
        report: &ReportKey,
        reason: &str,
        until: Timestamp,
    ) -> Result<(), StoreError>;

    /// It was read and booked. What was struck off meanwhile stays.
    fn was_read(&self, report: &ReportKey) -> Result<(), StoreError>;

    /// All of them, by their places: so many of those after that one.
    fn unread(
        &self,
        which: UnreadFilter,
        after: Option<&ReportKey>,
        most: u32,
    ) -> Result<Vec<UnreadReport>, StoreError>;

    /// One of them.
    fn unread_report(&self, report: &ReportKey) -> Result<Option<UnreadReport>, StoreError>;

    /// Strikes it off, with the audit row; false when that was done before, or there is none.
    fn strike_off(
        &self,
        report: &ReportKey,
        struck_off: &StruckOff,
        entry: &AuditEntry<'_>,
    ) -> Result<bool, StoreError>;

    /// It is asked for again after all, with the audit row; false when it was not struck off.
    fn ask_report_again(
        &self,
        report: &ReportKey,
        entry: &AuditEntry<'_>,
    ) -> Result<bool, StoreError>;
}

/// The columns of a report, and what follows them.
macro_rules! reports {
    ($which:literal) => {
        concat!(
            "SELECT sequence, mark, noted_at, reason, work_tries, struck_at, struck_by, struck_why
                FROM unread_reports ",
            $which
        )
    };
}

impl<E: Engine> UnreadReports for Database<E> {
    fn note_unread(
        &self,
        report: &ReportKey,
        reason: &str,
        at: Timestamp,
        again: Timestamp,
    ) -> Result<bool, StoreError> {
        let place = signed(report.sequence)?;
        self.engine.write(|sql| {
            // Two workers would both find nothing near it.
            sql.lock(TransactionLock::Money)?;
            let known = sql.first(
                "SELECT 1 FROM unread_reports WHERE mark = ?1 AND abs(sequence - ?2) <= ?3",
                values![report.mark(), place, report.near()],
            )?;
            if known.is_some() {
                return Ok(false);
            }
            sql.execute(
                "INSERT INTO unread_reports (sequence, mark, noted_at, reason, work_after) VALUES (?1, ?2, ?3, ?4, ?5)",
                values![place, report.mark(), at, reason, again],
            )?;
            Ok(true)
        })
    }

    fn unread_due(&self, now: Timestamp, most: u32) -> Result<Vec<UnreadReport>, StoreError> {
        self.engine.read(|sql| {
            let rows = sql.query(
                reports!(
                    "WHERE struck_at IS NULL AND work_after <= ?1 ORDER BY sequence, mark LIMIT ?2"
                ),
                values![now, most],
            )?;
            rows.iter().map(read).collect()
        })
    }

    fn set_unread_aside(
        &self,
        report: &ReportKey,
        reason: &str,
        until: Timestamp,
    ) -> Result<(), StoreError> {
        let place = signed(report.sequence)?;
        self.engine.write(|sql| {
            sql.execute(
                "UPDATE unread_reports SET reason = ?3, work_after = ?4, work_tries = work_tries + 1
                    WHERE sequence = ?1 AND mark = ?2 AND struck_at IS NULL",
                values![place, report.mark(), reason, until],
            )
            .map(|_| ())
        })
    }

    fn was_read(&self, report: &ReportKey) -> Result<(), StoreError> {
        let place = signed(report.sequence)?;
        self.engine.write(|sql| {
            sql.execute(
                "DELETE FROM unread_reports WHERE sequence = ?1 AND mark = ?2 AND struck_at IS NULL",
                values![place, report.mark()],
            )
            .map(|_| ())
        })
    }

    fn unread(
        &self,
        which: UnreadFilter,
        after: Option<&ReportKey>,
        most: u32,
    ) -> Result<Vec<UnreadReport>, StoreError> {
        let statement = match which {
            UnreadFilter::Waiting => reports!(
                "WHERE struck_at IS NULL AND (sequence > ?1 OR sequence = ?1 AND mark > ?2) ORDER BY sequence, mark LIMIT ?3"
            ),
            UnreadFilter::StruckOff => reports!(
                "WHERE struck_at IS NOT NULL AND (sequence > ?1 OR sequence = ?1 AND mark > ?2) ORDER BY sequence, mark LIMIT ?3"
            ),
        };
        let (place, mark) = match after {
            None => (-1, ""),
            Some(after) => (signed(after.sequence)?, after.mark()),
        };
        self.engine.read(|sql| {
            let rows = sql.query(statement, values![place, mark, most])?;
            rows.iter().map(read).collect()
        })
    }

    fn unread_report(&self, report: &ReportKey) -> Result<Option<UnreadReport>, StoreError> {
        let place = signed(report.sequence)?;
        self.engine.read(|sql| {
            let found = sql.first(
                reports!("WHERE sequence = ?1 AND mark = ?2"),
                values![place, report.mark()],
            )?;
            found.as_ref().map(read).transpose()
        })
    }

    fn strike_off(
        &self,
        report: &ReportKey,
        struck_off: &StruckOff,
        entry: &AuditEntry<'_>,
    ) -> Result<bool, StoreError> {
        let place = signed(report.sequence)?;
        let StruckOff { at, officer, why } = struck_off;
        self.engine.write(|sql| {
            let struck = sql.execute(
                "UPDATE unread_reports SET struck_at = ?3, struck_by = ?4, struck_why = ?5
                    WHERE sequence = ?1 AND mark = ?2 AND struck_at IS NULL",
                values![place, report.mark(), *at, officer.as_str(), why.as_str()],
            )?;
            if struck > 0 {
                audit::add(sql, entry)?;
            }
            Ok(struck > 0)
        })
    }

    fn ask_report_again(
        &self,
        report: &ReportKey,
        entry: &AuditEntry<'_>,
    ) -> Result<bool, StoreError> {
        let place = signed(report.sequence)?;
        self.engine.write(|sql| {
            // Who struck it off stays in the audit log.
            let asked = sql.execute(
                "UPDATE unread_reports SET struck_at = NULL, struck_by = NULL, struck_why = NULL, work_after = 0,
                        work_tries = 0
                    WHERE sequence = ?1 AND mark = ?2 AND struck_at IS NOT NULL",
                values![place, report.mark()],
            )?;
            if asked > 0 {
                audit::add(sql, entry)?;
            }
            Ok(asked > 0)
        })
    }
}

fn read(row: &Row) -> Result<UnreadReport, StoreError> {
    let mark = row.text(1)?;
    let struck_off = match row.opt_time(5)? {
        None => None,
        Some(at) => Some(StruckOff {
            at,
            officer: row.opt_text(6)?.unwrap_or_default(),
            why: row.opt_text(7)?.unwrap_or_default(),
        }),
    };
    Ok(UnreadReport {
        key: ReportKey {
            sequence: row.count(0)?,
            mark: (!mark.is_empty()).then_some(ReportMark(mark)),
        },
        noted_at: row.time(2)?,
        reason: row.text(3)?,
        tries: row.small(4)?,
        struck_off,
    })
}

/// How many wait, and since when the oldest does.
pub(super) fn count(sql: &dyn Sql) -> Result<(u64, Option<Timestamp>), StoreError> {
    let row = sql.one(
        "SELECT count(*), min(noted_at) FROM unread_reports WHERE struck_at IS NULL",
        &[],
    )?;
    Ok((row.count(0)?, row.opt_time(1)?))
}
