//! `pickface restore`: a data directory from a backup.

use super::{Failure, Shell, Status};
use crate::store::archive::restore_archive;
use crate::store::medium::DiskMedium;
use serde::Serialize;
use std::path::PathBuf;

/// Arguments of `restore`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The backup.
    file: PathBuf,
}

#[derive(Serialize)]
struct Answer {
    data: PathBuf,
    files: usize,
    bytes: u64,
}

/// Reads the backup through and makes the data directory from it: whole, or not at all.
///
/// # Errors
/// When the backup is damaged, or something is there already.
pub fn run(args: &Args, shell: &mut Shell<'_>) -> Result<Status, Failure> {
    let root = shell.root()?;
    let info = restore_archive(&DiskMedium, &shell.path(&args.file)?, &root)?;
    let answer = Answer {
        data: root,
        files: info.files.len(),
        bytes: info.bytes,
    };
    let said = format!("{} restored; `pickface verify` proves it", answer.data.display());
    shell.answer(&answer, said)?;
    Ok(Status::Done)
}
