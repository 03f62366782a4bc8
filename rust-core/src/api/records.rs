//! The api's own records: whole screens, reports, settings.

use crate::platform::KeyState;
use std::fmt;

use payung_model::engine::{ChoiceView, Field, QuoteView, StepView};
use payung_model::form::{Form, Kind};
use payung_model::person::Sex;
use payung_model::programme::{Payer, Programme, Work};
use payung_model::secret::Secret;
use payung_model::text::Lang;

use super::RegistrationState;

/// How the core is opened.
#[derive(Clone, Debug, uniffi::Record)]
pub struct Settings {
    /// A folder of the app's own, private, not backed up. Created if missing.
    pub home: String,
    /// The trust file's JSON. Without it drafts are kept, and nothing can be made ready.
    pub trust: Option<String>,
    /// The language of all words; it can be changed while the app is open ([`crate::Payung::set_language`]).
    pub language: Lang,
}

/// What the app shows first.
#[derive(Clone, Debug, uniffi::Record)]
pub struct HomeView {
    /// Whether the data key is to be had; without it drafts have no names.
    pub key: KeyState,
    /// False without a trust file.
    pub knows_office: bool,
    /// Who receives the data.
    pub receiver: String,
    /// The lowest dues of today, until when and for whom: "Mulai Rp8.400 sebulan, sampai iuran Desember 2026." Empty while
    /// the clock is not sure.
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
    /// How many registrations' photos are delayed until there is a network that is not paid by the byte; a notice says so.
    pub delayed: u32,
    /// Things to say on top: a clock that is off, an update that exists, a key that was lost.
    pub notices: Vec<String>,
}

