//! The states of a registration and what moves it from one to the next (design: one table, one test that walks it).
//!
//! The phone keeps this state beside each registration; the office reports [`OfficeState`], which reaches the phone as
//! an [`Event`]. An event that does not fit the state changes nothing: networks repeat and reorder.

use serde::{Deserialize, Serialize};

/// Where a registration stands, seen from the phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Draft,
    Ready,
    Sending,
    Received,
    Accepted,
    NeedsCorrection,
    Refused,
    Withdrawn,
    Parked,
}

/// What happens to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Event {
    /// The worker pressed send: sealed and kept.
    Seal,
    /// The worker takes it back before the first byte left.
    TakeBack,
    /// The first byte leaves.
    FirstByte,
    /// Record and all photos are durable at the office.
    Received,
    Accepted,
    CorrectionAsked,
    Refused,
    /// The worker withdraws, and the office (if it ever heard of it) knows.
    Withdraw,
    /// It cannot go, and trying again will not help.
    Park,
    /// A new app, bundle or key may have mended what parked it.
    Unpark,
}

/// What the office says about a registration, in clear.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfficeState {
    Receiving,
    Received,
    Accepted,
    NeedsCorrection,
    Refused,
    Withdrawn,
}

impl State {
    /// The state after `event`, or none when the event does not fit (and nothing changes).
    pub fn after(self, event: Event) -> Option<Self> {
        use Event as E;
        use State as S;
        Some(match (self, event) {
            (S::Draft | S::NeedsCorrection, E::Seal) => S::Ready,
            (S::Ready, E::TakeBack) => S::Draft,
            (S::Ready, E::FirstByte) => S::Sending,
            // A correction may be asked before the phone has heard that the revision arrived.
            (S::Sending | S::Parked, E::Received) => S::Received,
            (S::Sending | S::Received, E::Accepted) => S::Accepted,
            (S::Sending | S::Received, E::CorrectionAsked) => S::NeedsCorrection,
            (S::Sending | S::Received, E::Refused) => S::Refused,
            (S::Ready | S::Sending | S::Received | S::NeedsCorrection | S::Parked, E::Withdraw) => S::Withdrawn,
            (S::Ready | S::Sending, E::Park) => S::Parked,
            (S::Parked, E::Unpark) => S::Ready,
            _ => return None,
        })
    }
}
