//! A bill on the screen: its months, its codes, and when it is over.

use super::*;

#[test]
fn a_bill_is_shown_with_its_months_its_code_and_what_holds_after_it() {
    let phone = Phone::new();
    let (payung, registration) = billed(&phone);
    let bills = payung.bills();
    assert!(bills.list(registration.clone()).unwrap().is_empty());
    phone.deliver(
        &payung,
        &registration,
        ItemBody::Bill(bill(1, &["2026-11", "2026-12"])),
    );
    let all = bills.list(registration.clone()).unwrap();
    let view = &all[0];
    assert_eq!((all.len(), view.phase), (1, BillPhase::Open), "{view:?}");
    assert_eq!(
        (view.amount, view.amount_words.as_str(), view.title.as_str()),
        (
            22_800,
            "Rp22.800",
            "Iuran November 2026 sampai Desember 2026"
        )
    );
    assert_eq!(view.until, "Bayar paling lambat 30 November 2026.");
    assert!(
        view.after.contains("Terlindungi sampai 31 Desember 2026"),
        "{}",
        view.after
    );
    assert!(view.why.is_some());
    // A street vendor of Rp1,500,000: the discount ends with December.
    let note = view.price_note.as_ref().unwrap();
    assert!(
        note.starts_with(
            "Iuran Januari 2027 dan sesudahnya tanpa diskon, walau dibayar sekarang: Rp22.800 sebulan."
        ),
        "{note}"
    );
    assert!(
        note.ends_with(
            "sesudah 30 November 2026, jadinya Rp34.200 untuk Desember 2026 sampai Januari 2027."
        ),
        "{note}"
    );
    assert_eq!(view.lines[0].parts[1].amount, 3_000);
    assert!(
        view.spoken
            .contains("dua puluh dua ribu delapan ratus rupiah"),
        "{}",
        view.spoken
    );
    let shown = |id: &str| {
        view.channels
            .iter()
            .find(|channel| channel.id == id)
            .unwrap()
    };
    assert!(shown("qris").enabled && shown("qris").has_code);
    assert_eq!(shown("qris").key, Some(qris(22_800)));
    // The picture is that of the payload.
    let code = bills.code(view.id.clone(), "qris".into()).unwrap();
    assert_eq!(code, payung.qris().code(qris(22_800)).unwrap());
    let png = bills.code_png(view.id.clone(), "qris".into()).unwrap();
    assert_eq!(png, payung.qris().png(qris(22_800)).unwrap());
    let shop = view
        .channels
        .iter()
        .find(|channel| channel.enabled && channel.key.as_deref() == Some("881200000001"))
        .expect("somewhere the payment code is typed");
    let bars = bills.code(view.id.clone(), shop.id.clone()).unwrap();
    assert_eq!((bars.height, bars.border), (1, 10));
    let text = bills.share_text(view.id.clone(), shop.id.clone()).unwrap();
    assert!(
        text.contains("881200000001")
            && text.contains("Rp22.800")
            && text.contains("30 November 2026"),
        "{text}"
    );
    let text_of_code = text.clone();
    assert!(
        text.ends_with("Kode berlaku sampai 30 November 2026"),
        "{text}"
    );
    for text in [
        text,
        bills.share_text(view.id.clone(), "qris".into()).unwrap(),
    ] {
        assert!(
            !text.contains("SITI") && !text.contains("3201015501900001"),
            "{text}"
        );
    }
    // Whoever joins has no due day but the code's last.
    assert!(
        !text_of_code.contains("Bayar paling lambat"),
        "{text_of_code}"
    );
    // The channel of last time stands first, also after a restart. Nothing is paid by it.
    let after = bills.paid_with(view.id.clone(), shop.id.clone()).unwrap();
    assert_eq!(
        (after.channels[0].id.as_str(), after.phase),
        (shop.id.as_str(), BillPhase::Open)
    );
    assert!(bills.paid_with(view.id.clone(), "warung".into()).is_err());
    drop((payung, bills));
    let payung = phone.open();
    assert_eq!(payung.bills().bill(view.id.clone()).unwrap(), after);
    let home = payung.home().unwrap();
    assert_eq!(home.bill.unwrap().bill, view.id);
    let pay = NextStep::Pay {
        bill: view.id.clone(),
    };
    assert_eq!(home.next, pay);
}

