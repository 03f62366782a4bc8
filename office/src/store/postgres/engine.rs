//! A pool of connections, and the transactions on them.

use std::cell::RefCell;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use tokio::sync::Semaphore;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};

use super::connect::{ServerSession, sorted};
use super::target::Target;
use super::wait::wait;
use super::{roles, schema};
use crate::store::error::StoreError;
use crate::store::sql::{
    Cell, Engine, Inspection, MaintenanceLock, Pending, Row, Sql, TransactionLock, Value,
    count_statement,
};

/// Connections of one process, at most.
const MOST: usize = 12;
/// How long somebody waits for a connection until the database counts as away.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often a unit of work is run again after another one overtook it.
const RUNS: u32 = 8;
/// Advisory locks are numbers that all programs of a database share, so ours have a first number of
/// their own.
const LOCKS: i32 = 0x5041_5955;
const LOCK_BUNDLES: i32 = 1;
const LOCK_AUDIT: i32 = 2;
const LOCK_MAINTENANCE: i32 = 3;
/// 4 is the migration's.
const LOCK_MONEY: i32 = 5;
const LOCK_ROSTER: i32 = 6;
const LOCK_REFERRALS: i32 = 7;

/// A database of `PostgreSQL`.
pub struct Postgres {
    target: Target,
    pool: Mutex<Pool>,
    returned: Condvar,
    turns: Arc<Semaphore>,
    /// It drives the connections. It is there until the engine is dropped.
    runtime: Option<Runtime>,
}

#[derive(Default)]
struct Pool {
    idle: Vec<ServerSession>,
    taken: usize,
}

impl Postgres {
    /// Connects, and brings the schema up to date. It makes the schema in an empty database.
    pub fn open(target: &Target) -> Result<Self, StoreError> {
        let engine = Self::over(target)?;
        engine.on_session(|session| schema::migrate(&session.client))?;
        Ok(engine)
    }

    /// Connects without making or changing a schema.
    pub fn open_to_look(target: &Target) -> Result<Self, StoreError> {
        let engine = Self::over(target)?;
        engine.on_session(|session| schema::version(&session.client))?;
        Ok(engine)
    }

    /// Gives a role of the server what the intake needs, and nothing else.
    pub fn grant_intake(&self, role: &str) -> Result<(), StoreError> {
        self.on_session(|session| roles::grant_intake(&session.client, role))
    }

    fn over(target: &Target) -> Result<Self, StoreError> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("postgres")
            .enable_all()
            .build()?;
        Ok(Self {
            target: target.clone(),
            pool: Mutex::default(),
            returned: Condvar::new(),
            turns: Arc::new(Semaphore::new(MOST)),
            runtime: Some(runtime),
        })
    }

    fn connect(&self) -> Result<ServerSession, StoreError> {
        self.target
            .connect(self.runtime.as_ref().ok_or(StoreError::Closed)?.handle())
    }

    /// Runs something on a connection of the pool. A connection that broke, or on which something
    /// panicked, is not used again.
    fn on_session<T>(
        &self,
        work: impl FnOnce(&mut ServerSession) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut taken = Taken {
            engine: self,
            session: None,
        };
        let idle = {
            let mut pool = self.pool.lock().unwrap_or_else(PoisonError::into_inner);
            if pool.taken >= MOST {
                let (waited, timeout) = self
                    .returned
                    .wait_timeout_while(pool, PATIENCE, |pool| pool.taken >= MOST)
                    .unwrap_or_else(PoisonError::into_inner);
                pool = waited;
                // The place was not taken, so dropping `taken` must not give one back.
                if timeout.timed_out() {
                    taken.forget();
                    return Err(StoreError::Away("all connections are in use".into()));
                }
            }
            pool.taken += 1;
            // The thread that drives a connection notices when it breaks.
            pool.idle.retain(|session| !session.client.is_closed());
            pool.idle.pop()
        };
        let mut session = idle.map_or_else(|| self.connect(), Ok)?;
        let done = work(&mut session);
        // A connection with an `Away` error may be broken, or lead to a server that takes no writes
        // any more.
        if !matches!(done, Err(StoreError::Away(_))) {
            taken.session = Some(session);
        }
        done
    }

    /// Runs a unit of work again while another transaction overtakes it. A connection that broke is
    /// not tried again here: nobody knows whether its transaction was committed.
    fn again<T>(
        &self,
        mut run: impl FnMut(&mut ServerSession) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        for _ in 1..RUNS {
            match self.on_session(&mut run) {
                Err(StoreError::Overtaken) => {}
                done => return done,
            }
        }
        self.on_session(run)
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // A runtime that is dropped waits for its tasks, which an asynchronous thread must not do.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// A place in the pool. Dropping it gives the place back, and the connection if it is sound.
struct Taken<'a> {
    engine: &'a Postgres,
    session: Option<ServerSession>,
}

impl Taken<'_> {
    /// The place was never taken.
    fn forget(self) {
        std::mem::forget(self);
    }
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        let mut pool = self
            .engine
            .pool
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        pool.taken -= 1;
        pool.idle.extend(self.session.take());
        self.engine.returned.notify_one();
    }
}

