//! Items about money: bills, receipts, credited months, notices. What is sealed opens as it was;
//! bytes written by hand from `docs/protocol.md` open too; what breaks a bound is refused by both
//! sides.

use payung_model::programme::Programme;
use payung_model::sealed::inbox::{
    BillCode, BillNote, BillState, CardNote, CoverNote, CreditedMonth, DuesLine, Item, ItemBody,
    Notice, ReceiptNote, SealedItem,
};
use payung_model::sealed::*;
use payung_model::secret::Secret;
use payung_model::units::{Date, Month, Rupiah};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::subsequence;

use crate::by_hand::*;
use crate::samples::*;

fn line(member: &str, month: &str, amounts: &[(Programme, u64)]) -> DuesLine {
    DuesLine {
        member: Secret::new(member),
        month: month.parse().unwrap(),
        parts: amounts
            .iter()
            .map(|(it, amount)| (*it, Rupiah(*amount)))
            .collect(),
    }
}

fn bill() -> BillNote {
    BillNote {
        id: RegistrationId::new(now(), &mut Seeded::new(40)).unwrap(),
        state: BillState::Open,
        lines: vec![
            line(
                "",
                "2026-11",
                &[(Programme::Jkk, 5_000), (Programme::Jkm, 3_400)],
            ),
            line("AMINAH CONTOH", "2026-11", &[(Programme::Jkk, 8_400)]),
        ],
        credit: Rupiah(800),
        total: Rupiah(16_000),
        last_day: "2026-11-30".parse().unwrap(),
        codes: vec![BillCode {
            kind: "payment_code".into(),
            value: "881200000001".into(),
        }],
        why: "first".into(),
    }
}

fn receipt() -> ReceiptNote {
    ReceiptNote {
        number: "K-1".into(),
        bill: bill().id,
        paid_at: now(),
        channel: "qris".into(),
        reference: "SBX-000017".into(),
        received: Rupiah(9_000),
        credit: Rupiah(400),
        credited: vec![line("", "2026-11", &[(Programme::Jkk, 8_400)])],
        unapplied: Rupiah(1_000),
    }
}

fn cover() -> CoverNote {
    CoverNote {
        since: Some("2025-01-15".parse().unwrap()),
        months: vec![CreditedMonth {
            month: "2026-11".parse().unwrap(),
            paid_on: "2026-11-27".parse().unwrap(),
            programmes: vec![Programme::Jkk, Programme::Jkm],
            sponsor: Some(Secret::new("KOPERASI CONTOH")),
        }],
    }
}

fn notice() -> Notice {
    Notice {
        code: "unapplied".into(),
        amount: Some(Rupiah(1_000)),
        bill: Some(bill().id),
        words: Secret::new("Hubungi kami."),
    }
}

fn card() -> CardNote {
    CardNote {
        text: Secret::new("6BF 0Q$7 CONTOH"),
    }
}

fn item(body: ItemBody) -> Item {
    Item {
        body,
        ..sample_item().0
    }
}

fn samples() -> [Item; 5] {
    [
        ItemBody::Bill(bill()),
        ItemBody::Receipt(receipt()),
        ItemBody::Cover(cover()),
        ItemBody::Notice(notice()),
        ItemBody::Card(card()),
    ]
    .map(item)
}

fn sealed(item: &Item) -> Result<SealedItem, EnvelopeProblem> {
    let (_, id, key, office) = sample_item();
    item.seal(id, &key.public(), &office, &mut Seeded::new(2))
}

/// Opens bytes that somebody with the office's key wrote.
fn opened(plain: &[u8]) -> Result<Item, EnvelopeProblem> {
    let (sample, id, key, office) = sample_item();
    let bytes = forge_item(&padded(plain, 0), sample.sequence, id, &key, &office);
    SealedItem::parse(&bytes)
        .unwrap()
        .open(id, &key, &office.public())
}

