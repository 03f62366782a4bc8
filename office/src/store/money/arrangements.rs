//! Who pays for whom: pay-for codes, and arrangements between a payer and a member.
//!
//! A code is made for a member who agreed to it, and is kept as a digest. Whoever enters it pays for
//! the member until one of both ends it. An arrangement pays nothing by itself: the worker makes the
//! payer's bills by it, and the ledger's rules credit each month once, whoever pays.
//!
//! At most one arrangement of a member is open, so nobody is asked to pay what somebody pays already.

use payung_model::journey::OfficeState;
use payung_model::sealed::{Digest, OfficeKey, RegistrationId};
use payung_model::units::{Date, Month, Timestamp};

use super::accounts::member_of;
use super::asks::ask;
use super::books::{known_member, parsed};
use super::cancelling::{self, cancel_because_of};
use super::items::ItemWriter;
use super::who_pays::{
    ArrangementRow, PAY_FOR, PAYER_ENDED, add, arrangements, name_of, open_of_member,
    open_of_payer, read,
};
use crate::billing::{MemberId, PayerId};
use crate::random::SystemRandom;
use crate::store::error::StoreError;
use crate::store::registrations;
use crate::store::sql::{Database, Engine, Sql, TransactionLock, values};

/// Arrangements that are ended in one transaction: a sponsor's list may have thousands, and others
/// wait for the lock meanwhile.
const ENDED_AT_ONCE: usize = 20;

/// Open arrangements whose last month is before ?1, or whose payer or member has gone. A sponsor has
/// no registration, so a missing one ends only the arrangements of persons.
macro_rules! stale {
    ($which:literal) => {
        concat!(
            "SELECT arrangements.id, payer, member, registration, months, first_month, last_month, ended_at
                FROM arrangements
                LEFT JOIN registrations AS paying ON paying.id = arrangements.payer
                LEFT JOIN sponsors ON sponsors.id = arrangements.payer
                LEFT JOIN registrations AS paid ON paid.id = arrangements.registration
                WHERE ended_at IS NULL AND (last_month < ?1
                    OR (sponsors.id IS NULL AND (paying.state IS NULL OR paying.state IN ('withdrawn', 'refused')))
                    OR paid.state IS NULL OR paid.state IN ('withdrawn', 'refused'))",
            $which
        )
    };
}

/// A code that a member agreed to.
#[derive(Clone, Debug)]
pub struct NewPayCode<'a> {
    /// The registration whose phone is told.
    pub registration: RegistrationId,
    /// The request in which the consent stands.
    pub request: RegistrationId,
    /// The version of the words that were agreed to, and when that was.
    pub consent: (u32, Timestamp),
    /// SHA-256 of the code, which is all that the office keeps of it.
    pub digest: Digest,
    /// The code as the phone is told it.
    pub text: &'a str,
    /// The last day on which it can be used.
    pub last_day: Date,
}

/// Somebody entered a code.
#[derive(Clone, Copy, Debug)]
pub struct PayCodeEntered {
    /// Whose phone it was: the registration that pays.
    pub payer: RegistrationId,
    /// The code's digest.
    pub digest: Digest,
    /// How many months are billed at once.
    pub months: u8,
    /// Today, in Western Indonesia Time.
    pub today: Date,
}

/// What became of a code that was entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PayCodeTaken {
    /// From now on the payer is asked to pay for the member of that name.
    Done {
        /// The member's name as the office masks it.
        name: String,
        /// The member had a bill of their own for it, which is cancelled first.
        own_bill: bool,
    },
    /// The same payer entered it before.
    Again {
        /// The member's name as the office masks it.
        name: String,
    },
    /// No code is like this.
    Unknown,
    /// Somebody else used it.
    Used,
    /// The member took it back.
    Revoked,
    /// Its last day is over.
    Expired,
    /// It is the payer's own.
    Own,
    /// Somebody pays for the member already.
    SomebodyPays,
    /// The member's registration goes on no more.
    Gone,
}

/// Who ends an arrangement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The member of that registration.
    ByMember,
    /// The payer; the arrangement's number as people read it.
    ByPayer(String),
    /// The office; which.
    ByOffice(RegistrationId),
}

