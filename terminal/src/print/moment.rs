//! A moment in words.

use payung_model::text::format;
use payung_model::units::Timestamp;

use super::line::Text;
use crate::options::Language;

/// In the office's zone, which is named: 23 November 2026 09.00 WIB.
pub fn moment(lang: Language, millis: i64) -> Text {
    Timestamp::from_millis(millis).map_or_else(
        |_| "-".to_owned(),
        |at| {
            let (hour, minute) = at.hour_minute();
            format!(
                "{} {hour:02}.{minute:02} WIB",
                format::date(lang.model(), at.date())
            )
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_told_in_western_indonesia_time() {
        assert_eq!(
            moment(Language::Id, 1_795_399_200_000),
            "23 November 2026 09.00 WIB"
        );
        assert_eq!(moment(Language::Id, -1), "-");
    }
}
