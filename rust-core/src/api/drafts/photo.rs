//! Answering a question with a photo.

use std::path::Path;

use payung_model::form::Screen;
use payung_model::sealed::RegistrationId;

use super::Drafts;
use crate::api::error::Failure;
use crate::api::photos::SealedPicture;
use crate::api::state::AppState;
use crate::api::{DraftView, PayungError, PhotoSource};

#[uniffi::export]
impl Drafts {
    /// Reads, judges, shrinks, strips and seals a picture as the answer to a photo question, and
    /// returns the next screen. When the photo is hard to read, it is kept, but the question stays
    /// and its faults are among the warnings. The worker then takes another photo or goes on with
    /// the empty answer. The file that the app's camera left in clear is removed, whatever the
    /// outcome.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let draft = example::filled(&payung);
    /// let none = payung_core::PhotoSource::Picked { path: "/nowhere.jpg".into() };
    /// let error = payung.drafts().photo(draft, "ktp".into(), none).unwrap_err();
    /// assert!(matches!(error, payung_core::PayungError::Photo { .. }));
    /// # Ok(())
    /// # }
    /// ```
    pub fn photo(
        &self,
        draft: String,
        question: String,
        source: PhotoSource,
    ) -> Result<DraftView, PayungError> {
        self.app.call("drafts.photo", || {
            let sealed = self
                .app
                .open_draft_id(&draft)
                .and_then(|id| Ok((id, self.app.read_and_seal(&question, &source)?)));
            if let PhotoSource::Captured { path } = &source {
                self.app.remove_capture(Path::new(path))?;
            }
            let (id, picture) = sealed?;
            self.app.answer_by_picture(id, question, picture)
        })
    }

    /// Removes the photo that answers a question; the question is open again.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let draft = example::filled(&payung);
    /// assert_eq!(payung.drafts().remove_photo(draft, "ktp".into())?.step.id, "ktp");
    /// # Ok(())
    /// # }
    /// ```
    pub fn remove_photo(&self, draft: String, question: String) -> Result<DraftView, PayungError> {
        self.app.call("drafts.remove_photo", || {
            let id = self.app.open_draft_id(&draft)?;
            let moment = self.app.moment();
            self.app.with_draft(id, |open, rules, keys| {
                self.app.check_visible(open, rules, moment, &question)?;
                self.app.drop_photo(open, keys, &question, moment)?;
                self.app.screen(
                    open,
                    rules,
                    moment,
                    &Screen::Question(question.clone()),
                    None,
                )
            })
        })
    }

    /// The photo that is kept as the answer to a question, as the office will see it: a JPEG of at
    /// most 80 kB. The result is none while no photo is kept. The picture exists in clear only in
    /// this result, so a shell draws it and forgets it.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let draft = example::filled(&payung);
    /// assert!(payung.drafts().kept_photo(draft, "ktp".into())?.is_none());
    /// # Ok(())
    /// # }
    /// ```
    pub fn kept_photo(
        &self,
        draft: String,
        question: String,
    ) -> Result<Option<Vec<u8>>, PayungError> {
        self.app.call("drafts.kept_photo", || {
            let id = self.app.open_draft_id(&draft)?;
            let moment = self.app.moment();
            self.app.with_draft(id, |open, rules, keys| {
                self.app.check_visible(open, rules, moment, &question)?;
                self.app.open_photo(open, keys, &question)
            })
        })
    }

    /// The folder in which the app's camera leaves a picture for [`Drafts::photo`]: private, never
    /// backed up, emptied at every start.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// assert!(payung.drafts().capture_folder().ends_with("capture"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn capture_folder(&self) -> String {
        self.app
            .store
            .capture_folder()
            .to_string_lossy()
            .into_owned()
    }
}

impl AppState {
    /// Keeps a sealed picture as the answer to a question, and returns the next screen: the same
    /// one when the picture is hard to read.
    pub(in crate::api) fn answer_by_picture(
        &self,
        draft: RegistrationId,
        question: String,
        picture: SealedPicture,
    ) -> Result<DraftView, Failure> {
        let moment = self.moment();
        self.with_draft(draft, |open, rules, keys| {
            self.check_visible(open, rules, moment, &question)?;
            let stays = !picture.1.is_empty();
            self.put_photo(open, keys, &question, picture, moment)?;
            if stays {
                return self.screen(open, rules, moment, &Screen::Question(question), None);
            }
            self.onward(open, rules, moment, &question)
        })
    }
}
