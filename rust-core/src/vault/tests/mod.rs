//! What the vault promises, as a whole.
