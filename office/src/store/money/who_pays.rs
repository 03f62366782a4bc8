//! Arrangements as they are kept, and the names by which payers and members know each other.

use payung_model::sealed::{Digest, RegistrationId};
use payung_model::units::{Month, Timestamp};

use super::books::{known_member, parsed};
use super::rounds;
use crate::billing::{MemberId, PayerId};
use crate::store::error::StoreError;
use crate::store::sql::{Row, Sql, values};

/// Why a payer is asked to pay for others: the word in `bill_asks` and on the bill.
pub const PAY_FOR: &str = "pay_for";
/// Why there is a bill that somebody asked for by hand.
pub const ASKED: &str = "asked";
/// The same, where the last bill has expired.
pub const ASKED_AFTER_EXPIRY: &str = "asked_expired";
/// Why a member gets a bill of their own again.
pub const PAYER_ENDED: &str = "payer_ended";

/// An arrangement: a payer pays for a member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArrangementRow {
    /// Which.
    pub id: RegistrationId,
    /// A registration, or a sponsor.
    pub payer: PayerId,
    /// For whom.
    pub member: MemberId,
    /// The member's registration whose answers say what a month costs.
    pub registration: RegistrationId,
    /// How many months are billed at once.
    pub months: u8,
    /// The first month; of what goes on until somebody ends it, the month in which it began.
    pub first_month: Month,
    /// The last month; none: until somebody ends it.
    pub last_month: Option<Month>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
}

impl ArrangementRow {
    /// Does the payer pay that month? Whoever pays until somebody ends it pays all that is due, also
    /// what is owed from before: the oldest month first, as the member would.
    pub fn covers(&self, month: Month) -> bool {
        let within = |last| self.first_month <= month && month <= last;
        self.ended_at.is_none() && self.last_month.is_none_or(within)
    }
}

macro_rules! arrangements {
    ($rest:literal) => {
        concat!(
            "SELECT id, payer, member, registration, months, first_month, last_month, ended_at FROM arrangements ",
            $rest
        )
    };
}
pub(super) use arrangements;

/// Who is asked for the month after the last one of a member that was paid, and why: whoever pays by
/// an arrangement, or the member, for whom somebody else may have paid. None when nobody can be
/// asked.
pub(super) fn payer_after<'a>(
    sql: &dyn Sql,
    member: MemberId,
    payer: PayerId,
    last: Month,
    why: &'a str,
) -> Result<Option<(RegistrationId, &'a str)>, StoreError> {
    let open = open_of_member(sql, member)?;
    let next = last.next().unwrap_or(last);
    if let Some(open) = open.filter(|open| open.covers(next)) {
        return Ok(Some((open.payer, PAY_FOR)));
    }
    if known_member(sql, payer)? == Some(member) {
        return Ok(Some((payer, why)));
    }
    let own = sql.first(
        "SELECT members.registration FROM members JOIN registrations ON registrations.id = members.registration
            WHERE member = ?1 AND state IN ('received', 'accepted') ORDER BY members.registration DESC LIMIT 1",
        values![&member],
    )?;
    own.map(|row| Ok((row.id(0)?, why))).transpose()
}

/// Has somebody begun or ended to pay for that member since?
pub(super) fn changed_since(
    sql: &dyn Sql,
    member: MemberId,
    since: Timestamp,
) -> Result<bool, StoreError> {
    let found = sql.first(rounds::CHANGED_SINCE, values![&member, since])?;
    Ok(found.is_some())
}

/// Keeps a new arrangement.
pub(super) fn add(
    sql: &dyn Sql,
    row: &ArrangementRow,
    code: Option<&Digest>,
    at: Timestamp,
) -> Result<(), StoreError> {
    sql.execute(
        "INSERT INTO arrangements (id, payer, member, registration, code, months, first_month, last_month, made_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        values![
            &row.id,
            &row.payer,
            &row.member,
            &row.registration,
            code,
            i64::from(row.months),
            &row.first_month.to_string(),
            row.last_month.map(|month| month.to_string()).as_ref(),
            at
        ],
    )?;
    Ok(())
}

/// The member's open arrangement.
pub(super) fn open_of_member(
    sql: &dyn Sql,
    member: MemberId,
) -> Result<Option<ArrangementRow>, StoreError> {
    let row = sql.first(
        arrangements!("WHERE member = ?1 AND ended_at IS NULL"),
        values![&member],
    )?;
    row.as_ref().map(read).transpose()
}

/// The payer's open arrangements, the oldest first.
pub(super) fn open_of_payer(
    sql: &dyn Sql,
    payer: PayerId,
) -> Result<Vec<ArrangementRow>, StoreError> {
    let rows = sql.query(
        arrangements!("WHERE payer = ?1 AND ended_at IS NULL ORDER BY made_at, id"),
        values![&payer],
    )?;
    rows.iter().map(read).collect()
}

pub(super) fn read(row: &Row) -> Result<ArrangementRow, StoreError> {
    let last = row.opt_text(6)?;
    Ok(ArrangementRow {
        id: row.id(0)?,
        payer: row.id(1)?,
        member: row.id(2)?,
        registration: row.id(3)?,
        months: u8::try_from(row.small(4)?).map_err(|_| StoreError::Damaged("months"))?,
        first_month: parsed(&row.text(5)?, "a month")?,
        last_month: last.map(|text| parsed(&text, "a month")).transpose()?,
        ended_at: row.opt_time(7)?,
    })
}

/// The name of a sponsor, or of a person as the office masks it; where nothing is known, the
/// receipt code.
pub(super) fn name_of(sql: &dyn Sql, id: RegistrationId) -> Result<String, StoreError> {
    let sponsor = sql.first("SELECT name FROM sponsors WHERE id = ?1", values![&id])?;
    if let Some(row) = sponsor {
        return row.text(0);
    }
    let opened = sql.first(
        "SELECT name_masked FROM opened JOIN registrations USING (id, revision) WHERE id = ?1",
        values![&id],
    )?;
    let masked = opened.map(|row| row.opt_text(0)).transpose()?.flatten();
    Ok(masked
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| id.receipt()))
}

/// The names of those for whom somebody pays or paid. Two members whose masked names are the same
/// are told apart by a number that stays.
pub(super) fn names_for(
    sql: &dyn Sql,
    payer: PayerId,
) -> Result<Vec<(MemberId, String)>, StoreError> {
    let rows = sql.query(
        "SELECT member, registration FROM arrangements WHERE payer = ?1 ORDER BY made_at, id",
        values![&payer],
    )?;
    let mut names: Vec<(MemberId, String, String)> = Vec::new();
    for row in rows {
        let member = row.id(0)?;
        if names.iter().any(|(known, ..)| *known == member) {
            continue;
        }
        let masked = name_of(sql, row.id(1)?)?;
        let same = names.iter().filter(|(_, it, _)| *it == masked).count();
        let shown = if same == 0 {
            masked.clone()
        } else {
            format!("{masked} ({})", same + 1)
        };
        names.push((member, masked, shown));
    }
    Ok(names
        .into_iter()
        .map(|(member, _, shown)| (member, shown))
        .collect())
}
