//! Dues, with the real program: a phone registers, the worker asks an acquirer over HTTP, the phone
//! pays, officers look and act on the command line and on their page.
//!
//! The acquirer is played here, by the protocol of `docs/payment.md`. Another one that speaks it,
//! with `POST /sandbox/pay`, is used when `PAYUNG_TEST_ACQUIRER=URL` and
//! `PAYUNG_TEST_ACQUIRER_KEY=FILE` name it: the sandbox of this repository does.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

#[path = "store/acquirer.rs"]
#[allow(dead_code, reason = "the store's tests use the rest")]
mod acquirer;
mod common;
#[path = "dues/officers.rs"]
mod officers;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use acquirer::{MERCHANT, Mood, NMID, Played};
use base64ct::{Base64UrlUnpadded, Encoding};
use common::http::request;
use common::phone::Phone;
use common::stopwatch::Stopwatch;
use common::{House, NOW_MILLIS};
use payung_model::content::Content;
use payung_model::journey::OfficeState;
use payung_model::sealed::OfficePublicKey;
use payung_model::sealed::inbox::{BillNote, BillState, ItemBody, SealedItem};
use payung_model::units::{Rupiah, Timestamp};
use payung_office::collection::acquirer::{
    Acquirer, AcquirerKey, AcquirerProblem, CodeOrder, HttpAcquirer,
};
use serde_json::{Value, json};

const KEY: &str = "kunci-contoh";

/// An acquirer at an address, and the file with its key.
struct Till {
    url: String,
    key: PathBuf,
    played: Played,
    /// So many requests are answered with 503, or the connection is closed without an answer.
    faults: Arc<AtomicU32>,
    _folder: tempfile::TempDir,
}

impl Till {
    fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let key = folder.path().join("key");
        std::fs::write(&key, format!("{KEY}\n")).unwrap();
        std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (played, faults) = (Played::default(), Arc::new(AtomicU32::new(0)));
        let (shared, broken) = (played.clone(), faults.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (played, faults) = (shared.clone(), broken.clone());
                std::thread::spawn(move || serve(stream.unwrap(), &played, &faults));
            }
        });
        let mut till = Self {
            url,
            key,
            played,
            faults,
            _folder: folder,
        };
        let other = std::env::var("PAYUNG_TEST_ACQUIRER");
        if let (Ok(url), Ok(key)) = (other, std::env::var("PAYUNG_TEST_ACQUIRER_KEY")) {
            (till.url, till.key) = (url, key.into());
        }
        till
    }

    fn client(&self) -> HttpAcquirer {
        HttpAcquirer::new(&self.url, AcquirerKey::read(&self.key).unwrap()).unwrap()
    }

    fn options(&self) -> [&str; 4] {
        let key = self.key.to_str().unwrap();
        ["--acquirer", &self.url, "--acquirer-key", key]
    }

    /// Somebody pays a bill that the office does not know; its id.
    fn stray(&self, reference: &str, amount: u64) -> String {
        let now = Timestamp::from_millis(NOW_MILLIS).unwrap();
        let bill = payung_model::sealed::RegistrationId::new(
            now,
            &mut payung_office::random::SystemRandom,
        )
        .unwrap();
        self.played.report(payung_office::billing::Payment {
            reference: reference.into(),
            bill,
            amount: Rupiah(amount),
            paid_at: now,
            channel: "qris".into(),
        });
        bill.to_string()
    }

    /// Pays a code as somebody with a payment app would.
    fn pay(&self, note: &BillNote, amount: u64) {
        let qris = note.codes.iter().find(|code| code.kind == "qris").unwrap();
        let body = json!({ "qris": qris.value, "amount": amount, "paid_at": NOW_MILLIS });
        let address = self.url.strip_prefix("http://").unwrap();
        let body = body.to_string();
        let json = [("content-type", "application/json".to_owned())];
        let answer = request(address, "POST", "/sandbox/pay", &json, body.as_bytes());
        assert_eq!(answer.status, 200, "{answer:?}");
    }
}

