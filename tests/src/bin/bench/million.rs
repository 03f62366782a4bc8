//! A large office: a million registrations that wait, ten thousand of them with one NIK, and each
//! screen that an officer opens all day.
//!
//! The database is filled through the store's own units of work, a thousand at a time, as intake and
//! opener use them; only the envelopes are one that was sealed once, under other ids. The last
//! twenty thousand are sealed one by one, and the real opener opens them.
//!
//! `PAYUNG_BENCH_REGISTRATIONS=N`: another number. `PAYUNG_TEST_DATABASE=postgres`: that database.

use std::io::Write;
use std::process::Stdio;

use payung_model::sealed::{Digest, Envelope, KeyId, Random, RegistrationId};
use payung_model::units::Timestamp;
use payung_office::keys::Keys;
use payung_office::store::index::IndexRow;
use payung_office::store::{Arrival, OpenedRecord, Recorded, Store};
use payung_tests::Outcome;
use payung_tests::clock::NOW;
use payung_tests::deliveries::{Answer, Connection, Sealer};
use payung_tests::office::{Office, Serving};
use payung_tests::stopwatch::Stopwatch;
use tokio::runtime::Runtime;

use crate::row::Row;

const REGISTRATIONS: u32 = 1_000_000;
/// Registrations in one transaction of the opener here.
const BATCH: u32 = 1_000;
/// With one NIK, and as many of others to compare with.
const ALIKE: u32 = 10_000;
/// Keys by which an officer finds one registration: parts of the name, NIK, phone, region.
const SEARCH_KEYS: usize = 8;
const LOOKS: usize = 9;
const PASSWORD: &str = "payung hujan pasar";
const OFFICER: &str = "dewi";

/// Screens by what stands in the table, and their addresses.
const SCREENS: [(&str, &str); 12] = [
    ("queue", "/queue"),
    ("queue, all states", "/queue?state=all"),
    ("queue, accepted", "/queue?state=accepted"),
    ("queue, duplicates", "/queue?state=received&flag=duplicate"),
    (
        "queue, a flag that nobody has",
        "/queue?state=received&flag=photo_damaged",
    ),
    (
        "queue, a purpose that nobody has",
        "/queue?state=received&purpose=resume",
    ),
    (
        "queue, waiting for a week",
        "/queue?state=received&hours=168",
    ),
    (
        "queue, without photo",
        "/queue?state=received&photo=without",
    ),
    ("next one", "/next"),
    ("counts by day and officer", "/work"),
    ("money", "/money"),
    ("audit log", "/audit"),
];

/// All rows.
pub fn screens() -> Outcome<Vec<Row>> {
    let wanted = match std::env::var("PAYUNG_BENCH_REGISTRATIONS") {
        Ok(given) => given.parse()?,
        Err(_) => REGISTRATIONS,
    };
    let folder = tempfile::tempdir()?;
    let office = Office::found(folder.path(), "http://127.0.0.1:1")?;
    add_officer(&office)?;
    let sealer = Sealer::new(folder.path())?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()?;
    let mut rows = Vec::new();
    let different;
    let alike;
    {
        let store = office.store()?;
        let keys = Keys::load(&office.keys, None)?;
        store.take_key(keys.desk()?, keys.head(), Timestamp::from_millis(NOW)?)?;
        store.start_writer()?;
        // Under the office's own index key: what has another one is opened again.
        let index = keys.nik_index()?.made_from();
        rows.push(fill(&store, &runtime, &sealer, index, wanted)?);
        let each =
            |place: u32| format!("32010155{:02}70{:04}", 1 + place / 9_000, 1 + place % 9_000);
        different = sealed(&store, &runtime, &sealer, each)?;
        let (opened, others) = Stopwatch::time(|| office.open());
        opened?;
        alike = sealed(&store, &runtime, &sealer, |_| {
            payung_tests::samples::NIK.to_owned()
        })?;
        let (opened, same) = Stopwatch::time(|| office.open());
        opened?;
        let a_second = |time: std::time::Duration| f64::from(ALIKE) / time.as_secs_f64();
        let rounds = [(a_second(same), a_second(others))];
        let row = Row::of_rounds(
            "opener: 10,000 registrations with one NIK",
            "/s",
            "10,000 with a NIK each, opened before",
            &rounds,
        );
        rows.push(row.budget("≥ 0.9 ×", |row| {
            row.ratio.is_some_and(|ratio| ratio >= 0.9)
        }));
    }
    let page = office.page()?;
    let mut officer = Officer::sign_in(&page)?;
    for (what, path) in SCREENS {
        rows.push(officer.look(what, path)?);
    }
    rows.push(officer.look("registration, nobody else has its NIK", &different)?);
    rows.push(officer.look("registration, 9,999 others have its NIK", &alike)?);
    for (what, sought) in [
        ("found by a name that 20,000 have", "SITI CONTOH"),
        (
            "found by a NIK that 10,000 have",
            payung_tests::samples::NIK,
        ),
        ("found by a NIK that nobody has", "3201015501601234"),
        ("found by a receipt code that nobody has", "0000-0000"),
    ] {
        rows.push(officer.seek(what, sought)?);
    }
    Ok(rows)
}

