//! The model's records, declared to uniffi. The compiler checks every field against the model's own definition.

use payung_model::engine::{
    BenefitView, ChoiceView, Field, GroupView, Hints, ProgrammeView, Progress, QuoteLineView, QuotePartView, QuoteView,
    ReviewLine, ScreenKind, StepView,
};
use payung_model::secret::Secret;

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
    pub shown: Vec<Secret>,
    pub typed: Secret,
    pub understood: Vec<Secret>,
    pub problems: Vec<Secret>,
    pub warnings: Vec<Secret>,
    pub quote: Option<QuoteView>,
    pub review: Vec<ReviewLine>,
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
    Text { max: u16 },
    Digits { max: u16, suggested: Vec<String> },
    Date,
    Choice { options: Vec<ChoiceView> },
    Search { options: Vec<ChoiceView>, more: bool, groups: Vec<GroupView> },
    Confirm { options: Vec<ChoiceView> },
    Several { options: Vec<ChoiceView> },
    Money,
    YesNo { options: Vec<ChoiceView> },
    Photo { taken: bool },
    Consent { given: bool },
    Note,
}

#[uniffi::remote(Record)]
pub struct ChoiceView {
    pub id: String,
    pub label: String,
    pub chosen: bool,
    pub fixed: bool,
    pub price: String,
    pub group: String,
}

#[uniffi::remote(Record)]
pub struct GroupView {
    pub id: String,
    pub label: String,
}

#[uniffi::remote(Record)]
pub struct ReviewLine {
    pub question: String,
    pub label: String,
    pub value: Secret,
    pub missing: bool,
    pub editable: bool,
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
    pub joins: String,
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