/// About this app.
#[derive(Clone, Debug, uniffi::Record)]
pub struct AboutView {
    /// That it is independent, and what it never asks for.
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

/// A page of drafts.
#[derive(Clone, Debug, uniffi::Record)]
pub struct DraftsView {
    /// At most 20.
    pub drafts: Vec<DraftLine>,
    /// There are more.
    pub more: bool,
}

/// A page of registrations.
#[derive(Clone, Debug, uniffi::Record)]
pub struct RegistrationsView {
    /// At most 20.
    pub registrations: Vec<RegistrationView>,
    /// There are more.
    pub more: bool,
}

/// A draft that can be resumed.
#[derive(Clone, Debug, uniffi::Record)]
pub struct DraftLine {
    /// The draft's id.
    pub draft: String,
    /// The form's id.
    pub form: String,
    /// The name typed so far, if any.
    pub name: Secret,
    /// "Langkah 3 dari 6"
    pub line: String,
    /// Milliseconds since 1970-01-01T00:00Z.
    pub started_at_millis: i64,
    /// Milliseconds since 1970-01-01T00:00Z.
    pub changed_at_millis: i64,
    /// Set when this draft answers a correction.
    pub registration: Option<String>,
    /// The registration that this draft adds to; the name is then that of its person.
    pub completes: Option<String>,
    /// That it will be deleted, and when; only when that is near. A shell that has shown it says so: [`crate::Drafts::seen`].
    pub expires: Option<String>,
}

/// One screen of a draft.
#[derive(Clone, Debug, uniffi::Record)]
pub struct DraftView {
    /// The draft's id.
    pub draft: String,
    /// Grows with every change; a shell never overwrites a focused field from an older view.
    pub seq: u64,
    /// The screen.
    pub step: StepView,
    /// To be said once: the questions are others than when it was begun.
    pub notice: Option<String>,
    /// What the office wrote: about this question, or on the review about all that it asked to be answered again.
    pub corrections: Vec<CorrectionView>,
}

/// A text typed at a question.
#[derive(Clone, Debug, uniffi::Record)]
pub struct Typed {
    /// The question's id.
    pub question: String,
    /// As it was typed; a choice by id, several joined by commas.
    pub text: Secret,
}

/// The dues calculator as one screen: at most 150 texts and 8 KiB.
#[derive(Clone, Debug, uniffi::Record)]
pub struct CalculatorView {
    /// What is asked, as the answers are now.
    pub asked: Vec<CalculatorLine>,
    /// The price as far as it can be made.
    pub quote: Option<QuoteView>,
}

/// One question of the calculator.
#[derive(Clone, Debug, uniffi::Record)]
pub struct CalculatorLine {
    /// The question's id.
    pub question: String,
    /// The question in words.
    pub title: String,
    /// Help in one line; may be empty.
    pub help: String,
    /// What to draw for the answer. A search has the options found for what is typed, at most 12; groups while nothing is.
    pub field: Field,
    /// As it was typed.
    pub typed: Secret,
    /// What we understood.
    pub understood: Vec<Secret>,
    /// Why it is no answer, and what to do.
    pub problems: Vec<Secret>,
    /// What is unusual.
    pub warnings: Vec<Secret>,
}

/// Where a registration stands.
#[derive(Clone, Debug, uniffi::Record)]
pub struct RegistrationView {
    /// The registration's id.
    pub registration: String,
    /// Where its answers are; none when they were deleted.
    pub draft: Option<String>,
    /// 1 for the first sending, one more for each correction.
    pub revision: u32,
    /// Where it stands.
    pub state: RegistrationState,
    /// The exact word for the state, in the language.
    pub words: String,
    /// `7K2M-94QX`
    pub receipt: String,
    /// What happens next and what there is to do, in the language; none when nothing does.
    pub next: Option<String>,
    /// What the office wrote, if it did and the key is open.
    pub reply: Option<Secret>,
    /// What the office asks to be answered again.
    pub corrections: Vec<CorrectionView>,
    /// Its history, the oldest first.
    pub timeline: Vec<TimelineLine>,
    /// Of the photos that wait to go: how many the office has.
    pub photos_sent: u32,
    /// How many photos wait to go.
    pub photos: u32,
    /// Sent over the network for it, as far as this app can count: bodies and headers.
    pub bytes_sent: u64,
    /// The worker withdrew, and the office has not confirmed it yet.
    pub withdraw_wanted: bool,
    /// Why it waits or was parked, or what it means that the office erased it.
    pub problem: Option<String>,
    /// Its photos wait for another network, or it was parked: [`crate::Connection::send_now`] tries it at once.
    pub can_send_now: bool,
    /// What the office was asked for; none when the key is not to be had.
    pub purpose: Option<Purpose>,
    /// The same in the language.
    pub purpose_words: String,
    /// Labels of what was left out and is still waited for.
    pub missing: Vec<String>,
    /// The same in a sentence; none when nothing is missing.
    pub missing_words: Option<String>,
    /// The registration that this one adds to.
    pub completes: Option<String>,
    /// More can be told of it now: [`crate::Registrations::complete`].
    pub can_complete: bool,
    /// The notification whose news this view shows; none when it was acknowledged. A shell that has shown the registration
    /// acknowledges it ([`crate::Registrations::acknowledge`]), and takes a notification with this id away.
    pub notification: Option<String>,
}

/// One notification, for the platform to show while the app is in the background. It says nothing about the person.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct NotificationView {
    /// The same for the same news.
    pub id: String,
    /// What it is about: for the channel that the platform puts it in.
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
    /// It cannot be sent and was parked.
    Parked,
    /// There is news that can be read only after the phone was unlocked.
    Unread,
}

/// Something that cannot be undone, to be asked once before it is done.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct AskView {
    /// The question in big letters.
    pub title: String,
    /// What it means, in one or two sentences.
    pub help: String,
    /// What "Dengarkan" reads.
    pub spoken: String,
    /// Label of the button that does it.
    pub yes: String,
    /// Label of the button that leaves everything as it is; this is the one to press without thinking.
    pub no: String,
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
    /// More about an earlier registration.
    Complete,
    /// Something that newer rules know, and this app does not; the words still say it.
    Other,
}

