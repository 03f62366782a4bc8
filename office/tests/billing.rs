//! Bills and money: the rules one by one, and ten thousand random sequences against a plain count.
#![allow(clippy::unwrap_used, clippy::panic, reason = "in a test both say that it failed")]

use std::collections::{BTreeMap, BTreeSet};

use payung_model::units::{Date, Month, Rupiah};
use payung_office::billing::{Account, BillLine, BillState, Billing, Booked, NotIssued, may_still_join, months_to_pay};

const PRICE: Rupiah = Rupiah(16_800);

fn month(number: u8) -> Month {
    Month::new(2027, number).unwrap()
}

fn day(month: u8, day: u8) -> Date {
    Date::new(2027, month, day).unwrap()
}

fn line(member: u64, number: u8) -> BillLine {
    BillLine { member, month: month(number), amount: PRICE }
}

#[test]
fn three_payers_race_for_one_month() {
    let mut billing = Billing::default();
    let bills: Vec<_> =
        (0..3).map(|payer| billing.issue(payer, &[line(9, 1)], day(1, 1), day(1, 31)).unwrap()).collect();
    for (payer, bill) in bills.iter().enumerate() {
        let booked = billing.paid(&payer.to_string(), *bill, PRICE, day(1, 2));
        let (credited, left) = if payer == 0 { (vec![line(9, 1)], Rupiah(0)) } else { (vec![], PRICE) };
        assert_eq!(booked, Booked::Paid { credited, left }, "one cover, two credits");
    }
    assert_eq!(billing.issue(4, &[line(9, 1)], day(1, 3), day(1, 31)), Err(NotIssued::AlreadyPaid));
    let totals = billing.ledger().totals().unwrap();
    assert_eq!((totals.received, totals.credited, totals.unapplied), (Rupiah(50_400), PRICE, Rupiah(33_600)));
}

#[test]
fn asked_twice_it_is_the_same_bill_and_another_one_needs_a_cancelled_code() {
    let mut billing = Billing::default();
    let first = billing.issue(1, &[line(1, 1)], day(1, 1), day(1, 31)).unwrap();
    assert_eq!(billing.issue(1, &[line(1, 1)], day(1, 2), day(1, 31)), Ok(first));
    let more = [line(1, 1), line(1, 2)];
    assert_eq!(billing.issue(1, &more, day(1, 2), day(1, 31)), Err(NotIssued::OpenBill(first)));
    assert!(billing.cancelled(first) && !billing.cancelled(first));
    let second = billing.issue(1, &more, day(1, 2), day(1, 31)).unwrap();
    // The cancelled code was paid all the same: nothing is lost, and it pays nothing by itself.
    assert_eq!(billing.paid("a", first, PRICE, day(1, 2)), Booked::Unapplied);
    assert_eq!(billing.ledger().on(Account::Unapplied(1)), PRICE);
    assert_eq!(billing.apply(1, &more), [line(1, 1)], "as far as it goes");
    let booked = billing.paid("b", second, Rupiah(33_700), day(1, 3));
    assert_eq!(booked, Booked::Paid { credited: vec![line(1, 2)], left: Rupiah(16_900) });
    assert!(!billing.refund(1, Rupiah(16_901)) && billing.refund(1, Rupiah(16_900)));
    assert_eq!(billing.paid("b", second, Rupiah(33_700), day(1, 3)), Booked::Again);
    assert_eq!(billing.paid("b", second, Rupiah(1), day(1, 3)), Booked::Refused);
}

#[test]
fn the_day_of_the_payment_counts_and_not_that_of_the_report() {
    let mut billing = Billing::default();
    let bill = |billing: &mut Billing, payer| billing.issue(payer, &[line(payer, 1)], day(1, 1), day(1, 31)).unwrap();
    let (one, two) = (bill(&mut billing, 1), bill(&mut billing, 2));
    billing.expire(day(2, 1));
    assert_eq!(billing.bills()[one].state, BillState::Expired);
    assert!(matches!(billing.paid("a", one, PRICE, day(1, 31)), Booked::Paid { .. }));
    assert_eq!(billing.paid("b", two, PRICE, day(2, 1)), Booked::Unapplied);
}

