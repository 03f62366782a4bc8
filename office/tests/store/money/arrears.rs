//! Months that were not paid: what is owed, until when, and by whom it is paid.

use payung_model::units::Timestamp;
use payung_office::billing::BillState;
use payung_office::store::money::Ending;

use super::payers::{code, enter_for, settle};
use super::shop::{NOVEMBER, Shop, time};
use crate::common::phone::Phone;
use crate::fixture::Fixture;

/// The months of the newest bill.
fn billed(shop: &Shop<'_>, phone: &Phone) -> Vec<String> {
    let bill = shop.bill(phone).bill;
    bill.lines
        .iter()
        .map(|line| line.month.to_string())
        .collect()
}

fn ask(shop: &Shop<'_>, phone: &Phone, months: Option<u8>) {
    let store = &shop.f.store;
    store
        .ask_bill(phone.id, "asked", months, shop.now, None)
        .unwrap();
}

fn at(shop: &mut Shop<'_>, day: &str) -> Timestamp {
    shop.now = time(&format!("{day}T09:00:00+07:00"));
    settle(shop);
    shop.now
}

/// A member who has paid November 2026 and nothing since.
fn paid_november(shop: &mut Shop<'_>, nik: u8, change: impl FnOnce(&mut Phone)) -> Phone {
    let phone = shop.received(nik, change);
    settle(shop);
    shop.pay(&phone);
    settle(shop);
    assert_eq!(shop.covered(&phone), ["2026-11"]);
    phone
}

pub(crate) fn what_is_owed_ends_on_the_day_on_which_the_phone_says_so(f: &Fixture) {
    let mut shop = Shop::new(f);
    let phone = paid_november(&mut shop, 1, |_| {});
    // December to February are unpaid: on the last day of February membership goes on.
    at(&mut shop, "2027-02-28");
    for (months, expected) in [
        (1, &["2026-12"][..]),
        (3, &["2026-12", "2027-01", "2027-02"]),
        (
            6,
            &[
                "2026-12", "2027-01", "2027-02", "2027-03", "2027-04", "2027-05",
            ],
        ),
    ] {
        ask(&shop, &phone, Some(months));
        settle(&mut shop);
        assert_eq!(billed(&shop, &phone), expected);
        let last_day = shop.bill(&phone).bill.last_day.to_string();
        assert_eq!(
            last_day, "2027-02-28",
            "it cannot be paid when it is worth nothing"
        );
    }
    // On the 1st of March it has ended, and nothing of before is owed.
    at(&mut shop, "2027-03-01");
    assert_eq!(shop.state(&phone), BillState::Expired, "nobody asked");
    for months in [1, 2, 3, 6, 12] {
        ask(&shop, &phone, Some(months));
        settle(&mut shop);
        let months_billed = billed(&shop, &phone);
        assert_eq!(
            (months_billed[0].as_str(), months_billed.len()),
            ("2027-03", usize::from(months))
        );
    }
    shop.balances();
}

pub(crate) fn whoever_lapsed_joins_anew_and_may_be_too_old_for_that(f: &Fixture) {
    let mut shop = Shop::new(f);
    let born =
        |day: &'static str| move |phone: &mut Phone| phone.answers.push(("birth_date", day.into()));
    // 65 since January 2027, and 65 in April.
    let old = paid_november(&mut shop, 1, born("1962-01-10"));
    let later = paid_november(&mut shop, 2, born("1962-04-20"));
    at(&mut shop, "2027-02-10");
    ask(&shop, &old, Some(1));
    settle(&mut shop);
    assert_eq!(
        (shop.state(&old), billed(&shop, &old)),
        (BillState::Open, vec!["2026-12".to_owned()]),
        "who is a member goes on also after 65"
    );
    at(&mut shop, "2027-03-10");
    let before = shop.bills(&old).len();
    for phone in [&old, &later] {
        ask(&shop, phone, Some(1));
    }
    settle(&mut shop);
    assert_eq!(shop.bills(&old).len(), before);
    assert_eq!(shop.notices(&old), ["too_old"]);
    assert_eq!(billed(&shop, &later), ["2027-03"]);
    // The same when somebody else is to pay.
    let daughter = shop.received(3, |_| {});
    settle(&mut shop);
    let taken = code(&shop, &old);
    enter_for(&shop, &daughter, taken, 1);
    settle(&mut shop);
    assert_eq!(shop.notices(&daughter), ["too_old"]);
    assert_eq!(shop.bills(&daughter).len(), 1, "her own");
    shop.balances();
}

