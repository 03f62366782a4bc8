//! An engine that knows the desk key, if its process has it.
//!
//! Units of work are the same with and without the key. What they may do with it is in the
//! [`KeyedTransaction`] that [`Sql::keyed`] gives them: `chain` seals audit rows by it, and `roster`
//! the rows of officers and sessions. After a commit the head outside the database moves on.
//!
//! It may hang on a claim too: then each transaction first asks whether the claim still holds.

use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::thread::JoinHandle;

use super::error::StoreError;
use super::guard::{Guard, KeyedTransaction};
use super::money::{self, AnswerClaim};
use super::sql::{Engine, Inspection, MaintenanceLock, Pending, Row, Sql, TransactionLock, Value};
use crate::keys::Head;

/// An engine, and the key once the process has it.
pub(super) struct Keyed<E> {
    inner: Arc<E>,
    guard: Arc<OnceLock<Guard>>,
    /// Nothing is written unless this claim holds.
    claim: Option<AnswerClaim>,
}

impl<E> Keyed<E> {
    pub(super) fn over(
        inner: Arc<E>,
        guard: Arc<OnceLock<Guard>>,
        claim: Option<AnswerClaim>,
    ) -> Self {
        Self {
            inner,
            guard,
            claim,
        }
    }
}

/// Asks for the claim, if what is written hangs on one.
fn hold_claim(sql: &dyn Sql, claim: Option<&AnswerClaim>) -> Result<(), StoreError> {
    claim.map_or(Ok(()), |claim| money::hold(sql, claim))
}

/// Runs a unit of work with the desk key. Beside its result, the head that it reached is returned.
fn with_key<T>(
    sql: &dyn Sql,
    guard: Option<&Guard>,
    work: &mut impl FnMut(&dyn Sql) -> Result<T, StoreError>,
) -> Result<(T, Option<Head>), StoreError> {
    let Some(guard) = guard else {
        return Ok((work(sql)?, None));
    };
    let sql = KeyedSql {
        sql,
        transaction: KeyedTransaction::new(guard),
    };
    let done = work(&sql)?;
    Ok((done, sql.transaction.head()))
}

impl<E: Engine> Engine for Keyed<E> {
    fn read<T>(
        &self,
        mut work: impl FnMut(&dyn Sql) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let guard = self.guard.get();
        self.inner
            .read(|sql| with_key(sql, guard, &mut work).map(|(done, _)| done))
    }

    fn read_moment<T>(
        &self,
        mut work: impl FnMut(&dyn Sql) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let guard = self.guard.get();
        self.inner
            .read_moment(|sql| with_key(sql, guard, &mut work).map(|(done, _)| done))
    }

    fn write<T>(
        &self,
        mut work: impl FnMut(&dyn Sql) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let guard = self.guard.get();
        let (done, head) = self.inner.write(|sql| {
            hold_claim(sql, self.claim.as_ref())?;
            with_key(sql, guard, &mut work)
        })?;
        if let (Some(guard), Some(head)) = (guard, head) {
            // Only after the commit: a head that is ahead of the database would say that committed
            // rows were cut off.
            guard.advance(&head);
        }
        Ok(done)
    }

    fn read_soon<T: Send + 'static>(
        self: &Arc<Self>,
        mut work: impl FnMut(&dyn Sql) -> Result<T, StoreError> + Send + 'static,
    ) -> Pending<T> {
        let guard = self.guard.clone();
        self.inner
            .read_soon(move |sql| with_key(sql, guard.get(), &mut work).map(|(done, _)| done))
    }

    fn write_soon<T: Send + 'static>(
        self: &Arc<Self>,
        mut work: impl FnMut(&dyn Sql) -> Result<T, StoreError> + Send + 'static,
    ) -> Pending<T> {
        let (guard, after) = (self.guard.clone(), self.guard.clone());
        let claim = self.claim;
        let written = self.inner.write_soon(move |sql| {
            hold_claim(sql, claim.as_ref())?;
            with_key(sql, guard.get(), &mut work)
        });
        Box::pin(async move {
            let (done, head) = written.await?;
            if let Some(head) = head {
                // The head is a file that is synced, which must not hold an asynchronous thread.
                let moved = tokio::task::spawn_blocking(move || {
                    if let Some(guard) = after.get() {
                        guard.advance(&head);
                    }
                });
                let _ = moved.await;
            }
            Ok(done)
        })
    }

    fn is_shared(&self) -> bool {
        self.inner.is_shared()
    }

    fn start_writer(&self) -> Result<Option<JoinHandle<()>>, StoreError> {
        self.inner.start_writer()
    }

    fn inspect(&self, whole: bool) -> Result<Inspection, StoreError> {
        self.inner.inspect(whole)
    }

    fn snapshot(&self, to: &Path) -> Result<bool, StoreError> {
        self.inner.snapshot(to)
    }

    fn scrub(&self) -> Result<bool, StoreError> {
        self.inner.scrub()
    }

    fn maintenance(&self) -> Result<Box<dyn MaintenanceLock>, StoreError> {
        self.inner.maintenance()
    }

    fn maintenance_now(&self) -> Result<Option<Box<dyn MaintenanceLock>>, StoreError> {
        self.inner.maintenance_now()
    }

    fn close(&self) -> Result<bool, StoreError> {
        self.inner.close()
    }

    fn reopen(&self) -> Result<(), StoreError> {
        self.inner.reopen()
    }
}

struct KeyedSql<'a> {
    sql: &'a dyn Sql,
    transaction: KeyedTransaction<'a>,
}

impl Sql for KeyedSql<'_> {
    fn query(&self, statement: &'static str, values: &[Value<'_>]) -> Result<Vec<Row>, StoreError> {
        self.sql.query(statement, values)
    }

    fn execute(&self, statement: &'static str, values: &[Value<'_>]) -> Result<u64, StoreError> {
        self.sql.execute(statement, values)
    }

    fn lock(&self, what: TransactionLock) -> Result<(), StoreError> {
        self.sql.lock(what)
    }

    fn lock_records(&self) -> Result<(), StoreError> {
        self.sql.lock_records()
    }

    fn due_work(&self) -> &'static str {
        self.sql.due_work()
    }

    fn keyed(&self) -> Option<&KeyedTransaction<'_>> {
        Some(&self.transaction)
    }
}
