//! The terminal without its seal, for the counter-proof.

use std::path::{Path, PathBuf};
use std::process::Command;

use payung_tests::{Outcome, binary};

/// Builds the terminal without its seal, from the same sources and with the same compiled crates,
/// in a workspace of its own beside the real one: nothing of it can be mistaken for what ships.
/// (The core's libraries for phones have names without a hash; built with another feature they
/// would take each other's place, so that here there are none.)
pub fn terminal() -> Outcome<PathBuf> {
    let sealed = binary("payung-term")?;
    let target = sealed
        .parent()
        .and_then(Path::parent)
        .ok_or("the terminal lies in no target folder")?;
    let (here, apart) = (
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("..")
            .canonicalize()?,
        target.join("unsealed"),
    );
    let workspace = apart.join("workspace");
    std::fs::create_dir_all(workspace.join("rust-core"))?;
    let mut linked: Vec<PathBuf> = [
        "Cargo.toml",
        "Cargo.lock",
        "office",
        "terminal",
        "tests",
        "bindings",
    ]
    .map(PathBuf::from)
    .into();
    // All of the core's folder but its manifest.
    for entry in std::fs::read_dir(here.join("rust-core"))? {
        let name = entry?.file_name();
        if name != "Cargo.toml" {
            linked.push(Path::new("rust-core").join(name));
        }
    }
    for path in linked {
        let _ = std::fs::remove_file(workspace.join(&path));
        std::os::unix::fs::symlink(here.join(&path), workspace.join(&path))?;
    }
    let manifest = std::fs::read_to_string(here.join("rust-core/Cargo.toml"))?;
    let manifest: Vec<&str> = manifest
        .lines()
        .filter(|line| !line.starts_with("crate-type"))
        .collect();
    std::fs::write(workspace.join("rust-core/Cargo.toml"), manifest.join("\n"))?;
    let mut cargo = Command::new(env!("CARGO"));
    // What cargo told this test about itself would make build scripts run again, and most of the
    // crates with them.
    let told = |name: &String| {
        [
            "CARGO_MANIFEST_",
            "CARGO_PKG_",
            "CARGO_BIN_",
            "CARGO_CRATE_",
        ]
        .iter()
        .any(|one| name.starts_with(one))
    };
    for name in std::env::vars_os()
        .filter_map(|(name, _)| name.into_string().ok())
        .filter(told)
    {
        cargo.env_remove(name);
    }
    let output = cargo
        .args([
            "build",
            "--quiet",
            "--offline",
            "--locked",
            "--bin",
            "payung-term",
            "--features",
            "payung-core/unsealed,payung-office/s3",
        ])
        // Packages and features as `scripts/common.sh` selects them: what they share is not
        // compiled again.
        .args(["--workspace", "--exclude", "payung-bindgen"])
        .env("CARGO_TARGET_DIR", &apart)
        .env("CARGO_BUILD_BUILD_DIR", target)
        .current_dir(&workspace)
        .output()?;
    if !output.status.success() {
        return Err(format!(
            "the terminal without its seal does not build: {}",
            String::from_utf8_lossy(&output.stderr)
        )
        .into());
    }
    Ok(apart.join("debug/payung-term"))
}
