//! The client's side of a command line that runs in the owner.

use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::UnixStream,
};

use super::{
    attach::{AttachError, greet},
    wire::{CommandHello, Frame, Hello, MAX_CHUNK, read_frame, write_frame},
};

/// Why a command's outcome is unknown.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    #[error(transparent)]
    Attach(#[from] AttachError),
    #[error("the connection to the owner was lost before the command ended")]
    Lost,
    #[error("its output cannot be written: {0}")]
    Output(std::io::Error),
}

/// Runs a command line in the owner with these streams, and gives its exit status. Dropping the future hangs up.
///
/// `stdin` is read only as the owner takes it; it may be [`tokio::io::empty`]. Where it is the process's own standard
/// input and a terminal, end the runtime with `shutdown_background`: such a read cannot be called off.
///
/// # Errors
/// [`CommandError`].
pub async fn run_command(
    stream: UnixStream,
    hello: CommandHello,
    mut stdin: impl AsyncRead + Unpin,
    mut stdout: impl AsyncWrite + Unpin,
    mut stderr: impl AsyncWrite + Unpin,
) -> Result<u8, CommandError> {
    let (mut from, mut to) = greet(stream, Hello::Command(hello)).await?;
    let down = async {
        loop {
            match read_frame(&mut from).await.map_err(AttachError::from)? {
                Some(Frame::Stdout(bytes)) => write_all(&mut stdout, &bytes).await?,
                Some(Frame::Stderr(bytes)) => write_all(&mut stderr, &bytes).await?,
                Some(Frame::Exit(status)) => return Ok(status),
                Some(other) => return Err(AttachError::from(other.unexpected()).into()),
                None => return Err(CommandError::Lost),
            }
        }
    };
    let upward = async {
        let mut buffer = vec![0u8; MAX_CHUNK];
        loop {
            // An unreadable input is an ended one, as for any program in a pipe.
            let length = stdin.read(&mut buffer).await.unwrap_or(0);
            let bytes = buffer.iter().take(length).copied().collect();
            let frame = if length == 0 {
                Frame::StdinEnd
            } else {
                Frame::Stdin(bytes)
            };
            if write_frame(&mut to, &frame).await.is_err() || length == 0 {
                std::future::pending::<()>().await;
            }
        }
    };
    tokio::select! {
        ended = down => ended,
        () = upward => Err(CommandError::Lost),
    }
}

async fn write_all(to: &mut (impl AsyncWrite + Unpin), bytes: &[u8]) -> Result<(), CommandError> {
    to.write_all(bytes).await.map_err(CommandError::Output)?;
    to.flush().await.map_err(CommandError::Output)
}
