//! A registration's bills: opened from the inbox, judged by the signed rules, said in words.

use std::collections::BTreeMap;

use payung_model::cover::reminder::Dues;
use payung_model::cover::{Due, PaidMonth, words};
use payung_model::engine::{ChannelView, channel_views};
use payung_model::payment::channel::ChannelKey;
use payung_model::sealed::inbox::{BillNote, DuesLine};
use payung_model::text::{Arg, Message, format, harmless};
use payung_model::units::{Date, Month, Rupiah};

use super::payable::{Codes, Opened};
use super::{BillLineView, BillPartView, BillPhase, BillView, Bills};
use crate::api::PayungError;
use crate::api::error::Failure;
use crate::api::member::{KeptBill, Member, bill_id, due_day};
use crate::api::rules::Rules;
use crate::api::state::{AppState, readable};

/// So many bills are on a screen, the open ones first: two years of one each month.
const MOST: usize = 24;
/// So many months after the last one of a bill a change of the price is looked for.
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
            self.app.bills_of(&member)
        })
    }

    /// One bill, by [`BillView::id`].
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung, _) = example::billed();
    /// let bill = payung.home()?.bill.expect("it can be paid").bill;
    /// let view = payung.bills().bill(bill)?;
    /// assert_eq!(view.title, "Iuran November 2026");
    /// assert_eq!(view.step, payung_core::BillStep::SayPaid);
    /// assert!(payung.bills().bill("CONTOH".into()).is_err(), "there is no such bill");
    /// # Ok(())
    /// # }
    /// ```
    pub fn bill(&self, id: String) -> Result<BillView, PayungError> {
        self.app.call("bills.bill", || {
            let (member, opened) = self.app.member_and_bill(&id)?;
            self.app.bill_view(&member, &opened)
        })
    }

    /// Notes that somebody pays a bill there. Nothing counts as paid by it: the channel only stands
    /// first the next time.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung, _) = example::billed();
    /// let bill = payung.home()?.bill.expect("it can be paid").bill;
    /// let view = payung.bills().paid_with(bill, "indomaret".into())?;
    /// assert_eq!(view.channels[0].id, "indomaret", "it stands first from now on");
    /// # Ok(())
    /// # }
    /// ```
    pub fn paid_with(&self, bill: String, channel: String) -> Result<BillView, PayungError> {
        self.app.call("bills.paid_with", || {
            let (mut member, opened) = self.app.member_and_bill(&bill)?;
            self.app.note_channel(&mut member, &opened, channel)?;
            member.keep(&self.app)?;
            self.app.bill_view(&member, &opened)
        })
    }
}

impl AppState {
    /// The bills of a member: those that can be paid first, then the newest.
    pub(in crate::api) fn bills_of(&self, member: &Member<'_>) -> Result<Vec<BillView>, Failure> {
        let today = self.moment().today;
        let mut all: Vec<(&String, &KeptBill)> = member.kept.bills.iter().collect();
        let is_open = |id: &str, bill| member.kept.is_open(id, bill, today);
        all.sort_by_key(|(id, bill)| (!is_open(id, bill), std::cmp::Reverse(bill.item)));
        let mut views = Vec::new();
        for (id, bill) in all.into_iter().take(MOST) {
            // A damaged item must not hide the others.
            let view = self.opened(member, id, bill);
            let view = view.and_then(|opened| self.bill_view(member, &opened));
            views.extend(readable(view)?);
        }
        Ok(views)
    }

    /// Only a channel that works for this bill is worth standing first the next time.
    pub(super) fn note_channel(
        &self,
        member: &mut Member<'_>,
        opened: &Opened,
        channel: String,
    ) -> Result<(), Failure> {
        let codes = opened.payable.as_ref();
        let works = codes.is_ok_and(|codes| {
            let known = self.channels(member, &opened.note, codes);
            known.iter().any(|it| it.id == channel && it.enabled)
        });
        if !works {
            return Err(self.not_possible("not-possible-bill-channel"));
        }
        member.kept.channel = Some(channel);
        Ok(())
    }

