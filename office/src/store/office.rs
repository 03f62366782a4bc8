//! An office's data: its database, and the folder beside it.

use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::{Arc, OnceLock};

use payung_model::units::Timestamp;

use super::error::StoreError;
use super::guard::Guard;
use super::keyed::Keyed;
use super::money::AnswerClaim;
use super::port::Port;
use super::postgres::{Postgres, Target};
use super::sql::{Database, Engine};
use super::sqlite::{self, Sqlite};
use super::transfer::{self, CopiedTable};
use crate::keys::{DeskKey, HeadFile};
use crate::photo_store::PhotoStore;

/// Registrations that are read from the database at once.
const PAGE: u32 = 100;

/// An office's data. Clones share it. It is used through the methods of [`Port`].
#[derive(Clone)]
pub struct Store {
    port: SharedPort,
    /// The same port for whoever answers a request.
    claimed: Arc<dyn Fn(AnswerClaim) -> SharedPort + Send + Sync>,
    dir: PathBuf,
    photos: Arc<OnceLock<PhotoStore>>,
    guard: Arc<OnceLock<Guard>>,
}

type SharedPort = Arc<dyn Port + Send + Sync>;

/// Which database an office has, as `--database` says it.
///
/// ```
/// use payung_office::store::DatabaseUrl;
///
/// assert!("sqlite".parse::<DatabaseUrl>().is_ok());
/// assert!("postgres://office@localhost/office".parse::<DatabaseUrl>().is_ok());
/// assert!("mysql://localhost/office".parse::<DatabaseUrl>().is_err());
/// ```
#[derive(Clone, Debug, Default)]
pub struct DatabaseUrl(Option<Target>);

impl FromStr for DatabaseUrl {
    type Err = String;

    /// `sqlite`, or `postgres://USER@HOST,HOST/NAME`. The error tells what is wrong.
    fn from_str(text: &str) -> Result<Self, String> {
        if text == "sqlite" {
            return Ok(Self(None));
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Target::parse(text).map(|target| Self(Some(target)));
        }
        Err("write sqlite, or postgres://USER@HOST/NAME".into())
    }
}

impl DatabaseUrl {
    /// True for the file in the data folder.
    pub fn is_sqlite(&self) -> bool {
        self.0.is_none()
    }

    /// How the way to the server is, in words, and whether it is well: what is sent cannot be read
    /// on the way. None for a file.
    pub fn way(&self) -> Option<(&'static str, bool)> {
        self.0
            .as_ref()
            .map(|target| (target.way(), !target.is_open()))
    }
}

impl Store {
    /// Opens (or makes) the `SQLite` database in the data folder `dir`, and brings its schema up to
    /// date.
    pub fn open(dir: &Path) -> Result<Self, StoreError> {
        Self::open_at(&DatabaseUrl::default(), dir)
    }

    /// Opens (or makes) that database, and brings its schema up to date. `dir` is the data folder.
    pub fn open_at(database: &DatabaseUrl, dir: &Path) -> Result<Self, StoreError> {
        match &database.0 {
            None => Ok(Self::over(Sqlite::open(dir)?, dir)),
            Some(target) => {
                crate::files::private_folder(dir)?;
                Ok(Self::over(Postgres::open(target)?, dir))
            }
        }
    }

    /// Opens a database that is there for a check of the whole: it is neither made nor migrated.
    pub fn open_to_look(database: &DatabaseUrl, dir: &Path) -> Result<Self, StoreError> {
        match &database.0 {
            None => Self::open_read_only(&dir.join(sqlite::FILE)),
            Some(target) => Ok(Self::over(Postgres::open_to_look(target)?, dir)),
        }
    }

    /// Opens an `SQLite` file for reading only: it is neither made nor migrated.
    pub fn open_read_only(file: &Path) -> Result<Self, StoreError> {
        Ok(Self::over(
            Sqlite::read_only(file)?,
            &crate::files::folder_of(file),
        ))
    }

    /// True when there is such a database. A server that does not answer is an error.
    pub fn is_there(database: &DatabaseUrl, dir: &Path) -> Result<bool, StoreError> {
        match &database.0 {
            None => Ok(dir.join(sqlite::FILE).exists()),
            Some(_) => Ok(Self::open_to_look(database, dir)?.inspect(false)?.version > 0),
        }
    }

    /// Copies an office into another database, which must be empty or must not exist, and compares
    /// the two. From the beginning of the copy on the old one refuses all writes, also of processes
    /// that run: they answer that they cannot now, and nothing is lost. When the copy fails, the
    /// old one takes writes again.
    pub fn move_database(
        from: &DatabaseUrl,
        to: &DatabaseUrl,
        dir: &Path,
    ) -> Result<Vec<CopiedTable>, StoreError> {
        match (&from.0, &to.0) {
            (None, Some(to)) => moved(&Sqlite::open(dir)?, &Postgres::open(to)?),
            (Some(from), None) => {
                make_room(dir)?;
                moved(&Postgres::open(from)?, &Sqlite::open(dir)?)
            }
            (Some(from), Some(to)) => moved(&Postgres::open(from)?, &Postgres::open(to)?),
            (None, None) => Err(StoreError::NotHere(
                "the office is in that database already",
            )),
        }
    }

    /// Takes writes again after a move that was interrupted. Whoever does that with an office that
    /// was moved has two.
    pub fn reopen(database: &DatabaseUrl, dir: &Path) -> Result<(), StoreError> {
        match &database.0 {
            None => Sqlite::open(dir)?.reopen(),
            Some(target) => Postgres::open(target)?.reopen(),
        }
    }

