//! Registrations and requests: where they stand, their way, and what they are for.

use payung_model::form::Form;
use payung_model::secret::Secret;

use super::drafts::CorrectionView;
use crate::api::RegistrationState;
use crate::problem::ProblemView;

/// A page of registrations.
#[derive(Clone, Debug, uniffi::Record)]
pub struct RegistrationsView {
    /// At most 20.
    pub registrations: Vec<RegistrationView>,
    /// There are more.
    pub more: bool,
}

/// Where a registration stands.
#[derive(Clone, Debug, uniffi::Record)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says what a screen may offer"
)]
pub struct RegistrationView {
    /// The registration's id.
    pub registration: String,
    /// Where its answers are; none when they were deleted.
    pub draft: Option<String>,
    /// 1 for the first sending, one more for each correction.
    pub revision: u32,
    /// The state.
    pub state: RegistrationState,
    /// The exact word for the state, in the language.
    pub words: String,
    /// `7K2M-94QX`
    pub receipt: String,
    /// What happens next and what there is to do, in the language; none when nothing does.
    pub next: Option<String>,
    /// What the one primary button does, so that every shell offers the same first.
    pub step: RegistrationStep,
    /// What else can be done, in the order in which it is offered. What the primary button does is not
    /// among it.
    #[uniffi(default = [])]
    pub others: Vec<RegistrationAction>,
    /// The office's words, if it wrote any and the key is open.
    pub reply: Option<Secret>,
    /// What the office asks to be answered again.
    pub corrections: Vec<CorrectionView>,
    /// The registration's history, the oldest line first.
    pub timeline: Vec<TimelineLine>,
    /// How many of its photos the office has.
    pub photos_sent: u32,
    /// How many photos wait to go.
    pub photos: u32,
    /// Sent over the network for it, as far as this app can count: bodies and headers.
    pub bytes_sent: u64,
    /// The worker withdrew, and the office has not confirmed it yet.
    pub withdraw_wanted: bool,
    /// Why the registration waits or was parked, or what it means that the office erased it.
    pub problem: Option<ProblemView>,
    /// True when its photos wait for another network, or when it was parked:
    /// [`crate::Connection::send_now`] tries it at once.
    pub can_send_now: bool,
    /// What the office was asked for; none when the key is not to be had.
    pub purpose: Option<Purpose>,
    /// The purpose in words, in the app's language.
    pub purpose_words: String,
    /// Labels of what was left out and is still waited for.
    pub missing: Vec<String>,
    /// The missing answers in a sentence; none when nothing is missing.
    pub missing_words: Option<String>,
    /// The registration that this one adds to.
    pub completes: Option<String>,
    /// More can be told of it now: [`crate::Registrations::complete`].
    pub can_complete: bool,
    /// The office can be asked for something about it now: [`crate::Registrations::request`].
    #[uniffi(default = false)]
    pub can_request: bool,
    /// Decided, withdrawn or erased: nothing more happens to it by itself.
    #[uniffi(default = false)]
    pub is_over: bool,
    /// Offer [`crate::Registrations::take_back`]: it waits here, and can be changed again.
    #[uniffi(default = false)]
    pub can_take_back: bool,
    /// Offer [`crate::Registrations::ask_to_withdraw`].
    #[uniffi(default = false)]
    pub can_withdraw: bool,
    /// Whether the registration can have a recovery code: [`crate::Recovery::code`]. Offer one only
    /// then.
    #[uniffi(default = false)]
    pub can_have_code: bool,
    /// Why the registration can have no recovery code; none when it can.
    #[uniffi(default = None)]
    pub no_code_words: Option<String>,
    /// Whether this is a request or a complaint, by which nobody becomes a member. Words and
    /// history are those of a request.
    #[uniffi(default = false)]
    pub is_request: bool,
    /// Somebody becomes a member by it: it is no request, adds to no other registration, and is not
    /// of somebody who only pays for others.
    #[uniffi(default = false)]
    pub is_membership: bool,
    /// The bill of it that can be paid and ends first; none when none can be paid, or the key is not
    /// to be had.
    #[uniffi(default = None)]
    pub bill: Option<BillLine>,
    /// What holds today: "Terlindungi sampai 30 November 2026". None before a month was credited, and
    /// while the clock is not sure or the key is not to be had.
    #[uniffi(default = None)]
    pub cover: Option<String>,
    /// What comes after the history: paying, and being protected. Empty where nothing is paid.
    #[uniffi(default = [])]
    pub path: Vec<PathStep>,
    /// The notification whose news this view shows; none when it was acknowledged. A shell that has
    /// shown the registration acknowledges it ([`crate::Registrations::acknowledge`]), and takes a
    /// notification with this id away.
    pub notification: Option<String>,
}

