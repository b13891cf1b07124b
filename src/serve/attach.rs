//! The client's side of a session: the local terminal's bytes up, the owner's down, and the terminal restored always.

use std::{
    io::{IsTerminal, Read, Write},
    os::fd::AsFd,
};

use crossterm::{
    cursor, event, execute, style,
    terminal::{self, EnterAlternateScreen, LeaveAlternateScreen},
};
use tokio::{
    io::{AsyncWrite, AsyncWriteExt},
    net::{
        UnixStream,
        unix::{OwnedReadHalf, OwnedWriteHalf},
    },
    signal::unix::{SignalKind, signal},
    sync::mpsc,
};

use super::{
    io::TermEvent,
    listen::terminated,
    socket::is_own,
    wire::{
        Bye, Frame, Hello, MAX_CHUNK, SessionHello, Size, VERSION, WireError, read_frame, read_prelude,
        write_frame, write_prelude,
    },
};

/// Why a session did not begin, or ended without a good-bye.
#[derive(Debug, thiserror::Error)]
pub enum AttachError {
    #[error("standard input and output must be a terminal")]
    NoTerminal,
    #[error("the socket belongs to a process of another user")]
    Stranger,
    #[error("the owner refused: {0}")]
    Refused(String),
    #[error(
        "this pickface speaks version {VERSION} of the protocol, the running owner version {theirs}: {text}"
    )]
    Version { theirs: u16, text: String },
    #[error("the connection to the owner was lost; what was confirmed is safe, start pickface again")]
    Lost,
    #[error("ended by {0}")]
    Ended(String),
    #[error(transparent)]
    Wire(#[from] WireError),
    #[error("the terminal cannot be used: {0}")]
    Terminal(#[from] std::io::Error),
}

/// Shows the owner's session on this process's terminal until either ends, and says why it did below the restored
/// screen. `hello.size` is taken from the terminal.
///
/// # Errors
/// [`AttachError`]; the terminal is restored before it is returned.
pub async fn attach(stream: UnixStream, hello: SessionHello) -> Result<Bye, AttachError> {
    if !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
        return Err(AttachError::NoTerminal);
    }
    let hello = SessionHello {
        size: terminal_size(),
        ..hello
    };
    // Before the screen is taken, so that a refusal is read where it was asked for.
    let (from, to) = greet(stream, Hello::Session(hello)).await?;
    let ended = {
        let _screen = Screen::take()?;
        let (events, up) = mpsc::channel(16);
        read_keys(events.clone());
        tokio::select! {
            ended = converse(from, to, up, standard_output()?) => ended,
            () = report_sizes(events) => Err(AttachError::Lost),
            signal = terminated() => Err(AttachError::Ended(signal)),
        }
    };
    if let Ok(bye) = &ended {
        let text = bye.to_string();
        if !text.is_empty() {
            writeln!(std::io::stdout(), "{text}")?;
        }
    }
    ended
}

/// Says hello and waits to be let in.
pub(super) async fn greet(
    stream: UnixStream,
    hello: Hello,
) -> Result<(OwnedReadHalf, OwnedWriteHalf), AttachError> {
    if !is_own(&stream) {
        return Err(AttachError::Stranger);
    }
    let (mut from, mut to) = stream.into_split();
    // An owner that has no room says so at once and may be gone by now: its answer counts, not a failed write.
    let _ = write_prelude(&mut to, VERSION).await;
    let theirs = match read_prelude(&mut from).await {
        Ok(theirs) => theirs,
        Err(error @ WireError::NotPickface) => return Err(error.into()),
        // It ended just now, idle or stopped; the caller may look for the next one.
        Err(_) => return Err(AttachError::Lost),
    };
    if theirs != VERSION {
        let text = match read_frame(&mut from).await {
            Ok(Some(Frame::Refused(text))) => text,
            _ => String::new(),
        };
        return Err(AttachError::Version { theirs, text });
    }
    if let Err(error @ WireError::TooLong(_)) = write_frame(&mut to, &Frame::Hello(hello)).await {
        return Err(error.into());
    }
    match read_frame(&mut from).await.or_else(lost)? {
        Some(Frame::Welcome) => Ok((from, to)),
        Some(Frame::Refused(text)) => Err(AttachError::Refused(text)),
        Some(other) => Err(other.unexpected().into()),
        None => Err(AttachError::Lost),
    }
}

