//! What was found when officers, sessions and the audit log were looked at last.

use std::sync::atomic::{AtomicI64, Ordering};

use crate::failure::Failure;
use crate::store::{ChainReport, RosterReport};

/// What the last look found; -1 before the first one, and where it could not look. Officers and log
/// are looked at apart: whoever breaks the one must not silence what is said of the other.
pub(super) struct Watch {
    pub rows_wrong: AtomicI64,
    pub audit_broken: AtomicI64,
    pub audit_rows: AtomicI64,
}

impl Default for Watch {
    fn default() -> Self {
        Self {
            rows_wrong: AtomicI64::new(-1),
            audit_broken: AtomicI64::new(-1),
            audit_rows: AtomicI64::new(-1),
        }
    }
}

impl Watch {
    /// Notes what was found, and says in the log of the process what does not hold.
    pub fn note(&self, roster: &Result<RosterReport, Failure>, log: &Result<ChainReport, Failure>) {
        let wrong = match roster {
            Ok(report) => {
                if !report.is_sound() {
                    tracing::error!(
                        wrong = report.wrong(),
                        "officers or sessions are not as this office wrote them: `office doctor`"
                    );
                }
                i64::try_from(report.wrong()).unwrap_or(i64::MAX)
            }
            Err(error) => {
                tracing::error!(%error, "officers and sessions could not be looked at");
                -1
            }
        };
        let (broken, rows) = match log {
            Ok(report) => {
                if !report.is_sound() {
                    let row = report.broken.map(|(seq, _)| seq);
                    let row = row
                        .or(report.strangers.first().copied())
                        .unwrap_or_default();
                    tracing::error!(
                        row,
                        "the audit log is not as this office wrote it: `office audit verify`"
                    );
                }
                (i64::from(!report.is_sound()), report.rows)
            }
            Err(error) => {
                tracing::error!(%error, "the audit log could not be looked at");
                (-1, -1)
            }
        };
        self.rows_wrong.store(wrong, Ordering::Release);
        self.audit_broken.store(broken, Ordering::Release);
        self.audit_rows.store(rows, Ordering::Release);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::StoreError;

    fn told(watch: &Watch) -> [i64; 3] {
        [&watch.rows_wrong, &watch.audit_broken, &watch.audit_rows]
            .map(|gauge| gauge.load(Ordering::Acquire))
    }

    fn away<T>() -> Result<T, Failure> {
        Err(StoreError::Closed.into())
    }

    #[test]
    fn a_look_that_fails_silences_no_other() {
        let watch = Watch::default();
        assert_eq!(told(&watch), [-1, -1, -1]);
        let forged = RosterReport {
            forged_sessions: 2,
            ..RosterReport::default()
        };
        let wrong = i64::try_from(forged.wrong()).unwrap();
        assert!(wrong >= 2);
        watch.note(&Ok(forged), &away());
        assert_eq!(told(&watch), [wrong, -1, -1]);
        let cut = ChainReport {
            rows: 7,
            strangers: vec![3],
            ..ChainReport::default()
        };
        watch.note(&away(), &Ok(cut));
        assert_eq!(told(&watch), [-1, 1, 7]);
    }
}
