//! The sandbox acquirer, over HTTP: its protocol, its page, its faults, and kills at any moment.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use payung_model::payment::qris::{PayableQris, QrisMerchant};
use payung_model::units::Rupiah;
use payung_tests::Outcome;
use payung_tests::clock::Time;
use payung_tests::office::Serving;
use payung_tests::sandbox::{MERCHANT, Sandbox, Till};
use serde_json::{Value, json};

struct World {
    _folder: tempfile::TempDir,
    sandbox: Sandbox,
    serving: Serving,
    till: Till,
}

impl World {
    fn new(faults: Option<u64>) -> Outcome<Self> {
        let folder = tempfile::tempdir()?;
        let sandbox = Sandbox {
            faults,
            ..Sandbox::in_folder(folder.path(), Time::at("2026-11-27T10:00:00+07:00")?)
        };
        let serving = sandbox.serve("127.0.0.1:0")?;
        let till = sandbox.till(&serving)?;
        Ok(Self {
            _folder: folder,
            sandbox,
            serving,
            till,
        })
    }
}

fn terms(number: usize) -> Value {
    json!({ "amount": 8_400 * (number + 1), "last_day": "2026-11-30", "number": format!("N-{number}") })
}

fn issue(till: &Till, number: usize) -> Outcome<Value> {
    let path = format!("/v1/codes/bill-{number}");
    let answer = till.ask_with_key("PUT", &path, &terms(number))?;
    assert_eq!(answer.status, 200, "{answer:?}");
    Ok(answer.json())
}

#[test]
fn codes_are_issued_paid_reported_and_given_back_as_the_protocol_says() -> Outcome<()> {
    let world = World::new(None)?;
    let till = &world.till;
    let code = issue(till, 0)?;
    assert_eq!(code["state"], "open");
    assert_eq!(issue(till, 0)?, code, "asked again, the same");
    let qris = code["qris"].as_str().ok_or("no code")?;
    let merchant: QrisMerchant = serde_json::from_str(MERCHANT)?;
    assert!(PayableQris::check(qris, Rupiah(8_400), &[merchant]).is_ok());

    let said = |method, path: &str, body: Value| -> Outcome<(u16, Value)> {
        let answer = till.ask_with_key(method, path, &body)?;
        Ok((answer.status, answer.json()))
    };
    let error = |code: &str| json!({ "error": code });
    assert_eq!(
        said("PUT", "/v1/codes/bill-0", terms(1))?,
        (409, error("conflict"))
    );
    assert_eq!(
        said("PUT", "/v1/codes/bill-0", json!({ "amount": "many" }))?,
        (400, error("malformed"))
    );
    assert_eq!(
        said("DELETE", "/v1/codes/never", Value::Null)?,
        (200, json!({ "state": "cancelled" }))
    );
    assert_eq!(
        said("PUT", "/v1/codes/never", terms(9))?,
        (410, error("cancelled"))
    );

    let nothing = json!({ "payments": [], "last": 0 });
    assert_eq!(
        said("GET", "/v1/payments?after=0&limit=10", Value::Null)?,
        (200, nothing)
    );
    assert_eq!(till.pay(&json!({ "qris": qris }))?, "SBX-000001");
    let again = till.pay(&json!({ "qris": qris })).err();
    assert_eq!(
        again.map(|error| error.to_string()).as_deref(),
        Some("409 paid")
    );
    let other = issue(till, 1)?;
    let by_digits = json!({ "payment_code": other["payment_code"], "amount": 20_000, "paid_at": 1_795_750_000_000_i64 });
    assert_eq!(till.pay(&by_digits)?, "SBX-000002");
    for (order, refusal) in [
        (json!({ "payment_code": "8812" }), "404 unknown"),
        (
            json!({ "qris": "x", "payment_code": "8812" }),
            "400 malformed",
        ),
        (json!({ "qris": "x", "ammount": 5 }), "400 malformed"),
    ] {
        let refused = till.pay(&order).err().map(|error| error.to_string());
        assert_eq!(refused.as_deref(), Some(refusal));
    }
    let third = issue(till, 2)?;
    let late = json!({ "qris": third["qris"], "paid_at": 1_796_100_000_000_i64 });
    let refused = till.pay(&late).err().map(|error| error.to_string());
    assert_eq!(refused.as_deref(), Some("410 expired"));

    let first = json!({
        "sequence": 1, "reference": "SBX-000001", "bill": "bill-0", "amount": 8_400,
        "paid_at": 1_795_748_400_000_i64, "channel": "qris",
    });
    let second = json!({
        "sequence": 2, "reference": "SBX-000002", "bill": "bill-1", "amount": 20_000,
        "paid_at": 1_795_750_000_000_i64, "channel": "payment_code",
    });
    assert_eq!(
        said("GET", "/v1/payments", Value::Null)?,
        (200, json!({ "payments": [first, second], "last": 2 }))
    );
    assert_eq!(
        said("GET", "/v1/payments?after=0&limit=1", Value::Null)?,
        (200, json!({ "payments": [first], "last": 2 }))
    );
    assert_eq!(
        said("GET", "/v1/payments?after=2", Value::Null)?,
        (200, json!({ "payments": [], "last": 2 }))
    );
    assert_eq!(
        said("GET", "/v1/payments?after=x", Value::Null)?,
        (400, error("malformed"))
    );
    assert_eq!(
        said("DELETE", "/v1/codes/bill-0", Value::Null)?,
        (409, error("paid"))
    );

    let refund = json!({ "id": "r1", "reference": "SBX-000002", "amount": 3_200 });
    for _ in 0..2 {
        let refunded = (200, json!({ "state": "refunded" }));
        assert_eq!(said("POST", "/v1/refunds", refund.clone())?, refunded);
    }
    assert_eq!(till.payments()?[1]["refunded"], 3_200);
    let states: Vec<_> = till
        .codes()?
        .iter()
        .map(|code| code["state"].clone())
        .collect();
    assert_eq!(states, ["open", "paid", "paid"]);
    Ok(())
}

