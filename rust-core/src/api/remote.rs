//! The model's records, declared to uniffi. The compiler checks every field against the model's own
//! definition.

use payung_model::engine::{
    Autofill, BenefitView, Capitals, ChannelView, ChoiceView, CodeAction, CodeActionView, Field,
    FrameShape, GroupView, Hints, Input, Keyboard, PhotoFrame, PhotoQuality, PhotoVerdict,
    Pictogram, ProgrammeView, Progress, QuoteLineView, QuotePartView, QuoteView, ReviewLine,
    ReviewSection, ScreenKind, StepView,
};
use payung_model::journey::State as RegistrationState;
use payung_model::person::Sex;
use payung_model::programme::{Eligibility, Payer, Programme, Work};
use payung_model::secret::Secret;
use payung_model::text::Lang as Language;

uniffi::custom_type!(Secret, String, {
    remote,
    lower: |secret| secret.reveal().to_owned(),
    try_lift: |text| Ok(Secret::new(text)),
});

#[uniffi::remote(Record)]
pub struct StepView {
    pub kind: ScreenKind,
    pub id: String,
    pub progress: Progress,
    pub title: String,
    pub help: String,
    pub example: String,
    pub spoken: String,
    pub field: Field,
    pub input: Input,
    pub shown: Vec<Secret>,
    pub typed: Secret,
    pub understood: Vec<Secret>,
    pub problems: Vec<Secret>,
    pub warnings: Vec<Secret>,
    pub quote: Option<QuoteView>,
    pub review: Vec<ReviewLine>,
    pub sections: Vec<ReviewSection>,
    pub primary: String,
    pub primary_enabled: bool,
    pub skip: String,
    pub can_go_back: bool,
    pub secure: bool,
}

#[uniffi::remote(Enum)]
pub enum ScreenKind {
    Question,
    Review,
    Ending,
}

#[uniffi::remote(Record)]
pub struct Progress {
    pub step: u8,
    pub steps: u8,
    pub title: String,
    pub line: String,
    pub panels_filled: u8,
    pub panels: u8,
}

#[uniffi::remote(Enum)]
pub enum Field {
    None,
    Text {
        max: u16,
    },
    Digits {
        max: u16,
        suggested: Vec<String>,
    },
    Date,
    Choice {
        options: Vec<ChoiceView>,
    },
    Search {
        options: Vec<ChoiceView>,
        more: bool,
        groups: Vec<GroupView>,
    },
    Confirm {
        options: Vec<ChoiceView>,
    },
    Several {
        options: Vec<ChoiceView>,
    },
    Money,
    YesNo {
        options: Vec<ChoiceView>,
    },
    Photo {
        taken: bool,
        frame: PhotoFrame,
        verdict: Option<PhotoVerdict>,
    },
    Consent {
        given: bool,
    },
    Note,
}

#[uniffi::remote(Record)]
pub struct ChannelView {
    pub id: String,
    pub name: String,
    pub pictogram: Option<Pictogram>,
    pub enabled: bool,
    pub reason: String,
    #[uniffi(default = "")]
    pub card_button: String,
    pub key_name: String,
    pub key: Option<String>,
    pub steps: Vec<String>,
    pub fee: String,
    pub limit: String,
    pub link: Option<String>,
    pub without_data: bool,
    pub note: String,
    pub has_code: bool,
    pub actions: Vec<CodeActionView>,
}

#[uniffi::remote(Record)]
pub struct CodeActionView {
    pub action: CodeAction,
    pub label: String,
}

#[uniffi::remote(Enum)]
pub enum CodeAction {
    SavePicture,
    Copy,
    Send,
}

#[uniffi::remote(Record)]
pub struct ChoiceView {
    pub id: String,
    pub label: String,
    pub help: String,
    pub chosen: bool,
    pub fixed: bool,
    pub price: String,
    pub group: String,
    pub pictogram: Option<Pictogram>,
    pub spoken: String,
}

#[uniffi::remote(Record)]
pub struct GroupView {
    pub id: String,
    pub label: String,
    pub pictogram: Option<Pictogram>,
}

#[uniffi::remote(Record)]
pub struct PhotoFrame {
    pub shape: FrameShape,
    pub width: u16,
    pub height: u16,
    pub words: String,
}

#[uniffi::remote(Enum)]
pub enum FrameShape {
    Card,
    Paper,
    Face,
}

#[uniffi::remote(Record)]
pub struct PhotoVerdict {
    pub quality: PhotoQuality,
    pub words: String,
}

#[uniffi::remote(Enum)]
pub enum PhotoQuality {
    Good,
    Blurred,
    Dark,
    Glare,
    CutOff,
    NoPrint,
}

