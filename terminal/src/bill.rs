//! `bill`, `pay`, `receipts`, `statement`: what is to be paid, how, and what the office said of it.

use payung_core::{BillLineView, BillPhase, BillView, NoticeView, ReceiptView, StatementView};
use payung_model::engine::ChannelView;
use payung_model::units::{Month, Timestamp};
use serde_json::{Value, json};

use crate::cover::{registration, today};
use crate::outcome::{Outcome, Stop};
use crate::print::{line, moment};
use crate::qris::drawn;
use crate::session::Session;
use crate::words;

/// The channel whose picture `bill` shows: the code that any payment app reads.
const QRIS: &str = "qris";

/// `bill [BILL]`: the bills of a registration, or one bill.
pub fn show(session: &Session, named: Option<&str>) -> Result<Outcome, Stop> {
    let bills = named_bills(session, named)?;
    let notices = match bills.first() {
        Some(bill) => session.payung.bills().notices(bill.registration.clone())?,
        None => session
            .payung
            .bills()
            .notices(registration(session, named)?)?,
    };
    let mut text = String::new();
    for bill in &bills {
        text += &bill_text(session, bill)?;
    }
    if bills.is_empty() {
        text += session
            .lang
            .of("Belum ada tagihan.\n", "There is no bill yet.\n");
    }
    for notice in &notices {
        line(
            &mut text,
            format_args!(
                "! {}: {}",
                moment(session.lang, notice.at_millis),
                notice.words
            ),
        );
    }
    let document = json!({
        "bills": bills.iter().map(bill_json).collect::<Value>(),
        "notices": notices.iter().map(notice_json).collect::<Value>(),
    });
    session.result(&document, &text)?;
    Ok(Outcome::Done)
}

/// `pay [BILL] --channel C`: the code and the steps of one channel, which is noted as the last one.
pub fn pay(session: &Session, named: Option<&str>, channel: &str) -> Result<Outcome, Stop> {
    let bills = named_bills(session, named)?;
    let lang = session.lang;
    let Some(bill) = bills.first() else {
        return Err(Stop::input(
            "bill",
            lang.of("belum ada tagihan", "there is no bill yet"),
        ));
    };
    if bill.phase != BillPhase::Open {
        let why = bill.refused.as_ref().unwrap_or(&bill.until);
        return Err(Stop::input("bill", why));
    }
    let place = format!("--channel {channel}");
    let Some(known) = bill.channels.iter().find(|known| known.id == channel) else {
        let ids: Vec<&str> = bill
            .channels
            .iter()
            .map(|known| known.id.as_str())
            .collect();
        let words = lang.of("yang ada", "there are");
        return Err(Stop::input(place, format!("{words}: {}", ids.join(", "))));
    };
    if !known.enabled {
        return Err(Stop::input(place, &known.reason));
    }
    let payung_bills = session.payung.bills();
    let noted = payung_bills.paid_with(bill.id.clone(), channel.to_owned())?;
    let known = noted.channels.iter().find(|known| known.id == channel);
    let known = known.ok_or_else(|| Stop::failed("--channel"))?;
    let mut text = format!("{}: {}\n{}\n", noted.title, noted.amount_words, noted.until);
    let share = if known.has_code {
        text += &code_text(session, &noted, known)?;
        Some(payung_bills.share_text(noted.id.clone(), channel.to_owned())?)
    } else {
        None
    };
    text += &channel_text(known);
    let document = json!({
        "bill": bill_json(&noted),
        "channel": channel_json(known),
        "share": share,
    });
    session.result(&document, &text)?;
    Ok(Outcome::Done)
}

/// `receipts`: what became of payments.
pub fn receipts(session: &Session, named: Option<&str>) -> Result<Outcome, Stop> {
    let receipts = session
        .payung
        .bills()
        .receipts(registration(session, named)?)?;
    let mut text: String = receipts.iter().map(receipt_text).collect();
    if receipts.is_empty() {
        text += session
            .lang
            .of("Belum ada tanda terima.\n", "There is no receipt yet.\n");
    }
    session.result(&receipts.iter().map(receipt_json).collect::<Value>(), &text)?;
    Ok(Outcome::Done)
}

