//! What a registration is about, what it still lacks, and adding to it.

use payung_model::form::{Draft, Entry, Form, Kind};
use payung_model::journey::State;
use payung_model::sealed::RegistrationId;
use payung_model::secret::Secret;
use payung_model::text::Message;

use super::error::Failure;
use super::facts::More;
use super::quote::new_draft;
use super::requests::{is_request, is_request_row, request_facts, request_form, takes_requests};
use super::rules::Rules;
use super::state::{AppState, OpenDraft, list};
use super::{DraftView, PayungError, Purpose, Registrations};
use crate::vault::{About, DraftRow, EventRow, Keys, RegistrationRow, VaultError};

#[uniffi::export]
impl Registrations {
    /// Begins, or goes on with, what completes a registration: a draft of the form that says so
    /// (`bpu_more` for `bpu`), of the same person. Made ready, it travels as a registration of its
    /// own whose sealed body names the first one.
    ///
    /// This is possible while the first one is sending, received, accepted, to be corrected or
    /// parked. Where the form offers a choice of what to add, what is missing is chosen beforehand.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung, registration) = example::billed();
    /// let view = payung.registrations().complete(registration)?;
    /// assert_eq!(view.step.progress.step, 1);
    /// // Possible from its first sent byte on.
    /// assert!(payung.registrations().complete(example::ready(&payung)).is_err());
    /// # Ok(())
    /// # }
    /// ```
    pub fn complete(&self, registration: String) -> Result<DraftView, PayungError> {
        self.app.call("registrations.complete", || {
            let app = &self.app;
            let row = self.app.registration_row(&registration)?;
            app.check_access(&row)?;
            let (keys, rules) = (app.keys()?, app.rules());
            let not_possible = || app.not_possible("not-possible-completion");
            let about = app.about(&row, &keys, &rules)?.ok_or_else(not_possible)?;
            let form = completing_form(&row, &about, &rules).ok_or_else(not_possible)?;
            // A second tap goes on with the draft that was begun, instead of adding another one
            // beside it.
            if let Some(draft) = app.store.draft_completing(row.id, &form.id)? {
                return self.app.first_screen(draft.id);
            }
            // What was added before and the office sent back is mended first.
            let sent_back = app.store.completions(row.id)?.into_iter().rev();
            let sent_back = sent_back.filter(|later| later.state == State::NeedsCorrection);
            let mut sent_back = sent_back.filter(|later| !is_request_row(later, &keys, &rules));
            if let Some(draft) = sent_back.find_map(|later| later.draft) {
                return self.app.first_screen(draft);
            }
            let now = app.now();
            let draft = DraftRow {
                person: about.person,
                completes: Some(row.id),
                ..new_draft(&form.id, form.version, now)?
            };
            let completions = app.store.completions(row.id)?;
            let missing = missing(&row, &about, &completions, &keys, &rules)?;
            let chosen = preselected(form, &missing).map(|(question, ids)| {
                (
                    question,
                    Entry {
                        raw: Secret::new(ids.join(",")),
                        value: None,
                        at: now,
                    },
                )
            });
            app.store.add_draft(&keys, &draft, chosen.as_slice())?;
            self.app.first_screen(draft.id)
        })
    }
}

impl AppState {
    /// The facts that a view shows of a registration besides its state. Without the key there are
    /// none.
    pub(super) fn more_of(
        &self,
        row: &RegistrationRow,
        completions: &[RegistrationRow],
        events: &[EventRow],
    ) -> Result<More, Failure> {
        let app = self;
        let (Ok(keys), rules) = (app.keys(), app.rules()) else {
            return Ok(More::default());
        };
        let Some(about) = app.about(row, &keys, &rules)? else {
            return Ok(More::default());
        };
        let missing = missing(row, &about, completions, &keys, &rules)?;
        let missing: Vec<String> = match rules.content.forms.get(&about.form) {
            Some(form) => {
                let draft = Draft::of(form.id.clone());
                let engine = app.engine(&rules, form, &draft);
                // A question that today's form no longer has is no longer waited for.
                missing
                    .iter()
                    .filter(|id| form.question(id).is_some())
                    .map(|id| engine.label(id))
                    .collect()
            }
            None => Vec::new(),
        };
        let words = Message::new(format!("purpose-{}", about.purpose));
        let missing_words = (!missing.is_empty())
            .then(|| app.message_text(&Message::new("missing-later").with("list", list(&missing))));
        Ok(More {
            can_complete: completing_form(row, &about, &rules).is_some(),
            can_request: request_form(row, &about, &rules).is_some(),
            request: request_facts(row, &about, &rules, events),
            purpose_words: rules
                .content
                .texts
                .try_format(app.lang(), &words)
                .unwrap_or_default(),
            purpose: Some(Purpose::of(&about.purpose)),
            missing_words,
            missing,
        })
    }

