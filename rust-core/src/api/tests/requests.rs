//! Requests and complaints: begun from a registration or without one, listed, answered, and never
//! taken for a completion.

use payung_model::journey::OfficeState;
use payung_model::sealed::inbox::{Item, ItemBody};

use super::corrections::{ask, received};
use super::*;
use crate::api::member::Member;
use crate::sync::OpenedItem;
use crate::vault::InboxRow;

pub const COMPLAINT: &[(&str, &str)] = &[
    ("request", "complaint"),
    ("complaint_about", "fee"),
    ("complaint_words", "Saya diminta bayar 50 ribu."),
];

pub(super) fn wish(payung: &Payung, first: &str, answers: &[(&str, &str)]) -> String {
    let view = payung.registrations().request(first.to_owned()).unwrap();
    let end = fill(payung, view, answers);
    assert_eq!(end.step.kind, ScreenKind::Review, "{}", end.step.id);
    payung
        .registrations()
        .ready(end.draft)
        .unwrap()
        .registration
}

/// The office answers, in an item of the inbox that its key wrote.
pub(super) fn answer(
    phone: &Phone,
    payung: &Payung,
    request: &str,
    state: OfficeState,
    words: &str,
) {
    let (store, row_id) = (&payung.app.store, id(request));
    let last = store.inbox_last(row_id).unwrap();
    let item = Item {
        sequence: last + 1,
        previous: last,
        revision: 1,
        at: Timestamp::from_millis(NOW).unwrap(),
        body: ItemBody::Decision {
            state,
            words: secret(words),
        },
    };
    let key = Phone::reply_key(payung, request);
    let sealed = item
        .seal(row_id, &key, &phone.office, &mut Ring::new())
        .unwrap();
    let OpenedItem::Item { item, author } = payung.app.open_item(row_id, sealed.bytes()).unwrap()
    else {
        panic!("the item is not the office's")
    };
    let row = InboxRow {
        item: sealed.bytes().to_vec(),
        author,
    };
    store
        .take_item(row_id, &item, &row, payung.app.now())
        .unwrap();
}

#[test]
fn a_request_travels_as_a_registration_of_its_own_that_names_the_first() {
    let phone = Phone::new();
    let payung = phone.open();
    let first = received(&payung);
    assert!(
        payung
            .registrations()
            .status(first.clone())
            .unwrap()
            .can_request
    );
    let view = payung.registrations().request(first.clone()).unwrap();
    assert_eq!(view.step.id, "request");
    let again = payung.registrations().request(first.clone()).unwrap();
    assert_eq!(again.draft, view.draft, "the same draft goes on");

    let line = payung.home().unwrap().drafts.remove(0);
    assert_eq!(line.name.reveal(), "SITI CONTOH");
    assert_eq!(
        line.line,
        "Permintaan · langkah 1 dari 3 · tersimpan di HP ini"
    );
    let request = wish(&payung, &first, &[("request", "bill"), ("months", "6")]);
    let body = phone.read(&payung, &request);
    assert_eq!(
        (body.form.as_str(), body.purpose.as_str()),
        ("bpu_request", "bill")
    );
    let completes = body.completes.expect("names the first");
    let token = payung.app.store.registration(id(&first)).unwrap().token;
    assert!(completes.id == id(&first) && completes.token == token);
    assert!(body.consents.is_empty(), "a bill needs no new consent");

    // The next one can be begun at once. Ids are ordered by the clock's time.
    phone.set_day(1, 9);
    let second = wish(&payung, &first, COMPLAINT);
    assert_ne!(second, request);
    let listed = payung
        .registrations()
        .requests(Some(first.clone()))
        .unwrap();
    let titles: Vec<&str> = listed.iter().map(|one| one.title.as_str()).collect();
    assert_eq!(titles, ["Keluhan", "Minta kode bayar"]);
    assert!(
        listed
            .iter()
            .all(|one| one.registration.as_ref() == Some(&first))
    );
    assert_eq!(listed[1].purpose, Some(Purpose::Bill));
    assert_eq!(listed[1].number, id(&request).receipt());
    let view = payung.registrations().status(request).unwrap();
    assert!(view.is_request && !view.is_membership);
    assert!(!view.can_request && !view.can_complete);
}

