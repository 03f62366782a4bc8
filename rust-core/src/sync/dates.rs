//! Dates as HTTP writes them (RFC 9110).

use std::time::UNIX_EPOCH;

use payung_model::units::Timestamp;

/// Reads `Mon, 23 Nov 2026 02:00:00 GMT`, and the two older forms.
pub(super) fn http_date(text: &str) -> Option<Timestamp> {
    let since_1970 = httpdate::parse_http_date(text)
        .ok()?
        .duration_since(UNIX_EPOCH)
        .ok()?;
    Timestamp::from_millis(i64::try_from(since_1970.as_millis()).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_and_what_is_none_is_not() {
        let read = http_date("Mon, 23 Nov 2026 02:00:00 GMT").map(Timestamp::millis);
        assert_eq!(read, Some(1_795_399_200_000));
        for none in [
            "",
            "Mon, 23 Nov 2026 02:00:00",
            "Mon, 23 Nop 2026 02:00:00 GMT",
            "Mon, 3 Nov 2026 02:00:00 GMT",
        ] {
            assert_eq!(http_date(none), None, "{none}");
        }
    }
}
