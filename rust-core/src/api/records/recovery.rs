//! Recovery codes, and what was got back by one.

use payung_model::secret::Secret;

use super::registrations::RegistrationView;

/// The screen of a registration's recovery code.
#[derive(Clone, Debug, uniffi::Record)]
pub struct RecoveryCodeView {
    /// The registration's id.
    pub registration: String,
    /// The screen's title, in the language.
    pub title: String,
    /// The code in groups of four, to be written on paper: drawn large, not selectable, on a screen
    /// that cannot be photographed. Empty once it was written down.
    pub groups: Vec<Secret>,
    /// The code sign by sign, to be read aloud if the worker asks for it; empty like the groups.
    pub spoken: Secret,
    /// What the code is for, how to keep it, and whether it works yet, in the order in which these
    /// are shown. May be read aloud.
    pub words: Vec<String>,
    /// With which birth date it is used, in a sentence shown below the words. It holds an answer, so
    /// it is not read aloud; none when the date is not here any more.
    #[uniffi(default = None)]
    pub birth_date: Option<Secret>,
    /// The office has what the code opens: it works on another phone now.
    pub works: bool,
    /// On the button that says it was written down ([`crate::Recovery::written_down`]); none when
    /// there is nothing to write down.
    pub written: Option<String>,
    /// On the button that makes another code ([`crate::Recovery::new_code`]), which replaces this
    /// one; none while the code is shown.
    pub new_code: Option<String>,
}

/// What is wrong with what was typed on another phone.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct RecoverProblems {
    /// At the code; none when it can be one.
    pub code: Option<String>,
    /// At the birth date; none when it is a date.
    pub birth_date: Option<String>,
}

/// What was got back by a code.
#[derive(Clone, Debug, uniffi::Record)]
pub struct RecoveredView {
    /// Where the registration stands; it is listed from now on like any other.
    pub registration: RegistrationView,
    /// What came back, what comes with the next sync, and what does not come.
    pub words: Vec<String>,
}
