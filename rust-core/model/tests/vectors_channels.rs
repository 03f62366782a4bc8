//! Channels for a bill (`tests/vectors/channels.json`), worked out by a script that does not know
//! this code, and what holds for any bill.

#![cfg(test)]
#![allow(clippy::unwrap_used, reason = "tests may")]

use std::collections::BTreeSet;

use payung_model::content::Content;
use payung_model::engine::{ChannelView, CodeAction, channel_views};
use payung_model::payment::channel::{
    Channel, ChannelOffer, Offered, PayFacts, PaymentKind, offers,
};
use payung_model::payment::qris::{PayableQris, QrisMerchant};
use payung_model::text::Lang;
use payung_model::units::{Date, Rupiah};
use serde_json::{Map, Value, json};

#[test]
fn every_bill_has_the_channels_that_the_vectors_say() {
    let (content, vectors) = (Content::built_in().unwrap(), vectors());
    let own = vectors["own"].as_array().unwrap();
    assert!(own.len() > 200, "{}", own.len());
    for case in own {
        with(&case["facts"], &content, |facts| {
            let found = offers(&content.payment.channels, facts);
            assert_eq!(written(&found), case["offers"], "{}", case["facts"]);
        });
    }
    for set in vectors["made"].as_array().unwrap() {
        let channels: Vec<Channel> = serde_json::from_value(set["channels"].clone()).unwrap();
        for case in set["cases"].as_array().unwrap() {
            with(&case["facts"], &content, |facts| {
                let found = offers(&channels, facts);
                assert_eq!(written(&found), case["offers"], "{}\n{set}", case["facts"]);
            });
        }
    }
}

#[test]
fn the_vectors_meet_every_reason_and_every_note() {
    let vectors = vectors();
    let own = vectors["own"].as_array().unwrap().iter();
    let made = vectors["made"].as_array().unwrap().iter();
    let made = made.flat_map(|set| set["cases"].as_array().unwrap());
    let offers: Vec<&Value> = own
        .chain(made)
        .flat_map(|case| case["offers"].as_array().unwrap())
        .collect();
    let whys: BTreeSet<&str> = offers.iter().filter_map(|it| it["why"].as_str()).collect();
    let keys: BTreeSet<&str> = offers.iter().filter_map(|it| it["key"].as_str()).collect();
    let notes = offers.iter().flat_map(|it| it["notes"].as_array().unwrap());
    let notes: BTreeSet<&str> = notes.map(|note| note.as_str().unwrap()).collect();
    assert_eq!((whys.len(), keys.len(), notes.len()), (9, 5, 6));
}

/// Whatever a bill is: every channel is there once, in words, with nothing left open.
#[test]
fn every_view_is_whole_in_both_languages_and_shows_no_nik() {
    let (content, vectors) = (Content::built_in().unwrap(), vectors());
    for case in vectors["own"].as_array().unwrap() {
        with(&case["facts"], &content, |facts| {
            for lang in Lang::ALL {
                let views = channel_views(&content, lang, facts);
                let ids: BTreeSet<&str> = views.iter().map(|view| view.id.as_str()).collect();
                assert_eq!(ids.len(), content.payment.channels.len());
                for view in &views {
                    is_whole(view);
                }
                let grey = views.iter().position(|view| !view.enabled);
                let usable = views.iter().filter(|view| view.enabled).count();
                assert!(
                    grey.is_none_or(|first| first == usable),
                    "grey ones are last"
                );
                let last = views
                    .iter()
                    .position(|it| Some(it.id.as_str()) == facts.last_used);
                if let Some(place) = last.filter(|place| views[*place].enabled) {
                    assert_eq!(place, 0, "the one of last time is first");
                }
            }
        });
    }
}

fn is_whole(view: &ChannelView) {
    assert!(view.pictogram.is_some() && !view.name.is_empty() && !view.fee.is_empty());
    let mut words = vec![
        &view.name,
        &view.reason,
        &view.key_name,
        &view.fee,
        &view.note,
    ];
    words.extend([&view.limit].into_iter().chain(&view.steps));
    let whole = |text: &String| !text.contains(['[', '{']) && !text.contains("  ");
    assert!(words.into_iter().all(whole), "{view:?}");
    assert_eq!(view.enabled, view.reason.is_empty());
    assert_eq!(view.enabled, !view.steps.is_empty());
    assert!(!view.has_code || view.key.is_some(), "{view:?}");
    assert_eq!(
        view.has_code,
        view.actions.iter().any(|it| it.action == CodeAction::Send)
    );
    let text = format!("{view:?}").len() - view.key.as_ref().map_or(0, String::len);
    assert!(text <= 4 * 1024, "{}: {text} bytes", view.id);
    // A NIK is said to be typed, and is in no view.
    if view.key_name.starts_with("NIK") {
        assert_eq!(view.key, None);
        assert!(
            view.steps.iter().any(|step| step.contains("NIK (16 ")),
            "{view:?}"
        );
    }
}

