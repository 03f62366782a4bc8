//! The office's rooms, and the files of the officers' web and of the intake, know one another in
//! one direction only.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Who names whom.
type Graph = BTreeMap<String, BTreeSet<String>>;

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Code alone: comments may name anything, and so may tests.
fn code(file: &Path) -> String {
    let text = std::fs::read_to_string(file).unwrap();
    let text = text
        .split("#[cfg(test)]\nmod tests")
        .next()
        .unwrap()
        .to_owned();
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found.retain(|path| path.extension().is_some_and(|kind| kind == "rs"));
    found
}

/// The first names that follow `prefix`: `html` and `Problem` of `super::{html::page, Problem}`.
fn named(code: &str, prefix: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (place, _) in code.match_indices(prefix) {
        // Not the end of another path.
        if code[..place].ends_with([':', '_']) || code[..place].ends_with(char::is_alphanumeric) {
            continue;
        }
        let rest = &code[place + prefix.len()..];
        let first = |text: &str| {
            let word: String = text
                .trim_start()
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect();
            Some(word).filter(|word| !word.is_empty())
        };
        match rest.strip_prefix('{') {
            Some(group) => {
                let mut depth = 0;
                let end = group.find(|c: char| {
                    depth += i32::from(c == '{') - i32::from(c == '}');
                    depth < 0
                });
                let mut inner = 0;
                let mut item = String::new();
                for c in group[..end.unwrap()].chars().chain([',']) {
                    inner += i32::from(c == '{') - i32::from(c == '}');
                    if c == ',' && inner == 0 {
                        names.extend(first(&item));
                        item.clear();
                    } else {
                        item.push(c);
                    }
                }
            }
            None => names.extend(first(rest)),
        }
    }
    names
}

/// One node for each room of the crate.
fn rooms() -> Graph {
    let mut graph = Graph::new();
    for file in files(&source()) {
        let inside = file.strip_prefix(source()).unwrap();
        let room = inside
            .iter()
            .next()
            .unwrap()
            .to_str()
            .unwrap()
            .trim_end_matches(".rs")
            .to_owned();
        if matches!(room.as_str(), "lib" | "main") {
            continue;
        }
        let others = named(&code(&file), "crate::");
        graph
            .entry(room.clone())
            .or_default()
            .extend(others.into_iter().filter(|other| *other != room));
    }
    graph
}

/// Which file of a room an item comes from that its `mod.rs` hands on: `pub use
/// registrations::{Standing, list};`.
fn handed_on(room: &Path) -> BTreeMap<String, String> {
    let code = code(&room.join("mod.rs"));
    let mut found = BTreeMap::new();
    for line in code.split(';').filter_map(|line| line.split("use ").nth(1)) {
        if let Some((file, items)) = line.trim().split_once("::") {
            for item in items.trim_matches(['{', '}', '\n', ' ']).split(',') {
                let name = item.rsplit(" as ").next().unwrap().trim();
                found.insert(name.to_owned(), file.to_owned());
            }
        }
    }
    found
}

/// One node for each file of a room, but for its `mod.rs`, which stands above them.
fn files_of(room: &str) -> Graph {
    let folder = source().join(room);
    let stem = |path: &Path| path.file_stem().unwrap().to_str().unwrap().to_owned();
    let children: BTreeSet<String> = files(&folder)
        .iter()
        .map(|path| stem(path))
        .filter(|name| name != "mod")
        .collect();
    let handed_on = handed_on(&folder);
    let mut graph = Graph::new();
    for file in files(&folder)
        .into_iter()
        .filter(|path| stem(path) != "mod")
    {
        let code = code(&file);
        let mut others = named(&code, "super::");
        others.extend(named(&code, &format!("crate::{room}::")));
        let origin = |name: String| {
            if children.contains(&name) {
                Some(name)
            } else {
                handed_on.get(&name).cloned()
            }
        };
        let files = others
            .into_iter()
            .filter_map(origin)
            .filter(|other| *other != stem(&file));
        graph.insert(stem(&file), files.collect());
    }
    graph
}

/// A way that leads back to where it began.
fn circle(graph: &Graph) -> Option<Vec<String>> {
    fn follow(
        graph: &Graph,
        way: &mut Vec<String>,
        done: &mut BTreeSet<String>,
    ) -> Option<Vec<String>> {
        let here = way.last().unwrap().clone();
        for next in graph.get(&here).into_iter().flatten() {
            if let Some(place) = way.iter().position(|one| one == next) {
                return Some(way[place..].iter().chain([next]).cloned().collect());
            }
            if !done.contains(next) {
                way.push(next.clone());
                let found = follow(graph, way, done);
                if found.is_some() {
                    return found;
                }
                way.pop();
            }
        }
        done.insert(here);
        None
    }
    let mut done = BTreeSet::new();
    graph
        .keys()
        .find_map(|start| follow(graph, &mut vec![start.clone()], &mut done))
}

#[test]
fn no_room_of_the_office_is_known_by_one_that_it_knows() {
    let graph = rooms();
    assert!(
        graph["cli"].contains("web") && graph["desk"].contains("store"),
        "the test sees what is there: {graph:?}"
    );
    assert_eq!(circle(&graph), None);
}

#[test]
fn no_file_of_these_rooms_is_known_by_one_that_it_knows() {
    for (room, user, used) in [
        ("web", "decide", "decision_form"),
        ("intake", "record", "status"),
        ("store", "work", "index"),
        ("desk", "show", "labels"),
        ("opener", "check", "findings"),
    ] {
        let graph = files_of(room);
        assert!(
            graph[user].contains(used),
            "the test sees what is there: {graph:?}"
        );
        assert_eq!(circle(&graph), None, "{room}");
    }
}

/// Everybody else calls the port, so that an office may have another database.
#[test]
fn only_its_own_folder_names_a_database() {
    for (crates, folder) in [
        (["rusqlite"].as_slice(), "store/sqlite"),
        (&["tokio_postgres"], "store/postgres"),
    ] {
        let (mut inside, mut outside) = (0, Vec::new());
        for file in files(&source()) {
            let code = std::fs::read_to_string(&file).unwrap();
            let names = code
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"));
            let names = names
                .filter(|line| crates.iter().any(|name| line.contains(name)))
                .count();
            if file.starts_with(source().join(folder)) {
                inside += names;
            } else if names > 0 {
                outside.push(file);
            }
        }
        assert!(inside > 0, "the test sees what is there: {folder}");
        assert_eq!(
            outside,
            Vec::<PathBuf>::new(),
            "{crates:?} outside {folder}"
        );
    }
}

#[test]
fn a_circle_is_found() {
    let names = |names: &[&str]| {
        names
            .iter()
            .map(|name| (*name).to_owned())
            .collect::<BTreeSet<_>>()
    };
    let mut graph: Graph = [
        ("a".to_owned(), names(&["b"])),
        ("b".to_owned(), names(&["c"])),
    ]
    .into();
    assert_eq!(circle(&graph), None);
    graph.insert("c".to_owned(), names(&["a"]));
    assert!(circle(&graph).is_some());
    let code = "use super::{Problem, html as frame, words::{self, Words}};\nuse super::state::WebState;\nx(super::Other);";
    assert_eq!(
        named(code, "super::"),
        names(&["Other", "Problem", "html", "state", "words"])
    );
}
