//! The dues calculator, and carrying its answers into a draft.

use payung_model::engine::{Engine, Field, StepView};
use payung_model::form::{Draft, Entry, Form, Kind, Screen};
use payung_model::sealed::RegistrationId;
use payung_model::secret::Secret;
use payung_model::text::Message;
use payung_model::typed::{clean, is_visible};
use payung_model::units::Timestamp;

use super::error::Failure;
use super::rules::Rules;
use super::state::AppState;
use super::{
    CalculatorLine, CalculatorView, ChoicesView, DraftView, Drafts, Lookup, PayungError, Typed,
};
use crate::random::Ring;
use crate::vault::DraftRow;

/// Options of a search shown beside other questions: the best are enough, the rest is found by
/// typing on.
const FOUND: usize = 12;
/// Texts typed into one form, at most: more than any form has questions.
const MOST_ANSWERS: usize = 100;

#[uniffi::export]
impl Lookup {
    /// The dues calculator: its questions with the answers so far, and the price that follows from
    /// them. Nothing is kept, and no key is needed.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let income = payung_core::Typed { question: "income".into(), text: "1500000".into() };
    /// assert!(!payung.lookup().calculator("bpu".into(), vec![income])?.asked.is_empty());
    /// # Ok(())
    /// # }
    /// ```
    pub fn calculator(
        &self,
        form: String,
        answers: Vec<Typed>,
    ) -> Result<CalculatorView, PayungError> {
        self.app.call("lookup.calculator", || {
            let rules = self.app.rules();
            let form = rules.form(&form)?.calculator_form();
            let draft = self.app.carried(&rules, &form, &answers, self.app.now())?;
            let engine = self.app.engine(&rules, &form, &draft);
            let mut view = CalculatorView {
                asked: Vec::new(),
                quote: None,
            };
            let mut screen = Screen::Review;
            while let Some(before) = engine.before(&screen) {
                if let Screen::Question(id) = &before {
                    let step = engine.view(&before, None);
                    view.quote = view.quote.or_else(|| step.quote.clone());
                    view.asked.push(line(&engine, id, step));
                }
                screen = before;
            }
            view.asked.reverse();
            Ok(view)
        })
    }

    /// Options of a question, best first; at most `limit`, at most 50.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let found = payung.lookup().choices("bpu".into(), "occupation".into(), "ojek".into(), 5)?;
    /// assert!(!found.options.is_empty());
    /// # Ok(())
    /// # }
    /// ```
    pub fn choices(
        &self,
        form: String,
        question: String,
        search: String,
        limit: u32,
    ) -> Result<ChoicesView, PayungError> {
        self.app.call("lookup.choices", || {
            let rules = self.app.rules();
            let form = rules.form(&form)?;
            if form.question(&question).is_none() {
                return Err(self.app.not_possible("not-possible-question"));
            }
            let draft = Draft::of(form.id.clone());
            let limit = limit.clamp(1, 50) as usize;
            let mut options =
                self.app
                    .engine(&rules, form, &draft)
                    .choices(&question, &search, limit + 1);
            let more = options.len() > limit;
            options.truncate(limit);
            Ok(ChoicesView { options, more })
        })
    }
}

#[uniffi::export]
impl Drafts {
    /// Begins a draft like [`Drafts::start`], with all answers that were given elsewhere, mostly in
    /// the calculator. Valid ones become answers. Of invalid ones, and of questions that need a
    /// screen of their own (notes, confirmations, consents), only the text is kept. The first open
    /// question is shown.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let income = payung_core::Typed { question: "income".into(), text: "1500000".into() };
    /// let view = payung.drafts().start_with("bpu".into(), vec![income])?;
    /// assert_eq!(view.step.progress.step, 1);
    /// # Ok(())
    /// # }
    /// ```
    pub fn start_with(&self, form: String, answers: Vec<Typed>) -> Result<DraftView, PayungError> {
        self.app.call("drafts.start_with", || {
            let (keys, rules) = (self.app.keys()?, self.app.rules());
            let form = rules.form(&form)?;
            // Such a form needs the registration that it completes, and this call has none.
            if form.completes.is_some() {
                return Err(self.app.not_possible("not-possible-completion"));
            }
            let now = self.app.now();
            let entries: Vec<(String, Entry)> = self
                .app
                .carried(&rules, form, &answers, now)?
                .entries
                .into_iter()
                .collect();
            let row = new_draft(&form.id, form.version, now)?;
            self.app.store.add_draft(&keys, &row, &entries)?;
            self.app.first_screen(row.id)
        })
    }
}

