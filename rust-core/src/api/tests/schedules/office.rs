//! An office that is played, and the line to it. Each step of a request is an await point; chance
//! decides how it goes on.

use std::collections::{BTreeMap, BTreeSet};
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::Poll;

use base64ct::{Base64UrlUnpadded, Encoding};
use http_body::Body as _;
use payung_model::journey::{OfficeState, State};
use payung_model::sealed::inbox::{Item, ItemBody};
use payung_model::sealed::{Digest, Envelope, OfficeKey, RegistrationId};
use payung_model::secret::Secret;
use payung_model::units::Timestamp;
use reqwest::{Request, Response};

use super::super::NOW;
use super::Chance;
use super::pictures::named;
use crate::random::Ring;
use crate::sync::Carrier;
use crate::vault::Store;

/// What the office has of one registration.
pub struct AtOffice {
    token: String,
    pub revision: u32,
    pub state: OfficeState,
    pub records: BTreeMap<u32, Vec<u8>>,
    /// Photos as far as they came, by their digests.
    pub uploads: BTreeMap<Digest, Vec<u8>>,
    /// Sealed items of its inbox, the oldest first; their sequences count from 1.
    items: Vec<Vec<u8>>,
}

/// Office and line of one schedule.
pub struct Played {
    pub chance: Chance,
    /// The line is good, and officers do nothing: everything comes to rest.
    pub calm: bool,
    pub registrations: BTreeMap<RegistrationId, AtOffice>,
    /// Photos that the worker removed, or replaced.
    pub removed: BTreeSet<Digest>,
    /// The photo that was sealed with each registration.
    pub sealed_photo: BTreeMap<RegistrationId, Option<Digest>>,
    /// What must never happen, and did.
    pub wrong: Option<String>,
    /// Writes the items: a phone believes a decision from nothing else.
    key: Arc<OfficeKey>,
}

/// The way to whichever office is played now.
pub struct Line {
    pub played: Mutex<Played>,
    pub store: Arc<Store>,
}

impl Played {
    pub fn new(chance: Chance, key: Arc<OfficeKey>) -> Self {
        Self {
            chance,
            calm: false,
            registrations: BTreeMap::new(),
            removed: BTreeSet::new(),
            sealed_photo: BTreeMap::new(),
            wrong: None,
            key,
        }
    }

    pub fn happens(&mut self, one_in: u64) -> bool {
        !self.calm && self.chance.below(one_in) == 0
    }
}

impl AtOffice {
    /// Decides, and writes the item that proves it.
    fn decide(&mut self, id: RegistrationId, state: OfficeState, key: &OfficeKey) {
        let words = Secret::new("CONTOH");
        let body = match state {
            OfficeState::NeedsCorrection => ItemBody::Correction {
                words,
                questions: Vec::new(),
            },
            state => ItemBody::Decision { state, words },
        };
        let previous = self.items.len() as u64;
        let at = Timestamp::from_millis(NOW).unwrap();
        let item = Item {
            sequence: previous + 1,
            previous,
            revision: self.revision,
            at,
            body,
        };
        let envelope = Envelope::parse(&self.records[&self.revision]).unwrap();
        let sealed = item
            .seal(id, &envelope.header().reply_key, key, &mut Ring::new())
            .unwrap();
        self.items.push(sealed.bytes().to_vec());
        self.state = state;
    }
}

impl Line {
    pub fn lock(&self) -> MutexGuard<'_, Played> {
        self.played
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// What leaves must be what waits, of a registration that nobody takes back or withdraws.
    fn judge_departure(&self, id: RegistrationId, revision: u32, bytes: &[u8]) {
        let wrong = match (self.store.registration(id), self.store.outbox(id)) {
            (Ok(row), Ok(Some(outbox))) => {
                // A request that a call made ready at once has no photo, and is not listed.
                let photo = self.lock().sealed_photo.get(&id).copied().flatten();
                let right = row.state == State::Sending
                    && (row.revision, outbox.revision) == (revision, revision)
                    && !row.withdraw_wanted
                    && outbox.envelope == bytes
                    && photo == named(bytes);
                (!right).then(|| {
                    format!(
                        "revision {revision} left, but {} {} stands there",
                        row.state, row.revision
                    )
                })
            }
            _ => Some("bytes left of a registration that does not wait".to_owned()),
        };
        if let Some(wrong) = wrong {
            self.lock().wrong.get_or_insert(wrong);
        }
    }

