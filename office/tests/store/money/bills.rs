//! Who is billed for what, until when, and what ends a bill.

use std::time::Duration;

use payung_model::journey::OfficeState;
use payung_model::sealed::inbox::BillState as Told;
use payung_office::billing::BillState;
use payung_office::collection::BillingPass;
use payung_office::desk::another_bill;
use payung_office::store::Decided;
use payung_office::store::money::BillFilter;
use serde_json::json;

use super::payers::{code, enter_for, settle};
use super::shop::{NOVEMBER, Shop, month, time};
use crate::acquirer::Mood;
use crate::common::phone::Phone;
use crate::fixture::Fixture;

pub(crate) fn what_is_received_is_billed_paid_and_covered(f: &Fixture) {
    let mut shop = Shop::new(f);
    let phone = shop.received(1, |_| {});
    let pass = shop.pass();
    assert_eq!((pass.billed, pass.issued), (1, 1), "in one pass");
    assert_eq!(shop.pass(), BillingPass::default(), "once");
    let told = shop.told(&phone);
    let [open] = told.as_slice() else {
        panic!("{told:?}")
    };
    assert_eq!((open.state, open.total.0), (Told::Open, NOVEMBER));
    assert_eq!((open.why.as_str(), open.codes.len()), ("first", 2));
    assert_eq!(open.last_day.to_string(), "2026-11-30");
    assert!(open.lines[0].member.reveal().is_empty(), "it is one's own");
    shop.pay(&phone);
    assert_eq!(shop.pass().booked, 1);
    assert_eq!(shop.told(&phone)[1].state, Told::Paid);
    let receipt = shop.receipts(&phone).remove(0);
    assert_eq!(
        (receipt.received.0, receipt.unapplied.0, receipt.bill),
        (NOVEMBER, 0, open.id)
    );
    assert_eq!(shop.covered(&phone), ["2026-11"]);
    assert_eq!(shop.balances(), (NOVEMBER, 0, 0));

    // Another revision of what is paid asks for nothing more, and neither does the decision.
    shop.send(&phone, 2, 1, &[]);
    assert_eq!(shop.pass(), BillingPass::default());
    assert_eq!(f.decide(&phone, 2, OfficeState::Accepted), Decided::Done);
    shop.settle();
    assert_eq!(shop.bills(&phone).len(), 1);
    assert_eq!(shop.notices(&phone), [""; 0]);
}

pub(crate) fn what_an_officer_must_see_is_billed_when_it_is_accepted(f: &Fixture) {
    let mut shop = Shop::new(f);
    let phone = shop.received_with(1, &["nik_date_differs"], |_| {});
    shop.settle();
    assert_eq!(shop.notices(&phone), ["checked_first_nik"]);
    assert!(shop.bills(&phone).is_empty());
    shop.send(&phone, 2, 1, &["nik_date_differs"]);
    shop.settle();
    assert_eq!(shop.notices(&phone).len(), 1, "it is said once");
    assert_eq!(f.decide(&phone, 2, OfficeState::Accepted), Decided::Done);
    shop.settle();
    assert_eq!(shop.state(&phone), BillState::Open);
    let refused = shop.received_with(2, &["nik_date_differs"], |_| {});
    shop.settle();
    assert_eq!(f.decide(&refused, 1, OfficeState::Refused), Decided::Done);
    shop.settle();
    assert!(shop.bills(&refused).is_empty());
}

pub(crate) fn who_gets_no_bill_is_told_why(f: &Fixture) {
    let mut shop = Shop::new(f);
    let answers = |question: &'static str, value: &'static str| {
        move |phone: &mut Phone| phone.answers.push((question, value.into()))
    };
    let group = shop.received(1, answers("payer", "group"));
    let old = shop.received(2, answers("birth_date", "1961-11-23"));
    let employer = shop.received(3, |phone| phone.purpose = "employer");
    // A form of before did not ask whoever resumes.
    let unpriced = shop.received(4, |phone| {
        phone.purpose = "resume";
        phone.without.extend(["payer", "income", "months"]);
    });
    let resumed = shop.received(5, |phone| phone.purpose = "resume");
    shop.settle();
    assert_eq!(shop.notices(&group), ["no_bill"]);
    assert_eq!(shop.notices(&old), ["too_old"]);
    assert_eq!(shop.notices(&unpriced), ["no_price"]);
    assert_eq!(shop.state(&resumed), BillState::Open);
    assert!(shop.bills(&old).is_empty() && shop.bills(&group).is_empty());
    assert!(shop.items(&employer).is_empty());
    assert_eq!(f.store.money_state().unwrap().asks, 0);
}

