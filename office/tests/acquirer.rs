//! The acquirer over HTTP: an answer of which not everything can be read.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;

use payung_model::units::Rupiah;
use payung_office::collection::acquirer::{Acquirer, AcquirerKey, HttpAcquirer, PaymentReport};
use serde_json::{Value, json};

/// Answers each request with that body, until the test ends.
fn answering(body: &Value) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let text = body.to_string();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
            while lines.next().is_some_and(|line| !line.unwrap().is_empty()) {}
            let head = format!(
                "HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
                text.len()
            );
            stream.write_all((head + &text).as_bytes()).unwrap();
        }
    });
    url
}

fn report(sequence: &Value, amount: u64) -> Value {
    json!({
        "sequence": sequence, "reference": format!("SBX-{amount}"), "amount": amount,
        "bill": "0198f0a0-0000-7000-8000-000000000001", "paid_at": 1_764_200_000_000_i64, "channel": "qris"
    })
}

#[test]
fn one_report_without_a_sequence_keeps_no_other_from_being_read() {
    let page = json!({
        "payments": [
            report(&json!(5), 50), { "amount": 7 }, null, report(&json!("6"), 60), report(&json!(u64::MAX), 70),
            { "amount": 7 }, report(&json!(8), 80)
        ],
        "last": 8
    });
    let url = answering(&page);
    let acquirer = HttpAcquirer::new(&url, AcquirerKey::new("rahasia").unwrap()).unwrap();
    let answer = acquirer.payments(4, 200).unwrap();
    assert_eq!(answer.last, 8);
    let read: Vec<_> = answer
        .reports
        .iter()
        .map(|report| {
            let amount = report.payment.as_ref().map(|payment| payment.amount);
            (report.sequence(), amount.unwrap_or_default())
        })
        .collect();
    let amounts = |place, amount| (place, Rupiah(amount));
    assert_eq!(
        read,
        [
            amounts(Some(5), 50),
            amounts(None, 0),
            amounts(None, 0),
            amounts(None, 60),
            amounts(None, 70),
            amounts(None, 0),
            amounts(Some(8), 80),
        ]
    );
    // Two that are alike are two, and each is known again.
    let alike: Vec<&PaymentReport> = [1, 5].map(|place| &answer.reports[place]).to_vec();
    assert_ne!(alike[0].place, alike[1].place);
    assert_eq!(acquirer.payments(4, 200).unwrap(), answer);
}