/// Who pays for whom.
pub trait Arrangements {
    /// A code of a member, in place of the one before.
    fn issue_pay_code(
        &self,
        code: &NewPayCode<'_>,
        key: &OfficeKey,
        at: Timestamp,
    ) -> Result<(), StoreError>;

    /// Takes a code that somebody entered: both phones are told, a bill of the member's own for
    /// what is paid now is cancelled, and the payer is asked to pay.
    fn take_pay_code(
        &self,
        entered: &PayCodeEntered,
        key: &OfficeKey,
        at: Timestamp,
    ) -> Result<PayCodeTaken, StoreError>;

    /// The member takes back a code that nobody has used; false when there is none.
    fn revoke_pay_code(
        &self,
        registration: RegistrationId,
        key: &OfficeKey,
        at: Timestamp,
    ) -> Result<bool, StoreError>;

    /// Ends an arrangement: both phones are told, bills for it are cancelled, and the member gets a
    /// bill of their own when one is due. The name of the other one; none when there is no such
    /// arrangement.
    fn end_arrangement(
        &self,
        by: RegistrationId,
        how: &Ending,
        key: &OfficeKey,
        at: Timestamp,
    ) -> Result<Option<String>, StoreError>;

    /// Ends arrangements whose last month is over, and those whose payer or member has gone. How
    /// many.
    fn end_stale_arrangements(
        &self,
        today: Date,
        key: &OfficeKey,
        at: Timestamp,
    ) -> Result<usize, StoreError>;

    /// For whom that payer pays now, the oldest first.
    fn pays_for(&self, payer: PayerId) -> Result<Vec<ArrangementRow>, StoreError>;

    /// Arrangements of the person of that registration, the newest first, also those that ended.
    fn paid_for(&self, registration: RegistrationId) -> Result<Vec<ArrangementRow>, StoreError>;

    /// Live bills of others than that payer for months of a member are cancelled at the acquirer, and
    /// what else stands on them is asked for again; whether any is still live.
    fn cancel_rivals(
        &self,
        payer: PayerId,
        member: MemberId,
        months: &[Month],
        at: Timestamp,
    ) -> Result<bool, StoreError>;
}

