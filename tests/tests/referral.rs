//! The code of a poster, typed offline, through the real terminal to the real office: counted once,
//! kept with nobody, and not counted when it was removed.

use payung_tests::clock::Time;
use payung_tests::office::Office;
use payung_tests::phone::{KEPT_FOR_LATER, Phone};
use payung_tests::wire::Wire;
use payung_tests::{Outcome, samples};
use serde_json::{Value, json};

struct World {
    folder: tempfile::TempDir,
    office: Office,
    wire: Wire,
}

impl World {
    /// An office that is founded, and not to be reached yet.
    fn new() -> Outcome<Self> {
        let folder = tempfile::tempdir()?;
        let wire = Wire::new()?;
        let office = Office::found_by(folder.path(), &wire.url, Time::Machine)?;
        samples::write(&folder.path().join("answers"), &samples::answers(), None)?;
        Ok(Self {
            folder,
            office,
            wire,
        })
    }

    fn phone(&self, name: &str) -> Phone {
        Phone {
            home: self.folder.path().join(name),
            ..self.office.phone()
        }
    }

    fn register(&self, phone: &Phone) -> Outcome<String> {
        let (view, code) = phone.register(&self.folder.path().join("answers"))?;
        assert_eq!(code, KEPT_FOR_LATER, "{view}");
        Ok(text(&view["registration"]))
    }

    /// Code and number.
    fn counted(&self) -> Outcome<Vec<(String, u64)>> {
        let counts = self.office.store()?.referral_counts()?;
        Ok(counts.into_iter().map(|it| (it.code, it.sent)).collect())
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

#[test]
fn a_code_that_was_typed_offline_is_counted_once_and_a_removed_one_is_not() -> Outcome<()> {
    let world = World::new()?;
    let (phone, other) = (world.phone("phone"), world.phone("other"));
    let (kept, code) = phone.json(&["referral", "pasar-7"])?;
    assert_eq!((&kept["code"], code), (&json!("PASAR7"), 0));
    other.json(&["referral", "WARUNG-2"])?;
    other.json(&["referral", "--remove"])?;
    let first = world.register(&phone)?;
    let second = world.register(&other)?;
    assert_eq!(phone.json(&["home"])?.0["referral"], json!(null), "used");

    let serving = world.office.serve_with_rates("127.0.0.1:0")?;
    world.wire.connect(Some(serving.address()));
    for phone in [&phone, &other] {
        let (report, code) = phone.json(&["sync"])?;
        assert_eq!((code, &report["received"]), (0, &json!(1)), "{report}");
    }
    assert_eq!(world.counted()?, [], "the intake cannot read it");
    world.office.open()?;
    world.office.open()?;
    let once = [("PASAR7".to_owned(), 1)];
    assert_eq!(world.counted()?, once);

    // A correction is not counted again, and takes no new code along.
    world
        .office
        .run(&["correct", &first, "--question", "phone=CONTOH: nomor lain"])?;
    phone.json(&["sync"])?;
    phone.json(&["referral", "WARUNG-2"])?;
    let mended = world.folder.path().join("mended.json");
    std::fs::write(&mended, json!({ "phone": "0812 0000 0002" }).to_string())?;
    let mended = mended.to_string_lossy();
    let (view, code) = phone.json(&["correct", &first, "--answers", &mended])?;
    assert_eq!((code, &view["revision"]), (0, &json!(2)), "{view}");
    world.office.open()?;
    assert_eq!(world.counted()?, once);
    assert_eq!(phone.json(&["referral"])?.0["code"], json!("WARUNG2"));

    // Small numbers are not told, and no page of a person has the code.
    let listed = world.office.json(&["referrals"])?;
    assert_eq!(listed, json!([{ "code": "PASAR7", "fewer_than": 10 }]));
    let csv = world.office.run(&["referrals", "--csv"])?;
    assert_eq!(String::from_utf8(csv.stdout)?, "code,sent\nPASAR7,< 10\n");
    for id in [&first, &second] {
        let shown = world.office.json(&["show", id])?.to_string();
        assert!(
            !shown.contains("PASAR7") && !shown.contains("referral"),
            "{shown}"
        );
    }
    assert!(serving.stop()?);

    world.office.run(&["erase", &first, "--why", "CONTOH"])?;
    assert_eq!(world.counted()?, once, "a count is nobody's");
    Ok(())
}
