//! Somebody who is no member pays for a member: no NIK is asked, and no cover is promised.

use std::path::Path;
use std::time::Duration;

use payung_core::{BillPhase, CoverPhase, Purpose, RegistrationState, RegistrationView};
use payung_model::units::Rupiah;
use payung_tests::Outcome;
use payung_tests::paying::{PayingPhone, PayingTown};
use payung_tests::shell::go_on;
use serde_json::json;

/// JKK, JKM and JHT of Rp1.5 million in November and December 2026, half of the first two off.
const MONTH: u64 = 8_000 + 3_400 + 32_000;

/// Somebody with a phone and that code, who sends it for the first time.
fn payer(town: &PayingTown, name: &str, code: &str) -> Outcome<PayingPhone> {
    let payung = town.shell(name)?.open()?;
    let answers = json!({
        "payer_note": true, "pay_for_code": code, "months": "1",
        "name": "RINI CONTOH", "phone": "081234567890", "consent_payer": true,
    });
    let view = payung.drafts().start("payer".into())?;
    let draft = go_on(&payung, view, &answers, Path::new(""))?;
    let registration = payung.registrations().ready(draft)?.registration;
    Ok(PayingPhone {
        payung,
        registration,
    })
}

fn status(phone: &PayingPhone) -> Outcome<RegistrationView> {
    let registrations = phone.payung.registrations();
    Ok(registrations.status(phone.registration.clone())?)
}

fn mother(town: &PayingTown) -> Outcome<PayingPhone> {
    let mother = town.register_with(1, |answers| answers["name"] = json!("AMINAH CONTOH"))?;
    town.settle(&[&mother])?;
    Ok(mother)
}

fn pay(town: &PayingTown, payer: &PayingPhone) -> Outcome<()> {
    let bill = payer.open_bill()?.ok_or("no bill")?;
    let order = json!({ "qris": payer.scan(&bill)?, "paid_at": town.now()? });
    town.till()?.pay(&order)?;
    Ok(())
}

#[test]
fn a_daughter_who_is_no_member_pays_for_her_mother_month_after_month() -> Outcome<()> {
    let mut town = PayingTown::new(None)?;
    let mother = mother(&town)?;
    let code = town.pay_code(&mother)?;
    let daughter = payer(&town, "daughter", &code)?;
    let ready = status(&daughter)?;
    assert_eq!(ready.purpose, Some(Purpose::Payer));
    assert!(!ready.is_request && !ready.is_membership && !ready.can_complete);
    town.settle(&[&daughter, &mother])?;

    let accepted = status(&daughter)?;
    assert_eq!(accepted.state, RegistrationState::Accepted);
    let reply = accepted.reply.ok_or("no words")?;
    assert!(reply.reveal().contains("A••• C•••"), "{}", reply.reveal());
    assert!(accepted.path.is_empty(), "it protects nobody by itself");
    assert_eq!(accepted.cover, None);
    let next = accepted.next.ok_or("nothing comes next")?;
    assert!(next.contains("Orang yang Anda bayari"), "{next}");
    let told = mother.payung.payers().of(mother.registration.clone())?;
    assert_eq!(told.words, ["R••• C••• membayar iuran Anda."]);

    assert!(told.can_be_paid_for);
    let paying = daughter.payung.payers().of(daughter.registration.clone())?;
    assert!(!paying.can_be_paid_for, "a payer has no dues of their own");

    let bill = daughter.open_bill()?.ok_or("no bill")?;
    assert_eq!((bill.amount, bill.lines.len()), (MONTH, 1));
    assert_eq!(bill.lines[0].member.as_deref(), Some("A••• C•••"));
    let reminders = daughter.payung.reminders().all(30)?;
    let reminder = reminders[0].reminders.first().ok_or("nobody is reminded")?;
    assert!(
        reminder
            .title
            .starts_with("Kode bayar untuk orang yang Anda bayari"),
        "{}",
        reminder.title
    );
    assert!(
        !reminder.text.contains("Anda belum terlindungi"),
        "{}",
        reminder.text
    );
    pay(&town, &daughter)?;
    town.settle(&[&daughter, &mother])?;
    let cover = |phone: &PayingPhone| -> Outcome<_> {
        let view = phone.payung.cover().of(phone.registration.clone(), None)?;
        Ok((view.phase, view.paid_until))
    };
    assert_eq!(
        cover(&mother)?,
        (CoverPhase::Protected, Some("2026-11-30".into()))
    );
    assert!(cover(&daughter).is_err(), "it has no cover of its own");
    assert_eq!(
        daughter
            .payung
            .bills()
            .receipts(daughter.registration.clone())?
            .len(),
        1
    );
    // What she paid is hers to know; cover that others pay for is not.
    let paid = status(&daughter)?;
    let next = paid.next.unwrap_or_default();
    assert!(
        next.starts_with("Sudah dicatat kantor. Iuran A••• C••• terbayar sampai 30 November 2026."),
        "{next}"
    );
    let reply = paid.reply.map(|reply| reply.reveal().to_owned());
    assert_eq!(reply, None, "a code to come is not promised any more");

    // The next month's bill comes unasked, and again when it is asked for after it expired.
    town.at("2026-11-27T08:00:00+07:00")?;
    town.start_acquirer()?;
    town.settle(&[&daughter, &mother])?;
    let december = daughter.open_bill()?.ok_or("no bill for December")?;
    assert_eq!(december.lines[0].month, "2026-12");
    assert!(mother.bills()?.iter().all(|it| it.phase != BillPhase::Open));

    // She ends it by its number, and the mother is asked herself.
    let payers = daughter.payung.payers();
    let paying = payers.of(daughter.registration.clone())?;
    let number = paying.members[0].number.clone();
    town.later(Duration::from_secs(5));
    payers.end_payment(daughter.registration.clone(), Some(number))?;
    town.settle(&[&daughter, &mother])?;
    let registrations = daughter.payung.registrations();
    let asked = registrations.requests(Some(daughter.registration.clone()))?;
    assert_eq!(asked[0].state, RegistrationState::Accepted);
    assert!(daughter.open_bill()?.is_none());
    assert!(mother.open_bill()?.is_some());
    let totals = town.office.store()?.check_money()?;
    assert_eq!(
        (totals.received, totals.credited),
        (Rupiah(MONTH), Rupiah(MONTH))
    );
    Ok(())
}

