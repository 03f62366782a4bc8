//! What every file of this room is checked for.

use std::collections::BTreeSet;

use crate::programme::Confidence;

/// Bytes of a source, at most.
const MOST_SOURCE: usize = 600;

/// Refuses a source without a tag, or one that is longer than a screen that shows it.
pub(super) fn check_source(field: &str, source: &str) -> Result<(), String> {
    Confidence::check(field, source)?;
    if source.len() > MOST_SOURCE {
        return Err(format!("{field}: at most {MOST_SOURCE} bytes"));
    }
    Ok(())
}

/// Refuses what is no id, and what stands there twice.
pub(super) fn check_ids<'a>(place: &str, ids: impl Iterator<Item = &'a str>) -> Result<(), String> {
    let mut seen = BTreeSet::new();
    for id in ids {
        let shaped = id.starts_with(|first: char| first.is_ascii_lowercase())
            && id
                .chars()
                .all(|sign| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '_');
        if !shaped || id.len() > 40 {
            return Err(format!("{place}: {id:?} is no id"));
        }
        if !seen.insert(id) {
            return Err(format!("{place}: {id} is there twice"));
        }
    }
    Ok(())
}
