//! Plans, checked by recomputing their value from what the command line prints, with code that shares nothing with the
//! planners.
//!
//! The instances lie outside of the repository; where they are not there, these tests say so and pass.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test fails loudly"
)]

mod batch;
mod bench;
mod boxes;
mod cartons;
mod joint;
mod route;
mod slots;

use std::path::{Path, PathBuf};
use std::process::Command;

/// A folder of the shared instances, if they are there.
fn instances(folder: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/data")
        .join(folder);
    if !path.is_dir() {
        eprintln!("skipped: there is no {}", path.display());
        return None;
    }
    Some(path)
}

/// The JSON lines that `pickface plan` prints.
fn plan(arguments: &[&str], files: &[PathBuf]) -> Vec<serde_json::Value> {
    let told = Command::new(env!("CARGO_BIN_EXE_pickface"))
        .args(["--json", "plan"])
        .args(arguments)
        .args(files)
        .output()
        .unwrap();
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let lines = String::from_utf8(told.stdout).unwrap();
    lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}