impl AppState {
    /// A draft with these answers. They are taken in the form's order, and each is judged together
    /// with those before it. An empty text is no answer.
    pub(super) fn carried(
        &self,
        rules: &Rules,
        form: &Form,
        answers: &[Typed],
        now: Timestamp,
    ) -> Result<Draft, Failure> {
        let known = |typed: &Typed| form.question(&typed.question).is_some();
        if answers.len() > MOST_ANSWERS || !answers.iter().all(known) {
            return Err(self.not_possible("not-possible-question"));
        }
        answers
            .iter()
            .try_for_each(|typed| self.check_length(&typed.text))?;
        let mut draft = Draft::of(form.id.clone());
        for question in form.questions() {
            // The last one counts, as it does when one question is answered twice.
            let typed = answers
                .iter()
                .rev()
                .find(|typed| typed.question == question.id);
            let Some(typed) = typed.filter(|typed| is_visible(typed.text.reveal())) else {
                continue;
            };
            let here = !matches!(
                question.kind,
                Kind::Note | Kind::Confirm { .. } | Kind::Consent { .. }
            );
            let value = here.then(|| {
                self.engine(rules, form, &draft)
                    .check(&question.id, typed.text.reveal())
            });
            let value = value.and_then(Result::ok).map(|answered| answered.value);
            draft.entries.insert(
                question.id.clone(),
                Entry {
                    raw: typed.text.clone(),
                    value,
                    at: now,
                },
            );
        }
        Ok(draft)
    }
}

/// A draft of a new person, not kept yet.
pub(super) fn new_draft(form: &str, version: u32, now: Timestamp) -> Result<DraftRow, Failure> {
    let new_id = || {
        RegistrationId::new(now, &mut Ring::new())
            .map_err(|error| Failure::TryLater(error.to_string()))
    };
    Ok(DraftRow {
        id: new_id()?,
        person: new_id()?,
        form: form.to_owned(),
        registration: None,
        form_version: version,
        completes: None,
        created_at: now,
        changed_at: now,
        opened_at: now,
        warned_at: None,
        label: None,
    })
}

/// A question beside others: its screen without what belongs to a screen of its own.
fn line(engine: &Engine<'_>, question: &str, step: StepView) -> CalculatorLine {
    let StepView {
        title,
        help,
        mut field,
        typed,
        mut understood,
        mut problems,
        mut warnings,
        ..
    } = step;
    let text = clean(typed.reveal());
    if let Field::Search {
        options,
        more,
        groups,
    } = &mut field
    {
        let chosen = options.iter().any(|option| option.chosen);
        if chosen {
            options.retain(|option| option.chosen);
        } else if text.is_empty() {
            options.clear();
            *more = true;
        } else {
            *more |= options.len() > FOUND;
            options.truncate(FOUND);
        }
        if !text.is_empty() {
            groups.clear();
        }
    } else if !text.is_empty()
        && let Err(refused) = engine.check(question, &text)
    {
        // No button leads on from here, so no later screen could say it.
        let say =
            |message: &Message| Secret::new(engine.content.texts.format(engine.lang, message));
        problems = refused.problems.iter().map(say).collect();
        (understood, warnings) = (Vec::new(), Vec::new());
    }
    CalculatorLine {
        question: question.to_owned(),
        title,
        help,
        field,
        typed,
        understood,
        problems,
        warnings,
    }
}
