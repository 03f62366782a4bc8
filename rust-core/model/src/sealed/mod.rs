//! What leaves the phone and what comes back: sealed, signed, and the same code at both ends.
//!
//! - [`Envelope`]: one message of a phone, today always a registration, HPKE to the office's public
//!   key. The clear [`Header`] is the AAD, so nothing in it can be changed on the way.
//! - [`photo`]: one picture, AES-256-GCM under a key that encrypts one byte string, ever; the key
//!   travels in the envelope.
//! - [`inbox`]: what the office writes to one registration, HPKE from the office's key to the
//!   registration's reply key.
//! - [`reply`]: the same as offices wrote it before there was an inbox: nothing in it proves who
//!   wrote it.
//! - [`recovery`]: a code on paper, and what another phone reads by it.
//! - [`Bundle`]: rules as data, Ed25519, a sequence that only grows.
//! - [`suite`]: HPKE as this project uses it.
//! - [`TrustFile`]: which office, which keys. Given at build or start, never learnt on first use.
//!
//! Wire format: CBOR with numbered fields (a reader skips what it does not know); the layout of
//! each message is the table in `docs/protocol.md`.

mod base64url;
mod bundle;
mod cbor;
mod deflate;
mod envelope;
mod header;
mod ids;
pub mod inbox;
mod keys;
mod padding;
mod pay_code;
pub mod photo;
mod problem;
mod random;
pub mod recovery;
mod referral;
mod registration;
pub mod reply;
mod signs;
pub mod suite;
mod trust;

pub use bundle::{Bundle, BundleChain, BundleProblem};
pub use envelope::Envelope;
pub use header::{EnvelopeKind, Header, PhotoHeader};
pub use ids::{Digest, IdProblem, RegistrationId, StatusToken};
pub use keys::{
    KeyId, KeyProblem, OfficeKey, OfficePublicKey, ReplyKey, ReplyPublicKey, SigningKey,
    VerifyingKey,
};
pub use pay_code::PayCode;
pub use problem::EnvelopeProblem;
pub use random::{NoRandomness, Random};
pub use referral::{ReferralCode, ReferralProblem};
pub use registration::{Answer, Completed, Consent, PhotoKey, Registration};
pub use signs::CodeProblem;
pub use trust::{TrustFile, TrustProblem};
