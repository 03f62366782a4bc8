//! What earlier runs found out about the line. It is kept over restarts, so that each start need
//! not find it out again, and nothing in it is personal.

use std::time::Duration;

use payung_model::units::Timestamp;

use super::pieces::PieceSize;
use crate::vault::{Store, VaultError};

/// The sizes of a photo's pieces, as [`PieceSize::to_bytes`] writes them.
const PIECES: &str = "photo_pieces";
/// Until when `POST` is used in place of other methods, in milliseconds.
const OVERRIDE: &str = "method_override";

/// After this time a line that refused `PATCH` gets another try with `PATCH`.
const OVERRIDE_KEPT: Duration = Duration::from_secs(86_400);

/// The line as the last runs met it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct LineMemory {
    pub pieces: PieceSize,
    override_until: Option<Timestamp>,
}

impl LineMemory {
    pub fn load(store: &Store) -> Result<Self, VaultError> {
        let pieces = store.meta(PIECES)?.and_then(|bytes| bytes.try_into().ok());
        let until = store
            .meta(OVERRIDE)?
            .and_then(|bytes| bytes.try_into().ok())
            .map(i64::from_be_bytes);
        Ok(Self {
            pieces: pieces.map(PieceSize::from_bytes).unwrap_or_default(),
            override_until: until.and_then(|millis| Timestamp::from_millis(millis).ok()),
        })
    }

    /// Writes what changed since `before`.
    pub fn save(&self, before: &Self, store: &Store) -> Result<(), VaultError> {
        if self.pieces != before.pieces {
            store.set_meta(PIECES, &self.pieces.to_bytes())?;
        }
        if self.override_until != before.override_until {
            let millis = self.override_until.map_or(0, Timestamp::millis);
            store.set_meta(OVERRIDE, &millis.to_be_bytes())?;
        }
        Ok(())
    }

    /// Whether `POST` with `X-HTTP-Method-Override` is known to pass where other methods do not.
    pub fn overrides_methods(&self, now: Timestamp) -> bool {
        // A clock that was ahead when this was noted must not keep it for years.
        self.override_until
            .is_some_and(|until| now < until && until <= now.plus(OVERRIDE_KEPT))
    }

    /// Notes whether the override has just passed or failed.
    pub fn note_override(&mut self, passed: bool, now: Timestamp) {
        if passed != self.overrides_methods(now) {
            self.override_until = passed.then(|| now.plus(OVERRIDE_KEPT));
        }
    }

    /// Forgets what the last network refused, since another one may take every method and larger
    /// pieces.
    pub fn forget_refusals(&mut self) {
        self.override_until = None;
        self.pieces = PieceSize::default();
    }
}
