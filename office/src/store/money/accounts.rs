//! The person behind a registration, and what the books say about that person.

use payung_model::sealed::RegistrationId;

use super::books::{known_member, parsed, read_parts};
use super::contract::MemberAccount;
use crate::billing::{BillLine, Credit, MemberId};
use crate::store::error::StoreError;
use crate::store::sql::{Row, Sql, values};

/// The person behind a registration: somebody known with the same NIK, or somebody new.
pub(super) fn member_of(sql: &dyn Sql, id: RegistrationId) -> Result<MemberId, StoreError> {
    if let Some(known) = known_member(sql, id)? {
        return Ok(known);
    }
    let twin = sql.first(
        "SELECT members.member FROM opened AS own
            JOIN registrations AS here ON here.id = own.id AND here.revision = own.revision
            JOIN opened AS other ON other.nik_index = own.nik_index AND other.id <> own.id
            JOIN registrations AS there ON there.id = other.id AND there.revision = other.revision
            JOIN members ON members.registration = other.id
            WHERE own.id = ?1 ORDER BY members.member LIMIT 1",
        values![&id],
    )?;
    // The smallest id is taken, so that the answer does not depend on the order in which a database
    // gives its rows.
    let member = twin.map_or(Ok(id), |row| row.id(0))?;
    sql.execute(
        "INSERT INTO members (registration, member) VALUES (?1, ?2)",
        values![&id, &member],
    )?;
    Ok(member)
}

pub(super) fn account(sql: &dyn Sql, member: MemberId) -> Result<MemberAccount, StoreError> {
    let rows = sql.query(
        "SELECT month, payer, paid_on, parts FROM credited WHERE member = ?1 ORDER BY month",
        values![&member],
    )?;
    let credit = |row: &Row| {
        Ok(Credit {
            line: BillLine {
                member,
                month: parsed(&row.text(0)?, "a month")?,
                parts: read_parts(&row.text(3)?)?,
            },
            payer: row.id(1)?,
            paid_on: parsed(&row.text(2)?, "a day")?,
        })
    };
    let live = sql.query(
        "SELECT month, payer FROM bill_lines WHERE member = ?1 AND live = 1 ORDER BY month",
        values![&member],
    )?;
    let billed = |row: &Row| Ok((parsed(&row.text(0)?, "a month")?, row.id(1)?));
    let claim = sql.first(
        "SELECT month FROM claims WHERE member = ?1",
        values![&member],
    )?;
    Ok(MemberAccount {
        member,
        credited: rows.iter().map(credit).collect::<Result<_, StoreError>>()?,
        claim: claim
            .map(|row| parsed(&row.text(0)?, "a month"))
            .transpose()?,
        billed: live.iter().map(billed).collect::<Result<_, StoreError>>()?,
    })
}
