//! What is notified in the background: each news once, and nothing about the person.

use super::corrections::{ask, received};
use super::*;

fn given(payung: &Payung) -> Vec<NotificationView> {
    payung.registrations().notifications().unwrap()
}

fn acknowledge_all(payung: &Payung) {
    for one in given(payung) {
        payung.registrations().acknowledge(one.id).unwrap();
    }
}

#[test]
fn each_news_is_given_until_it_is_acknowledged_and_newer_news_is_never_hidden() {
    let phone = Phone::new();
    let payung = phone.open();
    let registration = received(&payung);
    let first = given(&payung);
    assert_eq!(
        first.len(),
        1,
        "what the worker did alone is no news: {first:?}"
    );
    assert_eq!(
        (first[0].kind, &first[0].registration),
        (NotificationKind::Received, &registration)
    );
    assert_eq!(given(&payung), first, "the same until it is acknowledged");
    let view = payung.registrations().status(registration.clone()).unwrap();
    assert_eq!(
        view.notification.as_ref(),
        Some(&first[0].id),
        "whoever sees the registration has seen its news"
    );

    // The office asks before the platform has said that it showed the first one.
    ask(&phone, &payung, &registration, &["name"]);
    payung
        .registrations()
        .acknowledge(first[0].id.clone())
        .unwrap();
    let second = given(&payung);
    assert_eq!(
        second.iter().map(|one| one.kind).collect::<Vec<_>>(),
        [NotificationKind::Correction]
    );
    acknowledge_all(&payung);
    assert!(given(&payung).is_empty());
    assert_eq!(
        payung
            .registrations()
            .status(registration.clone())
            .unwrap()
            .notification,
        None
    );

    // Once more about the same question, and after a restart.
    ask(&phone, &payung, &registration, &["name"]);
    drop(payung);
    let payung = phone.open();
    assert_eq!(given(&payung).len(), 1, "the same state again is news");
    payung
        .registrations()
        .acknowledge(first[0].id.clone())
        .unwrap();
    assert_eq!(
        given(&payung).len(),
        1,
        "an old acknowledgement hides nothing"
    );
}

#[test]
fn a_notification_says_nothing_about_the_person_nor_what_was_decided() {
    let phone = Phone::new();
    let payung = phone.open();
    let texts = |state| {
        let registration = received(&payung);
        acknowledge_all(&payung);
        reach(&payung, &registration, state);
        let one = given(&payung).remove(0);
        acknowledge_all(&payung);
        let receipt = payung.registrations().status(registration).unwrap().receipt;
        assert!(one.text.contains(&receipt), "{one:?}");
        (
            one.kind,
            format!("{} {}", one.title, one.text).replace(&receipt, ""),
        )
    };
    let (accepted, refused) = (texts(State::Accepted), texts(State::Refused));
    assert_eq!(
        accepted, refused,
        "a lock screen does not tell one from the other"
    );
    assert_eq!(accepted.0, NotificationKind::Decision);
    for lang in [Language::Id, Language::En] {
        payung.set_language(lang).unwrap();
        let registration = received(&payung);
        for one in given(&payung) {
            for answer in ["SITI", "3201015501900001", "0812", "AMINAH", "CONTOH NOMOR"] {
                assert!(
                    !one.title.contains(answer) && !one.text.contains(answer),
                    "{one:?}"
                );
            }
        }
        let receipt = payung.registrations().receipt(registration).unwrap();
        assert!(
            !receipt.contains("SITI") && !receipt.contains("3201015501900001"),
            "{receipt}"
        );
        assert_eq!(receipt.lines().count(), 4, "{receipt}");
    }
}

#[test]
fn an_unproven_word_is_notified_only_while_the_key_is_locked_and_once() {
    let phone = Phone::new();
    let payung = phone.open();
    let registration = received(&payung);
    acknowledge_all(&payung);
    payung
        .app
        .store
        .set_unproven(id(&registration), Some("accepted"))
        .unwrap();
    assert!(
        given(&payung).is_empty(),
        "with the key, whoever holds the intake could ring at will"
    );
    payung.lock();
    let unread = given(&payung);
    assert_eq!(
        unread.iter().map(|one| one.kind).collect::<Vec<_>>(),
        [NotificationKind::Unread]
    );
    acknowledge_all(&payung);
    assert!(given(&payung).is_empty());
    payung.unlock().unwrap();
    reach(&payung, &registration, State::Accepted);
    assert_eq!(
        given(&payung).len(),
        1,
        "the decision itself is news of its own"
    );
}

#[test]
fn acknowledging_what_is_gone_or_was_never_there_harms_nothing() {
    let phone = Phone::new();
    let payung = phone.open();
    let registration = ready(&payung);
    payung
        .registrations()
        .take_back(registration.clone())
        .unwrap();
    payung
        .registrations()
        .acknowledge(format!("{registration}.7.0"))
        .unwrap();
    for nonsense in [
        "",
        ".",
        "CONTOH",
        "CONTOH.1.1",
        &format!("{registration}.a.b"),
        &registration,
    ] {
        let refused = payung.registrations().acknowledge(nonsense.to_owned());
        assert!(
            matches!(refused, Err(PayungError::NotPossible { .. })),
            "{nonsense}"
        );
    }
}