    /// Whether the registration that this draft completes still waits for something.
    pub(super) fn check_completion(&self, open: &OpenDraft) -> Result<(), Failure> {
        let Some(first) = open.row.completes else {
            return Ok(());
        };
        let first = self.store.registration(first)?;
        self.check_access(&first)?;
        let form = &open.draft.form;
        let request = self
            .rules()
            .content
            .forms
            .get(form)
            .is_some_and(|form| form.request);
        let (possible, words) = if request {
            (takes_requests(&first), "not-possible-request")
        } else {
            (takes_more(&first), "not-possible-completion")
        };
        if possible {
            return Ok(());
        }
        Err(self.not_possible(words))
    }

    /// The name in the draft of that registration, if it is still there.
    pub(super) fn name_of(
        &self,
        registration: RegistrationId,
        keys: &Keys,
    ) -> Result<Secret, Failure> {
        let Some(draft) = self.store.registration(registration)?.draft else {
            return Ok(Secret::default());
        };
        let name = self.store.readable_entry(keys, draft, "name")?;
        Ok(name.map(|entry| entry.raw).unwrap_or_default())
    }
}

impl AppState {
    /// The purpose under which a registration was sealed. Older apps did not keep it; then the
    /// draft tells it, as long as the draft is there.
    pub(super) fn about(
        &self,
        row: &RegistrationRow,
        keys: &Keys,
        rules: &Rules,
    ) -> Result<Option<About>, Failure> {
        match row
            .about
            .as_ref()
            .map(|sealed| About::open(keys, row.id, sealed))
        {
            // A row that cannot be read counts as one that was not kept.
            None | Some(Err(VaultError::Unreadable(_))) => {}
            Some(about) => return Ok(Some(about?)),
        }
        let Some(draft) = row.draft else {
            return Ok(None);
        };
        // This copy of the draft is dropped afterwards, because a sealed draft must not be open for
        // filling.
        let open = match self.read_draft(draft, keys) {
            Err(Failure::NotPossible(_)) => return Ok(None),
            open => open?,
        };
        let Some(form) = rules.content.forms.get(&open.draft.form) else {
            return Ok(None);
        };
        let engine = self.engine(rules, form, &open.draft);
        Ok(Some(About {
            person: open.row.person,
            form: form.id.clone(),
            version: form.version,
            purpose: engine.purpose().to_owned(),
            missing: engine.waited_for(),
            brings: Vec::new(),
        }))
    }
}

/// The ids of questions that were left open and that no completion has answered since.
fn missing(
    row: &RegistrationRow,
    about: &About,
    completions: &[RegistrationRow],
    keys: &Keys,
    rules: &Rules,
) -> Result<Vec<String>, VaultError> {
    let mut missing = about.missing.clone();
    if missing.is_empty() || is_over(row.state) {
        return Ok(Vec::new());
    }
    for later in completions.iter().filter(|later| !is_over(later.state)) {
        let Some(sealed) = &later.about else { continue };
        let brought = match About::open(keys, later.id, sealed) {
            Err(VaultError::Unreadable(_)) => continue,
            // A request brings nothing that was left out.
            Ok(later) if is_request(&later, rules) => continue,
            about => about?.brings,
        };
        missing.retain(|question| !brought.contains(question));
    }
    Ok(missing)
}

/// The form by which more can be told of this registration now.
fn completing_form<'r>(row: &RegistrationRow, about: &About, rules: &'r Rules) -> Option<&'r Form> {
    rules
        .completing_form(&about.form)
        .filter(|_| row.completes.is_none() && takes_more(row))
}

/// Whether a registration in this state can be completed. Before its first byte has left it can be
/// taken back instead, and after a final refusal nobody waits for more.
fn takes_more(row: &RegistrationRow) -> bool {
    let state = matches!(
        row.state,
        State::Sending | State::Received | State::Accepted | State::NeedsCorrection | State::Parked
    );
    state && !row.withdraw_wanted && !row.access_ended
}

/// Whether nobody waits for this registration any more.
fn is_over(state: State) -> bool {
    matches!(state, State::Refused | State::Withdrawn | State::Erased)
}

/// The question that offers what is missing, and those of its options.
fn preselected(form: &Form, missing: &[String]) -> Option<(String, Vec<String>)> {
    form.questions()
        .filter(|question| matches!(question.kind, Kind::Several { .. }))
        .find_map(|question| {
            let offered = |id: &&String| question.options().iter().any(|option| option.id == **id);
            let chosen: Vec<String> = missing.iter().filter(offered).cloned().collect();
            (!chosen.is_empty()).then(|| (question.id.clone(), chosen))
        })
}
