//! What a registration costs of the worker's data.

use payung_tests::office::Office;
use payung_tests::phone::Phone;
use payung_tests::wire::Wire;
use payung_tests::{Outcome, samples};

use crate::row::Row;

/// One registration from the first byte to *received*, counted where it passes: HTTP in both directions, without TLS
/// (the wire is a loopback). The terminal sends it, as in the demo.
pub fn registration() -> Outcome<Vec<Row>> {
    let folder = tempfile::tempdir()?;
    let wire = Wire::new()?;
    let office = Office::found(folder.path(), &wire.url)?;
    let serving = office.serve("127.0.0.1:0")?;
    wire.connect(Some(serving.address()));
    let phone = Phone::new(folder.path());
    let answers = folder.path().join("answers");
    samples::write(&answers, &samples::answers(), None)?;
    std::fs::write(answers.join("ktp.jpg"), samples::ktp(4000, 3000, None)?)?;
    let (document, code) = phone.register(&answers)?;
    if code != 0 {
        return Err(format!("the registration did not arrive: exit {code}: {document}").into());
    }
    let photo = sealed_photos(&phone)? as f64;
    let rest = (wire.passed() + wire.came_back()) as f64 - photo;
    Ok(vec![
        Row::alone("KTP on the wire", "B", vec![photo]).budget("≤ 80,000 B", |_| photo <= 80_000.0),
        Row::alone("all else on the wire, both ways, without TLS", "B", vec![rest])
            .budget("≤ 25,000 B", |_| rest <= 25_000.0),
    ])
}

/// Bytes of the sealed photos in the phone's folder: as they are sent.
fn sealed_photos(phone: &Phone) -> Outcome<u64> {
    let mut bytes = 0;
    for file in std::fs::read_dir(phone.home.join("photos"))? {
        bytes += file?.metadata()?.len();
    }
    if bytes == 0 { Err("no photo was kept".into()) } else { Ok(bytes) }
}
