//! The summary of a member for lists: so small that a page of registrations reads it with its rows.

use payung_model::cover::{Cover, CoverState, PaidMonth, PaidMonths, words};
use payung_model::journey::State;
use payung_model::programme::Programme;
use payung_model::text::{Arg, Message};
use payung_model::units::{Date, Month, Rupiah};
use serde::{Deserialize, Serialize};

use super::kept::{Kept, bill_id};
use crate::api::rules::Rules;
use crate::api::state::AppState;
use crate::api::{BillLine, PathKind, PathPlace, PathStep, Purpose};
use crate::vault::{RegistrationRow, Store};

/// At most so many credited months are in a summary, because the words of a line depend on the last
/// ones only.
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
    /// For whom it pays, as far as receipts here credit months to them, and the last of these.
    paid_for: Vec<(String, Month)>,
    /// The office said who pays for whom, and now nobody pays for anybody.
    pays_no_more: bool,
    /// The office said who pays for whom, and no pay-for code of the member can be used.
    no_code: bool,
}

/// One bill that can be paid.
#[derive(Clone, Serialize, Deserialize)]
pub struct BillGlance {
    /// The bill's id.
    pub bill: String,
    /// What is to be paid.
    pub total: Rupiah,
    /// The last day of its codes.
    pub last_day: Date,
    /// One's own months on it, the oldest first.
    #[serde(default)]
    months: Vec<Month>,
    /// All of it is for others.
    #[serde(default)]
    for_others: bool,
}

impl Summary {
    /// At most so many open bills are in a summary, since a line names one.
    const MOST_BILLS: usize = 4;

    /// The summary of a record.
    pub(super) fn of(kept: &Kept) -> Self {
        let open = kept.bills.iter();
        let open = open.filter(|(id, bill)| kept.is_open(id, bill, None));
        let mut bills: Vec<BillGlance> = open
            .map(|(id, bill)| BillGlance {
                bill: id.clone(),
                total: bill.total,
                last_day: bill.last_day,
                months: bill.months.clone(),
                for_others: bill.for_others,
            })
            .collect();
        bills.sort_by_key(|bill| bill.last_day);
        // The bills that end last are kept: the day on which the list is shown is not known yet,
        // and by then those that end first may be over.
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
            paid_for: kept.paid_for_now(),
            pays_no_more: kept.payers.item > 0
                && kept.payers.payers.is_empty()
                && kept.payers.members.is_empty(),
            no_code: kept.payers.item > 0 && kept.payers.code.is_none(),
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
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own, and any of them may hold beside any other"
)]
pub struct Money {
    /// The bill that can be paid.
    pub bill: Option<BillLine>,
    /// What somebody who is protected has once that bill is paid: "Terlindungi sampai 31 Mei 2027".
    pub after: Option<String>,
    /// Something was credited, and no month that has begun is unpaid.
    pub is_paid: bool,
    /// That bill is for others alone.
    pub for_others: bool,
    /// What holds today.
    pub cover: Option<String>,
    /// The name of who pays for the member, as the office masks it.
    pub paid_by: Option<String>,
    /// The office makes no bill, because somebody else is to pay.
    pub no_bill: bool,
    /// For whom it pays, and the last month that receipts here credit to them.
    pub paid_for: Vec<(String, Month)>,
    /// The office said who pays for whom, and now nobody pays for anybody.
    pub pays_no_more: bool,
    /// The unpaid months have begun, and what was paid holds until that day.
    pub paid_until: Option<Date>,
    /// Somebody else paid the last credited month.
    pub was_paid_by: bool,
    /// Paying and being protected, as steps after the history.
    pub path: Vec<PathStep>,
}

