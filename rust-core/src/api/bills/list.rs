//! A registration's bills: opened from the inbox, judged by the signed rules, said in words.

use payung_model::cover::{PaidMonth, words};
use payung_model::engine::{ChannelView, channel_views};
use payung_model::payment::channel::ChannelKey;
use payung_model::sealed::inbox::{BillNote, DuesLine};
use payung_model::text::{Arg, Message, format, harmless};
use payung_model::units::{Month, Rupiah};

use super::payable::{Codes, Opened};
use super::{BillLineView, BillPartView, BillPhase, BillView, Bills};
use crate::api::PayungError;
use crate::api::member::{KeptBill, Member, bill_id};
use crate::api::rules::Rules;
use crate::api::state::{AppState, readable};

/// So many bills are on a screen, the open ones first: two years of one each month.
const MOST: usize = 24;
/// So far a change of the price is looked for after the last month of a bill.
const MONTHS_AHEAD: u8 = 12;

#[uniffi::export]
impl Bills {
    /// The bills of a registration: those that can be paid first, then the newest; at most 24.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// // The office has made none yet.
    /// assert!(payung.bills().list(example::ready(&payung))?.is_empty());
    /// # Ok(())
    /// # }
    /// ```
    pub fn list(&self, registration: String) -> Result<Vec<BillView>, PayungError> {
        self.app.call("bills.list", || {
            let member = Member::open(&self.app, &registration)?;
            let today = self.app.moment().today;
            let mut all: Vec<(&String, &KeptBill)> = member.kept.bills.iter().collect();
            let is_open = |id: &str, bill| member.kept.is_open(id, bill, today);
            all.sort_by_key(|(id, bill)| (!is_open(id, bill), std::cmp::Reverse(bill.item)));
            let mut views = Vec::new();
            for (id, bill) in all.into_iter().take(MOST) {
                // A damaged item hides no other.
                let opened = readable(self.app.opened(&member, id, bill))?;
                views.extend(opened.map(|opened| self.app.bill_view(&member, &opened)));
            }
            Ok(views)
        })
    }

    /// One bill, by [`BillView::id`].
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// assert!(payung.bills().bill("CONTOH".into()).is_err(), "there is no such bill");
    /// # Ok(())
    /// # }
    /// ```
    pub fn bill(&self, id: String) -> Result<BillView, PayungError> {
        self.app.call("bills.bill", || {
            let (member, opened) = self.app.member_and_bill(&id)?;
            Ok(self.app.bill_view(&member, &opened))
        })
    }

    /// Notes that somebody pays a bill there. Nothing counts as paid by it: the channel only stands
    /// first the next time.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// assert!(payung.bills().paid_with("CONTOH".into(), "qris".into()).is_err(), "there is no such bill");
    /// # Ok(())
    /// # }
    /// ```
    pub fn paid_with(&self, bill: String, channel: String) -> Result<BillView, PayungError> {
        self.app.call("bills.paid_with", || {
            let (mut member, opened) = self.app.member_and_bill(&bill)?;
            let view = self.app.bill_view(&member, &opened);
            let known = view.channels.iter().find(|known| known.id == channel);
            if !known.is_some_and(|known| known.enabled) {
                return Err(self.app.not_possible("not-possible-bill-channel"));
            }
            member.kept.channel = Some(channel);
            member.keep(&self.app)?;
            Ok(self.app.bill_view(&member, &opened))
        })
    }
}

impl AppState {
    pub(super) fn bill_view(&self, member: &Member<'_>, opened: &Opened) -> BillView {
        let (note, phase) = (&opened.note, opened.phase());
        let rules = self.rules();
        let title = self.months_title(&note.lines);
        let amount_words = format::money(note.total);
        let until = self.say_message(
            &Message::new(format!("bill-{}", phase.code()))
                .with("date", Arg::Date(note.last_day))
                .with("office", Arg::Text(rules.content.controller.name.clone())),
        );
        let refused = opened.payable.as_ref().err().and_then(|why| why.refused);
        let refused = refused.map(|problem| self.refused_words(problem));
        let spoken =
            [
                Some(title.clone()),
                Some(self.say_message(
                    &Message::new("price-spoken").with("words", Arg::Words(note.total)),
                )),
                Some(until.clone()),
                refused.clone(),
            ];
        let is_open = phase == BillPhase::Open;
        BillView {
            id: bill_id(member.id, &opened.id),
            registration: member.id.to_string(),
            phase,
            amount: note.total.0,
            lines: note.lines.iter().map(|line| self.line_view(line)).collect(),
            credit: note.credit.0,
            last_day: note.last_day.to_string(),
            why: self.why(&note.why),
            after: is_open
                .then(|| self.after(&rules, member, note))
                .flatten()
                .unwrap_or_default(),
            price_note: is_open
                .then(|| self.price_note(&rules, member, note))
                .flatten(),
            channels: opened
                .payable
                .as_ref()
                .map(|codes| self.channels(member, note, codes))
                .unwrap_or_default(),
            refused,
            spoken: sentences(spoken.into_iter().flatten()),
            title,
            amount_words,
            until,
        }
    }

