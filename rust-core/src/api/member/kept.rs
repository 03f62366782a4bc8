//! What the sealed record of a member holds.

use std::collections::{BTreeMap, BTreeSet};

use payung_model::cover::reminder::{Dues, ReminderSettings};
use payung_model::cover::{Jar, PaidMonth};
use payung_model::sealed::RegistrationId;
use payung_model::sealed::inbox::BillState;
use payung_model::units::{Date, Month, Rupiah, Timestamp};
use serde::{Deserialize, Serialize};

/// The sealed record of one member. A later app may add fields: those that are missing are empty.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Kept {
    /// Months that the office has credited.
    pub paid: Vec<PaidMonth>,
    /// Since when the office says that somebody is a member.
    pub since: Option<Date>,
    /// The item that says `paid` and `since`.
    pub cover_item: u64,
    /// The newest item that brought a card or took it back; 0 when there was none.
    pub card_item: u64,
    /// Bills by their id.
    pub bills: BTreeMap<String, KeptBill>,
    /// Receipts, in the order in which they came.
    pub receipts: Vec<KeptReceipt>,
    /// The last month that receipts here credit to somebody else, by the name on the receipt.
    pub paid_for: BTreeMap<String, Month>,
    /// Items that are notices, the oldest first.
    pub notices: Vec<u64>,
    /// The channel that was used last.
    pub channel: Option<String>,
    /// The answers that the dues depend on, noted while they are still here: reminders name an
    /// amount after retention has deleted the answers.
    pub dues: Option<Dues>,
    /// The form in which these were given.
    pub dues_form: String,
    /// The registration's answers that the dues depend on, by question, in canonical text: a change
    /// of some of them is laid over the rest.
    pub dues_answers: BTreeMap<String, String>,
    /// Changes that the office has accepted, in the order in which they were made.
    pub dues_changes: Vec<KeptChange>,
    /// The number on the member's card, from the answers or typed on a bill's screen.
    pub card_number: Option<String>,
    /// How reminders come.
    pub settings: ReminderSettings,
    /// The moments for which the shell scheduled something the last time it asked, and earlier ones
    /// of which it never said that they were shown.
    pub scheduled: Vec<Timestamp>,
    /// What is noted of incidents, by their id.
    pub incidents: BTreeMap<String, KeptIncident>,
    /// Saving marks.
    pub jar: Option<Jar>,
    /// Who pays for whom.
    pub payers: KeptPayers,
    /// The office makes no bill, because somebody else is to pay by the answers.
    pub no_bill: bool,
}

/// A change of the answers that the dues depend on.
#[derive(Serialize, Deserialize)]
pub struct KeptChange {
    /// The request.
    pub request: String,
    /// Its form.
    pub form: String,
    /// The new answers, by question, in canonical text.
    pub answers: BTreeMap<String, String>,
}

/// Who pays for whom, as the office last said.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub struct KeptPayers {
    /// The item with the office's last note about it.
    pub item: u64,
    /// The member's code that nobody has used yet.
    pub code: Option<KeptPayCode>,
    /// Who pays for the member.
    pub payers: Vec<KeptArrangement>,
    /// For whom this registration pays.
    pub members: Vec<KeptArrangement>,
}

impl KeptPayers {
    /// Whether somebody pays for the member in that month.
    pub fn somebody_pays(&self, month: Month) -> bool {
        let goes_on = |it: &KeptArrangement| it.until.is_none_or(|last| month <= last);
        self.payers.iter().any(goes_on)
    }

    /// Whether somebody pays with no last month known, that is, until the payer or the member ends
    /// it.
    pub fn somebody_goes_on(&self) -> bool {
        self.payers.iter().any(|it| it.until.is_none())
    }
}

/// A pay-for code.
#[derive(Serialize, Deserialize)]
pub struct KeptPayCode {
    /// As it is shown; empty when the item that told it is not here.
    pub text: String,
    /// The last day on which it can be used.
    pub last_day: Date,
}

/// An arrangement by which somebody pays for a member.
#[derive(Serialize, Deserialize)]
pub struct KeptArrangement {
    /// The arrangement's number.
    pub number: String,
    /// The other one's name.
    pub name: String,
    /// The first month.
    pub from: Month,
    /// The last month, where that is known.
    pub until: Option<Month>,
}

/// The notes about one incident.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub struct KeptIncident {
    /// When the incident happened.
    pub happened: Option<Timestamp>,
    /// When somebody recovered, was found disabled, or died of it.
    pub outcome: Option<Timestamp>,
    /// Papers that are at hand.
    pub ticks: BTreeSet<String>,
}

