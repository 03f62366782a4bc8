//! The code of a poster or a helper, as it is shown.

/// The code that the next registration takes along.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ReferralView {
    /// In capitals, without spaces and dashes.
    pub code: String,
    /// What the code does, in two short sentences.
    pub words: String,
    /// Label of the button that removes it: [`crate::Payung::remove_referral`].
    pub remove: String,
}
