//! Photos of a draft: read, judged, sealed, kept, removed and shown.

use std::path::{Path, PathBuf};

use payung_model::form::{Entry, PhotoFault, Value};
use payung_model::sealed::{Header, photo as sealed_photo};
use payung_model::secret::Secret;
use payung_model::text::{Arg, Message};

use super::PhotoSource;
use super::error::Failure;
use super::state::{AppState, Moment, OpenDraft};
use crate::random::Ring;
use crate::vault::{Keys, PhotoRow};
use payung_photo::{Limits, PhotoProblem};

/// A picture under a key of its own, and what is hard to read about it.
pub(super) type SealedPicture = (sealed_photo::SealedPhoto, Vec<PhotoFault>);

impl AppState {
    /// Keeps a sealed picture as the answer to a question; durable when this returns. A draft holds
    /// no more photos than an envelope may name.
    pub(super) fn put_photo(
        &self,
        open: &mut OpenDraft,
        keys: &Keys,
        question: &str,
        (sealed, faults): SealedPicture,
        moment: Moment,
    ) -> Result<(), Failure> {
        // A photo in place of another one adds none, so it is always taken. A further one could not
        // be named in the envelope's header.
        if !open.has_photo(question) && open.photos() >= Header::MOST_PHOTOS {
            return Err(self.too_many_photos());
        }
        let length = u32::try_from(sealed.bytes.len()).unwrap_or(u32::MAX);
        let row = PhotoRow {
            draft: open.row.id,
            question: question.to_owned(),
            digest: sealed.digest,
            length,
            key: sealed.key.clone(),
        };
        let value = Value::Photo {
            digest: sealed.digest,
            length,
            faults,
        };
        let entry = Entry {
            raw: Secret::default(),
            value: Some(value),
            at: moment.now,
        };
        // The warning goes before the change: a draft that was just worked on must not end by a
        // warning of before.
        self.forget_warning(open)?;
        self.store
            .put_photo(keys, &row, &sealed.bytes, &entry, moment.now)?;
        // The copy in memory changes only after the vault has taken the photo, so that both stay
        // alike when the disk is full.
        open.draft.entries.insert(question.to_owned(), entry);
        open.seq += 1;
        Ok(())
    }

    pub(super) fn too_many_photos(&self) -> Failure {
        let most = Arg::Number(Header::MOST_PHOTOS as u64);
        let words = Message::new("not-possible-report-full").with("most", most);
        Failure::NotPossible(self.message_text(&words))
    }

    /// Removes the photo that answers a question, if there is one.
    pub(super) fn drop_photo(
        &self,
        open: &mut OpenDraft,
        keys: &Keys,
        question: &str,
        moment: Moment,
    ) -> Result<(), Failure> {
        if open.has_photo(question) {
            let entry = Entry {
                raw: Secret::default(),
                value: None,
                at: moment.now,
            };
            self.store
                .remove_photo(keys, open.row.id, question, &entry, moment.now)?;
            open.draft.entries.insert(question.to_owned(), entry);
            open.seq += 1;
        }
        Ok(())
    }

    /// The photo that answers a question, in clear; none while there is none.
    pub(super) fn open_photo(
        &self,
        open: &OpenDraft,
        keys: &Keys,
        question: &str,
    ) -> Result<Option<Vec<u8>>, Failure> {
        let mut kept = self.store.photos(keys, open.row.id)?.rows.into_iter();
        let Some(row) = kept
            .find(|row| row.question == question)
            .filter(|_| open.has_photo(question))
        else {
            return Ok(None);
        };
        let unreadable = || Failure::Damaged("a kept photo cannot be read");
        let sealed = std::fs::read(self.store.photo_path(row.digest)).map_err(|_| unreadable())?;
        sealed_photo::open(sealed, &row.key)
            .map(Some)
            .map_err(|_| unreadable())
    }

    pub(super) fn read_and_seal(
        &self,
        question: &str,
        source: &PhotoSource,
    ) -> Result<SealedPicture, Failure> {
        let (PhotoSource::Picked { path } | PhotoSource::Captured { path }) = source;
        let rules = self.rules();
        let limits = rules
            .content
            .sending
            .photo(question)
            .map_or(Limits::KTP, Limits::from);
        let small = payung_photo::read(Path::new(path), limits.long_side)
            .and_then(|pixels| payung_photo::shrink(pixels, limits).ok_or(PhotoProblem::TooSmall))
            .map_err(|problem| self.photo_error(problem))?;
        let faults = payung_photo::judge(&small.measures, limits);
        let sealed = sealed_photo::seal(small.jpeg, &mut Ring::new());
        Ok((
            sealed.map_err(|error| Failure::TryLater(error.to_string()))?,
            faults,
        ))
    }

    fn photo_error(&self, problem: PhotoProblem) -> Failure {
        let mut message = Message::new(problem.message_id());
        if let PhotoProblem::TooManyPixels { megapixels } = problem {
            message = message.with("megapixels", Arg::Number(u64::from(megapixels)));
        }
        Failure::Photo {
            words: self.message_text(&message),
            cause: problem.to_string(),
        }
    }

    /// Removes a camera's file, if it lies in the capture folder: only what the app made is ever
    /// deleted.
    pub(super) fn remove_capture(&self, path: &Path) -> Result<(), Failure> {
        let folder = self.store.capture_folder();
        // A link in the folder's place leads to files that are not ours.
        let is_folder = std::fs::symlink_metadata(&folder).is_ok_and(|found| found.is_dir());
        // Both sides are compared in their canonical form, because a path with `..` or a link would
        // lead out of the folder.
        let inside_folder = is_folder
            && path.parent().and_then(|parent| parent.canonicalize().ok())
                == folder.canonicalize().ok();
        let name: Option<PathBuf> = path.file_name().map(|name| folder.join(name));
        match name {
            Some(file) if inside_folder => match std::fs::remove_file(file) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    Err(Failure::TryLater(format!("capture: {}", error.kind())))
                }
                _ => Ok(()),
            },
            _ => Err(self.not_possible("not-possible-photo-folder")),
        }
    }
}
