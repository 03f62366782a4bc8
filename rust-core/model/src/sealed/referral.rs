//! A referral code: a helper or a poster handed it out, and the office counts how many came by it.

use std::fmt;

use crate::typed::clean;

/// 4 to 12 letters and digits without those that look alike. It says nothing about a person.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ReferralCode(String);

/// A text that is no referral code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReferralProblem {
    /// It has another number of letters and digits; how many.
    #[error("it has {0} letters and digits, where a code has 4 to 12")]
    Length(usize),
    /// A sign that no code has; how many stand before it.
    #[error("no code has the sign after the first {0}")]
    Sign(usize),
    /// A link to another site or app. It is not followed, whatever it names.
    #[error("it is a link of somebody else")]
    NotOurs,
    /// A link of ours that names no code, or more than a code.
    #[error("the link names no code")]
    Link,
}

/// No I and O, no 0 and 1: they look alike on a poster.
const ALPHABET: &str = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/// What stands before the code in a link of the app's own.
const OWN: &str = "daftar?kode=";
/// What stands between host and code in a link of the site.
const SITE: &str = "/app/daftar?kode=";

impl ReferralCode {
    /// Letters and digits, at least.
    pub const LEAST: usize = 4;
    /// Letters and digits, at most.
    pub const MOST: usize = 12;
    /// How long a phone keeps a code that was not used, in days. Our choice, longer than a campaign [D].
    pub const KEPT_DAYS: u16 = 180;

    /// Reads one as a person types it: case, spaces and dashes do not matter.
    pub fn read(text: &str) -> Result<Self, ReferralProblem> {
        let mut code = String::with_capacity(Self::MOST);
        let mut count = 0;
        for sign in clean(text).chars().filter(|it| !matches!(it, '-' | ' ')) {
            let sign = sign.to_ascii_uppercase();
            if !ALPHABET.contains(sign) {
                return Err(ReferralProblem::Sign(count));
            }
            if count < Self::MOST {
                code.push(sign);
            }
            count += 1;
        }
        if (Self::LEAST..=Self::MOST).contains(&count) {
            Ok(Self(code))
        } else {
            Err(ReferralProblem::Length(count))
        }
    }

    /// Reads one that is typed, or that a link names: `payung://daftar?kode=KODE`, or
    /// `https://HOST/app/daftar?kode=KODE` where `host` is that host. The code in a link stands for
    /// itself: nothing is encoded, and nothing follows it.
    pub fn find(text: &str, host: Option<&str>) -> Result<Self, ReferralProblem> {
        let text = clean(text);
        let Some((scheme, rest)) = text.split_once("://") else {
            return Self::read(&text);
        };
        let code = match scheme.to_ascii_lowercase().as_str() {
            "payung" => rest.strip_prefix(OWN),
            "https" => {
                let ends = rest.find(['/', '?', '#']).unwrap_or(rest.len());
                let (site, path) = rest.split_at(ends);
                if !host.is_some_and(|host| site.eq_ignore_ascii_case(host)) {
                    return Err(ReferralProblem::NotOurs);
                }
                path.strip_prefix(SITE)
            }
            _ => return Err(ReferralProblem::NotOurs),
        };
        Self::read(code.ok_or(ReferralProblem::Link)?).map_err(|_| ReferralProblem::Link)
    }

    /// In capitals, without spaces and dashes.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The code that is written exactly so.
    pub(super) fn exactly(text: &str) -> Option<Self> {
        Self::read(text).ok().filter(|code| code.0 == text)
    }
}

