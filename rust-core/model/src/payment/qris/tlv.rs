//! Fields of a payload: tag, length, value.

use std::fmt::Write;
use std::ops::Range;

/// Characters: no QR code holds more (version 40, lowest correction).
const MOST: usize = 2_953;
/// Characters that two digits of length can count.
pub(super) const LONGEST_VALUE: usize = 99;

/// Why the fields of a payload cannot be told apart. Every offset counts characters from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QrisSyntax {
    /// There is nothing.
    #[error("the payload is empty")]
    Empty,
    /// More than any QR code holds.
    #[error("longer than any QR code: more than 2953 characters")]
    TooLong,
    /// A field does not begin with two digits.
    #[error("at character {at}: a field begins with two digits of tag")]
    Tag {
        /// Where the tag is expected.
        at: usize,
    },
    /// No two digits of length behind the tag.
    #[error("at character {at}: two digits of length are expected")]
    Length {
        /// Where the length is expected.
        at: usize,
    },
    /// A value that is longer than what is left.
    #[error("at character {at}: the field ends behind the end of the payload")]
    Overrun {
        /// Where the field begins.
        at: usize,
    },
}

impl QrisSyntax {
    /// A short name for programs: `empty`, `too_long`, `tag`, `length`, `overrun`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLong => "too_long",
            Self::Tag { .. } => "tag",
            Self::Length { .. } => "length",
            Self::Overrun { .. } => "overrun",
        }
    }

    /// The place in characters from 0.
    pub fn offset(self) -> usize {
        match self {
            Self::Empty => 0,
            Self::TooLong => MOST,
            Self::Tag { at } | Self::Length { at } | Self::Overrun { at } => at,
        }
    }

    fn shifted(self, by: usize) -> Self {
        match self {
            Self::Empty | Self::TooLong => self,
            Self::Tag { at } => Self::Tag { at: at + by },
            Self::Length { at } => Self::Length { at: at + by },
            Self::Overrun { at } => Self::Overrun { at: at + by },
        }
    }
}

/// One field of a payload, or of a template within it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QrisField<'p> {
    /// 0 to 99.
    pub tag: u8,
    /// Where its tag stands, in characters from the beginning of the payload.
    pub at: usize,
    /// As it is written; of a template the fields within, still unread.
    pub value: &'p str,
}

impl<'p> QrisField<'p> {
    /// The fields of a template. Fails where they cannot be told apart.
    pub fn subs(self) -> Result<impl Iterator<Item = QrisField<'p>>, QrisSyntax> {
        let at = self.at + 4;
        let spans = spans(self.value).map_err(|problem| match problem {
            QrisSyntax::Empty => QrisSyntax::Tag { at },
            other => other.shifted(at),
        })?;
        Ok(spans
            .into_iter()
            .map(move |span| span.field(self.value, at)))
    }

    /// The value of the first field with that tag within this template.
    pub fn within(self, tag: u8) -> Option<&'p str> {
        self.subs()
            .ok()?
            .find(|field| field.tag == tag)
            .map(|field| field.value)
    }
}

/// Where a field lies in its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FieldSpan {
    pub(super) tag: u8,
    /// Characters before it.
    at: usize,
    /// Bytes of its value.
    pub(super) value: Range<usize>,
}

impl FieldSpan {
    pub(super) fn field<'p>(&self, text: &'p str, shift: usize) -> QrisField<'p> {
        QrisField {
            tag: self.tag,
            at: self.at + shift,
            value: text.get(self.value.clone()).unwrap_or_default(),
        }
    }
}

/// The fields of a text, one behind the other to its end.
pub(super) fn spans(text: &str) -> Result<Vec<FieldSpan>, QrisSyntax> {
    if text.is_empty() {
        return Err(QrisSyntax::Empty);
    }
    // A character is a byte at least, so a text that is short in bytes is not counted.
    if text.len() > MOST && text.chars().nth(MOST).is_some() {
        return Err(QrisSyntax::TooLong);
    }
    let mut found = Vec::with_capacity(20);
    let (mut rest, mut at) = (text, 0);
    while !rest.is_empty() {
        let tag = two_digits(rest).ok_or(QrisSyntax::Tag { at })?;
        let length = two_digits(&rest[2..]).ok_or(QrisSyntax::Length { at: at + 2 })?;
        let value = &rest[4..];
        let bytes = bytes_of(value, usize::from(length)).ok_or(QrisSyntax::Overrun { at })?;
        let from = text.len() - value.len();
        found.push(FieldSpan {
            tag,
            at,
            value: from..from + bytes,
        });
        rest = &value[bytes..];
        at += 4 + usize::from(length);
    }
    Ok(found)
}

/// Adds a field. Its value has at most [`LONGEST_VALUE`] characters.
pub(super) fn write(into: &mut String, tag: u8, value: &str) {
    // Writing into a string does not fail.
    let _ = write!(into, "{tag:02}{:02}{value}", value.chars().count());
}

fn two_digits(text: &str) -> Option<u8> {
    match text.as_bytes() {
        [tens @ b'0'..=b'9', ones @ b'0'..=b'9', ..] => Some((tens - b'0') * 10 + (ones - b'0')),
        _ => None,
    }
}

/// How many bytes the first characters take; none when there are fewer.
fn bytes_of(text: &str, characters: usize) -> Option<usize> {
    if let Some(bytes) = text.as_bytes().get(..characters)
        && bytes.is_ascii()
    {
        return Some(characters);
    }
    let mut left = text.char_indices();
    for _ in 0..characters {
        left.next()?;
    }
    Some(left.next().map_or(text.len(), |(byte, _)| byte))
}
