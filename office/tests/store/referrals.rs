//! How many came by which code: each registration once, whatever is repeated, and a bound.

use payung_model::sealed::{KeyId, ReferralCode};
use payung_office::store::index::IndexRow;
use payung_office::store::{MOST_CODES, OTHER, OpenedRecord, ReferralCount};

use super::common::phone::Phone;
use super::fixture::{Fixture, at, row};

fn opened(phone: &Phone, revision: u32, code: &str) -> OpenedRecord {
    OpenedRecord {
        id: phone.id,
        revision,
        row: IndexRow {
            nik_index: None,
            ..row(1)
        },
        completes: None,
        keys: Vec::new(),
        referral: Some(ReferralCode::read(code).unwrap()),
    }
}

fn put(f: &Fixture, opened: &[OpenedRecord], key: u8) {
    f.store
        .put_opened(opened, KeyId([key; 8]), "opener", at(1))
        .unwrap();
}

fn counts(f: &Fixture) -> Vec<(String, u64)> {
    let pair = |count: ReferralCount| (count.code, count.sent);
    f.store
        .referral_counts()
        .unwrap()
        .into_iter()
        .map(pair)
        .collect()
}

fn is(code: &str, sent: u64) -> (String, u64) {
    (code.to_owned(), sent)
}

pub(super) fn a_registration_is_counted_when_it_is_opened_first_and_never_again(f: &Fixture) {
    let [first, second] = [f.received(), f.received()];
    assert_eq!(counts(f), []);
    put(
        f,
        &[opened(&first, 1, "PASAR7"), opened(&second, 1, "PASAR7")],
        1,
    );
    assert_eq!(counts(f), [is("PASAR7", 2)]);
    // Two openers after a lease had ended, another index key, a correction.
    put(f, &[opened(&first, 1, "PASAR7")], 1);
    put(f, &[opened(&first, 1, "PASAR7")], 2);
    f.record(&first, 2);
    put(f, &[opened(&first, 2, "WARUNG2")], 1);
    assert_eq!(counts(f), [is("PASAR7", 2)]);
    // One that was erased before it was opened, and one that nobody knows.
    let gone = f.received();
    f.erase(&gone, None);
    put(
        f,
        &[opened(&gone, 1, "PASAR7"), opened(&f.phone(), 1, "PASAR7")],
        1,
    );
    assert_eq!(counts(f), [is("PASAR7", 2)]);
    f.erase(&first, None);
    assert_eq!(counts(f), [is("PASAR7", 2)], "a count is nobody's");
}

pub(super) fn what_could_not_be_opened_is_counted_when_its_key_is_there(f: &Fixture) {
    let phone = f.received();
    let shut = OpenedRecord {
        row: IndexRow {
            flags: vec!["key_missing".into()],
            opened_at: at(1),
            ..IndexRow::default()
        },
        referral: None,
        ..opened(&phone, 1, "PASAR7")
    };
    put(f, &[shut], 1);
    assert_eq!(counts(f), []);
    put(f, &[opened(&phone, 1, "PASAR7")], 1);
    put(f, &[opened(&phone, 1, "PASAR7")], 1);
    assert_eq!(counts(f), [is("PASAR7", 1)]);
}

pub(super) fn codes_beyond_the_bound_are_counted_together(f: &Fixture) {
    let code = |number: u32| {
        let signs = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
        let sign = |at: u32| char::from(signs[(number >> (5 * at) & 31) as usize]);
        format!("AA{}{}{}", sign(2), sign(1), sign(0))
    };
    let there: Vec<String> = (0..MOST_CODES - 1)
        .map(|number| format!("('{}', '2026-11-23', 1)", code(number)))
        .collect();
    f.intruder(&format!(
        "INSERT INTO referral_counts (code, day, n) VALUES {}",
        there.join(", ")
    ));
    let more: Vec<_> = (MOST_CODES - 1..MOST_CODES + 3)
        .map(|number| opened(&f.received(), 1, &code(number)))
        .collect();
    put(f, &more, 1);
    put(f, &[opened(&f.received(), 1, &code(0))], 1);
    let counts = counts(f);
    assert_eq!(counts.len(), MOST_CODES as usize + 1);
    assert!(counts.contains(&is(&code(0), 2)), "a known code goes on");
    assert!(counts.contains(&is(OTHER, 3)));
    let sum: u64 = counts.iter().map(|(_, sent)| sent).sum();
    assert_eq!(sum, u64::from(MOST_CODES) + 4);
}

pub(super) fn two_openers_at_once_count_a_registration_once(f: &Fixture) {
    let phones: Vec<Phone> = (0..20).map(|_| f.received()).collect();
    let records = |turned: bool| {
        let code = |number: usize| ["PASAR7", "WARUNG2"][number % 2];
        let all = phones.iter().enumerate();
        let mut all: Vec<_> = all
            .map(|(number, phone)| opened(phone, 1, code(number)))
            .collect();
        // In one order: two openers that take rows the other way round are told to run again.
        all.sort_by_key(|record| record.id);
        if turned {
            all.truncate(15);
        }
        all
    };
    std::thread::scope(|scope| {
        for turned in [false, true, false] {
            let records = records(turned);
            scope.spawn(move || put(f, &records, 1));
        }
    });
    assert_eq!(counts(f), [is("PASAR7", 10), is("WARUNG2", 10)]);
}
