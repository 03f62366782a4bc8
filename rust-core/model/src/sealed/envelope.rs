//! One registration, sealed to the office.

use minicbor::{Decode, Decoder, Encode};

use super::deflate::{InflateProblem, deflate, inflate};
use super::suite::{self, SealProblem};
use super::{Digest, KeyId, OfficeKey, OfficePublicKey, Random, Registration, RegistrationId, ReplyPublicKey, cbor};

/// What stands in clear on the envelope, and is bound to it as AAD.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// The registration's.
    pub id: RegistrationId,
    /// 1 for the first sending, then one more for each correction or re-sealing.
    pub revision: u32,
    /// The content bundle that the worker's questions came from.
    pub bundle_sequence: u64,
    /// The office's key that it is sealed to.
    pub key_id: KeyId,
    /// How the office learns the status token.
    pub token_hash: Digest,
    /// What the office seals its words to.
    pub reply_key: ReplyPublicKey,
    /// The photos that belong to it, each digest once.
    pub photos: Vec<PhotoHeader>,
}

/// A photo that belongs to the registration, by its ciphertext. At most [`Header::MOST_PHOTOS`], each ≤ [`PhotoHeader::MOST_BYTES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PhotoHeader {
    /// SHA-256 of the ciphertext.
    pub digest: Digest,
    /// Bytes of the ciphertext, at least one.
    pub length: u32,
}

/// The sealed bytes with their parsed header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    header: Header,
    bytes: Vec<u8>,
}

/// Why something is not an envelope, or does not open.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EnvelopeProblem {
    /// Not an envelope, with the place.
    #[error("not an envelope: {0}")]
    Malformed(&'static str),
    /// Written by another version of Payung, most likely a newer one.
    #[error("envelope version {0} is newer than this program")]
    Version(u32),
    /// Larger than an envelope, its body or a reply may be.
    #[error("larger than an envelope may be")]
    TooLarge,
    /// Sealed to another key.
    #[error("sealed to key {0}, which is not here")]
    UnknownKey(KeyId),
    /// Changed on the way, or not sealed to this key.
    #[error("the seal is broken")]
    Broken,
    /// Nothing was sealed.
    #[error(transparent)]
    NoRandomness(#[from] super::NoRandomness),
}

impl Header {
    /// Photos of one registration, at most.
    pub const MOST_PHOTOS: usize = 8;
}

impl PhotoHeader {
    /// Bytes of one photo's ciphertext, at most.
    pub const MOST_BYTES: u32 = 2 * 1024 * 1024;
}

impl Envelope {
    /// Bytes of a whole envelope, at most.
    pub const MOST_BYTES: usize = 64 * 1024;
    /// Bytes of the body after inflating, at most.
    pub const MOST_BODY: usize = 256 * 1024;

    /// Seals; `header.key_id` is set from `key`.
    ///
    /// Header and body must keep the bounds that a reader will ask for, else `Malformed` names the place.
    pub fn seal(
        mut header: Header,
        body: &Registration,
        key: &OfficePublicKey,
        random: &mut dyn Random,
    ) -> Result<Self, EnvelopeProblem> {
        header.key_id = key.id();
        header.check()?;
        let aad = cbor::write(&HeaderRow::of(&header), Self::MOST_BYTES).ok_or(EnvelopeProblem::TooLarge)?;
        let plain = deflate(&body.to_cbor()?, Self::MOST_BYTES).ok_or(EnvelopeProblem::TooLarge)?;
        let sealed = suite::seal(key.bytes(), INFO, &aad, &plain, random)?;
        let frame = Frame { header: &aad, encapsulated: sealed.encapsulated, ciphertext: &sealed.ciphertext };
        let bytes = frame.write(Self::MOST_BYTES).ok_or(EnvelopeProblem::TooLarge)?;
        Ok(Self { header, bytes })
    }

    /// Reads the header; needs no key.
    pub fn parse(bytes: &[u8]) -> Result<Self, EnvelopeProblem> {
        if bytes.len() > Self::MOST_BYTES {
            return Err(EnvelopeProblem::TooLarge);
        }
        let row: HeaderRow = cbor::read(Frame::read(bytes)?.header).ok_or(EnvelopeProblem::Malformed("header"))?;
        let header = row.header()?;
        header.check()?;
        Ok(Self { header, bytes: bytes.to_vec() })
    }

    /// Opens with the one of `keys` that the header names.
    pub fn open(&self, keys: &[OfficeKey]) -> Result<Registration, EnvelopeProblem> {
        let wanted = self.header.key_id;
        let key = keys.iter().find(|key| key.public().id() == wanted).ok_or(EnvelopeProblem::UnknownKey(wanted))?;
        let frame = Frame::read(&self.bytes)?;
        let squeezed = suite::open(key.secret(), &frame.encapsulated, INFO, frame.header, frame.ciphertext)
            .map_err(|_| EnvelopeProblem::Broken)?;
        let body = inflate(&squeezed, Self::MOST_BODY).map_err(|problem| match problem {
            InflateProblem::TooLarge => EnvelopeProblem::TooLarge,
            InflateProblem::Malformed => EnvelopeProblem::Malformed("deflated body"),
        })?;
        Registration::from_cbor(&body)
    }

    /// What stands in clear. It is only proven untouched when the envelope opens.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The bytes that go over the wire.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// SHA-256 of the whole envelope.
    pub fn digest(&self) -> Digest {
        Digest::of(&self.bytes)
    }
}

impl From<SealProblem> for EnvelopeProblem {
    fn from(problem: SealProblem) -> Self {
        match problem {
            SealProblem::Key => Self::Malformed("recipient's key"),
            SealProblem::NoRandomness(none) => Self::NoRandomness(none),
        }
    }
}

const VERSION: u32 = 1;
const INFO: &[u8] = b"payung/registration/1";

/// The outermost array. It has exactly its four fields: what is not bound by the seal has no room for additions.
struct Frame<'a> {
    header: &'a [u8],
    encapsulated: [u8; 32],
    ciphertext: &'a [u8],
}

