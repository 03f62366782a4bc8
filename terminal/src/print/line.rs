//! A text that grows line by line.

use std::fmt::Write;

/// Lines, joined.
pub type Text = String;

/// Adds a line.
pub fn line(text: &mut Text, words: std::fmt::Arguments<'_>) {
    // Writing to a String cannot fail.
    let _ = writeln!(text, "{words}");
}
