//! Bills of whoever changed their data: the work, the income, or who pays.

use std::time::Duration;

use payung_model::journey::OfficeState;
use payung_office::billing::BillState;
use payung_office::store::Decided;

use super::payers::{code, enter_for, settle};
use super::shop::{NOVEMBER, Shop, month, time};
use crate::common::phone::Phone;
use crate::fixture::{Fixture, arrival};

/// Asks for a change of data, which an officer accepts.
fn change(shop: &mut Shop<'_>, phone: &Phone, answers: &[(&'static str, &str)]) {
    let mut wish = vec![("request", "update")];
    wish.extend_from_slice(answers);
    let request = shop.f.phone().completing(phone);
    let request = request.asking("bpu_request", &wish);
    let seconds = shop.now.since(time("2026-11-23T09:00:00+07:00")).as_secs();
    let seconds = i64::try_from(seconds).unwrap();
    let record = arrival(&request, &request.seal(1), seconds);
    shop.f.get(shop.f.store.record(record));
    shop.opened_as(&request, "update", Some(phone.id));
    settle(shop);
    let decided = shop
        .f
        .decide_at(&request, 1, OfficeState::Accepted, shop.now);
    assert_eq!(decided, Decided::Done);
    // Changes are looked for once a minute.
    shop.now = shop.now.plus(Duration::from_secs(61));
    settle(shop);
}

const EARNS_MORE: [(&str, &str); 3] = [
    ("changes", "income"),
    ("income_per", "month"),
    ("income", "5000000"),
];

pub(crate) fn a_bill_is_made_anew_when_the_income_was_changed(f: &Fixture) {
    let mut shop = Shop::new(f);
    let by_the_day = [
        ("income_per", "day"),
        ("income_day", "100000"),
        ("work_days", "7"),
    ];
    let phone = shop.received(1, |phone| {
        let answers = by_the_day.map(|(question, value)| (question, value.to_owned()));
        phone.answers.extend(answers);
        phone.without.push("income");
    });
    let daughter = shop.received(2, |_| {});
    settle(&mut shop);
    let before = shop.bill(&phone).bill;
    change(&mut shop, &phone, &EARNS_MORE);
    let after = shop.bill(&phone).bill;
    assert_eq!(
        (after.state, after.why.as_str()),
        (BillState::Open, "replaced")
    );
    assert!(after.total > before.total, "{:?}", after.total);
    assert_eq!(shop.bills(&phone)[1].bill.state, BillState::Cancelled);
    assert_eq!(after.lines[0].month, month("2026-11"));

    // The same when somebody else pays, and what costs the same stays.
    let agreed = code(&shop, &phone);
    enter_for(&shop, &daughter, agreed, 1);
    settle(&mut shop);
    let joint = shop.bill(&daughter).bill;
    assert_eq!(
        (joint.state, joint.lines[0].amount()),
        (BillState::Open, after.lines[0].amount())
    );
    change(&mut shop, &phone, &EARNS_MORE);
    assert_eq!(shop.bill(&daughter).bill.id, joint.id);
    let less = [
        ("changes", "income"),
        ("income_per", "month"),
        ("income", "1000000"),
    ];
    change(&mut shop, &phone, &less);
    assert!(shop.bill(&daughter).bill.total < joint.total);
    shop.balances();
}

pub(crate) fn whoever_says_that_they_pay_now_has_a_bill_and_the_other_way_round(f: &Fixture) {
    let mut shop = Shop::new(f);
    let phone = shop.received(1, |phone| {
        phone.answers.push(("payer", "group".into()));
    });
    settle(&mut shop);
    assert_eq!(shop.notices(&phone), ["no_bill"]);
    change(
        &mut shop,
        &phone,
        &[("changes", "payer"), ("payer", "self")],
    );
    let bill = shop.bill(&phone).bill;
    assert_eq!((bill.state, bill.total.0), (BillState::Open, NOVEMBER));
    change(
        &mut shop,
        &phone,
        &[("changes", "payer"), ("payer", "group")],
    );
    assert_eq!(shop.state(&phone), BillState::Cancelled);
    assert_eq!(shop.bills(&phone).len(), 1);
    assert_eq!(shop.notices(&phone), ["no_bill"; 2]);
    shop.balances();
}
