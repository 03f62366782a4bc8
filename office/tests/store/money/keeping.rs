//! What age may erase, and what money keeps.

use payung_model::journey::OfficeState;
use payung_model::sealed::RegistrationId;
use payung_model::units::{Rupiah, Timestamp};
use payung_office::desk::{DueRegistration, Retention};
use payung_office::store::{Decided, EraseOutcome, Erasure};

use super::payers::{code, enter_for, settle};
use super::shop::{Shop, time};
use crate::common::phone::Phone;
use crate::fixture::Fixture;

/// The shipped example's days for what was accepted.
fn rules(f: &Fixture) -> Retention {
    let file = f.folder.path().join("retention.json");
    std::fs::write(&file, r#"{"source":"CONTOH","days":{"accepted":365}}"#).unwrap();
    Retention::read(&file).unwrap().unwrap()
}

fn due(f: &Fixture, now: &str) -> Vec<DueRegistration> {
    rules(f).due(&f.store, time(now)).unwrap()
}

fn ids(due: &[DueRegistration]) -> Vec<RegistrationId> {
    let mut ids: Vec<_> = due.iter().map(|one| one.id).collect();
    ids.sort();
    ids
}

fn sorted(phones: &[&Phone]) -> Vec<RegistrationId> {
    let mut ids: Vec<_> = phones.iter().map(|phone| phone.id).collect();
    ids.sort();
    ids
}

fn erase(f: &Fixture, due: &DueRegistration, now: Timestamp) -> EraseOutcome {
    let request = due.erasing(now);
    let erasure = Erasure {
        id: request.id,
        why: &request.why,
        at: now,
        expected: request.expected,
        officer: "timer",
        now,
    };
    f.store.erase_if(&erasure).unwrap()
}

/// Somebody who was accepted on the first day.
fn accepted(shop: &mut Shop<'_>, nik: u8) -> Phone {
    let phone = shop.received(nik, |_| {});
    shop.settle();
    let told = shop.f.decide(&phone, 1, OfficeState::Accepted);
    assert_eq!(told, Decided::Done);
    phone
}

pub(crate) fn whoever_pays_each_month_is_kept_and_ages_from_the_last_paid_one(f: &Fixture) {
    let mut shop = Shop::new(f);
    let (paying, idle) = (accepted(&mut shop, 1), accepted(&mut shop, 2));
    shop.pay(&paying);
    shop.settle();
    for month in [
        "2026-12", "2027-01", "2027-02", "2027-03", "2027-04", "2027-05", "2027-06", "2027-07",
        "2027-08", "2027-09", "2027-10", "2027-11",
    ] {
        shop.now = time(&format!("{month}-26T08:00:00+07:00"));
        shop.settle();
        shop.pay(&paying);
        shop.settle();
    }
    // 367 days after the decision: nothing has moved the registration since.
    let year = "2027-11-26T09:00:00+07:00";
    let old = due(f, year);
    assert_eq!(ids(&old), [idle.id], "who is covered is kept");
    // Somebody who saw the list before the last payment erases nothing either.
    let mut seen = old[0].clone();
    (seen.id, seen.changed_at) = (paying.id, changed_at(f, &paying));
    assert_eq!(erase(f, &seen, shop.now), EraseOutcome::Changed);
    assert_eq!(erase(f, &old[0], shop.now), EraseOutcome::Erased);

    // The grace is over and the last bill has expired: the year begins with the end of November, which
    // was paid last.
    for day in [
        "2028-01-02",
        "2028-02-02",
        "2028-03-02",
        "2028-04-02",
        "2028-05-02",
        "2028-06-02",
    ] {
        shop.now = time(&format!("{day}T08:00:00+07:00"));
        shop.settle();
        assert_eq!(due(f, &format!("{day}T08:00:00+07:00")), []);
    }
    let last = shop.covered(&paying).pop().unwrap();
    assert_eq!(last, "2027-11");
    assert_eq!(due(f, "2028-11-29T08:00:00+07:00"), []);
    let old = due(f, "2028-11-30T08:00:00+07:00");
    assert_eq!(ids(&old), [paying.id]);
    assert_eq!(erase(f, &old[0], shop.now), EraseOutcome::Erased);
    shop.balances();
}

pub(crate) fn what_pays_nothing_yet_and_who_pays_for_others_are_kept(f: &Fixture) {
    let mut shop = Shop::new(f);
    let (rich, mother) = (accepted(&mut shop, 1), accepted(&mut shop, 2));
    let (daughter, idle) = (accepted(&mut shop, 3), accepted(&mut shop, 4));
    let bill = shop.bill(&rich).bill;
    let more = Rupiah(bill.total.0 + 5_000);
    shop.acquirer.pay(bill.id, Some(more), shop.now).unwrap();
    settle(&mut shop);
    let digest = code(&shop, &mother);
    enter_for(&shop, &daughter, digest, 1);
    settle(&mut shop);
    // Each bill expires, and nobody pays any other.
    for day in [
        "2027-02-02",
        "2027-03-02",
        "2027-04-02",
        "2027-05-02",
        "2027-06-02",
    ] {
        shop.now = time(&format!("{day}T08:00:00+07:00"));
        settle(&mut shop);
    }
    let late = "2028-12-31T08:00:00+07:00";
    assert_eq!(ids(&due(f, late)), [idle.id]);
    let unapplied = f.store.credit_of(rich.id).unwrap().0;
    assert!(shop.refund(rich.id, unapplied.0));
    assert_eq!(ids(&due(f, late)), sorted(&[&rich, &idle]));
    let ended = payung_office::store::money::Ending::ByMember;
    f.store
        .end_arrangement(mother.id, &ended, &f.key, shop.now)
        .unwrap();
    settle(&mut shop);
    shop.now = time("2028-03-02T08:00:00+07:00");
    settle(&mut shop);
    assert_eq!(
        ids(&due(f, late)),
        sorted(&[&rich, &mother, &daughter, &idle])
    );
}

fn changed_at(f: &Fixture, phone: &Phone) -> Timestamp {
    let page = f.store.page(None, None, 100).unwrap();
    let row = page.iter().find(|row| row.id == phone.id).unwrap();
    row.changed_at
}
