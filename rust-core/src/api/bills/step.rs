//! What the one primary button of a bill's screen does.

use payung_model::journey::State;
use payung_model::units::Month;

use super::payable::Opened;
use super::{BillPhase, BillStep};
use crate::api::error::Failure;
use crate::api::member::{Member, bill_id};
use crate::api::state::AppState;

impl AppState {
    /// What somebody who looks at that bill most likely wants.
    pub(super) fn bill_step(
        &self,
        member: &Member<'_>,
        opened: &Opened,
    ) -> Result<BillStep, Failure> {
        let registration = member.id.to_string();
        Ok(match opened.phase() {
            BillPhase::Open if self.is_said_paid(member, opened) => BillStep::Sync,
            BillPhase::Open => BillStep::SayPaid,
            BillPhase::Paid if own_months(opened).is_empty() => {
                BillStep::ShowReceipts { registration }
            }
            BillPhase::Paid => BillStep::ShowCover { registration },
            BillPhase::Refused => BillStep::AskOffice,
            BillPhase::Expired | BillPhase::Cancelled => self.step_instead(member, opened)?,
        })
    }

    /// Whether somebody said that it was paid, and the office still has time to know of it. After
    /// that the bill asks again, as the reminder does.
    pub(super) fn is_said_paid(&self, member: &Member<'_>, opened: &Opened) -> bool {
        let settings = &member.kept.settings;
        let today = settings.zone.day(self.now());
        let silent = i32::from(self.rules().content.reminders.paid_said.days);
        let of_bill = member.kept.bills.get(&opened.id);
        let of_bill = of_bill.and_then(|bill| bill.said_paid);
        // The answer on a reminder names a month.
        let of_month = settings.said_paid.iter();
        let of_month = of_month.filter(|said| own_months(opened).contains(&said.month));
        let said = of_bill.into_iter().chain(of_month.map(|said| said.on));
        opened.phase() == BillPhase::Open
            && said
                // A day that lies ahead was noted by a wrong clock.
                .filter(|said| *said <= today)
                .max()
                .and_then(|said| said.plus_days(silent))
                .is_some_and(|until| today <= until)
    }

    /// What there is in place of a bill that is over.
    fn step_instead(&self, member: &Member<'_>, opened: &Opened) -> Result<BillStep, Failure> {
        let (row, kept, today) = (&member.row, &member.kept, self.moment().today);
        let registration = member.id.to_string();
        if matches!(row.state, State::Refused | State::Withdrawn | State::Erased) {
            return Ok(BillStep::Wait { registration });
        }
        let known = kept.bills.get(&opened.id);
        if known.is_some_and(|bill| kept.is_credited(bill)) {
            return Ok(BillStep::ShowCover { registration });
        }
        // A bill for others alone pays none of one's own months, and the other way round.
        let is_own = !own_months(opened).is_empty();
        if let Some((bill, _)) = kept.open_bill(!is_own, today) {
            let bill = bill_id(member.id, bill);
            return Ok(BillStep::Pay { bill });
        }
        // Nobody pays twice what somebody else is to pay.
        let somebody_pays = today.is_some_and(|day| kept.payers.somebody_pays(day.month()));
        if is_own && somebody_pays {
            return Ok(BillStep::AskPayer { registration });
        }
        if let Some(request) = self.pending_bill_request(member)? {
            let registration = request.to_string();
            return Ok(BillStep::Wait { registration });
        }
        if self.can_request(member)? {
            return Ok(BillStep::Renew);
        }
        Ok(BillStep::Wait { registration })
    }
}

/// The member's own months among those of the bill.
fn own_months(opened: &Opened) -> Vec<Month> {
    let own = opened.note.lines.iter();
    let own = own.filter(|line| line.member.is_empty());
    own.map(|line| line.month).collect()
}
