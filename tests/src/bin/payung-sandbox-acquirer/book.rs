//! What the acquirer knows: a pure function of what its journal says, without a clock and without
//! files.
//!
//! Asking ([`Book::issue`], [`Book::pay`], …) changes nothing: it answers, and says which entries
//! make the answer true. [`Book::apply`] takes them, now or when the journal is read again.

use std::collections::{HashMap, HashSet};

use payung_model::units::{Date, Rupiah, Timestamp};
use serde::{Deserialize, Serialize};

use crate::merchant;
use crate::refusal::Refusal;

/// One line of the journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "did", rename_all = "snake_case", deny_unknown_fields)]
pub enum Entry {
    /// Codes were issued for a bill.
    Issued(BillCodes),
    /// A bill's codes cannot be paid any more, or never can.
    Cancelled { bill: String },
    /// Somebody paid. What is held is reported by an entry of its own.
    Paid { payment: Payment, held: bool },
    /// A payment was reported (again); by its place among all.
    Reported { payment: usize },
    /// Money went back.
    Refunded(Refund),
}

/// The two codes of a bill.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BillCodes {
    pub bill: String,
    pub number: String,
    pub amount: Rupiah,
    pub last_day: Date,
    pub qris: String,
    pub payment_code: String,
}

/// Money that came for a bill.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    pub bill: String,
    pub amount: Rupiah,
    pub paid_at: Timestamp,
    pub channel: Channel,
}

/// By which of its codes a bill was paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    Qris,
    PaymentCode,
}

/// Money that went back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refund {
    pub id: String,
    pub reference: String,
    pub amount: Rupiah,
}

/// Where a code stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CodeState {
    Open,
    Paid,
    Expired,
    Cancelled,
}

/// What happens to a payment beside being booked: in tests it may be reported late.
#[derive(Clone, Copy, Debug, Default)]
pub struct PayOptions {
    /// Takes money for a code that is paid, expired or cancelled, as acquirers sometimes do.
    pub force: bool,
    /// Is not reported yet.
    pub held: bool,
}

/// What is asked for by a bill's codes.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Terms {
    pub amount: Rupiah,
    pub last_day: Date,
    pub number: String,
}

/// All codes, payments, reports and refunds.
#[derive(Default)]
pub struct Book {
    codes: HashMap<String, BillCodes>,
    /// In the order in which they were issued.
    order: Vec<String>,
    cancelled: HashSet<String>,
    by_value: HashMap<String, (String, Channel)>,
    numbers: HashMap<String, String>,
    payments: Vec<Payment>,
    paid: HashSet<String>,
    /// The place of each report's payment: report 1 is the first.
    reports: Vec<usize>,
    is_reported: Vec<bool>,
    refunds: HashMap<String, Refund>,
    refunded: HashMap<usize, u64>,
}

/// A payment's reference, from its place among all.
pub fn reference(place: usize) -> String {
    format!("SBX-{:06}", place + 1)
}

/// The place of the payment with that reference.
fn place_of(reference: &str) -> Option<usize> {
    let number: usize = reference.strip_prefix("SBX-")?.parse().ok()?;
    // `SBX-7` and `SBX-+07` are not what `SBX-000007` is.
    let place = number.checked_sub(1)?;
    (self::reference(place) == reference).then_some(place)
}

impl Book {
    /// Codes for a bill: those it has, or new ones. `draw` gives a number below its argument.
    pub fn issue(
        &self,
        bill: &str,
        terms: &Terms,
        today: Date,
        mut draw: impl FnMut(u64) -> Option<u64>,
    ) -> Result<(BillCodes, Option<Entry>), Refusal> {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        if !(1..=64).contains(&bill.len()) || !bill.bytes().all(fits) {
            return Err(Refusal::Bill);
        }
        if self.cancelled.contains(bill) {
            return Err(Refusal::Cancelled);
        }
        if let Some(code) = self.codes.get(bill) {
            let same = (code.amount, code.last_day, &code.number)
                == (terms.amount, terms.last_day, &terms.number);
            return if same {
                Ok((code.clone(), None))
            } else {
                Err(Refusal::Conflict)
            };
        }
        if self.numbers.contains_key(&terms.number) {
            return Err(Refusal::NumberTaken);
        }
        if terms.amount == Rupiah(0) {
            return Err(Refusal::Amount);
        }
        if terms.last_day < today {
            return Err(Refusal::LastDay);
        }
        let qris = merchant::code(terms.amount, &terms.number)?;
        let payment_code = std::iter::from_fn(|| draw(merchant::PAYMENT_CODES))
            .map(merchant::payment_code)
            .find(|code| !self.by_value.contains_key(code))
            .ok_or(Refusal::Disk)?;
        let code = BillCodes {
            bill: bill.to_owned(),
            number: terms.number.clone(),
            amount: terms.amount,
            last_day: terms.last_day,
            qris,
            payment_code,
        };
        Ok((code.clone(), Some(Entry::Issued(code))))
    }

