//! A daughter pays for her mother: two phones, a real office and the sandbox acquirer.

use std::time::Duration;

use payung_core::{BillPhase, BillView, CoverPhase, RegistrationState, RequestView};
use payung_model::units::Rupiah;
use payung_tests::Outcome;
use payung_tests::paying::{PayingPhone, PayingTown};
use serde_json::json;

/// JKK, JKM and JHT of Rp1.5 million in November and December 2026, half of the first two off.
const MONTH: u64 = 8_000 + 3_400 + 32_000;

/// The answer to the last request of that phone.
fn answer(phone: &PayingPhone) -> Outcome<RequestView> {
    let all = phone
        .payung
        .registrations()
        .requests(Some(phone.registration.clone()))?;
    let newest = all.into_iter().max_by_key(|it| it.asked_at_millis);
    Ok(newest.ok_or("no request")?)
}

fn said(phone: &PayingPhone) -> Outcome<(RegistrationState, String)> {
    let view = answer(phone)?;
    let words = view.answer.ok_or("no answer")?.reveal().to_owned();
    Ok((view.state, words))
}

fn pay_for(
    town: &PayingTown,
    phone: &PayingPhone,
    code: &str,
    others: &[&PayingPhone],
) -> Outcome<()> {
    town.later(Duration::from_secs(5));
    phone
        .payung
        .payers()
        .pay_for(phone.registration.clone(), code.to_owned(), 1)?;
    town.settle(&[&[phone], others].concat())
}

fn pay(town: &PayingTown, worker: &PayingPhone, bill: &BillView) -> Outcome<()> {
    let order = json!({ "qris": worker.scan(bill)?, "paid_at": town.now()? });
    town.till()?.pay(&order)?;
    Ok(())
}

fn open_bills(worker: &PayingPhone) -> Outcome<Vec<BillView>> {
    let mut open = worker.bills()?;
    open.retain(|bill| bill.phase == BillPhase::Open);
    Ok(open)
}

/// The daughter's open bill for somebody else.
fn for_others(worker: &PayingPhone) -> Outcome<BillView> {
    let mut open = open_bills(worker)?;
    open.retain(|bill| bill.lines.iter().any(|line| line.member.is_some()));
    match (open.pop(), open.is_empty()) {
        (Some(bill), true) => Ok(bill),
        _ => Err("not exactly one bill for somebody else".into()),
    }
}

fn cover_lines(worker: &PayingPhone) -> Outcome<(CoverPhase, Option<String>, String)> {
    let cover = worker
        .payung
        .cover()
        .of(worker.registration.clone(), None)?;
    let text = cover.lines.join(" ");
    Ok((cover.phase, cover.paid_until, text))
}

/// All money of the office balances.
fn balanced(town: &PayingTown) -> Outcome<[u64; 4]> {
    let totals = town.office.store()?.check_money()?;
    let all = [
        totals.received,
        totals.credited,
        totals.unapplied,
        totals.refunded,
    ];
    Ok(all.map(|Rupiah(amount)| amount))
}

fn two(town: &PayingTown) -> Outcome<(PayingPhone, PayingPhone)> {
    let mother = town.register_with(1, |answers| answers["name"] = json!("AMINAH CONTOH"))?;
    let daughter = town.register_with(2, |answers| answers["name"] = json!("RINI CONTOH"))?;
    town.settle(&[&mother, &daughter])?;
    Ok((mother, daughter))
}

#[test]
fn a_daughter_pays_for_her_mother_by_a_code_and_both_phones_say_so() -> Outcome<()> {
    let town = PayingTown::new(None)?;
    let (mother, daughter) = two(&town)?;
    // The mother has a code to pay herself, until somebody else pays.
    assert_eq!(open_bills(&mother)?.len(), 1);
    let code = town.pay_code(&mother)?;
    pay_for(&town, &daughter, &code, &[&mother])?;
    let (state, words) = said(&daughter)?;
    assert_eq!(state, RegistrationState::Accepted, "{words}");
    assert!(
        words.contains("A••• C•••") && words.contains("dibatalkan dulu"),
        "{words}"
    );
    assert!(!words.contains("AMINAH"), "no more than the masked name");
    assert!(open_bills(&mother)?.is_empty(), "nothing is paid twice");

    let told = mother.payung.payers().of(mother.registration.clone())?;
    assert_eq!(told.code, None, "it works once");
    assert_eq!(told.words, ["R••• C••• membayar iuran Anda."]);
    let bill = for_others(&daughter)?;
    assert_eq!(
        (
            bill.amount,
            bill.lines.len(),
            bill.lines[0].member.as_deref()
        ),
        (MONTH, 1, Some("A••• C•••"))
    );
    assert_eq!(
        bill.why.as_deref(),
        Some("Ini iuran orang yang Anda bayari.")
    );
    pay(&town, &daughter, &bill)?;
    town.settle(&[&mother, &daughter])?;
    let (phase, until, lines) = cover_lines(&mother)?;
    assert_eq!(
        (phase, until.as_deref()),
        (CoverPhase::Protected, Some("2026-11-30"))
    );
    assert!(lines.contains("Dibayar oleh R••• C•••."), "{lines}");
    assert_eq!(cover_lines(&daughter)?.0, CoverPhase::NotYet);
    assert_eq!(balanced(&town)?, [MONTH, MONTH, 0, 0]);
    Ok(())
}