    pub(super) fn bill_view(
        &self,
        member: &Member<'_>,
        opened: &Opened,
    ) -> Result<BillView, Failure> {
        let (note, phase) = (&opened.note, opened.phase());
        let rules = self.rules();
        let title = self.months_title(&note.lines);
        let amount_words = format::money(note.total);
        let until = self.until_words(&rules, member, note, phase);
        let refused = opened.payable.as_ref().err().and_then(|why| why.refused);
        let refused = refused.map(|problem| self.refused_words(problem));
        let spoken =
            [
                Some(title.clone()),
                Some(self.message_text(
                    &Message::new("price-spoken").with("words", Arg::Words(note.total)),
                )),
                Some(until.clone()),
                refused.clone(),
            ];
        let is_open = phase == BillPhase::Open;
        Ok(BillView {
            id: bill_id(member.id, &opened.id),
            registration: member.id.to_string(),
            phase,
            amount: note.total.0,
            lines: note.lines.iter().map(|line| self.line_view(line)).collect(),
            credit: note.credit.0,
            credit_words: if note.credit.0 > 0 {
                format::money(note.credit)
            } else {
                String::new()
            },
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
            said_paid: self.is_said_paid(member, opened),
            step: self.bill_step(member, opened)?,
            title,
            amount_words,
            until,
        })
    }

    /// Today and the due day of one's own months in a bill, where that is before its codes end.
    pub(super) fn due_before_end(
        &self,
        rules: &Rules,
        member: &Member<'_>,
        note: &BillNote,
    ) -> Option<(Date, Date)> {
        let today = self.moment().today?;
        let own = note.lines.iter().filter(|line| line.member.is_empty());
        let months: Vec<Month> = own.map(|line| line.month).collect();
        let due = due_day(rules, &member.paid(), &months, today)?;
        (due < note.last_day).then_some((today, due))
    }

    /// Until when the bill can be paid. Whoever is a member has a due day, as reminders and cover say
    /// it, and then a code that is good longer; whoever joins has the code's last day only.
    fn until_words(
        &self,
        rules: &Rules,
        member: &Member<'_>,
        note: &BillNote,
        phase: BillPhase,
    ) -> String {
        let last = note.last_day;
        let due = self
            .due_before_end(rules, member, note)
            .filter(|_| phase == BillPhase::Open);
        let (id, day) = match due {
            Some((today, due)) if today <= due => ("bill-open-due".to_owned(), due),
            Some((_, due)) => ("bill-open-late".to_owned(), due),
            None => (format!("bill-{}", phase.code()), last),
        };
        let message = Message::new(id)
            .with("date", Arg::Date(day))
            .with("last", Arg::Date(last))
            .with("office", Arg::Text(rules.content.controller.name.clone()));
        self.message_text(&message)
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
                name: self.text(&format!("programme-{}", programme.code())),
                amount: amount.0,
            };
        BillLineView {
            month: line.month.to_string(),
            month_words: format::month(self.lang(), line.month),
            member,
            amount: amount.0,
            words: self.message_text(&message),
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
        self.message_text(&message)
    }

    /// The reason for this bill, where this app has words for it.
    fn why(&self, code: &str) -> Option<String> {
        const KNOWN: [&str; 8] = [
            "first",
            "next",
            "asked",
            "rules",
            "expired",
            "replaced",
            "pay_for",
            "payer_ended",
        ];
        // An office may be newer than this app and name a reason that the app has no words for.
        KNOWN
            .contains(&code)
            .then(|| self.text(&format!("bill-why-{}", code.replace('_', "-"))))
    }

