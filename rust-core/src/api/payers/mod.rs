//! [`Payers`]: who pays for whom, as the office last said, and asking it to change that.
//!
//! Asking is a request like every other (`api/requests.rs`): these calls only fill in its form.

mod views;

use std::sync::Arc;

use payung_model::sealed::PayCode;
use payung_model::secret::Secret;
use payung_model::text::{Arg, Message, format, harmless};
use payung_model::units::{Date, Month};

use crate::api::error::Failure;
use crate::api::member::{KeptArrangement, Member};
use crate::api::requests::request_form;
use crate::api::state::AppState;
use crate::api::{
    BillPhase, Drafts, PayungError, Purpose, RegistrationState, RegistrationView, Registrations,
    RequestView,
};
use crate::vault::RegistrationRow;

pub use views::{ArrangementView, PayCodeView, PayersStep, PayersView};

/// The consent that goes with a code.
const CONSENT: &str = "consent_pay_code";

/// A registration's number, `7K2M-94QX`, has so many letters and digits.
const RECEIPT_SIGNS: usize = 8;

/// Payers and the members they pay for.
#[derive(uniffi::Object)]
pub struct Payers {
    pub(super) app: Arc<AppState>,
}

#[uniffi::export]
impl Payers {
    /// Who pays for whom, as the office last said. A code is asked for with a request of the kind
    /// `pay_code`, because the member's consent belongs to it.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let view = payung.payers().of(example::ready(&payung))?;
    /// assert_eq!((view.code, view.payers.len(), view.members.len()), (None, 0, 0));
    /// assert_eq!(view.words.len(), 1, "it says that nobody pays for anybody");
    /// # Ok(())
    /// # }
    /// ```
    pub fn of(&self, registration: String) -> Result<PayersView, PayungError> {
        self.app.call("payers.of", || {
            // The member's record is closed at the end of this block, because requests have one of
            // their own.
            let mut view = {
                let member = Member::open(&self.app, &registration)?;
                self.app.payers_view(&member)?
            };
            view.requests = self.app.requests_about_payers(&registration)?;
            Ok(view)
        })
    }

    /// The code in what somebody typed or pasted, as it is shown; a message around it does not matter.
    /// The error says that there is none, or that it is mistyped.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let code = payung.payers().read_pay_code("Kodenya: 0000-0000-0000.".into())?;
    /// assert_eq!(code.reveal(), "0000-0000-0000");
    /// assert!(payung.payers().read_pay_code("0000-0000-0001".into()).is_err(), "a sign is wrong");
    /// # Ok(())
    /// # }
    /// ```
    pub fn read_pay_code(&self, text: String) -> Result<Secret, PayungError> {
        self.app.call("payers.read_pay_code", || {
            Ok(Secret::new(self.app.pay_code(&text)?.to_string()))
        })
    }

    /// Asks to pay for the member who gave that code, so many months at once (1, 3, 6 or 12). A code
    /// that is mistyped is refused here; whether it is good, the office says in its answer.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung, registration) = example::billed();
    /// let view = payung.payers().pay_for(registration.clone(), "0000-0000-0000".into(), 1)?;
    /// assert_eq!(view.state, payung_core::RegistrationState::Ready);
    /// let asked = payung.payers().pay_for(registration, "0000-0000-0001".into(), 1);
    /// assert!(asked.is_err(), "a sign is wrong");
    /// # Ok(())
    /// # }
    /// ```
    pub fn pay_for(
        &self,
        registration: String,
        code: String,
        months: u8,
    ) -> Result<RegistrationView, PayungError> {
        let code = self
            .app
            .call("payers.pay_for", || self.app.pay_code(&code))?;
        let months = months.to_string();
        let code = code.to_string();
        self.ask(
            registration,
            &[
                ("request", "pay_for"),
                ("pay_for_code", &code),
                ("months", &months),
            ],
        )
    }

    /// Asks to end a payment: as the payer with its [`ArrangementView::number`], as the member
    /// without one. Months that were paid still hold.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung, registration) = example::billed();
    /// let view = payung.payers().end_payment(registration, None)?;
    /// assert_eq!(view.state, payung_core::RegistrationState::Ready);
    /// // Possible from the registration's first sent byte on.
    /// assert!(payung.payers().end_payment(example::ready(&payung), None).is_err());
    /// # Ok(())
    /// # }
    /// ```
    pub fn end_payment(
        &self,
        registration: String,
        number: Option<String>,
    ) -> Result<RegistrationView, PayungError> {
        match &number {
            Some(number) => self.ask(
                registration,
                &[
                    ("request", "pay_end"),
                    ("pay_end_what", "member"),
                    ("pay_end_number", number),
                ],
            ),
            None => self.ask(
                registration,
                &[("request", "pay_end"), ("pay_end_what", "payer")],
            ),
        }
    }

