//! `office referrals`

use std::cmp::Reverse;

use clap::Args;
use serde::Serialize;

use super::desk::Desk;
use super::output::{print_json, print_line, print_note};
use crate::failure::Failure;
use crate::store::ReferralCount;

/// Fewer registrations than this are not told one from another: a small number may be one person
/// whom somebody knows.
const LEAST_SHOWN: u64 = 10;

#[derive(Args)]
pub(super) struct ReferralsArgs {
    /// As JSON.
    #[arg(long)]
    json: bool,
    /// As CSV, for a spreadsheet.
    #[arg(long, conflicts_with = "json")]
    csv: bool,
}

#[derive(Serialize)]
struct Document<'a> {
    code: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    sent: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fewer_than: Option<u64>,
}

impl ReferralsArgs {
    pub(super) fn run(self, desk: &Desk) -> Result<(), Failure> {
        let counts = in_order(desk.office()?.referral_counts()?);
        if self.json {
            return print_json(&counts.iter().map(Document::of).collect::<Vec<_>>());
        }
        if self.csv {
            print_line("code,sent")?;
        }
        for count in &counts {
            let (code, sent) = (&count.code, words(count.sent));
            print_line(&if self.csv {
                format!("{code},{sent}")
            } else {
                format!("{code:<12}  {sent}")
            })?;
        }
        if counts.is_empty() && !self.csv {
            print_note("none");
        }
        Ok(())
    }
}

impl<'a> Document<'a> {
    fn of(count: &'a ReferralCount) -> Self {
        let sent = shown(count.sent);
        Self {
            code: &count.code,
            sent,
            fewer_than: sent.is_none().then_some(LEAST_SHOWN),
        }
    }
}

/// The largest first. Those whose number is not shown stand by code: their order tells nothing.
fn in_order(mut counts: Vec<ReferralCount>) -> Vec<ReferralCount> {
    counts.sort_by_key(|count| (Reverse(shown(count.sent)), count.code.clone()));
    counts
}

fn shown(sent: u64) -> Option<u64> {
    (sent >= LEAST_SHOWN).then_some(sent)
}

fn words(sent: u64) -> String {
    shown(sent).map_or_else(|| format!("< {LEAST_SHOWN}"), |sent| sent.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_numbers_are_not_told_apart_by_their_words_or_by_their_order() {
        let count = |code: &str, sent| ReferralCount {
            code: code.to_owned(),
            sent,
        };
        let counts = [("AAAA", 1), ("BBBB", 10), ("CCCC", 9), ("DDDD", 120)];
        let ordered = in_order(counts.map(|(code, sent)| count(code, sent)).into());
        let lines: Vec<_> = ordered
            .iter()
            .map(|count| (count.code.as_str(), words(count.sent)))
            .collect();
        let expected = [
            ("DDDD", "120"),
            ("BBBB", "10"),
            ("AAAA", "< 10"),
            ("CCCC", "< 10"),
        ];
        assert_eq!(lines, expected.map(|(code, sent)| (code, sent.to_owned())));
    }
}
