//! Which office, which keys. JSON, so that an operator can read it.

use std::fmt;
use std::net::Ipv6Addr;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{OfficePublicKey, VerifyingKey};
use crate::typed::without_bom;

/// Written by `office trust`, given to the app at build or start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustFile {
    /// `https://…`, or `http://` to loopback only. No trailing slash.
    pub office: String,
    /// Current, then next (one or two).
    pub bundle_keys: Vec<VerifyingKey>,
    /// One to four; the first is used for sealing.
    pub office_keys: Vec<OfficePublicKey>,
}

/// What is wrong with a trust file, and where: `office_keys[0]`, `line 3, column 7`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("trust file: {place}: {what}")]
pub struct TrustProblem {
    /// The field, with its index in a list; or line and column where the JSON ends to make sense.
    pub place: String,
    /// In words for the operator.
    pub what: String,
}

impl TrustFile {
    /// Bundle keys, at most.
    pub const MOST_BUNDLE_KEYS: usize = 2;
    /// Office keys, at most.
    pub const MOST_OFFICE_KEYS: usize = 4;

    /// JSON: `{"version":1,"office":"https://…","bundle_keys":["…"],"office_keys":["…"]}`
    ///
    /// Strict: unknown and repeated fields are refused, so that a slip of the pen is not silently
    /// another trust.
    pub fn parse(json: &[u8]) -> Result<Self, TrustProblem> {
        let row: Row =
            serde_json::from_slice(without_bom(json)).map_err(|problem| not_json(&problem))?;
        if row.version != VERSION {
            return Err(problem(
                "version",
                format!(
                    "{} is not known to this program, only {VERSION}",
                    row.version
                ),
            ));
        }
        check_office(&row.office).map_err(|what| problem("office", what))?;
        Ok(Self {
            office: row.office,
            bundle_keys: keys("bundle_keys", &row.bundle_keys, Self::MOST_BUNDLE_KEYS)?,
            office_keys: keys("office_keys", &row.office_keys, Self::MOST_OFFICE_KEYS)?,
        })
    }

    /// The office's host, without a port.
    pub fn host(&self) -> &str {
        let authority = self.office.split_once("://").map_or("", |(_, rest)| rest);
        split_port(authority).map_or("", |(host, _)| host)
    }

    /// What [`TrustFile::parse`] reads, with line breaks.
    pub fn to_json(&self) -> String {
        let row = Row {
            version: VERSION,
            office: self.office.clone(),
            bundle_keys: self.bundle_keys.iter().map(ToString::to_string).collect(),
            office_keys: self.office_keys.iter().map(ToString::to_string).collect(),
        };
        // Numbers and texts always have JSON: serde_json fails for maps with odd keys only.
        serde_json::to_string_pretty(&row).unwrap_or_default() + "\n"
    }
}

const VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    version: u32,
    office: String,
    bundle_keys: Vec<String>,
    office_keys: Vec<String>,
}

fn problem(place: impl Into<String>, what: impl Into<String>) -> TrustProblem {
    TrustProblem {
        place: place.into(),
        what: what.into(),
    }
}

fn not_json(error: &serde_json::Error) -> TrustProblem {
    let (line, column) = (error.line(), error.column());
    let what = error.to_string();
    let what = what
        .strip_suffix(&format!(" at line {line} column {column}"))
        .unwrap_or(&what);
    problem(format!("line {line}, column {column}"), what)
}

fn keys<K: FromStr<Err: fmt::Display>>(
    name: &str,
    texts: &[String],
    most: usize,
) -> Result<Vec<K>, TrustProblem> {
    if !(1..=most).contains(&texts.len()) {
        return Err(problem(
            name,
            format!("has {} keys, where 1 to {most} are wanted", texts.len()),
        ));
    }
    let key = |(at, text): (usize, &String)| {
        text.parse()
            .map_err(|error: K::Err| problem(format!("{name}[{at}]"), error.to_string()))
    };
    texts.iter().enumerate().map(key).collect()
}

