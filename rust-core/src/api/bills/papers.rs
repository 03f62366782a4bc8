//! A receipt and a year's statement as PDF files.
//!
//! What a paper says is what the screens say; the pages are the model's (`payung_model::paper`). A
//! paper is made anew each time and kept nowhere: what a shell saves or sends is the worker's.

use payung_model::paper::{Block, Paper};
use payung_model::text::{Arg, Message};

use super::{Bills, StatementMonth};
use crate::api::PayungError;
use crate::api::error::Failure;
use crate::api::state::AppState;

#[uniffi::export]
impl Bills {
    /// A receipt as a PDF file of one page, by its number as [`Bills::receipts`] has it.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung, registration) = example::paid();
    /// let file = payung.bills().receipt_pdf(registration, "K-000001".into())?;
    /// assert!(file.starts_with(b"%PDF-"));
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

impl AppState {
    fn paper(&self, title: String, mut blocks: Vec<Block>) -> Result<Paper, Failure> {
        let made = Message::new("sheet-made").with("date", Arg::Date(self.sure_day()?));
        blocks.push(Block::Small(self.message_text(&made)));
        Ok(Paper {
            lang: self.lang(),
            title,
            blocks,
            footer: self.text("sheet-footer"),
        })
    }
}
