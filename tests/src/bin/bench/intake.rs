//! The office: records received, each durable before it is answered, and records opened.

use std::io::{Read, Write};
use std::net::TcpStream;

use payung_model::content::Content;
use payung_model::sealed::{
    Answer, Digest, Envelope, EnvelopeKind, Header, OfficePublicKey, Random, Registration, RegistrationId, ReplyKey,
    StatusToken, TrustFile,
};
use payung_model::secret::Secret;
use payung_model::units::Timestamp;
use payung_tests::Outcome;
use payung_tests::deliveries::SystemRandom;
use payung_tests::office::Office;
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

/// Records of full length over HTTP, many connections, against SQLite writing the same rows in batches of as many; the
/// load is made by the same cores, SQLite has them alone. Then the opener, in a process of its own, over what came.
pub fn records() -> Outcome<Vec<Row>> {
    let folder = tempfile::tempdir()?;
    let office = Office::found(folder.path(), "http://127.0.0.1:1")?;
    let trust = TrustFile::parse(&std::fs::read(folder.path().join("trust.json"))?)?;
    let key = trust.office_keys.first().ok_or("no office key")?;
    let (mut intake, mut opener) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let envelopes = envelopes(key, round)?;
        let serving = office.serve("127.0.0.1:0")?;
        let (sent, ours) = Stopwatch::time(|| load(serving.address(), &envelopes));
        sent?;
        serving.stop()?;
        let (written, reference) = Stopwatch::time(|| raw(&folder.path().join("raw.db"), &envelopes));
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
    let row = Row::of_rounds("office intake: records, durable", "/s", "SQLite, same rows, 32 a transaction", &intake);
    Ok(vec![
        row.budget("≥ 0.4 ×", |row| row.ratio.is_some_and(|ratio| ratio >= 0.4)),
        Row::alone("office opener: records opened and indexed", "/s", opener),
    ])
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
    let form_version = Content::built_in()?.forms.get("bpu").ok_or("no form")?.version;
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
            // Random letters hardly compress: as long as the form takes them, they stand for all else that it asks.
            let mut letters = |count: usize| -> Outcome<String> {
                let mut bytes = vec![0; count];
                random.fill(&mut bytes)?;
                Ok(bytes.iter().map(|byte| char::from(b'A' + byte % 26)).collect())
            };
            let nik = format!("3201015501{:02}{:04}", 70 + round, number + 1);
            let answers = [
                ("nik", nik),
                ("name", letters(100)?),
                ("birth_place", letters(50)?),
                ("mother_name", letters(100)?),
                ("village", letters(60)?),
                ("street", letters(120)?),
            ];
            let body = Registration {
                form: "bpu".to_owned(),
                form_version,
                lang: "id".to_owned(),
                sealed_at: now,
                purpose: "register".to_owned(),
                answers: answers
                    .map(|(question, value)| Answer { question: question.to_owned(), value: Secret::new(value) })
                    .into(),
                consents: Vec::new(),
                photos: Vec::new(),
                completes: None,
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

/// When a registration was begun: ten a second arrive, each after minutes of typing and waiting for a network. Ids are UUIDv7,
/// so they come nearly in order; ids of one millisecond would come in none.
fn began(round: u32, number: u32, random: &mut impl Random) -> Outcome<Timestamp> {
    let mut bytes = [0; 4];
    random.fill(&mut bytes)?;
    let arrives = i64::from(round * RECORDS + number) * 100;
    Ok(Timestamp::from_millis(NOW + arrives - i64::from(u32::from_le_bytes(bytes) % LONGEST_WAY_MILLIS))?)
}

/// Keep-alive connections, one request at a time each, served by one thread: the load shares the two cores with the office,
/// and should take as little of them as a phone far away does.
fn load(address: &str, envelopes: &[Made]) -> Outcome<()> {
    let mut senders = envelopes
        .chunks(envelopes.len().div_ceil(CONNECTIONS))
        .map(|share| Sender::start(address, share))
        .collect::<Outcome<Vec<_>>>()?;
    while !senders.is_empty() {
        let mut waited: Vec<_> = senders.iter().map(|one| PollFd::new(&one.stream, PollFlags::IN)).collect();
        poll(&mut waited, None)?;
        let ready: Vec<bool> = waited.iter().map(|one| !one.revents().is_empty()).collect();
        let mut ready = ready.into_iter();
        let mut failed = None;
        senders.retain_mut(|one| {
            let goes_on = if ready.next() == Some(true) { one.go_on() } else { Ok(true) };
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
        let mut sender = Self { stream, left: share.iter(), heard: Vec::new() };
        sender.send()?;
        Ok(sender)
    }

    /// False: nothing is left.
    fn send(&mut self) -> Outcome<bool> {
        let Some(made) = self.left.next() else { return Ok(false) };
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
    let httparse::Status::Complete(head) = answer.parse(heard)? else { return Ok(false) };
    if answer.code != Some(201) {
        return Err(format!("the office answered {:?}", String::from_utf8_lossy(heard)).into());
    }
    let length = answer.headers.iter().find(|line| line.name.eq_ignore_ascii_case("content-length"));
    let length: usize = std::str::from_utf8(length.ok_or("no content-length")?.value)?.parse()?;
    Ok(heard.len() >= head + length)
}

/// What SQLite itself can do: the same bytes under a unique key, as many in a transaction as there are connections.
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
            let mut statement = transaction.prepare_cached("INSERT INTO record VALUES (?1, 1, ?2, ?3)")?;
            for made in batch {
                statement.execute((&made.id.bytes()[..], &Digest::of(&made.envelope).0[..], &made.envelope))?;
            }
        }
        transaction.commit()?;
    }
    Ok(())
}
