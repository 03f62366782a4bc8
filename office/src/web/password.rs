//! Passwords: argon2id, each with its own salt. Hashes are written in PHC format, which names the
//! parameters, so that a later version of the office can raise them.

use argon2::password_hash::PasswordHasher;
use argon2::{Algorithm, Argon2, Params, Version};
use payung_model::sealed::{NoRandomness, Random};

use crate::random::SystemRandom;

/// Shorter passwords can be guessed. NIST SP 800-63B asks for 15 characters where there is no
/// second factor, OWASP for at least 12.
const SHORTEST: usize = 12;
/// Longer texts are not passwords, and hashing them would cost time.
const LONGEST: usize = 1024;

/// Why a text cannot be a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordProblem {
    /// Too few characters.
    #[error(
        "a password has at least {SHORTEST} characters: three or four words that do not belong together"
    )]
    Short,
    /// Too many bytes.
    #[error("a password has at most {LONGEST} bytes")]
    Long,
    /// One character, repeated.
    #[error("that password is too easily guessed")]
    Plain,
    /// There was no randomness for the salt, or no memory.
    #[error("the password could not be hashed")]
    Broken,
}

/// The hash to keep: 19 MiB and two passes, OWASP's first choice for argon2id.
pub fn hash(password: &str) -> Result<String, PasswordProblem> {
    if password.chars().count() < SHORTEST {
        return Err(PasswordProblem::Short);
    }
    if password.len() > LONGEST {
        return Err(PasswordProblem::Long);
    }
    let first = password.chars().next();
    if password.chars().all(|sign| Some(sign) == first) {
        return Err(PasswordProblem::Plain);
    }
    make(password.as_bytes()).ok_or(PasswordProblem::Broken)
}

/// True when the text may be compared with a hash at all. Hashing a longer one would cost time for
/// nothing.
pub(super) fn is_plausible(password: &str) -> bool {
    password.len() <= LONGEST
}

/// The hash of 32 random bytes that nobody keeps.
pub(super) fn unknown_hash() -> Result<String, NoRandomness> {
    let mut unknown = [0; 32];
    SystemRandom.fill(&mut unknown)?;
    make(&unknown).ok_or(NoRandomness)
}

fn make(password: &[u8]) -> Option<String> {
    Some(argon2()?.hash_password(password).ok()?.to_string())
}

fn argon2() -> Option<Argon2<'static>> {
    let params = Params::new(19 * 1024, 2, 1, None).ok()?;
    Some(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_names_its_parameters_and_has_its_own_salt() {
        let kept = hash("payung hujan pasar").unwrap();
        assert!(
            kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{kept}"
        );
        assert_ne!(kept, hash("payung hujan pasar").unwrap());
        assert!(
            unknown_hash()
                .unwrap()
                .starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "it takes as long as others"
        );
    }

    #[test]
    fn what_is_too_short_too_long_or_one_sign_is_no_password() {
        assert_eq!(hash("sebelas hrf"), Err(PasswordProblem::Short));
        assert_eq!(hash(&"ab".repeat(513)), Err(PasswordProblem::Long));
        assert_eq!(hash("aaaaaaaaaaaaaaaa"), Err(PasswordProblem::Plain));
    }
}
