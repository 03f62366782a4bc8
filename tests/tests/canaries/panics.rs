//! A panic whose words are an answer, in each place where the platform is called: only its place
//! may be told.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use payung_core::{
    Change, Clock, KeeperAnswer, KeyKeeper, Listener, Payung, PlatformError, Settings,
};
use payung_model::secret::Secret;
use payung_tests::Outcome;
use payung_tests::canary::{Seeker, Worker};
use payung_tests::clock::NOW;
use payung_tests::office::Office;

/// Names, for the process that panics, the folder of its home and of the answers that it panics
/// with.
const FOLDER: &str = "PAYUNG_TEST_PANICS_IN";

#[test]
fn a_panic_tells_its_place_and_none_of_its_words() -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let worker = Worker::invent()?;
    worker.write(&folder.path().join("answers"))?;
    // Nobody listens there.
    Office::found(folder.path(), "http://127.0.0.1:9")?;
    let output = Command::new(std::env::current_exe()?)
        .args([
            "--exact",
            "panics::panics_behind_the_door",
            "--ignored",
            "--nocapture",
            "--test-threads=1",
        ])
        .env(FOLDER, folder.path())
        .env("RUST_BACKTRACE", "full")
        .stdin(Stdio::null())
        .output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    assert_eq!(
        said.matches("payung: panic at").count(),
        4,
        "each panic tells where it was: {said}"
    );
    assert!(said.contains("panics.rs:"), "{said}");
    let seeker = Seeker::of(worker.canaries());
    let mut leaks = seeker.seek(&output.stderr, "stderr");
    leaks.extend(seeker.seek(&output.stdout, "stdout"));
    leaks.extend(seeker.look(folder.path(), &["answers"])?.leaks);
    assert!(leaks.is_empty(), "{leaks:?}");
    Ok(())
}

/// Keeper, clock and listener of a platform that quotes answers when it fails.
struct Talkative {
    words: String,
    armed: AtomicBool,
}

impl Talkative {
    fn say(&self) {
        assert!(
            !self.armed.load(Ordering::Acquire),
            "cannot go on with {}",
            self.words
        );
    }
}

impl KeyKeeper for Talkative {
    fn wrap(&self, key: Vec<u8>) -> Result<KeeperAnswer, PlatformError> {
        self.say();
        Ok(KeeperAnswer::Key { bytes: key })
    }
    fn unwrap(&self, wrapped: Vec<u8>) -> Result<KeeperAnswer, PlatformError> {
        self.say();
        Ok(KeeperAnswer::Key { bytes: wrapped })
    }
}

impl Clock for Talkative {
    fn now_millis(&self) -> Result<i64, PlatformError> {
        self.say();
        Ok(NOW)
    }
}

impl Listener for Talkative {
    fn changed(&self, _: Change) -> Result<(), PlatformError> {
        self.say();
        Ok(())
    }
}

#[test]
#[ignore = "run by the test above, in a process of its own: it is what that process prints that counts"]
fn panics_behind_the_door() -> Outcome<()> {
    let Some(folder) = std::env::var_os(FOLDER).map(std::path::PathBuf::from) else {
        return Ok(());
    };
    let answers: serde_json::Value =
        serde_json::from_slice(&std::fs::read(folder.join("answers/answers.json"))?)?;
    let nik = answers["nik"].as_str().unwrap_or_default().to_owned();
    let name = answers["name"].as_str().unwrap_or_default().to_owned();
    let quoting = |words: &String| {
        Arc::new(Talkative {
            words: words.clone(),
            armed: AtomicBool::new(false),
        })
    };
    let (keeper, clock, listener) = (quoting(&nik), quoting(&name), quoting(&nik));
    let settings = Settings {
        home: folder.join("phone").to_string_lossy().into_owned(),
        trust: Some(std::fs::read_to_string(folder.join("trust.json"))?),
        language: payung_core::Language::Id,
    };
    payung_core::install_quiet_panic_hook();
    let open = || {
        Payung::open(
            settings.clone(),
            Arc::clone(&keeper) as Arc<dyn KeyKeeper>,
            Arc::clone(&clock) as Arc<dyn Clock>,
            Some(Arc::clone(&listener) as Arc<dyn Listener>),
            None,
        )
    };

    keeper.armed.store(true, Ordering::Release);
    assert!(
        catch_unwind(AssertUnwindSafe(open)).is_err(),
        "the keeper's panic comes through"
    );
    keeper.armed.store(false, Ordering::Release);
    let payung = open()?;

    let view = payung.drafts().start("bpu".into())?;
    let answer = || {
        payung.drafts().answer(
            view.draft.clone(),
            "ever_member".into(),
            Secret::new("never"),
        )
    };
    clock.armed.store(true, Ordering::Release);
    assert!(
        catch_unwind(AssertUnwindSafe(answer)).is_err(),
        "the clock's panic comes through"
    );
    // On a thread of the core's own.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let cut_short = runtime.block_on(payung.connection().sync());
    println!(
        "{cut_short:?} {}",
        cut_short
            .as_ref()
            .err()
            .map(ToString::to_string)
            .unwrap_or_default()
    );
    assert!(cut_short.is_err());
    clock.armed.store(false, Ordering::Release);

    keeper.armed.store(true, Ordering::Release);
    assert!(catch_unwind(AssertUnwindSafe(|| payung.unlock())).is_err());
    keeper.armed.store(false, Ordering::Release);

    // It goes on, and what it hands out does not print what it holds.
    println!("{:?}", answer()?);
    for (question, typed) in [("nik", &nik), ("name", &name)] {
        println!(
            "{:?}",
            payung.drafts().edit(
                view.draft.clone(),
                question.into(),
                Secret::new(typed.clone()),
                1
            )
        );
        println!(
            "{:?}",
            payung.drafts().answer(
                view.draft.clone(),
                question.into(),
                Secret::new(typed.clone())
            )
        );
        println!(
            "{:?}",
            payung.drafts().show(view.draft.clone(), question.into())
        );
    }
    let phone = Secret::new(answers["phone"].as_str().unwrap_or_default());
    println!(
        "{:?} {:?} {:?}",
        payung.lookup().nik(Secret::new(nik.clone())),
        payung.lookup().phone(phone),
        payung.home()?
    );
    Ok(())
}