    fn answer(&self, request: &Request, bytes: Vec<u8>) -> Response {
        let mut played = self.lock();
        let path = request.url().path().to_owned();
        let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
        let overridden = request
            .headers()
            .get("x-http-method-override")
            .and_then(|method| method.to_str().ok());
        let method = overridden.unwrap_or(request.method().as_str());
        let token = request
            .headers()
            .get("authorization")
            .and_then(|token| token.to_str().ok())
            .unwrap_or_default();
        let Some(id) = parts
            .get(2)
            .and_then(|id| id.parse::<RegistrationId>().ok())
        else {
            return refused(404, "none", None);
        };
        let answer = match (
            method,
            parts
                .get(4)
                .and_then(|revision| revision.parse::<u32>().ok()),
        ) {
            ("PUT", Some(revision)) => played.record(id, revision, token, bytes),
            (method, None) if parts.get(3) == Some(&"photos") => {
                played.photos(method, id, parts.get(4).copied(), request, &bytes)
            }
            ("GET", None) if parts.get(3) == Some(&"inbox") => {
                played.inbox(id, token, request.url().query())
            }
            ("GET", None) => played.status(id, token),
            ("DELETE", None) => played.withdraw(id, token),
            _ => refused(400, "malformed", None),
        };
        played.officers_work();
        answer
    }
}

impl Played {
    fn record(
        &mut self,
        id: RegistrationId,
        revision: u32,
        token: &str,
        bytes: Vec<u8>,
    ) -> Response {
        let digest = Digest::of(&bytes).to_string();
        // The line spoilt a header; then the office cannot take the record for reasons of its own.
        if self.happens(25) {
            return refused(400, "malformed", None);
        }
        if self.happens(25) {
            return refused(400, "malformed", Some(&digest));
        }
        let state = if self.happens(3) || named(&bytes).is_some() {
            OfficeState::Receiving
        } else {
            OfficeState::Received
        };
        match self.registrations.get_mut(&id) {
            Some(known) if known.token != token => refused(404, "unknown", None),
            Some(known) => match known.records.get(&revision) {
                Some(held) if *held == bytes => document(id, known, 200),
                Some(_) => refused(409, "conflict", Some(&digest)),
                None if known.state.is_final() => refused(409, "closed", Some(&digest)),
                None if revision != known.revision + 1 => refused(409, "revision", Some(&digest)),
                None => {
                    (known.revision, known.state) = (revision, state);
                    known.records.insert(revision, bytes);
                    if known.is_whole() && known.photo().is_some() {
                        known.state = OfficeState::Received;
                    }
                    document(id, known, 201)
                }
            },
            None => {
                let records = BTreeMap::from([(revision, bytes)]);
                let known = AtOffice {
                    token: token.to_owned(),
                    revision,
                    state,
                    records,
                    uploads: BTreeMap::new(),
                    items: Vec::new(),
                };
                let answer = document(id, &known, 201);
                self.registrations.insert(id, known);
                answer
            }
        }
    }

    fn status(&self, id: RegistrationId, token: &str) -> Response {
        match self
            .registrations
            .get(&id)
            .filter(|known| known.token == token)
        {
            Some(known) => document(id, known, 200),
            None => refused(404, "unknown", None),
        }
    }

    /// The items after a sequence, or only the first of them: a phone asks for more then.
    fn inbox(&mut self, id: RegistrationId, token: &str, query: Option<&str>) -> Response {
        let alone = self.happens(4);
        let Some(known) = self
            .registrations
            .get(&id)
            .filter(|known| known.token == token)
        else {
            return refused(404, "unknown", None);
        };
        let after = query
            .and_then(|query| query.strip_prefix("after="))
            .and_then(|after| after.parse::<usize>().ok());
        let Some(after) = after else {
            return refused(400, "malformed", None);
        };
        let rest = known.items.get(after..).unwrap_or_default();
        let most = if alone { 1 } else { rest.len() };
        let items: Vec<String> = rest
            .iter()
            .take(most)
            .map(|item| Base64UrlUnpadded::encode_string(item))
            .collect();
        let more = items.len() < rest.len();
        response(200, &serde_json::json!({ "items": items, "more": more }))
    }

