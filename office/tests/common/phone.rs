//! A phone's side of the protocol, as far as the office can see it. All persons are invented.

use std::sync::LazyLock;

use base64ct::{Base64, Encoding};
use payung_model::content::Content;
use payung_model::form::Kind;
use payung_model::person::Villages;
use payung_model::sealed::{
    Answer as Answered, Completed, Consent, Digest, Envelope, EnvelopeKind, Header, KeyId,
    OfficePublicKey, PhotoHeader, PhotoKey, ReferralCode, Registration, RegistrationId, ReplyKey,
    StatusToken, photo,
};
use payung_model::units::Timestamp;
use payung_office::random::SystemRandom;

use super::NOW_MILLIS;
use super::http::{Answer, request};

/// Read once: the tables of regions are large.
static FORM_VERSION: LazyLock<u32> =
    LazyLock::new(|| Content::built_in().unwrap().forms["bpu"].version);

/// The first village of the district that the NIK of all tests begins with.
static VILLAGE: LazyLock<String> = LazyLock::new(|| Villages::of("32.01.01")[0].code.clone());

/// The consents of a self-employed worker, as the built-in form has them.
static CONSENTS: LazyLock<Vec<(&'static str, u32)>> = LazyLock::new(|| {
    let content = Content::built_in().unwrap();
    let version = |id: &str| match content.forms["bpu"].question(id).unwrap().kind {
        Kind::Consent { version, .. } => version,
        _ => panic!("{id} is no consent"),
    };
    ["declaration", "consent_processing"]
        .map(|id| (id, version(id)))
        .to_vec()
});

/// A sealed photo and its key.
#[derive(Clone)]
pub struct Photo {
    pub question: &'static str,
    pub digest: Digest,
    pub bytes: Vec<u8>,
    pub key: [u8; 32],
    /// What its phone warned of.
    pub faults: u32,
}

impl Photo {
    /// A picture that says this, sealed.
    pub fn of(question: &'static str, says: &[u8]) -> Self {
        Self::of_bytes(question, &jpeg(says))
    }

    /// Any bytes, sealed.
    pub fn of_bytes(question: &'static str, plain: &[u8]) -> Self {
        let sealed = photo::seal(plain.to_vec(), &mut SystemRandom).unwrap();
        Self {
            question,
            digest: sealed.digest,
            bytes: sealed.bytes,
            key: *sealed.key,
            faults: 0,
        }
    }
}

/// The frame of a JPEG of 640 × 400 with a comment; there is no picture in it.
pub fn jpeg(comment: &[u8]) -> Vec<u8> {
    let mut bytes = vec![0xff, 0xd8];
    for piece in comment.chunks(60_000) {
        bytes.extend([0xff, 0xfe]);
        bytes.extend(u16::try_from(piece.len() + 2).unwrap().to_be_bytes());
        bytes.extend(piece);
    }
    bytes.extend([0xff, 0xc0, 0, 11, 8, 1, 0x90, 2, 0x80, 1, 1, 0x11, 0]);
    bytes.extend([0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 0x12, 0x34, 0xff, 0xd9]);
    bytes
}

/// Answers that make the form complete, for the questions that a test does not answer itself.
const REST: [(&str, &str); 15] = [
    ("ever_member", "never"),
    ("age", "17_64"),
    ("employer", "no"),
    ("payer", "self"),
    ("occupation", "ojek"),
    ("income_per", "month"),
    ("income", "3000000"),
    ("programmes", "jkk,jkm"),
    ("months", "1"),
    ("nik_right", "yes"),
    ("birth_place", "BOGOR"),
    ("mother_name", "IBU CONTOH"),
    ("home_here", "yes"),
    ("street", "JALAN CONTOH 1"),
    ("phone", "+6281200000000"),
];

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
    /// Whether what the form asks for besides is answered and agreed to.
    pub complete: bool,
    /// Questions that are not answered all the same.
    pub without: Vec<&'static str>,
    pub purpose: &'static str,
    /// The form, in its first version unless it is that for registering.
    pub form: &'static str,
    /// What it says it adds to, with the token it says is that one's.
    pub completes: Option<(RegistrationId, StatusToken)>,
    /// By which poster or helper the worker came.
    pub referral: Option<ReferralCode>,
}

impl Phone {
    pub fn new(office: &str, key: &OfficePublicKey) -> Self {
        Self {
            office: office.to_owned(),
            key: key.clone(),
            id: RegistrationId::new(
                Timestamp::from_millis(NOW_MILLIS).unwrap(),
                &mut SystemRandom,
            )
            .unwrap(),
            token: StatusToken::new(&mut SystemRandom).unwrap(),
            reply: ReplyKey::new(&mut SystemRandom).unwrap(),
            bundle: 1,
            answers: vec![
                ("nik", "3201015501900001".into()),
                ("name", "SITI CONTOH".into()),
            ],
            photos: Vec::new(),
            complete: true,
            without: Vec::new(),
            purpose: "register",
            form: "bpu",
            completes: None,
            referral: None,
        }
    }