/// In place of the word of a bill that an item moved to a state which only a newer app knows.
pub const NEWER: &str = "newer";

/// The part of a bill that lists need; the item holds the rest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptBill {
    /// The newest item about it that this app can read.
    pub item: u64,
    /// When the first one was written.
    pub at: Timestamp,
    /// The office's word for where it stands, or [`NEWER`].
    pub state: String,
    /// What is to be paid.
    pub total: Rupiah,
    /// The last day of its codes.
    pub last_day: Date,
    /// Every line of it is for somebody else.
    #[serde(default)]
    pub for_others: bool,
    /// One's own months that it pays, the oldest first; none where an earlier app noted it.
    #[serde(default)]
    pub months: Vec<Month>,
    /// The day on which somebody last said that it was paid.
    #[serde(default)]
    pub said_paid: Option<Date>,
}

impl KeptBill {
    /// The bill's state. A word that only a newer app knows counts as cancelled, so that nobody
    /// pays such a bill.
    pub fn state(&self) -> BillState {
        BillState::from_word(&self.state).unwrap_or(BillState::Cancelled)
    }
}

/// The part of a receipt that lists need; the item holds the rest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptReceipt {
    /// The item.
    pub item: u64,
    /// The office's number of it.
    pub number: String,
    /// The bill that was paid.
    pub bill: String,
    /// When the money was paid.
    pub paid_at: Timestamp,
}

impl Kept {
    /// The bill that ends first, with its id, among those that can be paid on that day: of the bills
    /// with a month of one's own, or of those that are for others alone.
    pub fn open_bill(&self, for_others: bool, today: Option<Date>) -> Option<(&str, &KeptBill)> {
        self.bills
            .iter()
            .filter(|(id, bill)| bill.for_others == for_others && self.is_open(id, bill, today))
            .min_by_key(|(_, bill)| (bill.last_day, bill.item))
            .map(|(id, bill)| (id.as_str(), bill))
    }

    /// The newest bill of one's own months, with its id, when nobody paid it and nobody can pay it on
    /// that day. An older one says nothing any more once a newer one came, nor does one whose months
    /// came otherwise.
    pub fn last_bill_if_over(&self, today: Option<Date>) -> Option<(&str, &KeptBill)> {
        let own = self.bills.iter().filter(|(_, bill)| !bill.for_others);
        let (id, bill) = own.max_by_key(|(_, bill)| (bill.at, bill.item))?;
        let is_paid = bill.state() == BillState::Paid || self.is_paid(id);
        let is_over = !is_paid && !self.is_open(id, bill, today);
        (is_over && !self.is_credited(bill)).then_some((id.as_str(), bill))
    }

    /// Whether a bill with a month of one's own can be paid on that day.
    pub fn owes(&self, today: Option<Date>) -> bool {
        self.open_bill(false, today).is_some()
    }

    /// Whether the bill can be paid on that day. A bill that a receipt names was paid, also when
    /// the item that says so is missing.
    pub fn is_open(&self, id: &str, bill: &KeptBill, today: Option<Date>) -> bool {
        bill.state() == BillState::Open
            && today.is_none_or(|today| today <= bill.last_day)
            && !self.is_paid(id)
    }

    /// Whether all of one's own months that the bill asks for are credited, by it or otherwise.
    pub fn is_credited(&self, bill: &KeptBill) -> bool {
        let mut own = bill.months.iter();
        !bill.months.is_empty() && own.all(|month| self.paid.iter().any(|it| it.month == *month))
    }

    /// For whom this registration pays now, with the last month that its own receipts credit to
    /// them. What others pay for them is nobody's to know here. Two with one masked name cannot be
    /// told apart, so nothing is said of them.
    pub fn paid_for_now(&self) -> Vec<(String, Month)> {
        let members = &self.payers.members;
        let is_one = |name: &str| members.iter().filter(|it| it.name == name).count() == 1;
        let known = self.paid_for.iter().filter(|(name, _)| is_one(name));
        known.map(|(name, last)| (name.clone(), *last)).collect()
    }

    /// Whether a receipt names that bill.
    pub fn is_paid(&self, id: &str) -> bool {
        self.receipts.iter().any(|receipt| receipt.bill == id)
    }
}

/// A bill's id as shells have it: it says whose it is.
pub fn bill_id(registration: RegistrationId, bill: &str) -> String {
    format!("{registration}.{bill}")
}
