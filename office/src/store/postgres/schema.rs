//! The tables, by version (`migrations/*.sql`). A released migration is never changed.
//!
//! Two schemas: `payung` is the intake's, and `payung_desk` holds officers, sessions and the audit
//! log, to which the intake's role needs no right.

use tokio_postgres::Client;

use super::connect::sorted;
use super::roles;
use super::wait::wait;
use crate::store::error::StoreError;

/// Migrations in order. The table `payung.version` counts how many ran.
const MIGRATIONS: &[&str] = &[
    include_str!("migrations/01-registrations.sql"),
    include_str!("migrations/02-money.sql"),
    include_str!("migrations/03-keyed.sql"),
    include_str!("migrations/04-sharing.sql"),
    include_str!("migrations/05-cards.sql"),
    include_str!("migrations/06-payers.sql"),
    include_str!("migrations/07-recoveries.sql"),
    include_str!("migrations/08-reissues.sql"),
    include_str!("migrations/09-referrals.sql"),
    include_str!("migrations/10-unfinished.sql"),
    include_str!("migrations/11-twins.sql"),
    include_str!("migrations/12-queues.sql"),
    include_str!("migrations/13-sponsors.sql"),
    include_str!("migrations/14-removals.sql"),
    include_str!("migrations/15-refunds.sql"),
    include_str!("migrations/16-sums.sql"),
    include_str!("migrations/17-rounds.sql"),
    include_str!("migrations/18-unread.sql"),
    include_str!("migrations/19-skipped.sql"),
    include_str!("migrations/20-struck-off.sql"),
];

/// The parts that each table about registrations has. The number cannot be changed later without
/// writing every row again, and 16 are enough for 16 servers.
const PARTS: usize = 16;
/// Only one process migrates at a time.
const LOCK: &str = "SELECT pg_advisory_xact_lock(1346459989, 4)";

/// Registrations that were opened before there were bills wait for a bill too.
const ASKS: &str = "
INSERT INTO payung_desk.bill_asks (id, why, asked_at)
    SELECT id, 'first', changed_at FROM payung.registrations JOIN payung.opened USING (id, revision)
    WHERE state IN ('received', 'accepted') AND purpose IN ('register', 'resume');
";

/// The tables about money that have parts.
const MONEY_PARTED: [&str; 6] = [
    "members",
    "bill_asks",
    "bills",
    "bill_lines",
    "payments",
    "credited",
];

/// The tables about registrations, which have parts.
const PARTED: [&str; 9] = [
    "registrations",
    "records",
    "photos",
    "wanted",
    "opened",
    "inbox",
    "erased",
    "papers",
    "finder",
];

/// After the office was moved elsewhere, nothing is written here any more.
pub const CLOSE: &str = "
CREATE OR REPLACE FUNCTION payung.moved() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'this office was moved to another database'; END $$;
CREATE OR REPLACE TRIGGER moved BEFORE INSERT OR UPDATE OR DELETE ON payung.registrations
    FOR EACH ROW EXECUTE FUNCTION payung.moved();
CREATE OR REPLACE TRIGGER moved BEFORE INSERT ON payung_desk.audit FOR EACH ROW EXECUTE FUNCTION payung.moved();
CREATE OR REPLACE TRIGGER moved BEFORE INSERT OR UPDATE ON payung_desk.bills FOR EACH ROW EXECUTE FUNCTION payung.moved();
CREATE OR REPLACE TRIGGER moved BEFORE INSERT ON payung_desk.payments FOR EACH ROW EXECUTE FUNCTION payung.moved();
CREATE OR REPLACE TRIGGER moved BEFORE INSERT ON payung_desk.entries FOR EACH ROW EXECUTE FUNCTION payung.moved();
";

/// A row when the office was moved away.
pub const IS_CLOSED: &str = "SELECT 1 FROM pg_trigger WHERE tgname = 'moved' AND tgrelid = 'payung.registrations'::regclass";

/// Takes writes again.
pub const REOPEN: &str = "
DROP TRIGGER IF EXISTS moved ON payung.registrations;
DROP TRIGGER IF EXISTS moved ON payung_desk.audit;
DROP TRIGGER IF EXISTS moved ON payung_desk.bills;
DROP TRIGGER IF EXISTS moved ON payung_desk.payments;
DROP TRIGGER IF EXISTS moved ON payung_desk.entries;
";

/// Brings the schema up to this program's version. A newer one is refused.
pub fn migrate(client: &Client) -> Result<(), StoreError> {
    let known = known_version();
    let found = version(client)?;
    if found == known {
        return Ok(());
    }
    if found > 0 && found < known && !is_owner(client)? {
        return Err(StoreError::NotHere(
            "this role may not bring the tables up to date: start what connects as their owner first, such as `office doctor` \
             or the officers' page",
        ));
    }
    let run = |text: &str| wait(client.batch_execute(text)).map_err(|error| sorted(&error));
    // PostgreSQL takes schema changes back with their transaction: a migration that fails leaves
    // the version before, whole.
    run("BEGIN")?;
    let migrated = (|| {
        run(LOCK)?;
        // Read again: another process may have migrated meanwhile.
        let found = version(client)?;
        if found > known {
            return Err(StoreError::Newer { found, known });
        }
        let done = usize::try_from(found).map_err(|_| StoreError::Damaged("version"))?;
        for migration in &MIGRATIONS[done..] {
            run(migration)?;
        }
        // The parts are made here and not in the files, because SQL without a procedure cannot
        // count to 16.
        if done == 0 {
            PARTED
                .iter()
                .try_for_each(|table| run(&parts("payung", table)))?;
        }
        if done < 2 {
            MONEY_PARTED
                .iter()
                .try_for_each(|table| run(&parts("payung_desk", table)))?;
            run(ASKS)?;
        }
        roles::grant_again(client)?;
        run(&format!(
            "DELETE FROM payung.version; INSERT INTO payung.version VALUES ({known})"
        ))
    })();
    run(if migrated.is_ok() {
        "COMMIT"
    } else {
        "ROLLBACK"
    })?;
    migrated
}

fn parts(schema: &str, table: &str) -> String {
    let part = |number: usize| {
        format!(
            "CREATE TABLE {schema}.{table}_{number:02} PARTITION OF {schema}.{table} FOR VALUES WITH (MODULUS {PARTS}, REMAINDER {number});"
        )
    };
    (0..PARTS).map(part).collect()
}

/// The version of the schema; 0 when there is none.
pub fn version(client: &Client) -> Result<i64, StoreError> {
    let error = |error: tokio_postgres::Error| sorted(&error);
    let there = wait(client.query_one("SELECT to_regclass('payung.version') IS NOT NULL", &[]))
        .map_err(error)?;
    if !there.try_get::<_, bool>(0).map_err(error)? {
        return Ok(0);
    }
    let found = wait(client.query_opt("SELECT version FROM payung.version", &[])).map_err(error)?;
    found.map_or(Ok(0), |row| row.try_get(0).map_err(error))
}

/// True when the role of this connection may change the tables.
fn is_owner(client: &Client) -> Result<bool, StoreError> {
    let may = "SELECT has_schema_privilege('payung', 'CREATE')";
    let row = wait(client.query_one(may, &[])).map_err(|error| sorted(&error))?;
    row.try_get(0).map_err(|error| sorted(&error))
}

/// The version that this program writes.
pub fn known_version() -> i64 {
    i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX)
}
