//! Reports of payments that cannot be read, as officers see them, and striking them off.

use payung_model::typed::{clean, is_visible};
use payung_model::units::Timestamp;
use serde::Serialize;

use super::MOST_REASON;
use super::money::{PAGE, Part, each};
use crate::failure::Failure;
use crate::store::money::{ReportKey, StruckOff, UnreadFilter, UnreadReport};
use crate::store::{AuditEntry, Store};

/// A report of a payment that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ShownUnread {
    /// By which it is named: its place, or of one that has none the place before it and a mark.
    pub report: String,
    /// Its place among the acquirer's reports, or that of the report before it.
    pub sequence: u64,
    /// It has no place of its own.
    pub without_place: bool,
    /// When it was found.
    pub noted_at: String,
    /// What is wrong with it.
    pub reason: String,
    /// How often it was asked for again.
    pub tries: u32,
    /// Who struck it off; none while it is asked for again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub struck_off: Option<ShownStruckOff>,
}

/// Who struck a report off, when and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ShownStruckOff {
    /// When.
    pub at: String,
    /// The officer.
    pub officer: String,
    /// Why.
    pub why: String,
}

impl ShownUnread {
    fn of(row: &UnreadReport) -> Self {
        let struck_off = row.struck_off.as_ref().map(|struck_off| ShownStruckOff {
            at: struck_off.at.to_string(),
            officer: struck_off.officer.clone(),
            why: struck_off.why.clone(),
        });
        Self {
            report: row.key.to_string(),
            sequence: row.key.sequence,
            without_place: row.key.mark.is_some(),
            noted_at: row.noted_at.to_string(),
            reason: row.reason.clone(),
            tries: row.tries,
            struck_off,
        }
    }
}

/// What an officer does with a report that cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportDeed {
    /// It is asked for no more, because the officer knows what it is.
    StrikeOff,
    /// It is asked for again after all.
    AskAgain,
}

/// Why nothing was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportNotChanged {
    /// Nobody said why.
    NoReason,
    /// The reason is too long for the log.
    LongReason,
    /// There is no such report: perhaps it was read meanwhile.
    Unknown,
    /// Somebody did it before.
    Before,
}

impl ReportNotChanged {
    /// The failure at the command line.
    pub fn failure(self, report: &ReportKey) -> Failure {
        Failure::Input(match self {
            Self::NoReason => "say why, in a word or two: --why".to_owned(),
            Self::LongReason => "the reason is too long for the log".to_owned(),
            Self::Unknown => {
                format!("no report {report} waits here: perhaps it was read meanwhile")
            }
            Self::Before => format!(
                "that was done with report {report} before: see `office money unread --all`"
            ),
        })
    }
}

/// Reports that cannot be read, by their places: so many of those after that one.
pub fn unread(
    store: &Store,
    which: UnreadFilter,
    after: Option<&ReportKey>,
    most: u32,
) -> Result<Part<ShownUnread>, Failure> {
    let rows = store.unread(which, after, most.saturating_add(1))?;
    Ok(Part::of(rows.iter().map(ShownUnread::of).collect(), most))
}

/// All of them, a page at a time.
pub fn each_unread(
    store: &Store,
    which: UnreadFilter,
    mut shown: impl FnMut(ShownUnread) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let rows =
        |after: Option<&UnreadReport>| store.unread(which, after.map(|last| &last.key), PAGE);
    each(rows, |row| shown(ShownUnread::of(row)))
}

/// One of them.
pub fn unread_report(store: &Store, report: &ReportKey) -> Result<Option<ShownUnread>, Failure> {
    let found = store.unread_report(report)?;
    Ok(found.as_ref().map(ShownUnread::of))
}

/// Strikes a report off, or has it asked for again. Nothing is deleted, and the reason stands in the
/// audit log.
pub fn change_report(
    store: &Store,
    report: &ReportKey,
    deed: ReportDeed,
    why: &str,
    officer: &str,
    now: Timestamp,
) -> Result<Result<(), ReportNotChanged>, Failure> {
    let why = clean(why);
    if !is_visible(&why) {
        return Ok(Err(ReportNotChanged::NoReason));
    }
    if why.chars().count() > MOST_REASON {
        return Ok(Err(ReportNotChanged::LongReason));
    }
    let detail = format!("report {report}: {}", *why);
    let entry = |action| AuditEntry {
        at: now,
        officer,
        action,
        id: None,
        detail: &detail,
    };
    let done = match deed {
        ReportDeed::StrikeOff => {
            let struck_off = StruckOff {
                at: now,
                officer: officer.to_owned(),
                why: why.to_string(),
            };
            store.strike_off(report, &struck_off, &entry("money strike-off"))?
        }
        ReportDeed::AskAgain => store.ask_report_again(report, &entry("money ask-again"))?,
    };
    if done {
        return Ok(Ok(()));
    }
    Ok(Err(match store.unread_report(report)? {
        Some(_) => ReportNotChanged::Before,
        None => ReportNotChanged::Unknown,
    }))
}