impl Engine for Postgres {
    fn read<T>(
        &self,
        mut work: impl FnMut(&dyn Sql) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.again(|session| work(&Open(RefCell::new(session))))
    }

    fn read_moment<T>(
        &self,
        mut work: impl FnMut(&dyn Sql) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.again(|session| {
            transaction(
                session,
                // The default, READ COMMITTED, shows each statement another moment. A copy or a
                // walk along the audit chain must see one.
                "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
                &mut work,
            )
        })
    }

    fn write<T>(
        &self,
        mut work: impl FnMut(&dyn Sql) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        // READ COMMITTED is enough: what must not change between two statements is locked by the
        // unit of work itself ([`Sql::lock`]), and a stricter level would make units fail that do
        // not touch each other.
        self.again(|session| transaction(session, "BEGIN", &mut work))
    }

    fn read_soon<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnMut(&dyn Sql) -> Result<T, StoreError> + Send + 'static,
    ) -> Pending<T> {
        let engine = self.clone();
        soon(self.turns.clone(), move || engine.read(work))
    }

    fn write_soon<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnMut(&dyn Sql) -> Result<T, StoreError> + Send + 'static,
    ) -> Pending<T> {
        let engine = self.clone();
        soon(self.turns.clone(), move || engine.write(work))
    }

    fn is_shared(&self) -> bool {
        true
    }

    fn start_writer(&self) -> Result<Option<std::thread::JoinHandle<()>>, StoreError> {
        // The server itself commits together what comes at the same time.
        Ok(None)
    }

    fn inspect(&self, _whole: bool) -> Result<Inspection, StoreError> {
        let version = self.on_session(|session| schema::version(&session.client))?;
        // The server checks its pages itself, if it was made with checksums.
        Ok(Inspection {
            version,
            known: schema::known_version(),
            sound: true,
            stranger: None,
        })
    }

    fn snapshot(&self, _to: &Path) -> Result<bool, StoreError> {
        Ok(false)
    }

    fn scrub(&self) -> Result<bool, StoreError> {
        // Deleted rows are removed from their pages by the server's vacuum: docs/operating.md.
        Ok(true)
    }

    fn maintenance(&self) -> Result<Box<dyn MaintenanceLock>, StoreError> {
        // A connection of its own: the lock ends with it.
        let session = self.connect()?;
        wait(
            session
                .client
                // A backup of a large office may hold this lock for longer than an ordinary
                // statement may wait.
                .batch_execute("SET statement_timeout = 0; SET lock_timeout = 0"),
        )
        .and_then(|()| {
            wait(session.client.execute(
                "SELECT pg_advisory_lock($1, $2)",
                &[&LOCKS, &LOCK_MAINTENANCE],
            ))
        })
        .map_err(|error| sorted(&error))?;
        Ok(Box::new(Held(session)))
    }

    fn maintenance_now(&self) -> Result<Option<Box<dyn MaintenanceLock>>, StoreError> {
        let session = self.connect()?;
        let row = wait(session.client.query_one(
            "SELECT pg_try_advisory_lock($1, $2)",
            &[&LOCKS, &LOCK_MAINTENANCE],
        ))
        .map_err(|error| sorted(&error))?;
        let is_free: bool = row.try_get(0).map_err(|error| sorted(&error))?;
        Ok(is_free.then(|| Box::new(Held(session)) as Box<dyn MaintenanceLock>))
    }

    fn close(&self) -> Result<bool, StoreError> {
        self.on_session(|session| {
            // The answer tells a second move from the first one: only the move that closed the
            // office may open it again when it fails.
            if wait(session.client.query_opt(schema::IS_CLOSED, &[]))
                .map_err(|error| sorted(&error))?
                .is_some()
            {
                return Ok(false);
            }
            command(session, schema::CLOSE)?;
            Ok(true)
        })
    }

    fn reopen(&self) -> Result<(), StoreError> {
        self.on_session(|session| command(session, schema::REOPEN))
    }
}

struct Held(#[expect(dead_code, reason = "the lock ends when the connection does")] ServerSession);

impl MaintenanceLock for Held {}

fn soon<T: Send + 'static>(
    turns: Arc<Semaphore>,
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Pending<T> {
    Box::pin(async move {
        let turn = turns
            .acquire_owned()
            .await
            .map_err(|_| StoreError::Closed)?;
        let done = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            work()
        });
        done.await.map_err(|_| StoreError::Closed)?
    })
}

fn transaction<T>(
    session: &mut ServerSession,
    begin: &str,
    work: &mut impl FnMut(&dyn Sql) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    command(session, begin)?;
    match work(&Open(RefCell::new(&mut *session))) {
        // When the connection breaks here, nobody knows whether it was committed: whoever asked
        // asks again, and is told what is there.
        Ok(done) => command(session, "COMMIT").map(|()| done),
        Err(error) => {
            let _ = command(session, "ROLLBACK");
            Err(error)
        }
    }
}

fn command(session: &ServerSession, text: &str) -> Result<(), StoreError> {
    wait(session.client.batch_execute(text)).map_err(|error| sorted(&error))
}