/// An origin and nothing more: scheme, host, maybe a port. In lower case, so that equal offices
/// have equal texts.
fn check_office(url: &str) -> Result<(), &'static str> {
    let (secure, authority) = match (url.strip_prefix("https://"), url.strip_prefix("http://")) {
        (Some(authority), _) => (true, authority),
        (_, Some(authority)) => (false, authority),
        _ => return Err("does not start with https://"),
    };
    let (host, port) = split_port(authority)?;
    if let Some(port) = port
        && !is_port(port)
    {
        return Err("the port is not a number from 1 to 65535");
    }
    if !is_host(host) {
        return Err("after https:// comes a host in lower case, maybe a port, and nothing else");
    }
    if !secure && !LOOPBACK.contains(&host) {
        return Err("http:// goes to 127.0.0.1, [::1] or localhost only; elsewhere https://");
    }
    Ok(())
}

const LOOPBACK: [&str; 3] = ["127.0.0.1", "[::1]", "localhost"];

fn split_port(authority: &str) -> Result<(&str, Option<&str>), &'static str> {
    let host_ends = if authority.starts_with('[') {
        authority
            .find(']')
            .ok_or("the IPv6 address is not closed by ]")?
            + 1
    } else {
        authority.find(':').unwrap_or(authority.len())
    };
    let (host, rest) = authority.split_at(host_ends);
    match rest.strip_prefix(':') {
        Some(port) => Ok((host, Some(port))),
        None if rest.is_empty() => Ok((host, None)),
        None => Err("something follows the IPv6 address"),
    }
}

fn is_port(text: &str) -> bool {
    let canonical = text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0');
    canonical && text.parse::<u16>().is_ok()
}

