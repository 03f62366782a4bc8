//! Recovery: codes are read and secrets derived as an independent script says, and what is sealed for
//! another phone opens with the same code, date and registration only.

use base64ct::Encoding;
use payung_model::sealed::recovery::{Access, RecoveryCode, RecoverySecret};
use payung_model::sealed::*;
use payung_model::units::Date;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::samples::*;

fn vectors() -> Value {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../tests/vectors/recovery.json"
    );
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

fn text<'a>(case: &'a Value, name: &str) -> &'a str {
    case[name].as_str().unwrap()
}

fn secret(number: u8) -> RecoverySecret {
    RecoverySecret::from_bytes(&[number; 32]).unwrap()
}

fn id(seed: u64) -> RegistrationId {
    RegistrationId::new(now(), &mut Seeded::new(seed)).unwrap()
}

fn access(keys: usize) -> Access {
    let mut random = Seeded::new(21);
    Access {
        token: StatusToken::new(&mut random).unwrap(),
        reply_key: ReplyKey::new(&mut random).unwrap(),
        form: "bpu".into(),
        form_version: 7,
        purpose: "register".into(),
        office_keys: (0..keys)
            .map(|_| OfficeKey::new(&mut random).unwrap().public())
            .collect(),
    }
}

fn parts(access: &Access) -> (String, Vec<u8>, &str, u32, &str, Vec<String>) {
    (
        access.token.to_string(),
        access.reply_key.to_bytes().to_vec(),
        &access.form,
        access.form_version,
        &access.purpose,
        access.office_keys.iter().map(ToString::to_string).collect(),
    )
}

#[test]
fn recovery_codes_are_read_as_the_vectors_say() {
    let document = vectors();
    let cases = document["read"].as_array().unwrap();
    assert!(cases.len() > 150);
    for case in cases {
        let typed = text(case, "text");
        let read = match RecoveryCode::read(typed) {
            Ok(code) => json!({ "text": typed, "code": code.to_string() }),
            Err(CodeProblem::Mistyped) => json!({ "text": typed, "problem": "mistyped" }),
            Err(CodeProblem::Length(at)) => json!({ "text": typed, "problem": "length", "at": at }),
            Err(CodeProblem::Sign(at)) => json!({ "text": typed, "problem": "sign", "at": at }),
        };
        assert_eq!(&read, case);
    }
}

#[test]
fn locator_proof_and_key_are_those_of_the_vectors() {
    let document = vectors();
    for case in document["derived"].as_array().unwrap() {
        let code = RecoveryCode::read(text(case, "code")).unwrap();
        let born: Date = text(case, "born").parse().unwrap();
        let keys = code.keys(born).unwrap();
        assert_eq!(keys.locator.to_string(), text(case, "locator"));
        assert_eq!(keys.proof.to_string(), text(case, "proof"));
        assert_eq!(keys.key.to_string(), text(case, "key"));
    }
}

#[test]
fn another_birth_date_has_the_same_locator_and_nothing_else() {
    let code = RecoveryCode::new(&mut Seeded::new(5)).unwrap();
    let born = |text: &str| code.keys(text.parse().unwrap()).unwrap();
    let (one, other) = (born("1990-01-31"), born("1990-01-30"));
    assert_eq!(one.locator.bytes(), other.locator.bytes());
    assert_ne!(one.proof.bytes(), other.proof.bytes());
    assert_ne!(one.key.bytes(), other.key.bytes());
    assert_eq!(
        one.proof
            .to_string()
            .parse::<RecoverySecret>()
            .unwrap()
            .bytes(),
        one.proof.bytes()
    );
    assert_eq!(
        format!("{:?}{:?}", code, one.key),
        "RecoveryCode(…)RecoverySecret(••••)"
    );
}

#[test]
fn an_access_that_was_written_without_this_code_opens() {
    let document = vectors();
    let case = &document["access"];
    let bytes = base64ct::Base64UrlUnpadded::decode_vec(text(case, "sealed")).unwrap();
    let registration = base16ct::lower::decode_vec(text(case, "registration")).unwrap();
    let registration = RegistrationId::from_bytes(&registration).unwrap();
    let key: RecoverySecret = text(case, "key").parse().unwrap();
    let access = Access::open(&bytes, registration, &key).unwrap();
    assert_eq!(access.token.to_string(), text(case, "token"));
    let reply_key = base16ct::lower::decode_vec(text(case, "reply_key")).unwrap();
    assert_eq!(access.reply_key.to_bytes().to_vec(), reply_key);
    assert_eq!(access.form, text(case, "form"));
    assert_eq!(json!(access.form_version), case["form_version"]);
    assert_eq!(access.purpose, text(case, "purpose"));
    let keys: Vec<_> = access.office_keys.iter().map(ToString::to_string).collect();
    assert_eq!(json!(keys), case["office_keys"]);
    assert_eq!(format!("{access:?}"), "Access(••••)");
}

