//! The checksum of a payload.

/// CRC-16/CCITT-FALSE: polynomial 0x1021, starts with 0xFFFF, nothing reflected.
///
/// ```
/// assert_eq!(payung_model::payment::qris::crc16(b"123456789"), 0x29B1);
/// ```
pub fn crc16(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0xFFFF, |crc: u16, byte| {
        // One byte at once, without a table: the polynomial has so few terms that shifts do it.
        let crc = crc.rotate_left(8) ^ u16::from(*byte);
        let crc = crc ^ ((crc & 0xFF) >> 4);
        let crc = crc ^ (crc << 12);
        crc ^ ((crc & 0xFF) << 5)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The definition, bit by bit.
    fn slowly(bytes: &[u8]) -> u16 {
        let mut crc = 0xFFFF_u16;
        for byte in bytes {
            crc ^= u16::from(*byte) << 8;
            for _ in 0..8 {
                crc = if crc & 0x8000 == 0 {
                    crc << 1
                } else {
                    (crc << 1) ^ 0x1021
                };
            }
        }
        crc
    }

    #[test]
    fn the_check_value_of_the_catalogue_comes_out() {
        assert_eq!(crc16(b"123456789"), 0x29B1);
        assert_eq!(crc16(b""), 0xFFFF);
    }

    proptest! {
        #[test]
        fn bytes_at_once_are_bits_one_by_one(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            prop_assert_eq!(crc16(&bytes), slowly(&bytes));
        }
    }
}