    /// Asks to take back a code that nobody has used.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung, registration) = example::billed();
    /// let view = payung.payers().take_back_pay_code(registration)?;
    /// assert_eq!(view.state, payung_core::RegistrationState::Ready);
    /// # Ok(())
    /// # }
    /// ```
    pub fn take_back_pay_code(
        &self,
        registration: String,
    ) -> Result<RegistrationView, PayungError> {
        self.ask(
            registration,
            &[("request", "pay_end"), ("pay_end_what", "code")],
        )
    }
}

impl Payers {
    /// Fills in a request and makes it ready. It has a draft of its own: one that was begun may hold
    /// a complaint that somebody has not finished.
    fn ask(
        &self,
        registration: String,
        answers: &[(&str, &str)],
    ) -> Result<RegistrationView, PayungError> {
        let (begun, answers) = self.app.call("payers.ask", || {
            let app = &self.app;
            let row = app.registration_row(&registration)?;
            let begun = app.begin_request(&row, false)?;
            // The form of a payer who is no member has fewer questions, so the answers to the
            // others are left out.
            let (rules, keys) = (app.rules(), app.keys()?);
            let about = app.about(&row, &keys, &rules)?;
            let form = about.and_then(|about| request_form(&row, &about, &rules));
            let is_asked = |question: &str| form.is_none_or(|it| it.question(question).is_some());
            let answers = answers.iter().copied();
            let answers: Vec<_> = answers.filter(|(question, _)| is_asked(question)).collect();
            Ok((begun, answers))
        })?;
        let app = Arc::clone(&self.app);
        let drafts = Drafts { app };
        let asked = self.fill(&drafts, &begun.draft, &answers);
        if asked.is_err() {
            // This draft was never on a screen, so it goes. The error to be shown is the one of
            // asking, whatever becomes of the draft.
            let _ = drafts.discard(begun.draft);
        }
        asked
    }

    fn fill(
        &self,
        drafts: &Drafts,
        draft: &str,
        answers: &[(&str, &str)],
    ) -> Result<RegistrationView, PayungError> {
        for (question, answer) in answers {
            drafts.answer(
                draft.to_owned(),
                (*question).to_owned(),
                Secret::new(*answer),
            )?;
        }
        let app = Arc::clone(&self.app);
        Registrations { app }.ready(draft.to_owned())
    }
}

impl AppState {
    /// The requests that say something of it still.
    fn requests_about_payers(&self, registration: &str) -> Result<Vec<RequestView>, Failure> {
        let all = self.requests_of(registration)?.into_iter();
        let about_payers = all.filter(|it| it.purpose.is_some_and(Purpose::is_about_payers));
        let says_something = |(place, it): &(usize, RequestView)| {
            let is_refused = it.state == RegistrationState::Refused;
            !it.is_over || (*place == 0 && is_refused)
        };
        let shown = about_payers.enumerate().filter(says_something);
        Ok(shown.map(|(_, it)| it).collect())
    }

