//! The texts of the pages, in both languages side by side, so that a text without a translation
//! does not compile. The names of states are exactly those that workers read. Texts of the form
//! come from the content instead.

/// Texts of one file, each in Indonesian and in English.
macro_rules! words {
    ($($name:ident: $id:literal / $en:literal;)*) => {
        $(pub(crate) const $name: Words = Words { id: $id, en: $en };)*

        #[cfg(test)]
        pub(super) const ALL: &[(&str, Words)] = &[$((stringify!($name), $name)),*];
    };
}

mod flags;
mod log;
mod money;
mod pages;
mod purposes;
mod queue;
mod registration;
mod sign_in;
mod standing;

use payung_model::text::Lang;

pub(super) use flags::*;
pub(super) use log::*;
pub(super) use money::*;
pub(super) use pages::*;
pub(super) use purposes::*;
pub(super) use queue::*;
pub(super) use registration::*;
pub(super) use sign_in::*;
pub(super) use standing::*;

/// One text in both languages.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words {
    id: &'static str,
    en: &'static str,
}

impl Words {
    /// The text in that language.
    pub(super) const fn text(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Id => self.id,
            Lang::En => self.en,
        }
    }
}

#[cfg(test)]
mod tests {
    use payung_model::journey::OfficeState;
    use payung_model::units::Timestamp;

    use super::{
        Lang, flags, is_unusual, log, moment, money, pages, purposes, queue, registration, sign_in,
        standing, waited,
    };
    use crate::opener::Flag;

    #[test]
    fn nothing_is_said_in_one_language_only() {
        let all = [
            flags::ALL,
            log::ALL,
            money::ALL,
            pages::ALL,
            purposes::ALL,
            queue::ALL,
            registration::ALL,
            sign_in::ALL,
            standing::ALL,
        ]
        .concat();
        for (name, words) in &all {
            assert!(!words.id.is_empty() && !words.en.is_empty(), "{name}");
            assert!(
                words.id != words.en || *name == "NUMBER",
                "{name} is not translated: {}",
                words.en
            );
            let ends = |text: &str| {
                (
                    text.starts_with(' '),
                    text.ends_with(' '),
                    text.ends_with('.'),
                )
            };
            assert_eq!(
                ends(words.id),
                ends(words.en),
                "{name} begins or ends otherwise"
            );
        }
        assert!(all.len() > 300, "{}", all.len());
    }

    #[test]
    fn every_flag_the_opener_sets_has_words() {
        for known in Flag::ALL {
            assert!(!is_unusual(known.word()), "{}", known.word());
        }
        assert!(is_unusual("nik_date_differs"), "the form's own");
    }

    #[test]
    fn a_decision_has_the_words_that_the_worker_reads() {
        let texts = payung_model::content::Content::built_in().unwrap().texts;
        for (state, id) in [
            (OfficeState::Accepted, "state-accepted"),
            (OfficeState::NeedsCorrection, "state-needs-correction"),
            (OfficeState::Refused, "state-refused"),
            (OfficeState::Withdrawn, "state-withdrawn"),
        ] {
            for lang in Lang::ALL {
                assert_eq!(
                    super::state(lang, state),
                    texts.format(lang, &payung_model::text::Message::new(id))
                );
            }
        }
    }

    #[test]
    fn waiting_is_said_in_the_largest_whole_unit() {
        let at =
            |minutes: i64| Timestamp::from_millis(1_795_399_200_000 + minutes * 60_000).unwrap();
        let waits =
            |lang| [0, 1, 59, 60, 1439, 1440, 4000].map(|minutes| waited(lang, at(minutes), at(0)));
        assert_eq!(
            waits(Lang::Id),
            [
                "baru saja",
                "1 menit",
                "59 menit",
                "1 jam",
                "23 jam",
                "1 hari",
                "2 hari"
            ]
        );
        assert_eq!(
            waits(Lang::En),
            ["a moment", "1 min", "59 min", "1 h", "23 h", "1 d", "2 d"]
        );
        assert_eq!(waited(Lang::Id, at(0), at(5)), "baru saja", "clocks differ");
        assert_eq!(moment(Lang::Id, at(0)), "23 November 2026, 09.00 WIB");
    }
}
