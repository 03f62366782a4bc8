//! Why content cannot be used, with the place.

/// A file that cannot be used, and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {what}")]
pub struct ContentProblem {
    /// Name in the bundle.
    pub file: String,
    /// The place in the file, and what is wrong there.
    pub what: String,
}

pub(super) fn in_file(file: &str, what: &impl ToString) -> ContentProblem {
    ContentProblem {
        file: file.to_owned(),
        what: what.to_string(),
    }
}