#[test]
fn a_draft_of_a_request_is_listed_under_what_is_asked_for() {
    let phone = Phone::new();
    let payung = phone.open();
    let first = received(&payung);
    let view = payung.registrations().request(first).unwrap();
    payung
        .drafts()
        .answer(view.draft, "request".into(), secret("erasure"))
        .unwrap();
    payung.drafts().start("complaint".into()).unwrap();
    let lines: Vec<String> = payung
        .home()
        .unwrap()
        .drafts
        .into_iter()
        .map(|line| line.line)
        .collect();
    assert!(
        lines
            .iter()
            .any(|line| line.starts_with("Minta data dihapus · langkah 2")),
        "{lines:?}"
    );
    assert!(
        lines
            .iter()
            .any(|line| line.starts_with("Keluhan · langkah 1"))
    );
}

#[test]
fn it_can_be_asked_in_exactly_the_states_in_which_the_office_holds_the_first() {
    for state in State::ALL
        .into_iter()
        .filter(|state| *state != State::Draft)
    {
        let phone = Phone::new();
        let payung = phone.open();
        let first = ready(&payung);
        if state != State::Ready {
            reach(&payung, &first, State::Sending);
            reach(&payung, &first, state);
        }
        let possible = matches!(
            state,
            State::Sending
                | State::Received
                | State::Accepted
                | State::Refused
                | State::NeedsCorrection
                | State::Parked
        );
        let view = payung.registrations().status(first.clone()).unwrap();
        assert_eq!(view.can_request, possible, "{state:?}");
        match payung.registrations().request(first) {
            Ok(_) => assert!(possible, "{state:?}"),
            Err(PayungError::NotPossible { words: said }) => {
                assert!(!possible, "{state:?}");
                assert_eq!(said, words(&payung, "not-possible-request"));
            }
            Err(other) => panic!("{other:?}"),
        }
    }
    let phone = Phone::new();
    let payung = phone.open();
    let first = received(&payung);
    let draft = payung.registrations().request(first.clone()).unwrap();
    let end = fill(&payung, draft, COMPLAINT);
    payung.registrations().withdraw(first.clone()).unwrap();
    let refused = payung.registrations().ready(end.draft).unwrap_err();
    assert!(
        matches!(refused, PayungError::NotPossible { words: said } if said == words(&payung, "not-possible-request"))
    );
    assert!(
        payung.drafts().start("bpu_request".into()).is_err(),
        "never by itself"
    );
}

#[test]
fn requests_are_no_completions_and_completions_no_requests() {
    let phone = Phone::new();
    let payung = phone.open();
    let first = received(&payung);
    let more = payung.registrations().complete(first.clone()).unwrap();
    let asked = payung.registrations().request(first.clone()).unwrap();
    assert_ne!(more.draft, asked.draft, "each goes on with its own draft");
    assert_eq!(
        payung
            .registrations()
            .complete(first.clone())
            .unwrap()
            .draft,
        more.draft
    );
    let request = wish(
        &payung,
        &first,
        &[
            ("request", "update"),
            ("changes", "phone"),
            ("phone", "081234567899"),
            ("consent_request", "yes"),
        ],
    );
    // One that the office sent back is not gone on with as a completion.
    reach(&payung, &request, State::Received);
    ask(&phone, &payung, &request, &["phone"]);
    payung.drafts().discard(more.draft).unwrap();
    let begun = payung.registrations().complete(first.clone()).unwrap();
    assert_eq!(begun.step.id, "cards");
    let view = payung.registrations().status(first.clone()).unwrap();
    assert_eq!(view.missing, ["Foto KTP"], "a request brings nothing of it");
    let listed = payung.registrations().requests(Some(first)).unwrap();
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0].words, "ada yang ditanyakan kantor");
    assert_eq!(listed[0].corrections.len(), 1);
    let mended = payung.registrations().correct(request).unwrap();
    assert_eq!(mended.step.id, "phone");
}

