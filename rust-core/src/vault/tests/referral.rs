use payung_model::sealed::ReferralCode;

use super::registrations::{new, sealed};
use super::*;

fn referral(code: &str) -> Referral {
    Referral {
        code: ReferralCode::read(code).unwrap(),
        kept_at: Some(at(0)),
        used_by: None,
    }
}

fn code(vault: &Vault) -> Option<String> {
    let kept = vault.store.referral(&vault.keys).unwrap();
    kept.map(|kept| kept.code.to_string())
}

#[test]
fn a_code_is_in_no_file_in_clear_and_its_length_does_not_show() {
    let vault = Vault::new();
    let mut lengths = Vec::new();
    for kept in ["KANA", "KANARW7Q2W4E"] {
        vault
            .store
            .keep_referral(&vault.keys, &referral(kept))
            .unwrap();
        lengths.push(vault.store.meta("referral").unwrap().unwrap().len());
        assert_eq!(code(&vault), Some(kept.to_owned()));
    }
    assert_eq!(lengths[0], lengths[1]);
    for (path, bytes) in all_files(vault.home.path()) {
        let clear = bytes.windows(12).any(|part| part == b"KANARW7Q2W4E");
        assert!(!clear, "{}", path.display());
    }
}

#[test]
fn sealing_marks_the_code_it_took_and_leaves_one_that_came_meanwhile() {
    let vault = Vault::new();
    let store = &vault.store;
    store.add_draft(&vault.keys, &draft_row(1, 2), &[]).unwrap();
    store
        .keep_referral(&vault.keys, &referral("PASAR7"))
        .unwrap();
    let used = |number| store.use_referral(&vault.keys, id(number)).unwrap();
    let with = |number, draft, referral| NewRegistration {
        referral,
        ..new(number, draft)
    };
    let first = with(5, 1, used(5));
    store.seal_first(&first, &sealed(5, 1, &[]), at(1)).unwrap();
    let kept = store.referral(&vault.keys).unwrap().unwrap();
    assert_eq!(kept.used_by, Some(id(5)));
    assert!(store.referral_use(&kept).unwrap().is_some());

    store.add_draft(&vault.keys, &draft_row(2, 3), &[]).unwrap();
    store
        .keep_referral(&vault.keys, &referral("PASAR8"))
        .unwrap();
    let second = with(6, 2, used(6));
    store
        .keep_referral(&vault.keys, &referral("PASAR9"))
        .unwrap();
    store
        .seal_first(&second, &sealed(6, 1, &[]), at(2))
        .unwrap();
    let kept = store.referral(&vault.keys).unwrap().unwrap();
    assert_eq!((kept.code.as_str(), kept.used_by), ("PASAR9", None));

    store.add_draft(&vault.keys, &draft_row(3, 4), &[]).unwrap();
    let third = with(7, 3, used(7));
    store.forget_referral().unwrap();
    store.seal_first(&third, &sealed(7, 1, &[]), at(3)).unwrap();
    assert_eq!(code(&vault), None);
}

#[test]
fn starting_clean_leaves_the_code_behind() {
    let vault = Vault::new();
    vault
        .store
        .keep_referral(&vault.keys, &referral("PASAR7"))
        .unwrap();
    vault.store.start_clean().unwrap();
    assert_eq!(vault.store.meta("referral").unwrap(), None);
}