impl<E: Engine> Arrangements for Database<E> {
    fn issue_pay_code(
        &self,
        code: &NewPayCode<'_>,
        key: &OfficeKey,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.engine.write(|sql| {
            sql.lock(TransactionLock::Money)?;
            let member = member_of(sql, code.registration)?;
            revoke(sql, member, at)?;
            let (version, consent_at) = code.consent;
            sql.execute(
                "INSERT INTO pay_codes (digest, member, registration, request, consent, consent_at, last_day, state, made_at, changed_at)
                    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'free', ?8, ?8)",
                values![
                    &code.digest,
                    &member,
                    &code.registration,
                    &code.request,
                    version,
                    consent_at,
                    &code.last_day.to_string(),
                    at
                ],
            )?;
            ItemWriter { sql, key, at }.payers(code.registration, code.text)?;
            Ok(())
        })
    }

    fn take_pay_code(
        &self,
        entered: &PayCodeEntered,
        key: &OfficeKey,
        at: Timestamp,
    ) -> Result<PayCodeTaken, StoreError> {
        self.engine.write(|sql| {
            sql.lock(TransactionLock::Money)?;
            take(&ItemWriter { sql, key, at }, entered)
        })
    }

    fn revoke_pay_code(
        &self,
        registration: RegistrationId,
        key: &OfficeKey,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        self.engine.write(|sql| {
            sql.lock(TransactionLock::Money)?;
            let Some(member) = known_member(sql, registration)? else {
                return Ok(false);
            };
            let revoked = revoke(sql, member, at)?;
            if revoked {
                ItemWriter { sql, key, at }.payers_of_member(member)?;
            }
            Ok(revoked)
        })
    }

    fn end_arrangement(
        &self,
        by: RegistrationId,
        how: &Ending,
        key: &OfficeKey,
        at: Timestamp,
    ) -> Result<Option<String>, StoreError> {
        self.engine.write(|sql| {
            sql.lock(TransactionLock::Money)?;
            let (found, who) = match how {
                Ending::ByMember => {
                    let member = known_member(sql, by)?.unwrap_or(by);
                    (open_of_member(sql, member)?, "member")
                }
                Ending::ByPayer(number) => {
                    let open = open_of_payer(sql, by)?.into_iter();
                    let found = open.into_iter().find(|it| it.id.receipt() == *number);
                    (found, "payer")
                }
                Ending::ByOffice(id) => {
                    let row = sql.first(
                        arrangements!("WHERE id = ?1 AND ended_at IS NULL"),
                        values![id],
                    )?;
                    (row.as_ref().map(read).transpose()?, "office")
                }
            };
            let Some(found) = found else {
                return Ok(None);
            };
            // Whoever ends an arrangement is told the name of the other side.
            let name = match how {
                Ending::ByMember => name_of(sql, found.payer)?,
                _ => name_of(sql, found.registration)?,
            };
            end(&ItemWriter { sql, key, at }, &found, who)?;
            Ok(Some(name))
        })
    }

    fn end_stale_arrangements(
        &self,
        today: Date,
        key: &OfficeKey,
        at: Timestamp,
    ) -> Result<usize, StoreError> {
        let month = today.month().to_string();
        let stale = self
            .engine
            .read(|sql| sql.query(stale!(""), values![&month]))?;
        let mut ended = 0;
        for some in stale.chunks(ENDED_AT_ONCE) {
            ended += self.engine.write(|sql| {
                sql.lock(TransactionLock::Money)?;
                let mut ended = 0;
                for row in some {
                    // Asked again under the lock: a member or a payer may have ended it since.
                    let now = sql.first(
                        stale!(" AND arrangements.id = ?2"),
                        values![&month, &row.id(0)?],
                    )?;
                    if let Some(row) = now {
                        end(&ItemWriter { sql, key, at }, &read(&row)?, "office")?;
                        ended += 1;
                    }
                }
                Ok(ended)
            })?;
        }
        Ok(ended)
    }

    fn pays_for(&self, payer: PayerId) -> Result<Vec<ArrangementRow>, StoreError> {
        self.engine.read(|sql| open_of_payer(sql, payer))
    }

    fn paid_for(&self, registration: RegistrationId) -> Result<Vec<ArrangementRow>, StoreError> {
        self.engine.read(|sql| {
            let member = known_member(sql, registration)?.unwrap_or(registration);
            let rows = sql.query(
                arrangements!("WHERE member = ?1 ORDER BY made_at DESC, id DESC"),
                values![&member],
            )?;
            rows.iter().map(read).collect()
        })
    }

    fn cancel_rivals(
        &self,
        payer: PayerId,
        member: MemberId,
        months: &[Month],
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        self.engine.write(|sql| {
            sql.lock(TransactionLock::Money)?;
            cancelling::cancel_rivals(sql, payer, member, months, at)
        })
    }
}

/// A member's consent to be paid for by whoever was given the code.
pub(super) struct PayConsent {
    pub member: MemberId,
    pub registration: RegistrationId,
}

/// The consent that a code stands for, if that payer can use it today.
pub(super) fn consent_by(
    sql: &dyn Sql,
    payer: PayerId,
    digest: &Digest,
    today: Date,
) -> Result<Result<PayConsent, PayCodeTaken>, StoreError> {
    let Some(code) = sql.first(
        "SELECT member, registration, last_day, state FROM pay_codes WHERE digest = ?1",
        values![digest],
    )?
    else {
        return Ok(Err(PayCodeTaken::Unknown));
    };
    let (member, registration) = (code.id(0)?, code.id(1)?);
    let last_day: Date = parsed(&code.text(2)?, "a day")?;
    let open = open_of_member(sql, member)?;
    // Whoever used the code before learns that it is done, whatever became of the code since.
    let mine = open.as_ref().is_some_and(|open| open.payer == payer);
    match code.text(3)?.as_str() {
        _ if known_member(sql, payer)? == Some(member) => return Ok(Err(PayCodeTaken::Own)),
        _ if mine => {
            let name = name_of(sql, registration)?;
            return Ok(Err(PayCodeTaken::Again { name }));
        }
        "revoked" => return Ok(Err(PayCodeTaken::Revoked)),
        "free" => {}
        _ => return Ok(Err(PayCodeTaken::Used)),
    }
    let state = registrations::known(sql, registration)?.map(|known| known.state);
    Ok(match state {
        Some(OfficeState::Received | OfficeState::Accepted) => {
            if last_day < today {
                Err(PayCodeTaken::Expired)
            } else if open.is_some() {
                Err(PayCodeTaken::SomebodyPays)
            } else {
                Ok(PayConsent {
                    member,
                    registration,
                })
            }
        }
        _ => Err(PayCodeTaken::Gone),
    })
}

