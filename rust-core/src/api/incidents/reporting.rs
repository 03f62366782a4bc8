//! The calls by which an incident is reported.

use std::path::Path;

use super::Incidents;
use super::guide::IncidentView;
use crate::api::{DraftView, PayungError, PhotoSource};

#[uniffi::export]
impl Incidents {
    /// Keeps a photo as the next page of a paper, sealed on this phone at once, and ticks the
    /// paper. A paper needs to be legible; nothing demands a card. What the app's camera left in
    /// clear is removed, whatever the outcome.
    ///
    /// Possible from the registration's first sent byte on, until it is withdrawn or erased. Three
    /// pages of a paper and eight photos go with one report; the words of the error say what to do
    /// with more.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let none = payung_core::PhotoSource::Picked { path: "/nowhere.jpg".into() };
    /// let registration = example::ready(&payung);
    /// // Nothing of the registration has left the phone yet.
    /// let error = payung.incidents().photograph(registration, "death".into(), "family_card".into(), none);
    /// assert!(matches!(error, Err(payung_core::PayungError::NotPossible { .. })));
    /// # Ok(())
    /// # }
    /// ```
    pub fn photograph(
        &self,
        registration: String,
        id: String,
        paper: String,
        source: PhotoSource,
    ) -> Result<IncidentView, PayungError> {
        self.app.call("incidents.photograph", || {
            // The capture in clear is removed before the outcome is looked at, so that it also goes
            // when the page could not be kept.
            let kept = self.app.keep_page(&registration, &id, &paper, &source);
            if let PhotoSource::Captured { path } = &source {
                self.app.remove_capture(Path::new(path))?;
            }
            kept?;
            self.change_incident(&registration, &id, |_, kept| {
                kept.ticks.insert(paper);
                true
            })
        })
    }

    /// Removes a page of the report that was not sent yet. The tick stays.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let registration = example::ready(&payung);
    /// assert!(payung.incidents().remove_page(registration, "death".into(), "bank".into(), 1).is_err());
    /// # Ok(())
    /// # }
    /// ```
    pub fn remove_page(
        &self,
        registration: String,
        id: String,
        paper: String,
        page: u32,
    ) -> Result<IncidentView, PayungError> {
        self.app.call("incidents.remove_page", || {
            let question = self.app.kept_page(&registration, &id, &paper, page)?;
            let moment = self.app.moment();
            self.app.with_draft(question.draft, |open, _, keys| {
                self.app.drop_photo(open, keys, &question.id, moment)
            })?;
            self.app.incident_of(Some(&registration), &id)
        })
    }

    /// A page of the report that was not sent yet, as the office will see it: a JPEG of at most
    /// some 100 kB. It exists in clear only in what this call returns; a shell draws it and forgets
    /// it.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let registration = example::ready(&payung);
    /// assert!(payung.incidents().page(registration, "death".into(), "bank".into(), 1).is_err());
    /// # Ok(())
    /// # }
    /// ```
    pub fn page(
        &self,
        registration: String,
        id: String,
        paper: String,
        page: u32,
    ) -> Result<Vec<u8>, PayungError> {
        self.app.call("incidents.page", || {
            let question = self.app.kept_page(&registration, &id, &paper, page)?;
            let found = self.app.with_draft(question.draft, |open, _, keys| {
                self.app.open_photo(open, keys, &question.id)
            })?;
            found.ok_or_else(|| self.app.not_possible("not-possible-incident"))
        })
    }

    /// Begins, or goes on with, the report to the office: a draft with what is noted, ticked and
    /// photographed, at the first screen that still needs something, or at its review. Made ready
    /// ([`crate::Registrations::ready`]) it travels as every request does, and the next report can
    /// be begun, for papers that follow.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// // Possible from its first sent byte on.
    /// assert!(payung.incidents().report(example::ready(&payung), "accident".into()).is_err());
    /// # Ok(())
    /// # }
    /// ```
    pub fn report(&self, registration: String, id: String) -> Result<DraftView, PayungError> {
        self.app.call("incidents.report", || {
            let kept = self.app.kept_incident(&registration, &id)?;
            let (keys, rules) = (self.app.keys()?, self.app.rules());
            let reporting = self.app.reporting(&rules, &keys, &registration, &id)?;
            let draft = self.app.report_draft(&reporting, &keys)?;
            self.app.with_draft(draft, |open, rules, keys| {
                let moment = self.app.moment();
                self.app.copy_notes(open, rules, keys, &kept, moment)?;
                self.app.skip_pages(open, rules, keys, moment)
            })?;
            self.app.first_screen(draft)
        })
    }
}
