//! The contract as OpenAPI: served, committed, and about every route there is.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod common;

use std::collections::BTreeSet;
use std::path::Path;

use common::House;
use common::http::request;
use serde_json::Value;

fn committed() -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/openapi.json"))
        .unwrap_or_default()
}

#[test]
fn the_committed_document_is_the_generated_and_the_served_one() {
    let generated = payung_office::intake::openapi();
    assert!(
        committed() == generated,
        "the contract changed: ./payung office openapi > docs/openapi.json"
    );
    let house = House::new();
    assert_eq!(house.run(&["openapi"]), generated);
    let office = house.serve(&[]);
    let served = request(&office.address, "GET", "/v1/openapi.json", &[], &[]);
    assert_eq!(
        (served.status, served.headers["content-type"].as_str()),
        (200, "application/json")
    );
    assert_eq!(String::from_utf8(served.body).unwrap(), generated);
}

#[test]
fn every_described_method_is_there_and_every_other_one_is_not() {
    let document: Value = serde_json::from_str(&committed()).unwrap();
    let house = House::new();
    let office = house.serve(&[]);
    let fill = |path: &str| {
        path.replace("{id}", "017f22e2-79b0-7cc3-98c4-dc0c0c07398f")
            .replace("{revision}", "1")
            .replace("{digest}", &"A".repeat(43))
    };
    for (path, operations) in document["paths"].as_object().unwrap() {
        let described: BTreeSet<String> = operations
            .as_object()
            .unwrap()
            .keys()
            .map(|name| name.to_uppercase())
            .collect();
        for method in [
            "GET", "PUT", "POST", "PATCH", "HEAD", "DELETE", "OPTIONS", "TRACE",
        ] {
            let status = request(&office.address, method, &fill(path), &[], &[]).status;
            // axum answers HEAD wherever it answers GET.
            let there = described.contains(method) || method == "HEAD" && described.contains("GET");
            assert_eq!(status != 405, there, "{method} {path}: {status}");
        }
    }
}

#[test]
fn every_refusal_says_which_codes_it_may_carry_and_whether_to_wait() {
    let document: Value = serde_json::from_str(&committed()).unwrap();
    let mut refusals = 0;
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let for_operators = path == "/healthz";
            assert_eq!(
                operation["responses"]["429"].is_object(),
                !for_operators,
                "{method} {path}"
            );
            for (status, response) in operation["responses"].as_object().unwrap() {
                if status.as_str() < "400" {
                    continue;
                }
                refusals += 1;
                let waits = matches!(status.as_str(), "408" | "429" | "503");
                assert_eq!(
                    response["headers"]["Retry-After"].is_object(),
                    waits,
                    "{method} {path} {status}"
                );
                let codes = &response["content"]["application/json"]["schema"]["allOf"][1]["properties"]
                    ["error"]["enum"];
                assert_eq!(
                    codes.as_array().is_some_and(|codes| !codes.is_empty()),
                    method != "head",
                    "{method} {path} {status}"
                );
            }
        }
    }
    assert!(refusals > 60, "{refusals}");
}