    /// A bill's codes cannot be paid any more. What was never issued never will be.
    pub fn cancel(&self, bill: &str) -> Result<Option<Entry>, Refusal> {
        if self.cancelled.contains(bill) {
            return Ok(None);
        }
        if self.paid.contains(bill) {
            return Err(Refusal::Paid);
        }
        let bill = bill.to_owned();
        Ok(Some(Entry::Cancelled { bill }))
    }

    /// Somebody pays by that code; without an amount, what it asks for. The reference.
    pub fn pay(
        &self,
        value: &str,
        amount: Option<Rupiah>,
        paid_at: Timestamp,
        options: PayOptions,
    ) -> Result<(String, Entry), Refusal> {
        let (bill, channel) = self.by_value.get(value).ok_or(Refusal::Unknown)?;
        let code = self.codes.get(bill).ok_or(Refusal::Unknown)?;
        let refused = match self.state(code, paid_at.date()) {
            CodeState::Open => None,
            CodeState::Paid => Some(Refusal::Paid),
            CodeState::Expired => Some(Refusal::Expired),
            CodeState::Cancelled => Some(Refusal::Cancelled),
        };
        if let Some(refusal) = refused.filter(|_| !options.force) {
            return Err(refusal);
        }
        let amount = amount.unwrap_or(code.amount);
        if amount == Rupiah(0) {
            return Err(Refusal::Amount);
        }
        let payment = Payment {
            bill: bill.clone(),
            amount,
            paid_at,
            channel: *channel,
        };
        let held = options.held;
        Ok((
            reference(self.payments.len()),
            Entry::Paid { payment, held },
        ))
    }

    /// Money of a payment goes back.
    pub fn refund(&self, refund: &Refund) -> Result<Option<Entry>, Refusal> {
        if let Some(before) = self.refunds.get(&refund.id) {
            return if before == refund {
                Ok(None)
            } else {
                Err(Refusal::Conflict)
            };
        }
        let place = place_of(&refund.reference).ok_or(Refusal::Unknown)?;
        let payment = self.payments.get(place).ok_or(Refusal::Unknown)?;
        let left = payment.amount.0 - self.refunded.get(&place).copied().unwrap_or_default();
        if refund.amount == Rupiah(0) || refund.amount.0 > left {
            return Err(Refusal::Amount);
        }
        Ok(Some(Entry::Refunded(refund.clone())))
    }

    /// Reports after that one, at most `limit`: sequence, place and payment.
    pub fn reports(&self, after: u64, limit: usize) -> Vec<(u64, usize, &Payment)> {
        let first = usize::try_from(after)
            .unwrap_or(usize::MAX)
            .min(self.reports.len());
        let places = self.reports[first..].iter().take(limit).copied();
        let all = (first as u64 + 1..).zip(places);
        all.map(|(sequence, place)| (sequence, place, &self.payments[place]))
            .collect()
    }

    /// The place of the last report there is; 0 when there is none.
    pub fn last_report(&self) -> u64 {
        self.reports.len() as u64
    }

    /// Places of payments that were never reported.
    pub fn unreported(&self) -> Vec<usize> {
        let places = self.is_reported.iter().enumerate();
        places
            .filter(|(_, reported)| !**reported)
            .map(|(place, _)| place)
            .collect()
    }

    /// All codes, the newest first.
    pub fn codes(&self) -> impl Iterator<Item = &BillCodes> {
        let bills = self.order.iter().rev();
        bills.filter_map(|bill| self.codes.get(bill))
    }

    /// All payments with what went back of each, the oldest first.
    pub fn payments(&self) -> impl DoubleEndedIterator<Item = (usize, &Payment, Rupiah)> {
        let all = self.payments.iter().enumerate();
        all.map(|(place, payment)| {
            let back = self.refunded.get(&place).copied().unwrap_or_default();
            (place, payment, Rupiah(back))
        })
    }

    /// Where a code stands on that day.
    pub fn state(&self, code: &BillCodes, today: Date) -> CodeState {
        if self.cancelled.contains(&code.bill) {
            CodeState::Cancelled
        } else if self.paid.contains(&code.bill) {
            CodeState::Paid
        } else if code.last_day < today {
            CodeState::Expired
        } else {
            CodeState::Open
        }
    }

