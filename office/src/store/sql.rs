//! What the two databases have in common: statements with values, rows of cells, and transactions.
//!
//! The units of work (`registrations.rs`, `erase.rs`, …) are written once, in the statements that
//! `SQLite` and `PostgreSQL` both understand, and are run by an [`Engine`]. Values are written
//! `?1`, `?2` in every statement; `store/postgres` rewrites them. Where the two differ, it is a
//! method here: [`Sql::lock`] and [`Sql::lock_records`].
//!
//! Nothing outside `store` sees these types: other modules call the traits of the port.

use std::future::Future;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::thread::JoinHandle;

use payung_model::journey::OfficeState;
use payung_model::sealed::{Digest, RegistrationId};
use payung_model::units::Timestamp;

use super::error::StoreError;
use super::guard::KeyedTransaction;

thread_local! {
    static STATEMENTS_RUN: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
}

/// How many statements this thread has run on databases so far. Tests count them, because time says
/// little on a machine that is busy.
pub fn statements_run() -> u64 {
    STATEMENTS_RUN.get()
}

/// Both engines count each statement that they run.
pub(super) fn count_statement() {
    STATEMENTS_RUN.set(STATEMENTS_RUN.get().wrapping_add(1));
}

/// An answer that comes later. It holds no thread while it waits.
pub type Pending<T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send>>;

/// A value of a statement.
#[derive(Clone, Copy, Debug)]
pub enum Value<'a> {
    Null,
    Int(i64),
    Text(&'a str),
    Bytes(&'a [u8]),
}

/// What must not be changed by two transactions at once, beyond the rows that they write.
#[derive(Clone, Copy, Debug)]
pub enum TransactionLock {
    /// All rows of one registration.
    Registration(RegistrationId),
    /// The sequence of bundles.
    Bundles,
    /// The roster: who may sign in, and who is signed in. It is taken before `Audit`.
    Roster,
    /// The end of the audit log.
    Audit,
    /// The counts of referral codes. It is taken last.
    Referrals,
    /// All bills and all money. Whoever needs it asks for it before any other lock.
    Money,
}

/// One cell of a row.
#[derive(Clone, Debug)]
pub enum Cell {
    Null,
    Int(i64),
    Text(String),
    Bytes(Vec<u8>),
}

/// One row of a result.
#[derive(Clone, Debug)]
pub struct Row(pub Vec<Cell>);

/// An open connection or transaction.
pub trait Sql {
    /// All rows of a query.
    fn query(&self, statement: &'static str, values: &[Value<'_>]) -> Result<Vec<Row>, StoreError>;

    /// Runs a statement and returns how many rows it changed.
    fn execute(&self, statement: &'static str, values: &[Value<'_>]) -> Result<u64, StoreError>;

    /// Waits until no other transaction holds this lock, and holds it to the end of this one. Write
    /// transactions of SQLite run one after the other, so there it does nothing.
    fn lock(&self, what: TransactionLock) -> Result<(), StoreError>;

    /// Keeps all other transactions from adding records until this one ends. A transaction that
    /// adds one afterwards sees what this one wrote.
    fn lock_records(&self) -> Result<(), StoreError>;

    /// The query for the opener's work: id, revision and tries of at most `?2` registrations that
    /// wait at `?1`, the one that waits longest first. Rows that another transaction is leasing are
    /// skipped.
    fn due_work(&self) -> &'static str;

    /// The part of this transaction that needs the desk key; none in a process without the key.
    fn keyed(&self) -> Option<&KeyedTransaction<'_>> {
        None
    }

    /// The first row of a query.
    fn first(
        &self,
        statement: &'static str,
        values: &[Value<'_>],
    ) -> Result<Option<Row>, StoreError> {
        Ok(self.query(statement, values)?.into_iter().next())
    }

    /// The only row of a query that always has one.
    fn one(&self, statement: &'static str, values: &[Value<'_>]) -> Result<Row, StoreError> {
        self.first(statement, values)?
            .ok_or(StoreError::Damaged("a query without a row"))
    }
}

