//! The ids of texts on papers.

use super::ids::TextSignature;

/// Texts that receipts, statements and the heirs' card ask for, besides those of the views that they
/// print.
pub const PAPER_IDS: &[TextSignature] = &[
    ("heirs-gives", &[]),
    ("heirs-note", &["date"]),
    ("heirs-papers", &["list"]),
    ("heirs-title", &[]),
    ("not-possible-receipt", &[]),
    ("sheet-footer", &[]),
    ("sheet-made", &["date"]),
    ("sheet-name", &[]),
    ("sheet-number", &[]),
];
