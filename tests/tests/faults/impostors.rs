//! Machines that answer in the office's place: a captive portal, an unknown certificate, a server
//! without TLS.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use payung_tests::Outcome;
use payung_tests::office::Office;
use payung_tests::rude::Reply;
use payung_tests::shell::{Shell, card, make_ready, problem_view, sync};
use payung_tests::town::Town;

#[test]
fn a_portal_cannot_confirm_a_withdrawal() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let id = town.ready(&payung)?.registration;
    sync(&payung)?;
    payung.registrations().withdraw(id.clone())?;
    for bad in [
        || Reply::page(200),
        || Reply::page(404),
        || Reply::page(204),
        || Reply::code(200, "ok"),
    ] {
        town.rude.obey(move |request| {
            if request.is_withdrawal() {
                bad()
            } else {
                Reply::Office
            }
        });
        town.much_later();
        sync(&payung)?;
        let view = payung.registrations().status(id.clone())?;
        assert!(
            view.withdraw_wanted && view.state == payung_core::RegistrationState::Received,
            "{}: {}",
            view.state,
            view.withdraw_wanted
        );
    }
    town.rude.behave();
    town.sync_in_the_end(&payung)?;
    assert_eq!(
        payung.registrations().status(id.clone())?.state,
        payung_core::RegistrationState::Withdrawn
    );
    assert_eq!(
        town.filed(&id)?.map(|line| line["state"].clone()),
        Some("withdrawn".into())
    );
    Ok(())
}

#[test]
fn a_certificate_nobody_vouches_for_is_refused_without_a_panic() -> Outcome<()> {
    let (port, hellos) = self_signed()?;
    let phone = shell_for(&format!("https://localhost:{port}"))?;
    let payung = phone.0.open()?;
    let id = make_ready(&payung, &phone.2)?.registration;
    let report = sync(&payung)?;
    let view = payung.registrations().status(id)?;
    assert_eq!(
        (view.state.as_str(), view.problem),
        ("ready", Some(problem_view("wait-tls")?)),
        "{report:?}"
    );
    assert!(
        hellos.recv_timeout(Duration::from_secs(10))?.is_empty(),
        "no byte of a request went through"
    );
    Ok(())
}

#[test]
fn something_that_is_no_tls_is_refused_without_a_panic() -> Outcome<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let port = listener.local_addr()?.port();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let _ = stream.read(&mut [0; 64]);
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n");
        }
    });
    let phone = shell_for(&format!("https://localhost:{port}"))?;
    let payung = phone.0.open()?;
    let id = make_ready(&payung, &phone.2)?.registration;
    sync(&payung)?;
    assert_eq!(
        payung.registrations().status(id)?.problem,
        Some(problem_view("wait-tls")?)
    );
    Ok(())
}

/// A phone that trusts an office at that address; no office is founded there.
fn shell_for(url: &str) -> Outcome<(Shell, tempfile::TempDir, std::path::PathBuf)> {
    let folder = tempfile::tempdir()?;
    let office = Office::found(folder.path(), url)?;
    let card = card(folder.path())?;
    Ok((office.shell()?, folder, card))
}

/// A TLS server on loopback with a certificate of its own making; what it reads after each
/// handshake.
fn self_signed() -> Outcome<(u16, std::sync::mpsc::Receiver<Vec<u8>>)> {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()])?;
    let key = rustls::pki_types::PrivatePkcs8KeyDer::from(made.signing_key.serialize_der());
    let config = rustls::ServerConfig::builder_with_provider(Arc::new(
        rustls::crypto::ring::default_provider(),
    ))
    .with_safe_default_protocol_versions()?
    .with_no_client_auth()
    .with_single_cert(vec![made.cert.der().clone()], key.into())?;
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let port = listener.local_addr()?.port();
    let (send, read) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let Ok(connection) = rustls::ServerConnection::new(Arc::clone(&config)) else {
                return;
            };
            let mut tls = rustls::StreamOwned::new(connection, stream);
            let mut got = vec![0; 64];
            let count = tls.read(&mut got).unwrap_or(0);
            got.truncate(count);
            let _ = send.send(got);
        }
    });
    Ok((port, read))
}
