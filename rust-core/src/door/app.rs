//! The one object a shell holds.

use std::sync::Arc;

use payung_model::form::Hints;
use payung_model::secret::Secret;

use super::*;

/// Payung, opened on one home folder. All calls but `sync` return at once; run them on one core thread of the shell.
#[derive(uniffi::Object)]
pub struct Payung {}

#[uniffi::export]
impl Payung {
    /// Opens the home folder: migrations, key, bundle, what was left lying. A key that cannot be had is no error here
    /// ([`HomeView::key`]): what is ready still goes.
    #[uniffi::constructor]
    pub fn open(
        settings: Settings,
        keeper: Arc<dyn KeyKeeper>,
        clock: Arc<dyn Clock>,
        listener: Option<Arc<dyn Listener>>,
    ) -> Result<Arc<Self>, PayungError> {
        todo!()
    }
    /// Asks the key keeper again, after the phone was unlocked or another passphrase was given.
    pub fn unlock(&self) -> Result<HomeView, PayungError> {
        todo!()
    }
    /// Starts clean after the key keeper said *gone* twice and the worker agreed: old files are set aside, not deleted.
    pub fn start_clean(&self) -> Result<HomeView, PayungError> {
        todo!()
    }
    pub fn home(&self) -> Result<HomeView, PayungError> {
        todo!()
    }

    /// Begins a form (`bpu`) for a new person.
    pub fn start(&self, form: String) -> Result<DraftView, PayungError> {
        todo!()
    }
    /// The first screen that still needs something.
    pub fn resume(&self, draft: String) -> Result<DraftView, PayungError> {
        todo!()
    }
    /// One given question of the draft (from the review).
    pub fn show(&self, draft: String, question: String) -> Result<DraftView, PayungError> {
        todo!()
    }
    /// Keeps raw text while it is typed. Durable when this returns. `seq` is the view's the text was typed into.
    pub fn edit(&self, draft: String, question: String, text: Secret, seq: u64) -> Result<Hints, PayungError> {
        todo!()
    }
    /// Validates, commits and returns the next screen, or the same one with its problems. Durable when this returns.
    /// Choices by id, several joined by commas, yes/no and consents as `yes`/`no`, notes as `yes`.
    pub fn answer(&self, draft: String, question: String, text: Secret) -> Result<DraftView, PayungError> {
        todo!()
    }
    /// The screen before that one.
    pub fn back(&self, draft: String, question: String) -> Result<DraftView, PayungError> {
        todo!()
    }
    /// Reads, shrinks, strips and seals a picture as the answer to a photo question; the next screen.
    pub fn photo(&self, draft: String, question: String, source: PhotoSource) -> Result<DraftView, PayungError> {
        todo!()
    }
    pub fn choices(
        &self,
        draft: String,
        question: String,
        search: String,
        limit: u32,
    ) -> Result<ChoicesView, PayungError> {
        todo!()
    }
    /// Deletes a draft that was never made ready.
    pub fn discard(&self, draft: String) -> Result<HomeView, PayungError> {
        todo!()
    }

    /// Seals the draft: it goes at the next sync. Fails with the missing questions named.
    pub fn ready(&self, draft: String) -> Result<RegistrationView, PayungError> {
        todo!()
    }
    /// Back to a draft, while nothing of it has left the phone.
    pub fn take_back(&self, registration: String) -> Result<DraftView, PayungError> {
        todo!()
    }
    pub fn status(&self, registration: String) -> Result<RegistrationView, PayungError> {
        todo!()
    }
    /// Reopens the draft at what the office asked to be corrected.
    pub fn correct(&self, registration: String) -> Result<DraftView, PayungError> {
        todo!()
    }
    /// Withdraws: at once on this phone, and at the office with the next sync.
    pub fn withdraw(&self, registration: String) -> Result<RegistrationView, PayungError> {
        todo!()
    }
    /// Deletes everything of Payung on this phone: keys first.
    pub fn wipe(&self) -> Result<(), PayungError> {
        todo!()
    }

    pub fn nik(&self, text: Secret) -> NikView {
        todo!()
    }
    pub fn phone(&self, text: Secret) -> PhoneView {
        todo!()
    }
    pub fn dues(&self, request: DuesRequest) -> Result<DuesView, PayungError> {
        todo!()
    }
    pub fn form(&self, form: String) -> Result<Vec<FormLine>, PayungError> {
        todo!()
    }
}

#[uniffi::export(async_runtime = "tokio")]
impl Payung {
    /// Sends what is ready, asks for news, fetches a newer bundle. Safe to call at any time; a second call while one runs
    /// waits for it and returns its report.
    pub async fn sync(&self) -> Result<SyncReport, PayungError> {
        todo!()
    }
}
