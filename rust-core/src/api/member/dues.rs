//! What a member's dues depend on: the answers of the registration, and what was changed in them by
//! requests that the office accepted.
//!
//! Retention deletes the answers of both one day, each at its own time, and reminders go on. So those
//! that the dues depend on are noted in the member's record while they are still here.

use std::collections::BTreeSet;

use payung_model::cover::reminder::Dues;
use payung_model::form::{Draft, Entry, Form, Value};
use payung_model::journey::State;
use payung_model::places::zone_of;
use payung_model::secret::Secret;
use payung_model::units::Zone;

use super::kept::{Kept, KeptChange};
use crate::api::Purpose;
use crate::api::rules::Rules;
use crate::api::state::AppState;
use crate::vault::{About, Keys, RegistrationRow};

/// The question about the number of the card that somebody had as a member.
const CARD_NUMBER: &str = "kpj";

impl AppState {
    /// Notes what the dues depend on, and the number of a card that somebody had as a member, while
    /// it is here and can be read. The zone of the address, if
    /// it is known.
    pub(super) fn note_dues(
        &self,
        row: &RegistrationRow,
        kept: &mut Kept,
        keys: &Keys,
    ) -> Option<Zone> {
        let rules = self.rules();
        let mut zone = None;
        if let Some(open) = row.draft.and_then(|id| self.read_draft(id, keys).ok())
            && let Some(form) = rules.content.forms.get(&open.draft.form)
        {
            let engine = self.engine(&rules, form, &open.draft);
            // What somebody typed on a bill's screen is newer than an answer.
            if kept.card_number.is_none() && engine.visible(CARD_NUMBER) {
                let card = open.draft.entries.get(CARD_NUMBER);
                kept.card_number = match card.and_then(|entry| entry.value.as_ref()) {
                    Some(Value::Text(number)) => Some(number.reveal().to_owned()),
                    _ => None,
                };
            }
            if let Some(dues) = engine.dues() {
                kept.dues = Some(dues);
                let depends_on = depends_on(form);
                let answers = engine.answers().0.into_iter();
                let answers = answers.filter(|it| depends_on.contains(it.question.as_str()));
                kept.dues_form.clone_from(&form.id);
                kept.dues_answers = answers
                    .map(|it| (it.question, it.value.reveal().to_owned()))
                    .collect();
                let district = open.draft.entries.get("district");
                zone = match district.and_then(|entry| entry.value.as_ref()) {
                    Some(Value::Choice(code)) => zone_of(code),
                    _ => None,
                };
            }
        }
        self.note_changes(row, kept, keys, &rules);
        if !kept.dues_changes.is_empty()
            && let Some(dues) = self.changed_dues(kept, &rules)
        {
            kept.dues = Some(dues);
        }
        zone
    }

    /// Notes the answers of changes that the office has accepted.
    fn note_changes(&self, row: &RegistrationRow, kept: &mut Kept, keys: &Keys, rules: &Rules) {
        let Ok(later) = self.store.completions(row.id) else {
            return;
        };
        for request in later.iter().filter(|it| it.state == State::Accepted) {
            let id = request.id.to_string();
            if kept.dues_changes.iter().any(|known| known.request == id) {
                continue;
            }
            let about = request.about.as_ref();
            let about = about.and_then(|sealed| About::open(keys, request.id, sealed).ok());
            if about.is_none_or(|about| Purpose::of(&about.purpose) != Purpose::Update) {
                continue;
            }
            let open = request.draft.and_then(|id| self.read_draft(id, keys).ok());
            let Some(open) = open else { continue };
            let Some(form) = rules.content.forms.get(&open.draft.form) else {
                continue;
            };
            let answers = self.engine(rules, form, &open.draft).answers().0;
            kept.dues_changes.push(KeptChange {
                request: id,
                form: form.id.clone(),
                answers: answers
                    .into_iter()
                    .filter(|it| is_of_dues(rules, kept, &it.question))
                    .map(|it| (it.question, it.value.reveal().to_owned()))
                    .collect(),
            });
        }
    }

    /// The dues by the answers with all changes laid over them; none where the answers are not known,
    /// as in a record of an older app whose answers are deleted.
    fn changed_dues(&self, kept: &Kept, rules: &Rules) -> Option<Dues> {
        let form = rules.content.forms.get(&kept.dues_form)?;
        let mut answers = kept.dues_answers.clone();
        for change in &kept.dues_changes {
            let asked = rules.content.forms.get(&change.form);
            answers.retain(|question, _| {
                let new = change.answers.keys().map(String::as_str);
                asked.is_none_or(|asked| !asked.replaces(question, new))
            });
            answers.extend(change.answers.clone());
        }
        let mut draft = Draft::of(form.id.clone());
        // Each answer is checked together with those before it.
        for question in form.questions() {
            let Some(text) = answers.get(&question.id) else {
                continue;
            };
            let answered = self.engine(rules, form, &draft).check(&question.id, text);
            let entry = Entry {
                raw: Secret::new(text.clone()),
                value: answered.ok().map(|answered| answered.value),
                at: self.now(),
            };
            draft.entries.insert(question.id.clone(), entry);
        }
        self.engine(rules, form, &draft).dues()
    }
}

fn is_of_dues(rules: &Rules, kept: &Kept, question: &str) -> bool {
    let form = rules.content.forms.get(&kept.dues_form);
    form.is_none_or(|form| depends_on(form).contains(question))
}

/// The questions of the calculator, and those on whose answers it hangs that these are asked.
fn depends_on(form: &Form) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    let mut open: Vec<&str> = form.calculator.iter().map(String::as_str).collect();
    while let Some(id) = open.pop() {
        if !found.insert(id) {
            continue;
        }
        let when = form.question(id).and_then(|it| it.when.as_ref());
        let leaves = when.map(|when| when.leaves()).unwrap_or_default();
        open.extend(leaves.into_iter().filter_map(|leaf| leaf.question()));
    }
    found
}
