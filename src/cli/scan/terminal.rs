//! This terminal's keyboard, byte by byte with times; any other standard input as it comes.

use crate::cli::Failure;
use crate::scan::Millis;
use std::io::{self, IsTerminal, Read};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::{Duration, Instant};

/// Bytes of one read that are kept.
const READ: usize = 4096;

/// What one wait gave.
pub(super) struct Heard {
    /// What came; nothing at all when the time ran out, no bytes at the end of the input.
    pub(super) bytes: Option<Vec<u8>>,
    /// When, in milliseconds since the keyboard was opened.
    pub(super) at: Millis,
}

/// Standard input in raw mode. Leaving it restores the terminal.
pub(super) struct Keyboard {
    reads: Receiver<(Vec<u8>, Instant)>,
    began: Instant,
    is_raw: bool,
}

impl Keyboard {
    pub(super) fn open() -> Result<Keyboard, Failure> {
        let is_raw = io::stdin().is_terminal();
        if is_raw {
            crossterm::terminal::enable_raw_mode().map_err(Failure::new)?;
        }
        let (to, reads) = sync_channel(64);
        std::thread::spawn(move || {
            let mut bytes = [0; READ];
            loop {
                let read = io::stdin().lock().read(&mut bytes).unwrap_or(0);
                let piece = bytes.get(..read).unwrap_or_default().to_vec();
                if to.send((piece, Instant::now())).is_err() || read == 0 {
                    return;
                }
            }
        });
        Ok(Keyboard {
            reads,
            began: Instant::now(),
            is_raw,
        })
    }

    /// Waits for bytes, or until this moment.
    pub(super) fn wait(&mut self, until: Option<Millis>) -> Result<Heard, Failure> {
        let read = match until {
            None => self.reads.recv().ok(),
            Some(until) => {
                let due = self.began + Duration::from_millis(until);
                match self
                    .reads
                    .recv_timeout(due.saturating_duration_since(Instant::now()))
                {
                    Ok(read) => Some(read),
                    Err(RecvTimeoutError::Disconnected) => None,
                    Err(RecvTimeoutError::Timeout) => {
                        return Ok(Heard {
                            bytes: None,
                            at: until,
                        });
                    }
                }
            }
        };
        let (bytes, at) = read.unwrap_or_else(|| (Vec::new(), Instant::now()));
        let at = at.saturating_duration_since(self.began).as_millis();
        let at = Millis::try_from(at).unwrap_or(Millis::MAX);
        Ok(Heard {
            bytes: Some(bytes),
            at,
        })
    }

    /// Everything of one scan: from the first byte until nothing came for this long.
    pub(super) fn one_scan(&mut self, quiet: Millis) -> Result<Vec<u8>, Failure> {
        let mut all = Vec::new();
        let mut until = None;
        loop {
            let heard = self.wait(until)?;
            match heard.bytes {
                Some(bytes) if bytes.is_empty() => return Ok(all),
                Some(bytes) if all.len() < READ => all.extend(bytes),
                Some(_) => {}
                None => return Ok(all),
            }
            until = Some(heard.at.saturating_add(quiet));
        }
    }
}

impl Drop for Keyboard {
    fn drop(&mut self) {
        if self.is_raw {
            // Nothing more can be done about a terminal that has gone.
            let _ = crossterm::terminal::disable_raw_mode();
        }
    }
}
