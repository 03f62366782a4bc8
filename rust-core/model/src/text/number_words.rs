//! Amounts in words. Read aloud, they reveal a nought too many at once.

use super::Lang;
use crate::units::Rupiah;

const ID: [&str; 12] = [
    "nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan",
    "sepuluh", "sebelas",
];
const EN: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const EN_TENS: [&str; 10] = [
    "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
];

/// `satu juta seratus ribu rupiah` · `one million one hundred thousand rupiah`; figures above a
/// million million.
pub(super) fn rupiah(lang: Lang, amount: Rupiah) -> String {
    let amount = amount.0;
    if amount >= 1_000_000_000_000 {
        return format!("{} rupiah", Rupiah(amount));
    }
    let words = match lang {
        Lang::Id => indonesian(amount),
        Lang::En => english(amount),
    };
    format!("{words} rupiah")
}

fn indonesian(n: u64) -> String {
    match n {
        0..=11 => word(&ID, n),
        12..=19 => format!("{} belas", word(&ID, n - 10)),
        20..=99 => with_rest(format!("{} puluh", word(&ID, n / 10)), n % 10, indonesian),
        100..=199 => with_rest("seratus".to_owned(), n - 100, indonesian),
        200..=999 => with_rest(format!("{} ratus", word(&ID, n / 100)), n % 100, indonesian),
        1000..=1999 => with_rest("seribu".to_owned(), n - 1000, indonesian),
        2000..=999_999 => with_rest(
            format!("{} ribu", indonesian(n / 1000)),
            n % 1000,
            indonesian,
        ),
        1_000_000..=999_999_999 => with_rest(
            format!("{} juta", indonesian(n / 1_000_000)),
            n % 1_000_000,
            indonesian,
        ),
        _ => with_rest(
            format!("{} miliar", indonesian(n / 1_000_000_000)),
            n % 1_000_000_000,
            indonesian,
        ),
    }
}

fn english(n: u64) -> String {
    match n {
        0..=19 => word(&EN, n),
        20..=99 if n.is_multiple_of(10) => word(&EN_TENS, n / 10),
        20..=99 => format!("{}-{}", word(&EN_TENS, n / 10), word(&EN, n % 10)),
        100..=999 => with_rest(format!("{} hundred", word(&EN, n / 100)), n % 100, english),
        1000..=999_999 => with_rest(format!("{} thousand", english(n / 1000)), n % 1000, english),
        1_000_000..=999_999_999 => with_rest(
            format!("{} million", english(n / 1_000_000)),
            n % 1_000_000,
            english,
        ),
        _ => with_rest(
            format!("{} billion", english(n / 1_000_000_000)),
            n % 1_000_000_000,
            english,
        ),
    }
}

fn with_rest(head: String, rest: u64, spell: fn(u64) -> String) -> String {
    if rest == 0 {
        head
    } else {
        format!("{head} {}", spell(rest))
    }
}

fn word(words: &[&str], n: u64) -> String {
    usize::try_from(n)
        .ok()
        .and_then(|n| words.get(n))
        .copied()
        .unwrap_or_default()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn amounts_are_read_out_as_people_say_them() {
        for (amount, id, en) in [
            (0, "nol rupiah", "zero rupiah"),
            (1_000, "seribu rupiah", "one thousand rupiah"),
            (
                1_111,
                "seribu seratus sebelas rupiah",
                "one thousand one hundred eleven rupiah",
            ),
            (
                100_000,
                "seratus ribu rupiah",
                "one hundred thousand rupiah",
            ),
            (
                1_100_000,
                "satu juta seratus ribu rupiah",
                "one million one hundred thousand rupiah",
            ),
            (
                15_000_021,
                "lima belas juta dua puluh satu rupiah",
                "fifteen million twenty-one rupiah",
            ),
            (1_000_000_000, "satu miliar rupiah", "one billion rupiah"),
        ] {
            assert_eq!(rupiah(Lang::Id, Rupiah(amount)), id);
            assert_eq!(rupiah(Lang::En, Rupiah(amount)), en);
        }
    }

    proptest! {
        #[test]
        fn every_amount_has_words_of_its_own(a in 0_u64..=2_000_000_000, b in 0_u64..=2_000_000_000) {
            for lang in Lang::ALL {
                prop_assert_eq!(rupiah(lang, Rupiah(a)) == rupiah(lang, Rupiah(b)), a == b);
            }
        }

        #[test]
        fn no_amount_makes_it_panic(amount: u64) {
            for lang in Lang::ALL {
                prop_assert!(rupiah(lang, Rupiah(amount)).ends_with(" rupiah"));
            }
        }
    }
}
