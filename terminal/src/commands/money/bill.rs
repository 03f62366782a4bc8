//! `bill`, `pay`: what is to be paid, and how.

use std::path::PathBuf;

use payung_core::{BillPhase, BillStep, BillView, NoticeView};
use payung_model::engine::ChannelView;
use payung_model::units::Timestamp;
use serde_json::{Value, json};

use super::bill_lines;
use crate::commands::run::Run;
use crate::options::Language;
use crate::outcome::{Outcome, Stop};
use crate::print::{line, picture};
use crate::session::Session;
use crate::{json as views, words};

/// The channel whose picture `bill` shows: the code that any payment app reads.
const QRIS: &str = "qris";

/// What is to be paid: amount, until when, the code, where; and what the office wrote about money
#[derive(Debug, clap::Args)]
pub struct Bill {
    /// The bill's id, or a registration's number in `status` or its code [default: the only
    /// registration there is]
    bill: Option<String>,
    /// Say that the first of them is paid. Nothing counts as paid by it: reminders wait for the
    /// office's news
    #[arg(long)]
    paid: bool,
}

impl Run for Bill {
    fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        let mut bills = named_bills(session, self.bill.as_deref())?;
        if self.paid {
            let bill = bills.first_mut().ok_or_else(|| no_bill(session.lang))?;
            if let Some(why) = why_not(bill) {
                return Err(Stop::input(session.lang.of("tagihan", "bill"), why));
            }
            *bill = session.payung.bills().said_paid(bill.id.clone(), None)?;
        }
        let registration = match bills.first() {
            Some(bill) => bill.registration.clone(),
            None => session.registration_or_only(self.bill.as_deref())?,
        };
        let notices = session.payung.bills().notices(registration)?;
        let mut text = String::new();
        for (place, bill) in bills.iter().enumerate() {
            text += &bill_text(session, bill)?;
            // What was paid or ended before says what to do only where nothing else is asked about.
            if place == 0 || bill.phase == BillPhase::Open {
                text += &step_text(session, bill)?;
            }
        }
        if bills.is_empty() {
            text += session.lang.of(
                "Belum ada tagihan. Kabar baru:\n",
                "There is no bill yet. For news:\n",
            );
            line(&mut text, format_args!("{}", words::command("sync")));
        }
        for notice in &notices {
            line(
                &mut text,
                format_args!("! {}: {}", notice.at_words, notice.words),
            );
        }
        let document = json!({
            "bills": bills.iter().map(bill_json).collect::<Value>(),
            "notices": notices.iter().map(notice_json).collect::<Value>(),
        });
        session.result(&document, &text)?;
        Ok(Outcome::Done)
    }
}

/// Pay a bill at a channel: its code and what to do there. Nothing counts as paid by it
#[derive(Debug, clap::Args)]
pub struct Pay {
    /// The bill's id, or a registration's number in `status` or its code [default: the only
    /// registration there is]
    bill: Option<String>,
    /// Where: an id that `bill` names, such as qris or indomaret [default: the list]
    #[arg(long, value_name = "CHANNEL")]
    channel: Option<String>,
    /// Write the code as a picture here
    #[arg(long, value_name = "FILE", requires = "channel")]
    png: Option<PathBuf>,
    /// The number on the member's card, which some channels ask for; it is kept on this phone, and an
    /// empty one takes it away
    #[arg(long, value_name = "NUMBER")]
    card_number: Option<String>,
}

impl Run for Pay {
    /// The channel is noted as the last one.
    fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        let (bill, channel) = self.payable(session)?;
        let payung_bills = session.payung.bills();
        let noted = payung_bills.paid_with(bill.id, channel.clone())?;
        let known = known_as(&noted, &channel);
        let known = known.ok_or_else(|| Stop::failed("--channel"))?;
        let mut text = format!("{}: {}\n{}\n", noted.title, noted.amount_words, noted.until);
        let share = if known.has_code {
            if let Some(file) = &self.png {
                let picture = payung_bills.code_png(noted.id.clone(), channel.clone())?;
                std::fs::write(file, picture)
                    .map_err(|error| Stop::file(file.display(), &error, session.lang))?;
                let words = session.lang.of("Gambar tersimpan di", "The picture is in");
                line(&mut text, format_args!("{words} {}", file.display()));
            } else {
                text += &code_text(session, &noted, known)?;
            }
            Some(payung_bills.share_text(noted.id.clone(), channel)?)
        } else {
            None
        };
        text += &channel_text(known);
        let after = session.lang.of("Sesudah membayar:", "After paying:");
        line(
            &mut text,
            format_args!("{after}\n{}", words::command("sync")),
        );
        let document = json!({
            "bill": bill_json(&noted),
            "channel": channel_json(known),
            "share": share,
        });
        session.result(&document, &text)?;
        Ok(Outcome::Done)
    }
}

