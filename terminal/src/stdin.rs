//! Values from an argument, or from stdin.

use std::io::Read;

use payung_model::secret::Secret;

use crate::options::Language;
use crate::outcome::Stop;

/// `-` reads the first line of stdin: arguments are visible to others on this machine.
pub fn argument_or_stdin(argument: &str, lang: Language) -> Result<Secret, Stop> {
    if argument != "-" {
        return Ok(Secret::new(argument));
    }
    let mut text = zeroize::Zeroizing::new(String::new());
    std::io::stdin()
        .lock()
        .take(4096)
        .read_to_string(&mut text)
        .map_err(|error| Stop::file("stdin", &error, lang))?;
    Ok(Secret::new(text.lines().next().unwrap_or_default()))
}
