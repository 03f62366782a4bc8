use payung_model::journey::State;

use super::registrations::{AFTER_SEALING, make_ready, new, sealed};
use super::*;

/// A draft with an answer and a photo, whose warning was seen.
fn warned() -> (Vault, Digest) {
    let vault = Vault::new();
    vault
        .store
        .add_draft(
            &vault.keys,
            &draft_row(1, 2),
            &[("name".into(), entry("SITI CONTOH"))],
        )
        .unwrap();
    let photo = photo_row(1, "ktp", b"sealed photo");
    vault
        .store
        .put_photo(&vault.keys, &photo, b"sealed photo", &entry(""), at(3))
        .unwrap();
    vault.store.set_warned(id(1), at(10)).unwrap();
    (vault, photo.digest)
}

#[test]
fn a_draft_whose_warning_was_seen_goes_with_answers_photo_and_person() {
    let (vault, digest) = warned();
    let vault = vault.reopened();
    let [row] = &vault.store.warned_drafts().unwrap()[..] else {
        panic!("one draft")
    };
    assert_eq!((row.warned_at, row.changed_at), (Some(at(10)), at(3)));
    assert!(vault.store.expire_draft(row).unwrap());
    assert!(vault.store.drafts().unwrap().is_empty());
    assert!(
        !vault.store.holds_sealed().unwrap(),
        "neither answers nor the person"
    );
    assert!(!vault.store.photo_path(digest).exists());
}

#[test]
fn what_changed_since_it_was_looked_at_stays() {
    let changes: [fn(&Vault); 4] = [
        |vault| {
            vault
                .store
                .put_entry(
                    &vault.keys,
                    id(1),
                    "nik",
                    &entry("3201015501900001"),
                    at(11),
                )
                .unwrap();
        },
        |vault| vault.store.forget_warning(id(1)).unwrap(),
        |vault| vault.store.touch_draft(id(1), 2, at(11)).unwrap(),
        |vault| make_ready(vault, 5, 1, &[], at(11)),
    ];
    for (number, change) in changes.iter().enumerate() {
        let (vault, digest) = warned();
        let row = vault.store.warned_drafts().unwrap().remove(0);
        change(&vault);
        assert!(!vault.store.expire_draft(&row).unwrap(), "change {number}");
        assert!(
            vault.store.draft(id(1)).is_ok() && vault.store.photo_path(digest).exists(),
            "change {number}"
        );
    }
}

#[test]
fn opening_a_draft_notes_the_form_and_forgets_the_warning() {
    let (vault, _) = warned();
    vault.store.touch_draft(id(1), 7, at(20)).unwrap();
    let row = vault.store.draft(id(1)).unwrap();
    assert_eq!(
        (
            row.form_version,
            row.opened_at,
            row.warned_at,
            row.changed_at
        ),
        (7, at(20), None, at(3))
    );
    assert!(matches!(
        vault.store.touch_draft(id(9), 7, at(20)),
        Err(VaultError::Missing)
    ));
    assert!(matches!(
        vault.store.set_warned(id(9), at(20)),
        Err(VaultError::Missing)
    ));
}

#[test]
fn a_draft_that_was_made_ready_is_none_that_ends() {
    let (vault, _) = warned();
    make_ready(&vault, 5, 1, &[], at(11));
    assert!(vault.store.warned_drafts().unwrap().is_empty());
}

#[test]
fn a_kill_after_the_rows_went_leaves_a_file_that_the_next_open_sweeps() {
    let (vault, digest) = warned();
    // As far as it comes when it is killed before the files are removed.
    vault
        .store
        .write(|transaction| super::super::drafts::forget_draft(transaction, id(1)))
        .unwrap();
    assert!(vault.store.photo_path(digest).exists());
    let vault = vault.reopened();
    assert!(!vault.store.photo_path(digest).exists());
    assert!(vault.store.drafts().unwrap().is_empty());
}

#[test]
fn a_kill_within_the_transaction_leaves_the_draft_whole() {
    let (vault, digest) = warned();
    let cut: Result<(), VaultError> = vault.store.write(|transaction| {
        super::super::drafts::forget_draft(transaction, id(1))?;
        Err(VaultError::TryLater("killed".into()))
    });
    assert!(cut.is_err());
    let vault = vault.reopened();
    assert_eq!(
        vault.answers(1),
        owned(&[("ktp", ""), ("name", "SITI CONTOH")])
    );
    assert!(vault.store.photo_path(digest).exists());
    assert_eq!(vault.store.warned_drafts().unwrap().len(), 1);
}

