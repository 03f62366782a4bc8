//! What opens the app, what stands on its first screen, and what it asks or tells beside it.

use payung_model::text::Lang;

use super::drafts::DraftLine;
use super::referral::ReferralView;
use super::registrations::{BillLine, RegistrationView};
use crate::platform::KeyState;

/// How the core is opened.
#[derive(Clone, Debug, uniffi::Record)]
pub struct Settings {
    /// A folder of the app's own, private, not backed up. Created if missing.
    pub home: String,
    /// The trust file's JSON. Without it drafts are kept, and nothing can be made ready.
    pub trust: Option<String>,
    /// The language of all words; it can be changed while the app is open
    /// ([`crate::Payung::set_language`]).
    pub language: Lang,
}

/// What the app shows first.
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a question that a shell asks by itself"
)]
#[derive(Clone, Debug, uniffi::Record)]
pub struct HomeView {
    /// Whether the data key is to be had; without it drafts have no names.
    pub key: KeyState,
    /// False without a trust file.
    pub knows_office: bool,
    /// Who receives the data.
    pub receiver: String,
    /// The lowest dues of today, until when and for whom: "Mulai Rp8.400 sebulan, sampai iuran
    /// Desember 2026." Empty while the clock is not sure.
    pub lowest: String,
    /// Panels of the umbrella, none of which is filled before a form is begun.
    pub panels: u8,
    /// What can be resumed, the last changed first: at most 20.
    pub drafts: Vec<DraftLine>,
    /// There are more: [`crate::Drafts::page`].
    pub more_drafts: bool,
    /// What was made ready, the newest first: at most 20.
    pub registrations: Vec<RegistrationView>,
    /// There are more: [`crate::Registrations::page`].
    pub more_registrations: bool,
    /// The bill to pay next: of all registrations, also older ones than those above, the one that ends
    /// first. None when none can be paid.
    #[uniffi(default = None)]
    pub bill: Option<BillLine>,
    /// How many registrations' photos are delayed until there is a network that is not paid by the
    /// byte; a notice says so.
    pub delayed: u32,
    /// The code of a poster or a helper that the next registration takes along.
    #[uniffi(default = None)]
    pub referral: Option<ReferralView>,
    /// What the one primary button does, so that every shell offers the same first.
    pub next: NextStep,
    /// A code of a poster or a helper can be typed: none is kept, and a form that takes it along is
    /// still to be finished or begun.
    pub can_refer: bool,
    /// Nothing was sent from this phone: somebody may have lost another one, and have a code on paper.
    pub can_recover: bool,
    /// Things to say on top: a clock that is off, an update that exists, a key that was lost.
    pub notices: Vec<String>,
}

/// What somebody most likely came for. What the office waits for goes before what somebody has to pay,
/// and that before a form that was begun. While the key is not to be had, [`HomeView::key`] says
/// what is to be done first.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum NextStep {
    /// Nothing was begun on this phone.
    Register,
    /// The office wants some answers of that registration again.
    Correct {
        /// The registration's id.
        registration: String,
    },
    /// A bill is to be paid.
    Pay {
        /// The bill's id.
        bill: String,
    },
    /// A draft can be gone on with.
    Resume {
        /// The draft's id.
        draft: String,
    },
    /// Nothing waits for this phone's people.
    RegisterOther,
}

/// About this app.
#[derive(Clone, Debug, uniffi::Record)]
pub struct AboutView {
    /// A sentence that says that the app is independent, and what it never asks for.
    pub words: String,
    /// The app's version.
    pub version: String,
    /// The sequence of the rules in force; 0 for those that this build ships with.
    pub rules: u64,
    /// Who receives the data.
    pub receiver: String,
    /// Where the receiver can be visited.
    pub address: String,
    /// Phone or mail of the receiver.
    pub contact: String,
}

/// One notification, for the platform to show while the app is in the background. It says nothing
/// about the person.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct NotificationView {
    /// The id of the notification. The same news always has the same id.
    pub id: String,
    /// The subject, by which the platform chooses the channel of the notification.
    pub kind: NotificationKind,
    /// One line.
    pub title: String,
    /// A sentence or two.
    pub text: String,
    /// Tapping it opens this registration.
    pub registration: String,
}

/// What a notification is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum NotificationKind {
    /// The registration has reached the office.
    Received,
    /// The office asks for a correction.
    Correction,
    /// The office has decided.
    Decision,
    /// The office has erased it.
    Erased,
    /// The registration cannot be sent and was parked.
    Parked,
    /// There is news that can be read only after the phone was unlocked.
    Unread,
    /// There is a bill to be paid.
    Bill,
    /// The office recorded a payment.
    Paid,
    /// The office wrote something about money.
    Notice,
}

/// Something that cannot be undone, to be asked once before it is done.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct AskView {
    /// The question in big letters.
    pub title: String,
    /// What a yes means, in one or two sentences.
    pub help: String,
    /// What "Dengarkan" reads.
    pub spoken: String,
    /// Label of the button that does it.
    pub yes: String,
    /// Label of the button that leaves everything as it is; this is the one to press without
    /// thinking.
    pub no: String,
}
