//! Cards: no letters and no bytes make reading panic, nobody's signature makes a card, and what a
//! card says is said again by whoever signs it.

use std::sync::LazyLock;

use miniz_oxide::deflate::compress_to_vec_zlib;
use payung_model::card::{Card, CardProblem};
use payung_model::person::Nik;
use payung_model::programme::Programme;
use payung_model::sealed::SigningKey;
use payung_model::units::Timestamp;

use crate::text;

static KEY: LazyLock<SigningKey> =
    LazyLock::new(|| SigningKey::from_bytes(&[7; 32]).expect("a seed"));

fn sample() -> String {
    let nik = Nik::parse("3201015501900001").expect("an invented NIK");
    let now = Timestamp::from_millis(1_795_399_200_000).expect("a time");
    let until = "2027-01-31".parse().expect("a day");
    let programmes = vec![Programme::Jkk, Programme::Jkm];
    Card::of(
        "KANTOR CONTOH",
        &nik,
        "SITI CONTOH",
        until,
        programmes,
        now,
        30,
    )
    .expect("a card")
    .sign(&KEY)
}

/// A card, and tokens that are none.
pub fn seeds() -> Vec<Vec<u8>> {
    let card = sample();
    let cut = card[..card.len() - 3].as_bytes().to_vec();
    vec![
        card.into_bytes(),
        cut,
        vec![0xd2, 0x84, 0x43, 0xa1, 0x01, 0x27, 0xa0, 0x41, 0xa0, 0x40],
    ]
}

/// The bytes as letters of a card, and as a token that is packed as a card's is.
pub fn check(data: &[u8]) {
    read(&text(data));
    read(&base45(&compress_to_vec_zlib(data, 1)));
}

fn read(text: &str) {
    let keys = [KEY.public()];
    match Card::read(text, &keys) {
        Err(problem) => {
            // What is not even a card's shape is told by its place.
            if let CardProblem::NotACard(place) = problem {
                assert!(!place.is_empty());
            }
            assert!(Card::verify(text, &keys, Timestamp::default()).is_err());
        }
        // Only the seed's signature holds, whatever stands around it.
        Ok(card) => {
            assert_eq!(card.number, "3201 •••• •••• 0001");
            let again = card.sign(&KEY);
            assert_eq!(Card::read(&again, &keys), Ok(card.clone()));
            assert!(Card::verify(text, &keys, card.not_before).is_ok());
            assert_eq!(
                Card::verify(text, &keys, card.expires),
                Err(CardProblem::Over(card.expires))
            );
        }
    }
}

fn base45(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 45] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    let mut letters = String::new();
    for pair in bytes.chunks(2) {
        let mut number = pair
            .iter()
            .fold(0, |sum, byte| sum * 256 + usize::from(*byte));
        for _ in 0..=pair.len() {
            letters.push(char::from(LETTERS[number % 45]));
            number /= 45;
        }
    }
    letters
}
