//! The plain text of a sealed record: its parts one after another, padded.
//!
//! Each part follows its length (4 bytes, big-endian). Zeros fill the record up to a multiple of
//! [`STEP`], so that the length of a sealed row does not reveal whether the answer is *yes* or
//! *no*, or which option was chosen.

use zeroize::Zeroizing;

/// In bytes. An answer together with the name of its question takes one to four steps.
const STEP: usize = 64;

/// Joins the parts. The buffer has its final size from the start, because growing would leave
/// copies of an answer in memory.
pub(super) fn pack(parts: &[&[u8]]) -> Zeroizing<Vec<u8>> {
    let length: usize = parts.iter().map(|part| 4 + part.len()).sum();
    let mut packed = Zeroizing::new(Vec::with_capacity(length.next_multiple_of(STEP)));
    for part in parts {
        packed.extend_from_slice(&(part.len() as u32).to_be_bytes());
        packed.extend_from_slice(part);
    }
    packed.resize(length.next_multiple_of(STEP), 0);
    packed
}

/// Reads the first `N` parts. None when the bytes hold fewer.
pub(super) fn unpack<const N: usize>(mut packed: &[u8]) -> Option<[&[u8]; N]> {
    let mut parts = [&[][..]; N];
    for part in &mut parts {
        let (length, rest) = packed.split_first_chunk()?;
        (*part, packed) = rest.split_at_checked(u32::from_be_bytes(*length) as usize)?;
    }
    Some(parts)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn yes_and_no_take_the_same_room() {
        assert_eq!(
            pack(&[b"programmes", b"yes"]).len(),
            pack(&[b"programmes", b"no"]).len()
        );
    }

    proptest! {
        #[test]
        fn what_is_packed_is_unpacked(name: Vec<u8>, value: Vec<u8>) {
            let packed = pack(&[&name, &value]);
            prop_assert_eq!(packed.len() % STEP, 0);
            prop_assert_eq!(unpack::<2>(&packed), Some([&name[..], &value[..]]));
        }

        #[test]
        fn no_bytes_make_it_panic(bytes: Vec<u8>) {
            let _ = unpack::<2>(&bytes);
        }
    }
}
