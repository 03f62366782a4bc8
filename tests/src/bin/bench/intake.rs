//! The office: records received, each durable before it is answered, and records opened.

use std::io::{Read, Write};
use std::net::TcpStream;

use payung_model::content::Content;
use payung_model::form::{Form, Kind};
use payung_model::sealed::{
    Answer, Consent, Digest, Envelope, EnvelopeKind, Header, OfficePublicKey, Random, Registration,
    RegistrationId, ReplyKey, StatusToken, TrustFile,
};
use payung_model::secret::Secret;
use payung_model::units::Timestamp;
use payung_tests::Outcome;
use payung_tests::deliveries::SystemRandom;
use payung_tests::office::Office;
use payung_tests::postgres::PostgresServer;
use payung_tests::stopwatch::Stopwatch;
use rusqlite::Connection;
use rustix::event::{PollFd, PollFlags, poll};

use crate::phone::NOW;
use crate::row::Row;

const RECORDS: u32 = 4000;
const CONNECTIONS: usize = 32;
/// Ten minutes.
const LONGEST_WAY_MILLIS: u32 = 600_000;
/// Both databases grow from round to round.
const ROUNDS: u32 = 5;

/// Records of full length over HTTP, many connections, against SQLite writing the same rows in
/// batches of as many; the load is made by the same cores, SQLite has them alone. Then the opener,
/// in a process of its own, over what came.
pub fn records() -> Outcome<Vec<Row>> {
    let folder = tempfile::tempdir()?;
    let office = Office::found(folder.path(), "http://127.0.0.1:1")?;
    let trust = TrustFile::parse(&std::fs::read(folder.path().join("trust.json"))?)?;
    let key = trust.office_keys.first().ok_or("no office key")?;
    let (mut intake, mut opener) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let envelopes = envelopes(key, round)?;
        let serving = office.serve_with_rates("127.0.0.1:0")?;
        let (sent, ours) = Stopwatch::time(|| load(serving.address(), &envelopes));
        sent?;
        serving.stop()?;
        let (written, reference) =
            Stopwatch::time(|| raw(&folder.path().join("raw.db"), &envelopes));
        written?;
        let per_second = |time: std::time::Duration| f64::from(RECORDS) / time.as_secs_f64();
        intake.push((per_second(ours), per_second(reference)));
        let (opened, time) = Stopwatch::time(|| office.open());
        let said = String::from_utf8_lossy(&opened?.stdout).trim().to_owned();
        if said != format!("opened {RECORDS}, flagged 0") {
            return Err(format!("the opener said {said:?}").into());
        }
        opener.push(per_second(time));
    }
    let row = Row::of_rounds(
        "office intake: records, durable",
        "/s",
        "SQLite, same rows, 32 a transaction",
        &intake,
    );
    Ok(vec![
        row.budget("≥ 0.4 ×", |row| {
            row.ratio.is_some_and(|ratio| ratio >= 0.4)
        }),
        Row::alone("office opener: records opened and indexed", "/s", opener),
    ])
}

/// What the child process is called with.
pub const CHILD: &str = "--intake-over-postgresql";

/// The same over PostgreSQL, against the same statements run by `pgbench` in the same server; in a
/// process of its own, because the environment says which database an office gets.
pub fn over_postgres() -> Outcome<Vec<Row>> {
    const WHAT: &str = "office intake over PostgreSQL, durable";
    if !PostgresServer::is_installed() {
        return Ok(vec![Row::skipped(WHAT, "PostgreSQL is not installed")]);
    }
    let said = std::process::Command::new(std::env::current_exe()?)
        .arg(CHILD)
        .env("PAYUNG_TEST_DATABASE", "postgres")
        .env("PAYUNG_TEST_FSYNC", "on")
        .output()?;
    if !said.status.success() {
        return Err(String::from_utf8_lossy(&said.stderr).into_owned().into());
    }
    let rounds: Vec<(f64, f64)> = serde_json::from_slice(&said.stdout)?;
    let row = Row::of_rounds(WHAT, "/s", "pgbench, our statements, 32 clients", &rounds);
    Ok(vec![row.budget("≥ 0.5 ×", |row| {
        row.ratio.is_some_and(|ratio| ratio >= 0.5)
    })])
}

