//! A real office for clients that we did not write (`tests/clients`), and what only a phone could
//! seal.
//!
//! Prints one line of JSON (where the office is), then answers each line of stdin with one: `seal
//! N…` seals a registration with photos of so many bytes (files, nothing is sent), `kill` kills the
//! office and starts it again at the same address. It ends, with all it made, when stdin does.

use std::io::{BufRead, Write};
use std::path::Path;
use std::process::ExitCode;

use payung_model::content::Content;
use payung_model::sealed::{
    Answer, Envelope, EnvelopeKind, Header, OfficePublicKey, PhotoHeader, PhotoKey, Random,
    Registration, RegistrationId, ReplyKey, StatusToken, TrustFile, photo,
};
use payung_model::units::Timestamp;
use payung_tests::clock::NOW;
use payung_tests::deliveries::SystemRandom;
use payung_tests::office::Office;
use payung_tests::{Outcome, samples};
use serde_json::{Value, json};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("outsiders: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let office = Office::found(folder.path(), "http://127.0.0.1:1")?;
    let trust = TrustFile::parse(&std::fs::read(folder.path().join("trust.json"))?)?;
    let key = trust.office_keys.first().ok_or("no office key")?;
    let mut serving = office.serve("127.0.0.1:0")?;
    let address = serving.address().to_owned();
    say(&json!({ "url": serving.url }))?;
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let mut words = line.split_whitespace();
        let answer = match words.next() {
            Some("seal") => {
                let sizes = words.map(str::parse).collect::<Result<Vec<usize>, _>>()?;
                seal(folder.path(), key, &sizes)?
            }
            Some("kill") => {
                serving.kill()?;
                serving = office.serve(&address)?;
                json!({ "url": serving.url })
            }
            _ => return Err(format!("{line:?} is no question").into()),
        };
        say(&answer)?;
    }
    serving.stop()?;
    Ok(())
}

/// One registration as a phone seals it: the envelope, its photos, and the token.
fn seal(folder: &Path, office: &OfficePublicKey, sizes: &[usize]) -> Outcome<Value> {
    let mut random = SystemRandom;
    let now = Timestamp::from_millis(NOW)?;
    let (id, token) = (
        RegistrationId::new(now, &mut random)?,
        StatusToken::new(&mut random)?,
    );
    let (mut headers, mut keys, mut files) = (Vec::new(), Vec::new(), Vec::new());
    for (place, size) in sizes.iter().enumerate() {
        // The seal's tag is 16 of its bytes.
        let mut plain = vec![0; size.saturating_sub(16)];
        random.fill(&mut plain)?;
        let sealed = photo::seal(plain, &mut random)?;
        let file = folder.join(sealed.digest.to_string());
        std::fs::write(&file, &sealed.bytes)?;
        headers.push(PhotoHeader {
            digest: sealed.digest,
            length: u32::try_from(sealed.bytes.len())?,
        });
        keys.push(PhotoKey {
            question: format!("photo_{place}"),
            digest: sealed.digest,
            key: *sealed.key,
            faults: 0,
        });
        files.push(json!({ "digest": sealed.digest.to_string(), "file": file, "length": sealed.bytes.len() }));
    }
    let header = Header {
        kind: EnvelopeKind::Registration,
        id,
        revision: 1,
        bundle_sequence: 1,
        key_id: office.id(),
        token_hash: token.hash(),
        reply_key: ReplyKey::new(&mut random)?.public(),
        photos: headers,
    };
    let answer = |question: &str, value: &str| Answer {
        question: question.to_owned(),
        value: value.into(),
    };
    let body = Registration {
        form: "bpu".to_owned(),
        form_version: Content::built_in()?
            .forms
            .get("bpu")
            .ok_or("no form")?
            .version,
        lang: "id".to_owned(),
        sealed_at: now,
        purpose: "register".to_owned(),
        answers: vec![answer("nik", samples::NIK), answer("name", "SITI CONTOH")],
        consents: Vec::new(),
        photos: keys,
        completes: None,
        referral: None,
    };
    let envelope = Envelope::seal(header, &body, office, &mut random)?;
    let file = folder.join(format!("{id}.envelope"));
    std::fs::write(&file, envelope.bytes())?;
    Ok(
        json!({ "id": id.to_string(), "revision": 1, "token": token.to_string(), "envelope": file, "photos": files }),
    )
}

fn say(document: &Value) -> Outcome<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{document}")?;
    Ok(out.flush()?)
}
