//! Forgiving search by what people call things: small letters, no accents, words in any order,
//! beginnings, small slips.
//!
//! Used for the options of a form and for the table of regions.

/// Only the first letters of a word count.
const LETTERS: usize = 24;
/// Only the first words of a text count.
const WORDS: usize = 40;

/// The best options first, by what people call them; all of them, in order, for an empty search.
pub(crate) fn rank<'o, T>(options: impl Iterator<Item = (T, &'o str)>, search: &str) -> Vec<T> {
    let wanted: Vec<SearchTerm> = words(search)
        .iter()
        .map(|word| SearchTerm::new(word))
        .collect();
    let mut ranked: Vec<((bool, u32), T)> = options
        .filter_map(|(option, names)| Some((score(&wanted, &words(names))?, option)))
        .collect();
    // Options with slips are shown only if there are no better ones: they only distract from an
    // exact match.
    if ranked.iter().any(|((slips, _), _)| !slips) {
        ranked.retain(|((slips, _), _)| !slips);
    }
    // Stable: equals stay in the order of the form.
    ranked.sort_by_key(|(score, _)| *score);
    ranked.into_iter().map(|(_, option)| option).collect()
}

/// A word that is looked for among many.
pub(crate) struct SearchTerm {
    word: String,
    letters: LetterSet,
    length: usize,
    /// Slips that are forgiven.
    allowed: u8,
    /// For each ASCII sign, where it stands in the word: a bit each.
    places: [u32; 128],
}

/// How often each letter stands in a word, as bits: a letter that stands there less often lacks
/// bits that the other has.
#[derive(Clone, Copy)]
pub(crate) struct LetterSet(u64);

impl SearchTerm {
    /// The distance of a word that stands inside another; with slips it is more.
    const INSIDE: u8 = 2;

    /// `word` is one of [`words`].
    pub fn new(word: &str) -> Self {
        let word: String = word.chars().take(LETTERS).collect();
        let length = word.chars().count();
        // A slip makes another word of a short one, so only longer words are forgiven.
        let allowed = match length {
            0..=3 => 0,
            4..=6 => 1,
            _ => 2,
        };
        let mut places = [0; 128];
        for (place, letter) in word.chars().enumerate() {
            if let Some(known) = places.get_mut(letter as usize) {
                *known |= 1 << place;
            }
        }
        Self {
            letters: LetterSet::of(&word),
            word,
            length,
            allowed,
            places,
        }
    }

    /// 0 the same · 1 a beginning · 2 inside · 3 and more: slips; none when it is another word.
    /// `name` is one of [`words`].
    pub fn distance(&self, name: &str) -> Option<u8> {
        self.distance_to(name, LetterSet::of(name))
    }

    /// The distance to a name whose letters have been counted.
    pub fn distance_to(&self, name: &str, letters: LetterSet) -> Option<u8> {
        // Rejects most words quickly: each letter that the name does not have costs at least one
        // slip.
        let missing = (self.letters.0 & !letters.0).count_ones();
        if missing > u32::from(self.allowed) {
            return None;
        }
        if missing == 0 {
            if name.starts_with(&self.word) {
                return Some(u8::from(name.len() > self.word.len()));
            }
            let (name, word) = (name.as_bytes(), self.word.as_bytes());
            if self.length >= 3 && name.windows(word.len()).any(|part| part == word) {
                return Some(Self::INSIDE);
            }
        }
        Some(Self::INSIDE + self.slips(name)?)
    }

    /// Slips against the whole name or against its beginning, which may lack letters: half a word
    /// is typed with slips, too.
    ///
    /// A slip is a letter too many, one missing, one exchanged, or two neighbours swapped. All of
    /// the word is held against a letter of the name at once, a bit for each of its letters (Hyyrö
    /// 2003): thousands of names are asked a search.
    fn slips(&self, name: &str) -> Option<u8> {
        if self.allowed == 0 || name.len() + usize::from(self.allowed) < self.length {
            return None;
        }
        let (mut higher, mut lower) = (u32::MAX, 0_u32);
        let (mut diagonal, mut places_before) = (0_u32, 0_u32);
        let last = 1 << (self.length - 1);
        let (mut slips, mut fewest) = (self.length, usize::MAX);
        let most = self.length + usize::from(self.allowed);
        for (count, letter) in (1..=most + 1).zip(name.chars()) {
            if count > most {
                return allowed(fewest, self.allowed);
            }
            let places = self.places(letter);
            let swapped = ((!diagonal & places) << 1) & places_before;
            diagonal = ((places & higher).wrapping_add(higher) ^ higher) | places | lower | swapped;
            let (mut right, left) = (lower | !(diagonal | higher), diagonal & higher);
            slips = slips + usize::from(right & last != 0) - usize::from(left & last != 0);
            right = right << 1 | 1;
            (higher, lower) = ((left << 1) | !(diagonal | right), right & diagonal);
            places_before = places;
            if count >= self.length {
                fewest = fewest.min(slips);
            }
        }
        // The name is no longer than what it is held against: it counts whole.
        allowed(fewest.min(slips), self.allowed)
    }

    fn places(&self, letter: char) -> u32 {
        match self.places.get(letter as usize) {
            Some(places) => *places,
            None => self
                .word
                .chars()
                .enumerate()
                .fold(0, |places, (place, own)| {
                    places | u32::from(own == letter) << place
                }),
        }
    }
}

