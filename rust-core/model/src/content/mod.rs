//! The rules as data: everything a content bundle carries, read and checked as a whole.
//!
//! The built-in content lies in `rust-core/model/content/` and ships with the app; a newer one comes from the office
//! ([`crate::sealed::Bundle`]). A bundle with one bad file is refused whole, with the place named.

use std::collections::BTreeMap;

use crate::form::Form;
use crate::programme::Tariff;
use crate::text::Texts;

/// Checked content, ready to be used. `forms` by id.
pub struct Content {
    pub forms: BTreeMap<String, Form>,
    pub tariff: Tariff,
    pub texts: Texts,
    pub controller: Controller,
}

/// Who receives the data.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Controller {
    pub name: String,
    pub address: String,
    pub contact: String,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {what}")]
pub struct ContentProblem {
    pub file: String,
    pub what: String,
}

impl Content {
    /// What this build ships with.
    pub fn built_in() -> Self {
        todo!()
    }
    /// The files of the built-in content, by name: what an office starts its first bundle from.
    pub fn built_in_files() -> BTreeMap<String, Vec<u8>> {
        todo!()
    }
    /// Names: `forms/ID.json`, `tariff.json`, `controller.json`, `texts/id.ftl`, `texts/en.ftl`. Unknown names are ignored.
    pub fn parse(_files: &BTreeMap<String, Vec<u8>>) -> Result<Self, ContentProblem> {
        todo!()
    }
}
