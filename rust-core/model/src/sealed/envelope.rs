//! One registration, sealed to the office.

use minicbor::Decoder;

use super::deflate::{InflateProblem, deflate, inflate};
use super::problem::EnvelopeProblem;
use super::{Digest, Header, OfficeKey, OfficePublicKey, Random, Registration, cbor, suite};

/// The sealed bytes with their parsed header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    header: Header,
    bytes: Vec<u8>,
}

impl Envelope {
    /// Bytes of a whole envelope, at most.
    pub const MOST_BYTES: usize = 64 * 1024;
    /// Bytes of the body after inflating, at most.
    pub const MOST_BODY: usize = Registration::MOST_BYTES;

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
        let aad = header.to_cbor(Self::MOST_BYTES)?;
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
        let header = Header::from_cbor(Frame::read(bytes)?.header)?;
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
