//! The states of a registration and what moves it from one to the next (design §5: one table, one
//! test that walks it).
//!
//! The phone keeps this state beside each registration; the office reports [`OfficeState`], which
//! reaches the phone as an [`Event`]. An event that does not fit the state changes nothing, because
//! networks repeat and reorder messages.
//!
//! | | seal | take back | first byte | received | accepted | correction asked | refused | withdraw | park | unpark | erased |
//! |---|---|---|---|---|---|---|---|---|---|---|---|
//! | **draft** | ready | · | · | · | accepted | · | refused | withdrawn | · | · | erased |
//! | **ready** | · | draft | sending | · | accepted | · | refused | withdrawn | parked | · | erased |
//! | **sending** | · | · | · | received | accepted | needs correction | refused | withdrawn | parked | · | erased |
//! | **received** | · | · | · | · | accepted | needs correction | refused | withdrawn | · | · | erased |
//! | **needs correction** | ready | · | · | · | accepted | · | refused | withdrawn | · | · | erased |
//! | **parked** | · | · | · | received | accepted | needs correction | refused | withdrawn | · | ready | erased |
//! | **accepted**, **refused**, **withdrawn**, **erased** | · | · | · | · | · | · | · | · | · | · | · |
//!
//! Why it is so:
//! - *Final states are reached from everywhere.* A registration that is ready or parked may be a
//!   later revision, and the office may have decided on an earlier one meanwhile. Nothing follows
//!   accepted, refused, withdrawn or erased.
//! - *Erased* comes from the office alone (410), and only to a phone with the registration's token.
//!   The office then holds nothing of the registration and takes nothing of it. It is not a
//!   decision, so it is a state of its own.
//! - *Received* and *needs correction* count only where bytes may have left: sending, or parked
//!   after it. They may come out of order, so sending goes straight to any of them.
//! - *A correction is not undone by its own past*: needs correction does not go back to received,
//!   and the next revision, sealed or in draft, is not called back by a correction asked for the
//!   revision before it. Which revision the office speaks about is not in this table;
//!   [`State::after_office`] sees to that.
//! - *Taking back* ends with the first byte, and makes it what it was: a draft, or for a later
//!   revision *needs correction* again (`Store::take_back`). What is sealed after that is a
//!   revision of its own number.
//! - *Unpark* makes ready, not sending: what was parked may have to be sealed again, to another
//!   key. It comes by itself when newer rules or a newer app may have mended what parked it, and by
//!   hand at any time: then the same envelope goes again.
//! - *Park* is the office's own word about the very record that was sent. Nothing that a network
//!   can say leads to it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Where a registration stands, seen from the phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Being answered.
    Draft,
    /// Sealed and kept on this phone; nothing of it has left.
    Ready,
    /// The first byte of the registration has left.
    Sending,
    /// Record and all photos are durable at the office.
    Received,
    /// Final.
    Accepted,
    /// The draft reopens at the questions that the office names.
    NeedsCorrection,
    /// Final.
    Refused,
    /// The worker has withdrawn the registration. Final.
    Withdrawn,
    /// The registration cannot go; the others go on.
    Parked,
    /// The office holds nothing of it any more. Final.
    Erased,
}

/// An event in the life of a registration.
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
    /// The office accepted it.
    Accepted,
    /// The office asks for other answers.
    CorrectionAsked,
    /// The office refused it.
    Refused,
    /// The worker withdraws, and the office (if it ever heard of it) knows.
    Withdraw,
    /// The office itself does not take this very record.
    Park,
    /// A new app, bundle or key may have mended what parked it, or the worker tries it again by
    /// hand.
    Unpark,
    /// The office says that it erased it.
    Erased,
}

/// What the office says about a registration, in clear.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfficeState {
    /// The record is there, some photos are not.
    Receiving,
    /// Record and all photos are durable.
    Received,
    /// Final.
    Accepted,
    /// Until a later revision comes.
    NeedsCorrection,
    /// Final.
    Refused,
    /// Final.
    Withdrawn,
}

/// A word that names no state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a state of a registration")]
pub struct UnknownState;