#[test]
fn the_next_months_of_both_are_one_bill_and_either_may_end_it() -> Outcome<()> {
    let mut town = PayingTown::new(None)?;
    let (mother, daughter) = two(&town)?;
    let code = town.pay_code(&mother)?;
    pay_for(&town, &daughter, &code, &[&mother])?;
    for bill in open_bills(&daughter)? {
        pay(&town, &daughter, &bill)?;
    }
    town.settle(&[&mother, &daughter])?;
    town.at("2026-11-27T08:00:00+07:00")?;
    town.start_acquirer()?;
    town.settle(&[&mother, &daughter])?;
    let open = open_bills(&daughter)?;
    assert!(open_bills(&mother)?.is_empty(), "the daughter is asked");
    let months: Vec<_> = open
        .iter()
        .flat_map(|bill| &bill.lines)
        .map(|line| (line.member.as_deref(), line.month.as_str()))
        .collect();
    assert_eq!(months, [(None, "2026-12"), (Some("A••• C•••"), "2026-12")]);
    assert_eq!((open.len(), open[0].amount), (1, 2 * MONTH), "one code");

    // The mother ends it: the daughter's bill is made anew without her, and the mother has her own.
    town.later(Duration::from_secs(5));
    mother
        .payung
        .payers()
        .end_payment(mother.registration.clone(), None)?;
    town.settle(&[&mother, &daughter])?;
    let (state, words) = said(&mother)?;
    assert_eq!(state, RegistrationState::Accepted, "{words}");
    assert!(words.starts_with("R••• C••• tidak membayar"), "{words}");
    let [left] = &open_bills(&daughter)?[..] else {
        return Err("not one bill of the daughter's".into());
    };
    assert_eq!((left.amount, left.lines.len()), (MONTH, 1));
    let [own] = &open_bills(&mother)?[..] else {
        return Err("not one bill of the mother's".into());
    };
    assert_eq!(own.amount, MONTH);
    for phone in [&mother, &daughter] {
        let view = phone.payung.payers().of(phone.registration.clone())?;
        assert_eq!(
            view.words,
            ["Tidak ada orang lain yang membayar iuran Anda."]
        );
    }
    pay(&town, &daughter, left)?;
    pay(&town, &mother, own)?;
    town.settle(&[&mother, &daughter])?;
    assert_eq!(balanced(&town)?, [4 * MONTH, 4 * MONTH, 0, 0]);
    Ok(())
}

#[test]
fn a_code_that_is_wrong_used_revoked_or_ones_own_is_answered_in_a_sentence() -> Outcome<()> {
    let town = PayingTown::new(None)?;
    let (mother, daughter) = two(&town)?;
    let neighbour = town.register(3)?;
    town.settle(&[&neighbour])?;
    let payers = daughter.payung.payers();
    let mistyped = payers.pay_for(daughter.registration.clone(), "0000-0000-0001".into(), 1);
    assert!(mistyped.is_err(), "the phone says it at once");
    let refused = |phone: &PayingPhone, code: &str, says: &str| -> Outcome<()> {
        pay_for(&town, phone, code, &[])?;
        let (state, words) = said(phone)?;
        assert_eq!(state, RegistrationState::Refused, "{words}");
        assert!(words.starts_with(says), "{words}");
        assert!(!words.contains("•••"), "nobody's name: {words}");
        Ok(())
    };
    refused(&daughter, "0000-0000-0000", "Kode itu tidak ada.")?;
    let first = town.pay_code(&mother)?;
    refused(&mother, &first, "Ini kode Anda sendiri.")?;
    // A new code takes the place of the one before; that one is taken back.
    town.later(Duration::from_secs(5));
    let second = town.pay_code(&mother)?;
    refused(&daughter, &first, "Kode itu sudah ditarik kembali.")?;
    town.later(Duration::from_secs(5));
    mother
        .payung
        .payers()
        .take_back_pay_code(mother.registration.clone())?;
    town.settle(&[&mother])?;
    refused(&daughter, &second, "Kode itu sudah ditarik kembali.")?;
    town.later(Duration::from_secs(5));
    let third = town.pay_code(&mother)?;
    pay_for(&town, &daughter, &third, &[&mother])?;
    assert_eq!(said(&daughter)?.0, RegistrationState::Accepted);
    refused(&neighbour, &third, "Kode itu sudah dipakai.")?;
    town.later(Duration::from_secs(5));
    let fourth = town.pay_code(&mother)?;
    refused(&neighbour, &fourth, "Sudah ada yang membayar")?;
    Ok(())
}