impl<'a> Frame<'a> {
    fn read(bytes: &'a [u8]) -> Result<Self, EnvelopeProblem> {
        let frame = |_| EnvelopeProblem::Malformed("frame");
        let mut decoder = Decoder::new(bytes);
        let fields = decoder.array().map_err(frame)?;
        let version = decoder.u32().map_err(frame)?;
        if version != VERSION {
            return Err(EnvelopeProblem::Version(version));
        }
        if fields != Some(4) {
            return Err(EnvelopeProblem::Malformed("frame"));
        }
        let header = decoder.bytes().map_err(frame)?;
        let encapsulated = decoder.bytes().map_err(frame)?;
        let ciphertext = decoder.bytes().map_err(frame)?;
        let encapsulated = encapsulated.try_into().map_err(|_| EnvelopeProblem::Malformed("encapsulated key"))?;
        let frame = Self { header, encapsulated, ciphertext };
        // Nothing follows, and no length is written longer than needed: the same seal always has the same digest.
        if frame.write(bytes.len()).as_deref() != Some(bytes) {
            return Err(EnvelopeProblem::Malformed("frame"));
        }
        Ok(frame)
    }

    fn write(&self, most: usize) -> Option<Vec<u8>> {
        let parts = [self.header, &self.encapsulated, self.ciphertext].map(cbor::bytes);
        cbor::write(&(VERSION, parts[0], parts[1], parts[2]), most).map(|bytes| bytes.to_vec())
    }
}

/// The layout in `docs/protocol.md`.
#[derive(Encode, Decode)]
struct HeaderRow {
    #[cbor(n(0), with = "minicbor::bytes")]
    id: [u8; 16],
    #[n(1)]
    revision: u32,
    #[n(2)]
    bundle_sequence: u64,
    #[cbor(n(3), with = "minicbor::bytes")]
    key_id: [u8; 8],
    #[cbor(n(4), with = "minicbor::bytes")]
    token_hash: [u8; 32],
    #[cbor(n(5), with = "minicbor::bytes")]
    reply_key: [u8; 32],
    #[n(6)]
    photos: Vec<PhotoRow>,
}

#[derive(Encode, Decode)]
struct PhotoRow {
    #[cbor(n(0), with = "minicbor::bytes")]
    digest: [u8; 32],
    #[n(1)]
    length: u32,
}

impl HeaderRow {
    fn of(header: &Header) -> Self {
        let photos = header.photos.iter().map(|photo| PhotoRow { digest: photo.digest.0, length: photo.length });
        Self {
            id: *header.id.bytes(),
            revision: header.revision,
            bundle_sequence: header.bundle_sequence,
            key_id: header.key_id.0,
            token_hash: header.token_hash.0,
            reply_key: header.reply_key.to_bytes(),
            photos: photos.collect(),
        }
    }

    fn header(self) -> Result<Header, EnvelopeProblem> {
        let photos = self.photos.iter().map(|row| PhotoHeader { digest: Digest(row.digest), length: row.length });
        Ok(Header {
            id: RegistrationId::from_bytes(&self.id).ok_or(EnvelopeProblem::Malformed("id"))?,
            revision: self.revision,
            bundle_sequence: self.bundle_sequence,
            key_id: KeyId(self.key_id),
            token_hash: Digest(self.token_hash),
            reply_key: ReplyPublicKey::from_bytes(&self.reply_key)
                .map_err(|_| EnvelopeProblem::Malformed("reply key"))?,
            photos: photos.collect(),
        })
    }
}

impl Header {
    /// What the types do not say already.
    fn check(&self) -> Result<(), EnvelopeProblem> {
        if self.revision == 0 {
            return Err(EnvelopeProblem::Malformed("revision"));
        }
        if self.photos.len() > Self::MOST_PHOTOS {
            return Err(EnvelopeProblem::Malformed("too many photos"));
        }
        if self.photos.iter().any(|photo| !(1..=PhotoHeader::MOST_BYTES).contains(&photo.length)) {
            return Err(EnvelopeProblem::Malformed("photo length"));
        }
        let repeated = |(at, photo): (usize, &PhotoHeader)| self.photos[..at].iter().any(|p| p.digest == photo.digest);
        if self.photos.iter().enumerate().any(repeated) {
            return Err(EnvelopeProblem::Malformed("photo named twice"));
        }
        Ok(())
    }
}
