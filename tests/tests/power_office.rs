//! The power goes while an office receives: what it answered with 201 or 204 is there afterwards,
//! and nothing is broken.
//!
//! The `office` program that ships takes deliveries, with a recorder between it and its disk; what
//! it says on its sockets is in the same log. Then, at 500 moments, the disk is built as a power
//! cut may leave it, opened by the office's own code, and compared with what had been answered by
//! then; from some of them the office is started again, and gets everything once more.

use std::collections::BTreeSet;
use std::path::Path;

use payung_model::journey::OfficeState;
use payung_model::sealed::{Digest, RegistrationId};
use payung_office::photo_store::path as photo_path;
use payung_office::store::Store;
use payung_tests::Outcome;
use payung_tests::deliveries::{Answer, Connection, Parcel, Sealer};
use payung_tests::disk::image::{Chance, Lies, Model, lay_out, nothing_went_past};
use payung_tests::disk::log::DiskEvent;
use payung_tests::disk::{Disk, in_memory};
use payung_tests::office::Office;

const MOMENTS: u64 = 500;
/// In the long run.
const LONG_MOMENTS: u64 = 10_000;
/// Moments after which the office is started again.
const STARTS: u64 = 12;

/// What an answer promised.
enum Promise {
    /// This envelope is kept.
    Record(RegistrationId, u32, Digest),
    /// This photo is kept, and counted.
    Photo(RegistrationId, Digest),
    /// It is withdrawn.
    Withdrawn(RegistrationId),
    /// So many first bytes of this photo are kept, with that digest of their own: no phone brings
    /// them again.
    Piece(RegistrationId, Digest, usize, Digest),
    /// Nothing that a power cut could break: a status, an upload that was created (it is created
    /// again).
    Nothing,
}

/// A disk that was written, and what was said meanwhile.
struct Recorded {
    disk: Disk,
    lines: Vec<DiskEvent>,
    /// Promises with the line in which they were said.
    promises: Vec<(usize, Promise)>,
    /// The line in which `office trust` printed the public keys.
    keys_said: usize,
    parcels: Vec<Parcel>,
}

#[test]
fn the_power_may_go_at_any_moment_of_a_delivery() -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let Some(disk) = Disk::new(folder.path())? else {
        return Ok(());
    };
    let recorded = record(disk)?;
    let syncs = recorded
        .lines
        .iter()
        .filter(|line| matches!(line, DiskEvent::SyncFile(_) | DiskEvent::SyncFolder(_)))
        .count();
    println!(
        "{} answers, {} lines, {syncs} of them fsync",
        recorded.promises.len(),
        recorded.lines.len()
    );
    assert!(recorded.promises.len() > 300, "many deliveries");

    let mut whole = Model::new(&recorded.disk.root, Lies::default());
    recorded
        .lines
        .iter()
        .try_for_each(|line| whole.play(line))?;
    nothing_went_past(&whole.now(), &recorded.disk.root)?;
    let usual = if std::env::var_os("PAYUNG_LONG").is_some() {
        LONG_MOMENTS
    } else {
        MOMENTS
    };
    let moments = std::env::var("PAYUNG_MOMENTS").map_or(Ok(usual), |moments| moments.parse())?;

    everything_is_synced_before_it_is_said(&recorded)?;
    let lost = crashes(&recorded, Lies::default(), moments)?;
    assert!(
        lost.is_empty(),
        "{} of {moments}: {:#?}",
        lost.len(),
        &lost[..lost.len().min(5)]
    );
    for seed in 0..STARTS {
        goes_on(&recorded, seed)?;
    }

    // A disk that lies is seen: so would be an office that does not ask.
    let photo = recorded
        .parcels
        .iter()
        .flat_map(|parcel| &parcel.photos)
        .next()
        .ok_or("no photo")?
        .0
        .to_string();
    for (what, lies) in [
        (
            "PRAGMA synchronous = OFF",
            Lies {
                file: Some("-wal"),
                folders: false,
            },
        ),
        (
            "a photo without its fsync",
            Lies {
                file: Some(photo.leak()),
                folders: false,
            },
        ),
        (
            "folders without theirs",
            Lies {
                file: None,
                folders: true,
            },
        ),
    ] {
        let lost = crashes(&recorded, lies, 80)?;
        println!("{what}: seen at {} of 80 moments", lost.len());
        assert!(!lost.is_empty(), "{what} is not seen");
    }
    Ok(())
}

