//! RFC 9180's published vectors: our suite is the standard's, not one of our own that happens to
//! open what it seals.

#![allow(clippy::unwrap_used, clippy::panic)] // helpers of tests, outside test functions

use hpke::aead::{Aead, AesGcm128, AesGcm256};
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::rand_core::{TryCryptoRng, TryRng};
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable};
use payung_model::sealed::{NoRandomness, OfficeKey, Random, suite};
use serde::Deserialize;

const AES_128_GCM: u16 = 1;
const AES_256_GCM: u16 = 2;

#[derive(Deserialize)]
struct Vectors {
    vectors: Vec<Vector>,
}

#[derive(Deserialize)]
#[allow(non_snake_case)] // the RFC's names
struct Vector {
    mode: u8,
    kem_id: u16,
    kdf_id: u16,
    aead_id: u16,
    info: String,
    ikmR: String,
    ikmE: String,
    skRm: String,
    pkRm: String,
    enc: String,
    encryptions: Vec<Encryption>,
    exports: Vec<Export>,
}

#[derive(Deserialize)]
struct Encryption {
    sequence: u64,
    aad: String,
    pt: String,
    ct: String,
}

#[derive(Deserialize)]
struct Export {
    exporter_context: String,
    exported_value: String,
}

/// Gives the RFC's "random" bytes.
struct Given(Vec<u8>);

impl Random for Given {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), NoRandomness> {
        assert_eq!(out.len(), self.0.len(), "one seed is drawn, whole");
        out.copy_from_slice(&self.0);
        Ok(())
    }
}

#[test]
fn both_suites_are_in_the_vectors() {
    let all = vectors();
    let suites: Vec<_> = all
        .iter()
        .map(|v| (v.mode, v.kem_id, v.kdf_id, v.aead_id))
        .collect();
    assert_eq!(
        suites,
        [
            (0, 0x0020, 0x0001, AES_128_GCM),
            (0, 0x0020, 0x0001, AES_256_GCM)
        ]
    );
}

#[test]
fn a_key_pair_is_derived_as_the_rfc_does() {
    for vector in vectors() {
        let key = OfficeKey::new(&mut Given(hex(&vector.ikmR))).unwrap();
        assert_eq!(key.public().to_bytes().to_vec(), hex(&vector.pkRm));
        // The RFC prints the private key before clamping; what it decrypts and its public key are
        // the same.
        assert_eq!(
            OfficeKey::from_bytes(&hex(&vector.skRm)).unwrap().public(),
            key.public()
        );
    }
}

#[test]
fn our_opening_reads_the_rfcs_first_message() {
    let vector = ours();
    let first = &vector.encryptions[0];
    let plain = suite::open(
        &array(&vector.skRm),
        &array(&vector.enc),
        &hex(&vector.info),
        &hex(&first.aad),
        &hex(&first.ct),
    );
    assert_eq!(plain.unwrap().to_vec(), hex(&first.pt));
}

#[test]
fn our_sealing_writes_the_rfcs_first_message_from_the_rfcs_randomness() {
    let vector = ours();
    let first = &vector.encryptions[0];
    let sealed = suite::seal(
        &array(&vector.pkRm),
        &hex(&vector.info),
        &hex(&first.aad),
        &hex(&first.pt),
        &mut Given(hex(&vector.ikmE)),
    )
    .unwrap();
    assert_eq!(sealed.encapsulated.to_vec(), hex(&vector.enc));
    assert_eq!(sealed.ciphertext, hex(&first.ct));
}

#[test]
fn the_library_reads_all_messages_and_exports_of_both_suites() {
    for vector in vectors() {
        match vector.aead_id {
            AES_128_GCM => check_with::<AesGcm128>(&vector),
            AES_256_GCM => check_with::<AesGcm256>(&vector),
            other => panic!("no such suite here: {other}"),
        }
    }
}

/// The vectors keep six of 257 messages, so the sender's side (given the RFC's ephemeral seed)
/// writes them all again: both counters run as far as the RFC's, and what is kept must be equal.
fn check_with<A: Aead>(vector: &Vector) {
    let private = <X25519HkdfSha256 as Kem>::PrivateKey::from_bytes(&hex(&vector.skRm)).unwrap();
    let public = <X25519HkdfSha256 as Kem>::PublicKey::from_bytes(&hex(&vector.pkRm)).unwrap();
    let info = hex(&vector.info);
    let (enc, mut sender) = hpke::setup_sender_with_rng::<A, HkdfSha256, X25519HkdfSha256>(
        &OpModeS::Base,
        &public,
        &info,
        &mut Seed(hex(&vector.ikmE)),
    )
    .unwrap();
    assert_eq!(enc.to_bytes().to_vec(), hex(&vector.enc));
    let mut receiver = hpke::setup_receiver::<A, HkdfSha256, X25519HkdfSha256>(
        &OpModeR::Base,
        &private,
        &enc,
        &info,
    )
    .unwrap();

    let mut compared = 0;
    for sequence in 0..=256 {
        let aad = format!("Count-{sequence}").into_bytes();
        let sealed = sender.seal(&hex(&vector.encryptions[0].pt), &aad).unwrap();
        let opened = receiver.open(&sealed, &aad).unwrap();
        if let Some(kept) = vector
            .encryptions
            .iter()
            .find(|kept| kept.sequence == sequence)
        {
            assert_eq!(
                (aad, opened),
                (hex(&kept.aad), hex(&kept.pt)),
                "message {sequence}"
            );
            assert_eq!(sealed, hex(&kept.ct), "message {sequence}");
            compared += 1;
        }
    }
    assert_eq!(compared, 6);

    assert_eq!(vector.exports.len(), 3);
    for export in &vector.exports {
        let mut value = vec![0; 32];
        receiver
            .export(&hex(&export.exporter_context), &mut value)
            .unwrap();
        assert_eq!(value, hex(&export.exported_value));
    }
}

/// The RFC's seed as the library's source of randomness; nothing more is to be had from it.
struct Seed(Vec<u8>);

impl TryRng for Seed {
    type Error = std::convert::Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        panic!("only the seed is asked for")
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        panic!("only the seed is asked for")
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Self::Error> {
        out.copy_from_slice(&std::mem::take(&mut self.0));
        Ok(())
    }
}

impl TryCryptoRng for Seed {}

fn vectors() -> Vec<Vector> {
    let json = include_str!("../../../tests/vectors/rfc9180.json");
    serde_json::from_str::<Vectors>(json).unwrap().vectors
}

fn ours() -> Vector {
    vectors()
        .into_iter()
        .find(|vector| vector.aead_id == AES_256_GCM)
        .unwrap()
}

fn array(text: &str) -> [u8; 32] {
    hex(text).try_into().unwrap()
}

fn hex(text: &str) -> Vec<u8> {
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap())
        .collect()
}
