//! The definition of a form, as data.
//!
//! A definition carries no words: texts are found by id. For question `nik`: `q-nik`, with
//! attributes `.help`, `.example`, `.spoken`, `.review`; options: `o-QUESTION-OPTION`, with
//! `.search` for everyday names; steps: `step-ID`; endings: `end-ID` with `.help` and `.spoken`;
//! groups of a search: `g-QUESTION-GROUP`; purposes: `purpose-ID`.

mod answer_within;
mod calculator;
mod condition;
mod derivation;
mod misfits;
mod validation;

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

pub use answer_within::AnswerWithin;
pub use condition::Condition;
pub use derivation::{Derivation, DerivationSource};

use crate::sealed::Registration;
use crate::units::{AmountPeriod, Rupiah};

/// The id of the review's screen. No question and no ending may have it.
pub const REVIEW: &str = "review";

/// A whole form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// `[a-z][a-z0-9_]*`
    pub id: String,
    /// Grows with every change that the office must be able to tell apart.
    pub version: u32,
    /// The form whose registrations this one adds to: it is begun from one of them, never by
    /// itself.
    #[serde(default)]
    pub completes: Option<String>,
    /// What is sent is a request: the office answers it, and nobody becomes a member by it. With
    /// [`Form::completes`] it is begun from a registration, without by itself.
    #[serde(default)]
    pub request: bool,
    /// In the order in which they are asked.
    pub steps: Vec<Step>,
    /// Conditions under which the form ends without sending.
    #[serde(default)]
    pub endings: Vec<Ending>,
    /// What the live quote is made of; none: no quote.
    #[serde(default)]
    pub quote: Option<QuoteSource>,
    /// What the office is asked for, when it is not [`Form::REGISTER`]: the first whose condition
    /// holds.
    #[serde(default)]
    pub purposes: Vec<Purpose>,
    /// Questions the dues calculator asks, without a registration; their answers can be carried
    /// into a draft.
    #[serde(default)]
    pub calculator: Vec<String>,
    /// Filled in by [`Form::with_positions`].
    #[serde(skip)]
    pub(crate) positions: HashMap<String, Position>,
}

/// The position of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Position {
    /// Index of its step.
    step: usize,
    /// Among that step's questions.
    within: usize,
    /// Among all questions.
    pub overall: usize,
}

/// What a sent form asks the office for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Purpose {
    /// `[a-z][a-z0-9_]*`, unique in the form.
    pub id: String,
    /// The condition on the answers under which this purpose applies.
    pub when: Condition,
    /// Within what time the office answers it; none: nothing is promised.
    #[serde(default)]
    pub answer_within: Option<AnswerWithin>,
    /// Where that time comes from, with its confidence.
    #[serde(default)]
    pub source: Option<String>,
}

/// A step: a panel of the umbrella.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// `[a-z][a-z0-9_]*`, unique in the form.
    pub id: String,
    /// At least one.
    pub questions: Vec<Question>,
}

/// One question: one screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// `[a-z][a-z0-9_]*`, unique in the form, stable for ever.
    pub id: String,
    /// The kind of answer that the question asks for.
    pub kind: Kind,
    /// Must be answered before sending (the default).
    #[serde(default = "yes")]
    pub required: bool,
    /// Asked only when this holds; hidden answers are kept and not sent.
    #[serde(default)]
    pub when: Option<Condition>,
    /// How earlier answers answer this question, so that nobody types anything twice. The first
    /// derivation that applies and gives a valid answer is used.
    ///
    /// Where `when` holds too, the derived answer stands in until another is given; where it does
    /// not, the derived one is the answer. A derivation that applies and yields nothing makes the
    /// question be asked.
    #[serde(default)]
    pub derive: Vec<Derivation>,
    /// The question may be skipped for now. The registration then says that the answer is still
    /// missing.
    #[serde(default)]
    pub may_wait: bool,
    /// The checks of an answer, run in this order.
    #[serde(default)]
    pub checks: Vec<Check>,
    /// How careful its screen is.
    #[serde(default)]
    pub sensitivity: Sensitivity,
    /// Where the rule comes from, with its confidence.
    #[serde(default)]
    pub source: Option<String>,
}

