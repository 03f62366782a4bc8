//! What became of the money: receipts, notices and news.

use super::*;

#[test]
fn a_receipt_says_what_became_of_the_money_and_a_year_adds_up() {
    let phone = Phone::new();
    let (payung, registration) = billed(&phone);
    let (one, two) = (bill(1, &["2026-11", "2026-12"]), bill(2, &["2027-01"]));
    let over = ReceiptNote {
        received: Rupiah(15_000),
        unapplied: Rupiah(3_600),
        channel: "warung".into(),
        ..receipt("K-2", &two)
    };
    phone.deliver(
        &payung,
        &registration,
        ItemBody::Receipt(receipt("K-1", &one)),
    );
    phone.deliver(&payung, &registration, ItemBody::Receipt(over));
    let mut months = cover(&["2026-10", "2026-11", "2026-12", "2027-01"]);
    months.months[0].sponsor = Some(secret("KOPERASI CONTOH"));
    phone.deliver(&payung, &registration, ItemBody::Cover(months));
    let receipts = payung.bills().receipts(registration.clone()).unwrap();
    assert_eq!(
        receipts
            .iter()
            .map(|it| it.number.as_str())
            .collect::<Vec<_>>(),
        ["K-2", "K-1"]
    );
    assert_eq!(
        receipts[0].channel_name, "warung",
        "a kind that this app does not know"
    );
    assert_eq!((receipts[0].unapplied, receipts[0].lines.len()), (3_600, 1));
    assert!(
        receipts[1].paid_at_words.contains("23 November 2026"),
        "{}",
        receipts[1].paid_at_words
    );
    assert!(receipts[0].rows.iter().any(|row| row.value == "Rp3.600"));
    let of = |year| {
        payung
            .bills()
            .statement(registration.clone(), year)
            .unwrap()
    };
    let year = of(2026);
    assert_eq!((year.total, year.jht_paid_in), (22_800, 6_000));
    let amounts: Vec<Option<u64>> = year.months.iter().map(|month| month.amount).collect();
    assert_eq!(amounts, [None, Some(11_400), Some(11_400)]);
    assert!(year.months[0].words.contains("KOPERASI CONTOH"));
    assert_eq!((of(2027).total, of(2027).months.len()), (11_400, 1));
    assert_eq!((of(2025).total, of(2025).months.len()), (0, 0));
    assert!(matches!(
        payung.bills().statement(registration, 20),
        Err(PayungError::NotPossible { .. })
    ));
}

#[test]
fn a_notice_is_said_in_our_words_and_one_that_nobody_knows_in_the_offices() {
    let phone = Phone::new();
    let (payung, registration) = billed(&phone);
    let notice = |code: &str, amount: Option<u64>, words: &str| {
        ItemBody::Notice(Notice {
            code: code.into(),
            amount: amount.map(Rupiah),
            bill: Some(bill_number(1)),
            words: secret(words),
        })
    };
    phone.deliver(
        &payung,
        &registration,
        notice("unapplied", Some(8_400), "Hubungi kami."),
    );
    phone.deliver(
        &payung,
        &registration,
        notice("moved", None, "Kantor pindah.\u{202e}"),
    );
    phone.deliver(&payung, &registration, notice("moved", None, ""));
    let all = payung.bills().notices(registration.clone()).unwrap();
    assert_eq!(all.len(), 3);
    assert!(all[0].words.contains("Perbarui"), "{}", all[0].words);
    assert_eq!(
        all[1].words, "Kantor pindah.\u{fffd}",
        "nothing turns the line around"
    );
    assert!(all[2].words.contains("Rp8.400") && all[2].words.ends_with("Hubungi kami."));
    assert!(all[2].bill.as_ref().unwrap().starts_with(&registration));
}

#[test]
fn bills_and_receipts_are_news_and_credited_months_alone_are_none() {
    let phone = Phone::new();
    let (payung, registration) = billed(&phone);
    let kinds = || -> Vec<NotificationKind> {
        let all = payung.registrations().notifications().unwrap();
        for one in &all {
            assert!(
                !one.text.contains("SITI") && !one.text.contains("11.400"),
                "{one:?}"
            );
            payung.registrations().acknowledge(one.id.clone()).unwrap();
        }
        all.into_iter().map(|one| one.kind).collect()
    };
    assert_eq!(kinds(), [NotificationKind::Received]);
    let note = bill(1, &["2026-11"]);
    phone.deliver(&payung, &registration, ItemBody::Bill(note.clone()));
    assert_eq!(kinds(), [NotificationKind::Bill]);
    phone.deliver(
        &payung,
        &registration,
        ItemBody::Bill(closed(&note, BillState::Paid)),
    );
    phone.deliver(&payung, &registration, ItemBody::Cover(cover(&["2026-11"])));
    assert_eq!(kinds(), []);
    phone.deliver(
        &payung,
        &registration,
        ItemBody::Receipt(receipt("K-1", &note)),
    );
    assert_eq!(kinds(), [NotificationKind::Paid]);
    reach(&payung, &registration, State::Accepted);
    assert_eq!(kinds(), [NotificationKind::Decision]);
}

#[test]
fn months_that_credit_paid_have_a_receipt_and_their_amount_in_the_statement() {
    let phone = Phone::new();
    let (payung, registration) = billed(&phone);
    let note = bill(1, &["2026-12"]);
    let credit = ReceiptNote {
        channel: "credit".into(),
        reference: String::new(),
        received: Rupiah(0),
        credit: Rupiah(11_400),
        ..receipt("7K2M-94QX-1", &note)
    };
    phone.deliver(&payung, &registration, ItemBody::Receipt(credit));
    phone.deliver(&payung, &registration, ItemBody::Cover(cover(&["2026-12"])));
    let receipts = payung.bills().receipts(registration.clone()).unwrap();
    let [shown] = receipts.as_slice() else {
        panic!("{receipts:?}")
    };
    assert_eq!(shown.channel_name, "saldo Anda");
    assert!(shown.title.contains("Rp11.400"), "{}", shown.title);
    let statement = payung.bills().statement(registration, 2026).unwrap();
    assert_eq!((statement.total, statement.jht_paid_in), (11_400, 3_000));
    assert!(
        !statement
            .lines
            .iter()
            .any(|line| line.contains("cara lain")),
        "{:?}",
        statement.lines
    );
}
