//! What ships with the app.

use std::collections::BTreeMap;

use super::problem::{ContentProblem, in_file};
use crate::places::Places;
use crate::typed::without_bom;

/// What ships with the app, by the names a bundle has.
const BUILT_IN: &[(&str, &[u8])] = &[
    ("card.json", CARD),
    (
        "controller.json",
        include_bytes!("../../content/controller.json"),
    ),
    ("cover.json", COVER),
    (
        "forms/bpu.json",
        include_bytes!("../../content/forms/bpu.json"),
    ),
    (
        "forms/bpu_more.json",
        include_bytes!("../../content/forms/bpu_more.json"),
    ),
    (
        "forms/bpu_request.json",
        include_bytes!("../../content/forms/bpu_request.json"),
    ),
    (
        "forms/complaint.json",
        include_bytes!("../../content/forms/complaint.json"),
    ),
    (
        "forms/incident_accident.json",
        include_bytes!("../../content/forms/incident_accident.json"),
    ),
    (
        "forms/incident_death.json",
        include_bytes!("../../content/forms/incident_death.json"),
    ),
    (
        "forms/payer.json",
        include_bytes!("../../content/forms/payer.json"),
    ),
    (
        "forms/payer_request.json",
        include_bytes!("../../content/forms/payer_request.json"),
    ),
    ("holidays.json", HOLIDAYS),
    ("incidents.json", INCIDENTS),
    ("payment.json", PAYMENT),
    (Places::FILE, PLACES),
    (
        "programmes.json",
        include_bytes!("../../content/programmes.json"),
    ),
    ("reminders.json", REMINDERS),
    (
        "retention.json",
        include_bytes!("../../content/retention.json"),
    ),
    ("sending.json", SENDING),
    ("tariff.json", include_bytes!("../../content/tariff.json")),
    ("texts/en.ftl", include_bytes!("../../content/texts/en.ftl")),
    ("texts/id.ftl", include_bytes!("../../content/texts/id.ftl")),
];
/// Also used where a bundle lacks this file: bundles that were signed before it existed stay valid.
pub(super) const SENDING: &[u8] = include_bytes!("../../content/sending.json");
/// The rules of cover and reminders, used in the same way.
pub(super) const COVER: &[u8] = include_bytes!("../../content/cover.json");
pub(super) const HOLIDAYS: &[u8] = include_bytes!("../../content/holidays.json");
pub(super) const INCIDENTS: &[u8] = include_bytes!("../../content/incidents.json");
/// The rules of cards, used in the same way.
pub(super) const CARD: &[u8] = include_bytes!("../../content/card.json");
/// The rules of paying, used in the same way.
pub(super) const PAYMENT: &[u8] = include_bytes!("../../content/payment.json");
/// The list of places, used in the same way.
pub(super) const PLACES: &[u8] = include_bytes!("../../content/places.json");
pub(super) const REMINDERS: &[u8] = include_bytes!("../../content/reminders.json");

/// The built-in files, by name.
pub(super) fn files() -> BTreeMap<String, Vec<u8>> {
    BUILT_IN
        .iter()
        .map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec()))
        .collect()
}

/// A file of the bundle, or the built-in one where it has none.
pub(super) fn in_force<T>(
    files: &BTreeMap<String, Vec<u8>>,
    name: &str,
    built_in: &[u8],
    parse: fn(&[u8]) -> Result<T, String>,
) -> Result<T, ContentProblem> {
    parse(files.get(name).map_or(built_in, |bytes| without_bom(bytes)))
        .map_err(|error| in_file(name, &error))
}

/// The list of places: packed, as a bundle has it, or as an operator writes it; the built-in one
/// where there is none.
pub(super) fn places(
    files: &BTreeMap<String, Vec<u8>>,
    unpack: fn(&[u8]) -> Result<Places, String>,
) -> Result<Places, ContentProblem> {
    let packed = files.get(Places::PACKED);
    match (packed, files.get(Places::FILE)) {
        (Some(_), Some(_)) => Err(in_file(
            Places::PACKED,
            &"places.json is there too: keep one",
        )),
        (Some(packed), None) => unpack(packed).map_err(|error| in_file(Places::PACKED, &error)),
        (None, written) => {
            let written = written.map_or(PLACES, |bytes| without_bom(bytes));
            Places::parse(written).map_err(|error| in_file(Places::FILE, &error))
        }
    }
}
