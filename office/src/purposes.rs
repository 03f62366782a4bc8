//! What a worker may ask the office for, by the names of the built-in forms: registrations, and
//! requests.

/// What requests ask for, as the built-in forms name it.
pub const PURPOSES: [&str; 13] = [
    "bill",
    "update",
    "employee",
    "consent",
    "copy",
    "who_looked",
    "erasure",
    "refund",
    "pay_code",
    "pay_for",
    "pay_end",
    "complaint",
    "incident",
];

/// A request to change the data of a registration.
pub const UPDATE: &str = "update";

/// A registration by which somebody pays for members without being one.
pub const PAYER: &str = "payer";

/// Is there something to pay for it: cover of its own, or that of members for whom it pays?
pub fn gets_bills(purpose: &str) -> bool {
    asks_for_cover(purpose) || purpose == PAYER
}

/// Does it ask for cover, so that dues are to be paid for it? Others ask for none, or for another
/// office's.
pub fn asks_for_cover(purpose: &str) -> bool {
    matches!(purpose, "register" | "resume")
}

/// Does somebody register, whatever comes of it?
pub fn registers(purpose: &str) -> bool {
    matches!(purpose, "register" | "resume" | "active" | "employer")
}

/// Is it a request, and no registration?
pub fn is_request(purpose: &str) -> bool {
    PURPOSES.contains(&purpose)
}

/// Does it wait for an answer rather than for cover? Such things are found by what they ask for, in
/// however long a queue of registrations (`store/casework.rs`).
pub fn waits_for_an_answer(purpose: &str) -> bool {
    is_request(purpose) || purpose == PAYER
}

/// The answer is words: accepting without any would tell the worker nothing.
pub fn needs_words(purpose: &str) -> bool {
    matches!(
        purpose,
        "complaint" | "incident" | "copy" | "who_looked" | "refund" | "pay_code"
    )
}

#[cfg(test)]
mod tests {
    use payung_model::content::Content;

    use super::*;

    #[test]
    fn what_is_called_a_request_is_what_the_built_in_forms_ask_for() {
        let content = Content::built_in().unwrap();
        for form in content.forms.values() {
            for purpose in &form.purposes {
                assert_eq!(is_request(&purpose.id), form.request, "{}", purpose.id);
            }
        }
        let asked: std::collections::BTreeSet<&str> = content
            .forms
            .values()
            .filter(|form| form.request)
            .flat_map(|form| &form.purposes)
            .map(|one| one.id.as_str())
            .collect();
        assert_eq!(asked, PURPOSES.into());
        assert!(PURPOSES.iter().any(|one| needs_words(one)));
    }
}
