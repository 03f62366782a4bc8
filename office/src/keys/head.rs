//! The head: how far the audit chain and the roster had come when a process with the keys wrote
//! last. It lies in `desk/` of the key folder, where the intake cannot write, so that whoever cuts
//! the end off the log, or puts older rows back, is found out.
//!
//! The head is a lower bound. Each machine has its own, and a machine that wrote nothing for a
//! while has an old one: what it names must still be there, more may have come.

use std::fs::File;
use std::path::{Path, PathBuf};

use base16ct::lower;
use serde::{Deserialize, Serialize};

use super::desk::DeskKey;
use crate::files;

/// The folder within the key folder. Processes that may not change the keys may write here.
const FOLDER: &str = "desk";
const NAME: &str = "head.json";
const LABEL: &str = "payung/office/head/1";

/// How far audit chain and roster had come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// The last row of the audit chain; 0 when there was none.
    pub seq: i64,
    /// Its MAC.
    pub mac: [u8; 32],
    /// The generation of the roster; 0 when there was none.
    pub generation: i64,
}

/// The file in which the head is kept.
#[derive(Clone, Debug)]
pub struct HeadFile(PathBuf);

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct HeadDocument {
    version: u32,
    seq: i64,
    mac: String,
    generation: i64,
    /// MAC over the three fields above, in hex.
    proof: String,
}

impl HeadFile {
    /// The head of the office whose keys lie in that folder.
    pub fn of(key_folder: &Path) -> Self {
        Self(key_folder.join(FOLDER).join(NAME))
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The head; none when none was ever written. One that does not hold is an error, because only
    /// somebody who can write the key folder can have changed it.
    pub fn read(&self, key: &DeskKey) -> std::io::Result<Option<Head>> {
        let text = match std::fs::read(&self.0) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let damaged = || std::io::Error::other(format!("{} does not hold", self.0.display()));
        let document: HeadDocument = serde_json::from_slice(&text).map_err(|_| damaged())?;
        let head = Head {
            seq: document.seq,
            mac: hash(&document.mac).ok_or_else(damaged)?,
            generation: document.generation,
        };
        let proof = hash(&document.proof).ok_or_else(damaged)?;
        if document.version == 1 && key.holds(LABEL, &bytes(&head), &proof) {
            Ok(Some(head))
        } else {
            Err(damaged())
        }
    }

    /// Moves the head on. What is older than what is there changes nothing.
    pub fn advance(&self, key: &DeskKey, to: &Head) -> std::io::Result<()> {
        let _lock = self.lock()?;
        // Several processes move the head. Under the lock none of them puts back an older one that
        // it had read before.
        let before = self.read(key)?.unwrap_or_default();
        let mut head = before;
        if to.seq > head.seq {
            (head.seq, head.mac) = (to.seq, to.mac);
        }
        head.generation = head.generation.max(to.generation);
        if head == before {
            return Ok(());
        }
        self.write(key, &head)
    }

    /// Begins anew from there, also backwards: after a restore that an operator answers for. What
    /// was there before is kept beside it.
    pub fn begin_anew(&self, key: &DeskKey, from: &Head) -> std::io::Result<()> {
        let _lock = self.lock()?;
        if self.0.exists() {
            // The head that is given up stays as a file: it is the proof of how far the log had
            // come once.
            let kept = (1..=u32::MAX)
                .map(|number| self.0.with_file_name(format!("{NAME}.{number}")))
                .find(|path| !path.exists());
            if let Some(kept) = kept {
                std::fs::rename(&self.0, kept)?;
            }
        }
        self.write(key, from)
    }

    fn lock(&self) -> std::io::Result<File> {
        let folder = files::folder_of(&self.0);
        files::private_folder(&folder)?;
        files::lock(&folder.join(".lock"))
    }

    fn write(&self, key: &DeskKey, head: &Head) -> std::io::Result<()> {
        let document = HeadDocument {
            version: 1,
            seq: head.seq,
            mac: lower::encode_string(&head.mac),
            generation: head.generation,
            proof: lower::encode_string(&key.mac(LABEL, &bytes(head))),
        };
        let text = serde_json::to_vec(&document).map_err(std::io::Error::other)?;
        files::write_private(&self.0, &text)
    }
}

fn bytes(head: &Head) -> Vec<u8> {
    [
        head.seq.to_be_bytes().as_slice(),
        &head.mac,
        &head.generation.to_be_bytes(),
    ]
    .concat()
}

fn hash(hex: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    let length = lower::decode(hex, &mut bytes).ok()?.len();
    (length == 32).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use payung_model::sealed::OfficeKey;

    use super::super::index::NikIndex;
    use super::*;
    use crate::random::SystemRandom;

    fn key() -> DeskKey {
        DeskKey::derive(&NikIndex::derive(
            &OfficeKey::new(&mut SystemRandom).unwrap(),
        ))
    }

    fn head(seq: i64, generation: i64) -> Head {
        Head {
            seq,
            mac: [u8::try_from(seq).unwrap(); 32],
            generation,
        }
    }

    #[test]
    fn a_head_moves_forward_only_and_is_believed_only_whole() {
        let folder = tempfile::tempdir().unwrap();
        let (file, key, other) = (HeadFile::of(folder.path()), key(), key());
        assert_eq!(file.read(&key).unwrap(), None);
        file.advance(&key, &head(5, 0)).unwrap();
        file.advance(&key, &head(3, 2)).unwrap();
        assert_eq!(
            file.read(&key).unwrap().unwrap(),
            Head {
                generation: 2,
                ..head(5, 0)
            }
        );
        let text = std::fs::read_to_string(file.path()).unwrap();
        std::fs::write(file.path(), text.replace("\"seq\":5", "\"seq\":4")).unwrap();
        assert!(file.read(&key).is_err() && file.advance(&key, &head(9, 9)).is_err());
        std::fs::write(file.path(), b"").unwrap();
        assert!(file.read(&key).is_err());
        file.begin_anew(&key, &head(1, 1)).unwrap();
        assert_eq!(file.read(&key).unwrap(), Some(head(1, 1)));
        assert!(file.path().with_file_name("head.json.1").exists());
        assert!(file.read(&other).is_err(), "another office's");
    }

    #[test]
    fn processes_that_move_it_at_once_leave_the_furthest() {
        let folder = tempfile::tempdir().unwrap();
        let (file, key) = (HeadFile::of(folder.path()), key());
        std::thread::scope(|scope| {
            for start in 0..4 {
                let (file, key) = (&file, &key);
                scope.spawn(move || {
                    for step in 0..10 {
                        file.advance(key, &head(start + step * 4 + 1, step))
                            .unwrap();
                    }
                });
            }
        });
        assert_eq!(file.read(&key).unwrap(), Some(head(40, 9)));
    }
}
