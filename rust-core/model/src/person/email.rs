//! E-mail addresses.

use std::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::typed::clean;

/// An address that mail could go to: trimmed, the part after the @ in small letters. It never
/// prints, and is wiped from memory on drop.
///
/// Forgiving: whether there is such a mailbox only a mail can tell, so this refuses what is surely
/// a slip (no @, a space, `gmail,com`) and nothing else.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Email(String);

/// Why mail could not go there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EmailProblem {
    /// Nothing but white space.
    #[error("no address")]
    Empty,
    /// A space inside.
    #[error("an address has no spaces")]
    Space,
    /// No @, or more than one.
    #[error("an address has one @")]
    At,
    /// Nothing before the @.
    #[error("the name before the @ is missing")]
    Name,
    /// What follows the @ is no place such as `gmail.com`.
    #[error("after the @ comes a place such as gmail.com")]
    Place,
}

impl Email {
    /// Reads an address as it is typed or pasted.
    pub fn parse(text: &str) -> Result<Self, EmailProblem> {
        let mut email = Self(std::mem::take(&mut *clean(text)));
        if email.0.is_empty() {
            return Err(EmailProblem::Empty);
        }
        if email.0.contains(' ') {
            return Err(EmailProblem::Space);
        }
        let at = email
            .0
            .find('@')
            .filter(|at| email.0.rfind('@') == Some(*at))
            .ok_or(EmailProblem::At)?;
        let (name, place) = email.0.split_at(at);
        if name.is_empty() {
            return Err(EmailProblem::Name);
        }
        if !is_place(&place[1..]) {
            return Err(EmailProblem::Place);
        }
        email.0[at..].make_ascii_lowercase();
        Ok(email)
    }

    /// The address.
    pub fn text(&self) -> &str {
        &self.0
    }
}

/// At least two parts between dots, of letters (any script), digits and hyphens.
fn is_place(text: &str) -> bool {
    let is_part = |part: &str| {
        !part.is_empty()
            && !part.starts_with('-')
            && !part.ends_with('-')
            && part
                .chars()
                .all(|sign| sign.is_alphanumeric() || sign == '-')
    };
    text.contains('.') && text.split('.').all(is_part)
}

impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Email(••••)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn addresses_are_read_as_people_type_them() {
        for (typed, read) in [
            (" siti.contoh@contoh.example ", "siti.contoh@contoh.example"),
            ("Siti+Iuran@Contoh.Example", "Siti+Iuran@contoh.example"),
            ("\u{200b}siti@contoh.co.example", "siti@contoh.co.example"),
            ("o'contoh_1@contoh-2.example", "o'contoh_1@contoh-2.example"),
        ] {
            assert_eq!(
                Email::parse(typed).map(|email| email.text().to_owned()),
                Ok(read.to_owned()),
                "{typed}"
            );
        }
    }

    #[test]
    fn what_is_surely_a_slip_is_named() {
        for (typed, problem) in [
            ("  ", EmailProblem::Empty),
            ("siti contoh@contoh.example", EmailProblem::Space),
            ("siti@contoh .example", EmailProblem::Space),
            ("siti.contoh.example", EmailProblem::At),
            ("siti@contoh@example.id", EmailProblem::At),
            ("@contoh.example", EmailProblem::Name),
            ("siti@", EmailProblem::Place),
            ("siti@contoh", EmailProblem::Place),
            ("siti@contoh,example", EmailProblem::Place),
            ("siti@contoh..example", EmailProblem::Place),
            ("siti@contoh.", EmailProblem::Place),
        ] {
            assert_eq!(Email::parse(typed), Err(problem), "{typed}");
        }
    }

    #[test]
    fn an_address_never_prints() {
        assert!(!format!("{:?}", Email::parse("siti@contoh.example")).contains("siti"));
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic_and_what_is_read_is_read_again(text in "\\PC{0,40}|[a-z@. ]{0,12}") {
            if let Ok(email) = Email::parse(&text) {
                prop_assert_eq!(Email::parse(email.text()), Ok(email.clone()));
            }
        }
    }
}
