//! [`Qris`]: payment codes, read, bound to an amount, drawn. None of it needs a key, and nothing is kept.

mod views;

use std::sync::Arc;

use payung_model::payment::picture::Modules;
use payung_model::payment::qris::{BindProblem, QrisPayload, QrisProblem, QrisSyntax};
use payung_model::text::{Arg, Message};
use payung_model::units::Rupiah;

use crate::api::PayungError;
use crate::api::error::Failure;
use crate::api::state::AppState;

pub use views::{CodeView, QrisFieldView, QrisProblemView, QrisView};

/// Pixels of a module in a picture to be shared: large enough for a camera at arm's length.
pub(in crate::api) const SHARED_SCALE: usize = 10;
/// Light modules around a QR code, as its standard asks.
pub(in crate::api) const QR_BORDER: u32 = 4;

/// Payment codes: what they say, an amount put into them, their picture.
#[derive(uniffi::Object)]
pub struct Qris {
    pub(super) app: Arc<AppState>,
}

#[uniffi::export]
impl Qris {
    /// What a QRIS code says and which rules it breaks. White space around it is no part of it.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let view = payung.qris().check("0002016304".into());
    /// assert_eq!((view.problems[0].code.as_str(), view.problems[0].offset), ("overrun", 6));
    /// # Ok(())
    /// # }
    /// ```
    pub fn check(&self, payload: String) -> QrisView {
        let payload = match QrisPayload::parse(payload.trim()) {
            Ok(payload) => payload,
            Err(problem) => {
                let problems = vec![self.app.syntax_problem(problem)];
                return QrisView {
                    valid: false,
                    qris: false,
                    problems,
                    warnings: Vec::new(),
                    fields: Vec::new(),
                };
            }
        };
        let check = payload.check();
        let said = |problems: &[QrisProblem]| {
            problems
                .iter()
                .map(|it| self.app.rule_problem(*it))
                .collect()
        };
        QrisView {
            valid: check.is_valid(),
            qris: check.is_qris,
            problems: said(&check.problems),
            warnings: said(&check.warnings),
            fields: payload
                .fields()
                .map(|field| QrisFieldView {
                    tag: two_digits(field.tag),
                    value: field.value.to_owned(),
                })
                .collect(),
        }
    }

    /// A dynamic code for an amount in rupiah, with a bill number if one is given. Fails with the
    /// place in the code when it breaks a rule, and when it is not Indonesian: nobody can tell what
    /// such a code would pay.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let refused = payung.qris().amount("00020163041D3D".into(), 16_800, None);
    /// assert!(refused.is_err());
    /// # Ok(())
    /// # }
    /// ```
    pub fn amount(
        &self,
        payload: String,
        rupiah: u64,
        bill_number: Option<String>,
    ) -> Result<String, PayungError> {
        self.app.call("qris.amount", || {
            let payload = self.app.readable_qris(&payload)?;
            let bound = payload.with_amount(Rupiah(rupiah), bill_number.as_deref());
            Ok(bound
                .map_err(|problem| self.app.not_bound(problem))?
                .text()
                .to_owned())
        })
    }

    /// The modules of a QRIS code that breaks no rule, to be drawn. A code of a bill comes with the
    /// bill; this draws others, such as one that somebody at a counter typed.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// assert!(payung.qris().code("0002016304".into()).is_err(), "it is cut off");
    /// # Ok(())
    /// # }
    /// ```
    pub fn code(&self, payload: String) -> Result<CodeView, PayungError> {
        self.app.call("qris.code", || {
            Ok(code_view(&self.app.qris_modules(&payload)?, QR_BORDER))
        })
    }

    /// The code of [`Qris::code`] as a 1-bit PNG with its border, to be shared or printed.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// assert!(payung.qris().png("0002016304".into()).is_err(), "it is cut off");
    /// # Ok(())
    /// # }
    /// ```
    pub fn png(&self, payload: String) -> Result<Vec<u8>, PayungError> {
        self.app.call("qris.png", || {
            Ok(self.app.qris_modules(&payload)?.png(SHARED_SCALE))
        })
    }
}

/// Modules as they cross to a shell.
pub(in crate::api) fn code_view(modules: &Modules, border: u32) -> CodeView {
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    CodeView {
        width: number(modules.width()),
        height: number(modules.height()),
        border,
        modules: modules.packed(),
    }
}

impl AppState {
    fn readable_qris(&self, payload: &str) -> Result<QrisPayload, Failure> {
        QrisPayload::parse(payload.trim())
            .map_err(|problem| self.refused(self.syntax_problem(problem)))
    }

    fn qris_modules(&self, payload: &str) -> Result<Modules, Failure> {
        let payload = self.readable_qris(payload)?;
        if let Some(problem) = payload.check().problems.first() {
            return Err(self.refused(self.rule_problem(*problem)));
        }
        Modules::qr(payload.text()).map_err(|_| self.not_possible("qris-too-long"))
    }

    fn not_bound(&self, problem: BindProblem) -> Failure {
        match problem {
            BindProblem::Payload(problem) => self.refused(self.rule_problem(problem)),
            BindProblem::NotQris => self.not_possible("qris-not-qris"),
            BindProblem::NoAmount => self.not_possible("qris-no-amount"),
            BindProblem::LargeAmount => self.not_possible("qris-large-amount"),
            BindProblem::BillNumber => self.not_possible("qris-bill-number"),
            BindProblem::NoRoom => self.not_possible("qris-no-room"),
        }
    }

    /// The failure that says what is wrong with a code, and where.
    fn refused(&self, problem: QrisProblemView) -> Failure {
        let said = Message::new("qris-at")
            .with("words", Arg::Text(problem.words))
            .with("offset", Arg::Text(problem.offset.to_string()));
        Failure::NotPossible(self.message_text(&said))
    }

    fn syntax_problem(&self, problem: QrisSyntax) -> QrisProblemView {
        self.problem_view(problem.code(), problem.offset(), None)
    }

    fn rule_problem(&self, problem: QrisProblem) -> QrisProblemView {
        self.problem_view(problem.fault.code(), problem.offset, Some(problem.tag))
    }

    fn problem_view(&self, code: &str, offset: usize, tag: Option<u8>) -> QrisProblemView {
        QrisProblemView {
            code: code.to_owned(),
            offset: u32::try_from(offset).unwrap_or(u32::MAX),
            tag: tag.map(two_digits),
            words: self.text(&format!("qris-{}", code.replace('_', "-"))),
        }
    }
}

fn two_digits(tag: u8) -> String {
    format!("{tag:02}")
}
