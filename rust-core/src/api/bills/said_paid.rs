//! "I paid already", said on a bill's screen.

use payung_model::cover::CoverState;
use payung_model::cover::reminder::SaidPaid;
use payung_model::units::Date;

use super::{BillPhase, BillView, Bills};
use crate::api::PayungError;
use crate::api::member::Member;
use crate::api::state::AppState;

#[uniffi::export]
impl Bills {
    /// Notes that somebody says a bill was paid, at that channel if one is given. Nothing counts as
    /// paid by it: reminders of it and of one's own months wait, [`BillView::step`] fetches the office's news
    /// from now on, and the channel stands first the next time. A bill that cannot be paid stays as it
    /// is, because the office may have said so meanwhile. While nobody can be sure of the day it is
    /// refused.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung, _) = example::billed();
    /// let bill = payung.home()?.bill.expect("it can be paid").bill;
    /// let view = payung.bills().said_paid(bill, None)?;
    /// assert_eq!((view.said_paid, view.step), (true, payung_core::BillStep::Sync));
    /// # Ok(())
    /// # }
    /// ```
    pub fn said_paid(
        &self,
        bill: String,
        channel: Option<String>,
    ) -> Result<BillView, PayungError> {
        self.app.call("bills.said_paid", || {
            let (mut member, opened) = self.app.member_and_bill(&bill)?;
            if opened.phase() != BillPhase::Open {
                return self.app.bill_view(&member, &opened);
            }
            self.app.sure_day()?;
            if let Some(channel) = channel {
                self.app.note_channel(&mut member, &opened, channel)?;
            }
            self.app.note_said_paid(&mut member, &opened.id);
            member.keep(&self.app)?;
            self.app.bill_view(&member, &opened)
        })
    }
}

impl AppState {
    /// Notes of the open bill of one's own months that somebody says it was paid, where nothing holds
    /// and the bill is what was reminded of: before the first payment, and after the end. True when it
    /// was noted.
    pub(in crate::api) fn note_first_bill_said_paid(
        &self,
        member: &mut Member<'_>,
        today: Date,
    ) -> bool {
        let state = self.rules().cover(&member.paid(), today).state;
        let is_joining = matches!(state, CoverState::NotYet { .. } | CoverState::Ended { .. });
        let open = member.kept.open_bill(false, Some(today));
        let open = open.filter(|_| is_joining).map(|(id, _)| id.to_owned());
        if let Some(bill) = &open {
            self.note_said_paid(member, bill);
        }
        open.is_some()
    }

    /// A bill for others alone says nothing about one's own months. Only a sure day may be noted: one
    /// of a wrong clock could keep the bill silent for years.
    fn note_said_paid(&self, member: &mut Member<'_>, bill: &str) {
        let now = self.now();
        let today = member.kept.settings.zone.day(now);
        let Some(kept) = member.kept.bills.get_mut(bill) else {
            return;
        };
        kept.said_paid = Some(today);
        if kept.for_others {
            return;
        }
        // Whoever says it has seen what was reminded of until now.
        member.note_shown(now, now);
        // Before the first month is credited no message asks for one.
        let month = self.oldest_unpaid(member, today);
        if let Some(month) = month {
            member.kept.settings.said_paid = Some(SaidPaid { on: today, month });
        }
    }
}
