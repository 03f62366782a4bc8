//! A worker registers, end to end, with the real terminal and the real office.

use payung_tests::clock::Time;
use payung_tests::office::Office;
use payung_tests::phone::{KEPT_FOR_LATER, Phone};
use payung_tests::wire::Wire;
use payung_tests::{Outcome, samples};
use serde_json::{Value, json};

/// An office that is founded and not running, the wire to it, and a phone that trusts it.
struct World {
    folder: tempfile::TempDir,
    office: Office,
    wire: Wire,
    phone: Phone,
}

impl World {
    fn new() -> Outcome<Self> {
        let folder = tempfile::tempdir()?;
        let wire = Wire::new()?;
        let office = Office::found_by(folder.path(), &wire.url, Time::Machine)?;
        let phone = office.phone();
        samples::write(&folder.path().join("answers"), &samples::answers(), None)?;
        Ok(Self {
            folder,
            office,
            wire,
            phone,
        })
    }

    fn register(&self) -> Outcome<(String, i32)> {
        let (view, code) = self.phone.register(&self.folder.path().join("answers"))?;
        Ok((
            view["registration"].as_str().unwrap_or_default().to_owned(),
            code,
        ))
    }

    fn state(&self, registration: &str) -> Outcome<Value> {
        Ok(self.phone.json(&["status", registration])?.0["state"].clone())
    }

    fn keys(&self) -> String {
        self.office.keys.to_string_lossy().into_owned()
    }
}

#[test]
fn a_worker_registers_while_the_office_runs_and_is_accepted() -> Outcome<()> {
    let world = World::new()?;
    let serving = world.office.serve_with_rates("127.0.0.1:0")?;
    world.wire.connect(Some(serving.address()));
    let (registration, code) = world.register()?;
    assert_eq!(code, 0);
    assert_eq!(world.state(&registration)?, "received");
    world.office.open()?;
    world.office.run(&["accept", &registration])?;
    world.phone.run(&["sync"])?;
    assert_eq!(world.state(&registration)?, "accepted");
    assert!(serving.stop()?, "the office ends well");
    Ok(())
}

#[test]
fn what_the_officer_reads_is_what_the_worker_answered() -> Outcome<()> {
    let world = World::new()?;
    let serving = world.office.serve_with_rates("127.0.0.1:0")?;
    world.wire.connect(Some(serving.address()));
    let (registration, _) = world.register()?;
    world.office.open()?;
    let photos = world.folder.path().join("officer");
    let photos = photos.to_string_lossy();
    let shown = world.office.json(&[
        "show",
        &registration,
        "--keys",
        &world.keys(),
        "--photos",
        &photos,
    ])?;
    let answer = |question: &str| {
        let answers = shown["answers"].as_array().cloned().unwrap_or_default();
        answers
            .iter()
            .find(|answer| answer["question"] == question)
            .map(|answer| answer["value"].clone())
    };
    assert_eq!(answer("nik"), Some(json!(samples::NIK)));
    assert_eq!(answer("name"), Some(json!("SITI CONTOH")));
    assert_eq!(answer("birth_date"), Some(json!("1990-01-15")));
    assert_eq!(answer("phone"), Some(json!("+6281200000001")));
    assert_eq!(answer("programmes"), Some(json!("jkk,jkm,jht")));
    let pictures: Vec<_> = std::fs::read_dir(&*photos)?.collect::<Result<_, _>>()?;
    assert_eq!(pictures.len(), 1);
    let picture = std::fs::read(pictures[0].path())?;
    assert!(
        picture.starts_with(&[0xff, 0xd8]) && picture.len() <= 80_000,
        "a JPEG of at most 80 kB: {}",
        picture.len()
    );
    Ok(())
}

#[test]
fn without_a_network_it_is_kept_and_goes_later() -> Outcome<()> {
    let world = World::new()?;
    let (registration, code) = world.register()?;
    assert_eq!(code, KEPT_FOR_LATER);
    let serving = world.office.serve_with_rates("127.0.0.1:0")?;
    world.wire.connect(Some(serving.address()));
    let (report, code) = world.phone.json(&["sync"])?;
    assert_eq!((code, &report["received"]), (0, &json!(1)), "{report}");
    assert_eq!(world.state(&registration)?, "received");
    Ok(())
}

#[test]
fn a_line_cut_at_any_place_is_resumed_and_the_office_has_one_registration() -> Outcome<()> {
    for cut in [1, 700, 3000, 9000, 40_000] {
        let world = World::new()?;
        let serving = world.office.serve_with_rates("127.0.0.1:0")?;
        world.wire.connect(Some(serving.address()));
        world.wire.cut_after(cut);
        let (registration, code) = world.register()?;
        assert!(
            world.wire.cuts() == 1 || code == 0,
            "cut after {cut}: exit {code}"
        );
        let (report, code) = world.phone.json(&["sync"])?;
        assert_eq!(code, 0, "cut after {cut}: {report}");
        assert_eq!(world.state(&registration)?, "received", "cut after {cut}");
        let listed = world.office.json(&["list"])?;
        assert_eq!(
            listed.as_array().map(Vec::len),
            Some(1),
            "cut after {cut}: {listed}"
        );
    }
    Ok(())
}

