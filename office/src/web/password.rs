//! Passwords: argon2id with a salt of its own each, written in PHC's notation, so that a later office can ask for more.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use payung_model::sealed::{NoRandomness, Random};

use crate::random::SystemRandom;

/// Fewer can be guessed; NIST SP 800-63B asks for 15 where nothing else is asked for, and OWASP for 12 at least.
const SHORTEST: usize = 12;
/// More is nobody's password.
const LONGEST: usize = 1024;

/// Why a text cannot be a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordProblem {
    /// Signs, as people count them.
    #[error("a password has at least {SHORTEST} characters: three or four words that do not belong together")]
    Short,
    /// Bytes.
    #[error("a password has at most {LONGEST} bytes")]
    Long,
    /// The same sign again and again.
    #[error("that password is too easily guessed")]
    Plain,
    /// No randomness for the salt, or no memory.
    #[error("the password could not be hashed")]
    Broken,
}

/// The hash to keep: 19 MiB, two passes (OWASP's first choice for argon2id).
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

/// Is it the password of that hash? Takes its time also when it is not.
pub(super) fn is_right(password: &str, hash: &str) -> bool {
    let Ok(hash) = PasswordHash::new(hash) else { return false };
    password.len() <= LONGEST
        && argon2().is_some_and(|argon2| argon2.verify_password(password.as_bytes(), &hash).is_ok())
}

/// The hash of 32 random bytes that are forgotten at once.
pub(super) fn nobody() -> Result<String, NoRandomness> {
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
    fn a_password_is_known_again_by_its_hash_and_another_is_not() {
        let kept = hash("payung hujan pasar").unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert!(is_right("payung hujan pasar", &kept));
        assert!(!is_right("payung hujan pasaR", &kept) && !is_right("", &kept));
        assert_ne!(kept, hash("payung hujan pasar").unwrap(), "each has its own salt");
    }

    #[test]
    fn what_is_too_short_too_long_or_one_sign_is_no_password() {
        assert_eq!(hash("sebelas hrf"), Err(PasswordProblem::Short));
        assert_eq!(hash(&"ab".repeat(513)), Err(PasswordProblem::Long));
        assert_eq!(hash("aaaaaaaaaaaaaaaa"), Err(PasswordProblem::Plain));
    }

    #[test]
    fn a_hash_that_is_none_lets_nobody_in() {
        assert!(!is_right("", "") && !is_right("x", "not a hash"));
        let nobody = nobody().unwrap();
        assert!(!is_right("", &nobody));
    }
}