#[test]
fn a_platform_pays_half_a_year_with_one_bill_and_the_driver_is_reminded_before_it_ends()
-> Outcome<()> {
    let mut town = PayingTown::new(None)?;
    let keys = town.keys();
    let driver =
        |serial: u16| town.register_with(serial, |answers| answers["payer"] = json!("platform"));
    let (first, second) = (driver(1)?, driver(2)?);
    town.settle(&[&first, &second])?;
    assert!(first.bills()?.is_empty(), "the platform is to pay");
    let next = |phone: &PayingPhone| -> Outcome<String> {
        let registrations = phone.payung.registrations();
        let shown = registrations.status(phone.registration.clone())?;
        Ok(shown.next.unwrap_or_default())
    };
    let told = next(&first)?;
    assert!(
        told.starts_with("Kantor tidak membuat tagihan, karena Anda menulis"),
        "nobody is sent to pay with a code that never comes: {told}"
    );
    let receipt = first.payung.registrations();
    let receipt = receipt.status(first.registration.clone())?.receipt;
    let (one, two) = (town.pay_code(&first)?, town.pay_code(&second)?);
    let name = "APLIKATOR CONTOH";
    town.office.run(&[
        "sponsor", "add", name, "--fund", "platform", "--keys", &keys,
    ])?;
    let file = town.folder.path().join("members.csv");
    let path = file.to_string_lossy().into_owned();
    std::fs::write(
        &file,
        format!("code,months\n{one},6\n{two},0\n{receipt},6\n"),
    )?;
    let wrong = town
        .office
        .command(&["sponsor", "members", name, &path, "--keys", &keys])?
        .output()?;
    let said = String::from_utf8(wrong.stdout)?;
    assert!(!wrong.status.success(), "nothing is entered by halves");
    assert!(
        said.contains("line 3: the months")
            && said.contains("line 4: a receipt code is no consent"),
        "{said}"
    );
    std::fs::write(&file, format!("code,months\n{one},6\n{two},6\n"))?;
    town.office
        .run(&["sponsor", "members", name, &path, "--keys", &keys])?;
    town.settle(&[&first, &second])?;
    let told = first.payung.payers().of(first.registration.clone())?;
    assert_eq!(
        told.words,
        [
            "APLIKATOR CONTOH mau membayar iuran Anda sampai April 2027. Yang sudah masuk terlihat di perlindungan Anda."
        ]
    );
    let told = next(&first)?;
    assert!(
        told.starts_with("APLIKATOR CONTOH membayar iuran Anda. Anda terlindungi sesudah"),
        "nobody is told to pay what somebody else pays: {told}"
    );
    let registrations = first.payung.registrations();
    let shown = registrations.status(first.registration.clone())?;
    assert_eq!(shown.path[0].words, "iuran akan dibayar APLIKATOR CONTOH");
    let bills = town.office.json(&["sponsor", "bills", name])?;
    assert_eq!(
        (bills.as_array().map(Vec::len), bills[0]["state"].as_str()),
        (Some(1), Some("open")),
        "{bills}"
    );
    assert_eq!(bills[0]["lines"].as_array().map(Vec::len), Some(12));
    let note = bills[0]["note"].as_str().unwrap_or_default();
    assert!(
        note.starts_with("billed with the discount, and no source says"),
        "{note}"
    );
    assert!(
        bills[0]["otherwise"].as_u64() > bills[0]["total"].as_u64(),
        "both are named"
    );
    let qris = bills[0]["pay_with"][0][1].as_str().ok_or("no code")?;
    town.till()?
        .pay(&json!({ "qris": qris, "paid_at": town.now()? }))?;
    town.settle(&[&first, &second])?;
    for phone in [&first, &second] {
        let (phase, until, lines) = cover_lines(phone)?;
        assert_eq!(
            (phase, until.as_deref()),
            (CoverPhase::Protected, Some("2027-04-30"))
        );
        assert!(lines.contains("Dibayar oleh APLIKATOR CONTOH."), "{lines}");
    }
    let total = bills[0]["total"].as_u64().ok_or("no total")?;
    assert_eq!(balanced(&town)?, [total, total, 0, 0]);

    let reminders =
        first
            .payung
            .reminders()
            .of(first.registration.clone(), Some("2027-02-01".into()), 89)?;
    let days: Vec<&str> = reminders.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(
        days,
        [
            "sponsor-2027-03-01",
            "sponsor-2027-03-31",
            "sponsor-2027-04-23"
        ]
    );
    assert!(reminders.iter().all(|it| it.title.contains(name)));
    // A week before the end the driver's own bill is there.
    town.at("2027-04-24T08:00:00+07:00")?;
    town.start_acquirer()?;
    town.settle(&[&first, &second])?;
    let [own] = &open_bills(&first)?[..] else {
        return Err("not one bill of the driver's own".into());
    };
    assert_eq!(own.lines[0].month, "2027-05");
    pay(&town, &first, own)?;
    town.settle(&[&first])?;
    let (_, until, _) = cover_lines(&first)?;
    assert_eq!(until.as_deref(), Some("2027-05-31"));
    Ok(())
}