#[uniffi::remote(Enum)]
pub enum Pictogram {
    Yes,
    No,
    Unknown,
    Other,
    Back,
    Card,
    MemberNever,
    MemberStopped,
    MemberStill,
    AgeChild,
    AgeYouth,
    AgeAdult,
    AgeElder,
    Person,
    People,
    PayerSelf,
    PayerPlatform,
    PayerHousehold,
    PayerGroup,
    PayerVillage,
    PayerDonor,
    PayerGovernment,
    PerDay,
    PerVaries,
    PerWeek,
    PerMonth,
    PerHarvest,
    PerTrip,
    PerJob,
    ProgrammeJkk,
    ProgrammeJkm,
    ProgrammeJht,
    Female,
    Male,
    HomeHere,
    HomeMoved,
    GroupTransport,
    GroupStreetTrade,
    GroupMarket,
    GroupFood,
    GroupFarming,
    GroupFishing,
    GroupBuilding,
    GroupHousehold,
    GroupCrafts,
    GroupRepair,
    GroupBeauty,
    GroupRecycling,
    GroupCreative,
    GroupServices,
    PhotoCard,
    PhotoFace,
    Email,
    Call,
    Place,
    ChannelQris,
    ChannelMinimarket,
    ChannelMarketplace,
    ChannelWallet,
    ChannelTransfer,
    ChannelBank,
    ChannelTeller,
    ChannelAgent,
    Money,
    Copy,
    Document,
    StateErased,
    Warning,
    Office,
    Hospital,
}

#[uniffi::remote(Record)]
pub struct ReviewLine {
    pub question: String,
    pub label: String,
    pub value: Secret,
    pub missing: bool,
    pub editable: bool,
    pub warnings: Vec<u8>,
}

#[uniffi::remote(Record)]
pub struct ReviewSection {
    pub title: String,
    pub first_line: u16,
}

#[uniffi::remote(Record)]
pub struct Input {
    pub keyboard: Keyboard,
    pub capitals: Capitals,
    pub autofill: Autofill,
    pub lines: u8,
    pub groups: Vec<u8>,
    pub min_length: Option<u16>,
    pub max_length: Option<u16>,
    pub earliest: Option<String>,
    pub latest: Option<String>,
    pub min_amount: Option<u64>,
    pub max_amount: Option<u64>,
}

#[uniffi::remote(Enum)]
pub enum Keyboard {
    None,
    Text,
    Digits,
    Phone,
    Email,
    Date,
    Time,
}

#[uniffi::remote(Enum)]
pub enum Capitals {
    None,
    Words,
    All,
}

#[uniffi::remote(Enum)]
pub enum Autofill {
    None,
    Phone,
    Email,
    PostalCode,
}

#[uniffi::remote(Record)]
pub struct QuoteView {
    pub total: String,
    pub months: String,
    pub parts: Vec<QuotePartView>,
    pub reasons: Vec<String>,
}

#[uniffi::remote(Record)]
pub struct QuotePartView {
    pub months: String,
    pub lines: Vec<QuoteLineView>,
    pub sum: String,
    pub per_day: String,
}

#[uniffi::remote(Record)]
pub struct QuoteLineView {
    pub label: String,
    pub amount: String,
}

#[uniffi::remote(Record)]
pub struct Hints {
    pub understood: Vec<Secret>,
    pub warnings: Vec<Secret>,
    pub problems: Vec<Secret>,
    pub complete: bool,
}

#[uniffi::remote(Record)]
pub struct ProgrammeView {
    pub id: String,
    pub name: String,
    pub joins: Eligibility,
    pub who: String,
    pub about: String,
    pub benefits: Vec<BenefitView>,
    pub spoken: String,
    pub source: String,
    pub confidence: String,
}

#[uniffi::remote(Record)]
pub struct BenefitView {
    pub words: String,
    pub source: String,
    pub confidence: String,
}

#[uniffi::remote(Enum)]
pub enum RegistrationState {
    Draft,
    Ready,
    Sending,
    Received,
    Accepted,
    NeedsCorrection,
    Refused,
    Withdrawn,
    Parked,
    Erased,
}

#[uniffi::remote(Enum)]
pub enum Language {
    Id,
    En,
}

#[uniffi::remote(Enum)]
pub enum Sex {
    Female,
    Male,
}

#[uniffi::remote(Enum)]
pub enum Programme {
    Jkk,
    Jkm,
    Jht,
}

#[uniffi::remote(Enum)]
pub enum Work {
    Transport,
    Other,
}

#[uniffi::remote(Enum)]
pub enum Payer {
    Own,
    Government,
}

#[uniffi::remote(Enum)]
pub enum Eligibility {
    Compulsory,
    Optional,
    Closed,
}
