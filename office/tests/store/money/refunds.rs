//! Money given back: once for each form, for one request each, and wherever its payer is.

use std::time::Duration;

use payung_model::journey::OfficeState;
use payung_model::sealed::{OfficeKey, RegistrationId};
use payung_model::units::{Rupiah, Timestamp};
use payung_office::billing::Payment;
use payung_office::desk::{self, Decider, Decision, GiveBack, NotGivenBack, PaperKey};
use payung_office::keys::NikIndex;
use payung_office::store::Decided;
use payung_office::store::money::{
    MoneyRequest, PayerKind, RefundOrder, RefundRow, RefundWay, Refunding,
};

use super::shop::{Shop, new_id};
use crate::common::phone::Phone;
use crate::fixture::Fixture;

/// How many send one form at once.
const MANY: usize = 8;

/// A registration that paid its bill and so much more.
pub(super) fn overpaid(shop: &mut Shop<'_>, nik: u8, more: u64) -> Phone {
    let phone = shop.received(nik, |_| {});
    shop.settle();
    let bill = shop.bill(&phone).bill;
    let amount = Rupiah(bill.total.0 + more);
    shop.acquirer.pay(bill.id, Some(amount), shop.now).unwrap();
    shop.settle();
    assert_eq!(free(shop, phone.id), more);
    phone
}

fn free(shop: &Shop<'_>, payer: RegistrationId) -> u64 {
    shop.f.store.credit_of(payer).unwrap().1.0
}

fn order(payer: RegistrationId, amount: u64, once: RegistrationId) -> RefundOrder<'static> {
    RefundOrder {
        payer,
        amount: Rupiah(amount),
        once,
        why: "dobel",
        request: None,
        way: RefundWay::Acquirer,
    }
}

/// A payment of a bill that nobody here knows.
pub(super) fn stray(shop: &mut Shop<'_>, reference: &str, amount: u64) -> RegistrationId {
    let bill = new_id(shop.now);
    stray_to(shop, bill, reference, amount);
    bill
}

/// The same for a bill of that id.
fn stray_to(shop: &mut Shop<'_>, bill: RegistrationId, reference: &str, amount: u64) {
    shop.acquirer.report(Payment {
        reference: reference.into(),
        bill,
        amount: Rupiah(amount),
        paid_at: shop.now,
        channel: "qris".into(),
    });
    shop.settle();
}

pub(crate) fn what_is_asked_twice_is_given_back_once(f: &Fixture) {
    let mut shop = Shop::new(f);
    let phone = overpaid(&mut shop, 1, 500);
    let once = new_id(shop.now);
    let entry = shop.entry("money refund");
    let refund = |amount| {
        let order = order(phone.id, amount, once);
        f.store.refund(&order, &f.key, &entry).unwrap()
    };
    assert!(!f.store.is_refund(once).unwrap());
    assert_eq!(refund(501), Refunding::TooMuch);
    assert_eq!(f.store.refunds(phone.id, 10).unwrap(), []);
    assert_eq!(refund(200), Refunding::Booked);
    assert_eq!(refund(200), Refunding::Before);
    assert!(f.store.is_refund(once).unwrap());
    let booked = RefundRow {
        reference: "CTH-000001".into(),
        channel: "qris".into(),
        amount: Rupiah(200),
        asked_at: entry.at,
        done_at: None,
        waits: None,
        officer: Some("contoh".into()),
        why: Some("dobel".into()),
        request: None,
        way: RefundWay::Acquirer,
    };
    assert_eq!(
        f.store.refunds(phone.id, 10).unwrap(),
        std::slice::from_ref(&booked)
    );
    shop.settle();
    assert_eq!(shop.acquirer.given_back(), 200);
    assert_eq!(shop.balances().1, 300);
    let listed = f.store.refunds(phone.id, 10).unwrap();
    assert!(listed[0].done_at.is_some(), "{listed:?}");
    let nobody = f.store.refunds(new_id(shop.now), 10).unwrap();
    assert_eq!(nobody, [], "what others were given back is not listed");
}

