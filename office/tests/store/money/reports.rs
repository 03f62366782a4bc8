//! Reports that cannot be read, an acquirer that hangs, and lists that are longer than a page.

use std::time::Duration;

use payung_model::units::Rupiah;
use payung_office::billing::Payment;
use payung_office::desk::{self, ReportDeed, ReportNotChanged};
use payung_office::store::money::{CreditFilter, ReportKey, UnreadFilter};

use super::refunds::{overpaid, stray};
use super::shop::{NOVEMBER, Shop, new_id};
use crate::acquirer::Mood;
use crate::fixture::Fixture;

/// More than one pass reads.
const MANY: usize = 4_200;

fn report(shop: &Shop<'_>, reference: &str, amount: u64) {
    shop.acquirer.report(Payment {
        reference: reference.into(),
        bill: new_id(shop.now),
        amount: Rupiah(amount),
        paid_at: shop.now,
        channel: "qris".into(),
    });
}

pub(crate) fn a_report_that_cannot_be_read_holds_no_other_back(f: &Fixture) {
    let mut shop = Shop::new(f);
    let phone = shop.received(1, |_| {});
    shop.settle();
    report(&shop, "RUSAK", 5_000);
    shop.acquirer.inside().unreadable.insert(1);
    // All of one payment, so that the books have little to do: each is known after the first.
    let again = Payment {
        reference: "SAMA".into(),
        bill: new_id(shop.now),
        amount: Rupiah(1),
        paid_at: shop.now,
        channel: "qris".into(),
    };
    for _ in 0..MANY {
        shop.acquirer.report(again.clone());
    }
    shop.pay(&phone);
    shop.settle();
    assert_eq!(shop.covered(&phone), ["2026-11"], "who paid is covered");
    assert_eq!(shop.balances(), (NOVEMBER, 1, 0));
    let figures = f.store.money_figures().unwrap();
    assert_eq!(figures.reports, MANY as u64 + 2, "the place goes on");
    assert!(figures.read_at.is_some(), "it was read to its end");

    // What cannot be read is not forgotten, and the office is told.
    assert_eq!(figures.unread, 1);
    assert!(figures.unbooked_since.is_some());
    let listed = desk::unread(&f.store, UnreadFilter::Waiting, None, 10).unwrap();
    let rows: Vec<(u64, &str)> = listed
        .rows
        .iter()
        .map(|row| (row.sequence, row.reason.as_str()))
        .collect();
    assert_eq!((rows, listed.more), (vec![(1, "its bill is no id")], false));

    // It is asked for again, more and more seldom, also by another process, and booked once it can be
    // read.
    shop.now = shop.now.plus(Duration::from_secs(60));
    shop.settle();
    let tries = f.store.unread(UnreadFilter::Waiting, None, 10).unwrap()[0].tries;
    assert!(tries > 0);
    shop.reopen();
    shop.settle();
    assert_eq!(
        f.store
            .unread(UnreadFilter::Waiting, None, 10)
            .unwrap()
            .len(),
        1
    );
    shop.acquirer.inside().unreadable.clear();
    shop.now = shop.now.plus(Duration::from_secs(20 * 60));
    shop.settle();
    assert_eq!(f.store.unread(UnreadFilter::Waiting, None, 10).unwrap(), []);
    assert_eq!(shop.balances(), (NOVEMBER, 5_001, 0));
    let figures = f.store.money_figures().unwrap();
    assert_eq!((figures.unread, figures.unbooked_since), (0, None));
}

