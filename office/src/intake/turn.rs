//! The right to make the office work. A request has it while the office works on it, and not while
//! bytes are awaited from a client: whoever sends slowly holds a connection, of which there are
//! many, and none of the places for work.

use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use tokio::sync::OwnedSemaphorePermit;

use super::rates::Share;
use super::{Intake, Problem};
use crate::server::Progress;

/// How long a request waits for its turn before it is told to come again. Work takes milliseconds,
/// so a longer line means more requests than the office can do.
const PATIENCE: Duration = Duration::from_secs(2);

/// The turn of one request. Clones share it.
#[derive(Clone)]
pub struct Turn(Arc<Shared>);

struct Shared {
    intake: Arc<Intake>,
    address: Option<IpAddr>,
    progress: Option<Arc<Progress>>,
    held: Mutex<Option<Admission>>,
}

/// A slot and a part of the address's share. Dropping it gives both back.
struct Admission {
    _slot: OwnedSemaphorePermit,
    _share: Option<Share>,
}

impl Turn {
    /// The turn of a request from that address, which does not have it yet.
    pub fn new(
        intake: Arc<Intake>,
        address: Option<IpAddr>,
        progress: Option<Arc<Progress>>,
    ) -> Self {
        Self(Arc::new(Shared {
            intake,
            address,
            progress,
            held: Mutex::default(),
        }))
    }

    /// Waits for a slot, at most [`PATIENCE`]. Refused when the request's address has used up its
    /// share.
    pub async fn take(&self) -> Result<(), Problem> {
        let intake = &self.0.intake;
        let slot = tokio::time::timeout(PATIENCE, intake.slots.clone().acquire_owned()).await;
        let Ok(Ok(slot)) = slot else {
            return Err(Problem::SlowDown);
        };
        let share = match self.0.address {
            Some(address) => {
                let most = intake.limits.per_address();
                Some(intake.shares.take(address, most).ok_or(Problem::SlowDown)?)
            }
            None => None,
        };
        self.put(Some(Admission {
            _slot: slot,
            _share: share,
        }));
        Ok(())
    }

    /// The address that the request comes from; none when a proxy names none.
    pub fn address(&self) -> Option<IpAddr> {
        self.0.address
    }

    /// Gives the slot back while the client is waited for.
    pub fn give_back(&self) {
        self.put(None);
    }

    fn put(&self, admission: Option<Admission>) {
        if let Some(progress) = &self.0.progress {
            progress.set_working(admission.is_some());
        }
        *self.0.held.lock().unwrap_or_else(PoisonError::into_inner) = admission;
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Turn {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        // The gate gives every request of a route its turn.
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or(Problem::Unavailable)
    }
}
