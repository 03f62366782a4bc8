//! `SHA256SUMS`: one line for each file, `HEX  PATH`, as `sha256sum` writes it.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Component, Path};

use payung_model::sealed::Digest;

use super::BackupProblem;

pub(super) const NAME: &str = "SHA256SUMS";

/// Digests by path below the backup's folder, with `/`.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Sums(pub BTreeMap<String, Digest>);

impl Sums {
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        for (path, digest) in &self.0 {
            let _ = writeln!(
                text,
                "{}  {path}",
                base16ct::lower::encode_string(&digest.0)
            );
        }
        text
    }

    pub(super) fn parse(text: &str) -> Result<Self, BackupProblem> {
        let wrong = || BackupProblem::NotWhole(format!("{NAME} cannot be read"));
        let mut sums = BTreeMap::new();
        for line in text.lines() {
            let (digest, path) = line.split_once("  ").ok_or_else(wrong)?;
            if !is_below(path)
                || sums
                    .insert(path.to_owned(), unhex(digest).ok_or_else(wrong)?)
                    .is_some()
            {
                return Err(wrong());
            }
        }
        Ok(Self(sums))
    }
}

/// True for a relative path that stays below its folder, in the one way that this list writes it.
///
/// `a//b` and `a/./b` are the file `a/b`, which would then have two digests. A sign that ends a line or
/// is not seen would be lost when the list is written again: the end of a line may be `\r\n`, so the last
/// `\r` of a path would be taken for a part of it.
fn is_below(path: &str) -> bool {
    let normal = |part| matches!(part, Component::Normal(_));
    let as_written = |step: &str| !step.is_empty() && step != ".";
    path.split('/').all(as_written)
        && !path.contains(char::is_control)
        && Path::new(path).components().all(normal)
}

/// In either case: other programs write digests in capitals.
fn unhex(text: &str) -> Option<Digest> {
    let mut digest = [0; 32];
    let length = base16ct::mixed::decode(text, &mut digest).ok()?.len();
    (length == digest.len()).then_some(Digest(digest))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_list_is_read_back_and_never_leads_out_of_its_folder() {
        let sums = Sums([("photos/00/a".to_owned(), Digest::of(b"x"))].into());
        assert_eq!(Sums::parse(&sums.text()).unwrap(), sums);
        let digest = base16ct::lower::encode_string(&Digest::of(b"x").0);
        let twice_the_same = ["a//b", "a/./b", "a/", "./a"];
        let not_written_again = ["a\r", "a\rb", "\0", "a\u{85}"];
        let outside = ["../a", "/a", "", "a/../../b", "."];
        for path in outside
            .iter()
            .chain(&twice_the_same)
            .chain(&not_written_again)
        {
            assert!(
                Sums::parse(&format!("{digest}  {path}\r\n")).is_err(),
                "{path:?}"
            );
        }
        assert!(
            Sums::parse(&format!("{digest}  a\n{digest}  a\n")).is_err(),
            "a file twice"
        );
    }

    proptest! {
        #[test]
        fn no_text_makes_the_list_panic(text in ".{0,90}|[0-9a-f]{64}  .{0,9}") {
            let _ = Sums::parse(&text);
        }

        #[test]
        fn what_was_read_is_written_and_read_as_it_was(path in "[a-b/.\r\n\t\u{85}\u{2028} ]{0,9}") {
            let digest = base16ct::lower::encode_string(&Digest::of(b"x").0);
            for end in ["", "\n", "\r\n"] {
                if let Ok(sums) = Sums::parse(&format!("{digest}  {path}{end}")) {
                    prop_assert_eq!(Sums::parse(&sums.text()).unwrap(), sums);
                }
            }
        }
    }
}
