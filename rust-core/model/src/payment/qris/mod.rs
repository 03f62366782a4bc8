//! QRIS: the Indonesian payment code, an EMVCo merchant-presented payload.
//!
//! A payload is a row of fields: two digits of tag, two digits of length, the value. Lengths count characters, the checksum
//! counts bytes. [`QrisPayload::parse`] keeps every field in its order, known or not, so what is written is what was read.
//! [`QrisPayload::check`] says which rules a payload breaks; [`QrisPayload::with_amount`] makes a dynamic code of a static
//! one. The last digit of a merchant's account number is never checked: those numbers do not follow Luhn.
//!
//! ```
//! use payung_model::payment::qris::{QrisPayload, crc16};
//! use payung_model::units::Rupiah;
//!
//! let head = "00020101021126330013ID.CONTOH.WWW011200000000000151440014ID.CO.QRIS.WWW0215ID00000000000010303UMI\
//!             5204999953033605802ID5906CONTOH6007JAKARTA6304";
//! let payload = QrisPayload::parse(&format!("{head}{:04X}", crc16(head.as_bytes())))?;
//! assert!(payload.check().is_valid());
//! let bill = payload.with_amount(Rupiah(16_800), None)?;
//! assert_eq!(bill.value(54), Some("16800"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod bind;
mod check;
mod crc;
mod payable;
mod rules;
mod tlv;

pub use bind::BindProblem;
pub use check::{QrisCheck, QrisFault, QrisProblem};
pub use crc::crc16;
pub use payable::{PayableQris, QrisMerchant, Unpayable};
pub use tlv::{QrisField, QrisSyntax};

use tlv::Span;

/// A payload whose fields can be told apart. Whether it keeps the rules is [`QrisPayload::check`]'s question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QrisPayload {
    text: String,
    spans: Vec<Span>,
}

impl QrisPayload {
    /// Reads the fields. Fails with the place where they can no longer be told apart.
    pub fn parse(text: &str) -> Result<Self, QrisSyntax> {
        let spans = tlv::spans(text)?;
        Ok(Self { text: text.to_owned(), spans })
    }

    /// The payload as it was read: what a code holds.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// All fields in their order.
    pub fn fields(&self) -> impl Iterator<Item = QrisField<'_>> {
        self.spans.iter().map(|span| span.field(&self.text, 0))
    }

    /// The first field with that tag.
    pub fn field(&self, tag: u8) -> Option<QrisField<'_>> {
        self.spans.iter().find(|span| span.tag == tag).map(|span| span.field(&self.text, 0))
    }

    /// The value of the first field with that tag.
    pub fn value(&self, tag: u8) -> Option<&str> {
        self.field(tag).map(|field| field.value)
    }

    /// The rules that the payload breaks, and whether it is Indonesian.
    pub fn check(&self) -> QrisCheck {
        check::check(self)
    }

    /// The national merchant id (NMID) of the account in the national repository; none when there is no such account.
    pub fn nmid(&self) -> Option<&str> {
        let account = self
            .fields()
            .filter(|field| rules::is_account_template(field.tag))
            .find(|field| field.sub(rules::GUID).is_some_and(|guid| guid.eq_ignore_ascii_case(rules::NATIONAL)))?;
        account.sub(rules::MERCHANT_ID)
    }
}
