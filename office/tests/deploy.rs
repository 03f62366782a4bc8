//! The files in `office/deploy` speak of commands and rules that exist.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod common;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::Parser;
use payung_model::programme::Programme;
use payung_model::sealed::{OfficeKey, RegistrationId};
use payung_model::units::{Month, Rupiah, Timestamp};
use payung_office::billing::{BillLine, BillOrder};
use payung_office::cli::Cli;
use payung_office::desk::Retention;
use payung_office::random::SystemRandom;
use payung_office::store::Store;
use payung_office::store::money::{AcquirerNote, WantedBill};

use common::browser::text;
use common::http::request;
use common::phone::Phone;
use common::{House, NOW_MILLIS, Serving};

fn deploy() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy")
}

fn read(name: &str) -> String {
    std::fs::read_to_string(deploy().join(name)).unwrap()
}

/// Would the program take this command line?
fn is_taken(line: &str) {
    // What the shell makes of it has no blank in it.
    let line = line.replace("$$(date +%%F-%%H%%M)", "NOW");
    let words: Vec<String> = line
        .split_whitespace()
        .map(|word| word.trim_matches(['"', '\'']).to_owned())
        .collect();
    if let Err(error) = Cli::try_parse_from(&words) {
        panic!("{line}: {error}");
    }
}

#[test]
fn every_unit_starts_a_command_that_exists_and_only_those_that_must_see_keys() {
    let mut units = 0;
    for entry in std::fs::read_dir(deploy()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if !name.ends_with(".service") {
            continue;
        }
        units += 1;
        let unit = read(&name);
        let start = unit
            .lines()
            .find_map(|line| line.strip_prefix("ExecStart="))
            .unwrap();
        is_taken(&start[start.find("/usr/local/bin/office").unwrap()..]);
        let opener = name == "payung-opener.service";
        assert_eq!(
            unit.contains("TemporaryFileSystem=/var/lib:ro\nBindPaths=/var/lib/payung\n"),
            !opener,
            "{name}"
        );
        let page = name == "payung-office-web.service";
        let checkpoint = name == "payung-checkpoint.service";
        let backup = name == "payung-backup.service";
        // It locks the key folder, as whatever signs does.
        let renew = name == "payung-renew.service";
        let keyed = opener || page || checkpoint || backup || renew;
        assert_eq!(start.contains("--keys"), keyed, "{name}");
        assert_eq!(
            unit.contains("BindReadOnlyPaths=/var/lib/payung-keys\n"),
            page || checkpoint || backup,
            "{name}"
        );
        assert_eq!(
            unit.contains("BindPaths=/var/lib/payung-keys\n") && !unit.contains("ReadOnlyPaths="),
            renew,
            "{name}"
        );
        assert_eq!(unit.contains("LoadCredential="), keyed, "{name}");
        for rule in [
            "User=payung",
            "UMask=0077",
            "PrivateUsers=yes",
            "NoNewPrivileges=yes",
            "ProtectSystem=strict",
            "LimitCORE=0",
        ] {
            assert!(unit.lines().any(|line| line == rule), "{name} lacks {rule}");
        }
        let apart = unit.contains("PrivateNetwork=yes");
        assert_eq!(apart, !page && name != "payung-intake.service", "{name}");
        assert_eq!(
            unit.contains("IPAddressDeny=any\nIPAddressAllow=localhost\n"),
            page,
            "{name}"
        );
    }
    assert_eq!(units, 7);
}

#[test]
fn systemd_understands_every_line_of_every_unit() {
    // The program is not installed where this is tested, and a unit that starts none is refused.
    let folder = tempfile::tempdir().unwrap();
    let (mut units, mut timers) = (Vec::new(), 0);
    for entry in std::fs::read_dir(deploy()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let kind = Path::new(&name).extension().and_then(|it| it.to_str());
        let is_timer = kind == Some("timer");
        if is_timer || kind == Some("service") {
            let text = read(&name).replace("/usr/local/bin/office", "/bin/true");
            std::fs::write(folder.path().join(&name), text).unwrap();
            timers += usize::from(is_timer);
            units.push(name);
        }
    }
    assert_eq!((units.len(), timers), (11, 4));
    let output = std::process::Command::new("systemd-analyze")
        .args(["verify", "--man=no"])
        .args(units.iter().map(|name| folder.path().join(name)))
        .output();
    let Ok(output) = output else {
        return is_missing("systemd-analyze");
    };
    // It says what it does not know and goes on: silence is what counts.
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let ours: Vec<_> = said
        .lines()
        .filter(|line| line.contains("payung"))
        .collect();
    assert_eq!(ours, Vec::<&str>::new());
}

