//! Search by names.

use std::ops::Range;

use super::table::{self, Table};
use super::{Level, dotted};
use crate::text::search;

/// The regions of a level within a range that fit, best first.
pub(super) fn best(table: &Table, level: Level, range: Range<usize>, text: &str, limit: usize) -> Vec<usize> {
    let inside = range.filter(|index| table.level(*index) == level);
    let named: Vec<(usize, String)> = inside.map(|index| (index, names(table, index))).collect();
    let mut found = search::rank(named.iter().map(|(index, names)| (*index, names.as_str())), text);
    found.truncate(limit);
    found
}

fn names(table: &Table, index: usize) -> String {
    let mut names = dotted(table.code(index)).replace('.', "");
    let mut next = Some(index);
    while let Some(index) = next {
        names = names + " " + table.name(index);
        next = table::parent(table.code(index)).and_then(|code| table.find(code));
    }
    names
}
