//! The core as a shell opens it, for all rows.

use std::path::Path;
use std::sync::Arc;

use payung_core::{
    Clock, DraftView, KeeperAnswer, KeyKeeper, Payung, PhotoSource, PlatformError, Settings,
};
use payung_model::secret::Secret;
use payung_tests::{Outcome, samples};
use serde_json::Value;

pub use payung_tests::clock::NOW;

/// Opens a home. `trust`: a trust file's text.
pub fn open(home: &Path, trust: Option<String>) -> Outcome<Arc<Payung>> {
    let settings = Settings {
        home: home.to_string_lossy().into_owned(),
        trust,
        language: payung_core::Language::Id,
    };
    let payung = Payung::open(settings, Arc::new(PlainKeeper), Arc::new(Fixed), None, None)?;
    payung.connection().network(payung_core::Network::Unmetered);
    Ok(payung)
}

/// A draft with the sample worker's answers up to the question `until`, which is asked next
/// (`review`: all of them).
pub fn fill(payung: &Payung, picture: &Path, until: &str) -> Outcome<DraftView> {
    let answers = samples::answers();
    let mut view = payung.drafts().start("bpu".to_owned())?;
    while view.step.id != until {
        let (draft, question) = (view.draft, view.step.id);
        view = match &answers[&question] {
            // Whatever is not asked of the sample worker may be skipped.
            Value::Null => payung.drafts().answer(draft, question, Secret::new(""))?,
            Value::String(file)
                if Path::new(file)
                    .extension()
                    .is_some_and(|kind| kind == "jpg") =>
            {
                let path = picture.to_string_lossy().into_owned();
                payung
                    .drafts()
                    .photo(draft, question, PhotoSource::Picked { path })?
            }
            answer => payung
                .drafts()
                .answer(draft, question, Secret::new(text(answer)))?,
        };
        if !view.step.problems.is_empty() {
            return Err(format!("{} refuses the sample's answer", view.step.id).into());
        }
    }
    Ok(view)
}

/// An answer as shells give it.
fn text(answer: &Value) -> String {
    match answer {
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(options) => options.iter().map(text).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}

/// Wraps by doing nothing: the keeper's time is the platform's, and is not what is measured.
struct PlainKeeper;

impl KeyKeeper for PlainKeeper {
    fn wrap(&self, key: Vec<u8>) -> Result<KeeperAnswer, PlatformError> {
        Ok(KeeperAnswer::Key { bytes: key })
    }

    fn unwrap(&self, wrapped: Vec<u8>) -> Result<KeeperAnswer, PlatformError> {
        Ok(KeeperAnswer::Key { bytes: wrapped })
    }
}

struct Fixed;

impl Clock for Fixed {
    fn now_millis(&self) -> Result<i64, PlatformError> {
        Ok(NOW)
    }
}