    fn payers_view(&self, member: &Member<'_>) -> Result<PayersView, Failure> {
        let (all, kept) = (&member.kept, &member.kept.payers);
        let today = self.moment().today;
        let code = kept.code.as_ref().filter(|code| {
            let is_over = today.is_some_and(|today| today > code.last_day);
            !code.text.is_empty() && !is_over
        });
        let code = code.map(|code| PayCodeView {
            code: Secret::new(&code.text),
            last_day: code.last_day.to_string(),
            last_day_words: format::date(self.lang(), code.last_day),
            words: Secret::new(self.code_words("payers-code", &code.text, code.last_day)),
            message: Secret::new(self.code_words("payers-message", &code.text, code.last_day)),
        });
        let payers: Vec<ArrangementView> = kept
            .payers
            .iter()
            .map(|it| {
                // What somebody is to pay is not told as paid before the office has credited it.
                let came = it
                    .until
                    .is_some_and(|last| member.paid().of(last).is_some());
                let id = if came {
                    "payers-somebody-paid"
                } else if it.until.is_some() {
                    "payers-somebody-until"
                } else {
                    "payers-somebody"
                };
                self.arrangement_view(it, id)
            })
            .collect();
        let members: Vec<ArrangementView> = kept
            .members
            .iter()
            .map(|it| {
                let id = if it.until.is_some() {
                    "payers-you-until"
                } else {
                    "payers-you"
                };
                self.arrangement_view(it, id)
            })
            .collect();
        let mut words: Vec<String> = payers
            .iter()
            .chain(&members)
            .map(|it| it.words.clone())
            .collect();
        let paid = all.paid_for_now();
        words.extend((!paid.is_empty()).then(|| self.paid_for_words(&paid)));
        words.extend(code.as_ref().map(|code| code.words.reveal().to_owned()));
        let can_be_paid_for = self.can_be_paid_for(&member.row);
        if words.is_empty() {
            words.push(self.text(if can_be_paid_for {
                "payers-none"
            } else {
                "payers-none-you"
            }));
        }
        let can_request = self.can_request(member)?;
        let mut bills = self.bills_of(member)?;
        bills.retain(|bill| bill.lines.iter().any(|line| line.member.is_some()));
        let open = bills.iter().find(|bill| bill.phase == BillPhase::Open);
        let is_nothing = payers.is_empty() && members.is_empty();
        let step = match open {
            _ if code.is_some() => PayersStep::ShareCode,
            Some(bill) => PayersStep::Pay {
                bill: bill.id.clone(),
            },
            None if is_nothing && can_request => PayersStep::Begin,
            None => PayersStep::Done,
        };
        Ok(PayersView {
            registration: member.id.to_string(),
            code,
            need_not_pay: !payers.is_empty() && !all.owes(today),
            payers,
            members,
            words,
            can_be_paid_for,
            requests: Vec::new(),
            can_request,
            bills,
            step,
        })
    }

    /// Whether the request form of this registration has the consent to a code, be a request
    /// possible now or later. Where nothing can be read, other calls say so, and the answer is yes.
    fn can_be_paid_for(&self, row: &RegistrationRow) -> bool {
        let rules = self.rules();
        let about = self
            .keys()
            .and_then(|keys| self.about(row, &keys, &rules))
            .ok()
            .flatten();
        let form = about.and_then(|about| rules.request_form(&about.form));
        form.is_none_or(|form| form.question(CONSENT).is_some())
    }

    /// "Iuran A••• C••• terbayar sampai 30 November 2026.", a sentence for each.
    pub(in crate::api) fn paid_for_words(&self, paid_for: &[(String, Month)]) -> String {
        let said = paid_for.iter().map(|(name, month)| {
            let message = Message::new("payers-paid").with("name", Arg::Text(name.clone()));
            self.message_text(&message.with("date", Arg::Date(month.last_day())))
        });
        said.collect::<Vec<_>>().join(" ")
    }

    fn pay_code(&self, text: &str) -> Result<PayCode, Failure> {
        let is_receipt = |text: &str| {
            let signs = text.chars().filter(char::is_ascii_alphanumeric).count();
            signs == RECEIPT_SIGNS
                && text
                    .chars()
                    .all(|it| it.is_ascii_alphanumeric() || it == '-')
        };
        PayCode::find(text).map_err(|_| {
            self.not_possible(if is_receipt(text.trim()) {
                "not-possible-pay-code-receipt"
            } else {
                "not-possible-pay-code"
            })
        })
    }

    fn code_words(&self, id: &str, code: &str, last_day: Date) -> String {
        let message = Message::new(id)
            .with("code", Arg::Text(code.to_owned()))
            .with("date", Arg::Date(last_day));
        self.message_text(&message)
    }

    fn arrangement_view(&self, it: &KeptArrangement, id: &str) -> ArrangementView {
        let name = harmless(&it.name);
        let mut message = Message::new(id)
            .with("name", Arg::Text(name.clone()))
            .with("number", Arg::Text(it.number.clone()));
        message
            .args
            .extend(it.until.map(|month| ("month".into(), Arg::Month(month))));
        ArrangementView {
            number: it.number.clone(),
            from: it.from.to_string(),
            from_words: format::month(self.lang(), it.from),
            until: it.until.map(|month| month.to_string()),
            words: self.message_text(&message),
            name,
        }
    }
}
