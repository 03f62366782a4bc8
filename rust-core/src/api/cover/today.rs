//! Cover by the rules of today, and the day itself.

use payung_model::cover::CoverState;
use payung_model::units::{Date, Month};

use crate::api::Purpose;
use crate::api::error::Failure;
use crate::api::member::Member;
use crate::api::state::AppState;
use crate::vault::RegistrationRow;

impl AppState {
    /// Refuses what nobody is protected by: the registration of somebody who only pays for others, and
    /// a request, which would otherwise read as if nothing held.
    pub(super) fn must_have_cover(&self, row: &RegistrationRow) -> Result<(), Failure> {
        let (keys, rules) = (self.keys()?, self.rules());
        let about = self.about(row, &keys, &rules)?;
        if about.is_some_and(|about| Purpose::of(&about.purpose) == Purpose::Payer) {
            return Err(self.not_possible("not-possible-cover-payer"));
        }
        if row.completes.is_some() || self.is_request(row) {
            return Err(self.not_possible("not-possible-cover-request"));
        }
        Ok(())
    }

    /// The day, or why nobody can be sure of it: cover that is worked out for a wrong day could
    /// promise what does not hold.
    pub(in crate::api) fn sure_day(&self) -> Result<Date, Failure> {
        let notice = self
            .clock
            .state()
            .notice()
            .unwrap_or("notice-clock-unconfirmed");
        self.moment().today.ok_or_else(|| self.not_possible(notice))
    }

    /// The month that is paid next; none before the first payment.
    pub(in crate::api) fn oldest_unpaid(&self, member: &Member, today: Date) -> Option<Month> {
        let cover = self.rules().cover(&member.paid(), today);
        match cover.state {
            // After the end no arrears are asked for, so joining anew begins with this month.
            CoverState::Ended { .. } => Some(today.month()),
            _ => cover
                .missing
                .first()
                .copied()
                .or(cover.paid_until.and_then(|day| day.month().next())),
        }
    }
}
