//! Raw deflate (RFC 1951) of personal data: bounded both ways, into one buffer each that is wiped.

use miniz_oxide::deflate::core::{
    CompressorOxide, TDEFLFlush, TDEFLStatus, compress, create_comp_flags_from_zip_params,
};
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress, inflate_flags};
use zeroize::Zeroizing;

/// Why something was not inflated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum InflateProblem {
    /// More comes out than may.
    TooLarge,
    /// Not deflated data, or something follows it.
    Malformed,
}

/// Deflates; none when the result would be longer than `most`.
pub(super) fn deflate(plain: &[u8], most: usize) -> Option<Zeroizing<Vec<u8>>> {
    const LEVEL: i32 = 9;
    const RAW: i32 = 0;
    const DEFAULT_STRATEGY: i32 = 0;
    let flags = create_comp_flags_from_zip_params(LEVEL, RAW, DEFAULT_STRATEGY);
    let mut compressor = Box::new(CompressorOxide::new(flags));
    let mut out = Zeroizing::new(vec![0; most]);
    let (mut read, mut written) = (0, 0);
    loop {
        let (status, took, gave) = compress(
            &mut compressor,
            &plain[read..],
            &mut out[written..],
            TDEFLFlush::Finish,
        );
        read += took;
        written += gave;
        match status {
            TDEFLStatus::Done => break,
            // A step without any progress would repeat for ever.
            TDEFLStatus::Okay if written < most && (took > 0 || gave > 0) => {}
            _ => return None,
        }
    }
    out.truncate(written);
    Some(out)
}

/// Inflates to at most `most` bytes.
pub(super) fn inflate(bytes: &[u8], most: usize) -> Result<Zeroizing<Vec<u8>>, InflateProblem> {
    let mut out = Zeroizing::new(vec![0; most]);
    let mut decompressor = Box::<DecompressorOxide>::default();
    let flags = inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
    let (status, took, gave) = decompress(&mut decompressor, bytes, &mut out, 0, flags);
    match status {
        // Bytes behind the data would carry something that nobody has checked.
        TINFLStatus::Done if took == bytes.len() => {}
        TINFLStatus::HasMoreOutput => return Err(InflateProblem::TooLarge),
        _ => return Err(InflateProblem::Malformed),
    }
    out.truncate(gave);
    Ok(out)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn exactly_as_much_as_allowed_comes_out_and_not_a_byte_more() {
        let small = deflate(&[7; 1000], 1000).unwrap();
        assert_eq!(inflate(&small, 1000).unwrap().as_slice(), [7; 1000]);
        assert_eq!(inflate(&small, 999), Err(InflateProblem::TooLarge));
    }

    #[test]
    fn what_does_not_shrink_enough_is_not_deflated() {
        let noise: Vec<u8> = (0..400_u32)
            .map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8)
            .collect();
        assert!(deflate(&noise, 100).is_none());
        assert!(deflate(&noise, 0).is_none());
    }

    #[test]
    fn what_follows_or_is_missing_is_noticed() {
        let mut bytes = deflate(b"CONTOH CONTOH CONTOH", 100).unwrap().to_vec();
        assert_eq!(
            inflate(&bytes[..bytes.len() - 1], 100),
            Err(InflateProblem::Malformed)
        );
        bytes.push(0);
        assert_eq!(inflate(&bytes, 100), Err(InflateProblem::Malformed));
        assert_eq!(inflate(b"", 100), Err(InflateProblem::Malformed));
    }

    proptest! {
        #[test]
        fn what_is_deflated_inflates_to_itself(plain in proptest::collection::vec(any::<u8>(), 0..5000)) {
            let small = deflate(&plain, 8192).unwrap();
            prop_assert_eq!(inflate(&small, 5000).unwrap().to_vec(), plain);
        }

        #[test]
        fn no_bytes_make_inflating_panic(bytes in proptest::collection::vec(any::<u8>(), 0..500)) {
            if let Ok(out) = inflate(&bytes, 300) {
                prop_assert!(out.len() <= 300);
            }
        }
    }
}
