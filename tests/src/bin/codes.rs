//! Payment codes for programs that know other implementations (`tests/vectors/oracles_qris.py`,
//! `tests/photos/codes.py`, `tests/vectors/oracles_papers.py`, `tests/vectors/oracles_cards.py`).
//!
//!     codes bind < LINES        each line `RUPIAH<TAB>BILL<TAB>PAYLOAD` (an empty BILL is none); prints the bound payload, or `! WHY`
//!     codes papers FOLDER       papers as PDF files, and `papers.json`: what each file says
//!     codes sign < LINES        each line `SEED<TAB>ISSUER<TAB>NIK<TAB>NAME<TAB>UNTIL<TAB>PROGRAMMES<TAB>NOW<TAB>DAYS`; prints the card, or `! WHY`
//!     codes read < LINES        each line `KEY<TAB>CARD`; prints its claims as JSON, or `! WHY`
//!     codes draw FOLDER         QR codes and bars at many sizes, and `codes.json`: what each file holds

use std::io::{BufRead, Write};
use std::path::Path;
use std::process::ExitCode;

use payung_model::card::Card;
use payung_model::content::Content;
use payung_model::cover::{Cover, PaidMonth, PaidMonths};
use payung_model::paper::{Block, HeirsFacts, Paper, heirs_card};
use payung_model::payment::code128::Code128;
use payung_model::payment::picture::Modules;
use payung_model::payment::qris::{QrisPayload, crc16};
use payung_model::person::Nik;
use payung_model::programme::Programme;
use payung_model::sealed::{SigningKey, VerifyingKey};
use payung_model::text::Lang;
use payung_model::units::{Month, Rupiah, Timestamp};

/// Pixels of a module: 21 sizes.
const SCALES: std::ops::Range<usize> = 2..23;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["bind"] => each_line(bound),
        ["draw", folder] => draw(Path::new(folder)),
        ["papers", folder] => papers(Path::new(folder)),
        ["sign"] => each_line(signed),
        ["read"] => each_line(read),
        _ => Err(std::io::Error::other(
            "usage: codes bind | draw FOLDER | papers FOLDER | sign | read",
        )),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("codes: {error}");
            ExitCode::FAILURE
        }
    }
}

fn each_line(answer: fn(&str) -> Result<String, String>) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        match answer(&line?) {
            Ok(text) => writeln!(out, "{text}")?,
            Err(why) => writeln!(out, "! {why}")?,
        }
    }
    Ok(())
}

fn signed(line: &str) -> Result<String, String> {
    let parts: Vec<&str> = line.split('\t').collect();
    let [seed, issuer, nik, name, until, programmes, now, days] = parts[..] else {
        return Err("eight parts".to_owned());
    };
    let programmes: Result<Vec<Programme>, _> = programmes.split(',').map(str::parse).collect();
    let said = |problem: &dyn std::fmt::Display| problem.to_string();
    let seed = SigningKey::from_bytes(&hex(seed).ok_or("no seed")?).map_err(|it| said(&it))?;
    let card = Card::of(
        issuer,
        &Nik::parse(nik).map_err(|it| said(&it))?,
        name,
        until.parse().map_err(|_| "no day")?,
        programmes.map_err(|_| "no programme")?,
        now.parse().map_err(|_| "no time")?,
        days.parse().map_err(|_| "no days")?,
    );
    Ok(card.map_err(|it| said(&it))?.sign(&seed))
}

fn read(line: &str) -> Result<String, String> {
    let (key, text) = line.split_once('\t').ok_or("two parts")?;
    let key = VerifyingKey::from_bytes(&hex(key).ok_or("no key")?);
    let key = key.map_err(|problem| problem.to_string())?;
    let card = Card::read(text, &[key]).map_err(|problem| problem.to_string())?;
    let seconds = |at: Timestamp| at.millis() / 1000;
    let claims = serde_json::json!({
        "iss": card.issuer, "exp": seconds(card.expires), "nbf": seconds(card.not_before),
        "iat": seconds(card.issued), "number": card.number, "initials": card.initials,
        "until": card.paid_until, "programmes": card.programmes,
    });
    Ok(claims.to_string())
}

fn hex(text: &str) -> Option<Vec<u8>> {
    let pair = |at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok();
    (0..text.len()).step_by(2).map(pair).collect()
}

