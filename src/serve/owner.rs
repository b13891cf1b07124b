//! Finding the owner of a data directory, or starting it.

use std::{
    ffi::OsStr,
    fs::OpenOptions,
    io,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    time::Duration,
};

use tokio::{
    net::UnixStream,
    time::{Instant, sleep},
};

/// Exit status of an owner that found the data directory's lock taken: another one won, and the client goes on to that.
pub const LOST_RACE: u8 = crate::cli::IN_USE;

/// Why there is no owner to talk to.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    #[error("the owner process cannot be started: {0}")]
    Start(io::Error),
    #[error("the owner process ended at once ({0}); its log says why")]
    Ended(ExitStatus),
    #[error("no owner answered at {path} within {waited:?}: {source}")]
    Timeout {
        path: PathBuf,
        waited: Duration,
        source: io::Error,
    },
    #[error("{path}: {source}")]
    Io { path: PathBuf, source: io::Error },
}

/// Connects to the owner's socket. Where nobody answers, `start` starts an owner (see [`start_owner`]) and the socket
/// is tried until `bound` has passed, since opening a large journal takes a while.
///
/// # Errors
/// [`ConnectError`].
pub async fn connect_or_start(
    socket: &Path,
    start: impl FnOnce() -> io::Result<Child>,
    bound: Duration,
) -> Result<UnixStream, ConnectError> {
    match UnixStream::connect(socket).await {
        Ok(stream) => return Ok(stream),
        Err(error) if is_nobody(&error) => {}
        Err(source) => {
            return Err(ConnectError::Io {
                path: socket.to_owned(),
                source,
            });
        }
    }
    let mut child = start().map_err(ConnectError::Start)?;
    let begun = Instant::now();
    let mut pause = Duration::from_millis(5);
    loop {
        // Asked before connecting: one that ended after opening its socket has served somebody.
        let ended = child.try_wait().map_err(ConnectError::Start)?;
        match UnixStream::connect(socket).await {
            Ok(stream) => return Ok(stream),
            Err(error) if !is_nobody(&error) => {
                return Err(ConnectError::Io {
                    path: socket.to_owned(),
                    source: error,
                });
            }
            Err(source) if begun.elapsed() >= bound => {
                return Err(ConnectError::Timeout {
                    path: socket.to_owned(),
                    waited: begun.elapsed(),
                    source,
                });
            }
            Err(_) => {}
        }
        match ended {
            Some(status) if status.code() != Some(i32::from(LOST_RACE)) => {
                return Err(ConnectError::Ended(status));
            }
            _ => {}
        }
        sleep(pause).await;
        pause = pause.saturating_mul(2).min(Duration::from_millis(200));
    }
}

/// Starts `exe` with `args` as an owner: no terminal, standard error into `log` (mode 0600), working directory `/`,
/// so give absolute paths. The new process must call [`detach`] first thing.
///
/// # Errors
/// The log cannot be opened, or the program cannot be run.
pub fn start_owner<A: AsRef<OsStr>>(exe: &Path, args: &[A], log: &Path) -> io::Result<Child> {
    let log = OpenOptions::new()
        .create(true)
        .append(true)
        .mode(0o600)
        .open(log)?;
    Command::new(exe)
        .args(args)
        .current_dir("/")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(log)
        .spawn()
}

/// Leaves the terminal's session, so that neither its Ctrl+C nor its end reaches the owner.
///
/// # Errors
/// Where this process leads a process group already, as one started from a shell does: that one is in the
/// foreground and stays there.
pub fn detach() -> io::Result<()> {
    rustix::process::setsid()?;
    Ok(())
}

fn is_nobody(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused
    )
}
