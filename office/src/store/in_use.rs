//! What keeps a registration from growing old: money and arrangements of the member behind it.
//!
//! The state of a registration says nothing of that. It changes with the decision, and a member who
//! pays each month for years never changes it again.

use payung_model::sealed::RegistrationId;
use payung_model::units::Month;

use super::error::StoreError;
use super::sql::{Database, Engine, Sql, values};

/// What the books hold of the member behind a registration.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MemberUse {
    /// The last month that was credited.
    pub last_month: Option<Month>,
    /// A bill can still be paid, somebody pays by an arrangement, or money of this payer pays nothing
    /// yet.
    pub bound: bool,
}

/// Who still uses what is kept.
pub trait InUse {
    /// What the books hold of the member behind a registration.
    fn member_use(&self, id: RegistrationId) -> Result<MemberUse, StoreError>;
}

impl<E: Engine> InUse for Database<E> {
    fn member_use(&self, id: RegistrationId) -> Result<MemberUse, StoreError> {
        self.engine.read(|sql| member_use(sql, id))
    }
}

/// As a member.
const MEMBERS: [&str; 2] = [
    "SELECT 1 FROM bill_lines WHERE member = ?1 AND live = 1 LIMIT 1",
    "SELECT 1 FROM arrangements WHERE member = ?1 AND ended_at IS NULL LIMIT 1",
];
/// As a payer, who may have no months of their own.
const PAYERS: [&str; 3] = [
    "SELECT 1 FROM bill_lines WHERE payer = ?1 AND live = 1 LIMIT 1",
    "SELECT 1 FROM arrangements WHERE payer = ?1 AND ended_at IS NULL LIMIT 1",
    "SELECT 1 FROM unapplied WHERE payer = ?1 AND amount > 0 LIMIT 1",
];

pub(super) fn member_use(sql: &dyn Sql, id: RegistrationId) -> Result<MemberUse, StoreError> {
    let known = sql.first(
        "SELECT member FROM members WHERE registration = ?1",
        values![&id],
    )?;
    let (member, mut payers) = match known {
        None => (id, vec![id]),
        Some(row) => {
            let member: RegistrationId = row.id(0)?;
            // Each registration of that person may have paid: an addition, or one that was sent anew.
            let all = sql.query(
                "SELECT registration FROM members WHERE member = ?1",
                values![&member],
            )?;
            let all: Result<Vec<_>, StoreError> = all.iter().map(|row| row.id(0)).collect();
            (member, all?)
        }
    };
    payers.push(id);
    payers.sort_unstable();
    payers.dedup();
    let month = sql
        .one(
            "SELECT max(month) FROM credited WHERE member = ?1",
            values![&member],
        )?
        .opt_text(0)?;
    let last_month = month
        .map(|text| text.parse().map_err(|_| StoreError::Damaged("a month")))
        .transpose()?;
    let mut bound = false;
    for statement in MEMBERS {
        bound = bound || sql.first(statement, values![&member])?.is_some();
    }
    for payer in &payers {
        for statement in PAYERS {
            bound = bound || sql.first(statement, values![payer])?.is_some();
        }
    }
    Ok(MemberUse { last_month, bound })
}