#[test]
fn a_first_payment_goes_by_the_code_and_a_later_one_by_the_nik_where_there_is_none() {
    let content = Content::built_in().unwrap();
    let views = |kind, payment_code, card_number| {
        let facts = PayFacts {
            kind,
            amount: Rupiah(16_800),
            months: 1,
            several: false,
            qris: None,
            payment_code,
            card_number,
            last_used: None,
            last_day: "2026-11-30".parse().unwrap(),
            today: Some("2026-11-27".parse().unwrap()),
            working_day: true,
            online: true,
        };
        channel_views(&content, Lang::Id, &facts)
    };
    let first = views(PaymentKind::First, Some("8812345"), None);
    let find =
        |views: &[ChannelView], id: &str| views.iter().find(|view| view.id == id).unwrap().clone();
    let shop = find(&first, "indomaret");
    assert_eq!(
        (shop.key_name.as_str(), shop.key.as_deref()),
        ("kode bayar", Some("8812345"))
    );
    assert_eq!(shop.fee, "Mungkin ada biaya tambahan: tanyakan dulu.");
    assert_eq!(
        shop.steps,
        [
            "Bilang ke kasir: mau bayar BPJS Ketenagakerjaan, bukan BPJS Kesehatan.",
            "Tunjukkan atau sebut kode bayar dari tagihan ini.",
            "Sebelum bayar, cek jumlahnya: Rp16.800. Kalau lain, jangan bayar dulu.",
            "Bayar, lalu tunggu sampai petugas bilang berhasil.",
            "Minta struk dan simpan.",
        ]
    );
    let dana = find(&first, "dana");
    assert!(!dana.enabled && dana.reason.contains("nomor kartu peserta"));
    assert_eq!(dana.card_button, "", "nobody who has not paid has a card");
    let later = views(PaymentKind::Continuing, Some("8812345"), None);
    // A code of the bill goes before a number of the member, which this phone may not know.
    let gopay = find(&later, "gopay");
    assert_eq!(
        (gopay.key_name.as_str(), gopay.key.as_deref()),
        ("kode bayar", Some("8812345"))
    );
    let dana = find(&later, "dana");
    assert!(!dana.enabled && dana.reason.contains("belum tahu nomornya"));
    assert_eq!(dana.card_button, "Isi nomor kartu");
    let later = views(PaymentKind::Continuing, None, Some("12345678901"));
    let shop = find(&later, "indomaret");
    assert_eq!((shop.key_name.as_str(), shop.key), ("NIK (16 angka)", None));
    assert!(
        shop.steps
            .contains(&"Sebut atau ketik NIK (16 angka).".to_owned())
    );
    assert!(shop.note.contains("jangan bayar dua kali") && !shop.has_code);
    let dana = find(&later, "dana");
    assert_eq!(
        (dana.enabled, dana.key_name.as_str(), dana.key.as_deref()),
        (true, "nomor kartu peserta (11 angka)", Some("12345678901"))
    );
}

#[test]
fn the_receiver_is_named_before_a_qris_code_is_paid() {
    let (content, vectors) = (Content::built_in().unwrap(), vectors());
    with(&vectors["own"][0]["facts"], &content, |facts| {
        let views = channel_views(&content, Lang::Id, facts);
        let qris = &views[0];
        assert_eq!((qris.id.as_str(), qris.has_code), ("qris", true));
        let named = qris
            .steps
            .iter()
            .position(|step| step.contains(&merchant().name));
        let amount = qris.steps.iter().position(|step| step.contains("Rp16.800"));
        assert_eq!((named, amount), (Some(3), Some(4)));
        assert!(
            qris.note
                .contains("Satu HP tidak bisa memindai layarnya sendiri")
        );
        let actions: Vec<&str> = qris.actions.iter().map(|it| it.label.as_str()).collect();
        assert_eq!(actions, ["Simpan gambar", "Kirim kode"]);
    });
}

fn vectors() -> Value {
    serde_json::from_str(include_str!("../../../tests/vectors/channels.json")).unwrap()
}

fn merchant() -> QrisMerchant {
    QrisMerchant {
        nmid: "ID0000000000001".to_owned(),
        name: "IURAN CONTOH PAYUNG".to_owned(),
        accounts: Vec::new(),
    }
}

fn with(given: &Value, content: &Content, then: impl FnOnce(&PayFacts<'_>)) {
    let amount = Rupiah(given["amount"].as_u64().unwrap());
    let payload = given["qris"].as_str();
    let qris = payload.map(|text| PayableQris::check(text, amount, &[merchant()]).unwrap());
    let day: Date = given["day"].as_str().unwrap().parse().unwrap();
    then(&PayFacts {
        kind: serde_json::from_value(given["kind"].clone()).unwrap(),
        amount,
        months: given["months"].as_u64().unwrap().try_into().unwrap(),
        several: given["several"].as_bool().unwrap(),
        qris: qris.as_ref(),
        payment_code: given["payment_code"].as_str(),
        card_number: given["card_number"].as_str(),
        last_used: given["last_used"].as_str(),
        last_day: given["last_day"].as_str().unwrap().parse().unwrap(),
        today: given["sure"].as_bool().unwrap().then_some(day),
        working_day: content.calendar.is_working_day(day),
        online: given["online"].as_bool().unwrap(),
    });
}

fn written(found: &[ChannelOffer<'_>]) -> Value {
    let one = |offer: &ChannelOffer<'_>| {
        let mut row = Map::new();
        row.insert("id".to_owned(), json!(offer.channel.id));
        match &offer.offered {
            Offered::Way(way) => {
                row.insert("key".to_owned(), json!(way.key.code()));
                let place = offer.channel.ways.iter().position(|it| it == *way);
                row.insert("way".to_owned(), json!(place));
            }
            Offered::None(why) => {
                row.insert("why".to_owned(), json!(why.code()));
            }
        }
        let notes: Vec<&str> = offer
            .notes
            .iter()
            .map(payung_model::payment::channel::ChannelNote::code)
            .collect();
        row.insert("notes".to_owned(), json!(notes));
        Value::Object(row)
    };
    found.iter().map(one).collect()
}
