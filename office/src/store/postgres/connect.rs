//! Where the database is, and connections to it.

use std::collections::HashMap;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio_postgres::config::{Host, SslMode, TargetSessionAttrs};
use tokio_postgres::error::SqlState;
use tokio_postgres::{Client, Config, NoTls, Statement};

use super::wait::wait;
use crate::store::error::StoreError;

/// A server that does not take the connection within this time is left for the next one.
const CONNECT: Duration = Duration::from_secs(5);
/// What every session is set to. Tables of the intake are found first, then those of the desk.
/// `synchronous_commit=on` is said for servers whose default it is not.
const OPTIONS: &str = "-c search_path=payung,payung_desk -c synchronous_commit=on -c timezone=UTC \
                       -c statement_timeout=60s -c lock_timeout=20s -c idle_in_transaction_session_timeout=60s";

/// Where the database is: a URL `postgres://USER@HOST,HOST/NAME`.
#[derive(Clone, Debug)]
pub struct Target {
    config: Config,
}

/// One connection, and the statements that it has prepared.
pub struct ServerSession {
    pub client: Client,
    pub statements: HashMap<&'static str, Statement>,
}

impl Target {
    /// Reads a URL. Of several hosts the first one that takes writes is used.
    pub fn parse(url: &str) -> Result<Self, String> {
        let mut config: Config = url.parse().map_err(|error| format!("{error}"))?;
        // No session is encrypted by this program, so no password or answer may leave the machine
        // unless the operator says that the way is safe.
        let is_local = |host: &Host| match host {
            Host::Unix(_) => true,
            Host::Tcp(name) => {
                let name = name.trim_matches(['[', ']']);
                name == "localhost" || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
            }
        };
        let says_so = url.contains("sslmode=disable");
        if config.get_hosts().is_empty() && config.get_hostaddrs().is_empty() {
            return Err("name a host: postgres://USER@HOST/NAME, or ?host=/var/run/postgresql".into());
        }
        if !says_so
            && !(config.get_hosts().iter().all(is_local)
                && config.get_hostaddrs().iter().all(std::net::IpAddr::is_loopback))
        {
            return Err("this program does not encrypt the way to the database: take a socket, this machine, or a \
                        tunnel, or say that the way is safe by ?sslmode=disable"
                .into());
        }
        if matches!(config.get_ssl_mode(), SslMode::Require) {
            return Err("sslmode=require: this program does not encrypt the way to the database".into());
        }
        config.ssl_mode(SslMode::Disable);
        if config.get_target_session_attrs() == TargetSessionAttrs::Any {
            config.target_session_attrs(TargetSessionAttrs::ReadWrite);
        }
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT);
        }
        config.tcp_user_timeout(Duration::from_secs(30)).keepalives_idle(Duration::from_secs(30));
        let options = config.get_options().map_or_else(|| OPTIONS.to_owned(), |more| format!("{OPTIONS} {more}"));
        config.options(options).application_name("payung-office");
        Ok(Self { config })
    }

    /// Connects. The connection is driven by `runtime`.
    pub fn connect(&self, runtime: &Handle) -> Result<ServerSession, StoreError> {
        let (config, driver) = (self.config.clone(), runtime.clone());
        let connecting = runtime.spawn(async move {
            let (client, connection) = config.connect(NoTls).await?;
            driver.spawn(connection);
            Ok::<_, tokio_postgres::Error>(client)
        });
        let client = wait(connecting).map_err(|_| StoreError::Closed)?.map_err(|error| match error.code() {
            // A wrong password or name does not go away by waiting, but the intake's answer is the same.
            Some(code) => StoreError::Away(format!("{} ({})", words(&error), code.code())),
            None => StoreError::Away(words(&error)),
        })?;
        Ok(ServerSession { client, statements: HashMap::new() })
    }
}

/// What kind of error it is, for those who decide whether to try again.
pub fn sorted(error: &tokio_postgres::Error) -> StoreError {
    let Some(code) = error.code() else {
        return if error.is_closed()
            || std::error::Error::source(error).is_some_and(|source| source.is::<std::io::Error>())
        {
            StoreError::Away(words(error))
        } else {
            StoreError::Sql(words(error))
        };
    };
    match *code {
        SqlState::DISK_FULL => StoreError::Full,
        SqlState::T_R_SERIALIZATION_FAILURE | SqlState::T_R_DEADLOCK_DETECTED | SqlState::UNIQUE_VIOLATION => {
            StoreError::Overtaken
        }
        SqlState::ADMIN_SHUTDOWN
        | SqlState::CRASH_SHUTDOWN
        | SqlState::CANNOT_CONNECT_NOW
        | SqlState::TOO_MANY_CONNECTIONS
        | SqlState::QUERY_CANCELED
        | SqlState::LOCK_NOT_AVAILABLE
        | SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT
        | SqlState::READ_ONLY_SQL_TRANSACTION => StoreError::Away(words(error)),
        _ if code.code().starts_with("08") => StoreError::Away(words(error)),
        _ => StoreError::Sql(format!("{} ({})", words(error), code.code())),
    }
}

/// The error and its cause, without values: a detail of the server may quote a row.
fn words(error: &tokio_postgres::Error) -> String {
    match (error.as_db_error(), std::error::Error::source(error)) {
        (Some(said), _) => said.message().to_owned(),
        (None, Some(cause)) => format!("{error}: {cause}"),
        (None, None) => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_that_is_not_encrypted_stays_on_this_machine_unless_it_is_said_to_be_safe() {
        for url in [
            "postgres://office@localhost/office",
            "postgresql://office@127.0.0.1:5433,localhost:5434/office",
            "postgres:///office?host=/var/run/postgresql",
            "postgres://office@db1.contoh,db2.contoh/office?sslmode=disable",
        ] {
            Target::parse(url).unwrap();
        }
        for url in [
            "postgres://office@db.contoh/office",
            "postgres://office@localhost,db.contoh/office",
            "postgres://office@localhost/office?sslmode=require",
            "postgres:///office",
            "mysql://localhost/office",
        ] {
            assert!(Target::parse(url).is_err(), "{url}");
        }
    }
}
