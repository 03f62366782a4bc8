//! The records of [`super::Payers`].

use payung_model::secret::Secret;

use crate::api::{BillView, RequestView};

/// The payers of a member, and the members for whom a registration pays.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct PayersView {
    /// The registration that the view is about.
    pub registration: String,
    /// The code by which somebody may still ask to pay; none when there is none, and once its last
    /// day is over.
    pub code: Option<PayCodeView>,
    /// The payers of the member.
    pub payers: Vec<ArrangementView>,
    /// For whom this registration pays.
    pub members: Vec<ArrangementView>,
    /// All of it, one thought each; never empty.
    pub words: Vec<String>,
    /// Somebody else may pay for it: offer to ask for a code. Not where it is the registration of
    /// somebody who only pays.
    #[uniffi(default = true)]
    pub can_be_paid_for: bool,
    /// Somebody else pays, and no bill of one's own months is left: say that there is nothing to pay.
    #[uniffi(default = false)]
    pub need_not_pay: bool,
    /// What the office was asked about it and has not decided, the newest first; the newest one also
    /// when it was refused, because its answer says why nothing changed.
    #[uniffi(default = [])]
    pub requests: Vec<RequestView>,
    /// Whether the office can be asked to change something of it now.
    #[uniffi(default = false)]
    pub can_request: bool,
    /// Bills of this registration that are for somebody else, or for somebody else too, those that can
    /// be paid first.
    #[uniffi(default = [])]
    pub bills: Vec<BillView>,
    /// What the one primary button does, so that every shell offers the same first.
    pub step: PayersStep,
}

/// What somebody who looks at who pays for whom most likely wants.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum PayersStep {
    /// There is a code that nobody has used: to send [`PayCodeView::message`] to whoever is to pay.
    ShareCode,
    /// A bill for somebody else can be paid: to [`crate::Bills::bill`].
    Pay {
        /// The bill's id.
        bill: String,
    },
    /// Nobody pays for anybody: to pay for somebody, or to ask for a code where
    /// [`PayersView::can_be_paid_for`].
    Begin,
    /// There is nothing to do here.
    Done,
}

impl PayersStep {
    /// `share_code`, `pay`, `begin`, `done`
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::ShareCode => "share_code",
            Self::Pay { .. } => "pay",
            Self::Begin => "begin",
            Self::Done => "done",
        }
    }
}

/// A code that nobody has used yet.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct PayCodeView {
    /// `7K2M-94QX-3HTB`. Whoever reads it may use it.
    pub code: Secret,
    /// The last day on which it can be used, `YYYY-MM-DD`.
    pub last_day: String,
    /// "10 Februari 2027"
    #[uniffi(default = "")]
    pub last_day_words: String,
    /// One line, with the code.
    pub words: Secret,
    /// A message to whoever is to pay, with the code and what to do with it.
    pub message: Secret,
}

/// An arrangement by which somebody pays for a member.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ArrangementView {
    /// The number by which the payer names the arrangement that is to end.
    pub number: String,
    /// The other one: a sponsor's name, or a person's as the office masks it.
    pub name: String,
    /// The first month, `YYYY-MM`.
    pub from: String,
    /// "Februari 2027"
    #[uniffi(default = "")]
    pub from_words: String,
    /// The last month, where that is known.
    pub until: Option<String>,
    /// One line.
    pub words: String,
}