pub(crate) fn a_report_that_is_gone_is_not_forgotten(f: &Fixture) {
    let mut shop = Shop::new(f);
    for (place, amount) in [(1, 10), (2, 20), (3, 30)] {
        report(&shop, &format!("LAPOR-{place}"), amount);
    }
    shop.acquirer.inside().unreadable.extend([1, 3]);
    shop.settle();
    assert_eq!(shop.balances(), (0, 20, 0));
    // One can be read now. The other one is at a place that nobody reports any more.
    let gone = f
        .store
        .note_unread(&ReportKey::at(7), "contoh", shop.now, shop.now);
    assert!(gone.unwrap());
    shop.acquirer.inside().unreadable.remove(&1);
    shop.now = shop.now.plus(Duration::from_secs(60));
    shop.settle();
    assert_eq!(shop.balances(), (0, 30, 0));
    let left = f.store.unread(UnreadFilter::Waiting, None, 10).unwrap();
    let left: Vec<(u64, &str)> = left
        .iter()
        .map(|row| (row.key.sequence, row.reason.as_str()))
        .collect();
    let gone = "the acquirer does not report it any more";
    assert_eq!(left, [(3, "its bill is no id"), (7, gone)]);
    // While the acquirer does not answer, nothing is said about them.
    shop.acquirer.inside().mood = Mood::Gone;
    shop.now = shop.now.plus(Duration::from_secs(3_600));
    shop.pass();
    assert_eq!(
        f.store
            .unread(UnreadFilter::Waiting, None, 10)
            .unwrap()
            .len(),
        2
    );
}

pub(crate) fn a_report_without_a_place_holds_no_other_back(f: &Fixture) {
    let mut shop = Shop::new(f);
    for (place, amount) in [(1, 10), (2, 20), (3, 30), (4, 40)] {
        report(&shop, &format!("LAPOR-{place}"), amount);
    }
    shop.acquirer.inside().unplaced.extend([2, 3]);
    shop.acquirer.inside().unreadable.insert(2);
    shop.settle();
    // What can be read is booked, with a place and without, and what comes behind it too.
    assert_eq!(shop.balances(), (0, 80, 0));
    let waits = || f.store.unread(UnreadFilter::Waiting, None, 10).unwrap();
    let noted = waits();
    assert_eq!(noted.len(), 1, "{noted:?}");
    let key = noted[0].key.clone();
    assert_eq!((key.sequence, key.mark.is_some()), (1, true));
    assert_eq!(key.to_string().parse(), Ok(key.clone()));
    let figures = f.store.money_figures().unwrap();
    assert_eq!((figures.reports, figures.unread), (4, 1));
    assert!(figures.read_at.is_some(), "it was read to its end");

    // It is the same one however often it comes, also to another process, and behind another place.
    for reference in ["LAPOR-5", "LAPOR-6"] {
        report(&shop, reference, 1);
        shop.reopen();
        shop.settle();
    }
    let near = ReportKey {
        sequence: 3,
        ..key.clone()
    };
    let again = f.store.note_unread(&near, "contoh", shop.now, shop.now);
    assert!(!again.unwrap());
    assert_eq!(waits().len(), 1);
    // One that is alike and comes much later is another one.
    let far = ReportKey {
        sequence: 900,
        ..key.clone()
    };
    let other = f.store.note_unread(&far, "contoh", shop.now, shop.now);
    assert!(other.unwrap());
    f.store.was_read(&far).unwrap();

    // It got its place, far behind the last that is looked at by itself: it is booked there, and an
    // officer says what became of the report.
    for place in 0..300 {
        report(&shop, &format!("BANYAK-{place}"), 1);
    }
    shop.settle();
    shop.reopen();
    shop.acquirer.inside().unplaced.clear();
    shop.acquirer.inside().unreadable.clear();
    shop.now = shop.now.plus(Duration::from_secs(20 * 60));
    shop.settle();
    assert_eq!(shop.balances(), (0, 402, 0));
    let left = waits();
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].reason, "the acquirer does not report it any more");
}

pub(crate) fn reports_without_any_place_are_not_read_to_their_end(f: &Fixture) {
    let mut shop = Shop::new(f);
    let before = f.store.money_figures().unwrap();
    for place in 1..=300 {
        report(&shop, &format!("LAPOR-{place}"), 1);
        shop.acquirer.inside().unplaced.insert(place);
    }
    shop.now = shop.now.plus(Duration::from_secs(3_600));
    shop.pass();
    // What stands in the first answer is booked, and nobody says that there is no more.
    assert_eq!(shop.balances(), (0, 200, 0));
    let figures = f.store.money_figures().unwrap();
    assert_eq!(figures.read_at, before.read_at);
    assert!(figures.failures > before.failures);
}

