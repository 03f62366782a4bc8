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
    /// The item that says both.
    pub cover_item: u64,
    /// The newest item that brought a card or took it back; 0 when there was none.
    pub card_item: u64,
    /// Bills by their id.
    pub bills: BTreeMap<String, KeptBill>,
    /// Receipts, in the order in which they came.
    pub receipts: Vec<KeptReceipt>,
    /// Items that are notices, the oldest first.
    pub notices: Vec<u64>,
    /// The channel that was used last.
    pub channel: Option<String>,
    /// What the dues depend on, noted while the answers are still here.
    pub dues: Option<Dues>,
    /// How reminders come.
    pub settings: ReminderSettings,
    /// The moments for which the shell scheduled something the last time it asked.
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

/// Who pays for whom, as the office last said.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub struct KeptPayers {
    /// The item that says it.
    pub item: u64,
    /// The member's code that nobody has used yet.
    pub code: Option<KeptPayCode>,
    /// Who pays for the member.
    pub payers: Vec<KeptArrangement>,
    /// For whom this registration pays.
    pub members: Vec<KeptArrangement>,
}

impl KeptPayers {
    /// Does somebody pay until one of both ends it? A payment whose last month is known ends.
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

/// That somebody pays for somebody.
#[derive(Serialize, Deserialize)]
pub struct KeptArrangement {
    /// Its number.
    pub number: String,
    /// The other one's name.
    pub name: String,
    /// The first month.
    pub from: Month,
    /// The last month, where that is known.
    pub until: Option<Month>,
}

/// What is noted of one incident.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub struct KeptIncident {
    /// When it happened.
    pub happened: Option<Timestamp>,
    /// When somebody recovered, was found disabled, or died of it.
    pub outcome: Option<Timestamp>,
    /// Papers that are at hand.
    pub ticks: BTreeSet<String>,
}

/// What is kept of one bill; the item holds the rest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptBill {
    /// The newest item about it.
    pub item: u64,
    /// When the first one was written.
    pub at: Timestamp,
    /// The office's word for where it stands.
    pub state: String,
    /// What is to be paid.
    pub total: Rupiah,
    /// The last day of its codes.
    pub last_day: Date,
    /// Every line of it is for somebody else.
    #[serde(default)]
    pub for_others: bool,
}

impl KeptBill {
    /// Where it stands; a word that only another app knows counts as cancelled, so that nobody pays.
    pub fn state(&self) -> BillState {
        BillState::from_word(&self.state).unwrap_or(BillState::Cancelled)
    }
}

/// What is kept of one receipt; the item holds the rest.
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
    /// Of the bills that can be paid on that day, the one that ends first, with its id.
    pub fn open_bill(&self, today: Option<Date>) -> Option<(&str, &KeptBill)> {
        self.bills
            .iter()
            .filter(|(id, bill)| self.is_open(id, bill, today))
            .min_by_key(|(_, bill)| (bill.last_day, bill.item))
            .map(|(id, bill)| (id.as_str(), bill))
    }

    /// Can it be paid on that day? A bill that a receipt names was paid, also when the item that says
    /// so is missing.
    pub fn is_open(&self, id: &str, bill: &KeptBill, today: Option<Date>) -> bool {
        bill.state() == BillState::Open
            && today.is_none_or(|today| today <= bill.last_day)
            && !self.is_paid(id)
    }

    /// A receipt names it.
    pub fn is_paid(&self, id: &str) -> bool {
        self.receipts.iter().any(|receipt| receipt.bill == id)
    }
}

/// A bill's id as shells have it: it says whose it is.
pub fn bill_id(registration: RegistrationId, bill: &str) -> String {
    format!("{registration}.{bill}")
}
