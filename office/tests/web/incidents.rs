//! Reports of incidents: in the queue with their clock, their papers beside the registration,
//! answered in words.

use super::*;
use crate::common::phone::Photo;

/// It happened on 22 November 2026; the phone seals on the 23rd at 09:00.
const REPORTED: &[(&str, &str)] = &[
    ("who_reports", "family"),
    ("happened", "2026-11-22"),
    ("happened_time", "07:30"),
    ("papers_accident", "police,receipts"),
];

impl Scene {
    /// A report with photos, which came and was opened.
    fn reported(&self, first: &Phone, answers: &[(&'static str, &str)]) -> Phone {
        let mut phone = Phone::new(&self.office.address, &self.key)
            .asking("incident_accident", answers)
            .completing(first);
        phone.purpose = "incident";
        phone.photos = vec![
            Photo::of("paper_police_1", b"CONTOH 1"),
            Photo::of("paper_receipts_2", b"CONTOH 2"),
        ];
        assert_eq!(phone.record(1).status, 201);
        assert_eq!(phone.state(), "receiving", "not before all is on the disk");
        for photo in &phone.photos {
            phone.upload(photo);
        }
        assert_eq!(phone.state(), "received");
        self.house.run(&["open"]);
        phone
    }
}

#[test]
fn a_report_is_seen_beside_the_registration_and_answered_in_words() {
    let scene = scene();
    let first = scene.received(|_| {});
    let report = scene.reported(&first, REPORTED);
    let dewi = scene.browser("dewi");

    let queue = dewi.see("/queue?purpose=incident");
    for seen in [
        &report.id.to_string(),
        "laporan kejadian",
        "dilaporkan pada waktunya, batas 48 jam",
        "jawab paling lambat 24 November 2026, 1 hari kerja lagi",
    ] {
        assert!(queue.contains(seen), "{seen}: {queue}");
    }
    let late = "<p class=\"mark\">dilaporkan";
    assert!(!queue.contains(late), "{queue}");

    // From the registration to the report, with its photos and their zoom, and both side by side.
    let about = dewi.see(&path(&first));
    let receipt = report.id.receipt();
    assert!(about.contains("Laporan kejadian: ") && about.contains(&receipt));
    let page = dewi.see(&path(&report));
    let photo = format!("{}/photos/{}", path(&report), report.photos[0].digest);
    for seen in [
        photo.as_str(),
        "Laporan polisi",
        "Kuitansi, lembar 2",
        "name=\"zoom-1\" value=\"4\"",
        "dilaporkan pada waktunya",
        "Jawab</button>",
    ] {
        assert!(page.contains(seen), "{seen}: {page}");
    }
    let beside = dewi.see(&format!("{}/beside/{}", path(&report), first.id.receipt()));
    assert!(
        beside.contains(&photo) && beside.contains("SITI CONTOH"),
        "{beside}"
    );
    let got = dewi.get(&photo);
    assert_eq!(
        (got.status, got.headers["content-type"].as_str()),
        (200, "image/jpeg")
    );
    let log = scene.house.run(&["audit", "--json"]);
    let look = format!("revision 1 {}", &report.photos[0].digest.to_string()[..8]);
    assert!(log.contains(&look), "{log}");

    let silent = [("verdict", "accept"), ("revision", "1")];
    assert_eq!(dewi.post(&path(&report), &silent).status, 422);
    let words = ("words", "CONTOH: bawa kuitansi asli ke cabang.");
    let fields = [silent[0], silent[1], words];
    assert_eq!(dewi.post(&path(&report), &fields).status, 303);
    assert_eq!(opened_reply(&report).words.reveal(), words.1);
    assert_eq!(first.state(), "received", "the registration is as it was");
}

#[test]
fn a_death_at_work_is_said_to_have_the_clock_of_an_accident_and_any_other_is_not() {
    let scene = scene();
    let first = scene.received(|_| {});
    let death = |at_work: &'static str| {
        let answers = [
            ("heir_reports", "family"),
            ("at_work", at_work),
            ("happened", "2026-11-22"),
            ("happened_time", "07:30"),
        ];
        let mut phone = Phone::new(&scene.office.address, &scene.key)
            .asking("incident_death", &answers)
            .completing(&first);
        phone.purpose = "incident";
        assert_eq!(phone.record(1).status, 201);
        scene.house.run(&["open"]);
        phone
    };
    let dewi = scene.browser("dewi");
    let (hours, steps) = ("batas 48 jam", "langkah kecelakaan kerja, lapor 2 x 24 jam");
    for (at_work, holds) in [("yes", true), ("unsure", true), ("no", false)] {
        let page = dewi.see(&path(&death(at_work)));
        assert_eq!(page.contains(hours), holds, "{at_work}: {page}");
        assert_eq!(page.contains(steps), holds, "{at_work}: {page}");
    }
    let queue = dewi.see("/queue?purpose=incident&flag=at_work");
    assert_eq!(queue.matches(hours).count(), 2, "{queue}");
}

#[test]
fn a_report_after_the_hours_is_said_to_be_late_and_is_erased_with_its_photos() {
    let scene = scene();
    let first = scene.received(|_| {});
    let late: Vec<(&str, &str)> = REPORTED
        .iter()
        .map(|(question, value)| match *question {
            "happened" => ("happened", "2026-11-20"),
            other => (other, *value),
        })
        .collect();
    let unsure = [("happened", "2026-11-21")];
    let (late, unsure) = (
        scene.reported(&first, &late),
        scene.reported(&first, &unsure),
    );
    let listed = scene
        .house
        .json(&["list", "--purpose", "incident", "--json"]);
    let flags = |phone: &Phone| {
        let id = phone.id.to_string();
        let mut lines = listed.as_array().unwrap().iter();
        lines.find(|line| line["id"] == id.as_str()).unwrap()["flags"].to_string()
    };
    assert!(flags(&late).contains("\"report_late\""), "{listed}");
    assert!(
        flags(&unsure).contains("\"report_time_unsure\""),
        "{listed}"
    );
    let rina = scene.browser("rina");
    let queue = rina.see("/queue?purpose=incident&flag=report_late");
    assert!(queue.contains(&late.id.to_string()) && !queue.contains(&unsure.id.to_string()));
    assert!(
        queue.contains("dilaporkan sesudah lewat batas waktu"),
        "{queue}"
    );

    // Retention and erasing treat it as every registration; erasing what it is about names it.
    let output = scene
        .house
        .command(&["erase", &first.id.to_string(), "--why", "CONTOH"]);
    let said = { output }.output().unwrap();
    let said = String::from_utf8_lossy(&said.stderr).into_owned();
    assert!(
        said.contains(&late.id.receipt()) && said.contains("still here"),
        "{said}"
    );
    scene
        .house
        .run(&["erase", &late.id.to_string(), "--why", "CONTOH"]);
    assert_eq!(late.ask("GET", &late.path()).status, 410);
    assert_eq!(
        rina.get(&format!("{}/photos/{}", path(&late), late.photos[0].digest))
            .status,
        404
    );
}