/// What somebody who looks at a registration most likely came for. What is to be mended or sent goes
/// before money, and that before cover.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum RegistrationStep {
    /// The office wants some answers again: [`crate::Registrations::correct`].
    Correct,
    /// It waits for another network, or was parked: [`crate::Connection::send_now`].
    SendNow,
    /// It waits to go: [`crate::Connection::sync`].
    Sync,
    /// A bill can be paid: to [`crate::Bills::bill`].
    Pay {
        /// The bill's id.
        bill: String,
    },
    /// What its member has: to [`crate::Cover::of`].
    ShowCover,
    /// Who pays for whom: to [`crate::Payers::of`].
    ShowPayers {
        /// The registration's id; for a request that of the registration it is about.
        registration: String,
    },
    /// Nothing can be done about it now: to the first screen.
    GoHome,
}

impl RegistrationStep {
    /// `correct`, `send_now`, `sync`, `pay`, `show_cover`, `show_payers`, `go_home`
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Correct => "correct",
            Self::SendNow => "send_now",
            Self::Sync => "sync",
            Self::Pay { .. } => "pay",
            Self::ShowCover => "show_cover",
            Self::ShowPayers { .. } => "show_payers",
            Self::GoHome => "go_home",
        }
    }
}

/// Something that the office was asked for, and what it answered.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct RequestView {
    /// The request's own id, as that of a registration: for [`crate::Registrations::status`],
    /// `correct`, `take_back` and `withdraw`.
    pub id: String,
    /// What people read to each other: `7K2M-94QX`.
    pub number: String,
    /// What was asked for; none when the key is not to be had.
    pub purpose: Option<Purpose>,
    /// The purpose in words, in the app's language.
    pub title: String,
    /// The state.
    pub state: RegistrationState,
    /// Answered, withdrawn or erased.
    #[uniffi(default = false)]
    pub is_over: bool,
    /// The exact word for the state of such a request, in the language.
    pub words: String,
    /// When the request was made ready: milliseconds since 1970-01-01T00:00Z.
    pub asked_at_millis: i64,
    /// "27 November 2026 pukul 10.00 WIB"
    #[uniffi(default = "")]
    pub asked_at_words: String,
    /// Until when the office answers, or that it should have; none before it has arrived, once it
    /// is answered, and while the clock is not sure.
    pub answer_until: Option<String>,
    /// What the office wrote.
    pub answer: Option<Secret>,
    /// What the office asks to be answered again.
    pub corrections: Vec<CorrectionView>,
    /// The registration that it is about; none for a complaint of somebody who has none.
    pub registration: Option<String>,
}

/// What the office is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Purpose {
    /// To become a member.
    Register,
    /// To go on with a membership that stopped.
    Resume,
    /// An active member: to look into the data.
    Active,
    /// To look into work for an employer.
    Employer,
    /// To pay for members without being one.
    Payer,
    /// More about an earlier registration.
    Complete,
    /// Another payment code.
    Bill,
    /// A code by which somebody else may pay.
    PayCode,
    /// To pay for somebody else.
    PayFor,
    /// To end paying for somebody, or being paid for.
    PayEnd,
    /// Something about the member has changed.
    Update,
    /// The member is an employee now.
    Employee,
    /// To withdraw a consent.
    Consent,
    /// To get a copy of what the office keeps.
    Copy,
    /// To learn who opened the data.
    WhoLooked,
    /// To erase the data.
    Erasure,
    /// To get unused money back.
    Refund,
    /// A complaint.
    Complaint,
    /// To report an accident or a death.
    Incident,
    /// Something that newer rules know, and this app does not; the words still say it.
    Other,
}

