//! Money that came: credit, refunds, payments of nobody, figures.

use std::time::Duration;

use payung_model::journey::OfficeState;
use payung_model::sealed::RegistrationId;
use payung_model::units::Rupiah;
use payung_office::billing::{BillState, Payment};
use payung_office::random::SystemRandom;
use payung_office::store::Decided;
use payung_office::store::money::{AcquirerNote, PaymentRow, ReportKey};

use super::shop::{NOVEMBER, Shop, month, time};
use crate::acquirer::Mood;
use crate::common::phone::Phone;
use crate::fixture::Fixture;

pub(crate) fn money_that_pays_nothing_is_credit_of_the_next_bill(f: &Fixture) {
    let mut shop = Shop::new(f);
    let phone = shop.received(1, |_| {});
    shop.settle();
    let first = shop.bill(&phone).bill;
    let more = Rupiah(first.total.0 + 5_000);
    shop.acquirer.pay(first.id, Some(more), shop.now).unwrap();
    shop.settle();
    assert_eq!(shop.notices(&phone), ["unapplied"]);
    assert_eq!(shop.receipts(&phone)[0].unapplied, Rupiah(5_000));
    assert_eq!(f.store.credit_of(phone.id).unwrap().1, Rupiah(5_000));

    // Seven days before the next month its bill comes by itself, and uses the credit.
    shop.now = time("2026-11-24T08:00:00+07:00");
    shop.settle();
    let next = shop.bill(&phone).bill;
    assert_eq!((next.why.as_str(), next.credit), ("next", Rupiah(5_000)));
    assert_eq!(next.lines[0].month, month("2026-12"));
    assert_eq!(next.last_day.to_string(), "2026-12-31");
    assert_eq!(f.store.credit_of(phone.id).unwrap().1, Rupiah(0));
    assert!(!shop.refund(phone.id, 1), "the bill uses it");
    shop.pay(&phone);
    shop.settle();
    let receipt = shop.receipts(&phone).pop().unwrap();
    assert_eq!(
        (receipt.credit, receipt.unapplied),
        (Rupiah(5_000), Rupiah(0))
    );
    assert_eq!(shop.covered(&phone), ["2026-11", "2026-12"]);
    shop.balances();

    // It expires unpaid: a member who goes on gets another one.
    shop.now = time("2026-12-28T08:00:00+07:00");
    shop.settle();
    shop.now = time("2027-02-01T08:00:00+07:00");
    shop.settle();
    let again = shop.bill(&phone).bill;
    assert_eq!(again.why, "expired");
    let months: Vec<String> = again.lines.iter().map(|it| it.month.to_string()).collect();
    assert_eq!(months, ["2027-01"], "the oldest first");
    assert_eq!(again.last_day.to_string(), "2027-02-28");
}

pub(crate) fn three_payers_race_for_one_members_month(f: &Fixture) {
    let mut shop = Shop::new(f);
    let first = shop.received(7, |_| {});
    shop.settle();
    let others = [shop.received(7, |_| {}), shop.received(7, |_| {})];
    shop.settle();
    for phone in &others {
        assert_eq!(shop.notices(phone), ["checked_first"], "it is a duplicate");
        assert_eq!(f.decide(phone, 1, OfficeState::Accepted), Decided::Done);
    }
    shop.settle();
    let phones = [&others[1], &first, &others[0]];
    for phone in phones {
        shop.pay(phone);
    }
    shop.acquirer.inside().untidy = true;
    shop.settle();
    let credit = |phone: &Phone| f.store.credit_of(phone.id).unwrap().0.0;
    let credits: Vec<u64> = phones.iter().map(|phone| credit(phone)).collect();
    assert_eq!(
        credits.iter().filter(|it| **it == 0).count(),
        1,
        "one cover"
    );
    assert_eq!(credits.iter().sum::<u64>(), 2 * NOVEMBER, "two credits");
    for phone in phones {
        assert_eq!(shop.covered(phone), ["2026-11"], "whoever paid");
        let told = shop.notices(phone).contains(&"already_paid".to_owned());
        assert_eq!(told, credit(phone) > 0);
    }
    assert_eq!(shop.balances(), (NOVEMBER, 2 * NOVEMBER, 0));
    let rich = phones.iter().find(|phone| credit(phone) > 0).unwrap();
    assert!(shop.refund(rich.id, NOVEMBER));
    assert_eq!(shop.balances().2, NOVEMBER);
    shop.acquirer.inside().at = Some((1, Mood::Mute));
    shop.settle();
    shop.acquirer.inside().mood = Mood::Good;
    shop.now = shop.now.plus(Duration::from_secs(600));
    shop.settle();
    assert_eq!(shop.acquirer.given_back(), NOVEMBER, "once");
}

