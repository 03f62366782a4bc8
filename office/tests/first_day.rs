//! `docs/first-day.md`, line by line, on an empty folder and free ports. What needs root is left
//! out, as the page says.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod common;

use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use common::browser::{Browser, text};
use common::phone::Phone;
use payung_model::sealed::TrustFile;

fn page() -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/first-day.md"))
        .unwrap()
}

/// A port that is free now.
fn port() -> String {
    TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
        .to_string()
}

#[test]
fn the_lines_of_the_first_day_lead_to_a_phone_that_registers_and_an_officer_who_accepts() {
    let place = tempfile::tempdir().unwrap();
    let root = place.path().to_str().unwrap();
    for folder in ["srv", "media/copies", "etc", "var/lib"] {
        std::fs::create_dir_all(place.path().join(folder)).unwrap();
    }
    let (phones, officers, metrics) = (port(), port(), port());
    let page = page();
    let block = page
        .split("```sh\n")
        .nth(1)
        .unwrap()
        .split("```")
        .next()
        .unwrap();
    let lines: Vec<&str> = block.lines().collect();
    assert_eq!(lines.len(), 15, "fifteen lines are promised");
    let mut script = String::from("set -eu\ntrap 'kill $(jobs -p) 2>/dev/null' EXIT\n");
    for line in lines.iter().filter(|line| !line.contains("# root")) {
        let line = line
            .replace("/srv/", &format!("{root}/srv/"))
            .replace("/media/", &format!("{root}/media/"))
            .replace("/etc/payung", &format!("{root}/etc/payung"))
            .replace("/var/lib/", &format!("{root}/var/lib/"))
            .replace("127.0.0.1:8080", &format!("127.0.0.1:{phones}"))
            .replace("127.0.0.1:8081", &format!("127.0.0.1:{officers}"))
            .replace("127.0.0.1:9180", &format!("127.0.0.1:{metrics}"))
            .replace(
                "https://office.example.id",
                &format!("http://127.0.0.1:{phones}"),
            )
            .replace(
                "https://kantor.example.id",
                &format!("http://127.0.0.1:{officers}"),
            );
        let line = if line.starts_with("office officer add") {
            format!("echo 'payung hujan pasar' | {line}")
        } else {
            line
        };
        script.extend([line.as_str(), "\n"]);
    }
    script += "echo DONE\nread -r _\n";
    let office = Path::new(env!("CARGO_BIN_EXE_office"));
    let path = format!(
        "{}:{}",
        office.parent().unwrap().display(),
        std::env::var("PATH").unwrap()
    );
    let log = std::fs::File::create(place.path().join("log")).unwrap();
    let mut child = Command::new("bash")
        .args(["-c", &script])
        .env("PATH", path)
        .env_remove("PAYUNG_OFFICE_KEYS")
        .env("PAYUNG_OFFICER", "contoh")
        .current_dir(place.path())
        .stdin(Stdio::piped())
        .stdout(log.try_clone().unwrap())
        .stderr(log)
        .spawn()
        .unwrap();
    let said = || std::fs::read_to_string(place.path().join("log")).unwrap();
    let is_there = |port: &str| TcpStream::connect(format!("127.0.0.1:{port}")).is_ok();
    for _ in 0..600 {
        if said().contains("DONE") && is_there(&phones) && is_there(&officers) {
            break;
        }
        assert!(child.try_wait().unwrap().is_none(), "{}", said());
        std::thread::sleep(Duration::from_millis(100));
    }
    let trust =
        TrustFile::parse(&std::fs::read(place.path().join("srv/trust.json")).unwrap()).unwrap();
    assert_eq!(trust.office, format!("http://127.0.0.1:{phones}"));
    let phone = Phone::new(&format!("127.0.0.1:{phones}"), &trust.office_keys[0]);
    assert_eq!(phone.record(1).status, 201, "{}", said());
    // An admin sets up an authenticator app at the first sign-in.
    let mut dewi = Browser::new(&format!("127.0.0.1:{officers}"));
    let asked = text(&dewi.sign_in("dewi", "payung hujan pasar"));
    let code = common::app::code(&common::app::secret_on(&asked), common::app::now());
    let ticket = common::app::field(&asked, "ticket");
    let fields = [("name", "dewi"), ("ticket", &ticket), ("code", &code)];
    let answer = dewi.send_keeping("/sign-in/code", &fields);
    assert!(text(&answer).contains("Kode cadangan"), "{}", text(&answer));
    let path = format!("/registrations/{}", phone.id);
    for _ in 0..100 {
        if dewi.see(&path).contains("value=\"accept\"") {
            break;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    assert_eq!(
        dewi.post(&path, &[("verdict", "accept"), ("revision", "1")])
            .status,
        303
    );
    let doctor = said();
    assert!(
        doctor.contains("ok    controller") && doctor.contains("ok    backup"),
        "{doctor}"
    );
    assert!(!doctor.contains("BAD"), "{doctor}");
    assert!(
        doctor.contains("0 registrations and 0 photos as of"),
        "{doctor}"
    );
    for gone in ["srv/tried", "srv/tried-keys"] {
        assert!(!place.path().join(gone).exists(), "{gone} is left lying");
    }
    drop(child.stdin.take());
    child.wait().unwrap();
}

#[test]
fn the_proxy_reads_the_certificates_that_the_page_asks_for() {
    let page = page();
    let line = page
        .lines()
        .find(|line| line.starts_with("certbot"))
        .unwrap();
    // Each call makes one certificate, in a folder of its first name.
    let made: Vec<&str> = line
        .split("certbot ")
        .filter_map(|call| call.split("-d ").nth(1)?.split_whitespace().next())
        .collect();
    let nginx = Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy/nginx.conf");
    let nginx = std::fs::read_to_string(nginx).unwrap();
    let read: Vec<&str> = nginx
        .lines()
        .filter_map(|line| line.trim().strip_prefix("ssl_certificate"))
        .map(|line| {
            line.split("/live/")
                .nth(1)
                .and_then(|path| path.split('/').next())
                .unwrap()
        })
        .collect();
    assert_eq!(read.len(), 4, "certificate and key of two names");
    for name in read {
        assert!(made.contains(&name), "{name} is not among {made:?}");
    }
}