#[test]
fn a_complaint_has_a_number_a_last_day_and_an_answer() {
    let phone = Phone::new();
    let payung = phone.open();
    let first = received(&payung);
    let request = wish(&payung, &first, COMPLAINT);
    let of = |payung: &Payung| {
        payung
            .registrations()
            .requests(Some(first.clone()))
            .unwrap()
    };
    assert_eq!(of(&payung)[0].answer_until, None, "it has not arrived yet");
    assert_eq!(of(&payung)[0].words, words(&payung, "state-ready"));

    // Monday, 23 November; five working days later it is Monday again.
    reach(&payung, &request, State::Received);
    let listed = of(&payung);
    assert_eq!(
        listed[0].answer_until.as_deref(),
        Some("Dijawab paling lambat 30 November 2026.")
    );
    assert!(
        listed[0].words.contains("belum dijawab"),
        "{}",
        listed[0].words
    );
    let view = payung.registrations().status(request.clone()).unwrap();
    let next = view.next.unwrap();
    assert!(
        next.contains(&view.receipt) && next.contains("30 November 2026"),
        "{next}"
    );
    assert!(view.timeline.iter().any(|line| line.words == view.words));
    assert_eq!(listed[0].asked_at_millis, NOW);
    assert_eq!(listed[0].asked_at_words, "23 November 2026 pukul 09.00 WIB");
    assert_eq!(view.timeline[0].at_words, listed[0].asked_at_words);

    phone.set_day(7, 23);
    assert!(
        of(&payung)[0]
            .answer_until
            .as_ref()
            .unwrap()
            .starts_with("Dijawab")
    );
    phone.set_day(8, 0);
    let late = of(&payung)[0].answer_until.clone().unwrap();
    assert!(
        late.starts_with("Seharusnya dijawab 30 November 2026") && late.contains(&view.receipt),
        "{late}"
    );

    answer(
        &phone,
        &payung,
        &request,
        OfficeState::Accepted,
        "CONTOH: uangnya kembali besok.",
    );
    let listed = of(&payung);
    assert_eq!(
        (listed[0].words.as_str(), listed[0].answer_until.as_deref()),
        ("sudah dijawab", None)
    );
    assert_eq!(
        listed[0].answer.as_ref().unwrap().reveal(),
        "CONTOH: uangnya kembali besok."
    );
}

#[test]
fn a_refused_request_is_not_a_refused_registration() {
    let phone = Phone::new();
    let payung = phone.open();
    let first = received(&payung);
    let request = wish(
        &payung,
        &first,
        &[
            ("request", "refund"),
            ("refund_note", "yes"),
            ("refund_by", "cash"),
        ],
    );
    reach(&payung, &request, State::Received);
    answer(
        &phone,
        &payung,
        &request,
        OfficeState::Refused,
        "CONTOH: semua uang sudah dipakai.",
    );
    let view = payung.registrations().status(request.clone()).unwrap();
    assert_eq!(view.words, "tidak bisa dipenuhi");
    assert_eq!(view.next, None);
    let receipt = payung.registrations().receipt(request.clone()).unwrap();
    assert!(receipt.contains("tidak bisa dipenuhi"), "{receipt}");
    let first = payung.registrations().status(first).unwrap();
    assert_eq!(first.state, State::Received, "nothing happened to it");
    let ask = payung.registrations().ask_to_withdraw(first.registration);
    assert_eq!(ask.unwrap().title, "Batalkan pendaftaran ini?");
}

#[test]
fn paying_for_somebody_else_leaves_another_request_as_it_was_begun() {
    let phone = Phone::new();
    let payung = phone.open();
    let first = received(&payung);
    let view = payung.registrations().request(first.clone()).unwrap();
    let complaint = fill(&payung, view, &COMPLAINT[..2]);
    let payers = payung.payers();
    let drafts = || payung.drafts().page(0).unwrap().drafts.len();
    // No months that can be asked for, and a sign that is wrong: nothing stays behind.
    for (code, months) in [("0000-0000-0000", 2), ("0000-0000-0001", 1)] {
        assert!(payers.pay_for(first.clone(), code.into(), months).is_err());
        assert_eq!(drafts(), 1, "{code} {months}");
    }
    let asked = payers.pay_for(first.clone(), "0000-0000-0000".into(), 1);
    assert_eq!(asked.unwrap().purpose, Some(Purpose::PayFor));
    let asked = payers.end_payment(first.clone(), None);
    assert_eq!(asked.unwrap().purpose, Some(Purpose::PayEnd));
    assert_eq!(drafts(), 1);
    let kept = payung.drafts().resume(complaint.draft).unwrap();
    assert_eq!(kept.step.id, "complaint_words");
    assert_eq!(
        payung.registrations().requests(Some(first)).unwrap().len(),
        2
    );
}

