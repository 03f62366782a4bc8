//! Sponsors: organisations that pay for many members, whose list the office enters.

use std::collections::BTreeSet;

use payung_model::cover::{CoverRules, Due};
use payung_model::journey::OfficeState;
use payung_model::sealed::{Bundle, OfficeKey, PayCode, RegistrationId};
use payung_model::typed::{clean, is_visible};
use payung_model::units::{Month, Timestamp};
use serde::Serialize;

use crate::failure::Failure;
use crate::opener::content_of;
use crate::purposes::asks_for_cover;
use crate::store::money::{Fund, PayCodeTaken, SponsorRow, SponsoredMember};
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

/// One line of a list: which line, the member's pay-for code, and how many months.
type ListLine = (usize, PayCode, u8);

/// Reads a list of `code,months`, one member a line. A first line that says so, empty lines and
/// quotes around a value are passed over. The bad lines, where there are any.
pub fn read_list(text: &str) -> Result<Vec<ListLine>, Vec<BadLine>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (mut lines, mut bad): (Vec<ListLine>, _) = (Vec::new(), Vec::new());
    let mut seen = BTreeSet::new();
    for (before, row) in text.lines().enumerate() {
        let line = before + 1;
        let mut no = |problem: String| bad.push(BadLine { line, problem });
        let fields: Vec<&str> = row
            .split([',', ';'])
            .map(|field| field.trim().trim_matches('"'))
            .collect();
        if row.trim().is_empty() || before == 0 && fields.first() == Some(&"code") {
            continue;
        }
        if lines.len() >= MOST_LINES {
            no(format!("more than {MOST_LINES} members: split the list"));
            break;
        }
        let [code, months] = fields[..] else {
            no(format!("{} fields, not code,months", fields.len()));
            continue;
        };
        let Ok(code) = PayCode::find(code) else {
            no(if RegistrationId::read_receipt(code).is_some() {
                "a receipt code is no consent: ask the member for their pay-for code".to_owned()
            } else {
                "no pay-for code, or mistyped".to_owned()
            });
            continue;
        };
        let months = months.parse().ok();
        let Some(months) = months.filter(|months| (1..=MOST_MONTHS).contains(months)) else {
            no(format!("the months are not 1 to {MOST_MONTHS}"));
            continue;
        };
        if !seen.insert(code.to_string()) {
            no("the code stands in an earlier line".to_owned());
            continue;
        }
        lines.push((line, code, months));
    }
    if lines.is_empty() && bad.is_empty() {
        bad.push(BadLine {
            line: 1,
            problem: "no member is in the list".to_owned(),
        });
    }
    if bad.is_empty() { Ok(lines) } else { Err(bad) }
}

/// Why a code is no consent to be paid for by that sponsor.
fn no_consent(why: &PayCodeTaken) -> String {
    let words = match why {
        PayCodeTaken::Unknown | PayCodeTaken::Own => "no member gave this code",
        PayCodeTaken::Used => {
            "the code is used: a member's consent is for the one who used it, so ask for another code"
        }
        PayCodeTaken::Revoked => "the member took this consent back",
        PayCodeTaken::Expired => "the code is too old: ask the member for another one",
        PayCodeTaken::SomebodyPays | PayCodeTaken::Done { .. } => {
            "somebody pays for this member already"
        }
        PayCodeTaken::Again { .. } => "the sponsor pays for this member already",
        PayCodeTaken::Gone => "the member's registration goes on no more",
    };
    words.to_owned()
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
    let newest = store.bundle_for(Bundle::ENGINE)?;
    let sequence = newest.map_or(0, |bundle| bundle.sequence);
    let Some(content) = content_of(store, sequence)? else {
        return Err(Failure::Input(format!("bundle {sequence} cannot be read")));
    };
    // All lines are judged before anything is written, so that an operator gets all mistakes of a
    // list at once.
    let (mut members, mut bad) = (Vec::new(), Vec::new());
    for (line, code, months) in &lines {
        let (line, code) = (*line, code.digest());
        let consent = store.member_by_code(sponsor.id, &code, now.date())?;
        let months = match consent {
            Ok(member) => months_of(store, &content.cover, member, *months, now)?,
            Err(why) => Err(no_consent(&why)),
        };
        match months {
            Ok(months) => members.push((line, SponsoredMember { code, months })),
            Err(problem) => bad.push(BadLine { line, problem }),
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
    // Since the lines were judged, a code may have been used or taken back. The transaction looks
    // again, and takes all of the list or nothing.
    let refused = store.sponsor_members(sponsor.id, &all, key, &entry)?;
    let refused = refused.iter().map(|(code, why)| {
        let line = members.iter().find(|(_, member)| member.code == *code);
        BadLine {
            line: line.map_or(0, |(line, _)| *line),
            problem: no_consent(why),
        }
    });
    let bad: Vec<BadLine> = refused.collect();
    Ok(if bad.is_empty() {
        Ok(all.len())
    } else {
        Err(bad)
    })
}

/// The first and the last month that are paid for the member, or why none can be.
fn months_of(
    store: &Store,
    rules: &CoverRules,
    id: RegistrationId,
    months: u8,
    now: Timestamp,
) -> Result<Result<(Month, Month), String>, Failure> {
    let Some(found) = store.status(id)? else {
        return Ok(Err("the registration is gone".to_owned()));
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
    let due = Due::of(rules, &account.paid_months(), now.date(), months);
    let (Some(first), Some(last)) = (due.months.first(), due.months.last()) else {
        return Ok(Err("no month can be billed".to_owned()));
    };
    Ok(Ok((*first, *last)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::random::SystemRandom;

    #[test]
    fn each_bad_line_is_named_and_good_ones_are_read() {
        let [one, two] = [(); 2].map(|()| PayCode::new(&mut SystemRandom).unwrap());
        let good = format!("code,months\n{one},6\n\n\"{two}\";12\n");
        let lines = read_list(&good).unwrap();
        let read: Vec<_> = lines
            .iter()
            .map(|(line, code, months)| (*line, code.to_string(), *months))
            .collect();
        assert_eq!(read, [(2, one.to_string(), 6), (4, two.to_string(), 12)]);
        let bad = format!("{one}\n{one},0\nCONTOH,6\n{one},6\n{one},6\n7K2M-94QX,6\n");
        let problems = read_list(&bad).unwrap_err();
        let at: Vec<usize> = problems.iter().map(|bad| bad.line).collect();
        assert_eq!(at, [1, 2, 3, 5, 6], "{problems:?}");
        assert!(
            problems[4]
                .problem
                .starts_with("a receipt code is no consent")
        );
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
