//! One screen, in words. ≤ 8 KiB and ≤ 150 strings; lists over 20 entries are asked for by search.

use crate::secret::Secret;

/// One screen of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepView {
    pub kind: ScreenKind,
    /// Question id, ending id, or `review`.
    pub id: String,
    pub place: Place,
    pub title: String,
    pub help: String,
    pub example: String,
    /// What "Dengarkan" reads: question, help, problems; never an answer.
    pub spoken: String,
    pub field: Field,
    /// Raw text as typed, to put back into the field.
    pub typed: Secret,
    pub understood: Vec<Secret>,
    pub problems: Vec<Secret>,
    pub warnings: Vec<Secret>,
    pub quote: Option<QuoteView>,
    pub review: Vec<ReviewLine>,
    /// Label of the one primary button.
    pub primary: String,
    /// False on the review while something is missing, and on an ending.
    pub primary_enabled: bool,
    pub can_go_back: bool,
    /// Identity screens: no screenshots.
    pub secure: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScreenKind {
    Question,
    Review,
    Ending,
}

/// Where am I.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// 1-based.
    pub step: u8,
    pub steps: u8,
    pub title: String,
    /// "Langkah 3 dari 6 · tersimpan di HP ini"
    pub line: String,
    /// The umbrella: panels filled of `steps + 1`.
    pub panels_filled: u8,
    pub panels: u8,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Field {
    None,
    Text { max: u16 },
    Digits { max: u16 },
    Date,
    Choice { options: Vec<ChoiceView> },
    Search { options: Vec<ChoiceView>, more: bool },
    Several { options: Vec<ChoiceView> },
    Money,
    YesNo { options: Vec<ChoiceView> },
    Photo { taken: bool },
    Consent { given: bool },
    Note,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChoiceView {
    pub id: String,
    pub label: String,
    pub chosen: bool,
    pub fixed: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewLine {
    pub question: String,
    pub label: String,
    pub value: Secret,
    pub missing: bool,
    /// False in a correction, for what was not asked for.
    pub editable: bool,
}

/// The live quote, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuoteView {
    /// "Rp45.600"
    pub total: String,
    /// "Nov, Des, Jan"
    pub months: String,
    pub lines: Vec<QuoteLineView>,
    /// Why it is this much, and what changes: "Potongan 50% …".
    pub reasons: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuoteLineView {
    pub label: String,
    pub amount: String,
}

/// While typing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    pub understood: Vec<Secret>,
    pub warnings: Vec<Secret>,
    pub problems: Vec<Secret>,
    pub complete: bool,
}
