//! A request that can be answered by itself.

use payung_model::sealed::RegistrationId;
use payung_model::text::Lang;

use super::text::lang_of;
use crate::store::RegistrationRow;
use crate::store::index::IndexRow;

/// A request whose sender is proven.
pub(super) struct Asked<'a> {
    pub row: &'a RegistrationRow,
    pub index: &'a IndexRow,
    /// The registration that it is about.
    pub first: RegistrationId,
}

impl Asked<'_> {
    /// It is the registration of a payer who is no member, and not a request about one.
    pub(super) fn is_payer(&self) -> bool {
        self.row.id == self.first
    }

    pub(super) fn lang(&self) -> Lang {
        lang_of(self.index.lang.as_deref())
    }
}