/// Takes and opens so many; how fast the last tenth was, against the first.
fn fill(
    store: &Store,
    runtime: &Runtime,
    sealer: &Sealer,
    index: KeyId,
    wanted: u32,
) -> Outcome<Row> {
    let template = sealer.parcel(1, &[])?;
    let template = template.envelopes.first().ok_or("no envelope")?.clone();
    let header = Envelope::parse(&template)?.header().clone();
    let mut random = Draws(0x9E37_79B9_7F4A_7C15);
    let tenth = (wanted / BATCH / 10).max(1);
    let batches = tenth * 10;
    let (mut first, mut last) = (0.0, 0.0);
    for batch in 0..batches {
        let (made, time) = Stopwatch::time(|| -> Outcome<()> {
            let mut arrivals = Vec::new();
            for number in 0..BATCH {
                // Ten a second arrive.
                let at = Timestamp::from_millis(NOW + i64::from(batch * BATCH + number) * 100)?;
                let id = RegistrationId::new(at, &mut random)?;
                let bytes = replaced(&template, header.id.bytes(), id.bytes());
                arrivals.push(Arrival {
                    envelope: Envelope::parse(&bytes)?,
                    digest: Digest::of(&bytes),
                    token_hash: header.token_hash,
                    at,
                });
            }
            take(store, runtime, arrivals)?;
            open(store, index, &mut random)
        });
        made?;
        let seconds = time.as_secs_f64();
        if batch < tenth {
            first += seconds;
        } else if batch >= batches - tenth {
            last += seconds;
        }
        if batch % tenth == 0 {
            eprintln!("bench: {} of {wanted} filled in", batch * BATCH);
        }
    }
    let of = f64::from(tenth * BATCH);
    let row = Row::of_rounds(
        "filling the office: the last tenth",
        "/s",
        "the first tenth",
        &[(of / last, of / first)],
    );
    Ok(row.budget("≥ 0.5 ×", |row| {
        row.ratio.is_some_and(|ratio| ratio >= 0.5)
    }))
}

/// Records as the intake writes them: many at once, so that they share a commit.
fn take(store: &Store, runtime: &Runtime, arrivals: Vec<Arrival>) -> Outcome<()> {
    let sent: Vec<_> = arrivals
        .into_iter()
        .map(|arrival| runtime.spawn(store.record(arrival)))
        .collect();
    for one in sent {
        match runtime.block_on(one)?? {
            Recorded::New(_) => {}
            other => return Err(format!("not taken: {other:?}").into()),
        }
    }
    Ok(())
}

/// Index rows as the opener writes them, without opening anything.
fn open(store: &Store, index: KeyId, random: &mut Draws) -> Outcome<()> {
    let far = Timestamp::from_millis(NOW + 1_000_000_000)?;
    let leased = store.lease(far, far, BATCH)?;
    let mut opened = Vec::with_capacity(leased.len());
    for record in &leased {
        let mut nik_index = [0; 32];
        random.fill(&mut nik_index)?;
        let mut keys = vec![[0; 16]; SEARCH_KEYS];
        for key in &mut keys {
            random.fill(key)?;
        }
        opened.push(OpenedRecord {
            id: record.id,
            revision: record.revision,
            row: IndexRow {
                form: Some(("bpu".to_owned(), 3)),
                lang: Some("id".to_owned()),
                name_masked: Some("S••• C•••".to_owned()),
                purpose: Some("register".to_owned()),
                nik_index: Some(nik_index),
                opened_at: far,
                ..IndexRow::default()
            },
            completes: None,
            keys,
            referral: None,
        });
    }
    let written = store.put_opened(&opened, index, "opener", far)?;
    if written.len() != BATCH as usize {
        return Err(format!("{} were opened of {BATCH}", written.len()).into());
    }
    Ok(())
}

