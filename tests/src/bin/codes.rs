//! Payment codes for programs that know other implementations (`tests/vectors/oracles_qris.py`, `tests/photos/codes.py`).
//!
//!     codes bind < LINES        each line `RUPIAH<TAB>BILL<TAB>PAYLOAD` (an empty BILL is none); prints the bound payload, or `! WHY`
//!     codes draw FOLDER         QR codes and bars at many sizes, and `codes.json`: what each file holds

use std::io::{BufRead, Write};
use std::path::Path;
use std::process::ExitCode;

use payung_model::payment::code128::Code128;
use payung_model::payment::picture::Modules;
use payung_model::payment::qris::{QrisPayload, crc16};
use payung_model::units::Rupiah;

/// Pixels of a module: 21 sizes.
const SCALES: std::ops::Range<usize> = 2..23;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["bind"] => bind(),
        ["draw", folder] => draw(Path::new(folder)),
        _ => Err(std::io::Error::other("usage: codes bind | draw FOLDER")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("codes: {error}");
            ExitCode::FAILURE
        }
    }
}

fn bind() -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        match bound(&line) {
            Ok(text) => writeln!(out, "{text}")?,
            Err(why) => writeln!(out, "! {why}")?,
        }
    }
    Ok(())
}

fn bound(line: &str) -> Result<String, String> {
    let mut parts = line.splitn(3, '\t');
    let mut next = || parts.next().ok_or_else(|| "three parts".to_owned());
    let (amount, bill, payload) = (next()?, next()?, next()?);
    let amount = Rupiah(amount.parse().map_err(|_| "no amount".to_owned())?);
    let payload = QrisPayload::parse(payload).map_err(|problem| problem.to_string())?;
    let bound = payload.with_amount(amount, Some(bill).filter(|bill| !bill.is_empty()));
    Ok(bound.map_err(|problem| problem.to_string())?.text().to_owned())
}

fn draw(folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let mut list = Vec::new();
    let mut keep = |name: String, format: &str, holds: &str, png: Vec<u8>| {
        list.push(serde_json::json!({ "file": name, "format": format, "holds": holds }));
        std::fs::write(folder.join(name), png)
    };
    for scale in SCALES {
        let payload = sample(scale);
        let code = Modules::qr(&payload).map_err(std::io::Error::other)?;
        keep(format!("qr-{scale:02}.png"), "QRCode", &payload, code.png(scale))?;
    }
    let texts =
        ["8881001234567890", "CONTOH-12345", "123", "A1B2C3", "00000000000", "contoh 12", "9", "1234567890123A"];
    for (number, text) in texts.into_iter().enumerate() {
        for wide in 1..5 {
            let bars = Code128::new(text).map_err(std::io::Error::other)?;
            keep(format!("bars-{number}-{wide}.png"), "Code128", text, bars.png(wide, 40 * wide))?;
        }
    }
    std::fs::write(folder.join("codes.json"), serde_json::Value::from(list).to_string())
}

/// A payload of an invented merchant, as long as real ones are and a little longer each time.
fn sample(number: usize) -> String {
    let name = format!("IURAN CONTOH {number:02}");
    let label = "CONTOH-".to_owned() + &"1234567890"[..number % 10];
    let head = format!(
        "00020101021226600013ID.CONTOH.WWW01189360000000000000010210CONTOH00010303UMI51440014ID.CO.QRIS.WWW\
         0215ID00000000000010303UMI5204839853033605405168005802ID59{:02}{name}6007JAKARTA610510110\
         62{:02}05{:02}{label}6304",
        name.len(),
        label.len() + 4,
        label.len()
    );
    format!("{head}{:04X}", crc16(head.as_bytes()))
}
