//! Content bundles: rules as data, signed by the office.

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};

use super::{OfficePublicKey, SigningKey, VerifyingKey, cbor};
use crate::units::Timestamp;

/// A content bundle. `files` is what [`crate::content::Content::parse`] reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundle {
    /// Only grows. A rollback is old content signed again with a higher one.
    pub sequence: u64,
    /// The lowest engine that understands it.
    pub engine: u32,
    /// When the bundle was signed, by the office's clock.
    pub issued_at: Timestamp,
    /// Who may sign the next one.
    pub next_key: VerifyingKey,
    /// The office's HPKE keys from now on, one to [`Bundle::MOST_KEYS`]; the first is used for
    /// sealing.
    pub office_keys: Vec<OfficePublicKey>,
    /// The files by name; at most [`Bundle::MOST_FILES`].
    pub files: BTreeMap<String, Vec<u8>>,
    /// When the office means to have signed a newer one. A phone that has none by then may be kept
    /// from it. Older offices did not say.
    pub newer_by: Option<Timestamp>,
}

/// What a phone knows of the bundles before: the last sequence, and the keys that may sign the next
/// bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BundleChain {
    /// The sequence of the newest bundle; 0 before the first.
    pub sequence: u64,
    /// The keys that may sign: current, then next.
    pub keys: Vec<VerifyingKey>,
}

/// Why a bundle is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BundleProblem {
    /// Not a bundle, with the place.
    #[error("not a bundle: {0}")]
    Malformed(&'static str),
    /// No key that may sign signed these bytes.
    #[error("signed by nobody we trust, or changed on the way")]
    Signature,
    /// Not newer than what is held.
    #[error("sequence {offered} is not after {held}")]
    Replayed {
        /// The sequence of this bundle.
        offered: u64,
        /// The sequence of the bundle that is held.
        held: u64,
    },
    /// Valid, but this core is too old for it: keep the last good one and say that an update
    /// exists.
    #[error("needs engine {needed}; this is {ours}")]
    TooNew {
        /// The bundle's.
        needed: u32,
        /// This program's.
        ours: u32,
    },
    /// Over [`Bundle::MOST_BYTES`].
    #[error("larger than a bundle may be")]
    TooLarge,
}

impl Bundle {
    /// The engine of this build.
    pub const ENGINE: u32 = 4;
    /// Bytes of a signed bundle, at most.
    pub const MOST_BYTES: usize = 1024 * 1024;
    /// Files, at most; a name has 1 to 100 bytes.
    pub const MOST_FILES: usize = 100;
    /// Office keys, at most.
    pub const MOST_KEYS: usize = 4;

    /// Writes and signs; a bundle that no phone would take is refused.
    pub fn sign(&self, key: &SigningKey) -> Result<Vec<u8>, BundleProblem> {
        self.check()?;
        let payload =
            cbor::write(&Payload::of(self), Self::MOST_BYTES).ok_or(BundleProblem::TooLarge)?;
        let signature = key.sign(&signed(&payload));
        cbor::write_pair(&payload, &signature, Self::MOST_BYTES).ok_or(BundleProblem::TooLarge)
    }

    /// Checks signature, then sequence, then engine; only then is the rest read.
    pub fn verify(bytes: &[u8], held: &BundleChain, engine: u32) -> Result<Self, BundleProblem> {
        held.receive(bytes, engine).map(|(bundle, _)| bundle)
    }
}

impl BundleChain {
    /// Verifies a bundle as [`Bundle::verify`] does, and gives what is held once it is taken: its
    /// sequence, the key that signed it, and the key that it names. A key that was replaced signs
    /// no more.
    pub fn receive(&self, bytes: &[u8], engine: u32) -> Result<(Bundle, Self), BundleProblem> {
        if bytes.len() > Bundle::MOST_BYTES {
            return Err(BundleProblem::TooLarge);
        }
        let (payload, signature) =
            cbor::read_pair(bytes).ok_or(BundleProblem::Malformed("frame"))?;
        let signer = self
            .signer(payload, signature)
            .ok_or(BundleProblem::Signature)?;
        let front: Front = front(payload).ok_or(BundleProblem::Malformed("payload"))?;
        if front.sequence <= self.sequence {
            return Err(BundleProblem::Replayed {
                offered: front.sequence,
                held: self.sequence,
            });
        }
        if front.engine > engine {
            return Err(BundleProblem::TooNew {
                needed: front.engine,
                ours: engine,
            });
        }
        // Only now the rest is read: the payload of a newer engine may have a shape that this
        // program does not know.
        let payload: Payload<'_> =
            cbor::read(payload).ok_or(BundleProblem::Malformed("payload"))?;
        let bundle = payload.bundle()?;
        bundle.check()?;
        let held = self.after(&bundle, signer);
        Ok((bundle, held))
    }

