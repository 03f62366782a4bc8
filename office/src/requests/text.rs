//! Answers that are written by themselves: lines that fit into what a phone takes.

use payung_model::sealed::reply;
use payung_model::text::Lang;

/// One text in both languages.
pub(super) fn of(lang: Lang, id: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Id => id,
        Lang::En => en,
    }
}

/// The language that a worker reads; Indonesian when it is not known.
pub(super) fn lang_of(code: Option<&str>) -> Lang {
    if code == Some(Lang::En.code()) {
        Lang::En
    } else {
        Lang::Id
    }
}

/// The lines one below the other, as many as a phone takes; how many are left out is said.
pub(super) fn fitted(lang: Lang, lines: &[String]) -> String {
    let whole: usize = lines.iter().map(|line| line.len() + 1).sum();
    if whole <= reply::MOST_WORDS {
        return lines.join("\n");
    }
    let rest = |count: usize| match lang {
        Lang::Id => format!("… dan {count} baris lagi. Tanya kantor kalau perlu."),
        Lang::En => format!("… and {count} more lines. Ask the office if you need them."),
    };
    // The room is kept for the longest note that can follow: fewer lines left out make it no
    // longer.
    let room = reply::MOST_WORDS - rest(lines.len()).len() - 1;
    let mut text = String::new();
    let mut shown = 0;
    for line in lines {
        if text.len() + line.len() + 1 > room {
            break;
        }
        text.push_str(line);
        text.push('\n');
        shown += 1;
    }
    text + &rest(lines.len() - shown)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_does_not_fit_is_counted() {
        let lines: Vec<String> = (0..500).map(|n| format!("baris {n} CONTOH")).collect();
        let text = fitted(Lang::Id, &lines);
        let shown = text.lines().count() - 1;
        assert!(shown > 100);
        assert!(text.ends_with(&format!(
            "dan {} baris lagi. Tanya kantor kalau perlu.",
            500 - shown
        )));
        assert_eq!(
            fitted(Lang::En, &lines[..2]),
            "baris 0 CONTOH\nbaris 1 CONTOH"
        );
    }

    proptest! {
        #[test]
        fn no_lines_make_more_than_a_phone_takes(lines in proptest::collection::vec(".{0,300}", 0..60)) {
            for lang in Lang::ALL {
                prop_assert!(fitted(lang, &lines).len() <= reply::MOST_WORDS);
            }
        }
    }
}
