//! What phones send, as bytes: for an office that is to be tried without a phone. Every person is
//! invented.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::time::Duration;

use base64ct::{Base64, Encoding};
use payung_model::content::Content;
use payung_model::sealed::{
    Answer as Answered, Digest, Envelope, EnvelopeKind, Header, NoRandomness, OfficePublicKey,
    PhotoHeader, PhotoKey, Random, Registration, RegistrationId, ReplyKey, StatusToken, TrustFile,
    photo,
};
use payung_model::units::Timestamp;
use serde_json::Value;

use crate::Outcome;
use crate::clock::NOW;

/// Randomness of the operating system.
pub struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), NoRandomness> {
        getrandom::fill(out).map_err(|_| NoRandomness)
    }
}

/// An office's public key, and what every registration to it has in common.
pub struct Sealer {
    key: OfficePublicKey,
    form_version: u32,
}

/// A registration on some phone: its envelopes and photos, sealed and ready.
pub struct Parcel {
    /// Of the registration.
    pub id: RegistrationId,
    token: StatusToken,
    /// Revision 1, 2, …
    pub envelopes: Vec<Vec<u8>>,
    /// Sealed photos that every revision names.
    pub photos: Vec<(Digest, Vec<u8>)>,
}

/// One connection that is kept.
pub struct Connection {
    stream: TcpStream,
    answers: BufReader<TcpStream>,
}

/// As it came.
#[derive(Debug)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Names in lower case.
    pub headers: BTreeMap<String, String>,
    /// Of the length that was announced.
    pub body: Vec<u8>,
}

impl Sealer {
    /// For the office of `folder/trust.json`.
    pub fn new(folder: &Path) -> Outcome<Self> {
        let trust = TrustFile::parse(&std::fs::read(folder.join("trust.json"))?)?;
        let key = trust.office_keys.first().ok_or("no office key")?.clone();
        Ok(Self {
            key,
            form_version: Content::built_in()?
                .forms
                .get("bpu")
                .ok_or("no form")?
                .version,
        })
    }

    /// So many revisions, each naming photos of these lengths.
    pub fn parcel(&self, revisions: u32, photos: &[usize]) -> Outcome<Parcel> {
        self.parcel_of(crate::samples::NIK, revisions, photos)
    }

    /// The same of somebody with that NIK.
    pub fn parcel_of(&self, nik: &str, revisions: u32, photos: &[usize]) -> Outcome<Parcel> {
        let now = Timestamp::from_millis(NOW)?;
        let (id, token) = (
            RegistrationId::new(now, &mut SystemRandom)?,
            StatusToken::new(&mut SystemRandom)?,
        );
        let reply_key = ReplyKey::new(&mut SystemRandom)?.public();
        let mut sealed = Vec::new();
        for length in photos {
            let mut plain = vec![0; *length];
            SystemRandom.fill(&mut plain)?;
            sealed.push(photo::seal(plain, &mut SystemRandom)?);
        }
        let envelope = |revision: u32| -> Outcome<Vec<u8>> {
            let header = Header {
                kind: EnvelopeKind::Registration,
                id,
                revision,
                bundle_sequence: 1,
                key_id: self.key.id(),
                token_hash: token.hash(),
                reply_key: reply_key.clone(),
                photos: sealed
                    .iter()
                    .map(|photo| PhotoHeader {
                        digest: photo.digest,
                        length: photo.bytes.len() as u32,
                    })
                    .collect(),
            };
            let phone = format!("0812000000{:02}", revision % 100);
            let answers = [("name", "SITI CONTOH"), ("nik", nik), ("phone", &phone)];
            let body = Registration {
                form: "bpu".to_owned(),
                form_version: self.form_version,
                lang: "id".to_owned(),
                sealed_at: now,
                purpose: "register".to_owned(),
                answers: answers
                    .map(|(question, value)| Answered {
                        question: question.into(),
                        value: value.into(),
                    })
                    .into(),
                consents: Vec::new(),
                photos: ["ktp", "face", "other"]
                    .iter()
                    .zip(&sealed)
                    .map(|(question, photo)| PhotoKey {
                        question: (*question).into(),
                        digest: photo.digest,
                        key: *photo.key,
                        faults: 0,
                    })
                    .collect(),
                completes: None,
                referral: None,
            };
            Ok(Envelope::seal(header, &body, &self.key, &mut SystemRandom)?
                .bytes()
                .to_vec())
        };
        let envelopes = (1..=revisions).map(envelope).collect::<Outcome<_>>()?;
        Ok(Parcel {
            id,
            token,
            envelopes,
            photos: sealed
                .into_iter()
                .map(|photo| (photo.digest, photo.bytes))
                .collect(),
        })
    }
}

impl Parcel {
    /// `PUT` of a revision.
    pub fn put(&self, line: &mut Connection, revision: u32) -> Outcome<Answer> {
        let envelope = self
            .envelopes
            .get(revision as usize - 1)
            .ok_or("no such revision")?;
        line.ask(
            "PUT",
            &format!("{}/revisions/{revision}", self.path()),
            &self.headers(&[]),
            envelope,
        )
    }

