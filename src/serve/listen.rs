//! The owner's side of the socket: takes clients in, runs one task each, and ends in order.
//!
//! Whatever a client does costs a bounded amount and ends its own session at most: frames and queues have limits,
//! reading stops while a session is behind, and each session runs in a task of its own whose panic stays there.

use std::{future::Future, sync::Arc, time::Duration};

use tokio::{
    net::{
        UnixStream,
        unix::{OwnedReadHalf, OwnedWriteHalf},
    },
    sync::{mpsc, oneshot, watch},
    task::{JoinError, JoinHandle, JoinSet},
    time::{Instant, sleep, sleep_until, timeout},
};

use super::{
    io::{CommandIo, INPUT_QUEUE, Output, Service, SessionIo, Stream, TermEvent},
    socket::{Door, is_own},
    wire::{
        Bye, CommandHello, Frame, Hello, MAX_CHUNK, SessionHello, VERSION, WireError, read_frame,
        read_prelude, write_frame, write_prelude,
    },
};

/// How the owner treats its clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// How long the owner stays without a client; `None` for ever.
    pub idle: Option<Duration>,
    /// Clients at a time; further ones are told so.
    pub max_clients: usize,
    /// How long a client may take to say who it is.
    pub handshake: Duration,
    /// How long a session may take to end when it is asked to, and its last frame to be written.
    pub grace: Duration,
}

impl Options {
    /// How long a session may take to end, by default.
    pub const GRACE: Duration = Duration::from_millis(250);
}

impl Default for Options {
    fn default() -> Options {
        Options {
            idle: Some(Duration::from_secs(600)),
            max_clients: 256,
            handshake: Duration::from_secs(5),
            grace: Options::GRACE,
        }
    }
}

/// Why the owner stopped listening.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ended {
    Idle,
    Stopped(String),
}

/// Exit status of a command that failed inside (`EX_SOFTWARE` of sysexits.h), and of one cut off by the owner's end
/// (`EX_TEMPFAIL`).
const EXIT_FAILED: u8 = 70;
const EXIT_STOPPED: u8 = 75;
/// How long a command may go on after its client has gone.
const HANGUP_GRACE: Duration = Duration::from_secs(5);

/// Serves clients until `shutdown` resolves with its reason, or nobody has been there for the idle time.
///
/// On shutdown every session is asked to end, told why, and cut off after twice the grace time.
pub async fn listen<S: Service>(
    door: Door,
    service: S,
    options: Options,
    shutdown: impl Future<Output = String>,
) -> Ended {
    let service = Arc::new(service);
    let (stop, stopping) = watch::channel(None);
    let mut clients: JoinSet<()> = JoinSet::new();
    let mut idle_since = Instant::now();
    tokio::pin!(shutdown);
    let ended = loop {
        let idle_until = options
            .idle
            .filter(|_| clients.is_empty())
            .and_then(|idle| idle_since.checked_add(idle));
        tokio::select! {
            // In this order, so that who knocks in the last moment is let in.
            biased;
            reason = &mut shutdown => break Ended::Stopped(reason),
            Some(_) = clients.join_next() => idle_since = Instant::now(),
            accepted = door.listener.accept() => match accepted {
                Ok((stream, _)) if clients.len() >= options.max_clients => turn_away(&stream),
                Ok((stream, _)) => {
                    clients.spawn(client(stream, Arc::clone(&service), options, stopping.clone()));
                }
                Err(error) => {
                    // Out of descriptors, most likely: the clients that are there go on.
                    tracing::warn!(%error, "cannot accept a client");
                    sleep(Duration::from_millis(100)).await;
                }
            },
            () = at(idle_until) => break Ended::Idle,
        }
    };
    // New clients find no socket rather than one that nobody answers.
    drop(door);
    if let Ended::Stopped(reason) = &ended {
        let _ = stop.send(Some(reason.clone()));
        let all = async { while clients.join_next().await.is_some() {} };
        if timeout(options.grace.saturating_mul(3), all).await.is_err() {
            tracing::warn!("clients did not end in time and were cut off");
        }
    }
    clients.shutdown().await;
    ended
}