#[test]
fn no_copy_of_what_was_deleted_is_left_in_file_or_log() {
    let (vault, _) = warned();
    let sealed: Vec<u8> = vault
        .store
        .read(|c| {
            Ok(c.query_row(
                "SELECT sealed FROM answer ORDER BY length(sealed) DESC LIMIT 1",
                [],
                |r| r.get(0),
            )?)
        })
        .unwrap();
    let found = |vault: &Vault| {
        let files = all_files(vault.home.path());
        files
            .iter()
            .any(|(_, bytes)| bytes.windows(24).any(|window| *window == sealed[..24]))
    };
    assert!(found(&vault), "the search finds it while it is there");
    let row = vault.store.warned_drafts().unwrap().remove(0);
    vault.store.expire_draft(&row).unwrap();
    vault.store.forget_log().unwrap();
    assert!(!found(&vault));
}

#[test]
fn only_decided_registrations_give_their_drafts_away() {
    for state in AFTER_SEALING {
        let vault = Vault::new();
        vault
            .store
            .add_draft(&vault.keys, &draft_row(1, 2), &[])
            .unwrap();
        make_ready(&vault, 5, 1, &[], at(20));
        vault.store.reach(id(5), state, at(30));
        let decided = matches!(
            state,
            State::Accepted | State::Refused | State::Withdrawn | State::Erased
        );
        let expected = if decided {
            vec![(id(1), at(30))]
        } else {
            vec![]
        };
        assert_eq!(
            vault.store.decided_by(at(30)).unwrap(),
            expected,
            "{state:?}"
        );
        assert_eq!(vault.store.decided_by(at(29)).unwrap(), [], "{state:?}");
        if decided {
            vault.store.delete_draft(id(1)).unwrap();
            assert_eq!(vault.store.decided_by(at(30)).unwrap(), []);
            let row = vault.store.registration(id(5)).unwrap();
            assert_eq!((row.state, row.draft), (state, None));
            let history = vault.store.events(id(5)).unwrap();
            assert_eq!(
                history.last().map(|event| event.state),
                Some(state),
                "its history stays"
            );
        }
    }
}

#[test]
fn a_draft_that_completes_a_registration_is_found_until_it_is_ready_itself() {
    let vault = Vault::new();
    vault
        .store
        .add_draft(&vault.keys, &draft_row(1, 9), &[])
        .unwrap();
    make_ready(&vault, 5, 1, &[], at(20));
    assert!(
        vault
            .store
            .draft_completing(id(5), "bpu")
            .unwrap()
            .is_none()
    );
    let more = DraftRow {
        completes: Some(id(5)),
        ..draft_row(2, 9)
    };
    vault.store.add_draft(&vault.keys, &more, &[]).unwrap();
    let found = vault.store.draft_completing(id(5), "bpu").unwrap().unwrap();
    assert_eq!(
        (found.id, found.completes, found.person),
        (id(2), Some(id(5)), id(9))
    );
    let second = NewRegistration {
        completes: Some(id(5)),
        ..new(6, 2)
    };
    let revision = SealedRevision {
        about: Some(vec![1]),
        ..sealed(6, 1, &[])
    };
    vault.store.seal_first(&second, &revision, at(21)).unwrap();
    assert!(
        vault
            .store
            .draft_completing(id(5), "bpu")
            .unwrap()
            .is_none()
    );
    let completions = vault.store.completions(id(5)).unwrap();
    assert_eq!(
        completions
            .iter()
            .map(|row| (row.id, row.about.clone()))
            .collect::<Vec<_>>(),
        [(id(6), Some(vec![1]))]
    );
}

#[test]
fn what_a_registration_is_about_opens_only_at_its_own() {
    let keys = Vault::new().keys;
    let about = About {
        person: id(1),
        form: "bpu".into(),
        version: 2,
        purpose: "register".into(),
        missing: vec!["ktp".into(), "selfie".into()],
        brings: vec![],
    };
    let sealed = about.seal(&keys, id(5)).unwrap();
    assert_eq!(About::open(&keys, id(5), &sealed).unwrap(), about);
    assert!(matches!(
        About::open(&keys, id(6), &sealed),
        Err(VaultError::Unreadable(_))
    ));
    let other = About {
        purpose: "employer".into(),
        missing: vec![],
        ..about
    };
    assert_eq!(
        other.seal(&keys, id(5)).unwrap().len(),
        sealed.len(),
        "its length does not tell one from another"
    );
}
