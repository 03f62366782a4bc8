//! The item that says who pays for whom: what is sealed opens as it was, bytes written by hand from
//! `docs/protocol.md` open too, and what breaks a bound is refused by both sides.

use payung_model::sealed::inbox::{Arrangement, CodeNote, Item, ItemBody, PayersNote, SealedItem};
use payung_model::sealed::*;
use payung_model::secret::Secret;

use crate::by_hand::*;
use crate::samples::*;

fn arrangement(seed: u64, name: &str, until: Option<&str>) -> Arrangement {
    Arrangement {
        id: RegistrationId::new(now(), &mut Seeded::new(seed)).unwrap(),
        name: Secret::new(name),
        from: "2026-11".parse().unwrap(),
        until: until.map(|month| month.parse().unwrap()),
    }
}

fn note() -> PayersNote {
    PayersNote {
        code: Some(CodeNote {
            text: Secret::new("7K2M-94QX-3HTB"),
            last_day: "2026-12-27".parse().unwrap(),
        }),
        payers: vec![arrangement(50, "KOPERASI CONTOH", Some("2027-04"))],
        members: vec![
            arrangement(51, "A••• C•••", None),
            arrangement(52, "A••• C••• (2)", None),
        ],
    }
}

fn item(note: PayersNote) -> Item {
    Item {
        body: ItemBody::Payers(note),
        ..sample_item().0
    }
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

fn list(e: &mut minicbor::Encoder<&mut Vec<u8>>, list: &[Arrangement]) {
    e.array(list.len() as u64).unwrap();
    for it in list {
        e.array(4).unwrap().bytes(it.id.bytes()).unwrap();
        e.str(it.name.reveal()).unwrap();
        e.str(&it.from.to_string()).unwrap();
        match it.until {
            Some(month) => drop(e.str(&month.to_string()).unwrap()),
            None => drop(e.null().unwrap()),
        }
    }
}

/// The item as `docs/protocol.md` has it.
fn by_hand(item: &Item, note: &PayersNote) -> Vec<u8> {
    let body = array(&[
        &|e| match &note.code {
            Some(code) => {
                e.array(2).unwrap().str(code.text.reveal()).unwrap();
                e.str(&code.last_day.to_string()).unwrap();
            }
            None => drop(e.null().unwrap()),
        },
        &|e| list(e, &note.payers),
        &|e| list(e, &note.members),
    ]);
    let mut plain = array(&[
        &|e| number(e, 9),
        &|e| number(e, item.previous),
        &|e| number(e, item.revision.into()),
        &|e| text(e, ""),
        &|e| number(e, item.at.millis().cast_unsigned()),
    ]);
    plain[0] += 1;
    [plain, body].concat()
}

#[test]
fn it_opens_as_it_was_changes_no_state_and_is_read_as_the_protocol_has_it() {
    let (_, id, key, office) = sample_item();
    for note in [note(), PayersNote::default()] {
        let item = item(note.clone());
        let sealed = sealed(&item).unwrap();
        assert_eq!(sealed.open(id, &key, &office.public()).as_ref(), Ok(&item));
        assert_eq!((item.event(), item.state()), (None, None));
        let plain = by_hand(&item, &note);
        assert_eq!(opened(&plain).as_ref(), Ok(&item));
        // A later office may add fields at the end of the item.
        assert_eq!(opened(&add_field(&plain)).as_ref(), Ok(&item));
    }
}

#[test]
fn what_breaks_a_bound_is_neither_written_nor_read() {
    let with = |change: &dyn Fn(&mut PayersNote)| {
        let mut note = note();
        change(&mut note);
        note
    };
    let long = || Secret::new("x".repeat(101));
    let code = |note: &mut PayersNote| note.code.as_mut().unwrap().text = long();
    for (note, place) in [
        (with(&code), "pay-for code"),
        (with(&|it| it.payers[0].name = long()), "payer's name"),
        (
            with(&|it| it.members[0].name = Secret::default()),
            "payer's name",
        ),
        (
            with(&|it| it.payers[0].until = "2026-10".parse().ok()),
            "last month",
        ),
        (
            with(&|it| it.members[1].id = it.members[0].id),
            "arrangement",
        ),
        (
            with(&|it| {
                it.members = (0..=PayersNote::MOST as u64)
                    .map(|seed| arrangement(seed, "A•••", None))
                    .collect();
            }),
            "arrangements",
        ),
    ] {
        let item = item(note.clone());
        let problem = Some(EnvelopeProblem::Malformed(place));
        assert_eq!(sealed(&item).err(), problem, "{place}");
        assert_eq!(opened(&by_hand(&item, &note)).err(), problem, "{place}");
    }
}

#[test]
fn pay_for_codes_are_read_as_the_vectors_say() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../tests/vectors/pay_code.json"
    );
    let cases: Vec<serde_json::Value> =
        serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    assert!(cases.len() > 200);
    for case in &cases {
        let text = case["text"].as_str().unwrap();
        let read = match PayCode::read(text) {
            Ok(code) => serde_json::json!({ "text": text, "code": code.to_string() }),
            Err(CodeProblem::Mistyped) => {
                serde_json::json!({ "text": text, "problem": "mistyped" })
            }
            Err(CodeProblem::Length(at)) => {
                serde_json::json!({ "text": text, "problem": "length", "at": at })
            }
            Err(CodeProblem::Sign(at)) => {
                serde_json::json!({ "text": text, "problem": "sign", "at": at })
            }
        };
        assert_eq!(&read, case);
    }
}
