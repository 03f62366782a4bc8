//! Text in, understood value out: or what to do about it.

use super::Value;
use crate::text::Message;

/// An answer that is taken, with what is unusual about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    pub value: Value,
    pub warnings: Vec<Message>,
    /// What we understood: "Perempuan, lahir 15 Januari 1990."
    pub understood: Vec<Message>,
}

/// Why it cannot be right, each in words that say what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    pub problems: Vec<Message>,
}
