//! What the acquirer refuses, and what it reports amiss, stands in nobody's way for ever.

use std::time::Duration;

use payung_model::sealed::RegistrationId;
use payung_model::sealed::inbox::BillState as Told;
use payung_model::units::Rupiah;
use payung_office::billing::{BillState, Payment};
use payung_office::store::money::BillFilter;

use super::shop::{NOVEMBER, Shop, new_id, time};
use crate::common::phone::Phone;
use crate::fixture::Fixture;

/// A bill that is being cancelled, which the acquirer refuses.
fn refused(shop: &mut Shop<'_>, nik: u8) -> Phone {
    let phone = shop.received(nik, |_| {});
    shop.settle();
    let bill = shop.bill(&phone).bill.id;
    shop.acquirer.inside().keeps = Some(bill);
    let entry = shop.entry("bill cancel");
    assert!(
        shop.f
            .store
            .begin_cancel(bill, shop.now, Some(&entry))
            .unwrap()
    );
    shop.settle();
    assert_eq!(shop.state(&phone), BillState::Cancelling);
    phone
}

pub(crate) fn a_bill_that_cannot_be_cancelled_ends_three_days_after_its_last_one(f: &Fixture) {
    let mut shop = Shop::new(f);
    let phone = refused(&mut shop, 1);
    let bill = shop.bill(&phone).bill;
    assert_eq!(bill.last_day.to_string(), "2026-11-30");
    // Paid on its last day, at an acquirer that reports it a week later.
    let late = Payment {
        reference: "TELAT-1".into(),
        bill: bill.id,
        amount: bill.total,
        paid_at: time("2026-11-30T20:00:00+07:00"),
        channel: "qris".into(),
    };
    shop.now = time("2026-12-03T23:00:00+07:00");
    shop.settle();
    assert_eq!(
        shop.state(&phone),
        BillState::Cancelling,
        "a report may still come"
    );
    shop.now = time("2026-12-04T00:01:00+07:00");
    assert_eq!(shop.pass().expired, 1);
    shop.settle();
    let first = f.store.bill(bill.id).unwrap().unwrap();
    assert_eq!((first.bill.state, first.waits), (BillState::Expired, None));
    assert_eq!(shop.told(&phone)[1].state, Told::Expired);
    assert_eq!(f.store.bills(BillFilter::Waiting, 9).unwrap(), []);

    // Nothing stands in the way of another one, and what comes late is taken.
    let ask = f.store.ask_bill(phone.id, "asked", None, shop.now, None);
    ask.unwrap();
    shop.settle();
    assert_ne!(shop.bill(&phone).bill.id, bill.id);
    assert_eq!(shop.state(&phone), BillState::Open);
    shop.acquirer.report(late);
    shop.settle();
    assert_eq!(shop.covered(&phone), ["2026-11"]);
    assert_eq!(shop.balances(), (NOVEMBER, 0, 0));
}

pub(crate) fn credit_of_a_bill_that_cannot_be_cancelled_is_free_again(f: &Fixture) {
    let mut shop = Shop::new(f);
    let phone = shop.received(1, |_| {});
    shop.settle();
    let first = shop.bill(&phone).bill;
    let more = Rupiah(first.total.0 + 5_000);
    shop.acquirer.pay(first.id, Some(more), shop.now).unwrap();
    shop.now = time("2026-11-24T08:00:00+07:00");
    shop.settle();
    let next = shop.bill(&phone).bill;
    assert_eq!(
        (next.credit, next.last_day.to_string().as_str()),
        (Rupiah(5_000), "2026-12-31")
    );
    shop.acquirer.inside().keeps = Some(next.id);
    assert!(f.store.begin_cancel(next.id, shop.now, None).unwrap());
    shop.now = time("2027-01-03T23:00:00+07:00");
    shop.settle();
    assert!(!shop.refund(phone.id, 5_000), "a bill uses it");
    shop.now = time("2027-01-04T00:01:00+07:00");
    assert_eq!(shop.pass().expired, 1);
    shop.settle();
    // A member who goes on has another bill at once, which uses it.
    let again = shop.bill(&phone).bill;
    assert_ne!(again.id, next.id);
    assert_eq!(
        (again.credit, again.state),
        (Rupiah(5_000), BillState::Open)
    );
}

pub(crate) fn no_report_is_forgotten_however_often_its_reference_is_used(f: &Fixture) {
    let mut shop = Shop::new(f);
    let phone = shop.received(1, |_| {});
    shop.settle();
    shop.pay(&phone);
    shop.settle();
    let bill: RegistrationId = new_id(shop.now);
    // As an older version kept it.
    f.intruder(&format!(
        "INSERT INTO payments (reference, bill, amount, paid_at, channel, booked_at, became)
            SELECT 'CTH-000001#{bill}', {}, 7, made_at, 'qris', made_at, 'refused' FROM bills LIMIT 1",
        if f.database.is_sqlite() {
            format!("x'{}'", bill.to_string().replace('-', ""))
        } else {
            format!("'\\x{}'", bill.to_string().replace('-', ""))
        }
    ));
    for amount in [7, 8, 9, 8] {
        shop.acquirer.report(Payment {
            reference: "CTH-000001".into(),
            bill,
            amount: Rupiah(amount),
            paid_at: shop.now,
            channel: "qris".into(),
        });
        shop.now = shop.now.plus(Duration::from_secs(60));
        shop.settle();
    }
    let kept = f.store.payments(bill).unwrap();
    let amounts: Vec<u64> = kept.iter().map(|row| row.amount.0).collect();
    assert_eq!(amounts, [7, 8, 9], "each once");
    assert!(kept.iter().all(|row| row.became == "refused"));
    assert_eq!(shop.balances(), (NOVEMBER, 0, 0), "in no total");
}
