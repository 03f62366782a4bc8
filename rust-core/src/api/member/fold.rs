//! Folding the inbox into a member's record.
//!
//! Each item is folded by what it names (a bill, a receipt's number, its own sequence), and only
//! when it is newer than what is known of that. So an item may be folded twice, and a kill at any
//! moment loses nothing: the record and how far it goes are written in one transaction.

use payung_model::cover::PaidMonth;
use payung_model::sealed::RegistrationId;
use payung_model::sealed::inbox::{
    Arrangement, CoverNote, DuesLine, Item, ItemBody, PayersNote, SealedItem,
};
use payung_model::text::harmless;
use payung_model::units::Month;

use super::Member;
use super::kept::{Kept, KeptArrangement, KeptBill, KeptPayCode, KeptPayers, KeptReceipt, NEWER};
use crate::api::error::Failure;
use crate::api::sealing::open_reply_key;
use crate::api::state::{AppState, readable};
use crate::vault::{InboxRow, VaultError};

/// So many items are read at a time.
const PAGE: u32 = 32;
/// So many bills and receipts are kept of one member; the oldest go first. This is ten years of a
/// bill each month, twice.
const MOST_BILLS: usize = 240;
const MOST_NOTICES: usize = 20;

impl Member<'_> {
    /// Folds in the items that came since the last time. True when there were any, so that the
    /// caller has to keep the record.
    pub(super) fn fold(&mut self, app: &AppState) -> Result<bool, Failure> {
        let before = self.folded;
        loop {
            let some = app.store.items_after(self.id, self.folded, PAGE)?;
            if some.is_empty() {
                return Ok(self.folded != before);
            }
            // A reply key under a lost data key does not open, and with it no item does.
            let key = open_reply_key(self.id, &self.row.reply_key, &self.keys);
            let Some(key) = readable(key)? else {
                return Ok(false);
            };
            for (sequence, row) in some {
                // An item that does not open is passed by. Waiting for it would keep every later
                // item out of the record.
                if let Ok(item) = open(self.id, &row, &key) {
                    self.kept.take(&item);
                }
                self.folded = sequence;
            }
        }
    }

    /// An item that was folded in, opened again.
    pub fn item(&self, app: &AppState, sequence: u64) -> Result<Item, Failure> {
        let row = app.store.item(self.id, sequence)?;
        let row = row.ok_or(VaultError::Unreadable("an item is no longer kept"))?;
        let key = open_reply_key(self.id, &self.row.reply_key, &self.keys)?;
        Ok(open(self.id, &row, &key)
            .map_err(|_| VaultError::Unreadable("an item does not open"))?)
    }
}

fn open(
    id: RegistrationId,
    row: &InboxRow,
    key: &payung_model::sealed::ReplyKey,
) -> Result<Item, payung_model::sealed::EnvelopeProblem> {
    SealedItem::parse(&row.item)?.open(id, key, &row.author)
}

impl Kept {
    /// Takes the part of an item that is about money. The office's texts are made harmless to show.
    pub(super) fn take(&mut self, item: &Item) {
        let sequence = item.sequence;
        match &item.body {
            ItemBody::Bill(bill) => {
                let id = bill.id.to_string();
                let known = self.bills.get(&id);
                // An item may be folded twice, so an older word about a bill never replaces a newer
                // one.
                if known.is_some_and(|known| known.item >= sequence) {
                    return;
                }
                let kept = KeptBill {
                    item: sequence,
                    at: known.map_or(item.at, |known| known.at),
                    state: bill.state.as_str().to_owned(),
                    total: bill.total,
                    last_day: bill.last_day,
                    for_others: bill.lines.iter().all(|line| !line.member.is_empty()),
                    months: own_months(&bill.lines),
                    said_paid: known.and_then(|known| known.said_paid),
                };
                self.bills.insert(id, kept);
                // A bill shows that the office bills again, whatever an earlier notice said.
                self.no_bill = false;
                self.forget_old_bills();
            }
            // What an earlier item said of the bill holds no more, and a later app reads this one.
            ItemBody::Other {
                bill: Some(bill), ..
            } => {
                let known = self.bills.get_mut(&bill.to_string());
                if let Some(known) = known.filter(|known| known.item < sequence) {
                    NEWER.clone_into(&mut known.state);
                }
            }
            ItemBody::Receipt(receipt) => {
                // The receipt's number decides and not the item: the office tells all receipts once
                // more to a phone that got its access anew (ADR 22).
                if self
                    .receipts
                    .iter()
                    .any(|known| known.number == receipt.number)
                {
                    return;
                }
                self.receipts.push(KeptReceipt {
                    item: sequence,
                    number: receipt.number.clone(),
                    bill: receipt.bill.to_string(),
                    paid_at: receipt.paid_at,
                });
                let over = self.receipts.len().saturating_sub(MOST_BILLS);
                self.receipts.drain(..over);
                let others = receipt.credited.iter();
                for line in others.filter(|line| !line.member.is_empty()) {
                    let name = harmless(line.member.reveal());
                    let last = self.paid_for.entry(name).or_insert(line.month);
                    *last = line.month.max(*last);
                }
            }
            ItemBody::Cover(cover) if sequence > self.cover_item => {
                self.cover_item = sequence;
                self.since = cover.since;
                self.paid = paid(cover);
            }
            ItemBody::Card(_) => self.card_item = self.card_item.max(sequence),
            ItemBody::Payers(note) if sequence > self.payers.item => {
                self.payers.take(note, sequence);
            }
            ItemBody::Notice(notice) if !self.notices.contains(&sequence) => {
                self.no_bill |= notice.code == "no_bill";
                self.notices.push(sequence);
                let over = self.notices.len().saturating_sub(MOST_NOTICES);
                self.notices.drain(..over);
            }
            _ => {}
        }
    }

    fn forget_old_bills(&mut self) {
        while self.bills.len() > MOST_BILLS {
            let oldest = self.bills.iter().min_by_key(|(_, bill)| bill.item);
            let Some(id) = oldest.map(|(id, _)| id.clone()) else {
                return;
            };
            self.bills.remove(&id);
        }
    }
}

impl KeptPayers {
    /// Each note replaces all that was known of payers and members. Only the text of a code that
    /// still holds is kept, because the office tells it once.
    fn take(&mut self, note: &PayersNote, sequence: u64) {
        let told = self.code.take().map(|code| code.text).unwrap_or_default();
        self.code = note.code.as_ref().map(|code| KeptPayCode {
            text: if code.text.is_empty() {
                told
            } else {
                harmless(code.text.reveal())
            },
            last_day: code.last_day,
        });
        let kept = |list: &[Arrangement]| {
            let kept = list.iter().map(|it| KeptArrangement {
                number: it.id.receipt(),
                name: harmless(it.name.reveal()),
                from: it.from,
                until: it.until,
            });
            kept.collect()
        };
        self.payers = kept(&note.payers);
        self.members = kept(&note.members);
        self.item = sequence;
    }
}

/// The months that a bill pays for whoever gets it, the oldest first.
fn own_months(lines: &[DuesLine]) -> Vec<Month> {
    let own = lines.iter().filter(|line| line.member.is_empty());
    let mut months: Vec<Month> = own.map(|line| line.month).collect();
    months.sort_unstable();
    months
}

fn paid(cover: &CoverNote) -> Vec<PaidMonth> {
    let months = cover.months.iter();
    months
        .map(|month| PaidMonth {
            month: month.month,
            paid_on: month.paid_on,
            programmes: month.programmes.clone(),
            sponsor: month.sponsor.as_ref().map(|name| harmless(name.reveal())),
        })
        .collect()
}
