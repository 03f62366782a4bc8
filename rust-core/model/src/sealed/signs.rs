//! Codes that people write down and type: signs of Crockford's base32, the last of which checks the
//! others.

use std::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop};

use super::{NoRandomness, Random};
use crate::typed::clean;

/// So many signs, at most 31; each is a number below 32. They are wiped on drop, because whoever has
/// them may use them.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub(super) struct Signs<const COUNT: usize>([u8; COUNT]);

/// A text that is no such code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeProblem {
    /// It has another number of signs; how many.
    #[error("it has {0} signs, which is another number than the code has")]
    Length(usize),
    /// A sign that no code has; how many stand before it.
    #[error("no code has the sign after the first {0}")]
    Sign(usize),
    /// The signs do not fit each other: one is wrong, or two changed places.
    #[error("a sign is wrong")]
    Mistyped,
}

/// The signs: no I, L, O, U.
pub(super) const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Signs between two dashes.
pub(super) const GROUP: usize = 4;

impl<const COUNT: usize> Signs<COUNT> {
    /// Fresh ones: all but the last are random, five bits each.
    pub fn new(random: &mut dyn Random) -> Result<Self, NoRandomness> {
        let mut signs = Self([0; COUNT]);
        random.fill(&mut signs.0)?;
        let mut sum = 0;
        if let Some((check, values)) = signs.0.split_last_mut() {
            for value in values {
                *value &= 31;
                sum = times_x(sum) ^ *value;
            }
            *check = times_x(sum);
        }
        Ok(signs)
    }

    /// Reads the signs as a person types or pastes them: case, spaces and dashes do not matter, and
    /// O, I, L are read as 0, 1, 1.
    pub fn read(text: &str) -> Result<Self, CodeProblem> {
        let mut values = Self([0; COUNT]);
        let mut count = 0;
        for sign in clean(text).chars() {
            if matches!(sign, '-' | ' ') {
                continue;
            }
            let sign = match sign.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                sign => sign,
            };
            let value = ALPHABET.iter().position(|it| char::from(*it) == sign);
            let value = value.and_then(|value| u8::try_from(value).ok());
            let value = value.ok_or(CodeProblem::Sign(count))?;
            // Signs beyond the last place are counted only, so that the worker hears how many there
            // are too many.
            if let Some(place) = values.0.get_mut(count) {
                *place = value;
            }
            count += 1;
        }
        if count != COUNT {
            return Err(CodeProblem::Length(count));
        }
        let sum = values.0.iter().fold(0, |sum, value| times_x(sum) ^ value);
        if sum == 0 {
            Ok(values)
        } else {
            Err(CodeProblem::Mistyped)
        }
    }
}

/// `7K2M-94QX-3HTB`
impl<const COUNT: usize> fmt::Display for Signs<COUNT> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, value) in self.0.iter().enumerate() {
            let dash = if place > 0 && place % GROUP == 0 {
                "-"
            } else {
                ""
            };
            let sign = ALPHABET.get(usize::from(*value)).copied().unwrap_or(b'0');
            write!(f, "{dash}{}", char::from(sign))?;
        }
        Ok(())
    }
}

/// Times x in the field of 32 elements (x⁵ + x² + 1). A sum of values times powers of x finds every
/// wrong sign and every two that changed places, because no two of the first 31 powers are the same.
fn times_x(value: u8) -> u8 {
    let next = value << 1;
    if next & 32 == 0 {
        next
    } else {
        next ^ 0b10_0101
    }
}
