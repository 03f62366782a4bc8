//! What is printed beside the conversation, as wide as the terminal.

use std::borrow::Cow;
use std::io::Write;
use std::os::fd::AsFd;

use crate::layout;

/// Something to know beside the result: on stderr, as wide as its terminal.
pub fn print_notice(words: &str) {
    let mut err = std::io::stderr().lock();
    let words = folded(words, &err);
    let _ = writeln!(err, "{words}");
}

/// At a terminal as wide as it is; elsewhere as it is written.
pub fn folded(words: &str, stream: impl AsFd) -> Cow<'_, str> {
    layout::width_of(stream).map_or(Cow::Borrowed(words), |width| {
        Cow::Owned(layout::fold(words, width))
    })
}
