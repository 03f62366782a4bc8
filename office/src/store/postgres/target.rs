//! Where the database is, and whether the way there is encrypted: the URL of `--database`.

use std::path::PathBuf;
use std::time::Duration;

use percent_encoding::percent_decode_str;
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode, TargetSessionAttrs};

use super::tls::Tls;

/// A server that does not take the connection within this time is left for the next one.
const CONNECT: Duration = Duration::from_secs(5);
/// What every session is set to. Tables of the intake are found first, then those of the desk.
/// `synchronous_commit=on` is said for servers whose default it is not.
const OPTIONS: &str = "-c search_path=payung,payung_desk -c synchronous_commit=on -c timezone=UTC \
                       -c statement_timeout=60s -c lock_timeout=20s -c idle_in_transaction_session_timeout=60s";

/// Where the database is: a URL `postgres://USER@HOST,HOST/NAME`.
#[derive(Clone, Debug)]
pub struct Target {
    pub(super) config: Config,
    /// None when the way is not encrypted.
    pub(super) tls: Option<Tls>,
    local: bool,
}

/// What the URL says about encryption.
#[derive(Debug, Default, PartialEq, Eq)]
struct Encryption {
    mode: Option<String>,
    authorities: Option<PathBuf>,
}

impl Target {
    /// Reads a URL. Of several hosts the first one that takes writes is used. The way to a host that
    /// is not this machine is encrypted, and the host proves its name, unless the operator says that
    /// the way is safe.
    pub fn parse(url: &str) -> Result<Self, String> {
        let (url, encryption) = encryption(url)?;
        let mut config: Config = url.parse().map_err(|error| words(&error))?;
        if config.get_hosts().is_empty() && config.get_hostaddrs().is_empty() {
            return Err(
                "name a host: postgres://USER@HOST/NAME, or ?host=/var/run/postgresql".into(),
            );
        }
        // One host elsewhere is enough to make the way an open one: the client may connect to any
        // of them.
        let local = config.get_hosts().iter().all(is_local)
            && config
                .get_hostaddrs()
                .iter()
                .all(std::net::IpAddr::is_loopback);
        let encrypted = match encryption.mode.as_deref() {
            // Who names authorities means encryption, also on this machine: a tunnel to a server
            // ends on loopback too.
            None => !local || encryption.authorities.is_some(),
            Some("disable") => false,
            Some("verify-full") => true,
            Some(other) => {
                // `require`, `prefer` and `verify-ca` encrypt to whoever answers, which keeps out
                // nobody who can stand between.
                return Err(format!(
                    "sslmode={other}: write verify-full, by which the server proves its name, or disable when the \
                     way is safe without it"
                ));
            }
        };
        if !encrypted && encryption.authorities.is_some() {
            return Err("sslrootcert has no meaning with sslmode=disable".into());
        }
        if encrypted && (config.get_hosts().is_empty() || config.get_hosts().iter().any(is_socket))
        {
            return Err(
                "an encrypted way needs a host's name: a socket has none, and hostaddr alone proves none"
                    .into(),
            );
        }
        let tls = encrypted
            .then(|| Tls::new(encryption.authorities.as_deref()))
            .transpose()
            .map_err(|error| format!("sslrootcert: {error}"))?;
        // `Prefer`, the client's default, would go on in clear with a server that refuses
        // encryption.
        config.ssl_mode(if encrypted {
            SslMode::Require
        } else {
            SslMode::Disable
        });
        if config.get_target_session_attrs() == TargetSessionAttrs::Any {
            // After a failover one of the hosts is a replica, which answers but takes no writes.
            config.target_session_attrs(TargetSessionAttrs::ReadWrite);
        }
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT);
        }
        config
            // Without these a server that vanished would hold a connection until the kernel gives
            // up, which takes minutes.
            .tcp_user_timeout(Duration::from_secs(30))
            .keepalives_idle(Duration::from_secs(30));
        // The operator's own options stand behind ours: of two settings of one name the server
        // takes the last.
        let options = config
            .get_options()
            .map_or_else(|| OPTIONS.to_owned(), |more| format!("{OPTIONS} {more}"));
        config.options(options).application_name("payung-office");
        Ok(Self { config, tls, local })
    }

    /// How the way to the server is, in words.
    pub fn way(&self) -> &'static str {
        match (&self.tls, self.local) {
            (Some(_), _) => "the way there is encrypted, and the server proves its name",
            (None, true) => "the way there does not leave this machine",
            (None, false) => "the way there is NOT encrypted: sslmode=disable",
        }
    }

    /// True when what is sent can be read on the way.
    pub fn is_open(&self) -> bool {
        self.tls.is_none() && !self.local
    }
}

/// What is wrong with the URL: the cause names the option, and quotes no password.
fn words(error: &tokio_postgres::Error) -> String {
    std::error::Error::source(error)
        .map_or_else(|| error.to_string(), |cause| format!("{error}: {cause}"))
}

fn is_socket(host: &Host) -> bool {
    matches!(host, Host::Unix(_))
}

fn is_local(host: &Host) -> bool {
    match host {
        Host::Unix(_) => true,
        Host::Tcp(name) => {
            let name = name.trim_matches(['[', ']']);
            name == "localhost"
                || name
                    .parse::<std::net::IpAddr>()
                    .is_ok_and(|address| address.is_loopback())
        }
    }
}