pub(crate) fn of_many_who_send_one_form_at_once_one_gives_back(f: &Fixture) {
    let mut shop = Shop::new(f);
    let phone = overpaid(&mut shop, 1, 500);
    let (form, now) = (new_id(shop.now), shop.now);
    let others: Vec<_> = (0..MANY).map(|_| f.other(true)).collect();
    // Each process sends the form of one page at the same moment; another try corrects the reason.
    std::thread::scope(|scope| {
        let sent: Vec<_> = others
            .iter()
            .enumerate()
            .map(|(place, store)| {
                let why = if place % 2 == 0 {
                    "dobel"
                } else {
                    "bayar dobel"
                };
                let wish = GiveBack {
                    payer: phone.id,
                    amount: Rupiah(100),
                    why,
                    form,
                    request: None,
                    way: RefundWay::Acquirer,
                };
                let key = &f.key;
                scope.spawn(move || desk::give_back(store, &wish, key, "dewi", now).unwrap())
            })
            .collect();
        for one in sent {
            assert_eq!(one.join().unwrap(), Ok(()), "to each it is done");
        }
    });
    assert_eq!(f.store.refunds(phone.id, 10).unwrap().len(), 1);
    assert_eq!((free(&shop, phone.id), shop.balances().2), (400, 100));
    let told = shop.notices(&phone);
    assert_eq!(told.iter().filter(|it| *it == "refunded").count(), 1);
    let log = f.store.audit_after(0, 1000).unwrap();
    let rows = log.iter().filter(|row| row.action == "money refund");
    assert_eq!(rows.count(), 1);
    shop.settle();
    assert_eq!(shop.acquirer.given_back(), 100);

    // Other forms that are sent at once give back what there is, and no rupiah more.
    let booked: usize = std::thread::scope(|scope| {
        let sent: Vec<_> = others
            .iter()
            .map(|store| {
                let (key, entry) = (&f.key, shop.entry("money refund"));
                let order = order(phone.id, 150, new_id(now));
                scope.spawn(move || store.refund(&order, key, &entry).unwrap())
            })
            .collect();
        let became = sent.into_iter().map(|one| one.join().unwrap());
        became.filter(|one| *one == Refunding::Booked).count()
    });
    assert_eq!((booked, free(&shop, phone.id)), (2, 100));
    assert_eq!(shop.balances().2, 400);
}

pub(crate) fn a_refund_answers_one_request(f: &Fixture) {
    let mut shop = Shop::new(f);
    let phone = overpaid(&mut shop, 1, 5_000);
    let other = overpaid(&mut shop, 2, 5_000);
    let give_at = |at: Timestamp, payer: &Phone, request: Option<&Phone>| {
        let mut entry = shop.entry("money refund");
        entry.at = at;
        let order = RefundOrder {
            request: request.map(|request| request.id),
            ..order(payer.id, 100, new_id(at))
        };
        assert_eq!(
            f.store.refund(&order, &f.key, &entry).unwrap(),
            Refunding::Booked
        );
    };
    let later = |seconds| shop.now.plus(Duration::from_secs(seconds));
    let ask = |since| {
        let request = f.received();
        f.open(9);
        let of = MoneyRequest {
            id: request.id,
            payer: phone.id,
            since,
        };
        (request, of)
    };
    let accept = |(request, of): &(Phone, MoneyRequest)| f.accept_request(request, *of);
    let [first, second, third] = [ask(later(10)), ask(later(10)), ask(later(10))];

    assert_eq!(accept(&first), Decided::NotGivenBack, "nothing was given");
    give_at(later(5), &phone, None);
    give_at(later(20), &other, None);
    assert!(!f.store.is_given_back(&first.1).unwrap());
    assert_eq!(
        accept(&first),
        Decided::NotGivenBack,
        "before, and another's"
    );
    assert_eq!(f.state(&first.0), OfficeState::Received);
    let accepted = |f: &Fixture| {
        let log = f.store.audit_after(0, 1000).unwrap();
        log.iter().filter(|row| row.action == "accept").count()
    };
    assert_eq!(accepted(f), 0, "nothing is logged that was not done");

    give_at(later(20), &phone, None);
    assert!(f.store.is_given_back(&first.1).unwrap());
    assert!(f.store.is_given_back(&second.1).unwrap());
    assert_eq!(accept(&first), Decided::Done);
    assert!(!f.store.is_given_back(&second.1).unwrap());
    assert_eq!(accept(&second), Decided::NotGivenBack, "it answers another");

    // One that names its request answers no other, and several may answer one.
    give_at(later(30), &phone, Some(&third.0));
    give_at(later(31), &phone, Some(&third.0));
    assert_eq!(
        accept(&second),
        Decided::NotGivenBack,
        "it is for the third"
    );
    assert_eq!(accept(&third), Decided::Done);
    assert_eq!(accept(&second), Decided::NotGivenBack);
    give_at(later(40), &phone, None);
    assert_eq!(accept(&second), Decided::Done);
    let answers: Vec<_> = f.store.refunds(phone.id, 10).unwrap();
    let answers: Vec<_> = answers.iter().map(|row| row.request).collect();
    let [first, second, third] = [first, second, third].map(|(request, _)| Some(request.id));
    assert_eq!(answers, [second, third, third, first, None]);
}

