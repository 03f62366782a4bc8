//! A lost phone: who has the code on paper and knows the birth date gets bills, receipts and cover on
//! another phone, which has an empty home.

use std::sync::Arc;

use payung_core::{Payung, PayungError, RecoveredView, RegistrationState};
use payung_model::sealed::RegistrationId;
use payung_model::secret::Secret;
use payung_model::units::Timestamp;
use payung_tests::Outcome;
use payung_tests::canary::{Canary, Seeker};
use payung_tests::paying::{PayingPhone, PayingTown};
use payung_tests::shell::sync_now;
use serde_json::json;

/// The birth date of the sample's NIK, as three people write it.
const BORN: [&str; 3] = ["15-01-1990", "15 januari 1990", "1990-01-15"];

fn recover(phone: &Payung, code: &str, born: &str) -> Outcome<Result<RecoveredView, PayungError>> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let recovery = phone.recovery();
    Ok(runtime.block_on(recovery.recover(Secret::new(code), Secret::new(born))))
}

fn recovered(phone: &Payung, code: &str, born: &str) -> Outcome<RecoveredView> {
    Ok(recover(phone, code, born)??)
}

/// The words of a refusal; nothing came to the phone.
fn refused(phone: &Payung, code: &str, born: &str) -> Outcome<String> {
    let said = match recover(phone, code, born)? {
        Ok(view) => return Err(format!("got back: {view:?}").into()),
        Err(PayungError::NotPossible { words }) => words,
        Err(other) => return Err(other.into()),
    };
    assert!(phone.registrations().page(None)?.registrations.is_empty());
    Ok(said)
}

fn code_of(worker: &PayingPhone) -> Outcome<String> {
    let view = worker.payung.recovery().code(worker.registration.clone())?;
    let groups: Vec<&str> = view.groups.iter().map(Secret::reveal).collect();
    assert_eq!(groups.len(), 4);
    Ok(groups.join("-"))
}

/// Another worker's code: it is one, and opens nothing of the first.
fn with_sign_changed(code: &str) -> String {
    let changed = if code.starts_with('7') { '8' } else { '7' };
    code.char_indices()
        .map(|(at, sign)| if at == 0 { changed } else { sign })
        .collect()
}

fn pay(town: &PayingTown, worker: &PayingPhone) -> Outcome<()> {
    town.pass()?;
    worker.sync()?;
    let bill = worker.open_bill()?.ok_or("no bill can be paid")?;
    let order = json!({ "qris": worker.scan(&bill)?, "paid_at": town.now()? });
    town.till()?.pay(&order)?;
    town.pass()?;
    worker.sync()
}

fn new_phone(town: &PayingTown, name: &str) -> Outcome<Arc<Payung>> {
    Ok(town.shell(name)?.open()?)
}

/// Words and numbers that both phones have to show alike.
fn shown(phone: &Payung, registration: &str) -> Outcome<String> {
    let cover = phone.cover().of(registration.to_owned(), None)?;
    let receipts = phone.bills().receipts(registration.to_owned())?;
    let bills = phone.bills().list(registration.to_owned())?;
    let card = phone.cover().card(registration.to_owned())?;
    let numbers: Vec<_> = receipts.iter().map(|it| format!("{it:?}")).collect();
    let bills: Vec<_> = bills
        .iter()
        .map(|it| format!("{:?} {}", it.phase, it.id))
        .collect();
    assert!(!numbers.is_empty() && !bills.is_empty());
    Ok(format!(
        "{cover:?}\n{numbers:?}\n{bills:?}\n{:?}",
        card.text
    ))
}

