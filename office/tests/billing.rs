//! Bills and money: the rules one by one, and ten thousand random sequences against a plain count.
//! The books are kept in memory here; `store/money.rs` and `worker.rs` keep them in databases, by
//! the same rules.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "in a test both say that it failed"
)]

#[path = "common/dice.rs"]
mod dice;

use std::collections::{BTreeMap, BTreeSet};

use dice::Dice;
use payung_model::programme::Programme;
use payung_model::sealed::RegistrationId;
use payung_model::units::{Date, Month, Rupiah, Timestamp};
use payung_office::billing::{
    Account, BillLine, BillOrder, BillState, Booked, Books, Issued, NotIssued, Payment,
};

const PRICE: Rupiah = Rupiah(16_800);

type Billing = payung_office::billing::Billing<payung_office::billing::Memory>;

/// An id that says which one it is: people and bills have small numbers here.
fn id(number: u64) -> RegistrationId {
    let mut bytes = [0; 16];
    bytes[6] = 0x70;
    bytes[8..].copy_from_slice(&(0x8000_0000_0000_0000 | number).to_be_bytes());
    RegistrationId::from_bytes(&bytes).unwrap()
}

fn month(number: u8) -> Month {
    Month::new(2027, number).unwrap()
}

fn day(month: u8, day: u8) -> Date {
    Date::new(2027, month, day).unwrap()
}

fn line(member: u64, number: u8) -> BillLine {
    BillLine {
        member: id(member),
        month: month(number),
        parts: vec![
            (Programme::Jkk, Rupiah(10_000)),
            (Programme::Jkm, Rupiah(6_800)),
        ],
    }
}

/// Asks for a bill with that number.
fn order(
    billing: &mut Billing,
    bill: u64,
    payer: u64,
    lines: &[BillLine],
    days: [Date; 2],
) -> Issued {
    let order = BillOrder {
        id: id(bill),
        payer: id(payer),
        lines: lines.to_vec(),
        last_day: days[1],
        why: "first".into(),
    };
    billing.issue(order, days[0]).unwrap()
}

/// The same with a code that can be paid.
fn issue(billing: &mut Billing, bill: u64, payer: u64, lines: &[BillLine], days: [Date; 2]) {
    let issued = order(billing, bill, payer, lines, days);
    assert!(matches!(issued, Issued::New(_)), "{issued:?}");
    assert!(billing.opened(id(bill)).unwrap());
}

fn pay(billing: &mut Billing, reference: &str, bill: u64, amount: Rupiah, on: Date) -> Booked {
    let payment = Payment {
        reference: reference.into(),
        bill: id(bill),
        amount,
        paid_at: noon(on),
        channel: "qris".into(),
    };
    billing.paid(&payment).unwrap()
}

fn noon(day: Date) -> Timestamp {
    format!("{day}T12:00:00+07:00").parse().unwrap()
}

fn state(billing: &Billing, bill: u64) -> BillState {
    billing.books().bill(id(bill)).unwrap().unwrap().state
}

fn paid(credited: &[BillLine], credit: u64, left: u64) -> Booked {
    Booked::Paid {
        credited: credited.to_vec(),
        credit: Rupiah(credit),
        left: Rupiah(left),
    }
}

#[test]
fn three_payers_race_for_one_month() {
    let mut billing = Billing::default();
    let january = [day(1, 1), day(1, 31)];
    for payer in 0..3 {
        issue(&mut billing, 100 + payer, payer, &[line(9, 1)], january);
    }
    for payer in 0..3 {
        let booked = pay(
            &mut billing,
            &payer.to_string(),
            100 + payer,
            PRICE,
            day(1, 2),
        );
        let expected = if payer == 0 {
            paid(&[line(9, 1)], 0, 0)
        } else {
            paid(&[], 0, PRICE.0)
        };
        assert_eq!(booked, expected, "one cover, two credits");
    }
    let again = order(&mut billing, 110, 4, &[line(9, 1)], [day(1, 3), day(1, 31)]);
    assert_eq!(again, Issued::Not(NotIssued::AlreadyPaid));
    let totals = billing.books().totals().unwrap();
    assert_eq!(
        (totals.received, totals.credited, totals.unapplied),
        (Rupiah(50_400), PRICE, Rupiah(33_600))
    );
}

