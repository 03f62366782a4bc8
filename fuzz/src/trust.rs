//! Trust files: what is taken names an origin that is safe to talk to, and is written back the
//! same.

use std::sync::LazyLock;

use payung_model::sealed::TrustFile;

use crate::{samples, text};

/// Trust files of offices on the net and on loopback; and hosts alone, after a first byte that is
/// no brace.
pub fn seeds() -> Vec<Vec<u8>> {
    let offices = [
        "https://payung.example",
        "https://payung.example:8443",
        "https://10.0.0.7",
        "https://[2001:db8::1]:443",
        "http://127.0.0.1:65535",
        "http://[::1]:8080",
        "http://localhost",
        "https://user@payung.example",
        "https://a..b",
    ];
    offices
        .iter()
        .flat_map(|office| [with(office).into_bytes(), format!(" {office}").into_bytes()])
        .collect()
}

/// Begins with a brace: a file. Else: the rest is the office of a file that is right otherwise.
pub fn check(data: &[u8]) {
    if data.first() == Some(&b'{') {
        return file(data);
    }
    let office = text(data.get(1..).unwrap_or_default());
    file(with(&office).as_bytes());
    file(with(&format!("https://{office}")).as_bytes());
    file(with(&format!("http://{office}")).as_bytes());
}

fn file(json: &[u8]) {
    let trust = match TrustFile::parse(json) {
        Ok(trust) => trust,
        Err(problem) => return assert!(!problem.place.is_empty() && !problem.what.is_empty()),
    };
    assert_eq!(
        TrustFile::parse(trust.to_json().as_bytes()).as_ref(),
        Ok(&trust)
    );
    assert!((1..=TrustFile::MOST_BUNDLE_KEYS).contains(&trust.bundle_keys.len()));
    assert!((1..=TrustFile::MOST_OFFICE_KEYS).contains(&trust.office_keys.len()));

    let (scheme, authority) = trust.office.split_once("://").expect("a scheme");
    assert!(!authority.is_empty() && authority.is_ascii());
    assert!(
        !authority.contains(['/', '?', '#', '@', '\\', ' ', '%', '\n', '\r', '\t', '"']),
        "an origin and no more"
    );
    assert_eq!(
        authority.to_ascii_lowercase(),
        authority,
        "equal offices have equal texts"
    );
    // What comes after the last colon is a port, unless it belongs to an address in brackets.
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => {
            assert!(
                port.parse::<u16>()
                    .is_ok_and(|number| number > 0 && number.to_string() == port)
            );
            host
        }
        _ => authority,
    };
    assert!(
        scheme == "https"
            || (scheme == "http" && ["127.0.0.1", "[::1]", "localhost"].contains(&host))
    );
}

/// A file with that office and sound keys.
fn with(office: &str) -> String {
    static KEYS: LazyLock<(String, String)> = LazyLock::new(|| {
        (
            samples::signer().public().to_string(),
            samples::office().public().to_string(),
        )
    });
    let (bundle, envelope) = &*KEYS;
    serde_json::json!({ "version": 1, "office": office, "bundle_keys": [bundle], "office_keys": [envelope] })
        .to_string()
}
