//! A database with what each test begins with.

use payung_model::journey::OfficeState;
use payung_model::sealed::inbox::{Item, ItemBody};
use payung_model::sealed::{Digest, Envelope, KeyId, OfficeKey, RegistrationId};
use payung_model::secret::Secret;
use payung_model::units::Timestamp;
use payung_office::keys::{HeadFile, Keys};
use payung_office::random::SystemRandom;
use payung_office::store::index::IndexRow;
use payung_office::store::money::MoneyRequest;
use payung_office::store::{
    Arrival, AuditEntry, DatabaseUrl, Decided, DecisionRecord, EraseOutcome, Erasure,
    ExpectedStanding, OpenedRecord, Paper, Pending, Recorded, Store,
};

use super::common::NOW_MILLIS;
use super::common::phone::Phone;
use super::common::postgres::PostgresServer;

/// A database with one published key, and a runtime for what does not block.
pub(super) struct Fixture {
    pub(super) store: Store,
    pub(super) key: OfficeKey,
    pub(super) runtime: tokio::runtime::Runtime,
    pub(super) folder: tempfile::TempDir,
    pub(super) database: DatabaseUrl,
    pub(super) keys: Keys,
    url: String,
}

impl Fixture {
    pub(super) fn sqlite() -> Self {
        Self::over("sqlite")
    }

    pub(super) fn postgres() -> Self {
        Self::over(&PostgresServer::shared().unwrap().office_database().unwrap())
    }

    fn over(url: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database: DatabaseUrl = url.parse().unwrap();
        let store = Store::open_at(&database, &folder.path().join("data")).unwrap();
        let keys = Keys::new(&mut SystemRandom, at(0)).unwrap();
        let head = HeadFile::of(&folder.path().join("keys"));
        store
            .take_key(keys.desk().unwrap(), Some(head), at(0))
            .unwrap();
        let key = OfficeKey::new(&mut SystemRandom).unwrap();
        store
            .publish_keys(&[key.public()], "contoh", at(0))
            .unwrap();
        store.start_writer().unwrap();
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(4)
            .enable_all()
            .build()
            .unwrap();
        Self {
            store,
            key,
            runtime,
            folder,
            database,
            keys,
            url: url.to_owned(),
        }
    }

    /// Another process of the same office: with the keys, or as the intake without them.
    pub(super) fn other(&self, with_keys: bool) -> Store {
        let store = Store::open_at(&self.database, &self.folder.path().join("data")).unwrap();
        if with_keys {
            store
                .take_key(self.keys.desk().unwrap(), Some(self.head()), at(0))
                .unwrap();
        }
        store
    }

    pub(super) fn head(&self) -> HeadFile {
        HeadFile::of(&self.folder.path().join("keys"))
    }

    /// Statements as somebody gives them who has the intake's user: whatever stands in the way in
    /// the database can be removed by who owns it.
    pub(super) fn intruder(&self, statements: &str) {
        if self.database.is_sqlite() {
            let file = self.folder.path().join("data/office.db");
            let sql = rusqlite::Connection::open(file).unwrap();
            sql.busy_timeout(std::time::Duration::from_secs(10))
                .unwrap();
            for trigger in [
                "audit_is_not_changed",
                "audit_is_not_removed",
                "chain_is_not_changed",
                "chain_is_not_removed",
            ] {
                sql.execute_batch(&format!("DROP TRIGGER IF EXISTS {trigger}"))
                    .unwrap();
            }
            sql.execute_batch(statements).unwrap();
        } else {
            let server = PostgresServer::shared().unwrap();
            let name = self.url.rsplit('/').next().unwrap();
            let name = name.split('?').next().unwrap();
            let all = format!(
                "SET search_path = payung, payung_desk;
                 ALTER TABLE audit DISABLE TRIGGER USER; ALTER TABLE audit_chain DISABLE TRIGGER USER; {statements}"
            );
            server.sql(name, &all).unwrap();
        }
    }

