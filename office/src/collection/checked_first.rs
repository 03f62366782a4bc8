//! What the phone is told while an officer looks at a registration first.

use crate::opener::Flag;

/// The code of the notice to whoever waits because of these flags: by it the phone names what to
/// prepare. Another registration with the same NIK has no class of its own, because its words would
/// tell whoever knows a NIK that its owner is registered; it is told as any other check.
pub(super) fn notice_of(flags: &[String]) -> &'static str {
    let missing = [
        Flag::AnswerMissing,
        Flag::ConsentMissing,
        Flag::PhotoKeys,
        Flag::PhotoDamaged,
        Flag::PhotoSealed,
        Flag::PhotoNotShown,
    ];
    // The form's warnings about a NIK, and the opener's own, have ids that begin with it.
    if flags.iter().any(|flag| flag.starts_with("nik_")) {
        "checked_first_nik"
    } else if missing
        .iter()
        .any(|it| flags.iter().any(|flag| flag == it.word()))
    {
        "checked_first_missing"
    } else {
        "checked_first"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_phone_learns_what_to_prepare_and_nothing_of_another_registration() {
        let told = |flags: &[&str]| {
            let flags: Vec<String> = flags.iter().map(|&flag| flag.to_owned()).collect();
            notice_of(&flags)
        };
        assert_eq!(told(&["nik_date_differs"]), "checked_first_nik");
        assert_eq!(told(&[Flag::NikWrong.word()]), "checked_first_nik");
        assert_eq!(told(&[Flag::PhotoDamaged.word()]), "checked_first_missing");
        let duplicate = Flag::Duplicate.word();
        assert_eq!(told(&[duplicate]), told(&["phone_unknown_prefix"]));
        assert_eq!(
            told(&[duplicate, Flag::AnswerMissing.word()]),
            told(&[Flag::AnswerMissing.word()])
        );
    }
}
