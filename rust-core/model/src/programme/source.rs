//! How sure a rule is: every source in the data ends with its tag, `PP 44/2015, Lampiran II [V2]`.

use serde::Serialize;

/// What stands behind a source (`docs/rules.md` says what each letter means).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Confidence {
    /// Two or more independent sources.
    V2,
    /// Read in the named source.
    V,
    /// Worked out from verified facts, or our own choice.
    D,
    /// Recalled: no source was opened.
    R,
    /// Sources contradict each other.
    C,
}

impl Confidence {
    /// All of them, the surest first.
    pub const ALL: [Self; 5] = [Self::V2, Self::V, Self::D, Self::R, Self::C];

    /// What is wrong with a source of which [`Confidence::of`] knows nothing.
    pub(crate) const MISSING: &str =
        "a source names where it was read and ends with [V2], [V], [D], [R] or [C]";

    /// `V2`, `V`, `D`, `R`, `C`
    pub fn code(self) -> &'static str {
        match self {
            Self::V2 => "V2",
            Self::V => "V",
            Self::D => "D",
            Self::R => "R",
            Self::C => "C",
        }
    }

    /// The tag at the end of a source; none when there is none, or nothing before it.
    pub fn of(source: &str) -> Option<Self> {
        let (text, tag) = source.strip_suffix(']')?.rsplit_once('[')?;
        Self::ALL
            .into_iter()
            .find(|known| known.code() == tag)
            .filter(|_| !text.trim().is_empty())
    }

    /// Refuses a source without a tag; the error begins with the name of its field.
    pub fn check(field: &str, source: &str) -> Result<(), String> {
        Self::of(source)
            .map(|_| ())
            .ok_or_else(|| format!("{field}: {}", Self::MISSING))
    }

    /// Whoever reads such a figure is told that it is not certain.
    pub fn is_unsure(self) -> bool {
        matches!(self, Self::R | Self::C)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tag_stands_at_the_end_of_a_source() {
        for known in Confidence::ALL {
            assert_eq!(
                Confidence::of(&format!("PP 44/2015 [pasal] [{}]", known.code())),
                Some(known)
            );
        }
        for none in [
            "",
            "PP 44/2015",
            "[V2]",
            " [V]",
            "PP 44/2015 [V2].",
            "PP 44/2015 [v2]",
            "PP 44/2015 V2]",
            "PP [W]",
        ] {
            assert_eq!(Confidence::of(none), None, "{none}");
        }
    }
}