impl AppState {
    /// The bills and the cover that a list shows of that registration. Empty without the key, and
    /// where nothing can be read.
    pub(in crate::api) fn money_of(
        &self,
        row: &RegistrationRow,
        purpose: Option<Purpose>,
    ) -> Money {
        let summary = self.summary_of(row);
        let today = self.moment().today;
        let is_over = has_no_bill(row);
        let glance = summary.bill(today).filter(|_| !is_over);
        let bill = glance.map(|glance| self.bill_line(row, &summary, glance, today));
        let after = glance.and_then(|glance| self.after_paying(&summary, glance, today?));
        let said = today.zip(summary.paid()).map(|(today, paid)| {
            let rules = self.rules();
            let cover = rules.cover(&paid, today);
            let title = self.cover_title(&rules, &cover);
            (cover.state, title, cover.paid_until)
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
        let last = summary.paid.last();
        Money {
            bill,
            paid_until: said.as_ref().and_then(|(state, _, until)| {
                until.filter(|_| !matches!(state, CoverState::Protected { .. }))
            }),
            was_paid_by: last.is_some_and(|last| last.sponsor.is_some()),
            after,
            is_paid: said.as_ref().is_some_and(|(state, ..)| {
                !matches!(state, CoverState::Grace { .. } | CoverState::Ended { .. })
            }),
            for_others: glance.is_some_and(|glance| glance.for_others),
            cover: said.map(|(_, title, _)| title),
            paid_by: summary.paid_by,
            no_bill: summary.no_bill,
            paid_for: summary.paid_for,
            pays_no_more: summary.pays_no_more,
            path,
        }
    }

    /// The bill that can be paid of that registration, with the last day of its codes.
    pub(in crate::api) fn open_bill_of(&self, row: &RegistrationRow) -> Option<(Date, BillLine)> {
        let (summary, today) = (self.summary_of(row), self.moment().today);
        let glance = summary.bill(today).filter(|_| !has_no_bill(row))?;
        let line = self.bill_line(row, &summary, glance, today);
        Some((glance.last_day, line))
    }

    fn bill_line(
        &self,
        row: &RegistrationRow,
        summary: &Summary,
        glance: &BillGlance,
        today: Option<Date>,
    ) -> BillLine {
        BillLine {
            bill: bill_id(row.id, &glance.bill),
            amount: glance.total.0,
            words: self.glance_words(summary, glance, today),
        }
    }

    /// The bill in one line, with the day by which it is to be paid. For whoever is a member that is
    /// the due day of its first month, as reminders and cover say it; the code may be good longer.
    fn glance_words(&self, summary: &Summary, glance: &BillGlance, today: Option<Date>) -> String {
        let rules = self.rules();
        let due = today
            .zip(summary.paid())
            .and_then(|(today, paid)| Some((today, due_day(&rules, &paid, &glance.months, today)?)))
            .filter(|(_, due)| *due < glance.last_day);
        let (id, day) = match due {
            Some((today, due)) if today <= due => ("bill-glance", due),
            Some(_) => ("bill-glance-late", glance.last_day),
            None => ("bill-glance", glance.last_day),
        };
        let message = Message::new(id)
            .with("amount", Arg::Money(glance.total))
            .with("date", Arg::Date(day));
        self.message_text(&message)
    }

    /// What would hold if the office credited the bill today; none for whoever is not protected, who
    /// is told so in other words.
    fn after_paying(&self, summary: &Summary, glance: &BillGlance, today: Date) -> Option<String> {
        let (rules, paid) = (self.rules(), summary.paid()?);
        let is_protected = |state| matches!(state, CoverState::Protected { .. });
        if glance.months.is_empty() || !is_protected(rules.cover(&paid, today).state) {
            return None;
        }
        let bought = glance.months.iter().map(|month| PaidMonth {
            month: *month,
            paid_on: today,
            // The day until which membership is paid for does not depend on the programmes.
            programmes: vec![Programme::Jkk, Programme::Jkm],
            sponsor: None,
        });
        let all = paid.months().iter().cloned().chain(bought).collect();
        let cover = rules.cover(&PaidMonths::new(summary.since, all), today);
        Some(self.cover_title(&rules, &cover))
    }

    /// The line about a cover that lists show: "Terlindungi sampai 31 Mei 2027".
    fn cover_title(&self, rules: &Rules, cover: &Cover) -> String {
        let content = &rules.content;
        let day = content.cover.due_day.day;
        let (texts, programmes) = (&content.texts, &content.programmes);
        words(texts, self.lang(), programmes, cover, day, None).title
    }

    fn path(
        &self,
        is_billed: bool,
        cover: Option<&(CoverState, String, Option<Date>)>,
        paid_by: Option<&str>,
    ) -> Vec<PathStep> {
        let pay = match cover {
            _ if is_billed => (PathPlace::Now, "path-pay"),
            Some((CoverState::Grace { .. } | CoverState::Ended { .. }, ..)) | None => {
                (PathPlace::Ahead, "path-pay")
            }
            Some(_) => (PathPlace::Done, "path-paid"),
        };
        let protected = match cover {
            Some((CoverState::Protected { .. }, title, _)) => (PathPlace::Done, title.clone()),
            Some((_, title, _)) => (PathPlace::Ahead, title.clone()),
            None => (PathPlace::Ahead, self.text("path-protected")),
        };
        let step = |kind, place, words| PathStep { kind, place, words };
        let pay_words = match (paid_by, pay) {
            // A member is not told to pay what somebody else pays.
            (Some(payer), (PathPlace::Ahead, _)) => self
                .message_text(&Message::new("path-pay-by").with("payer", Arg::Text(payer.into()))),
            _ => self.text(pay.1),
        };
        vec![
            step(PathKind::Pay, pay.0, pay_words),
            step(PathKind::Protected, protected.0, protected.1),
        ]
    }

    /// Whether the office's words about a pay-for code or an arrangement speak of what has passed: the
    /// code was used or taken back, or what was paid for is recorded, or ended.
    pub(in crate::api) fn is_overtaken(
        &self,
        row: &RegistrationRow,
        purpose: Option<Purpose>,
        money: &Money,
    ) -> bool {
        match (row.state, purpose, row.completes) {
            (State::Accepted, Some(Purpose::Payer), _) => {
                money.pays_no_more || !money.paid_for.is_empty()
            }
            (State::Accepted, Some(Purpose::PayCode), Some(member)) => {
                let member = self.store.registration(member);
                member.is_ok_and(|row| self.summary_of(&row).no_code)
            }
            _ => false,
        }
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

/// Nothing can be paid of what is over, or was never ready.
fn has_no_bill(row: &RegistrationRow) -> bool {
    matches!(
        row.state,
        State::Refused | State::Withdrawn | State::Erased | State::Draft
    )
}

/// The day by which a member pays these months; none while there is no membership, because whoever
/// joins pays by the last day of the code.
pub(in crate::api) fn due_day(
    rules: &Rules,
    paid: &PaidMonths,
    months: &[Month],
    today: Date,
) -> Option<Date> {
    let state = rules.cover(paid, today).state;
    let goes_on = matches!(
        state,
        CoverState::Protected { .. } | CoverState::Grace { .. }
    );
    let first = months.iter().min().filter(|_| goes_on)?;
    Some(first.day(rules.content.cover.due_day.day))
}
