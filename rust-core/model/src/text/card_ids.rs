//! The ids of texts about the digital card.

use super::ids::TextSignature;

/// Texts that a phone asks for when it shows a card, or says why there is none.
pub const CARD_IDS: &[TextSignature] = &[
    ("card-clock", &[]),
    ("card-closed", &["office"]),
    ("card-compare", &["initials", "number"]),
    ("card-good", &["date"]),
    ("card-issuer", &["office"]),
    ("card-not-yet", &["date"]),
    ("card-over", &["date"]),
    ("card-paid", &["date", "list"]),
    ("card-pay", &["office"]),
    ("card-payer", &["office"]),
    ("card-refused", &["office"]),
    ("card-renew", &["office"]),
    ("card-title", &[]),
    ("card-title-none", &[]),
    ("card-title-not-yet", &[]),
    ("card-title-over", &[]),
    ("card-title-refused", &[]),
    ("not-possible-card", &[]),
];
