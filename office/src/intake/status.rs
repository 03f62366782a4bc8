//! The status document, and withdrawing a registration.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::IntoResponse;
use base64ct::{Base64UrlUnpadded, Encoding};
use payung_model::journey::OfficeState;
use payung_model::sealed::{Digest, RegistrationId};
use serde::Serialize;
use subtle::ConstantTimeEq;
use utoipa::ToSchema;

use super::body::PathParam;
use super::contract::{OfRegistration, refusals, states};
use super::{Intake, Problem, body};
use crate::store::{EndedAccess, RegistrationStatus};

/// What the phone learns about its registration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Status)]
pub struct StatusDocument {
    /// UUIDv7.
    #[schema(format = "uuid")]
    id: String,
    /// The last one recorded.
    #[schema(minimum = 1)]
    revision: u32,
    /// SHA-256 of that revision's record, as it was kept.
    #[schema(pattern = "^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$")]
    record: String,
    /// `receiving` until the record's last wanted photo is whole.
    #[schema(schema_with = states)]
    state: OfficeState,
    /// What people read to each other.
    #[schema(pattern = "^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$")]
    receipt: String,
    /// Those of the last revision, in its header's order.
    #[schema(max_items = 8)]
    photos: Vec<Photo>,
    /// The office's words for this revision, sealed to the reply key (unpadded base64url of at most
    /// 64 KiB). For apps that know no inbox: nothing in it proves that the office wrote it.
    #[schema(pattern = "^[A-Za-z0-9_-]+$", max_length = 87_382, required = true)]
    reply: Option<String>,
    /// The sequence of the last item in its inbox; 0 when it is empty.
    #[schema(maximum = 9_007_199_254_740_991_u64)]
    inbox: u64,
    /// Newest bundle's sequence for any engine; 0 before the first.
    bundle: u64,
}

/// A photo that the last revision names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
struct Photo {
    /// SHA-256 of the sealed photo.
    #[schema(pattern = "^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$")]
    digest: String,
    /// Bytes it has when it is whole.
    #[schema(minimum = 1, maximum = 2_097_152)]
    length: u32,
    /// Bytes that are here.
    #[schema(maximum = 2_097_152)]
    offset: u64,
}

refusals!(GetRefused: Malformed(""), Unknown, Erased, Full);
refusals!(WithdrawRefused: Malformed(""), Unknown, Closed, Erased, Full);

type Answer = ([(HeaderName, HeaderValue); 1], Json<StatusDocument>);

/// Where a registration stands.
#[utoipa::path(
    get, path = "/v1/registrations/{id}", operation_id = "status", tag = "registration",
    params(OfRegistration),
    security(("status_token" = [])),
    responses(
        (status = 200, description = "The status document.", body = StatusDocument,
            headers(("Cache-Control" = String, description = "`no-store`"))),
        GetRefused,
    )
)]
pub async fn get(
    State(intake): State<Arc<Intake>>,
    PathParam(id): PathParam<String>,
    headers: HeaderMap,
) -> Result<impl IntoResponse, Problem> {
    let id = body::registration(&id)?;
    match token_holder(&intake, id, &headers).await? {
        TokenHolder::Registration(status) => document(&intake, &status).await,
        // What the phone before is told: that its access ended is the last item of its inbox.
        TokenHolder::Ended(status, ended) => {
            let status = RegistrationStatus {
                inbox: ended.last,
                reply: None,
                ..*status
            };
            document(&intake, &status).await
        }
        TokenHolder::Erased => Err(Problem::Erased),
    }
}

/// The worker withdraws: what is unfinished of the photos goes.
#[utoipa::path(
    delete, path = "/v1/registrations/{id}", operation_id = "withdraw", tag = "registration",
    params(OfRegistration),
    security(("status_token" = [])),
    responses(
        (status = 200, description = "Withdrawn; repeating it is the same.", body = StatusDocument,
            headers(("Cache-Control" = String, description = "`no-store`"))),
        WithdrawRefused,
    )
)]
pub async fn withdraw(
    State(intake): State<Arc<Intake>>,
    PathParam(id): PathParam<String>,
    headers: HeaderMap,
) -> Result<impl IntoResponse, Problem> {
    let id = body::registration(&id)?;
    let before = authorised(&intake, id, &headers).await?;
    let Some(after) = intake.store.withdraw(id, intake.clock.now()).await? else {
        return Err(Problem::Closed);
    };
    remove_unfinished(&intake, &before).await?;
    document(&intake, &after).await
}

