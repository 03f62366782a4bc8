//! One message of a phone, sealed to the office.
//!
//! Version 2 is what this program writes: the clear header names the [`EnvelopeKind`], the body names its version, and
//! its length is padded. Version 1 could hold registrations only. It is still read, because envelopes of it lie in
//! outboxes and at offices.

use minicbor::{Decode, Decoder, Encode};
use zeroize::Zeroizing;

use super::deflate::{InflateProblem, deflate, inflate};
use super::padding::{STEP, pad, unpad};
use super::suite::{self, SealProblem};
use super::{Digest, KeyId, OfficeKey, OfficePublicKey, Random, Registration, RegistrationId, ReplyPublicKey, cbor};

/// What stands in clear on the envelope, and is bound to it as AAD.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// What the body is; an envelope of version 1 is a registration.
    pub kind: EnvelopeKind,
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

/// What a phone sends. Only registrations have a body yet; the numbers of the others are reserved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnvelopeKind {
    /// 1: a [`Registration`].
    Registration,
    /// 2: the worker takes a registration back. Reserved: `DELETE` does that today.
    Withdrawal,
    /// 3: a registration that was accepted gets other answers. Reserved.
    Update,
    /// 4: the worker wants to pay. Reserved.
    PaymentIntent,
    /// Any other number: this program is too old for it.
    Other(u32),
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
    /// A kind of message that this program cannot read, most likely a newer one's.
    #[error("messages of kind {0} are not known to this program")]
    Kind(u32),
    /// A body of a version that this program cannot read.
    #[error("body version {0} is newer than this program")]
    BodyVersion(u32),
    /// Larger than an envelope, its body, a reply or an item may be.
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

impl EnvelopeKind {
    /// As the header has it.
    pub fn number(self) -> u32 {
        match self {
            Self::Registration => 1,
            Self::Withdrawal => 2,
            Self::Update => 3,
            Self::PaymentIntent => 4,
            Self::Other(number) => number,
        }
    }

    /// Every number is a kind; see [`EnvelopeKind::Other`].
    pub fn from_number(number: u32) -> Self {
        match number {
            1 => Self::Registration,
            2 => Self::Withdrawal,
            3 => Self::Update,
            4 => Self::PaymentIntent,
            other => Self::Other(other),
        }
    }
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
    /// Bytes of the sealed body are a multiple of this, and [`suite::TAG_BYTES`] more.
    pub const STEP: usize = STEP;
    /// The shortest body is padded to so many bytes. Most registrations fit in, whatever they ask the office for.
    pub const LEAST_BODY: usize = 4 * STEP;

    /// Seals; `header.key_id` is set from `key`, `header.kind` from the body.
    ///
    /// Header and body must keep the bounds that a reader will ask for, else `Malformed` names the place.
    pub fn seal(
        mut header: Header,
        body: &Registration,
        key: &OfficePublicKey,
        random: &mut dyn Random,
    ) -> Result<Self, EnvelopeProblem> {
        header.key_id = key.id();
        header.kind = EnvelopeKind::Registration;
        header.check()?;
        let aad = cbor::write(&HeaderRow::of(&header), Self::MOST_BYTES).ok_or(EnvelopeProblem::TooLarge)?;
        let squeezed = deflate(&body.to_versioned_cbor()?, Self::MOST_BYTES).ok_or(EnvelopeProblem::TooLarge)?;
        let plain = pad(&squeezed, Self::LEAST_BODY);
        let sealed = suite::seal(key.bytes(), INFO, &aad, &plain, random)?;
        let (encapsulated, ciphertext) = (sealed.encapsulated, &sealed.ciphertext);
        let frame = Frame { version: VERSION, header: &aad, encapsulated, ciphertext };
        let bytes = frame.write(Self::MOST_BYTES).ok_or(EnvelopeProblem::TooLarge)?;
        Ok(Self { header, bytes })
    }

    /// Reads the header; needs no key.
    pub fn parse(bytes: &[u8]) -> Result<Self, EnvelopeProblem> {
        if bytes.len() > Self::MOST_BYTES {
            return Err(EnvelopeProblem::TooLarge);
        }
        let frame = Frame::read(bytes)?;
        let row: HeaderRow = cbor::read(frame.header).ok_or(EnvelopeProblem::Malformed("header"))?;
        let header = row.header(frame.version)?;
        header.check()?;
        Ok(Self { header, bytes: bytes.to_vec() })
    }

