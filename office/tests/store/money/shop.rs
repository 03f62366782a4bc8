//! An office with an acquirer that is played, at a time of its own.

use std::time::Duration;

use payung_model::card::{Card, CardRules};
use payung_model::content::Content;
use payung_model::sealed::inbox::{BillNote, CoverNote, ItemBody, ReceiptNote, SealedItem};
use payung_model::sealed::{Bundle, KeyId, OfficeKey, RegistrationId, SigningKey};
use payung_model::units::{Month, Rupiah, Timestamp};
use payung_office::billing::{BillState, PayerId};
use payung_office::clock::Clock;
use payung_office::collection::{BillingPass, BillingWorker};
use payung_office::random::SystemRandom;
use payung_office::store::index::IndexRow;
use payung_office::store::money::{BillFilter, BillRow, RefundOrder, RefundWay, Refunding};
use payung_office::store::{AuditEntry, OpenedRecord, SignedBundle};
use serde_json::{Value, json};

use crate::acquirer::{MERCHANT, NMID, Played};
use crate::common::phone::Phone;
use crate::fixture::{Fixture, arrival, row};

/// What one month of JKK and JKM costs an ojek driver with 3,000,000 a month in November 2026: half
/// of 29,500 and of 6,800.
pub(super) const NOVEMBER: u64 = 18_150;

/// An office with an acquirer, at a time of its own.
pub(super) struct Shop<'a> {
    pub(super) f: &'a Fixture,
    pub(super) acquirer: Played,
    pub(super) worker: BillingWorker,
    signer: SigningKey,
    pub(super) now: Timestamp,
}

impl<'a> Shop<'a> {
    pub(super) fn new(f: &'a Fixture) -> Self {
        let acquirer = Played::default();
        let signer = SigningKey::new(&mut SystemRandom).unwrap();
        let shop = Self {
            f,
            worker: worker(f, &acquirer),
            acquirer,
            signer,
            now: time("2026-11-23T09:00:00+07:00"),
        };
        shop.sign(|_| {});
        shop
    }

    /// Signs rules that name the played merchant, with a change of the tariff.
    pub(super) fn sign(&self, change: impl Fn(&mut Value)) {
        let mut files = Content::built_in_files();
        let mut payment: Value = serde_json::from_slice(&files["payment.json"]).unwrap();
        payment["merchants"] = json!([{ "nmid": NMID, "name": MERCHANT }]);
        files.insert("payment.json".into(), payment.to_string().into());
        let named = CardRules::naming(&files[CardRules::FILE], &[card_key(1).public()], |_| false);
        files.insert(CardRules::FILE.into(), named.unwrap());
        let mut tariff: Value = serde_json::from_slice(&files["tariff.json"]).unwrap();
        change(&mut tariff);
        files.insert("tariff.json".into(), tariff.to_string().into());
        let sequence = self.f.store.next_sequence().unwrap();
        let bundle = Bundle {
            sequence,
            engine: 1,
            issued_at: self.now,
            next_key: self.signer.public(),
            office_keys: vec![self.f.key.public()],
            files,
            newer_by: None,
        };
        let signed = SignedBundle {
            sequence,
            engine: 1,
            issued_at: self.now,
            signed_by: self.signer.public().to_string(),
            bytes: bundle.sign(&self.signer).unwrap(),
        };
        let entry = self.entry("bundle sign");
        assert!(self.f.store.add_bundle(&signed, &entry).unwrap());
    }

