//! Which office, which keys. JSON, so that an operator can read it.

use std::fmt;
use std::net::Ipv6Addr;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{OfficePublicKey, VerifyingKey};

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
    /// Strict: unknown and repeated fields are refused, so that a slip of the pen is not silently another trust.
    pub fn parse(json: &[u8]) -> Result<Self, TrustProblem> {
        let row: Row = serde_json::from_slice(json).map_err(|problem| not_json(&problem))?;
        if row.version != VERSION {
            return Err(problem("version", format!("{} is not known to this program, only {VERSION}", row.version)));
        }
        check_office(&row.office).map_err(|what| problem("office", what))?;
        Ok(Self {
            office: row.office,
            bundle_keys: keys("bundle_keys", &row.bundle_keys, Self::MOST_BUNDLE_KEYS)?,
            office_keys: keys("office_keys", &row.office_keys, Self::MOST_OFFICE_KEYS)?,
        })
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
    TrustProblem { place: place.into(), what: what.into() }
}

fn not_json(error: &serde_json::Error) -> TrustProblem {
    let (line, column) = (error.line(), error.column());
    let what = error.to_string();
    let what = what.strip_suffix(&format!(" at line {line} column {column}")).unwrap_or(&what);
    problem(format!("line {line}, column {column}"), what)
}

fn keys<K: FromStr<Err: fmt::Display>>(name: &str, texts: &[String], most: usize) -> Result<Vec<K>, TrustProblem> {
    if !(1..=most).contains(&texts.len()) {
        return Err(problem(name, format!("has {} keys, where 1 to {most} are wanted", texts.len())));
    }
    let key = |(at, text): (usize, &String)| {
        text.parse().map_err(|error: K::Err| problem(format!("{name}[{at}]"), error.to_string()))
    };
    texts.iter().enumerate().map(key).collect()
}

/// An origin and nothing more: scheme, host, maybe a port. In lower case, so that equal offices have equal texts.
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
        authority.find(']').ok_or("the IPv6 address is not closed by ]")? + 1
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
    if let Some(address) = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return address.parse::<Ipv6Addr>().is_ok_and(|parsed| parsed.to_string() == address);
    }
    let is_label = |label: &str| {
        let signs = label.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        signs && (1..=63).contains(&label.len()) && !label.starts_with('-') && !label.ends_with('-')
    };
    host.len() <= 253 && host.split('.').all(is_label)
}