fn bound(line: &str) -> Result<String, String> {
    let mut parts = line.splitn(3, '\t');
    let mut next = || parts.next().ok_or_else(|| "three parts".to_owned());
    let (amount, bill, payload) = (next()?, next()?, next()?);
    let amount = Rupiah(amount.parse().map_err(|_| "no amount".to_owned())?);
    let payload = QrisPayload::parse(payload).map_err(|problem| problem.to_string())?;
    let bound = payload.with_amount(amount, Some(bill).filter(|bill| !bill.is_empty()));
    Ok(bound
        .map_err(|problem| problem.to_string())?
        .text()
        .to_owned())
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
        keep(
            format!("qr-{scale:02}.png"),
            "QRCode",
            &payload,
            code.png(scale),
        )?;
    }
    let texts = [
        "8881001234567890",
        "CONTOH-12345",
        "123",
        "A1B2C3",
        "00000000000",
        "contoh 12",
        "9",
        "1234567890123A",
    ];
    for (number, text) in texts.into_iter().enumerate() {
        for wide in 1..5 {
            let bars = Code128::new(text).map_err(std::io::Error::other)?;
            keep(
                format!("bars-{number}-{wide}.png"),
                "Code128",
                text,
                bars.png(wide, 40 * wide),
            )?;
        }
    }
    std::fs::write(
        folder.join("codes.json"),
        serde_json::Value::from(list).to_string(),
    )
}

/// Heirs' cards of every state in both languages, and papers with all that a paper can hold.
fn papers(folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let content = Content::built_in().map_err(std::io::Error::other)?;
    let mut list = Vec::new();
    let mut keep = |name: &str, paper: &Paper, code: Option<&str>| {
        let mut holds: Vec<&str> = vec![&paper.title, &paper.footer];
        for block in &paper.blocks {
            match block {
                Block::Heading(text)
                | Block::Text(text)
                | Block::Strong(text)
                | Block::Small(text)
                | Block::Code(_, text) => holds.push(text),
                Block::Rows(rows) => {
                    holds.extend(
                        rows.iter()
                            .flat_map(|(label, value)| [label.as_str(), value]),
                    );
                }
                Block::Steps(lines) | Block::Items(lines) => {
                    holds.extend(lines.iter().map(String::as_str));
                }
            }
        }
        list.push(serde_json::json!({
            "file": name, "pages": paper.pages(), "lang": paper.lang.code(),
            "title": paper.title, "holds": holds, "code": code,
        }));
        std::fs::write(folder.join(name), paper.pdf())
    };
    let months = ["2026-11", "2026-12", "2027-01", "2027-02", "2027-03"];
    for lang in Lang::ALL {
        for (count, on) in [
            (5, "2027-03-20"),
            (1, "2026-11-20"),
            (5, "2027-05-20"),
            (5, "2028-01-01"),
            (0, "2026-11-20"),
        ] {
            let cover = cover(&content, &months[..count], on)
                .ok_or_else(|| std::io::Error::other("no month"))?;
            let facts = HeirsFacts {
                name: Some("SITI CONTOH"),
                number: Some("3201 •••• •••• 0001"),
                cover: &cover,
            };
            let card = heirs_card(&content, lang, &facts);
            keep(
                &format!("heirs-{}-{count}-{on}.pdf", lang.code()),
                &card,
                None,
            )?;
        }
    }
    let payload = sample(7);
    let code = Modules::qr(&payload).map_err(std::io::Error::other)?;
    let row = |number: u32| {
        (
            format!("Iuran bulan ke-{number}"),
            format!("Rp{number}6.800"),
        )
    };
    let long = "Tagihan untuk Nuñez, Désirée & “Koperasi Contoh” (50 % × 2) – selesai.".to_owned();
    for (name, count) in [("all.pdf", 3), ("long.pdf", 120)] {
        let paper = Paper {
            lang: Lang::Id,
            title: "Tanda terima (contoh) \\ 1".to_owned(),
            blocks: vec![
                Block::Strong("Rp16.800".to_owned()),
                Block::Rows((1..=count).map(row).collect()),
                Block::Text(long.repeat(3)),
                Block::Code(code.clone(), "Kode QRIS".to_owned()),
                Block::Small(long.clone()),
            ],
            footer: "Payung · contoh".to_owned(),
        };
        keep(name, &paper, Some(&payload))?;
    }
    std::fs::write(
        folder.join("papers.json"),
        serde_json::Value::from(list).to_string(),
    )
}

fn cover(content: &Content, months: &[&str], on: &str) -> Option<Cover> {
    let mut paid = Vec::new();
    for month in months {
        let month: Month = month.parse().ok()?;
        paid.push(PaidMonth {
            month,
            paid_on: month.first_day(),
            programmes: vec![Programme::Jkk, Programme::Jkm, Programme::Jht],
            sponsor: None,
        });
    }
    let paid = PaidMonths::new(None, paid);
    Some(Cover::of(
        &content.cover,
        &content.calendar,
        &paid,
        on.parse().ok()?,
    ))
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