    /// What a query counts, as somebody sees it who looks into the database.
    pub(super) fn count(&self, query: &str) -> i64 {
        if self.database.is_sqlite() {
            let sql =
                rusqlite::Connection::open(self.folder.path().join("data/office.db")).unwrap();
            return sql.query_row(query, [], |row| row.get(0)).unwrap();
        }
        let server = PostgresServer::shared().unwrap();
        let name = self.url.rsplit('/').next().unwrap();
        let query = format!("SET search_path = payung; {query}");
        server.sql(name, &query).unwrap().parse().unwrap()
    }

    /// How the database would find what a statement of the office asks for, a step a line.
    pub(super) fn plan(&self, statement: &str) -> String {
        if self.database.is_sqlite() {
            let sql =
                rusqlite::Connection::open(self.folder.path().join("data/office.db")).unwrap();
            let mut explained = sql
                .prepare(&format!("EXPLAIN QUERY PLAN {statement}"))
                .unwrap();
            let mut rows = explained.raw_query();
            let mut steps = Vec::new();
            while let Some(row) = rows.next().unwrap() {
                steps.push(row.get::<_, String>(3).unwrap());
            }
            return steps.join("\n");
        }
        let server = PostgresServer::shared().unwrap();
        let name = self.url.rsplit('/').next().unwrap();
        let name = name.split('?').next().unwrap();
        // A literal without a type is one of whatever type stands there.
        let mut statement = statement.to_owned();
        for place in 1..=9 {
            statement = statement.replace(&format!("?{place}"), "'7'");
        }
        let explain =
            format!("SET search_path = payung, payung_desk; EXPLAIN (COSTS OFF) {statement}");
        server.sql(name, &explain).unwrap()
    }

    /// Does something while the transaction of another process, in which a correction of that
    /// registration came, is under way: it holds the locks that it needs, and commits later.
    pub(super) fn while_it_is_corrected<T>(
        &self,
        id: RegistrationId,
        meanwhile: impl FnOnce() -> T,
    ) -> T {
        const COMMITS_AFTER: std::time::Duration = std::time::Duration::from_secs(3);
        let hex = id.to_string().replace('-', "");
        if self.database.is_sqlite() {
            let file = self.folder.path().join("data/office.db");
            let sql = rusqlite::Connection::open(file).unwrap();
            let correct = format!(
                "BEGIN IMMEDIATE; UPDATE registrations SET revision = 2, state = 'receiving' WHERE id = x'{hex}'"
            );
            sql.execute_batch(&correct).unwrap();
            return std::thread::scope(|scope| {
                scope.spawn(move || {
                    std::thread::sleep(COMMITS_AFTER / 3);
                    sql.execute_batch("COMMIT").unwrap();
                });
                meanwhile()
            });
        }
        let lock = i64::from_be_bytes(id.bytes()[8..].try_into().unwrap());
        let correct = format!(
            "BEGIN; SELECT pg_advisory_xact_lock({lock}); UPDATE payung.registrations SET revision = 2, state = 'receiving'
                WHERE id = '\\x{hex}'; SELECT pg_sleep({}); COMMIT",
            COMMITS_AFTER.as_secs()
        );
        let server = PostgresServer::shared().unwrap();
        let name = self.url.rsplit('/').next().unwrap();
        let name = name.split('?').next().unwrap();
        std::thread::scope(|scope| {
            let correcting = scope.spawn(|| server.sql(name, &correct).unwrap());
            let held = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database =
                (SELECT oid FROM pg_database WHERE datname = current_database())";
            while self.count(held) == 0 && !correcting.is_finished() {}
            meanwhile()
        })
    }

    pub(super) fn get<T>(&self, pending: Pending<T>) -> T {
        self.runtime.block_on(pending).unwrap()
    }

    pub(super) fn phone(&self) -> Phone {
        let mut phone = Phone::new("", &self.key.public());
        phone.bundle = 0;
        phone
    }

    pub(super) fn record(&self, phone: &Phone, revision: u32) -> Recorded {
        self.get(self.store.record(arrival(phone, &phone.seal(revision), 0)))
    }

    /// A phone whose registration is received.
    pub(super) fn received(&self) -> Phone {
        let phone = self.phone();
        assert!(matches!(self.record(&phone, 1), Recorded::New(_)));
        phone
    }