#[test]
fn a_correction_asks_only_what_is_wrong_and_sends_revision_two_without_the_photo() -> Outcome<()> {
    let world = World::new()?;
    let serving = world.office.serve_with_rates("127.0.0.1:0")?;
    world.wire.connect(Some(serving.address()));
    let (registration, _) = world.register()?;
    world.office.open()?;
    world.office.run(&[
        "correct",
        &registration,
        "--keys",
        &world.keys(),
        "--question",
        "phone=CONTOH: nomor lain",
    ])?;
    world.phone.run(&["sync"])?;
    let (status, _) = world.phone.json(&["status", &registration])?;
    assert_eq!(status["state"], "needs_correction");
    assert_eq!(status["corrections"][0]["words"], "CONTOH: nomor lain");
    let file = world.folder.path().join("correction.json");
    std::fs::write(&file, json!({"phone": "0813 0000 0002"}).to_string())?;
    let before = world.wire.passed();
    let (view, code) = world.phone.json(&[
        "correct",
        &registration,
        "--answers",
        &file.to_string_lossy(),
    ])?;
    assert_eq!((code, &view["revision"]), (0, &json!(2)), "{view}");
    assert!(
        world.wire.passed() - before < 10_000,
        "{} bytes for a correction",
        world.wire.passed() - before
    );
    world.office.open()?;
    let shown = world
        .office
        .json(&["show", &registration, "--keys", &world.keys()])?;
    assert!(
        shown.to_string().contains("+6281300000002")
            && !shown.to_string().contains("+6281200000001")
    );
    Ok(())
}

#[test]
fn a_try_without_a_connection_sends_nothing_so_it_can_be_taken_back_and_sent_once() -> Outcome<()> {
    let world = World::new()?;
    let (registration, code) = world.register()?;
    assert_eq!(
        (code, world.state(&registration)?),
        (KEPT_FOR_LATER, json!("ready"))
    );
    let (status, _) = world.phone.json(&["status", &registration])?;
    assert_eq!(
        status["bytes_sent"], 0,
        "nothing left, so nothing is counted"
    );
    let (step, _) = world.phone.json(&["take-back", &registration])?;
    assert_eq!(step["screen"], "review", "{step}");
    let (drafts, _) = world.phone.json(&["drafts"])?;
    let draft = drafts[0]["draft"].as_str().ok_or("no draft")?.to_owned();
    let serving = world.office.serve_with_rates("127.0.0.1:0")?;
    world.wire.connect(Some(serving.address()));
    let file = world.folder.path().join("nothing.json");
    std::fs::write(&file, "{}")?;
    let (view, code) =
        world
            .phone
            .json(&["resume", &draft, "--answers", &file.to_string_lossy()])?;
    assert_eq!((code, &view["state"]), (0, &json!("received")), "{view}");
    assert_eq!(
        world.office.json(&["list"])?.as_array().map(Vec::len),
        Some(1)
    );
    Ok(())
}

#[test]
fn what_left_with_its_first_byte_cannot_be_taken_back() -> Outcome<()> {
    let world = World::new()?;
    let serving = world.office.serve_with_rates("127.0.0.1:0")?;
    world.wire.connect(Some(serving.address()));
    world.wire.cut_after(1);
    let (registration, code) = world.register()?;
    assert_eq!(
        (code, world.state(&registration)?),
        (KEPT_FOR_LATER, json!("sending"))
    );
    let refused = world.phone.run(&["take-back", &registration])?;
    assert_eq!(refused.status.code(), Some(2));
    assert_eq!(world.state(&registration)?, "sending");
    Ok(())
}

#[test]
fn withdrawing_reaches_the_office_with_the_next_sync() -> Outcome<()> {
    let world = World::new()?;
    let serving = world.office.serve_with_rates("127.0.0.1:0")?;
    world.wire.connect(Some(serving.address()));
    let (registration, _) = world.register()?;
    let (view, _) = world.phone.json(&["withdraw", &registration])?;
    assert_eq!(view["withdraw_wanted"], true);
    world.phone.run(&["sync"])?;
    assert_eq!(world.state(&registration)?, "withdrawn");
    let listed = world.office.json(&["list", "--state", "withdrawn"])?;
    assert_eq!(listed.as_array().map(Vec::len), Some(1));
    Ok(())
}

#[test]
fn a_refusal_comes_with_its_words() -> Outcome<()> {
    let world = World::new()?;
    let serving = world.office.serve_with_rates("127.0.0.1:0")?;
    world.wire.connect(Some(serving.address()));
    let (registration, _) = world.register()?;
    world.office.open()?;
    world.office.run(&[
        "refuse",
        &registration,
        "--words",
        "CONTOH: datang ke kantor cabang",
    ])?;
    world.phone.run(&["sync"])?;
    let (status, _) = world.phone.json(&["status", &registration])?;
    assert_eq!(
        (&status["state"], &status["reply"]),
        (&json!("refused"), &json!("CONTOH: datang ke kantor cabang"))
    );
    Ok(())
}

#[test]
fn two_people_on_one_phone_register_and_each_keeps_a_receipt() -> Outcome<()> {
    let world = World::new()?;
    let serving = world.office.serve_with_rates("127.0.0.1:0")?;
    world.wire.connect(Some(serving.address()));
    world.register()?;
    let mut second = samples::answers();
    second["nik"] = json!("3201011501850002");
    second["birth_date"] = json!("15-01-1985");
    second["name"] = json!("BUDI CONTOH");
    samples::write(&world.folder.path().join("answers"), &second, None)?;
    world.register()?;
    let (all, _) = world.phone.json(&["status"])?;
    let receipts: std::collections::BTreeSet<String> = all
        .as_array()
        .into_iter()
        .flatten()
        .map(|one| one["receipt"].to_string())
        .collect();
    assert_eq!(receipts.len(), 2, "{all}");
    Ok(())
}
