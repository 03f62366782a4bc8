//! Recovery: codes are shown in one way and read again from that, and of the bytes that another phone
//! gets only those open that were sealed under its key.

use std::sync::LazyLock;

use payung_model::sealed::recovery::{Access, MOST_BYTES, RecoveryCode, RecoverySecret};
use payung_model::sealed::{CodeProblem, EnvelopeProblem};
use payung_model::typed::clean;

use crate::{samples, text};

static KEY: LazyLock<RecoverySecret> =
    LazyLock::new(|| RecoverySecret::from_bytes(&[21; 32]).expect("32 bytes are a secret"));

fn access() -> Access {
    let mut random = samples::Seeded::new(21);
    Access {
        token: payung_model::sealed::StatusToken::new(&mut random).expect("it never runs dry"),
        reply_key: samples::phone(),
        form: "bpu".into(),
        form_version: 7,
        purpose: "register".into(),
        office_keys: Vec::new(),
    }
}

/// The shared vectors' texts, and an access that opens.
pub fn seeds() -> Vec<Vec<u8>> {
    let vectors: serde_json::Value =
        serde_json::from_str(include_str!("../../tests/vectors/recovery.json"))
            .expect("the vectors are JSON");
    let typed = vectors["read"].as_array().into_iter().flatten();
    let typed = typed.filter_map(|case| case["text"].as_str());
    let mut seeds: Vec<Vec<u8>> = typed.map(|text| [&[0], text.as_bytes()].concat()).collect();
    let sealed = access()
        .seal(samples::id(), &KEY, &mut samples::Seeded::new(22))
        .expect("it keeps the bounds");
    seeds.push([&[1], sealed.as_slice()].concat());
    seeds
}

/// First byte: a typed code · bytes as they came from an office.
pub fn check(data: &[u8]) {
    let Some((mode, rest)) = data.split_first() else {
        return;
    };
    if mode % 2 == 0 {
        check_code(&text(rest));
    } else {
        check_access(rest);
    }
}

fn check_code(typed: &str) {
    let typed = clean(typed).to_string();
    let count = typed
        .chars()
        .filter(|sign| !matches!(sign, '-' | ' '))
        .count();
    match RecoveryCode::read(&typed) {
        Ok(code) => {
            let shown = code.to_string();
            assert_eq!((count, shown.len()), (RecoveryCode::SIGNS, 19));
            assert!(RecoveryCode::read(&shown) == Ok(code.clone()));
            assert!(RecoveryCode::read(&shown.to_lowercase()) == Ok(code.clone()));
            assert_eq!(format!("{code:?}"), "RecoveryCode(…)");
        }
        Err(CodeProblem::Length(said)) => {
            assert_eq!(said, count);
            assert_ne!(said, RecoveryCode::SIGNS);
        }
        Err(CodeProblem::Sign(before)) => assert!(before < count),
        Err(CodeProblem::Mistyped) => assert_eq!(count, RecoveryCode::SIGNS),
    }
}

fn check_access(bytes: &[u8]) {
    match Access::open(bytes, samples::id(), &KEY) {
        Ok(opened) => {
            // Only what was sealed here opens: nobody finds another one by trying.
            assert_eq!(opened.token.bytes(), access().token.bytes());
            assert_eq!(opened.purpose, "register");
        }
        Err(EnvelopeProblem::TooLarge) => assert!(bytes.len() > MOST_BYTES),
        Err(EnvelopeProblem::Version(version)) => {
            assert_eq!(bytes.first().map(|it| u32::from(*it)), Some(version));
        }
        Err(EnvelopeProblem::Malformed(place)) => assert!(!place.is_empty()),
        Err(EnvelopeProblem::Broken) => assert!(bytes.len() > 28),
        Err(problem) => panic!("opening does not do that: {problem}"),
    }
}
