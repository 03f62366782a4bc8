//! What a registration costs of the worker's data.

use payung_tests::line::Line;
use payung_tests::nginx::Nginx;
use payung_tests::office::Office;
use payung_tests::phone::Phone;
use payung_tests::wire::Wire;
use payung_tests::{Outcome, samples};

use crate::row::Row;

/// One registration from the first byte to *received*, over mobile data, counted where it passes:
/// HTTP in both directions, without TLS (the wire is a loopback). The terminal sends it, as in the
/// demo; then it asks for newer rules, as it would by Wi-Fi or a day later. What TLS, the heads of
/// packets and a 2G line add is calculated (`payung_tests::line`); the cuts of such a line are in
/// `tests/tests/line.rs`.
pub fn registration() -> Outcome<Vec<Row>> {
    let folder = tempfile::tempdir()?;
    let wire = Wire::new()?;
    let office = Office::found(folder.path(), &wire.url)?;
    let serving = office.serve_with_rates("127.0.0.1:0")?;
    wire.connect(Some(serving.address()));
    let phone = office.phone();
    let answers = folder.path().join("answers");
    samples::write(&answers, &samples::answers(), None)?;
    std::fs::write(answers.join("ktp.jpg"), samples::ktp(4000, 3000, None)?)?;
    let file = answers.join("answers.json");
    let (document, code) = phone.json(&[
        "--metered",
        "register",
        "--answers",
        &file.to_string_lossy(),
    ])?;
    if code != 0 {
        return Err(format!("the registration did not arrive: exit {code}: {document}").into());
    }
    let photo = sealed_photos(&phone)? as f64;
    let traffic = wire.traffic();
    let both_ways = traffic.up + traffic.down;
    let rest = both_ways as f64 - photo;
    let air = Line::GPRS.carry(&traffic);
    let (on_air, seconds) = (air.bytes as f64, air.time.as_secs_f64());
    phone.json(&["sync"])?;
    let rules = (wire.passed() + wire.came_back() - both_ways) as f64;
    Ok(vec![
        Row::alone("KTP on the wire", "B", vec![photo])
            .budget("≤ 80,000 B", |_| photo <= 80_000.0),
        Row::alone(
            "all else on the wire, both ways, without TLS",
            "B",
            vec![rest],
        )
        .budget("≤ 25,000 B", |_| rest <= 25_000.0),
        Row::alone("all of it on 2G, with TLS and heads", "B", vec![on_air])
            .budget("≤ 150,000 B", |_| on_air <= 150_000.0),
        Row::alone(
            "its time on that line (20 kbit/s up, 800 ms)",
            "s",
            vec![seconds],
        )
        .budget("≤ 120 s", |_| seconds <= 120.0),
        Row::alone(
            "newer rules, deflated, and a question for news",
            "B",
            vec![rules],
        ),
    ])
}

/// What a registration with its card costs on a line that breaks three times while the photo goes:
/// all that passed towards the office, as a multiple of the photo. Behind nginx as it is installed,
/// what came before a cut is lost.
pub fn three_cuts() -> Outcome<Vec<Row>> {
    let mut rows = Vec::new();
    for (what, behind_nginx) in [
        ("a photo with three cuts, up", false),
        ("the same behind nginx", true),
    ] {
        let folder = tempfile::tempdir()?;
        let wire = Wire::new()?;
        let office = Office::found(folder.path(), &wire.url)?;
        let serving = office.serve_with_rates("127.0.0.1:0")?;
        let nginx = if behind_nginx {
            Nginx::start(&folder.path().join("nginx"), serving.address())?
        } else {
            None
        };
        if behind_nginx && nginx.is_none() {
            rows.push(Row::skipped(
                what,
                "no nginx here (./payung doctor says what to install)",
            ));
            continue;
        }
        wire.connect(Some(
            nginx.as_ref().map_or(serving.address(), Nginx::address),
        ));
        let phone = office.phone();
        let answers = folder.path().join("answers");
        samples::write(&answers, &samples::answers(), None)?;
        std::fs::write(answers.join("ktp.jpg"), samples::ktp(4000, 3000, None)?)?;
        let file = answers.join("answers.json");
        let (view, _) = phone.json(&[
            "--metered",
            "register",
            "--no-sync",
            "--answers",
            &file.to_string_lossy(),
        ])?;
        let registration = view["registration"].as_str().unwrap_or_default().to_owned();
        let photo = sealed_photos(&phone)? as f64;
        wire.cut_times(20_000, 3);
        for _ in 0..12 {
            phone.json(&["sync", "--metered"])?;
            if phone.json(&["status", &registration])?.0["state"] == "received" {
                break;
            }
        }
        let (up, cuts) = (wire.passed() as f64, wire.cuts());
        if phone.json(&["status", &registration])?.0["state"] != "received" || cuts != 3 {
            return Err(format!("{what}: not received, or {cuts} cuts").into());
        }
        let budget = if behind_nginx { 2.0 } else { 1.2 };
        let row = Row::of_rounds(what, "B", "the photo itself", &[(up, photo)]);
        rows.push(row.budget(
            if behind_nginx {
                "≤ 2.0 ×"
            } else {
                "≤ 1.2 ×"
            },
            move |row| row.ratio.is_some_and(|ratio| ratio <= budget),
        ));
    }
    Ok(rows)
}

/// Bytes of the sealed photos in the phone's folder: as they are sent.
fn sealed_photos(phone: &Phone) -> Outcome<u64> {
    let mut bytes = 0;
    for file in std::fs::read_dir(phone.home.join("photos"))? {
        bytes += file?.metadata()?.len();
    }
    if bytes == 0 {
        Err("no photo was kept".into())
    } else {
        Ok(bytes)
    }
}
