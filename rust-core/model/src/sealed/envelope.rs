//! One message of a phone, sealed to the office.
//!
//! Version 2 is what this program writes: the clear header names the [`EnvelopeKind`], the body
//! names its version, and its length is padded. Version 1 could hold registrations only. It is
//! still read, because envelopes of it lie in outboxes and at offices.

use minicbor::Decoder;
use zeroize::Zeroizing;

use super::deflate::{InflateProblem, deflate, inflate};
use super::padding::{STEP, pad, unpad};
use super::problem::EnvelopeProblem;
use super::{
    Digest, EnvelopeKind, Header, OfficeKey, OfficePublicKey, Random, Registration, cbor, suite,
};

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
    /// Bytes of the sealed body are a multiple of this, and [`suite::TAG_BYTES`] more.
    pub const STEP: usize = STEP;
    /// The shortest body is padded to so many bytes. Most registrations fit in, whatever they ask
    /// the office for.
    pub const LEAST_BODY: usize = 4 * STEP;

    /// Seals; `header.key_id` is set from `key`, `header.kind` from the body.
    ///
    /// Header and body must keep the bounds that a reader will ask for, else `Malformed` names the
    /// place.
    pub fn seal(
        mut header: Header,
        body: &Registration,
        key: &OfficePublicKey,
        random: &mut dyn Random,
    ) -> Result<Self, EnvelopeProblem> {
        header.key_id = key.id();
        header.kind = EnvelopeKind::Registration;
        let aad = header.to_cbor(Self::MOST_BYTES)?;
        let squeezed = deflate(&body.to_versioned_cbor()?, Self::MOST_BYTES)
            .ok_or(EnvelopeProblem::TooLarge)?;
        let plain = pad(&squeezed, Self::LEAST_BODY);
        let sealed = suite::seal(key.bytes(), INFO, &aad, &plain, random)?;
        let (encapsulated, ciphertext) = (sealed.encapsulated, &sealed.ciphertext);
        let frame = Frame {
            version: VERSION,
            header: &aad,
            encapsulated,
            ciphertext,
        };
        let bytes = frame
            .write(Self::MOST_BYTES)
            .ok_or(EnvelopeProblem::TooLarge)?;
        Ok(Self { header, bytes })
    }

    /// Reads the header; needs no key.
    pub fn parse(bytes: &[u8]) -> Result<Self, EnvelopeProblem> {
        if bytes.len() > Self::MOST_BYTES {
            return Err(EnvelopeProblem::TooLarge);
        }
        let frame = Frame::read(bytes)?;
        let header = Header::from_cbor(frame.header, frame.version != FIRST_VERSION)?;
        Ok(Self {
            header,
            bytes: bytes.to_vec(),
        })
    }

    /// Opens a registration with the one of `keys` that the header names. An envelope of another
    /// kind is refused.
    pub fn open(&self, keys: &[OfficeKey]) -> Result<Registration, EnvelopeProblem> {
        if self.header.kind != EnvelopeKind::Registration {
            return Err(EnvelopeProblem::Kind(self.header.kind.number()));
        }
        // The header's key id only chooses which key is tried. The whole header is associated data,
        // so a changed one does not open.
        let wanted = self.header.key_id;
        let key = keys
            .iter()
            .find(|key| key.public().id() == wanted)
            .ok_or(EnvelopeProblem::UnknownKey(wanted))?;
        let frame = Frame::read(&self.bytes)?;
        let info = if frame.version == FIRST_VERSION {
            FIRST_INFO
        } else {
            INFO
        };
        let plain = suite::open(
            key.secret(),
            &frame.encapsulated,
            info,
            frame.header,
            frame.ciphertext,
        )
        .map_err(|_| EnvelopeProblem::Broken)?;
        if frame.version == FIRST_VERSION {
            return Registration::from_cbor(&inflated(&plain)?);
        }
        let squeezed =
            unpad(&plain, Self::LEAST_BODY).ok_or(EnvelopeProblem::Malformed("padding"))?;
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

/// The outermost array. It has exactly its four fields: what is not bound by the seal has no room
/// for additions.
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
        let encapsulated = encapsulated
            .try_into()
            .map_err(|_| EnvelopeProblem::Malformed("encapsulated key"))?;
        let frame = Self {
            version,
            header,
            encapsulated,
            ciphertext,
        };
        // Nothing follows, and no length is written longer than needed: the same seal always has
        // the same digest.
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
