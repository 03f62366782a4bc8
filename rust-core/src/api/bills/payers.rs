//! Who pays for whom, as the office last said, and asking it to change that.
//!
//! Asking is a request like every other (`api/requests.rs`): these calls only fill in its form.

use payung_model::sealed::PayCode;
use payung_model::secret::Secret;
use payung_model::text::{Arg, Message, harmless};
use payung_model::units::Date;

use super::Bills;
use crate::api::error::Failure;
use crate::api::member::{KeptArrangement, Member};
use crate::api::requests::request_form;
use crate::api::state::AppState;
use crate::api::{Drafts, PayungError, RegistrationView, Registrations};
use crate::vault::RegistrationRow;

/// The consent that goes with a code.
const CONSENT: &str = "consent_pay_code";

/// Who pays for a member, and for whom a registration pays.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct PayersView {
    /// Whose view it is.
    pub registration: String,
    /// The code by which somebody may still ask to pay; none when there is none, and once its last
    /// day is over.
    pub code: Option<PayCodeView>,
    /// Who pays for the member.
    pub payers: Vec<ArrangementView>,
    /// For whom this registration pays.
    pub members: Vec<ArrangementView>,
    /// All of it, one thought each; never empty.
    pub words: Vec<String>,
    /// Somebody else may pay for it: offer to ask for a code. Not where it is the registration of
    /// somebody who only pays.
    #[uniffi(default = true)]
    pub can_be_paid_for: bool,
}

/// A code that nobody has used yet.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct PayCodeView {
    /// `7K2M-94QX-3HTB`. Whoever reads it may use it.
    pub code: Secret,
    /// The last day on which it can be used, `YYYY-MM-DD`.
    pub last_day: String,
    /// One line, with the code.
    pub words: Secret,
    /// A message to whoever is to pay, with the code and what to do with it.
    pub message: Secret,
}

/// That somebody pays for somebody.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ArrangementView {
    /// By it the payer names it when it is to end.
    pub number: String,
    /// The other one: a sponsor's name, or a person's as the office masks it.
    pub name: String,
    /// The first month, `YYYY-MM`.
    pub from: String,
    /// The last month, where that is known.
    pub until: Option<String>,
    /// One line.
    pub words: String,
}

#[uniffi::export]
impl Bills {
    /// Who pays for whom, as the office last said. A code is asked for with a request of the kind
    /// `pay_code`, because the member's consent belongs to it.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let view = payung.bills().payers(example::ready(&payung))?;
    /// assert_eq!((view.code, view.payers.len(), view.members.len()), (None, 0, 0));
    /// assert_eq!(view.words.len(), 1, "it says that nobody pays for anybody");
    /// # Ok(())
    /// # }
    /// ```
    pub fn payers(&self, registration: String) -> Result<PayersView, PayungError> {
        self.app.call("bills.payers", || {
            let member = Member::open(&self.app, &registration)?;
            Ok(self.app.payers_view(&member))
        })
    }

    /// The code in what somebody typed or pasted, as it is shown; a message around it does not matter.
    /// The error says that there is none, or that it is mistyped.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let code = payung.bills().read_pay_code("Kodenya: 0000-0000-0000.".into())?;
    /// assert_eq!(code.reveal(), "0000-0000-0000");
    /// assert!(payung.bills().read_pay_code("0000-0000-0001".into()).is_err(), "a sign is wrong");
    /// # Ok(())
    /// # }
    /// ```
    pub fn read_pay_code(&self, text: String) -> Result<Secret, PayungError> {
        self.app.call("bills.read_pay_code", || {
            Ok(Secret::new(self.app.pay_code(&text)?.to_string()))
        })
    }

