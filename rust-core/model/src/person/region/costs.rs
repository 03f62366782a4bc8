//! Every word of the index against every term of a query.

use super::index::{ASIDE, Index, JOINED, WORD};
use super::query::Query;
use crate::text::search::SearchTerm;

/// The cost when a word is the same · begins so · has it inside · is one slip away · two.
const COST: [u16; 5] = [0, 2, 4, 6, 9];
/// Not met.
pub(super) const NONE: u16 = u16::MAX;
/// Not near.
const FAR: u8 = u8::MAX;

/// How near each word is to each term; most words are near to none.
pub(super) struct Costs {
    /// Where each word's distances are, in rows; the row 0 is that of words near to none.
    rows: Vec<u16>,
    /// A row of distances by term for each word that is near to any.
    distances: Vec<u8>,
    terms: usize,
}

/// The cost of the words of one name, by term.
pub(super) struct Met {
    costs: [u16; Query::TERMS],
    /// Which terms are met, a bit each.
    pub any: u64,
}

impl Costs {
    pub fn of(terms: &[SearchTerm], index: &Index) -> Self {
        let mut costs = Self {
            rows: vec![0; index.len()],
            distances: vec![FAR; terms.len()],
            terms: terms.len(),
        };
        for (place, term) in terms.iter().enumerate() {
            for ((word, letters), row) in index.words().zip(&mut costs.rows) {
                let Some(distance) = term.distance_to(word, letters) else {
                    continue;
                };
                if *row == 0 {
                    *row = u16::try_from(costs.distances.len() / costs.terms).unwrap_or(0);
                    costs
                        .distances
                        .resize(costs.distances.len() + costs.terms, FAR);
                }
                if let Some(known) = costs
                    .distances
                    .get_mut(usize::from(*row) * costs.terms + place)
                {
                    *known = distance;
                }
            }
        }
        costs
    }

    /// Which terms these words meet, a bit each.
    pub fn any(&self, words: &[u16]) -> u64 {
        let near = words.iter().filter_map(|word| self.near(*word));
        near.fold(0, |any, row| any | bits(row))
    }

    /// The cost at which these words meet the terms.
    pub fn met(&self, words: &[u16]) -> Met {
        let mut met = Met::default();
        for row in words.iter().filter_map(|word| self.near(*word)) {
            met.any |= bits(row);
            for (cost, distance) in met.costs.iter_mut().zip(row) {
                let new = COST.get(usize::from(*distance)).copied().unwrap_or(NONE);
                *cost = new.min(*cost);
            }
        }
        met
    }

    /// How many of these words no term asks for.
    pub fn unasked(&self, words: &[u16]) -> u16 {
        let mut unasked = 0;
        for &word in words {
            let near = self.near(word);
            if word & JOINED != 0 {
                // Asked for in one word, whole: that says all of it.
                if near.is_some_and(|row| row.iter().any(|distance| matches!(distance, 0 | 3 | 4)))
                {
                    return 0;
                }
            } else if word & ASIDE == 0 && near.is_none() {
                unasked += 1;
            }
        }
        unasked
    }

    /// Distances of a word by term; none for a word near to none.
    fn near(&self, word: u16) -> Option<&[u8]> {
        let row = self
            .rows
            .get(usize::from(word & WORD))
            .map(|row| usize::from(*row))
            .filter(|row| *row > 0)?;
        self.distances.get(row * self.terms..(row + 1) * self.terms)
    }
}

impl Met {
    pub fn cost(&self, term: usize) -> u16 {
        self.costs.get(term).copied().unwrap_or(NONE)
    }
}

impl Default for Met {
    fn default() -> Self {
        Self {
            costs: [NONE; Query::TERMS],
            any: 0,
        }
    }
}

fn bits(row: &[u8]) -> u64 {
    row.iter().enumerate().fold(0, |bits, (term, distance)| {
        bits | u64::from(*distance != FAR) << term
    })
}