pub(crate) fn whoever_turns_65_can_pay_until_the_day_before(f: &Fixture) {
    let mut shop = Shop::new(f);
    for (nik, born, last_day) in [
        (1, "1961-11-24", "2026-11-23"),
        (2, "1961-11-30", "2026-11-29"),
        (3, "1961-12-01", "2026-11-30"),
    ] {
        let answer = ("birth_date", born.to_owned());
        let phone = shop.received(nik, |phone| phone.answers.push(answer));
        shop.settle();
        assert_eq!(shop.bill(&phone).bill.last_day.to_string(), last_day);
    }
}

pub(crate) fn of_those_paid_for_one_turns_65_and_the_others_have_their_own_code(f: &Fixture) {
    let mut shop = Shop::new(f);
    let payer = shop.received(1, |_| {});
    let born = ("birth_date", "1961-11-28".to_owned());
    let old = shop.received(2, |phone| phone.answers.push(born));
    let young = shop.received(3, |_| {});
    shop.settle();
    for phone in [&old, &young] {
        let agreed = code(&shop, phone);
        enter_for(&shop, &payer, agreed, 1);
    }
    settle(&mut shop);
    let bills = shop.bills(&payer).into_iter().map(|row| row.bill);
    let open = bills.filter(|bill| bill.state == BillState::Open);
    let mut last_days = Vec::new();
    for bill in open {
        let day = bill.last_day.to_string();
        last_days.extend(bill.lines.iter().map(|line| (line.member, day.clone())));
    }
    last_days.sort();
    let mut expected = vec![
        (payer.id, "2026-11-30".to_owned()),
        (old.id, "2026-11-27".to_owned()),
        (young.id, "2026-11-30".to_owned()),
    ];
    expected.sort();
    assert_eq!(last_days, expected);
}

pub(crate) fn whoever_asks_has_a_bill_though_others_were_to_pay(f: &Fixture) {
    let mut shop = Shop::new(f);
    let group = shop.received(1, |phone| phone.answers.push(("payer", "group".into())));
    shop.settle();
    assert_eq!(shop.notices(&group), ["no_bill"]);
    let entry = shop.entry("bill again");
    let asked = another_bill(&f.store, group.id, Some(1), &entry).unwrap();
    assert_eq!(asked, Ok(()));
    shop.settle();
    assert_eq!(shop.state(&group), BillState::Open);
    shop.pay(&group);
    shop.settle();
    assert_eq!(shop.covered(&group), ["2026-11"]);
    // Who has paid alone goes on, and is asked for the next month like everybody.
    shop.now = time("2026-11-27T09:00:00+07:00");
    shop.settle();
    let next = shop.bill(&group).bill;
    assert_eq!((next.state, next.why.as_str()), (BillState::Open, "next"));
}

pub(crate) fn whoever_asks_after_an_expired_bill_is_told_why_there_is_none(f: &Fixture) {
    let mut shop = Shop::new(f);
    let born = ("birth_date", "1961-12-05".to_owned());
    let old = shop.received(1, |phone| phone.answers.push(born));
    let young = shop.received(2, |_| {});
    shop.settle();
    shop.now = time("2026-12-06T09:00:00+07:00");
    shop.settle();
    assert_eq!(shop.state(&old), BillState::Expired);
    for phone in [&old, &young] {
        let entry = shop.entry("bill again");
        let asked = another_bill(&f.store, phone.id, Some(3), &entry).unwrap();
        assert_eq!(asked, Ok(()));
    }
    shop.settle();
    assert_eq!(shop.notices(&old), ["too_old"]);
    let again = shop.bill(&young).bill;
    assert_eq!((again.why.as_str(), again.lines.len()), ("expired", 3));
}

pub(crate) fn a_wrong_code_reaches_no_phone(f: &Fixture) {
    let mut shop = Shop::new(f);
    shop.acquirer.inside().nmid = Some("ID1020000000001");
    let phone = shop.received(1, |_| {});
    assert_eq!(shop.pass().aside, 1);
    assert!(shop.items(&phone).is_empty());
    let (reason, tries) = shop.bill(&phone).waits.unwrap();
    assert!(reason.contains("merchant") && tries == 1, "{reason}");
    assert_eq!(f.store.money_state().unwrap().aside, [(reason, 1)]);
    assert_eq!(f.store.bills(BillFilter::Waiting, 9).unwrap().len(), 1);
    assert_eq!(shop.pass(), BillingPass::default(), "after a pause");
    shop.acquirer.inside().nmid = None;
    shop.now = shop.now.plus(Duration::from_secs(6));
    assert_eq!(shop.pass().issued, 1);
    assert_eq!(shop.state(&phone), BillState::Open);
}

