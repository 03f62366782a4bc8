//! The API: what a shell sees, and nothing else.
//!
//! An app opens [`Payung`] and asks it for seven other objects, each for one thing a person does:
//! [`Drafts`] for filling in forms, [`Registrations`] for what was made ready, [`Lookup`] for what
//! can be asked without a draft, [`Bills`] for paying, [`Cover`] for what paid months are worth,
//! [`Recovery`] for a lost phone, [`Connection`] for sending. A call is one user action and returns the whole new view. The
//! platform answers four small traits: [`KeyKeeper`], [`Clock`], [`Listener`], [`LogSink`]. Records
//! of the model cross unchanged (`remote.rs` repeats their fields for uniffi; the compiler compares
//! them).
//!
//! | file | holds |
//! |---|---|
//! | `app` | [`Payung`]: open, key, start clean, wipe |
//! | `home` | the first screen, pages of drafts and registrations |
//! | `drafts` | [`Drafts`]: start, edit, answer, back, photo |
//! | `registrations` | [`Registrations`]: ready, status, correct, withdraw |
//! | `notifications` | what a shell notifies of in the background |
//! | `sent_before` | whether this phone has sent a NIK already |
//! | `amendments` | what a registration is about, what it still lacks, and adding to it |
//! | `facts` | what a view says of a registration besides its state |
//! | `requests` | asking the office for something about a registration, and what it answered |
//! | `cover` | [`Cover`]: what paid months are worth, reminders, settings, calendar file, the digital card, what to do when something happens, saving marks |
//! | `bills` | [`Bills`]: QRIS codes read, bound to an amount, drawn |
//! | `quote` | the dues calculator, and carrying its answers into a draft |
//! | `recovery` | [`Recovery`]: a code on paper, and getting a registration back by it |
//! | `referral` | the code of a poster or a helper: kept, shown, removed |
//! | `retention` | how long drafts and answers stay |
//! | `lookup` | [`Lookup`]: NIK, phone, regions, dues, programmes, the form |
//! | `places` | where somebody can be asked: branches, service points, a person |
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
mod lookup;
mod member;
mod notifications;
mod office_words;
mod papers;
mod photos;
mod places;
mod quote;
mod records;
mod recovery;
mod referral;
mod registrations;
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
    AnotherBill, ArrangementView, BillLineView, BillPartView, BillPhase, BillView, Bills, CodeView,
    NoticeView, PayCodeView, PayersView, QrisFieldView, QrisProblemView, QrisView, ReceiptRow,
    ReceiptView, StatementMonth, StatementView,
};
pub use cover::{
    CardPhase, CardView, Cover, CoverPhase, CoverView, IncidentClockView, IncidentLine,
    IncidentPage, IncidentPaper, IncidentReport, IncidentStep, IncidentView, JarView,
    MemberReminders, PaidMonthGiven, PaydayChoice, ProgrammeCoverView, ReminderActionView,
    ReminderChoices, ReminderView,
};
pub use drafts::Drafts;
pub use error::PayungError;
pub use lookup::Lookup;
pub use records::*;
pub use recovery::Recovery;
pub use registrations::Registrations;
pub use sync::Connection;

pub use crate::sync::SyncReport;
