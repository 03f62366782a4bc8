//! The ids of texts about paying.

use super::ids::TextSignature;

/// Texts that paying asks for: what is wrong with a QRIS code.
pub const PAYMENT_IDS: &[TextSignature] = &[
    ("qris-amount", &[]),
    ("qris-at", &["offset", "words"]),
    ("qris-bill-number", &[]),
    ("qris-country", &[]),
    ("qris-crc", &[]),
    ("qris-crc-lowercase", &[]),
    ("qris-crc-missing", &[]),
    ("qris-crc-not-last", &[]),
    ("qris-currency", &[]),
    ("qris-duplicate", &[]),
    ("qris-empty", &[]),
    ("qris-format", &[]),
    ("qris-initiation", &[]),
    ("qris-large-amount", &[]),
    ("qris-length", &[]),
    ("qris-long", &[]),
    ("qris-missing", &[]),
    ("qris-nmid", &[]),
    ("qris-no-account", &[]),
    ("qris-no-amount", &[]),
    ("qris-no-national", &[]),
    ("qris-no-room", &[]),
    ("qris-not-qris", &[]),
    ("qris-order", &[]),
    ("qris-overrun", &[]),
    ("qris-tag", &[]),
    ("qris-template", &[]),
    ("qris-tip", &[]),
    ("qris-too-long", &[]),
    ("qris-value", &[]),
];
