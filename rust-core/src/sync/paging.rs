//! Goes through registrations a few at a time, so that memory does not grow with their number.

use std::collections::VecDeque;

use payung_model::sealed::RegistrationId;

use crate::vault::{RegistrationQuery, Store, VaultError};

/// How many registrations are read at a time.
const PAGE: u32 = 32;

/// Goes through all registrations of a query, the oldest first. Each comes once, even if it changes
/// meanwhile, because the next page starts after the last id.
pub(super) struct RegistrationPages {
    which: RegistrationQuery,
    after: Option<RegistrationId>,
    page: VecDeque<RegistrationId>,
}

impl RegistrationPages {
    pub fn of(which: RegistrationQuery) -> Self {
        Self::after(which, None)
    }

    /// Goes only through registrations newer than that one.
    pub fn after(which: RegistrationQuery, after: Option<RegistrationId>) -> Self {
        Self {
            which,
            after,
            page: VecDeque::new(),
        }
    }

    pub fn next(&mut self, store: &Store) -> Result<Option<RegistrationId>, VaultError> {
        if self.page.is_empty() {
            self.page = store
                .registrations_matching(self.which, self.after, PAGE)?
                .into();
        }
        let next = self.page.pop_front();
        self.after = next.or(self.after);
        Ok(next)
    }
}