fn is_host(host: &str) -> bool {
    if let Some(address) = host
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
    {
        return address
            .parse::<Ipv6Addr>()
            .is_ok_and(|parsed| parsed.to_string() == address);
    }
    let is_label = |label: &str| {
        let signs = label
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        signs && (1..=63).contains(&label.len()) && !label.starts_with('-') && !label.ends_with('-')
    };
    host.len() <= 253 && host.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::random::fixed::Only;
    use super::super::{OfficeKey, SigningKey};
    use super::*;

    fn sample(office: &str, bundle_keys: u8, office_keys: u8) -> TrustFile {
        TrustFile {
            office: office.into(),
            bundle_keys: (0..bundle_keys)
                .map(|n| SigningKey::new(&mut Only(n)).unwrap().public())
                .collect(),
            office_keys: (0..office_keys)
                .map(|n| OfficeKey::new(&mut Only(n)).unwrap().public())
                .collect(),
        }
    }

    fn place(json: &str) -> String {
        TrustFile::parse(json.as_bytes()).unwrap_err().place
    }

    #[test]
    fn what_is_written_is_read_back() {
        for (bundle_keys, office_keys) in [(1, 1), (2, 4)] {
            let trust = sample("https://payung.example", bundle_keys, office_keys);
            assert_eq!(TrustFile::parse(trust.to_json().as_bytes()), Ok(trust));
        }
    }

    #[test]
    fn a_byte_order_mark_in_front_is_no_part_of_it() {
        let trust = sample("https://payung.example", 1, 1);
        assert_eq!(
            TrustFile::parse(format!("\u{feff}{}", trust.to_json()).as_bytes()),
            Ok(trust)
        );
    }

    #[test]
    fn too_few_or_too_many_keys_are_named() {
        let with = |bundle_keys, office_keys| {
            place(&sample("https://payung.example", bundle_keys, office_keys).to_json())
        };
        assert_eq!(with(0, 1), "bundle_keys");
        assert_eq!(with(3, 1), "bundle_keys");
        assert_eq!(with(1, 0), "office_keys");
        assert_eq!(with(1, 5), "office_keys");
    }

    #[test]
    fn a_bad_key_is_named_with_its_index() {
        let trust = sample("https://payung.example", 2, 2);
        let json = trust.to_json();
        let with = |key: &str| place(&json.replace(key, &"A".repeat(43)));
        assert_eq!(with(&trust.office_keys[0].to_string()), "office_keys[0]");
        assert_eq!(with(&trust.office_keys[1].to_string()), "office_keys[1]");
        let short = json.replace(&trust.bundle_keys[1].to_string(), "AAAA");
        let problem = TrustFile::parse(short.as_bytes()).unwrap_err();
        assert_eq!(
            problem.to_string(),
            "trust file: bundle_keys[1]: not a key: not 43 signs of base64url"
        );
    }

    #[test]
    fn an_unknown_or_repeated_or_missing_field_is_refused() {
        let json = sample("https://payung.example", 1, 1).to_json();
        let unknown = json.replacen('{', "{\"officee\": 1,", 1);
        let problem = TrustFile::parse(unknown.as_bytes()).unwrap_err();
        assert!(
            problem.what.contains("unknown field `officee`"),
            "{problem}"
        );
        assert_eq!(problem.place, "line 1, column 10");
        let repeated = json.replacen('{', "{\"version\": 1,", 1);
        assert!(
            TrustFile::parse(repeated.as_bytes())
                .unwrap_err()
                .what
                .contains("duplicate")
        );
        let missing = json.replace("\"version\": 1,", "");
        assert!(
            TrustFile::parse(missing.as_bytes())
                .unwrap_err()
                .what
                .contains("missing field `version`")
        );
        assert!(TrustFile::parse(format!("{json}{json}").as_bytes()).is_err());
    }

    #[test]
    fn another_version_is_refused() {
        let json = sample("https://payung.example", 1, 1).to_json();
        assert_eq!(
            place(&json.replace("\"version\": 1", "\"version\": 2")),
            "version"
        );
    }

    #[test]
    fn an_office_is_an_origin_with_tls_or_on_loopback() {
        for good in [
            "https://payung.example",
            "https://payung.example:8443",
            "https://10.0.0.7",
            "https://[2001:db8::1]:443",
            "http://127.0.0.1",
            "http://127.0.0.1:65535",
            "http://[::1]:8080",
            "http://localhost:1",
        ] {
            assert_eq!(check_office(good), Ok(()), "{good}");
        }
        for bad in [
            "",
            "payung.example",
            "HTTPS://payung.example",
            "ftp://payung.example",
            "https://",
            "https://payung.example/",
            "https://payung.example/v1",
            "https://payung.example?x",
            "https://payung.example#x",
            "https://user@payung.example",
            "https://user:pass@payung.example",
            "https://payung..example",
            "https://.payung.example",
            "https://payung.example.",
            "https://-payung.example",
            "https://Payung.example",
            "https://payung example",
            "https://payung.example\n",
            "https://päyung.example",
            "https://payung.example:",
            "https://payung.example:0",
            "https://payung.example:080",
            "https://payung.example:65536",
            "https://payung.example:+80",
            "https://payung.example:80:80",
            "https://[::1",
            "https://[::1]x",
            "https://[0:0::1]",
            "https://[localhost]",
            "http://payung.example",
            "http://127.0.0.2",
            "http://127.0.0.1.payung.example",
            "http://localhost.payung.example",
            "http://127.1",
            "http://2130706433",
            "http://[::2]",
            "http://localhost@payung.example",
        ] {
            assert!(check_office(bad).is_err(), "{bad}");
            let json = sample("https://payung.example", 1, 1).to_json();
            let json = json.replace(
                "\"https://payung.example\"",
                &serde_json::to_string(bad).unwrap(),
            );
            assert_eq!(place(&json), "office", "{bad}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_read_is_written_back_the_same(at: prop::sample::Index, byte: u8, cut: prop::sample::Index) {
            let json = sample("http://127.0.0.1:8080", 2, 3).to_json();
            prop_assert!(TrustFile::parse(&json.as_bytes()[..cut.index(json.len() - 1)]).is_err());
            let mut bytes = json.into_bytes();
            let at = at.index(bytes.len());
            bytes[at] = byte;
            if let Ok(trust) = TrustFile::parse(&bytes) {
                prop_assert_eq!(TrustFile::parse(trust.to_json().as_bytes()), Ok(trust));
            }
        }

        #[test]
        fn no_bytes_make_the_parser_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), office in ".{0,40}") {
            let _ = TrustFile::parse(&bytes);
            let _ = check_office(&format!("https://{office}"));
        }
    }
}
