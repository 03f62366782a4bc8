//! Why something was not sent, was parked, or cannot be acted on: a closed list, so that a shell may
//! act on the reason without reading a sentence.
//!
//! The synchronizer finds the reason, the vault keeps it by the id of its text, and the API adds the
//! words.

/// Why a registration waits, was parked or needs somebody, and why a sync left something undone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, uniffi::Enum)]
pub enum ProblemCode {
    /// There is no network.
    Offline,
    /// There is a network, and the office does not answer.
    Unreachable,
    /// No answer came in time.
    Timeout,
    /// The connection broke.
    Cut,
    /// Photos wait for a network that is not paid by the byte.
    WaitsForWifi,
    /// The office is in trouble, or does not take it now.
    OfficeTrouble,
    /// The office asks to wait, because many send at once.
    OfficeBusy,
    /// The office has no room.
    OfficeFull,
    /// The Wi-Fi wants a login first.
    Portal,
    /// Something between phone and office changes what is sent, or answers in the office's place.
    Proxy,
    /// The connection is not secure.
    Insecure,
    /// Somebody else answers under the office's name.
    WrongName,
    /// The office's certificate has ended.
    CertificateExpired,
    /// The phone's clock is wrong, so that no secure connection can be made.
    ClockWrong,
    /// The office has another key now: it is sealed again.
    OfficeKeyChanged,
    /// It has to be sealed again, which needs the data key.
    KeyLocked,
    /// News came that no signature of the office proves.
    Unproven,
    /// Parked: the office has another record under this number.
    Conflict,
    /// Parked: the office cannot read it.
    Malformed,
    /// Parked: it is too large for the office.
    TooLarge,
    /// Parked: the office does not know the rules or the format yet.
    OfficeOlder,
    /// Parked: a photo that it names is no longer on this phone.
    PhotoGone,
    /// Parked: the office does not take it.
    Refused,
    /// The office holds nothing of it any more.
    Erased,
    /// The intake says something about it that no signature of the office proves.
    DecisionUnproven,
    /// The office wrote something that this app is too old to read.
    AppOlder,
    /// The office asks for a correction, and its answers are on another phone.
    AnswersElsewhere,
    /// A part of its record is damaged on this phone.
    RecordDamaged,
}

impl ProblemCode {
    /// All of them.
    pub const ALL: [Self; 28] = [
        Self::Offline,
        Self::Unreachable,
        Self::Timeout,
        Self::Cut,
        Self::WaitsForWifi,
        Self::OfficeTrouble,
        Self::OfficeBusy,
        Self::OfficeFull,
        Self::Portal,
        Self::Proxy,
        Self::Insecure,
        Self::WrongName,
        Self::CertificateExpired,
        Self::ClockWrong,
        Self::OfficeKeyChanged,
        Self::KeyLocked,
        Self::Unproven,
        Self::Conflict,
        Self::Malformed,
        Self::TooLarge,
        Self::OfficeOlder,
        Self::PhotoGone,
        Self::Refused,
        Self::Erased,
        Self::DecisionUnproven,
        Self::AppOlder,
        Self::AnswersElsewhere,
        Self::RecordDamaged,
    ];

