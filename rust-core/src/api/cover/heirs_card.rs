//! The card for the family, as a PDF file and as lines.
//!
//! The page is the model's (`payung_model::paper`). It is made anew each time and kept nowhere: what a
//! shell saves or sends is the worker's.

use payung_model::cover::Cover as CoverOn;
use payung_model::paper::{HeirsFacts, Paper, heirs_card};
use payung_model::person::Nik;

use super::Cover;
use crate::api::PayungError;
use crate::api::error::Failure;
use crate::api::member::Member;
use crate::api::state::AppState;

#[uniffi::export]
impl Cover {
    /// The card for the family as a PDF file of one page: until when a registration's member is
    /// protected, what the family gets, what to do and where. The NIK on it is masked.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let file = payung.cover().heirs_card_pdf(example::ready(&payung))?;
    /// assert!(file.starts_with(b"%PDF-"));
    /// // Only the masked number is on it.
    /// let holds = |text: &[u8]| file.windows(text.len()).any(|part| part == text);
    /// assert!(holds(b"SITI") && holds(b"0001") && !holds(b"3201015501900001"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn heirs_card_pdf(&self, registration: String) -> Result<Vec<u8>, PayungError> {
        self.app.call("cover.heirs_card_pdf", || {
            Ok(self.app.heirs_card(&registration)?.pdf())
        })
    }

    /// The lines of the card for the family: for a voice, and to be sent as a message.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let lines = payung.cover().heirs_card_lines(example::ready(&payung))?;
    /// assert!(lines.iter().any(|line| line.ends_with("SITI CONTOH")));
    /// assert!(!lines.iter().any(|line| line.contains("3201015501900001")));
    /// # Ok(())
    /// # }
    /// ```
    pub fn heirs_card_lines(&self, registration: String) -> Result<Vec<String>, PayungError> {
        self.app.call("cover.heirs_card_lines", || {
            Ok(self.app.heirs_card(&registration)?.lines())
        })
    }
}

impl AppState {
    fn heirs_card(&self, registration: &str) -> Result<Paper, Failure> {
        let member = Member::open(self, registration)?;
        self.must_have_cover(&member.row)?;
        let (rules, on) = (self.rules(), self.sure_day()?);
        let content = &rules.content;
        let cover = CoverOn::of(&content.cover, &content.calendar, &member.paid(), on);
        let (name, number) = self.name_and_number(&member)?;
        let facts = HeirsFacts {
            name: name.as_deref(),
            number: number.as_deref(),
            cover: &cover,
        };
        Ok(heirs_card(content, self.lang(), &facts))
    }

    /// The member's name and masked NIK, as long as the answers are on this phone.
    fn name_and_number(
        &self,
        member: &Member<'_>,
    ) -> Result<(Option<String>, Option<String>), Failure> {
        let Some(draft) = member.row.draft else {
            return Ok((None, None));
        };
        let entries = self.store.readable_entries(&*self.keys()?, draft)?.rows;
        let text = |question: &str| {
            let entry = entries.iter().find(|(id, _)| id == question);
            entry.map(|(_, entry)| entry.raw.reveal().to_owned())
        };
        let number = text("nik").and_then(|nik| Some(Nik::parse(&nik).ok()?.masked()));
        Ok((text("name").filter(|name| !name.trim().is_empty()), number))
    }
}