#[test]
fn without_its_key_an_office_gets_nothing_and_a_second_process_does_not_start() -> Outcome<()> {
    let world = World::new(None)?;
    for (method, path) in [
        ("PUT", "/v1/codes/bill-0"),
        ("DELETE", "/v1/codes/bill-0"),
        ("GET", "/v1/payments"),
        ("POST", "/v1/refunds"),
    ] {
        let answer = world.till.ask(method, path, &terms(0).to_string())?;
        assert_eq!(
            (answer.status, answer.json()),
            (401, json!({ "error": "unauthorized" })),
            "{method}"
        );
    }
    assert_eq!(world.till.ask("GET", "/healthz", "")?.status, 200);
    let refused = world
        .sandbox
        .serve("127.0.0.1:0")
        .err()
        .map(|error| error.to_string());
    assert!(refused.is_some_and(|why| why.contains("another sandbox works with it")));
    Ok(())
}

#[test]
fn the_page_shows_open_codes_and_pays_by_its_button() -> Outcome<()> {
    let world = World::new(None)?;
    let code = issue(&world.till, 0)?;
    let page = |path: &str| -> Outcome<String> {
        let answer = world.till.ask("GET", path, "")?;
        Ok(String::from_utf8(answer.body)?)
    };
    let shown = page("/")?;
    let qris = code["qris"].as_str().unwrap_or_default();
    assert!(
        shown.contains(qris) && shown.contains("data:image/png;base64,"),
        "{shown}"
    );
    assert!(!shown.contains("<script"), "{shown}");
    assert!(shown.contains(code["payment_code"].as_str().unwrap_or("?")));
    // As a browser sends the form of the button.
    let mut encoded = String::new();
    for byte in qris.bytes() {
        write!(encoded, "%{byte:02X}")?;
    }
    let request = format!(
        "POST /pay HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-www-form-urlencoded\r\n\
         content-length: {}\r\nconnection: close\r\n\r\ncode={encoded}",
        encoded.len() + 5
    );
    let answer = raw(world.serving.address(), &request)?;
    assert!(
        answer.contains("303") && answer.contains("location: /?paid=SBX-000001"),
        "{answer}"
    );
    let shown = page("/?paid=SBX-000001")?;
    assert!(
        shown.contains("Paid: SBX-000001") && !shown.contains("data:image/png"),
        "{shown}"
    );
    let said = page("/?refused=cancelled&paid=%3Cb%3E")?;
    assert!(
        said.contains("this code was cancelled") && said.contains("&lt;b&gt;"),
        "{said}"
    );
    Ok(())
}

fn raw(address: &str, request: &str) -> Outcome<String> {
    use std::io::{Read, Write};
    let mut stream = std::net::TcpStream::connect(address)?;
    stream.write_all(request.as_bytes())?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer.to_lowercase().replace("paid=sbx", "paid=SBX"))
}