/// One request of the protocol.
fn serve(mut stream: TcpStream, played: &Played, faults: &AtomicU32) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut first = String::new();
    reader.read_line(&mut first).unwrap();
    let (mut length, mut bearer) = (0, String::new());
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        let Some((name, value)) = line.trim().split_once(": ") else {
            break;
        };
        match name.to_lowercase().as_str() {
            "content-length" => length = value.parse().unwrap(),
            "authorization" => value.clone_into(&mut bearer),
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    let left = faults.load(Ordering::Acquire);
    let mut answer = None;
    if left > 0 {
        faults.store(left - 1, Ordering::Release);
        if left.is_multiple_of(2) {
            return;
        }
        answer = Some((503, Value::Null));
    }
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    let mut words = first.split(' ');
    let (method, path) = (words.next().unwrap(), words.next().unwrap());
    let may = bearer == format!("Bearer {KEY}") || path.starts_with("/sandbox/");
    let (status, body) = answer.unwrap_or_else(|| {
        if may {
            answer_to(method, path, &body, played)
        } else {
            (401, json!({ "error": "key" }))
        }
    });
    let text = body.to_string();
    let head = format!(
        "HTTP/1.1 {status} x\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        text.len()
    );
    let _ = stream.write_all((head + &text).as_bytes());
}

fn answer_to(method: &str, path: &str, body: &Value, played: &Played) -> (u16, Value) {
    let problem = |problem: AcquirerProblem| match problem {
        AcquirerProblem::Conflict => (409, json!({ "error": "conflict" })),
        AcquirerProblem::Paid => (409, json!({ "error": "paid" })),
        AcquirerProblem::Cancelled => (410, json!({ "error": "cancelled" })),
        other => (500, json!({ "error": other.to_string() })),
    };
    let bill = || path.strip_prefix("/v1/codes/").unwrap().parse().unwrap();
    match (method, path.split('?').next().unwrap()) {
        ("PUT", _) => {
            let order = CodeOrder {
                bill: bill(),
                amount: Rupiah(body["amount"].as_u64().unwrap()),
                last_day: body["last_day"].as_str().unwrap().parse().unwrap(),
                number: body["number"].as_str().unwrap().to_owned(),
            };
            assert!((1..=25).contains(&order.number.len()));
            played.issue(&order).map_or_else(problem, |codes| {
                let codes = json!({
                    "state": "open", "qris": codes.qris, "payment_code": codes.payment_code
                });
                (200, codes)
            })
        }
        ("DELETE", _) => played
            .cancel(bill())
            .map_or_else(problem, |()| (200, json!({ "state": "cancelled" }))),
        ("GET", "/v1/payments") => {
            let query = path.split_once("after=").unwrap().1;
            let (after, limit) = query.split_once("&limit=").unwrap();
            let reports = played
                .payments(after.parse().unwrap(), limit.parse().unwrap())
                .unwrap();
            let payments = reports.reports.iter().map(|report| {
                let payment = report.payment.as_ref().unwrap();
                json!({
                    "sequence": report.sequence(), "reference": payment.reference,
                    "bill": payment.bill.to_string(), "amount": payment.amount.0,
                    "paid_at": payment.paid_at.millis(), "channel": payment.channel
                })
            });
            let payments: Vec<Value> = payments.collect();
            (200, json!({ "payments": payments, "last": reports.last }))
        }
        ("POST", "/v1/refunds") => {
            let id = body["id"].as_str().unwrap().parse().unwrap();
            let reference = body["reference"].as_str().unwrap();
            let amount = Rupiah(body["amount"].as_u64().unwrap());
            played
                .refund(id, reference, amount)
                .map_or_else(problem, |()| (200, json!({ "state": "refunded" })))
        }
        ("POST", "/sandbox/pay") => {
            let at = Timestamp::from_millis(body["paid_at"].as_i64().unwrap()).unwrap();
            let qris = body["qris"].as_str().unwrap();
            let amount = body["amount"].as_u64().map(Rupiah);
            let payable = played.payable(at.date());
            let bill = payable.into_iter().find(|bill| played.code(*bill) == qris);
            match bill.and_then(|bill| played.pay(bill, amount, at)) {
                Some(reference) => (200, json!({ "reference": reference })),
                None => (410, json!({ "error": "closed" })),
            }
        }
        _ => (404, json!({ "error": "unknown" })),
    }
}

/// An office whose rules name the played merchant.
fn office() -> (House, OfficePublicKey) {
    let house = House::new();
    let trust = house.trust();
    let content = house.folder.path().join("content");
    for (name, bytes) in Content::built_in_files() {
        let file = content.join(&name);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        let bytes = if name == "payment.json" {
            let mut payment: Value = serde_json::from_slice(&bytes).unwrap();
            payment["merchants"] = json!([{ "nmid": NMID, "name": MERCHANT }]);
            payment.to_string().into()
        } else {
            bytes
        };
        std::fs::write(file, bytes).unwrap();
    }
    house.run(&["bundle", "sign", content.to_str().unwrap()]);
    (house, trust.office_keys[0].clone())
}

