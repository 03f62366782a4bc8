//! A passphrase: from a file or asked for, and stretched into a key.

use std::path::Path;

use argon2::{Algorithm, Argon2, Params, Version};
use payung_core::KeeperAnswer;
use zeroize::Zeroizing;

use crate::options::Language;
use crate::outcome::Stop;

/// RFC 9106's second recommendation, on one lane: 64 MiB, 3 passes.
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;

pub fn stretch(passphrase: &str, salt: &[u8]) -> Result<Zeroizing<[u8; 32]>, KeeperAnswer> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, Some(32)).map_err(|_| KeeperAnswer::Broken)?;
    let mut key = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase.as_bytes(), salt, &mut *key)
        .map_err(|_| KeeperAnswer::Broken)?;
    Ok(key)
}

/// Asked for without showing it; nothing typed (or the end of input) means: not now.
pub fn ask(prompt: &str) -> Result<Zeroizing<String>, KeeperAnswer> {
    match rpassword::prompt_password(prompt).map(Zeroizing::new) {
        Ok(typed) if !typed.is_empty() => Ok(typed),
        _ => Err(KeeperAnswer::LockedNow),
    }
}

/// The first line of a file.
pub fn read_file(path: &Path, lang: Language) -> Result<Zeroizing<String>, Stop> {
    let text =
        std::fs::read_to_string(path).map_err(|error| Stop::file(path.display(), &error, lang))?;
    let text = Zeroizing::new(text);
    // Some editors write a byte order mark that nobody sees in front of the passphrase.
    match text.trim_start_matches('\u{feff}').lines().next() {
        Some(first) if !first.is_empty() => Ok(Zeroizing::new(first.to_owned())),
        _ => Err({
            let words = lang.of(
                "baris pertamanya tidak berisi kata sandi",
                "the first line holds no passphrase",
            );
            Stop::input(path.display(), words)
        }),
    }
}
