//! The statements by which a worker finds each second and each minute what there is to do.
//!
//! Years of bills lie in the same tables as the few that are live, so none of these statements may
//! read a table from end to end. A partial index is used only where a statement says the index's own
//! condition in the index's own words, which is why some conditions stand here twice: `Cancelling`
//! is in the first list, and is taken out by the second one. The contract suite asks both databases
//! for the plan of each.

/// Members whose newest credited month is ?1 at the latest, who had no claim, and where the newest
/// bill for a later month stands.
macro_rules! going_on {
    ($which:literal, $page:literal) => {
        concat!(
            "SELECT newest.member, newest.payer, newest.month, bills.state, bills.made_at FROM (
                SELECT member, payer, month, (SELECT bill FROM bill_lines
                        WHERE bill_lines.member = credited.member AND bill_lines.month > credited.month
                        ORDER BY bill DESC LIMIT 1) AS bill
                    FROM credited WHERE month <= ?1 AND ",
            $which,
            " AND NOT EXISTS (SELECT 1 FROM credited AS later
                        WHERE later.member = credited.member AND later.month > credited.month)
                    AND NOT EXISTS (SELECT 1 FROM claims WHERE claims.member = credited.member) ",
            $page,
            ") AS newest LEFT JOIN bills ON bills.id = newest.bill ORDER BY newest.month, newest.member"
        )
    };
}

/// Those after the month ?2 and the member ?3, at most ?4. There is no other lower bound: with a second
/// one, SQLite would begin each page at the first member and pass over all before.
pub(super) const GOING_ON: &str = going_on!(
    "(month, member) > (?2, ?3)",
    "ORDER BY month, member LIMIT ?4"
);
/// The member ?3, if it is one of those from the month ?2 on.
pub(super) const GOES_ON: &str = going_on!("month >= ?2 AND member = ?3", "");

/// A bill whose last day is over: before ?1, and where it cannot be cancelled before ?2.
pub(super) const ANY_OVERDUE: &str =
    "SELECT 1 FROM bills WHERE state IN ('wanted', 'open', 'cancelling') AND last_day < ?1
    AND (state <> 'cancelling' OR last_day < ?2) LIMIT 1";
/// All of these.
pub(super) const OVERDUE: &str =
    "SELECT id FROM bills WHERE state IN ('wanted', 'open', 'cancelling') AND last_day < ?1
    AND (state <> 'cancelling' OR last_day < ?2) ORDER BY last_day, id";

/// Bills that nobody should pay any more, because their payer has gone.
pub(super) const ORPHANS: &str =
    "SELECT bills.id FROM bills LEFT JOIN registrations ON registrations.id = bills.payer
    WHERE bills.state IN ('wanted', 'open', 'cancelling') AND bills.state <> 'cancelling'
        AND (registrations.state IS NULL OR registrations.state IN ('withdrawn', 'refused'))
        AND NOT EXISTS (SELECT 1 FROM sponsors WHERE sponsors.id = bills.payer)";

/// The newest ?2 bills that wait with a reason, made before the bill ?1 when that is given.
pub(super) const WAITING: &str =
    "SELECT id FROM bills WHERE state IN ('wanted', 'cancelling') AND work_note IS NOT NULL
    AND (id < ?1 OR ?1 IS NULL) ORDER BY id DESC LIMIT ?2";

/// Has anybody begun or ended to pay for the member ?1 since ?2?
pub(super) const CHANGED_SINCE: &str =
    "SELECT 1 FROM arrangements WHERE member = ?1 AND (made_at >= ?2 OR ended_at >= ?2) LIMIT 1";

/// All of them, each with the tables that it must not read from end to end.
pub const ROUND_STATEMENTS: [(&str, &[&str]); 7] = [
    (GOING_ON, &["credited", "bill_lines", "bills", "claims"]),
    (GOES_ON, &["credited", "bill_lines", "bills", "claims"]),
    (ANY_OVERDUE, &["bills"]),
    (OVERDUE, &["bills"]),
    (ORPHANS, &["bills"]),
    (WAITING, &["bills"]),
    (CHANGED_SINCE, &["arrangements"]),
];