pub(crate) fn a_bill_expires_and_is_made_again_when_asked_for(f: &Fixture) {
    let mut shop = Shop::new(f);
    let phone = shop.received(1, |_| {});
    let late = shop.received(2, |_| {});
    shop.settle();
    // Paid on the last day, and reported after it.
    shop.now = time("2026-11-30T23:59:00+07:00");
    shop.pay(&late);
    shop.acquirer.inside().mood = Mood::Gone;
    shop.now = time("2026-12-01T00:01:00+07:00");
    assert_eq!(shop.pass().expired, 2);
    shop.acquirer.inside().mood = Mood::Good;
    shop.now = shop.now.plus(Duration::from_secs(60));
    shop.settle();
    assert_eq!(shop.told(&phone).last().unwrap().state, Told::Expired);
    let states: Vec<Told> = shop.told(&late).iter().map(|note| note.state).collect();
    assert_eq!(
        states,
        [Told::Open, Told::Expired, Told::Paid, Told::Open],
        "and the next one, because they go on"
    );
    assert_eq!(shop.covered(&late), ["2026-11"]);
    assert_eq!(shop.bills(&phone).len(), 1, "nobody asked");

    let entry = shop.entry("bill again");
    f.store
        .ask_bill(phone.id, "expired", Some(3), shop.now, Some(&entry))
        .unwrap();
    shop.settle();
    let bill = shop.bill(&phone).bill;
    assert_eq!((bill.why.as_str(), bill.lines.len()), ("expired", 3));
    assert_eq!(bill.last_day.to_string(), "2026-12-31");
    shop.balances();
}

pub(crate) fn other_rules_cancel_a_bill_before_another_one_is_made(f: &Fixture) {
    let mut shop = Shop::new(f);
    let open = shop.received(1, |_| {});
    let paying = shop.received(2, |_| {});
    shop.settle();
    let before = shop.bill(&open).bill;
    shop.pay(&paying);
    shop.sign(|tariff| {
        for rule in tariff["discounts"].as_array_mut().unwrap() {
            rule["percent"] = json!(25);
        }
    });
    shop.settle();
    let after = shop.bill(&open).bill;
    assert_ne!(after.id, before.id);
    assert_eq!(
        (after.why.as_str(), after.state),
        ("rules", BillState::Open)
    );
    assert!(after.total > before.total, "{after:?}");
    let states: Vec<Told> = shop.told(&open).iter().map(|note| note.state).collect();
    assert_eq!(states, [Told::Open, Told::Cancelled, Told::Open]);
    assert_eq!(shop.acquirer.payable(shop.now.date()), [after.id]);
    assert_eq!(
        (shop.bills(&paying).len(), shop.covered(&paying).len()),
        (1, 1),
        "it is honoured at its price"
    );
    assert_eq!(shop.balances(), (before.total.0, 0, 0));
    shop.sign(|_| {});
    shop.settle();
    assert_eq!(shop.bill(&open).bill.total, before.total);
}

pub(crate) fn a_claim_ends_what_is_due(f: &Fixture) {
    let mut shop = Shop::new(f);
    let phone = shop.received(1, |phone| phone.answers.push(("months", "3".into())));
    shop.settle();
    let total = shop.bill(&phone).bill.total;
    shop.pay(&phone);
    shop.settle();
    assert_eq!(shop.covered(&phone).len(), 3);
    let entry = shop.entry("bill again");
    let ask = |why: &str| {
        f.store
            .ask_bill(phone.id, why, None, shop.now, Some(&entry))
    };
    ask("asked").unwrap();
    shop.settle();
    assert_eq!(shop.state(&phone), BillState::Open);
    let entry = shop.entry("claim");
    f.store
        .claim(phone.id, month("2026-11"), &f.key, &entry)
        .unwrap();
    shop.settle();
    assert_eq!(shop.covered(&phone), ["2026-11"]);
    assert_eq!(shop.state(&phone), BillState::Cancelled);
    let (credited, unapplied, _) = shop.balances();
    assert_eq!((credited, unapplied), (NOVEMBER, total.0 - NOVEMBER));
    shop.now = time("2026-12-27T08:00:00+07:00");
    shop.settle();
    assert_eq!(shop.bills(&phone).len(), 2, "and no next bill comes");
}

pub(crate) fn who_withdraws_or_is_erased_pays_nothing_by_mistake(f: &Fixture) {
    let mut shop = Shop::new(f);
    let (gone, erased) = (shop.received(1, |_| {}), shop.received(2, |_| {}));
    shop.settle();
    f.get(f.store.withdraw(gone.id, shop.now));
    let bill = shop.bill(&erased).bill.id;
    f.erase(&erased, None);
    shop.now = shop.now.plus(Duration::from_secs(120));
    // The erased one's code was paid a moment before it is cancelled.
    shop.acquirer.pay(bill, None, shop.now).unwrap();
    shop.settle();
    assert_eq!(shop.state(&gone), BillState::Cancelled);
    assert_eq!(shop.told(&gone).pop().unwrap().state, Told::Cancelled);
    let paid = f.store.bill(bill).unwrap().unwrap().bill.state;
    assert_eq!(paid, BillState::Paid, "the money is booked");
    assert_eq!(shop.balances().0, NOVEMBER);
}
