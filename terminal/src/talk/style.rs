//! Colours and signs, as far as this terminal has them. Each state has a sign and a word beside its
//! colour.

use std::io::IsTerminal;

#[derive(Clone, Copy)]
pub struct Style {
    colour: bool,
    signs: bool,
}

/// What is said, and so how it looks.
#[derive(Clone, Copy)]
pub enum Tone {
    Title,
    Soft,
    Next,
    Problem,
    Warning,
    Certain,
}

impl Style {
    pub fn of_this_terminal() -> Self {
        let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let dumb = set("TERM").is_none_or(|term| term == "dumb");
        let locale = set("LC_ALL")
            .or_else(|| set("LC_CTYPE"))
            .or_else(|| set("LANG"))
            .unwrap_or_default()
            .to_uppercase();
        Self {
            colour: !dumb && set("NO_COLOR").is_none() && std::io::stderr().is_terminal(),
            // Elsewhere the signs would come out as other letters.
            signs: !dumb && (locale.contains("UTF-8") || locale.contains("UTF8")),
        }
    }

    pub fn paint(self, tone: Tone, words: &str) -> String {
        if !self.colour {
            return words.to_owned();
        }
        let code = match tone {
            Tone::Title => "1",
            Tone::Soft => "2",
            Tone::Next => "1;34",
            Tone::Problem => "1;33",
            Tone::Warning => "33",
            Tone::Certain => "32",
        };
        format!("\u{1b}[{code}m{words}\u{1b}[0m")
    }

    /// The umbrella: one panel more than there are steps.
    pub fn umbrella(self, filled: u8, panels: u8) -> String {
        let (open, full, empty, close) = if self.signs {
            ("☂ ", "▮", "▯", "")
        } else {
            ("[", "#", "-", "]")
        };
        let filled = filled.min(panels);
        let empty = empty.repeat(usize::from(panels - filled));
        format!("{open}{}{empty}{close}", full.repeat(usize::from(filled)))
    }

    pub fn sign(self, tone: Tone) -> &'static str {
        match (tone, self.signs) {
            (Tone::Problem, _) => "!",
            (Tone::Warning, _) => "?",
            (Tone::Certain, true) => "✓",
            (Tone::Certain, false) => "=",
            (Tone::Next, true) => "›",
            _ => ">",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_umbrella_has_a_shape_also_without_colours_and_signs() {
        assert_eq!(
            Style {
                colour: false,
                signs: false
            }
            .umbrella(2, 7),
            "[##-----]"
        );
        assert_eq!(
            Style {
                colour: true,
                signs: true
            }
            .umbrella(2, 7),
            "☂ ▮▮▯▯▯▯▯"
        );
        assert_eq!(
            Style {
                colour: false,
                signs: false
            }
            .umbrella(9, 7),
            "[#######]"
        );
    }

    #[test]
    fn without_colour_words_stay_bare() {
        assert_eq!(
            Style {
                colour: false,
                signs: true
            }
            .paint(Tone::Problem, "NIK"),
            "NIK"
        );
    }
}