    /// Takes an entry in; false, and nothing changed, when it does not fit what is known.
    #[must_use]
    pub fn apply(&mut self, entry: Entry) -> bool {
        match entry {
            Entry::Issued(code) => {
                let known = self.codes.contains_key(&code.bill)
                    || self.numbers.contains_key(&code.number)
                    || self.by_value.contains_key(&code.qris)
                    || self.by_value.contains_key(&code.payment_code);
                if known {
                    return false;
                }
                let bill = || code.bill.clone();
                self.by_value
                    .insert(code.qris.clone(), (bill(), Channel::Qris));
                self.by_value
                    .insert(code.payment_code.clone(), (bill(), Channel::PaymentCode));
                self.numbers.insert(code.number.clone(), bill());
                self.order.push(bill());
                self.codes.insert(bill(), code);
                true
            }
            Entry::Cancelled { bill } => self.cancelled.insert(bill),
            Entry::Paid { payment, held } => {
                if !self.codes.contains_key(&payment.bill) {
                    return false;
                }
                self.paid.insert(payment.bill.clone());
                if !held {
                    self.reports.push(self.payments.len());
                }
                self.payments.push(payment);
                self.is_reported.push(!held);
                true
            }
            Entry::Reported { payment } => {
                let Some(reported) = self.is_reported.get_mut(payment) else {
                    return false;
                };
                *reported = true;
                self.reports.push(payment);
                true
            }
            Entry::Refunded(refund) => {
                let Some(place) = place_of(&refund.reference) else {
                    return false;
                };
                let Ok(Some(_)) = self.refund(&refund) else {
                    return false;
                };
                *self.refunded.entry(place).or_default() += refund.amount.0;
                self.refunds.insert(refund.id.clone(), refund);
                true
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn terms(amount: u64, number: &str) -> Terms {
        Terms {
            amount: Rupiah(amount),
            last_day: day("2026-11-30"),
            number: number.into(),
        }
    }

    const TODAY: &str = "2026-11-27";
    const NOON: &str = "2026-11-27T12:00:00+07:00";

    fn issue(book: &mut Book, bill: &str, amount: u64, number: &str) -> BillCodes {
        let (code, entry) = book
            .issue(bill, &terms(amount, number), day(TODAY), |limit| {
                Some(bill.len() as u64 * 7919 % limit)
            })
            .unwrap();
        assert!(book.apply(entry.unwrap()));
        code
    }

    fn pay(
        book: &mut Book,
        value: &str,
        when: &str,
        options: PayOptions,
    ) -> Result<String, Refusal> {
        let (reference, entry) = book.pay(value, None, at(when), options)?;
        assert!(book.apply(entry));
        Ok(reference)
    }

    #[test]
    fn asked_again_the_same_codes_and_another_amount_day_or_number_is_a_conflict() {
        let mut book = Book::default();
        let first = issue(&mut book, "a", 16_800, "N1");
        let again = |terms: &Terms| book.issue("a", terms, day("2026-12-24"), |_| Some(1));
        assert_eq!(again(&terms(16_800, "N1")), Ok((first, None)));
        for other in [
            terms(16_801, "N1"),
            terms(16_800, "N2"),
            Terms {
                last_day: day("2026-12-01"),
                ..terms(16_800, "N1")
            },
        ] {
            assert_eq!(again(&other), Err(Refusal::Conflict));
        }
        let number = book.issue("b", &terms(9_000, "N1"), day(TODAY), |_| Some(1));
        assert_eq!(number, Err(Refusal::NumberTaken));
    }

    #[test]
    fn what_no_code_can_be_made_of_is_refused() {
        let book = Book::default();
        let refused = |bill: &str, terms: &Terms| {
            book.issue(bill, terms, day(TODAY), |_| Some(1))
                .unwrap_err()
        };
        assert_eq!(refused("a", &terms(0, "N1")), Refusal::Amount);
        assert_eq!(refused("a", &terms(10_u64.pow(13), "N1")), Refusal::Amount);
        assert_eq!(refused("a", &terms(1, "")), Refusal::Number);
        assert_eq!(refused("a", &terms(1, &"N".repeat(26))), Refusal::Number);
        assert_eq!(refused("a b", &terms(1, "N1")), Refusal::Bill);
        assert_eq!(refused("", &terms(1, "N1")), Refusal::Bill);
        let over = Terms {
            last_day: day("2026-11-26"),
            ..terms(1, "N1")
        };
        assert_eq!(refused("a", &over), Refusal::LastDay);
    }

    #[test]
    fn a_code_is_paid_once_and_not_after_its_day_or_its_end_unless_by_force() {
        let mut book = Book::default();
        let (one, two) = (
            issue(&mut book, "a", 16_800, "N1"),
            issue(&mut book, "bb", 8_400, "N2"),
        );
        let force = PayOptions {
            force: true,
            held: false,
        };
        let plain = PayOptions::default();
        let late = "2026-12-01T00:00:00+07:00";
        assert_eq!(
            pay(&mut book, &one.qris, late, plain),
            Err(Refusal::Expired)
        );
        assert_eq!(
            pay(&mut book, &one.qris, "2026-11-30T23:59:59+07:00", plain),
            Ok("SBX-000001".into())
        );
        assert_eq!(
            pay(&mut book, &one.payment_code, NOON, plain),
            Err(Refusal::Paid)
        );
        assert_eq!(book.cancel("a"), Err(Refusal::Paid));
        assert!(book.apply(book.cancel("bb").unwrap().unwrap()));
        assert_eq!(book.cancel("bb"), Ok(None));
        assert_eq!(
            pay(&mut book, &two.payment_code, NOON, plain),
            Err(Refusal::Cancelled)
        );
        assert_eq!(
            pay(&mut book, &two.payment_code, NOON, force),
            Ok("SBX-000002".into())
        );
        assert_eq!(pay(&mut book, "8812", NOON, force), Err(Refusal::Unknown));
        let reports = book.reports(0, 9);
        let told: Vec<_> = reports
            .iter()
            .map(|(sequence, _, payment)| (*sequence, payment.bill.as_str(), payment.channel))
            .collect();
        assert_eq!(
            told,
            [(1, "a", Channel::Qris), (2, "bb", Channel::PaymentCode)]
        );
        assert_eq!(book.reports(1, 9).len(), 1);
        assert!(book.reports(2, 9).is_empty() && book.reports(u64::MAX, 9).is_empty());
    }

    #[test]
    fn what_was_cancelled_before_it_was_issued_is_never_issued() {
        let mut book = Book::default();
        assert!(book.apply(book.cancel("a").unwrap().unwrap()));
        let refused = book.issue("a", &terms(1, "N1"), day(TODAY), |_| Some(1));
        assert_eq!(refused, Err(Refusal::Cancelled));
    }

    #[test]
    fn a_payment_that_is_held_is_reported_after_those_that_came_later() {
        let mut book = Book::default();
        let (one, two) = (
            issue(&mut book, "a", 1, "N1"),
            issue(&mut book, "bb", 2, "N2"),
        );
        let held = PayOptions {
            force: false,
            held: true,
        };
        pay(&mut book, &one.qris, NOON, held).unwrap();
        pay(&mut book, &two.qris, NOON, PayOptions::default()).unwrap();
        assert_eq!(book.unreported(), [0]);
        for _ in 0..2 {
            assert!(book.apply(Entry::Reported { payment: 0 }));
        }
        let told: Vec<_> = book
            .reports(0, 9)
            .iter()
            .map(|report| (report.0, report.1))
            .collect();
        assert_eq!(told, [(1, 1), (2, 0), (3, 0)]);
        assert!(book.unreported().is_empty() && !book.apply(Entry::Reported { payment: 2 }));
    }

    #[test]
    fn no_more_goes_back_than_was_paid_and_each_id_once() {
        let mut book = Book::default();
        let code = issue(&mut book, "a", 16_800, "N1");
        let reference = pay(&mut book, &code.qris, NOON, PayOptions::default()).unwrap();
        let refund = |id: &str, amount| Refund {
            id: id.into(),
            reference: reference.clone(),
            amount: Rupiah(amount),
        };
        let entry = book.refund(&refund("r1", 16_000)).unwrap().unwrap();
        assert!(book.apply(entry.clone()) && !book.apply(entry));
        assert_eq!(book.refund(&refund("r1", 16_000)), Ok(None));
        assert_eq!(book.refund(&refund("r1", 800)), Err(Refusal::Conflict));
        assert_eq!(book.refund(&refund("r2", 801)), Err(Refusal::Amount));
        assert_eq!(book.refund(&refund("r2", 0)), Err(Refusal::Amount));
        assert!(book.refund(&refund("r2", 800)).unwrap().is_some());
        for other in ["SBX-000002", "SBX-1", "SBX-000000", "X"] {
            let unknown = Refund {
                reference: other.into(),
                ..refund("r3", 1)
            };
            assert_eq!(book.refund(&unknown), Err(Refusal::Unknown), "{other}");
        }
    }
}
