//! What lists show of a member: so little that a page of registrations reads it with its rows.

use payung_model::cover::{CoverState, PaidMonth, PaidMonths, words};
use payung_model::journey::State;
use payung_model::text::{Arg, Message};
use payung_model::units::{Date, Rupiah};
use serde::{Deserialize, Serialize};

use super::kept::{Kept, bill_id};
use crate::api::state::AppState;
use crate::api::{BillLine, PathKind, PathPlace, PathStep, Purpose};
use crate::vault::{RegistrationRow, Store};

/// Months of the past are left out from there on: what is said in a line depends on the last ones.
const MONTHS: usize = 24;

/// What lists show of a member.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Summary {
    /// The bills that can be paid, those that end first in front.
    bills: Vec<BillGlance>,
    /// Since when somebody is a member.
    since: Option<Date>,
    /// The last credited months.
    paid: Vec<PaidMonth>,
    /// The name of who pays for the member.
    paid_by: Option<String>,
    /// The office makes no bill.
    no_bill: bool,
}

/// One bill that can be paid.
#[derive(Clone, Serialize, Deserialize)]
pub struct BillGlance {
    /// Its id.
    pub bill: String,
    /// What is to be paid.
    pub total: Rupiah,
    /// The last day of its codes.
    pub last_day: Date,
}

impl Summary {
    /// More open bills than that are never in one list's line.
    const MOST_BILLS: usize = 4;

    /// Of a record.
    pub(super) fn of(kept: &Kept) -> Self {
        let open = kept.bills.iter();
        let open = open.filter(|(id, bill)| kept.is_open(id, bill, None));
        let mut bills: Vec<BillGlance> = open
            .map(|(id, bill)| BillGlance {
                bill: id.clone(),
                total: bill.total,
                last_day: bill.last_day,
            })
            .collect();
        bills.sort_by_key(|bill| bill.last_day);
        bills.reverse();
        bills.truncate(Self::MOST_BILLS);
        bills.reverse();
        let mut paid = kept.paid.clone();
        paid.sort_by_key(|paid| paid.month);
        let over = paid.len().saturating_sub(MONTHS);
        paid.drain(..over);
        // The beginning of a long membership changes nothing that is said in a line.
        let since = kept.since.filter(|_| over == 0);
        Self {
            bills,
            since,
            paid,
            paid_by: kept.payers.payers.first().map(|payer| payer.name.clone()),
            no_bill: kept.no_bill,
        }
    }

    /// The bill that can be paid on that day.
    pub fn bill(&self, today: Option<Date>) -> Option<&BillGlance> {
        self.bills
            .iter()
            .find(|bill| today.is_none_or(|today| today <= bill.last_day))
    }

    /// The months; none when nothing was credited.
    pub fn paid(&self) -> Option<PaidMonths> {
        (!self.paid.is_empty()).then(|| PaidMonths::new(self.since, self.paid.clone()))
    }
}

/// What a list shows of bills and cover.
pub struct Money {
    /// The bill that can be paid.
    pub bill: Option<BillLine>,
    /// What holds today.
    pub cover: Option<String>,
    /// The name of who pays for the member, as the office masks it.
    pub paid_by: Option<String>,
    /// The office makes no bill, because somebody else is to pay.
    pub no_bill: bool,
    /// Paying and being protected, as steps after the history.
    pub path: Vec<PathStep>,
}

impl AppState {
    /// What a list shows of bills and cover of that registration. Nothing without the key, and of
    /// what cannot be read.
    pub(in crate::api) fn money_of(
        &self,
        row: &RegistrationRow,
        purpose: Option<Purpose>,
    ) -> Money {
        let summary = self.summary_of(row);
        let today = self.moment().today;
        let is_over = matches!(
            row.state,
            State::Refused | State::Withdrawn | State::Erased | State::Draft
        );
        let bill = summary.bill(today).filter(|_| !is_over).map(|bill| {
            let message = Message::new("bill-glance")
                .with("amount", Arg::Money(bill.total))
                .with("date", Arg::Date(bill.last_day));
            BillLine {
                bill: bill_id(row.id, &bill.bill),
                amount: bill.total.0,
                words: self.say_message(&message),
            }
        });
        let said = today.zip(summary.paid()).map(|(today, paid)| {
            let rules = self.rules();
            let content = &rules.content;
            let cover = rules.cover(&paid, today);
            let day = content.cover.due_day.day;
            let words = words(
                &content.texts,
                self.lang(),
                &content.programmes,
                &cover,
                day,
                None,
            );
            (cover.state, words.title)
        });
        // Whoever only pays for others is not protected by it.
        let pays = purpose != Some(Purpose::Payer)
            && (matches!(purpose, Some(Purpose::Register | Purpose::Resume))
                || bill.is_some()
                || said.is_some());
        let path = if pays && !is_over {
            self.path(bill.is_some(), said.as_ref(), summary.paid_by.as_deref())
        } else {
            Vec::new()
        };
        Money {
            bill,
            cover: said.map(|(_, title)| title),
            paid_by: summary.paid_by,
            no_bill: summary.no_bill,
            path,
        }
    }

    fn path(
        &self,
        is_billed: bool,
        cover: Option<&(CoverState, String)>,
        paid_by: Option<&str>,
    ) -> Vec<PathStep> {
        let pay = match cover {
            _ if is_billed => (PathPlace::Now, "path-pay"),
            Some((CoverState::Grace { .. } | CoverState::Ended { .. }, _)) | None => {
                (PathPlace::Ahead, "path-pay")
            }
            Some(_) => (PathPlace::Done, "path-paid"),
        };
        let protected = match cover {
            Some((CoverState::Protected { .. }, title)) => (PathPlace::Done, title.clone()),
            Some((_, title)) => (PathPlace::Ahead, title.clone()),
            None => (PathPlace::Ahead, self.say("path-protected")),
        };
        let step = |kind, place, words| PathStep { kind, place, words };
        let pay_words = match (paid_by, pay) {
            // Nobody is told to pay what somebody else pays.
            (Some(payer), (PathPlace::Ahead, _)) => self
                .say_message(&Message::new("path-pay-by").with("payer", Arg::Text(payer.into()))),
            _ => self.say(pay.1),
        };
        vec![
            step(PathKind::Pay, pay.0, pay_words),
            step(PathKind::Protected, protected.0, protected.1),
        ]
    }

    fn summary_of(&self, row: &RegistrationRow) -> Summary {
        let (Ok(keys), Some(sealed)) = (self.key_state(), &row.summary) else {
            return Summary::default();
        };
        let opened = Store::open_summary(&keys, row.id, sealed).ok();
        opened
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .unwrap_or_default()
    }
}
