//! `pickface snapshot`: a short cut for the next start, now.

use super::{Failure, Shell, Status};
use serde::Serialize;
use std::path::PathBuf;

/// Arguments of `snapshot`.
#[derive(Debug, clap::Args)]
pub struct Args {}

#[derive(Serialize)]
struct Answer {
    file: PathBuf,
    seq: u64,
    bytes: u64,
}

/// Writes a snapshot of what is published now.
///
/// # Errors
/// When the directory cannot be opened or the snapshot not be written.
pub fn run(_: &Args, shell: &mut Shell<'_>) -> Result<Status, Failure> {
    let info = shell.site()?.snapshot()?;
    let answer = Answer {
        file: info.path,
        seq: info.header.seq,
        bytes: info.bytes,
    };
    let said = format!(
        "{} holds everything up to record {}",
        answer.file.display(),
        answer.seq
    );
    shell.answer(&answer, said)?;
    Ok(Status::Done)
}