#[test]
fn a_bill_that_reaches_beyond_the_discount_says_so_and_why_it_is_there() {
    let phone = Phone::new();
    let (payung, registration) = billed(&phone);
    let mut note = bill(1, &["2026-11", "2026-12", "2027-01"]);
    let mut said = Vec::new();
    for why in ["next", "rules", "expired"] {
        note.why = why.into();
        phone.deliver(&payung, &registration, ItemBody::Bill(note.clone()));
        let view = payung.bills().list(registration.clone()).unwrap().remove(0);
        let price = view.price_note.unwrap();
        assert!(
            price.starts_with("Iuran Januari 2027 dan sesudahnya tanpa diskon, walau dibayar"),
            "its third month has none: {price}"
        );
        assert!(
            price.ends_with("jadinya Rp57.000 untuk Desember 2026 sampai Februari 2027."),
            "{price}"
        );
        said.push(view.why.unwrap());
    }
    assert!(said[0].contains("bulan berikutnya"), "{said:?}");
    assert!(
        said[1].contains("Aturan") && !said[1].contains("berikutnya"),
        "{said:?}"
    );
    assert!(said[2].contains("dihitung lagi"), "{said:?}");
}

#[test]
fn the_path_leads_from_the_bill_to_being_protected() {
    let phone = Phone::new();
    let (payung, registration) = billed(&phone);
    let places = |view: &RegistrationView| -> Vec<PathPlace> {
        view.path.iter().map(|step| step.place).collect()
    };
    let before = status(&payung, &registration);
    assert_eq!(places(&before), [PathPlace::Ahead, PathPlace::Ahead]);
    assert_eq!((before.bill, before.cover), (None, None));
    let note = bill(1, &["2026-11"]);
    phone.deliver(&payung, &registration, ItemBody::Bill(note.clone()));
    let open = status(&payung, &registration);
    assert_eq!(places(&open), [PathPlace::Now, PathPlace::Ahead]);
    let line = open.bill.unwrap();
    assert_eq!(line.words, "Rp11.400, bayar paling lambat 30 November 2026");
    assert!(open.next.unwrap().starts_with("Tagihannya sudah ada."));
    assert_eq!(open.path[0].words, "bayar iuran");
    phone.deliver(
        &payung,
        &registration,
        ItemBody::Bill(closed(&note, BillState::Paid)),
    );
    phone.deliver(
        &payung,
        &registration,
        ItemBody::Receipt(receipt("K-1", &note)),
    );
    phone.deliver(&payung, &registration, ItemBody::Cover(cover(&["2026-11"])));
    let paid = status(&payung, &registration);
    assert_eq!(places(&paid), [PathPlace::Done, PathPlace::Done]);
    let protected = "Terlindungi sampai 30 November 2026";
    assert_eq!((paid.bill, paid.cover.as_deref()), (None, Some(protected)));
    // Nobody who has paid is told that nothing protects them yet.
    assert!(paid.next.unwrap().starts_with("Iuran Anda sudah dicatat"));
    assert_eq!(paid.path[1].words, protected);
    let of = payung.cover().of(registration.clone(), None).unwrap();
    assert_eq!(
        (of.phase, of.title.as_str()),
        (CoverPhase::Protected, protected)
    );
    assert_eq!(of.panels_filled, of.panels);
    // Without the key nothing of it is shown, and nothing fails.
    payung.lock();
    let locked = status(&payung, &registration);
    assert_eq!(
        (locked.bill, locked.cover, locked.path),
        (None, None, Vec::new())
    );
    assert!(matches!(
        payung.bills().list(registration),
        Err(PayungError::KeyLocked { .. })
    ));
}

#[test]
fn a_code_for_another_merchant_or_amount_is_refused_with_words_and_never_shown() {
    let phone = Phone::new();
    let payung = phone.open();
    let registration = ready(&payung);
    let good = bill(1, &["2026-11"]);
    phone.deliver(&payung, &registration, ItemBody::Bill(good));
    let other = BillNote {
        codes: vec![BillCode {
            kind: "qris".into(),
            value: qris(99_000),
        }],
        ..bill(2, &["2026-12"])
    };
    phone.deliver(&payung, &registration, ItemBody::Bill(other));
    let broken = BillNote {
        codes: vec![BillCode {
            kind: "qris".into(),
            value: qris(11_400).replace("SANDBOX", "SANDB0X"),
        }],
        ..bill(3, &["2027-01"])
    };
    phone.deliver(&payung, &registration, ItemBody::Bill(broken));
    let refused = |count: usize| {
        let all = payung.bills().list(registration.clone()).unwrap();
        let refused: Vec<BillView> = all
            .into_iter()
            .filter(|view| view.phase == BillPhase::Refused)
            .collect();
        assert_eq!(refused.len(), count);
        for view in refused {
            assert!(view.refused.is_some() && view.channels.is_empty() && view.after.is_empty());
            for channel in ["qris", "indomaret"] {
                let code = payung.bills().code(view.id.clone(), channel.into());
                assert!(matches!(code, Err(PayungError::NotPossible { .. })));
                assert!(
                    payung
                        .bills()
                        .share_text(view.id.clone(), channel.into())
                        .is_err()
                );
                assert!(
                    payung
                        .bills()
                        .paid_with(view.id.clone(), channel.into())
                        .is_err()
                );
            }
        }
    };
    // The built-in rules name no merchant.
    refused(3);
    with_merchant(&phone, &payung);
    refused(2);
}

