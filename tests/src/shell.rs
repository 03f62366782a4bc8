//! A shell in this process: the core through its API, with a key keeper and a clock that do as they
//! are told.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use payung_core::{
    Clock, KeeperAnswer, KeyKeeper, Network, Payung, PayungError, PhotoSource, PlatformError,
    ProblemCode, ProblemView, RegistrationView, Settings, SyncReport,
};
use payung_model::content::Content;
use payung_model::engine::ScreenKind;
use payung_model::secret::Secret;
use payung_model::text::{Arg, Lang, Message};
use serde_json::Value;

use crate::clock::{HandClock, NOW};
use crate::{Outcome, samples};

/// A platform's key store: wraps with a byte of its own, unless it was told to say something else.
#[derive(Debug)]
pub struct Keeper {
    says: Mutex<Option<Said>>,
}

/// A home folder, and everything a platform answers.
pub struct Shell {
    /// The app's own folder.
    pub home: PathBuf,
    /// The trust file's JSON.
    pub trust: Option<String>,
    /// The key store.
    pub keeper: Arc<Keeper>,
    /// The time.
    pub clock: Arc<HandClock>,
}

/// See [`Keeper::say`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// The key no longer exists.
    Gone,
    /// Not at this moment.
    LockedNow,
    /// Another passphrase was meant.
    WrongPassphrase,
    /// Something failed.
    Broken,
    /// 32 bytes that are another key.
    WrongBytes,
    /// Bytes that are no key.
    ShortBytes,
}

impl Keeper {
    /// From now on this; none: its work.
    pub fn answer_with(&self, said: Option<Said>) {
        *self.says.lock().unwrap_or_else(PoisonError::into_inner) = said;
    }

    fn work(&self, bytes: &[u8]) -> KeeperAnswer {
        let said = *self.says.lock().unwrap_or_else(PoisonError::into_inner);
        match said {
            None => KeeperAnswer::Key {
                bytes: bytes.iter().map(|byte| byte ^ 0x5a).collect(),
            },
            Some(Said::Gone) => KeeperAnswer::Gone,
            Some(Said::LockedNow) => KeeperAnswer::LockedNow,
            Some(Said::WrongPassphrase) => KeeperAnswer::WrongPassphrase,
            Some(Said::Broken) => KeeperAnswer::Broken,
            Some(Said::WrongBytes) => KeeperAnswer::Key { bytes: vec![7; 32] },
            Some(Said::ShortBytes) => KeeperAnswer::Key { bytes: vec![7; 5] },
        }
    }
}

impl KeyKeeper for Keeper {
    fn wrap(&self, key: Vec<u8>) -> Result<KeeperAnswer, PlatformError> {
        Ok(self.work(&key))
    }

    fn unwrap(&self, wrapped: Vec<u8>) -> Result<KeeperAnswer, PlatformError> {
        Ok(self.work(&wrapped))
    }
}

impl Shell {
    /// A new phone in `folder/shell` that knows no office; [`crate::office::Office::shell`] makes
    /// one that does.
    pub fn new(folder: &Path) -> Self {
        Self {
            home: folder.join("shell"),
            trust: None,
            keeper: Arc::new(Keeper {
                says: Mutex::new(None),
            }),
            clock: HandClock::new(NOW),
        }
    }

    /// Starts the app, and tells it that the network costs nothing.
    pub fn open(&self) -> Result<Arc<Payung>, PayungError> {
        let payung = self.open_untold()?;
        payung.connection().network(Network::Unmetered);
        Ok(payung)
    }

    /// Starts the app, and tells it nothing of the network.
    pub fn open_untold(&self) -> Result<Arc<Payung>, PayungError> {
        let settings = Settings {
            home: self.home.to_string_lossy().into_owned(),
            trust: self.trust.clone(),
            language: payung_core::Language::Id,
        };
        let keeper = Arc::clone(&self.keeper) as Arc<dyn KeyKeeper>;
        Payung::open(
            settings,
            keeper,
            Arc::clone(&self.clock) as Arc<dyn Clock>,
            None,
            None,
        )
    }
}

/// Answers the whole form; the draft at its review.
pub fn fill(payung: &Payung, answers: &Value, card: &Path) -> Outcome<String> {
    let view = payung.drafts().start("bpu".into())?;
    go_on(payung, view, answers, card)
}

/// Answers one question after the other until that one is asked. A question that stays is an error:
/// its answer is missing in the list, and the loop would never end.
pub fn answer_until(
    payung: &Payung,
    mut view: payung_core::DraftView,
    last: &str,
    answers: &Value,
) -> Outcome<payung_core::DraftView> {
    while view.step.id != last {
        let question = view.step.id.clone();
        view = payung
            .drafts()
            .answer(view.draft, question.clone(), text(&answers[&question]))?;
        if view.step.id == question {
            return Err(format!("{question} is asked again").into());
        }
    }
    Ok(view)
}

