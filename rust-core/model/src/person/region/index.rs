//! The words of all names, each once, and what people say for them.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::table::{Level, Table};
use crate::text::search::{LetterSet, joined, words};

/// Short forms and other names: what is typed, what it stands for, and what kind of word it is.
/// Common use, no source.
const SHORT: &str = include_str!("../../../regions/short.csv");
/// Marks a word that is not in the written name: words written together, a short form written out.
pub(super) const JOINED: u16 = 1 << 15;
/// Marks a word that nobody need ask for: *Kabupaten*, *Kota*.
pub(super) const ASIDE: u16 = 1 << 14;
/// The word's number without the marks.
pub(super) const WORD: u16 = ASIDE - 1;

/// Words and where they stand. Made when it is first searched, and kept.
pub(super) struct Index {
    /// One after the other.
    text: String,
    /// Where each word ends.
    ends: Vec<u32>,
    /// The letters of each, counted.
    letters: Vec<LetterSet>,
    /// The words of each region's name, one region after the other.
    of: Vec<u16>,
    /// Where each region's words end.
    of_ends: Vec<u16>,
    /// The words that a short form stands for, with their further cost; by its words written
    /// together.
    meant: HashMap<String, Vec<(Vec<String>, u16)>>,
}

impl Index {
    /// The most words that a short form has.
    pub const PHRASE: usize = 3;

    pub fn get() -> &'static Self {
        static INDEX: OnceLock<Index> = OnceLock::new();
        INDEX.get_or_init(|| Self::of_table(Table::get()))
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Every word, and its letters.
    pub fn words(&self) -> impl Iterator<Item = (&str, LetterSet)> {
        let mut start = 0;
        self.ends
            .iter()
            .zip(&self.letters)
            .map(move |(end, letters)| {
                let from = std::mem::replace(&mut start, *end as usize);
                (self.text.get(from..start).unwrap_or_default(), *letters)
            })
    }

    /// The words of a region's own name.
    pub fn of(&self, region: usize) -> &[u16] {
        let end = |region: usize| self.of_ends.get(region).map_or(0, |end| usize::from(*end));
        let start = region.checked_sub(1).map_or(0, end);
        self.of.get(start..end(region)).unwrap_or_default()
    }

    /// What a short form may stand for, with what that costs more; no words for what says nothing.
    pub fn meant_by(&self, joined: &str) -> impl Iterator<Item = (&[String], u16)> {
        self.meant
            .get(joined)
            .into_iter()
            .flatten()
            .map(|(full, extra)| (full.as_slice(), *extra))
    }

    fn of_table(table: &Table) -> Self {
        let meant = meant();
        let mut known: HashMap<String, u16> = HashMap::with_capacity(10_000);
        let mut index = Self {
            text: String::new(),
            ends: Vec::new(),
            letters: Vec::new(),
            of: Vec::new(),
            of_ends: Vec::new(),
            meant: HashMap::new(),
        };
        for region in 0..table.len() {
            let name = table.name(region);
            let own = words(name);
            for (place, word) in own.iter().enumerate() {
                let kind = table.level(region) == Level::Regency && place < kind_words(&own);
                let id = index.word(&mut known, word) | if kind { ASIDE } else { 0 };
                index.of.push(id);
            }
            for word in written_together(&own)
                .into_iter()
                .chain(written_out(name, &meant))
            {
                let id = index.word(&mut known, &word);
                index.of.push(id | JOINED);
            }
            index
                .of_ends
                .push(u16::try_from(index.of.len()).unwrap_or(u16::MAX));
        }
        // The index is kept as long as the process lives, on phones with little memory.
        index.text.shrink_to_fit();
        index.ends.shrink_to_fit();
        index.letters.shrink_to_fit();
        index.of.shrink_to_fit();
        index.meant = meant;
        index
    }

    fn word(&mut self, known: &mut HashMap<String, u16>, word: &str) -> u16 {
        if let Some(id) = known.get(word) {
            return *id;
        }
        let id = u16::try_from(self.ends.len()).unwrap_or(u16::MAX);
        self.text.push_str(word);
        self.ends
            .push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        self.letters.push(LetterSet::of(word));
        known.insert(word.to_owned(), id);
        id
    }
}

/// A name, and each two neighbours of it, as one word: tanjungpriok, kulonprogo.
fn written_together(own: &[String]) -> Vec<String> {
    let name = own.get(kind_words(own)..).unwrap_or_default();
    let mut written: Vec<String> = name.windows(2).map(joined).collect();
    if name.len() > 2 {
        written.push(joined(name));
    }
    written
}

/// How many words say what a regency is, before its name. Districts are called *Kota Baru*, too,
/// and lose nothing here.
fn kind_words(own: &[String]) -> usize {
    match own.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["kabupaten" | "kota", "administrasi", _, ..] => 2,
        ["kabupaten" | "kota", _, ..] => 1,
        _ => 0,
    }
}

/// What the short words of a name stand for: `Kep. Masaloka Raya`.
fn written_out(name: &str, meant: &HashMap<String, Vec<(Vec<String>, u16)>>) -> Vec<String> {
    let short = name.split(' ').filter_map(|word| word.strip_suffix('.'));
    let full = short
        .filter_map(|word| meant.get(&word.to_lowercase()))
        .flatten();
    full.flat_map(|(full, _)| full.clone()).collect()
}

fn meant() -> HashMap<String, Vec<(Vec<String>, u16)>> {
    let mut meant: HashMap<String, Vec<(Vec<String>, u16)>> = HashMap::new();
    for line in SHORT.lines().skip(1) {
        let mut fields = line.split(',');
        let (Some(short), Some(full), Some(kind)) = (fields.next(), fields.next(), fields.next())
        else {
            continue;
        };
        // A short form of a part of a name is ambiguous, so it ranks no better than the beginning
        // of a word.
        let extra = match kind {
            "filler" => 0,
            "word" => 2,
            _ => 1,
        };
        meant
            .entry(joined(words(short)))
            .or_default()
            .push((words(full), extra));
    }
    meant
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_short_form_stands_for_words_that_are_in_the_table() {
        let index = Index::get();
        let known: Vec<&str> = index.words().map(|(word, _)| word).collect();
        for line in SHORT.lines().skip(1) {
            let fields: Vec<&str> = line.split(',').collect();
            let [short, full, kind] = fields[..] else {
                panic!("{line}")
            };
            assert!(
                ["word", "filler", "province", "regency", "old"].contains(&kind),
                "{line}"
            );
            assert!(
                !words(short).is_empty() && words(short).len() <= Index::PHRASE,
                "{line}"
            );
            assert_eq!(full.is_empty(), kind == "filler", "{line}");
            assert!(
                words(full)
                    .iter()
                    .all(|word| known.contains(&word.as_str())),
                "{line}"
            );
        }
    }

    #[test]
    fn it_is_small_in_memory_and_its_numbers_are_large_enough() {
        let index = Index::get();
        let bytes = index.text.len()
            + size_of_val(&index.ends[..])
            + size_of_val(&index.of[..])
            + size_of_val(&index.of_ends[..]);
        println!("index: {} words, {bytes} B in memory", index.len());
        assert!(index.len() <= usize::from(WORD) && index.of.len() < usize::from(u16::MAX));
        assert!(bytes <= 220_000, "{bytes}");
    }
}
