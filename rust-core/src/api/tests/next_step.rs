//! What the first screen's one button does.

use super::corrections::ask;
use super::*;

#[test]
fn the_office_waits_before_a_form_and_a_form_before_a_new_one() {
    let phone = Phone::new();
    let payung = phone.open();
    let home = || payung.home().unwrap();
    let (register, other) = (NextStep::Register, NextStep::RegisterOther);
    let first = home();
    assert_eq!(
        (first.next, first.can_refer, first.can_recover),
        (register, true, true)
    );
    let draft = payung.drafts().start("bpu".into()).unwrap().draft;
    let resume = NextStep::Resume {
        draft: draft.clone(),
    };
    let begun = home();
    assert_eq!(
        (&begun.next, begun.can_refer, begun.can_recover),
        (&resume, true, true)
    );
    payung.keep_referral("PASAR7".into()).unwrap();
    assert!(!home().can_refer, "one is kept");
    payung.remove_referral().unwrap();
    let registration = ready(&payung);
    reach(&payung, &registration, State::Received);
    let sent = home();
    assert_eq!(
        (&sent.next, sent.can_refer, sent.can_recover),
        (&resume, true, false)
    );
    ask(&phone, &payung, &registration, &["mother_name"]);
    assert_eq!(home().next, NextStep::Correct { registration });
    payung.drafts().discard(draft).unwrap();
    let view = payung.home().unwrap().registrations.remove(0);
    let correction = payung.registrations().correct(view.registration).unwrap();
    let review = fill(&payung, correction, &[("mother_name", "IBU CONTOH")]);
    payung.registrations().ready(review.draft).unwrap();
    let done = home();
    assert_eq!(
        (done.next, done.can_refer, done.can_recover),
        (other, false, false)
    );
}
