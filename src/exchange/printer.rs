//! Handing a finished job to a printer: over raw TCP (port 9100), or into a directory as a file.
//!
//! The port gives no acknowledgement, so the one thing worth knowing exactly is whether *any* byte of the job
//! left: before that a failure may be retried freely, to another printer too; after it only the worker at the
//! printer can say what came out.

mod file;
pub mod setting;
mod status;
mod tcp;

use std::path::PathBuf;
use std::time::Duration;

pub use setting::{BadPrinter, FontChoice, PRINT_FOLDER, PrinterSetting};
pub use status::{NotReady, PrinterStatus};

/// Where jobs go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PrinterTarget {
    /// One file a job in this directory, which is created when it is missing.
    File { dir: PathBuf },
    /// A printer, or a print server, on the network.
    Tcp { host: String, port: u16 },
}

impl PrinterTarget {
    /// The port on which label printers listen for raw data.
    pub const RAW_PORT: u16 = 9100;

    /// A network printer on the usual port.
    pub fn tcp(host: &str) -> PrinterTarget {
        PrinterTarget::Tcp {
            host: host.to_owned(),
            port: PrinterTarget::RAW_PORT,
        }
    }
}

/// How long to wait for a network printer; files take none of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// For all addresses of the host together.
    pub connect: Duration,
    /// For the whole job: a printer that stops reading (out of paper, head open) blocks its sender.
    pub write: Duration,
    /// For the answer to a status query before the job, and for the printer to close after it. `None` asks
    /// nothing and does not wait: for printers that print the query.
    pub answer: Option<Duration>,
}

impl Default for Timeouts {
    fn default() -> Timeouts {
        Timeouts {
            connect: Duration::from_secs(3),
            write: Duration::from_secs(10),
            answer: Some(Duration::from_millis(400)),
        }
    }
}

/// The job left this building's hands. "Sent", not "printed".
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sent {
    /// The file is on the disk under this name.
    File(PathBuf),
    /// All bytes were taken; the status is from just before the job, where the printer answered.
    Tcp { status: Option<PrinterStatus> },
}

/// Why a job was not sent.
#[derive(Debug, thiserror::Error)]
pub enum PrintError {
    /// Not one byte of the job left: send it again, here or elsewhere.
    #[error("nothing was printed: {reason}")]
    NotStarted { reason: Reason },
    /// Some or all bytes left, then the line failed: what came out, only the worker can see.
    #[error("after {written} of {total} bytes: {source}; look at the printer before printing it again")]
    Unknown {
        written: usize,
        total: usize,
        source: std::io::Error,
    },
}

/// Why not one byte left.
#[derive(Debug, thiserror::Error)]
pub enum Reason {
    /// The job has no name to file it under.
    #[error("the job has no name")]
    NoName,
    /// The host has no address.
    #[error("{host}: no such host: {source}")]
    NoHost { host: String, source: std::io::Error },
    /// The printer is off, elsewhere, or busy with another sender.
    #[error("{host}:{port} does not answer: {source}")]
    NoConnection {
        host: String,
        port: u16,
        source: std::io::Error,
    },
    /// The printer says that it would not print.
    #[error("the printer is not ready: {0}")]
    NotReady(NotReady),
    /// The line or the disk failed before the job began.
    #[error("{0}")]
    Io(std::io::Error),
}

impl PrintError {
    /// Whether the job may be sent again without asking anyone.
    pub fn safe_to_retry(&self) -> bool {
        matches!(self, PrintError::NotStarted { .. })
    }
}

/// Sends one job. Blocks for at most the sum of the time-outs (name resolution apart), so call it from a thread
/// that may wait. `job_name` names the file (sanitised; `.zpl` is added unless it ends in `.zpl` or `.txt`);
/// the same name sent twice is one file.
pub fn send(
    target: &PrinterTarget,
    job_name: &str,
    bytes: &[u8],
    timeouts: Timeouts,
) -> Result<Sent, PrintError> {
    match target {
        PrinterTarget::File { dir } => file::write(dir, job_name, bytes),
        PrinterTarget::Tcp { host, port } => tcp::send(host, *port, bytes, timeouts),
    }
}

/// Asks a network printer how it is, without a job. `None` when it does not answer in time.
pub fn query(host: &str, port: u16, timeouts: Timeouts) -> Result<Option<PrinterStatus>, PrintError> {
    tcp::query(host, port, timeouts)
}

fn not_started(reason: Reason) -> PrintError {
    PrintError::NotStarted { reason }
}

#[cfg(test)]
mod tests;
