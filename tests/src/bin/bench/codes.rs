//! A bill's code, from the text that came from the office to the picture that is shared.

use payung_model::payment::picture::Modules;
use payung_model::payment::qris::{PayableQris, QrisMerchant, QrisPayload, crc16};
use payung_model::units::Rupiah;
use payung_tests::Outcome;
use payung_tests::sandbox::MERCHANT;
use payung_tests::stopwatch::Stopwatch;

use crate::row::{Row, micros};

/// Codes in a round.
const CODES: u64 = 500;
const ROUNDS: usize = 9;
/// Pixels of a module, as the phone shares them.
const SCALE: usize = 10;

/// Read, checked against the rules, laid out, packed as a PNG: another amount each time.
pub fn qris_to_png() -> Outcome<Vec<Row>> {
    let merchant: QrisMerchant = serde_json::from_str(MERCHANT)?;
    let head = "00020101021126450012ID.CONTOH.CO0118936009990000000001\
                0303UMI51440014ID.CO.QRIS.WWW0215ID10209999999990303UMI\
                5204630053033605802ID5914PAYUNG SANDBOX6006CONTOH6304";
    let fixed = QrisPayload::parse(&format!("{head}{:04X}", crc16(head.as_bytes())))?;
    let bills: Vec<(Rupiah, String)> = (0..CODES)
        .map(|number| {
            let amount = Rupiah(8_400 + number * 700);
            let bill = fixed.with_amount(amount, Some(&format!("CONTOH-{number}")))?;
            Ok((amount, bill.text().to_owned()))
        })
        .collect::<Outcome<_>>()?;
    let merchants = [merchant];
    let mut samples = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        let (bytes, time) = Stopwatch::time(|| -> Outcome<usize> {
            let mut bytes = 0;
            for (amount, text) in &bills {
                let payable = PayableQris::check(text, *amount, &merchants)?;
                bytes += Modules::qr(payable.text())?.png(SCALE).len();
            }
            Ok(bytes)
        });
        if bytes? < usize::try_from(CODES)? * 500 {
            return Err("pictures that are too small".into());
        }
        samples.push(micros(time) / CODES as f64);
    }
    let row = Row::alone("a bill's QRIS code: read, checked, PNG", "µs", samples);
    Ok(vec![row.budget("≤ 250 µs", |row| {
        row.ours.is_some_and(|ours| ours <= 250.0)
    })])
}
