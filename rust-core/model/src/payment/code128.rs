//! Code 128: the bars that a scanner at a shop's till reads.
//!
//! Letters go by set B, pairs of digits by set C, which halves a payment code's width. Where to
//! change the set is found by trying all ways, so no code is longer than it must be.

use super::picture::Modules;

/// Light modules at both sides, as the standard asks.
const BORDER: usize = 10;
/// Characters: more would not fit on a phone's screen.
const MOST: usize = 48;
const TO_C: u8 = 99;
const TO_B: u8 = 100;
const START_B: u8 = 104;
const START_C: u8 = 105;
/// Bars and gaps, eleven modules each, as bits; the stop has thirteen.
const STOP: u16 = 0b1_1000_1110_1011;
#[rustfmt::skip]
const WIDTHS: [[u8; 6]; 106] = [
    [2,1,2,2,2,2],[2,2,2,1,2,2],[2,2,2,2,2,1],[1,2,1,2,2,3],[1,2,1,3,2,2],[1,3,1,2,2,2],[1,2,2,2,1,3],[1,2,2,3,1,2],
    [1,3,2,2,1,2],[2,2,1,2,1,3],[2,2,1,3,1,2],[2,3,1,2,1,2],[1,1,2,2,3,2],[1,2,2,1,3,2],[1,2,2,2,3,1],[1,1,3,2,2,2],
    [1,2,3,1,2,2],[1,2,3,2,2,1],[2,2,3,2,1,1],[2,2,1,1,3,2],[2,2,1,2,3,1],[2,1,3,2,1,2],[2,2,3,1,1,2],[3,1,2,1,3,1],
    [3,1,1,2,2,2],[3,2,1,1,2,2],[3,2,1,2,2,1],[3,1,2,2,1,2],[3,2,2,1,1,2],[3,2,2,2,1,1],[2,1,2,1,2,3],[2,1,2,3,2,1],
    [2,3,2,1,2,1],[1,1,1,3,2,3],[1,3,1,1,2,3],[1,3,1,3,2,1],[1,1,2,3,1,3],[1,3,2,1,1,3],[1,3,2,3,1,1],[2,1,1,3,1,3],
    [2,3,1,1,1,3],[2,3,1,3,1,1],[1,1,2,1,3,3],[1,1,2,3,3,1],[1,3,2,1,3,1],[1,1,3,1,2,3],[1,1,3,3,2,1],[1,3,3,1,2,1],
    [3,1,3,1,2,1],[2,1,1,3,3,1],[2,3,1,1,3,1],[2,1,3,1,1,3],[2,1,3,3,1,1],[2,1,3,1,3,1],[3,1,1,1,2,3],[3,1,1,3,2,1],
    [3,3,1,1,2,1],[3,1,2,1,1,3],[3,1,2,3,1,1],[3,3,2,1,1,1],[3,1,4,1,1,1],[2,2,1,4,1,1],[4,3,1,1,1,1],[1,1,1,2,2,4],
    [1,1,1,4,2,2],[1,2,1,1,2,4],[1,2,1,4,2,1],[1,4,1,1,2,2],[1,4,1,2,2,1],[1,1,2,2,1,4],[1,1,2,4,1,2],[1,2,2,1,1,4],
    [1,2,2,4,1,1],[1,4,2,1,1,2],[1,4,2,2,1,1],[2,4,1,2,1,1],[2,2,1,1,1,4],[4,1,3,1,1,1],[2,4,1,1,1,2],[1,3,4,1,1,1],
    [1,1,1,2,4,2],[1,2,1,1,4,2],[1,2,1,2,4,1],[1,1,4,2,1,2],[1,2,4,1,1,2],[1,2,4,2,1,1],[4,1,1,2,1,2],[4,2,1,1,1,2],
    [4,2,1,2,1,1],[2,1,2,1,4,1],[2,1,4,1,2,1],[4,1,2,1,2,1],[1,1,1,1,4,3],[1,1,1,3,4,1],[1,3,1,1,4,1],[1,1,4,1,1,3],
    [1,1,4,3,1,1],[4,1,1,1,1,3],[4,1,1,3,1,1],[1,1,3,1,4,1],[1,1,4,1,3,1],[3,1,1,1,4,1],[4,1,1,1,3,1],[2,1,1,4,1,2],
    [2,1,1,2,1,4],[2,1,1,2,3,2],
];

/// Bars with the text they hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code128 {
    text: String,
    bars: Modules,
}

