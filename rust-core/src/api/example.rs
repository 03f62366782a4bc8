// The setup that the examples of the API share: a phone that knows an office, and a worker's
// answers. Examples include it.

#[allow(dead_code)]
mod example {
    use std::sync::Arc;

    use payung_core::{Clock, KeeperAnswer, KeyKeeper, Language, Payung, PlatformError, Settings};
    use payung_model::sealed::{OfficeKey, SigningKey, TrustFile};
    use payung_model::secret::Secret;

    struct Keeper;

    impl KeyKeeper for Keeper {
        fn wrap(&self, key: Vec<u8>) -> Result<KeeperAnswer, PlatformError> {
            Ok(KeeperAnswer::Key { bytes: key })
        }
        fn unwrap(&self, wrapped: Vec<u8>) -> Result<KeeperAnswer, PlatformError> {
            Ok(KeeperAnswer::Key { bytes: wrapped })
        }
    }

    struct Morning;

    impl Clock for Morning {
        fn now_millis(&self) -> Result<i64, PlatformError> {
            Ok(1_795_399_200_000)
        }
    }

    struct Random;

    impl payung_model::sealed::Random for Random {
        fn fill(&mut self, out: &mut [u8]) -> Result<(), payung_model::sealed::NoRandomness> {
            out.fill(7);
            Ok(())
        }
    }

    pub fn open() -> (tempfile::TempDir, Arc<Payung>) {
        let home = tempfile::tempdir().unwrap();
        let trust = TrustFile {
            office: "http://127.0.0.1:9".into(),
            bundle_keys: vec![SigningKey::new(&mut Random).unwrap().public()],
            office_keys: vec![OfficeKey::new(&mut Random).unwrap().public()],
        };
        let settings = Settings {
            home: home.path().to_string_lossy().into_owned(),
            trust: Some(trust.to_json()),
            language: Language::Id,
        };
        let payung = Payung::open(settings, Arc::new(Keeper), Arc::new(Morning), None, None).unwrap();
        (home, payung)
    }

    /// A draft at its review.
    pub fn filled(payung: &Payung) -> String {
        let mut view = payung.drafts().start("bpu".into()).unwrap();
        while view.step.id != "review" {
            let text = ANSWERS.iter().find(|(id, _)| *id == view.step.id).map_or("", |(_, text)| *text);
            let id = view.step.id.clone();
            view = payung.drafts().answer(view.draft, view.step.id, Secret::new(text)).unwrap();
            assert_ne!(view.step.id, id, "the list of answers has none for this question");
        }
        view.draft
    }

    pub fn ready(payung: &Payung) -> String {
        payung.registrations().ready(filled(payung)).unwrap().registration
    }

    const ANSWERS: &[(&str, &str)] = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/sample_answers.rs"));
}
