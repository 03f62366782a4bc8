//! The sync against an office that answers badly, late, twice, in another's name, or not at all.

use payung_tests::rude::Request;

mod answers;
mod impostors;
mod keys;
mod photos;
mod records;
mod retry_after;

/// A name, and which request is meant.
type Step = (&'static str, fn(&Request) -> bool);

/// Which request is answered badly.
const STEPS: [Step; 4] = [
    ("record", Request::is_record),
    ("creation", Request::is_creation),
    ("photo", Request::is_photo),
    ("status", |request| request.is_status()),
];
