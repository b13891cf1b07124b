//! Raw data over TCP, with every wait bounded.

use std::io::{self, ErrorKind, Read as _, Write as _};
use std::net::{Shutdown, TcpStream, ToSocketAddrs as _};
use std::time::{Duration, Instant};

use super::{PrintError, PrinterStatus, Reason, Sent, Timeouts, not_started};

/// Longest answer worth reading; a status is some 90 bytes.
const MOST_ANSWER: usize = 4096;
/// A socket time-out may not be zero.
const SHORTEST: Duration = Duration::from_millis(1);

pub(super) fn send(host: &str, port: u16, bytes: &[u8], timeouts: Timeouts) -> Result<Sent, PrintError> {
    let mut stream = connect(host, port, timeouts.connect)?;
    let status = match timeouts.answer {
        Some(wait) => ask(&mut stream, wait).map_err(|e| not_started(Reason::Io(e)))?,
        None => None,
    };
    if let Some(reason) = status.and_then(|status| status.not_ready()) {
        return Err(not_started(Reason::NotReady(reason)));
    }
    write_job(&mut stream, bytes, timeouts.write)?;
    let unknown = |source| PrintError::Unknown {
        written: bytes.len(),
        total: bytes.len(),
        source,
    };
    stream.shutdown(Shutdown::Write).map_err(unknown)?;
    if let Some(wait) = timeouts.answer {
        await_close(&mut stream, wait).map_err(unknown)?;
    }
    Ok(Sent::Tcp { status })
}

pub(super) fn query(host: &str, port: u16, timeouts: Timeouts) -> Result<Option<PrinterStatus>, PrintError> {
    let mut stream = connect(host, port, timeouts.connect)?;
    let wait = timeouts.answer.or(Timeouts::default().answer).unwrap_or(SHORTEST);
    ask(&mut stream, wait).map_err(|e| not_started(Reason::Io(e)))
}

fn connect(host: &str, port: u16, most: Duration) -> Result<TcpStream, PrintError> {
    let addresses = (host, port).to_socket_addrs().map_err(|source| {
        not_started(Reason::NoHost {
            host: host.to_owned(),
            source,
        })
    })?;
    let deadline = Instant::now() + most;
    let mut failure = io::Error::new(ErrorKind::AddrNotAvailable, "the host has no address");
    for address in addresses {
        match TcpStream::connect_timeout(&address, left(deadline)) {
            Ok(stream) => return Ok(stream),
            Err(source) => failure = source,
        }
        if Instant::now() >= deadline {
            break;
        }
    }
    Err(not_started(Reason::NoConnection {
        host: host.to_owned(),
        port,
        source: failure,
    }))
}

/// Sends `~HS` and reads until the answer is whole, the time is up, or the printer says no more. Silence is
/// `None`; only a broken line is an error.
fn ask(stream: &mut TcpStream, wait: Duration) -> io::Result<Option<PrinterStatus>> {
    let deadline = Instant::now() + wait;
    stream.set_write_timeout(Some(wait.max(SHORTEST)))?;
    stream.write_all(b"~HS\r\n")?;
    let mut answer = Vec::new();
    let mut part = [0u8; 256];
    while answer.len() < MOST_ANSWER && Instant::now() < deadline {
        stream.set_read_timeout(Some(left(deadline)))?;
        match stream.read(&mut part) {
            Ok(0) => break,
            Ok(n) => answer.extend(part.iter().take(n)),
            Err(e) if e.kind() == ErrorKind::Interrupted => {}
            Err(e) if is_timeout(&e) => break,
            Err(e) => return Err(e),
        }
        if let Some(status) = PrinterStatus::parse(&answer) {
            return Ok(Some(status));
        }
    }
    Ok(None)
}

fn write_job(stream: &mut TcpStream, bytes: &[u8], most: Duration) -> Result<(), PrintError> {
    let deadline = Instant::now() + most;
    let total = bytes.len();
    let mut rest = bytes;
    while !rest.is_empty() {
        let outcome = match stream.set_write_timeout(Some(left(deadline))) {
            Ok(()) if rest.len() < total && Instant::now() >= deadline => {
                Err(io::Error::from(ErrorKind::TimedOut))
            }
            Ok(()) => stream.write(rest),
            Err(e) => Err(e),
        };
        match outcome {
            Ok(n) if n > 0 => rest = rest.get(n..).unwrap_or_default(),
            Err(e) if e.kind() == ErrorKind::Interrupted => {}
            failed => {
                let source = match failed {
                    Err(e) if is_timeout(&e) => {
                        io::Error::new(ErrorKind::TimedOut, "the printer stopped reading")
                    }
                    Err(e) => e,
                    Ok(_) => io::Error::from(ErrorKind::WriteZero),
                };
                let written = total - rest.len();
                return Err(match written {
                    0 => not_started(Reason::Io(source)),
                    _ => PrintError::Unknown {
                        written,
                        total,
                        source,
                    },
                });
            }
        }
    }
    Ok(())
}

/// Waits a little for the printer's end of the line: a reset now means that it had not read everything. A
/// printer that keeps the line open has taken the job as far as anyone can tell.
fn await_close(stream: &mut TcpStream, wait: Duration) -> io::Result<()> {
    let deadline = Instant::now() + wait;
    let mut part = [0u8; 256];
    while Instant::now() < deadline {
        stream.set_read_timeout(Some(left(deadline)))?;
        match stream.read(&mut part) {
            Ok(0) => return Ok(()),
            Ok(_) => {}
            Err(e) if e.kind() == ErrorKind::Interrupted => {}
            Err(e) if is_timeout(&e) => return Ok(()),
            Err(e) => return Err(e),
        }
    }
    Ok(())
}

fn left(deadline: Instant) -> Duration {
    deadline.saturating_duration_since(Instant::now()).max(SHORTEST)
}

fn is_timeout(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
}
