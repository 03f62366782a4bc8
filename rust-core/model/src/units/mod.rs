//! Money and time as types that cannot hold a wrong value.
//!
//! Amounts are whole rupiah; months are calendar months; days are civil days in Western Indonesia
//! Time (WIB, UTC+7), because the office's day is the one that dues are counted in.

mod amount_period;
mod date;
mod month;
mod rupiah;
mod spans;
mod time_of_day;
mod timestamp;
mod typed_date;
mod zone;

pub use amount_period::AmountPeriod;
pub use date::{Date, DateProblem};
pub use month::{Month, MonthProblem};
pub use rupiah::{Rupiah, RupiahProblem};
pub use time_of_day::{TimeOfDay, TimeOfDayProblem};
pub use timestamp::{Timestamp, TimestampProblem};
pub use zone::{UnknownZone, Zone};