fn lines_by_hand(e: &mut minicbor::Encoder<&mut Vec<u8>>, lines: &[DuesLine]) {
    e.array(lines.len() as u64).unwrap();
    for line in lines {
        e.array(3).unwrap().str(line.member.reveal()).unwrap();
        e.str(&line.month.to_string()).unwrap();
        e.array(line.parts.len() as u64).unwrap();
        for (programme, amount) in &line.parts {
            e.array(2).unwrap().str(&programme.to_string()).unwrap();
            e.u64(amount.0).unwrap();
        }
    }
}

/// The item as `docs/protocol.md` has it; for a bill with that word for its state.
fn by_hand(item: &Item, kind: u32, state: &str) -> Vec<u8> {
    let body: Vec<u8> = match &item.body {
        ItemBody::Bill(bill) => array(&[
            &|e| bytes_of(e, bill.id.bytes()),
            &|e| text(e, state),
            &|e| lines_by_hand(e, &bill.lines),
            &|e| number(e, bill.total.0),
            &|e| text(e, &bill.last_day.to_string()),
            &|e| {
                e.array(bill.codes.len() as u64).unwrap();
                for code in &bill.codes {
                    e.array(2)
                        .unwrap()
                        .str(&code.kind)
                        .unwrap()
                        .str(&code.value)
                        .unwrap();
                }
            },
            &|e| text(e, &bill.why),
            &|e| number(e, bill.credit.0),
        ]),
        ItemBody::Receipt(receipt) => array(&[
            &|e| text(e, &receipt.number),
            &|e| bytes_of(e, receipt.bill.bytes()),
            &|e| number(e, receipt.paid_at.millis().cast_unsigned()),
            &|e| text(e, &receipt.channel),
            &|e| text(e, &receipt.reference),
            &|e| number(e, receipt.received.0),
            &|e| lines_by_hand(e, &receipt.credited),
            &|e| number(e, receipt.unapplied.0),
            &|e| number(e, receipt.credit.0),
        ]),
        ItemBody::Cover(cover) => array(&[
            &|e| match cover.since {
                Some(day) => text(e, &day.to_string()),
                None => drop(e.null().unwrap()),
            },
            &|e| {
                e.array(cover.months.len() as u64).unwrap();
                for month in &cover.months {
                    e.array(4).unwrap().str(&month.month.to_string()).unwrap();
                    e.str(&month.paid_on.to_string()).unwrap();
                    e.array(month.programmes.len() as u64).unwrap();
                    for programme in &month.programmes {
                        e.str(&programme.to_string()).unwrap();
                    }
                    match &month.sponsor {
                        Some(name) => drop(e.str(name.reveal()).unwrap()),
                        None => drop(e.null().unwrap()),
                    }
                }
            },
        ]),
        ItemBody::Notice(notice) => array(&[
            &|e| text(e, &notice.code),
            &|e| match notice.amount {
                Some(amount) => number(e, amount.0),
                None => drop(e.null().unwrap()),
            },
            &|e| match notice.bill {
                Some(bill) => bytes_of(e, bill.bytes()),
                None => drop(e.null().unwrap()),
            },
            &|e| text(e, notice.words.reveal()),
        ]),
        ItemBody::Card(card) => array(&[&|e| text(e, card.text.reveal())]),
        other => unreachable!("no money: {other:?}"),
    };
    let front: [Field<'_>; 5] = [
        &|e| number(e, kind.into()),
        &|e| number(e, item.previous),
        &|e| number(e, item.revision.into()),
        &|e| text(e, ""),
        &|e| number(e, item.at.millis().cast_unsigned()),
    ];
    let mut plain = array(&front);
    plain[0] += 1;
    [plain, body].concat()
}

#[test]
fn each_opens_as_it_was_and_changes_no_state() {
    let (_, id, key, office) = sample_item();
    for item in samples() {
        let sealed = sealed(&item).unwrap();
        assert_eq!(sealed.open(id, &key, &office.public()).as_ref(), Ok(&item));
        assert_eq!((item.event(), item.state()), (None, None));
        for state in payung_model::journey::OfficeState::ALL {
            assert!(item.agrees_with(state, 1), "money comes in any state");
        }
        let other = RegistrationId::new(now(), &mut Seeded::new(77)).unwrap();
        let moved = sealed.open(other, &key, &office.public());
        assert_eq!(moved, Err(EnvelopeProblem::Broken));
    }
}