    /// The id of its text, by which the vault keeps it too: it must not change.
    pub(crate) fn text_id(self) -> &'static str {
        match self {
            Self::Offline => "wait-offline",
            Self::Unreachable => "wait-unreachable",
            Self::Timeout => "wait-timeout",
            Self::Cut => "wait-cut",
            Self::WaitsForWifi => "wait-wifi",
            Self::OfficeTrouble => "wait-server",
            Self::OfficeBusy => "wait-slow",
            Self::OfficeFull => "wait-full",
            Self::Portal => "wait-portal",
            Self::Proxy => "wait-proxy",
            Self::Insecure => "wait-tls",
            Self::WrongName => "wait-name",
            Self::CertificateExpired => "wait-expired",
            Self::ClockWrong => "wait-clock",
            Self::OfficeKeyChanged => "wait-key",
            Self::KeyLocked => "wait-locked",
            Self::Unproven => "wait-unproven",
            Self::Conflict => "park-conflict",
            Self::Malformed => "park-malformed",
            Self::TooLarge => "park-too-large",
            Self::OfficeOlder => "park-newer",
            Self::PhotoGone => "park-photo",
            Self::Refused => "park-refused",
            Self::Erased => "erased-by-office",
            Self::DecisionUnproven => "office-word-unproven",
            Self::AppOlder => "office-word-newer",
            Self::AnswersElsewhere => "recovery-no-answers",
            Self::RecordDamaged => "registration-unreadable",
        }
    }

    /// The problem with that text; none for an id that no problem has.
    pub(crate) fn of_text(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|code| code.text_id() == id)
    }

    /// `offline`, `waits_for_wifi`: as documents name it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Offline => "offline",
            Self::Unreachable => "unreachable",
            Self::Timeout => "timeout",
            Self::Cut => "cut",
            Self::WaitsForWifi => "waits_for_wifi",
            Self::OfficeTrouble => "office_trouble",
            Self::OfficeBusy => "office_busy",
            Self::OfficeFull => "office_full",
            Self::Portal => "portal",
            Self::Proxy => "proxy",
            Self::Insecure => "insecure",
            Self::WrongName => "wrong_name",
            Self::CertificateExpired => "certificate_expired",
            Self::ClockWrong => "clock_wrong",
            Self::OfficeKeyChanged => "office_key_changed",
            Self::KeyLocked => "key_locked",
            Self::Unproven => "unproven",
            Self::Conflict => "conflict",
            Self::Malformed => "malformed",
            Self::TooLarge => "too_large",
            Self::OfficeOlder => "office_older",
            Self::PhotoGone => "photo_gone",
            Self::Refused => "refused",
            Self::Erased => "erased",
            Self::DecisionUnproven => "decision_unproven",
            Self::AppOlder => "app_older",
            Self::AnswersElsewhere => "answers_elsewhere",
            Self::RecordDamaged => "record_damaged",
        }
    }
}

/// What is in the way: a reason to act on, and the same for the worker.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ProblemView {
    /// Why.
    pub code: ProblemCode,
    /// For the worker, in the language of the app.
    pub words: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_is_found_by_its_text_and_has_a_code_of_its_own() {
        let mut codes = std::collections::BTreeSet::new();
        for (number, code) in ProblemCode::ALL.into_iter().enumerate() {
            // A variant that is missing in the list would shift those after it.
            assert_eq!(code as usize, number, "{code:?}");
            assert_eq!(ProblemCode::of_text(code.text_id()), Some(code));
            assert!(codes.insert(code.code()), "{code:?}");
        }
        assert_eq!(ProblemCode::of_text("wait-CONTOH"), None);
        // The last variant is the last of the list, so none is missing at its end.
        assert_eq!(codes.len(), ProblemCode::RecordDamaged as usize + 1);
    }

    #[test]
    fn every_problem_has_words_of_its_own_in_both_languages() {
        use payung_model::text::{Arg, Lang, Message};
        let texts = payung_model::content::Content::built_in().unwrap().texts;
        let mut said = std::collections::BTreeSet::new();
        for code in ProblemCode::ALL {
            let message = Message::new(code.text_id());
            let message = match code {
                ProblemCode::DecisionUnproven => {
                    message.with("receipt", Arg::Text("CONTOH".into()))
                }
                ProblemCode::AnswersElsewhere => message.with("office", Arg::Text("CONTOH".into())),
                _ => message,
            };
            for lang in Lang::ALL {
                said.insert(texts.try_format(lang, &message).unwrap());
            }
        }
        assert_eq!(said.len(), 2 * ProblemCode::ALL.len());
    }
}
