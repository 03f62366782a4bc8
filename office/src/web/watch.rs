//! What was found when officers, sessions and the audit log were looked at last.

use std::sync::atomic::{AtomicI64, Ordering};

/// What the last look found; -1 before the first one, and when it could not look.
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
    /// Notes what was found.
    pub fn note(&self, rows_wrong: i64, audit_broken: i64, audit_rows: i64) {
        self.rows_wrong.store(rows_wrong, Ordering::Release);
        self.audit_broken.store(audit_broken, Ordering::Release);
        self.audit_rows.store(audit_rows, Ordering::Release);
    }
}
