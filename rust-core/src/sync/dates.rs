//! The one form in which HTTP writes dates today (RFC 9110, IMF-fixdate).

use payung_model::units::Timestamp;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// `Mon, 23 Nov 2026 02:00:00 GMT`; the two older forms are not read.
pub(super) fn http_date(text: &str) -> Option<Timestamp> {
    let parts: Vec<&str> = text.split(' ').collect();
    let [_, day, month, year, time, "GMT"] = parts[..] else { return None };
    let month = MONTHS.iter().position(|name| *name == month)? + 1;
    format!("{year}-{month:02}-{day}T{time}Z").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_and_what_is_none_is_not() {
        let read = http_date("Mon, 23 Nov 2026 02:00:00 GMT").map(Timestamp::millis);
        assert_eq!(read, Some(1_795_399_200_000));
        for none in ["", "Mon, 23 Nov 2026 02:00:00", "Mon, 23 Nop 2026 02:00:00 GMT", "Mon, 3 Nov 2026 02:00:00 GMT"] {
            assert_eq!(http_date(none), None, "{none}");
        }
    }
}
