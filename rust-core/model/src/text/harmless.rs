//! Text that somebody else wrote, made safe to show.

use crate::secret::Secret;

/// The office's text, made safe for a shell: signs that would move a cursor, change colours, turn
/// the direction of writing, or hide become `�`. Line ends stay, and a tab becomes a space.
pub fn harmless(text: &str) -> String {
    let shown = |sign: char| match sign {
        '\n' => sign,
        '\t' => ' ',
        _ if is_harmful(sign) => char::REPLACEMENT_CHARACTER,
        _ => sign,
    };
    text.replace("\r\n", "\n").chars().map(shown).collect()
}

/// [`harmless`] of a personal text.
pub fn harmless_secret(text: &Secret) -> Secret {
    Secret::new(harmless(text.reveal()))
}

fn is_harmful(sign: char) -> bool {
    sign.is_control()
        || matches!(sign,
            '\u{ad}' | '\u{61c}' | '\u{180e}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_moves_turns_or_hides_is_replaced_and_words_stay() {
        assert_eq!(
            harmless("Mohon foto ulang.\r\nTerima kasih 🙏 Pak Ma’ruf"),
            "Mohon foto ulang.\nTerima kasih 🙏 Pak Ma’ruf"
        );
        assert_eq!(harmless("\u{1b}[2Jbayar\u{7}"), "�[2Jbayar�");
        assert_eq!(
            harmless("a\u{202e}b\u{2066}c\u{200b}d\u{ad}e\u{e0041}f\rg\th"),
            "a�b�c�d�e�f�g h"
        );
        assert_eq!(
            harmless("ꦱꦶꦠꦶ ᬲᬶᬢᬶ"),
            "ꦱꦶꦠꦶ ᬲᬶᬢᬶ",
            "marks of other scripts are no tricks"
        );
    }

    proptest! {
        #[test]
        fn nothing_harmful_is_left_and_doing_it_twice_changes_nothing(text in any::<String>()) {
            let once = harmless(&text);
            prop_assert!(!once.chars().any(|sign| sign != '\n' && is_harmful(sign)));
            prop_assert_eq!(harmless(&once), once);
        }
    }
}
