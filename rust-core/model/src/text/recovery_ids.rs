//! The ids of texts about recovery codes.

use super::ids::TextSignature;

/// Texts that a phone asks for when it shows a recovery code, or gets a registration back by one.
pub const RECOVERY_IDS: &[TextSignature] = &[
    ("button-recovery-new", &[]),
    ("button-recovery-written", &[]),
    ("not-possible-recovery", &[]),
    ("not-possible-recovery-date", &[]),
    ("not-possible-recovery-part", &[]),
    ("not-possible-recovery-payer", &[]),
    ("recover-found", &["receipt"]),
    ("recover-here", &["receipt"]),
    ("recover-incomplete", &["office"]),
    ("recover-next", &["office"]),
    ("recover-no-answer", &[]),
    ("recover-problem-code", &[]),
    ("recover-problem-date", &[]),
    ("recover-problem-length", &["count"]),
    ("recover-problem-sign", &["count"]),
    ("recover-too-often", &[]),
    ("recover-unknown", &[]),
    ("recover-unreadable", &[]),
    ("recovery-answers", &["office"]),
    ("recovery-date", &["date"]),
    ("recovery-new", &["office"]),
    ("recovery-no-answers", &["office"]),
    ("recovery-paper", &[]),
    ("recovery-sent", &[]),
    ("recovery-title", &[]),
    ("recovery-waits", &["office"]),
    ("recovery-what", &[]),
    ("recovery-written", &[]),
];