#[test]
fn bytes_that_are_written_by_hand_are_read() {
    for (kind, item) in [3, 4, 5, 6, 8].into_iter().zip(samples()) {
        let plain = by_hand(&item, kind, "open");
        assert_eq!(opened(&plain).as_ref(), Ok(&item), "{kind}");
        // A later office may add fields at the end of the item.
        let later = add_field(&plain);
        assert_eq!(opened(&later).as_ref(), Ok(&item), "{kind}");
    }
    let states = [
        ("open", BillState::Open),
        ("paid", BillState::Paid),
        ("expired", BillState::Expired),
        ("cancelled", BillState::Cancelled),
    ];
    for (word, state) in states {
        let body = BillNote {
            state,
            codes: Vec::new(),
            ..bill()
        };
        let item = item(ItemBody::Bill(body));
        assert_eq!(
            opened(&by_hand(&item, 3, word)).as_ref(),
            Ok(&item),
            "{word}"
        );
    }
}

#[test]
fn a_state_or_a_kind_of_a_later_office_is_kept_and_says_nothing() {
    let [bill, ..] = samples();
    let other = opened(&by_hand(&bill, 3, "reversed")).unwrap();
    let ItemBody::Bill(note) = &bill.body else {
        panic!("a bill")
    };
    let moved = ItemBody::Other {
        kind: 3,
        bill: Some(note.id),
    };
    assert_eq!(other.body, moved, "which bill it is is known");
    let other = opened(&by_hand(&bill, 99, "open")).unwrap();
    assert_eq!(
        other.body,
        ItemBody::Other {
            kind: 99,
            bill: None
        }
    );
    assert!(
        sealed(&other).is_err(),
        "nothing is written that has no body"
    );
}

/// What breaks a bound, with the place that is named.
fn refused() -> Vec<(ItemBody, &'static str)> {
    let with = |change: &dyn Fn(&mut BillNote)| {
        let mut note = bill();
        change(&mut note);
        ItemBody::Bill(note)
    };
    let paid = |change: &dyn Fn(&mut ReceiptNote)| {
        let mut note = receipt();
        change(&mut note);
        ItemBody::Receipt(note)
    };
    let months = |change: &dyn Fn(&mut CoverNote)| {
        let mut note = cover();
        change(&mut note);
        ItemBody::Cover(note)
    };
    let said = |change: &dyn Fn(&mut Notice)| {
        let mut note = notice();
        change(&mut note);
        ItemBody::Notice(note)
    };
    let letters = |text: &str| {
        let text = Secret::new(text);
        ItemBody::Card(CardNote { text })
    };
    let long = || "x".repeat(101);
    vec![
        (with(&|it| it.total = Rupiah(15_999)), "total"),
        (with(&|it| it.credit = Rupiah(u64::MAX)), "total"),
        (
            with(&|it| (it.total, it.credit) = (Rupiah(0), Rupiah(16_800))),
            "total",
        ),
        (with(&|it| it.lines.clear()), "lines"),
        (
            with(&|it| it.lines[1].member = Secret::new("")),
            "line's month",
        ),
        (with(&|it| it.lines[0].parts.clear()), "line's programme"),
        (
            with(&|it| it.lines[0].parts[1].0 = Programme::Jkk),
            "line's programme",
        ),
        (
            with(&|it| it.lines[0].parts[0].1 = Rupiah(u64::MAX)),
            "line's amount",
        ),
        (
            with(&|it| it.lines[1].member = Secret::new(long())),
            "line's member",
        ),
        (with(&|it| it.codes = vec![it.codes[0].clone(); 9]), "codes"),
        (with(&|it| it.codes[0].value = "1".repeat(1025)), "code"),
        (with(&|it| it.codes[0].kind.clear()), "code"),
        (with(&|it| it.state = BillState::Paid), "codes"),
        (with(&|it| it.why = long()), "why"),
        (paid(&|it| it.unapplied = Rupiah(0)), "received"),
        (paid(&|it| it.received = Rupiah(0)), "received"),
        (paid(&|it| it.credit = Rupiah(u64::MAX)), "received"),
        (paid(&|it| it.number.clear()), "receipt"),
        (paid(&|it| it.reference = long()), "receipt"),
        (months(&|it| it.months.push(it.months[0].clone())), "month"),
        (
            months(&|it| it.months[0].programmes.clear()),
            "month's programme",
        ),
        (
            months(&|it| it.months[0].sponsor = Some(Secret::new(long()))),
            "sponsor",
        ),
        (
            months(&|it| it.months = vec![it.months[0].clone(); 181]),
            "months",
        ),
        (said(&|it| it.code.clear()), "notice"),
        (said(&|it| it.code = long()), "notice"),
        (
            said(&|it| it.words = Secret::new("x".repeat(4_097))),
            "words",
        ),
        (letters("huruf kecil"), "card"),
        (letters("É"), "card"),
        (letters(&"A".repeat(4_097)), "card"),
    ]
}

