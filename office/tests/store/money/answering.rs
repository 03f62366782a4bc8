//! Requests that the office answers by itself, by several processes that may die between what they
//! change and what they tell.

use std::sync::Barrier;
use std::time::Duration;

use payung_model::journey::OfficeState;
use payung_model::sealed::inbox::ItemBody;
use payung_model::sealed::{OfficeKey, PayCode, RegistrationId};
use payung_model::units::Timestamp;
use payung_office::desk::{Decider, Decision, PaperKey, decide_seen, new_pay_code};
use payung_office::failure::Failure;
use payung_office::keys::NikIndex;
use payung_office::requests::{Answerer, MACHINE};
use payung_office::store::index::IndexRow;
use payung_office::store::money::{AnswerClaim, Ending, PayCodeEntered, PayCodeTaken};
use payung_office::store::{Store, StoreError};

use super::payers::{code, enter_for};
use super::shop::Shop;
use crate::common::phone::Phone;
use crate::fixture::{Fixture, arrival, row};

/// Requests that two processes answer at once.
const MANY: u8 = 8;

/// A request about a registration, opened.
fn asked(shop: &Shop<'_>, about: &Phone, answers: &[(&'static str, &str)], seconds: i64) -> Phone {
    let request = shop.f.phone().asking("bpu_request", answers);
    let envelope = request.seal(1);
    shop.f
        .get(shop.f.store.record(arrival(&request, &envelope, seconds)));
    // A request names no NIK, so it has no twin.
    let row = IndexRow {
        purpose: Some(request.purpose.into()),
        completes: Some(about.id),
        nik_index: None,
        ..row(9)
    };
    shop.open_as(&request, 1, row);
    request
}

