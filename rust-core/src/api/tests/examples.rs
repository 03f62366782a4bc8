//! Every call that a shell has shows how it is used, by an example that `cargo test --doc` runs.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Fewer would mean that this test no longer sees what is exported.
const AT_LEAST: usize = 110;
/// An object with more calls than this does more than one thing that a person does.
const MOST_OF_AN_OBJECT: usize = 15;

/// A call as a shell sees it.
struct Exported {
    /// The object that has it; none for a function.
    object: Option<String>,
    doc: String,
    code: String,
}

impl Exported {
    fn name(&self) -> &str {
        let name = self.code.split_once("fn ").unwrap().1;
        name.split('(').next().unwrap()
    }

    /// The way to another object is none of the calls that make an object large.
    fn leads_to_an_object(&self) -> bool {
        let signature = self.code.split(" {\n").next().unwrap_or_default();
        signature.contains("-> Arc<")
    }
}

/// All calls of objects, as `Drafts::start`, without those that only lead to another object.
pub fn exported_calls() -> Vec<String> {
    let calls = exported()
        .into_iter()
        .filter(|call| !call.leads_to_an_object());
    calls
        .filter_map(|call| Some(format!("{}::{}", call.object.as_ref()?, call.name())))
        .collect()
}

fn exported() -> Vec<Exported> {
    let mut found = Vec::new();
    for file in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        let source = fs::read_to_string(&file).unwrap();
        let mut before = "";
        for exported in source.split("#[uniffi::export]\n") {
            // The documentation of a function stands above the mark, that of a method within it.
            if exported.starts_with("pub fn ") || exported.starts_with("pub async fn ") {
                let doc = before.rsplit("\n\n").next().unwrap_or_default();
                found.push(Exported {
                    object: None,
                    doc: doc.to_owned(),
                    code: exported.to_owned(),
                });
            }
            if let Some(block) = exported.strip_prefix("impl ") {
                let block = block.split("\n}\n").next().unwrap_or_default();
                let object = block.split(' ').next().unwrap_or_default();
                // Within a block, a call begins with its documentation after the one before.
                for call in block.split("\n    }\n") {
                    if let Some((doc, rest)) = call.split_once("    pub ") {
                        found.push(Exported {
                            object: Some(object.to_owned()),
                            doc: doc.to_owned(),
                            code: format!("pub {rest}"),
                        });
                    }
                }
            }
            before = exported;
        }
    }
    found
}

#[test]
fn every_exported_call_has_an_example_and_a_place_in_the_guide_for_shells() {
    let guide = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/shell.md");
    let guide = fs::read_to_string(guide).unwrap();
    let (calls, mut wrong) = (exported(), Vec::new());
    let mut of_each: BTreeMap<String, usize> = BTreeMap::new();
    for call in &calls {
        judge(&call.doc, &call.code, &guide, &mut wrong);
        if let Some(object) = &call.object
            && !call.leads_to_an_object()
        {
            *of_each.entry(object.clone()).or_default() += 1;
        }
    }
    wrong.extend(too_many(&of_each));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(of_each.len() >= 12, "{of_each:?}");
    assert!(calls.len() >= AT_LEAST, "{} calls were found", calls.len());
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
