//! Sealed messages: what is sealed opens, and nothing else does.
//!
//! Keys, ids, photos and the trust file have their tests beside their code; here are envelope,
//! reply and bundle, which cross from one program to another. [`by_hand`] writes them without the
//! code under test, from `docs/protocol.md`.

#![allow(clippy::unwrap_used)] // helpers of tests, outside test functions

mod bundle;
mod by_hand;
mod envelope;
mod envelope_body;
mod inbox;
mod money;
mod older;
mod payers;
mod recovery;
mod referral;
mod reply;
mod samples;
mod vectors;