/// Takes what says something about encryption out of a URL: the client knows fewer words for it.
fn encryption(url: &str) -> Result<(String, Encryption), String> {
    let Some((base, query)) = url.split_once('?') else {
        return Ok((url.to_owned(), Encryption::default()));
    };
    let (mut found, mut others) = (Encryption::default(), Vec::new());
    for pair in query.split('&') {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let value = || {
            percent_decode_str(value)
                .decode_utf8()
                .map(std::borrow::Cow::into_owned)
                .map_err(|_| format!("{name}: no text"))
        };
        let before = match name {
            "sslmode" => found.mode.replace(value()?).is_some(),
            "sslrootcert" => {
                let file = value()?;
                if file.is_empty() {
                    return Err("sslrootcert: name a file".into());
                }
                found.authorities.replace(file.into()).is_some()
            }
            _ => {
                others.push(pair);
                false
            }
        };
        // Of two values nobody could tell which one holds.
        if before {
            return Err(format!("{name} is said twice"));
        }
    }
    let url = if others.is_empty() {
        base.to_owned()
    } else {
        format!("{base}?{}", others.join("&"))
    };
    Ok((url, found))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn way(url: &str) -> &'static str {
        Target::parse(url).expect(url).way()
    }

    #[test]
    fn a_way_that_leaves_this_machine_is_encrypted_unless_it_is_said_to_be_safe() {
        for url in [
            "postgres://office@localhost/office",
            "postgresql://office@127.0.0.1:5433,localhost:5434/office",
            "postgres:///office?host=/var/run/postgresql",
            "postgres:///office?hostaddr=127.0.0.1",
        ] {
            assert_eq!(
                way(url),
                "the way there does not leave this machine",
                "{url}"
            );
            assert!(!Target::parse(url).unwrap().is_open());
        }
        for url in [
            "postgres://office@db.contoh/office",
            "postgres://office@localhost,db.contoh/office",
            "postgres://office@10.0.0.7/office?connect_timeout=3",
            "postgres://office@db.contoh/office?sslmode=verify-full",
            "postgres://office@localhost/office?sslmode=verify-full",
        ] {
            let target = Target::parse(url).expect(url);
            assert!(target.tls.is_some() && !target.is_open(), "{url}");
            assert_eq!(target.config.get_ssl_mode(), SslMode::Require, "{url}");
        }
        let safe =
            "postgres://office@db1.contoh,db2.contoh/office?sslmode=disable&connect_timeout=3";
        let target = Target::parse(safe).unwrap();
        assert!(target.is_open() && target.way().contains("NOT encrypted"));
        assert_eq!(
            target.config.get_connect_timeout(),
            Some(&Duration::from_secs(3))
        );
    }

    #[test]
    fn half_a_proof_is_none_and_every_mistake_is_named() {
        for (url, said) in [
            (
                "postgres://office@db.contoh/office?sslmode=require",
                "sslmode=require",
            ),
            (
                "postgres://office@db.contoh/office?sslmode=prefer",
                "sslmode=prefer",
            ),
            (
                "postgres://office@db.contoh/office?sslmode=verify-ca",
                "sslmode=verify-ca",
            ),
            ("postgres://office@localhost/office?sslmode=", "sslmode="),
            (
                "postgres://office@db.contoh/office?sslmode=disable&sslmode=verify-full",
                "sslmode is said twice",
            ),
            (
                "postgres://office@db.contoh/office?sslrootcert=/nowhere/ca.pem",
                "sslrootcert: /nowhere/ca.pem",
            ),
            (
                "postgres://office@db.contoh/office?sslrootcert=",
                "name a file",
            ),
            (
                "postgres://office@db.contoh/office?sslmode=disable&sslrootcert=/ca.pem",
                "has no meaning",
            ),
            (
                "postgres:///office?host=/run&sslmode=verify-full",
                "a socket has none",
            ),
            ("postgres:///office?hostaddr=10.0.0.7", "hostaddr alone"),
            (
                "postgres://office@db.contoh/office?sslcert=/me.pem",
                "sslcert",
            ),
            ("postgres://office@db.contoh/office?sslmode=%FF", "no text"),
            ("postgres:///office", "name a host"),
            ("mysql://localhost/office", "invalid"),
        ] {
            let problem = Target::parse(url).expect_err(url);
            assert!(problem.contains(said), "{url}: {problem}");
        }
    }

    #[test]
    fn what_is_said_about_encryption_is_taken_out_and_the_rest_stays() {
        let (url, found) =
            encryption("postgres://o@h/n?a=1&sslmode=verify-full&sslrootcert=/a%20b/ca.pem&b=%32")
                .unwrap();
        assert_eq!(url, "postgres://o@h/n?a=1&b=%32");
        assert_eq!(found.mode.as_deref(), Some("verify-full"));
        assert_eq!(found.authorities, Some("/a b/ca.pem".into()));
        for url in ["postgres://o@h/n", "postgres://o@h/n?b=%32", ""] {
            assert_eq!(
                encryption(url).unwrap(),
                (url.to_owned(), Encryption::default())
            );
        }
    }
}
