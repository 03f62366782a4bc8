//! Many deliveries, most of them again, late, or in the wrong order: the office keeps each once.
//!
//! Registrations of one or two revisions are sent by sixteen connections, each revision one to six
//! times, some twice at the same instant, shuffled, and some once more long after. Every answer is
//! noted; in the end the database is compared with them. The order comes from a seed that is
//! printed; `PAYUNG_SEED=N` repeats it.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use payung_model::journey::OfficeState;
use payung_model::sealed::{Digest, RegistrationId};
use payung_tests::Outcome;
use payung_tests::deliveries::{Connection, Parcel, Sealer};
use payung_tests::disk::image::Chance;
use payung_tests::office::Office;
use payung_tests::stopwatch::Stopwatch;

const CONNECTIONS: usize = 16;
/// Deliveries that are shuffled together.
const ROUND: u64 = 20_000;
/// Registrations of earlier rounds that may come again.
const REMEMBERED: usize = 2_000;

/// A registration on its way, and how often each of its revisions was answered with 201 and with
/// 200.
struct Sent {
    parcel: Parcel,
    kept: Vec<AtomicU32>,
    again: Vec<AtomicU32>,
}

/// What is compared in the end: revision, digest, kept.
type Note = (u32, [u8; 32], bool);

#[derive(Default)]
struct Answers {
    kept: AtomicU64,
    again: AtomicU64,
    too_late: AtomicU64,
}

#[test]
fn twenty_thousand_deliveries_with_duplicates_in_any_order_are_one_row_each() -> Outcome<()> {
    deliver(ROUND)
}

#[test]
#[ignore = "long"]
fn a_million_deliveries_with_duplicates_in_any_order_are_one_row_each() -> Outcome<()> {
    let count = std::env::var("PAYUNG_DELIVERIES").map_or(Ok(1_000_000), |count| count.parse())?;
    deliver(count)
}

fn deliver(count: u64) -> Outcome<()> {
    let seed = match std::env::var("PAYUNG_SEED") {
        Ok(given) => given.parse()?,
        Err(_) => getrandom::u64()?,
    };
    println!("PAYUNG_SEED={seed}");
    let mut chance = Chance::new(seed);
    let folder = tempfile::tempdir()?;
    let office = Office::found(folder.path(), "http://127.0.0.1:1")?;
    let sealer = Sealer::new(folder.path())?;
    let serving = office.serve("127.0.0.1:0")?;
    let (answers, mut notes, mut earlier) =
        (Answers::default(), BTreeMap::new(), Vec::<Arc<Sent>>::new());
    let (mut done, watch) = (0, Stopwatch::start());
    while done < count {
        let round = ROUND.min(count - done);
        let messages = shuffled(&sealer, round, &earlier, &mut chance)?;
        done += messages.len() as u64;
        send(serving.address(), &messages, &answers)?;
        for (sent, _) in messages {
            note(&sent, &mut notes)?;
            if earlier.len() < REMEMBERED {
                earlier.push(sent);
            } else if chance.below(8) == 0 {
                let place = chance.below(REMEMBERED as u64) as usize;
                earlier[place] = sent;
            }
        }
    }
    let took = watch.elapsed();
    let read = |count: &AtomicU64| count.load(Ordering::Acquire);
    let (kept, again, too_late) = (
        read(&answers.kept),
        read(&answers.again),
        read(&answers.too_late),
    );
    println!(
        "{done} deliveries in {:.0} s: {kept} kept (201), {again} known (200), {too_late} overtaken by a later revision (409)",
        took.as_secs_f64()
    );
    assert_eq!(kept + again + too_late, done);
    assert!(
        again > done / 3 && too_late > 0,
        "duplicates and another order"
    );
    assert!(serving.stop()?);
    compare(&office, &notes, kept)
}

