//! The automatic checks of one registration: a function from the envelope and its photos to the
//! index row.

use payung_model::content::Content;
use payung_model::form::{Check, Form};
use payung_model::person::Nik;
use payung_model::sealed::{
    Completed, Digest, Envelope, EnvelopeProblem, PhotoKey, ReferralCode, Registration, photo,
};
use payung_model::units::Timestamp;

use super::findings::{findings, gaps};
use super::flag::Flag;
use super::picture;
use super::reported::{self, Came};
use super::search::{SearchKey, keys_of};
use crate::keys::NikIndex;
use crate::photo_store::PhotoStore;
use crate::purposes::registers;
use crate::store::index::IndexRow;

impl ExaminationResult {
    /// The result for a registration that could not be opened.
    fn unopened(flag: Flag, now: Timestamp) -> Self {
        let row = IndexRow {
            flags: vec![flag.word().into()],
            opened_at: now,
            ..IndexRow::default()
        };
        Self {
            row,
            completes: None,
            keys: Vec::new(),
            referral: None,
        }
    }
}

/// All that an examination needs.
pub(super) struct Examination<'a> {
    pub envelope: &'a Envelope,
    /// The opened registration, or why the envelope does not open.
    pub opened: &'a Result<Registration, EnvelopeProblem>,
    /// The content in which it was filled in; none when that cannot be read.
    pub content: Option<&'a Content>,
    pub index: &'a NikIndex,
    pub photo_store: &'a PhotoStore,
    /// When a report of an incident came; none for other registrations.
    pub came: Option<Came>,
    pub now: Timestamp,
}

/// The result of an examination.
pub(super) struct ExaminationResult {
    pub row: IndexRow,
    /// The registration that it claims to add to. Only the database can tell whether the claim is
    /// true.
    pub completes: Option<Completed>,
    /// The keys by which officers find it.
    pub keys: Vec<SearchKey>,
    /// The code to count. The core sends none with anything else than a registration.
    pub referral: Option<ReferralCode>,
}