/// An office is founded, started, gets deliveries one after another and then many at once, and is
/// stopped.
fn record(disk: Disk) -> Outcome<Recorded> {
    let office = Office {
        env: disk.env(true),
        ..Office::in_folder(&disk.root)
    };
    let office = office.founded(&disk.root, "http://127.0.0.1:1")?;
    let sealer = Sealer::new(&disk.root)?;
    let serving = office.serve("127.0.0.1:0")?;
    let mut line = Connection::new(serving.address())?;
    let (mut parcels, mut said) = (Vec::new(), Vec::new());
    for number in 0..40_u32 {
        let photos: Vec<usize> = (0..number % 3)
            .map(|photo| 3_000 + (number as usize * 977 + photo as usize) % 30_000)
            .collect();
        let parcel = sealer.parcel(1 + u32::from(number.is_multiple_of(5)), &photos)?;
        one_after_another(&parcel, &mut line, number, &mut said)?;
        parcels.push(parcel);
    }
    // One connection a thread, records only: which answer is whose stands in the answer.
    let many = (0..120)
        .map(|_| sealer.parcel(1, &[]))
        .collect::<Outcome<Vec<_>>>()?;
    std::thread::scope(|scope| {
        let senders: Vec<_> = many
            .chunks(20)
            .map(|share| {
                let address = serving.address();
                scope.spawn(move || -> Outcome<()> {
                    let mut line = Connection::new(address)?;
                    share
                        .iter()
                        .try_for_each(|parcel| expect(&parcel.put(&mut line, 1)?, 201))
                })
            })
            .collect();
        senders
            .into_iter()
            .try_for_each(|sender| sender.join().map_err(|_| "a sender panicked")?)
    })?;
    assert!(serving.stop()?);
    let lines = disk.asked()?;
    let answered: Vec<usize> = (0..lines.len())
        .filter(
            |at| matches!(&lines[*at], DiskEvent::Said(bytes) if bytes.starts_with(b"HTTP/1.1 ")),
        )
        .collect();
    let keys_said = lines
        .iter()
        .position(|line| matches!(line, DiskEvent::Said(bytes) if bytes.contains(&b'{')));
    let alone = said.len();
    let mut promises: Vec<(usize, Promise)> = answered.iter().copied().zip(said).collect();
    for at in &answered[alone..] {
        let DiskEvent::Said(bytes) = &lines[*at] else {
            continue;
        };
        let text = String::from_utf8_lossy(bytes);
        let parcel = many
            .iter()
            .find(|parcel| text.contains(&parcel.id.to_string()))
            .ok_or("an answer to nobody")?;
        promises.push((
            *at,
            Promise::Record(parcel.id, 1, Digest::of(&parcel.envelopes[0])),
        ));
    }
    parcels.extend(many);
    Ok(Recorded {
        disk,
        lines,
        promises,
        keys_said: keys_said.ok_or("no trust file")?,
        parcels,
    })
}

fn one_after_another(
    parcel: &Parcel,
    line: &mut Connection,
    number: u32,
    said: &mut Vec<Promise>,
) -> Outcome<()> {
    for (revision, envelope) in (1..).zip(&parcel.envelopes) {
        for again in 0..=u32::from(number.is_multiple_of(4)) {
            expect(
                &parcel.put(line, revision)?,
                if again == 0 { 201 } else { 200 },
            )?;
            said.push(Promise::Record(parcel.id, revision, Digest::of(envelope)));
        }
    }
    for (photo, (digest, bytes)) in parcel.photos.iter().enumerate() {
        expect(&parcel.create(line, photo)?, 201)?;
        expect(&parcel.patch(line, photo, 0, bytes.len() / 2)?, 204)?;
        let half = bytes.len() / 2;
        said.extend([
            Promise::Nothing,
            Promise::Piece(parcel.id, *digest, half, Digest::of(&bytes[..half])),
        ]);
        expect(
            &parcel.patch(line, photo, bytes.len() / 2, bytes.len())?,
            204,
        )?;
        said.push(Promise::Photo(parcel.id, *digest));
    }
    if number % 7 == 3 {
        expect(&parcel.withdraw(line)?, 200)?;
        said.push(Promise::Withdrawn(parcel.id));
    }
    expect(&parcel.status(line)?, 200)?;
    said.push(Promise::Nothing);
    Ok(())
}

fn expect(answer: &Answer, status: u16) -> Outcome<()> {
    if answer.status == status {
        Ok(())
    } else {
        Err(format!("{status} was expected: {answer:?}").into())
    }
}

/// Rule by rule, without chance: when an answer leaves, nothing that it promised waits for an
/// fsync.
fn everything_is_synced_before_it_is_said(recorded: &Recorded) -> Outcome<()> {
    let mut model = Model::new(&recorded.disk.root, Lies::default());
    let mut promises = recorded.promises.iter().peekable();
    for (at, line) in recorded.lines.iter().enumerate() {
        model.play(line)?;
        let keys = at == recorded.keys_said;
        let Some((_, promise)) = promises.next_if(|(said, _)| *said == at) else {
            assert!(
                !keys || model.unsynced().iter().all(|name| harmless(name)),
                "keys: {:?}",
                model.unsynced()
            );
            continue;
        };
        // Other requests may be half done. What belongs to this one:
        let open = |name: &String| match promise {
            Promise::Nothing => false,
            Promise::Photo(id, _) | Promise::Piece(id, ..) => {
                name.contains(&id.to_string()) || name.contains("photos") && name.starts_with('+')
            }
            Promise::Record(..) | Promise::Withdrawn(_) => {
                name.ends_with("office.db") && name.starts_with('+')
            }
        };
        let open: Vec<String> = model.unsynced().into_iter().filter(open).collect();
        assert!(
            open.is_empty(),
            "line {at} was said before fsync of {open:?}"
        );
    }
    Ok(())
}