#[test]
fn what_breaks_a_bound_is_refused_by_who_writes_and_by_who_reads() {
    for (body, place) in refused() {
        let kind = match &body {
            ItemBody::Bill(_) => 3,
            ItemBody::Receipt(_) => 4,
            ItemBody::Cover(_) => 5,
            ItemBody::Card(_) => 8,
            _ => 6,
        };
        let state = match &body {
            ItemBody::Bill(bill) => bill.state.as_str(),
            _ => "",
        };
        let item = item(body);
        let problem = Some(EnvelopeProblem::Malformed(place));
        assert_eq!(sealed(&item).err(), problem, "{item:?}");
        assert_eq!(
            opened(&by_hand(&item, kind, state)).err(),
            problem,
            "{item:?}"
        );
    }
    let plain = by_hand(&item(ItemBody::Bill(bill())), 3, "open");
    let broken = replace(&plain, b"2026-11-30", b"2026-11-31");
    assert_eq!(opened(&broken), Err(EnvelopeProblem::Malformed("last day")));
}

#[test]
fn the_most_that_may_be_said_fits_an_item() {
    let month = |at: usize| Month::new(2000 + u16::try_from(at / 12).unwrap(), (at % 12 + 1) as u8);
    let lines: Vec<DuesLine> = (0..BillNote::MOST_LINES)
        .map(|at| {
            let month = month(at).unwrap().to_string();
            let parts: Vec<_> = Programme::ALL.map(|it| (it, 1_000_000)).to_vec();
            line(&"x".repeat(60), &month, &parts)
        })
        .collect();
    let total = Rupiah(3_000_000 * lines.len() as u64);
    let note = BillNote {
        lines,
        credit: Rupiah(0),
        total,
        codes: vec![
            BillCode {
                kind: "qris".into(),
                value: "x".repeat(512),
            };
            BillNote::MOST_CODES
        ],
        ..bill()
    };
    assert!(sealed(&item(ItemBody::Bill(note))).is_ok());
    let months = (0..CoverNote::MOST_MONTHS).map(|at| CreditedMonth {
        month: month(at).unwrap(),
        ..cover().months[0].clone()
    });
    let note = CoverNote {
        since: None,
        months: months.collect(),
    };
    assert!(sealed(&item(ItemBody::Cover(note))).is_ok());
}

fn months() -> impl Strategy<Value = Month> {
    (2000_u16..2100, 1_u8..13).prop_map(|(year, month)| Month::new(year, month).unwrap())
}

fn days() -> impl Strategy<Value = Date> {
    (months(), 1_u8..29).prop_map(|(month, day)| month.day(day))
}

fn lines() -> impl Strategy<Value = Vec<DuesLine>> {
    let parts = btree_map(0_usize..3, 1_u64..1_000_000, 1..4);
    let keys = btree_map((".{0,20}", months()), parts, 1..8);
    keys.prop_map(|all| {
        let line = |((member, month), parts): (
            (String, Month),
            std::collections::BTreeMap<usize, u64>,
        )| DuesLine {
            member: Secret::new(member),
            month,
            parts: parts
                .into_iter()
                .map(|(at, amount)| (Programme::ALL[at], Rupiah(amount)))
                .collect(),
        };
        all.into_iter().map(line).collect()
    })
}