pub(crate) fn who_begins_to_pay_for_a_member_in_arrears_pays_the_oldest_month_first(f: &Fixture) {
    let mut shop = Shop::new(f);
    for (nik, months, expected) in [
        (1, 1, &["2026-12"][..]),
        (3, 3, &["2026-12", "2027-01", "2027-02"]),
    ] {
        shop.now = time("2026-11-23T09:00:00+07:00");
        let mother = paid_november(&mut shop, nik, |_| {});
        let daughter = shop.received(nik + 1, |phone| phone.purpose = "payer");
        at(&mut shop, "2027-01-10");
        let taken = code(&shop, &mother);
        enter_for(&shop, &daughter, taken, months);
        settle(&mut shop);
        assert_eq!(billed(&shop, &daughter), expected);
        shop.pay(&daughter);
        settle(&mut shop);
        let covered = [&["2026-11"][..], expected].concat();
        assert_eq!(shop.covered(&mother), covered);
        // What is still owed follows, on her phone and not on her mother's.
        at(&mut shop, "2027-01-11");
        if months == 1 {
            assert_eq!(billed(&shop, &daughter), ["2027-01"]);
            assert_eq!(shop.state(&daughter), BillState::Open);
        }
        assert_ne!(shop.state(&mother), BillState::Open);
    }
    shop.balances();
}

pub(crate) fn a_member_has_a_bill_again_when_somebody_has_stopped_to_pay(f: &Fixture) {
    let mut shop = Shop::new(f);
    let mother = paid_november(&mut shop, 1, |_| {});
    let daughter = shop.received(2, |phone| phone.purpose = "payer");
    at(&mut shop, "2026-11-25");
    ask(&shop, &mother, Some(3));
    settle(&mut shop);
    assert_eq!(billed(&shop, &mother), ["2026-12", "2027-01", "2027-02"]);
    let taken = code(&shop, &mother);
    enter_for(&shop, &daughter, taken, 1);
    settle(&mut shop);
    assert_eq!(shop.state(&mother), BillState::Cancelled);
    assert_eq!(billed(&shop, &daughter), ["2026-12"]);
    shop.pay(&daughter);
    settle(&mut shop);
    // She stops while nothing is due yet.
    at(&mut shop, "2026-12-05");
    let store = &shop.f.store;
    let ended = store.end_arrangement(mother.id, &Ending::ByMember, &f.key, shop.now);
    assert!(ended.unwrap().is_some());
    settle(&mut shop);
    assert_eq!(shop.state(&mother), BillState::Cancelled, "nothing is due");
    at(&mut shop, "2026-12-26");
    assert_eq!(
        (shop.state(&mother), billed(&shop, &mother).remove(0)),
        (BillState::Open, "2027-01".to_owned())
    );
    // An officer cancels it, and no other one comes by itself.
    let bill = shop.bill(&mother).bill.id;
    let entry = shop.entry("bill cancel");
    assert!(f.store.begin_cancel(bill, shop.now, Some(&entry)).unwrap());
    settle(&mut shop);
    at(&mut shop, "2026-12-28");
    assert_eq!(
        (shop.bill(&mother).bill.id, shop.state(&mother)),
        (bill, BillState::Cancelled)
    );
    assert_eq!(shop.balances().0, 2 * NOVEMBER);
}
