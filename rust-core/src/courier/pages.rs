//! A few registrations at a time: memory stays flat however many wait.

use std::collections::VecDeque;

use payung_model::sealed::RegistrationId;

use crate::vault::{Store, VaultError, Which};

/// So many are looked up at a time.
const PAGE: u32 = 32;

/// Walks through all registrations of a kind, the oldest first; each is met once, also when it changes meanwhile.
pub(super) struct Pages {
    which: Which,
    after: Option<RegistrationId>,
    page: VecDeque<RegistrationId>,
}

impl Pages {
    pub fn of(which: Which) -> Self {
        Self::after(which, None)
    }

    /// Only those newer than that one.
    pub fn after(which: Which, after: Option<RegistrationId>) -> Self {
        Self { which, after, page: VecDeque::new() }
    }

    pub fn next(&mut self, store: &Store) -> Result<Option<RegistrationId>, VaultError> {
        if self.page.is_empty() {
            self.page = store.some(self.which, self.after, PAGE)?.into();
        }
        let next = self.page.pop_front();
        self.after = next.or(self.after);
        Ok(next)
    }
}
