//! Connections to the database, and what its errors mean.

use std::collections::HashMap;

use tokio::runtime::Handle;
use tokio_postgres::error::SqlState;
use tokio_postgres::{Client, NoTls, Statement};

use super::target::Target;
use super::wait::wait;
use crate::store::error::StoreError;

/// One connection, and the statements that it has prepared.
pub struct ServerSession {
    pub client: Client,
    pub statements: HashMap<&'static str, Statement>,
}

impl Target {
    /// Connects. The connection is driven by `runtime`.
    pub fn connect(&self, runtime: &Handle) -> Result<ServerSession, StoreError> {
        let (config, tls, driver) = (self.config.clone(), self.tls.clone(), runtime.clone());
        let connecting = runtime.spawn(async move {
            let client = if let Some(tls) = tls {
                let (client, connection) = config.connect(tls).await?;
                driver.spawn(connection);
                client
            } else {
                let (client, connection) = config.connect(NoTls).await?;
                driver.spawn(connection);
                client
            };
            Ok::<_, tokio_postgres::Error>(client)
        });
        let client =
            wait(connecting)
                .map_err(|_| StoreError::Closed)?
                .map_err(|error| match error.code() {
                    // A wrong password or name does not go away by waiting, but the intake's answer
                    // is the same.
                    Some(code) => StoreError::Away(format!("{} ({})", words(&error), code.code())),
                    None => StoreError::Away(words(&error)),
                })?;
        Ok(ServerSession {
            client,
            statements: HashMap::new(),
        })
    }
}

/// The office's own error for an error of the database. Callers decide by it whether to try again.
pub fn sorted(error: &tokio_postgres::Error) -> StoreError {
    let Some(code) = error.code() else {
        return if error.is_closed()
            || std::error::Error::source(error)
                .is_some_and(<dyn std::error::Error + 'static>::is::<std::io::Error>)
        {
            StoreError::Away(words(error))
        } else {
            StoreError::Sql(words(error))
        };
    };
    match *code {
        // A full disk has its own answer (503 `full`), because waiting does not help and an
        // operator has to act.
        SqlState::DISK_FULL => StoreError::Full,
        // All of these mean that another transaction came first. Run again, the unit of work sees
        // what that one wrote, also the row that it inserted under the same key.
        SqlState::T_R_SERIALIZATION_FAILURE
        | SqlState::T_R_DEADLOCK_DETECTED
        | SqlState::UNIQUE_VIOLATION => StoreError::Overtaken,
        // The server goes away, or has no time. `READ_ONLY_SQL_TRANSACTION` comes from a server
        // that has become a replica: its connection is dropped, and the next one looks for the
        // server that takes writes.
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
