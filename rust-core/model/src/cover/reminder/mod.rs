//! Reminders: from paid months, settings and the time now to the next dated messages.
//!
//! [`plan`] is pure, and the same question gets the same answer: a shell may ask as often as it
//! likes and schedules what it gets, in place of everything it had scheduled before. Days are
//! counted from what was paid, so what was planned yesterday is planned today as well, until
//! something is paid or a setting changes.
//!
//! What was not shown at its moment, because the phone was off, comes at the next one that is not
//! quiet, unless it means nothing any more ([`note_missed`]).
//!
//! Rules that always hold: never two on one civil day of the member's time zone, never in quiet
//! hours, at most the cap of a month and not closer than the gap (`reminders.json`), silence while
//! months are paid ahead but for one notice before they end (and the ends of a sponsor's payments
//! and of a discount), no asking ahead while somebody else pays month by month, and the last warning before the second unpaid month ends comes even during a
//! pause. No message holds a NIK or a name.
//!
//! | file | holds |
//! |---|---|
//! | `rules` | the numbers, with their sources |
//! | `settings` | payday, time, quiet hours, zone, pause, what the member said |
//! | `facts` | what they are worked out from, and what a message is |
//! | `candidates` | which messages one row of paid months asks for |
//! | `choice` | which of them come |
//! | `plan` | when, and what they are |
//! | `late` | what comes of a message that was not shown, and what waits for somebody else's |
//! | `words` | title and text in the app's language |
//! | `ics` | the same as a calendar file |

mod candidates;
mod choice;
mod facts;
mod ics;
mod late;
mod plan;
mod rules;
mod settings;
mod words;

pub use facts::{Dues, Facts, OpenBill, Reminder, ReminderAction, ReminderKind};
pub use ics::{IcsEvent, ics};
pub use late::{note_missed, note_shown};
pub use plan::{change, plan};
pub use rules::ReminderRules;
pub use settings::{
    Again, Late, Pause, Payday, QuietHours, ReminderSettings, SaidPaid, SettingsProblem,
};
pub use words::{REMINDER_IDS, ReminderWords, words};
