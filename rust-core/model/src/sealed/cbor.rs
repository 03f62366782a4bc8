//! Reading and writing CBOR: whole, bounded, wiped.

use minicbor::bytes::ByteSlice;
use minicbor::encode::write::Cursor;
use minicbor::{Decode, Decoder, Encode};
use zeroize::Zeroizing;

/// Writes into one buffer that never grows (growing leaves copies behind); none when it would be
/// longer than `most`.
pub(super) fn write<T: Encode<()>>(value: &T, most: usize) -> Option<Zeroizing<Vec<u8>>> {
    let mut buffer = Zeroizing::new(vec![0; most]);
    let mut cursor = Cursor::new(buffer.as_mut_slice());
    minicbor::encode(value, &mut cursor).ok()?;
    let length = cursor.position();
    buffer.truncate(length);
    Some(buffer)
}

/// Reads a value that is exactly `bytes`: nothing may follow it.
pub(super) fn read<'b, T: Decode<'b, ()>>(bytes: &'b [u8]) -> Option<T> {
    let mut decoder = Decoder::new(bytes);
    let value = decoder.decode().ok()?;
    (decoder.position() == bytes.len()).then_some(value)
}

/// Two byte strings and nothing else, in their one shortest form: the frame of a bundle and of a
/// reply.
pub(super) fn read_pair(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut decoder = Decoder::new(bytes);
    if decoder.array().ok()? != Some(2) {
        return None;
    }
    let pair = (decoder.bytes().ok()?, decoder.bytes().ok()?);
    (write_pair(pair.0, pair.1, bytes.len()).as_deref() == Some(bytes)).then_some(pair)
}

/// Writes what [`read_pair`] reads; none when it would be longer than `most`.
pub(super) fn write_pair(first: &[u8], second: &[u8], most: usize) -> Option<Vec<u8>> {
    write(&(bytes(first), bytes(second)), most).map(|written| written.to_vec())
}

/// To be written as a byte string, not as an array of numbers.
pub(super) fn bytes(slice: &[u8]) -> &ByteSlice {
    slice.into()
}
