//! The intake's role: what it may do, and that it sees nothing of `payung_desk`.
//!
//! Officers, sessions, the audit log and money lie in the schema `payung_desk`, which belongs to the
//! role that makes the tables. The intake may connect as another role that has the rights below and
//! no other, so whoever breaks into it neither reads nor writes them: the server refuses.

use tokio_postgres::Client;

use super::connect::sorted;
use super::wait::wait;
use crate::store::error::StoreError;

/// What the intake does with which table of `payung`. It opens nothing, so it reads neither what
/// the opener found nor what officers wrote.
const GRANTS: [(&str, &str); 17] = [
    ("version", "SELECT"),
    ("registrations", "SELECT, INSERT, UPDATE"),
    ("records", "SELECT, INSERT"),
    ("photos", "SELECT, INSERT, UPDATE"),
    ("wanted", "SELECT, INSERT"),
    // Who withdraws counts for duplicates no more. What was found is not to be read.
    ("opened", "SELECT (id, live_family), UPDATE (live_family)"),
    ("inbox", "SELECT"),
    ("erased", "SELECT"),
    ("bundles", "SELECT"),
    ("bundle_sequence", "SELECT"),
    ("office_keys", "SELECT"),
    ("recoveries", "SELECT, INSERT, UPDATE, DELETE"),
    ("processes", "SELECT, INSERT, UPDATE, DELETE"),
    ("upload_claims", "SELECT, INSERT, UPDATE, DELETE"),
    ("unfinished_uploads", "SELECT, INSERT, UPDATE, DELETE"),
    ("upload_pieces", "SELECT, INSERT, UPDATE, DELETE"),
    ("removals", "SELECT, INSERT, DELETE"),
];

/// Roles that are an intake's, found by what nobody else may do without owning the tables.
const INTAKES: &str = "SELECT DISTINCT quote_ident(rolname)
    FROM pg_class, aclexplode(relacl) AS granted JOIN pg_roles ON pg_roles.oid = granted.grantee
    WHERE pg_class.oid = to_regclass('payung.records') AND privilege_type = 'INSERT' AND grantee <> relowner";

/// Whether the role could do more than what it is granted: because it owns the tables, is allowed
/// everything, or was given a right on `payung_desk` in some other way.
const TOO_MUCH: &str = "SELECT pg_has_role($1::name, current_user, 'MEMBER') OR has_schema_privilege($1::name, 'payung_desk', 'USAGE, CREATE')";

/// Gives a role the intake's rights and takes all others on the office's schemas from it. A role
/// that does not exist, or that sees the desk all the same, is refused, and then nothing changes.
pub(super) fn grant_intake(client: &Client, role: &str) -> Result<(), StoreError> {
    let error = |error: tokio_postgres::Error| sorted(&error);
    let there = "SELECT quote_ident(rolname) FROM pg_roles WHERE rolname = $1";
    let Some(row) = wait(client.query_opt(there, &[&role])).map_err(error)? else {
        return Err(StoreError::NotHere(
            "the server knows no such role: make it first, with CREATE ROLE … LOGIN PASSWORD …",
        ));
    };
    let quoted: String = row.try_get(0).map_err(error)?;
    let run = |text: &str| wait(client.batch_execute(text)).map_err(error);
    run("BEGIN")?;
    let granted = (|| {
        run(&grants(&quoted))?;
        let too_much = wait(client.query_one(TOO_MUCH, &[&role])).map_err(error)?;
        if too_much.try_get(0).map_err(error)? {
            return Err(StoreError::NotHere(
                "this role sees what is the desk's: it must be no superuser, not own the tables or be a member of who does, and \
                 have no right on the schema payung_desk",
            ));
        }
        Ok(())
    })();
    run(if granted.is_ok() {
        "COMMIT"
    } else {
        "ROLLBACK"
    })?;
    granted
}

/// The same for all roles that have these rights already: a migration may have made tables. The
/// caller runs it inside a transaction.
pub(super) fn grant_again(client: &Client) -> Result<(), StoreError> {
    let error = |error: tokio_postgres::Error| sorted(&error);
    for row in wait(client.query(INTAKES, &[])).map_err(error)? {
        let role: String = row.try_get(0).map_err(error)?;
        wait(client.batch_execute(&grants(&role))).map_err(error)?;
    }
    Ok(())
}

fn grants(role: &str) -> String {
    let tables: Vec<String> = GRANTS
        .iter()
        .map(|(table, rights)| format!("GRANT {rights} ON payung.{table} TO {role};"))
        .collect();
    let tables = tables.concat();
    format!(
        "REVOKE ALL ON SCHEMA payung_desk FROM {role};
         REVOKE ALL ON ALL TABLES IN SCHEMA payung, payung_desk FROM {role};
         GRANT USAGE ON SCHEMA payung TO {role};{tables}"
    )
}
