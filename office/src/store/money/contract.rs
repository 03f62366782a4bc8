//! What the office asks of its books: [`Money`].

use payung_model::cover::{PaidMonth, PaidMonths};
use payung_model::sealed::inbox::BillCode;
use payung_model::sealed::{OfficeKey, RegistrationId};
use payung_model::units::{Date, Month, Rupiah, Timestamp};

use super::figures::{AcquirerNote, MoneyFigures};
use super::look::{
    BillFilter, BillRow, CreditFilter, CreditRow, MoneyProblem, MoneyState, PayerKind, PaymentRow,
};
use crate::billing::{
    Bill, BillId, BillOrder, Booked, Credit, MemberId, NotIssued, PayerId, Payment, Totals,
};
use crate::store::audit::AuditEntry;
use crate::store::error::StoreError;

/// A registration that waits for a bill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BillAsk {
    /// Which registration.
    pub id: RegistrationId,
    /// Why there is to be a bill.
    pub why: String,
    /// How many months; none: as the answers say.
    pub months: Option<u8>,
    /// How often it was set aside.
    pub tries: u32,
    /// The notice that the worker got meanwhile.
    pub told: Option<String>,
}

/// What the books say about the person of a registration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberAccount {
    /// The id of their first registration.
    pub member: MemberId,
    /// Their credited months, the earliest first.
    pub credited: Vec<Credit>,
    /// The month of their claim.
    pub claim: Option<Month>,
    /// Their live bills' months, whoever pays.
    pub billed: Vec<(Month, PayerId)>,
}

impl MemberAccount {
    /// The months as the rules of cover read them.
    pub fn paid_months(&self) -> PaidMonths {
        let month = |credit: &Credit| PaidMonth {
            month: credit.line.month,
            paid_on: credit.paid_on,
            programmes: credit.line.parts.iter().map(|part| part.0).collect(),
            sponsor: None,
        };
        PaidMonths::new(None, self.credited.iter().map(month).collect())
    }
}

/// A bill that the worker wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WantedBill {
    /// The bill. Its lines stand for one member, in the order in which months are credited.
    pub order: BillOrder,
    /// Today, in Western Indonesia Time.
    pub today: Date,
    /// By the office's clock.
    pub at: Timestamp,
    /// What its lines would come to if the discount were decided the other way; none where that is
    /// certain.
    pub otherwise: Option<Rupiah>,
}

/// What became of a bill that the worker wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// A new bill, which waits for its code.
    New(Bill),
    /// The same is live.
    Again(Bill),
    /// The payer's credit paid for all of it.
    Covered,
    /// There is none, and nothing is written: whoever asked looks again, or gives up.
    Not(NotIssued),
}

/// Something that the acquirer is to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeTask {
    /// The bill: `Wanted`, to be issued, or `Cancelling`.
    pub bill: Bill,
    /// How often it was set aside.
    pub tries: u32,
}

/// Bills and money.
pub trait Money {
    /// Called when a worker starts: leases of others and times of waiting end. What two workers do
    /// at once is done once all the same.
    fn requeue_money(&self) -> Result<(), StoreError>;

    /// Asks for a bill for a registration, in place of an earlier ask. `entry` is the audit row of
    /// whoever asked; none when the worker itself did.
    fn ask_bill(
        &self,
        id: RegistrationId,
        why: &str,
        months: Option<u8>,
        at: Timestamp,
        entry: Option<&AuditEntry<'_>>,
    ) -> Result<(), StoreError>;

    /// At most `most` asks, the one that waits longest first. Nobody else gets them before `until`.
    fn lease_asks(
        &self,
        now: Timestamp,
        until: Timestamp,
        most: u32,
    ) -> Result<Vec<BillAsk>, StoreError>;

    /// Sets an ask aside until `until`, with the reason, which holds nothing personal.
    fn set_ask_aside(
        &self,
        id: RegistrationId,
        reason: &str,
        until: Timestamp,
    ) -> Result<(), StoreError>;

    /// Tells a registration's phone something about its bill. The ask ends, or waits for an
    /// officer.
    fn notify_asker(
        &self,
        id: RegistrationId,
        notice: Option<&str>,
        ends: bool,
        key: &OfficeKey,
        at: Timestamp,
    ) -> Result<(), StoreError>;

    /// The person of a registration, and the months that were paid for that person. A person
    /// without an account gets one.
    fn member_account(&self, id: RegistrationId) -> Result<MemberAccount, StoreError>;

    /// Makes a bill by the rules, after using what the payer has in credit for whole months. The
    /// ask ends with it.
    fn want_bill(&self, wanted: &WantedBill, key: &OfficeKey) -> Result<Wanted, StoreError>;

    /// At most `most` bills for whose codes the acquirer is to be asked, or which it is to cancel.
    /// Nobody else gets them before `until`.
    fn lease_codes(
        &self,
        now: Timestamp,
        until: Timestamp,
        most: u32,
    ) -> Result<Vec<CodeTask>, StoreError>;

