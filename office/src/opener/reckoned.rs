//! What the bill of a registration is reckoned from: its answers, and what was changed in them by
//! requests since.

use payung_model::cover::reminder::Dues;
use payung_model::form::Form;
use payung_model::sealed::{Answer, Envelope, OfficeKey, Registration, RegistrationId};
use payung_model::units::Timestamp;

use super::content_cache::ContentCache;
use super::findings::dues_of;
use crate::store::{Store, StoreError};

/// The question that says who pays.
const PAYER: &str = "payer";

/// A registration whose months have a price.
pub struct Priced {
    registration: Registration,
    /// What a month's dues depend on.
    pub dues: Dues,
    /// For how many months at once.
    pub months: u8,
    /// When it was sealed, by the phone's clock.
    sealed_at: Timestamp,
    /// When a change of who pays was accepted last.
    pub payer_changed_at: Option<Timestamp>,
}

/// What became of looking.
pub enum Reckoned {
    /// Its months have a price.
    Priced(Box<Priced>),
    /// Its answers do not say what a month costs: its form did not ask.
    Unpriced,
    /// It does not open here, or its form is not to be had.
    Unopened,
}

impl Priced {
    /// The option of the form's question `payer`. Where nobody was asked, nobody knows who pays.
    pub fn payer(&self) -> &str {
        self.answer(PAYER).unwrap_or("unknown")
    }

    /// Since when that holds.
    pub fn payer_said_at(&self) -> Timestamp {
        self.payer_changed_at.unwrap_or(self.sealed_at)
    }

    /// What was answered, as it is now.
    pub fn answer(&self, question: &str) -> Option<&str> {
        let mut answers = self.registration.answers.iter();
        let found = answers.find(|answer| answer.question == question)?;
        Some(found.value.reveal())
    }
}

/// Opens a registration, lays the changes over it that were accepted, and asks its form what a
/// month's dues depend on.
pub fn reckon(
    store: &Store,
    keys: &[OfficeKey],
    contents: &mut ContentCache,
    id: RegistrationId,
) -> Result<Reckoned, StoreError> {
    let Some((sequence, mut registration)) = opened(store, keys, id)? else {
        return Ok(Reckoned::Unopened);
    };
    let named = (&*registration.form, registration.form_version);
    let content = contents.with_form(store, sequence, named)?;
    let form = content.as_ref().and_then(|content| {
        let form = content.forms.get(&registration.form)?;
        (form.version == registration.form_version).then_some((content, form))
    });
    let Some((content, form)) = form else {
        return Ok(Reckoned::Unopened);
    };
    let mut payer_changed_at = None;
    for (update, accepted_at) in store.accepted_updates(id)? {
        let Some((sequence, update)) = opened(store, keys, update)? else {
            return Ok(Reckoned::Unopened);
        };
        let named = (&*update.form, update.form_version);
        let asked = contents.with_form(store, sequence, named)?;
        let Some(asked) = asked.as_ref().and_then(|it| it.forms.get(&update.form)) else {
            return Ok(Reckoned::Unopened);
        };
        if update.answers.iter().any(|it| it.question == PAYER) {
            payer_changed_at = Some(accepted_at);
        }
        lay_over(&mut registration, &update, form, asked);
    }
    let priced = dues_of(content, form, &registration);
    Ok(priced.map_or(Reckoned::Unpriced, |(dues, months)| {
        Reckoned::Priced(Box::new(Priced {
            sealed_at: registration.sealed_at,
            registration,
            dues,
            months,
            payer_changed_at,
        }))
    }))
}

fn opened(
    store: &Store,
    keys: &[OfficeKey],
    id: RegistrationId,
) -> Result<Option<(u64, Registration)>, StoreError> {
    let record = store.latest_record(id)?;
    let envelope = record.and_then(|bytes| Envelope::parse(&bytes).ok());
    Ok(envelope.and_then(|envelope| {
        let registration = envelope.open(keys).ok()?;
        Some((envelope.header().bundle_sequence, registration))
    }))
}

/// Puts the answers of a change in the place of those that no longer hold. `form` is the
/// registration's and `asked` the change's.
fn lay_over(registration: &mut Registration, update: &Registration, form: &Form, asked: &Form) {
    let new: Vec<&Answer> = update
        .answers
        .iter()
        .filter(|answer| form.question(&answer.question).is_some())
        .collect();
    registration.answers.retain(|answer| {
        let new = new.iter().map(|it| it.question.as_str());
        !asked.replaces(&answer.question, new)
    });
    registration.answers.extend(new.into_iter().cloned());
    // Answers are checked together with those before them, in the form's order.
    let order = |answer: &Answer| {
        let mut all = form.steps.iter().flat_map(|step| &step.questions);
        all.position(|question| question.id == answer.question)
    };
    registration.answers.sort_by_key(order);
}