/// The child: prints its rounds as JSON.
pub fn postgres_rounds() -> Outcome<()> {
    let server = PostgresServer::shared()?;
    let folder = tempfile::tempdir()?;
    // The reference has a database of its own with the same schema and as many rows.
    let [ours, theirs] = ["ours", "theirs"].map(|name| {
        let folder = folder.path().join(name);
        Office::found(&folder, "http://127.0.0.1:1").map(|office| (folder, office))
    });
    let ((place, office), (_, reference)) = (ours?, theirs?);
    let trust = TrustFile::parse(&std::fs::read(place.join("trust.json"))?)?;
    let key = trust.office_keys.first().ok_or("no office key")?;
    let database = reference.database.ok_or("no database")?;
    let name = database.rsplit('/').next().unwrap_or_default();
    let mut rounds = Vec::new();
    for round in 0..ROUNDS {
        let envelopes = envelopes(key, round)?;
        let length = envelopes.first().map_or(0, |made| made.envelope.len());
        let script = folder.path().join("record.sql");
        std::fs::write(&script, statements(length))?;
        let serving = office.serve("127.0.0.1:0")?;
        let (sent, time) = Stopwatch::time(|| load(serving.address(), &envelopes));
        sent?;
        serving.stop()?;
        let theirs = server.pgbench(name, &script, RECORDS)?;
        rounds.push((f64::from(RECORDS) / time.as_secs_f64(), theirs));
    }
    println!("{}", serde_json::to_string(&rounds)?);
    Ok(())
}

/// What the intake asks PostgreSQL for a first record without photos (`office/src/store/record.rs`),
/// in pgbench's words. The envelope is one constant, which pgbench need not send.
fn statements(length: usize) -> String {
    let envelope = "5a".repeat(length);
    let (digest, key) = ("11".repeat(32), "22".repeat(8));
    let id =
        "decode(lpad(to_hex(:t::bigint), 16, '0') || lpad(to_hex(:a::bigint), 16, '0'), 'hex')";
    format!(
        "\\set t (1795399200000 + random(1, {LONGEST_WAY_MILLIS})) * 65536 + random(0, 65535)
\\set a random(1, 4611686018427387904)
BEGIN;
SELECT pg_advisory_xact_lock(:a) IS NULL;
SELECT revision, state, changed_at, token_hash FROM registrations WHERE id = {id};
SELECT id, token_hash, erased_at, why FROM erased WHERE id = {id};
SELECT EXISTS (SELECT 1 FROM office_keys WHERE key_id = '\\x{key}' AND retired_at IS NULL), EXISTS (SELECT 1 FROM bundles WHERE sequence = 1), (SELECT coalesce(max(sequence), 0) FROM bundles);
INSERT INTO registrations (id, receipt, token_hash, state, revision, created_at, changed_at, work_at) VALUES ({id}, to_hex(:a::bigint), '\\x{digest}', 'received', 1, :t::bigint / 65536, :t::bigint / 65536, :t::bigint / 65536);
INSERT INTO records (id, revision, digest, envelope, key_id, bundle_sequence, received_at) VALUES ({id}, 1, '\\x{digest}', '\\x{envelope}', '\\x{key}', 1, :t::bigint / 65536);
COMMIT;
"
    )
}

struct Made {
    id: RegistrationId,
    envelope: Vec<u8>,
    /// All of it, as it goes on the wire.
    request: Vec<u8>,
}

