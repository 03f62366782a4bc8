//! Where dues can be paid: channels as data, and which of them are offered for a bill.
//!
//! A channel has ways: a number that is shown or typed there (its key), the payments it is for, and
//! steps. [`offers`] takes what is known of a bill and answers with every channel, the most useful
//! first: the way that can be used now, or the reason why there is none. Nothing is left out, so
//! nobody searches for a shop that was there last month.
//!
//! The data has no words: texts are found by id. For the channel `indomaret`: `channel-indomaret`;
//! for its step `till`: `channel-step-till`; for its note: `channel-note-agent`. The NIK is no value
//! of any text: a step says "ketik NIK", and the worker knows it.

mod data;
mod offer;

pub use data::{Amount, Channel, ChannelKey, Link, PayWay, PaymentKind};
pub use offer::{ChannelNote, ChannelOffer, NoWay, Offered, PayFacts, offers};