impl LetterSet {
    /// Kinds of letters told apart; rare ones share.
    const KINDS: u32 = 21;
    /// So many letters of each kind are counted.
    const COUNTED: u32 = 3;

    pub fn of(word: &str) -> Self {
        Self(word.chars().fold(0, |all, letter| {
            let place = u32::from(letter) % Self::KINDS * Self::COUNTED;
            let of_kind = all >> place & 0b111;
            all | (of_kind << 1 | 1) << place & 0b111 << place
        }))
    }
}

fn allowed(slips: usize, most: u8) -> Option<u8> {
    u8::try_from(slips).ok().filter(|slips| *slips <= most)
}

/// Whether there are slips, and how far off it is: less is better. None when a word of the search
/// is found nowhere.
fn score(wanted: &[SearchTerm], names: &[String]) -> Option<(bool, u32)> {
    let mut score = (false, 0);
    for word in wanted {
        let distance = names.iter().filter_map(|name| word.distance(name)).min()?;
        score = (
            score.0 || distance > SearchTerm::INSIDE,
            score.1 + u32::from(distance),
        );
    }
    Some(score)
}

/// Small letters without accents; a bounded number of bounded words, so no text costs more.
pub(crate) fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    for letter in text
        .chars()
        .take(WORDS * (LETTERS + 1))
        .chain([' '])
        .flat_map(char::to_lowercase)
        .map(plain)
    {
        if letter.is_alphanumeric() {
            word.push(letter);
        } else if !word.is_empty() {
            words.push(bounded(std::mem::take(&mut word)));
        }
    }
    words.truncate(WORDS);
    words
}

/// Some of [`words`] written together as one word.
pub(crate) fn joined<W: AsRef<str>>(words: impl IntoIterator<Item = W>) -> String {
    let mut joined = String::new();
    words
        .into_iter()
        .for_each(|word| joined.push_str(word.as_ref()));
    bounded(joined)
}

fn bounded(mut word: String) -> String {
    if let Some((end, _)) = word.char_indices().nth(LETTERS) {
        word.truncate(end);
    }
    word
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
        let options = [
            "Ojek online gojek grab ojol",
            "Ojek pangkalan",
            "Pedagang kaki lima",
            "Sopir angkot",
            "Nelayan",
        ];
        rank(options.into_iter().map(|names| (names, names)), search)
    }

    #[test]
    fn words_are_found_in_any_order_and_by_their_beginnings() {
        assert_eq!(found("lima pedagang"), ["Pedagang kaki lima"]);
        assert_eq!(found("ped"), ["Pedagang kaki lima"]);
        assert_eq!(
            found("OJEK")[..2],
            ["Ojek online gojek grab ojol", "Ojek pangkalan"]
        );
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
    fn who_writes_it_right_is_shown_nothing_that_is_only_alike() {
        let found = |search| {
            rank(
                ["Jual gorengan", "Kerja gorongan"]
                    .into_iter()
                    .map(|name| (name, name)),
                search,
            )
        };
        assert_eq!(found("gorengan"), ["Jual gorengan"]);
        assert_eq!(found("goremgan"), ["Jual gorengan", "Kerja gorongan"]);
    }

    #[test]
    fn an_empty_search_lists_all_in_order() {
        assert_eq!(found(" ").len(), 5);
        assert_eq!(found("")[0], "Ojek online gojek grab ojol");
    }

    #[test]
    fn a_swap_is_one_slip() {
        let distance = |wanted: &str, name: &str| SearchTerm::new(wanted).distance(name);
        assert_eq!(distance("sopri", "sopir"), Some(3));
        assert_eq!(
            distance("sopri", "sopirnya"),
            Some(3),
            "half a word, with a slip"
        );
        assert_eq!(
            distance("pedgn", "pedagang"),
            None,
            "two letters left out of five"
        );
        assert_eq!(
            distance("pedgang", "pedagangan"),
            Some(3),
            "half a word, a letter left out"
        );
        assert_eq!(
            distance("abc", "abd"),
            None,
            "three letters are too few for a slip"
        );
    }

    /// The table everybody knows, from which the bits are worked out.
    fn slips_by_table(word: &str, name: &str, most: u8) -> Option<u8> {
        let (a, b): (Vec<char>, Vec<char>) = (word.chars().collect(), name.chars().collect());
        let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
        for i in 0..=a.len() {
            for j in 0..=b.len() {
                rows[i][j] = if i * j == 0 {
                    i + j
                } else {
                    let swap = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                    let swapped = if swap {
                        rows[i - 2][j - 2] + 1
                    } else {
                        usize::MAX
                    };
                    let exchanged = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                    (rows[i - 1][j] + 1)
                        .min(rows[i][j - 1] + 1)
                        .min(exchanged)
                        .min(swapped)
                };
            }
        }
        let beginnings = a.len()..=a.len() + usize::from(most);
        let counted = beginnings
            .chain([b.len()])
            .filter_map(|length| rows[a.len()].get(length).copied());
        counted.min().and_then(|slips| allowed(slips, most))
    }

    proptest! {
        #[test]
        fn slips_are_those_of_the_table(word in "[abcé]{4,24}", name in "[abcé]{1,24}") {
            let wanted = SearchTerm::new(&word);
            let by_table = slips_by_table(&word, &name, wanted.allowed);
            prop_assert_eq!(wanted.slips(&name), by_table);
            // Counting letters never hides a word.
            prop_assert!(by_table.is_none() || wanted.distance(&name).is_some());
        }

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