/// Begins an arrangement by that code, which nobody can use again.
pub(super) fn use_code(
    sql: &dyn Sql,
    row: &ArrangementRow,
    digest: &Digest,
    at: Timestamp,
) -> Result<(), StoreError> {
    add(sql, row, Some(digest), at)?;
    sql.execute(
        "UPDATE pay_codes SET state = 'used', changed_at = ?2 WHERE digest = ?1",
        values![digest, at],
    )?;
    Ok(())
}

fn take(writer: &ItemWriter<'_>, entered: &PayCodeEntered) -> Result<PayCodeTaken, StoreError> {
    let ItemWriter { sql, at, .. } = *writer;
    let PayCodeEntered {
        payer,
        digest,
        months,
        today,
    } = *entered;
    if consent_by(sql, payer, &digest, today)?.is_err_and(|why| why == PayCodeTaken::Unknown) {
        return Ok(PayCodeTaken::Unknown);
    }
    // Whose code it is, also another registration of the payer's says.
    member_of(sql, payer)?;
    let PayConsent {
        member,
        registration,
    } = match consent_by(sql, payer, &digest, today)? {
        Ok(consent) => consent,
        Err(why) => return Ok(why),
    };
    let id = RegistrationId::new(at, &mut SystemRandom)
        .map_err(|_| StoreError::Damaged("no randomness"))?;
    let row = ArrangementRow {
        id,
        payer,
        member,
        registration,
        months,
        first_month: today.month(),
        last_month: None,
        ended_at: None,
    };
    use_code(sql, &row, &digest, at)?;
    // The member's own bill goes first, so that no month is paid twice.
    let own_bill = cancelling::cancel_rivals(sql, payer, member, &[], at)?;
    ask(sql, payer, PAY_FOR, None, at)?;
    writer.payers_of_member(member)?;
    writer.payers(payer, "")?;
    let name = name_of(sql, registration)?;
    Ok(PayCodeTaken::Done { name, own_bill })
}

/// Ends it: bills for it are cancelled, and asked for anew where they hold other lines too.
fn end(writer: &ItemWriter<'_>, it: &ArrangementRow, by: &str) -> Result<(), StoreError> {
    let ItemWriter { sql, at, .. } = *writer;
    sql.execute(
        "UPDATE arrangements SET ended_at = ?2, ended_by = ?3 WHERE id = ?1 AND ended_at IS NULL",
        values![&it.id, at, by],
    )?;
    let bills = sql.query(
        "SELECT DISTINCT bill FROM bill_lines WHERE payer = ?1 AND member = ?2 AND live = 1",
        values![&it.payer, &it.member],
    )?;
    for row in bills {
        cancel_because_of(sql, row.id(0)?, it.member, at)?;
    }
    let state = registrations::known(sql, it.registration)?.map(|known| known.state);
    if matches!(state, Some(OfficeState::Received | OfficeState::Accepted)) {
        ask(sql, it.registration, PAYER_ENDED, None, at)?;
    }
    writer.payers_of_member(it.member)?;
    writer.payers(it.payer, "")?;
    Ok(())
}

fn revoke(sql: &dyn Sql, member: MemberId, at: Timestamp) -> Result<bool, StoreError> {
    let count = sql.execute(
        "UPDATE pay_codes SET state = 'revoked', changed_at = ?2 WHERE member = ?1 AND state = 'free'",
        values![&member, at],
    )?;
    Ok(count > 0)
}
