//! Sponsors: organisations that pay for many members, whose list the office enters.

use std::collections::BTreeSet;

use payung_model::journey::OfficeState;
use payung_model::sealed::{OfficeKey, RegistrationId};
use payung_model::typed::{clean, is_visible};
use payung_model::units::{Month, Timestamp};
use serde::Serialize;

use super::find;
use crate::billing::months_to_pay;
use crate::failure::Failure;
use crate::purposes::asks_for_cover;
use crate::store::money::{Fund, SponsorRow, SponsoredMember};
use crate::store::{AuditEntry, Store};

/// Signs of a name, at most: as many as a phone takes.
const MOST_NAME: usize = 60;
/// Months of one member, at most.
const MOST_MONTHS: u8 = 12;
/// Lines of a list, at most.
const MOST_LINES: usize = 10_000;

/// A line of a list that cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BadLine {
    /// Which line, the first is 1.
    pub line: usize,
    /// What is wrong.
    pub problem: String,
}

/// One line of a list: which line, the receipt code as it is written, and how many months.
type ListLine<'a> = (usize, &'a str, u8);

/// Reads a list of `receipt,months`, one member a line. A first line that says so, empty lines and
/// quotes around a value are passed over. The bad lines, where there are any.
pub fn read_list(text: &str) -> Result<Vec<ListLine<'_>>, Vec<BadLine>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (mut lines, mut bad) = (Vec::new(), Vec::new());
    let mut seen = BTreeSet::new();
    for (before, row) in text.lines().enumerate() {
        let line = before + 1;
        let mut no = |problem: String| bad.push(BadLine { line, problem });
        let fields: Vec<&str> = row
            .split([',', ';'])
            .map(|field| field.trim().trim_matches('"'))
            .collect();
        if row.trim().is_empty() || before == 0 && fields.first() == Some(&"receipt") {
            continue;
        }
        if lines.len() >= MOST_LINES {
            no(format!("more than {MOST_LINES} members: split the list"));
            break;
        }
        let [receipt, months] = fields[..] else {
            no(format!("{} fields, not receipt,months", fields.len()));
            continue;
        };
        let Some(code) = RegistrationId::read_receipt(receipt) else {
            no("the receipt is no receipt code, like 7K2M-94QX".to_owned());
            continue;
        };
        let months = months.parse().ok();
        let Some(months) = months.filter(|months| (1..=MOST_MONTHS).contains(months)) else {
            no(format!("the months are not 1 to {MOST_MONTHS}"));
            continue;
        };
        if !seen.insert(code) {
            no("the receipt stands in an earlier line".to_owned());
            continue;
        }
        lines.push((line, receipt, months));
    }
    if lines.is_empty() && bad.is_empty() {
        bad.push(BadLine {
            line: 1,
            problem: "no member is in the list".to_owned(),
        });
    }
    if bad.is_empty() { Ok(lines) } else { Err(bad) }
}

/// Adds a sponsor.
pub fn add_sponsor(
    store: &Store,
    name: &str,
    fund: Fund,
    officer: &str,
    now: Timestamp,
) -> Result<SponsorRow, Failure> {
    let name = clean(name);
    let name = name.trim();
    if !is_visible(name) || name.chars().count() > MOST_NAME {
        return Err(Failure::Input(format!(
            "the name: 1 to {MOST_NAME} characters"
        )));
    }
    let detail = format!("fund {fund}");
    let entry = AuditEntry {
        at: now,
        officer,
        action: "sponsor add",
        id: None,
        detail: &detail,
    };
    let added = store.add_sponsor(name, fund, &entry)?;
    added.ok_or_else(|| Failure::Input("a sponsor has that name already".to_owned()))
}

/// The sponsor of that name.
pub fn find_sponsor(store: &Store, name: &str) -> Result<SponsorRow, Failure> {
    let name = clean(name);
    let mut all = store.sponsors()?.into_iter();
    all.find(|it| it.name == name.trim()).ok_or_else(|| {
        Failure::Input("no sponsor has that name: see `office sponsor list`".to_owned())
    })
}

