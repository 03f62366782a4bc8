//! What a disk may hold when the power goes.
//!
//! The model is stricter than most file systems: nothing is on the disk before somebody asked for
//! it. Bytes need the file's fsync, a name needs its folder's (fsync of a new file does not bring
//! its name), a folder's own name needs its parent's. What was not asked for may be there all the
//! same, whole, torn at 512 bytes, or as zeros, and in any combination: a seed decides. A rename
//! within a folder is there or not; across folders it may be half there, unless one call synced it.

use std::collections::BTreeMap;
use std::fs::{DirBuilder, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

use super::log::DiskEvent;
use crate::Outcome;

/// A disk, as far as a log was played.
pub struct Model {
    root: String,
    files: Vec<FileState>,
    folders: Vec<Folder>,
    by_inode: BTreeMap<u64, usize>,
    lies: Lies,
    /// The next name of a change that is one for two folders.
    changes: u64,
}

/// Which syncs the disk only pretends to do: how a test shows that it would see their absence.
#[derive(Clone, Copy, Debug, Default)]
pub struct Lies {
    /// Files whose name ends so: their fsync is not done.
    pub file: Option<&'static str>,
    /// No folder's fsync is done.
    pub folders: bool,
}

/// How much of what nobody asked to be durable is there.
#[derive(Clone, Copy, Debug)]
pub struct Chance(pub u64);

/// A file or a folder that is on the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// Its bytes.
    File(Vec<u8>),
    /// What is in it.
    Folder(BTreeMap<String, Item>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Node {
    File(usize),
    Folder(usize),
}

#[derive(Default)]
struct FileState {
    name: String,
    durable: Vec<u8>,
    pending: Vec<Change>,
}

#[derive(Default)]
struct Folder {
    durable: BTreeMap<String, Node>,
    now: BTreeMap<String, Node>,
    pending: Vec<Naming>,
}

enum Change {
    Write(u64, Vec<u8>),
    Length(u64),
}

struct Naming {
    /// Changes of one rename share it.
    number: u64,
    name: String,
    node: Option<Node>,
}

const SECTOR: usize = 512;

impl Model {
    /// An empty folder on an honest disk.
    pub fn new(root: &Path, lies: Lies) -> Self {
        Self {
            root: root.to_string_lossy().into_owned(),
            files: Vec::new(),
            folders: vec![Folder::default()],
            by_inode: BTreeMap::new(),
            lies,
            changes: 0,
        }
    }

    /// Does what the line says.
    pub fn play(&mut self, line: &DiskEvent) -> Outcome<()> {
        match line {
            DiskEvent::Create { inode, path } => {
                let name = path.rsplit('/').next().unwrap_or_default().to_owned();
                self.files.push(FileState {
                    name,
                    ..FileState::default()
                });
                self.by_inode.insert(*inode, self.files.len() - 1);
                self.name(path, Some(Node::File(self.files.len() - 1)))?;
            }
            DiskEvent::Write { inode, at, bytes } => {
                self.change(*inode, Change::Write(*at, bytes.clone()));
            }
            DiskEvent::Truncate { inode, length } => self.change(*inode, Change::Length(*length)),
            DiskEvent::SyncFile(inode) => {
                let lie = self.lies.file;
                let Some(file) = self.by_inode.get(inode) else {
                    return Ok(());
                };
                let file = &mut self.files[*file];
                if lie.is_none_or(|end| !file.name.ends_with(end)) {
                    for change in std::mem::take(&mut file.pending) {
                        change.apply(&mut file.durable);
                    }
                }
            }
            DiskEvent::SyncFolder(path) => {
                if !self.lies.folders {
                    let folder = self.folder(path)?;
                    for naming in std::mem::take(&mut folder.pending) {
                        naming.apply(&mut folder.durable);
                    }
                }
            }
            DiskEvent::NewFolder(path) => {
                self.folders.push(Folder::default());
                self.name(path, Some(Node::Folder(self.folders.len() - 1)))?;
            }
            DiskEvent::Rename(from, to) => {
                let node = self.find(from)?;
                self.changes += 1;
                self.name_together(to, Some(node))?;
                self.name_together(from, None)?;
            }
            DiskEvent::Link(from, to) => {
                let node = self.find(from)?;
                self.name(to, Some(node))?;
            }
            DiskEvent::Unlink(path) | DiskEvent::RemoveFolder(path) => self.name(path, None)?,
            DiskEvent::Said(_) => {}
        }
        Ok(())
    }

    /// What is left if the power goes now.
    pub fn crash(&self, chance: &mut Chance) -> BTreeMap<String, Item> {
        let keep = *[0, 0, 50, 90, 100]
            .get(chance.below(5) as usize)
            .unwrap_or(&0);
        let mut together = BTreeMap::new();
        self.left_of(0, keep, chance, &mut together)
    }

    /// Everything that was asked for: what a program sees while the power is on.
    pub fn now(&self) -> BTreeMap<String, Item> {
        self.now_in(0)
    }

    fn now_in(&self, folder: usize) -> BTreeMap<String, Item> {
        let item = |node: &Node| match node {
            Node::Folder(inner) => Item::Folder(self.now_in(*inner)),
            Node::File(file) => {
                let mut bytes = self.files[*file].durable.clone();
                self.files[*file]
                    .pending
                    .iter()
                    .for_each(|change| change.apply(&mut bytes));
                Item::File(bytes)
            }
        };
        self.folders[folder]
            .now
            .iter()
            .map(|(name, node)| (name.clone(), item(node)))
            .collect()
    }

    /// What waits for an fsync: files with bytes that do, `+` and `-` before names that came and
    /// went.
    pub fn unsynced(&self) -> Vec<String> {
        let mut found = Vec::new();
        self.unsynced_in(0, "", &mut found);
        found
    }

    fn unsynced_in(&self, folder: usize, path: &str, found: &mut Vec<String>) {
        let folder = &self.folders[folder];
        found.extend(folder.pending.iter().map(|naming| match naming.node {
            Some(Node::File(file)) if self.files[file].is_empty() => {
                format!("+{path}/{} (empty)", naming.name)
            }
            Some(_) => format!("+{path}/{}", naming.name),
            None => format!("-{path}/{}", naming.name),
        }));
        for (name, node) in &folder.now {
            let path = format!("{path}/{name}");
            match node {
                Node::File(file) if !self.files[*file].pending.is_empty() => found.push(path),
                Node::File(_) => {}
                Node::Folder(inner) => self.unsynced_in(*inner, &path, found),
            }
        }
    }

    fn left_of(
        &self,
        folder: usize,
        keep: u64,
        chance: &mut Chance,
        together: &mut BTreeMap<u64, bool>,
    ) -> BTreeMap<String, Item> {
        let folder = &self.folders[folder];
        let mut names = folder.durable.clone();
        for naming in &folder.pending {
            if *together
                .entry(naming.number)
                .or_insert_with(|| chance.below(100) < keep)
            {
                naming.apply(&mut names);
            }
        }
        let mut left = BTreeMap::new();
        for (name, node) in names {
            let item = match node {
                Node::Folder(inner) => Item::Folder(self.left_of(inner, keep, chance, together)),
                Node::File(file) => Item::File(self.files[file].left(keep, chance)),
            };
            left.insert(name, item);
        }
        left
    }

    /// A file that no line made is the test's own: a log that it redirected, mostly.
    fn change(&mut self, inode: u64, change: Change) {
        if let Some(file) = self.by_inode.get(&inode) {
            self.files[*file].pending.push(change);
        }
    }

    fn name(&mut self, path: &str, node: Option<Node>) -> Outcome<()> {
        self.changes += 1;
        self.name_together(path, node)
    }

    fn name_together(&mut self, path: &str, node: Option<Node>) -> Outcome<()> {
        let number = self.changes;
        let (parent, name) = path.rsplit_once('/').ok_or("a path without a folder")?;
        let folder = self.folder(parent)?;
        match node {
            Some(node) => folder.now.insert(name.to_owned(), node),
            None => folder.now.remove(name),
        };
        folder.pending.push(Naming {
            number,
            name: name.to_owned(),
            node,
        });
        Ok(())
    }

    fn find(&self, path: &str) -> Outcome<Node> {
        let below = path
            .strip_prefix(&self.root)
            .ok_or_else(|| format!("{path} is not below the root"))?;
        let mut node = Node::Folder(0);
        for name in below.split('/').filter(|name| !name.is_empty()) {
            let Node::Folder(folder) = node else {
                return Err(format!("{path} goes through a file").into());
            };
            node = *self.folders[folder]
                .now
                .get(name)
                .ok_or_else(|| format!("{path} is not there"))?;
        }
        Ok(node)
    }

    fn folder(&mut self, path: &str) -> Outcome<&mut Folder> {
        match self.find(path)? {
            Node::Folder(folder) => Ok(&mut self.folders[folder]),
            Node::File(_) => Err(format!("{path} is a file").into()),
        }
    }
}

impl FileState {
    fn is_empty(&self) -> bool {
        self.durable.is_empty() && self.pending.is_empty()
    }

    fn left(&self, keep: u64, chance: &mut Chance) -> Vec<u8> {
        let mut bytes = self.durable.clone();
        for change in &self.pending {
            if chance.below(100) < keep {
                change.apply(&mut bytes);
                continue;
            }
            let Change::Write(at, written) = change else {
                continue;
            };
            match chance.below(6) {
                // Half of it: the disk writes sectors, not pages.
                0 | 1 if keep > 0 => {
                    let sectors = written.len().div_ceil(SECTOR) as u64;
                    let (from, to) = (chance.below(sectors), chance.below(sectors + 1));
                    let cut = |sector: u64| (sector as usize * SECTOR).min(written.len());
                    if from < to {
                        Change::Write(at + cut(from) as u64, written[cut(from)..cut(to)].to_vec())
                            .apply(&mut bytes);
                    }
                }
                // The length came, the bytes did not.
                2 if keep > 0 => bytes.resize(bytes.len().max(*at as usize + written.len()), 0),
                _ => {}
            }
        }
        bytes
    }
}

impl Change {
    fn apply(&self, to: &mut Vec<u8>) {
        match self {
            Self::Length(length) => to.resize(*length as usize, 0),
            Self::Write(at, bytes) => {
                let (from, until) = (*at as usize, *at as usize + bytes.len());
                to.resize(to.len().max(until), 0);
                to[from..until].copy_from_slice(bytes);
            }
        }
    }
}

impl Naming {
    fn apply(&self, to: &mut BTreeMap<String, Node>) {
        match self.node {
            Some(node) => to.insert(self.name.clone(), node),
            None => to.remove(&self.name),
        };
    }
}

impl Chance {
    /// One that can be had again.
    pub fn new(seed: u64) -> Self {
        // Neighbouring seeds shall not begin alike.
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// Below that limit.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % limit.max(1)
    }
}

/// Writes what is left into a folder that is there, for its owner alone: the recorder notes no
/// modes, and the office refuses keys that others could read.
pub fn lay_out(items: &BTreeMap<String, Item>, folder: &Path) -> Outcome<()> {
    for (name, item) in items {
        let path = folder.join(name);
        match item {
            Item::File(bytes) => OpenOptions::new()
                .write(true)
                .create_new(true)
                .mode(0o600)
                .open(path)?
                .write_all(bytes)?,
            Item::Folder(inner) => {
                DirBuilder::new().mode(0o700).create(&path)?;
                lay_out(inner, &path)?;
            }
        }
    }
    Ok(())
}

/// Nothing went past the recorder: what the log makes is what lies on the disk, file by file. Not
/// compared are the index of `SQLite`'s log, which is memory, and files that the test put there
/// itself.
pub fn nothing_went_past(made: &BTreeMap<String, Item>, folder: &Path) -> Outcome<()> {
    for (name, item) in made {
        let path = folder.join(name);
        match item {
            Item::Folder(inner) => nothing_went_past(inner, &path)?,
            Item::File(_) if name.ends_with("-shm") => {}
            Item::File(bytes) if std::fs::read(&path)? == *bytes => {}
            Item::File(_) => return Err(format!("{name} is not what the log makes of it").into()),
        }
    }
    for found in std::fs::read_dir(folder)? {
        let name = found?.file_name().to_string_lossy().into_owned();
        let the_tests_own = name == "trust.json"
            || Path::new(&name)
                .extension()
                .is_some_and(|kind| kind == "log");
        if !the_tests_own && !made.contains_key(&name) {
            return Err(format!("{name} is not in the log").into());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn played(lines: &[DiskEvent]) -> Model {
        let mut model = Model::new(Path::new("/d"), Lies::default());
        for line in lines {
            model.play(line).unwrap();
        }
        model
    }

    fn file(bytes: &[u8]) -> Item {
        Item::File(bytes.to_vec())
    }

    fn write(inode: u64, bytes: &[u8]) -> DiskEvent {
        DiskEvent::Write {
            inode,
            at: 0,
            bytes: bytes.to_vec(),
        }
    }

    /// What is certainly there, and everything that may be.
    fn crashes(model: &Model) -> Vec<BTreeMap<String, Item>> {
        (0..200)
            .map(|seed| model.crash(&mut Chance::new(seed)))
            .collect()
    }

    #[test]
    fn bytes_and_name_are_durable_only_when_both_were_asked_for() {
        let create = DiskEvent::Create {
            inode: 1,
            path: "/d/a".into(),
        };
        let all = [
            create,
            write(1, b"x"),
            DiskEvent::SyncFile(1),
            DiskEvent::SyncFolder("/d".into()),
        ];
        assert!(
            crashes(&played(&all))
                .iter()
                .all(|left| left.get("a") == Some(&file(b"x")))
        );
        for missing in [2, 3] {
            let lines: Vec<DiskEvent> = (0..4)
                .filter(|line| *line != missing)
                .map(|line| all[line].clone())
                .collect();
            let left = crashes(&played(&lines));
            assert!(
                left.iter().any(|left| left.get("a") != Some(&file(b"x"))),
                "without {:?}",
                all[missing]
            );
            assert!(
                left.iter().any(|left| left.get("a") == Some(&file(b"x"))),
                "it may be there all the same"
            );
        }
    }

    #[test]
    fn a_rename_is_there_or_not_and_never_half() {
        let mut lines = vec![
            DiskEvent::Create {
                inode: 1,
                path: "/d/a.part".into(),
            },
            write(1, b"x"),
            DiskEvent::SyncFile(1),
        ];
        lines.extend([
            DiskEvent::SyncFolder("/d".into()),
            DiskEvent::Rename("/d/a.part".into(), "/d/a".into()),
        ]);
        for left in crashes(&played(&lines)) {
            let names: Vec<&str> = left.keys().map(String::as_str).collect();
            assert!(names == ["a"] || names == ["a.part"], "{names:?}");
        }
    }

    #[test]
    fn a_write_may_be_torn_between_sectors_and_nowhere_else() {
        let mut lines = vec![
            DiskEvent::Create {
                inode: 1,
                path: "/d/a".into(),
            },
            write(1, &[1; 2048]),
            DiskEvent::SyncFile(1),
        ];
        lines.extend([DiskEvent::SyncFolder("/d".into()), write(1, &[2; 2048])]);
        let mut torn = 0;
        for left in crashes(&played(&lines)) {
            let Some(Item::File(bytes)) = left.get("a") else {
                panic!("{left:?}")
            };
            let whole = |sector: &[u8]| sector.iter().all(|byte| *byte == sector[0]);
            assert!(bytes.chunks(SECTOR).all(whole));
            torn += u32::from(!whole(bytes));
        }
        assert!(torn > 0);
    }

    #[test]
    fn a_folder_needs_its_parent_to_be_synced() {
        let mut lines = vec![
            DiskEvent::NewFolder("/d/f".into()),
            DiskEvent::Create {
                inode: 1,
                path: "/d/f/a".into(),
            },
        ];
        lines.extend([DiskEvent::SyncFile(1), DiskEvent::SyncFolder("/d/f".into())]);
        assert!(crashes(&played(&lines)).iter().any(BTreeMap::is_empty));
        lines.push(DiskEvent::SyncFolder("/d".into()));
        assert!(crashes(&played(&lines)).iter().all(|left| left.len() == 1));
    }
}