fn yes() -> bool {
    true
}

/// What kind of answer is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Kind {
    /// Free text of at most so many characters.
    Text {
        /// Characters.
        max: u16,
    },
    /// Digits only: a numeric keypad.
    Digits {
        /// Characters, separators included.
        max: u16,
    },
    /// A day of the calendar.
    Date,
    /// One of a few.
    Choice {
        /// 2 to 20.
        options: Vec<ChoiceOption>,
    },
    /// A long list, asked for by search.
    Search {
        /// Ids of the groups that options are shown in, each with a pictogram; at most 20.
        #[serde(default)]
        groups: Vec<String>,
        /// 2 to 1,000.
        options: Vec<ChoiceOption>,
    },
    /// A district of Indonesia, asked for by search ([`crate::person::Regions`]).
    District {
        /// A question with a NIK: districts of the regency it was made in come first.
        #[serde(default)]
        near: Option<String>,
    },
    /// A village of a district, asked for by search ([`crate::person::Villages`]); the answer is
    /// its code. The options are what else may be chosen: that it is not in the list.
    Village {
        /// The earlier question of a district.
        of: String,
        /// 1 to 6, shown after the villages.
        options: Vec<ChoiceOption>,
    },
    /// An earlier answer, shown back large: is it right? A change of that answer asks again.
    Confirm {
        /// The earlier question.
        of: String,
        /// What is shown of it.
        #[serde(default)]
        shows: Shown,
        /// 2 to 6; `retype` leads back to the earlier question.
        options: Vec<ChoiceOption>,
    },
    /// Any number of a few.
    Several {
        /// 1 to 20.
        options: Vec<ChoiceOption>,
    },
    /// An amount in whole rupiah.
    Money,
    /// `yes` or `no`.
    YesNo,
    /// A picture, sealed by the vault.
    Photo,
    /// Wording's version; a new wording asks again.
    Consent {
        /// Grows with every new wording.
        version: u32,
        /// True when the person states a fact about themselves instead of agreeing to something.
        #[serde(default)]
        declares: bool,
    },
    /// Something to read; going on is the answer.
    Note,
}

/// What a confirmation shows of an earlier answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// The answer as people say it, and what we understood from it.
    #[default]
    Answer,
    /// The district in which a NIK was made.
    District,
}

/// One option of a choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChoiceOption {
    /// `[a-z0-9][a-z0-9_]*`, unique in the question, stable for ever.
    pub id: String,
    /// Of several choices: always chosen.
    #[serde(default)]
    pub fixed: bool,
    /// What conditions may ask for: `transport`.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Of a search: one of its groups.
    #[serde(default)]
    pub group: Option<String>,
    /// The ages that this option stands for: whoever types an age has chosen it.
    #[serde(default)]
    pub years: Option<Years>,
}

/// Full years of age, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Years {
    /// The least.
    #[serde(default)]
    pub from: u16,
    /// The most; none: as old as people get.
    #[serde(default)]
    pub to: Option<u16>,
}

impl Years {
    /// Nobody is older, so a larger number is no age.
    pub const MOST: u16 = 130;

    /// The largest age of the range.
    #[must_use]
    pub fn last(self) -> u16 {
        self.to.unwrap_or(Self::MOST)
    }

    /// Whether that age is in the range.
    #[must_use]
    pub fn contains(self, age: u16) -> bool {
        (self.from..=self.last()).contains(&age)
    }
}

