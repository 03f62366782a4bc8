//! The API: what a shell sees, and nothing else.
//!
//! An app opens [`Payung`] and asks it for eleven other objects, each for one thing a person does:
//! [`Drafts`] for filling in forms, [`Registrations`] for what was made ready, [`Lookup`] for what
//! can be asked without a draft, [`Bills`] for paying, [`Payers`] for paying for others, [`Qris`] for
//! payment codes without a bill, [`Cover`] for what paid months are worth, [`Reminders`] for being
//! reminded, [`Incidents`] for an accident or a death, [`Recovery`] for a lost phone, [`Connection`]
//! for sending. A call is one user action and returns the whole new view. The
//! platform answers four small traits: [`KeyKeeper`], [`Clock`], [`Listener`], [`LogSink`]. Records
//! of the model cross unchanged (`remote.rs` repeats their fields for uniffi; the compiler compares
//! them).
//!
//! | file | holds |
//! |---|---|
//! | `app` | [`Payung`]: open, key, start clean, wipe |
//! | `home` | the first screen, pages of drafts and registrations |
//! | `next_step` | what the one primary button of a screen does |
//! | `drafts` | [`Drafts`]: start, edit, answer, back, photo |
//! | `registrations` | [`Registrations`]: ready, status, correct, withdraw |
//! | `notifications` | what a shell notifies of in the background |
//! | `sent_before` | whether this phone has sent a NIK already |
//! | `amendments` | what a registration is about, what it still lacks, and adding to it |
//! | `facts` | what a view says of a registration besides its state |
//! | `requests` | asking the office for something about a registration, and what it answered |
//! | `cover` | [`Cover`]: what paid months are worth, the digital card, the card for the family, saving marks |
//! | `reminders` | [`Reminders`]: what a shell schedules, settings, what is answered, calendar file |
//! | `incidents` | [`Incidents`]: what to do when something happens, and reporting it |
//! | `bills` | [`Bills`]: what is to be paid and how, codes drawn and shared, receipts, a year's statement, both as PDF |
//! | `payers` | [`Payers`]: who pays for whom, and asking the office to change that |
//! | `qris` | [`Qris`]: payment codes of others, and what all drawn codes share |
//! | `member` | what this phone knows of a member, folded from the office's items |
//! | `photos` | photos of answers: taken, judged, kept, shown |
//! | `office_words` | what the office wrote, opened and proved |
//! | `quote` | the dues calculator, and carrying its answers into a draft |
//! | `recovery` | [`Recovery`]: a code on paper, and getting a registration back by it |
//! | `referral` | the code of a poster or a helper: kept, shown, removed |
//! | `retention` | how long drafts and answers stay |
//! | `lookup` | [`Lookup`]: NIK, phone, regions, dues, programmes, the form |
//! | `places` | where somebody can be asked: branches, service points, a person |
//! | `records` | what calls return, as records |
//! | `error` | why a call failed, in words for a person, and for the log |
//! | `state` | what all objects share: keys, open drafts, the clock |
//! | `clock` | what time it is, and whether anybody may rely on it |
//! | `rules` | the content in force and the chain of its signers |
//! | `sync` | [`Connection`]: sync, the network as the platform tells it, *send now* |
//! | `sealing` | from a draft to an envelope, from a reply to words |

#![allow(
    clippy::needless_pass_by_value,
    reason = "uniffi hands over owned values, whether they are kept or only read"
)]

mod amendments;
mod app;
mod bills;
mod clock;
mod cover;
mod drafts;
mod error;
mod facts;
mod home;
mod incidents;
mod lookup;
mod member;
mod next_step;
mod notifications;
mod office_words;
mod open_draft;
mod payers;
mod photos;
mod places;
mod qris;
mod quote;
mod records;
mod recovery;
mod referral;
mod registrations;
mod reminders;
mod remote;
mod requests;
mod retention;
mod rules;
mod sealing;
mod sent_before;
mod state;
mod sync;
#[cfg(test)]
mod tests;

pub use payung_model::journey::State as RegistrationState;
pub use payung_model::text::Lang as Language;

pub use crate::platform::{
    Change, Clock, KeeperAnswer, KeyKeeper, KeyState, Listener, LogLevel, LogLine, LogSink,
    Network, PlatformError, install_quiet_panic_hook,
};
pub use app::Payung;
pub use bills::{
    AnotherBill, BillLineView, BillPartView, BillPhase, BillStep, BillView, Bills, NoticeView,
    ReceiptRow, ReceiptView, StatementMonth, StatementView,
};
pub use cover::{
    CardPhase, CardSign, CardView, Cover, CoverPhase, CoverStep, CoverView, JarView,
    PaidMonthGiven, ProgrammeCoverView,
};
pub use drafts::Drafts;
pub use error::PayungError;
pub use incidents::{
    IncidentClockView, IncidentLine, IncidentPage, IncidentPaper, IncidentReport, IncidentStep,
    IncidentView, Incidents,
};
pub use lookup::Lookup;
pub use payers::{ArrangementView, PayCodeView, Payers, PayersStep, PayersView};
pub use qris::{CodeView, Qris, QrisFieldView, QrisProblemView, QrisView};
pub use records::*;
pub use recovery::Recovery;
pub use registrations::Registrations;
pub use reminders::{
    MemberReminders, PaydayChoice, ReminderActionView, ReminderChoices, ReminderView, Reminders,
};
pub use sync::Connection;

pub use crate::problem::{ProblemCode, ProblemView};