#[test]
fn the_office_by_hand_has_the_database_of_the_units_and_says_who_called_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    // In place of systemd-run: what it was asked for, one word a line.
    std::fs::write(path("systemd-run"), "#!/bin/sh\nprintf '%s\\n' \"$@\"\n").unwrap();
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o700);
    std::fs::set_permissions(path("systemd-run"), mode).unwrap();
    let asked = |variables: &[(&str, &str)]| -> Vec<String> {
        let output = std::process::Command::new("/bin/sh")
            .arg(deploy().join("payung-office"))
            .args(["show", "7K2M-94QX"])
            .env("PATH", format!("{}:/usr/bin:/bin", folder.path().display()))
            .env_remove("SUDO_USER")
            .env_remove("PAYUNG_OFFICER")
            .envs(variables.iter().copied())
            .output()
            .unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        said.lines().map(str::to_owned).collect()
    };
    let by_root = asked(&[("PAYUNG_OFFICER", "dewi")]);
    // Every unit that reads as the desk names this file, and so must what is done by hand: without it
    // the program would read the file of the data folder, and make an office there.
    let units = [
        "payung-opener.service",
        "payung-office-web.service",
        "payung-backup.service",
    ];
    for unit in units {
        assert!(
            read(unit).contains("\nEnvironmentFile=-/etc/payung/desk.env\n"),
            "{unit}"
        );
    }
    let has = |asked: &[String], word: &str| asked.iter().any(|one| one == word);
    assert!(
        has(&by_root, "--property=EnvironmentFile=-/etc/payung/desk.env"),
        "{by_root:?}"
    );
    assert!(has(&by_root, "--setenv=PAYUNG_OFFICER=dewi"));
    assert!(has(&by_root, "--setenv=PAYUNG_SUDO_USER=root"));
    let by_sudo = asked(&[("SUDO_USER", "sari"), ("PAYUNG_OFFICER", "dewi")]);
    assert!(has(&by_sudo, "--setenv=PAYUNG_OFFICER=sari"), "{by_sudo:?}");
    assert!(has(&by_sudo, "--setenv=PAYUNG_SUDO_USER=sari"));
}

#[test]
fn the_image_starts_what_exists() {
    let file = read("Containerfile");
    let list = |key: &str| -> Vec<String> {
        serde_json::from_str(
            file.lines()
                .find_map(|line| line.strip_prefix(key))
                .unwrap(),
        )
        .unwrap()
    };
    is_taken(&[list("ENTRYPOINT "), list("CMD ")].concat().join(" "));
    let mut commands = 0;
    for line in file.lines().filter_map(|line| {
        line.strip_prefix("#   podman run")?
            .split_once(" payung-office ")
    }) {
        is_taken(&format!("office {}", line.1.split(" > ").next().unwrap()));
        commands += 1;
    }
    assert_eq!(
        commands, 3,
        "trust, opener, page; the intake is what the image starts by itself"
    );
}

#[test]
fn the_example_of_retention_is_read_and_calls_itself_an_example() {
    let rules = Retention::read(&deploy().join("retention.json"))
        .unwrap()
        .unwrap();
    assert!(rules.source.contains("CONTOH") && rules.days.len() == 5);
    assert_eq!(rules.broken, Some(30));
}

/// Says what was not looked at. In CI everything is installed, and a check that did not run failed.
fn is_missing(program: &str) {
    let is_ci = std::env::var_os("CI").is_some_and(|ci| ci == "true");
    assert!(!is_ci, "{program} is missing");
    println!("not tested: {program} is missing");
}

/// Runs a program over files of the deploy folder; false when it is not installed.
fn checked_by(program: &str, args: &[&str]) -> bool {
    let Ok(output) = std::process::Command::new(program)
        .args(args)
        .current_dir(deploy())
        .output()
    else {
        is_missing(program);
        return false;
    };
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    assert!(output.status.success(), "{program} {args:?}: {said}");
    true
}

#[test]
fn the_alerts_are_rules_and_come_when_they_should() {
    if checked_by("promtool", &["check", "rules", "payung-alerts.yml"]) {
        checked_by("promtool", &["test", "rules", "payung-alerts.test.yml"]);
    }
    let rules = read("payung-alerts.yml");
    assert_eq!(
        rules.matches("labels: {severity: ").count(),
        rules.matches("- alert: ").count()
    );
}

/// What an office tells at `/metrics` of both listeners: the lines of its samples.
fn told_by_an_office() -> Vec<String> {
    let (house, key) = House::with_bundle();
    let [of_intake, of_page] = [(); 2].map(|()| {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        free.local_addr().unwrap().to_string()
    });
    let office = house.serve(&["--metrics", &of_intake]);
    // A request, so that requests are counted, and a bill, so that bills are.
    Phone::new(&office.address, &key).record(1);
    let database = house.database.as_deref().unwrap_or("sqlite");
    let store = Store::open_at(&database.parse().unwrap(), &house.data()).unwrap();
    let at = Timestamp::from_millis(NOW_MILLIS).unwrap();
    let [id, payer, member] = [(); 3].map(|()| RegistrationId::new(at, &mut SystemRandom).unwrap());
    let month: Month = "2026-12".parse().unwrap();
    let order = BillOrder {
        id,
        payer,
        lines: vec![BillLine {
            member,
            month,
            parts: vec![(Programme::Jkk, Rupiah(10_000))],
        }],
        last_day: month.last_day(),
        why: "first".into(),
    };
    let wanted = WantedBill {
        order,
        today: at.date(),
        at,
        otherwise: None,
    };
    let key = OfficeKey::new(&mut SystemRandom).unwrap();
    store.want_bill(&wanted, &key).unwrap();
    // Without an acquirer nobody waits for one, and nothing is told of it.
    let note = AcquirerNote {
        read_at: Some(at),
        failures: 1,
    };
    store.note_acquirer(&note).unwrap();
    let _page = Serving::start(house.command(&["web", "--metrics", &of_page]));
    let mut told = Vec::new();
    for listener in [of_intake, of_page] {
        let answer = request(&listener, "GET", "/metrics", &[], &[]);
        assert_eq!(answer.status, 200);
        told.extend(text(&answer).lines().map(str::to_owned));
    }
    told.retain(|line| !line.starts_with('#'));
    told
}

