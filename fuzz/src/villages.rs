//! Villages: a damaged block is read as nothing or as villages of its province; any text finds
//! villages of its district.

use payung_model::person::Villages;

use crate::{of_vectors, text};

/// Blocks begin with a byte that says which province and whether they are to be deflated here
/// first.
const PLAIN: u8 = 0x80;

/// The shared vectors' searches, and small blocks of the province with the fewest districts.
pub fn seeds() -> Vec<Vec<u8>> {
    let mut seeds = of_vectors(include_str!("../../tests/vectors/villages.json"), "search");
    seeds.push([&[PLAIN | 31][..], &[0; 60], b"Contoh\n"].concat());
    seeds
}

/// Reads the bytes as a block of some province, and as a search.
pub fn check(data: &[u8]) {
    if let Some((first, block)) = data.split_first() {
        let province = first & !PLAIN;
        let packed = if first & PLAIN == 0 {
            block.to_vec()
        } else {
            miniz_oxide::deflate::compress_to_vec(block, 1)
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
