//! What stands in clear on an envelope.

use minicbor::{Decode, Decoder, Encode};
use zeroize::Zeroizing;

use super::problem::EnvelopeProblem;
use super::{Digest, KeyId, RegistrationId, ReplyPublicKey, cbor};

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
    /// The key to which the office seals its words.
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

/// A photo that belongs to the registration, by its ciphertext. At most [`Header::MOST_PHOTOS`],
/// each ≤ [`PhotoHeader::MOST_BYTES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PhotoHeader {
    /// SHA-256 of the ciphertext.
    pub digest: Digest,
    /// Bytes of the ciphertext, at least one.
    pub length: u32,
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

/// The kind's number. Headers of version 1 have none, and a later writer of version 1 might have
/// put anything there.
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
        let photos = header.photos.iter().map(|photo| PhotoRow {
            digest: photo.digest.0,
            length: photo.length,
        });
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

    fn header(self, has_kind: bool) -> Result<Header, EnvelopeProblem> {
        let kind = match self.kind.0 {
            _ if !has_kind => EnvelopeKind::Registration,
            Some(number) => EnvelopeKind::from_number(number),
            None => return Err(EnvelopeProblem::Malformed("kind")),
        };
        let photos = self.photos.iter().map(|row| PhotoHeader {
            digest: Digest(row.digest),
            length: row.length,
        });
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
    /// The CBOR of the header in at most `most` bytes, if it keeps the bounds.
    pub(super) fn to_cbor(&self, most: usize) -> Result<Zeroizing<Vec<u8>>, EnvelopeProblem> {
        self.check()?;
        cbor::write(&HeaderRow::of(self), most).ok_or(EnvelopeProblem::TooLarge)
    }

    /// Reads a header, and refuses one that does not keep the bounds. Without `has_kind` it is one
    /// of version 1.
    pub(super) fn from_cbor(bytes: &[u8], has_kind: bool) -> Result<Self, EnvelopeProblem> {
        let row: HeaderRow = cbor::read(bytes).ok_or(EnvelopeProblem::Malformed("header"))?;
        let header = row.header(has_kind)?;
        header.check()?;
        Ok(header)
    }

    /// What the types do not say already.
    fn check(&self) -> Result<(), EnvelopeProblem> {
        if self.revision == 0 {
            return Err(EnvelopeProblem::Malformed("revision"));
        }
        if self.photos.len() > Self::MOST_PHOTOS {
            return Err(EnvelopeProblem::Malformed("too many photos"));
        }
        if self
            .photos
            .iter()
            .any(|photo| !(1..=PhotoHeader::MOST_BYTES).contains(&photo.length))
        {
            return Err(EnvelopeProblem::Malformed("photo length"));
        }
        let repeated = |(at, photo): (usize, &PhotoHeader)| {
            self.photos[..at].iter().any(|p| p.digest == photo.digest)
        };
        if self.photos.iter().enumerate().any(repeated) {
            return Err(EnvelopeProblem::Malformed("photo named twice"));
        }
        Ok(())
    }
}
