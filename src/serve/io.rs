//! What a served session or command sees of its client: bounded queues, and no socket.

use std::{future::Future, path::PathBuf, time::Instant};

use tokio::sync::{mpsc, watch};

use super::wire::{Bye, MAX_CHUNK, Size};
use crate::domain::access::Principal;

/// Input messages that wait for a session; the client waits when it is full.
pub(super) const INPUT_QUEUE: usize = 16;

/// What the owner serves. The futures own what they need, and a panic in one ends that one only.
pub trait Service: Send + Sync + 'static {
    /// Runs one terminal until it ends; [`TermEvent::Closed`] asks it to end soon.
    fn session(&self, io: SessionIo) -> impl Future<Output = Bye> + Send + 'static;

    /// Runs one command line and gives its exit status.
    fn command(&self, io: CommandIo) -> impl Future<Output = u8> + Send + 'static;
}

impl<S: Service> Service for std::sync::Arc<S> {
    fn session(&self, io: SessionIo) -> impl Future<Output = Bye> + Send + 'static {
        S::session(self, io)
    }

    fn command(&self, io: CommandIo) -> impl Future<Output = u8> + Send + 'static {
        S::command(self, io)
    }
}

/// One terminal.
#[derive(Debug)]
pub struct SessionIo {
    pub input: mpsc::Receiver<TermEvent>,
    pub output: Output,
    pub size: Size,
    /// `TERM` of the terminal.
    pub term: String,
    pub locale: String,
    pub device: String,
    /// Who logged in over the network; none for a client on this host.
    pub guest: Option<Principal>,
    /// The address they came from; empty on this host.
    pub source: String,
}

/// What a terminal reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TermEvent {
    /// What one read gave, and when: a session that was busy must still tell a scan's pace from a hand's.
    Bytes {
        bytes: Vec<u8>,
        at: Instant,
    },
    Resize(Size),
    /// The terminal is gone, or the owner stops: end now. The task is aborted when it does not.
    Closed,
}

impl TermEvent {
    /// Bytes that come now.
    pub fn bytes(bytes: impl Into<Vec<u8>>) -> TermEvent {
        TermEvent::Bytes {
            bytes: bytes.into(),
            at: Instant::now(),
        }
    }
}

/// Where a session's frames go.
///
/// One frame is on its way and one may wait. A session awaits [`Output::ready`] *before* it draws, so that a slow
/// client gets the latest picture, never a backlog.
#[derive(Clone, Debug)]
pub struct Output {
    frames: mpsc::Sender<Vec<u8>>,
}

/// The client has gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the client has gone")]
pub struct Gone;

impl Output {
    /// An output, and what is written to it: frames in order, whole.
    pub fn channel() -> (Output, mpsc::Receiver<Vec<u8>>) {
        let (frames, receiver) = mpsc::channel(1);
        (Output { frames }, receiver)
    }

    /// Waits until a frame can be sent without waiting.
    ///
    /// # Errors
    /// [`Gone`].
    pub async fn ready(&self) -> Result<(), Gone> {
        self.frames.reserve().await.map(drop).map_err(|_| Gone)
    }

    /// Sends one frame, waiting for its turn.
    ///
    /// # Errors
    /// [`Gone`].
    pub async fn send(&self, bytes: Vec<u8>) -> Result<(), Gone> {
        self.frames.send(bytes).await.map_err(|_| Gone)
    }

    /// Whether the client has gone.
    pub fn is_gone(&self) -> bool {
        self.frames.is_closed()
    }
}

/// One command line.
#[derive(Debug)]
pub struct CommandIo {
    /// Arguments without the program's name.
    pub args: Vec<String>,
    pub cwd: PathBuf,
    pub locale: String,
    pub device: String,
    /// The size of the terminal that standard output is, if it is one.
    pub size: Option<Size>,
    /// Standard input in pieces; ends when it ends or the client has gone.
    pub stdin: mpsc::Receiver<Vec<u8>>,
    pub stdout: Stream,
    pub stderr: Stream,
    /// Becomes true when the client has gone (Ctrl+C there) or the owner stops.
    pub hangup: watch::Receiver<bool>,
    /// Who logged in over the network; none for a client on this host.
    pub guest: Option<Principal>,
}

/// A command's standard output or standard error.
#[derive(Clone, Debug)]
pub struct Stream {
    pub(super) is_error: bool,
    pub(super) pieces: mpsc::Sender<(bool, Vec<u8>)>,
}

impl Stream {
    /// Writes all of `bytes`, waiting while the client is slow.
    ///
    /// # Errors
    /// [`Gone`].
    pub async fn write(&self, bytes: &[u8]) -> Result<(), Gone> {
        for piece in bytes.chunks(MAX_CHUNK) {
            self.pieces
                .send((self.is_error, piece.to_vec()))
                .await
                .map_err(|_| Gone)?;
        }
        Ok(())
    }
}