/// Every session takes a descriptor at either end. What the machine allows at most is taken; where that is too few, the
/// session that finds none says so.
pub(super) fn raise_descriptors() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit {
        current: limit.maximum,
        ..limit
    };
    if let Err(error) = setrlimit(Resource::Nofile, raised) {
        tracing::warn!(%error, "the number of open files stays as it is");
    }
}

/// Waits for SIGTERM, SIGINT or SIGHUP and gives its name: the usual `shutdown` of [`listen`].
pub async fn terminated() -> String {
    use tokio::signal::unix::SignalKind;
    tokio::select! {
        () = signalled(SignalKind::terminate()) => "SIGTERM",
        () = signalled(SignalKind::interrupt()) => "SIGINT",
        () = signalled(SignalKind::hangup()) => "SIGHUP",
    }
    .to_owned()
}

/// Waits for one signal; for ever where it cannot be listened for.
async fn signalled(kind: tokio::signal::unix::SignalKind) {
    match tokio::signal::unix::signal(kind) {
        Ok(mut signal) => {
            signal.recv().await;
        }
        Err(error) => {
            tracing::warn!(%error, ?kind, "cannot listen for a signal");
            std::future::pending::<()>().await;
        }
    }
}

async fn at(time: Option<Instant>) {
    match time {
        Some(time) => sleep_until(time).await,
        None => std::future::pending().await,
    }
}

/// Tells a client that there is no room, without waiting for it.
fn turn_away(stream: &UnixStream) {
    let prelude = [super::wire::MAGIC.as_slice(), &VERSION.to_le_bytes()].concat();
    if let Ok(refusal) =
        Frame::Refused("too many clients are attached; close one and try again".to_owned()).encode()
    {
        let _ = stream.try_write(&[prelude, refusal].concat());
    }
}

/// A task that does not outlive whoever waits for it.
pub(super) struct Owned<T>(pub(super) JoinHandle<T>);

impl<T> Drop for Owned<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Becomes a reason when everything ends.
pub type Stopping = watch::Receiver<Option<String>>;

/// Waits for the reason.
pub(super) async fn stopped(stopping: &mut Stopping) -> String {
    let reason = stopping
        .wait_for(Option::is_some)
        .await
        .map(|reason| reason.clone());
    match reason {
        Ok(reason) => reason.unwrap_or_default(),
        // The listener itself is gone; its tasks are being aborted.
        Err(_) => std::future::pending().await,
    }
}

async fn client<S: Service>(stream: UnixStream, service: Arc<S>, options: Options, mut stopping: Stopping) {
    if !is_own(&stream) {
        tracing::warn!("a client of another user was turned away");
        return;
    }
    let (mut from, mut to) = stream.into_split();
    let hello = tokio::select! {
        hello = timeout(options.handshake, greet(&mut from, &mut to)) => hello,
        _ = stopped(&mut stopping) => return,
    };
    match hello {
        Ok(Ok(Hello::Session(hello))) => session((from, to), hello, service, options.grace, stopping).await,
        Ok(Ok(Hello::Command(hello))) => command((from, to), hello, service, options.grace, stopping).await,
        Ok(Err(error)) => {
            tracing::info!(%error, "a client's hello was refused");
            let refusal = Frame::Refused(error.to_string());
            let _ = timeout(options.grace, write_frame(&mut to, &refusal)).await;
        }
        Err(_) => tracing::info!("a client did not say hello in time"),
    }
}

#[derive(Debug, thiserror::Error)]
enum GreetError {
    #[error(
        "this owner speaks version {VERSION} of the protocol, the client version {0}; close all pickface screens and start again"
    )]
    Version(u16),
    #[error(transparent)]
    Wire(#[from] WireError),
}

