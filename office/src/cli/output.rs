//! All that the program prints for people passes here, so that no text from elsewhere can move a
//! terminal's cursor, change its colours or its title, turn the direction of writing, or hide: such
//! signs become `�`, and in JSON an escape.

use std::fmt::Write as _;
use std::io::Write as _;

use serde::Serialize;

use crate::desk::printable;
use crate::failure::Failure;

/// Prints to stdout. Line ends in the text stay; nothing else in it steers the terminal. A closed
/// pipe (`| head`) is not an error.
pub(super) fn print_line(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    match writeln!(out, "{}", lines(text)).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// Prints a value as one line of JSON. It may be read on a terminal too, so what cannot be seen is
/// escaped.
pub(super) fn print_json(value: &impl Serialize) -> Result<(), Failure> {
    print_line(&escaped(
        &serde_json::to_string(value).map_err(std::io::Error::other)?,
    ))
}

/// Prints a line to stderr for the operator. It is not part of the command's result.
pub(super) fn print_note(text: &str) {
    let _ = writeln!(std::io::stderr(), "{}", lines(text));
}

fn lines(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(printable).collect();
    lines.join("\n")
}

/// JSON allows every sign of a string as `\uXXXX`, those beyond the first 65,536 as two of them.
fn escaped(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for sign in json.chars() {
        if printable(sign.encode_utf8(&mut [0; 4])).starts_with(sign) {
            text.push(sign);
        } else {
            for unit in sign.encode_utf16(&mut [0; 2]) {
                // A string takes every text.
                let _ = write!(text, "\\u{unit:04x}");
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_is_not_steered_and_json_keeps_its_value() {
        let name = "SITI\u{1b}[2J\u{202e}\u{9b}31m\u{e0041} CONTOH";
        assert_eq!(
            lines(&format!("{name}\nbaris")),
            "SITI\u{fffd}[2J\u{fffd}\u{fffd}31m\u{fffd} CONTOH\nbaris"
        );
        let json = escaped(&serde_json::to_string(name).unwrap());
        assert!(json.is_ascii() && !json.contains('\u{1b}'), "{json}");
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), name);
    }
}
