//! A 2G line: what a registration costs on it in bytes and in time on air (`payung_tests::line`
//! says how that is counted).

use std::sync::Arc;
use std::time::Duration;

use payung_core::Network;
use payung_tests::line::{Air, Line};
use payung_tests::office::Office;
use payung_tests::shell::{Shell, card, fill, go_on, sync};
use payung_tests::wire::Wire;
use payung_tests::{Outcome, samples};
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, ServerConfig, ServerConnection};
use serde_json::json;

const LINE: Line = Line::GPRS;

/// The budget of a registration, with TLS, the heads of every packet and what the cuts cost. The
/// selfie comes later, as a registration of its own: both together keep to it too.
const MOST_BYTES: u64 = 150_000;
const MOST_TIME: Duration = Duration::from_secs(120);

/// What a run of both registrations came to.
struct Came {
    with_card: Air,
    whole: Air,
    cuts: u64,
    ktp: u64,
    selfie: u64,
    said: String,
}

#[test]
fn a_registration_with_card_and_selfie_fits_a_2g_line() -> Outcome<()> {
    let (cut, uncut) = (both(true)?, both(false)?);
    let said = format!(
        "a line that breaks every {} B\n{}one that does not\n{}",
        LINE.cut_every, cut.said, uncut.said
    );
    println!("{said}");
    assert!(cut.cuts >= 3 && uncut.cuts == 0, "{said}");
    assert!(
        (70_000..=80_000).contains(&cut.ktp),
        "the card fills its limit: {said}"
    );
    assert!(
        (20_000..=28_000).contains(&cut.selfie),
        "the selfie too: {said}"
    );
    assert!(
        cut.whole.bytes <= MOST_BYTES && cut.whole.time <= MOST_TIME,
        "{said}"
    );
    assert!(
        cut.with_card.bytes < cut.whole.bytes && uncut.whole.bytes < cut.whole.bytes,
        "{said}"
    );
    Ok(())
}

/// A registration with its card, then the selfie that completes it, from a phone on mobile data.
fn both(cut: bool) -> Outcome<Came> {
    let folder = tempfile::tempdir()?;
    let wire = Wire::new()?;
    let office = Office::found(folder.path(), &wire.url)?;
    let serving = office.serve_with_rates("127.0.0.1:0")?;
    wire.connect(Some(serving.address()));
    if cut {
        wire.cut_every(LINE.cut_every);
    }
    let shell = office.shell()?;
    let payung = shell.open()?;
    payung.connection().network(Network::Metered);
    // A camera's picture: it fills its limit.
    let card = card(folder.path())?;
    std::fs::write(&card, samples::ktp(4000, 3000, None)?)?;

    let sync_until_received = |id: &str| -> Outcome<u32> {
        for tries in 1..=12 {
            sync(&payung)?;
            if payung.registrations().status(id.to_owned())?.state
                == payung_core::RegistrationState::Received
            {
                return Ok(tries);
            }
            // Longer than any pause; a day later it would ask for newer rules. The office needs a
            // moment of its own clock to put away what came before a cut: who asks sooner sends
            // that again.
            shell.clock.forward(Duration::from_secs(3600));
            std::thread::sleep(Duration::from_millis(250));
        }
        Err(format!(
            "not received: {:?}",
            payung.registrations().status(id.to_owned())?
        )
        .into())
    };
    let first = payung
        .registrations()
        .ready(fill(&payung, &samples::answers(), &card)?)?
        .registration;
    let ktp = sealed(&shell)?;
    let tries = sync_until_received(&first)?;
    let with_card = LINE.carry(&wire.traffic());
    let said = tell("with the card", ktp, &wire, tries, with_card);

    let view = payung.registrations().complete(first)?;
    let more = json!({ "cards": ["selfie"], "consent_more": true });
    let second = payung
        .registrations()
        .ready(go_on(&payung, view, &more, &card)?)?
        .registration;
    let tries = sync_until_received(&second)?;
    let photos = sealed(&shell)?;
    let whole = LINE.carry(&wire.traffic());
    let said = format!(
        "{said}{}",
        tell("and the selfie", photos, &wire, tries, whole)
    );
    Ok(Came {
        with_card,
        whole,
        cuts: wire.cuts(),
        ktp,
        selfie: photos - ktp,
        said,
    })
}

