//! An invented worker, recognisable as such: every name says CONTOH (sample), the card is drawn and
//! says so.

use std::path::Path;

use font8x8::UnicodeFonts;
use jpeg_encoder::{ColorType, Encoder};
use serde_json::{Value, json};

use crate::Outcome;

/// NIK of nobody: a woman born on 15 January 1990, district 32.01.01.
pub const NIK: &str = "3201015501900001";

/// Answers to the whole form, for `register --answers`.
pub fn answers() -> Value {
    json!({
        "start": true,
        "ever_member": "never",
        "age": "17_64",
        "employer": "no",
        "payer": "self",
        "occupation": "street_vendor",
        "income_per": "month",
        "income": 1_500_000,
        "programmes": ["jkk", "jkm", "jht"],
        "months": "3",
        "notice": true,
        "nik": NIK,
        "nik_right": "yes",
        "name": "SITI CONTOH",
        "birth_place": "KOTA CONTOH",
        "mother_name": "AMINAH CONTOH",
        "home_here": "yes",
        "village_code": "other",
        "village": "KELURAHAN CONTOH",
        "street": "JALAN CONTOH NOMOR 0",
        "rt_rw": "003/007",
        "postal_code": "16911",
        "phone": "0812 0000 0001",
        "ktp": "ktp.jpg",
        "declaration": true,
        "consent_processing": true,
    })
}

/// Writes answers and card into a folder: `answers.json`, `ktp.jpg`.
pub fn write(folder: &Path, answers: &Value, metadata: Option<&str>) -> Outcome<()> {
    std::fs::create_dir_all(folder)?;
    std::fs::write(
        folder.join("answers.json"),
        serde_json::to_vec_pretty(answers)?,
    )?;
    std::fs::write(folder.join("ktp.jpg"), ktp(1600, 1200, metadata)?)?;
    Ok(())
}

/// A drawn card on a table, as a camera would see it. `metadata` goes into a comment and an EXIF
/// description.
pub fn ktp(width: u16, height: u16, metadata: Option<&str>) -> Outcome<Vec<u8>> {
    let mut picture = Picture::new(width, height);
    let (w, h) = (u32::from(width), u32::from(height));
    // As wide and high as cards are (ID-1): what else is cut to the card, these are too.
    let (card, high) = (w * 8 / 10, w * 8 / 10 * 54 / 86);
    picture.rectangle(w / 10, (h - high) / 2, card, high, [173, 205, 226]);
    picture.rectangle(
        w * 7 / 10,
        h * 3 / 8,
        w * 15 / 100,
        h * 3 / 8,
        [196, 140, 106],
    );
    let size = (w / 400).max(1);
    let lines = [
        "PROVINSI CONTOH",
        "KABUPATEN CONTOH",
        "NIK : 3201015501900001",
        "Nama : SITI CONTOH",
        "Lahir : CONTOH, 15-01-1990",
        "Alamat : JALAN CONTOH NO 1",
        "KARTU CONTOH - BUKAN KTP ASLI",
    ];
    for (row, line) in (0_u32..).zip(lines) {
        picture.write(
            w * 12 / 100,
            (h - high) / 2 + size * 8 + row * size * 16,
            size * 2 - size / 2,
            line,
        );
    }
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, 92);
    if let Some(text) = metadata {
        encoder.add_app_segment(1, exif(text))?;
        encoder.add_app_segment(13, text.as_bytes().to_vec())?;
    }
    encoder.encode(&picture.rgb, width, height, ColorType::Rgb)?;
    Ok(bytes)
}

/// A minimal EXIF block with one ImageDescription.
fn exif(text: &str) -> Vec<u8> {
    let mut block = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x0e\0\x02".to_vec();
    block.extend_from_slice(&(text.len() as u32 + 1).to_be_bytes());
    block.extend_from_slice(&26_u32.to_be_bytes());
    block.extend_from_slice(&[0; 4]);
    block.extend_from_slice(text.as_bytes());
    block.push(0);
    block
}

struct Picture {
    width: u32,
    height: u32,
    rgb: Vec<u8>,
}

impl Picture {
    fn new(width: u16, height: u16) -> Self {
        let (width, height) = (u32::from(width), u32::from(height));
        let mut rgb = Vec::with_capacity((width * height * 3) as usize);
        // A table with some grain: a flat colour would shrink unfairly well.
        let mut grain = 0x2545_f491_u32;
        for _ in 0..width * height {
            grain ^= grain << 13;
            grain ^= grain >> 17;
            grain ^= grain << 5;
            let shade = 44 + (grain % 9) as u8;
            rgb.extend_from_slice(&[shade, shade + 4, shade + 12]);
        }
        Self { width, height, rgb }
    }

    fn rectangle(&mut self, left: u32, top: u32, width: u32, height: u32, colour: [u8; 3]) {
        for y in top..(top + height).min(self.height) {
            for x in left..(left + width).min(self.width) {
                let at = ((y * self.width + x) * 3) as usize;
                // Keep the grain of the table as the grain of the sensor.
                let grain = self.rgb[at] - 44;
                for (channel, value) in colour.iter().enumerate() {
                    self.rgb[at + channel] = value.saturating_sub(grain);
                }
            }
        }
    }

    fn write(&mut self, left: u32, top: u32, size: u32, text: &str) {
        for (place, sign) in (0_u32..).zip(text.chars()) {
            let Some(glyph) = font8x8::BASIC_FONTS.get(sign) else {
                continue;
            };
            for (y, bits) in (0_u32..).zip(glyph) {
                for x in (0..8_u32).filter(|x| bits >> x & 1 == 1) {
                    self.rectangle(
                        left + (place * 8 + x) * size,
                        top + y * size,
                        size,
                        size,
                        [30, 34, 52],
                    );
                }
            }
        }
    }
}
