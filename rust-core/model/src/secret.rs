//! Text that belongs to a person: it never prints.

use std::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop};

/// An answer or another personal text. `Debug` and `Display` print dots, and the memory is wiped on
/// drop.
///
/// To use the text, ask for it with [`Secret::reveal`]: a reviewer finds every place by searching
/// for that word.
#[derive(Clone, Default, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Secret(String);

impl Secret {
    /// Wraps a personal text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// True when nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("••••")
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("••••")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_prints_dots_and_not_even_its_length() {
        let secret = Secret::new("CONTOH RAHASIA");
        assert_eq!(format!("{secret} {secret:?}"), "•••• ••••");
        assert_eq!(secret.reveal(), "CONTOH RAHASIA");
    }
}