    /// Asks to pay for the member who gave that code, so many months at once (1, 3, 6 or 12). A code
    /// that is mistyped is refused here; whether it is good, the office says in its answer.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let asked = payung.bills().pay_for(example::ready(&payung), "0000-0000-0001".into(), 1);
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
            .call("bills.pay_for", || self.app.pay_code(&code))?;
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
    /// # let (_home, payung) = example::open();
    /// // Possible from the registration's first sent byte on.
    /// assert!(payung.bills().end_payment(example::ready(&payung), None).is_err());
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
    /// # let (_home, payung) = example::open();
    /// // Possible from the registration's first sent byte on.
    /// assert!(payung.bills().take_back_pay_code(example::ready(&payung)).is_err());
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

impl Bills {
    /// Fills in a request and makes it ready. It has a draft of its own: one that was begun may hold
    /// a complaint that somebody has not finished.
    fn ask(
        &self,
        registration: String,
        answers: &[(&str, &str)],
    ) -> Result<RegistrationView, PayungError> {
        let (begun, answers) = self.app.call("bills.ask", || {
            let app = &self.app;
            let row = app.registration_row(&registration)?;
            let begun = app.begin_request(&row, false)?;
            // Whoever pays without being a member is asked less: nobody pays for them.
            let (rules, keys) = (app.rules(), app.keys()?);
            let about = app.about(&row, &keys, &rules)?;
            let form = about.and_then(|about| request_form(&row, &about, &rules));
            let is_asked = |question: &str| form.is_none_or(|it| it.question(question).is_some());
            let answers = answers.iter().copied();
            let answers: Vec<_> = answers.filter(|(question, _)| is_asked(question)).collect();
            Ok((begun, answers))
        })?;
        let app = std::sync::Arc::clone(&self.app);
        let drafts = Drafts { app };
        let asked = self.fill(&drafts, &begun.draft, &answers);
        if asked.is_err() {
            // Nobody began this draft on a screen. What is said is why nothing was asked.
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
        let app = std::sync::Arc::clone(&self.app);
        Registrations { app }.ready(draft.to_owned())
    }
}

impl AppState {
    fn payers_view(&self, member: &Member<'_>) -> PayersView {
        let kept = &member.kept.payers;
        let today = self.moment().today;
        let code = kept.code.as_ref().filter(|code| {
            let is_over = today.is_some_and(|today| today > code.last_day);
            !code.text.is_empty() && !is_over
        });
        let code = code.map(|code| PayCodeView {
            code: Secret::new(&code.text),
            last_day: code.last_day.to_string(),
            words: Secret::new(self.code_words("payers-code", &code.text, code.last_day)),
            message: Secret::new(self.code_words("payers-message", &code.text, code.last_day)),
        });
        let views = |list: &[KeptArrangement], id: &str| -> Vec<ArrangementView> {
            list.iter()
                .map(|it| self.arrangement_view(it, id))
                .collect()
        };
        let payers = views(&kept.payers, "payers-somebody");
        let members = views(&kept.members, "payers-you");
        let mut words: Vec<String> = payers
            .iter()
            .chain(&members)
            .map(|it| it.words.clone())
            .collect();
        words.extend(code.as_ref().map(|code| code.words.reveal().to_owned()));
        if words.is_empty() {
            words.push(self.say("payers-none"));
        }
        PayersView {
            registration: member.id.to_string(),
            code,
            payers,
            members,
            words,
            can_be_paid_for: self.can_be_paid_for(&member.row),
        }
    }

    /// Whether the form by which it asks the office has the consent to a code. Where it can ask
    /// nothing now, or nobody knows, that is said elsewhere.
    fn can_be_paid_for(&self, row: &RegistrationRow) -> bool {
        let rules = self.rules();
        let about = self
            .keys()
            .and_then(|keys| self.about(row, &keys, &rules))
            .ok()
            .flatten();
        let form = about.and_then(|about| request_form(row, &about, &rules));
        form.is_none_or(|form| form.question(CONSENT).is_some())
    }

    fn pay_code(&self, text: &str) -> Result<PayCode, Failure> {
        PayCode::find(text).map_err(|_| self.not_possible("not-possible-pay-code"))
    }

    fn code_words(&self, id: &str, code: &str, last_day: Date) -> String {
        let message = Message::new(id)
            .with("code", Arg::Text(code.to_owned()))
            .with("date", Arg::Date(last_day));
        self.say_message(&message)
    }

    fn arrangement_view(&self, it: &KeptArrangement, id: &str) -> ArrangementView {
        let id = match it.until {
            Some(_) => format!("{id}-until"),
            None => id.to_owned(),
        };
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
            until: it.until.map(|month| month.to_string()),
            words: self.say_message(&message),
            name,
        }
    }
}