pub(crate) fn money_is_told_in_figures(f: &Fixture) {
    let mut shop = Shop::new(f);
    let (paid, waits) = (shop.received(1, |_| {}), shop.received(2, |_| {}));
    shop.settle();
    shop.pay(&paid);
    shop.settle();
    let figures = || f.store.money_figures().unwrap();
    let first = figures();
    assert_eq!(
        first.bills,
        [("open".to_owned(), 1), ("paid".to_owned(), 1)]
    );
    assert_eq!((first.issued, first.asks, first.strays), (2, 0, 0));
    assert_eq!(
        first.totals.map(|sums| sums.received),
        Some(Rupiah(NOVEMBER))
    );
    assert_eq!(first.reports, f.store.cursor().unwrap());
    assert!(first.read_at.is_some() && first.unbooked_since.is_none());

    // What a worker notes: failures add up, and when the reports were read is the last time.
    let note = |read_at: Option<u64>, failures| {
        let read_at = read_at.map(|seconds| shop.now.plus(Duration::from_secs(seconds)));
        f.store
            .note_acquirer(&AcquirerNote { read_at, failures })
            .unwrap();
        read_at
    };
    let before = first.failures;
    note(None, 2);
    note(None, 1);
    assert_eq!(
        (figures().failures, figures().read_at),
        (before + 3, first.read_at)
    );
    let later = note(Some(120), 0);
    assert_eq!(figures().read_at, later);

    // Reports that cannot be read are counted, and wait since the oldest of them was found.
    let found = |sequence, seconds| {
        let at = shop.now.plus(Duration::from_secs(seconds));
        let is_new = f
            .store
            .note_unread(&ReportKey::at(sequence), "contoh", at, at)
            .unwrap();
        (is_new, at)
    };
    let (_, oldest) = found(900, 60);
    assert_eq!((found(901, 90).0, found(900, 95).0), (true, false), "once");
    assert_eq!(
        (figures().unread, figures().unbooked_since),
        (2, Some(oldest))
    );
    for sequence in [900, 901] {
        f.store.was_read(&ReportKey::at(sequence)).unwrap();
    }
    assert_eq!((figures().unread, figures().unbooked_since), (0, None));
    assert_eq!(
        f.store.cursor().unwrap(),
        first.reports,
        "the place is another one"
    );
    assert_eq!(shop.state(&waits), BillState::Open);
}