/// A check of an answer; problems refuse it, warnings do not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Check {
    /// A NIK ([`crate::person::Nik`]).
    Nik,
    /// An Indonesian mobile number ([`crate::person::Phone`]).
    Phone,
    /// A name as on the KTP ([`crate::person::PersonName`]).
    Name,
    /// A name that nobody may know, as a foundling's mother: `tidak tahu` is an answer, and is kept
    /// as [`Check::UNKNOWN`].
    MayBeUnknown,
    /// A place, as the one of birth ([`crate::person::PlaceName`]).
    Place,
    /// An e-mail address ([`crate::person::Email`]).
    Email,
    /// A time of the day ([`crate::units::TimeOfDay`]): `07.00`.
    TimeOfDay,
    /// A code by which somebody lets somebody else pay ([`crate::sealed::PayCode`]):
    /// `7K2M-94QX-3HTB`, also inside the message that brought it.
    PayCode,
    /// At least so many characters.
    Length {
        /// Characters.
        min: u16,
    },
    /// A date in the past.
    Past,
    /// A date that is not after today.
    UpToToday,
    /// Full years today; below or above is a problem.
    Age {
        /// Full years, this one included.
        min: Option<u16>,
        /// Full years, this one included.
        max: Option<u16>,
    },
    /// A date, or a choice of `female` and `male`, against the NIK in that question: a difference
    /// is a warning.
    MatchesNik(String),
    /// So many digits, neither more nor less.
    Count(u16),
    /// RT and RW ([`crate::person::RtRw`]): `003/007`.
    RtRw,
    /// A postal code against the district in that question: a difference is a warning.
    PostalOf(String),
    /// An amount out of this range is a problem.
    Amount {
        /// This amount included.
        min: Option<Rupiah>,
        /// This amount included.
        max: Option<Rupiah>,
    },
    /// The period that the amount is for. An amount with the words of another period is asked about
    /// again.
    Per(AmountPeriod),
    /// A birth date: from so many months before that birthday on, a warning says that the first
    /// dues must be paid before it.
    JoinBefore {
        /// The full years at which nobody can join any more.
        age: u16,
        /// Months before.
        months: u16,
    },
    /// Below this amount the text asks whether it is per day: a warning.
    PerDay {
        /// Rupiah per month that nobody lives on.
        below: Rupiah,
    },
}

impl Check {
    /// The answer to a question whose name nobody knows, as it is kept and sent.
    pub const UNKNOWN: &str = "TIDAK DIKETAHUI";
}

/// How careful a screen is with it: identity screens are not to be photographed by other apps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sensitivity {
    /// Nothing personal.
    Plain,
    /// Personal, as most answers are.
    #[default]
    Personal,
    /// Identifies a person: the screen is secure.
    Identity,
}

/// The form ends here, with words and without sending.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ending {
    /// `[a-z][a-z0-9_]*`, unique in the form.
    pub id: String,
    /// Holds: the form ends at the question whose answer made it hold.
    pub when: Condition,
    /// False: the ending is prepared but never reached. A signed bundle switches it on when a rule
    /// changes.
    #[serde(default = "yes")]
    pub enabled: bool,
    /// Where the rule comes from, with its confidence.
    #[serde(default)]
    pub source: Option<String>,
}

/// Which answers make the live quote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuoteSource {
    /// A money question: per month.
    pub income: String,
    /// When the work is transport.
    pub transport: Condition,
    /// When government or village pays the dues; none: nobody's are.
    #[serde(default)]
    pub government: Option<Condition>,
    /// The condition under which it is not known who pays. The quote is then made as if the worker
    /// paid, with a word about it.
    #[serde(default)]
    pub unsure_payer: Option<Condition>,
    /// When the income is earned by the day: the quote is told per day too.
    #[serde(default)]
    pub daily: Option<Condition>,
    /// A several-choice question with options `jkk`, `jkm`, `jht`.
    pub programmes: String,
    /// A choice whose option ids are numbers of months.
    pub months: String,
    /// Questions beside which the quote is shown.
    pub shown_at: Vec<String>,
}

/// A definition that cannot be right, with the place: `steps[2].questions[0].when`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("form: {place}: {what}")]
pub struct FormProblem {
    /// `steps[2].questions[0].when`, or `line 3, column 5` when it is not even the right shape.
    pub place: String,
    /// Why the definition cannot be right.
    pub what: String,
}

impl Form {
    /// The purpose of a form where no other holds.
    pub const REGISTER: &str = Registration::REGISTER;

    /// Is that the purpose of it, whatever is answered?
    pub fn is_for(&self, purpose: &str) -> bool {
        matches!(self.purposes.as_slice(), [only] if only.id == purpose)
    }