#[test]
fn months_after_a_claim_are_given_back_to_who_paid_them() {
    let mut billing = Billing::default();
    let bill = billing.issue(1, &[line(5, 1), line(5, 2), line(5, 3)], day(1, 1), day(1, 31)).unwrap();
    billing.paid("a", bill, Rupiah(50_400), day(1, 1));
    billing.claim(5, month(1));
    assert!(billing.is_covered(5, month(1)) && !billing.is_covered(5, month(2)) && !billing.is_covered(5, month(3)));
    assert_eq!(billing.ledger().on(Account::Unapplied(1)), Rupiah(33_600));
    assert_eq!(billing.issue(1, &[line(5, 2)], day(1, 1), day(1, 31)), Err(NotIssued::Claimed));
}

#[test]
fn arrears_are_paid_oldest_first_and_end_after_more_than_three_months() {
    let paid = |months: &[u8]| months.iter().map(|number| month(*number)).collect::<BTreeSet<_>>();
    assert_eq!(months_to_pay(&paid(&[]), month(6), 2), [month(6), month(7)], "nobody owes before joining");
    assert_eq!(months_to_pay(&paid(&[1]), month(5), 3), [month(2), month(3), month(4)], "three are owed");
    assert_eq!(months_to_pay(&paid(&[1]), month(6), 1), [month(6)], "four are a lapse");
    assert_eq!(months_to_pay(&paid(&[5, 6, 8]), month(5), 2), [month(7), month(9)], "paid ahead");
}

#[test]
fn nobody_gets_a_bill_that_could_be_paid_on_the_65th_birthday() {
    let born = Date::new(1962, 3, 31).unwrap();
    assert!(may_still_join(born, day(3, 30)) && !may_still_join(born, day(3, 31)));
}

/// A small generator with a seed: which sequence failed can be run again.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
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
        let bill = dice.roll(billing.bills().len() as u64 + 1) as usize;
        match dice.roll(9) {
            0..=2 => {
                let first = 1 + dice.roll(3) as u8;
                let lines: Vec<_> = (first..=first + dice.roll(2) as u8).map(|number| line(member, number)).collect();
                if let Ok(id) = billing.issue(payer, &lines, day(1, today), day(1, (today + 3).min(31))) {
                    assert_eq!(billing.issue(payer, &lines, day(1, today), day(1, 31)), Ok(id));
                }
            }
            3..=5 => {
                let total = billing.bills().get(bill).map_or(5, |bill| bill.total.0);
                let amount = [total, total + 7, total - 1][dice.roll(3) as usize];
                let reference = format!("{}", dice.roll(2) * 100 + step);
                let booked = billing.paid(&reference, bill, Rupiah(amount), day(1, today));
                if matches!(booked, Booked::Paid { .. } | Booked::Unapplied) {
                    assert_eq!(payments.insert(reference.clone(), amount), None, "seed {seed}: once");
                    received += amount;
                    assert_eq!(billing.paid(&reference, bill, Rupiah(amount), day(1, today)), Booked::Again);
                }
            }
            6 => drop(billing.cancelled(bill)),
            7 => {
                let amount = dice.roll(40_000);
                if billing.refund(payer, Rupiah(amount)) {
                    refunded += amount;
                }
                billing.apply(payer, &[line(member, 1 + dice.roll(4) as u8)]);
            }
            _ => {
                today = (today + 2).min(31);
                billing.expire(day(1, today));
                if dice.roll(4) == 0 {
                    billing.claim(member, month(1 + dice.roll(4) as u8));
                }
            }
        }
        agrees(&billing, seed, received, refunded);
    }
}

/// The ledger balances, is what was really paid, and every paid month holds exactly one price.
fn agrees(billing: &Billing, seed: u64, received: u64, refunded: u64) {
    let totals = billing.ledger().totals().unwrap_or_else(|| panic!("seed {seed}: it does not balance"));
    assert_eq!((totals.received, totals.refunded), (Rupiah(received), Rupiah(refunded)), "seed {seed}");
    let mut covered = 0;
    for (member, number) in (0..3).flat_map(|member| (1..=12).map(move |number| (member, number))) {
        let paid = billing.ledger().on(Account::Dues(member, month(number)));
        let expected = if billing.is_covered(member, month(number)) { PRICE } else { Rupiah(0) };
        assert_eq!(paid, expected, "seed {seed}: member {member}, month {number}");
        covered += paid.0;
    }
    assert_eq!(totals.credited, Rupiah(covered), "seed {seed}");
    let mut open = BTreeSet::new();
    for bill in billing.bills().iter().filter(|bill| bill.state == BillState::Open) {
        for line in &bill.lines {
            assert!(open.insert((bill.payer, line.member, line.month)), "seed {seed}: two open bills");
        }
    }
}
