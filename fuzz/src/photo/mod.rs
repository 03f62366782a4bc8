//! Pictures from strangers' cameras and apps: read whole or refused, whatever size is asked for.

use std::io::Cursor;
use std::panic::{PanicHookInfo, set_hook, take_hook};
use std::sync::Once;

use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

mod core;

use self::core::{Pixels, read_from};

/// The long side asked for, as the core asks for it, and a small one that has every picture scaled.
const LONG_SIDES: [u32; 2] = [1280, 64];

/// Small pictures of every kind that is read.
pub fn seeds() -> Vec<Vec<u8>> {
    let rgb = |width: u16, height: u16| {
        (0..u32::from(width) * u32::from(height) * 3)
            .map(|n| (n * 7 % 251) as u8)
            .collect::<Vec<u8>>()
    };
    let jpeg = |width: u16, height: u16, with: &dyn Fn(&mut Encoder<&mut Vec<u8>>)| {
        let mut out = Vec::new();
        let mut encoder = Encoder::new(&mut out, 40);
        with(&mut encoder);
        encoder
            .encode(&rgb(width, height), width, height, ColorType::Rgb)
            .expect("encoded");
        out
    };
    let exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    let mut seeds = vec![
        jpeg(480, 304, &|_| {}),
        jpeg(480, 320, &|it| {
            it.set_sampling_factor(SamplingFactor::F_2_2)
        }),
        jpeg(304, 480, &|it| it.set_progressive(true)),
        jpeg(480, 304, &|it| it.set_restart_interval(3)),
        jpeg(481, 303, &|it| {
            it.add_app_segment(1, exif.to_vec()).expect("short")
        }),
        jpeg(8, 8, &|_| {}),
        b"\0\0\0\x18ftypheic\0\0\0\0".to_vec(),
        b"\0\0\0\x20ftypmif1\0\0\0\0mif1avif".to_vec(),
        b"RIFF\x24\0\0\0WEBPVP8 ".to_vec(),
    ];
    // Whole ones without an end marker: one ends there, one is followed by a camera's own data.
    let mut endless = jpeg(480, 304, &|it| {
        it.set_sampling_factor(SamplingFactor::F_2_2)
    });
    endless.truncate(endless.len() - 2);
    seeds.push(endless.clone());
    endless.extend(b"\xFF\xE1SEFT\xFF\xD8");
    seeds.push(endless);
    for (color, channels) in [
        (png::ColorType::Grayscale, 1),
        (png::ColorType::GrayscaleAlpha, 2),
        (png::ColorType::Rgb, 3),
        (png::ColorType::Rgba, 4),
        (png::ColorType::Indexed, 1),
    ] {
        let mut out = Vec::new();
        let mut encoder = png::Encoder::new(&mut out, 480, 300);
        encoder.set_color(color);
        encoder.set_depth(png::BitDepth::Eight);
        if color == png::ColorType::Indexed {
            encoder.set_palette(rgb(16, 16));
        }
        let rows: Vec<u8> = (0..480 * 300 * channels)
            .map(|n: u32| (n * 5 % 256) as u8)
            .collect();
        encoder
            .write_header()
            .and_then(|mut writer| writer.write_image_data(&rows))
            .expect("encoded");
        seeds.push(out);
    }
    seeds
}

/// Reads the bytes as a picture.
pub fn check(data: &[u8]) {
    forgive_decoders();
    let [large, small] = LONG_SIDES.map(|long_side| read_from(&mut Cursor::new(data), long_side));
    match (large, small) {
        (Ok(large), Ok(small)) => {
            whole(&large);
            whole(&small);
            assert!(
                small.width <= large.width && small.height <= large.height,
                "asked for less, got more"
            );
            assert_eq!(small.orientation, large.orientation);
        }
        (large, small) => {
            for problem in [large.err(), small.err()].into_iter().flatten() {
                assert!(problem.message_id().starts_with("photo-"));
            }
        }
    }
}

fn whole(pixels: &Pixels) {
    assert!(pixels.width > 0 && pixels.height > 0);
    assert_eq!(
        pixels.rgb.len() as u64,
        u64::from(pixels.width) * u64::from(pixels.height) * 3
    );
}

/// A panic inside a decoder is an answer about the file (`photo/read.rs` catches it), so it must
/// not end the fuzzing: it is told, once. Any other panic aborts, as libFuzzer's hook has it.
fn forgive_decoders() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let abort = take_hook();
        set_hook(Box::new(move |info: &PanicHookInfo<'_>| {
            static TOLD: Once = Once::new();
            let place = info.location().map_or("", |location| location.file());
            if ["jpeg-decoder-", "png-", "fdeflate-", "image-"]
                .iter()
                .any(|name| place.contains(name))
            {
                TOLD.call_once(|| {
                    eprintln!("note: a decoder panicked, and the core answers `unreadable`: {info}")
                });
            } else {
                abort(info);
            }
        }));
    });
}
