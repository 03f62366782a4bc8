//! Within what time the office answers: working days of the calendar, or hours.

use serde::{Deserialize, Serialize};

use crate::cover::Calendar;
use crate::units::{Date, Timestamp};

/// The time that an office gives itself, in JSON `{"working_days": 5}` or `{"hours": 72}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerWithin {
    /// 1 to 60. The day on which it arrived is not counted.
    WorkingDays(u8),
    /// 1 to 1,440, from the moment on in which it arrived.
    Hours(u16),
}

impl AnswerWithin {
    /// The most working days.
    pub const MOST_DAYS: u8 = 60;
    /// The most hours.
    pub const MOST_HOURS: u16 = 1440;

    /// The last day on which an answer is in time, in Western Indonesia Time; none when the
    /// calendar ends before it.
    pub fn last_day(self, arrived: Timestamp, calendar: &Calendar) -> Option<Date> {
        match self {
            Self::WorkingDays(days) => calendar.working_day_after(arrived.date(), days),
            Self::Hours(hours) => {
                let hours = i64::from(hours).checked_mul(3_600_000)?;
                let end = arrived.millis().checked_add(hours)?;
                Some(Timestamp::from_millis(end).ok()?.date())
            }
        }
    }
}