fn sum(lines: &[DuesLine]) -> u64 {
    lines.iter().map(|line| line.amount().unwrap().0).sum()
}

fn bodies() -> impl Strategy<Value = ItemBody> {
    let codes = vec(("[a-z_]{1,20}", ".{1,60}"), 0..8);
    let bills = (lines(), codes, days(), 0_usize..4, ".{0,20}", 0_u64..1_000).prop_map(
        |(lines, codes, last_day, state, why, credit)| {
            let state = [
                BillState::Open,
                BillState::Paid,
                BillState::Expired,
                BillState::Cancelled,
            ][state];
            let sum = sum(&lines);
            let credit = credit.min(sum - 1);
            let code = |(kind, value): (String, String)| BillCode { kind, value };
            let codes = codes
                .into_iter()
                .filter(|_| state == BillState::Open)
                .map(code)
                .collect();
            ItemBody::Bill(BillNote {
                state,
                total: Rupiah(sum - credit),
                credit: Rupiah(credit),
                lines,
                last_day,
                codes,
                why,
                ..bill()
            })
        },
    );
    let receipts = (
        lines(),
        ".{1,20}",
        ".{0,20}",
        0_u64..1_000,
        0_u64..1_000,
        time(),
    )
        .prop_map(
            |(credited, number, reference, unapplied, credit, paid_at)| {
                let all = sum(&credited) + unapplied;
                let credit = credit.min(all - 1);
                ItemBody::Receipt(ReceiptNote {
                    number,
                    reference,
                    received: Rupiah(all - credit),
                    credit: Rupiah(credit),
                    credited,
                    unapplied: Rupiah(unapplied),
                    paid_at,
                    ..receipt()
                })
            },
        );
    let programmes = subsequence(Programme::ALL.to_vec(), 1..=3);
    let credited = btree_map(months(), (days(), programmes, option::of(".{0,20}")), 0..20);
    let covers = (option::of(days()), credited).prop_map(|(since, credited)| {
        let month = |(month, (paid_on, programmes, sponsor)): (
            Month,
            (Date, Vec<Programme>, Option<String>),
        )| {
            CreditedMonth {
                month,
                paid_on,
                programmes,
                sponsor: sponsor.map(Secret::new),
            }
        };
        ItemBody::Cover(CoverNote {
            since,
            months: credited.into_iter().map(month).collect(),
        })
    });
    let notices = (
        "[a-z_]{1,20}",
        option::of(any::<u64>()),
        any::<bool>(),
        ".{0,80}",
    )
        .prop_map(|(code, amount, about, words)| {
            ItemBody::Notice(Notice {
                code,
                amount: amount.map(Rupiah),
                bill: about.then(|| bill().id),
                words: Secret::new(words),
            })
        });
    prop_oneof![bills, receipts, covers, notices]
}

proptest! {
    #[test]
    fn whatever_keeps_the_bounds_opens_as_it_was_sealed_and_as_it_is_written_by_hand(body in bodies()) {
        let (_, id, key, office) = sample_item();
        let item = item(body);
        let sealed = sealed(&item).unwrap();
        prop_assert_eq!(sealed.open(id, &key, &office.public()), Ok(item.clone()));
        let (kind, state) = match &item.body {
            ItemBody::Bill(bill) => (3, bill.state.as_str()),
            ItemBody::Receipt(_) => (4, ""),
            ItemBody::Cover(_) => (5, ""),
            _ => (6, ""),
        };
        prop_assert_eq!(opened(&by_hand(&item, kind, state)), Ok(item));
    }

    #[test]
    fn no_change_on_the_way_opens(at in 0_usize..5, change in change()) {
        let (_, id, key, office) = sample_item();
        let sealed = sealed(&samples()[at]).unwrap();
        let changed = change.apply(sealed.bytes().to_vec());
        prop_assume!(changed != sealed.bytes());
        let read = SealedItem::parse(&changed).and_then(|item| item.open(id, &key, &office.public()));
        prop_assert!(read.is_err());
    }
}