fn tell(what: &str, photos: u64, wire: &Wire, tries: u32, air: Air) -> String {
    format!(
        "{what}: photos {photos} B, {:?}, {tries} tries: {} B and {:.1} s on air\n",
        wire.traffic(),
        air.bytes,
        air.time.as_secs_f64()
    )
}

/// Bytes of the sealed photos that are on the phone.
fn sealed(shell: &Shell) -> Outcome<u64> {
    let files = std::fs::read_dir(shell.home.join("photos"))?;
    files.map(|file| Ok(file?.metadata()?.len())).sum()
}

#[test]
fn a_tls_handshake_costs_no_more_than_it_is_counted_with() -> Outcome<()> {
    let (client, server) = configs()?;
    let first = shake_hands(&client, &server)?;
    let again = shake_hands(&client, &server)?;
    println!("first {first:?}, again {again:?}, up and down");
    let fits = |(up, down): (u64, u64), most: (u64, u64)| up <= most.0 && down <= most.1;
    assert!(fits(first, LINE.tls_first), "{first:?}");
    assert!(fits(again, LINE.tls_again), "{again:?}");
    assert!(
        again.1 * 2 < first.1,
        "the second goes on with the first: no certificates"
    );
    Ok(())
}

/// Bytes up and down until both can speak, and the tickets for next time have come.
fn shake_hands(client: &Arc<ClientConfig>, server: &Arc<ServerConfig>) -> Outcome<(u64, u64)> {
    let mut phone =
        ClientConnection::new(Arc::clone(client), ServerName::try_from("kantor.contoh")?)?;
    let mut office = ServerConnection::new(Arc::clone(server))?;
    let (mut up, mut down) = (0, 0);
    while phone.wants_write() || office.wants_write() {
        let mut bytes = Vec::new();
        while phone.wants_write() {
            phone.write_tls(&mut bytes)?;
        }
        up += bytes.len() as u64;
        let mut rest = bytes.as_slice();
        while !rest.is_empty() {
            office.read_tls(&mut rest)?;
            office.process_new_packets()?;
        }
        let mut bytes = Vec::new();
        while office.wants_write() {
            office.write_tls(&mut bytes)?;
        }
        down += bytes.len() as u64;
        let mut rest = bytes.as_slice();
        while !rest.is_empty() {
            phone.read_tls(&mut rest)?;
            phone.process_new_packets()?;
        }
    }
    if phone.is_handshaking() || office.is_handshaking() {
        return Err("the handshake did not end".into());
    }
    Ok((up, down))
}

/// A chain of two certificates with RSA-sized names would need a real authority; this one has two
/// of P-256.
fn configs() -> Outcome<(Arc<ClientConfig>, Arc<ServerConfig>)> {
    use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
    let authority = |name: &str| -> Outcome<(CertificateParams, KeyPair)> {
        let mut params = CertificateParams::new(Vec::new())?;
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params
            .distinguished_name
            .push(rcgen::DnType::CommonName, name);
        Ok((params, KeyPair::generate()?))
    };
    let (root_params, root_key) = authority("CONTOH: akar")?;
    let root = root_params.self_signed(&root_key)?.der().clone();
    let (middle_params, middle_key) = authority("CONTOH: perantara")?;
    let middle: CertificateDer<'static> = middle_params
        .signed_by(&middle_key, &Issuer::new(root_params, root_key))?
        .der()
        .clone();
    let key = KeyPair::generate()?;
    let own = CertificateParams::new(vec!["kantor.contoh".to_owned()])?
        .signed_by(&key, &Issuer::new(middle_params, middle_key))?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let server = ServerConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(
            vec![own.der().clone(), middle],
            PrivatePkcs8KeyDer::from(key.serialize_der()).into(),
        )?;
    let mut roots = RootCertStore::empty();
    roots.add(root)?;
    let client = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok((Arc::new(client), Arc::new(server)))
}