#[test]
fn what_is_sealed_opens_for_the_same_key_and_registration_only_and_its_length_says_nothing() {
    let sealed = |access: &Access| access.seal(id(1), &secret(7), &mut Seeded::new(3)).unwrap();
    for keys in [0, 1, Access::MOST_KEYS] {
        let access = access(keys);
        let bytes = sealed(&access);
        assert_eq!(bytes.len(), 1 + 12 + 1024 + 16);
        let opened = Access::open(&bytes, id(1), &secret(7)).unwrap();
        assert_eq!(parts(&opened), parts(&access));
        let broken = Some(EnvelopeProblem::Broken);
        assert_eq!(Access::open(&bytes, id(2), &secret(7)).err(), broken);
        assert_eq!(Access::open(&bytes, id(1), &secret(8)).err(), broken);
        let mut newer = bytes.clone();
        newer[0] = 2;
        let problem = Access::open(&newer, id(1), &secret(7)).err();
        assert_eq!(problem, Some(EnvelopeProblem::Version(2)));
    }
}

#[test]
fn what_breaks_a_bound_is_not_sealed() {
    let refused = |change: fn(&mut Access)| {
        let mut access = access(1);
        change(&mut access);
        access.seal(id(1), &secret(7), &mut Seeded::new(3)).err()
    };
    let malformed = |place| Some(EnvelopeProblem::Malformed(place));
    assert_eq!(refused(|it| it.form.clear()), malformed("form"));
    assert_eq!(refused(|it| it.form = "x".repeat(65)), malformed("form"));
    assert_eq!(refused(|it| it.purpose.clear()), malformed("purpose"));
    assert_eq!(
        refused(|it| it.office_keys = access(17).office_keys),
        malformed("office keys")
    );
    let dry = access(1).seal(id(1), &secret(7), &mut Dry).err();
    assert_eq!(dry, Some(EnvelopeProblem::NoRandomness(NoRandomness)));
}

proptest! {
    #[test]
    fn what_is_shown_is_read_back_and_one_wrong_or_two_swapped_signs_are_found(
        seed: u64, place in 0_usize..16, other in 0_usize..16, sign in 0_usize..32,
    ) {
        const ALPHABET: &[u8] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        let code = RecoveryCode::new(&mut Seeded::new(seed)).unwrap();
        let shown = code.to_string();
        prop_assert!(RecoveryCode::read(&shown).as_ref() == Ok(&code));
        prop_assert!(RecoveryCode::read(&shown.to_lowercase().replace('-', " ")).as_ref() == Ok(&code));
        let signs: Vec<char> = shown.chars().filter(|sign| *sign != '-').collect();
        let mut wrong = signs.clone();
        wrong[place] = char::from(ALPHABET[sign]);
        prop_assert_eq!(RecoveryCode::read(&wrong.iter().collect::<String>()).is_ok(), wrong == signs);
        let mut swapped = signs.clone();
        swapped.swap(place, other);
        prop_assert_eq!(RecoveryCode::read(&swapped.iter().collect::<String>()).is_ok(), swapped == signs);
    }

    #[test]
    fn one_changed_byte_is_found(at: prop::sample::Index, bit in 0_u8..8) {
        let mut bytes = access(2).seal(id(1), &secret(7), &mut Seeded::new(3)).unwrap();
        let place = at.index(bytes.len());
        bytes[place] ^= 1 << bit;
        prop_assert!(Access::open(&bytes, id(1), &secret(7)).is_err());
    }

    #[test]
    fn no_bytes_and_no_text_make_the_readers_panic(bytes in prop::collection::vec(any::<u8>(), 0..1200), typed in ".{0,40}") {
        prop_assert!(Access::open(&bytes, id(1), &secret(7)).is_err());
        if let Ok(code) = RecoveryCode::read(&typed) {
            prop_assert!(RecoveryCode::read(&code.to_string()) == Ok(code));
        }
    }
}
