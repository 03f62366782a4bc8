//! One bill for several members: it is cancelled because of one of them, and the others are billed
//! again.

use payung_model::sealed::RegistrationId;
use payung_office::billing::{BillState, PayerId};
use payung_office::store::money::{BillFilter, Ending, Fund, PayCodeTaken, SponsoredMember};

use super::payers::{code, enter_for, settle};
use super::shop::{Shop, month};
use crate::common::phone::Phone;
use crate::fixture::Fixture;

/// Whose months stand on the payer's open bill, each once. All other bills of theirs are cancelled.
fn billed(shop: &Shop<'_>, payer: PayerId) -> Vec<RegistrationId> {
    let bills = shop.f.store.bills(BillFilter::Payer(payer), 10).unwrap();
    let (open, over): (Vec<_>, Vec<_>) = bills
        .into_iter()
        .map(|row| row.bill)
        .partition(|bill| bill.state == BillState::Open);
    assert!(over.iter().all(|it| it.state == BillState::Cancelled));
    let [bill] = open.as_slice() else {
        panic!("{} open bills", open.len())
    };
    let mut members: Vec<_> = bill.lines.iter().map(|line| line.member).collect();
    members.sort_unstable();
    members.dedup();
    members
}

fn sorted(phones: &[&Phone]) -> Vec<RegistrationId> {
    let mut ids: Vec<_> = phones.iter().map(|phone| phone.id).collect();
    ids.sort_unstable();
    ids
}

/// A payer with one open bill for their own months and those of the other one.
fn pays_for_both(shop: &mut Shop<'_>) -> (Phone, Phone) {
    let (payer, mother) = (shop.received(1, |_| {}), shop.received(2, |_| {}));
    let agreed = code(shop, &mother);
    let taken = enter_for(shop, &payer, agreed, 1);
    assert!(matches!(taken, PayCodeTaken::Done { .. }), "{taken:?}");
    // Asked for by the payer, both stand on one bill.
    let ask = shop
        .f
        .store
        .ask_bill(payer.id, "asked", None, shop.now, None);
    ask.unwrap();
    settle(shop);
    assert_eq!(billed(shop, payer.id), sorted(&[&payer, &mother]));
    (payer, mother)
}

fn sponsor_of(shop: &mut Shop<'_>, members: &[&Phone]) -> PayerId {
    let store = &shop.f.store;
    let entry = shop.entry("sponsor add");
    let sponsor = store.add_sponsor("PAGUYUBAN CONTOH", Fund::Own, &entry);
    let sponsor = sponsor.unwrap().unwrap().id;
    let months = (month("2026-11"), month("2027-01"));
    let codes = members.iter().map(|phone| code(shop, phone));
    let members: Vec<_> = codes.map(|code| SponsoredMember { code, months }).collect();
    let entered = store.sponsor_members(sponsor, &members, &shop.f.key, &entry);
    assert_eq!(entered.unwrap(), []);
    settle(shop);
    sponsor
}

pub(crate) fn of_a_joint_bill_the_rest_is_billed_when_somebody_pays_for_the_payer(f: &Fixture) {
    let mut shop = Shop::new(f);
    let (payer, mother) = pays_for_both(&mut shop);
    let son = shop.received(3, |phone| phone.purpose = "payer");
    let agreed = code(&shop, &payer);
    enter_for(&shop, &son, agreed, 1);
    settle(&mut shop);
    assert_eq!(billed(&shop, payer.id), [mother.id]);
    assert_eq!(billed(&shop, son.id), [payer.id]);
    shop.pay(&payer);
    settle(&mut shop);
    assert_eq!(shop.covered(&mother), ["2026-11"]);
    shop.balances();
}

pub(crate) fn of_a_joint_bill_the_rest_is_billed_when_a_sponsor_pays_for_the_payer(f: &Fixture) {
    let mut shop = Shop::new(f);
    let (payer, mother) = pays_for_both(&mut shop);
    let sponsor = sponsor_of(&mut shop, &[&payer]);
    assert_eq!(billed(&shop, payer.id), [mother.id]);
    assert_eq!(billed(&shop, sponsor), [payer.id]);
}

pub(crate) fn of_a_joint_bill_the_rest_is_billed_after_a_claim(f: &Fixture) {
    let mut shop = Shop::new(f);
    let (first, second) = (shop.received(1, |_| {}), shop.received(2, |_| {}));
    let sponsor = sponsor_of(&mut shop, &[&first, &second]);
    assert_eq!(billed(&shop, sponsor), sorted(&[&first, &second]));
    let claim = |phone: &Phone, shop: &Shop<'_>| {
        let entry = shop.entry("claim");
        let month = f.store.claim(phone.id, month("2026-11"), &f.key, &entry);
        month.unwrap();
    };
    claim(&first, &shop);
    settle(&mut shop);
    assert_eq!(billed(&shop, sponsor), [second.id]);

    // A payer's own claim leaves what they pay for others.
    let mut shop = Shop::new(f);
    let (payer, mother) = (
        shop.received(3, |it| it.answers.push(("months", "3".into()))),
        shop.received(4, |_| {}),
    );
    let agreed = code(&shop, &mother);
    enter_for(&shop, &payer, agreed, 3);
    f.store
        .ask_bill(payer.id, "asked", None, shop.now, None)
        .unwrap();
    settle(&mut shop);
    assert_eq!(billed(&shop, payer.id), sorted(&[&payer, &mother]));
    claim(&payer, &shop);
    settle(&mut shop);
    assert_eq!(billed(&shop, payer.id), [mother.id]);
}

pub(crate) fn of_a_joint_bill_the_rest_is_billed_when_one_arrangement_ends(f: &Fixture) {
    let mut shop = Shop::new(f);
    let (payer, mother) = pays_for_both(&mut shop);
    let father = shop.received(3, |_| {});
    let daughter = shop.received(4, |phone| phone.purpose = "payer");
    let uncle = shop.received(5, |_| {});
    settle(&mut shop);
    for phone in [&father, &uncle] {
        let agreed = code(&shop, phone);
        enter_for(&shop, &daughter, agreed, 1);
    }
    settle(&mut shop);
    assert_eq!(billed(&shop, daughter.id), sorted(&[&father, &uncle]));
    for (member, of, left) in [(&father, &daughter, &uncle), (&mother, &payer, &payer)] {
        let ended = f
            .store
            .end_arrangement(member.id, &Ending::ByMember, &f.key, shop.now);
        assert!(ended.unwrap().is_some());
        settle(&mut shop);
        assert_eq!(billed(&shop, of.id), [left.id]);
        assert_eq!(billed(&shop, member.id), [member.id], "and their own");
    }
}
