//! What every command is given: folders, database, keys and the clock, as options name them; and the
//! small things that several commands need.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::{Component, Path, PathBuf};

use clap::Args;
use payung_model::content::Content;
use payung_model::sealed::{Bundle, OfficeKey};
use payung_model::units::Timestamp;

use crate::clock::Clock;
use crate::failure::Failure;
use crate::keys::{Keys, KeysProblem, Passphrase};
use crate::opener::{self, content_of};
use crate::store::{AuditEntry, DatabaseUrl, Store, StoreError};

/// Where the private keys are.
#[derive(Args)]
pub(super) struct KeyArgs {
    /// Key folder, outside the data folder. Default: the data folder's name with `-keys`.
    #[arg(long, env = "PAYUNG_OFFICE_KEYS")]
    pub(super) keys: Option<PathBuf>,
    /// File whose first line is the passphrase of the keys.
    #[arg(long, env = "PAYUNG_OFFICE_PASSPHRASE_FILE")]
    pub(super) passphrase_file: Option<PathBuf>,
}

/// What every command is given.
pub(super) struct Desk {
    pub(super) dir: PathBuf,
    pub(super) database: DatabaseUrl,
    pub(super) officer: String,
    pub(super) clock: Clock,
}

impl Desk {
    pub(super) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// A row of the audit log about something that was done now, to no registration.
    pub(super) fn entry<'a>(&'a self, action: &'a str, detail: &'a str) -> AuditEntry<'a> {
        AuditEntry {
            at: self.now(),
            officer: &self.officer,
            action,
            id: None,
            detail,
        }
    }

    /// The database. It is made if it does not exist.
    pub(super) fn store(&self) -> Result<Store, Failure> {
        Store::open_at(&self.database, &self.dir).map_err(|error| match error {
            StoreError::File(error) => named(&self.dir, &error),
            other => other.into(),
        })
    }

    /// The database of an existing office. Most commands use it, so that a typing error in `--dir`
    /// does not make a new, empty office.
    pub(super) fn office(&self) -> Result<Store, Failure> {
        if Store::is_there(&self.database, &self.dir)? {
            return self.store();
        }
        let dir = self.dir.display();
        Err(Failure::Input(format!(
            "there is no office in {dir}: name its data folder with --dir or PAYUNG_OFFICE_DIR, and its database with \
             --database"
        )))
    }

    /// The key folder, which never lies inside the data folder.
    pub(super) fn key_folder(&self, args: &KeyArgs) -> Result<PathBuf, Failure> {
        let folder = args
            .keys
            .clone()
            .unwrap_or_else(|| beside(&self.dir, "-keys"));
        // The file itself may be a link that leads back.
        for place in [folder.clone(), folder.join(Keys::FILE)] {
            if real(&place)?.starts_with(real(&self.dir)?) {
                return Err(KeysProblem::InsideData(folder).into());
            }
        }
        Ok(folder)
    }

    /// Says so when workers would read the name of the built-in example instead of an office's own.
    pub(super) fn warn_of_the_example(&self) -> Result<(), Failure> {
        let name = opener::served_controller(&self.store()?)?;
        if name.as_deref().is_none_or(opener::is_example) {
            tracing::warn!(
                "workers read the name of an example, which is no office: found yours with `office init`"
            );
        }
        Ok(())
    }

    pub(super) fn keys(&self, args: &KeyArgs) -> Result<Keys, Failure> {
        Ok(Keys::load(
            &self.key_folder(args)?,
            args.passphrase()?.as_ref(),
        )?)
    }

    /// Keys, and the database as a process that has them writes it: rows get a MAC.
    pub(super) fn keyed_office(&self, args: &KeyArgs) -> Result<(Keys, Store), Failure> {
        let store = self.office()?;
        let keys = self.keys(args)?;
        self.hold(&store, &keys)?;
        Ok((keys, store))
    }

    /// The database for a process that has these keys. It is made if it does not exist.
    pub(super) fn keyed_store(&self, keys: &Keys) -> Result<Store, Failure> {
        let store = self.store()?;
        self.hold(&store, keys)?;
        Ok(store)
    }

    pub(super) fn hold(&self, store: &Store, keys: &Keys) -> Result<(), Failure> {
        Ok(store.take_key(keys.desk()?, keys.head(), self.now())?)
    }
}

