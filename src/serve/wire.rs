//! The protocol between client and owner: a prelude, a hello, then frames.
//!
//! Both sides begin with the prelude: [`MAGIC`] and the version as a little-endian u16. After it come frames: a
//! little-endian u32 length of what follows, a tag byte, the payload. Prelude, frame header and [`Frame::Refused`]
//! never change, so that any two versions can at least tell each other why not.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

/// The first bytes of either side.
pub const MAGIC: &[u8; 8] = b"pickface";
/// Raised with every change that an older side cannot follow.
pub const VERSION: u16 = 1;
/// Most bytes of one frame, tag included; longer streams are cut into several frames.
pub const MAX_FRAME: usize = 64 * 1024;
/// Most bytes of a stream in one frame.
pub const MAX_CHUNK: usize = MAX_FRAME - 1;

/// A terminal's size in cells. Over some lines it is 0 by 0 until the first resize.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Size {
    pub columns: u16,
    pub rows: u16,
}

/// What a client says first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Hello {
    Session(SessionHello),
    Command(CommandHello),
}

/// A terminal that wants screens.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionHello {
    pub size: Size,
    /// `TERM` of the terminal.
    pub term: String,
    /// `LANG` or the like: `zh_CN.UTF-8`.
    pub locale: String,
    /// Which device this is, for its settings and for the journal.
    pub device: String,
}

/// A command line to run in the owner.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommandHello {
    /// Arguments without the program's name.
    pub args: Vec<String>,
    /// Where relative paths begin.
    pub cwd: PathBuf,
    pub locale: String,
    pub device: String,
    /// The size of the terminal that standard output is, if it is one.
    pub size: Option<Size>,
}

/// Why a session ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Bye {
    /// The session itself ended, with a last sentence, which may be empty.
    Said(String),
    /// Whoever sat there would rather try the demo.
    Demo,
    /// The owner stops: why.
    Stopping(String),
    /// The session failed inside; others go on.
    Failed,
    /// The client broke the protocol.
    Protocol(String),
}

impl std::fmt::Display for Bye {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Bye::Said(text) => f.write_str(text),
            Bye::Demo => Ok(()),
            Bye::Stopping(reason) => write!(f, "pickface stops: {reason}"),
            Bye::Failed => {
                f.write_str("This session failed; nothing confirmed is lost. Start pickface again.")
            }
            Bye::Protocol(reason) => write!(f, "The connection was ended: {reason}"),
        }
    }
}

/// One message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Frame {
    Refused(String),
    Hello(Hello),
    Welcome,
    /// A terminal's bytes: up what was typed, down what is shown.
    Bytes(Vec<u8>),
    Resize(Size),
    Bye(Bye),
    Stdin(Vec<u8>),
    StdinEnd,
    Stdout(Vec<u8>),
    Stderr(Vec<u8>),
    Exit(u8),
}

