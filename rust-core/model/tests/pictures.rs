//! Pictures of payment codes: readers that are not ours read the files (`png`) and the QR codes in
//! them (`rqrr`) back at 21 sizes, and the bars keep the standard's check. `tests/vectors/oracles_qris.py` has `ZXing` read both,
//! also photographed.

#![allow(clippy::unwrap_used, reason = "tests may")]

use payung_model::payment::code128::{Code128, Code128Problem};
use payung_model::payment::picture::Modules;
use proptest::prelude::*;

/// A payload as long as real ones are.
fn payload(extra: usize) -> String {
    format!(
        "00020101021226550013ID.CONTOH.WWW0118936000000000000001{}6304ABCD",
        "5".repeat(extra)
    )
}

/// Width, height and pixels, as a strict reader of PNG says: it compares all checksums.
fn pixels(file: &[u8]) -> (usize, usize, Vec<bool>) {
    let mut options = png::DecodeOptions::default();
    options.set_ignore_adler32(false);
    options.set_ignore_crc(false);
    let decoder = png::Decoder::new_with_options(std::io::Cursor::new(file), options);
    let mut reader = decoder.read_info().unwrap();
    assert_eq!(
        reader.output_color_type(),
        (png::ColorType::Grayscale, png::BitDepth::One)
    );
    let (width, height) = reader.info().size();
    let (width, height) = (width as usize, height as usize);
    let mut rows = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut rows).unwrap();
    reader.finish().unwrap();
    let line = width.div_ceil(8);
    let dark = |x: usize, y: usize| rows[y * line + x / 8] & (0x80 >> (x % 8)) == 0;
    (
        width,
        height,
        (0..height)
            .flat_map(|y| (0..width).map(move |x| (x, y)))
            .map(|(x, y)| dark(x, y))
            .collect(),
    )
}

fn read_back(png: &[u8]) -> Option<String> {
    let (width, height, dark) = pixels(png);
    let grey = |x: usize, y: usize| if dark[y * width + x] { 0 } else { 255 };
    let mut picture = rqrr::PreparedImage::prepare_from_greyscale(width, height, grey);
    picture
        .detect_grids()
        .first()?
        .decode()
        .ok()
        .map(|(_, text)| text)
}

#[test]
fn a_code_is_read_back_at_21_sizes() {
    for (scale, extra) in (2..23).zip((0..).step_by(7)) {
        let text = payload(extra);
        assert_eq!(
            read_back(&Modules::qr(&text).unwrap().png(scale)),
            Some(text),
            "{scale}"
        );
    }
}

#[test]
fn a_picture_is_the_modules_and_their_border_at_21_sizes() {
    for (scale, extra) in (1..22).zip((0..).step_by(11)) {
        let code = Modules::qr(&payload(extra)).unwrap();
        let (width, height, dark) = pixels(&code.png(scale));
        assert_eq!(
            (width, height),
            ((code.width() + 8) * scale, (code.height() + 8) * scale)
        );
        let module = |at: usize| (at / scale).checked_sub(4);
        for (at, is_dark) in dark.into_iter().enumerate() {
            let place = (module(at % width), module(at / width));
            let expected = matches!(place, (Some(x), Some(y)) if code.is_dark(x, y));
            assert_eq!(is_dark, expected, "{scale} {at}");
        }
        let bars = Code128::new(&"1".repeat(1 + extra % 20)).unwrap();
        let (width, height, dark) = pixels(&bars.png(scale, 3));
        assert_eq!((width, height), ((bars.bars().width() + 20) * scale, 3));
        for (at, is_dark) in dark.into_iter().enumerate() {
            let place = (at % width / scale).checked_sub(10);
            let expected = place.is_some_and(|x| bars.bars().is_dark(x, 0));
            assert_eq!(is_dark, expected, "{scale} {at}");
        }
    }
}

#[test]
fn letters_beyond_ascii_are_read_back() {
    let text = "5912KÉDAI CONTOH餐";
    assert_eq!(
        read_back(&Modules::qr(text).unwrap().png(6)).as_deref(),
        Some(text)
    );
}