    /// The cover of today if the office credited the bill today. None while it is not sure what day
    /// it is.
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
            let list = self.paid_for_words(&paid_for(&note.lines));
            let message = Message::new("bill-after-others").with("office", office);
            let message = message.with("list", Arg::Text(list.clone()));
            return (!list.is_empty()).then(|| self.message_text(&message));
        }
        // The words follow from the same rules as after a real payment, so they cannot promise more
        // than the payment brings.
        let paid = member.paid_with(months);
        let cover = rules.cover(&paid, today);
        let content = &rules.content;
        let (texts, day) = (&content.texts, content.cover.due_day.day);
        let said = words(texts, self.lang(), &content.programmes, &cover, day, None);
        let message = Message::new("bill-after")
            .with("office", office)
            .with("cover", Arg::Text(said.title));
        let after = self.message_text(&message);
        let waiting = self.in_the_next_month(rules, member, note, today);
        Some(waiting.map_or(after.clone(), |waiting| format!("{after} {waiting}")))
    }

    /// Whoever joins in the last days of a month pays for all of it: what paying in the next month
    /// brings instead. It is no advice, because nobody is protected before the payment.
    fn in_the_next_month(
        &self,
        rules: &Rules,
        member: &Member<'_>,
        note: &BillNote,
        today: Date,
    ) -> Option<String> {
        let cover = &rules.content.cover;
        let next = cover.month_after_late_joining(today)?;
        let own = note.lines.iter().filter(|line| line.member.is_empty());
        let months: Vec<Month> = own.map(|line| line.month).collect();
        let joins = Due::of(cover, &member.paid(), today, 1).joins;
        if !joins || months.iter().min() != Some(&today.month()) {
            return None;
        }
        let later = u8::try_from(months.len().checked_sub(1)?).ok()?;
        let message = Message::new("bill-after-next-month")
            .with("date", Arg::Date(next.first_day()))
            .with("until", Arg::Date(next.plus(later).last_day()));
        Some(self.message_text(&message))
    }

    /// A note about higher dues: a month of this bill, or one after it, costs more than its first,
    /// because a discount ends whenever that month is paid; or the same number of months costs more
    /// after this bill's last day.
    fn price_note(&self, rules: &Rules, member: &Member<'_>, note: &BillNote) -> Option<String> {
        let dues = member.kept.dues.as_ref()?;
        let own = note.lines.iter().filter(|line| line.member.is_empty());
        let months: Vec<Month> = own.map(|line| line.month).collect();
        let all = [
            self.without_discount(rules, dues, &months),
            self.later(rules, dues, member, &months, note.last_day),
        ];
        let said: Vec<String> = all.into_iter().flatten().collect();
        (!said.is_empty()).then(|| said.join(" "))
    }

    fn without_discount(&self, rules: &Rules, dues: &Dues, months: &[Month]) -> Option<String> {
        let (first, last) = (*months.iter().min()?, *months.iter().max()?);
        let tariff = &rules.content.tariff;
        let now = dues.monthly(tariff, first)?;
        let end = last.plus(MONTHS_AHEAD);
        let (from, amount) = std::iter::successors(first.next(), |month| month.next())
            .take_while(|month| *month <= end)
            .filter_map(|month| Some((month, dues.monthly(tariff, month)?)))
            .find(|(_, amount)| *amount != now)?;
        let message = Message::new("bill-price-note")
            .with("from", Arg::Month(from))
            .with("amount", Arg::Money(amount));
        (amount > now).then(|| self.message_text(&message))
    }

    fn later(
        &self,
        rules: &Rules,
        dues: &Dues,
        member: &Member<'_>,
        months: &[Month],
        last_day: Date,
    ) -> Option<String> {
        let content = &rules.content;
        let count = u8::try_from(months.len()).ok()?;
        let after = last_day.plus_days(1)?;
        // After the bill's last day other months may be due: membership may have ended, and then
        // arrears are not asked for.
        let due = Due::of(&content.cover, &member.paid(), after, count).months;
        let now = dues.of(&content.tariff, months)?;
        let amount = dues.of(&content.tariff, &due)?;
        let (first, last) = (*due.first()?, *due.last()?);
        let message = if first == last {
            Message::new("bill-later-month").with("month", Arg::Month(first))
        } else {
            Message::new("bill-later")
                .with("first", Arg::Month(first))
                .with("last", Arg::Month(last))
        };
        let message = message
            .with("amount", Arg::Money(amount))
            .with("date", Arg::Date(last_day));
        (amount > now).then(|| self.message_text(&message))
    }

    fn channels(&self, member: &Member<'_>, note: &BillNote, codes: &Codes) -> Vec<ChannelView> {
        let facts = self.pay_facts(member, note, codes);
        channel_views(&self.rules().content, self.lang(), &facts)
    }

    /// The name of a kind of code; a kind that this app does not know is named as it is.
    pub(super) fn code_name(&self, kind: &str) -> String {
        let known = [ChannelKey::Qris, ChannelKey::PaymentCode];
        if known.iter().any(|key| key.code() == kind) {
            self.text(&format!("channel-key-{kind}"))
        } else if kind == "credit" {
            self.text("receipt-credit")
        } else {
            harmless(kind)
        }
    }
}

/// The last month of each member named. Two with one masked name cannot be told apart, so nothing
/// is said of them; they show by a month that stands there twice.
fn paid_for(lines: &[DuesLine]) -> Vec<(String, Month)> {
    let mut of_each: BTreeMap<String, Vec<Month>> = BTreeMap::new();
    for line in lines {
        let name = harmless(line.member.reveal());
        of_each.entry(name).or_default().push(line.month);
    }
    let last = of_each.into_iter().filter_map(|(name, mut months)| {
        months.sort_unstable();
        let is_one = months.windows(2).all(|pair| pair[0] != pair[1]);
        months.last().filter(|_| is_one).map(|last| (name, *last))
    });
    last.collect()
}

/// Sentences one after another, each with its full stop.
fn sentences(parts: impl Iterator<Item = String>) -> String {
    let ended = |part: String| {
        let ends = part.ends_with(['.', '!', '?']);
        if ends { part } else { format!("{part}.") }
    };
    parts.map(ended).collect::<Vec<_>>().join(" ")
}
