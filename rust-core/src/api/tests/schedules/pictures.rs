//! Photos in a schedule: attached, replaced and removed, and what of them lies on the phone.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use payung_model::sealed::{Digest, Envelope, RegistrationId, photo as sealed_photo};

use super::reference::Actor;
use super::{Schedule, World, as_it_may, secret};
use crate::random::Ring;

/// The question of the form that is answered by a photo, and may be answered without.
const QUESTION: &str = "ktp";

/// How a draft answers the question for a photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DraftPhoto {
    /// It was answered without one.
    None,
    /// The photo was removed, and the question is open again.
    Removed,
    Kept(Digest),
}

/// What was ever attached in this schedule.
#[derive(Default)]
pub struct Pictures {
    /// In clear, by the digest of what is sealed.
    clear: BTreeMap<Digest, Vec<u8>>,
}

impl DraftPhoto {
    pub fn digest(self) -> Option<Digest> {
        match self {
            Self::Kept(digest) => Some(digest),
            Self::None | Self::Removed => None,
        }
    }
}

impl World {
    /// Attaches a photo to a draft, in place of the one that it may have.
    pub(super) fn attach(
        &self,
        schedule: &mut Schedule,
        which: usize,
        is_open: bool,
    ) -> Result<Actor, String> {
        let chance = &mut schedule.chance;
        // Now and then one that goes in several pieces.
        let length = match chance.below(4) {
            0 => 5_000 + chance.below(8_000),
            _ => 40 + chance.below(400),
        };
        let number = chance.below(256) as u8;
        let clear = vec![number; length as usize];
        let sealed = sealed_photo::seal(clear.clone(), &mut Ring::new()).unwrap();
        let digest = sealed.digest;
        let (app, draft) = (&self.payung.app, schedule.drafts[which]);
        let done = app.call("drafts.photo", || {
            app.answer_by_picture(draft, QUESTION.to_owned(), (sealed, Vec::new()))
        });
        if done.is_ok() {
            schedule.pictures.clear.insert(digest, clear);
            self.let_go(schedule, which, DraftPhoto::Kept(digest));
        }
        as_it_may(done, is_open, "photo").map(|()| Actor::Other)
    }

    /// Removes the photo, or says that there is none.
    pub(super) fn remove(
        &self,
        schedule: &mut Schedule,
        which: usize,
        is_open: bool,
    ) -> Result<Actor, String> {
        let (drafts, draft) = (self.payung.drafts(), schedule.drafts[which].to_string());
        if schedule.chance.below(2) == 0 {
            let done = drafts.answer(draft, QUESTION.to_owned(), secret(""));
            // A photo that is there stays.
            if done.is_ok() && schedule.photo[which] == DraftPhoto::Removed {
                schedule.photo[which] = DraftPhoto::None;
            }
            return as_it_may(done, is_open, "answer").map(|()| Actor::Other);
        }
        let done = drafts.remove_photo(draft, QUESTION.to_owned());
        if done.is_ok() && schedule.photo[which].digest().is_some() {
            self.let_go(schedule, which, DraftPhoto::Removed);
        }
        as_it_may(done, is_open, "remove_photo").map(|()| Actor::Other)
    }

    /// The draft has another photo, or none: what it had must not leave from now on.
    fn let_go(&self, schedule: &mut Schedule, which: usize, now: DraftPhoto) {
        let before = std::mem::replace(&mut schedule.photo[which], now);
        self.line.lock().removed.extend(before.digest());
    }

    /// What was sealed names the photo that its draft has, and no other.
    pub(super) fn judge_sealed(
        &self,
        schedule: &Schedule,
        which: usize,
        id: RegistrationId,
        envelope: &[u8],
    ) -> Result<(), String> {
        let photo = schedule.photo[which].digest();
        self.line.lock().sealed_photo.insert(id, photo);
        if photo == named(envelope) {
            Ok(())
        } else {
            Err("a sealed record names another photo than its draft has".into())
        }
    }

    /// In the folder of photos lies what a draft has or a waiting registration names, whole, and
    /// nothing else.
    pub(super) fn look_at_photos(&self, schedule: &Schedule) -> Result<(), String> {
        let store = &self.payung.app.store;
        let mut wanted: BTreeSet<Digest> = schedule
            .photo
            .iter()
            .filter_map(|photo| photo.digest())
            .collect();
        let played = self.line.lock();
        for id in schedule.reference.known.keys() {
            for (digest, _, sent) in store.outbox_photos(*id).unwrap() {
                wanted.insert(digest);
                if played.removed.contains(&digest) {
                    return Err("a photo waits that was removed".into());
                }
                if sent && !played.has_whole(*id, digest) {
                    return Err("a photo counts as sent that the office does not have".into());
                }
            }
        }
        let wanted: BTreeSet<PathBuf> = wanted
            .into_iter()
            .map(|digest| store.photo_path(digest))
            .collect();
        let folder = store.photo_path(Digest([0; 32]));
        let found: BTreeSet<PathBuf> = std::fs::read_dir(folder.parent().unwrap())
            .unwrap()
            .map(|file| file.unwrap().path())
            .collect();
        match (
            wanted.difference(&found).next(),
            found.difference(&wanted).next(),
        ) {
            (Some(_), _) => Err("a photo is lost".into()),
            (None, Some(_)) => Err("a photo lies there that nobody has any more".into()),
            (None, None) => Ok(()),
        }
    }

    /// In the end every draft has its photo, which opens, and so has the office of whatever it
    /// took.
    pub(super) fn photos_at_rest(&self, schedule: &Schedule) -> Result<(), String> {
        let store = &self.payung.app.store;
        let keys = self.payung.app.keys().unwrap();
        for (draft, photo) in schedule.drafts.iter().zip(&schedule.photo) {
            let rows = store.photos(&keys, *draft).unwrap();
            let kept: Vec<Digest> = rows.rows.iter().map(|row| row.digest).collect();
            if rows.unreadable > 0 || kept != Vec::from_iter(photo.digest()) {
                return Err("a draft has another photo than was attached".into());
            }
            for row in rows.rows {
                let bytes = std::fs::read(store.photo_path(row.digest)).unwrap();
                schedule.pictures.opens(row.digest, bytes, &row.key)?;
            }
        }
        for (id, at) in &self.line.lock().registrations {
            let Some(digest) = named(&at.records[&at.revision]) else {
                continue;
            };
            let Some(bytes) = at.uploads.get(&digest).filter(|_| at.has_whole(digest)) else {
                if at.state.is_final() {
                    continue;
                }
                return Err(format!(
                    "{}: the office has no photo of it",
                    at.state.as_str()
                ));
            };
            let body = Envelope::parse(&at.records[&at.revision])
                .unwrap()
                .open(std::slice::from_ref(&self.phone.office))
                .unwrap();
            let key = body
                .photos
                .iter()
                .find(|photo| photo.digest == digest)
                .ok_or_else(|| format!("{id}: no key of the photo"))?;
            schedule.pictures.opens(digest, bytes.clone(), &key.key)?;
        }
        Ok(())
    }
}

impl Pictures {
    fn opens(&self, digest: Digest, sealed: Vec<u8>, key: &[u8; 32]) -> Result<(), String> {
        match sealed_photo::open(sealed, key) {
            Ok(clear) if self.clear.get(&digest) == Some(&clear) => Ok(()),
            _ => Err("a photo does not open as it was attached".into()),
        }
    }
}

/// The photo that the header of an envelope names.
pub fn named(envelope: &[u8]) -> Option<Digest> {
    let envelope = Envelope::parse(envelope).unwrap();
    envelope.header().photos.first().map(|photo| photo.digest)
}
