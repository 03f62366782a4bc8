//! "I paid already", said on a bill's screen.

use payung_model::cover::reminder::SaidPaid;

use super::{BillPhase, BillView, Bills};
use crate::api::PayungError;
use crate::api::member::Member;
use crate::api::state::AppState;

#[uniffi::export]
impl Bills {
    /// Notes that somebody says a bill was paid, at that channel if one is given. Nothing counts as
    /// paid by it: reminders of it and of one's own months wait, [`BillView::step`] fetches the office's news
    /// from now on, and the channel stands first the next time. A bill that cannot be paid stays as it
    /// is, because the office may have said so meanwhile.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// assert!(payung.bills().said_paid("CONTOH".into(), None).is_err(), "there is no such bill");
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
    /// A bill for others alone says nothing about one's own months.
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
        if let Some(month) = month.filter(|_| self.moment().today.is_some()) {
            member.kept.settings.said_paid = Some(SaidPaid { on: today, month });
        }
    }
}