    fn withdraw(&mut self, id: RegistrationId, token: &str) -> Response {
        match self
            .registrations
            .get_mut(&id)
            .filter(|known| known.token == token)
        {
            None => refused(404, "unknown", None),
            Some(known) if matches!(known.state, OfficeState::Accepted | OfficeState::Refused) => {
                refused(409, "closed", None)
            }
            Some(known) => {
                known.state = OfficeState::Withdrawn;
                document(id, known, 200)
            }
        }
    }

    /// Somebody decides about something that waits.
    fn officers_work(&mut self) {
        let ids: Vec<RegistrationId> = self.registrations.keys().copied().collect();
        for id in ids {
            let decides = self.happens(3);
            let decision = [
                OfficeState::NeedsCorrection,
                OfficeState::Accepted,
                OfficeState::Refused,
                OfficeState::NeedsCorrection,
            ][self.chance.below(4) as usize];
            let (calm, key) = (self.calm, Arc::clone(&self.key));
            let Some(known) = self.registrations.get_mut(&id) else {
                continue;
            };
            match known.state {
                OfficeState::Receiving if known.is_whole() && (decides || calm) => {
                    known.state = OfficeState::Received;
                }
                OfficeState::Received if decides => known.decide(id, decision, &key),
                _ => {}
            }
        }
    }
}

impl Carrier for Line {
    fn carry(
        &self,
        mut request: Request,
    ) -> Pin<Box<dyn Future<Output = Option<Response>> + Send + '_>> {
        Box::pin(async move {
            // The connection is being made.
            turn().await;
            for _ in 0..4 {
                if self.lock().happens(2) {
                    turn().await;
                }
            }
            if self.lock().happens(12) {
                return None;
            }
            let bytes = whole(request.body_mut().take()).await?;
            let path = request.url().path().to_owned();
            let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
            if let (Some(id), Some(revision)) = (
                parts.get(2).and_then(|id| id.parse().ok()),
                parts.get(4).and_then(|revision| revision.parse().ok()),
            ) {
                self.judge_departure(id, revision, &bytes);
            }
            let piece = match (parts.get(2), parts.get(4)) {
                (Some(id), Some(digest)) if !bytes.is_empty() => {
                    id.parse().ok().zip(digest.parse::<Digest>().ok())
                }
                _ => None,
            };
            if let Some((id, digest)) = piece {
                self.judge_piece(id, digest, &request, &bytes);
            }
            // On its way.
            turn().await;
            if self.lock().happens(12) {
                if let Some((id, digest)) = piece {
                    self.lock().cut(id, digest, &request, &bytes);
                }
                return None;
            }
            let answer = self.answer(&request, bytes);
            // On its way back.
            turn().await;
            if self.lock().happens(12) {
                return None;
            }
            Some(answer)
        })
    }
}

/// An await point: somebody else may act.
async fn turn() {
    let mut waited = false;
    poll_fn(|_| {
        if std::mem::replace(&mut waited, true) {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    })
    .await;
}

/// The bytes of a body in one go; none when it was held back.
async fn whole(body: Option<reqwest::Body>) -> Option<Vec<u8>> {
    let Some(mut body) = body else {
        return Some(Vec::new());
    };
    let mut bytes = Vec::new();
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        bytes.extend(frame.ok()?.into_data().ok()?);
    }
    Some(bytes)
}

fn document(id: RegistrationId, known: &AtOffice, status: u16) -> Response {
    let record = known
        .records
        .get(&known.revision)
        .map(|bytes| Digest::of(bytes).to_string());
    let photos = known.photo().map(|digest| {
        let offset = known.uploads.get(&digest).map_or(0, Vec::len);
        serde_json::json!({ "digest": digest.to_string(), "offset": offset })
    });
    let json = serde_json::json!({
        "id": id.to_string(), "revision": known.revision, "record": record, "state": known.state.as_str(),
        "receipt": id.receipt(), "photos": Vec::from_iter(photos), "reply": null, "inbox": known.items.len(), "bundle": 0,
    });
    response(status, &json)
}

pub fn refused(status: u16, code: &str, record: Option<&str>) -> Response {
    response(
        status,
        &serde_json::json!({ "error": code, "message": "", "record": record }),
    )
}

fn response(status: u16, json: &serde_json::Value) -> Response {
    let answer = http::Response::builder()
        .status(status)
        .header("content-type", "application/json");
    answer.body(json.to_string()).unwrap().into()
}
