//! A phone's side of the protocol, as far as the office can see it. All persons are invented.

use std::sync::LazyLock;

use base64ct::{Base64, Encoding};
use payung_model::content::Content;
use payung_model::sealed::{
    Answer as Answered, Completed, Digest, Envelope, EnvelopeKind, Header, KeyId, OfficePublicKey, PhotoHeader,
    PhotoKey, Registration, RegistrationId, ReplyKey, StatusToken, photo,
};
use payung_model::units::Timestamp;
use payung_office::random::SystemRandom;

use super::NOW_MILLIS;
use super::http::{Answer, request};

/// Read once: the tables of regions are large.
static FORM_VERSION: LazyLock<u32> = LazyLock::new(|| Content::built_in().unwrap().forms["bpu"].version);

/// A sealed photo and its key.
#[derive(Clone)]
pub struct Photo {
    pub question: &'static str,
    pub digest: Digest,
    pub bytes: Vec<u8>,
    pub key: [u8; 32],
}

impl Photo {
    /// What is in it, sealed.
    pub fn of(question: &'static str, plain: &[u8]) -> Self {
        let sealed = photo::seal(plain.to_vec(), &mut SystemRandom).unwrap();
        Self { question, digest: sealed.digest, bytes: sealed.bytes, key: *sealed.key }
    }
}

/// One registration on one phone.
pub struct Phone {
    pub office: String,
    pub key: OfficePublicKey,
    pub id: RegistrationId,
    pub token: StatusToken,
    pub reply: ReplyKey,
    pub bundle: u64,
    pub answers: Vec<(&'static str, String)>,
    pub photos: Vec<Photo>,
    pub purpose: &'static str,
    /// What it says it adds to, with the token it says is that one's.
    pub completes: Option<(RegistrationId, StatusToken)>,
}

impl Phone {
    pub fn new(office: &str, key: &OfficePublicKey) -> Self {
        Self {
            office: office.to_owned(),
            key: key.clone(),
            id: RegistrationId::new(Timestamp::from_millis(NOW_MILLIS).unwrap(), &mut SystemRandom).unwrap(),
            token: StatusToken::new(&mut SystemRandom).unwrap(),
            reply: ReplyKey::new(&mut SystemRandom).unwrap(),
            bundle: 1,
            answers: vec![("nik", "3201015501900001".into()), ("name", "SITI CONTOH".into())],
            photos: Vec::new(),
            purpose: "register",
            completes: None,
        }
    }

    /// Adds to another one, as its own phone would.
    pub fn completing(mut self, other: &Phone) -> Self {
        self.completes = Some((other.id, other.token.clone()));
        self
    }

    pub fn with_photo(mut self, plain: &[u8]) -> Self {
        let question = if self.photos.is_empty() { "ktp" } else { "selfie" };
        self.photos.push(Photo::of(question, plain));
        self
    }

    pub fn header(&self, revision: u32) -> Header {
        let photo = |photo: &Photo| PhotoHeader { digest: photo.digest, length: photo.bytes.len() as u32 };
        Header {
            kind: EnvelopeKind::Registration,
            id: self.id,
            revision,
            bundle_sequence: self.bundle,
            key_id: KeyId([0; 8]),
            token_hash: self.token.hash(),
            reply_key: self.reply.public(),
            photos: self.photos.iter().map(photo).collect(),
        }
    }

    pub fn body(&self) -> Registration {
        let answer = |(question, value): &(&str, String)| Answered {
            question: (*question).to_owned(),
            value: value.as_str().into(),
        };
        let photo = |photo: &Photo| PhotoKey { question: photo.question.into(), digest: photo.digest, key: photo.key };
        Registration {
            form: "bpu".into(),
            form_version: *FORM_VERSION,
            lang: "id".into(),
            sealed_at: Timestamp::from_millis(NOW_MILLIS).unwrap(),
            purpose: self.purpose.to_owned(),
            answers: self.answers.iter().map(answer).collect(),
            consents: Vec::new(),
            photos: self.photos.iter().map(photo).collect(),
            completes: self.completes.as_ref().map(|(id, token)| Completed { id: *id, token: token.clone() }),
        }
    }

    pub fn seal(&self, revision: u32) -> Vec<u8> {
        let envelope = Envelope::seal(self.header(revision), &self.body(), &self.key, &mut SystemRandom).unwrap();
        envelope.bytes().to_vec()
    }

    pub fn path(&self) -> String {
        format!("/v1/registrations/{}", self.id)
    }

    pub fn bearer(&self) -> (&'static str, String) {
        ("authorization", format!("Bearer {}", self.token))
    }

    pub fn ask(&self, method: &str, path: &str) -> Answer {
        request(&self.office, method, path, &[self.bearer()], &[])
    }

    pub fn status(&self) -> Answer {
        self.ask("GET", &self.path())
    }

    pub fn state(&self) -> String {
        self.status().json()["state"].as_str().unwrap().to_owned()
    }

    pub fn put(&self, revision: u32, envelope: &[u8]) -> Answer {
        let path = format!("{}/revisions/{revision}", self.path());
        request(&self.office, "PUT", &path, &[self.bearer()], envelope)
    }

    /// Seals and sends a revision.
    pub fn record(&self, revision: u32) -> Answer {
        self.put(revision, &self.seal(revision))
    }

    pub fn photo_path(&self, photo: &Photo) -> String {
        format!("{}/photos/{}", self.path(), photo.digest)
    }

    /// A tus request with more headers.
    pub fn tus(&self, method: &str, path: &str, more: &[(&'static str, String)], body: &[u8]) -> Answer {
        request(&self.office, method, path, &self.tus_headers(more), body)
    }

    pub fn tus_headers(&self, more: &[(&'static str, String)]) -> Vec<(&'static str, String)> {
        [&[self.bearer(), ("tus-resumable", "1.0.0".into())], more].concat()
    }

    pub fn create(&self, photo: &Photo) -> Answer {
        self.create_of_length(photo, photo.bytes.len())
    }

    pub fn create_of_length(&self, photo: &Photo, length: usize) -> Answer {
        let metadata = format!("digest {}", Base64::encode_string(photo.digest.to_string().as_bytes()));
        let headers = [("upload-length", length.to_string()), ("upload-metadata", metadata)];
        self.tus("POST", &format!("{}/photos", self.path()), &headers, &[])
    }

    pub fn head(&self, photo: &Photo) -> Answer {
        self.tus("HEAD", &self.photo_path(photo), &[], &[])
    }

    pub fn patch_headers(offset: u64) -> Vec<(&'static str, String)> {
        vec![("content-type", "application/offset+octet-stream".into()), ("upload-offset", offset.to_string())]
    }

    pub fn patch(&self, photo: &Photo, offset: u64, bytes: &[u8]) -> Answer {
        self.tus("PATCH", &self.photo_path(photo), &Self::patch_headers(offset), bytes)
    }

    /// Creates and sends the whole photo.
    pub fn upload(&self, photo: &Photo) {
        assert_eq!(self.create(photo).status, 201);
        assert_eq!(self.patch(photo, 0, &photo.bytes).status, 204);
    }
}
