//! What the opener says of a picture before an officer's browser gets it: bounded, told by headers
//! alone, and never another size than a decoder finds.

use jpeg_decoder::{Decoder, PixelFormat};

// The office's own file: the office as a whole would be the largest crate of this workspace.
#[path = "../../office/src/opener/picture.rs"]
mod picture;

/// The pictures that the phone's reader begins with, and what `picture::size` is said to refuse.
pub fn seeds() -> Vec<Vec<u8>> {
    let mut seeds = crate::photo::seeds();
    seeds.push(b"<svg onload=alert(1)>".to_vec());
    seeds.push(b"\xff\xd8\xff\xc0\0\x0b\x08\xea\x60\xea\x60\x01\x01\x11\0\xff\xd9".to_vec());
    seeds
}

/// What may be shown has sides within the bound, is the same when bytes follow its end, and is no
/// longer shown when its beginning is missing. A decoder that reads it whole finds the same sides.
pub fn check(data: &[u8]) {
    let Some((width, height)) = picture::size(data) else {
        return;
    };
    let sides = 1..=picture::MOST_SIDE;
    assert!(sides.contains(&width) && sides.contains(&height));
    let mut longer = data.to_vec();
    longer.extend(b"\xff\xd8<script>");
    assert_eq!(picture::size(&longer), Some((width, height)));
    assert_eq!(picture::size(&data[1..]), None);
    let mut decoder = Decoder::new(data);
    if decoder.read_info().is_err() {
        return;
    }
    if let Some(info) = decoder.info() {
        assert_eq!((info.width, info.height), (width, height));
        assert!(matches!(
            info.pixel_format,
            PixelFormat::L8 | PixelFormat::RGB24
        ));
    }
}