impl Desk {
    /// Private office keys, the newest first; none when there is no key folder. Keys that are there
    /// and cannot be read are an error. With them the database is written as by a process that has
    /// them.
    pub(super) fn keys_if_any(
        &self,
        args: &KeyArgs,
        store: &Store,
    ) -> Result<Vec<OfficeKey>, Failure> {
        match Keys::load(&self.key_folder(args)?, args.passphrase()?.as_ref()) {
            Err(KeysProblem::Missing(_)) if args.keys.is_none() => Ok(Vec::new()),
            keys => {
                let keys = keys?;
                self.hold(store, &keys)?;
                Ok(keys.office())
            }
        }
    }
}

impl KeyArgs {
    pub(super) fn passphrase(&self) -> Result<Option<Passphrase>, Failure> {
        self.passphrase_file
            .as_deref()
            .map(|file| passphrase("--passphrase-file", file))
            .transpose()
    }
}

/// The first line of the file that an option names.
pub(super) fn passphrase(option: &str, file: &Path) -> Result<Passphrase, Failure> {
    Passphrase::read(file).map_err(|problem| {
        let problem = match problem {
            KeysProblem::File(error) => error.to_string(),
            other => other.to_string(),
        };
        Failure::Input(format!("{option} {}: {problem}", file.display()))
    })
}

/// The rules that phones have, and their number.
pub(super) fn served(store: &Store) -> Result<(u64, Content), Failure> {
    let newest = store.bundle_for(Bundle::ENGINE)?;
    let sequence = newest.map_or(0, |bundle| bundle.sequence);
    let content = content_of(store, sequence)?;
    let unreadable = || Failure::Input(format!("bundle {sequence} cannot be read"));
    Ok((sequence, content.ok_or_else(unreadable)?))
}

/// Adds the path to an error of the system.
pub(super) fn named(path: &Path, error: &std::io::Error) -> Failure {
    std::io::Error::new(error.kind(), format!("{}: {error}", path.display())).into()
}

/// Adds the address to an error of listening.
pub(super) fn not_here(listen: SocketAddr, error: &std::io::Error) -> Failure {
    std::io::Error::new(error.kind(), format!("--listen {listen}: {error}")).into()
}

/// Reads an address to listen on.
pub(super) fn address(text: &str) -> Result<SocketAddr, String> {
    text.parse()
        .map_err(|_| "write ADDRESS:PORT, like 127.0.0.1:8080".to_owned())
}

/// Writes the log as lines of JSON to stderr. When the log cannot be written (its disk is full),
/// the office goes on. By default the subscriber would report that error on stderr, which fails too
/// and panics, so that report is turned off.
pub(super) fn log_to_stderr() {
    let lines = tracing_subscriber::fmt()
        .json()
        .with_writer(std::io::stderr)
        .with_current_span(false);
    lines.log_internal_errors(false).init();
}

/// The data folder's name with something added.
pub(super) fn beside(dir: &Path, with: &str) -> PathBuf {
    let tidy: PathBuf = dir.components().collect();
    let mut name = OsString::from(tidy);
    name.push(with);
    PathBuf::from(name)
}

/// Where a path leads, whether or not anything is there yet: links and `..` are followed as the
/// system would follow them, so that a folder that is made later is judged by the place where it
/// will be.
pub(super) fn real(path: &Path) -> Result<PathBuf, Failure> {
    let mut at = PathBuf::from("/");
    for part in std::path::absolute(path)?.components() {
        match part {
            Component::Normal(name) => {
                let next = at.join(name);
                // What does not exist can be no link, so its name is taken as it is.
                at = next.canonicalize().unwrap_or(next);
            }
            Component::ParentDir => {
                at.pop();
            }
            Component::RootDir | Component::CurDir | Component::Prefix(_) => {}
        }
    }
    Ok(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_judged_by_where_it_leads() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        std::fs::create_dir_all(root.join("data/deep")).unwrap();
        std::os::unix::fs::symlink(root.join("data"), root.join("link")).unwrap();
        for (path, leads_to) in [
            ("data/keys", "data/keys"),
            ("keys", "keys"),
            ("elsewhere/../data/keys", "data/keys"),
            ("link/keys", "data/keys"),
            ("link/deep/../not/there", "data/not/there"),
            ("data/../keys", "keys"),
        ] {
            assert_eq!(
                real(&root.join(path)).unwrap(),
                root.join(leads_to),
                "{path}"
            );
        }
    }

    #[test]
    fn keys_lie_beside_the_data_unless_said_otherwise() {
        assert_eq!(
            beside(Path::new("./office-data/"), "-keys"),
            PathBuf::from("./office-data-keys")
        );
        assert_eq!(
            beside(Path::new("/srv/payung"), "-keys"),
            PathBuf::from("/srv/payung-keys")
        );
    }
}