impl fmt::Display for ReferralCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const HOST: Option<&str> = Some("payung.example");

    #[test]
    fn codes_are_read_as_they_are_typed() {
        for (text, is) in [
            ("PASAR7", Ok("PASAR7")),
            (" pasar-7 ", Ok("PASAR7")),
            ("p a s a r - 7", Ok("PASAR7")),
            ("ABCD", Ok("ABCD")),
            ("ABCDEFGHJKLM", Ok("ABCDEFGHJKLM")),
            ("ABC", Err(ReferralProblem::Length(3))),
            ("ABCDEFGHJKLMN", Err(ReferralProblem::Length(13))),
            ("", Err(ReferralProblem::Length(0))),
            ("--", Err(ReferralProblem::Length(0))),
            ("PASAR0", Err(ReferralProblem::Sign(5))),
            ("INDAH", Err(ReferralProblem::Sign(0))),
            ("kode?", Err(ReferralProblem::Sign(1))),
        ] {
            let read = ReferralCode::read(text).map(|code| code.to_string());
            assert_eq!(read, is.map(str::to_owned), "{text}");
        }
    }

    #[test]
    fn a_link_is_read_when_it_is_ours_and_names_one_code() {
        for link in [
            "payung://daftar?kode=pasar-7",
            "PAYUNG://daftar?kode=PASAR7",
            "https://payung.example/app/daftar?kode=PASAR-7",
            "HTTPS://Payung.Example/app/daftar?kode=pasar7",
        ] {
            let found = ReferralCode::find(link, HOST).map(|code| code.to_string());
            assert_eq!(found, Ok("PASAR7".to_owned()), "{link}");
        }
        for (link, problem) in [
            (
                "https://lain.example/app/daftar?kode=PASAR7",
                ReferralProblem::NotOurs,
            ),
            (
                "https://payung.example.lain/app/daftar?kode=PASAR7",
                ReferralProblem::NotOurs,
            ),
            (
                "https://payung.example@lain.example/app/daftar?kode=PASAR7",
                ReferralProblem::NotOurs,
            ),
            (
                "https://payung.example:8443/app/daftar?kode=PASAR7",
                ReferralProblem::NotOurs,
            ),
            (
                "http://payung.example/app/daftar?kode=PASAR7",
                ReferralProblem::NotOurs,
            ),
            ("javascript://daftar?kode=PASAR7", ReferralProblem::NotOurs),
            ("https://payung.example/app/daftar", ReferralProblem::Link),
            (
                "https://payung.example/app/iuran?kode=PASAR7",
                ReferralProblem::Link,
            ),
            (
                "https://payung.example/app/daftar?kode=",
                ReferralProblem::Link,
            ),
            (
                "https://payung.example/app/daftar?kode=PASAR7&kode=PASAR8",
                ReferralProblem::Link,
            ),
            (
                "https://payung.example/app/daftar?kode=PASAR7#lain",
                ReferralProblem::Link,
            ),
            ("payung://home", ReferralProblem::Link),
        ] {
            assert_eq!(ReferralCode::find(link, HOST), Err(problem), "{link}");
        }
        let site = "https://payung.example/app/daftar?kode=PASAR7";
        assert_eq!(
            ReferralCode::find(site, None),
            Err(ReferralProblem::NotOurs)
        );
    }

    proptest! {
        #[test]
        fn whatever_is_read_is_in_capitals_and_is_read_again(text in "[a-zA-Z2-9 -]{0,16}|.{0,20}") {
            match ReferralCode::read(&text) {
                Ok(code) => {
                    prop_assert!((ReferralCode::LEAST..=ReferralCode::MOST).contains(&code.as_str().len()));
                    prop_assert!(code.as_str().chars().all(|sign| ALPHABET.contains(sign)));
                    prop_assert_eq!(ReferralCode::read(&code.as_str().to_lowercase()), Ok(code.clone()));
                    prop_assert_eq!(ReferralCode::exactly(code.as_str()), Some(code.clone()));
                    let link = format!("payung://daftar?kode={code}");
                    prop_assert_eq!(ReferralCode::find(&link, None), Ok(code));
                }
                Err(problem) => prop_assert!(matches!(problem, ReferralProblem::Length(_) | ReferralProblem::Sign(_))),
            }
        }

        #[test]
        fn no_code_is_taken_from_another_host(host in "[a-z.@:\\[\\]]{0,20}", code in "[A-H2-9]{4,12}") {
            prop_assume!(host != "payung.example");
            let link = format!("https://{host}/app/daftar?kode={code}");
            prop_assert_eq!(ReferralCode::find(&link, HOST), Err(ReferralProblem::NotOurs));
        }
    }
}
