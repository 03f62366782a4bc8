//! The live quote of a draft.