fn items(phone: &Phone) -> Vec<ItemBody> {
    let answer = phone.ask("GET", &format!("{}/inbox", phone.path()));
    let document = answer.json();
    let open = |text: &Value| {
        let bytes = Base64UrlUnpadded::decode_vec(text.as_str().unwrap()).unwrap();
        let sealed = SealedItem::parse(&bytes).unwrap();
        sealed
            .open(phone.id, &phone.reply, &phone.key)
            .unwrap()
            .body
    };
    let items = document["items"].as_array().unwrap();
    items.iter().map(open).collect()
}

/// Waits for an item in the inbox.
fn wait<T>(phone: &Phone, find: impl Fn(&ItemBody) -> Option<T>) -> T {
    for _ in 0..150 {
        if let Some(found) = items(phone).iter().rev().find_map(&find) {
            return found;
        }
        std::thread::sleep(Duration::from_millis(200));
    }
    panic!("it does not come: {:?}", items(phone));
}

fn bill(state: BillState) -> impl Fn(&ItemBody) -> Option<BillNote> {
    move |item| match item {
        ItemBody::Bill(note) if note.state == state => Some(note.clone()),
        _ => None,
    }
}

#[test]
fn a_phone_registers_pays_and_is_covered_and_officers_see_the_money() {
    let till = Till::open();
    // The first requests fail, one way and the other.
    till.faults.store(2, Ordering::Release);
    let (house, key) = office();
    let mut args = vec!["--open"];
    args.extend(till.options());
    let serving = house.serve(&args);
    let phone = Phone::new(&serving.address, &key);
    assert_eq!(phone.record(1).status, 201);
    let open = wait(&phone, bill(BillState::Open));
    assert_eq!((open.total, open.lines.len()), (Rupiah(18_150), 1));
    till.pay(&open, 20_000);
    let receipt = wait(&phone, |item| match item {
        ItemBody::Receipt(receipt) => Some(receipt.clone()),
        _ => None,
    });
    assert_eq!((receipt.bill, receipt.unapplied), (open.id, Rupiah(1_850)));
    wait(&phone, bill(BillState::Paid));
    wait(&phone, |item| match item {
        ItemBody::Cover(cover) => Some(cover.months.len()),
        _ => None,
    });
    wait(&phone, |item| match item {
        ItemBody::Notice(notice) => (notice.code == "unapplied").then_some(()),
        _ => None,
    });

    let listed = house.json(&["bill", "list", "--json"]);
    assert_eq!(
        (&listed[0]["state"], &listed[0]["total"]),
        (&json!("paid"), &json!(18_150))
    );
    let number = open.id.receipt();
    let shown = house.json(&["bill", "show", &number, "--json"]);
    assert_eq!(shown["payments"][0]["amount"], 20_000);
    let said = house.run(&["bill", "show", &open.id.to_string()]);
    assert!(
        said.contains("jkk Rp14.750") && said.contains("Rp18.150"),
        "{said}"
    );
    let check = house.json(&["money", "check", "--json"]);
    let all = json!({ "received": 20_000, "credited": 18_150, "unapplied": 1_850, "refunded": 0 });
    assert_eq!(check, all);
    let id = phone.id.to_string();
    let unapplied = house.json(&["money", "unapplied", "--json"]);
    assert_eq!(unapplied["payers"][0]["payer"], json!(id));

    let said = house.refuses(2, &["money", "refund", &id, "2000", "--why", "dobel"]);
    assert!(
        said.contains("has Rp1.850 that can be given back"),
        "{said}"
    );
    house.refuses(2, &["money", "refund", &id, "0", "--why", "dobel"]);
    let refunded = house.json(&["money", "refund", &id, "850", "--why", "dobel", "--json"]);
    assert_eq!(
        refunded,
        json!({ "payer": id, "amount": 850, "free": 1_000 })
    );
    let said = house.refuses(2, &["bill", "cancel", &number]);
    assert!(said.contains("is paid"), "{said}");
    house.refuses(2, &["bill", "show", "7K2M-94QX"]);

    // Another bill: it uses the credit; an officer cancels it.
    let again = house.json(&["bill", "again", &id, "--months", "3", "--json"]);
    assert_eq!(again, json!({ "registration": id, "months": 3 }));
    let next = wait(&phone, bill(BillState::Open));
    // The item of the first bill is there too, so the newest is looked for.
    let next = if next.id == open.id {
        wait(&phone, |item| {
            bill(BillState::Open)(item).filter(|note| note.id != open.id)
        })
    } else {
        next
    };
    assert_eq!((next.credit, next.lines.len()), (Rupiah(1_000), 3));
    let cancelled = house.json(&["bill", "cancel", &next.id.to_string(), "--json"]);
    assert_eq!(
        (&cancelled["id"], &cancelled["credit"]),
        (&json!(next.id.to_string()), &json!(1_000))
    );
    let state = cancelled["state"].as_str();
    assert!(
        matches!(state, Some("cancelling" | "cancelled")),
        "{cancelled}"
    );
    wait(&phone, bill(BillState::Cancelled));

    let claimed = house.json(&["claim", &id, "2026-10", "--json"]);
    let back = 18_150 + 1_000;
    assert_eq!(
        claimed,
        json!({ "registration": id, "month": "2026-10", "unapplied": back, "free": back })
    );
    let check = house.json(&["money", "check", "--json"]);
    assert_eq!(
        (&check["credited"], &check["refunded"]),
        (&json!(0), &json!(850))
    );
    let said = house.refuses(2, &["claim", &id, "2026-13"]);
    assert!(said.contains("2026-13"), "{said}");

    officers::page_shows(&house, &phone, &number);
    officers::page_gives_back(&house, &phone);
    let request = Phone::new(&serving.address, &key)
        .asking(
            "bpu_request",
            &[("request", "refund"), ("refund_by", "cash")],
        )
        .completing(&phone);
    officers::is_accepted_after_a_refund(&house, &request, &id);
    let audit = house.json(&["audit", "--json"]);
    let actions: Vec<&str> = audit
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|row| row["action"].as_str())
        .collect();
    for action in ["money refund", "bill again", "bill cancel", "claim"] {
        assert_eq!(
            actions.iter().filter(|it| **it == action).count(),
            // Two at the command line, one on the page.
            1 + 2 * usize::from(action == "money refund"),
            "{action}"
        );
    }
    what_has_no_registration_is_given_back(&house, &till, &phone);
    assert_eq!(serving.stop().0, Some(0));
}

