//! Bundles: nothing unsigned is read, nothing older is taken, and what is taken can be signed and
//! taken again.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use arbitrary::{Result, Unstructured};
use payung_model::content::Content;
use payung_model::sealed::{Bundle, BundleChain, BundleProblem, OfficeKey, SigningKey};
use payung_model::units::Timestamp;

use crate::{samples, text, wire};

/// Who may sign now, and who after that.
static SIGNER: LazyLock<SigningKey> = LazyLock::new(samples::signer);
static NEXT: LazyLock<SigningKey> = LazyLock::new(samples::next_signer);
/// What the phone holds.
const HELD: u64 = 7;

/// A bundle with the built-in content, one with small files, their payloads, and programs that make
/// others.
pub fn seeds() -> Vec<Vec<u8>> {
    let small = BTreeMap::from([("controller.json".to_owned(), b"{}".to_vec())]);
    let mut seeds = Vec::new();
    for files in [Content::built_in_files(), small, BTreeMap::new()] {
        let bundle = Bundle {
            sequence: HELD + 1,
            engine: Bundle::ENGINE,
            issued_at: samples::now(),
            next_key: NEXT.public(),
            office_keys: vec![samples::office().public()],
            files,
            newer_by: Some(samples::now()),
        };
        let bytes = bundle.sign(&SIGNER).expect("a bundle that phones take");
        let payload = minicbor::Decoder::new(&bytes[1..])
            .bytes()
            .expect("the payload comes first")
            .to_vec();
        seeds.push([&[0], bytes.as_slice()].concat());
        seeds.push([&[1], payload.as_slice()].concat());
    }
    let mut random = samples::Seeded::new(10);
    seeds.extend((0..20).map(|number| [&[2], random.bytes(20 + number * 8).as_slice()].concat()));
    seeds
}

/// First byte: bytes as they came · a payload that is correctly signed · a program that makes a
/// bundle.
pub fn check(data: &[u8]) {
    let Some((mode, rest)) = data.split_first() else {
        return;
    };
    let held = BundleChain {
        sequence: HELD,
        keys: vec![SIGNER.public(), NEXT.public()],
    };
    match mode % 3 {
        0 => {
            let received = held.receive(rest, Bundle::ENGINE);
            if received.is_ok() {
                taken(&held, rest);
            }
        }
        1 => {
            let bytes = wire::sign(&SIGNER, rest);
            match held.receive(&bytes, Bundle::ENGINE) {
                Err(BundleProblem::Signature) => panic!("it was signed by a key that may sign"),
                Err(BundleProblem::TooLarge) => assert!(bytes.len() > Bundle::MOST_BYTES),
                Err(BundleProblem::Replayed { offered, held }) => {
                    assert!(offered <= held && held == HELD)
                }
                Err(BundleProblem::TooNew { needed, ours }) => assert!(needed > ours),
                Err(BundleProblem::Malformed(place)) => assert!(!place.is_empty()),
                Ok(_) => taken(&held, &bytes),
            }
            changed(&held, bytes, rest.len());
        }
        _ => {
            if let Ok(bundle) = made(&mut Unstructured::new(rest)) {
                signed(&held, &bundle);
            }
        }
    }
}

/// A bundle that the phone takes.
fn taken(held: &BundleChain, bytes: &[u8]) {
    let (bundle, after) = held
        .receive(bytes, Bundle::ENGINE)
        .expect("taken once is taken always");
    assert_eq!(
        Bundle::verify(bytes, held, Bundle::ENGINE).as_ref(),
        Ok(&bundle)
    );
    assert!(bundle.sequence > held.sequence && bundle.engine <= Bundle::ENGINE);
    assert!(
        (1..=Bundle::MOST_KEYS).contains(&bundle.office_keys.len())
            && bundle.files.len() <= Bundle::MOST_FILES
    );

    assert_eq!(after.sequence, bundle.sequence);
    assert!(
        held.keys.contains(&after.keys[0])
            && after.keys.contains(&bundle.next_key)
            && after.keys.len() <= 2
    );
    let again = after.receive(bytes, Bundle::ENGINE).err();
    assert!(
        matches!(
            again,
            Some(BundleProblem::Replayed { .. } | BundleProblem::Signature)
        ),
        "taken twice"
    );

    let bytes = bundle.sign(&SIGNER).expect("what was read can be signed");
    assert_eq!(
        held.receive(&bytes, Bundle::ENGINE).map(|(same, _)| same),
        Ok(bundle.clone())
    );
    if let Err(problem) = Content::parse(&bundle.files) {
        assert!(!problem.file.is_empty() && !problem.what.is_empty());
    }
}

/// One bit of it changed on the way: the signature no longer fits, or it is no bundle at all.
fn changed(held: &BundleChain, mut bytes: Vec<u8>, at: usize) {
    let at = at * 31 % bytes.len();
    bytes[at] ^= 1;
    let refused = held.receive(&bytes, Bundle::ENGINE).err();
    assert!(matches!(
        refused,
        Some(
            BundleProblem::Signature | BundleProblem::Malformed("frame") | BundleProblem::TooLarge
        )
    ));
}

/// What an office signs is what a phone takes, or the office is told.
fn signed(held: &BundleChain, bundle: &Bundle) {
    let bytes = match bundle.sign(&NEXT) {
        Ok(bytes) => bytes,
        Err(problem) => {
            let few_keys = !(1..=Bundle::MOST_KEYS).contains(&bundle.office_keys.len());
            let odd_files = bundle.files.len() > Bundle::MOST_FILES
                || bundle.files.keys().any(String::is_empty);
            let long_name = bundle.files.keys().any(|name| name.len() > 100);
            return assert!(
                bundle.sequence == 0 || few_keys || odd_files || long_name,
                "{problem}"
            );
        }
    };
    match held.receive(&bytes, Bundle::ENGINE) {
        Ok((same, _)) => assert_eq!(&same, bundle),
        Err(BundleProblem::Replayed { .. }) => assert!(bundle.sequence <= HELD),
        Err(BundleProblem::TooNew { .. }) => assert!(bundle.engine > Bundle::ENGINE),
        Err(problem) => panic!("signed, and not taken: {problem}"),
    }
}

fn made(u: &mut Unstructured<'_>) -> Result<Bundle> {
    let keys = u.int_in_range(0..=5)?;
    Ok(Bundle {
        sequence: if u.ratio(1, 8)? {
            u.arbitrary()?
        } else {
            u.int_in_range(0..=20)?
        },
        engine: u.int_in_range(0..=4)?,
        issued_at: Timestamp::from_millis(u.int_in_range(0..=32_000_000_000_000)?)
            .unwrap_or_default(),
        next_key: NEXT.public(),
        office_keys: (0..keys)
            .map(|n| {
                OfficeKey::new(&mut samples::Seeded::new(n))
                    .expect("a key")
                    .public()
            })
            .collect(),
        files: u
            .arbitrary_iter::<(&[u8], &[u8])>()?
            .map(|file| file.map(|(name, bytes)| (text(name).into_owned(), bytes.to_vec())))
            .collect::<Result<_>>()?,
        newer_by: u
            .arbitrary::<Option<u32>>()?
            .and_then(|seconds| Timestamp::from_millis(i64::from(seconds) * 1000).ok()),
    })
}