#[test]
fn asked_twice_it_is_the_same_bill_and_another_one_needs_a_cancelled_code() {
    let mut billing = Billing::default();
    let days = [day(1, 1), day(1, 31)];
    issue(&mut billing, 1, 1, &[line(1, 1)], days);
    let again = order(&mut billing, 2, 1, &[line(1, 1)], [day(1, 2), day(1, 31)]);
    assert!(matches!(again, Issued::Again(bill) if bill.id == id(1)));
    let more = [line(1, 1), line(1, 2)];
    let other = Issued::Not(NotIssued::OpenBill(id(1)));
    assert_eq!(order(&mut billing, 2, 1, &more, days), other);
    assert!(!billing.cancelled(id(1)).unwrap(), "nobody asked for it");
    assert!(billing.begin_cancel(id(1)).unwrap() && !billing.begin_cancel(id(1)).unwrap());
    assert_eq!(
        order(&mut billing, 2, 1, &more, days),
        other,
        "until the acquirer has cancelled it"
    );
    assert!(billing.cancelled(id(1)).unwrap() && !billing.cancelled(id(1)).unwrap());
    issue(&mut billing, 2, 1, &more, days);
    // The cancelled code was paid all the same: nothing is lost, and it pays nothing by itself.
    assert_eq!(
        pay(&mut billing, "a", 1, PRICE, day(1, 2)),
        Booked::Unapplied
    );
    assert_eq!(billing.books().on(Account::Unapplied(id(1))), PRICE);
    assert!(
        billing.apply(id(1), &more, day(1, 2)).unwrap().is_empty(),
        "what is billed is paid by its bill"
    );
    let booked = pay(&mut billing, "b", 2, Rupiah(33_700), day(1, 3));
    assert_eq!(booked, paid(&more, 0, 100));
    let third = billing.apply(id(1), &[line(1, 3), line(1, 4)], day(1, 4));
    assert_eq!(third.unwrap(), [line(1, 3)], "as far as it goes");
    assert!(!billing.refund(id(1), Rupiah(101)).unwrap());
    assert!(billing.refund(id(1), Rupiah(100)).unwrap());
    assert!(
        !billing.refund(id(1), Rupiah(0)).unwrap(),
        "nothing is no refund"
    );
    let again = pay(&mut billing, "b", 2, Rupiah(33_700), day(1, 3));
    assert_eq!(again, Booked::Again);
    let other = pay(&mut billing, "b", 2, Rupiah(1), day(1, 3));
    assert_eq!(other, Booked::Refused);
    let unknown = pay(&mut billing, "c", 77, PRICE, day(1, 3));
    assert_eq!(unknown, Booked::Unknown);
    let again = pay(&mut billing, "c", 77, PRICE, day(1, 3));
    assert_eq!(again, Booked::Again);
    assert!(billing.refund(id(77), PRICE).unwrap(), "it can go back");
}

#[test]
fn a_code_that_is_being_cancelled_may_be_paid_first() {
    let mut billing = Billing::default();
    issue(&mut billing, 1, 1, &[line(1, 1)], [day(1, 1), day(1, 31)]);
    assert!(billing.begin_cancel(id(1)).unwrap());
    let booked = pay(&mut billing, "a", 1, PRICE, day(1, 2));
    assert_eq!(booked, paid(&[line(1, 1)], 0, 0));
    assert!(!billing.cancelled(id(1)).unwrap());
    assert_eq!(state(&billing, 1), BillState::Paid);
}

