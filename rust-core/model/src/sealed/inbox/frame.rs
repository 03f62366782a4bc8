//! The outside of an item: what stands in clear, and what the seal binds.

use minicbor::Decoder;

use crate::sealed::{EnvelopeProblem, KeyId, RegistrationId, cbor};

const VERSION: u32 = 1;

/// The associated data of an item: the registration, the key that wrote it, and its place in the
/// inbox.
pub(super) fn bound(id: RegistrationId, key_id: KeyId, sequence: u64) -> Option<Vec<u8>> {
    let parts = (
        VERSION,
        cbor::bytes(id.bytes()),
        cbor::bytes(&key_id.0),
        sequence,
    );
    cbor::write(&parts, 64).map(|bytes| bytes.to_vec())
}

/// The outermost array. It has exactly its five fields, each in its shortest form.
pub(super) struct ItemFrame {
    pub key_id: [u8; 8],
    pub sequence: u64,
    pub encapsulated: [u8; 32],
}

impl ItemFrame {
    pub fn read(bytes: &[u8]) -> Result<(Self, &[u8]), EnvelopeProblem> {
        let malformed = |_| EnvelopeProblem::Malformed("frame");
        let mut decoder = Decoder::new(bytes);
        let fields = decoder.array().map_err(malformed)?;
        let version = decoder.u32().map_err(malformed)?;
        if version != VERSION {
            return Err(EnvelopeProblem::Version(version));
        }
        if fields != Some(5) {
            return Err(EnvelopeProblem::Malformed("frame"));
        }
        let key_id = decoder.bytes().map_err(malformed)?;
        let sequence = decoder.u64().map_err(malformed)?;
        let encapsulated = decoder.bytes().map_err(malformed)?;
        let ciphertext = decoder.bytes().map_err(malformed)?;
        let frame = Self {
            key_id: key_id
                .try_into()
                .map_err(|_| EnvelopeProblem::Malformed("key id"))?,
            sequence,
            encapsulated: encapsulated
                .try_into()
                .map_err(|_| EnvelopeProblem::Malformed("encapsulated key"))?,
        };
        // Only the one encoding that this program would write is read: the same item always has the
        // same bytes.
        if frame.write(ciphertext, bytes.len()).as_deref() != Some(bytes) {
            return Err(EnvelopeProblem::Malformed("frame"));
        }
        Ok((frame, ciphertext))
    }

    pub fn write(&self, ciphertext: &[u8], most: usize) -> Option<Vec<u8>> {
        let [key_id, encapsulated, ciphertext] =
            [&self.key_id[..], &self.encapsulated, ciphertext].map(cbor::bytes);
        cbor::write(
            &(VERSION, key_id, self.sequence, encapsulated, ciphertext),
            most,
        )
        .map(|bytes| bytes.to_vec())
    }
}