    /// Gives a role of the server what the intake needs, and nothing of the desk's schema.
    pub fn grant_intake(database: &DatabaseUrl, role: &str) -> Result<(), StoreError> {
        match &database.0 {
            None => Err(StoreError::NotHere(
                "a file has no roles: name the database with --database postgres://…",
            )),
            Some(target) => Postgres::open(target)?.grant_intake(role),
        }
    }

    /// The number of rows of every table, and the digest of all their bytes.
    pub fn digests(database: &DatabaseUrl, dir: &Path) -> Result<Vec<CopiedTable>, StoreError> {
        match &database.0 {
            None => transfer::digests(&Sqlite::open(dir)?),
            Some(target) => transfer::digests(&Postgres::open(target)?),
        }
    }

    fn over<E: Engine>(engine: E, dir: &Path) -> Self {
        let (inner, guard) = (Arc::new(engine), Arc::new(OnceLock::new()));
        let shared = guard.clone();
        let port = move |claim| -> SharedPort {
            let engine = Keyed::over(inner.clone(), shared.clone(), claim);
            Arc::new(Database {
                engine: Arc::new(engine),
            })
        };
        Self {
            port: port(None),
            claimed: Arc::new(move |claim| port(Some(claim))),
            dir: dir.to_path_buf(),
            photos: Arc::default(),
            guard,
        }
    }

    /// The same office for whoever answers that request: each transaction that writes fails with
    /// [`StoreError::NotClaimed`] when the claim does not hold any more.
    #[must_use]
    pub fn under(&self, claim: AnswerClaim) -> Self {
        Self {
            port: (self.claimed)(claim),
            ..self.clone()
        }
    }

    /// Gives this office and its clones the desk key: from now on what is written carries a MAC, and
    /// what does not hold is not believed. What processes without the key wrote is adopted, and an
    /// office of an earlier version gets its roster.
    pub fn take_key(
        &self,
        key: DeskKey,
        head: Option<HeadFile>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.take_key_to_look(key, head);
        // The order counts: rows that wait are sealed first, then the roster writes its own row
        // behind them, and the head notes where both have come.
        self.adopt_audit()?;
        self.begin_roster(now)?;
        self.begin_head()
    }

    /// Gives this office the desk key for a check, which writes nothing.
    pub fn take_key_to_look(&self, key: DeskKey, head: Option<HeadFile>) {
        // A second time it is the same key.
        let _ = self.guard.set(Guard::new(key, head));
    }

    /// The data folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Where this office's complete photos are. It is opened when it is first needed, because most
    /// commands need none.
    pub fn photo_store(&self) -> Result<&PhotoStore, StoreError> {
        if self.photos.get().is_none() {
            let _ = self.photos.set(PhotoStore::open(&self.dir)?);
        }
        self.photos.get().ok_or(StoreError::Closed)
    }

    /// Removes the photos of all registrations whose rows are gone, and returns of how many. The
    /// caller has the maintenance lock, because a backup copies photos. What fails keeps none of the
    /// others back, and is tried again by the next call.
    pub fn finish_removals(&self) -> Result<usize, StoreError> {
        let (mut count, mut after, mut failed) = (0, None, None);
        let photos = self.photo_store()?;
        loop {
            let page = self.removals(after, PAGE)?;
            for id in &page {
                match photos.remove_all(*id) {
                    Ok(()) => {
                        self.removed(*id)?;
                        count += 1;
                    }
                    Err(error) => failed = Some(error),
                }
            }
            match (page.last(), &failed) {
                // A bucket that does not answer costs one page of waiting and not all of them.
                (Some(last), None) if page.len() == PAGE as usize => after = Some(*last),
                _ => break,
            }
        }
        failed.map_or(Ok(count), |error| Err(error.into()))
    }
}

fn moved(from: &impl Engine, to: &impl Engine) -> Result<Vec<CopiedTable>, StoreError> {
    // No erasure and no backup runs meanwhile: an erasure in the middle could be copied half.
    let _alone = from.maintenance()?;
    // The old database refuses writes before the first row is read: what it took after the copy
    // began would be lost.
    if !from.close()? {
        // It must not take writes again because a second move fails.
        return Err(StoreError::NotHere(
            "this office was moved away before, or a move was interrupted (`office database reopen`)",
        ));
    }
    let copied = transfer::copy(from, to);
    if copied.is_err() {
        from.reopen()?;
    }
    copied
}

/// A file of an office that was moved away before is kept under another name.
fn make_room(dir: &Path) -> Result<(), StoreError> {
    let file = dir.join(sqlite::FILE);
    if !file.exists() {
        return Ok(());
    }
    if !sqlite::was_moved(&file)? {
        return Err(StoreError::NotHere(
            "there is another office in the data folder's file: nothing was copied",
        ));
    }
    let number = (1_u32..=u32::MAX)
        .find(|number| {
            !dir.join(format!("{}.moved-{number}", sqlite::FILE))
                .exists()
        })
        .unwrap_or(0);
    // The files are renamed one by one. After a kill in between, the database would stand without
    // the commits that only its log holds.
    sqlite::write_back_log(&file)?;
    // The log belongs to its database: left behind, it would stand beside the new file under the
    // same name.
    for end in ["", "-wal", "-shm"] {
        let old = dir.join(format!("{}{end}", sqlite::FILE));
        if old.exists() {
            std::fs::rename(
                old,
                dir.join(format!("{}.moved-{number}{end}", sqlite::FILE)),
            )?;
        }
    }
    Ok(crate::files::sync_folder(dir)?)
}

impl Deref for Store {
    type Target = dyn Port + Send + Sync;

    fn deref(&self) -> &Self::Target {
        &*self.port
    }
}