/// Enters a list: all of it, or nothing and what is wrong with which line.
pub fn sponsor_members(
    store: &Store,
    sponsor: &SponsorRow,
    list: &str,
    key: &OfficeKey,
    officer: &str,
    now: Timestamp,
) -> Result<Result<usize, Vec<BadLine>>, Failure> {
    let lines = match read_list(list) {
        Ok(lines) => lines,
        Err(bad) => return Ok(Err(bad)),
    };
    let (mut members, mut bad) = (Vec::new(), Vec::new());
    for (line, receipt, months) in &lines {
        match member(store, receipt, *months, now)? {
            Ok(member) => members.push((*line, member)),
            Err(problem) => bad.push(BadLine {
                line: *line,
                problem,
            }),
        }
    }
    if !bad.is_empty() {
        return Ok(Err(bad));
    }
    let detail = format!(
        "sponsor {}: {} members",
        sponsor.id.receipt(),
        members.len()
    );
    let entry = AuditEntry {
        at: now,
        officer,
        action: "sponsor members",
        id: None,
        detail: &detail,
    };
    let all: Vec<SponsoredMember> = members.iter().map(|(_, member)| *member).collect();
    let taken = store.sponsor_members(sponsor.id, &all, key, &entry)?;
    let taken = members
        .iter()
        .filter(|(_, member)| taken.contains(&member.registration))
        .map(|(line, _)| BadLine {
            line: *line,
            problem: "somebody pays for this member already".to_owned(),
        });
    let bad: Vec<BadLine> = taken.collect();
    Ok(if bad.is_empty() {
        Ok(all.len())
    } else {
        Err(bad)
    })
}

/// Whom a line means, or why nobody can be paid for by it.
fn member(
    store: &Store,
    receipt: &str,
    months: u8,
    now: Timestamp,
) -> Result<Result<SponsoredMember, String>, Failure> {
    let id = match find(store, receipt) {
        Ok(id) => id,
        Err(Failure::Input(problem)) => return Ok(Err(problem)),
        Err(other) => return Err(other),
    };
    let Some(found) = store.status(id)? else {
        return Ok(Err("no registration has that receipt".to_owned()));
    };
    let row = store.index_row(id, found.revision)?;
    let known = match found.state {
        OfficeState::Accepted => true,
        OfficeState::Received => row.as_ref().is_some_and(|row| row.flags.is_empty()),
        _ => false,
    };
    if !known {
        return Ok(Err(format!(
            "the registration is {}, and an officer looks at it first",
            found.state.as_str()
        )));
    }
    if !asks_for_cover(row.and_then(|row| row.purpose).unwrap_or_default().as_str()) {
        return Ok(Err("the registration does not ask for cover".to_owned()));
    }
    let account = store.member_account(id)?;
    if account.claim.is_some() {
        return Ok(Err("after a claim nothing is due".to_owned()));
    }
    let paid: BTreeSet<Month> = account
        .credited
        .iter()
        .map(|credit| credit.line.month)
        .collect();
    let due = months_to_pay(&paid, now.date().month(), months);
    let (Some(first), Some(last)) = (due.first(), due.last()) else {
        return Ok(Err("no month can be billed".to_owned()));
    };
    Ok(Ok(SponsoredMember {
        registration: id,
        months: (*first, *last),
    }))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_bad_line_is_named_and_good_ones_are_read() {
        let good = "receipt,months\n7K2M-94QX,6\n\n\"7k2m94qz\";12\n";
        let lines = read_list(good).unwrap();
        assert_eq!(lines, [(2, "7K2M-94QX", 6), (4, "7k2m94qz", 12)]);
        let bad = "7K2M-94QX\n7K2M-94QX,0\nCONTOH,6\n7K2M-94QX,6\n7k2m-94qx,6\n";
        let problems = read_list(bad).unwrap_err();
        let at: Vec<usize> = problems.iter().map(|bad| bad.line).collect();
        assert_eq!(at, [1, 2, 3, 5], "{problems:?}");
        assert_eq!(read_list("").unwrap_err()[0].line, 1);
    }

    proptest! {
        #[test]
        fn no_list_makes_the_reader_panic_and_no_line_is_lost(text in "(.{0,12}[,;\n]){0,20}") {
            let count = text.lines().filter(|line| !line.trim().is_empty()).count();
            match read_list(&text) {
                Ok(lines) => prop_assert!(lines.len() <= count && count <= lines.len() + 1),
                Err(bad) => prop_assert!(!bad.is_empty()),
            }
        }
    }
}