    /// Adds to another one, as its own phone would.
    pub fn completing(mut self, other: &Phone) -> Self {
        self.completes = Some((other.id, other.token.clone()));
        self
    }

    /// Asks for something, with these answers and nothing besides.
    pub fn asking(mut self, form: &'static str, answers: &[(&'static str, &str)]) -> Self {
        self.form = form;
        self.purpose = match answers {
            [("request", wish), ..] => (*wish).to_owned().leak(),
            _ => "complaint",
        };
        self.answers = answers
            .iter()
            .map(|(question, value)| (*question, (*value).to_owned()))
            .collect();
        self.complete = false;
        self.photos.clear();
        self
    }

    pub fn with_photo(mut self, plain: &[u8]) -> Self {
        let question = if self.photos.is_empty() {
            "ktp"
        } else {
            "selfie"
        };
        self.photos.push(Photo::of(question, plain));
        self
    }

    pub fn header(&self, revision: u32) -> Header {
        let photo = |photo: &Photo| PhotoHeader {
            digest: photo.digest,
            length: photo.bytes.len() as u32,
        };
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
        let own = |question: &str| self.answers.iter().any(|(id, _)| *id == question);
        let village = ("village_code", VILLAGE.as_str());
        let rest: Vec<(&'static str, String)> = REST
            .into_iter()
            .chain([village])
            .filter(|(question, _)| {
                self.complete && !own(question) && !self.without.contains(question)
            })
            .map(|(question, value)| (question, value.to_owned()))
            .collect();
        let consents: &[(&str, u32)] = match self.form {
            _ if self.complete => &CONSENTS,
            _ if self.purpose == "pay_code" => &[("consent_pay_code", 1)],
            "incident_accident" | "incident_death" => &[("consent_incident", 1)],
            _ => &[],
        };
        let consent = |(question, version): &(&str, u32)| Consent {
            question: (*question).to_owned(),
            version: *version,
            at: Timestamp::from_millis(NOW_MILLIS).unwrap(),
        };
        let photo = |photo: &Photo| PhotoKey {
            question: photo.question.into(),
            digest: photo.digest,
            key: photo.key,
            faults: photo.faults,
        };
        Registration {
            form: self.form.into(),
            form_version: match self.form {
                "bpu" => *FORM_VERSION,
                "incident_death" => 2,
                _ => 1,
            },
            lang: "id".into(),
            sealed_at: Timestamp::from_millis(NOW_MILLIS).unwrap(),
            purpose: self.purpose.to_owned(),
            answers: self.answers.iter().chain(&rest).map(answer).collect(),
            consents: consents.iter().map(consent).collect(),
            photos: self.photos.iter().map(photo).collect(),
            completes: self.completes.as_ref().map(|(id, token)| Completed {
                id: *id,
                token: token.clone(),
            }),
            referral: self.referral.clone(),
        }
    }

    pub fn seal(&self, revision: u32) -> Vec<u8> {
        let envelope = Envelope::seal(
            self.header(revision),
            &self.body(),
            &self.key,
            &mut SystemRandom,
        )
        .unwrap();
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
    pub fn tus(
        &self,
        method: &str,
        path: &str,
        more: &[(&'static str, String)],
        body: &[u8],
    ) -> Answer {
        request(&self.office, method, path, &self.tus_headers(more), body)
    }

    pub fn tus_headers(&self, more: &[(&'static str, String)]) -> Vec<(&'static str, String)> {
        [&[self.bearer(), ("tus-resumable", "1.0.0".into())], more].concat()
    }

    pub fn create(&self, photo: &Photo) -> Answer {
        self.create_of_length(photo, photo.bytes.len())
    }

    pub fn create_of_length(&self, photo: &Photo, length: usize) -> Answer {
        let metadata = format!(
            "digest {}",
            Base64::encode_string(photo.digest.to_string().as_bytes())
        );
        let headers = [
            ("upload-length", length.to_string()),
            ("upload-metadata", metadata),
        ];
        self.tus("POST", &format!("{}/photos", self.path()), &headers, &[])
    }

    pub fn head(&self, photo: &Photo) -> Answer {
        self.tus("HEAD", &self.photo_path(photo), &[], &[])
    }

    pub fn patch_headers(offset: u64) -> Vec<(&'static str, String)> {
        vec![
            ("content-type", "application/offset+octet-stream".into()),
            ("upload-offset", offset.to_string()),
        ]
    }

    pub fn patch(&self, photo: &Photo, offset: u64, bytes: &[u8]) -> Answer {
        self.tus(
            "PATCH",
            &self.photo_path(photo),
            &Self::patch_headers(offset),
            bytes,
        )
    }

    /// Creates and sends the whole photo.
    pub fn upload(&self, photo: &Photo) {
        assert_eq!(self.create(photo).status, 201);
        assert_eq!(self.patch(photo, 0, &photo.bytes).status, 204);
    }
}
