//! A payload as a row of fields.

use super::rules;
use super::tlv::{self, FieldSpan, QrisField, QrisSyntax};

/// A payload whose fields can be told apart. Whether it keeps the rules is [`QrisPayload::check`]'s
/// question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QrisPayload {
    pub(super) text: String,
    pub(super) spans: Vec<FieldSpan>,
}

impl QrisPayload {
    /// Reads the fields. Fails with the place where they can no longer be told apart.
    pub fn parse(text: &str) -> Result<Self, QrisSyntax> {
        let spans = tlv::spans(text)?;
        Ok(Self {
            text: text.to_owned(),
            spans,
        })
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
        self.spans
            .iter()
            .find(|span| span.tag == tag)
            .map(|span| span.field(&self.text, 0))
    }

    /// The value of the first field with that tag.
    pub fn value(&self, tag: u8) -> Option<&str> {
        self.field(tag).map(|field| field.value)
    }

    /// The national merchant id (NMID) of the account in the national repository; none when there
    /// is no such account.
    pub fn nmid(&self) -> Option<&str> {
        let account = self
            .fields()
            .filter(|field| rules::is_account_template(field.tag))
            .find(|field| {
                field
                    .within(rules::GUID)
                    .is_some_and(|guid| guid.eq_ignore_ascii_case(rules::NATIONAL))
            })?;
        account.within(rules::MERCHANT_ID)
    }
}