impl Pay {
    /// The bill, which can be paid at that channel; else why not.
    fn payable(&self, session: &Session) -> Result<(BillView, String), Stop> {
        let bills = named_bills(session, self.bill.as_deref())?;
        let lang = session.lang;
        let Some(mut bill) = bills.into_iter().next() else {
            return Err(no_bill(lang));
        };
        if let Some(number) = &self.card_number {
            let kept = session.payung.bills().card_number(bill.id, number.clone());
            bill = kept.map_err(|error| Stop::from(error).at("--card-number", lang))?;
        }
        if let Some(why) = why_not(&bill) {
            return Err(Stop::input(lang.of("tagihan", "bill"), why));
        }
        let usable = bill.channels.iter().filter(|known| known.enabled);
        let ids: Vec<&str> = usable.map(|known| known.id.as_str()).collect();
        let there_are = format!("{}: {}", lang.of("yang ada", "there are"), ids.join(", "));
        let Some(channel) = self.channel.clone() else {
            return Err(Stop::input("--channel", there_are));
        };
        let place = format!("--channel {channel}");
        let Some(known) = known_as(&bill, &channel) else {
            return Err(Stop::input(place, there_are));
        };
        if !known.enabled {
            let more = if known.card_button.is_empty() {
                String::new()
            } else {
                format!(" {}: --card-number", known.card_button)
            };
            return Err(Stop::input(place, format!("{}{more}", known.reason)));
        }
        Ok((bill, channel))
    }
}

fn no_bill(lang: Language) -> Stop {
    let words = lang.of("belum ada tagihan", "there is no bill yet");
    Stop::input(lang.of("tagihan", "bill"), words)
}

/// Why it cannot be paid.
fn why_not(bill: &BillView) -> Option<&str> {
    let why = bill.refused.as_ref().unwrap_or(&bill.until);
    (bill.phase != BillPhase::Open).then_some(why)
}

fn known_as<'b>(bill: &'b BillView, channel: &str) -> Option<&'b ChannelView> {
    bill.channels.iter().find(|known| known.id == channel)
}

fn named_bills(session: &Session, named: Option<&str>) -> Result<Vec<BillView>, Stop> {
    let bills = session.payung.bills();
    match named {
        // A bill's id says whose it is.
        Some(id) if id.contains('.') => {
            session.unlocked()?;
            let bill = bills
                .bill(id.to_owned())
                .map_err(|error| Stop::from(error).at("bill", session.lang))?;
            Ok(vec![bill])
        }
        named => Ok(bills.list(session.registration_or_only(named)?)?),
    }
}

fn bill_text(session: &Session, bill: &BillView) -> Result<String, Stop> {
    let mut text = format!("{}: {}\n  {}\n", bill.title, bill.amount_words, bill.until);
    let others = bill.lines.iter().any(|line| line.member.is_some());
    if bill.lines.len() > 1 || bill.credit > 0 || others {
        text.extend(bill.lines.iter().map(|line| format!("  {}\n", line.words)));
    }
    // Why a bill was made says nothing once it cannot be paid any more.
    let why = bill.why.as_ref().filter(|_| bill.phase == BillPhase::Open);
    for said in [bill.refused.as_ref(), why, bill.price_note.as_ref()]
        .into_iter()
        .flatten()
    {
        line(&mut text, format_args!("  {said}"));
    }
    if !bill.after.is_empty() {
        line(&mut text, format_args!("  {}", bill.after));
    }
    let usable = || bill.channels.iter().filter(|channel| channel.enabled);
    if let Some(qris) = usable().find(|channel| channel.id == QRIS) {
        text += &code_text(session, bill, qris)?;
        text += &channel_text(qris);
    }
    for channel in usable().filter(|channel| channel.id != QRIS) {
        line(
            &mut text,
            format_args!("  {:<14} {}", channel.id, channel.name),
        );
    }
    Ok(text)
}