/// Whether a sample has that label, with any value.
fn has_label(sample: &str, label: &str) -> bool {
    let labels = sample.split_once('{').map_or("", |(_, labels)| labels);
    labels.starts_with(&format!("{label}=")) || labels.contains(&format!(",{label}="))
}

#[test]
fn alerts_and_dashboard_ask_only_for_what_an_office_tells() {
    let told = told_by_an_office();
    let dashboard: serde_json::Value = serde_json::from_str(&read("grafana.json")).unwrap();
    let panels = dashboard["panels"].as_array().unwrap();
    let rules = read("payung-alerts.yml");
    let mut asked: Vec<String> = panels
        .iter()
        .flat_map(|panel| panel["targets"].as_array().unwrap())
        .map(|target| target["expr"].as_str().unwrap().to_owned())
        .collect();
    let of_panels = asked.len();
    // An expression is on the line of its name, or on the deeper ones below.
    let mut lines = rules.lines().peekable();
    while let Some(line) = lines.next() {
        let Some(expression) = line.strip_prefix("        expr: ") else {
            continue;
        };
        let mut expression = expression.trim_start_matches('|').to_owned();
        while let Some(more) = lines.next_if(|line| line.starts_with("          ")) {
            expression += more;
        }
        asked.push(expression);
    }
    assert_eq!(
        asked.len() - of_panels,
        rules.matches("- alert: ").count(),
        "each alert has one expression"
    );
    let word = |sign: char| sign.is_ascii_alphanumeric() || sign == '_';
    let mut found = BTreeSet::new();
    for expression in &asked {
        let metrics: Vec<_> = expression
            .split(|sign| !word(sign))
            .filter(|word| word.starts_with("payung_"))
            .collect();
        for metric in &metrics {
            let samples = told.iter().filter(|sample| {
                sample
                    .strip_prefix(metric)
                    .is_some_and(|rest| rest.starts_with([' ', '{']))
            });
            let samples: Vec<_> = samples.collect();
            assert!(
                !samples.is_empty(),
                "{metric} in {expression} is told by no office: {told:#?}"
            );
            // What an expression groups by or compares is a label that the metric has.
            let groups = expression.split("by (").skip(1);
            let groups = groups.map(|rest| rest.split(')').next().unwrap());
            let matchers = expression.split(*metric).skip(1);
            let matchers = matchers.filter_map(|rest| rest.strip_prefix('{')?.split('}').next());
            for label in groups
                .chain(matchers)
                .flat_map(|labels| labels.split(','))
                .map(|label| label.split(['=', '!']).next().unwrap().trim())
            {
                assert!(
                    samples.iter().all(|sample| has_label(sample, label)),
                    "{metric} has no label {label} in {expression}: {samples:?}"
                );
            }
            found.insert((*metric).to_owned());
        }
        let foreign = expression.contains("up{job=\"payung\"}");
        assert!(foreign || !metrics.is_empty(), "{expression} asks nothing");
    }
    // A figure that nobody looks at is told for nothing, but for those that only people ask for.
    let by_hand = [
        "payung_processes",
        "payung_request_bytes_total",
        "payung_audit_rows",
    ];
    let unseen: BTreeSet<&str> = told
        .iter()
        .filter_map(|sample| sample.split([' ', '{']).next())
        .filter(|metric| !found.contains(*metric) && !by_hand.contains(metric))
        .collect();
    assert_eq!(unseen, BTreeSet::new());
}

#[test]
fn promtool_parses_each_query_of_the_dashboard() {
    let dashboard: serde_json::Value = serde_json::from_str(&read("grafana.json")).unwrap();
    let panels = dashboard["panels"].as_array().unwrap();
    let targets = panels
        .iter()
        .flat_map(|panel| panel["targets"].as_array().unwrap());
    // As rules that record it: promtool reads expressions of rules.
    let rules: Vec<_> = targets
        .enumerate()
        .map(|(place, target)| {
            serde_json::json!({ "record": format!("dashboard:{place}"), "expr": target["expr"] })
        })
        .collect();
    assert!(rules.len() > panels.len());
    // JSON is YAML too.
    let file = tempfile::NamedTempFile::new().unwrap();
    let document = serde_json::json!({ "groups": [{ "name": "dashboard", "rules": rules }] });
    std::fs::write(file.path(), document.to_string()).unwrap();
    checked_by(
        "promtool",
        &["check", "rules", file.path().to_str().unwrap()],
    );
}
