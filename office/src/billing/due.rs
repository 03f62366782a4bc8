//! Which months are to be paid, and who may still join.

use std::collections::BTreeSet;

use payung_model::units::{Date, Month};

/// Unpaid months in a row after which a membership has ended (docs/rules.md: more than three).
const ARREARS: usize = 3;
/// Whoever has this age on the day of the first payment cannot join any more.
const TOO_OLD: u16 = 65;

/// The next `count` months of somebody who paid `paid`: the oldest unpaid one first. After more
/// than three unpaid months in a row cover starts again with the current month and nothing is owed;
/// the current month is not counted as unpaid.
pub fn months_to_pay(paid: &BTreeSet<Month>, current: Month, count: u8) -> Vec<Month> {
    let last = paid.range(..=current).next_back().copied();
    let after = last.and_then(Month::next).unwrap_or(current);
    let owed = std::iter::successors(Some(after), |month| month.next())
        .take_while(|month| *month < current);
    let first = if owed.take(ARREARS + 1).count() > ARREARS {
        current
    } else {
        after
    };
    let all = std::iter::successors(Some(first), |month| month.next());
    all.filter(|month| !paid.contains(month))
        .take(usize::from(count))
        .collect()
}

/// May a bill that can be paid until `last_day` be issued to somebody who is no member yet?
pub fn may_still_join(born: Date, last_day: Date) -> bool {
    born.age_on(last_day).is_some_and(|age| age < TOO_OLD)
}