/// Ten thousand that were sealed each by itself, taken and not opened; the address of the last one.
fn sealed(
    store: &Store,
    runtime: &Runtime,
    sealer: &Sealer,
    nik: impl Fn(u32) -> String,
) -> Outcome<String> {
    let mut last = String::new();
    for batch in 0..ALIKE / BATCH {
        let mut arrivals = Vec::new();
        for number in 0..BATCH {
            let parcel = sealer.parcel_of(&nik(batch * BATCH + number), 1, &[])?;
            let bytes = parcel.envelopes.first().ok_or("no envelope")?;
            let envelope = Envelope::parse(bytes)?;
            last = format!("/registrations/{}", parcel.id);
            arrivals.push(Arrival {
                token_hash: envelope.header().token_hash,
                envelope,
                digest: Digest::of(bytes),
                at: Timestamp::from_millis(NOW)?,
            });
        }
        take(store, runtime, arrivals)?;
    }
    Ok(last)
}

fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut copy = bytes.to_vec();
    let place = bytes.windows(from.len()).position(|part| part == from);
    if let Some(part) = place.and_then(|place| copy.get_mut(place..place + from.len())) {
        part.copy_from_slice(to);
    }
    copy
}

/// Fast, and random enough for keys of an index.
struct Draws(u64);

impl Random for Draws {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), payung_model::sealed::NoRandomness> {
        for part in out.chunks_mut(8) {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            let drawn = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D).to_le_bytes();
            part.copy_from_slice(&drawn[..part.len()]);
        }
        Ok(())
    }
}

fn add_officer(office: &Office) -> Outcome<()> {
    let keys = office.keys.to_string_lossy();
    let mut child = office
        .command(&[
            "officer", "add", OFFICER, "--role", "admin", "--keys", &keys,
        ])?
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        writeln!(stdin, "{PASSWORD}")?;
    }
    if child.wait()?.success() {
        Ok(())
    } else {
        Err("the officer could not be added".into())
    }
}

/// Somebody signed in, on one connection.
struct Officer {
    line: Connection,
    cookie: String,
    token: String,
}

impl Officer {
    fn sign_in(page: &Serving) -> Outcome<Self> {
        let mut officer = Self {
            line: Connection::new(page.address())?,
            cookie: String::new(),
            token: String::new(),
        };
        let password = PASSWORD.replace(' ', "+");
        let answer = officer.send("/sign-in", &format!("name={OFFICER}&password={password}"))?;
        let cookies = answer.headers.get("set-cookie").ok_or("not signed in")?;
        // The session's and the known device's.
        let cookies: Vec<&str> = cookies
            .lines()
            .filter_map(|cookie| cookie.split(';').next())
            .collect();
        officer.cookie = cookies.join("; ");
        let answer = officer.get("/queue")?;
        let page = String::from_utf8(answer.body)?;
        let (_, token) = page
            .split_once("name=\"form_token\" value=\"")
            .ok_or("no form on the queue")?;
        officer
            .token
            .push_str(token.split('"').next().unwrap_or_default());
        Ok(officer)
    }

    fn get(&mut self, path: &str) -> Outcome<Answer> {
        let cookie = [("cookie", self.cookie.clone())];
        let answer = self.line.ask("GET", path, &cookie, &[])?;
        match answer.status {
            200 => Ok(answer),
            // Only the next one leads elsewhere; any other screen that does was not shown.
            303 if path == "/next" => Ok(answer),
            status => Err(format!("{path}: {status}").into()),
        }
    }

    fn send(&mut self, path: &str, form: &str) -> Outcome<Answer> {
        let kind = "application/x-www-form-urlencoded".to_owned();
        let headers = [("cookie", self.cookie.clone()), ("content-type", kind)];
        let answer = self.line.ask("POST", path, &headers, form.as_bytes())?;
        match answer.status {
            200 | 303 => Ok(answer),
            status => Err(format!("{path}: {status}").into()),
        }
    }

    fn look(&mut self, what: &'static str, path: &str) -> Outcome<Row> {
        timed(what, || self.get(path))
    }

    fn seek(&mut self, what: &'static str, sought: &str) -> Outcome<Row> {
        let form = format!(
            "form_token={}&sought={}",
            self.token,
            sought.replace(' ', "+")
        );
        timed(what, || self.send("/find", &form))
    }
}

fn timed(what: &'static str, mut ask: impl FnMut() -> Outcome<Answer>) -> Outcome<Row> {
    let mut samples = Vec::with_capacity(LOOKS);
    for _ in 0..LOOKS {
        let (answer, time) = Stopwatch::time(&mut ask);
        answer?;
        samples.push(time.as_secs_f64() * 1e3);
    }
    let row = Row::alone(what, "ms", samples);
    Ok(row.budget("≤ 100 ms", |row| {
        row.ours.is_some_and(|ours| ours <= 100.0)
    }))
}
