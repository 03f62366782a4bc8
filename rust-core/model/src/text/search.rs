//! Forgiving search in a list of options: small letters, no accents, words in any order, beginnings, small slips.

/// The best options first, by what people call them; all of them, in order, for an empty search.
pub(crate) fn rank<'o, T>(options: impl Iterator<Item = (T, &'o str)>, search: &str) -> Vec<T> {
    let wanted = words(search);
    let mut ranked: Vec<(u32, T)> =
        options.filter_map(|(option, names)| score(&wanted, &words(names)).map(|score| (score, option))).collect();
    // Stable: equals stay in the order of the form.
    ranked.sort_by_key(|(score, _)| *score);
    ranked.into_iter().map(|(_, option)| option).collect()
}

/// Less is better; none when a word of the search is found nowhere.
fn score(wanted: &[String], names: &[String]) -> Option<u32> {
    wanted.iter().map(|word| names.iter().filter_map(|name| distance(word, name)).min()).sum()
}

/// 0 the same · 1 a beginning · 2 inside · 3 and more: slips.
fn distance(wanted: &str, name: &str) -> Option<u32> {
    if wanted == name {
        return Some(0);
    }
    if name.starts_with(wanted) {
        return Some(1);
    }
    let length = wanted.chars().count();
    if length >= 3 && name.contains(wanted) {
        return Some(2);
    }
    let allowed = match length {
        0..=3 => return None,
        4..=6 => 1,
        _ => 2,
    };
    // Against the whole name, and against its beginning: half a word is typed with slips, too.
    let beginning: String = name.chars().take(length).collect();
    let slips = edits(wanted, name).min(edits(wanted, &beginning));
    (slips <= allowed).then(|| 2 + u32::try_from(slips).unwrap_or(u32::MAX - 2))
}

/// Insertions, deletions, exchanges and swaps of neighbours between two words.
fn edits(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let mut best = (last[j] + usize::from(x != y)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                best = best.min(before[j - 1] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

/// Small letters without accents; at most eight words of at most 24 letters, so no text costs more.
fn words(text: &str) -> Vec<String> {
    text.chars()
        .flat_map(char::to_lowercase)
        .map(plain)
        .collect::<String>()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| word.chars().take(24).collect())
        .take(40)
        .collect()
}

fn plain(c: char) -> char {
    match c {
        'à'..='å' => 'a',
        'ç' => 'c',
        'è'..='ë' => 'e',
        'ì'..='ï' => 'i',
        'ñ' => 'n',
        'ò'..='ö' => 'o',
        'ù'..='ü' => 'u',
        'ý' | 'ÿ' => 'y',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(search: &str) -> Vec<&'static str> {
        let options =
            ["Ojek online gojek grab ojol", "Ojek pangkalan", "Pedagang kaki lima", "Sopir angkot", "Nelayan"];
        rank(options.into_iter().map(|names| (names, names)), search)
    }

    #[test]
    fn words_are_found_in_any_order_and_by_their_beginnings() {
        assert_eq!(found("lima pedagang"), ["Pedagang kaki lima"]);
        assert_eq!(found("ped"), ["Pedagang kaki lima"]);
        assert_eq!(found("OJEK")[..2], ["Ojek online gojek grab ojol", "Ojek pangkalan"]);
        assert_eq!(found("pangkalan ojek"), ["Ojek pangkalan"]);
    }

    #[test]
    fn small_slips_and_accents_are_forgiven_and_other_words_are_not() {
        assert_eq!(found("nelyan"), ["Nelayan"]);
        assert_eq!(found("sopri"), ["Sopir angkot"]);
        assert_eq!(found("pédagang"), ["Pedagang kaki lima"]);
        assert_eq!(found("guru"), Vec::<&str>::new());
        assert_eq!(found("ojek laut"), Vec::<&str>::new());
    }

    #[test]
    fn an_empty_search_lists_all_in_order() {
        assert_eq!(found(" ").len(), 5);
        assert_eq!(found("")[0], "Ojek online gojek grab ojol");
    }

    #[test]
    fn a_swap_is_one_slip() {
        assert_eq!(edits("sopri", "sopir"), 1);
        assert_eq!(edits("", "abc"), 3);
        assert_eq!(edits("abc", "abc"), 0);
    }

    proptest! {
        #[test]
        fn every_option_is_found_by_its_own_words(index in 0_usize..5) {
            let option = found("")[index];
            prop_assert_eq!(found(option)[0], option);
        }

        #[test]
        fn no_search_makes_it_panic(search in ".*") {
            let _ = found(&search);
        }
    }
}