fn what_has_no_registration_is_given_back(house: &House, till: &Till, phone: &Phone) {
    // The sandbox of another process reports only what its own codes were paid with.
    if std::env::var("PAYUNG_TEST_ACQUIRER").is_ok() {
        return;
    }
    let bill = till.stray("ASING-1", 70);
    let came = (0..200).any(|_| {
        std::thread::sleep(Duration::from_millis(100));
        let unapplied = house.json(&["money", "unapplied", "--json"]);
        let of_bill = |row: &Value| row["payer"] == bill.as_str() && row["kind"] == "unknown";
        unapplied["payers"].as_array().unwrap().iter().any(of_bill)
    });
    assert!(came, "the payment of the unknown bill is not booked");
    house.run(&["erase", &phone.id.to_string(), "--why", "diminta"]);
    officers::page_gives_back_what_has_no_registration(house, &bill, phone);
}

#[test]
fn a_worker_asks_for_another_bill_and_no_officer_has_to_answer() {
    let till = Till::open();
    let (house, key) = office();
    let mut args = vec!["--open"];
    args.extend(till.options());
    let serving = house.serve(&args);
    let phone = Phone::new(&serving.address, &key);
    assert_eq!(phone.record(1).status, 201);
    let first = wait(&phone, bill(BillState::Open));

    let wish = [("request", "bill"), ("months", "3")];
    let request = Phone::new(&serving.address, &key)
        .asking("bpu_request", &wish)
        .completing(&phone);
    assert_eq!(request.record(1).status, 201);
    let words = wait(&request, |item| match item {
        ItemBody::Decision { state, words } => Some((*state, words.reveal().to_owned())),
        _ => None,
    });
    assert_eq!(words.0, OfficeState::Accepted);
    assert!(words.1.contains("3 bulan"), "{}", words.1);
    let next = wait(&phone, |item| {
        bill(BillState::Open)(item).filter(|note| note.id != first.id)
    });
    assert_eq!(next.lines.len(), 3);
    let cancelled = wait(&phone, bill(BillState::Cancelled));
    assert_eq!(cancelled.id, first.id, "nobody holds two codes for a month");
    house.run(&["audit", "verify"]);

    // Somebody else's registration gets nothing, and an officer sees it.
    let mut thief = Phone::new(&serving.address, &key).asking("bpu_request", &wish);
    thief.completes = Some((phone.id, thief.token.clone()));
    assert_eq!(thief.record(1).status, 201);
    let is_opened = || {
        let listed = house.json(&["list", "--json"]);
        let mut lines = listed.as_array().unwrap().iter();
        let thief = thief.id.to_string();
        lines.any(|line| line["id"] == *thief && line["opened"] == true)
    };
    let sent = Stopwatch::start();
    while !is_opened() {
        assert!(
            sent.elapsed() < Duration::from_secs(60),
            "it is never opened"
        );
        std::thread::sleep(Duration::from_millis(200));
    }
    // Longer than the pause after which requests are answered.
    std::thread::sleep(Duration::from_secs(6));
    assert_eq!((thief.state(), items(&thief).len()), ("received".into(), 0));
    let bills = house.json(&["bill", "list", "--json"]);
    assert_eq!(bills.as_array().unwrap().len(), 2);
    assert_eq!(serving.stop().0, Some(0));
}