async fn greet(from: &mut OwnedReadHalf, to: &mut OwnedWriteHalf) -> Result<Hello, GreetError> {
    write_prelude(to, VERSION).await?;
    let version = read_prelude(from).await?;
    if version != VERSION {
        return Err(GreetError::Version(version));
    }
    match read_frame(from).await? {
        Some(Frame::Hello(hello)) => {
            write_frame(to, &Frame::Welcome).await?;
            Ok(hello)
        }
        Some(other) => Err(other.unexpected().into()),
        None => Err(WireError::Cut.into()),
    }
}

async fn session<S: Service>(
    (from, to): (OwnedReadHalf, OwnedWriteHalf),
    hello: SessionHello,
    service: Arc<S>,
    grace: Duration,
    mut stopping: Stopping,
) {
    let SessionHello {
        size,
        term,
        locale,
        device,
    } = hello;
    let (events, input) = mpsc::channel(INPUT_QUEUE);
    let (output, frames) = Output::channel();
    let (last, bye) = oneshot::channel();
    let io = SessionIo {
        input,
        output,
        size,
        term,
        locale,
        device,
        guest: None,
        source: String::new(),
    };
    let mut reader = Owned(tokio::spawn(read_terminal(from, events.clone())));
    let mut writer = Owned(tokio::spawn(write_terminal(to, frames, bye)));
    let mut task = Owned(tokio::spawn(async move { service.session(io).await }));
    let end = async |task: &mut Owned<Bye>| {
        let ended = async {
            let _ = events.send(TermEvent::Closed).await;
            let _ = (&mut task.0).await;
        };
        let _ = timeout(grace, ended).await;
        task.0.abort();
    };
    let bye = tokio::select! {
        ended = &mut task.0 => ended.unwrap_or_else(failed),
        reason = stopped(&mut stopping) => {
            end(&mut task).await;
            Bye::Stopping(reason)
        }
        left = &mut reader.0 => {
            end(&mut task).await;
            match left {
                Ok(Err(error)) => Bye::Protocol(error.to_string()),
                Ok(Ok(())) | Err(_) => Bye::Said(String::new()),
            }
        }
    };
    let _ = last.send(bye);
    let _ = timeout(grace, &mut writer.0).await;
}

/// A session's panic is its own.
fn failed(error: JoinError) -> Bye {
    tracing::error!(%error, "a session failed");
    Bye::Failed
}

async fn read_terminal(mut from: OwnedReadHalf, events: mpsc::Sender<TermEvent>) -> Result<(), WireError> {
    while let Some(frame) = read_frame(&mut from).await? {
        let event = match frame {
            Frame::Bytes(bytes) => TermEvent::bytes(bytes),
            Frame::Resize(size) => TermEvent::Resize(size),
            other => return Err(other.unexpected()),
        };
        if events.send(event).await.is_err() {
            // The session has ended and says so elsewhere; what is still typed is nobody's.
            std::future::pending::<()>().await;
        }
    }
    Ok(())
}

async fn write_terminal(
    mut to: OwnedWriteHalf,
    mut frames: mpsc::Receiver<Vec<u8>>,
    mut bye: oneshot::Receiver<Bye>,
) {
    let bye = loop {
        tokio::select! {
            biased;
            Some(bytes) = frames.recv() => {
                if write_bytes(&mut to, &bytes).await.is_err() {
                    return;
                }
            }
            bye = &mut bye => break bye.unwrap_or(Bye::Failed),
        }
    };
    while let Ok(bytes) = frames.try_recv() {
        if write_bytes(&mut to, &bytes).await.is_err() {
            return;
        }
    }
    if let Err(WireError::TooLong(_)) = write_frame(&mut to, &Frame::Bye(bye)).await {
        let _ = write_frame(&mut to, &Frame::Bye(Bye::Said(String::new()))).await;
    }
}

async fn write_bytes(to: &mut OwnedWriteHalf, bytes: &[u8]) -> Result<(), WireError> {
    for piece in bytes.chunks(MAX_CHUNK) {
        write_frame(to, &Frame::Bytes(piece.to_vec())).await?;
    }
    Ok(())
}

