//! Texts that are asked for by id.

use crate::cover::reminder::REMINDER_IDS;
use crate::cover::{COVER_IDS, INCIDENT_IDS};
use crate::text::{
    BILL_IDS, CARD_IDS, CORE_IDS, ENGINE_IDS, PAPER_IDS, PAYMENT_IDS, PLACES_IDS, RECOVERY_IDS,
};

/// What the texts of a form may name: who receives the data.
pub(super) const OFFICE: [&str; 3] = ["office", "office-address", "office-contact"];

/// Texts that the program asks for by itself, with the values it gives.
pub(super) fn own_ids() -> impl Iterator<Item = &'static (&'static str, &'static [&'static str])> {
    [
        CORE_IDS,
        ENGINE_IDS,
        COVER_IDS,
        REMINDER_IDS,
        INCIDENT_IDS,
        PAPER_IDS,
        PAYMENT_IDS,
        PLACES_IDS,
        BILL_IDS,
        CARD_IDS,
        RECOVERY_IDS,
    ]
    .into_iter()
    .flatten()
}