impl Purpose {
    /// `register`, `resume`, `active`, `employer`, `payer`, `complete`; of requests `bill`, `pay_code`,
    /// `pay_for`, `pay_end`, `update`, `employee`, `consent`, `copy`, `who_looked`, `erasure`, `refund`, `complaint`,
    /// `incident`; `other`
    pub fn code(self) -> &'static str {
        match self {
            Self::Register => Form::REGISTER,
            Self::Resume => "resume",
            Self::Active => "active",
            Self::Employer => "employer",
            Self::Payer => "payer",
            Self::Complete => "complete",
            Self::Bill => "bill",
            Self::PayCode => "pay_code",
            Self::PayFor => "pay_for",
            Self::PayEnd => "pay_end",
            Self::Update => "update",
            Self::Employee => "employee",
            Self::Consent => "consent",
            Self::Copy => "copy",
            Self::WhoLooked => "who_looked",
            Self::Erasure => "erasure",
            Self::Refund => "refund",
            Self::Complaint => "complaint",
            Self::Incident => "incident",
            Self::Other => "other",
        }
    }

    /// The purpose with that id in a form's definition.
    pub(in crate::api) fn of(id: &str) -> Self {
        let known = [
            Self::Register,
            Self::Resume,
            Self::Active,
            Self::Employer,
            Self::Payer,
            Self::Complete,
        ];
        known
            .into_iter()
            .chain(Self::REQUESTS)
            .find(|purpose| purpose.code() == id)
            .unwrap_or(Self::Other)
    }

    /// What a request may ask for.
    const REQUESTS: [Self; 13] = [
        Self::Bill,
        Self::PayCode,
        Self::PayFor,
        Self::PayEnd,
        Self::Update,
        Self::Employee,
        Self::Consent,
        Self::Copy,
        Self::WhoLooked,
        Self::Erasure,
        Self::Refund,
        Self::Complaint,
        Self::Incident,
    ];

    /// Who pays for whom is asked for by it.
    pub(in crate::api) fn is_about_payers(self) -> bool {
        matches!(self, Self::PayCode | Self::PayFor | Self::PayEnd)
    }

    /// The office answers it, and nobody becomes a member by it.
    pub(in crate::api) fn is_request(self) -> bool {
        Self::REQUESTS.contains(&self)
    }
}

/// What can be done on the screen of a registration besides its step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum RegistrationAction {
    /// [`crate::Registrations::take_back`].
    TakeBack,
    /// To [`crate::Cover::of`].
    ShowCover,
    /// To [`crate::Bills::receipts`].
    ShowReceipts,
    /// To [`crate::Registrations::requests`].
    ShowRequests,
    /// To [`crate::Payers::of`].
    ShowPayers,
    /// To [`crate::Recovery::code`].
    ShowRecoveryCode,
    /// [`crate::Registrations::complete`].
    Complete,
    /// Gives [`crate::Registrations::receipt`] away.
    ShareReceipt,
    /// [`crate::Registrations::ask_to_withdraw`].
    Withdraw,
}

impl RegistrationAction {
    /// `take_back`, `show_cover`, `show_receipts`, `show_requests`, `show_payers`,
    /// `show_recovery_code`, `complete`, `share_receipt`, `withdraw`
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::TakeBack => "take_back",
            Self::ShowCover => "show_cover",
            Self::ShowReceipts => "show_receipts",
            Self::ShowRequests => "show_requests",
            Self::ShowPayers => "show_payers",
            Self::ShowRecoveryCode => "show_recovery_code",
            Self::Complete => "complete",
            Self::ShareReceipt => "share_receipt",
            Self::Withdraw => "withdraw",
        }
    }
}

/// A bill that can be paid, in one line.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct BillLine {
    /// For [`crate::Bills::bill`].
    pub bill: String,
    /// Rupiah to be paid.
    pub amount: u64,
    /// "Rp16.800, bayar paling lambat 30 November 2026"
    pub words: String,
}

/// A step after the history of a registration.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct PathStep {
    /// Which.
    pub kind: PathKind,
    /// Where somebody is with it.
    pub place: PathPlace,
    /// The exact words.
    pub words: String,
}

/// The steps after the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum PathKind {
    /// Paying the dues.
    Pay,
    /// Being protected.
    Protected,
}

/// Where somebody is with a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum PathPlace {
    /// The step lies ahead.
    Ahead,
    /// The step is what there is to do now.
    Now,
    /// The step is done.
    Done,
}

impl PathKind {
    /// `pay`, `protected`
    pub fn code(self) -> &'static str {
        match self {
            Self::Pay => "pay",
            Self::Protected => "protected",
        }
    }
}

impl PathPlace {
    /// `ahead`, `now`, `done`
    pub fn code(self) -> &'static str {
        match self {
            Self::Ahead => "ahead",
            Self::Now => "now",
            Self::Done => "done",
        }
    }
}

/// One entry of a registration's history.
#[derive(Clone, Debug, uniffi::Record)]
pub struct TimelineLine {
    /// Milliseconds since 1970-01-01T00:00Z.
    pub at_millis: i64,
    /// "27 November 2026 pukul 10.00 WIB"
    #[uniffi(default = "")]
    pub at_words: String,
    /// The state from then on.
    pub state: RegistrationState,
    /// The exact word for the state, in the language.
    pub words: String,
    /// 1 for the first sending, one more for each correction.
    pub revision: u32,
}
