//! Every call that a shell has shows how it is used, by an example that `cargo test --doc` runs.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Fewer would mean that this test no longer sees what is exported.
const AT_LEAST: usize = 110;
/// An object with more calls than this does more than one thing that a person does.
const MOST_OF_AN_OBJECT: usize = 15;

#[test]
fn every_exported_call_has_an_example_and_a_place_in_the_guide_for_shells() {
    let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let guide = fs::read_to_string(crate_folder.join("../docs/shell.md")).unwrap();
    let (mut calls, mut wrong) = (0, Vec::new());
    let mut of_each: BTreeMap<String, usize> = BTreeMap::new();
    for file in sources(&crate_folder.join("src")) {
        let source = fs::read_to_string(&file).unwrap();
        let mut before = "";
        for exported in source.split("#[uniffi::export]\n") {
            // The documentation of a function stands above the mark, that of a method within it.
            if exported.starts_with("pub fn ") || exported.starts_with("pub async fn ") {
                let doc = before.rsplit("\n\n").next().unwrap_or_default();
                judge(doc, exported, &guide, &mut wrong);
                calls += 1;
            }
            if let Some(block) = exported.strip_prefix("impl ") {
                let block = block.split("\n}\n").next().unwrap_or_default();
                let object = block.split(' ').next().unwrap_or_default();
                // Within a block, a call begins with its documentation after the one before.
                for call in block.split("\n    }\n") {
                    if let Some((doc, rest)) = call.split_once("    pub ") {
                        judge(doc, &format!("pub {rest}"), &guide, &mut wrong);
                        calls += 1;
                        // The way to another object is none of the calls that make an object large.
                        let signature = rest.split(" {\n").next().unwrap_or_default();
                        if !signature.contains("-> Arc<") {
                            *of_each.entry(object.to_owned()).or_default() += 1;
                        }
                    }
                }
            }
            before = exported;
        }
    }
    wrong.extend(too_many(&of_each));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(of_each.len() >= 12, "{of_each:?}");
    assert!(calls >= AT_LEAST, "{calls} calls were found");
}

fn too_many(of_each: &BTreeMap<String, usize>) -> Vec<String> {
    let large = of_each
        .iter()
        .filter(|(_, calls)| **calls > MOST_OF_AN_OBJECT);
    large
        .map(|(object, calls)| format!("{object}: {calls} calls are too many for one object"))
        .collect()
}

#[test]
fn an_object_with_too_many_calls_is_found() {
    let of_each = BTreeMap::from([("Cover".to_owned(), 24), ("Drafts".to_owned(), 15)]);
    let found = too_many(&of_each);
    assert_eq!(found, ["Cover: 24 calls are too many for one object"]);
}

fn judge(doc: &str, code: &str, guide: &str, wrong: &mut Vec<String>) {
    let name = code.split_once("fn ").unwrap().1;
    let name = name.split('(').next().unwrap();
    if !doc.contains("/// ```") {
        wrong.push(format!("{name}: no example"));
    }
    // As Rust writes it, or as Kotlin and Swift do.
    let mut camel = String::new();
    for part in name.split('_') {
        let (first, rest) = part.split_at(1);
        camel += &if camel.is_empty() {
            part.to_owned()
        } else {
            first.to_uppercase() + rest
        };
    }
    let is_word = |found: &str| {
        let words = |sign: char| !(sign.is_ascii_alphanumeric() || sign == '_');
        guide.split(words).any(|word| word == found)
    };
    if !is_word(name) && !is_word(&camel) {
        wrong.push(format!("{name}: docs/shell.md does not name it"));
    }
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