/// Answers what a draft still asks; the draft at its review.
pub fn go_on(
    payung: &Payung,
    mut view: payung_core::DraftView,
    answers: &Value,
    card: &Path,
) -> Outcome<String> {
    for _ in 0..100 {
        if view.step.kind != ScreenKind::Question {
            return Ok(view.draft);
        }
        let question = view.step.id.clone();
        view = if question == "ktp" || question == "selfie" {
            payung.drafts().photo(
                view.draft,
                question.clone(),
                PhotoSource::Picked {
                    path: card.to_string_lossy().into_owned(),
                },
            )?
        } else {
            // Asked only when the phone cannot be sure of the century in the NIK.
            let typed = match answers.get(&question) {
                None if question == "birth_date" => Secret::new("15-01-1990"),
                _ => text(&answers[&question]),
            };
            payung
                .drafts()
                .answer(view.draft, question.clone(), typed)?
        };
        if view.step.kind == ScreenKind::Question && view.step.id == question {
            return Err(format!("{question} is asked again").into());
        }
    }
    Err("the form does not end".into())
}

/// The sample worker, made ready.
pub fn make_ready(payung: &Payung, card: &Path) -> Outcome<RegistrationView> {
    Ok(payung
        .registrations()
        .ready(fill(payung, &samples::answers(), card)?)?)
}

/// The same without the photo, which may wait: quick, where a thousand are needed.
pub fn make_ready_without_photo(payung: &Payung) -> Outcome<RegistrationView> {
    let answers = samples::answers();
    let mut view = payung.drafts().start("bpu".into())?;
    while view.step.kind == ScreenKind::Question {
        let question = view.step.id.clone();
        let typed = if question == "ktp" {
            Secret::default()
        } else {
            text(&answers[&question])
        };
        view = payung
            .drafts()
            .answer(view.draft, question.clone(), typed)?;
        if view.step.id == question {
            return Err(format!("{question} is asked again").into());
        }
    }
    Ok(payung.registrations().ready(view.draft)?)
}

/// A person wants it now: syncs to the end, and waits for no delay.
pub fn sync_now(payung: &Payung) -> Outcome<SyncReport> {
    payung.connection().retry_now()?;
    sync(payung)
}

/// Syncs to the end, as a phone does by itself.
pub fn sync(payung: &Payung) -> Outcome<SyncReport> {
    Ok(tokio::runtime::Builder::new_current_thread()
        .build()?
        .block_on(payung.connection().sync())?)
}

/// The words of the built-in content.
pub fn words(id: &str) -> Outcome<String> {
    let content = Content::built_in()?;
    let message = Message::new(id).with("office", Arg::Text(content.controller.name.clone()));
    Ok(content.texts.format(Lang::Id, &message))
}

/// A problem by the id of its text, with the code that a shell may act on.
pub fn problem_view(id: &str) -> Outcome<ProblemView> {
    let codes = [
        ("erased-by-office", ProblemCode::Erased),
        ("park-malformed", ProblemCode::Malformed),
        ("park-newer", ProblemCode::OfficeOlder),
        ("park-photo", ProblemCode::PhotoGone),
        ("park-too-large", ProblemCode::TooLarge),
        ("wait-cut", ProblemCode::Cut),
        ("wait-full", ProblemCode::OfficeFull),
        ("wait-key", ProblemCode::OfficeKeyChanged),
        ("wait-offline", ProblemCode::Offline),
        ("wait-portal", ProblemCode::Portal),
        ("wait-proxy", ProblemCode::Proxy),
        ("wait-server", ProblemCode::OfficeTrouble),
        ("wait-slow", ProblemCode::OfficeBusy),
        ("wait-timeout", ProblemCode::Timeout),
        ("wait-tls", ProblemCode::Insecure),
        ("wait-unproven", ProblemCode::Unproven),
        ("wait-wifi", ProblemCode::WaitsForWifi),
    ];
    let found = codes.into_iter().find(|(known, _)| *known == id);
    let (_, code) = found.ok_or_else(|| format!("{id} is no problem that is known here"))?;
    Ok(ProblemView {
        code,
        words: words(id)?,
    })
}

/// The same as the terminal's `--json` has it.
pub fn problem_json(id: &str) -> Outcome<Value> {
    let problem = problem_view(id)?;
    Ok(serde_json::json!({ "code": problem.code.code(), "words": problem.words }))
}

/// A small drawn card in that folder.
pub fn card(folder: &Path) -> Outcome<PathBuf> {
    let path = folder.join("card.jpg");
    std::fs::write(&path, samples::ktp(800, 600, None)?)?;
    Ok(path)
}

/// An answer of [`samples::answers`] as shells give it.
pub fn text(answer: &Value) -> Secret {
    match answer {
        Value::String(text) => Secret::new(text.clone()),
        Value::Bool(yes) => Secret::new(if *yes { "yes" } else { "no" }),
        Value::Array(ids) => Secret::new(
            ids.iter()
                .filter_map(Value::as_str)
                .collect::<Vec<_>>()
                .join(","),
        ),
        other => Secret::new(other.to_string()),
    }
}