#[test]
fn a_code_that_is_not_good_is_asked_again_and_nobody_learns_a_name() -> Outcome<()> {
    let town = PayingTown::new(None)?;
    let mother = mother(&town)?;
    let stranger = payer(&town, "stranger", "0000-0000-0000")?;
    town.settle(&[&stranger])?;
    let view = status(&stranger)?;
    assert_eq!(view.state, RegistrationState::NeedsCorrection);
    let words = view.corrections[0].words.reveal().to_owned();
    assert_eq!(view.corrections[0].question, "pay_for_code");
    assert!(words.starts_with("Kode itu tidak ada."), "{words}");
    assert!(!words.contains("•••"), "{words}");

    // Mistyped: the form says so before anything is sent, and a message around a code does not matter.
    let code = town.pay_code(&mother)?;
    let registrations = stranger.payung.registrations();
    let drafts = stranger.payung.drafts();
    let correcting = registrations.correct(stranger.registration.clone())?;
    let draft = correcting.draft;
    let mistyped = drafts.answer(
        draft.clone(),
        "pay_for_code".into(),
        "0000-0000-0001".into(),
    )?;
    assert_eq!(mistyped.step.id, "pay_for_code");
    let problem = mistyped.step.problems.first().ok_or("no problem")?;
    assert!(problem.reveal().starts_with("Kode itu salah ketik."));
    let message = format!("Kode untuk membayar iuran saya: {code}\nBerlaku sekali.");
    drafts.answer(
        draft.clone(),
        "pay_for_code".into(),
        message.as_str().into(),
    )?;
    let draft_view = drafts.show(draft.clone(), "pay_for_code".into())?;
    assert!(draft_view.step.problems.is_empty());
    registrations.ready(draft)?;
    town.settle(&[&stranger, &mother])?;
    assert_eq!(status(&stranger)?.state, RegistrationState::Accepted);
    assert_eq!(
        stranger.open_bill()?.ok_or("no bill")?.lines[0]
            .member
            .as_deref(),
        Some("A••• C•••")
    );

    // A lost phone of a payer has no code: what it pays for is arranged anew.
    let no_code = stranger
        .payung
        .recovery()
        .code(stranger.registration.clone());
    assert!(no_code.is_err());
    assert!(!status(&stranger)?.can_have_code);
    Ok(())
}

#[test]
fn a_mother_without_a_phone_signs_a_slip_and_her_daughter_pays() -> Outcome<()> {
    let town = PayingTown::new(None)?;
    let mother = mother(&town)?;
    let receipt = status(&mother)?.receipt;
    let slip = town.folder.path().join("slip.html");
    town.office
        .run(&["pay-code", "slip", &receipt, &slip.to_string_lossy()])?;
    let page = std::fs::read_to_string(&slip)?;
    for words in [
        receipt.as_str(),
        "Setuju orang lain membayar iuran Anda?",
        "Ia tidak melihat NIK",
        "cap jempol",
        "Persetujuan versi 1",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains("AMINAH"), "nobody's name is printed");

    let keys = town.keys();
    let issue = |more: &[&str]| {
        let args = ["pay-code", "issue", &receipt, "--json", "--keys", &keys];
        town.office.command(&[&args[..], more].concat())
    };
    // Without what has to be seen first there is no code, and nothing in the log.
    for missing in [
        &["--ktp-shown", "--slip-kept", "map 3"][..],
        &["--slip-signed", "--slip-kept", "map 3"],
        &["--ktp-shown", "--slip-signed", "--slip-kept", " "],
    ] {
        let run = issue(missing)?.output()?;
        assert_eq!(run.status.code(), Some(2), "{missing:?}");
    }
    let seen = ["--ktp-shown", "--slip-signed", "--slip-kept", "map 3"];
    let made = issue(&seen)?.output()?;
    let made: serde_json::Value = serde_json::from_slice(&made.stdout)?;
    let code = made["code"].as_str().ok_or("no code")?;
    assert_eq!(made["last_day"], "2026-12-23");
    let log = town.office.json(&["audit"])?;
    let rows = log.as_array().ok_or("no rows")?.iter();
    let rows: Vec<_> = rows
        .filter(|row| row["action"] == "pay code slip")
        .map(|row| row["detail"].as_str().unwrap_or_default())
        .collect();
    assert_eq!(rows, ["KTP shown, slip signed (consent 1), kept: map 3"]);

    let daughter = payer(&town, "daughter", code)?;
    town.settle(&[&daughter, &mother])?;
    pay(&town, &daughter)?;
    town.settle(&[&daughter, &mother])?;
    let cover = mother
        .payung
        .cover()
        .of(mother.registration.clone(), None)?;
    assert_eq!(cover.phase, CoverPhase::Protected);

    // Nobody can pay for a payer, whatever is signed.
    let payers = status(&daughter)?.receipt;
    let args = ["pay-code", "issue", &payers, "--keys", &keys];
    let run = town
        .office
        .command(&[&args[..], &seen].concat())?
        .output()?;
    assert_eq!(run.status.code(), Some(2));
    Ok(())
}
