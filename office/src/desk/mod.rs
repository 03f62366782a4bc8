//! What an officer does with registrations. Every look at answers and every decision is written
//! into the audit log first.

mod decide;
mod erase;
mod export;
mod held;
mod labels;
mod list;
mod money;
mod paper;
mod pay_code;
mod refund;
mod reissue;
mod retention;
mod show;
mod sponsor;
mod unapplied;
mod unread;

pub use decide::{
    Decider, Decision, DecisionWords, Hindrance, decide, decide_held, decide_seen, held_decision,
    hindrances, hold,
};
pub use erase::{EraseRequest, Erased, erase, erase_again, erased_list, notify_phones};
pub use export::{ExportRequest, export};
pub use held::is_named_by_a_held_accept;
pub use list::{ListFilter, ListLine, each_line, line_of, lines_after, lines_before};
pub use money::{
    NoBill, Part, ShownBill, ShownCredit, ShownLine, ShownPayment, ShownTotals, another_bill,
    bill_again, bills, cancel_bill, credits, each_credit, each_stray, find_bill, show_bill, strays,
    waiting_bills,
};
pub use paper::PaperKey;
pub use pay_code::{
    CONSENT as PAY_CODE_CONSENT, MadePayCode, SlipSeen, SlipWords, new_pay_code, pay_code_on_slip,
    slip_words,
};
pub use refund::{
    GiveBack, MOST_REASON, NotGivenBack, ShownRefund, give_back, money_requests, new_form, refunds,
    waits_for_refund,
};
pub use reissue::{Reissuer, Seen, reissue};
pub use retention::{DueRegistration, Retention, clock_is_plausible};
pub use show::{
    ShowRequest, Shown, ShownAnswer, ShownConsent, ShownFinding, ShownPhoto, last_look, show,
    show_before, show_photo,
};
pub use sponsor::{BadLine, add_sponsor, find_sponsor, read_list, sponsor_members};
pub use unapplied::{UnappliedMoney, unapplied_money};
pub use unread::{
    ReportDeed, ReportNotChanged, ShownStruckOff, ShownUnread, change_report, each_unread, unread,
    unread_report,
};

use payung_model::sealed::RegistrationId;
use payung_model::typed::{clean, is_invisible};

use crate::failure::Failure;
use crate::store::Store;

/// Finds a registration by its id (UUID) or by the receipt code that people read to each other
/// (`7K2M-94QX`).
pub fn find(store: &Store, text: &str) -> Result<RegistrationId, Failure> {
    let text = clean(text);
    if let Ok(id) = text.parse::<RegistrationId>() {
        return match store.status(id)? {
            Some(_) => Ok(id),
            None => Err(Failure::Input(format!("no registration {id} here"))),
        };
    }
    let receipt = RegistrationId::read_receipt(&text).ok_or_else(|| {
        Failure::Input(format!("{:?} is neither an id nor a receipt code", *text))
    })?;
    match store.by_receipt(&receipt)?.as_slice() {
        [] => Err(Failure::Input(format!(
            "no registration with receipt code {receipt} here"
        ))),
        [id] => Ok(*id),
        several => {
            let ids: Vec<String> = several.iter().map(ToString::to_string).collect();
            Err(Failure::Input(format!(
                "{receipt} is the code of several: {}; give the id",
                ids.join(", ")
            )))
        }
    }
}

/// What follows a few of many: ` and 195 more`, ` and more than 195 others`; nothing when all were
/// named.
pub fn count_of(named: usize, count: u32, more: bool) -> String {
    match (u64::from(count).saturating_sub(named as u64), more) {
        (0, false) => String::new(),
        (others, false) => format!(" and {others} more"),
        (others, true) => format!(" and more than {others} others"),
    }
}

/// Text from elsewhere, made safe for a terminal and a page: signs that move the cursor, change
/// colours, turn the direction of writing, or show nothing become `�`.
pub fn printable(text: &str) -> String {
    let unseen = |sign: char| {
        sign.is_control() || is_invisible(sign) || matches!(sign, '\u{2028}' | '\u{2029}')
    };
    text.chars()
        .map(|sign| if unseen(sign) { '\u{fffd}' } else { sign })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_receipt_code_is_read_as_people_say_it() {
        for text in ["7K2M-94QX", "7k2m94qx", "7K2M 94QX"] {
            assert_eq!(
                RegistrationId::read_receipt(text).as_deref(),
                Some("7K2M-94QX"),
                "{text}"
            );
        }
        assert_eq!(
            RegistrationId::read_receipt("OIL0-1111").as_deref(),
            Some("0110-1111")
        );
        for text in ["", "7K2M-94Q", "7K2M-94QXX", "UUUU-UUUU", "7K2M-94Qé"] {
            assert_eq!(RegistrationId::read_receipt(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_printed_has_no_control_signs(text in any::<String>()) {
            prop_assert!(!printable(&text).chars().any(char::is_control));
        }

        #[test]
        fn no_text_makes_the_receipt_parser_panic(text in any::<String>()) {
            let _ = RegistrationId::read_receipt(&text);
        }
    }
}