#[test]
fn every_kind_of_request_has_a_word_of_its_own_for_being_done() {
    let phone = Phone::new();
    let payung = phone.open();
    let first = received(&payung);
    let kinds: [(&[(&str, &str)], &str); 7] = [
        (
            &[("request", "bill"), ("months", "1")],
            "kode bayar disiapkan",
        ),
        (
            &[
                ("request", "pay_code"),
                ("pay_code_note", "yes"),
                ("consent_pay_code", "yes"),
            ],
            "kodenya sudah ada",
        ),
        (
            &[
                ("request", "pay_for"),
                ("pay_for_code", "0000-0000-0000"),
                ("months", "1"),
            ],
            "sudah dicatat",
        ),
        (
            &[("request", "pay_end"), ("pay_end_what", "payer")],
            "sudah berhenti",
        ),
        (
            &[("request", "erasure"), ("erasure_note", "yes")],
            "data sudah dihapus",
        ),
        (
            &[("request", "who_looked"), ("who_looked_note", "yes")],
            "sudah dijawab",
        ),
        (
            &[
                ("request", "consent"),
                ("consent_which", "more"),
                ("consent_note", "yes"),
            ],
            "persetujuan sudah dibatalkan",
        ),
    ];
    for (answers, said) in kinds {
        let request = wish(&payung, &first, answers);
        let ask = payung.registrations().ask_to_withdraw(request.clone());
        assert_eq!(ask.unwrap().title, "Batalkan kiriman ini?");
        reach(&payung, &request, State::Received);
        reach(&payung, &request, State::Accepted);
        let view = payung.registrations().status(request).unwrap();
        assert_eq!(view.words, said);
    }
}

#[test]
fn who_pays_for_whom_shows_what_is_not_decided_and_the_newest_refusal() {
    let phone = Phone::new();
    let payung = phone.open();
    let first = ready(&payung);
    let of = || payung.payers().of(first.clone()).unwrap();
    assert!(!of().can_request, "nothing of it has been sent");
    reach(&payung, &first, State::Received);
    assert!(of().can_request);
    let shown = || -> Vec<String> { of().requests.into_iter().map(|it| it.id).collect() };
    wish(&payung, &first, &[("request", "bill"), ("months", "1")]);
    assert!(shown().is_empty(), "a bill is nobody else's");
    // Of two that were asked in one instant nobody could say which is newer.
    phone.set_day(0, 10);
    let end = [("request", "pay_end"), ("pay_end_what", "payer")];
    let ended = wish(&payung, &first, &end);
    phone.set_day(0, 11);
    let pay = [
        ("request", "pay_for"),
        ("pay_for_code", "0000-0000-0000"),
        ("months", "1"),
    ];
    let paying = wish(&payung, &first, &pay);
    assert_eq!(shown(), [paying.clone(), ended.clone()]);
    for request in [&paying, &ended] {
        reach(&payung, request, State::Received);
    }
    answer(&phone, &payung, &ended, OfficeState::Refused, "Tidak.");
    assert_eq!(shown(), [paying.as_str()], "a newer one was asked since");
    answer(&phone, &payung, &paying, OfficeState::Refused, "Terpakai.");
    assert_eq!(shown(), [paying.as_str()]);
    let reply = of().requests.remove(0).answer.unwrap();
    assert_eq!(reply.reveal(), "Terpakai.");
    phone.set_day(0, 12);
    let again = wish(&payung, &first, &pay);
    assert_eq!(shown(), [again.as_str()]);
    reach(&payung, &again, State::Received);
    answer(&phone, &payung, &again, OfficeState::Accepted, "Sudah.");
    assert!(shown().is_empty(), "what holds now stands above");
}

