//! Whoever gives codes and takes the money: an acquirer, behind a trait.
//!
//! Issuing, cancelling and refunding may be asked for again under the same id and then do nothing
//! more. That is what makes a kill between asking and writing down the answer harmless.

mod http;

pub use http::{AcquirerKey, HttpAcquirer};

use payung_model::sealed::RegistrationId;
use payung_model::sealed::inbox::BillId;
use payung_model::units::{Date, Rupiah};

use crate::billing::Payment;
use crate::store::money::ReportMark;

/// What a bill's codes are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeOrder {
    /// The bill. The same id with the same order always gives the same codes.
    pub bill: BillId,
    /// What is to be paid.
    pub amount: Rupiah,
    /// The last day on which it can be paid.
    pub last_day: Date,
    /// The bill's number, which people read to each other.
    pub number: String,
}

/// The codes of a bill, as the acquirer gave them: not checked yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IssuedCodes {
    /// The payload of a QRIS code.
    pub qris: Option<String>,
    /// Digits for shops and tellers.
    pub payment_code: Option<String>,
}

/// Where a report stands among all reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReportPlace {
    /// Its place; later reports have higher ones.
    At(u64),
    /// It does not say its place. By this mark it is known again when it comes again.
    Unknown(ReportMark),
}

/// A report of a payment, and its place among all reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentReport {
    /// Its place.
    pub place: ReportPlace,
    /// The payment, or what is wrong with a report that cannot be read.
    pub payment: Result<Payment, &'static str>,
}

impl PaymentReport {
    /// Its place; none when it does not say it.
    pub fn sequence(&self) -> Option<u64> {
        match self.place {
            ReportPlace::At(sequence) => Some(sequence),
            ReportPlace::Unknown(_) => None,
        }
    }
}

/// Some reports, the oldest first, each perhaps more than once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reports {
    /// The reports.
    pub reports: Vec<PaymentReport>,
    /// The place of the last one there is.
    pub last: u64,
}

/// Why an acquirer did not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AcquirerProblem {
    /// It does not answer, or says that it cannot now. Nobody knows whether it did it: ask again.
    #[error("the acquirer does not answer: {0}")]
    Away(String),
    /// It knows that bill with another amount or day.
    #[error("the acquirer knows the bill with another amount or day")]
    Conflict,
    /// That bill was cancelled there.
    #[error("the bill was cancelled at the acquirer")]
    Cancelled,
    /// That bill was paid: it cannot be cancelled.
    #[error("the bill was paid at the acquirer")]
    Paid,
    /// It refuses, or answers what cannot be read.
    #[error("the acquirer's answer: {0}")]
    Refused(String),
}

/// An acquirer. Calls block.
pub trait Acquirer: Send {
    /// Issues the codes of a bill, or gives those that were issued before.
    fn issue(&self, order: &CodeOrder) -> Result<IssuedCodes, AcquirerProblem>;

    /// Cancels a bill's codes. One that was never issued cannot be issued from then on.
    fn cancel(&self, bill: BillId) -> Result<(), AcquirerProblem>;

    /// Reports of payments after that place, at most `most`.
    fn payments(&self, after: u64, most: u32) -> Result<Reports, AcquirerProblem>;

    /// Pays back a part of a payment, once for each id.
    fn refund(
        &self,
        id: RegistrationId,
        reference: &str,
        amount: Rupiah,
    ) -> Result<(), AcquirerProblem>;
}
