//! What the primary button of the screen of a member does.

use payung_model::journey::State;
use payung_model::units::Date;

use super::{CoverPhase, CoverStep};
use crate::api::error::Failure;
use crate::api::member::{Member, bill_id};
use crate::api::next_step::is_to_be_corrected;
use crate::api::requests::request_form;
use crate::api::state::AppState;

impl AppState {
    /// What there is to do now by what holds on that day.
    pub(super) fn cover_step(
        &self,
        member: &Member<'_>,
        phase: CoverPhase,
        on: Date,
    ) -> Result<CoverStep, Failure> {
        let (row, kept, today) = (&member.row, &member.kept, self.moment().today);
        let registration = member.id.to_string();
        if is_to_be_corrected(row) {
            return Ok(CoverStep::Correct { registration });
        }
        let is_over = matches!(row.state, State::Refused | State::Withdrawn | State::Erased);
        if is_over {
            return Ok(CoverStep::Wait { registration });
        }
        if let Some((bill, _)) = kept.open_bill(false, today) {
            let bill = bill_id(member.id, bill);
            return Ok(CoverStep::Pay { bill });
        }
        let own = self.own_step(member, phase, on)?;
        // Whoever can do something for their own cover does that first. A bill that is for others alone
        // protects nobody here, and it is paid where nothing else is to be done.
        let is_own_to_do = matches!(own, CoverStep::Renew { .. } | CoverStep::AskBill { .. });
        let others = kept.open_bill(true, today).filter(|_| !is_own_to_do);
        Ok(others.map_or(own, |(bill, _)| CoverStep::Pay {
            bill: bill_id(member.id, bill),
        }))
    }

    /// What there is to do for one's own cover where no bill of one's own is open.
    fn own_step(
        &self,
        member: &Member<'_>,
        phase: CoverPhase,
        on: Date,
    ) -> Result<CoverStep, Failure> {
        let (kept, today) = (&member.kept, self.moment().today);
        let registration = member.id.to_string();
        if phase == CoverPhase::Protected {
            return Ok(CoverStep::ShowCard { registration });
        }
        // Nobody pays twice what somebody else is to pay.
        if kept.payers.somebody_pays(on.month()) {
            return Ok(CoverStep::AskPayer { registration });
        }
        if let Some(request) = self.pending_bill_request(member)? {
            let registration = request.to_string();
            return Ok(CoverStep::Wait { registration });
        }
        if let Some((bill, _)) = kept.last_bill_if_over(today) {
            let bill = bill_id(member.id, bill);
            return Ok(CoverStep::Renew { bill });
        }
        let can_request = self.can_request(member)?;
        // Who wrote that somebody else pays gets no bill unasked, and may pay alone all the same: it
        // may be that nobody ever used the code.
        if kept.no_bill && !can_request {
            return Ok(CoverStep::AskPayer { registration });
        }
        // Every other first bill comes unasked.
        if phase == CoverPhase::NotYet && !kept.no_bill || !can_request {
            return Ok(CoverStep::Wait { registration });
        }
        Ok(CoverStep::AskBill { registration })
    }

    /// Whether the office can be asked for something about this registration now.
    pub(in crate::api) fn can_request(&self, member: &Member<'_>) -> Result<bool, Failure> {
        let (keys, rules) = (self.keys()?, self.rules());
        let about = self.about(&member.row, &keys, &rules)?;
        Ok(about.is_some_and(|about| request_form(&member.row, &about, &rules).is_some()))
    }
}
