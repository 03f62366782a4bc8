//! Every call that a shell has shows how it is used, by an example that `cargo test --doc` runs.

const FILES: &[(&str, &str)] = &[
    ("app", include_str!("../app.rs")),
    ("drafts", include_str!("../drafts.rs")),
    ("registrations", include_str!("../registrations.rs")),
    ("amendments", include_str!("../amendments.rs")),
    ("cover/mod", include_str!("../cover/mod.rs")),
    ("cover/incidents", include_str!("../cover/incidents.rs")),
    ("cover/jar", include_str!("../cover/jar.rs")),
    ("cover/reminders", include_str!("../cover/reminders.rs")),
    ("cover/settings", include_str!("../cover/settings.rs")),
    ("bills/qris", include_str!("../bills/qris.rs")),
    ("quote", include_str!("../quote.rs")),
    ("retention", include_str!("../retention.rs")),
    ("lookup", include_str!("../lookup.rs")),
    ("sync", include_str!("../sync.rs")),
];

#[test]
fn every_exported_call_has_an_example() {
    let mut calls = 0;
    for (file, source) in FILES {
        // Within an exported block, a call begins with its documentation after an empty line.
        for block in source.split("#[uniffi::export]\nimpl ").skip(1) {
            let block = block.split("\n}\n").next().unwrap_or_default();
            for call in block
                .split("\n    }\n")
                .filter(|call| call.contains("    pub "))
            {
                let (doc, rest) = call.split_once("    pub ").unwrap();
                assert!(
                    doc.contains("/// ```"),
                    "{file}: {}",
                    rest.lines().next().unwrap_or_default()
                );
                calls += 1;
            }
        }
    }
    assert!(calls > 45, "{calls} calls were found");
}