/// Removes what came of photos that were not complete. One may have become complete since `before`
/// was read: a backup expects its file, so it stays. What somebody still writes is left to the
/// sweep.
async fn remove_unfinished(intake: &Intake, before: &RegistrationStatus) -> Result<(), Problem> {
    for photo in before.photos.iter().filter(|photo| !photo.complete) {
        intake.uploads.interrupt(before.id, photo.digest).await?;
        let Some(_claim) = intake.uploads.claim(before.id, photo.digest).await? else {
            continue;
        };
        if intake.store.photo_complete(before.id, photo.digest).await? == Some(false) {
            intake.uploads.remove(before.id, photo.digest).await?;
        }
    }
    Ok(())
}

/// The status document, with the offset of each photo on the disk.
pub async fn document(intake: &Intake, status: &RegistrationStatus) -> Result<Answer, Problem> {
    let mut photos = Vec::with_capacity(status.photos.len());
    for photo in &status.photos {
        // A complete photo may be in the bucket only, so the disk is not asked how far it is.
        let offset = if photo.complete {
            u64::from(photo.length)
        } else {
            intake
                .uploads
                .offset(status.id, photo.digest)
                .await?
                .unwrap_or(0)
        };
        photos.push(Photo {
            digest: photo.digest.to_string(),
            length: photo.length,
            offset,
        });
    }
    let document = StatusDocument {
        id: status.id.to_string(),
        revision: status.revision,
        record: status.record.to_string(),
        state: status.state,
        receipt: status.id.receipt(),
        photos,
        reply: status
            .reply
            .as_ref()
            .map(|sealed| Base64UrlUnpadded::encode_string(sealed)),
        inbox: status.inbox,
        bundle: status.bundle,
    };
    Ok((
        [(CACHE_CONTROL, HeaderValue::from_static("no-store"))],
        Json(document),
    ))
}

/// The registration, if the token is its own.
pub async fn authorised(
    intake: &Intake,
    id: RegistrationId,
    headers: &HeaderMap,
) -> Result<RegistrationStatus, Problem> {
    match token_holder(intake, id, headers).await? {
        TokenHolder::Registration(status) => Ok(*status),
        // It may read what was written to it, and change nothing any more.
        TokenHolder::Ended(..) => Err(Problem::Closed),
        TokenHolder::Erased => Err(Problem::Erased),
    }
}

/// The holder of a token.
pub enum TokenHolder {
    /// The holder of a registration that is here.
    Registration(Box<RegistrationStatus>),
    /// The former holder of a registration whose access an officer has made anew since.
    Ended(Box<RegistrationStatus>, EndedAccess),
    /// The holder of a registration that was erased.
    Erased,
}

/// The holder of the request's token. An unknown id and a wrong token take the same way and the
/// same time: two look-ups, three comparisons. A request without a readable token is malformed,
/// whatever the id.
pub async fn token_holder(
    intake: &Intake,
    id: RegistrationId,
    headers: &HeaderMap,
) -> Result<TokenHolder, Problem> {
    let bearer = body::token_hash(headers)?;
    let (found, stone) = intake.store.standing(id).await?;
    let is_bearers = |hash: Option<Digest>| -> bool {
        hash.map_or([0; 32], |hash| hash.0).ct_eq(&bearer.0).into()
    };
    // All three comparisons are made before any of them decides, so that the time of the answer
    // does not tell which of them was close.
    let same = is_bearers(found.as_ref().map(|status| status.token_hash));
    let ended = found.as_ref().and_then(|status| status.ended);
    let was_same = is_bearers(ended.map(|ended| ended.token_hash));
    if is_bearers(stone.map(|stone| stone.token_hash)) {
        return Ok(TokenHolder::Erased);
    }
    match (found, ended) {
        (Some(status), _) if same => Ok(TokenHolder::Registration(Box::new(status))),
        (Some(status), Some(ended)) if was_same => Ok(TokenHolder::Ended(Box::new(status), ended)),
        _ => Err(Problem::Unknown),
    }
}