/// New registrations and some of those that were, as single deliveries in a random order.
fn shuffled(
    sealer: &Sealer,
    count: u64,
    earlier: &[Arc<Sent>],
    chance: &mut Chance,
) -> Outcome<Vec<(Arc<Sent>, u32)>> {
    let late = if earlier.is_empty() { 0 } else { count / 10 };
    let mut messages = Vec::with_capacity(count as usize);
    for _ in 0..late {
        let sent = &earlier[chance.below(earlier.len() as u64) as usize];
        messages.push((
            Arc::clone(sent),
            1 + chance.below(sent.kept.len() as u64) as u32,
        ));
    }
    while (messages.len() as u64) < count {
        let revisions = 1 + u32::from(chance.below(3) == 0);
        let parcel = sealer.parcel(revisions, &[])?;
        let none = || (0..revisions).map(|_| AtomicU32::new(0)).collect();
        let sent = Arc::new(Sent {
            parcel,
            kept: none(),
            again: none(),
        });
        for revision in 1..=revisions {
            let times = 1 + chance.below(6);
            messages.extend((0..times).map(|_| (Arc::clone(&sent), revision)));
        }
    }
    messages.truncate(count as usize);
    for last in (1..messages.len()).rev() {
        messages.swap(last, chance.below(last as u64 + 1) as usize);
    }
    // Neighbours go by different connections at the same time: every tenth has its own copy beside
    // it.
    for place in (1..messages.len()).step_by(10) {
        messages[place] = messages[place - 1].clone();
    }
    Ok(messages)
}

fn send(address: &str, messages: &[(Arc<Sent>, u32)], answers: &Answers) -> Outcome<()> {
    std::thread::scope(|scope| {
        let senders: Vec<_> = (0..CONNECTIONS)
            .map(|own| {
                scope.spawn(move || -> Outcome<()> {
                    let mut line = Connection::new(address)?;
                    for (sent, revision) in messages.iter().skip(own).step_by(CONNECTIONS) {
                        let answer = sent.parcel.put(&mut line, *revision)?;
                        let place = *revision as usize - 1;
                        match (answer.status, answer.json()["error"].as_str()) {
                            (201, _) => {
                                sent.kept[place].fetch_add(1, Ordering::AcqRel);
                                answers.kept.fetch_add(1, Ordering::AcqRel);
                            }
                            (200, _) => {
                                sent.again[place].fetch_add(1, Ordering::AcqRel);
                                answers.again.fetch_add(1, Ordering::AcqRel);
                            }
                            (409, Some("revision")) => {
                                answers.too_late.fetch_add(1, Ordering::AcqRel);
                            }
                            _ => return Err(format!("revision {revision}: {answer:?}").into()),
                        }
                    }
                    Ok(())
                })
            })
            .collect();
        senders
            .into_iter()
            .try_for_each(|sender| sender.join().map_err(|_| "a sender panicked")?)
    })
}

/// What was answered so far about a registration.
fn note(sent: &Sent, notes: &mut BTreeMap<[u8; 16], Vec<Note>>) -> Outcome<()> {
    let mut revisions = Vec::new();
    for (place, envelope) in sent.parcel.envelopes.iter().enumerate() {
        let (kept, again) = (
            sent.kept[place].load(Ordering::Acquire),
            sent.again[place].load(Ordering::Acquire),
        );
        if kept > 1 || again > 0 && kept == 0 {
            return Err(
                format!("{}: kept {kept} times, known {again} times", sent.parcel.id).into(),
            );
        }
        revisions.push((place as u32 + 1, Digest::of(envelope).0, kept == 1));
    }
    notes.insert(*sent.parcel.id.bytes(), revisions);
    Ok(())
}

/// One row for each revision that was answered with 201, with its bytes; no other.
fn compare(office: &Office, notes: &BTreeMap<[u8; 16], Vec<Note>>, kept: u64) -> Outcome<()> {
    let store = office.store()?;
    assert!(store.inspect(true)?.sound);
    let mut rows = 0;
    for (id, revisions) in notes {
        let id = RegistrationId::from_bytes(id).ok_or("an id")?;
        let mut stored: BTreeMap<u32, Vec<u8>> = BTreeMap::new();
        for (revision, _, envelope) in store.records(id)? {
            assert!(
                stored.insert(revision, envelope).is_none(),
                "revision {revision} is there twice"
            );
            rows += 1;
        }
        let mut newest = 0;
        for (revision, digest, kept) in revisions {
            let found = stored.get(revision);
            assert_eq!(found.is_some(), *kept, "revision {revision}");
            if let Some(envelope) = found {
                assert_eq!(Digest::of(envelope).0, *digest);
                newest = *revision;
            }
        }
        let status = store.status(id)?.ok_or("a registration is lost")?;
        assert_eq!(
            (status.revision, status.state),
            (newest, OfficeState::Received)
        );
    }
    assert_eq!(rows, kept, "as many rows as 201");
    let registrations: u64 = store.count_by_state()?.iter().map(|(_, count)| count).sum();
    assert_eq!(registrations as usize, notes.len());
    println!("{rows} rows of {} registrations, each once", notes.len());
    Ok(())
}
