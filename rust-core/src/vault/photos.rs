//! Sealed photo files.
