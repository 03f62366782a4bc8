//! The office's disk is full, or fails, at each request that a delivery makes of it.
//!
//! For every kind of request and every number n: the n-th thing that the running office asks of its
//! disk fails (and, when the disk is full, all that need room after it), and then there is room
//! again. The answer is one of the protocol's, with a time to come again; the same delivery works
//! now; and in the end everything is there, once.

use std::collections::{BTreeMap, BTreeSet};

use payung_model::sealed::Digest;
use payung_office::photo_store::path as photo_path;
use payung_tests::Outcome;
use payung_tests::deliveries::{Answer, Connection, Parcel, Sealer};
use payung_tests::disk::{BROKEN, Control, Disk, FULL, GROW, SHRINK, SYNC, in_memory};
use payung_tests::office::Office;

/// A kind of failure: its name, which requests, how many, what they say.
const KINDS: [(&str, u64, u64, u64); 2] = [
    ("full", GROW, u64::MAX, FULL),
    ("broken", GROW | SYNC | SHRINK, 1, BROKEN),
];

/// Of one request, no more calls than these: a loop that never ends is a failure too.
const MOST: u64 = 200;

/// One request that brings something.
type Request = fn(&Parcel, &mut Connection) -> Outcome<Answer>;

/// Name, what comes before it, the request itself, what it answers when all is well.
const REQUESTS: [(&str, usize, Request, u16); 6] = [
    ("a record", 0, |parcel, line| parcel.put(line, 1), 201),
    (
        "a photo's beginning",
        1,
        |parcel, line| parcel.create(line, 0),
        201,
    ),
    (
        "half a photo",
        2,
        |parcel, line| parcel.patch(line, 0, 0, half(parcel)),
        204,
    ),
    (
        "the other half",
        3,
        |parcel, line| parcel.patch(line, 0, half(parcel), parcel.photos[0].1.len()),
        204,
    ),
    (
        "a second revision",
        4,
        |parcel, line| parcel.put(line, 2),
        201,
    ),
    ("a withdrawal", 5, Parcel::withdraw, 200),
];

fn half(parcel: &Parcel) -> usize {
    parcel.photos[0].1.len() / 2
}

#[test]
fn every_request_of_a_delivery_to_a_full_or_failing_disk_is_answered_and_loses_nothing()
-> Outcome<()> {
    let folder = in_memory()?;
    let Some(disk) = Disk::new(folder.path())? else {
        return Ok(());
    };
    let control = disk.control()?;
    let office = Office {
        env: disk.env(false),
        ..Office::in_folder(&disk.root)
    };
    let office = office.founded(&disk.root, "http://127.0.0.1:1")?;
    let sealer = Sealer::new(&disk.root)?;
    let serving = office.serve("127.0.0.1:0")?;
    let mut line = Connection::new(serving.address())?;
    let (mut sent, mut said, mut failures, mut absorbed) =
        (Vec::new(), BTreeMap::<String, u64>::new(), 0, 0);
    for (name, before, request, well) in REQUESTS {
        for (kind, acts, count, error) in KINDS {
            for number in 0..MOST {
                let parcel = sealer.parcel(2, &[6_000])?;
                for (earlier, _, request, well) in &REQUESTS[..before] {
                    let answer = request(&parcel, &mut line)?;
                    assert_eq!(answer.status, *well, "{earlier} before {name}: {answer:?}");
                }
                control.fail(acts, number, count, error)?;
                let answer = request(&parcel, &mut line)
                    .map_err(|error| format!("{name}, {kind} from {number}: {error}"))?;
                let failed = control.heal()?;
                let when = format!("{name}, {kind} from {number}: {answer:?}");
                failures += failed.min(1);
                if answer.status == well {
                    absorbed += failed.min(1);
                } else {
                    assert!(failed > 0, "{when}: nothing had failed");
                    let code = answer.json()["error"]
                        .as_str()
                        .unwrap_or_default()
                        .to_owned();
                    assert!(
                        answer.status == 503 && matches!(code.as_str(), "full" | "slow_down"),
                        "{when}"
                    );
                    assert!(
                        answer.headers.contains_key("retry-after"),
                        "{when}: when to come again"
                    );
                    assert!(
                        kind == "broken" || code == "full",
                        "{when}: a full disk is called so"
                    );
                    *said
                        .entry(format!("{kind}: {} {code}", answer.status))
                        .or_default() += 1;
                }
                // There is room again: the phone comes again with everything, whatever it was told.
                let state = parcel
                    .deliver(&mut line)
                    .map_err(|error| format!("{when}: again: {error}"))?;
                let gone = before == 5 && answer.status == well;
                assert_eq!(state, if gone { "withdrawn" } else { "received" }, "{when}");
                sent.push((parcel, state));
                if failed == 0 {
                    break;
                }
            }
        }
    }
    println!(
        "{failures} requests to the disk failed: {said:?}; {absorbed} answers did not need what failed"
    );
    assert!(failures > 60 && said.len() >= 2, "every kind of answer");
    assert!(serving.stop()?);
    everything_is_there_once(&office, &sent)?;
    starting(&office, &control, &sealer)
}

fn everything_is_there_once(office: &Office, sent: &[(Parcel, String)]) -> Outcome<()> {
    let store = office.store()?;
    assert!(store.inspect(true)?.sound);
    for (parcel, state) in sent {
        let photo = std::fs::read(photo_path(
            &office.dir.join("photos"),
            parcel.id,
            parcel.photos[0].0,
        ))?;
        assert_eq!(Digest::of(&photo), parcel.photos[0].0);
        let stored = store.records(parcel.id)?;
        let revisions: BTreeSet<u32> = stored.iter().map(|(revision, ..)| *revision).collect();
        assert_eq!(revisions.len(), stored.len(), "once");
        for (revision, envelope) in (1_u32..).zip(&parcel.envelopes) {
            let there = stored
                .iter()
                .any(|(number, _, bytes)| *number == revision && bytes == envelope);
            assert!(
                there || state == "withdrawn",
                "revision {revision} of {}",
                parcel.id
            );
        }
    }
    Ok(())
}

/// The office itself is started on such a disk: it says why it cannot, or it can; the next start
/// works.
fn starting(office: &Office, control: &Control, sealer: &Sealer) -> Outcome<()> {
    let mut refused = 0;
    for (kind, acts, count, error) in KINDS {
        for number in 0..MOST {
            control.fail(acts, number, count, error)?;
            let started = office.serve("127.0.0.1:0");
            let failed = control.heal()?;
            if let Err(error) = started.map(drop) {
                refused += 1;
                let words = error.to_string();
                assert!(
                    failed > 0 && !words.contains("panicked"),
                    "{kind} from {number}: {words}"
                );
            }
            let serving = office.serve("127.0.0.1:0")?;
            let parcel = sealer.parcel(1, &[2_000])?;
            assert_eq!(
                parcel.deliver(&mut Connection::new(serving.address())?)?,
                "received",
                "{kind} from {number}"
            );
            if failed == 0 {
                break;
            }
        }
    }
    println!("{refused} starts were refused in words");
    Ok(())
}
