//! Officers who sign in, and the log of what they do.

use payung_office::store::AuditEntry;
use payung_office::store::officers::{Role, SecondProof, SignIn};

use super::fixture::{Fixture, at, entry};

pub(super) fn the_audit_log_is_in_order_and_read_in_parts(f: &Fixture) {
    let before = i64::try_from(f.store.audit_after(0, 100).unwrap().len()).unwrap();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                (0..5).for_each(|_| {
                    f.store
                        .audit(&[entry("show", ""), entry("photos", "")])
                        .unwrap();
                });
            });
        }
    });
    let rows = f.store.audit_after(before, 1000).unwrap();
    assert_eq!(
        rows.iter().map(|row| row.seq).collect::<Vec<_>>(),
        (before + 1..=before + 80).collect::<Vec<_>>()
    );
    assert!(
        rows.chunks(2)
            .all(|pair| pair[0].action == "show" && pair[1].action == "photos"),
        "two of one unit stay together"
    );
    let newest = f.store.audit_before(i64::MAX, 3).unwrap();
    assert_eq!(
        newest.iter().map(|row| row.seq).collect::<Vec<_>>(),
        [before + 80, before + 79, before + 78]
    );
    assert_eq!(f.store.last_audited().unwrap(), Some(at(5)));
    f.store
        .audit(&[AuditEntry {
            at: at(1000),
            ..entry("show", "")
        }])
        .unwrap();
    assert_eq!(f.store.longest_silence(at(6)).unwrap(), 995_000);
}

pub(super) fn officers_sign_in_wait_and_leave(f: &Fixture) {
    let store = &f.store;
    assert!(
        store
            .add_officer("sari", Role::Reader, "hash", &entry("officer add", "sari"))
            .unwrap()
    );
    assert!(
        !store
            .add_officer("sari", Role::Admin, "hash", &entry("officer add", "sari"))
            .unwrap()
    );
    for _ in 0..4 {
        assert_eq!(
            store.begin_try("sari", at(0)).unwrap().as_deref(),
            Some("hash")
        );
    }
    for _ in 0..20 {
        assert_eq!(store.begin_try("sari", at(4)).unwrap(), None);
    }
    assert_eq!(
        store.begin_try("sari", at(5)).unwrap().as_deref(),
        Some("hash"),
        "early tries made it no longer"
    );
    assert_eq!(
        store.begin_try("sari", at(14)).unwrap(),
        None,
        "the fifth costs ten seconds"
    );
    assert_eq!(store.begin_try("nobody", at(5)).unwrap(), None);
    let sign_in = |token: &[u8; 32], seconds, before| {
        let (now, oldest) = (at(seconds), at(seconds - 100));
        store
            .sign_in(&SignIn {
                name: "sari",
                token_hash: token,
                now,
                oldest,
                before,
                device: "",
                second: SecondProof::None,
            })
            .unwrap();
    };
    sign_in(&[1; 32], 20, None);
    assert!(
        store.begin_try("sari", at(20)).unwrap().is_some(),
        "the wrong ones are forgotten"
    );
    assert_eq!(store.session(&[1; 32]).unwrap().unwrap().role, Role::Reader);
    store.touch_session(&[1; 32], at(25)).unwrap();
    assert_eq!(store.session(&[1; 32]).unwrap().unwrap().used_at, at(25));
    assert!(
        store
            .set_role("sari", Role::Decider, &entry("officer role", "sari"))
            .unwrap()
    );
    assert_eq!(
        store.session(&[1; 32]).unwrap().unwrap().role,
        Role::Decider,
        "another role counts at once"
    );
    store.leave_word(&[1; 32], "accepted 7K2M-94QX").unwrap();
    assert_eq!(
        store.take_word(&[1; 32]).unwrap().as_deref(),
        Some("accepted 7K2M-94QX")
    );
    assert_eq!(store.take_word(&[1; 32]).unwrap(), None);
    sign_in(&[2; 32], 30, Some([1; 32]));
    assert_eq!(
        store.session(&[1; 32]).unwrap(),
        None,
        "the same browser has one session"
    );
    sign_in(&[3; 32], 200, None);
    assert_eq!(
        store.session(&[2; 32]).unwrap(),
        None,
        "old ones are removed"
    );
    store.sign_out(&[3; 32], &entry("sign out", "")).unwrap();
    assert_eq!(store.session(&[3; 32]).unwrap(), None);
    sign_in(&[4; 32], 201, None);
    assert!(
        store
            .set_password("sari", "other", &entry("officer password", "sari"))
            .unwrap()
    );
    assert_eq!(
        store.session(&[4; 32]).unwrap(),
        None,
        "another password ends sessions"
    );
    sign_in(&[5; 32], 202, None);
    assert!(
        store
            .remove_officer("sari", &entry("officer remove", "sari"))
            .unwrap()
    );
    assert_eq!(
        (
            store.session(&[5; 32]).unwrap(),
            store.begin_try("sari", at(999)).unwrap()
        ),
        (None, None)
    );
    assert!(
        !store
            .add_officer("sari", Role::Admin, "other", &entry("officer add", "sari"))
            .unwrap()
    );
    assert!(
        !store
            .set_role("sari", Role::Admin, &entry("officer role", "sari"))
            .unwrap()
    );
    assert!(store.officers().unwrap()[0].removed);
}