/// Runs units of work on a database.
pub trait Engine: Send + Sync + Sized + 'static {
    /// Runs queries on a connection, outside a transaction. It may block.
    /// `work` may run more than once.
    fn read<T>(&self, work: impl FnMut(&dyn Sql) -> Result<T, StoreError>)
    -> Result<T, StoreError>;

    /// Runs queries that must all see the database as it is at one moment. It may block.
    fn read_moment<T>(
        &self,
        work: impl FnMut(&dyn Sql) -> Result<T, StoreError>,
    ) -> Result<T, StoreError>;

    /// Runs `work` in one transaction: when this returns, all of its changes are on disk, or none
    /// is. It may block. `work` may run more than once, so it must change nothing but the database.
    fn write<T>(
        &self,
        work: impl FnMut(&dyn Sql) -> Result<T, StoreError>,
    ) -> Result<T, StoreError>;

    /// Does what [`Engine::read`] does, without blocking.
    fn read_soon<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnMut(&dyn Sql) -> Result<T, StoreError> + Send + 'static,
    ) -> Pending<T>;

    /// Does what [`Engine::write`] does, without blocking.
    fn write_soon<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnMut(&dyn Sql) -> Result<T, StoreError> + Send + 'static,
    ) -> Pending<T>;

    /// True when processes on several machines may use the database at once.
    fn is_shared(&self) -> bool;

    /// Starts a thread that commits the writes of many requests together, where that helps.
    fn start_writer(&self) -> Result<Option<JoinHandle<()>>, StoreError>;

    /// Version and soundness.
    fn inspect(&self, whole: bool) -> Result<Inspection, StoreError>;

    /// Copies the database into a new SQLite file as it is at one moment. False when this engine
    /// has no way of its own: then it is copied row by row.
    fn snapshot(&self, to: &Path) -> Result<bool, StoreError>;

    /// Removes what is left of deleted rows outside the tables; false when that has to wait.
    fn scrub(&self) -> Result<bool, StoreError>;

    /// Waits until nobody else erases or copies photos.
    fn maintenance(&self) -> Result<Box<dyn MaintenanceLock>, StoreError>;

    /// The same lock, or none while somebody else has it.
    fn maintenance_now(&self) -> Result<Option<Box<dyn MaintenanceLock>>, StoreError>;

    /// Refuses all writes from now on, also those of processes that run: the office moves away.
    /// False when it was closed before.
    fn close(&self) -> Result<bool, StoreError>;

    /// Takes writes again.
    fn reopen(&self) -> Result<(), StoreError>;
}

/// The units of work over one engine.
pub struct Database<E> {
    pub(super) engine: Arc<E>,
}

/// What a look at a database found, without changing it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspection {
    /// The version of its schema.
    pub version: i64,
    /// The version that this program knows.
    pub known: i64,
    /// False when pages or indexes are damaged.
    pub sound: bool,
    /// A trigger, view or table that no version of this program makes; only looked for when the
    /// whole is looked at.
    pub stranger: Option<String>,
}

/// A lock on work that must not be done by two at once. It is held until it is dropped or its
/// process ends.
pub trait MaintenanceLock: Send {}

/// `values![id, revision]`: the values of a statement.
macro_rules! values {
    ($($value:expr),* $(,)?) => { &[$($crate::store::sql::Value::from($value)),*] };
}
pub(super) use values;

impl Row {
    fn cell(&self, place: usize) -> Result<&Cell, StoreError> {
        self.0
            .get(place)
            .ok_or(StoreError::Damaged("a row with too few columns"))
    }

    pub fn opt_int(&self, place: usize) -> Result<Option<i64>, StoreError> {
        match self.cell(place)? {
            Cell::Null => Ok(None),
            Cell::Int(number) => Ok(Some(*number)),
            _ => Err(StoreError::Damaged("a number")),
        }
    }

    pub fn int(&self, place: usize) -> Result<i64, StoreError> {
        self.opt_int(place)?.ok_or(StoreError::Damaged("a number"))
    }

    /// A number that is never negative.
    pub fn count(&self, place: usize) -> Result<u64, StoreError> {
        u64::try_from(self.int(place)?).map_err(|_| StoreError::Damaged("a count"))
    }

    pub fn small(&self, place: usize) -> Result<u32, StoreError> {
        u32::try_from(self.int(place)?).map_err(|_| StoreError::Damaged("a number"))
    }

    pub fn is_true(&self, place: usize) -> Result<bool, StoreError> {
        Ok(self.int(place)? != 0)
    }

    pub fn opt_text(&self, place: usize) -> Result<Option<String>, StoreError> {
        match self.cell(place)? {
            Cell::Null => Ok(None),
            Cell::Text(text) => Ok(Some(text.clone())),
            _ => Err(StoreError::Damaged("a text")),
        }
    }

    pub fn text(&self, place: usize) -> Result<String, StoreError> {
        self.opt_text(place)?.ok_or(StoreError::Damaged("a text"))
    }

    pub fn opt_bytes(&self, place: usize) -> Result<Option<Vec<u8>>, StoreError> {
        match self.cell(place)? {
            Cell::Null => Ok(None),
            Cell::Bytes(bytes) => Ok(Some(bytes.clone())),
            _ => Err(StoreError::Damaged("bytes")),
        }
    }

    pub fn bytes(&self, place: usize) -> Result<Vec<u8>, StoreError> {
        self.opt_bytes(place)?.ok_or(StoreError::Damaged("bytes"))
    }