impl Purpose {
    /// `register`, `resume`, `active`, `employer`, `complete`, `other`
    pub fn code(self) -> &'static str {
        match self {
            Self::Register => Form::REGISTER,
            Self::Resume => "resume",
            Self::Active => "active",
            Self::Employer => "employer",
            Self::Complete => "complete",
            Self::Other => "other",
        }
    }

    /// The purpose with that id in a form's definition.
    pub(super) fn of(id: &str) -> Self {
        let known = [Self::Register, Self::Resume, Self::Active, Self::Employer, Self::Complete];
        known.into_iter().find(|purpose| purpose.code() == id).unwrap_or(Self::Other)
    }
}

/// What kind of answer a question asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum QuestionKind {
    /// A line of text.
    Text,
    /// A number, typed digit by digit.
    Digits,
    /// A day of the calendar.
    Date,
    /// One of a few options.
    Choice,
    /// One of many options, found by search.
    Search,
    /// A district, found by search.
    District,
    /// A village of a district, found by search.
    Village,
    /// Whether an earlier answer is right.
    Confirm,
    /// Any number of a few options.
    Several,
    /// An amount in rupiah.
    Money,
    /// Yes or no.
    YesNo,
    /// A picture.
    Photo,
    /// Agreeing is the answer.
    Consent,
    /// Something to read.
    Note,
}

impl QuestionKind {
    /// The kind as a form's definition writes it: `text`, `yes_no` …
    pub fn code(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Digits => "digits",
            Self::Date => "date",
            Self::Choice => "choice",
            Self::Search => "search",
            Self::District => "district",
            Self::Village => "village",
            Self::Confirm => "confirm",
            Self::Several => "several",
            Self::Money => "money",
            Self::YesNo => "yes_no",
            Self::Photo => "photo",
            Self::Consent => "consent",
            Self::Note => "note",
        }
    }
}

impl From<&Kind> for QuestionKind {
    fn from(kind: &Kind) -> Self {
        match kind {
            Kind::Text { .. } => Self::Text,
            Kind::Digits { .. } => Self::Digits,
            Kind::Date => Self::Date,
            Kind::Choice { .. } => Self::Choice,
            Kind::Search { .. } => Self::Search,
            Kind::District { .. } => Self::District,
            Kind::Village { .. } => Self::Village,
            Kind::Confirm { .. } => Self::Confirm,
            Kind::Several { .. } => Self::Several,
            Kind::Money => Self::Money,
            Kind::YesNo => Self::YesNo,
            Kind::Photo => Self::Photo,
            Kind::Consent { .. } => Self::Consent,
            Kind::Note => Self::Note,
        }
    }
}

/// What the office asks to be corrected.
#[derive(Clone, Debug, uniffi::Record)]
pub struct CorrectionView {
    /// The question's id.
    pub question: String,
    /// The question in words.
    pub title: String,
    /// What the office wrote about it.
    pub words: Secret,
}

/// One entry of a registration's history.
#[derive(Clone, Debug, uniffi::Record)]
pub struct TimelineLine {
    /// Milliseconds since 1970-01-01T00:00Z.
    pub at_millis: i64,
    /// Where it stood from then on.
    pub state: RegistrationState,
    /// The exact word for the state, in the language.
    pub words: String,
    /// 1 for the first sending, one more for each correction.
    pub revision: u32,
}

/// A photo's place in the world.
#[derive(Clone, uniffi::Enum)]
pub enum PhotoSource {
    /// A file the worker picked: read, never copied or removed.
    Picked {
        /// Where it lies.
        path: String,
    },
    /// A file the app's camera made inside the app's capture folder: removed on success and on error.
    Captured {
        /// Where it lies.
        path: String,
    },
}

/// What can be read off a NIK.
#[derive(Clone, uniffi::Record)]
pub struct NikView {
    /// Whether it can be one at all.
    pub valid: bool,
    /// YYYY-MM-DD
    pub birth_date: Option<String>,
    /// As the NIK encodes it.
    pub sex: Option<Sex>,
    /// 32.01.01
    pub region: Option<String>,
    /// Where it was made, as far as that code is known: Cibinong, Kabupaten Bogor, Jawa Barat
    pub place: Option<String>,
    /// Why it cannot be one, in words.
    pub problems: Vec<String>,
    /// What is unusual about it, in words.
    pub warnings: Vec<String>,
}