pub(crate) fn of_two_requests_accepted_at_once_one_has_the_refund(f: &Fixture) {
    let mut shop = Shop::new(f);
    let phone = overpaid(&mut shop, 1, 5_000);
    for round in 0..5 {
        let requests: Vec<Phone> = (0..MANY).map(|_| f.received()).collect();
        f.open(9);
        let entry = shop.entry("money refund");
        let order = order(phone.id, 100, new_id(shop.now));
        f.store.refund(&order, &f.key, &entry).unwrap();
        let since = shop.now;
        let done: Vec<Decided> = std::thread::scope(|scope| {
            let sent: Vec<_> = requests
                .iter()
                .map(|request| {
                    let of = MoneyRequest {
                        id: request.id,
                        payer: phone.id,
                        since,
                    };
                    scope.spawn(move || f.accept_request(request, of))
                })
                .collect();
            sent.into_iter().map(|one| one.join().unwrap()).collect()
        });
        let count = |what| done.iter().filter(|one| **one == what).count();
        assert_eq!(
            (count(Decided::Done), count(Decided::NotGivenBack)),
            (1, MANY - 1),
            "round {round}: {done:?}"
        );
    }
}

pub(crate) fn a_refund_of_several_payments_is_one(f: &Fixture) {
    let mut shop = Shop::new(f);
    let bill = new_id(shop.now);
    stray_to(&mut shop, bill, "ASING-1", 300);
    stray_to(&mut shop, bill, "ASING-2", 200);
    let entry = shop.entry("money refund");
    let order = order(bill, 400, new_id(shop.now));
    f.store.refund(&order, &f.key, &entry).unwrap();
    assert_eq!(f.store.refunds(bill, 10).unwrap().len(), 2, "two payments");
    let [first, second] = [f.received(), f.received()].map(|request| {
        let of = MoneyRequest {
            id: request.id,
            payer: bill,
            since: shop.now,
        };
        (request, of)
    });
    f.open(9);
    assert_eq!(f.accept_request(&first.0, first.1), Decided::Done);
    assert_eq!(f.accept_request(&second.0, second.1), Decided::NotGivenBack);
    let rows = f.store.refunds(bill, 10).unwrap();
    assert!(
        rows.iter().all(|row| row.request == Some(first.0.id)),
        "{rows:?}"
    );
}

