//! Search in the table of regions by name, code or postal code.
//!
//! Every word there is (some thousands) is held once against each wanted word (`costs`); what is
//! left to do for a region is to add up. A wanted word may be met by the region's own name or, for
//! a little more, by what it lies in.

use std::ops::Range;

use super::costs::{Costs, Met, NONE};
use super::index::Index;
use super::query::{Query, Span};
use super::table::{self, Level, Postal, Table};

/// The further cost when a word is met by the region's own name and stood behind a comma; by its
/// regency; by its province.
const MORE: [u16; 3] = [4, 3, 4];
/// The cost of each piece: a name in the order of its words stands before one of the same words.
const PIECE: u16 = 1;
/// What each word of the region's own name costs that nobody asked for: exact names stand before
/// longer ones.
const UNASKED: u16 = 1;
/// The cost of leaving a wanted word out.
const LEFT_OUT: u16 = 30;
/// What costs so much more than the best is not meant.
const FAR: u16 = 8;

/// The regions of a level within a range that fit, best first, at most `limit`.
pub(super) fn best(
    table: &Table,
    level: Level,
    range: Range<usize>,
    text: &str,
    limit: usize,
) -> Vec<usize> {
    let inside = || range.clone().filter(|index| table.level(*index) == level);
    let mut found = by_number(table, inside(), text);
    if found.is_empty() {
        let index = Index::get();
        let query = Query::of(text, index);
        if query.words == 0 {
            return inside().take(limit).collect();
        }
        let costs = Costs::of(&query.terms, index);
        let search = Search {
            table,
            index,
            query: &query,
            costs: &costs,
        };
        found = search.ranked(inside(), None);
        if found.is_empty() && query.words > 1 {
            // One word may be a village or a street, which the table does not have. The others may
            // still fit.
            found = search.ranked(inside(), Some(LEFT_OUT));
        }
    }
    // Equals stand in the order of their codes.
    // Only the best few are shown, so only those are sorted: a short text fits thousands of
    // regions.
    if 0 < limit && limit < found.len() {
        found.select_nth_unstable(limit - 1);
    }
    found.truncate(limit);
    found.sort_unstable();
    let far = found
        .first()
        .map_or(0, |(best, _)| best.saturating_add(u32::from(FAR) << 8));
    found
        .into_iter()
        .filter(|(cost, _)| *cost <= far)
        .map(|(_, index)| index)
        .collect()
}

/// Finds regions by postal code, or by the beginning of a code: `16911`, `32.01.01`, `3201`.
fn by_number(table: &Table, inside: impl Iterator<Item = usize>, text: &str) -> Vec<(u32, usize)> {
    let digits: String = text
        .chars()
        .filter(|sign| !matches!(sign, '.' | ' '))
        .take(7)
        .collect();
    if digits.is_empty() || digits.len() > 6 || !digits.bytes().all(|sign| sign.is_ascii_digit()) {
        return Vec::new();
    }
    let Ok(number) = digits.parse::<u32>() else {
        return Vec::new();
    };
    let rest = 10_u32.pow(6 - digits.len() as u32);
    let found = inside.filter_map(|index| {
        if digits.len() == 5 && Postal::get().of(index).contains(&number) {
            return Some((0, index));
        }
        (table.code(index) / rest == number).then_some((1, index))
    });
    found.collect()
}

struct Search<'a> {
    table: &'a Table,
    index: &'a Index,
    query: &'a Query,
    costs: &'a Costs,
}

impl Search<'_> {
    /// Less is better: the cost, then the length of the name.
    fn ranked(
        &self,
        inside: impl Iterator<Item = usize>,
        left_out: Option<u16>,
    ) -> Vec<(u32, usize)> {
        let mut found = Vec::new();
        // Regions come in the order of the table, so the costs of the regency and province are
        // computed once for each.
        let mut above: [(Option<u32>, Met); 2] = Default::default();
        for region in inside {
            let regency = table::parent(self.table.code(region));
            let codes = match self.table.level(region) {
                Level::District => [regency, regency.and_then(table::parent)],
                _ => [None, regency],
            };
            for ((at, met), code) in above.iter_mut().zip(codes) {
                if *at != code {
                    *at = code;
                    let words = code
                        .and_then(|code| self.table.find(code))
                        .map_or(&[][..], |index| self.index.of(index));
                    *met = self.costs.met(words);
                }
            }
            let words = self.index.of(region);
            let any = self.costs.any(words) | above[0].1.any | above[1].1.any;
            // A few bits rule out most regions here, before the costs of each word are added up.
            if left_out.is_none() && !self.query.needs.iter().all(|need| need & any != 0) {
                continue;
            }
            let own = self.costs.met(words);
            let Some(cost) = self.total([&own, &above[0].1, &above[1].1], left_out) else {
                continue;
            };
            let cost = u32::from(cost.saturating_add(UNASKED * self.costs.unasked(words)));
            found.push((
                cost << 8 | self.table.name(region).len().min(0xff) as u32,
                region,
            ));
        }
        found
    }

    /// The cheapest way through the wanted words, a span after the other.
    fn total(&self, levels: [&Met; 3], left_out: Option<u16>) -> Option<u16> {
        // What the words up to here cost, and whether any was met.
        let mut to = [(NONE, false); Query::MOST + 1];
        to[0] = (0, false);
        for span in &self.query.spans {
            let (before, some) = to[span.from];
            if before == NONE {
                continue;
            }
            if let Some((cost, is_some)) = met(span, levels) {
                let cost = before.saturating_add(cost);
                if cost < to[span.until].0 {
                    to[span.until] = (cost, some || is_some);
                }
            }
            if let Some(left_out) = left_out.map(|left_out| before.saturating_add(left_out))
                && left_out < to[span.from + 1].0
            {
                to[span.from + 1] = (left_out, some);
            }
        }
        let (cost, some) = to[self.query.words];
        // Words that say nothing are no reason to be found.
        (cost != NONE && some).then_some(cost)
    }
}

/// The least cost of a span, and whether the span meets anything.
fn met(span: &Span, levels: [&Met; 3]) -> Option<(u16, bool)> {
    let mut best = None;
    for way in &span.ways {
        if way.terms.is_empty() {
            return Some((0, false));
        }
        for (place, (level, more)) in levels.iter().zip(MORE).enumerate() {
            // All terms of one reading must be met by the same region: its own name, its regency or
            // its province.
            let Some(cost) = way
                .terms
                .iter()
                .map(|term| level.cost(*term))
                .max()
                .filter(|cost| *cost != NONE)
            else {
                continue;
            };
            let more = if place == 0 && !span.behind_comma {
                0
            } else {
                more
            };
            let cost = cost + more + way.extra + PIECE;
            if best.is_none_or(|best| cost < best) {
                best = Some(cost);
            }
        }
    }
    best.map(|cost| (cost, true))
}
