//! What must hold for whatever others send or type, tried by libFuzzer (`./payung fuzz`).
//!
//! One module per parser, each with two functions: `seeds` makes the inputs to start from (out of
//! `tests/vectors`, the built-in content and predictable keys, so that no corpus is committed),
//! `check` states the property and panics when it does not hold. "Does not panic" is the least of
//! it: most say that what was read is read back the same.
//!
//! The form engine is tried through its public interface only ([`drive`]): a new kind of question
//! needs no change here.

pub mod backup;
pub mod bundle;
pub mod card;
pub mod channels;
pub mod content;
pub mod cover;
pub mod drive;
pub mod edits;
pub mod entry;
pub mod envelope;
pub mod form;
pub mod item;
pub mod name;
pub mod nik;
pub mod pay_code;
pub mod phone;
pub mod photo;
pub mod places;
pub mod qris;
pub mod recovery;
pub mod referral;
pub mod reply;
pub mod samples;
pub mod shown_picture;
pub mod stack;
pub mod tariff;
pub mod texts;
pub mod trust;
pub mod typed;
pub mod units;
pub mod villages;
pub mod wire;

use std::borrow::Cow;

/// The whole of a file in `fuzz_targets/`.
#[macro_export]
macro_rules! target {
    ($name:ident) => {
        libfuzzer_sys::fuzz_target!(init: $crate::begin($crate::$name::seeds), |data: &[u8]| $crate::$name::check(data));
    };
}

/// Before the first try: a stack overflow shall be reported like any crash, and the seeds are
/// written into the folder that `PAYUNG_FUZZ_SEEDS` names.
pub fn begin(seeds: fn() -> Vec<Vec<u8>>) {
    stack::report_overflows();
    let Some(folder) = std::env::var_os("PAYUNG_FUZZ_SEEDS") else {
        return;
    };
    for (number, seed) in seeds().iter().enumerate() {
        let path = std::path::Path::new(&folder).join(format!("seed-{number:04}"));
        std::fs::write(path, seed).expect("the folder for seeds can be written to");
    }
}

/// The bytes as somebody's text: what is not UTF-8 is replaced, as a shell would.
pub(crate) fn text(data: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(data)
}

/// The field of every case in a file of shared vectors.
pub(crate) fn of_vectors(json: &str, field: &str) -> Vec<Vec<u8>> {
    let cases: Vec<serde_json::Value> = serde_json::from_str(json).expect("the vectors are JSON");
    cases
        .iter()
        .filter_map(|case| case[field].as_str())
        .map(|text| text.as_bytes().to_vec())
        .collect()
}