/// Registrations without photos, each of another NIK.
fn envelopes(key: &OfficePublicKey, round: u32) -> Outcome<Vec<Made>> {
    let mut random = SystemRandom;
    let now = Timestamp::from_millis(NOW)?;
    let content = Content::built_in()?;
    let form = content.forms.get("bpu").ok_or("no form")?;
    let consents = consents(form, now)?;
    (0..RECORDS)
        .map(|number| {
            let token = StatusToken::new(&mut random)?;
            let header = Header {
                kind: EnvelopeKind::Registration,
                id: RegistrationId::new(began(round, number, &mut random)?, &mut random)?,
                revision: 1,
                bundle_sequence: 1,
                key_id: key.id(),
                token_hash: token.hash(),
                reply_key: ReplyKey::new(&mut random)?.public(),
                photos: Vec::new(),
            };
            // Random letters hardly compress: as long as the form takes them, they stand for all
            // else that it asks.
            let mut letters = |count: usize| -> Outcome<String> {
                let mut bytes = vec![0; count];
                random.fill(&mut bytes)?;
                Ok(bytes.iter().map(|byte| char::from(b'A' + byte % 26)).collect())
            };
            let nik = format!("3201015501{:02}{:04}", 70 + round, number + 1);
            let long = [
                ("nik", nik),
                ("name", letters(100)?),
                ("birth_place", letters(50)?),
                ("mother_name", letters(100)?),
                ("village", letters(60)?),
                ("street", letters(120)?),
            ];
            let short = CHOSEN.map(|(question, value)| (question, value.to_owned()));
            let answer = |(question, value): (&str, String)| Answer {
                question: question.to_owned(),
                value: Secret::new(value),
            };
            let body = Registration {
                form: "bpu".to_owned(),
                form_version: form.version,
                lang: "id".to_owned(),
                sealed_at: now,
                purpose: "register".to_owned(),
                answers: long.into_iter().chain(short).map(answer).collect(),
                consents: consents.clone(),
                photos: Vec::new(),
                completes: None,
                referral: None,
            };
            let id = header.id;
            let envelope = Envelope::seal(header, &body, key, &mut random)?.bytes().to_vec();
            let mut request = format!(
                "PUT /v1/registrations/{id}/revisions/1 HTTP/1.1\r\nHost: kantor.contoh\r\nAuthorization: Bearer {token}\r\n\
                 Content-Type: application/octet-stream\r\nContent-Length: {}\r\n\r\n",
                envelope.len()
            )
            .into_bytes();
            request.extend_from_slice(&envelope);
            Ok(Made { id, envelope, request })
        })
        .collect()
}

/// What everybody chose: without it the opener's checks would set all of it aside as incomplete.
const CHOSEN: [(&str, &str); 13] = [
    ("ever_member", "never"),
    ("age", "17_64"),
    ("employer", "no"),
    ("payer", "self"),
    ("occupation", "street_vendor"),
    ("income_per", "month"),
    ("income", "1500000"),
    ("programmes", "jkk,jkm"),
    ("months", "1"),
    ("nik_right", "yes"),
    ("home_here", "yes"),
    ("village_code", "other"),
    ("phone", "+6281200000000"),
];

/// What a self-employed worker agrees to, in the versions of the form.
fn consents(form: &Form, at: Timestamp) -> Outcome<Vec<Consent>> {
    let given = ["declaration", "consent_processing"].map(|id| {
        let kind = form.question(id).map(|question| &question.kind);
        match kind {
            Some(Kind::Consent { version, .. }) => Ok(Consent {
                question: id.to_owned(),
                version: *version,
                at,
            }),
            _ => Err(format!("{id} is no consent")),
        }
    });
    Ok(given.into_iter().collect::<Result<_, _>>()?)
}

/// When a registration was begun: ten a second arrive, each after minutes of typing and waiting for
/// a network. Ids are UUIDv7, so they come nearly in order; ids of one millisecond would come in
/// none.
fn began(round: u32, number: u32, random: &mut impl Random) -> Outcome<Timestamp> {
    let mut bytes = [0; 4];
    random.fill(&mut bytes)?;
    let arrives = i64::from(round * RECORDS + number) * 100;
    Ok(Timestamp::from_millis(
        NOW + arrives - i64::from(u32::from_le_bytes(bytes) % LONGEST_WAY_MILLIS),
    )?)
}