pub(crate) fn money_that_nobody_knows_is_kept_apart(f: &Fixture) {
    let mut shop = Shop::new(f);
    let phone = shop.received(1, |_| {});
    shop.settle();
    shop.pay(&phone);
    let stray = Payment {
        reference: "ASING-1".into(),
        bill: RegistrationId::new(shop.now, &mut SystemRandom).unwrap(),
        amount: Rupiah(7),
        paid_at: shop.now,
        channel: "qris".into(),
    };
    shop.acquirer.report(stray.clone());
    // The reference of another payment, with another amount.
    shop.acquirer.report(Payment {
        reference: "CTH-000001".into(),
        ..stray.clone()
    });
    shop.settle();
    shop.reopen();
    shop.settle();
    let kept = f.store.strays(None, 10).unwrap();
    // By pages of one they are the same.
    let after = |rows: &[PaymentRow]| {
        let last = rows.last().map(|row| row.reference.clone());
        f.store.strays(last.as_deref(), 1).unwrap()
    };
    let first = after(&[]);
    let second = after(&first);
    assert_eq!([first, second.clone()].concat(), kept);
    assert_eq!(after(&second), []);
    let mut of_bill = f.store.payments(stray.bill).unwrap();
    of_bill.reverse();
    assert_eq!(of_bill, kept, "the newest first");
    let references: Vec<&str> = kept.iter().map(|row| row.reference.as_str()).collect();
    let other = format!("CTH-000001#{}#7", stray.bill);
    assert_eq!(references, [other.as_str(), "ASING-1"]);
    let became: Vec<&str> = kept.iter().map(|row| row.became.as_str()).collect();
    assert_eq!(became, ["refused", "unknown"]);
    assert_eq!(f.store.money_state().unwrap().strays, 2);
    assert_eq!(shop.balances(), (NOVEMBER, 7, 0), "it is counted");

    // Nobody knows whose it is, and it can be given back all the same.
    let refund = |amount| shop.refund(stray.bill, amount);
    assert!(!refund(8) && refund(6));
    assert_eq!(f.store.strays(None, 10).unwrap(), kept, "a part is left");
    assert!(refund(1));
    assert_eq!(f.store.money_state().unwrap().strays, 1);
    // What was wholly given back is listed no more.
    let left = f.store.strays(None, 10).unwrap();
    assert_eq!(left, kept[..1]);
    shop.settle();
    assert_eq!(shop.acquirer.given_back(), 7);
    assert_eq!(shop.balances(), (NOVEMBER, 0, 7));
}

pub(crate) fn months_that_credit_pays_have_a_receipt(f: &Fixture) {
    let mut shop = Shop::new(f);
    let phone = shop.received(1, |_| {});
    shop.settle();
    let first = shop.bill(&phone).bill;
    let more = Rupiah(first.total.0 + NOVEMBER + 100);
    shop.acquirer.pay(first.id, Some(more), shop.now).unwrap();
    shop.settle();
    shop.now = time("2026-11-24T08:00:00+07:00");
    shop.settle();
    assert_eq!(shop.covered(&phone), ["2026-11", "2026-12"]);
    assert_eq!(shop.bills(&phone).len(), 1, "without a bill");
    let receipt = shop.receipts(&phone).pop().unwrap();
    assert_eq!(
        (receipt.channel.as_str(), receipt.received, receipt.credit),
        ("credit", Rupiah(0), Rupiah(NOVEMBER))
    );
    assert_eq!(
        (receipt.credited.len(), receipt.credited[0].month),
        (1, month("2026-12"))
    );
    assert_eq!(shop.balances(), (2 * NOVEMBER, 100, 0));
}

pub(crate) fn what_an_older_version_kept_out_of_the_ledger_is_counted_once(f: &Fixture) {
    let mut shop = Shop::new(f);
    let phone = shop.received(1, |_| {});
    shop.settle();
    shop.pay(&phone);
    shop.settle();
    // As it was kept before: of a bill that is not here, and under another payment's reference.
    let row = |reference: &str, amount: u64| {
        format!(
            "INSERT INTO payments (reference, bill, amount, paid_at, channel, booked_at, became)
                SELECT '{reference}', payer, {amount}, made_at, 'qris', made_at, 'refused' FROM bills LIMIT 1;"
        )
    };
    f.intruder(&row("LAMA-1", 500));
    f.intruder(&row("CTH-000001#LAMA", 900));
    for _ in 0..2 {
        shop.reopen();
        shop.settle();
        assert_eq!(shop.balances(), (NOVEMBER, 500, 0));
    }
    assert!(shop.refund(phone.id, 500));
    assert_eq!(shop.balances(), (NOVEMBER, 0, 500));
}