    pub(super) fn line_view(&self, line: &DuesLine) -> BillLineView {
        let amount = line.amount().unwrap_or_default();
        let member = Some(harmless(line.member.reveal())).filter(|name| !name.is_empty());
        let id = if member.is_some() {
            "bill-line-member"
        } else {
            "bill-line"
        };
        let message = Message::new(id)
            .with("month", Arg::Month(line.month))
            .with("amount", Arg::Money(amount))
            .with("member", Arg::Text(member.clone().unwrap_or_default()));
        let part =
            |(programme, amount): &(payung_model::programme::Programme, Rupiah)| BillPartView {
                programme: *programme,
                name: self.say(&format!("programme-{}", programme.code())),
                amount: amount.0,
            };
        BillLineView {
            month: line.month.to_string(),
            month_words: format::month(self.lang(), line.month),
            member,
            amount: amount.0,
            words: self.say_message(&message),
            parts: line.parts.iter().map(part).collect(),
        }
    }

    /// "Iuran November 2026", "Iuran November 2026 sampai Januari 2027".
    fn months_title(&self, lines: &[DuesLine]) -> String {
        let mut months: Vec<Month> = lines.iter().map(|line| line.month).collect();
        months.sort_unstable();
        months.dedup();
        let (Some(first), Some(last)) = (months.first(), months.last()) else {
            return String::new();
        };
        let in_a_row = months
            .windows(2)
            .all(|pair| pair[0].next() == Some(pair[1]));
        let message = match months.len() {
            1 => Message::new("bill-title").with("month", Arg::Month(*first)),
            _ if in_a_row => Message::new("bill-title-row")
                .with("first", Arg::Month(*first))
                .with("last", Arg::Month(*last)),
            count => Message::new("bill-title-months").with("count", Arg::Number(count as u64)),
        };
        self.say_message(&message)
    }

    /// Why there is this bill, where this app has words for it.
    fn why(&self, code: &str) -> Option<String> {
        const KNOWN: [&str; 7] = [
            "first",
            "asked",
            "rules",
            "expired",
            "replaced",
            "pay_for",
            "payer_ended",
        ];
        KNOWN
            .contains(&code)
            .then(|| self.say(&format!("bill-why-{}", code.replace('_', "-"))))
    }

    /// What would hold today if the office credited the bill today. None while nobody can be sure
    /// what day it is.
    fn after(&self, rules: &Rules, member: &Member<'_>, note: &BillNote) -> Option<String> {
        let today = self.moment().today?;
        let own = note.lines.iter().filter(|line| line.member.is_empty());
        let months: Vec<PaidMonth> = own
            .map(|line| PaidMonth {
                month: line.month,
                paid_on: today,
                programmes: line.parts.iter().map(|part| part.0).collect(),
                sponsor: None,
            })
            .collect();
        let office = Arg::Text(rules.content.controller.name.clone());
        if months.is_empty() {
            let message = Message::new("bill-after-others").with("office", office);
            return Some(self.say_message(&message));
        }
        let paid = member.paid_with(months);
        let cover = rules.cover(&paid, today);
        let content = &rules.content;
        let (texts, day) = (&content.texts, content.cover.due_day.day);
        let said = words(texts, self.lang(), &content.programmes, &cover, day, None);
        let message = Message::new("bill-after")
            .with("office", office)
            .with("cover", Arg::Text(said.title));
        Some(self.say_message(&message))
    }

    /// That a month costs more later than the last one of this bill: a discount ends.
    fn price_note(&self, rules: &Rules, member: &Member<'_>, note: &BillNote) -> Option<String> {
        let dues = member.kept.dues.as_ref()?;
        let last = note
            .lines
            .iter()
            .filter(|line| line.member.is_empty())
            .map(|line| line.month)
            .max()?;
        let tariff = &rules.content.tariff;
        let now = dues.monthly(tariff, last)?;
        let ahead = last.next()?.run(MONTHS_AHEAD);
        let (from, amount) = ahead
            .filter_map(|month| Some((month, dues.monthly(tariff, month)?)))
            .find(|(_, amount)| *amount != now)?;
        let message = Message::new("bill-price-note")
            .with("from", Arg::Month(from))
            .with("amount", Arg::Money(amount));
        (amount > now).then(|| self.say_message(&message))
    }

    fn channels(&self, member: &Member<'_>, note: &BillNote, codes: &Codes) -> Vec<ChannelView> {
        let facts = self.pay_facts(member, note, codes);
        channel_views(&self.rules().content, self.lang(), &facts)
    }

    /// The name of a kind of code; a kind that this app does not know is named as it is.
    pub(super) fn code_name(&self, kind: &str) -> String {
        let known = [ChannelKey::Qris, ChannelKey::PaymentCode];
        if known.iter().any(|key| key.code() == kind) {
            self.say(&format!("channel-key-{kind}"))
        } else {
            harmless(kind)
        }
    }
}

/// Sentences one after another, each with its full stop.
fn sentences(parts: impl Iterator<Item = String>) -> String {
    let ended = |part: String| {
        let ends = part.ends_with(['.', '!', '?']);
        if ends { part } else { format!("{part}.") }
    };
    parts.map(ended).collect::<Vec<_>>().join(" ")
}
