//! Where a registration or a request stands, and until when it is answered.

use payung_model::journey::OfficeState;
use payung_model::text::{Lang, format};

use super::Words;
use super::log::deed;
use super::queue::WORKER_READS;
use super::registration::CAN_TAKE_BACK;
use crate::purposes;
use crate::requests::AnswerClock;

words! {
    // Registrations.
    RECEIVING: "sedang dikirim" / "being sent";
    RECEIVED: "sudah sampai" / "has arrived";
    ACCEPTED: "disetujui" / "approved";
    NEEDS_CORRECTION: "perlu dibetulkan" / "needs a correction";
    REFUSED: "tidak bisa disetujui" / "could not be approved";
    WITHDRAWN: "dibatalkan" / "withdrawn";

    // Requests: answered, and not approved.
    REQUEST_RECEIVED: "belum dijawab" / "not answered yet";
    REQUEST_ANSWERED: "sudah dijawab" / "answered";
    REQUEST_ASKED: "menunggu pekerja menjelaskan" / "waiting for the worker to explain";
    REQUEST_REFUSED: "tidak bisa dipenuhi" / "cannot be done";

    // Until when requests are answered.
    DUE_BY: "jawab paling lambat " / "answer by ";
    OVERDUE_SINCE: "terlambat, seharusnya dijawab " / "overdue, should have been answered by ";
    DAYS_LEFT: " hari kerja lagi" / " working days left";
    LAST_DAY: "hari terakhir" / "the last day";
}

/// Where a registration stands.
pub(crate) fn state(lang: Lang, state: OfficeState) -> &'static str {
    let words = match state {
        OfficeState::Receiving => RECEIVING,
        OfficeState::Received => RECEIVED,
        OfficeState::Accepted => ACCEPTED,
        OfficeState::NeedsCorrection => NEEDS_CORRECTION,
        OfficeState::Refused => REFUSED,
        OfficeState::Withdrawn => WITHDRAWN,
    };
    words.text(lang)
}

/// The same of something with that purpose: requests are answered and not approved.
pub(crate) fn state_of(lang: Lang, state: OfficeState, purpose: &str) -> &'static str {
    if !purposes::is_request(purpose) {
        return self::state(lang, state);
    }
    let words = match state {
        OfficeState::Received => REQUEST_RECEIVED,
        OfficeState::Accepted => REQUEST_ANSWERED,
        OfficeState::NeedsCorrection => REQUEST_ASKED,
        OfficeState::Refused => REQUEST_REFUSED,
        OfficeState::Receiving | OfficeState::Withdrawn => return self::state(lang, state),
    };
    words.text(lang)
}

/// `answer by 30 November 2026, 3 working days left`
pub(crate) fn answer_clock(lang: Lang, clock: &AnswerClock) -> String {
    let day = format::date(lang, clock.last_day);
    if clock.overdue {
        return format!("{}{day}", OVERDUE_SINCE.text(lang));
    }
    let left = match clock.working_days_left {
        0 => LAST_DAY.text(lang).to_owned(),
        days => format!("{days}{}", DAYS_LEFT.text(lang)),
    };
    format!("{}{day}, {left}", DUE_BY.text(lang))
}

/// The sentence for a notice that a decision left: `accepted 7K2M-94QX`.
pub(crate) fn decision_notice(lang: Lang, word: &str) -> Option<String> {
    let (what, rest) = word.split_once(' ')?;
    let receipt = rest.split(' ').next()?;
    if let "accept" | "correct" | "refuse" = what {
        return Some(format!(
            "{receipt}: {}. {}",
            deed(lang, what),
            CAN_TAKE_BACK.text(lang)
        ));
    }
    let decided: OfficeState = what.parse().ok()?;
    Some(format!(
        "{receipt}: {}. {}",
        state(lang, decided),
        WORKER_READS.text(lang)
    ))
}
