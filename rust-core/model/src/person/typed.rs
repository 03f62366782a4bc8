//! Signs that come along when a number or a name is typed with grouping or pasted from a chat.

/// Says nothing and shows nothing: soft hyphen, zero-width signs, the direction marks that messengers put around numbers.
pub(super) fn is_invisible(sign: char) -> bool {
    matches!(
        sign,
        '\u{ad}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{2069}'
            | '\u{feff}'
    )
}

/// The dash of the keyboard, and those that phones make of it.
pub(super) fn is_dash(sign: char) -> bool {
    matches!(sign, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// What groups digits and means nothing: white space, dots, dashes, and what cannot be seen.
pub(super) fn groups_digits(sign: char) -> bool {
    sign == '.' || sign.is_whitespace() || is_dash(sign) || is_invisible(sign)
}

/// A count for a problem's words: past 255 it no longer matters how many.
pub(super) fn small(count: usize) -> u8 {
    u8::try_from(count).unwrap_or(u8::MAX)
}