#[test]
fn credit_is_used_once_and_no_live_bill_loses_it() {
    let mut billing = Billing::default();
    issue(&mut billing, 1, 1, &[line(1, 1)], [day(1, 1), day(1, 31)]);
    let booked = pay(&mut billing, "a", 1, Rupiah(26_800), day(1, 1));
    assert_eq!(booked, paid(&[line(1, 1)], 0, 10_000));
    issue(&mut billing, 2, 1, &[line(1, 2)], [day(2, 1), day(2, 28)]);
    let bill = billing.books().bill(id(2)).unwrap().unwrap();
    assert_eq!((bill.credit, bill.total), (Rupiah(10_000), Rupiah(6_800)));
    assert_eq!(billing.free(id(1)).unwrap(), Rupiah(0));
    assert!(
        !billing.refund(id(1), Rupiah(1)).unwrap(),
        "the bill uses it"
    );
    issue(&mut billing, 3, 1, &[line(1, 3)], [day(2, 1), day(3, 31)]);
    let other = billing.books().bill(id(3)).unwrap().unwrap();
    assert_eq!((other.credit, other.total), (Rupiah(0), PRICE));
    let booked = pay(&mut billing, "b", 2, Rupiah(6_800), day(2, 2));
    assert_eq!(booked, paid(&[line(1, 2)], 10_000, 0));

    // A bill that expired lets its credit go. Paid on its last day, and reported when the credit is
    // gone, it credits nothing, and keeps the money.
    assert_eq!(
        pay(&mut billing, "c", 3, Rupiah(1_000), day(2, 3)),
        Booked::Unapplied,
        "too little"
    );
    issue(&mut billing, 4, 1, &[line(1, 4)], [day(2, 4), day(2, 5)]);
    assert_eq!(billing.expire(day(2, 6)).unwrap(), [id(4)]);
    assert!(billing.refund(id(1), Rupiah(1_000)).unwrap());
    let late = pay(&mut billing, "d", 4, Rupiah(15_800), day(2, 5));
    assert_eq!(late, paid(&[], 0, 15_800));
    assert!(billing.books().totals().is_some());
}

#[test]
fn what_cannot_be_cancelled_expires_three_days_later_and_stands_in_no_way() {
    let mut billing = Billing::default();
    let days = [day(1, 1), day(1, 10)];
    issue(&mut billing, 1, 1, &[line(1, 1)], days);
    assert!(billing.begin_cancel(id(1)).unwrap());
    assert!(billing.expire(day(1, 13)).unwrap().is_empty());
    let new = [day(1, 13), day(1, 31)];
    let again = order(&mut billing, 2, 1, &[line(1, 1)], new);
    assert_eq!(again, Issued::Not(NotIssued::OpenBill(id(1))));
    assert_eq!(billing.expire(day(1, 14)).unwrap(), [id(1)]);
    assert!(!billing.cancelled(id(1)).unwrap(), "it is over");
    issue(&mut billing, 2, 1, &[line(1, 1)], [day(1, 14), day(1, 31)]);
    let late = pay(&mut billing, "a", 1, PRICE, day(1, 10));
    assert_eq!(late, paid(&[line(1, 1)], 0, 0), "paid in time");
    let twice = pay(&mut billing, "b", 2, PRICE, day(1, 15));
    assert_eq!(twice, paid(&[], 0, PRICE.0), "one cover");
}

#[test]
fn what_credit_pays_wholly_needs_no_bill() {
    let mut billing = Billing::default();
    issue(&mut billing, 1, 1, &[line(1, 1)], [day(1, 1), day(1, 31)]);
    pay(&mut billing, "a", 1, Rupiah(3 * PRICE.0), day(1, 1));
    let months = [line(1, 2), line(1, 3), line(1, 4)];
    let applied = billing.apply(id(1), &months, day(1, 2)).unwrap();
    assert_eq!(applied, months[..2]);
    issue(&mut billing, 2, 1, &months[2..], [day(1, 2), day(4, 30)]);
    assert_eq!(
        billing.books().bill(id(2)).unwrap().unwrap().credit,
        Rupiah(0)
    );
}