#[test]
fn the_longest_text_has_a_code_and_the_next_one_has_none() {
    assert!(Modules::qr(&"x".repeat(2_331)).is_ok());
    assert!(Modules::qr(&"x".repeat(2_332)).is_err());
}

#[test]
fn a_terminal_shows_the_same_modules() {
    let code = Modules::qr("CONTOH").unwrap();
    for is_light in [false, true] {
        let text = code.half_blocks(is_light);
        let lines: Vec<Vec<char>> = text.lines().map(|line| line.chars().collect()).collect();
        assert!(
            lines.len() == 15 && lines.iter().all(|line| line.len() == 29),
            "21 modules and a border of 4"
        );
        for y in 0..29 {
            for (x, &sign) in lines[y / 2].iter().enumerate() {
                let drawn = sign == '█' || sign == ['▀', '▄'][y % 2];
                let dark = x >= 4 && y >= 4 && code.is_dark(x - 4, y - 4);
                assert_eq!(drawn == is_light, dark, "{x} {y}");
            }
        }
    }
}

#[test]
fn packed_modules_are_a_bit_each() {
    let code = Modules::qr("CONTOH").unwrap();
    let packed = code.packed();
    assert_eq!(packed.len(), (21_usize * 21).div_ceil(8));
    assert_eq!(Modules::unpacked(21, 21, &packed).as_ref(), Some(&code));
    assert_eq!(Modules::unpacked(21, 22, &packed), None);
    for at in 0..21 * 21 {
        assert_eq!(
            packed[at / 8] & (0x80 >> (at % 8)) != 0,
            code.is_dark(at % 21, at / 21)
        );
    }
}

#[test]
fn a_scale_without_sense_still_makes_a_picture() {
    let code = Modules::qr("CONTOH").unwrap();
    assert_eq!(pixels(&code.png(0)).0, 29);
    assert!(pixels(&code.png(usize::MAX)).0 <= 4_096);
    let bars = Code128::new("CONTOH").unwrap();
    assert_eq!(pixels(&bars.png(0, 0)).1, 1);
    assert!(pixels(&bars.png(usize::MAX, 10)).0 <= 4_096);
}

/// The symbols between start and stop, by a table-free reader: widths of bars and gaps, eleven
/// modules each.
fn symbol_count(code: &Code128) -> usize {
    (code.bars().width() - 13) / 11
}

#[test]
fn digits_go_in_pairs_and_letters_alone() {
    for (text, symbols) in [
        ("1234567890", 1 + 5 + 1), // start C
        ("A", 1 + 1 + 1),          // start B
        ("12", 1 + 1 + 1),
        ("123", 1 + 3 + 1),       // one pair is not worth a change
        ("12345", 1 + 2 + 2 + 1), // two pairs, change, one digit
        ("AB123456", 1 + 2 + 1 + 3 + 1),
        ("A1234B", 1 + 6 + 1), // two changes cost as much as they save
        ("A123456B", 1 + 1 + 1 + 3 + 1 + 1 + 1),
        ("88810012345678901", 1 + 8 + 2 + 1),
    ] {
        assert_eq!(
            symbol_count(&Code128::new(text).unwrap()),
            symbols,
            "{text}"
        );
    }
    assert_eq!(Code128::new(""), Err(Code128Problem::Empty));
    assert_eq!(
        Code128::new("12é"),
        Err(Code128Problem::Character { at: 2 })
    );
    assert_eq!(Code128::new(&"1".repeat(49)), Err(Code128Problem::TooLong));
}

proptest! {
    #[test]
    fn every_symbol_is_eleven_modules_of_three_bars(text in "[ -~]{1,48}") {
        let code = Code128::new(&text).unwrap();
        let bars = code.bars();
        prop_assert_eq!((bars.width() - 13) % 11, 0);
        for symbol in 0..symbol_count(&code) {
            let bits: Vec<bool> = (0..11).map(|at| bars.is_dark(symbol * 11 + at, 0)).collect();
            let changes = bits.windows(2).filter(|pair| pair[0] != pair[1]).count();
            prop_assert!(bits[0] && !bits[10] && changes == 5, "three bars and three gaps");
            // The standard's parity: the bars of a symbol are an even number of modules.
            prop_assert_eq!(bits.iter().filter(|dark| **dark).count() % 2, 0);
        }
    }
}
