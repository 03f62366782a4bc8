//! Another bill in place of one that cannot be paid any more: what is there already, what was asked
//! for already, or a request that is filled in.

use payung_model::journey::State;

use super::{AnotherBill, BillPhase, Bills};
use crate::api::PayungError;
use crate::api::Purpose;
use crate::api::error::Failure;
use crate::api::member::{Member, bill_id};
use crate::api::quote::new_draft;
use crate::api::records::Typed;
use crate::api::requests::request_form;
use crate::api::state::AppState;
use crate::vault::{About, DraftRow, RegistrationRow};
use payung_model::sealed::RegistrationId;

/// The question that says what is asked for, and the answer that asks for a bill.
const REQUEST: &str = "request";
const BILL: &str = "bill";
/// The question for how many months.
const MONTHS: &str = "months";

/// The office makes the bill when it accepts the request, so after a day none is coming any more.
const BILL_COMES_WITHIN_MILLIS: i64 = 24 * 3_600_000;

#[uniffi::export]
impl Bills {
    /// Another bill in place of an expired or cancelled one, by [`BillView::id`](super::BillView).
    /// Nothing is asked for twice: a bill of the same registration that can be paid is named, then a
    /// request that the office has not decided yet. Only then a request is begun, for as many months as
    /// the old bill had, where that many can be asked for. It is a draft like any other, and is
    /// asked for when it is made ready.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung, _) = example::billed();
    /// let bill = payung.home()?.bill.expect("it can be paid").bill;
    /// // This one can still be paid.
    /// let open = payung_core::AnotherBill::Open { bill: bill.clone() };
    /// assert_eq!(payung.bills().another(bill)?, open);
    /// # Ok(())
    /// # }
    /// ```
    pub fn another(&self, bill: String) -> Result<AnotherBill, PayungError> {
        self.app.call("bills.another", || {
            let app = &self.app;
            // The member's record is closed at the end of this block, so that nothing below waits
            // for it.
            let (registration, request, months) = {
                let (member, opened) = app.member_and_bill(&bill)?;
                // A bill for others alone pays none of one's own months, and the other way round.
                let for_others = opened.note.lines.iter().all(|line| !line.member.is_empty());
                let today = app.moment().today;
                if let Some((open, _)) = member.kept.open_bill(for_others, today) {
                    return Ok(AnotherBill::Open {
                        bill: bill_id(member.id, open),
                    });
                }
                if !matches!(opened.phase(), BillPhase::Expired | BillPhase::Cancelled) {
                    return Err(app.not_possible("not-possible-bill-another"));
                }
                let mut months: Vec<_> = opened.note.lines.iter().map(|line| line.month).collect();
                months.sort_unstable();
                months.dedup();
                let request = app.pending_bill_request(&member)?;
                (member.id, request, months.len())
            };
            let row = app.store.registration(registration)?;
            if let Some(request) = request {
                return Ok(AnotherBill::Asked {
                    request: request.to_string(),
                });
            }
            Ok(AnotherBill::Begun {
                draft: app.bill_request(&row, months)?.to_string(),
            })
        })
    }
}

impl AppState {
    /// The newest request for a bill of this registration that still has to bring one: the office has
    /// not decided it, or it accepted it within the last day and the bill has not come yet.
    pub(in crate::api) fn pending_bill_request(
        &self,
        member: &Member<'_>,
    ) -> Result<Option<RegistrationId>, Failure> {
        let (row, keys, now) = (&member.row, self.keys()?, self.now());
        let has_come = |request: &RegistrationRow| {
            let mut bills = member.kept.bills.values();
            bills.any(|bill| bill.at >= request.id.made_at())
        };
        // The bill of an accepted request lies in the inbox of this registration, about which the
        // phone asks for as long.
        let is_new = |row: &RegistrationRow| {
            let age = now.millis() - row.changed_at.millis();
            (0..BILL_COMES_WITHIN_MILLIS).contains(&age)
        };
        let undecided = |row: &&RegistrationRow| {
            let state = match row.state {
                State::Ready
                | State::Sending
                | State::Received
                | State::NeedsCorrection
                | State::Parked => true,
                State::Accepted => is_new(row) && !has_come(row),
                _ => false,
            };
            state && !row.withdraw_wanted
        };
        let asks = |row: &&RegistrationRow| {
            let about = row.about.as_ref();
            about
                .and_then(|sealed| About::open(&keys, row.id, sealed).ok())
                .is_some_and(|about| Purpose::of(&about.purpose) == Purpose::Bill)
        };
        let rows = self.store.completions(row.id)?;
        Ok(rows
            .iter()
            .rev()
            .filter(undecided)
            .find(asks)
            .map(|row| row.id))
    }

    /// The draft of a request for a bill. A draft that was begun for a bill is gone on with; one
    /// that asks for something else stays as it is beside the new one.
    fn bill_request(
        &self,
        row: &RegistrationRow,
        months: usize,
    ) -> Result<RegistrationId, Failure> {
        self.check_access(row)?;
        let (keys, rules) = (self.keys()?, self.rules());
        let not_possible = || self.not_possible("not-possible-request");
        let about = self.about(row, &keys, &rules)?.ok_or_else(not_possible)?;
        let form = request_form(row, &about, &rules).ok_or_else(not_possible)?;
        if let Some(begun) = self.store.draft_completing(row.id, &form.id)? {
            let entries = self.store.readable_entries(&keys, begun.id)?.rows;
            let wish = entries.iter().find(|(question, _)| question == REQUEST);
            if wish.is_some_and(|(_, entry)| entry.raw.reveal() == BILL) {
                return Ok(begun.id);
            }
        }
        let typed = |question: &str, text: String| Typed {
            question: question.to_owned(),
            text: text.as_str().into(),
        };
        let answers = [
            typed(REQUEST, BILL.to_owned()),
            typed(MONTHS, months.to_string()),
        ];
        let now = self.now();
        // A number of months that the form does not offer is left out, so that its question is
        // asked.
        let entries = self
            .carried(&rules, form, &answers, now)?
            .entries
            .into_iter()
            .filter(|(_, entry)| entry.value.is_some())
            .collect::<Vec<_>>();
        let draft = DraftRow {
            person: about.person,
            completes: Some(row.id),
            ..new_draft(&form.id, form.version, now)?
        };
        self.store.add_draft(&keys, &draft, &entries)?;
        Ok(draft.id)
    }
}