#[test]
fn a_bill_is_over_on_the_day_after_its_last_one_or_when_the_office_says_so() {
    let phone = Phone::new();
    let (payung, registration) = billed(&phone);
    let (one, two) = (bill(1, &["2026-11"]), bill(2, &["2026-12"]));
    phone.deliver(&payung, &registration, ItemBody::Bill(one.clone()));
    phone.deliver(&payung, &registration, ItemBody::Bill(two.clone()));
    phone.deliver(
        &payung,
        &registration,
        ItemBody::Bill(closed(&two, BillState::Cancelled)),
    );
    let phases = || -> Vec<BillPhase> {
        let all = payung.bills().list(registration.clone()).unwrap();
        all.iter().map(|view| view.phase).collect()
    };
    assert_eq!(phases(), [BillPhase::Open, BillPhase::Cancelled]);
    phone.set_day(7, 23);
    assert_eq!(
        phases(),
        [BillPhase::Open, BillPhase::Cancelled],
        "30 November, 23.00"
    );
    phone.set_day(8, 9);
    assert_eq!(phases(), [BillPhase::Cancelled, BillPhase::Expired]);
    assert_eq!(status(&payung, &registration).bill, None);
    let id = payung.bills().list(registration.clone()).unwrap()[1]
        .id
        .clone();
    assert!(payung.bills().code(id, "qris".into()).is_err());
    // Late money: the receipt says that it was paid.
    phone.deliver(
        &payung,
        &registration,
        ItemBody::Receipt(receipt("K-1", &one)),
    );
    assert_eq!(phases(), [BillPhase::Cancelled, BillPhase::Paid]);
}

#[test]
fn whoever_joins_in_the_last_days_of_a_month_is_told_what_waiting_changes() {
    let phone = Phone::new();
    let (payung, registration) = billed(&phone);
    let after = |number: u8| {
        let id = format!("{registration}.{}", bill_number(number));
        payung.bills().bill(id).unwrap().after
    };
    let one = "Kalau baru dibayar 1 Desember 2026 dengan kode baru: terlindungi mulai hari itu sampai 31 Desember 2026, sebelum itu tidak.";
    phone.deliver(
        &payung,
        &registration,
        ItemBody::Bill(bill(1, &["2026-11"])),
    );
    phone.set_day(2, 23);
    assert!(!after(1).contains("1 Desember"), "{}", after(1));
    phone.set_day(3, 0);
    assert!(
        after(1).contains("Terlindungi sampai 30 November 2026") && after(1).ends_with(one),
        "{}",
        after(1)
    );
    // As many months later as are paid at once.
    let two = bill(2, &["2026-11", "2026-12"]);
    phone.deliver(&payung, &registration, ItemBody::Bill(two));
    assert!(after(2).contains("sampai 31 Januari 2027"), "{}", after(2));
    // A bill for others alone begins nobody's cover on this phone.
    let mut others = bill(3, &["2026-11"]);
    others.lines[0].member = secret("R••• C•••");
    phone.deliver(&payung, &registration, ItemBody::Bill(others));
    assert!(!after(3).contains("kode baru"), "{}", after(3));
    // While membership goes on, a month is owed whenever it is paid.
    phone.deliver(&payung, &registration, ItemBody::Cover(cover(&["2026-10"])));
    assert!(!after(1).contains("kode baru"), "{}", after(1));
}

#[test]
fn whoever_begins_again_in_the_last_days_of_a_month_is_told_so_too() {
    let phone = Phone::new();
    let (payung, registration) = billed(&phone);
    // Membership ended with October.
    phone.deliver(&payung, &registration, ItemBody::Cover(cover(&["2026-07"])));
    phone.deliver(
        &payung,
        &registration,
        ItemBody::Bill(bill(1, &["2026-11"])),
    );
    phone.set_day(7, 9);
    let view = &payung.bills().list(registration).unwrap()[0];
    assert!(view.after.contains("1 Desember 2026"), "{}", view.after);
    payung.set_language(Language::En).unwrap();
    let view = payung.bills().bill(view.id.clone()).unwrap();
    assert!(
        view.after
            .ends_with("they protect from that day until 31 December 2026, and not before."),
        "{}",
        view.after
    );
}