    /// Sets a bill aside until `until`, with the reason.
    fn set_code_aside(&self, id: BillId, reason: &str, until: Timestamp) -> Result<(), StoreError>;

    /// The acquirer gave a bill's codes: they are sent to the payer. False when it waits for none
    /// any more.
    fn code_issued(
        &self,
        id: BillId,
        codes: &[BillCode],
        key: &OfficeKey,
        at: Timestamp,
    ) -> Result<bool, StoreError>;

    /// A bill is to be cancelled at the acquirer; false when it is not live.
    fn begin_cancel(
        &self,
        id: BillId,
        at: Timestamp,
        entry: Option<&AuditEntry<'_>>,
    ) -> Result<bool, StoreError>;

    /// The acquirer has cancelled it; the payer is told. False when it was not being cancelled.
    fn cancelled(&self, id: BillId, key: &OfficeKey, at: Timestamp) -> Result<bool, StoreError>;

    /// Books a payment once, with all that follows: ledger, credited months, receipt, cover. None
    /// when its bill is not known, or its reference is another payment's: that is kept apart.
    fn book_payment(
        &self,
        payment: &Payment,
        key: &OfficeKey,
        at: Timestamp,
    ) -> Result<Booked, StoreError>;

    /// How far the acquirer's reports were read.
    fn cursor(&self) -> Result<u64, StoreError>;

    /// Notes how far the acquirer's reports were read.
    fn set_cursor(&self, sequence: u64) -> Result<(), StoreError>;

    /// Bills whose last day is over expire, and their payers are told; those that the acquirer does
    /// not cancel some days later.
    fn expire_due(
        &self,
        today: Date,
        key: &OfficeKey,
        at: Timestamp,
    ) -> Result<Vec<BillId>, StoreError>;

    /// A claim of the person of that registration in that month. Money for later months goes back
    /// to their payers as credit, and bills for them are cancelled; what else stands on these is
    /// asked for again. The month of the first claim is returned: a later one changes nothing.
    fn claim(
        &self,
        id: RegistrationId,
        month: Month,
        key: &OfficeKey,
        entry: &AuditEntry<'_>,
    ) -> Result<Month, StoreError>;

    /// Asks for the next bill of members who go on: whose last credited month is one of `ended` to
    /// `last`, who had no claim, and whose bill for later months expired or was never made. How
    /// many.
    fn ask_continuing(&self, last: Month, ended: Month, at: Timestamp)
    -> Result<usize, StoreError>;

    /// Bills that nobody should pay any more, because their registration was withdrawn, refused or
    /// erased, are cancelled. How many.
    fn cancel_orphans(&self, at: Timestamp) -> Result<usize, StoreError>;

    /// At most `most` wanted or open bills after that id.
    fn open_bills(&self, after: Option<BillId>, most: u32) -> Result<Vec<Bill>, StoreError>;

    /// The bills with that number, which people read to each other: hardly ever more than one.
    fn bills_numbered(&self, number: &str) -> Result<Vec<BillId>, StoreError>;

    /// One bill.
    fn bill(&self, id: BillId) -> Result<Option<BillRow>, StoreError>;

    /// Bills, the newest first.
    fn bills(&self, filter: BillFilter, most: u32) -> Result<Vec<BillRow>, StoreError>;

    /// Payments of a bill, in the order in which they were booked.
    fn payments(&self, bill: BillId) -> Result<Vec<PaymentRow>, StoreError>;

    /// Bills that wait with a reason, the newest first: so many of those after this one.
    fn waiting_bills(&self, after: Option<BillId>, most: u32) -> Result<Vec<BillRow>, StoreError>;

    /// Payments that belong to no bill and were not wholly given back, the last one that was booked
    /// first: so many of those after the one with this reference.
    fn strays(&self, after: Option<&str>, most: u32) -> Result<Vec<PaymentRow>, StoreError>;

    /// Payers that have money in credit, by their ids: so many of those after this one.
    fn unapplied(
        &self,
        whose: CreditFilter,
        after: Option<PayerId>,
        most: u32,
    ) -> Result<Vec<CreditRow>, StoreError>;

    /// What one payer has in credit, and what of it no live bill uses.
    fn credit_of(&self, payer: PayerId) -> Result<(Rupiah, Rupiah), StoreError>;

    /// Who a payer is, as far as this office still knows.
    fn payer_kind(&self, payer: PayerId) -> Result<PayerKind, StoreError>;

    /// The sums, as they are kept beside the entries.
    fn totals(&self) -> Result<Totals, MoneyProblem>;

    /// Counts all entries, and compares them with the sums that are kept, with payments, refunds and
    /// credited months, and with what the rules say about them.
    fn check_money(&self) -> Result<Totals, MoneyProblem>;

    /// What waits, and why.
    fn money_state(&self) -> Result<MoneyState, StoreError>;

    /// Notes how a worker got on with the acquirer. Failures add up.
    fn note_acquirer(&self, note: &AcquirerNote) -> Result<(), StoreError>;

    /// Money in figures, at one moment.
    fn money_figures(&self) -> Result<MoneyFigures, StoreError>;
}