    pub fn opt_hash(&self, place: usize) -> Result<Option<[u8; 32]>, StoreError> {
        match self.cell(place)? {
            Cell::Null => Ok(None),
            Cell::Bytes(bytes) => bytes
                .as_slice()
                .try_into()
                .map(Some)
                .map_err(|_| StoreError::Damaged("a hash")),
            _ => Err(StoreError::Damaged("a hash")),
        }
    }

    pub fn digest(&self, place: usize) -> Result<Digest, StoreError> {
        self.opt_hash(place)?
            .map(Digest)
            .ok_or(StoreError::Damaged("a digest"))
    }

    pub fn opt_id(&self, place: usize) -> Result<Option<RegistrationId>, StoreError> {
        let bytes = match self.cell(place)? {
            Cell::Null => return Ok(None),
            Cell::Bytes(bytes) => bytes,
            _ => return Err(StoreError::Damaged("registration id")),
        };
        RegistrationId::from_bytes(bytes)
            .map(Some)
            .ok_or(StoreError::Damaged("registration id"))
    }

    pub fn id(&self, place: usize) -> Result<RegistrationId, StoreError> {
        self.opt_id(place)?
            .ok_or(StoreError::Damaged("registration id"))
    }

    pub fn opt_time(&self, place: usize) -> Result<Option<Timestamp>, StoreError> {
        Ok(self
            .opt_int(place)?
            .map(|millis| Timestamp::from_millis(millis).unwrap_or_default()))
    }

    pub fn time(&self, place: usize) -> Result<Timestamp, StoreError> {
        self.opt_time(place)?.ok_or(StoreError::Damaged("a time"))
    }

    pub fn state(&self, place: usize) -> Result<OfficeState, StoreError> {
        match self.cell(place)? {
            Cell::Text(word) => word.parse().map_err(|_| StoreError::Damaged("state")),
            _ => Err(StoreError::Damaged("state")),
        }
    }
}

/// A sequence or length as the databases hold it.
pub fn signed(number: u64) -> Result<i64, StoreError> {
    i64::try_from(number).map_err(|_| StoreError::Damaged("a number that is too large"))
}

impl<'a> From<&'a Cell> for Value<'a> {
    fn from(cell: &'a Cell) -> Self {
        match cell {
            Cell::Null => Self::Null,
            Cell::Int(number) => Self::Int(*number),
            Cell::Text(text) => Self::Text(text),
            Cell::Bytes(bytes) => Self::Bytes(bytes),
        }
    }
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<u32> for Value<'_> {
    fn from(number: u32) -> Self {
        Self::Int(i64::from(number))
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a [u8]> for Value<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Self::Bytes(bytes)
    }
}

impl<'a> From<&'a Vec<u8>> for Value<'a> {
    fn from(bytes: &'a Vec<u8>) -> Self {
        Self::Bytes(bytes)
    }
}

impl<'a, const N: usize> From<&'a [u8; N]> for Value<'a> {
    fn from(bytes: &'a [u8; N]) -> Self {
        Self::Bytes(bytes)
    }
}

impl<'a> From<&'a RegistrationId> for Value<'a> {
    fn from(id: &'a RegistrationId) -> Self {
        Self::Bytes(id.bytes())
    }
}

impl<'a> From<&'a Digest> for Value<'a> {
    fn from(digest: &'a Digest) -> Self {
        Self::Bytes(&digest.0)
    }
}

impl From<Timestamp> for Value<'_> {
    fn from(at: Timestamp) -> Self {
        Self::Int(at.millis())
    }
}

impl From<OfficeState> for Value<'_> {
    fn from(state: OfficeState) -> Self {
        Self::Text(state.as_str())
    }
}

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// The bytes of some values, each with its kind and length, so that no two lists are the same bytes.
pub(super) fn bytes_of(values: &[Value<'_>]) -> Vec<u8> {
    let mut all = Vec::new();
    for value in values {
        let number;
        let (kind, bytes): (u8, &[u8]) = match value {
            Value::Null => (0, &[]),
            Value::Int(int) => {
                number = int.to_be_bytes();
                (1, &number)
            }
            Value::Text(text) => (2, text.as_bytes()),
            Value::Bytes(bytes) => (3, bytes),
        };
        all.push(kind);
        all.extend((bytes.len() as u64).to_be_bytes());
        all.extend(bytes);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_lists_of_values_are_the_same_bytes() {
        let lists = [
            bytes_of(&[]),
            bytes_of(&[Value::Null]),
            bytes_of(&[Value::Text("")]),
            bytes_of(&[Value::Text("ab"), Value::Text("c")]),
            bytes_of(&[Value::Text("a"), Value::Text("bc")]),
            bytes_of(&[Value::Bytes(b"a"), Value::Text("bc")]),
            bytes_of(&[Value::Int(0)]),
            bytes_of(&[Value::Bytes(&[0; 8])]),
        ];
        for (place, one) in lists.iter().enumerate() {
            assert!(lists.iter().skip(place + 1).all(|other| one != other));
        }
    }
}