impl State {
    /// All of them, in the order of the table.
    pub const ALL: [Self; 10] = [
        Self::Draft,
        Self::Ready,
        Self::Sending,
        Self::Received,
        Self::NeedsCorrection,
        Self::Parked,
        Self::Accepted,
        Self::Refused,
        Self::Withdrawn,
        Self::Erased,
    ];

    /// The state after `event`, or none when the event does not fit (and nothing changes).
    pub fn after(self, event: Event) -> Option<Self> {
        use Event as E;
        use State as S;
        Some(match (self, event) {
            (S::Accepted | S::Refused | S::Withdrawn | S::Erased, _) => return None,
            (_, E::Accepted) => S::Accepted,
            (_, E::Refused) => S::Refused,
            (_, E::Withdraw) => S::Withdrawn,
            (_, E::Erased) => S::Erased,
            (S::Draft | S::NeedsCorrection, E::Seal) | (S::Parked, E::Unpark) => S::Ready,
            (S::Ready, E::TakeBack) => S::Draft,
            (S::Ready, E::FirstByte) => S::Sending,
            (S::Sending | S::Parked, E::Received) => S::Received,
            (S::Sending | S::Parked | S::Received, E::CorrectionAsked) => S::NeedsCorrection,
            (S::Ready | S::Sending, E::Park) => S::Parked,
            _ => return None,
        })
    }

    /// The state after the office said `news` about revision `about`, while the phone is at
    /// revision `ours`; or none when nothing changes. About an earlier revision only final words
    /// count.
    pub fn after_office(self, news: OfficeState, about: u32, ours: u32) -> Option<Self> {
        if about < ours && !news.is_final() {
            return None;
        }
        self.after(news.event()?)
    }

    /// True when nothing follows: accepted, refused, withdrawn, erased.
    pub fn is_final(self) -> bool {
        matches!(
            self,
            Self::Accepted | Self::Refused | Self::Withdrawn | Self::Erased
        )
    }

    /// The word in databases and JSON, as serde writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Ready => "ready",
            Self::Sending => "sending",
            Self::Received => "received",
            Self::Accepted => "accepted",
            Self::NeedsCorrection => "needs_correction",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
            Self::Parked => "parked",
            Self::Erased => "erased",
        }
    }
}

impl OfficeState {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Receiving,
        Self::Received,
        Self::Accepted,
        Self::NeedsCorrection,
        Self::Refused,
        Self::Withdrawn,
    ];

    /// The event that this state is for the phone. `Receiving` is none, because a sending phone
    /// knows it already.
    pub fn event(self) -> Option<Event> {
        match self {
            Self::Receiving => None,
            Self::Received => Some(Event::Received),
            Self::Accepted => Some(Event::Accepted),
            Self::NeedsCorrection => Some(Event::CorrectionAsked),
            Self::Refused => Some(Event::Refused),
            Self::Withdrawn => Some(Event::Withdraw),
        }
    }

    /// True when nothing follows: accepted, refused, withdrawn.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Accepted | Self::Refused | Self::Withdrawn)
    }

    /// The word in status documents, replies and databases, as serde writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Receiving => "receiving",
            Self::Received => "received",
            Self::Accepted => "accepted",
            Self::NeedsCorrection => "needs_correction",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
        }
    }
}

impl Event {
    /// All of them, in the order of the table.
    pub const ALL: [Self; 11] = [
        Self::Seal,
        Self::TakeBack,
        Self::FirstByte,
        Self::Received,
        Self::Accepted,
        Self::CorrectionAsked,
        Self::Refused,
        Self::Withdraw,
        Self::Park,
        Self::Unpark,
        Self::Erased,
    ];
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for OfficeState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for State {
    type Err = UnknownState;

    fn from_str(word: &str) -> Result<Self, UnknownState> {
        Self::ALL
            .into_iter()
            .find(|state| state.as_str() == word)
            .ok_or(UnknownState)
    }
}

impl FromStr for OfficeState {
    type Err = UnknownState;

    fn from_str(word: &str) -> Result<Self, UnknownState> {
        Self::ALL
            .into_iter()
            .find(|state| state.as_str() == word)
            .ok_or(UnknownState)
    }
}
