//! Photos at the office that is played: created, grown piece by piece, whole or thrown away.

use payung_model::journey::{OfficeState, State};
use payung_model::sealed::{Digest, Envelope, RegistrationId};
use reqwest::{Request, Response};

use super::office::{AtOffice, Line, Played, refused};
use super::pictures::named;

impl AtOffice {
    pub fn has_whole(&self, digest: Digest) -> bool {
        self.uploads
            .get(&digest)
            .is_some_and(|bytes| Some(bytes.len()) == self.length(digest))
    }

    /// The photo that its present record names.
    pub fn photo(&self) -> Option<Digest> {
        named(self.records.get(&self.revision)?)
    }

    fn length(&self, digest: Digest) -> Option<usize> {
        let envelope = Envelope::parse(self.records.get(&self.revision)?).unwrap();
        let mut photos = envelope.header().photos.iter();
        let found = photos.find(|photo| photo.digest == digest)?;
        Some(found.length as usize)
    }

    /// Whether nothing of its present revision is missing.
    pub fn is_whole(&self) -> bool {
        self.photo().is_none_or(|digest| self.has_whole(digest))
    }
}

impl Played {
    pub fn has_whole(&self, id: RegistrationId, digest: Digest) -> bool {
        self.registrations
            .get(&id)
            .is_some_and(|at| at.has_whole(digest))
    }

    /// A request about photos. `rest` is what follows `/photos`.
    pub fn photos(
        &mut self,
        method: &str,
        id: RegistrationId,
        rest: Option<&str>,
        request: &Request,
        bytes: &[u8],
    ) -> Response {
        let (spoilt, forgets, waits) = (self.happens(8), self.happens(8), self.happens(3));
        let Some(at) = self.registrations.get_mut(&id) else {
            return refused(404, "unknown", None);
        };
        let digest = match rest {
            Some(digest) => digest.parse::<Digest>().ok(),
            None => at.photo(),
        };
        let Some((digest, length)) = digest.and_then(|digest| Some((digest, at.length(digest)?)))
        else {
            return refused(403, "not_wanted", None);
        };
        if at.state.is_final() {
            return refused(409, "closed", None);
        }
        if rest.is_none() {
            let offset = at.uploads.entry(digest).or_default().len();
            return empty(
                201,
                offset,
                Some(&format!("/v1/registrations/{id}/photos/{digest}")),
            );
        }
        // What is unfinished is thrown away in the end.
        if forgets && !at.has_whole(digest) {
            at.uploads.remove(&digest);
        }
        let Some(held) = at.uploads.get_mut(&digest) else {
            return refused(404, "unknown", None);
        };
        if method == "HEAD" {
            return empty(200, held.len(), None);
        }
        if held.len() == length || offset_of(request) != Some(held.len()) {
            return refused(409, "offset", None);
        }
        held.extend_from_slice(bytes);
        if let Some(last) = held.last_mut().filter(|_| spoilt) {
            *last ^= 1;
        }
        if held.len() >= length && Digest::of(held) != digest {
            at.uploads.remove(&digest);
            return refused(460, "checksum", None);
        }
        let offset = held.len();
        if at.is_whole() && at.state == OfficeState::Receiving && !waits {
            at.state = OfficeState::Received;
        }
        empty(204, offset, None)
    }

    /// The line broke in the middle of a piece: the office keeps what came.
    pub fn cut(&mut self, id: RegistrationId, digest: Digest, request: &Request, bytes: &[u8]) {
        let part = self.chance.below(bytes.len() as u64) as usize;
        if let Some(at) = self.registrations.get_mut(&id)
            && !at.state.is_final()
            && !at.has_whole(digest)
            && let Some(held) = at.uploads.get_mut(&digest)
            && offset_of(request) == Some(held.len())
        {
            held.extend_from_slice(&bytes[..part]);
        }
    }
}

impl Line {
    /// A piece that leaves must be of a photo that waits, and that nobody removed or withdrew.
    pub fn judge_piece(&self, id: RegistrationId, digest: Digest, request: &Request, bytes: &[u8]) {
        let (store, mut played) = (&self.store, self.lock());
        let row = store.registration(id).ok();
        let goes = row.is_some_and(|row| {
            matches!(row.state, State::Ready | State::Sending) && !row.withdraw_wanted
        });
        let waits = store
            .outbox_photos(id)
            .unwrap()
            .iter()
            .any(|(waits, ..)| *waits == digest);
        let file = std::fs::read(store.photo_path(digest)).unwrap_or_default();
        let from = offset_of(request).unwrap_or(usize::MAX);
        let is_of_the_file = file.get(from..).is_some_and(|rest| rest.starts_with(bytes));
        let is_sealed = played.sealed_photo.get(&id) == Some(&Some(digest));
        let wrong = match (goes && waits, is_of_the_file) {
            (false, _) => "a piece left of a photo that does not wait",
            (true, false) => "a piece left that is none of its photo",
            _ if played.removed.contains(&digest) => "a piece left of a photo that was removed",
            _ if !is_sealed => "a piece left of a photo that was not sealed",
            _ => return,
        };
        played.wrong.get_or_insert(wrong.to_owned());
    }
}

fn offset_of(request: &Request) -> Option<usize> {
    let offset = request.headers().get("upload-offset")?;
    offset.to_str().ok()?.parse().ok()
}

fn empty(status: u16, offset: usize, location: Option<&str>) -> Response {
    let mut answer = http::Response::builder()
        .status(status)
        .header("upload-offset", offset);
    if let Some(location) = location {
        answer = answer.header("location", location);
    }
    answer.body(String::new()).unwrap().into()
}
