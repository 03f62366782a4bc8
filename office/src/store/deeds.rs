//! How much officers did, and how long it took: from the audit log, whose rows say who opened what
//! and who decided.

use payung_model::units::Timestamp;

use super::error::StoreError;
use super::sql::{Database, Engine, values};

/// How often an officer did something on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeedCount {
    /// Days since 1970, by the clock of the zone that was asked for.
    pub day: i64,
    /// Who.
    pub officer: String,
    /// `accept`, `correct` or `refuse`.
    pub action: String,
    /// How often.
    pub count: u64,
}

/// How long one decision took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeedTime {
    /// Days since 1970, by the clock of the zone that was asked for.
    pub day: i64,
    /// Who decided.
    pub officer: String,
    /// Milliseconds from when the revision was received; none when the registration was erased.
    pub waited: Option<i64>,
    /// Milliseconds from when this officer opened it, and so had it; none when nobody opened it.
    pub worked: Option<i64>,
}

/// What was done.
pub trait Deeds {
    /// Decisions since that time, by day and officer. `zone`: milliseconds that the days' clock is
    /// ahead of UTC.
    fn deeds(&self, since: Timestamp, zone: i64) -> Result<Vec<DeedCount>, StoreError>;

    /// How long the newest `most` decisions since that time took.
    fn deed_times(
        &self,
        since: Timestamp,
        zone: i64,
        most: u32,
    ) -> Result<Vec<DeedTime>, StoreError>;
}

impl<E: Engine> Deeds for Database<E> {
    fn deeds(&self, since: Timestamp, zone: i64) -> Result<Vec<DeedCount>, StoreError> {
        let rows = self.engine.read(|sql| {
            sql.query(
                "SELECT (at + ?2) / 86400000 AS day, officer, action, count(*) FROM audit
                    WHERE at >= ?1 AND action IN ('accept', 'correct', 'refuse')
                    GROUP BY 1, officer, action ORDER BY 1 DESC, officer, action",
                values![since, zone],
            )
        })?;
        let count = |row: &super::sql::Row| {
            Ok(DeedCount {
                day: row.int(0)?,
                officer: row.text(1)?,
                action: row.text(2)?,
                count: row.count(3)?,
            })
        };
        rows.iter().map(count).collect()
    }

    fn deed_times(
        &self,
        since: Timestamp,
        zone: i64,
        most: u32,
    ) -> Result<Vec<DeedTime>, StoreError> {
        let rows = self
            .engine
            .read(|sql| sql.query(TIMES, values![since, zone, most]))?;
        rows.iter()
            .map(|row| {
                let at = row.int(2)?;
                let received = row.opt_int(3)?;
                // What is told later was decided when the officer pressed the button.
                let decided = row.opt_int(5)?.unwrap_or(at);
                let since = |from: i64| (decided - from).max(0);
                Ok(DeedTime {
                    day: row.int(0)?,
                    officer: row.text(1)?,
                    waited: received.map(since),
                    worked: row.opt_int(4)?.map(since),
                })
            })
            .collect()
    }
}

/// Each decision with the times before it that belong to it: when the last revision before it came,
/// when its officer first looked at that revision, and when its officer decided, if it was told
/// later. Each is found by the registration's own few rows.
const TIMES: &str = "SELECT day, officer, at, received,
        (SELECT min(seen.at) FROM audit AS seen WHERE seen.id = done.id AND seen.officer = done.officer
            AND seen.action = 'show' AND seen.at >= received AND seen.at <= done.at),
        (SELECT max(held.at) FROM audit AS held WHERE held.id = done.id AND held.officer = done.officer
            AND held.action = 'decide' AND held.at >= received AND held.at <= done.at)
    FROM (SELECT (at + ?2) / 86400000 AS day, officer, at, id,
            (SELECT max(received_at) FROM records WHERE records.id = audit.id AND received_at <= audit.at) AS received
        FROM audit WHERE at >= ?1 AND action IN ('accept', 'correct', 'refuse')
        ORDER BY at DESC LIMIT ?3) AS done";