#[test]
fn what_is_no_bill_is_refused_with_its_reason() {
    let mut billing = Billing::default();
    let january = [day(1, 1), day(1, 31)];
    let free = BillLine {
        parts: vec![(Programme::Jkk, Rupiah(0))],
        ..line(1, 1)
    };
    let large = BillLine {
        parts: vec![(Programme::Jkk, Rupiah(u64::MAX))],
        ..line(1, 1)
    };
    for lines in [
        vec![],
        vec![line(1, 1), line(1, 1)],
        vec![free],
        vec![large, line(1, 2)],
    ] {
        let refused = order(&mut billing, 1, 1, &lines, january);
        assert_eq!(refused, Issued::Not(NotIssued::Lines), "{lines:?}");
    }
    let late = order(&mut billing, 1, 1, &[line(1, 1)], [day(2, 1), day(1, 31)]);
    assert_eq!(late, Issued::Not(NotIssued::Late));
}

#[test]
fn the_day_of_the_payment_counts_and_not_that_of_the_report() {
    let mut billing = Billing::default();
    for bill in [1, 2] {
        issue(
            &mut billing,
            bill,
            bill,
            &[line(bill, 1)],
            [day(1, 1), day(1, 31)],
        );
    }
    billing.expire(day(2, 1)).unwrap();
    assert_eq!(state(&billing, 1), BillState::Expired);
    let in_time = pay(&mut billing, "a", 1, PRICE, day(1, 31));
    assert_eq!(in_time, paid(&[line(1, 1)], 0, 0));
    let late = pay(&mut billing, "b", 2, PRICE, day(2, 1));
    assert_eq!(late, Booked::Unapplied);
}

#[test]
fn months_after_a_claim_are_given_back_to_who_paid_them() {
    let mut billing = Billing::default();
    let lines = [line(5, 1), line(5, 2), line(5, 3)];
    issue(&mut billing, 1, 1, &lines, [day(1, 1), day(1, 31)]);
    pay(&mut billing, "a", 1, Rupiah(50_400), day(1, 1));
    let back = billing.claim(id(5), month(1)).unwrap();
    assert_eq!(back, [(id(1), Rupiah(33_600))]);
    let is_credited = |number| billing.books().is_credited(id(5), month(number));
    assert!(is_credited(1) && !is_credited(2) && !is_credited(3));
    assert_eq!(
        billing.books().on(Account::Unapplied(id(1))),
        Rupiah(33_600)
    );
    let after = order(&mut billing, 2, 1, &[line(5, 2)], [day(1, 1), day(1, 31)]);
    assert_eq!(after, Issued::Not(NotIssued::Claimed));
}

#[test]
fn the_names_of_accounts_and_states_are_read_back() {
    for account in [
        Account::World,
        Account::Unapplied(id(1)),
        Account::Dues(id(2), month(3)),
        Account::Refunded(id(1)),
    ] {
        assert_eq!(account.to_string().parse(), Ok(account));
    }
    for wrong in ["", "world:1", "dues:1:2027-01", "unapplied", "dues"] {
        assert!(wrong.parse::<Account>().is_err(), "{wrong}");
    }
    let more = format!("{}:1", Account::Dues(id(2), month(3)));
    assert!(more.parse::<Account>().is_err());
    for state in BillState::ALL {
        assert_eq!(state.as_str().parse(), Ok(state));
    }
}

#[test]
fn ten_thousand_sequences_keep_the_money_and_cover_no_month_twice() {
    for seed in 0..10_000 {
        sequence(seed);
    }
}

