//! The digital card: what a member shows to somebody who has no network.
//!
//! A card is a CBOR Web Token (RFC 8392) signed with Ed25519 (`COSE_Sign1`, RFC 9052), made by the
//! office for a member whose cover holds. It travels as a QR code in the way of MOSIP's Claim 169:
//! the token, zlib, Base45. So readers that exist for such codes can read it, and a QR code stores
//! these letters more tightly than base64. Whoever checks one needs the card keys that the signed
//! content names (`card.json`), and no network.
//!
//! A card names nobody: it holds the masked NIK and the initials, to be compared with the KTP in the
//! other hand. It is good for days and never longer than what is paid, because no list of withdrawn
//! cards reaches somebody without a network.
//!
//! | room | holds |
//! |---|---|
//! | `token` | the claims and the signature, as bytes |
//! | `base45` | those bytes as letters |
//! | `rules` | the keys and the days, as data: `card.json` |

mod base45;
mod rules;
mod token;

pub use rules::{CardDays, CardKey, CardRules};
pub use token::{Card, CardProblem};
