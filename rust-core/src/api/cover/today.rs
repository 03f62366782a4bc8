//! What was paid, by the rules of today.

use payung_model::cover::PaidMonths;
use payung_model::cover::reminder::{Dues, Facts, OpenBill};
use payung_model::units::Date;

use crate::api::Purpose;
use crate::api::error::Failure;
use crate::api::rules::Rules;
use crate::api::state::AppState;
use crate::vault::RegistrationRow;

/// The rules beside what was paid.
pub(super) fn facts<'a>(
    rules: &'a Rules,
    paid: &'a PaidMonths,
    dues: Option<&'a Dues>,
    bill: Option<OpenBill>,
    somebody_pays: bool,
) -> Facts<'a> {
    let content = &rules.content;
    Facts {
        cover: &content.cover,
        reminders: &content.reminders,
        calendar: &content.calendar,
        tariff: &content.tariff,
        paid,
        dues,
        bill,
        somebody_pays,
    }
}

impl AppState {
    /// Refuses a registration of somebody who only pays for others: nothing protects them by it.
    pub(super) fn must_have_cover(&self, row: &RegistrationRow) -> Result<(), Failure> {
        let (keys, rules) = (self.keys()?, self.rules());
        let about = self.about(row, &keys, &rules)?;
        if about.is_some_and(|about| Purpose::of(&about.purpose) == Purpose::Payer) {
            return Err(self.not_possible("not-possible-cover-payer"));
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
}