    /// Opens a registration with the one of `keys` that the header names. An envelope of another kind is refused.
    pub fn open(&self, keys: &[OfficeKey]) -> Result<Registration, EnvelopeProblem> {
        if self.header.kind != EnvelopeKind::Registration {
            return Err(EnvelopeProblem::Kind(self.header.kind.number()));
        }
        let wanted = self.header.key_id;
        let key = keys.iter().find(|key| key.public().id() == wanted).ok_or(EnvelopeProblem::UnknownKey(wanted))?;
        let frame = Frame::read(&self.bytes)?;
        let info = if frame.version == FIRST_VERSION { FIRST_INFO } else { INFO };
        let plain = suite::open(key.secret(), &frame.encapsulated, info, frame.header, frame.ciphertext)
            .map_err(|_| EnvelopeProblem::Broken)?;
        if frame.version == FIRST_VERSION {
            return Registration::from_cbor(&inflated(&plain)?);
        }
        let squeezed = unpad(&plain, Self::LEAST_BODY).ok_or(EnvelopeProblem::Malformed("padding"))?;
        Registration::from_versioned_cbor(&inflated(squeezed)?)
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

fn inflated(squeezed: &[u8]) -> Result<Zeroizing<Vec<u8>>, EnvelopeProblem> {
    inflate(squeezed, Envelope::MOST_BODY).map_err(|problem| match problem {
        InflateProblem::TooLarge => EnvelopeProblem::TooLarge,
        InflateProblem::Malformed => EnvelopeProblem::Malformed("deflated body"),
    })
}

const VERSION: u32 = 2;
const INFO: &[u8] = b"payung/envelope/2";
/// What apps wrote before there were kinds.
const FIRST_VERSION: u32 = 1;
const FIRST_INFO: &[u8] = b"payung/registration/1";

/// The outermost array. It has exactly its four fields: what is not bound by the seal has no room for additions.
struct Frame<'a> {
    version: u32,
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
        if ![FIRST_VERSION, VERSION].contains(&version) {
            return Err(EnvelopeProblem::Version(version));
        }
        if fields != Some(4) {
            return Err(EnvelopeProblem::Malformed("frame"));
        }
        let header = decoder.bytes().map_err(frame)?;
        let encapsulated = decoder.bytes().map_err(frame)?;
        let ciphertext = decoder.bytes().map_err(frame)?;
        let encapsulated = encapsulated.try_into().map_err(|_| EnvelopeProblem::Malformed("encapsulated key"))?;
        let frame = Self { version, header, encapsulated, ciphertext };
        // Nothing follows, and no length is written longer than needed: the same seal always has the same digest.
        if frame.write(bytes.len()).as_deref() != Some(bytes) {
            return Err(EnvelopeProblem::Malformed("frame"));
        }
        Ok(frame)
    }

    fn write(&self, most: usize) -> Option<Vec<u8>> {
        let parts = [self.header, &self.encapsulated, self.ciphertext].map(cbor::bytes);
        cbor::write(&(self.version, parts[0], parts[1], parts[2]), most).map(|bytes| bytes.to_vec())
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
    #[n(7)]
    kind: KindField,
}

/// The kind's number. Headers of version 1 have none, and a later writer of version 1 might have put anything there.
struct KindField(Option<u32>);

impl<C> Encode<C> for KindField {
    fn encode<W: minicbor::encode::Write>(
        &self,
        encoder: &mut minicbor::Encoder<W>,
        context: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        self.0.encode(encoder, context)
    }

    fn is_nil(&self) -> bool {
        self.0.is_none()
    }
}

impl<'b, C> Decode<'b, C> for KindField {
    fn decode(decoder: &mut Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
        let number = decoder.probe().u32().ok();
        decoder.skip()?;
        Ok(Self(number))
    }

    fn nil() -> Option<Self> {
        Some(Self(None))
    }
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
            kind: KindField(Some(header.kind.number())),
        }
    }

    fn header(self, version: u32) -> Result<Header, EnvelopeProblem> {
        let kind = match (version, self.kind.0) {
            (FIRST_VERSION, _) => EnvelopeKind::Registration,
            (_, Some(number)) => EnvelopeKind::from_number(number),
            (_, None) => return Err(EnvelopeProblem::Malformed("kind")),
        };
        let photos = self.photos.iter().map(|row| PhotoHeader { digest: Digest(row.digest), length: row.length });
        Ok(Header {
            kind,
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
