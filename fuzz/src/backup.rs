//! The list of a backup's files and its proof: whatever stands in them, no path leads out of the
//! folder, no file has two digests, and what was read is written again as it was.

use std::path::{Component, Path};

use crate::text;

use proof::{read, text as proof_text};
use sums::Sums;

// The office's own files: the office as a whole would be the largest crate of this workspace.
#[path = "../../office/src/backup/proof.rs"]
mod proof;
#[path = "../../office/src/backup/sums.rs"]
mod sums;

/// What the list's reader uses of its folder.
#[derive(Debug)]
enum BackupProblem {
    NotWhole(String),
}

/// Lists and proofs as offices and `sha256sum` write them, and some that lead away.
pub fn seeds() -> Vec<Vec<u8>> {
    let digest = "0123456789abcdef".repeat(4);
    let line = |path: &str| format!("{digest}  {path}\n");
    let office = [
        "backup.json",
        "office.db",
        "photos/01/0190a6f0-0000-7000-8000-000000000000/ab",
    ];
    let lists = [
        office.map(line).concat(),
        line("a").to_uppercase(),
        [line("a"), line("a")].concat(),
        line("../../etc/passwd"),
        line("/etc/passwd"),
        line("a//b"),
        [line("a/b"), line("a/./b")].concat(),
        line("a\r\r"),
        format!("\\{}", line("a\\nb")),
        String::new(),
    ];
    let proofs = [
        format!("payung-backup-1 {digest}\n"),
        format!("payung-backup-1 {digest}"),
        format!("payung-backup-2 {digest}\n"),
    ];
    let lists = lists.iter().map(|text| [&[0], text.as_bytes()].concat());
    let proofs = proofs.iter().map(|text| [&[1], text.as_bytes()].concat());
    lists.chain(proofs).collect()
}

/// First byte: a list · a proof.
pub fn check(data: &[u8]) {
    let Some((mode, rest)) = data.split_first() else {
        return;
    };
    let text = text(rest);
    if mode % 2 == 0 {
        list(&text);
    } else {
        one_proof(&text);
    }
}

fn list(text: &str) {
    let files = match Sums::parse(text) {
        Ok(Sums(files)) => files,
        Err(BackupProblem::NotWhole(said)) => return assert!(!said.is_empty()),
    };
    assert_eq!(files.len(), text.lines().count(), "each line is one file");
    for (path, digest) in &files {
        let inside = Path::new("/backup").join(path);
        assert!(inside.starts_with("/backup"), "{path:?}");
        let steps = inside.components().skip(1);
        assert!(
            steps.clone().count() > 1
                && steps
                    .into_iter()
                    .all(|step| matches!(step, Component::Normal(_))),
            "{path:?}"
        );
        // Found again by eyes that share no code with the reader.
        let digits: String = digest.0.iter().map(|byte| format!("{byte:02x}")).collect();
        let stands = |line: &str| {
            let before = line.strip_suffix(path.as_str());
            before.is_some_and(|before| before.trim_end().to_lowercase() == digits)
        };
        assert!(text.lines().any(stands), "{path:?} stands in no line");
    }
    let list = Sums(files);
    let again = Sums::parse(&list.text()).expect("what was written is read");
    assert_eq!(again, list);
}

fn one_proof(text: &str) {
    let Some(mac) = read(text) else {
        return;
    };
    let written = proof_text(&mac);
    assert_eq!(written.trim_end(), text.strip_suffix('\n').unwrap_or(text));
    assert_eq!(read(&written), Some(mac));
}