/// A session that is in use.
struct Open<'a>(RefCell<&'a mut ServerSession>);

impl Open<'_> {
    fn run<T>(
        &self,
        statement: &'static str,
        run: impl FnOnce(
            &tokio_postgres::Client,
            &tokio_postgres::Statement,
        ) -> Result<T, tokio_postgres::Error>,
    ) -> Result<T, StoreError> {
        count_statement();
        let mut session = self.0.borrow_mut();
        let ServerSession { client, statements } = &mut **session;
        let prepared = if let Some(prepared) = statements.get(statement) {
            prepared.clone()
        } else {
            let prepared =
                wait(client.prepare(&dollars(statement))).map_err(|error| sorted(&error))?;
            statements.insert(statement, prepared.clone());
            prepared
        };
        run(client, &prepared).map_err(|error| sorted(&error))
    }
}

impl Sql for Open<'_> {
    fn query(&self, statement: &'static str, values: &[Value<'_>]) -> Result<Vec<Row>, StoreError> {
        let values: Vec<&(dyn ToSql + Sync)> = values.iter().map(|value| value as _).collect();
        let rows = self.run(statement, |client, prepared| {
            wait(client.query(prepared, &values))
        })?;
        let row = |row: &tokio_postgres::Row| {
            let cells = (0..row.len()).map(|place| row.try_get(place));
            cells
                .collect::<Result<_, _>>()
                .map(Row)
                .map_err(|error| sorted(&error))
        };
        rows.iter().map(row).collect()
    }

    fn execute(&self, statement: &'static str, values: &[Value<'_>]) -> Result<u64, StoreError> {
        let values: Vec<&(dyn ToSql + Sync)> = values.iter().map(|value| value as _).collect();
        self.run(statement, |client, prepared| {
            wait(client.execute(prepared, &values))
        })
    }

    fn lock(&self, what: TransactionLock) -> Result<(), StoreError> {
        match what {
            TransactionLock::Registration(id) => {
                // Half of the id: two registrations that share it only wait for each other.
                // A lock by one number and a lock by two numbers never meet in PostgreSQL, so no
                // registration waits for the locks below.
                let (_, random) = id.bytes().split_at(8);
                let number = i64::from_be_bytes(random.try_into().unwrap_or_default());
                self.query(
                    "SELECT pg_advisory_xact_lock(?1) IS NULL",
                    &[Value::Int(number)],
                )?;
            }
            TransactionLock::Bundles => self.lock_number(LOCK_BUNDLES)?,
            TransactionLock::Roster => self.lock_number(LOCK_ROSTER)?,
            TransactionLock::Audit => self.lock_number(LOCK_AUDIT)?,
            TransactionLock::Money => self.lock_number(LOCK_MONEY)?,
            TransactionLock::Referrals => self.lock_number(LOCK_REFERRALS)?,
        }
        Ok(())
    }

    fn lock_records(&self) -> Result<(), StoreError> {
        // A statement that adds a record locks the table before it looks at anything.
        self.execute("LOCK TABLE records IN SHARE ROW EXCLUSIVE MODE", &[])
            .map(|_| ())
    }

    fn due_work(&self) -> &'static str {
        "SELECT id, revision, work_tries FROM registrations
            WHERE work_at IS NOT NULL AND work_after <= ?1 ORDER BY work_after, work_at LIMIT ?2
            FOR UPDATE SKIP LOCKED"
    }
}

impl Open<'_> {
    fn lock_number(&self, number: i32) -> Result<(), StoreError> {
        let (first, second) = (i64::from(LOCKS), i64::from(number));
        self.query(
            "SELECT pg_advisory_xact_lock(CAST(?1 AS bigint)::int, CAST(?2 AS bigint)::int) IS NULL",
            &[Value::Int(first), Value::Int(second)],
        )?;
        Ok(())
    }
}

/// `?1` as `$1`. No statement has a question mark in a text.
fn dollars(statement: &str) -> String {
    statement.replace('?', "$")
}

impl ToSql for Value<'_> {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut bytes::BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            // The server names the type of each parameter, and takes no wider number for a narrower
            // column.
            Self::Int(number) if *kind == Type::INT4 => i32::try_from(*number)?.to_sql(kind, out),
            Self::Int(number) => number.to_sql(kind, out),
            Self::Text(text) => text.to_sql(kind, out),
            Self::Bytes(bytes) => bytes.to_sql(kind, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

impl<'a> FromSql<'a> for Cell {
    fn from_sql(
        kind: &Type,
        raw: &'a [u8],
    ) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(match *kind {
            Type::INT8 => Self::Int(i64::from_sql(kind, raw)?),
            Type::INT4 => Self::Int(i32::from_sql(kind, raw)?.into()),
            Type::BOOL => Self::Int(bool::from_sql(kind, raw)?.into()),
            Type::TEXT => Self::Text(String::from_sql(kind, raw)?),
            _ => Self::Bytes(Vec::from_sql(kind, raw)?),
        })
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Self::Null)
    }

    fn accepts(kind: &Type) -> bool {
        [Type::INT8, Type::INT4, Type::BOOL, Type::TEXT, Type::BYTEA].contains(kind)
    }
}