    /// The status document.
    pub fn status(&self, line: &mut Connection) -> Outcome<Answer> {
        line.ask("GET", &self.path(), &self.headers(&[]), &[])
    }

    /// The worker withdraws.
    pub fn withdraw(&self, line: &mut Connection) -> Outcome<Answer> {
        line.ask("DELETE", &self.path(), &self.headers(&[]), &[])
    }

    /// Creates (or finds) the upload of a photo.
    pub fn create(&self, line: &mut Connection, photo: usize) -> Outcome<Answer> {
        let (digest, bytes) = &self.photos[photo];
        let metadata = format!(
            "digest {}",
            Base64::encode_string(digest.to_string().as_bytes())
        );
        let headers = [
            ("upload-length", bytes.len().to_string()),
            ("upload-metadata", metadata),
        ];
        line.ask(
            "POST",
            &format!("{}/photos", self.path()),
            &self.headers(&headers),
            &[],
        )
    }

    /// Brings some of a photo.
    pub fn patch(
        &self,
        line: &mut Connection,
        photo: usize,
        from: usize,
        until: usize,
    ) -> Outcome<Answer> {
        let (digest, bytes) = &self.photos[photo];
        let kind = ("content-type", "application/offset+octet-stream".to_owned());
        let headers = self.headers(&[kind, ("upload-offset", from.to_string())]);
        line.ask(
            "PATCH",
            &format!("{}/photos/{digest}", self.path()),
            &headers,
            &bytes[from..until],
        )
    }

    /// Sends everything, whatever of it is there already; the state that the office says in the
    /// end.
    pub fn deliver(&self, line: &mut Connection) -> Outcome<String> {
        for revision in 1..=self.envelopes.len() as u32 {
            let answer = self.put(line, revision)?;
            if !matches!(answer.status, 200 | 201) {
                return Err(format!("revision {revision}: {answer:?}").into());
            }
            if answer.json()["state"] == "withdrawn" {
                return Ok("withdrawn".to_owned());
            }
        }
        for (photo, (_, bytes)) in self.photos.iter().enumerate() {
            let created = self.create(line, photo)?;
            let offset: usize = created
                .headers
                .get("upload-offset")
                .ok_or_else(|| format!("{created:?}"))?
                .parse()?;
            if offset < bytes.len() {
                let answer = self.patch(line, photo, offset, bytes.len())?;
                // Bytes that were there were not those that were meant: the office has thrown them
                // away.
                if answer.status == 460 {
                    return self.deliver(line);
                }
                if answer.status != 204 {
                    return Err(format!("photo {photo}: {answer:?}").into());
                }
            }
        }
        Ok(self.status(line)?.json()["state"]
            .as_str()
            .unwrap_or_default()
            .to_owned())
    }

    fn path(&self) -> String {
        format!("/v1/registrations/{}", self.id)
    }

    fn headers(&self, more: &[(&'static str, String)]) -> Vec<(&'static str, String)> {
        let always = [
            ("authorization", format!("Bearer {}", self.token)),
            ("tus-resumable", "1.0.0".to_owned()),
        ];
        [&always[..], more].concat()
    }
}

impl Connection {
    /// To `127.0.0.1:PORT`.
    pub fn new(address: &str) -> Outcome<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        Ok(Self {
            answers: BufReader::new(stream.try_clone()?),
            stream,
        })
    }

    /// One request and its answer.
    pub fn ask(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, String)],
        body: &[u8],
    ) -> Outcome<Answer> {
        let mut request = format!("{method} {path} HTTP/1.1\r\nhost: office\r\n");
        for (name, value) in headers {
            request.extend([name, ": ", value, "\r\n"]);
        }
        let mut request = format!("{request}content-length: {}\r\n\r\n", body.len()).into_bytes();
        request.extend_from_slice(body);
        self.stream.write_all(&request)?;
        self.answer(method == "HEAD")
    }

    fn answer(&mut self, bare: bool) -> Outcome<Answer> {
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        let status = line
            .split(' ')
            .nth(1)
            .ok_or_else(|| format!("an answer that begins {line:?}"))?
            .parse()?;
        let mut headers = BTreeMap::new();
        loop {
            line.clear();
            self.answers.read_line(&mut line)?;
            match line.trim().split_once(": ") {
                // One that comes twice has a line for each, as `set-cookie` does.
                Some((name, value)) => headers
                    .entry(name.to_lowercase())
                    .and_modify(|all: &mut String| {
                        all.push('\n');
                        all.push_str(value);
                    })
                    .or_insert_with(|| value.to_owned()),
                None => break,
            };
        }
        let length = headers
            .get("content-length")
            .map_or(Ok(0), |length| length.parse())?;
        let mut body = vec![0; if bare { 0 } else { length }];
        self.answers.read_exact(&mut body)?;
        Ok(Answer {
            status,
            headers,
            body,
        })
    }
}

impl Answer {
    /// The body, or nothing.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}
