//! What the officers' pages ask for beside the registrations themselves: finding people, how long
//! decisions took, and how much of what nobody reads there is.

use payung_model::journey::OfficeState;
use payung_model::sealed::RegistrationId;
use payung_office::store::{Amount, AuditEntry, Found};

use super::fixture::{Fixture, at};

/// Words of names, as keys. They sort in this order.
const SITI: [u8; 16] = [1; 16];
const MUHAMMAD: [u8; 16] = [2; 16];
const AISYAH: [u8; 16] = [3; 16];
const KENCANA: [u8; 16] = [4; 16];

/// The id of one of very many registrations.
fn id(number: u32) -> RegistrationId {
    let mut bytes = [0; 16];
    bytes[2..6].copy_from_slice(&number.to_be_bytes());
    (bytes[6], bytes[8]) = (0x70, 0x80);
    RegistrationId::from_bytes(&bytes).unwrap()
}

/// So many registrations are found by that word: from one number to another one.
fn named(f: &Fixture, key: [u8; 16], from: u32, to: u32) {
    let word = format!("{:032x}", u128::from_be_bytes(key));
    f.intruder(&if f.database.is_sqlite() {
        format!(
            "WITH RECURSIVE n(i) AS (SELECT {from} UNION ALL SELECT i + 1 FROM n WHERE i < {to})
             INSERT INTO finder (word, id) SELECT x'{word}', unhex(printf('%012x', i) || '70008000000000000000') FROM n"
        )
    } else {
        format!(
            "INSERT INTO finder (word, id) SELECT decode('{word}', 'hex'),
                decode(lpad(to_hex(i), 12, '0') || '70008000000000000000', 'hex') FROM generate_series({from}, {to}) AS i"
        )
    });
}

pub(super) fn the_right_person_is_found_among_a_hundred_thousand_with_common_names(f: &Fixture) {
    named(f, SITI, 1, 60_000);
    named(f, MUHAMMAD, 40_001, 100_000);
    named(f, AISYAH, 60_000, 80_000);
    named(f, KENCANA, 50_000, 50_000);
    let found = |keys: &[[u8; 16]], looked| f.store.found_by(keys, 26, looked).unwrap();
    let only = |number| Found {
        ids: vec![id(number)],
        too_common: false,
    };

    // The rare word leads, wherever it stands and however many share the others.
    for keys in [
        vec![SITI, KENCANA],
        vec![KENCANA, SITI],
        vec![SITI, MUHAMMAD, KENCANA],
        vec![SITI, SITI, KENCANA, MUHAMMAD],
    ] {
        assert_eq!(found(&keys, 10), only(50_000));
    }
    // Both are common, and the only one who has both comes last of her word.
    assert_eq!(found(&[SITI, AISYAH], 30_000), only(60_000));
    assert_eq!(found(&[KENCANA, AISYAH], 30_000), Found::default());

    // Looking ends, and says so: those who have both words begin behind it.
    let nobody = Found {
        ids: Vec::new(),
        too_common: true,
    };
    assert_eq!(found(&[SITI, MUHAMMAD], 30_000), nobody);
    let both = found(&[SITI, MUHAMMAD], 60_000);
    assert_eq!(both.ids[0], id(40_001));
    assert_eq!((both.ids.len(), both.too_common), (26, false));
    // One word alone gives the first ones at once.
    let first = found(&[SITI], 30_000);
    assert_eq!((first.ids.len(), first.too_common), (26, false));
    assert_eq!(found(&[], 30_000), Found::default());
    assert_eq!(found(&[[9; 16]], 30_000), Found::default());
}

pub(super) fn times_of_decisions_are_from_arrival_and_from_the_first_look(f: &Fixture) {
    let phones = [f.received(), f.received(), f.received(), f.received()];
    let log = |phone: usize, officer, action, seconds| {
        let entry = AuditEntry {
            at: at(seconds),
            officer,
            action,
            id: Some(phones[phone].id),
            detail: "revision 1",
        };
        f.store.audit(&[entry]).unwrap();
    };
    // Looked at twice, decided, and told five minutes later.
    log(0, "rina", "show", 30);
    log(0, "dewi", "show", 100);
    log(0, "dewi", "show", 150);
    log(0, "dewi", "decide", 160);
    log(0, "dewi", "accept", 460);
    // Told at once; somebody else looked.
    log(1, "rina", "show", 10);
    log(1, "agus", "show", 1000);
    log(1, "agus", "refuse", 1030);
    // Decided by command, without a look.
    log(2, "agus", "correct", 2000);
    // A second sending is waited for from when it came.
    log(3, "dewi", "show", 50);
    log(3, "dewi", "correct", 70);
    let second = super::fixture::arrival(&phones[3], &phones[3].seal(2), 3000);
    f.get(f.store.record(second));
    log(3, "dewi", "show", 3100);
    log(3, "dewi", "accept", 3120);

    let times = |since, most| {
        let times = f.store.deed_times(at(since), 0, most).unwrap();
        let seconds = |millis: Option<i64>| millis.map(|millis| millis / 1000);
        let mut times: Vec<_> = times
            .into_iter()
            .map(|time| (time.officer, seconds(time.waited), seconds(time.worked)))
            .collect();
        times.sort();
        times
    };
    let of = |officer: &str, waited, worked| (officer.to_owned(), waited, worked);
    let all = [
        of("agus", Some(1030), Some(30)),
        of("agus", Some(2000), None),
        of("dewi", Some(70), Some(20)),
        of("dewi", Some(120), Some(20)),
        of("dewi", Some(160), Some(60)),
    ];
    assert_eq!(times(0, 100), all);
    assert_eq!(times(2500, 100), [of("dewi", Some(120), Some(20))]);
    assert_eq!(times(0, 1), times(2500, 100), "the newest first");

    f.erase(&phones[0], None);
    let erased = times(0, 100);
    assert!(erased.contains(&of("dewi", None, None)), "{erased:?}");
}

pub(super) fn what_waits_is_counted_in_bytes_too(f: &Fixture) {
    let (plain, photo) = (f.phone(), f.phone().with_photo(b"satu"));
    let sealed = [plain.seal(1), photo.seal(1)];
    for (phone, sealed) in [&plain, &photo].into_iter().zip(&sealed) {
        f.get(f.store.record(super::fixture::arrival(phone, sealed, 0)));
    }
    let amount = |rows, bytes: usize| Amount {
        rows,
        bytes: u64::try_from(bytes).unwrap(),
    };
    assert_eq!(f.store.waiting(9).unwrap(), amount(1, sealed[0].len()));
    assert_eq!(f.store.unsent(9).unwrap(), amount(1, sealed[1].len()));
    let digest = photo.photos[0].digest;
    f.get(f.store.complete_photo(photo.id, digest, at(1)));
    assert_eq!(f.state(&photo), OfficeState::Received);
    let all = sealed[0].len() + sealed[1].len() + photo.photos[0].bytes.len();
    assert_eq!(f.store.waiting(9).unwrap(), amount(2, all));
    assert_eq!(f.store.unsent(9).unwrap(), Amount::default());
    assert_eq!(f.store.waiting(1).unwrap().rows, 1, "counting ends");
}
