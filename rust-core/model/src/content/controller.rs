//! Who receives the data.

use super::problem::{ContentProblem, in_file};
use crate::typed::is_visible;

/// Who receives the data.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Controller {
    /// As it signs.
    pub name: String,
    /// The address at which the office can be visited.
    pub address: String,
    /// Phone or mail.
    pub contact: String,
}

impl Controller {
    pub(super) fn parse(json: &[u8]) -> Result<Self, ContentProblem> {
        let name = "controller.json";
        let controller: Self =
            serde_json::from_slice(json).map_err(|error| in_file(name, &error))?;
        for (field, value) in [
            ("name", &controller.name),
            ("address", &controller.address),
            ("contact", &controller.contact),
        ] {
            if !is_visible(value) || value.chars().count() > 200 {
                return Err(in_file(name, &format!("{field}: 1 to 200 characters")));
            }
        }
        Ok(controller)
    }
}
