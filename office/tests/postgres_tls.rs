//! The way to PostgreSQL over TLS: whoever cannot prove the name is no database.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod common;

use base64ct::{Base64, Encoding};
use common::House;
use common::phone::Phone;
use common::postgres::PostgresServer;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};

/// An authority that nobody knows.
fn authority(name: &str) -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// A certificate of that authority for some names, and its key, in PEM.
fn certificate(authority: &CertifiedIssuer<'_, KeyPair>, names: &[&str]) -> (String, String) {
    let names = names
        .iter()
        .map(|name| (*name).to_owned())
        .collect::<Vec<_>>();
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(names).unwrap();
    let made = params.signed_by(&key, authority).unwrap();
    (
        pem("CERTIFICATE", made.der()),
        pem("PRIVATE KEY", &key.serialize_der()),
    )
}

fn pem(what: &str, der: &[u8]) -> String {
    let text = Base64::encode_string(der);
    let lines: Vec<&str> = text
        .as_bytes()
        .chunks(64)
        .map(|line| std::str::from_utf8(line).unwrap())
        .collect();
    format!(
        "-----BEGIN {what}-----\n{}\n-----END {what}-----\n",
        lines.join("\n")
    )
}

/// `office ARGS` over a database with these words behind its URL: whether it went, and what it said.
fn tried(house: &House, database: &str, args: &[&str]) -> (bool, String) {
    let mut command = house.command(args);
    command.args(["--database", database]);
    let output = command.output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(said).unwrap())
}

fn house() -> House {
    House {
        folder: tempfile::tempdir().unwrap(),
        database: None,
    }
}

#[test]
#[ignore = "postgresql"]
fn only_a_server_that_proves_its_name_is_the_database() {
    let mut server = PostgresServer::start().unwrap();
    let (ours, others) = (authority("CONTOH satu"), authority("CONTOH dua"));
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, pem: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, pem).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let ours_file = file("ours.pem", &pem("CERTIFICATE", ours.der()));
    let others_file = file("others.pem", &pem("CERTIFICATE", others.der()));
    let no_file = file("none.pem", "contoh");
    let plain = server.database().unwrap();
    let by_name = plain.replace("127.0.0.1", "localhost");
    let verified = format!("?sslmode=verify-full&sslrootcert={ours_file}");
    let house = house();
    let listed =
        |database: &str| tried(&house, database, &["trust", "--url", "http://127.0.0.1:1"]);
    let refused = |database: &str, why: &str| {
        let (went, said) = listed(database);
        assert!(!went && said.contains(why), "{database}: {said}");
    };

    refused(&format!("{by_name}{verified}"), "does not support TLS");
    let (pem, key) = certificate(&ours, &["localhost", "127.0.0.1"]);
    server.use_certificate(&pem, &key).unwrap();
    for url in [&by_name, &plain] {
        let (went, said) = listed(&format!("{url}{verified}"));
        assert!(went, "{said}");
    }
    refused(
        &format!("{by_name}?sslmode=verify-full&sslrootcert={others_file}"),
        "UnknownIssuer",
    );
    refused(&format!("{by_name}?sslmode=verify-full"), "UnknownIssuer");
    refused(
        &format!("{by_name}?sslrootcert={no_file}"),
        "no certificate",
    );
    refused(&format!("{by_name}?sslmode=require"), "sslmode=require");
    refused(&format!("{by_name}?sslcert=/me.pem"), "sslcert");

    // The server says itself that the way is encrypted, while an office serves over it.
    let secured = House {
        database: Some(format!("{by_name}{verified}")),
        ..house
    };
    let key = secured.trust().office_keys[0].clone();
    secured.run(&["bundle", "sign", "--built-in"]);
    let serving = secured.serve(&[]);
    assert_eq!(Phone::new(&serving.address, &key).record(1).status, 201);
    let open = server
        .sql(
            "postgres",
            "SELECT count(*) FILTER (WHERE ssl), count(*) FILTER (WHERE NOT ssl) FROM pg_stat_ssl
                JOIN pg_stat_activity USING (pid) WHERE application_name = 'payung-office'",
        )
        .unwrap();
    let (encrypted, not) = open.split_once('|').unwrap();
    assert!(
        encrypted.parse::<u32>().unwrap() > 0 && not == "0",
        "{open}"
    );
    serving.stop();
    let doctor = secured.output(&["doctor", "--no-keys", "--json"]);
    let found: serde_json::Value = serde_json::from_slice(&doctor.stdout).unwrap();
    assert!(
        found.to_string().contains("the way there is encrypted"),
        "{found}"
    );

    // The right authority, and another name.
    let (pem, key) = certificate(&ours, &["db.contoh"]);
    server.use_certificate(&pem, &key).unwrap();
    let said = secured.refuses(1, &["list"]);
    assert!(said.contains("not valid for name"), "{said}");
}

#[test]
fn doctor_says_when_the_way_leaves_this_machine_open() {
    let house = house();
    for (database, words) in [
        (
            "postgres://office@192.0.2.1/office?sslmode=disable&connect_timeout=1",
            "NOT encrypted",
        ),
        (
            "postgres://office@127.0.0.1:1/office?connect_timeout=1",
            "does not leave this machine",
        ),
    ] {
        let (went, said) = tried(&house, database, &["doctor", "--no-keys"]);
        assert!(!went && said.contains(words), "{said}");
    }
}
