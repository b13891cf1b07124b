//! The program itself, run as people run it.

use super::cannot;
use crate::cli::Failure;
use serde_json::Value;
use std::path::Path;
use std::process::{Command, Stdio};

/// The program on a directory with arguments, not started yet.
///
/// # Errors
/// When the system does not tell where the program lies.
pub fn pickface(data: &Path, arguments: &[&str]) -> Result<Command, Failure> {
    let itself = std::env::current_exe()
        .map_err(|error| Failure::new(format!("the program cannot find itself: {error}")))?;
    let mut command = Command::new(itself);
    command.arg("--json").arg("--data").arg(data).args(arguments);
    command.stdin(Stdio::null());
    Ok(command)
}

/// Runs it to its end; its answer, or what it said instead.
///
/// # Errors
/// When it cannot be started.
pub fn answer(data: &Path, arguments: &[&str]) -> Result<Result<Value, String>, Failure> {
    let output = pickface(data, arguments)?
        .output()
        .map_err(|error| cannot("run the program on", data, &error))?;
    Ok(serde_json::from_slice(&output.stdout)
        .map_err(|_| String::from_utf8_lossy(&output.stderr).trim().to_owned()))
}

/// Lets virtual workers work for a second and note what was acknowledged.
///
/// # Errors
/// When they cannot.
pub fn work(data: &Path, acks: &Path) -> Result<(), Failure> {
    let acks = acks.display().to_string();
    let arguments = ["simulate", "--workers", "8", "--seconds", "1", "--acks", &acks];
    answer(data, &arguments)?.map(|_| ()).map_err(Failure::new)
}
