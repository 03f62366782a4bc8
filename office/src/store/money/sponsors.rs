//! Sponsors: organisations that pay for many members.

use std::fmt;
use std::str::FromStr;

use payung_model::payment::{NamedPayers, PaymentRules};
use payung_model::programme::Payer;
use payung_model::sealed::{Digest, OfficeKey, RegistrationId};
use payung_model::units::{Date, Month, Timestamp};

use super::arrangements::{PayCodeTaken, PayConsent, consent_by, use_code};
use super::asks::ask;
use super::books::parsed;
use super::items::ItemWriter;
use super::who_pays::{ArrangementRow, PAY_FOR};
use crate::random::SystemRandom;
use crate::store::audit::{self, AuditEntry};
use crate::store::error::StoreError;
use crate::store::sql::{Database, Engine, Row, TransactionLock, values};

/// Whose money a sponsor pays with. Which of these get a discount is data (`payment.json`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fund {
    /// The members' own, which a cooperative or a group collects.
    Own,
    /// A company or an organisation that gives it away.
    Csr,
    /// A platform, for those who work by it.
    Platform,
    /// A village's budget: `APBDes`, village funds.
    Village,
    /// APBN or APBD.
    Public,
}

/// No fund has that name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown; possible: own, csr, platform, village, public")]
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
    /// The code by which the member agreed to it.
    pub code: Digest,
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

    /// Whose money that payer's is; none for a person.
    fn fund_of(&self, payer: RegistrationId) -> Result<Option<Fund>, StoreError>;

    /// All of them, by name.
    fn sponsors(&self) -> Result<Vec<SponsorRow>, StoreError>;

    /// The registration of the member who agreed by that code, or why it is no consent any more.
    fn member_by_code(
        &self,
        sponsor: RegistrationId,
        code: &Digest,
        today: Date,
    ) -> Result<Result<RegistrationId, PayCodeTaken>, StoreError>;

    /// The sponsor pays for these from now on: each phone is told, their codes are used up, and one
    /// bill is asked for. The codes that are no consent, and why; then nothing is written.
    fn sponsor_members(
        &self,
        sponsor: RegistrationId,
        members: &[SponsoredMember],
        key: &OfficeKey,
        entry: &AuditEntry<'_>,
    ) -> Result<Vec<(Digest, PayCodeTaken)>, StoreError>;
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

    fn fund_of(&self, payer: RegistrationId) -> Result<Option<Fund>, StoreError> {
        let found = self
            .engine
            .read(|sql| sql.first("SELECT fund FROM sponsors WHERE id = ?1", values![&payer]))?;
        found.map(|row| parsed(&row.text(0)?, "a fund")).transpose()
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

    fn member_by_code(
        &self,
        sponsor: RegistrationId,
        code: &Digest,
        today: Date,
    ) -> Result<Result<RegistrationId, PayCodeTaken>, StoreError> {
        let found = self
            .engine
            .read(|sql| consent_by(sql, sponsor, code, today))?;
        Ok(found.map(|consent| consent.registration))
    }

    fn sponsor_members(
        &self,
        sponsor: RegistrationId,
        members: &[SponsoredMember],
        key: &OfficeKey,
        entry: &AuditEntry<'_>,
    ) -> Result<Vec<(Digest, PayCodeTaken)>, StoreError> {
        let at = entry.at;
        self.engine.write(|sql| {
            sql.lock(TransactionLock::Money)?;
            let mut consents: Vec<PayConsent> = Vec::with_capacity(members.len());
            let mut refused = Vec::new();
            for it in members {
                match consent_by(sql, sponsor, &it.code, at.date())? {
                    Ok(new) if consents.iter().any(|it| it.member == new.member) => {
                        refused.push((it.code, PayCodeTaken::SomebodyPays));
                    }
                    Ok(new) => consents.push(new),
                    Err(why) => refused.push((it.code, why)),
                }
            }
            if !refused.is_empty() {
                return Ok(refused);
            }
            let writer = ItemWriter { sql, key, at };
            for (it, consent) in members.iter().zip(consents) {
                let (first, last) = it.months;
                let row = ArrangementRow {
                    id: RegistrationId::new(at, &mut SystemRandom)
                        .map_err(|_| StoreError::Damaged("no randomness"))?,
                    payer: sponsor,
                    member: consent.member,
                    registration: consent.registration,
                    months: u8::try_from(first.run(u8::MAX).take_while(|it| *it <= last).count())
                        .map_err(|_| StoreError::Damaged("months"))?,
                    first_month: first,
                    last_month: Some(last),
                    ended_at: None,
                };
                use_code(sql, &row, &it.code, at)?;
                writer.payers_of_member(consent.member)?;
            }
            ask(sql, sponsor, PAY_FOR, None, at)?;
            audit::add(sql, entry)?;
            Ok(Vec::new())
        })
    }
}

impl Fund {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Own,
        Self::Csr,
        Self::Platform,
        Self::Village,
        Self::Public,
    ];

    /// The word in the database and in the rules.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Csr => "csr",
            Self::Platform => "platform",
            Self::Village => "village",
            Self::Public => "public",
        }
    }

    /// As the tariff knows it by these rules.
    pub fn payer(self, rules: &PaymentRules) -> Payer {
        if self.is_among(&rules.full_price_funds) {
            Payer::Government
        } else {
            Payer::Own
        }
    }

    /// The other one, where no source says which of both it is.
    pub fn other_payer(self, rules: &PaymentRules) -> Option<Payer> {
        let other = match self.payer(rules) {
            Payer::Own => Payer::Government,
            Payer::Government => Payer::Own,
        };
        self.is_among(&rules.unsure_funds).then_some(other)
    }

    fn is_among(self, named: &NamedPayers) -> bool {
        named.payers.iter().any(|it| it == self.as_str())
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
        Self::ALL
            .into_iter()
            .find(|fund| fund.as_str() == word)
            .ok_or(NotAFund)
    }
}