    pub(super) fn entry<'b>(&self, action: &'b str) -> AuditEntry<'b> {
        AuditEntry {
            at: self.now,
            officer: "contoh",
            action,
            id: None,
            detail: "",
        }
    }

    pub(super) fn pass(&mut self) -> BillingPass {
        self.worker.pass(self.now).unwrap()
    }

    /// Passes until nothing is done any more.
    pub(super) fn settle(&mut self) {
        for _ in 0..10 {
            self.now = self.now.plus(Duration::from_secs(2));
            if self.pass() == BillingPass::default() {
                return;
            }
        }
        panic!("it does not come to rest: {:?}", self.f.store.money_state());
    }

    /// The process was killed, and another one goes on.
    pub(super) fn reopen(&mut self) {
        self.worker = worker(self.f, &self.acquirer);
    }

    /// Another process, which loses its patience with the acquirer at once.
    pub(super) fn be_impatient(&mut self) {
        self.worker = worker(self.f, &self.acquirer).with_patience(Duration::ZERO);
    }

    /// A registration that was received and opened.
    pub(super) fn received(&self, nik: u8, change: impl FnOnce(&mut Phone)) -> Phone {
        self.received_with(nik, &[], change)
    }

    pub(super) fn received_with(
        &self,
        nik: u8,
        flags: &[&str],
        change: impl FnOnce(&mut Phone),
    ) -> Phone {
        let mut phone = self.f.phone();
        change(&mut phone);
        self.send(&phone, 1, nik, flags);
        phone
    }

    pub(super) fn send(&self, phone: &Phone, revision: u32, nik: u8, flags: &[&str]) {
        let arrival = arrival(phone, &phone.seal(revision), 0);
        self.f.get(self.f.store.record(arrival));
        let flags = flags.iter().map(|flag| (*flag).to_owned()).collect();
        let row = IndexRow {
            purpose: Some(phone.purpose.into()),
            flags,
            ..row(nik)
        };
        self.open_as(phone, revision, row);
    }

    /// That revision was opened, and is this.
    pub(super) fn open_as(&self, phone: &Phone, revision: u32, row: IndexRow) {
        let opened = OpenedRecord {
            id: phone.id,
            revision,
            row,
            completes: None,
            keys: Vec::new(),
            referral: None,
        };
        let opened = self
            .f
            .store
            .put_opened(&[opened], KeyId([1; 8]), "opener", self.now);
        assert_eq!(opened.unwrap().len(), 1);
    }

    pub(super) fn bills(&self, phone: &Phone) -> Vec<BillRow> {
        let filter = BillFilter::Payer(phone.id);
        self.f.store.bills(filter, 100).unwrap()
    }

    /// The newest bill.
    pub(super) fn bill(&self, phone: &Phone) -> BillRow {
        self.bills(phone).remove(0)
    }

    pub(super) fn state(&self, phone: &Phone) -> BillState {
        self.bill(phone).bill.state
    }

    pub(super) fn pay(&self, phone: &Phone) {
        let paid = self.acquirer.pay(self.bill(phone).bill.id, None, self.now);
        assert!(paid.is_some());
    }

    pub(super) fn items(&self, phone: &Phone) -> Vec<ItemBody> {
        let part = self.f.store.inbox_items(phone.id, 0, 200).unwrap();
        let open = |bytes: &Vec<u8>| {
            let sealed = SealedItem::parse(bytes).unwrap();
            sealed
                .open(phone.id, &phone.reply, &self.f.key.public())
                .unwrap()
                .body
        };
        part.items.iter().map(open).collect()
    }

    pub(super) fn told(&self, phone: &Phone) -> Vec<BillNote> {
        let bill = |item| match item {
            ItemBody::Bill(note) => Some(note),
            _ => None,
        };
        self.items(phone).into_iter().filter_map(bill).collect()
    }

    pub(super) fn receipts(&self, phone: &Phone) -> Vec<ReceiptNote> {
        let receipt = |item| match item {
            ItemBody::Receipt(note) => Some(note),
            _ => None,
        };
        self.items(phone).into_iter().filter_map(receipt).collect()
    }

    /// What the last cover item says.
    pub(super) fn covered(&self, phone: &Phone) -> Vec<String> {
        let cover = |item: &ItemBody| match item {
            ItemBody::Cover(CoverNote { months, .. }) => Some(
                months
                    .iter()
                    .map(|it| it.month.to_string())
                    .collect::<Vec<_>>(),
            ),
            _ => None,
        };
        let items = self.items(phone);
        items.iter().rev().find_map(cover).unwrap_or_default()
    }

    /// The cards that came, each as everybody reads it; none for one that was taken back.
    pub(super) fn cards(&self, phone: &Phone) -> Vec<Option<Card>> {
        let keys = [card_key(1).public(), card_key(2).public()];
        let card = |item| match item {
            ItemBody::Card(note) if note.text.reveal().is_empty() => Some(None),
            ItemBody::Card(note) => Some(Some(Card::read(note.text.reveal(), &keys).unwrap())),
            _ => None,
        };
        self.items(phone).into_iter().filter_map(card).collect()
    }

    /// The worker sends cards too, signed by this key.
    pub(super) fn with_cards(&mut self, key: u8) {
        let worker = worker(self.f, &self.acquirer);
        self.worker = worker.with_card_key(card_key(key)).unwrap();
    }

    pub(super) fn notices(&self, phone: &Phone) -> Vec<String> {
        let notice = |item| match item {
            ItemBody::Notice(notice) => Some(notice.code),
            _ => None,
        };
        self.items(phone).into_iter().filter_map(notice).collect()
    }

    /// Gives so much of a payer's free money back; false when there is less.
    pub(super) fn refund(&self, payer: PayerId, amount: u64) -> bool {
        let order = RefundOrder {
            payer,
            amount: Rupiah(amount),
            once: new_id(self.now),
            why: "contoh",
            request: None,
            way: RefundWay::Acquirer,
        };
        let entry = self.entry("money refund");
        let became = self.f.store.refund(&order, &self.f.key, &entry).unwrap();
        became == Refunding::Booked
    }

    /// What came was opened, and asks for that about that registration.
    pub(super) fn opened_as(&self, phone: &Phone, purpose: &str, about: Option<RegistrationId>) {
        let row = IndexRow {
            purpose: Some(purpose.into()),
            completes: about,
            ..row(9)
        };
        self.open_as(phone, 1, row);
    }

    /// What came is credited, unapplied or given back, and nothing else.
    pub(super) fn balances(&self) -> (u64, u64, u64) {
        let totals = self.f.store.check_money().unwrap();
        assert_eq!(self.f.store.totals().unwrap(), totals);
        assert_eq!(
            totals.received.0,
            totals.credited.0 + totals.unapplied.0 + totals.refunded.0
        );
        (totals.credited.0, totals.unapplied.0, totals.refunded.0)
    }
}

fn worker(f: &Fixture, acquirer: &Played) -> BillingWorker {
    let key = OfficeKey::from_bytes(f.key.to_bytes().as_slice()).unwrap();
    let acquirer = Box::new(acquirer.clone());
    BillingWorker::with_keys(f.store.clone(), vec![key], acquirer, Clock::System).unwrap()
}

pub(super) fn new_id(at: Timestamp) -> RegistrationId {
    RegistrationId::new(at, &mut SystemRandom).unwrap()
}

fn card_key(seed: u8) -> SigningKey {
    SigningKey::from_bytes(&[seed; 32]).unwrap()
}

pub(super) fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(super) fn month(text: &str) -> Month {
    text.parse().unwrap()
}
