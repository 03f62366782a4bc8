//! Sponsors: organisations that pay for many members.

use std::fmt;
use std::str::FromStr;

use payung_model::programme::Payer;
use payung_model::sealed::{OfficeKey, RegistrationId};
use payung_model::units::{Month, Timestamp};

use super::accounts::member_of;
use super::asks::ask;
use super::books::parsed;
use super::items::ItemWriter;
use super::who_pays::{ArrangementRow, PAY_FOR, add, open_of_member};
use crate::random::SystemRandom;
use crate::store::audit::{self, AuditEntry};
use crate::store::error::StoreError;
use crate::store::sql::{Database, Engine, Row, TransactionLock, values};

/// Whose money a sponsor pays with: it decides about the discount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fund {
    /// A platform, a company, a cooperative, a donor: money of their own.
    Own,
    /// APBN or APBD: a public budget, which gets no discount.
    Public,
}

/// No fund has that name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown; possible: own, public")]
pub struct NotAFund;

/// A sponsor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SponsorRow {
    /// Its id: the payer of its bills.
    pub id: RegistrationId,
    /// Its name, as members' phones show it.
    pub name: String,
    /// Whose money it is.
    pub fund: Fund,
    /// When it was added.
    pub added_at: Timestamp,
}

/// Whom a sponsor pays for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SponsoredMember {
    /// The registration whose answers say what a month costs.
    pub registration: RegistrationId,
    /// The first month and the last one.
    pub months: (Month, Month),
}

/// Sponsors and whom they pay for.
pub trait Sponsors {
    /// Adds a sponsor; none when one has that name.
    fn add_sponsor(
        &self,
        name: &str,
        fund: Fund,
        entry: &AuditEntry<'_>,
    ) -> Result<Option<SponsorRow>, StoreError>;

    /// All of them, by name.
    fn sponsors(&self) -> Result<Vec<SponsorRow>, StoreError>;

    /// The sponsor pays for these from now on: each phone is told, and one bill is asked for. Those
    /// for whom somebody pays already; then nothing is written.
    fn sponsor_members(
        &self,
        sponsor: RegistrationId,
        members: &[SponsoredMember],
        key: &OfficeKey,
        entry: &AuditEntry<'_>,
    ) -> Result<Vec<RegistrationId>, StoreError>;
}

impl<E: Engine> Sponsors for Database<E> {
    fn add_sponsor(
        &self,
        name: &str,
        fund: Fund,
        entry: &AuditEntry<'_>,
    ) -> Result<Option<SponsorRow>, StoreError> {
        self.engine.write(|sql| {
            sql.lock(TransactionLock::Money)?;
            let known = sql.first("SELECT 1 FROM sponsors WHERE name = ?1", values![name])?;
            if known.is_some() {
                return Ok(None);
            }
            let id = RegistrationId::new(entry.at, &mut SystemRandom)
                .map_err(|_| StoreError::Damaged("no randomness"))?;
            sql.execute(
                "INSERT INTO sponsors (id, name, fund, added_at) VALUES (?1, ?2, ?3, ?4)",
                values![&id, name, fund.as_str(), entry.at],
            )?;
            audit::add(sql, entry)?;
            Ok(Some(SponsorRow {
                id,
                name: name.to_owned(),
                fund,
                added_at: entry.at,
            }))
        })
    }

    fn sponsors(&self) -> Result<Vec<SponsorRow>, StoreError> {
        let rows = self.engine.read(|sql| {
            sql.query(
                "SELECT id, name, fund, added_at FROM sponsors ORDER BY name",
                &[],
            )
        })?;
        let read = |row: &Row| {
            Ok(SponsorRow {
                id: row.id(0)?,
                name: row.text(1)?,
                fund: parsed(&row.text(2)?, "a fund")?,
                added_at: row.opt_time(3)?.unwrap_or_default(),
            })
        };
        rows.iter().map(read).collect()
    }

    fn sponsor_members(
        &self,
        sponsor: RegistrationId,
        members: &[SponsoredMember],
        key: &OfficeKey,
        entry: &AuditEntry<'_>,
    ) -> Result<Vec<RegistrationId>, StoreError> {
        let at = entry.at;
        self.engine.write(|sql| {
            sql.lock(TransactionLock::Money)?;
            let mut theirs = Vec::with_capacity(members.len());
            let mut taken = Vec::new();
            for it in members {
                let member = member_of(sql, it.registration)?;
                let twice = theirs.contains(&member);
                if twice || open_of_member(sql, member)?.is_some() {
                    taken.push(it.registration);
                }
                theirs.push(member);
            }
            if !taken.is_empty() {
                return Ok(taken);
            }
            let writer = ItemWriter { sql, key, at };
            for (it, member) in members.iter().zip(theirs) {
                let (first, last) = it.months;
                let row = ArrangementRow {
                    id: RegistrationId::new(at, &mut SystemRandom)
                        .map_err(|_| StoreError::Damaged("no randomness"))?,
                    payer: sponsor,
                    member,
                    registration: it.registration,
                    months: u8::try_from(first.run(u8::MAX).take_while(|it| *it <= last).count())
                        .map_err(|_| StoreError::Damaged("months"))?,
                    first_month: first,
                    last_month: Some(last),
                    ended_at: None,
                };
                add(sql, &row, None, at)?;
                writer.payers_of_member(member)?;
            }
            ask(sql, sponsor, PAY_FOR, None, at)?;
            audit::add(sql, entry)?;
            Ok(Vec::new())
        })
    }
}

impl Fund {
    /// The word in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Public => "public",
        }
    }

    /// As the tariff knows it.
    pub fn payer(self) -> Payer {
        match self {
            Self::Own => Payer::Own,
            Self::Public => Payer::Government,
        }
    }
}

impl fmt::Display for Fund {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Fund {
    type Err = NotAFund;

    fn from_str(word: &str) -> Result<Self, NotAFund> {
        [Self::Own, Self::Public]
            .into_iter()
            .find(|fund| fund.as_str() == word)
            .ok_or(NotAFund)
    }
}
