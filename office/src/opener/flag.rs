//! The reasons for an officer to look that the opener itself finds.

use crate::store::index;

/// A reason for an officer to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flag {
    /// It is sealed to a key that is not in the key folder. It is opened when the key is there.
    KeyMissing,
    /// The envelope does not open, or its contents cannot be read.
    SealBroken,
    /// The form, in this version, is not in the bundle the envelope names.
    FormUnknown,
    /// An answer to (or a photo for) a question that the form does not have.
    QuestionUnknown,
    /// The NIK is not a possible NIK.
    NikWrong,
    /// An answer that the form refuses.
    AnswerWrong,
    /// The form asks something that was not answered, or the answers end it.
    AnswerMissing,
    /// A consent that the form asks for is not there, or is one to other words.
    ConsentMissing,
    /// It says that it adds to a registration, and that one is not here or is not the sender's.
    CompletesUnknown,
    /// The photos that the header names and the photo keys inside do not match.
    PhotoKeys,
    /// A photo's file is missing, or its digest is wrong.
    PhotoDamaged,
    /// A photo's key does not open it.
    PhotoSealed,
    /// What was sent as a photo is no JPEG, or one of a size that no phone of ours makes. It is
    /// shown to nobody.
    PhotoNotShown,
    /// Another registration has the same NIK. The sender is never told.
    Duplicate,
    /// An incident was reported after the hours that its clock gives.
    ReportLate,
    /// The phone sealed the report in time by its own clock, and it arrived later.
    ReportArrivedLate,
    /// Only the day is known on which it happened, and whether the report was in time depends on
    /// the hour.
    ReportUnsure,
    /// It is reported that somebody died at work or because of it, or that nobody knows yet: the
    /// steps and the clock of a work accident hold.
    AtWork,
}

impl Flag {
    /// All flags.
    pub const ALL: [Self; 18] = [
        Self::KeyMissing,
        Self::SealBroken,
        Self::FormUnknown,
        Self::QuestionUnknown,
        Self::NikWrong,
        Self::AnswerWrong,
        Self::AnswerMissing,
        Self::ConsentMissing,
        Self::CompletesUnknown,
        Self::PhotoKeys,
        Self::PhotoDamaged,
        Self::PhotoSealed,
        Self::PhotoNotShown,
        Self::Duplicate,
        Self::ReportLate,
        Self::ReportArrivedLate,
        Self::ReportUnsure,
        Self::AtWork,
    ];

    /// What is said of a report that was not surely in time.
    pub const OF_REPORTS: [Self; 3] = [
        Self::ReportLate,
        Self::ReportArrivedLate,
        Self::ReportUnsure,
    ];

    /// The name under which the flag is stored and shown.
    pub fn word(self) -> &'static str {
        match self {
            Self::KeyMissing => index::KEY_MISSING,
            Self::SealBroken => "seal_broken",
            Self::FormUnknown => "form_unknown",
            Self::QuestionUnknown => "question_unknown",
            Self::NikWrong => "nik_wrong",
            Self::AnswerWrong => "answer_wrong",
            Self::AnswerMissing => "answer_missing",
            Self::ConsentMissing => "consent_missing",
            Self::CompletesUnknown => index::COMPLETES_UNKNOWN,
            Self::PhotoKeys => "photo_keys",
            Self::PhotoDamaged => "photo_damaged",
            Self::PhotoSealed => "photo_sealed",
            Self::PhotoNotShown => "photo_not_shown",
            Self::Duplicate => index::DUPLICATE,
            Self::ReportLate => "report_late",
            Self::ReportArrivedLate => "report_arrived_late",
            Self::ReportUnsure => "report_time_unsure",
            Self::AtWork => "at_work",
        }
    }
}