/// A connection that breaks before anything was said.
fn lost(error: WireError) -> Result<Option<Frame>, AttachError> {
    match error {
        WireError::Io(_) | WireError::Cut => Ok(None),
        error => Err(error.into()),
    }
}

/// Pumps both ways until the owner says good-bye, or `up` says [`TermEvent::Closed`] or ends.
pub(super) async fn converse(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    mut up: mpsc::Receiver<TermEvent>,
    mut screen: impl AsyncWrite + Unpin,
) -> Result<Bye, AttachError> {
    let down = async {
        loop {
            match read_frame(&mut from).await? {
                Some(Frame::Bytes(bytes)) => {
                    screen.write_all(&bytes).await?;
                    screen.flush().await?;
                }
                Some(Frame::Bye(bye)) => return Ok(bye),
                Some(other) => return Err(other.unexpected().into()),
                None => return Err(AttachError::Lost),
            }
        }
    };
    let upward = async {
        while let Some(event) = up.recv().await {
            let sent = match event {
                TermEvent::Bytes { bytes, .. } => send_bytes(&mut to, &bytes).await,
                TermEvent::Resize(size) => write_frame(&mut to, &Frame::Resize(size)).await,
                TermEvent::Closed => break,
            };
            if sent.is_err() {
                // The owner's last words are on their way down.
                std::future::pending::<()>().await;
            }
        }
        AttachError::Ended("the terminal's end".to_owned())
    };
    tokio::select! {
        ended = down => ended,
        ended = upward => Err(ended),
    }
}

async fn send_bytes(to: &mut OwnedWriteHalf, bytes: &[u8]) -> Result<(), WireError> {
    for piece in bytes.chunks(MAX_CHUNK) {
        write_frame(to, &Frame::Bytes(piece.to_vec())).await?;
    }
    Ok(())
}

fn terminal_size() -> Size {
    terminal::size()
        .map(|(columns, rows)| Size { columns, rows })
        .unwrap_or_default()
}

/// Reads standard input in a thread of its own: a read from a terminal cannot be called off, and must not hold up the
/// end of the process.
fn read_keys(events: mpsc::Sender<TermEvent>) {
    std::thread::spawn(move || {
        let mut buffer = [0u8; 4096];
        loop {
            let event = match std::io::stdin().lock().read(&mut buffer) {
                Ok(0) => TermEvent::Closed,
                Ok(length) => TermEvent::bytes(buffer.iter().take(length).copied().collect::<Vec<u8>>()),
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(_) => TermEvent::Closed,
            };
            let closed = event == TermEvent::Closed;
            if events.blocking_send(event).is_err() || closed {
                return;
            }
        }
    });
}

/// Standard output as an asynchronous writer that keeps nothing back.
fn standard_output() -> std::io::Result<tokio::fs::File> {
    let own = std::io::stdout().as_fd().try_clone_to_owned()?;
    Ok(tokio::fs::File::from_std(std::fs::File::from(own)))
}

async fn report_sizes(events: mpsc::Sender<TermEvent>) {
    if let Ok(mut changes) = signal(SignalKind::window_change()) {
        while changes.recv().await.is_some() {
            if events.send(TermEvent::Resize(terminal_size())).await.is_err() {
                break;
            }
        }
    }
    std::future::pending().await
}

/// The terminal while it is ours; dropping it gives it back, whatever ended the session.
struct Screen;

impl Screen {
    fn take() -> std::io::Result<Screen> {
        terminal::enable_raw_mode()?;
        let screen = Screen;
        execute!(
            std::io::stdout(),
            EnterAlternateScreen,
            event::EnableBracketedPaste
        )?;
        Ok(screen)
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = execute!(
            std::io::stdout(),
            style::ResetColor,
            style::SetAttribute(style::Attribute::Reset),
            event::DisableBracketedPaste,
            LeaveAlternateScreen,
            cursor::Show
        );
        // A scan that came after the end is no shell command.
        let _ = rustix::termios::tcflush(std::io::stdin(), rustix::termios::QueueSelector::IFlush);
        let _ = terminal::disable_raw_mode();
    }
}
