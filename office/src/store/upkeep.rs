//! Looking after the database itself.

use std::path::Path;

use super::error::StoreError;
use super::sql::{Database, Engine, Inspection, MaintenanceLock};
use super::sqlite::Sqlite;
use super::transfer;

/// Looking after the database.
pub trait Upkeep {
    /// Version and soundness. `whole` takes longer and also compares indexes with their tables.
    fn inspect(&self, whole: bool) -> Result<Inspection, StoreError>;

    /// Copies the database into a new SQLite file as it is at one moment, while others go on
    /// writing.
    fn snapshot(&self, to: &Path) -> Result<(), StoreError>;

    /// Removes what is left of deleted rows outside the tables. False when others used the database
    /// all the time: then it is to be tried again.
    fn scrub(&self) -> Result<bool, StoreError>;

    /// Waits until nobody else erases or copies photos.
    fn maintenance(&self) -> Result<Box<dyn MaintenanceLock>, StoreError>;

    /// The same lock, or none while somebody else has it.
    fn maintenance_now(&self) -> Result<Option<Box<dyn MaintenanceLock>>, StoreError>;
}

impl<E: Engine> Upkeep for Database<E> {
    fn inspect(&self, whole: bool) -> Result<Inspection, StoreError> {
        self.engine.inspect(whole)
    }

    fn snapshot(&self, to: &Path) -> Result<(), StoreError> {
        if !self.engine.snapshot(to)? {
            // A backup of PostgreSQL is a file of SQLite too, so `restore` knows one kind only.
            let copy = Sqlite::at(to)?;
            transfer::copy(&*self.engine, &copy)?;
            copy.finish()?;
        }
        Ok(())
    }

    fn scrub(&self) -> Result<bool, StoreError> {
        self.engine.scrub()
    }

    fn maintenance(&self) -> Result<Box<dyn MaintenanceLock>, StoreError> {
        self.engine.maintenance()
    }

    fn maintenance_now(&self) -> Result<Option<Box<dyn MaintenanceLock>>, StoreError> {
        self.engine.maintenance_now()
    }
}
