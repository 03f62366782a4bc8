//! A real phone before two processes of one office over one PostgreSQL, as behind a balancer.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use payung_core::RegistrationState;
use payung_tests::Outcome;
use payung_tests::office::{Office, Serving};
use payung_tests::postgres::PostgresServer;
use payung_tests::shell::{card, make_ready, sync_now};
use payung_tests::wire::Wire;

/// Bytes towards the office until the line is cut again. A photo has more.
const PIECE: u32 = 12_000;

#[test]
#[ignore = "postgresql"]
fn a_photo_whose_line_is_cut_goes_on_at_the_other_process() -> Outcome<()> {
    let server = PostgresServer::shared()?;
    let folder = tempfile::tempdir()?;
    let wire = Wire::new()?;
    let office = Office {
        database: Some(server.office_database()?),
        ..Office::in_folder(folder.path())
    };
    let keys = office.keys.to_string_lossy().into_owned();
    let trust = office.run(&["trust", "--url", &wire.url, "--keys", &keys])?;
    std::fs::write(folder.path().join("trust.json"), trust.stdout)?;
    office.run(&["bundle", "sign", "--built-in", "--keys", &keys])?;
    let start = |name: &str| -> Outcome<Serving> {
        let command = office.command(&["serve", "--listen", "127.0.0.1:0"])?;
        Serving::start(command, folder.path().join(name))
    };
    let processes = [start("one.log")?, start("two.log")?];

    let shell = office.shell()?;
    let payung = shell.open()?;
    let made = make_ready(&payung, &card(folder.path())?)?;
    wire.cut_every(PIECE);
    let state = || -> Outcome<RegistrationState> {
        let id = made.registration.clone();
        Ok(payung.registrations().status(id)?.state)
    };
    // Every connection is another process's than the one before it.
    let over = AtomicBool::new(false);
    let turn = |connections: u64| processes[usize::from(connections % 2 == 1)].address();
    wire.connect(Some(turn(0)));
    let arrived = std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut seen = 0;
            while !over.load(Ordering::Acquire) {
                let connections = wire.traffic().connections;
                if connections != seen {
                    wire.connect(Some(turn(connections)));
                    seen = connections;
                }
                std::thread::sleep(Duration::from_millis(1));
            }
        });
        let arrived = (0..60).find_map(|_| {
            shell.clock.forward(Duration::from_secs(3600));
            let synced = sync_now(&payung).and_then(|_| state());
            (!matches!(
                synced,
                Ok(RegistrationState::Ready | RegistrationState::Sending)
            ))
            .then_some(synced)
        });
        over.store(true, Ordering::Release);
        arrived
    });
    let traffic = wire.traffic();
    assert_eq!(
        arrived.ok_or("it does not arrive")??,
        RegistrationState::Received,
        "{traffic:?}"
    );
    assert!(traffic.cuts >= 2, "it was cut on the way: {traffic:?}");
    for name in ["one.log", "two.log"] {
        let log = std::fs::read_to_string(folder.path().join(name))?;
        assert!(log.contains("PATCH"), "both took a part of it: {log}");
    }
    // The photo has its one place and its digest, whoever took which bytes: the opener reads it.
    office.run(&["open", "--keys", &keys])?;
    let listed = office.json(&["list"])?;
    assert_eq!(listed.as_array().map(Vec::len), Some(1));
    assert_eq!(listed[0]["state"], "received");
    Ok(())
}
