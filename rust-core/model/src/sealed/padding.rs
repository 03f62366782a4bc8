//! Padding before sealing, so that the length of a message tells little about what is in it.
//!
//! The content is followed by one byte 0x80 and then by zeros up to the next multiple of the step
//! (ISO/IEC 7816-4). The reader accepts only the one padding that the writer makes.

use zeroize::Zeroizing;

/// Bytes of one step.
pub const STEP: usize = 256;

const END: u8 = 0x80;

/// Pads to a multiple of [`STEP`] that is at least `least`. The content is copied once, into a
/// buffer that is wiped.
pub(super) fn pad(content: &[u8], least: usize) -> Zeroizing<Vec<u8>> {
    let mut padded = Zeroizing::new(vec![0; padded_length(content.len(), least)]);
    padded[..content.len()].copy_from_slice(content);
    padded[content.len()] = END;
    padded
}

/// The content of what [`pad`] made with the same `least`; none for anything else.
pub(super) fn unpad(padded: &[u8], least: usize) -> Option<&[u8]> {
    let end = padded.iter().rposition(|byte| *byte != 0)?;
    (padded[end] == END && padded.len() == padded_length(end, least)).then(|| &padded[..end])
}

fn padded_length(content: usize, least: usize) -> usize {
    (content + 1).max(least).next_multiple_of(STEP)
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_length_grows_by_whole_steps_only() {
        for (content, padded) in [
            (0, 256),
            (1, 256),
            (255, 256),
            (256, 512),
            (511, 512),
            (512, 768),
        ] {
            assert_eq!(pad(&vec![7; content], 0).len(), padded, "{content}");
            assert_eq!(
                pad(&vec![7; content], 1024).len(),
                padded.max(1024),
                "{content}"
            );
        }
    }

    #[test]
    fn another_padding_than_ours_is_refused() {
        let good = pad(b"CONTOH", 0);
        assert_eq!(unpad(&good, 0), Some(b"CONTOH".as_slice()));
        assert_eq!(unpad(&good, 1024), None, "shorter than the least");
        assert_eq!(unpad(&good[..255], 0), None, "cut");
        assert_eq!(
            unpad(&[good.as_slice(), &[0; 256]].concat(), 0),
            None,
            "longer than needed"
        );
        assert_eq!(unpad(&[0; 256], 0), None, "no end");
        assert_eq!(unpad(&[], 0), None);
        let mut other = good.to_vec();
        other[6] = 0x81;
        assert_eq!(unpad(&other, 0), None, "another end");
    }

    proptest! {
        #[test]
        fn what_was_padded_comes_back_and_only_the_step_shows(content in vec(any::<u8>(), 0..2000), steps in 0..6_usize) {
            let padded = pad(&content, steps * STEP);
            prop_assert_eq!(padded.len() % STEP, 0);
            prop_assert!(padded.len() > content.len() && padded.len() >= steps * STEP);
            prop_assert!(padded.len() <= (content.len() + STEP).max(steps * STEP));
            prop_assert_eq!(unpad(&padded, steps * STEP), Some(content.as_slice()));
        }

        #[test]
        fn whatever_is_unpadded_is_padded_to_the_same_bytes(bytes in vec(prop_oneof![Just(0_u8), Just(0x80), any::<u8>()], 0..600)) {
            if let Some(content) = unpad(&bytes, 0) {
                prop_assert_eq!(pad(content, 0).to_vec(), bytes);
            }
        }
    }
}
