//! Who is reading which registration, so that two officers do not do the same one.
//!
//! A claim is a courtesy and no lock: it ends by itself, *next* leaves out what somebody else has, and of two decisions the
//! first one counts in any case. So it is kept in the memory of this process only.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use payung_model::sealed::RegistrationId;
use payung_model::units::Timestamp;

/// How long a registration is somebody's after the last look. Whoever needs longer has gone away.
const KEPT: Duration = Duration::from_secs(10 * 60);

/// All claims.
#[derive(Default)]
pub(super) struct Claims(Mutex<HashMap<RegistrationId, Claim>>);

struct Claim {
    officer: String,
    until: Timestamp,
}

impl Claims {
    /// Claims it for an officer. When somebody else has it, nothing changes, and the other's name is returned.
    pub(super) fn take(&self, id: RegistrationId, officer: &str, now: Timestamp) -> Option<String> {
        let mut claims = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        claims.retain(|_, claim| claim.until > now);
        match claims.get(&id) {
            Some(claim) if claim.officer != officer => Some(claim.officer.clone()),
            _ => {
                claims.insert(id, Claim { officer: officer.to_owned(), until: now.plus(KEPT) });
                None
            }
        }
    }

    /// True when somebody else has it.
    pub(super) fn is_others(&self, id: RegistrationId, officer: &str, now: Timestamp) -> bool {
        let claims = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        claims.get(&id).is_some_and(|claim| claim.officer != officer && claim.until > now)
    }

    /// Gives it back.
    pub(super) fn give_back(&self, id: RegistrationId, officer: &str) {
        let mut claims = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if claims.get(&id).is_some_and(|claim| claim.officer == officer) {
            claims.remove(&id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_is_told_to_others_and_ends_by_itself() {
        let claims = Claims::default();
        let id: RegistrationId = "0190a6f0-0000-7000-8000-000000000000".parse().unwrap();
        let at = |seconds: i64| Timestamp::from_millis(1_795_399_200_000 + seconds * 1000).unwrap();
        assert_eq!(claims.take(id, "dewi", at(0)), None);
        assert_eq!(claims.take(id, "sari", at(1)).as_deref(), Some("dewi"));
        assert!(claims.is_others(id, "sari", at(1)) && !claims.is_others(id, "dewi", at(1)));
        assert_eq!(claims.take(id, "dewi", at(500)), None, "another look makes it longer");
        assert!(claims.is_others(id, "sari", at(1000)));
        assert_eq!(claims.take(id, "sari", at(1101)), None);
        claims.give_back(id, "dewi");
        assert!(claims.is_others(id, "dewi", at(1102)), "it is not hers any more");
    }
}