/// Why a conversation cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum WireError {
    #[error("a message of {0} bytes is longer than {MAX_FRAME}")]
    TooLong(usize),
    #[error("a message of kind {0} makes no sense here")]
    Unexpected(u8),
    #[error("a message cannot be read: {0}")]
    Malformed(#[from] serde_json::Error),
    #[error("the other side does not speak pickface's protocol")]
    NotPickface,
    #[error("the connection ended in the middle of a message")]
    Cut,
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

impl Frame {
    fn tag(&self) -> u8 {
        match self {
            Frame::Refused(_) => 0,
            Frame::Hello(_) => 1,
            Frame::Welcome => 2,
            Frame::Bytes(_) => 3,
            Frame::Resize(_) => 4,
            Frame::Bye(_) => 5,
            Frame::Stdin(_) => 6,
            Frame::StdinEnd => 7,
            Frame::Stdout(_) => 8,
            Frame::Stderr(_) => 9,
            Frame::Exit(_) => 10,
        }
    }

    /// This frame where it makes no sense.
    pub fn unexpected(&self) -> WireError {
        WireError::Unexpected(self.tag())
    }

    /// Header, tag and payload.
    ///
    /// # Errors
    /// [`WireError::TooLong`] beyond [`MAX_FRAME`].
    pub fn encode(&self) -> Result<Vec<u8>, WireError> {
        let payload = match self {
            Frame::Refused(text) => text.clone().into_bytes(),
            Frame::Hello(hello) => serde_json::to_vec(hello)?,
            Frame::Bye(bye) => serde_json::to_vec(bye)?,
            Frame::Bytes(bytes) | Frame::Stdin(bytes) | Frame::Stdout(bytes) | Frame::Stderr(bytes) => {
                bytes.clone()
            }
            Frame::Resize(Size { columns, rows }) => [columns.to_le_bytes(), rows.to_le_bytes()].concat(),
            Frame::Exit(code) => vec![*code],
            Frame::Welcome | Frame::StdinEnd => Vec::new(),
        };
        let length = payload.len().saturating_add(1);
        let header = u32::try_from(length)
            .ok()
            .filter(|_| length <= MAX_FRAME)
            .ok_or(WireError::TooLong(length))?;
        Ok([header.to_le_bytes().as_slice(), &[self.tag()], &payload].concat())
    }

    fn decode(tag: u8, payload: Vec<u8>) -> Result<Frame, WireError> {
        let text = |payload: Vec<u8>| String::from_utf8_lossy(&payload).into_owned();
        Ok(match (tag, payload.as_slice()) {
            (0, _) => Frame::Refused(text(payload)),
            (1, json) => Frame::Hello(serde_json::from_slice(json)?),
            (2, []) => Frame::Welcome,
            (3, _) => Frame::Bytes(payload),
            (4, [a, b, c, d]) => {
                let (columns, rows) = (u16::from_le_bytes([*a, *b]), u16::from_le_bytes([*c, *d]));
                Frame::Resize(Size { columns, rows })
            }
            (5, json) => Frame::Bye(serde_json::from_slice(json)?),
            (6, _) => Frame::Stdin(payload),
            (7, []) => Frame::StdinEnd,
            (8, _) => Frame::Stdout(payload),
            (9, _) => Frame::Stderr(payload),
            (10, [code]) => Frame::Exit(*code),
            (tag, _) => return Err(WireError::Unexpected(tag)),
        })
    }
}

/// Reads one frame; `None` where the other side ended between two. Not cancel-safe: give it a task of its own.
///
/// # Errors
/// [`WireError`]; nothing is allocated for a frame beyond [`MAX_FRAME`].
pub async fn read_frame(from: &mut (impl AsyncRead + Unpin)) -> Result<Option<Frame>, WireError> {
    let mut header = [0u8; 4];
    let Some((first, rest)) = header.split_first_mut() else {
        return Ok(None);
    };
    match from.read(std::slice::from_mut(first)).await? {
        0 => return Ok(None),
        _ => read_exact(from, rest).await?,
    }
    let length = usize::try_from(u32::from_le_bytes(header)).unwrap_or(usize::MAX);
    if length == 0 || length > MAX_FRAME {
        return Err(WireError::TooLong(length));
    }
    let mut tag = [0u8; 1];
    read_exact(from, &mut tag).await?;
    let mut payload = vec![0u8; length.saturating_sub(1)];
    read_exact(from, &mut payload).await?;
    let [tag] = tag;
    Frame::decode(tag, payload).map(Some)
}

/// Writes one frame whole.
///
/// # Errors
/// [`WireError::TooLong`] or [`WireError::Io`].
pub async fn write_frame(to: &mut (impl AsyncWrite + Unpin), frame: &Frame) -> Result<(), WireError> {
    Ok(to.write_all(&frame.encode()?).await?)
}

/// Writes this side's prelude.
///
/// # Errors
/// [`WireError::Io`].
pub async fn write_prelude(to: &mut (impl AsyncWrite + Unpin), version: u16) -> Result<(), WireError> {
    Ok(to
        .write_all(&[MAGIC.as_slice(), &version.to_le_bytes()].concat())
        .await?)
}

/// Reads the other side's prelude and gives its version.
///
/// # Errors
/// [`WireError::NotPickface`] for anything else.
pub async fn read_prelude(from: &mut (impl AsyncRead + Unpin)) -> Result<u16, WireError> {
    let (mut magic, mut version) = ([0u8; 8], [0u8; 2]);
    read_exact(from, &mut magic).await?;
    if &magic != MAGIC {
        return Err(WireError::NotPickface);
    }
    read_exact(from, &mut version).await?;
    Ok(u16::from_le_bytes(version))
}

async fn read_exact(from: &mut (impl AsyncRead + Unpin), bytes: &mut [u8]) -> Result<(), WireError> {
    match from.read_exact(bytes).await {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => Err(WireError::Cut),
        Err(error) => Err(WireError::Io(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn decode(bytes: &[u8]) -> Result<Option<Frame>, WireError> {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(read_frame(&mut &bytes[..]))
    }

    #[test]
    fn frames_are_read_back() {
        let frames = [
            Frame::Refused("no".to_owned()),
            Frame::Hello(Hello::Session(SessionHello {
                device: "gun 7".to_owned(),
                ..SessionHello::default()
            })),
            Frame::Hello(Hello::Command(CommandHello {
                args: vec!["import".to_owned()],
                ..CommandHello::default()
            })),
            Frame::Welcome,
            Frame::Bytes(vec![0, 255, 0x1d]),
            Frame::Resize(Size {
                columns: 20,
                rows: 16,
            }),
            Frame::Bye(Bye::Stopping("SIGTERM".to_owned())),
            Frame::Stdin(Vec::new()),
            Frame::StdinEnd,
            Frame::Stdout(vec![1; MAX_CHUNK]),
            Frame::Stderr(vec![2]),
            Frame::Exit(3),
        ];
        for frame in frames {
            assert_eq!(decode(&frame.encode().unwrap()).unwrap(), Some(frame));
        }
        assert!(matches!(
            Frame::Bytes(vec![0; MAX_FRAME]).encode(),
            Err(WireError::TooLong(_))
        ));
    }

    #[test]
    fn hostile_frames_are_refused() {
        assert!(matches!(decode(&[0xff; 40]), Err(WireError::TooLong(_))));
        assert!(matches!(decode(&[0; 40]), Err(WireError::TooLong(0))));
        assert!(matches!(
            decode(&[2, 0, 0, 0, 99, 0]),
            Err(WireError::Unexpected(99))
        ));
        assert!(matches!(
            decode(&[2, 0, 0, 0, 4, 0]),
            Err(WireError::Unexpected(4))
        ));
        assert!(matches!(
            decode(&[2, 0, 0, 0, 1, b'{']),
            Err(WireError::Malformed(_))
        ));
        assert!(matches!(decode(&[9, 0, 0, 0, 3]), Err(WireError::Cut)));
        assert!(matches!(decode(&[9, 0]), Err(WireError::Cut)));
        assert!(matches!(decode(&[]), Ok(None)));
    }

    proptest! {
        #[test]
        fn any_bytes_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            let _ = decode(&bytes);
        }
    }
}
