//! Money in figures, for monitoring: how much of everything, and how well the acquirer is followed.

use payung_model::units::Timestamp;

use super::look;
use crate::billing::Totals;
use crate::store::error::StoreError;
use crate::store::sql::{Row, Sql, values};

/// Answers and failures of the acquirer since a worker noted them last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AcquirerNote {
    /// When its reports were read to their end; none when they were not.
    pub read_at: Option<Timestamp>,
    /// How often it did not answer, or refused.
    pub failures: u32,
}

/// Money in figures. It names nobody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MoneyFigures {
    /// How many bills are in each state that occurs.
    pub bills: Vec<(String, u64)>,
    /// How many bills ever got a code.
    pub issued: u64,
    /// How many registrations wait for a bill.
    pub asks: u64,
    /// The sums; none when they do not balance.
    pub totals: Option<Totals>,
    /// How much could not be done and waits with a reason.
    pub aside: u64,
    /// How many payments belong to no bill here.
    pub strays: u64,
    /// The last report that was read.
    pub reports: u64,
    /// When the reports were last read to their end.
    pub read_at: Option<Timestamp>,
    /// How many reports wait that cannot be read, and so not be booked.
    pub unread: u64,
    /// Since when the oldest of them waits.
    pub unbooked_since: Option<Timestamp>,
    /// How often the acquirer did not answer, or refused.
    pub failures: u64,
}

const READ_AT: &str = "read_at";
const FAILURES: &str = "failures";

pub(super) fn note(sql: &dyn Sql, note: &AcquirerNote) -> Result<(), StoreError> {
    if note.failures > 0 {
        sql.execute(
            "INSERT INTO cursors (name, place) VALUES (?1, ?2)
                ON CONFLICT (name) DO UPDATE SET place = cursors.place + excluded.place",
            values![FAILURES, note.failures],
        )?;
    }
    let Some(at) = note.read_at else {
        return Ok(());
    };
    sql.execute(
        "INSERT INTO cursors (name, place) VALUES (?1, ?2)
            ON CONFLICT (name) DO UPDATE SET place = excluded.place",
        values![READ_AT, at],
    )?;
    Ok(())
}

pub(super) fn figures(sql: &dyn Sql) -> Result<MoneyFigures, StoreError> {
    let state = look::state(sql)?;
    let issued = sql.one(
        "SELECT count(*) FROM bills WHERE qris IS NOT NULL OR payment_code IS NOT NULL",
        &[],
    )?;
    let cursors = sql.query("SELECT name, place FROM cursors", &[])?;
    let mut figures = MoneyFigures {
        bills: state.bills,
        issued: issued.count(0)?,
        asks: state.asks,
        totals: look::totals(sql)?.ok(),
        aside: state.aside.iter().map(|(_, count)| count).sum(),
        strays: state.strays,
        unread: state.unread,
        unbooked_since: state.unread_since,
        ..MoneyFigures::default()
    };
    for row in &cursors {
        take(&mut figures, row)?;
    }
    Ok(figures)
}

fn take(figures: &mut MoneyFigures, row: &Row) -> Result<(), StoreError> {
    match row.text(0)?.as_str() {
        "payments" => figures.reports = row.count(1)?,
        FAILURES => figures.failures = row.count(1)?,
        READ_AT => figures.read_at = Some(row.time(1)?),
        _ => {}
    }
    Ok(())
}
