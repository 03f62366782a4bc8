//! A bill's code, from the text that came from the office to the picture that is shared.

use std::io::Write;
use std::process::{Command, Stdio};

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
/// Codes in a round of the reference, which takes milliseconds for one.
const THEIR_CODES: usize = 50;
const WHAT: &str = "a bill's QRIS code: read, checked, PNG";
/// Pixels of a module, as the phone shares them.
const SCALE: usize = 10;

/// Read, checked against the rules, laid out, packed as a PNG: another amount each time. `zxing` lays
/// out and packs the same texts and reads and checks nothing; it runs first, so that neither takes the
/// other's time.
pub fn qris_to_png(zxing: Option<&str>) -> Outcome<Vec<Row>> {
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
    let texts = bills
        .iter()
        .take(THEIR_CODES)
        .map(|(_, text)| text.as_str());
    let texts: Vec<&str> = texts.collect();
    let theirs = zxing
        .map(|command| with_zxing(command, &texts.join("\n")))
        .transpose()?;
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
    let row = match theirs {
        Some(theirs) => {
            let rounds: Vec<(f64, f64)> = samples.into_iter().zip(theirs).collect();
            Row::of_rounds(WHAT, "µs", "ZXing in Java, warm: PNG", &rounds)
        }
        None => Row::alone(WHAT, "µs", samples),
    };
    Ok(vec![row.budget("≤ 250 µs", |row| {
        row.ours.is_some_and(|ours| ours <= 250.0)
    })])
}

/// What one text costs in each round, in microseconds.
fn with_zxing(command: &str, texts: &str) -> Outcome<Vec<f64>> {
    let mut child = Command::new("sh")
        .args(["-c", &format!("{command} {ROUNDS}")])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut stdin = child.stdin.take().ok_or("no stdin")?;
    stdin.write_all(texts.as_bytes())?;
    drop(stdin);
    let output = child.wait_with_output()?;
    let said = String::from_utf8(output.stdout)?;
    let figures: Vec<f64> = said.lines().map(str::parse).collect::<Result<_, _>>()?;
    if output.status.success() && figures.len() == ROUNDS {
        Ok(figures)
    } else {
        Err(format!("{command}: {said}").into())
    }
}
