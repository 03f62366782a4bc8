//! Every call that a shell has shows how it is used, by an example that `cargo test --doc` runs.

use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn every_exported_call_has_an_example() {
    let mut calls = 0;
    for file in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/api")) {
        let source = fs::read_to_string(&file).unwrap();
        // Within an exported block, a call begins with its documentation after an empty line.
        for block in source.split("#[uniffi::export]\nimpl ").skip(1) {
            let block = block.split("\n}\n").next().unwrap_or_default();
            for call in block
                .split("\n    }\n")
                .filter(|call| call.contains("    pub "))
            {
                let (doc, rest) = call.split_once("    pub ").unwrap();
                assert!(
                    doc.contains("/// ```"),
                    "{}: {}",
                    file.display(),
                    rest.lines().next().unwrap_or_default()
                );
                calls += 1;
            }
        }
    }
    assert!(calls > 45, "{calls} calls were found");
}

/// All files of code below a folder; an export may stand in any of them.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found
}
