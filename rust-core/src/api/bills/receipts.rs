//! Receipts and notices of the office.

use payung_model::sealed::inbox::{ItemBody, ReceiptNote};
use payung_model::text::{Arg, Message, format, harmless};
use payung_model::units::{Rupiah, Timestamp, Zone};

use super::{Bills, NoticeView, ReceiptRow, ReceiptView};
use crate::api::PayungError;
use crate::api::error::Failure;
use crate::api::member::{KeptReceipt, Member, bill_id};
use crate::api::state::{AppState, readable};

/// So many receipts are on a screen: two years of one each month.
const MOST: usize = 24;

/// The code of the notice that the office makes no bill.
const NO_BILL: &str = "no_bill";

#[uniffi::export]
impl Bills {
    /// The receipts of a registration, the newest first: at most 24.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// // Nothing was paid yet.
    /// assert!(payung.bills().receipts(example::ready(&payung))?.is_empty());
    /// # Ok(())
    /// # }
    /// ```
    pub fn receipts(&self, registration: String) -> Result<Vec<ReceiptView>, PayungError> {
        self.app.call("bills.receipts", || {
            let member = Member::open(&self.app, &registration)?;
            let mut kept: Vec<&KeptReceipt> = member.kept.receipts.iter().collect();
            kept.sort_by_key(|receipt| std::cmp::Reverse((receipt.paid_at, receipt.item)));
            let mut views = Vec::new();
            for kept in kept.into_iter().take(MOST) {
                // A damaged item must not hide the others.
                let note = readable(self.app.receipt_note(&member, kept))?;
                views.extend(note.map(|note| self.app.receipt_view(&member, &note)));
            }
            Ok(views)
        })
    }

    /// The office's notices about money, the newest first: at most 20.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// assert!(payung.bills().notices(example::ready(&payung))?.is_empty());
    /// # Ok(())
    /// # }
    /// ```
    pub fn notices(&self, registration: String) -> Result<Vec<NoticeView>, PayungError> {
        self.app.call("bills.notices", || {
            let member = Member::open(&self.app, &registration)?;
            let mut views = Vec::new();
            for sequence in member.kept.notices.iter().rev() {
                let Some(item) = readable(member.item(&self.app, *sequence))? else {
                    continue;
                };
                if let ItemBody::Notice(notice) = item.body {
                    // That no bill is made is news until there is one, or until the dues are paid.
                    let is_over = !member.kept.no_bill || !member.kept.paid.is_empty();
                    if notice.code == NO_BILL && is_over {
                        continue;
                    }
                    let payer = member.kept.payers.payers.first();
                    let words = match payer.filter(|_| notice.code == NO_BILL) {
                        // Who pays says more than that there is no bill.
                        Some(payer) => self.app.message_text(
                            &Message::new("next-paid-by")
                                .with("payer", Arg::Text(harmless(&payer.name))),
                        ),
                        None => self.app.notice_words(&notice),
                    };
                    let bill = notice
                        .bill
                        .map(|bill| bill_id(member.id, &bill.to_string()));
                    views.push(NoticeView {
                        words,
                        code: notice.code,
                        amount: notice.amount.map(|amount| amount.0),
                        bill,
                        at_millis: item.at.millis(),
                        at_words: self.app.time_words(item.at, Zone::Wib),
                    });
                }
            }
            Ok(views)
        })
    }
}

impl AppState {
    pub(super) fn receipt_note(
        &self,
        member: &Member<'_>,
        kept: &KeptReceipt,
    ) -> Result<ReceiptNote, Failure> {
        match member.item(self, kept.item)?.body {
            ItemBody::Receipt(note) => Ok(note),
            _ => Err(Failure::Damaged("an item is no receipt")),
        }
    }

    fn receipt_view(&self, member: &Member<'_>, note: &ReceiptNote) -> ReceiptView {
        let office = self.rules().content.controller.name.clone();
        let number = harmless(&note.number);
        let reference = harmless(&note.reference);
        let paid_at_words = self.time_words(note.paid_at, Zone::Wib);
        let channel_name = self.code_name(&note.channel);
        let lines: Vec<_> = note
            .credited
            .iter()
            .map(|line| self.line_view(line))
            .collect();
        let row = |label: &str, value: String| ReceiptRow {
            label: self.text(label),
            value,
        };
        let money = |label: &str, amount: Rupiah| {
            (amount > Rupiah(0)).then(|| row(label, format::money(amount)))
        };
        let mut rows = vec![
            row("receipt-row-number", number.clone()),
            row("receipt-row-paid", paid_at_words.clone()),
            row("receipt-row-channel", channel_name.clone()),
        ];
        rows.extend(
            (!reference.is_empty()).then(|| row("receipt-row-reference", reference.clone())),
        );
        rows.extend(money("receipt-row-received", note.received));
        rows.extend(money("receipt-row-credit", note.credit));
        rows.extend(lines.iter().map(|line| ReceiptRow {
            label: match &line.member {
                Some(member) => format!("{} · {member}", line.month_words),
                None => line.month_words.clone(),
            },
            value: format::money(Rupiah(line.amount)),
        }));
        rows.extend(money("receipt-row-unapplied", note.unapplied));
        // Months that credit paid without a bill: no money came.
        let paid = if note.received > Rupiah(0) {
            note.received
        } else {
            note.credit
        };
        let title = Message::new("receipt-title").with("amount", Arg::Money(paid));
        let says = Message::new("receipt-note").with("office", Arg::Text(office));
        ReceiptView {
            number,
            bill: bill_id(member.id, &note.bill.to_string()),
            paid_at_millis: note.paid_at.millis(),
            paid_at_words,
            channel_name,
            reference,
            received: note.received.0,
            credit: note.credit.0,
            unapplied: note.unapplied.0,
            lines,
            title: self.message_text(&title),
            rows,
            note: self.message_text(&says),
        }
    }

    /// "27 November 2026 pukul 10.00 WIB": a time without its zone is read as another one by
    /// somebody who moved.
    pub(in crate::api) fn time_words(&self, at: Timestamp, zone: Zone) -> String {
        let time = format!("{} {}", zone.time(at), zone.code().to_ascii_uppercase());
        let message = Message::new("receipt-time")
            .with("date", Arg::Date(zone.day(at)))
            .with("time", Arg::Text(time));
        self.message_text(&message)
    }

    /// This app's words for what it knows, then the office's own.
    fn notice_words(&self, notice: &payung_model::sealed::inbox::Notice) -> String {
        const KNOWN: [&str; 11] = [
            "access_ended",
            "checked_first",
            "checked_first_missing",
            "checked_first_nik",
            "unapplied",
            "refunded",
            "already_paid",
            "too_old",
            "no_bill",
            "no_price",
            "somebody_pays",
        ];
        let own = harmless(notice.words.reveal());
        let known = KNOWN.contains(&notice.code.as_str());
        if !known && !own.is_empty() {
            return own;
        }
        let id = if known {
            format!("notice-money-{}", notice.code.replace('_', "-"))
        } else {
            "notice-money-other".to_owned()
        };
        let amount = notice.amount.map_or_else(String::new, format::money);
        let office = self.rules().content.controller.name.clone();
        let said = self.message_text(
            &Message::new(id)
                .with("amount", Arg::Text(amount))
                .with("office", Arg::Text(office)),
        );
        if own.is_empty() {
            said
        } else {
            format!("{said} {own}")
        }
    }
}
