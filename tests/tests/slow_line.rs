//! Lines that are really slow, break, or stand behind nginx: what arrives, in how many runs, and
//! what it costs.

use std::time::Duration;

use payung_core::Payung;
use payung_tests::bad_line::{BadLine, Quality};
use payung_tests::nginx::Nginx;
use payung_tests::office::{Office, Serving};
use payung_tests::shell::{Shell, card, make_ready, sync, sync_now};
use payung_tests::stopwatch::Stopwatch;
use payung_tests::wire::Wire;
use payung_tests::{Outcome, samples};

/// A phone with a registration whose card fills its limit, and its office.
struct Waiting {
    payung: std::sync::Arc<Payung>,
    id: String,
    photo: u64,
    serving: Serving,
    shell: Shell,
    folder: tempfile::TempDir,
}

fn waiting(url: &str) -> Outcome<Waiting> {
    let folder = tempfile::tempdir()?;
    let office = Office::found(folder.path(), url)?;
    let serving = office.serve("127.0.0.1:0")?;
    let shell = office.shell()?;
    let payung = shell.open()?;
    payung.connection().network(payung_core::Network::Metered);
    let card = card(folder.path())?;
    std::fs::write(&card, samples::ktp(4000, 3000, None)?)?;
    let id = make_ready(&payung, &card)?.registration;
    let photo = std::fs::read_dir(shell.home.join("photos"))?
        .map(|file| Ok(file?.metadata()?.len()))
        .sum::<Outcome<u64>>()?;
    assert!(photo > 65_000, "the card fills its limit: {photo}");
    Ok(Waiting {
        payung,
        id,
        photo,
        serving,
        shell,
        folder,
    })
}

impl Waiting {
    fn is_received(&self) -> Outcome<bool> {
        Ok(self.payung.registrations().status(self.id.clone())?.state
            == payung_core::RegistrationState::Received)
    }

    /// Runs by hand until it is received; how many.
    fn runs(&self, most: u32) -> Outcome<u32> {
        for run in 1..=most {
            let report = sync_now(&self.payung)?;
            if self.is_received()? {
                return Ok(run);
            }
            println!("run {run}: {:?}", report.problem);
            self.shell.clock.forward(Duration::from_secs(10));
        }
        Err(format!("not received in {most} runs").into())
    }
}

#[test]
fn at_8_kbit_a_photo_of_70_kb_arrives_in_one_run() -> Outcome<()> {
    let quality = Quality {
        bits_a_second: 8_000,
        lost_percent: 0,
        still: Duration::ZERO,
        breaks_every: 0,
    };
    let line = BadLine::new(quality, 1)?;
    let phone = waiting(&line.url)?;
    line.connect(phone.serving.address());
    let (report, time) = Stopwatch::time(|| sync(&phone.payung));
    let report = report?;
    println!("{time:?}, {} bytes", line.passed());
    assert!(phone.is_received()?, "{report:?}");
    assert!(
        time > Duration::from_secs(60),
        "the line was slow: {time:?}"
    );
    assert!(
        line.passed() < phone.photo + 8_000,
        "{} bytes for {}",
        line.passed(),
        phone.photo
    );
    Ok(())
}

#[test]
fn a_photo_arrives_over_a_line_that_loses_a_tenth() -> Outcome<()> {
    loses_a_tenth(80_000, Duration::from_millis(300))
}

#[test]
#[ignore = "long"]
fn a_photo_arrives_at_8_kbit_over_a_line_that_loses_a_tenth() -> Outcome<()> {
    loses_a_tenth(8_000, Duration::from_secs(3))
}

fn loses_a_tenth(bits_a_second: u64, still: Duration) -> Outcome<()> {
    for seed in 1..=3 {
        let line = BadLine::new(
            Quality {
                bits_a_second,
                lost_percent: 10,
                still,
                breaks_every: 5,
            },
            seed,
        )?;
        let phone = waiting(&line.url)?;
        line.connect(phone.serving.address());
        let (runs, time) = Stopwatch::time(|| phone.runs(12));
        let (losses, breaks) = line.losses();
        println!(
            "seed {seed}: {} runs, {time:?}, {} bytes, {losses} losses, {breaks} breaks",
            runs?,
            line.passed()
        );
        assert!(losses > 3, "{losses} losses");
        // A break costs what was under way, and a few heads.
        assert!(
            line.passed() < phone.photo + 10_000 + breaks * 10_000,
            "{} bytes",
            line.passed()
        );
    }
    Ok(())
}

#[test]
fn behind_nginx_as_it_is_installed_a_cut_costs_one_piece_at_most() -> Outcome<()> {
    let wire = Wire::new()?;
    let phone = waiting(&wire.url)?;
    let Some(nginx) = Nginx::start(&phone.folder.path().join("nginx"), phone.serving.address())?
    else {
        return Ok(());
    };
    wire.connect(Some(nginx.address()));
    wire.cut_every(30_000);
    let runs = phone.runs(8)?;
    println!(
        "{runs} runs, {} cuts, {} bytes for {}",
        wire.cuts(),
        wire.passed(),
        phone.photo
    );
    assert!(wire.cuts() >= 2);
    let piece = 24_576;
    assert!(
        wire.passed() < phone.photo + 8_000 + wire.cuts() * (piece + 1_500),
        "{} bytes",
        wire.passed()
    );
    Ok(())
}

#[test]
fn a_run_that_is_cancelled_leaves_nothing_half_done_and_the_next_one_goes_on() -> Outcome<()> {
    let quality = Quality {
        bits_a_second: 64_000,
        lost_percent: 0,
        still: Duration::ZERO,
        breaks_every: 0,
    };
    let line = BadLine::new(quality, 1)?;
    let phone = waiting(&line.url)?;
    line.connect(phone.serving.address());
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    // The photo takes nine seconds: this is in the middle of it.
    let cut = runtime.block_on(async {
        let connection = phone.payung.connection();
        tokio::time::timeout(Duration::from_secs(5), connection.sync())
            .await
            .is_err()
    });
    assert!(cut, "it was still under way");
    let when_cancelled = line.passed();
    // In that time 48 kB would pass. What the system's buffers held, a piece at most, may still
    // come.
    std::thread::sleep(Duration::from_secs(6));
    assert!(
        line.passed() < when_cancelled + 32_768,
        "{} bytes more",
        line.passed() - when_cancelled
    );
    assert!(when_cancelled > 20_000, "{when_cancelled} bytes");
    let (report, time) = Stopwatch::time(|| sync(&phone.payung));
    assert!(phone.is_received()?, "{:?}", report?);
    assert!(
        time < Duration::from_secs(9),
        "it went on where it stood: {time:?}"
    );
    Ok(())
}