#[test]
fn another_phone_gets_cover_and_receipts_by_code_and_birth_date_and_both_go_on() -> Outcome<()> {
    let mut town = PayingTown::new(None)?;
    let worker = town.register(1)?;
    let recovery = worker.payung.recovery();
    let code = code_of(&worker)?;
    assert_eq!(
        code_of(&worker)?,
        code,
        "it is shown until it was written down"
    );
    let view = recovery.written_down(worker.registration.clone())?;
    assert!(view.groups.is_empty() && !view.works && view.new_code.is_some());
    assert!(
        recovery
            .code(worker.registration.clone())?
            .groups
            .is_empty()
    );

    // Not at the office yet: nobody gets anything.
    let other = new_phone(&town, "other")?;
    let unknown = refused(&other, &code, BORN[0])?;
    pay(&town, &worker)?;
    assert!(recovery.code(worker.registration.clone())?.works);

    // A wrong code, a wrong date, a code that nobody has: the same words, and nothing comes.
    let second = town.register(2)?;
    let of_second = code_of(&second)?;
    for (code, born) in [
        (code.as_str(), "16-01-1990"),
        (&of_second, "16-01-1990"),
        ("0000-0000-0000-0000", BORN[0]),
    ] {
        assert_eq!(refused(&other, code, born)?, unknown);
    }
    let mistyped = refused(&other, &with_sign_changed(&code), BORN[0])?;
    assert_ne!(
        mistyped, unknown,
        "a wrong sign is found before anybody is asked"
    );
    let problems = |code: &str, born: &str| {
        other
            .recovery()
            .problems(Secret::new(code), Secret::new(born))
    };
    assert_eq!(
        problems(&with_sign_changed(&code), BORN[0]).code,
        Some(mistyped)
    );
    assert!(problems(&code, "kemarin").birth_date.is_some());

    // As somebody types it, in three ways; each is a new phone.
    let typed = code
        .to_lowercase()
        .replace('-', " ")
        .replace('0', "o")
        .replace('1', "l");
    for (number, born) in BORN.iter().enumerate() {
        let phone = new_phone(&town, &format!("new-{number}"))?;
        let view = recovered(&phone, &typed, born)?;
        let row = &view.registration;
        assert_eq!(
            (&row.registration, row.state),
            (&worker.registration, RegistrationState::Received)
        );
        assert_eq!((row.draft.as_ref(), row.can_send_now), (None, false));
        sync_now(&phone)?;
        assert_eq!(
            shown(&phone, &worker.registration)?,
            shown(&worker.payung, &worker.registration)?
        );
        assert!(
            !phone
                .reminders()
                .of(worker.registration.clone(), None, 90)?
                .is_empty()
        );
        assert_eq!(phone.home()?.drafts.len(), 0);
    }

    // Both phones hear of the next bill, and of what is paid for it.
    let phone = new_phone(&town, "goes-on")?;
    recovered(&phone, &code, BORN[0])?;
    town.at("2026-12-01T08:00:00+07:00")?;
    let new = PayingPhone {
        payung: Arc::clone(&phone),
        registration: worker.registration.clone(),
    };
    town.pass()?;
    new.sync()?;
    let id: RegistrationId = worker.registration.parse()?;
    let at = Timestamp::from_millis(town.now()?)?;
    town.office
        .store()?
        .ask_bill(id, "asked", Some(1), at, None)?;
    pay(&town, &new)?;
    worker.sync()?;
    assert_eq!(
        shown(&phone, &worker.registration)?,
        shown(&worker.payung, &worker.registration)?
    );
    Ok(())
}

/// A code and a birth date in the ways in which they may be written.
fn secrets(code: &str) -> Vec<Canary> {
    let bare = code.replace('-', "");
    vec![
        Canary::of(
            "the code",
            vec![
                code.to_owned(),
                code.to_lowercase(),
                bare.to_lowercase(),
                bare,
            ],
        ),
        Canary::of(
            "the birth date",
            vec![
                "1987-03-17".into(),
                "17-03-1987".into(),
                "17 Maret 1987".into(),
            ],
        ),
    ]
}

