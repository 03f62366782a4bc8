//! Answers as people say them, in Indonesian: labels of options, districts with what they lie in.

use payung_model::content::Content;
use payung_model::form::{Form, Kind};
use payung_model::person::Regions;
use payung_model::text::{Lang, Message};

/// The words of the content a registration was made with.
pub(super) struct Labels<'a> {
    /// None when the bundle cannot be read (any more): then nothing has words.
    pub content: Option<&'a Content>,
    /// Form id.
    pub form: &'a str,
}

impl Labels<'_> {
    /// The question as the review names it.
    pub(super) fn label(&self, question: &str) -> Option<String> {
        self.text(&format!("q-{question}.review")).or_else(|| self.text(&format!("q-{question}")))
    }

    /// What the office is asked for.
    pub(super) fn purpose(&self, purpose: &str) -> Option<String> {
        self.text(&format!("purpose-{purpose}"))
    }

    /// The answer, where people say it otherwise than it is written.
    pub(super) fn answer(&self, question: &str, value: &str) -> Option<String> {
        let kind = &self.form()?.question(question)?.kind;
        let option = |id: &str| self.text(&format!("o-{question}-{id}"));
        match kind {
            Kind::District { .. } => Regions::path(value),
            Kind::YesNo if matches!(value, "yes" | "no") => self.text(&format!("answer-{value}")),
            Kind::Choice { .. } | Kind::Search { .. } | Kind::Confirm { .. } => option(value),
            Kind::Several { .. } => {
                let labels = value.split(',').map(option).collect::<Option<Vec<_>>>()?;
                Some(self.content?.texts.list(Lang::Id, &labels))
            }
            _ => None,
        }
    }

    fn form(&self) -> Option<&Form> {
        self.content?.forms.get(self.form)
    }

    fn text(&self, id: &str) -> Option<String> {
        let texts = &self.content?.texts;
        texts.has(Lang::Id, id).then(|| texts.format(Lang::Id, &Message::new(id)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_and_districts_are_said_in_words_and_the_unknown_is_left_alone() {
        let content = Content::built_in().unwrap();
        let labels = Labels { content: Some(&content), form: "bpu" };
        assert_eq!(labels.answer("district", "32.01.01").unwrap(), "Cibinong, Kabupaten Bogor, Jawa Barat");
        assert_ne!(labels.answer("payer", "self").unwrap(), "self");
        let several = labels.answer("programmes", "jkk,jkm").unwrap();
        assert!(!several.contains("jkk,jkm") && several.len() > 7, "{several}");
        assert_eq!(labels.answer("programmes", "jkk,nope"), None);
        assert_eq!(labels.answer("district", "99.99.99"), None);
        assert_eq!(labels.answer("name", "SITI CONTOH"), None);
        assert_eq!(labels.purpose("resume").unwrap(), "Bayar lagi");
        let wordless = Labels { content: None, form: "bpu" };
        assert_eq!(wordless.answer("payer", "self"), None);
    }
}
