//! The opener and the officer's desk, as commands of the real program.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

#[path = "../common/mod.rs"]
mod common;
mod deciding;
mod flags;
mod looking;
mod same_person;

use common::phone::Phone;
use common::{House, Serving};
use payung_model::sealed::OfficePublicKey;
use serde_json::Value;

struct Scene {
    house: House,
    office: Serving,
    key: OfficePublicKey,
}

fn scene() -> Scene {
    let (house, key) = House::with_bundle();
    let office = house.serve(&[]);
    Scene { house, office, key }
}

impl Scene {
    /// A registration that was received, with its photo.
    fn received(&self) -> Phone {
        let phone = Phone::new(&self.office.address, &self.key).with_photo(b"foto KTP contoh");
        assert_eq!(phone.record(1).status, 201);
        phone.upload(&phone.photos[0]);
        phone
    }

    fn line(&self, phone: &Phone) -> Value {
        let lines = self.house.json(&["list", "--json"]);
        let id = phone.id.to_string();
        lines
            .as_array()
            .unwrap()
            .iter()
            .find(|line| line["id"] == id)
            .unwrap()
            .clone()
    }

    fn audit(&self) -> Vec<String> {
        let rows = self.house.json(&["audit", "--json"]);
        let text = |row: &Value| {
            let word = |key: &str| row[key].as_str().unwrap_or("-").to_owned();
            format!("{} {} {}", word("officer"), word("action"), word("detail"))
        };
        rows.as_array().unwrap().iter().map(text).collect()
    }
}