#[test]
fn with_faults_who_asks_again_gets_everything_and_some_of_it_twice() -> Outcome<()> {
    let world = World::new(Some(7))?;
    let till = &world.till;
    let mut troubles = 0;
    let mut insist = |method: &str, path: &str, body: &Value| -> Outcome<Value> {
        for _ in 0..50 {
            match till.ask_with_key(method, path, body) {
                Ok(answer) if answer.status == 200 => return Ok(answer.json()),
                Ok(answer) => assert_eq!(answer.status, 500, "{answer:?}"),
                // The connection ended without an answer.
                Err(_) => {}
            }
            troubles += 1;
        }
        Err("nothing but faults".into())
    };
    let mut codes = BTreeSet::new();
    for number in 0..30 {
        let code = insist("PUT", &format!("/v1/codes/bill-{number}"), &terms(number))?;
        codes.insert(code["payment_code"].to_string());
        till.pay(&json!({ "qris": code["qris"] }))?;
    }
    assert_eq!(codes.len(), 30);
    let (mut after, mut told) = (0, Vec::new());
    for _ in 0..20 {
        let page = insist(
            "GET",
            &format!("/v1/payments?after={after}&limit=7"),
            &Value::Null,
        )?;
        for report in page["payments"].as_array().into_iter().flatten() {
            after += 1;
            assert_eq!(report["sequence"], after, "the oldest first, without a gap");
            told.push(report["reference"].as_str().unwrap_or_default().to_owned());
        }
        assert!(page["last"].as_u64().is_some_and(|last| last >= after));
    }
    let once: BTreeSet<_> = told.iter().cloned().collect();
    assert_eq!(once.len(), 30, "each payment was reported");
    assert!(told.len() > 30, "some twice");
    assert!(
        told.windows(2).any(|pair| pair[0] > pair[1]),
        "out of order"
    );
    assert!(troubles > 5, "{troubles}");
    Ok(())
}

/// Everything that was reported, page by page: a fast machine makes more than one page holds.
fn reports(till: &Till) -> Outcome<Vec<Value>> {
    let mut all: Vec<Value> = Vec::new();
    loop {
        let after = all.len();
        let path = format!("/v1/payments?after={after}&limit=1000");
        let page = till.ask_with_key("GET", &path, &Value::Null)?.json();
        all.extend(page["payments"].as_array().cloned().unwrap_or_default());
        if all.len() == after {
            return Ok(all);
        }
    }
}

#[test]
fn a_kill_at_any_moment_loses_nothing_that_was_answered() -> Outcome<()> {
    let World {
        _folder: folder,
        sandbox,
        mut serving,
        mut till,
    } = World::new(None)?;
    let said = Arc::new(Mutex::new(BTreeMap::new()));
    let number = Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let mut reported: Vec<Value> = Vec::new();
    for round in 0..20_u64 {
        let is_over = Arc::new(AtomicBool::new(false));
        let clients: Vec<_> = (0..4)
            .map(|_| {
                let (till, said, is_over) = (till.clone(), Arc::clone(&said), Arc::clone(&is_over));
                let number = Arc::clone(&number);
                std::thread::spawn(move || {
                    while !is_over.load(Ordering::Acquire) {
                        let mine = number.fetch_add(1, Ordering::AcqRel);
                        let path = format!("/v1/codes/bill-{mine}");
                        let Ok(issued) = till.ask_with_key("PUT", &path, &terms(mine)) else {
                            continue;
                        };
                        let paid = till.pay(&json!({ "qris": issued.json()["qris"] }));
                        let mut said = said.lock().unwrap();
                        said.insert(mine, (issued.json(), paid.ok()));
                    }
                })
            })
            .collect();
        std::thread::sleep(Duration::from_micros(1_000 + round * 7_919 % 60_000));
        serving.kill()?;
        is_over.store(true, Ordering::Release);
        for client in clients {
            client.join().map_err(|_| "a client failed")?;
        }
        serving = sandbox.serve("127.0.0.1:0")?;
        till = sandbox.till(&serving)?;
        let now = reports(&till)?;
        assert!(
            now.starts_with(&reported),
            "round {round}: a report changed"
        );
        reported = now;
        let bills: BTreeMap<_, _> = reported
            .iter()
            .map(|report| (report["reference"].as_str(), report["bill"].as_str()))
            .collect();
        assert_eq!(bills.len(), reported.len(), "round {round}: once");
        for (mine, (code, reference)) in said.lock().unwrap().iter() {
            let bill = format!("bill-{mine}");
            assert_eq!(&issue(&till, *mine)?, code, "round {round}: {bill}");
            if let Some(reference) = reference {
                assert_eq!(
                    bills.get(&Some(reference)),
                    Some(&Some(&*bill)),
                    "round {round}"
                );
            }
        }
    }
    assert!(reported.len() > 20, "{} payments", reported.len());
    drop(folder);
    Ok(())
}
