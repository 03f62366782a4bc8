//! An amount put into a payload.

use std::fmt::Write;

use super::check::QrisProblem;
use super::crc::crc16;
use super::payload::QrisPayload;
use super::rules::{
    ADDITIONAL, AMOUNT, BILL_NUMBER, CRC, DYNAMIC, FORMAT, INITIATION, LONGEST_AMOUNT,
    LONGEST_BILL_NUMBER,
};
use super::tlv::{self, LONGEST_VALUE};
use crate::units::Rupiah;

/// Why an amount was not put into a payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BindProblem {
    /// The payload breaks a rule: recomputing its checksum would hide that it is damaged.
    #[error("at character {}: {}", .0.offset, .0.fault.code())]
    Payload(QrisProblem),
    /// The payload is no Indonesian code, so its amount would not be rupiah.
    #[error("no QRIS code: it is not Indonesian")]
    NotQris,
    /// Nothing to be paid.
    #[error("the amount is zero")]
    NoAmount,
    /// More than the 13 digits that a payload has for it.
    #[error("the amount has more than 13 digits")]
    LargeAmount,
    /// A bill number is 1 to 25 printable ASCII characters.
    #[error("a bill number has 1 to 25 characters of printable ASCII")]
    BillNumber,
    /// The payload's additional data has no room for the bill number.
    #[error("no room for the bill number in tag 62")]
    NoRoom,
}

impl QrisPayload {
    /// A dynamic code for an amount, with a bill number if one is given: tag 01 becomes 12, the
    /// amount goes into tag 54, the number into tag 62-01, and the checksum is computed anew. Every
    /// other field stays as it is and where it is.
    ///
    /// Refuses a payload that breaks a rule, and one that is not Indonesian.
    pub fn with_amount(
        &self,
        amount: Rupiah,
        bill_number: Option<&str>,
    ) -> Result<Self, BindProblem> {
        let check = self.check();
        if let Some(problem) = check.problems.first() {
            return Err(BindProblem::Payload(*problem));
        }
        if !check.is_qris {
            return Err(BindProblem::NotQris);
        }
        let amount = amount.0.to_string();
        if amount == "0" {
            return Err(BindProblem::NoAmount);
        }
        if amount.len() > LONGEST_AMOUNT {
            return Err(BindProblem::LargeAmount);
        }
        let mut fields: Vec<(u8, &str)> = self
            .fields()
            .map(|field| (field.tag, field.value))
            .collect();
        // The old amount goes first, so that the code never has two. The checksum is the last field
        // and is computed over all others.
        fields.retain(|(tag, _)| ![AMOUNT, CRC].contains(tag));
        set(&mut fields, INITIATION, DYNAMIC);
        set(&mut fields, AMOUNT, &amount);
        let additional = match bill_number {
            Some(number) => Some(self.additional_with(number)?),
            None => None,
        };
        if let Some(value) = &additional {
            set(&mut fields, ADDITIONAL, value);
        }
        let mut text = String::with_capacity(self.text.len() + 64);
        for (tag, value) in fields {
            tlv::write(&mut text, tag, value);
        }
        text.push_str("6304");
        let crc = crc16(text.as_bytes());
        // Writing into a string does not fail.
        let _ = write!(text, "{crc:04X}");
        // What was just written can be read, unless it became longer than any code.
        Self::parse(&text).map_err(|_| BindProblem::NoRoom)
    }

    /// The additional data with the bill number in its place.
    fn additional_with(&self, number: &str) -> Result<String, BindProblem> {
        let printable = number.bytes().all(|byte| (b' '..=b'~').contains(&byte));
        if !(1..=LONGEST_BILL_NUMBER).contains(&number.len()) || !printable {
            return Err(BindProblem::BillNumber);
        }
        let template = self.field(ADDITIONAL);
        // The payload was checked, so its template can be read.
        let subs = template.and_then(|field| field.subs().ok());
        let mut subs: Vec<(u8, &str)> = subs
            .map(|subs| subs.map(|sub| (sub.tag, sub.value)).collect())
            .unwrap_or_default();
        set(&mut subs, BILL_NUMBER, number);
        let mut value = String::new();
        for (tag, sub) in subs {
            tlv::write(&mut value, tag, sub);
        }
        if value.chars().count() > LONGEST_VALUE {
            Err(BindProblem::NoRoom)
        } else {
            Ok(value)
        }
    }
}

/// Replaces the value of a field, or puts the field in front of the first one with a higher tag.
/// Tag 00 stays first.
fn set<'p>(fields: &mut Vec<(u8, &'p str)>, tag: u8, value: &'p str) {
    if let Some(field) = fields.iter_mut().find(|(other, _)| *other == tag) {
        field.1 = value;
        return;
    }
    let at = fields
        .iter()
        .position(|(other, _)| *other > tag && *other != FORMAT)
        .unwrap_or(fields.len());
    fields.insert(at, (tag, value));
}
