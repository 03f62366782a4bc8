//! What somebody typed, with all it may mean.

use super::index::Index;
use crate::text::search::{SearchTerm, joined, words};
use crate::typed::clean;

/// The further cost of a word that is met as people spelled before 1972.
const OLD_SPELLING: u16 = 1;

/// The wanted words, and which of them are met joined, how.
pub(super) struct Query {
    /// How many words there are, at most [`Query::MOST`].
    pub words: usize,
    /// What is looked for, at most [`Query::TERMS`].
    pub terms: Vec<SearchTerm>,
    /// In the order of where they begin.
    pub spans: Vec<Span>,
    /// For each word the terms one of which must be met for it, a bit each.
    pub needs: Vec<u64>,
}

/// Neighbouring words that are met together.
pub(super) struct Span {
    /// The span's first word.
    pub from: usize,
    /// The word after its last.
    pub until: usize,
    /// Whether the words stood behind a comma, where people write what a region lies in.
    pub behind_comma: bool,
    /// Any of them will do.
    pub ways: Vec<Way>,
}

/// One reading of some words.
pub(super) struct Way {
    /// All of them must be met; none for words that say nothing.
    pub terms: Vec<usize>,
    /// What this reading costs more.
    pub extra: u16,
}

impl Query {
    /// Words that count: of a path that has more, the rest tells enough.
    pub const MOST: usize = 8;
    /// Terms that count; what would be more is not read as what it may be short for.
    pub const TERMS: usize = 48;

    /// Reads what was typed.
    pub fn of(text: &str, index: &Index) -> Self {
        let text = clean(text);
        let parts = text.split(',').enumerate();
        let typed: Vec<(bool, String)> = parts
            .flat_map(|(part, text)| words(text).into_iter().map(move |word| (part > 0, word)))
            .take(Self::MOST)
            .collect();
        let mut query = Self {
            words: typed.len(),
            terms: Vec::new(),
            spans: Vec::new(),
            needs: vec![0; typed.len()],
        };
        let mut known = Vec::new();
        for from in 0..typed.len() {
            for until in from + 1..=(from + Index::PHRASE).min(typed.len()) {
                let Some(part @ [(behind_comma, _), ..]) = typed.get(from..until) else {
                    continue;
                };
                // A comma separates a region from what it lies in, so words on both sides of one
                // are never read together.
                if part.iter().any(|(other, _)| other != behind_comma) {
                    continue;
                }
                let joined = joined(part.iter().map(|(_, word)| word));
                let ways = query.ways(&mut known, &joined, until - from, index);
                let bits = ways.iter().map(|way| {
                    way.terms
                        .iter()
                        .fold(u64::from(way.terms.is_empty()) * u64::MAX, |bits, term| {
                            bits | 1 << term
                        })
                });
                let bits = bits.fold(0, |all, bits| all | bits);
                query
                    .needs
                    .iter_mut()
                    .take(until)
                    .skip(from)
                    .for_each(|need| *need |= bits);
                query.spans.push(Span {
                    from,
                    until,
                    behind_comma: *behind_comma,
                    ways,
                });
            }
        }
        query
    }

    fn ways(
        &mut self,
        known: &mut Vec<String>,
        joined: &str,
        count: usize,
        index: &Index,
    ) -> Vec<Way> {
        let mut ways = Vec::new();
        if count <= 2 {
            ways.extend(self.way(known, &[joined.to_owned()], 0));
        }
        let today = today(joined);
        if count == 1 && today != joined {
            ways.extend(self.way(known, &[today], OLD_SPELLING));
        }
        for (full, extra) in index.meant_by(joined) {
            ways.extend(self.way(known, full, extra));
        }
        ways
    }

    fn way(&mut self, known: &mut Vec<String>, words: &[String], extra: u16) -> Option<Way> {
        let mut terms = Vec::with_capacity(words.len());
        for word in words {
            let term = known
                .iter()
                .position(|known| known == word)
                .unwrap_or(known.len());
            if term == Self::TERMS {
                return None;
            }
            if term == known.len() {
                known.push(word.clone());
                self.terms.push(SearchTerm::new(word));
            }
            terms.push(term);
        }
        Some(Way { terms, extra })
    }
}

/// `soerabaja`, `tjirebon`, `djokja` in the spelling of 1972; the same word where nothing tells
/// that it is old.
fn today(word: &str) -> String {
    if !["oe", "dj", "tj", "sj"]
        .iter()
        .any(|sign| word.contains(sign))
    {
        return word.to_owned();
    }
    // First what j is a part of: what is left is y.
    let kept = word
        .replace("dj", "\u{1}")
        .replace("tj", "c")
        .replace("sj", "sy")
        .replace("nj", "ny");
    kept.replace('j', "y")
        .replace('\u{1}', "j")
        .replace("oe", "u")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_old_spelling_is_read_as_todays() {
        for (old, new) in [
            ("soerabaja", "surabaya"),
            ("tjirebon", "cirebon"),
            ("banjoewangi", "banyuwangi"),
            ("bandjarmasin", "banjarmasin"),
            ("jakarta", "jakarta"),
            ("banjar", "banjar"),
        ] {
            assert_eq!(today(old), new);
        }
    }
}