pub(crate) fn money_without_a_registration_goes_back_or_is_noted_elsewhere(f: &Fixture) {
    let mut shop = Shop::new(f);
    let erased = overpaid(&mut shop, 1, 500);
    let here = overpaid(&mut shop, 2, 500);
    f.erase(&erased, None);
    let unknown = stray(&mut shop, "ASING-1", 70);
    let kind = |payer| f.store.payer_kind(payer).unwrap();
    assert_eq!(
        [erased.id, here.id, unknown].map(kind),
        [
            PayerKind::Erased,
            PayerKind::Registration,
            PayerKind::Unknown
        ]
    );
    let money = |payer| desk::unapplied_money(&f.store, payer).unwrap();
    assert!(money(here.id).is_none(), "it has a page of its own");
    assert!(
        money(new_id(shop.now)).is_none(),
        "no money came from there"
    );
    let of_erased = money(erased.id).unwrap();
    assert_eq!((of_erased.free, of_erased.payments.len()), (Rupiah(500), 1));
    assert_eq!(money(unknown).unwrap().payments[0].reference, "ASING-1");

    let now = shop.now;
    let give = |payer, amount, way, form| {
        let wish = GiveBack {
            payer,
            amount: Rupiah(amount),
            why: "diserahkan di loket",
            form,
            request: None,
            way,
        };
        desk::give_back(&f.store, &wish, &f.key, "dewi", now).unwrap()
    };
    let form = new_id(now);
    let elsewhere = RefundWay::Elsewhere;
    assert_eq!(
        give(here.id, 100, elsewhere, form),
        Err(NotGivenBack::NotElsewhere)
    );
    assert_eq!(
        give(unknown, 71, elsewhere, form),
        Err(NotGivenBack::TooMuch(Rupiah(70)))
    );
    for _ in 0..2 {
        assert_eq!(give(unknown, 70, elsewhere, form), Ok(()));
        assert_eq!(give(erased.id, 200, RefundWay::Acquirer, form), Ok(()));
        assert_eq!(give(erased.id, 50, elsewhere, form), Ok(()));
    }
    shop.settle();
    assert_eq!(
        shop.acquirer.given_back(),
        200,
        "the acquirer is asked for this"
    );
    assert_eq!(shop.balances().2, 320);
    assert_eq!(f.store.money_state().unwrap().strays, 0);
    let after = money(erased.id).unwrap();
    assert_eq!((after.free, after.refunds.rows.len()), (Rupiah(250), 2));
    let gone = money(unknown).unwrap();
    assert_eq!(
        (gone.free, gone.refunds.rows[0].elsewhere),
        (Rupiah(0), true)
    );
    assert!(gone.refunds.rows[0].paid_out_at.is_some());
    let log = f.store.audit_after(0, 1000).unwrap();
    let count = |action| log.iter().filter(|row| row.action == action).count();
    assert_eq!((count("money refund"), count("money elsewhere")), (1, 2));
}

pub(crate) fn a_refund_for_a_request_is_for_one_that_waits_for_this_money(f: &Fixture) {
    let mut shop = Shop::new(f);
    let phone = overpaid(&mut shop, 1, 500);
    let other = overpaid(&mut shop, 2, 500);
    let asks = |payer: &Phone| {
        let request = f.received();
        shop.opened_as(&request, "refund", Some(payer.id));
        request
    };
    let (its, foreign) = (asks(&phone), asks(&other));
    let update = f.received();
    shop.opened_as(&update, "update", Some(phone.id));
    assert_eq!(f.store.money_requests(phone.id, 10).unwrap(), [its.id]);
    let now = shop.now;
    let give = |request: &Phone, form| {
        let wish = GiveBack {
            payer: phone.id,
            amount: Rupiah(100),
            why: "diminta",
            form,
            request: Some(request.id),
            way: RefundWay::Acquirer,
        };
        desk::give_back(&f.store, &wish, &f.key, "dewi", now).unwrap()
    };
    for wrong in [&foreign, &update, &phone] {
        let refused = give(wrong, new_id(now));
        assert_eq!(refused, Err(NotGivenBack::NoSuchRequest));
    }
    let form = new_id(now);
    assert_eq!(give(&its, form), Ok(()));
    let of = MoneyRequest {
        id: its.id,
        payer: phone.id,
        since: now.plus(Duration::from_secs(60)),
    };
    assert_eq!(f.accept_request(&its, of), Decided::Done);
    assert_eq!(f.store.money_requests(phone.id, 10).unwrap(), []);
    assert_eq!(
        give(&its, form),
        Ok(()),
        "the same form was answered before"
    );
    assert_eq!(give(&its, new_id(now)), Err(NotGivenBack::NoSuchRequest));
    assert_eq!(free(&shop, phone.id), 400);
}