/// The command for what there is to do, as a screen has a button.
fn step_text(session: &Session, bill: &BillView) -> Result<String, Stop> {
    let receipt_of = |registration: &str| -> Result<String, Stop> {
        let registrations = session.payung.registrations();
        Ok(registrations.status(registration.to_owned())?.receipt)
    };
    let own = || receipt_of(&bill.registration);
    // Nothing is asked of the office here, so a payment is not known before the next sync.
    let news = session.lang.of(
        "Baru bayar? Ambil kabar dari kantor dengan:",
        "Just paid? Fetch the office's news with:",
    );
    let news = format!("  {news}\n{}\n", words::command("sync"));
    let command = match &bill.step {
        BillStep::SayPaid => {
            let pay = words::command(format_args!("pay {} --channel …", own()?));
            return Ok(format!("{pay}\n{news}"));
        }
        BillStep::Sync => return Ok(news),
        // Whom to ask stands in the reason why no code is shown.
        BillStep::AskOffice => return Ok(String::new()),
        BillStep::ShowCover { registration } => format!("cover {}", receipt_of(registration)?),
        BillStep::ShowReceipts { registration } => {
            format!("receipts {}", receipt_of(registration)?)
        }
        BillStep::Pay { bill } => format!("bill {bill}"),
        BillStep::Renew => format!("request {} --kind bill", own()?),
        BillStep::AskPayer { registration } => format!("payers {}", receipt_of(registration)?),
        BillStep::Wait { registration } => format!("status {}", receipt_of(registration)?),
    };
    Ok(words::command(command) + "\n")
}

/// The code as it is scanned or typed here: a QR code is drawn, bars are not, since a terminal's
/// characters are too coarse for them.
fn code_text(session: &Session, bill: &BillView, channel: &ChannelView) -> Result<String, Stop> {
    let code = session
        .payung
        .bills()
        .code(bill.id.clone(), channel.id.clone())?;
    Ok(match &channel.key {
        Some(key) if code.height == 1 => format!("  {}: {key}\n", channel.key_name),
        _ => picture(
            &code,
            session.lang,
            &format!("pay {} --channel {} --png kode.png", bill.id, channel.id),
        ),
    })
}

fn channel_text(channel: &ChannelView) -> String {
    let mut text = format!("  {}\n", channel.name);
    for (number, step) in (1..).zip(&channel.steps) {
        line(&mut text, format_args!("  {number}. {step}"));
    }
    for said in [&channel.fee, &channel.limit, &channel.note] {
        if !said.is_empty() {
            line(&mut text, format_args!("  {said}"));
        }
    }
    text
}

pub(super) fn bill_json(bill: &BillView) -> Value {
    json!({
        "id": bill.id,
        "registration": bill.registration,
        "phase": bill.phase.code(),
        "title": bill.title,
        "amount": bill.amount,
        "lines": bill_lines::lines(&bill.lines),
        "credit": bill.credit,
        "last_day": bill.last_day,
        "until": bill.until,
        "why": bill.why,
        "after": bill.after,
        "price_note": bill.price_note,
        "channels": bill.channels.iter().map(channel_json).collect::<Value>(),
        "refused": bill.refused,
        "said_paid": bill.said_paid,
        "step": views::bill_step(&bill.step),
    })
}

fn channel_json(channel: &ChannelView) -> Value {
    json!({
        "id": channel.id,
        "name": channel.name,
        "enabled": channel.enabled,
        "reason": channel.reason,
        "card_button": channel.card_button,
        "key_name": channel.key_name,
        "key": channel.key,
        "steps": channel.steps,
        "fee": channel.fee,
        "limit": channel.limit,
        "link": channel.link,
        "without_data": channel.without_data,
        "note": channel.note,
        "has_code": channel.has_code,
    })
}

fn notice_json(notice: &NoticeView) -> Value {
    json!({
        "code": notice.code,
        "words": notice.words,
        "amount": notice.amount,
        "bill": notice.bill,
        "at": Timestamp::from_millis(notice.at_millis).map(|at| at.to_string()).ok(),
    })
}
