//! `receipts`, `statement`: what became of payments, and the months of a year.

use payung_core::{ReceiptView, StatementView};
use payung_model::units::{Month, Timestamp};
use serde_json::{Value, json};

use super::bill_lines;
use crate::commands::run::Run;
use crate::outcome::{Outcome, Stop};
use crate::print::line;
use crate::session::Session;
use crate::words;

/// What became of payments, as the office says
#[derive(Debug, clap::Args)]
pub struct Receipts {
    /// Its number in `status`, or its code [default: the only one there is]
    registration: Option<String>,
}

impl Run for Receipts {
    fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        let registration = session.registration_or_only(self.registration.as_deref())?;
        let receipts = session.payung.bills().receipts(registration)?;
        let mut text: String = receipts.iter().map(receipt_text).collect();
        if receipts.is_empty() {
            text += session.lang.of(
                "Belum ada tanda terima di HP ini. Kalau orang lain yang membayar, tanda terimanya ada di HP-nya. Kabar baru:\n",
                "There is no receipt on this phone. Where somebody else pays, the receipt is on that person's phone. For news:\n",
            );
            line(&mut text, format_args!("{}", words::command("sync")));
        }
        session.result(&receipts.iter().map(receipt_json).collect::<Value>(), &text)?;
        Ok(Outcome::Done)
    }
}

/// The months of a year that the office has credited, and what was paid in
#[derive(Debug, clap::Args)]
pub struct Statement {
    /// Its number in `status`, or its code [default: the only one there is]
    registration: Option<String>,
    /// Which year [default: this one]
    #[arg(long, value_name = "YYYY")]
    year: Option<u16>,
}

impl Run for Statement {
    fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        let year = match self.year {
            Some(year) => {
                Month::new(year, 1).map_err(|_| {
                    let how = session.lang.of(
                        "tahun ini tidak bisa. Tulis seperti 2026.",
                        "that is no year. Write it like 2026.",
                    );
                    Stop::input("--year", how)
                })?;
                year
            }
            None => this_year(session)?,
        };
        let registration = session.registration_or_only(self.registration.as_deref())?;
        let view = session.payung.bills().statement(registration, year)?;
        session.result(&statement_json(&view), &statement_text(&view))?;
        Ok(Outcome::Done)
    }
}

fn this_year(session: &Session) -> Result<u16, Stop> {
    let day = session.today()?;
    let year = day.split('-').next().and_then(|year| year.parse().ok());
    year.ok_or_else(|| Stop::failed("--now"))
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
        "lines": bill_lines::lines(&receipt.lines),
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