    /// The question with that id.
    pub fn question(&self, id: &str) -> Option<&Question> {
        let at = self.position(id)?;
        self.steps.get(at.step)?.questions.get(at.within)
    }

    /// Whether an answer of before no longer holds once these questions were answered anew by this
    /// form, which asks for changes: it is one of them, or hangs on one. An income by the week must
    /// not stand beside the days of one by the day.
    pub fn replaces<'a>(&self, before: &str, new: impl IntoIterator<Item = &'a str>) -> bool {
        let when = self.question(before).and_then(|it| it.when.as_ref());
        let leaves = when.map(Condition::leaves).unwrap_or_default();
        let hangs_on: Vec<&str> = leaves.iter().filter_map(|leaf| leaf.question()).collect();
        new.into_iter()
            .any(|new| new == before || hangs_on.contains(&new))
    }

    /// Where a question stands in the form. It is looked up for every condition at each answer, so
    /// the positions are kept.
    pub(crate) fn position(&self, id: &str) -> Option<Position> {
        self.positions.get(id).copied()
    }

    /// This form with the position of each question filled in.
    pub(super) fn with_positions(mut self) -> Self {
        let mut positions = HashMap::new();
        for (step, it) in self.steps.iter().enumerate() {
            for (within, question) in it.questions.iter().enumerate() {
                let overall = positions.len();
                positions.insert(
                    question.id.clone(),
                    Position {
                        step,
                        within,
                        overall,
                    },
                );
            }
        }
        self.positions = positions;
        self
    }

    /// All questions in order.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.steps.iter().flat_map(|step| &step.questions)
    }

    /// Ids of the texts this form cannot do without: titles of steps, questions, options and
    /// endings.
    pub fn texts(&self) -> Vec<String> {
        let mut ids: Vec<String> = self
            .steps
            .iter()
            .map(|step| format!("step-{}", step.id))
            .collect();
        for question in self.questions() {
            ids.push(format!("q-{}", question.id));
            ids.extend(
                question
                    .options()
                    .iter()
                    .map(|option| format!("o-{}-{}", question.id, option.id)),
            );
            if let Kind::Search { groups, .. } = &question.kind {
                ids.extend(
                    groups
                        .iter()
                        .map(|group| format!("g-{}-{group}", question.id)),
                );
            }
        }
        if !self.purposes.is_empty() {
            ids.push(format!("purpose-{}", Self::REGISTER));
            ids.extend(
                self.purposes
                    .iter()
                    .map(|purpose| format!("purpose-{}", purpose.id)),
            );
        }
        ids.extend(
            self.endings
                .iter()
                .map(|ending| format!("end-{}", ending.id)),
        );
        ids
    }

    /// Attributes those texts may have besides: `.help`, `.example`, `.spoken`, `.review`; `.help`
    /// and `.search` of options.
    pub fn optional_texts(&self) -> Vec<String> {
        self.texts()
            .iter()
            .flat_map(|id| {
                let attributes: &[&str] = match id.as_bytes().first() {
                    Some(b'q') => &["help", "example", "spoken", "review"],
                    Some(b'o') => &["help", "search"],
                    Some(b'e') => &["help", "spoken"],
                    _ => &[],
                };
                attributes
                    .iter()
                    .map(move |attribute| format!("{id}.{attribute}"))
            })
            .collect()
    }
}

impl Question {
    /// The id of the option of a confirmation that leads back to what is to be confirmed.
    pub const RETYPE: &str = "retype";

    /// True when the review shows a line for it. Notes and confirmations have none.
    pub fn is_reviewed(&self) -> bool {
        !matches!(self.kind, Kind::Note | Kind::Confirm { .. })
    }

    /// The options of a choice, of a search, of several choices or of a confirmation, and those
    /// beside the villages; else none.
    pub fn options(&self) -> &[ChoiceOption] {
        match &self.kind {
            Kind::Choice { options }
            | Kind::Search { options, .. }
            | Kind::Village { options, .. }
            | Kind::Several { options }
            | Kind::Confirm { options, .. } => options,
            _ => &[],
        }
    }
}
