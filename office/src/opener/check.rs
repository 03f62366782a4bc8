//! What a machine can tell about one registration: a function from the envelope and its photos to the index row.

use payung_model::content::Content;
use payung_model::form::{Check, Form};
use payung_model::person::Nik;
use payung_model::sealed::{Completed, Digest, Envelope, EnvelopeProblem, OfficeKey, PhotoKey, Registration, photo};
use payung_model::units::Timestamp;

use super::findings::findings;
use crate::keys::NikIndex;
use crate::photo_store::PhotoStore;
use crate::store::index::IndexRow;

/// Why an officer should look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flag {
    /// Sealed to a key that is not in the key folder; opened once it is.
    KeyMissing,
    /// The envelope does not open, or what is inside cannot be read.
    SealBroken,
    /// The form, in this version, is not in the bundle the envelope names.
    FormUnknown,
    /// An answer to (or a photo for) a question that the form does not have.
    QuestionUnknown,
    /// The NIK is none.
    NikWrong,
    /// An answer that the form refuses.
    AnswerWrong,
    /// It says that it adds to a registration, and that one is not here or is not the sender's.
    CompletesUnknown,
    /// A photo named by the envelope has no key inside, or the other way round.
    PhotoKeys,
    /// A photo's file is missing, or is not what its digest says.
    PhotoDamaged,
    /// A photo's key does not open it.
    PhotoSealed,
    /// Another registration has the same NIK. The sender is never told.
    Duplicate,
}

impl Flag {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::KeyMissing,
        Self::SealBroken,
        Self::FormUnknown,
        Self::QuestionUnknown,
        Self::NikWrong,
        Self::AnswerWrong,
        Self::CompletesUnknown,
        Self::PhotoKeys,
        Self::PhotoDamaged,
        Self::PhotoSealed,
        Self::Duplicate,
    ];

    /// As stored and shown.
    pub fn word(self) -> &'static str {
        match self {
            Self::KeyMissing => "key_missing",
            Self::SealBroken => "seal_broken",
            Self::FormUnknown => "form_unknown",
            Self::QuestionUnknown => "question_unknown",
            Self::NikWrong => "nik_wrong",
            Self::AnswerWrong => "answer_wrong",
            Self::CompletesUnknown => "completes_unknown",
            Self::PhotoKeys => "photo_keys",
            Self::PhotoDamaged => "photo_damaged",
            Self::PhotoSealed => "photo_sealed",
            Self::Duplicate => "duplicate",
        }
    }

    /// The row of what could not be opened.
    fn alone(self, now: Timestamp) -> ExaminationResult {
        let row = IndexRow { flags: vec![self.word().into()], opened_at: now, ..IndexRow::default() };
        ExaminationResult { row, completes: None }
    }
}

/// Everything an examination looks at.
pub(super) struct Examination<'a> {
    pub envelope: &'a Envelope,
    pub keys: &'a [OfficeKey],
    /// Content of the bundle the envelope names; none when that cannot be read.
    pub content: Option<&'a Content>,
    pub index: &'a NikIndex,
    pub photo_store: &'a PhotoStore,
    pub now: Timestamp,
}

/// What an examination found.
pub(super) struct ExaminationResult {
    pub row: IndexRow,
    /// What it says it adds to: only the database can tell whether that is true.
    pub completes: Option<Completed>,
}

impl Examination<'_> {
    /// Fails only when the photos' place cannot be asked: that says nothing about the registration.
    pub(super) fn examine(&self) -> std::io::Result<ExaminationResult> {
        Ok(match self.envelope.open(self.keys) {
            Ok(registration) => {
                let row = self.opened(&registration)?;
                ExaminationResult { row, completes: registration.completes }
            }
            Err(EnvelopeProblem::UnknownKey(_)) => Flag::KeyMissing.alone(self.now),
            Err(_) => Flag::SealBroken.alone(self.now),
        })
    }

    fn opened(&self, registration: &Registration) -> std::io::Result<IndexRow> {
        let mut flags = Vec::new();
        let forms = self.content.map(|content| &content.forms);
        let form = forms
            .and_then(|forms| forms.get(&registration.form))
            .filter(|form| form.version == registration.form_version);
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
            if answered.chain(pictured).any(|question| form.question(question).is_none()) {
                flags.push(Flag::QuestionUnknown);
            }
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
        row.flags = flags.into_iter().map(|flag| flag.word().to_owned()).collect();
        if let (Some(content), Some(form)) = (self.content, form) {
            for finding in findings(content, form, registration) {
                // The NIK has a flag of its own.
                let nik = |id: &str| form.question(id).is_some_and(|question| question.checks.contains(&Check::Nik));
                let flag = finding.flag();
                let already_flagged = row.flags.contains(&flag) || finding.refused && nik(&finding.question);
                if !already_flagged {
                    row.flags.push(flag);
                }
            }
        }
        Ok(row)
    }

    fn photo_flags(&self, keys: &[PhotoKey]) -> std::io::Result<Vec<Flag>> {
        let header = self.envelope.header();
        let mut flags = Vec::new();
        let has_key = |digest| keys.iter().any(|key| key.digest == digest);
        let named = |digest| header.photos.iter().any(|photo| photo.digest == digest);
        if !header.photos.iter().all(|photo| has_key(photo.digest)) || !keys.iter().all(|key| named(key.digest)) {
            flags.push(Flag::PhotoKeys);
        }
        for key in keys.iter().filter(|key| named(key.digest)) {
            let flag = match self.photo_store.get((header.id, key.digest)) {
                Ok(bytes) if Digest::of(&bytes) == key.digest => {
                    photo::open(bytes, &key.key).err().map(|_| Flag::PhotoSealed)
                }
                // The disk's own errors are the photo's; the bucket's are not.
                Err(error) if self.photo_store.has_bucket() && error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(error);
                }
                _ => Some(Flag::PhotoDamaged),
            };
            flags.extend(flag.filter(|flag| !flags.contains(flag)));
        }
        Ok(flags)
    }
}

/// The answer to the first question that carries this check.
fn answer_checked<'a>(form: &Form, registration: &'a Registration, check: &Check) -> Option<&'a str> {
    let questions = || form.steps.iter().flat_map(|step| &step.questions);
    let question = questions().find(|question| question.checks.contains(check))?;
    let answer = registration.answers.iter().find(|answer| answer.question == question.id)?;
    Some(answer.value.reveal())
}

/// The first letter of each word, at most three words: `S••• C•••`. Not even the length of a name is kept.
pub fn mask(name: &str) -> String {
    let letters = name.split_whitespace().filter_map(|word| word.chars().find(|sign| sign.is_alphanumeric()));
    let words: Vec<String> = letters.take(3).map(|letter| format!("{letter}•••")).collect();
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
