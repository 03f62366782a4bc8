//! What single signs are: invisible, a dash, or another way to write a plain letter.

/// Does the sign show nothing? Soft hyphens, joiners, direction marks that messengers put around
/// numbers, fillers, variation selectors, tags, a byte order mark, and control characters that are
/// not white space.
///
/// Unicode calls most of them "default ignorable". The empty Braille cell is not among those and
/// shows nothing either.
pub fn is_invisible(sign: char) -> bool {
    if sign.is_whitespace() {
        return false;
    }
    sign.is_control()
        || matches!(
            sign,
            '\u{ad}'
                | '\u{34f}'
                | '\u{61c}'
                | '\u{115f}'..='\u{1160}'
                | '\u{17b4}'..='\u{17b5}'
                | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{2800}'
                | '\u{3164}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}'
                | '\u{ffa0}'
                | '\u{fff0}'..='\u{fffb}'
                | '\u{1bca0}'..='\u{1bca3}'
                | '\u{1d173}'..='\u{1d17a}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

/// Is the sign a dash of any script, or a minus sign? Phones and word processors replace the dash
/// of the keyboard.
pub fn is_dash(sign: char) -> bool {
    matches!(
        sign,
        '-' | '\u{58a}'
            | '\u{5be}'
            | '\u{1400}'
            | '\u{1806}'
            | '\u{2010}'..='\u{2015}'
            | '\u{2043}'
            | '\u{207b}'
            | '\u{208b}'
            | '\u{2212}'
            | '\u{2e17}'
            | '\u{2e1a}'
            | '\u{2e3a}'..='\u{2e3b}'
            | '\u{2e40}'
            | '\u{2e5d}'
            | '\u{301c}'
            | '\u{3030}'
            | '\u{30a0}'
            | '\u{fe31}'..='\u{fe32}'
            | '\u{fe58}'
            | '\u{fe63}'
            | '\u{ff0d}'
            | '\u{10ead}'
    )
}

/// The ASCII letter, digit or sign that a full-width or mathematical one stands for. Any other sign
/// stays as it is.
pub fn plain(sign: char) -> char {
    let at = u32::from(sign);
    let ascii =
        |first: u8, offset: u32| u8::try_from(u32::from(first) + offset).map_or(sign, char::from);
    match at {
        // The full-width forms stand in the order of ASCII.
        0xFF01..=0xFF5E => ascii(b'!', at - 0xFF01),
        // Mathematical letters: thirteen alphabets of 26 capitals and 26 small letters.
        0x1D400..=0x1D6A3 => match (at - 0x1D400) % 52 {
            capital @ 0..26 => ascii(b'A', capital),
            small => ascii(b'a', small - 26),
        },
        // Mathematical digits: five times 0 to 9.
        0x1D7CE..=0x1D7FF => ascii(b'0', (at - 0x1D7CE) % 10),
        _ => letterlike(sign),
    }
}

/// Mathematical letters that Unicode had before it got whole alphabets of them.
fn letterlike(sign: char) -> char {
    match sign {
        'ℬ' => 'B',
        'ℂ' | 'ℭ' => 'C',
        'ℯ' => 'e',
        'ℰ' => 'E',
        'ℱ' => 'F',
        'ℊ' => 'g',
        'ℎ' => 'h',
        'ℋ' | 'ℌ' | 'ℍ' => 'H',
        'ℐ' | 'ℑ' => 'I',
        '\u{212a}' => 'K',
        'ℓ' => 'l',
        'ℒ' => 'L',
        'ℳ' => 'M',
        'ℕ' => 'N',
        'ℴ' => 'o',
        'ℙ' => 'P',
        'ℚ' => 'Q',
        'ℛ' | 'ℜ' | 'ℝ' => 'R',
        'ℤ' | 'ℨ' => 'Z',
        other => other,
    }
}