/// Keep-alive connections, one request at a time each, served by one thread: the load shares the
/// two cores with the office, and should take as little of them as a phone far away does.
fn load(address: &str, envelopes: &[Made]) -> Outcome<()> {
    let mut senders = envelopes
        .chunks(envelopes.len().div_ceil(CONNECTIONS))
        .map(|share| Sender::start(address, share))
        .collect::<Outcome<Vec<_>>>()?;
    while !senders.is_empty() {
        let mut waited: Vec<_> = senders
            .iter()
            .map(|one| PollFd::new(&one.stream, PollFlags::IN))
            .collect();
        poll(&mut waited, None)?;
        let ready: Vec<bool> = waited.iter().map(|one| !one.revents().is_empty()).collect();
        let mut ready = ready.into_iter();
        let mut failed = None;
        senders.retain_mut(|one| {
            let goes_on = if ready.next() == Some(true) {
                one.go_on()
            } else {
                Ok(true)
            };
            goes_on.unwrap_or_else(|error| {
                failed = Some(error);
                false
            })
        });
        if let Some(error) = failed {
            return Err(error);
        }
    }
    Ok(())
}

/// A connection, and what it still has to send.
struct Sender<'a> {
    stream: TcpStream,
    left: std::slice::Iter<'a, Made>,
    heard: Vec<u8>,
}

impl<'a> Sender<'a> {
    fn start(address: &str, share: &'a [Made]) -> Outcome<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        let mut sender = Self {
            stream,
            left: share.iter(),
            heard: Vec::new(),
        };
        sender.send()?;
        Ok(sender)
    }

    /// False: nothing is left.
    fn send(&mut self) -> Outcome<bool> {
        let Some(made) = self.left.next() else {
            return Ok(false);
        };
        self.stream.write_all(&made.request)?;
        Ok(true)
    }

    /// Reads what came; after a whole answer, sends the next one. False: nothing is left.
    fn go_on(&mut self) -> Outcome<bool> {
        let mut buffer = [0; 4096];
        let count = self.stream.read(&mut buffer)?;
        if count == 0 {
            return Err("the office hung up".into());
        }
        self.heard.extend_from_slice(&buffer[..count]);
        if !is_whole(&self.heard)? {
            return Ok(true);
        }
        self.heard.clear();
        self.send()
    }
}

/// Whether this is a whole answer, which must be a 201.
fn is_whole(heard: &[u8]) -> Outcome<bool> {
    let mut lines = [httparse::EMPTY_HEADER; 32];
    let mut answer = httparse::Response::new(&mut lines);
    let httparse::Status::Complete(head) = answer.parse(heard)? else {
        return Ok(false);
    };
    if answer.code != Some(201) {
        return Err(format!("the office answered {:?}", String::from_utf8_lossy(heard)).into());
    }
    let length = answer
        .headers
        .iter()
        .find(|line| line.name.eq_ignore_ascii_case("content-length"));
    let length: usize = std::str::from_utf8(length.ok_or("no content-length")?.value)?.parse()?;
    Ok(heard.len() >= head + length)
}

/// What SQLite itself can do: the same bytes under a unique key, as many in a transaction as there
/// are connections.
fn raw(path: &std::path::Path, envelopes: &[Made]) -> Outcome<()> {
    let mut connection = Connection::open(path)?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
         CREATE TABLE IF NOT EXISTS record (id BLOB NOT NULL, revision INTEGER NOT NULL, digest BLOB NOT NULL, envelope BLOB NOT NULL,
             PRIMARY KEY (id, revision)) STRICT;",
    )?;
    for batch in envelopes.chunks(CONNECTIONS) {
        let transaction = connection.transaction()?;
        {
            let mut statement =
                transaction.prepare_cached("INSERT INTO record VALUES (?1, 1, ?2, ?3)")?;
            for made in batch {
                statement.execute((
                    &made.id.bytes()[..],
                    &Digest::of(&made.envelope).0[..],
                    &made.envelope,
                ))?;
            }
        }
        transaction.commit()?;
    }
    Ok(())
}