    /// The chain after `bundle`, signed by `signer`, was accepted.
    #[must_use]
    pub fn after(&self, bundle: &Bundle, signer: &VerifyingKey) -> Self {
        let mut keys = vec![signer.clone(), bundle.next_key.clone()];
        // A bundle may name its own signer as the next one.
        keys.dedup();
        Self {
            sequence: bundle.sequence,
            keys,
        }
    }

    fn signer(&self, payload: &[u8], signature: &[u8]) -> Option<&VerifyingKey> {
        let signature = signature.try_into().ok()?;
        let message = signed(payload);
        self.keys
            .iter()
            .find(|key| key.verifies(&message, signature))
    }
}

/// The signed bytes: the payload after a fixed name, so that a signature is valid for bundles only.
fn signed(payload: &[u8]) -> Vec<u8> {
    [b"payung/bundle/1\0", payload].concat()
}

/// The fields that decide whether the rest can be read at all.
struct Front {
    sequence: u64,
    engine: u32,
}

fn front(payload: &[u8]) -> Option<Front> {
    let mut decoder = minicbor::Decoder::new(payload);
    decoder.array().ok()?;
    Some(Front {
        sequence: decoder.u64().ok()?,
        engine: decoder.u32().ok()?,
    })
}

/// The layout in `docs/protocol.md`.
#[derive(Encode, Decode)]
struct Payload<'a> {
    #[n(0)]
    sequence: u64,
    #[n(1)]
    engine: u32,
    #[n(2)]
    issued_at: i64,
    #[cbor(b(3), with = "minicbor::bytes")]
    next_key: &'a [u8],
    #[b(4)]
    office_keys: Vec<&'a minicbor::bytes::ByteSlice>,
    #[b(5)]
    files: Files<'a>,
    #[n(6)]
    newer_by: Option<i64>,
}

impl<'a> Payload<'a> {
    fn of(bundle: &'a Bundle) -> Self {
        Self {
            sequence: bundle.sequence,
            engine: bundle.engine,
            issued_at: bundle.issued_at.millis(),
            next_key: bundle.next_key.bytes(),
            office_keys: bundle
                .office_keys
                .iter()
                .map(|key| cbor::bytes(key.bytes()))
                .collect(),
            files: Files(
                bundle
                    .files
                    .iter()
                    .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
                    .collect(),
            ),
            newer_by: bundle.newer_by.map(Timestamp::millis),
        }
    }

    fn bundle(self) -> Result<Bundle, BundleProblem> {
        let office_keys = self
            .office_keys
            .iter()
            .map(|bytes| OfficePublicKey::from_bytes(bytes));
        Ok(Bundle {
            sequence: self.sequence,
            engine: self.engine,
            issued_at: Timestamp::from_millis(self.issued_at)
                .map_err(|_| BundleProblem::Malformed("issued at"))?,
            next_key: VerifyingKey::from_bytes(self.next_key)
                .map_err(|_| BundleProblem::Malformed("next key"))?,
            office_keys: office_keys
                .collect::<Result<_, _>>()
                .map_err(|_| BundleProblem::Malformed("office keys"))?,
            files: self
                .files
                .0
                .into_iter()
                .map(|(name, bytes)| (name.to_owned(), bytes.to_vec()))
                .collect(),
            newer_by: self
                .newer_by
                .map(Timestamp::from_millis)
                .transpose()
                .map_err(|_| BundleProblem::Malformed("newer by"))?,
        })
    }
}

impl Bundle {
    /// What the types do not say already.
    fn check(&self) -> Result<(), BundleProblem> {
        if self.sequence == 0 {
            return Err(BundleProblem::Malformed("sequence"));
        }
        if !(1..=Self::MOST_KEYS).contains(&self.office_keys.len()) {
            return Err(BundleProblem::Malformed("office keys"));
        }
        if self.files.len() > Self::MOST_FILES
            || !self
                .files
                .keys()
                .all(|name| (1..=100).contains(&name.len()))
        {
            return Err(BundleProblem::Malformed("files"));
        }
        Ok(())
    }
}

/// A map of names to bytes, each name once.
struct Files<'a>(BTreeMap<&'a str, &'a [u8]>);

impl<C> Encode<C> for Files<'_> {
    fn encode<W: minicbor::encode::Write>(
        &self,
        encoder: &mut minicbor::Encoder<W>,
        _: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        encoder.map(self.0.len() as u64)?;
        for (name, bytes) in &self.0 {
            encoder.str(name)?.bytes(bytes)?;
        }
        Ok(())
    }
}

impl<'b, C> Decode<'b, C> for Files<'b> {
    fn decode(
        decoder: &mut minicbor::Decoder<'b>,
        _: &mut C,
    ) -> Result<Self, minicbor::decode::Error> {
        let entries = decoder
            .map()?
            .ok_or_else(|| minicbor::decode::Error::message("files of unknown number"))?;
        let mut files = BTreeMap::new();
        for _ in 0..entries {
            if files.insert(decoder.str()?, decoder.bytes()?).is_some() {
                return Err(minicbor::decode::Error::message("a file twice"));
            }
        }
        Ok(Self(files))
    }
}