#[test]
fn who_never_registered_complains_and_finds_the_complaint_again() {
    let phone = Phone::new();
    let payung = phone.open();
    let view = payung.drafts().start("complaint".into()).unwrap();
    let answers = [&[("complaint_note", "yes"), ("phone", "")], COMPLAINT].concat();
    let end = fill(&payung, view, &answers);
    assert_eq!(end.step.primary, "Kirim");
    let complaint = payung.registrations().ready(end.draft).unwrap();
    let body = phone.read(&payung, &complaint.registration);
    assert!(body.completes.is_none() && body.consents.is_empty());
    assert_eq!(body.purpose, "complaint");
    assert_eq!(body.answers.len(), 2, "nothing about the person");
    assert_eq!(complaint.purpose, Some(Purpose::Complaint));
    assert!(!complaint.can_request && !complaint.can_complete);
    ready(&payung);
    let all = payung.registrations().requests(None).unwrap();
    assert_eq!(all.len(), 1, "a registration is no request");
    assert_eq!(all[0].id, complaint.registration);
    assert_eq!(all[0].registration, None);
    assert!(
        payung
            .registrations()
            .request(complaint.registration)
            .is_err()
    );
}

#[test]
fn a_notification_of_an_answer_speaks_of_no_registration() {
    let phone = Phone::new();
    let payung = phone.open();
    let first = received(&payung);
    for one in payung.registrations().notifications().unwrap() {
        payung.registrations().acknowledge(one.id).unwrap();
    }
    let request = wish(&payung, &first, COMPLAINT);
    reach(&payung, &request, State::Received);
    answer(&phone, &payung, &request, OfficeState::Accepted, "CONTOH");
    let told = payung.registrations().notifications().unwrap();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].kind, NotificationKind::Decision);
    assert_eq!(told[0].title, "Permintaan Anda");
    let receipt = id(&request).receipt();
    assert_eq!(
        told[0].text,
        format!("Kantor menjawab kiriman {receipt}. Buka untuk membacanya.")
    );
}

#[test]
fn a_request_whose_form_is_gone_from_the_rules_is_still_one() {
    let phone = Phone::new();
    let payung = phone.open();
    let first = received(&payung);
    let request = wish(&payung, &first, COMPLAINT);
    reach(&payung, &request, State::Received);
    phone.bring(&payung, 0, |files| {
        files.remove("forms/bpu_request.json");
    });
    let view = payung.registrations().status(request).unwrap();
    assert!(view.is_request && view.words.contains("belum dijawab"));
    let listed = payung
        .registrations()
        .requests(Some(first.clone()))
        .unwrap();
    assert_eq!((listed.len(), listed[0].answer_until.clone()), (1, None));
    assert!(
        !payung
            .registrations()
            .status(first.clone())
            .unwrap()
            .can_request
    );
    assert!(payung.registrations().request(first).is_err());
}

#[test]
fn a_change_counts_for_the_dues_once_it_is_accepted_and_after_all_answers_are_deleted() {
    let phone = Phone::new();
    let payung = phone.open();
    let first = received(&payung);
    let income = |payung: &Payung| {
        let member = Member::of(&payung.app, id(&first)).unwrap();
        member.kept.dues.clone().unwrap().income.0
    };
    assert_eq!(income(&payung), 1_500_000);
    let by_the_day = wish(
        &payung,
        &first,
        &[
            ("request", "update"),
            ("changes", "job,income"),
            ("occupation", "builder"),
            ("income_per", "day"),
            ("income_day", "200000"),
            ("work_days", "7"),
            ("consent_request", "yes"),
        ],
    );
    reach(&payung, &by_the_day, State::Received);
    assert_eq!(income(&payung), 1_500_000, "nobody has accepted it");
    answer(
        &phone,
        &payung,
        &by_the_day,
        OfficeState::Accepted,
        "Sudah.",
    );
    let after = income(&payung);
    assert!(after > 5_000_000, "{after}");
    reach(&payung, &first, State::Accepted);
    drop(payung);
    phone.set_day(60, 9);
    let payung = phone.open();
    let view = payung.registrations().status(first.clone()).unwrap();
    assert_eq!(view.draft, None, "the answers are deleted");
    assert_eq!(income(&payung), after);
}