/// A district.
#[derive(Clone, Debug, uniffi::Record)]
pub struct RegionView {
    /// 32.01.01
    pub code: String,
    /// Cibinong
    pub name: String,
    /// Cibinong, Kabupaten Bogor, Jawa Barat
    pub path: String,
    /// Five digits each.
    pub postal_codes: Vec<String>,
}

/// A village.
#[derive(Clone, Debug, uniffi::Record)]
pub struct VillageView {
    /// 11.01.01.2001
    pub code: String,
    /// Keude Bakongan
    pub name: String,
    /// Five digits.
    pub postal_code: String,
}

/// What can be read off a mobile number.
#[derive(Clone, uniffi::Record)]
pub struct PhoneView {
    /// Whether it can be one at all.
    pub valid: bool,
    /// +6281200000001
    pub e164: Option<String>,
    /// 0812-3456-7890
    pub national: Option<String>,
    /// Why it cannot be one, in words.
    pub problems: Vec<String>,
    /// What is unusual about it, in words.
    pub warnings: Vec<String>,
}

/// What to calculate.
#[derive(Clone, uniffi::Record)]
pub struct DuesRequest {
    /// Rupiah per month.
    pub income: u64,
    /// Transport keeps a discount for longer.
    pub work: Work,
    /// Who pays the dues.
    pub payer: Payer,
    /// Which programmes are paid for.
    pub programmes: Vec<Programme>,
    /// How many months, from `from` on.
    pub months: u8,
    /// YYYY-MM
    pub from: String,
}

/// What it costs.
#[derive(Clone, Debug, uniffi::Record)]
pub struct DuesView {
    /// Rupiah.
    pub total: u64,
    /// Each programme in each month.
    pub lines: Vec<DuesLine>,
    /// The same in words.
    pub words: QuoteView,
}

/// One programme in one month, in rupiah.
#[derive(Clone, Debug, uniffi::Record)]
pub struct DuesLine {
    /// YYYY-MM
    pub month: String,
    /// Which programme.
    pub programme: Programme,
    /// Rupiah, after any discount.
    pub amount: u64,
    /// Rupiah, before any discount.
    pub full: u64,
    /// The discount's id.
    pub discount: Option<String>,
    /// Regulation and article, with the confidence at the end; after `; ` those of the discount.
    pub source: String,
}

/// A page of options.
#[derive(Clone, Debug, uniffi::Record)]
pub struct ChoicesView {
    /// What can be chosen; an answers file names the ids.
    pub options: Vec<ChoiceView>,
    /// There are more than were asked for.
    pub more: bool,
}

/// A form as a person would read it.
#[derive(Clone, Debug, uniffi::Record)]
pub struct FormLine {
    /// The step in words.
    pub step: String,
    /// The question's id.
    pub question: String,
    /// What kind of answer it asks for.
    pub kind: QuestionKind,
    /// The question in words.
    pub title: String,
    /// False when it may be left out.
    pub required: bool,
    /// What can be chosen; an answers file names the ids.
    pub options: Vec<ChoiceView>,
    /// The condition under which it is asked, as JSON.
    pub when: Option<String>,
    /// When it is asked and what fills it in, in words.
    pub explained: Vec<String>,
    /// Where the rule comes from, with its confidence.
    pub source: Option<String>,
}

// What was typed, or can be read off it, never prints.

impl fmt::Debug for PhotoSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Picked { .. } => "Picked(••••)",
            Self::Captured { .. } => "Captured(••••)",
        })
    }
}

impl fmt::Debug for NikView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NikView").field("valid", &self.valid).finish_non_exhaustive()
    }
}

impl fmt::Debug for PhoneView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PhoneView").field("valid", &self.valid).finish_non_exhaustive()
    }
}

impl fmt::Debug for DuesRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DuesRequest").field("programmes", &self.programmes).finish_non_exhaustive()
    }
}
