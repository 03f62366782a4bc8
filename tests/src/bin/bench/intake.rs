//! The office: records received, each durable before it is answered, and records opened.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::thread;

use payung_model::content::Content;
use payung_model::sealed::{
    Answer, Digest, Envelope, Header, OfficePublicKey, Random, Registration, RegistrationId, ReplyKey, Token, TrustFile,
};
use payung_model::secret::Secret;
use payung_model::units::Timestamp;
use payung_tests::Outcome;
use payung_tests::clock::Stopwatch;
use payung_tests::office::Office;
use rusqlite::Connection;

use crate::phone::{NOW, System};
use crate::row::Row;

const RECORDS: u32 = 4000;
const CONNECTIONS: usize = 32;
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
    token: Token,
    envelope: Vec<u8>,
}

/// Registrations without photos, each of another NIK.
fn envelopes(key: &OfficePublicKey, round: u32) -> Outcome<Vec<Made>> {
    let mut random = System;
    let now = Timestamp::from_millis(NOW)?;
    let form_version = Content::built_in()?.forms.get("bpu").ok_or("no form")?.version;
    (0..RECORDS)
        .map(|number| {
            let token = Token::new(&mut random)?;
            let header = Header {
                id: RegistrationId::new(now, &mut random)?,
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
            Ok(Made { id, token, envelope })
        })
        .collect()
}

/// Keep-alive connections, one request at a time each: the load shares the two cores with the office.
fn load(address: &str, envelopes: &[Made]) -> Outcome<()> {
    thread::scope(|scope| {
        let workers: Vec<_> = envelopes
            .chunks(envelopes.len().div_ceil(CONNECTIONS))
            .map(|share| scope.spawn(move || send_all(address, share)))
            .collect();
        workers.into_iter().try_for_each(|worker| worker.join().map_err(|_| "a sender panicked")?)
    })
}

fn send_all(address: &str, share: &[Made]) -> Outcome<()> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    let mut answers = BufReader::new(stream.try_clone()?);
    for made in share {
        let mut request = format!(
            "PUT /v1/registrations/{}/revisions/1 HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {}\r\nContent-Type: application/octet-stream\r\nContent-Length: {}\r\n\r\n",
            made.id,
            made.token,
            made.envelope.len()
        )
        .into_bytes();
        request.extend_from_slice(&made.envelope);
        stream.write_all(&request)?;
        read_answer(&mut answers)?;
    }
    Ok(())
}

fn read_answer(answers: &mut BufReader<TcpStream>) -> Outcome<()> {
    let mut line = String::new();
    answers.read_line(&mut line)?;
    if !line.contains(" 201 ") {
        return Err(format!("the office answered {line:?}").into());
    }
    let mut headers = BTreeMap::new();
    loop {
        line.clear();
        answers.read_line(&mut line)?;
        match line.trim().split_once(':') {
            Some((name, value)) => headers.insert(name.to_lowercase(), value.trim().to_owned()),
            None => break,
        };
    }
    let length: usize = headers.get("content-length").ok_or("no content-length")?.parse()?;
    let mut body = vec![0; length];
    answers.read_exact(&mut body)?;
    Ok(())
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