async fn command<S: Service>(
    (from, to): (OwnedReadHalf, OwnedWriteHalf),
    hello: CommandHello,
    service: Arc<S>,
    grace: Duration,
    mut stopping: Stopping,
) {
    let CommandHello {
        args,
        cwd,
        locale,
        device,
        size,
    } = hello;
    let (input, stdin) = mpsc::channel(INPUT_QUEUE);
    let (sender, pieces) = mpsc::channel(4);
    let (hang_up, hangup) = watch::channel(false);
    let (last, exit) = oneshot::channel();
    let stdout = Stream {
        is_error: false,
        pieces: sender.clone(),
    };
    let stderr = Stream {
        is_error: true,
        pieces: sender.clone(),
    };
    let io = CommandIo {
        args,
        cwd,
        locale,
        device,
        size,
        stdin,
        stdout,
        stderr,
        hangup,
        guest: None,
    };
    let mut reader = Owned(tokio::spawn(read_stdin(from, input)));
    let mut writer = Owned(tokio::spawn(write_streams(to, pieces, exit)));
    let mut task = Owned(tokio::spawn(async move { service.command(io).await }));
    let status = tokio::select! {
        ended = &mut task.0 => match ended {
            Ok(status) => status,
            Err(error) => {
                tracing::error!(%error, "a command failed");
                let text = b"pickface: this command failed inside; nothing confirmed is lost\n".to_vec();
                let _ = timeout(grace, sender.send((true, text))).await;
                EXIT_FAILED
            }
        },
        reason = stopped(&mut stopping) => {
            let _ = hang_up.send(true);
            match timeout(grace, &mut task.0).await {
                Ok(Ok(status)) => status,
                _ => {
                    task.0.abort();
                    let text = format!("pickface: {}\n", Bye::Stopping(reason)).into_bytes();
                    let _ = timeout(grace, sender.send((true, text))).await;
                    EXIT_STOPPED
                }
            }
        }
        _ = &mut reader.0 => {
            let _ = hang_up.send(true);
            tokio::select! {
                _ = timeout(HANGUP_GRACE, &mut task.0) => {}
                _ = stopped(&mut stopping) => {}
            }
            return;
        }
    };
    drop(sender);
    let _ = last.send(status);
    // The client may page through its output for as long as it likes.
    tokio::select! {
        _ = &mut writer.0 => {}
        _ = async { stopped(&mut stopping).await; sleep(grace).await } => {}
    }
}

async fn read_stdin(mut from: OwnedReadHalf, input: mpsc::Sender<Vec<u8>>) -> Result<(), WireError> {
    let mut input = Some(input);
    while let Some(frame) = read_frame(&mut from).await? {
        match (frame, &input) {
            (Frame::Stdin(bytes), Some(sender)) => {
                if sender.send(bytes).await.is_err() {
                    input = None;
                }
            }
            (Frame::Stdin(_), None) => {}
            (Frame::StdinEnd, _) => input = None,
            (other, _) => return Err(other.unexpected()),
        }
    }
    Ok(())
}

async fn write_streams(
    mut to: OwnedWriteHalf,
    mut pieces: mpsc::Receiver<(bool, Vec<u8>)>,
    mut exit: oneshot::Receiver<u8>,
) {
    let piece = |(is_error, bytes)| {
        if is_error {
            Frame::Stderr(bytes)
        } else {
            Frame::Stdout(bytes)
        }
    };
    let status = loop {
        tokio::select! {
            biased;
            Some(bytes) = pieces.recv() => {
                if write_frame(&mut to, &piece(bytes)).await.is_err() {
                    return;
                }
            }
            status = &mut exit => break status.unwrap_or(EXIT_FAILED),
        }
    };
    while let Ok(bytes) = pieces.try_recv() {
        if write_frame(&mut to, &piece(bytes)).await.is_err() {
            return;
        }
    }
    let _ = write_frame(&mut to, &Frame::Exit(status)).await;
}