#[test]
fn the_officers_page_answers_who_asks_for_another_bill_where_it_makes_them() {
    let till = Till::open();
    let (house, key) = office();
    // The intake holds no keys here: opener, worker and answers are in the process of the page.
    let serving = house.serve(&[]);
    let mut args = vec!["web"];
    args.extend(till.options());
    let page = common::Serving::start(house.command(&args));
    let phone = Phone::new(&serving.address, &key);
    assert_eq!(phone.record(1).status, 201);
    wait(&phone, bill(BillState::Open));
    let wish = [("request", "bill"), ("months", "3")];
    let request = Phone::new(&serving.address, &key)
        .asking("bpu_request", &wish)
        .completing(&phone);
    assert_eq!(request.record(1).status, 201);
    let words = wait(&request, |item| match item {
        ItemBody::Decision { state, words } => Some((*state, words.reveal().to_owned())),
        _ => None,
    });
    assert_eq!(words.0, OfficeState::Accepted);
    assert!(words.1.contains("3 bulan"), "{}", words.1);
    assert_eq!(page.stop().0, Some(0));
    assert_eq!(serving.stop().0, Some(0));
}

/// A double click gives back once, and what cannot be given back is said beside what was typed.
#[test]
fn the_client_says_what_the_acquirer_said() {
    let till = Till::open();
    if std::env::var("PAYUNG_TEST_ACQUIRER").is_ok() {
        return;
    }
    let now = Timestamp::from_millis(NOW_MILLIS).unwrap();
    let new = || {
        payung_model::sealed::RegistrationId::new(now, &mut payung_office::random::SystemRandom)
            .unwrap()
    };
    let client = till.client();
    let order = CodeOrder {
        bill: new(),
        amount: Rupiah(18_150),
        last_day: now.date(),
        number: "7K2M-94QX".into(),
    };
    let codes = client.issue(&order).unwrap();
    till.faults.store(2, Ordering::Release);
    assert_eq!(
        client.issue(&order).unwrap(),
        codes,
        "again, and after two faults"
    );
    let other = CodeOrder {
        amount: Rupiah(1),
        ..order.clone()
    };
    assert_eq!(client.issue(&other), Err(AcquirerProblem::Conflict));
    till.played.pay(order.bill, None, now).unwrap();
    assert_eq!(client.cancel(order.bill), Err(AcquirerProblem::Paid));
    let never = new();
    assert_eq!(
        (client.cancel(never), client.cancel(never)),
        (Ok(()), Ok(()))
    );
    let cancelled = CodeOrder {
        bill: never,
        ..order.clone()
    };
    assert_eq!(client.issue(&cancelled), Err(AcquirerProblem::Cancelled));
    let reports = client.payments(0, 10).unwrap();
    assert_eq!((reports.last, reports.reports.len()), (1, 1));
    let payment = reports.reports[0].payment.clone().unwrap();
    assert_eq!(
        (payment.bill, payment.amount, payment.paid_at),
        (order.bill, order.amount, now)
    );
    assert_eq!(client.payments(1, 10).unwrap().reports, []);
    let refund = new();
    for _ in 0..2 {
        client
            .refund(refund, &payment.reference, Rupiah(100))
            .unwrap();
    }
    assert_eq!(till.played.given_back(), 100, "once");
    till.played.inside().mood = Mood::Good;
    till.faults.store(9, Ordering::Release);
    assert!(matches!(
        client.issue(&order),
        Err(AcquirerProblem::Away(_))
    ));
    till.faults.store(0, Ordering::Release);
    let stranger = HttpAcquirer::new(&till.url, AcquirerKey::new("lain").unwrap()).unwrap();
    let refused = AcquirerProblem::Refused("status 401".into());
    assert_eq!(stranger.issue(&order), Err(refused));
    std::fs::set_permissions(&till.key, std::fs::Permissions::from_mode(0o644)).unwrap();
    assert!(AcquirerKey::read(&till.key).is_err(), "others can read it");
}
