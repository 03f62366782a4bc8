//! The desk key in a process that has it, and the head beside it.

use std::cell::{Cell, RefCell};
use std::sync::atomic::{AtomicI64, Ordering};

use super::error::StoreError;
use crate::keys::{DeskKey, Head, HeadFile};

/// The desk key, and how far this process knows the office's rows to have come.
pub struct Guard {
    pub(super) key: DeskKey,
    head: Option<HeadFile>,
    /// The highest generation of the roster that this process saw.
    generation: AtomicI64,
}

/// The state of one transaction in a process with the key.
pub(super) struct KeyedTransaction<'a> {
    pub(super) guard: &'a Guard,
    /// The end of the chain, once it was looked for under the lock.
    pub(super) tail: RefCell<Option<Tail>>,
    /// The generation that it wrote.
    generation: Cell<i64>,
}

/// The end of the audit chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tail {
    pub(super) seq: i64,
    pub(super) mac: [u8; 32],
    /// Rows that this transaction adopted.
    pub(super) adopted: i64,
    /// False when what the head names is not in the chain: then the head stays where it is, because
    /// it is the proof that rows were removed.
    pub(super) sound: bool,
}

impl Guard {
    /// Over a key, and the head beside it.
    pub fn new(key: DeskKey, head: Option<HeadFile>) -> Self {
        Self {
            key,
            head,
            generation: AtomicI64::new(0),
        }
    }

    /// The lower bound of how far log and roster have come. A head that cannot be read is an error:
    /// without it an older state could pass for the newest.
    pub(super) fn floor(&self) -> Result<Head, StoreError> {
        let mut head = match &self.head {
            Some(file) => file.read(&self.key)?.unwrap_or_default(),
            None => Head::default(),
        };
        head.generation = head.generation.max(self.generation.load(Ordering::Acquire));
        Ok(head)
    }

    /// True when there is a place for a head, and none there.
    pub(super) fn lacks_head(&self) -> bool {
        self.head.as_ref().is_some_and(|file| !file.path().exists())
    }

    pub(super) fn saw(&self, generation: i64) {
        self.generation.fetch_max(generation, Ordering::AcqRel);
    }

    /// Begins the head anew from there.
    pub(super) fn begin_anew(&self, from: &Head) -> Result<(), StoreError> {
        self.generation.store(from.generation, Ordering::Release);
        match &self.head {
            Some(file) => Ok(file.begin_anew(&self.key, from)?),
            None => Ok(()),
        }
    }

    /// Moves the head on, after a commit.
    pub(super) fn advance(&self, to: &Head) {
        self.saw(to.generation);
        let Some(file) = &self.head else { return };
        // What was committed is committed: it must not be told as failed because the head stays
        // behind. `office doctor` compares the two.
        if let Err(error) = file.advance(&self.key, to) {
            tracing::error!(%error, "the head of the audit log could not be written");
        }
    }
}

impl<'a> KeyedTransaction<'a> {
    pub(super) fn new(guard: &'a Guard) -> Self {
        Self {
            guard,
            tail: RefCell::new(None),
            generation: Cell::new(0),
        }
    }

    pub(super) fn wrote_generation(&self, generation: i64) {
        self.generation.set(generation);
    }

    /// The head after this transaction; none when it wrote nothing with the key.
    pub(super) fn head(&self) -> Option<Head> {
        // After an unsound end only the generation moves on, and the row that the head names stays
        // the proof.
        let tail = (*self.tail.borrow()).filter(|tail| tail.sound);
        let head = Head {
            seq: tail.map_or(0, |tail| tail.seq),
            mac: tail.map_or([0; 32], |tail| tail.mac),
            generation: self.generation.get(),
        };
        (head != Head::default()).then_some(head)
    }
}