#[cfg(test)]
mod tests {
    use payung_model::sealed::{
        Envelope, EnvelopeKind, Header, KeyId, OfficeKey, PhotoHeader, PhotoKey, Registration,
        ReplyKey, StatusToken,
    };
    use payung_model::units::Timestamp;
    use tokio::sync::Notify;

    use super::super::Limits;
    use super::*;
    use crate::clock::Clock;
    use crate::random::SystemRandom;
    use crate::store::{Arrival, Store};

    /// An envelope that names one photo of one byte.
    fn envelope(key: &OfficeKey, token: &StatusToken, digest: Digest) -> Envelope {
        let header = Header {
            kind: EnvelopeKind::Registration,
            id: RegistrationId::new(Timestamp::default(), &mut SystemRandom).unwrap(),
            revision: 1,
            bundle_sequence: 0,
            key_id: KeyId([0; 8]),
            token_hash: token.hash(),
            reply_key: ReplyKey::new(&mut SystemRandom).unwrap().public(),
            photos: vec![PhotoHeader { digest, length: 1 }],
        };
        let body = Registration {
            form: "bpu".into(),
            form_version: 1,
            lang: "id".into(),
            sealed_at: Timestamp::default(),
            purpose: "register".into(),
            answers: Vec::new(),
            consents: Vec::new(),
            photos: vec![PhotoKey {
                question: "ktp".into(),
                digest,
                key: [0; 32],
                faults: 0,
            }],
            completes: None,
            referral: None,
        };
        Envelope::seal(header, &body, &key.public(), &mut SystemRandom).unwrap()
    }

    /// An intake with one registration, whose only photo has begun to come.
    struct Begun {
        intake: Arc<Intake>,
        id: RegistrationId,
        digest: Digest,
        _writer: Option<std::thread::JoinHandle<()>>,
        _folder: tempfile::TempDir,
    }

    impl Begun {
        async fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let store = Store::open(folder.path()).unwrap();
            let (key, token) = (
                OfficeKey::new(&mut SystemRandom).unwrap(),
                StatusToken::new(&mut SystemRandom).unwrap(),
            );
            store
                .publish_keys(&[key.public()], "contoh", Timestamp::default())
                .unwrap();
            let received = Arc::new(Notify::new());
            let (intake, writer) =
                Intake::start(store, Clock::System, Limits::default(), received).unwrap();
            let digest = Digest::of(b"x");
            let envelope = envelope(&key, &token, digest);
            let (id, whole) = (envelope.header().id, Digest::of(envelope.bytes()));
            let arrival = Arrival {
                digest: whole,
                token_hash: token.hash(),
                at: Timestamp::default(),
                envelope,
            };
            intake.store.record(arrival).await.unwrap();
            intake.uploads.create(id, digest).await.unwrap();
            Self {
                intake,
                id,
                digest,
                _writer: writer,
                _folder: folder,
            }
        }

        /// What a withdrawal reads first.
        async fn standing(&self) -> RegistrationStatus {
            self.intake
                .store
                .standing(self.id)
                .await
                .unwrap()
                .0
                .unwrap()
        }

        async fn bytes(&self) -> Option<u64> {
            self.intake
                .uploads
                .offset(self.id, self.digest)
                .await
                .unwrap()
        }
    }

    #[tokio::test]
    async fn a_photo_that_became_complete_while_its_registration_is_withdrawn_keeps_its_file() {
        let begun = Begun::new().await;
        // Read just before the last byte of the photo is counted.
        let before = begun.standing().await;
        assert!(!before.photos[0].complete);
        begun
            .intake
            .store
            .complete_photo(begun.id, begun.digest, Timestamp::default())
            .await
            .unwrap();
        remove_unfinished(&begun.intake, &before).await.unwrap();
        assert_eq!(begun.bytes().await, Some(0), "a backup finds the file");
    }

    #[tokio::test]
    async fn what_is_unfinished_goes_with_the_withdrawal() {
        let begun = Begun::new().await;
        let before = begun.standing().await;
        remove_unfinished(&begun.intake, &before).await.unwrap();
        assert_eq!(begun.bytes().await, None);
    }
}