/// Payers, members and months are few, so that they meet often.
fn sequence(seed: u64) {
    let mut dice = Dice(seed);
    let mut billing = Billing::default();
    let (mut received, mut refunded, mut payments) = (0, 0, BTreeMap::new());
    let mut today = 1;
    for step in 0..25 {
        let (payer, member) = (dice.roll(3), dice.roll(3));
        let made = billing.books().bills().len() as u64;
        // Bills are numbered from 100; the last number is none's.
        let bill = 100 + dice.roll(made + 1);
        match dice.roll(9) {
            0..=2 => {
                let first = 1 + dice.roll(3) as u8;
                let lines: Vec<_> = (first..=first + dice.roll(2) as u8)
                    .map(|number| line(member, number))
                    .collect();
                let days = [day(1, today), day(1, (today + 3).min(31))];
                if let Issued::New(new) = order(&mut billing, 100 + made, payer, &lines, days) {
                    let again = order(&mut billing, 999, payer, &lines, days);
                    assert_eq!(again, Issued::Again(new), "seed {seed}");
                    if dice.roll(4) > 0 {
                        assert!(billing.opened(id(100 + made)).unwrap());
                    }
                }
            }
            3..=5 => {
                let known = billing.books().bill(id(bill)).unwrap();
                let total = known.map_or(5, |bill| bill.total.0);
                let amount = [total, total + 7, total - 1][dice.roll(3) as usize];
                let reference = format!("{}", dice.roll(2) * 100 + step);
                let booked = pay(
                    &mut billing,
                    &reference,
                    bill,
                    Rupiah(amount),
                    day(1, today),
                );
                if matches!(
                    booked,
                    Booked::Paid { .. } | Booked::Unapplied | Booked::Unknown
                ) {
                    assert_eq!(
                        payments.insert(reference.clone(), amount),
                        None,
                        "seed {seed}: once"
                    );
                    received += amount;
                    let again = pay(
                        &mut billing,
                        &reference,
                        bill,
                        Rupiah(amount),
                        day(1, today),
                    );
                    assert_eq!(again, Booked::Again);
                }
            }
            6 => {
                let begun = billing.begin_cancel(id(bill)).unwrap();
                if begun && dice.roll(2) == 0 {
                    assert!(billing.cancelled(id(bill)).unwrap());
                }
            }
            7 => {
                let amount = dice.roll(40_000);
                if billing.refund(id(payer), Rupiah(amount)).unwrap() {
                    refunded += amount;
                }
                let lines = [line(member, 1 + dice.roll(4) as u8)];
                billing.apply(id(payer), &lines, day(1, today)).unwrap();
            }
            _ => {
                today = (today + 2).min(31);
                billing.expire(day(1, today)).unwrap();
                if dice.roll(4) == 0 {
                    let month = month(1 + dice.roll(4) as u8);
                    billing.claim(id(member), month).unwrap();
                }
            }
        }
        agrees(&billing, seed, received, refunded);
    }
}

/// The ledger balances, is what was really paid, every paid month holds exactly one price, and the
/// credit of live bills is there.
fn agrees(billing: &Billing, seed: u64, received: u64, refunded: u64) {
    let books = billing.books();
    let totals = books
        .totals()
        .unwrap_or_else(|| panic!("seed {seed}: it does not balance"));
    assert_eq!(
        (totals.received, totals.refunded),
        (Rupiah(received), Rupiah(refunded)),
        "seed {seed}"
    );
    let mut covered = 0;
    for (member, number) in (0..3).flat_map(|member| (1..=12).map(move |number| (member, number))) {
        let paid = books.on(Account::Dues(id(member), month(number)));
        let expected = if books.is_credited(id(member), month(number)) {
            PRICE
        } else {
            Rupiah(0)
        };
        assert_eq!(
            paid, expected,
            "seed {seed}: member {member}, month {number}"
        );
        covered += paid.0;
    }
    assert_eq!(totals.credited, Rupiah(covered), "seed {seed}");
    let mut live = BTreeSet::new();
    for bill in books.bills().iter().filter(|bill| bill.state.is_live()) {
        for line in &bill.lines {
            assert!(
                live.insert((bill.payer, line.member, line.month)),
                "seed {seed}: two live bills"
            );
        }
    }
    for payer in 0..3 {
        let bills = books.live_bills(id(payer)).unwrap();
        let used: u64 = bills.iter().map(|bill| bill.credit.0).sum();
        assert!(
            used <= books.on(Account::Unapplied(id(payer))).0,
            "seed {seed}: credit of a live bill is gone"
        );
    }
}
