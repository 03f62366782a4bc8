//! Bills, receipts, credited months and notices, as the office's items bring them.

use payung_model::payment::qris::QrisPayload;
use payung_model::programme::Programme;
use payung_model::sealed::inbox::{
    BillCode, BillId, BillNote, BillState, CoverNote, CreditedMonth, DuesLine, Item, ItemBody,
    Notice, ReceiptNote,
};
use payung_model::units::{Rupiah, Timestamp};
use serde_json::json;

use super::*;
use crate::api::member::Member;

mod folding;
mod members;
mod paid_for;
mod receipts;
mod reminders;
mod shown;
mod step;

/// An invented merchant's code, without an amount.
fn static_code() -> String {
    let field = |tag: &str, value: &str| format!("{tag}{:02}{value}", value.len());
    let account = field("00", "ID.CONTOH.IURAN") + &field("01", "936009990000000001");
    let national =
        field("00", "ID.CO.QRIS.WWW") + &field("02", "ID1020999999999") + &field("03", "UMI");
    let body = field("00", "01")
        + &field("01", "11")
        + &field("26", &account)
        + &field("51", &national)
        + &field("52", "6300")
        + &field("53", "360")
        + &field("58", "ID")
        + &field("59", "PAYUNG SANDBOX")
        + &field("60", "CONTOH")
        + "6304";
    let crc = payung_model::payment::qris::crc16(body.as_bytes());
    format!("{body}{crc:04X}")
}

fn qris(amount: u64) -> String {
    let code = QrisPayload::parse(&static_code()).unwrap();
    code.with_amount(Rupiah(amount), None)
        .unwrap()
        .text()
        .to_owned()
}

/// Rules that name the merchant.
fn with_merchant(phone: &Phone, payung: &Payung) {
    phone.bring(payung, 0, |files| {
        edit_json(files, "payment.json", |json| {
            json["merchants"] = json!([{
                "nmid": "ID1020999999999",
                "name": "PAYUNG SANDBOX",
                "accounts": ["936009990000000001"],
            }]);
        });
    });
}

fn bill_number(number: u8) -> BillId {
    let mut bytes = [number; 16];
    bytes[6] = 0x70;
    bytes[8] = 0x80;
    BillId::from_bytes(&bytes).unwrap()
}

fn line(month: &str, amount: u64) -> DuesLine {
    DuesLine {
        member: secret(""),
        month: month.parse().unwrap(),
        parts: vec![
            (Programme::Jkk, Rupiah(amount - 3_000)),
            (Programme::Jht, Rupiah(3_000)),
        ],
    }
}

pub(super) fn bill(number: u8, months: &[&str]) -> BillNote {
    let lines: Vec<DuesLine> = months.iter().map(|month| line(month, 11_400)).collect();
    let total = 11_400 * months.len() as u64;
    BillNote {
        id: bill_number(number),
        state: BillState::Open,
        lines,
        credit: Rupiah(0),
        total: Rupiah(total),
        last_day: "2026-11-30".parse().unwrap(),
        codes: vec![
            BillCode {
                kind: "qris".into(),
                value: qris(total),
            },
            BillCode {
                kind: "payment_code".into(),
                value: "881200000001".into(),
            },
        ],
        why: "first".into(),
    }
}

pub(super) fn closed(note: &BillNote, state: BillState) -> BillNote {
    BillNote {
        state,
        codes: Vec::new(),
        ..note.clone()
    }
}

pub(super) fn receipt(number: &str, bill: &BillNote) -> ReceiptNote {
    ReceiptNote {
        number: number.into(),
        bill: bill.id,
        paid_at: Timestamp::from_millis(NOW).unwrap(),
        channel: "qris".into(),
        reference: "SBX-000017".into(),
        received: bill.total,
        credit: Rupiah(0),
        credited: bill.lines.clone(),
        unapplied: Rupiah(0),
    }
}

fn cover(months: &[&str]) -> CoverNote {
    let month = |month: &&str| CreditedMonth {
        month: month.parse().unwrap(),
        paid_on: "2026-11-23".parse().unwrap(),
        programmes: vec![Programme::Jkk, Programme::Jkm, Programme::Jht],
        sponsor: None,
    };
    CoverNote {
        since: None,
        months: months.iter().map(month).collect(),
    }
}

/// A phone whose rules name the merchant, with a registration that the office has.
pub(super) fn billed(phone: &Phone) -> (Arc<Payung>, String) {
    let payung = phone.open();
    with_merchant(phone, &payung);
    let registration = ready(&payung);
    reach(&payung, &registration, State::Received);
    (payung, registration)
}

fn status(payung: &Payung, registration: &str) -> RegistrationView {
    payung
        .registrations()
        .status(registration.to_owned())
        .unwrap()
}

fn record(payung: &Payung, registration: &str) -> Vec<u8> {
    let member = Member::open(&payung.app, registration).unwrap();
    serde_json::to_vec(&member.kept).unwrap()
}
