//! A few registrations at a time: memory stays flat however many wait.

use std::collections::VecDeque;

use payung_model::sealed::RegistrationId;

use crate::vault::{RegistrationQuery, Store, VaultError};

/// So many are looked up at a time.
const PAGE: u32 = 32;

/// Walks through all registrations of a kind, the oldest first; each is met once, also when it changes meanwhile.
pub(super) struct RegistrationPages {
    which: RegistrationQuery,
    after: Option<RegistrationId>,
    page: VecDeque<RegistrationId>,
}

impl RegistrationPages {
    pub fn of(which: RegistrationQuery) -> Self {
        Self::after(which, None)
    }

    /// Only those newer than that one.
    pub fn after(which: RegistrationQuery, after: Option<RegistrationId>) -> Self {
        Self { which, after, page: VecDeque::new() }
    }

    pub fn next(&mut self, store: &Store) -> Result<Option<RegistrationId>, VaultError> {
        if self.page.is_empty() {
            self.page = store.registrations_matching(self.which, self.after, PAGE)?.into();
        }
        let next = self.page.pop_front();
        self.after = next.or(self.after);
        Ok(next)
    }
}
