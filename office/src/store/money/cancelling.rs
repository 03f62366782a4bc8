//! Bills of which one member's months are not to be paid any more.

use payung_model::units::{Month, Timestamp};

use super::asks::{ask, wake};
use super::books::{billing, known_member, parsed};
use super::who_pays::PAY_FOR;
use crate::billing::{BillId, MemberId, PayerId};
use crate::store::error::StoreError;
use crate::store::sql::{Sql, values};

/// Has a live bill cancelled at the acquirer because of that member's months. A bill may have lines
/// of several members: what is left of it is asked for again, as the kind of bill that it was.
pub(super) fn cancel_because_of(
    sql: &dyn Sql,
    bill: BillId,
    member: MemberId,
    at: Timestamp,
) -> Result<(), StoreError> {
    // Whoever had it cancelled before has asked for what is left, or wanted nothing of it.
    if !billing(sql, at).begin_cancel(bill)? {
        return Ok(());
    }
    let left = sql.query(
        "SELECT payer, member FROM bill_lines WHERE bill = ?1 AND member <> ?2",
        values![&bill, &member],
    )?;
    let Some(first) = left.first() else {
        return Ok(());
    };
    let payer: PayerId = first.id(0)?;
    let own = known_member(sql, payer)?;
    let members: Vec<MemberId> = left.iter().map(|row| row.id(1)).collect::<Result<_, _>>()?;
    let own_months = members.iter().filter(|it| Some(**it) == own).count();
    // There is one ask of a payer at a time. One for own months that waits already has those of
    // others on its bill too, unless somebody else pays the own ones from now on.
    let waiting = sql.first(
        "SELECT 1 FROM bill_asks WHERE id = ?1 AND why <> ?2",
        values![&payer, PAY_FOR],
    )?;
    if waiting.is_some() && own != Some(member) {
        return wake(sql, payer);
    }
    if own_months > 0 {
        let months = u8::try_from(own_months).ok();
        ask(sql, payer, "replaced", months, at)
    } else {
        ask(sql, payer, PAY_FOR, None, at)
    }
}

/// Live bills of others than that payer that ask for one of these months of a member; for any
/// month, where none are named.
pub(super) fn rivals(
    sql: &dyn Sql,
    payer: PayerId,
    member: MemberId,
    months: &[Month],
) -> Result<Vec<BillId>, StoreError> {
    let rows = sql.query(
        "SELECT bill, month FROM bill_lines WHERE member = ?1 AND live = 1 AND payer <> ?2 ORDER BY bill",
        values![&member, &payer],
    )?;
    let mut found = Vec::new();
    for row in rows {
        let month = parsed(&row.text(1)?, "a month")?;
        if months.is_empty() || months.contains(&month) {
            found.push(row.id(0)?);
        }
    }
    found.dedup();
    Ok(found)
}

/// Has these bills of others cancelled. Whether there was any.
pub(super) fn cancel_rivals(
    sql: &dyn Sql,
    payer: PayerId,
    member: MemberId,
    months: &[Month],
    at: Timestamp,
) -> Result<bool, StoreError> {
    let rivals = rivals(sql, payer, member, months)?;
    for bill in &rivals {
        cancel_because_of(sql, *bill, member, at)?;
    }
    Ok(!rivals.is_empty())
}
