//! Villages: a damaged block is read as nothing or as villages of its province; any text finds
//! villages of its district.

use std::io::{Read, Write};

use payung_model::person::Villages;
use ppmd_rust::{Ppmd7Decoder, Ppmd7Encoder};

use crate::{of_vectors, text};

/// Blocks begin with a byte that says which province and whether they are to be packed here first.
/// Then a byte follows that says how many of the rest are numbers; what is left are names.
const PLAIN: u8 = 0x80;

/// The shared vectors' searches, and small blocks of the province with the fewest districts.
pub fn seeds() -> Vec<Vec<u8>> {
    let mut seeds = of_vectors(include_str!("../../tests/vectors/villages.json"), "search");
    seeds.push([&[PLAIN | 31, 60][..], &[0; 60], b"Contoh\n"].concat());
    seeds
}

/// Reads the bytes as a block of some province, and as a search.
pub fn check(data: &[u8]) {
    if let Some((first, block)) = data.split_first() {
        let province = first & !PLAIN;
        let packed = if first & PLAIN == 0 {
            block.to_vec()
        } else {
            packed(block)
        };
        for village in Villages::decode(province, &packed).unwrap_or_default() {
            assert!(
                village.code.starts_with(&format!("{province:02}.")) && village.code.len() == 13,
                "{village:?}"
            );
            assert!(
                !village.name.is_empty() && village.postal_code.len() == 5,
                "{village:?}"
            );
        }
    }
    let text = text(data);
    for village in Villages::search("32.01.01", &text, 20) {
        assert!(village.code.starts_with("32.01.01."));
        assert_eq!(Villages::get(&village.code).as_ref(), Some(&village));
    }
    assert!(Villages::search("32.01.01", &text, 0).is_empty());
    for village in Villages::of(&text).iter() {
        assert!(village.code.starts_with(&*text));
    }
}

/// A block as `rust-core/model/build/villages.rs` packs one.
fn packed(plain: &[u8]) -> Vec<u8> {
    let (length, rest) = plain.split_first().unwrap_or((&0, &[]));
    let (numbers, names) = rest.split_at(rest.len().min(usize::from(*length)));
    let numbers = miniz_oxide::deflate::compress_to_vec(numbers, 1);
    let lengths = [numbers.len(), names.len()].map(|length| length as u32);
    let mut block: Vec<u8> = lengths.into_iter().flat_map(u32::to_le_bytes).collect();
    block.extend(numbers);
    let mut encoder = Ppmd7Encoder::new(Vec::new(), 4, 512 * 1024).unwrap();
    encoder.write_all(names).unwrap();
    let names_packed = encoder.finish(false).unwrap();
    let mut decoder = Ppmd7Decoder::new(names_packed.as_slice(), 4, 512 * 1024).unwrap();
    decoder.read_exact(&mut vec![0; names.len()]).unwrap();
    let unread = decoder.into_inner().len();
    block.extend(&names_packed[..names_packed.len() - unread]);
    block
}