#[test]
fn neither_code_nor_birth_date_is_on_a_disk_in_clear_before_and_after_it_was_written_down()
-> Outcome<()> {
    let town = PayingTown::new(None)?;
    // A date that no text has as its example.
    let worker = town.register_with(1, |answers| answers["nik"] = json!("3201015703870001"))?;
    let code = code_of(&worker)?;
    let seeker = Seeker::of(secrets(&code));
    let look = || -> Outcome<()> {
        let looked = seeker.look(town.folder.path(), &[])?;
        assert!(looked.files.len() > 10, "there is something to look at");
        assert!(looked.leaks.is_empty(), "{:?}", looked.leaks);
        Ok(())
    };
    worker.sync()?;
    look()?;
    let other = new_phone(&town, "other")?;
    refused(&other, &code, "18-03-1987")?;
    recovered(&other, &code, "17-03-1987")?;
    sync_now(&other)?;
    look()?;
    worker
        .payung
        .recovery()
        .written_down(worker.registration.clone())?;
    drop((worker, other));
    look()?;
    // The search finds what is there.
    std::fs::write(town.folder.path().join("leak"), format!("x{code}x"))?;
    assert_eq!(seeker.look(town.folder.path(), &[])?.leaks.len(), 1);
    Ok(())
}

#[test]
fn a_new_code_a_withdrawal_and_an_erasure_end_the_old_one() -> Outcome<()> {
    let town = PayingTown::new(None)?;
    let (one, two) = (town.register(1)?, town.register(2)?);
    let (old, of_two) = (code_of(&one)?, code_of(&two)?);
    one.sync()?;
    two.sync()?;
    let phone = new_phone(&town, "other")?;
    let recovery = one.payung.recovery();
    recovery.written_down(one.registration.clone())?;
    let view = recovery.new_code(one.registration.clone())?;
    assert!(!view.works && view.groups.len() == 4);
    one.sync()?;
    let unknown = refused(&phone, &old, BORN[0])?;
    // A code that was got back has no answers: a new one goes with the date that was typed.
    let new = code_of(&one)?;
    recovered(&phone, &new, BORN[0])?;
    sync_now(&phone)?;
    let newest = phone.recovery().new_code(one.registration.clone())?;
    let newest: Vec<&str> = newest.groups.iter().map(Secret::reveal).collect();
    sync_now(&phone)?;
    let third = new_phone(&town, "third")?;
    assert_eq!(refused(&third, &new, BORN[0])?, unknown);
    recovered(&third, &newest.join("-"), BORN[0])?;

    two.payung
        .registrations()
        .withdraw(two.registration.clone())?;
    two.sync()?;
    let fourth = new_phone(&town, "fourth")?;
    assert_eq!(refused(&fourth, &of_two, BORN[0])?, unknown);
    assert!(
        two.payung
            .recovery()
            .new_code(two.registration.clone())
            .is_err()
    );
    town.office
        .run(&["erase", &one.registration, "--why", "CONTOH"])?;
    assert_eq!(refused(&fourth, &newest.join("-"), BORN[0])?, unknown);
    Ok(())
}

