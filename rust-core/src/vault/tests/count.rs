//! Counts what the calls of a test's thread cost: records opened, statements run, and the steps of
//! SQLite's machine in them.

use std::cell::Cell;
use std::collections::HashMap;

use rusqlite::trace::{TraceEvent, TraceEventCodes};
use rusqlite::{Connection, StatementStatus};

/// What calls cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    /// Sealed records that were opened.
    pub opened: u64,
    /// SQL statements.
    pub statements: u64,
    /// Steps of SQLite's virtual machine: they grow with each row that a statement looks at.
    pub steps: u64,
}

thread_local! {
    static COST: Cell<Cost> = const { Cell::new(Cost { opened: 0, statements: 0, steps: 0 }) };
}

fn count(add: impl FnOnce(&mut Cost)) {
    COST.with(|cost| {
        let mut sum = cost.get();
        add(&mut sum);
        cost.set(sum);
    });
}

pub fn opened() {
    count(|cost| cost.opened += 1);
}

/// Counts what this connection does, on the thread that asks it.
pub fn watch(connection: &mut Connection) {
    // A prepared statement that is used again goes on with its own count, which begins anew when the
    // statement is parsed again and after 2³² steps.
    let mut known: HashMap<String, u32> = HashMap::new();
    let finished = move |event: TraceEvent<'_>| {
        if let TraceEvent::Profile(statement, _) = event {
            let now = statement
                .get_status(StatementStatus::VmStep)
                .cast_unsigned();
            let before = known
                .insert(statement.sql().into_owned(), now)
                .filter(|before| *before <= now)
                .unwrap_or(0);
            count(|cost| {
                cost.statements += 1;
                cost.steps += u64::from(now - before);
            });
        }
    };
    connection
        .trace_v2(TraceEventCodes::SQLITE_TRACE_PROFILE, Some(finished))
        .unwrap();
}

/// What `work` costs.
pub fn during<T>(work: impl FnOnce() -> T) -> Cost {
    COST.set(Cost::default());
    work();
    COST.get()
}
