//! What a sealed record holds inside: its parts, one after another, padded.
//!
//! Each part has its length (4 bytes, big-endian) in front; zeros follow up to a multiple of [`STEP`], so that the
//! length of a sealed row does not tell *yes* from *no*, or one option from another.

use zeroize::Zeroizing;

/// Bytes. An answer with its question's name fits in one to four of them.
const STEP: usize = 64;

/// One buffer of the right size from the start: growing would leave copies behind in memory.
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

/// The first `N` parts, or none when they are not there.
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
        assert_eq!(pack(&[b"programmes", b"yes"]).len(), pack(&[b"programmes", b"no"]).len());
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