pub(crate) fn a_report_that_is_struck_off_stays_and_is_asked_for_no_more(f: &Fixture) {
    let mut shop = Shop::new(f);
    for (place, amount) in [(1, 10), (2, 20)] {
        report(&shop, &format!("LAPOR-{place}"), amount);
    }
    shop.acquirer.inside().unreadable.extend([1, 2]);
    shop.settle();
    let [one, two, three] = [1, 2, 3].map(ReportKey::at);
    let change = |shop: &Shop<'_>, report: &ReportKey, deed, why: &str| {
        desk::change_report(&f.store, report, deed, why, "dewi", shop.now).unwrap()
    };
    let strike = |shop: &Shop<'_>, report: &ReportKey, why: &str| {
        change(shop, report, ReportDeed::StrikeOff, why)
    };
    assert_eq!(strike(&shop, &one, " "), Err(ReportNotChanged::NoReason));
    let long = "x".repeat(desk::MOST_REASON + 1);
    assert_eq!(
        strike(&shop, &one, &long),
        Err(ReportNotChanged::LongReason)
    );
    assert_eq!(strike(&shop, &three, "uji"), Err(ReportNotChanged::Unknown));
    assert_eq!(strike(&shop, &one, "laporan uji"), Ok(()));
    assert_eq!(strike(&shop, &one, "lagi"), Err(ReportNotChanged::Before));

    // Nothing is deleted, and what is counted and asked for is the other one.
    let listed = |which| desk::unread(&f.store, which, None, 10).unwrap().rows;
    let struck = listed(UnreadFilter::StruckOff);
    let by = struck[0].struck_off.clone().unwrap();
    assert_eq!((struck.len(), struck[0].report.as_str()), (1, "1"));
    assert_eq!(
        (by.officer.as_str(), by.why.as_str()),
        ("dewi", "laporan uji")
    );
    assert_eq!(by.at, shop.now.to_string());
    assert_eq!(listed(UnreadFilter::Waiting)[0].report, "2");
    let state = f.store.money_state().unwrap();
    assert_eq!(state.unread, 1);
    let tries = struck[0].tries;
    shop.now = shop.now.plus(Duration::from_secs(3_600));
    shop.settle();
    assert_eq!(listed(UnreadFilter::StruckOff)[0].tries, tries);
    assert!(listed(UnreadFilter::Waiting)[0].tries > tries);
    // A worker that asked before it was struck off changes nothing.
    f.store.was_read(&one).unwrap();
    f.store.set_unread_aside(&one, "lain", shop.now).unwrap();
    assert_eq!(listed(UnreadFilter::StruckOff), struck);
    assert_eq!(shop.balances(), (0, 0, 0), "the books balance");

    // What was struck off by mistake is asked for again, and booked once it can be read.
    let again = |shop: &Shop<'_>, report: &ReportKey| {
        change(shop, report, ReportDeed::AskAgain, "salah nomor")
    };
    assert_eq!(again(&shop, &two), Err(ReportNotChanged::Before));
    assert_eq!(again(&shop, &one), Ok(()));
    assert_eq!(listed(UnreadFilter::StruckOff), []);
    shop.acquirer.inside().unreadable.clear();
    shop.now = shop.now.plus(Duration::from_secs(3_600));
    shop.settle();
    assert_eq!(listed(UnreadFilter::Waiting), []);
    assert_eq!(shop.balances(), (0, 30, 0));
    let log: Vec<_> = f
        .store
        .audit_after(0, 1000)
        .unwrap()
        .into_iter()
        .filter(|row| row.officer == "dewi")
        .map(|row| (row.action, row.detail))
        .collect();
    let rows = [
        ("money strike-off", "report 1: laporan uji"),
        ("money ask-again", "report 1: salah nomor"),
    ];
    assert_eq!(log, rows.map(|(one, two)| (one.to_owned(), two.to_owned())));
}

