//! What reaches the log and a crash report: codes and places, never what a person typed.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::*;
use crate::api::error::Failure;

#[derive(Default)]
struct Lines(Mutex<Vec<LogLine>>);

impl LogSink for Lines {
    fn log(&self, line: LogLine) -> Result<(), PlatformError> {
        self.0.lock().unwrap().push(line);
        Ok(())
    }
}

/// What a person typed, in every place where a text can be given.
const CANARIES: &[&str] = &[
    "SITI CONTOH",
    "3201015501900001",
    "0812 0000 0001",
    "81200000001",
    "KENARI",
    "AMINAH",
];

fn assert_clean(lines: &Lines) -> Vec<String> {
    let lines = lines.0.lock().unwrap();
    for line in lines.iter() {
        for canary in CANARIES {
            assert!(!line.to_string().contains(canary), "{line}");
        }
    }
    lines.iter().map(|line| line.code.clone()).collect()
}

#[test]
fn nothing_that_a_person_typed_reaches_the_log_on_a_whole_journey_with_every_mistake() {
    let (phone, lines) = (Phone::new(), Arc::new(Lines::default()));
    let payung = phone.open_with(
        phone.home.path(),
        Some(Arc::clone(&lines) as Arc<dyn LogSink>),
    );
    let (drafts, registrations) = (payung.drafts(), payung.registrations());
    let canary = || "KENARI SITI CONTOH".to_owned();
    assert!(drafts.start(canary()).is_err());
    assert!(drafts.resume(canary()).is_err());
    let view = drafts.start("bpu".into()).unwrap();
    let draft = view.draft.clone();
    assert!(drafts.show(draft.clone(), canary()).is_err());
    assert!(
        drafts
            .edit(draft.clone(), canary(), secret("KENARI"), 0)
            .is_err()
    );
    assert!(
        drafts
            .answer(
                draft.clone(),
                "ever_member".into(),
                secret(&"KENARI ".repeat(1000))
            )
            .is_err()
    );
    let _ = drafts
        .answer(draft.clone(), "ever_member".into(), secret("KENARI"))
        .unwrap();
    let _ = drafts.choices(draft.clone(), canary(), canary(), 5);
    assert!(registrations.ready(draft.clone()).is_err());
    let picked = phone.home.path().join("KENARI SITI CONTOH.jpg");
    std::fs::write(&picked, "KENARI SITI CONTOH").unwrap();
    let path = picked.to_string_lossy().into_owned();
    assert!(
        drafts
            .photo(
                draft.clone(),
                "ktp".into(),
                PhotoSource::Picked { path: path.clone() }
            )
            .is_err()
    );
    assert!(
        drafts
            .photo(draft, "ktp".into(), PhotoSource::Captured { path })
            .is_err()
    );
    let end = fill(&payung, view, ANSWERS);
    let registration = registrations.ready(end.draft.clone()).unwrap().registration;
    assert!(
        drafts
            .answer(end.draft, "name".into(), secret("KENARI"))
            .is_err()
    );
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let _ = runtime.block_on(payung.connection().sync());
    assert!(registrations.correct(registration.clone()).is_err());
    assert!(registrations.status(canary()).is_err());
    let _ = registrations.complete(registration);
    let _ = (
        payung.lookup().nik(secret("3201015501900001")),
        payung.lookup().phone(secret("0812 0000 0001")),
    );
    assert!(payung.text(canary()).is_err());
    payung.lock();
    assert!(drafts.start("bpu".into()).is_err());
    let codes = assert_clean(&lines);
    for code in [
        "not_possible",
        "missing_answers",
        "photo",
        "key_locked",
        "try_later",
    ] {
        assert!(
            codes.iter().any(|logged| logged == code),
            "{code} was logged: {codes:?}"
        );
    }
}

#[test]
fn a_panic_reaches_a_shell_and_the_log_with_its_place_and_none_of_its_words() {
    let (phone, lines) = (Phone::new(), Arc::new(Lines::default()));
    let payung = phone.open_with(
        phone.home.path(),
        Some(Arc::clone(&lines) as Arc<dyn LogSink>),
    );
    let call = || {
        payung
            .app
            .call::<()>("drafts.answer", || -> Result<(), Failure> {
                panic!("KENARI SITI CONTOH")
            })
    };
    let thrown = catch_unwind(AssertUnwindSafe(call)).unwrap_err();
    // As uniffi reads it for the text of its InternalException.
    assert_eq!(
        thrown.downcast_ref::<String>().unwrap(),
        "payung: a fault in drafts.answer"
    );
    assert_eq!(assert_clean(&lines), ["panic"]);
    payung.drafts().start("bpu".into()).unwrap();
}