impl Examination<'_> {
    /// Fails only when the photo store cannot be read, which is no fault of the registration.
    pub(super) fn examine(&self) -> std::io::Result<ExaminationResult> {
        Ok(match self.opened {
            Ok(registration) => {
                let row = self.row(registration)?;
                let keys = self
                    .form(registration)
                    .map(|form| keys_of(self.index, form, registration))
                    .unwrap_or_default();
                ExaminationResult {
                    row,
                    completes: registration.completes.clone(),
                    keys,
                    referral: registration
                        .referral
                        .clone()
                        // What the core does not send may still come from another program, and must
                        // not be counted.
                        .filter(|_| registers(&registration.purpose))
                        .filter(|_| registration.completes.is_none()),
                }
            }
            Err(EnvelopeProblem::UnknownKey(_)) => {
                ExaminationResult::unopened(Flag::KeyMissing, self.now)
            }
            Err(_) => ExaminationResult::unopened(Flag::SealBroken, self.now),
        })
    }

    fn row(&self, registration: &Registration) -> std::io::Result<IndexRow> {
        let mut flags = Vec::new();
        let form = self.form(registration);
        let mut row = IndexRow {
            form: Some((registration.form.clone(), registration.form_version)),
            lang: Some(registration.lang.clone()),
            purpose: Some(registration.purpose.clone()),
            sealed_at: Some(registration.sealed_at),
            opened_at: self.now,
            ..IndexRow::default()
        };
        if let Some(form) = form {
            let answered = registration.answers.iter().map(|answer| &answer.question);
            let pictured = registration.photos.iter().map(|photo| &photo.question);
            if answered
                .chain(pictured)
                .any(|question| form.question(question).is_none())
            {
                flags.push(Flag::QuestionUnknown);
            }
            // Name and NIK are found by the checks of their questions and not by ids, so that
            // another form may call them otherwise.
            row.name_masked = answer_checked(form, registration, &Check::Name).map(mask);
            if let Some(text) = answer_checked(form, registration, &Check::Nik) {
                match Nik::parse(text) {
                    Ok(nik) => row.nik_index = Some(self.index.of(nik.digits())),
                    Err(_) => flags.push(Flag::NikWrong),
                }
            }
        } else {
            flags.push(Flag::FormUnknown);
        }
        flags.extend(self.photo_flags(&registration.photos)?);
        if let (Some(content), Some(came)) = (self.content, &self.came) {
            flags.extend(reported::flags(content, registration, came));
        }
        row.flags = flags
            .into_iter()
            .map(|flag| flag.word().to_owned())
            .collect();
        if let (Some(content), Some(form)) = (self.content, form) {
            for finding in findings(content, form, registration) {
                // A NIK that is refused has a flag of its own, so it gets no second one.
                let nik = |id: &str| {
                    form.question(id)
                        .is_some_and(|question| question.checks.contains(&Check::Nik))
                };
                let flag = finding.flag();
                let already_flagged =
                    row.flags.contains(&flag) || finding.refused && nik(&finding.question);
                if !already_flagged {
                    row.flags.push(flag);
                }
            }
            let gaps = gaps(content, form, registration);
            // An answer that is refused is said already, and it is not missing besides.
            let refused = row
                .flags
                .iter()
                .any(|flag| flag == Flag::AnswerWrong.word() || flag == Flag::NikWrong.word());
            if !gaps.answers.is_empty() && !refused {
                row.flags.push(Flag::AnswerMissing.word().to_owned());
            }
            if !gaps.consents.is_empty() {
                row.flags.push(Flag::ConsentMissing.word().to_owned());
            }
        }
        Ok(row)
    }

    /// The form in which it was filled in, if this office knows it.
    fn form(&self, registration: &Registration) -> Option<&Form> {
        let form = self.content?.forms.get(&registration.form)?;
        (form.version == registration.form_version).then_some(form)
    }

    fn photo_flags(&self, keys: &[PhotoKey]) -> std::io::Result<Vec<Flag>> {
        let header = self.envelope.header();
        let mut flags = Vec::new();
        let has_key = |digest| keys.iter().any(|key| key.digest == digest);
        let named = |digest| header.photos.iter().any(|photo| photo.digest == digest);
        if !header.photos.iter().all(|photo| has_key(photo.digest))
            || !keys.iter().all(|key| named(key.digest))
        {
            flags.push(Flag::PhotoKeys);
        }
        for key in keys.iter().filter(|key| named(key.digest)) {
            let flag = match self.photo_store.get((header.id, key.digest)) {
                Ok(bytes) if Digest::of(&bytes) == key.digest => match photo::open(bytes, &key.key)
                {
                    Ok(plain) => picture::size(&plain)
                        .is_none()
                        .then_some(Flag::PhotoNotShown),
                    Err(_) => Some(Flag::PhotoSealed),
                },
                // An error of the disk means that the photo is damaged. An error of the bucket
                // tells nothing about the photo.
                Err(error)
                    if self.photo_store.has_bucket()
                        && error.kind() != std::io::ErrorKind::NotFound =>
                {
                    return Err(error);
                }
                _ => Some(Flag::PhotoDamaged),
            };
            flags.extend(flag.filter(|flag| !flags.contains(flag)));
        }
        Ok(flags)
    }
}

/// The answer to the first question that has this check.
fn answer_checked<'a>(
    form: &Form,
    registration: &'a Registration,
    check: &Check,
) -> Option<&'a str> {
    let questions = || form.steps.iter().flat_map(|step| &step.questions);
    let question = questions().find(|question| question.checks.contains(check))?;
    let answer = registration
        .answers
        .iter()
        .find(|answer| answer.question == question.id)?;
    Some(answer.value.reveal())
}

/// Masks a name: the first letter of each of at most three words, `S••• C•••`. The length of the
/// name is not kept either.
pub fn mask(name: &str) -> String {
    let letters = name
        .split_whitespace()
        .filter_map(|word| word.chars().find(|sign| sign.is_alphanumeric()));
    let words: Vec<String> = letters
        .take(3)
        .map(|letter| format!("{letter}•••"))
        .collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_masked_name_keeps_first_letters_only() {
        assert_eq!(mask("SITI CONTOH"), "S••• C•••");
        assert_eq!(mask("  siti \u{7} a b c d"), "s••• a••• b•••");
        assert_eq!(mask(""), "");
    }

    proptest! {
        #[test]
        fn no_name_makes_the_mask_panic_or_reveal_a_word(name in ".*") {
            let masked = mask(&name);
            prop_assert!(masked.split_whitespace().count() <= 3);
            prop_assert!(masked.split_whitespace().all(|word| word.chars().count() == 4 && word.ends_with("•••")));
        }
    }
}