pub(crate) fn an_acquirer_that_hangs_is_asked_for_one_refund(f: &Fixture) {
    let mut shop = Shop::new(f);
    let phone = overpaid(&mut shop, 1, 600);
    for _ in 0..6 {
        assert!(shop.refund(phone.id, 100));
    }
    shop.acquirer.inside().mood = Mood::Gone;
    let pass = shop.pass();
    assert_eq!(
        shop.acquirer.inside().refunds_asked,
        1,
        "one waits, not six"
    );
    assert_eq!(pass.aside, 6);
    let aside = f.store.money_state().unwrap().aside;
    assert_eq!(aside, [("the acquirer does not answer".to_owned(), 6)]);
    shop.acquirer.inside().mood = Mood::Good;
    shop.now = shop.now.plus(Duration::from_secs(60));
    shop.settle();
    assert_eq!(shop.acquirer.given_back(), 600, "none is forgotten");
    assert_eq!(f.store.money_state().unwrap().aside, []);
}

pub(crate) fn an_acquirer_that_takes_its_time_keeps_nothing_else_waiting(f: &Fixture) {
    let mut shop = Shop::new(f);
    let phone = overpaid(&mut shop, 1, 300);
    let others = [2, 3].map(|nik| shop.received(nik, |_| {}));
    for _ in 0..3 {
        assert!(shop.refund(phone.id, 100));
    }
    shop.be_impatient();
    let asked = shop.acquirer.inside().refunds_asked;
    let pass = shop.pass();
    assert_eq!(pass.aside, 5, "two bills and three refunds: {pass:?}");
    assert_eq!(shop.acquirer.inside().refunds_asked, asked);
    let aside = f.store.money_state().unwrap().aside;
    assert_eq!(aside, [("the acquirer takes too long".to_owned(), 5)]);
    shop.reopen();
    shop.settle();
    assert_eq!(shop.acquirer.given_back(), 300);
    for other in &others {
        assert_eq!(shop.told(other).len(), 1, "its code came");
    }
}

pub(crate) fn lists_of_money_go_on_after_a_row_and_end(f: &Fixture) {
    let mut shop = Shop::new(f);
    for place in 0..7 {
        stray(&mut shop, &format!("ASING {place}/+"), 10 + place);
    }
    // Bills that wait for an acquirer that is gone.
    let phones: Vec<_> = (1..6).map(|nik| shop.received(nik, |_| {})).collect();
    shop.acquirer.inside().mood = Mood::Gone;
    shop.pass();
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let part = desk::strays(&f.store, after.as_deref(), 3).unwrap();
        seen.extend(part.rows.iter().map(|row| row.amount));
        after = part.rows.last().map(|row| row.reference.clone());
        if !part.more {
            break;
        }
        assert_eq!(part.rows.len(), 3);
    }
    assert_eq!(seen, [16, 15, 14, 13, 12, 11, 10], "the newest first");

    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let part = desk::waiting_bills(&f.store, after, 2).unwrap();
        seen.extend(part.rows.iter().map(|bill| bill.payer.clone()));
        after = part.rows.last().map(|bill| bill.id.parse().unwrap());
        if !part.more {
            break;
        }
    }
    let mut payers: Vec<String> = phones.iter().map(|phone| phone.id.to_string()).collect();
    seen.sort();
    payers.sort();
    assert_eq!(seen, payers);

    let (mut seen, mut after) = (0, None);
    loop {
        let whose = CreditFilter::Unregistered;
        let part = desk::credits(&f.store, whose, after, 3).unwrap();
        seen += part.rows.len();
        after = part.rows.last().map(|credit| credit.payer.parse().unwrap());
        if !part.more {
            break;
        }
    }
    assert_eq!(seen, 7);
}