pub(crate) fn a_refund_of_an_older_version_says_what_the_log_says(f: &Fixture) {
    let mut shop = Shop::new(f);
    let bill = new_id(shop.now);
    stray_to(&mut shop, bill, "ASING-1", 300);
    stray_to(&mut shop, bill, "ASING-2", 200);
    let give = |amount, why, now| {
        let wish = GiveBack {
            payer: bill,
            amount: Rupiah(amount),
            why,
            form: new_id(now),
            request: None,
            way: RefundWay::Acquirer,
        };
        desk::give_back(&f.store, &wish, &f.key, "dewi", now).unwrap()
    };
    let later = shop.now.plus(Duration::from_secs(60));
    assert_eq!(give(400, "dobel: dua kali", shop.now), Ok(()));
    assert_eq!(give(50, "diminta", later), Ok(()));
    let rows = || f.store.refunds(bill, 10).unwrap();
    let before = rows();
    assert_eq!(before.len(), 3, "the first one has two parts");

    // As an older version wrote them, and as they are when this one has taken them over.
    f.intruder("UPDATE refunds SET whole = NULL, officer = NULL, why = NULL");
    assert!(rows().iter().all(|row| row.why.is_none()));
    let migration = if f.database.is_sqlite() {
        include_str!("../../../src/store/sqlite/migrations/23-refunds.sql")
    } else {
        include_str!("../../../src/store/postgres/migrations/15-refunds.sql")
    };
    let from = migration.find("UPDATE").unwrap();
    let to = from + migration[from..].find(";\n").unwrap();
    f.intruder(&migration[from..=to]);
    assert_eq!(rows(), before);
    let request = f.received();
    f.open(9);
    let of = MoneyRequest {
        id: request.id,
        payer: bill,
        since: shop.now,
    };
    assert_eq!(f.accept_request(&request, of), Decided::Done);
    let answers: Vec<_> = rows().iter().map(|row| row.request).collect();
    assert_eq!(answers, [None, Some(request.id), Some(request.id)]);
}

pub(crate) fn a_refund_that_a_held_accept_names_is_known_to_the_next_one(f: &Fixture) {
    let mut shop = Shop::new(f);
    let phone = overpaid(&mut shop, 1, 500);
    let [first, second] = [(), ()].map(|()| {
        let request = f.received();
        shop.opened_as(&request, "refund", Some(phone.id));
        request
    });
    assert!(shop.refund(phone.id, 100));
    let papers = PaperKey::derive(&NikIndex::derive(&f.key));
    let row = |request: &Phone| f.store.index_row(request.id, 1).unwrap().unwrap();
    let named = |request: &Phone| {
        desk::is_named_by_a_held_accept(&f.store, &papers, request.id, &row(request)).unwrap()
    };
    assert!(!named(&first) && !named(&second), "it is for either");
    let keys = [OfficeKey::from_bytes(f.key.to_bytes().as_slice()).unwrap()];
    let by = Decider {
        officer: "dewi",
        keys: &keys,
        papers: &papers,
        now: shop.now,
    };
    let accept = Decision::Accept {
        words: "Sudah dikirim.".into(),
    };
    let due = shop.now.plus(Duration::from_secs(300));
    let held = desk::hold(&f.store, first.id, 1, &accept, Some(&row(&first)), &by, due);
    assert!(held.unwrap());
    assert!(!named(&first), "it is its own");
    assert!(named(&second), "and no other's");
    // Another refund is for the second one.
    assert!(shop.refund(phone.id, 50));
    assert!(!named(&second));
}