    pub(super) fn state(&self, phone: &Phone) -> OfficeState {
        self.store.status(phone.id).unwrap().unwrap().state
    }

    /// Opens everything that waits, each with that NIK.
    pub(super) fn open(&self, nik: u8) -> Vec<Option<IndexRow>> {
        let leased = self.store.lease(at(0), at(60), 1000).unwrap();
        let opened: Vec<_> = leased
            .iter()
            .map(|record| OpenedRecord {
                id: record.id,
                revision: record.revision,
                row: row(nik),
                completes: None,
                keys: Vec::new(),
                referral: None,
            })
            .collect();
        self.store
            .put_opened(&opened, KeyId([1; 8]), "opener", at(1))
            .unwrap()
    }

    /// Decides as an officer would.
    pub(super) fn decide(&self, phone: &Phone, revision: u32, state: OfficeState) -> Decided {
        self.tell(phone, revision, state, None)
    }

    /// The same, of a decision that was held.
    pub(super) fn tell(
        &self,
        phone: &Phone,
        revision: u32,
        state: OfficeState,
        held: Option<&Paper>,
    ) -> Decided {
        self.write_decision(phone, revision, state, held, None, at(5))
    }

    /// The same, at that time.
    pub(super) fn decide_at(
        &self,
        phone: &Phone,
        revision: u32,
        state: OfficeState,
        at: Timestamp,
    ) -> Decided {
        self.write_decision(phone, revision, state, None, None, at)
    }

    /// Accepts a request for money as an officer would.
    pub(super) fn accept_request(&self, phone: &Phone, request: MoneyRequest) -> Decided {
        let state = OfficeState::Accepted;
        self.write_decision(phone, 1, state, None, Some(request), at(5))
    }

    fn write_decision(
        &self,
        phone: &Phone,
        revision: u32,
        state: OfficeState,
        held: Option<&Paper>,
        request: Option<MoneyRequest>,
        at: Timestamp,
    ) -> Decided {
        let place = self.store.inbox_place(phone.id).unwrap().unwrap();
        let (sequence, previous) = (place.sequence, place.previous);
        let words = Secret::new("kata contoh");
        let body = match state {
            OfficeState::NeedsCorrection => ItemBody::Correction {
                words,
                questions: Vec::new(),
            },
            _ => ItemBody::Decision { state, words },
        };
        let item = Item {
            sequence,
            previous,
            revision,
            at,
            body,
        };
        let item = item
            .seal(
                phone.id,
                &phone.reply.public(),
                &self.key,
                &mut SystemRandom,
            )
            .unwrap();
        let entry = entry("accept", "revision 1");
        let id = phone.id;
        self.store
            .decide(&DecisionRecord {
                id,
                revision,
                state,
                reply: b"reply",
                item: &item,
                place,
                at,
                entry,
                paper: None,
                held,
                request,
            })
            .unwrap()
    }

    pub(super) fn erase(&self, phone: &Phone, expected: Option<ExpectedStanding>) -> EraseOutcome {
        let (id, at) = (phone.id, at(9));
        self.store
            .erase_if(&Erasure {
                id,
                why: "contoh",
                at,
                expected,
                officer: "contoh",
                now: at,
            })
            .unwrap()
    }
}

pub(super) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_millis(NOW_MILLIS + seconds * 1000).unwrap()
}

pub(super) fn entry<'a>(action: &'a str, detail: &'a str) -> AuditEntry<'a> {
    AuditEntry {
        at: at(5),
        officer: "contoh",
        action,
        id: None,
        detail,
    }
}

pub(super) fn row(nik: u8) -> IndexRow {
    IndexRow {
        nik_index: Some([nik; 32]),
        form: Some(("bpu".into(), 1)),
        name_masked: Some("S••• C•••".into()),
        opened_at: at(1),
        ..IndexRow::default()
    }
}

pub(super) fn arrival(phone: &Phone, envelope: &[u8], seconds: i64) -> Arrival {
    Arrival {
        envelope: Envelope::parse(envelope).unwrap(),
        digest: Digest::of(envelope),
        token_hash: phone.token.hash(),
        at: at(seconds),
    }
}