/// Why a text has no bars.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Code128Problem {
    /// There is nothing.
    #[error("no text")]
    Empty,
    /// More than 48 characters.
    #[error("more than 48 characters")]
    TooLong,
    /// A character that is not printable ASCII.
    #[error("character {at} is not printable ASCII")]
    Character {
        /// Counted from 0.
        at: usize,
    },
}

impl Code128 {
    /// The bars of a text of printable ASCII.
    ///
    /// ```
    /// use payung_model::payment::code128::Code128;
    ///
    /// // Start, six pairs of digits, check and stop: 8 × 11 modules and 13.
    /// assert_eq!(Code128::new("123456789012")?.bars().width(), 101);
    /// # Ok::<(), payung_model::payment::code128::Code128Problem>(())
    /// ```
    pub fn new(text: &str) -> Result<Self, Code128Problem> {
        if text.is_empty() {
            return Err(Code128Problem::Empty);
        }
        if let Some(at) = text.chars().position(|sign| !(' '..='~').contains(&sign)) {
            return Err(Code128Problem::Character { at });
        }
        if text.len() > MOST {
            return Err(Code128Problem::TooLong);
        }
        let mut symbols = symbols(text.as_bytes());
        symbols.push(check_symbol(&symbols));
        let mut dark = Vec::with_capacity(symbols.len() * 11 + 13);
        for symbol in symbols {
            for (widths, is_bar) in WIDTHS[usize::from(symbol)]
                .iter()
                .zip([true, false].iter().cycle())
            {
                dark.extend(std::iter::repeat_n(*is_bar, usize::from(*widths)));
            }
        }
        dark.extend((0..13).rev().map(|bit| STOP >> bit & 1 == 1));
        Ok(Self {
            text: text.to_owned(),
            bars: Modules::row(dark),
        })
    }

    /// What a scanner reads.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// One row of modules, without the border of ten light ones that belongs on both sides.
    pub fn bars(&self) -> &Modules {
        &self.bars
    }

    /// The bars as a 1-bit PNG with their border: each module `wide` pixels wide, each bar `high`
    /// pixels high. Both are at least 1, and small enough for a picture that any phone shows.
    pub fn png(&self, wide: usize, high: usize) -> Vec<u8> {
        let wide = wide.clamp(1, (4_096 / (self.bars.width() + 2 * BORDER)).max(1));
        self.bars.png_with(wide, high.clamp(1, 4_096), BORDER, 0)
    }
}

/// Which set of characters a symbol is read in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Set {
    B,
    C,
}

/// Start and text, in as few symbols as there can be. From the end on it is known how many symbols
/// the rest takes in either set, a change included.
fn symbols(text: &[u8]) -> Vec<u8> {
    let is_pair = |at: usize| {
        text.get(at..at + 2)
            .is_some_and(|pair| pair.iter().all(u8::is_ascii_digit))
    };
    let (mut in_b, mut in_c) = (vec![0_usize; text.len() + 2], vec![0_usize; text.len() + 2]);
    for at in (0..text.len()).rev() {
        let (b, c) = (
            in_b[at + 1] + 1,
            if is_pair(at) {
                in_c[at + 2] + 1
            } else {
                usize::MAX / 2
            },
        );
        // Changing the set costs one symbol.
        in_b[at] = b.min(c + 1);
        in_c[at] = c.min(b + 1);
    }
    let mut set = if in_c[0] <= in_b[0] && is_pair(0) {
        Set::C
    } else {
        Set::B
    };
    let mut found = vec![if set == Set::C { START_C } else { START_B }];
    let mut at = 0;
    while at < text.len() {
        let pair_is_best = is_pair(at) && in_c[at] == in_c[at + 2] + 1;
        let next = match set {
            Set::C => {
                if pair_is_best {
                    Set::C
                } else {
                    Set::B
                }
            }
            Set::B => {
                // A change pays only when it makes the rest shorter. Where both are equal, the set
                // stays.
                if is_pair(at) && in_c[at + 2] + 2 < in_b[at + 1] + 1 {
                    Set::C
                } else {
                    Set::B
                }
            }
        };
        if next != set {
            found.push(if next == Set::C { TO_C } else { TO_B });
            set = next;
        }
        if set == Set::C {
            found.push((text[at] - b'0') * 10 + text[at + 1] - b'0');
            at += 2;
        } else {
            found.push(text[at] - b' ');
            at += 1;
        }
    }
    found
}

/// Each symbol times its place, the start as the first once more.
fn check_symbol(symbols: &[u8]) -> u8 {
    let sum: usize = symbols
        .iter()
        .enumerate()
        .map(|(place, symbol)| usize::from(*symbol) * place.max(1))
        .sum();
    (sum % 103) as u8
}
