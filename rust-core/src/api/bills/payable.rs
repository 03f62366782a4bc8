//! A bill, opened from the inbox, and which of its codes may be shown.

use payung_model::payment::channel::{ChannelKey, PayFacts, PaymentKind};
use payung_model::payment::code128::Code128;
use payung_model::payment::qris::{PayableQris, QrisMerchant, Unpayable};
use payung_model::sealed::inbox::{BillNote, BillState, ItemBody};
use payung_model::text::{Arg, Message};
use payung_model::units::Month;

use super::BillPhase;
use crate::api::error::Failure;
use crate::api::member::{KeptBill, Member};
use crate::api::state::AppState;
use crate::platform::Network;

/// A bill, opened and judged.
pub(super) struct Opened {
    /// The office's id of it.
    pub id: String,
    pub note: BillNote,
    /// The codes that may be shown, or why there are none.
    pub payable: Result<Codes, NotPayable>,
}

/// The reason why a bill cannot be paid.
#[derive(Clone, Copy, Debug)]
pub(super) struct NotPayable {
    pub phase: BillPhase,
    /// The problem of its code, when the phase is *refused*.
    pub refused: Option<Unpayable>,
}

impl Opened {
    pub fn phase(&self) -> BillPhase {
        self.payable
            .as_ref()
            .map_or_else(|why| why.phase, |_| BillPhase::Open)
    }
}

/// The codes of a bill that may be shown.
pub(super) struct Codes {
    /// Checked against the signed rules and the amount.
    pub qris: Option<PayableQris>,
    /// The code that a shop types or scans.
    pub payment_code: Option<Code128>,
}

impl Codes {
    /// The codes of a bill. A QRIS code that may not be shown makes the whole bill unpayable,
    /// because somebody else may have put it there.
    pub fn of(bill: &BillNote, merchants: &[QrisMerchant]) -> Result<Self, Unpayable> {
        let value = |key: ChannelKey| bill.codes.iter().find(|code| code.kind == key.code());
        let qris = value(ChannelKey::Qris)
            .map(|code| PayableQris::check(&code.value, bill.total, merchants));
        let payment_code =
            value(ChannelKey::PaymentCode).and_then(|code| Code128::new(&code.value).ok());
        Ok(Self {
            qris: qris.transpose()?,
            payment_code,
        })
    }
}

impl AppState {
    /// A bill by the id that shells have: the registration and the office's id.
    pub(super) fn member_and_bill(&self, id: &str) -> Result<(Member<'_>, Opened), Failure> {
        let none = || self.not_possible("not-possible-bill");
        let (registration, bill) = id.trim().split_once('.').ok_or_else(none)?;
        let member = Member::open(self, registration)?;
        let kept = member.kept.bills.get(bill).ok_or_else(none)?;
        let opened = self.opened(&member, bill, kept)?;
        Ok((member, opened))
    }

    pub(super) fn opened(
        &self,
        member: &Member<'_>,
        id: &str,
        kept: &KeptBill,
    ) -> Result<Opened, Failure> {
        let ItemBody::Bill(note) = member.item(self, kept.item)?.body else {
            return Err(Failure::Damaged("an item is no bill"));
        };
        let over = |phase| {
            Err(NotPayable {
                phase,
                refused: None,
            })
        };
        let today = self.moment().today;
        let payable =
            // The record knows of a newer item that this app cannot read.
            match kept.state() {
                // A receipt settles it, also when the item that calls the bill paid has not come
                // yet: nobody may pay twice.
                _ if member.kept.is_paid(id) => over(BillPhase::Paid),
                BillState::Paid => over(BillPhase::Paid),
                BillState::Cancelled => over(BillPhase::Cancelled),
                BillState::Expired => over(BillPhase::Expired),
                BillState::Open if today.is_some_and(|today| today > note.last_day) => {
                    over(BillPhase::Expired)
                }
                BillState::Open => Codes::of(&note, &self.rules().content.payment.merchants)
                    .map_err(|problem| NotPayable {
                        phase: BillPhase::Refused,
                        refused: Some(problem),
                    }),
            };
        Ok(Opened {
            id: id.to_owned(),
            note,
            payable,
        })
    }

    /// The facts by which the channels of an open bill are offered.
    pub(super) fn pay_facts<'a>(
        &self,
        member: &'a Member<'_>,
        note: &BillNote,
        codes: &'a Codes,
    ) -> PayFacts<'a> {
        let today = self.moment().today;
        let mut months: Vec<Month> = note.lines.iter().map(|line| line.month).collect();
        months.sort_unstable();
        months.dedup();
        let calendar = &self.rules().content.calendar;
        PayFacts {
            kind: if member.kept.paid.is_empty() {
                PaymentKind::First
            } else {
                PaymentKind::Continuing
            },
            amount: note.total,
            months: u16::try_from(months.len()).unwrap_or(u16::MAX),
            several: note.lines.iter().any(|line| !line.member.is_empty()),
            qris: codes.qris.as_ref(),
            payment_code: codes.payment_code.as_ref().map(Code128::text),
            card_number: member.kept.card_number.as_deref(),
            last_used: member.kept.channel.as_deref(),
            last_day: note.last_day,
            today,
            // Without a sure day no channel is called closed, and no code too late.
            working_day: today.is_none_or(|today| calendar.is_working_day(today)),
            online: self.network() != Some(Network::None),
        }
    }

    /// Words for why a code is not shown, and what to do.
    pub(super) fn refused_words(&self, problem: Unpayable) -> String {
        let why = match problem {
            Unpayable::Unreadable(_) | Unpayable::Broken(_) | Unpayable::NotQris => {
                "bill-refused-broken"
            }
            Unpayable::OtherAmount => "bill-refused-amount",
            Unpayable::Fee => "bill-refused-fee",
            Unpayable::OtherMerchant => "bill-refused-merchant",
        };
        let office = self.rules().content.controller.name.clone();
        let message = Message::new("bill-refused")
            .with("reason", Arg::Text(self.text(why)))
            .with("office", Arg::Text(office));
        self.message_text(&message)
    }
}
