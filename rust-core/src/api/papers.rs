//! Papers: a receipt, a year's statement and the heirs' card as PDF files.
//!
//! What a paper says is what the screens say; the pages are the model's (`payung_model::paper`). A
//! paper is made anew each time and kept nowhere: what a shell saves or sends is the worker's.

use payung_model::cover::Cover as CoverOn;
use payung_model::paper::{Block, HeirsFacts, Paper, heirs_card};
use payung_model::person::Nik;
use payung_model::text::{Arg, Message};

use super::PayungError;
use super::bills::{Bills, StatementMonth};
use super::cover::Cover;
use super::error::Failure;
use super::member::Member;
use super::state::AppState;

#[uniffi::export]
impl Bills {
    /// A receipt as a PDF file of one page, by its number as [`Bills::receipts`] has it.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// // Nothing was paid yet, so there is no such receipt.
    /// let registration = example::ready(&payung);
    /// assert!(payung.bills().receipt_pdf(registration, "K-000001".into()).is_err());
    /// # Ok(())
    /// # }
    /// ```
    pub fn receipt_pdf(
        &self,
        registration: String,
        number: String,
    ) -> Result<Vec<u8>, PayungError> {
        let receipts = self.receipts(registration)?;
        self.app.call("bills.receipt_pdf", || {
            let number = payung_model::typed::clean(&number);
            let receipt = receipts.into_iter().find(|it| it.number == *number);
            let receipt = receipt.ok_or_else(|| self.app.not_possible("not-possible-receipt"))?;
            let rows = receipt.rows.into_iter().map(|row| (row.label, row.value));
            let blocks = vec![Block::Rows(rows.collect()), Block::Small(receipt.note)];
            Ok(self.app.paper(receipt.title, blocks)?.pdf())
        })
    }

    /// The statement of a year as a PDF file: what [`Bills::statement`] says.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let file = payung.bills().statement_pdf(example::ready(&payung), 2026)?;
    /// assert!(file.starts_with(b"%PDF-"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn statement_pdf(&self, registration: String, year: u16) -> Result<Vec<u8>, PayungError> {
        let statement = self.statement(registration, year)?;
        self.app.call("bills.statement_pdf", || {
            let words = |month: StatementMonth| month.words;
            let mut blocks: Vec<Block> = statement.lines.into_iter().map(Block::Text).collect();
            blocks.push(Block::Items(
                statement.months.into_iter().map(words).collect(),
            ));
            blocks.push(Block::Small(statement.note));
            Ok(self.app.paper(statement.title, blocks)?.pdf())
        })
    }
}

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

    /// What the card for the family says, line by line: for a voice, and to be sent as a message.
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

    fn paper(&self, title: String, mut blocks: Vec<Block>) -> Result<Paper, Failure> {
        let made = Message::new("sheet-made").with("date", Arg::Date(self.sure_day()?));
        blocks.push(Block::Small(self.say_message(&made)));
        Ok(Paper {
            lang: self.lang(),
            title,
            blocks,
            footer: self.say("sheet-footer"),
        })
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