/// What may be lost: the database's file until a checkpoint (its log has it), the log's index,
/// names that went.
fn harmless(name: &str) -> bool {
    name.starts_with('-')
        || name.ends_with("(empty)")
        || name.ends_with("-shm")
        || name.ends_with("office.db")
}

fn crashes(recorded: &Recorded, lies: Lies, count: u64) -> Outcome<Vec<String>> {
    let all = recorded.lines.len() as u64 + 1;
    let mut moments: Vec<(usize, u64)> = (0..count)
        .map(|seed| (Chance::new(seed + 1).below(all) as usize, seed))
        .collect();
    moments.sort_unstable();
    let (mut model, mut played, mut wrong) = (Model::new(&recorded.disk.root, lies), 0, Vec::new());
    for (moment, seed) in moments {
        while played < moment {
            model.play(&recorded.lines[played])?;
            played += 1;
        }
        let folder = in_memory()?;
        lay_out(&model.crash(&mut Chance::new(seed)), folder.path())?;
        if let Err(error) = check(folder.path(), moment, recorded) {
            wrong.push(format!("seed {seed}, line {moment}: {error}"));
        }
    }
    Ok(wrong)
}

/// Opens what is left, as the office does, and looks for everything that was promised.
fn check(root: &Path, moment: usize, recorded: &Recorded) -> Outcome<()> {
    if moment > recorded.keys_said {
        for file in std::fs::read_dir(recorded.disk.root.join("office-keys"))? {
            let file = file?;
            // The head of the audit chain is no key: it moves on with each act of the desk.
            if file.file_type()?.is_dir() {
                continue;
            }
            let left = std::fs::read(root.join("office-keys").join(file.file_name()));
            if left.ok() != Some(std::fs::read(file.path())?) {
                return Err(format!("the key file {} is lost", file.file_name().display()).into());
            }
        }
    }
    let office = root.join("office");
    let store = Store::open(&office)?;
    if !store.inspect(true)?.sound {
        return Err("the database is damaged".into());
    }
    let counted: BTreeSet<_> = store
        .complete_photos(None, u32::MAX)?
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    for (_, promise) in recorded
        .promises
        .iter()
        .take_while(|(said, _)| *said < moment)
    {
        match promise {
            Promise::Nothing => {}
            Promise::Record(id, revision, digest) => {
                let records = store.records(*id)?;
                let found = records.iter().find(|(kept, ..)| kept == revision);
                if found.map(|(.., envelope)| Digest::of(envelope)) != Some(*digest) {
                    return Err(
                        format!("revision {revision} of {id} was answered and is lost").into(),
                    );
                }
            }
            Promise::Photo(id, digest) => {
                if !counted.contains(&(*id, *digest)) {
                    return Err(format!("photo {digest} was answered and is not counted").into());
                }
            }
            Promise::Piece(id, digest, length, of_piece) => {
                let bytes = std::fs::read(photo_path(&office.join("photos"), *id, *digest))
                    .unwrap_or_default();
                if bytes
                    .get(..*length)
                    .is_none_or(|piece| Digest::of(piece) != *of_piece)
                {
                    return Err(format!(
                        "{length} bytes of photo {digest} were answered, {} are left",
                        bytes.len()
                    )
                    .into());
                }
            }
            Promise::Withdrawn(id) => {
                let state = store.status(*id)?.map(|status| status.state);
                if state != Some(OfficeState::Withdrawn) {
                    return Err(format!("{id} was withdrawn and is {state:?}").into());
                }
            }
        }
    }
    // Whatever is counted is whole, answered or not: nobody would send it again.
    for (id, digest) in counted {
        let bytes = std::fs::read(photo_path(&office.join("photos"), id, digest));
        if bytes
            .as_ref()
            .map_or(true, |bytes| Digest::of(bytes) != digest)
        {
            return Err(format!(
                "photo {digest} is counted and is {:?}",
                bytes.map(|bytes| bytes.len())
            )
            .into());
        }
    }
    Ok(())
}

/// The office starts from what is left and takes everything once more.
fn goes_on(recorded: &Recorded, seed: u64) -> Outcome<()> {
    // After the first bundle: an office that was never founded is founded again.
    let founded = recorded.promises.first().ok_or("nothing was answered")?.0;
    let moment =
        founded + Chance::new(seed + 1000).below((recorded.lines.len() - founded) as u64) as usize;
    let mut model = Model::new(&recorded.disk.root, Lies::default());
    recorded.lines[..moment]
        .iter()
        .try_for_each(|line| model.play(line))?;
    let left = in_memory()?;
    lay_out(&model.crash(&mut Chance::new(seed)), left.path())?;
    let office = Office::in_folder(left.path());
    let serving = office.serve("127.0.0.1:0")?;
    let mut line = Connection::new(serving.address())?;
    for parcel in &recorded.parcels {
        let state = parcel
            .deliver(&mut line)
            .map_err(|error| format!("seed {seed}, line {moment}: {error}"))?;
        assert!(
            state == "received" || state == "withdrawn",
            "seed {seed}, line {moment}: {state}"
        );
    }
    Ok(())
}
