//! The texts for questions and answers, in Indonesian: labels of options, and districts with their
//! regency and province.

use payung_model::content::Content;
use payung_model::engine::{format_answer, question_label};
use payung_model::form::Form;
use payung_model::text::{Lang, Message};

/// The texts of the content that a registration was made with.
pub(super) struct Labels<'a> {
    /// None when the bundle cannot be read any more; then nothing has a text.
    pub content: Option<&'a Content>,
    /// Form id.
    pub form: &'a str,
}

impl Labels<'_> {
    /// The question as the review names it.
    pub(super) fn label(&self, question: &str) -> Option<String> {
        question_label(self.content?, Lang::Id, question)
    }

    /// The text for what the worker asks the office for.
    pub(super) fn purpose(&self, purpose: &str) -> Option<String> {
        let (texts, id) = (&self.content?.texts, format!("purpose-{purpose}"));
        texts
            .has(Lang::Id, &id)
            .then(|| texts.format(Lang::Id, &Message::new(id)))
    }

    /// The text for an answer whose stored form is not for people: an option's id, a district's
    /// code.
    pub(super) fn answer(&self, question: &str, value: &str) -> Option<String> {
        format_answer(
            self.content?,
            Lang::Id,
            self.form()?.question(question)?,
            value,
        )
    }

    fn form(&self) -> Option<&Form> {
        self.content?.forms.get(self.form)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_and_districts_are_said_in_words_and_the_unknown_is_left_alone() {
        let content = Content::built_in().unwrap();
        let labels = Labels {
            content: Some(&content),
            form: "bpu",
        };
        assert_eq!(
            labels.answer("district", "32.01.01").unwrap(),
            "Cibinong, Kabupaten Bogor, Jawa Barat"
        );
        assert_ne!(labels.answer("payer", "self").unwrap(), "self");
        let several = labels.answer("programmes", "jkk,jkm").unwrap();
        assert!(
            !several.contains("jkk,jkm") && several.len() > 7,
            "{several}"
        );
        assert_eq!(labels.answer("programmes", "jkk,nope"), None);
        assert_eq!(labels.answer("district", "99.99.99"), None);
        assert_eq!(labels.answer("name", "SITI CONTOH"), None);
        assert_eq!(labels.purpose("resume").unwrap(), "Bayar lagi");
        let wordless = Labels {
            content: None,
            form: "bpu",
        };
        assert_eq!(wordless.answer("payer", "self"), None);
    }
}