/// `statement --year`: the credited months of a year.
pub fn statement(
    session: &Session,
    named: Option<&str>,
    year: Option<u16>,
) -> Result<Outcome, Stop> {
    let year = match year {
        Some(year) => {
            Month::new(year, 1).map_err(|problem| Stop::input("--year", problem))?;
            year
        }
        None => this_year(session)?,
    };
    let view = session
        .payung
        .bills()
        .statement(registration(session, named)?, year)?;
    session.result(&statement_json(&view), &statement_text(&view))?;
    Ok(Outcome::Done)
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
        named => Ok(bills.list(registration(session, named)?)?),
    }
}

fn this_year(session: &Session) -> Result<u16, Stop> {
    let day = today(session)?;
    let year = day.split('-').next().and_then(|year| year.parse().ok());
    year.ok_or_else(|| Stop::failed("--now"))
}

fn bill_text(session: &Session, bill: &BillView) -> Result<String, Stop> {
    let mut text = format!("{}: {}\n  {}\n", bill.title, bill.amount_words, bill.until);
    let others = bill.lines.iter().any(|line| line.member.is_some());
    if bill.lines.len() > 1 || bill.credit > 0 || others {
        text.extend(bill.lines.iter().map(|line| format!("  {}\n", line.words)));
    }
    for said in [&bill.refused, &bill.why, &bill.price_note]
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
    if bill.phase == BillPhase::Open {
        let whose = session
            .payung
            .registrations()
            .status(bill.registration.clone())?;
        text += &words::command(format_args!("pay {} --channel …", whose.receipt));
        text.push('\n');
    }
    Ok(text)
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
        _ => drawn(&code),
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

fn receipt_text(receipt: &ReceiptView) -> String {
    let mut text = format!("{}\n", receipt.title);
    for row in &receipt.rows {
        line(&mut text, format_args!("  {}: {}", row.label, row.value));
    }
    text + &format!("  {}\n", receipt.note)
}

fn statement_text(view: &StatementView) -> String {
    let mut text = format!("{}\n", view.title);
    text.extend(
        view.months
            .iter()
            .map(|month| format!("  {}\n", month.words)),
    );
    text.extend(view.lines.iter().map(|line| format!("  {line}\n")));
    text + &format!("  {}\n", view.note)
}

fn line_json(line: &BillLineView) -> Value {
    let part = |it: &payung_core::BillPartView| json!({ "programme": it.programme.code(), "name": it.name, "amount": it.amount });
    json!({
        "month": line.month,
        "member": line.member,
        "amount": line.amount,
        "parts": line.parts.iter().map(part).collect::<Value>(),
    })
}

fn bill_json(bill: &BillView) -> Value {
    json!({
        "id": bill.id,
        "registration": bill.registration,
        "phase": bill.phase.code(),
        "title": bill.title,
        "amount": bill.amount,
        "lines": bill.lines.iter().map(line_json).collect::<Value>(),
        "credit": bill.credit,
        "last_day": bill.last_day,
        "until": bill.until,
        "why": bill.why,
        "after": bill.after,
        "price_note": bill.price_note,
        "channels": bill.channels.iter().map(channel_json).collect::<Value>(),
        "refused": bill.refused,
    })
}

fn channel_json(channel: &ChannelView) -> Value {
    json!({
        "id": channel.id,
        "name": channel.name,
        "enabled": channel.enabled,
        "reason": channel.reason,
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

fn receipt_json(receipt: &ReceiptView) -> Value {
    json!({
        "number": receipt.number,
        "bill": receipt.bill,
        "paid_at": Timestamp::from_millis(receipt.paid_at_millis).map(|at| at.to_string()).ok(),
        "channel": receipt.channel_name,
        "reference": receipt.reference,
        "received": receipt.received,
        "credit": receipt.credit,
        "unapplied": receipt.unapplied,
        "lines": receipt.lines.iter().map(line_json).collect::<Value>(),
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

fn statement_json(view: &StatementView) -> Value {
    let month = |it: &payung_core::StatementMonth| {
        json!({
            "month": it.month,
            "paid_on": it.paid_on,
            "amount": it.amount,
            "sponsor": it.sponsor,
        })
    };
    json!({
        "year": view.year,
        "months": view.months.iter().map(month).collect::<Value>(),
        "jht_paid_in": view.jht_paid_in,
        "total": view.total,
        "lines": view.lines,
        "note": view.note,
    })
}
