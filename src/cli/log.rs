//! Where logs go: to standard error, for whoever keeps them from there, or into files of their own. Never over a screen.

use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use tracing_appender::non_blocking::WorkerGuard;
use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::EnvFilter;

/// Days of which the files are kept.
const DAYS: usize = 14;

/// Why there are no log files.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// The folder cannot be made.
    #[error("the folder for logs cannot be made: {0}")]
    Folder(#[from] io::Error),
    /// The first file cannot be.
    #[error("no log can be written: {0}")]
    File(#[from] tracing_appender::rolling::InitError),
}

/// Sends logs that match to standard error, a line of text each.
pub fn log_to_stderr(filter: &str) {
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new(filter))
        .with_writer(io::stderr);
    // Only the first call in a process sets it.
    let _ = subscriber.try_init();
}

/// Sends logs that match into files of this folder: a JSON object a line, a file a day, the last fourteen kept. A disk
/// that is slow or full costs lines of the log and nothing else. What is on its way is written when the guard is dropped.
///
/// # Errors
/// The folder or the first file cannot be made.
pub fn log_to_files(folder: &Path, filter: &str) -> Result<WorkerGuard, LogError> {
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)?;
    let files = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("pickface")
        .filename_suffix("jsonl")
        .max_log_files(DAYS)
        .build(folder)?;
    let (writer, guard) = tracing_appender::non_blocking(files);
    let subscriber = tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_env_filter(EnvFilter::new(filter))
        .with_writer(writer);
    let _ = subscriber.try_init();
    Ok(guard)
}