#[test]
fn who_lost_phone_and_code_gets_another_one_at_the_office_and_the_old_phone_is_told() -> Outcome<()>
{
    let town = PayingTown::new(None)?;
    let worker = town.register(1)?;
    let paper = code_of(&worker)?;
    pay(&town, &worker)?;
    let (id, keys) = (worker.registration.as_str(), town.keys());
    town.office
        .run(&["accept", id, "--words", "Selamat datang.", "--keys", &keys])?;
    town.pass()?;
    worker.sync()?;
    let before = shown(&worker.payung, id)?;

    let seen = ["--ktp-shown", "--person-present"];
    for missing in [&seen[..1], &seen[1..]] {
        let asked = [
            &["reissue", id, "--why", "HP hilang", "--keys", &keys],
            missing,
        ]
        .concat();
        assert!(town.office.run(&asked).is_err(), "{missing:?}");
    }
    let asked = [
        &["reissue", id, "--why", "HP hilang", "--keys", &keys],
        &seen[..],
    ]
    .concat();
    let code = town.office.json(&asked)?["code"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    town.pass()?;

    let phone = new_phone(&town, "new")?;
    refused(&phone, &paper, BORN[0])?;
    refused(&phone, &code, "16-01-1990")?;
    recovered(&phone, &code, BORN[0])?;
    sync_now(&phone)?;
    let row = phone.registrations().status(id.to_owned())?;
    assert_eq!(row.state, RegistrationState::Accepted);
    assert_eq!(
        row.reply.as_ref().map(Secret::reveal),
        Some("Selamat datang.")
    );
    let without_card = |text: &str| text.rsplit_once('\n').map(|(rest, _)| rest.to_owned());
    let after = shown(&phone, id)?;
    assert_eq!(without_card(&after), without_card(&before));
    assert!(phone.cover().card(id.to_owned())?.text.is_some(), "{after}");

    // The phone before is told, and hears and changes nothing any more.
    worker.sync()?;
    let told = worker.payung.bills().notices(id.to_owned())?;
    assert!(
        told.iter()
            .any(|it| it.words.contains("tidak menerima kabar baru")),
        "{told:?}"
    );
    assert!(worker.payung.recovery().new_code(id.to_owned()).is_err());
    assert!(
        worker
            .payung
            .registrations()
            .request(id.to_owned())
            .is_err()
    );
    let row = worker.payung.registrations().status(id.to_owned())?;
    assert!(!row.can_have_code && !row.can_request);
    let new = PayingPhone {
        payung: Arc::clone(&phone),
        registration: id.to_owned(),
    };
    let at = Timestamp::from_millis(town.now()?)?;
    town.office
        .store()?
        .ask_bill(id.parse()?, "asked", Some(1), at, None)?;
    pay(&town, &new)?;
    worker.sync()?;
    let count = |phone: &Payung| phone.bills().receipts(id.to_owned()).map(|it| it.len());
    assert_eq!((count(&phone)?, count(&worker.payung)?), (2, 1));
    // The code that the worker then makes takes the place of the office's.
    phone.recovery().new_code(id.to_owned())?;
    sync_now(&phone)?;
    let third = new_phone(&town, "third")?;
    refused(&third, &code, BORN[0])?;
    Ok(())
}

/// The words for a registration that another phone has now.
const ENDED: &str = "tidak menerima kabar baru";

fn says_ended<T>(refused: Result<T, PayungError>) -> Outcome<()> {
    match refused {
        Err(PayungError::NotPossible { words }) if words.contains(ENDED) => Ok(()),
        Err(other) => Err(format!("{other:?}").into()),
        Ok(_) => Err("the office would refuse it for ever".into()),
    }
}

#[test]
fn a_withdrawal_and_a_correction_end_when_the_office_made_the_access_anew() -> Outcome<()> {
    for wish in ["withdraw", "correct"] {
        let town = PayingTown::new(None)?;
        let worker = town.register(1)?;
        let (id, keys) = (worker.registration.as_str(), town.keys());
        let registrations = worker.payung.registrations();
        town.office.open()?;
        if wish == "correct" {
            let question = ["--question", "phone=CONTOH: nomor lain"];
            town.office
                .run(&[&["correct", id, "--keys", &keys], &question[..]].concat())?;
            worker.sync()?;
            let view = registrations.correct(id.to_owned())?;
            let phone = Secret::new("081234567899");
            worker
                .payung
                .drafts()
                .answer(view.draft.clone(), "phone".into(), phone)?;
            registrations.ready(view.draft)?;
        } else {
            registrations.withdraw(id.to_owned())?;
        }
        let asked = ["reissue", id, "--why", "HP hilang", "--keys", &keys];
        town.office
            .run(&[&asked[..], &["--ktp-shown", "--person-present"]].concat())?;
        // Two runs: the second one has nothing left to try.
        for _ in 0..2 {
            town.pass()?;
            worker.sync()?;
        }
        let row = registrations.status(id.to_owned())?;
        let expected = if wish == "correct" {
            RegistrationState::NeedsCorrection
        } else {
            RegistrationState::Received
        };
        assert_eq!(
            (row.state, row.withdraw_wanted),
            (expected, false),
            "{wish}"
        );
        assert!(
            row.next.is_some_and(|words| words.contains(ENDED)),
            "{wish}"
        );
        assert_eq!(row.problem, None, "{wish}: nothing is in trouble");
        says_ended(registrations.withdraw(id.to_owned()))?;
        says_ended(registrations.correct(id.to_owned()))?;
        says_ended(registrations.request(id.to_owned()))?;
        let quiet = sync_now(&worker.payung)?;
        assert_eq!((quiet.waiting, quiet.problem), (0, None), "{wish}");
    }
    Ok(())
}