fn with_decider<T>(f: &Fixture, now: Timestamp, work: impl FnOnce(&Decider<'_>) -> T) -> T {
    let keys = [OfficeKey::from_bytes(f.key.to_bytes().as_slice()).unwrap()];
    work(&Decider {
        officer: MACHINE,
        keys: &keys,
        papers: &PaperKey::derive(&NikIndex::derive(&f.key)),
        now,
    })
}

fn answer(f: &Fixture, store: &Store, by: &Answerer, now: Timestamp) -> usize {
    with_decider(f, now, |decider| by.answer_waiting(store, decider)).unwrap()
}

/// Rows of a table of the desk.
fn rows(f: &Fixture, table: &str) -> i64 {
    let schema = if f.database.is_sqlite() {
        ""
    } else {
        "payung_desk."
    };
    f.count(&format!("SELECT count(*) FROM {schema}{table}"))
}

/// What the request was answered.
fn told(shop: &Shop<'_>, request: &Phone) -> Option<(OfficeState, String)> {
    let items = shop.items(request).into_iter();
    let mut answers = items.filter_map(|item| match item {
        ItemBody::Decision { state, words } => Some((state, words.reveal().to_owned())),
        _ => None,
    });
    let last = answers.next_back();
    assert!(answers.next().is_none(), "one answer");
    last
}

/// The code that an answer names.
fn told_code(shop: &Shop<'_>, request: &Phone) -> PayCode {
    let (state, words) = told(shop, request).expect("it is answered");
    assert_eq!(state, OfficeState::Accepted, "{words}");
    let text = words.strip_prefix("Kode Anda: ").unwrap();
    PayCode::read(text.split_once(". ").unwrap().0).unwrap()
}

fn claim_of(request: &Phone, number: u8) -> AnswerClaim {
    AnswerClaim {
        request: request.id,
        number: [number; 16],
    }
}

pub(crate) fn a_request_is_one_processs_until_it_is_given_back_or_the_time_is_over(f: &Fixture) {
    let mut shop = Shop::new(f);
    let member = shop.received(1, |_| {});
    shop.settle();
    let request = asked(&shop, &member, &[("request", "pay_code")], 0);
    let [one, other] = [1, 2].map(|number| claim_of(&request, number));
    let after = |seconds| shop.now.plus(Duration::from_secs(seconds));
    let claim = |claim, from, to| {
        let store = &f.store;
        store.claim_answer(claim, after(from), after(to)).unwrap()
    };
    assert!(claim(&one, 0, 60) && claim(&one, 1, 61) && !claim(&other, 2, 62));
    assert!(claim(&one, 40, 100), "it goes on");
    assert!(!claim(&other, 62, 122), "until the later time");
    f.store.give_answer_back(&other).unwrap();
    assert!(!claim(&other, 63, 123), "only its own");
    f.store.give_answer_back(&one).unwrap();
    assert!(claim(&other, 63, 123) && !claim(&one, 122, 182));
    assert!(claim(&one, 123, 183), "its time is over");

    // While another process answers it, this one makes no code, and afterwards it does.
    let this = Answerer::new(false);
    assert_eq!(answer(f, &f.store, &this, after(124)), 0);
    let codes = || rows(f, "pay_codes");
    assert_eq!(codes(), 0);
    assert_eq!(answer(f, &f.store, &this, after(183)), 1);
    assert_eq!(codes(), 1);
    let code = told_code(&shop, &request);
    let payer = shop.received(2, |_| {});
    let entered = PayCodeEntered {
        payer: payer.id,
        digest: code.digest(),
        months: 1,
        today: shop.now.date(),
    };
    let taken = f.store.take_pay_code(&entered, &f.key, shop.now).unwrap();
    assert!(matches!(taken, PayCodeTaken::Done { .. }), "{taken:?}");
    assert_eq!(rows(f, "answering"), 0, "given back");
}

pub(crate) fn a_process_that_stood_still_changes_nothing_and_tells_no_old_code(f: &Fixture) {
    let mut shop = Shop::new(f);
    let member = shop.received(1, |_| {});
    let payer = shop.received(2, |_| {});
    shop.settle();
    let request = asked(&shop, &member, &[("request", "pay_code")], 0);
    let [one, other] = [1, 2].map(|number| claim_of(&request, number));
    let [began, late] = [0, 61].map(|seconds| shop.now.plus(Duration::from_secs(seconds)));
    let until = |at: Timestamp| at.plus(Duration::from_secs(60));
    let [slow, quick] = [one, other].map(|claim| f.store.under(claim));
    let make = |store: &Store, now| {
        with_decider(f, now, |by| {
            let made = new_pay_code(store, member.id, request.id, (1, now), by)?;
            Ok::<_, Failure>(made.unwrap().code)
        })
    };
    let decide = |store: &Store, code: &PayCode, now| {
        let words = format!("Kode Anda: {code}. ");
        let index = f.store.index_row(request.id, 1).unwrap();
        let decision = Decision::Accept { words };
        with_decider(f, now, |by| {
            decide_seen(store, request.id, Some(1), &decision, index.as_ref(), by)
        })
    };
    let is_lost = |done: Option<Failure>| {
        assert!(
            matches!(done, Some(Failure::Store(StoreError::NotClaimed))),
            "{done:?}"
        );
    };

    // It made a code and stood still. Meanwhile its claim ended, and another process answers.
    assert!(f.store.claim_answer(&one, began, until(began)).unwrap());
    let old = make(&slow, began).unwrap();
    assert!(f.store.claim_answer(&other, late, until(late)).unwrap());
    is_lost(decide(&slow, &old, late).err());
    assert_eq!(told(&shop, &request), None);
    let new = make(&quick, late).unwrap();
    // It wakes between the other one's code and answer: neither the answer nor another code is its.
    is_lost(decide(&slow, &old, late).err());
    is_lost(make(&slow, late).err());
    let ended = slow.end_arrangement(member.id, &Ending::ByMember, &f.key, late);
    assert!(matches!(ended, Err(StoreError::NotClaimed)), "{ended:?}");
    decide(&quick, &new, late).unwrap();
    f.store.give_answer_back(&other).unwrap();
    assert_eq!(told_code(&shop, &request).digest(), new.digest());
    // Nobody answers it any more, and still nothing is this process's to change.
    is_lost(make(&slow, late).err());
    let taken = enter_for(&shop, &payer, new.digest(), 1);
    assert!(matches!(taken, PayCodeTaken::Done { .. }), "{taken:?}");
}

pub(crate) fn of_two_processes_that_answer_one_tells_the_code_that_is_good(f: &Fixture) {
    let mut shop = Shop::new(f);
    let members: Vec<Phone> = (0..MANY).map(|nik| shop.received(nik, |_| {})).collect();
    shop.settle();
    let ask = |member| asked(&shop, member, &[("request", "pay_code")], 0);
    let requests: Vec<Phone> = members.iter().map(ask).collect();
    let stores = [f.other(true), f.other(true)];
    let (barrier, now) = (Barrier::new(2), shop.now);
    let counts: Vec<usize> = std::thread::scope(|scope| {
        let answering = stores.each_ref().map(|store| {
            scope.spawn(|| {
                let by = Answerer::new(false);
                barrier.wait();
                answer(f, store, &by, now)
            })
        });
        answering.map(|thread| thread.join().unwrap()).to_vec()
    });
    // What one of them left because the other had it is answered, or will be.
    let late = answer(f, &f.store, &Answerer::new(false), now);
    assert_eq!(
        counts.iter().sum::<usize>() + late,
        usize::from(MANY),
        "{counts:?}"
    );
    assert_eq!(
        rows(f, "pay_codes"),
        i64::from(MANY),
        "one code for each request"
    );
    for (nik, request) in (100..).zip(&requests) {
        let payer = shop.received(nik, |_| {});
        let taken = enter_for(&shop, &payer, told_code(&shop, request).digest(), 1);
        assert!(matches!(taken, PayCodeTaken::Done { .. }), "{taken:?}");
    }
}

pub(crate) fn what_ended_before_the_answer_was_decided_is_told_as_ended(f: &Fixture) {
    let mut shop = Shop::new(f);
    let [member, payer] = [1, 2].map(|nik| shop.received(nik, |_| {}));
    shop.settle();
    let pays = |shop: &Shop<'_>| {
        let digest = code(shop, &member);
        let taken = enter_for(shop, &payer, digest, 1);
        assert!(matches!(taken, PayCodeTaken::Done { .. }), "{taken:?}");
        f.store.pays_for(payer.id).unwrap()[0].id
    };
    let end = |by: RegistrationId, how: &Ending, now| {
        let ended = f.store.end_arrangement(by, how, &f.key, now).unwrap();
        assert!(ended.is_some());
    };
    let by = Answerer::new(false);
    let stop = |what: &'static str| [("request", "pay_end"), ("pay_end_what", what)];

    // The process that ended it died before it told the member.
    pays(&shop);
    let request = asked(&shop, &member, &stop("payer"), 0);
    end(member.id, &Ending::ByMember, shop.now);
    assert_eq!(answer(f, &f.store, &by, shop.now), 1);
    let (state, words) = told(&shop, &request).unwrap();
    assert_eq!(state, OfficeState::Accepted, "{words}");
    assert!(words.contains("tidak membayar iuran Anda lagi"), "{words}");

    // The same of the payer, who names the arrangement by its number.
    let number = pays(&shop).receipt();
    let mut asks = stop("member").to_vec();
    asks.push(("pay_end_number", &number));
    let request = asked(&shop, &payer, &asks, 0);
    end(payer.id, &Ending::ByPayer(number.clone()), shop.now);
    assert_eq!(answer(f, &f.store, &by, shop.now), 1);
    let (state, words) = told(&shop, &request).unwrap();
    assert_eq!(state, OfficeState::Accepted, "{words}");

    // And of a code that was taken back.
    shop.now = shop.now.plus(Duration::from_secs(1));
    code(&shop, &member);
    let request = asked(&shop, &member, &stop("code"), 0);
    assert!(
        f.store
            .revoke_pay_code(member.id, &f.key, shop.now)
            .unwrap()
    );
    assert_eq!(answer(f, &f.store, &by, shop.now), 1);
    let (state, words) = told(&shop, &request).unwrap();
    assert_eq!(state, OfficeState::Accepted, "{words}");

    // What had ended before it was asked for is no answer to it.
    let much_later = 400 * 24 * 3_600;
    let late: Vec<Phone> = [stop("payer"), stop("code")]
        .iter()
        .map(|what| asked(&shop, &member, what, much_later))
        .collect();
    let other = [
        ("request", "pay_end"),
        ("pay_end_what", "member"),
        ("pay_end_number", "0000-0000"),
    ];
    let other = asked(&shop, &payer, &other, 0);
    assert_eq!(answer(f, &f.store, &by, shop.now), 3);
    for request in late.iter().chain([&other]) {
        let (state, words) = told(&shop, request).unwrap();
        assert_eq!(state, OfficeState::Refused, "{words}");
    }
}
